"""The program as a shell runs it: pipes that close, terminals, locales, git, and completion."""

import json
import os
import pty
import select
import subprocess
import sys
from pathlib import Path

import pytest
from commands import CLEARED, REPOSITORY, TODAY

CITYDASH = [sys.executable, "-m", "citydash"]


@pytest.fixture
def environment(tmp_path):
    kept = {name: value for name, value in os.environ.items() if name not in CLEARED}
    return {**kept, "CITYDASH_CACHE": str(tmp_path / "the cache"), "PYTHONUTF8": "0", "LC_ALL": "C.UTF-8"}


@pytest.fixture
def start(environment, tmp_path):
    """Run citydash in a process of its own."""

    def start(*arguments, cwd=tmp_path, **variables):
        command = [*CITYDASH, *map(str, arguments)]
        return subprocess.run(
            command, cwd=cwd, env=environment | variables, capture_output=True, timeout=60, check=False
        )

    return start


def test_bytes_are_the_same_in_any_locale(start, bourg):
    arguments = ("report", "-w", bourg, *TODAY, "--lang", "fr")
    expected = start(*arguments).stdout
    assert "Coût".encode() in expected
    for variables in (
        {"LC_ALL": "C"},
        {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "latin-1"},
        {"PYTHONIOENCODING": "ascii"},
        {"TZ": "Pacific/Kiritimati"},
    ):
        ran = start(*arguments, **variables)
        assert (ran.returncode, ran.stdout, ran.stderr) == (0, expected, b"")


@pytest.mark.parametrize("arguments", [("--help",), ("report", "--help"), ("help", "filter"), ("--version",)])
def test_help_in_a_locale_without_accents(start, arguments):
    ran = start(*arguments, "--lang", "fr", PYTHONIOENCODING="ascii")
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert ran.stdout.decode()


def test_errors_in_a_locale_without_accents(start, tmp_path):
    ran = start("report", "-w", tmp_path / "été", "--lang", "fr", PYTHONIOENCODING="ascii")
    assert ran.returncode == 3
    assert ran.stderr.count(b"\n") == 1
    assert b"Traceback" not in ran.stderr


@pytest.mark.parametrize(
    "arguments", [("report",), ("report", "-f", "json"), ("--help",), ("help", "problems"), ("check",)]
)
def test_a_reader_that_leaves_early(environment, bourg, arguments):
    """`citydash report | head -1`: no traceback, not even at exit."""
    with subprocess.Popen(
        [*CITYDASH, *arguments], cwd=bourg, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        child.stdout.close()
        error = child.stderr.read()
        assert child.wait(60) == 0
    assert error == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("arguments", [("report", *TODAY), ("--help",)])
def test_no_room_for_the_output(environment, bourg, arguments):
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [*CITYDASH, *arguments],
            cwd=bourg,
            env=environment,
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    assert ran.returncode == 3
    assert ran.stderr.startswith(b"citydash: ")
    assert ran.stderr.count(b"\n") == 1


def test_closed_streams(environment, bourg):
    script = f'exec "{sys.executable}" -m citydash report >&- 2>&-'
    assert subprocess.run(["sh", "-c", script], cwd=bourg, env=environment, timeout=60, check=False).returncode == 3


def on_a_terminal(arguments, environment, cwd, columns=80):
    """What citydash writes to a terminal of some columns."""
    import fcntl
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with subprocess.Popen(
        [*CITYDASH, *map(str, arguments)], cwd=cwd, env=environment, stdin=theirs, stdout=theirs, stderr=subprocess.PIPE
    ) as child:
        os.close(theirs)
        chunks = []
        while select.select([ours], [], [], 60)[0]:
            try:
                chunk = os.read(ours, 65536)
            except OSError:
                break
            if not chunk:
                break
            chunks.append(chunk)
        assert child.wait(60) == 0
        assert child.stderr.read() == b""
    os.close(ours)
    return b"".join(chunks).decode().replace("\r\n", "\n")


def test_colour_on_a_terminal_unless_refused(environment, bourg):
    arguments = ("report", *TODAY)
    plain = subprocess.run(
        [*CITYDASH, *arguments], cwd=bourg, env=environment, capture_output=True, check=True, timeout=60
    ).stdout
    assert b"\x1b" not in plain
    assert "\x1b[1m" in on_a_terminal(arguments, environment | {"TERM": "xterm"}, bourg)
    for refused in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert "\x1b" not in on_a_terminal(arguments, environment | refused, bourg)
    assert "\x1b" not in on_a_terminal((*arguments, "--no-color"), environment, bourg)
    assert "\x1b[1m" in on_a_terminal(arguments, environment | {"NO_COLOR": ""}, bourg)


def test_lines_fit_the_terminal(environment, bourg):
    arguments = ("report", "funding", *TODAY, "--where", "id:air")
    whole = on_a_terminal(arguments, environment | {"NO_COLOR": "1"}, bourg, 400)
    cut = on_a_terminal(arguments, environment | {"NO_COLOR": "1"}, bourg, 120)
    assert "…" not in whole + cut  # few rows: what doesn't fit is broken into lines
    assert max(map(len, cut.split("\n"))) <= 120 < max(map(len, whole.split("\n")))
    assert on_a_terminal(arguments, environment | {"NO_COLOR": "1", "COLUMNS": "120"}, bourg, 400) == cut


def test_a_terminal_without_unicode_gets_ascii(environment, bourg):
    text = on_a_terminal(("report", *TODAY), environment | {"PYTHONIOENCODING": "latin-1", "NO_COLOR": "1"}, bourg)
    assert text.isascii()


def git(cwd, *arguments):
    identity = {f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    days = {f"GIT_{who}_DATE": "2026-01-01T00:00:00Z" for who in ("AUTHOR", "COMMITTER")}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment = {**kept, **identity, **days, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    return (
        subprocess.run(["git", *arguments], cwd=cwd, env=environment, capture_output=True, check=True, timeout=60)
        .stdout.decode()
        .strip()
    )


def contents(folder):
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def repository(bourg, tmp_path):
    """A repository whose workspace is a folder with an accent and a quote in its name."""
    root = tmp_path / "dépôt"
    root.mkdir()
    git(root, "init", "-q", "-b", "main")
    workspace = root / 'porte"feuilles été'
    bourg.rename(workspace)
    (root / "README.md").write_text("x")
    return root, workspace


def test_a_report_says_its_commit(run, repository):
    root, workspace = repository
    said = lambda: json.loads(run("report", "budget", "-w", workspace, *TODAY, "-f", "json").out)["snapshot"]  # noqa: E731
    assert said() == {"revision": None, "date": "2026-11-22"}  # no commit yet
    git(root, "add", ".")
    git(root, "commit", "-qm", "x")
    commit = git(root, "rev-parse", "HEAD")
    before = contents(root / ".git")
    assert said() == {"revision": commit, "date": "2026-11-22", "committed": "2026-01-01", "tags": []}
    assert f"commit {commit[:7]}" in run("report", "-w", workspace, *TODAY, "--lang", "en").text
    (root / "README.md").write_text("changed")
    (root / "autre.toml").write_text("x = 1")
    assert said()["revision"] == commit  # outside of the workspace
    (workspace / "notes.txt").write_text("x")
    assert said()["revision"] == commit  # not the workspace's data
    (workspace / "capteurs.toml").touch()
    assert said()["revision"] == commit
    path = workspace / "lieux/halle.toml"
    path.write_text(path.read_text() + "# x\n")
    assert said() == {
        "revision": None, "date": "2026-11-22", "changed_since": commit, "committed": "2026-01-01", "tags": []
    }  # fmt: skip
    assert (
        f"working tree, changed since commit {commit[:7]} of 01/01/2026"
        in run("report", "-w", workspace, *TODAY, "--lang", "en").text
    )
    git_says = path.read_text()
    path.write_text(git_says.removesuffix("# x\n"))
    assert said()["revision"] == commit
    (workspace / "nouveau.toml").write_text('[portfolio]\ntitle = "x"\npillar = "data"\n')
    assert said()["revision"] is None  # a file that git doesn't know yet
    (workspace / "nouveau.toml").unlink()
    (workspace / "lieux/portfolio.toml").unlink()
    assert said()["revision"] is None
    assert contents(root / ".git") == before


def test_the_environment_of_a_hook_is_not_the_workspaces(run, repository, tmp_path, monkeypatch):
    root, workspace = repository
    git(root, "add", ".")
    git(root, "commit", "-qm", "x")
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    ran = run("report", "budget", "-w", workspace, *TODAY, "-f", "json")
    assert json.loads(ran.out)["snapshot"]["revision"] == git(root, "rev-parse", "HEAD")


def test_without_git(run, repository, tmp_path, monkeypatch):
    _root, workspace = repository
    monkeypatch.setenv("PATH", str(tmp_path))
    assert json.loads(run("report", "budget", "-w", workspace, "-f", "json").out)["snapshot"]["revision"] is None


def test_a_git_that_fails_or_hangs(run, repository, monkeypatch):
    _root, workspace = repository

    def hang(*_arguments, **_options):
        raise subprocess.TimeoutExpired("git", 20)

    monkeypatch.setattr(subprocess, "run", hang)
    assert run("report", "-w", workspace).code == 0
    failed = subprocess.CompletedProcess((), 128, b"", b"fatal: detected dubious ownership")
    monkeypatch.setattr(subprocess, "run", lambda *_arguments, **_options: failed)
    assert run("report", "-w", workspace).code == 0


def completions(start, line, cwd, **variables):
    """What the shell is offered at the end of a line; argcomplete writes to descriptor 8, or to this file."""
    pytest.importorskip("argcomplete", reason="completion is an extra: pip install citydash[complete]")
    out = cwd / "completions"
    asked = {
        "_ARGCOMPLETE": "1",
        "_ARGCOMPLETE_STDOUT_FILENAME": str(out),
        "COMP_LINE": line,
        "COMP_POINT": str(len(line.encode())),
        "_ARGCOMPLETE_IFS": "\n",
    }
    ran = start(cwd=cwd, **asked, **variables)
    assert ran.returncode == 0, ran.stderr
    return out.read_text().split("\n")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("citydash re", {"report"}),
        ("citydash report ", {"summary", "budget", "funding", "milestones", "timeline", "project"}),
        ("citydash report budget --mea", {"--measure"}),
        ("citydash report budget --measure plan", {"planned"}),
        ("citydash report budget --rows port", {"portfolio"}),
        ("citydash report budget --department ", {"dsi", "batiments"}),
        ("citydash report budget --source f", {"feder"}),
        ("citydash report --town ", {"bourg"}),
        ("citydash report project ha", {"halle"}),
        ("citydash report -f c", {"csv"}),
        ("citydash check -f s", {"sarif"}),
        ("citydash report --where stat", {"status:"}),
        ("citydash report --lang ", {"fr", "en"}),
        ("citydash schema t", {"town"}),
        ("citydash help unknown-dep", {"unknown-department"}),
        ("citydash report -w nulle-part --town ", set()),
    ],
)
def test_completion(start, bourg, line, expected):
    found = {word.strip() for word in completions(start, line, bourg)} - {""}
    assert expected <= found if expected else not found


def test_completion_without_argcomplete_offers_nothing(environment, tmp_path):
    (tmp_path / "argcomplete.py").write_text("raise ImportError")
    ran = subprocess.run(
        CITYDASH,
        env={**environment, "PYTHONPATH": f"{tmp_path}:{REPOSITORY / 'src'}", "_ARGCOMPLETE": "1"},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, b"", b"")
