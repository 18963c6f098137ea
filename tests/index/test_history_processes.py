"""The history in the index, whatever happens to who writes it: killed, in company, or not allowed to write; and the
user's repository, which nobody writes to.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from commands import TODAY, make_run
from histories import Commit, git, make_history
from workspaces import HEAD, TOWN, make_workspace, project

from citydash import cli
from citydash.figures.history import points, stories
from citydash.files.repository import Repository
from citydash.index.past import open_past, repository_of
from citydash.index.store import Shelf, Store

CODE = """
import json, sys
sys.path.insert(0, {tests!r})
from test_history_processes import history
from citydash.index import halves, second
from citydash.report import log
halves.MANY = {many}
sys.stdin.readline()
said = []
found = history({root!r}, {cache!r}, said)
print(json.dumps([said, found]))
"""
MONEY = "[@.budget.dsi.investment]\nplanned = {{ 2026 = {n} }}\n"
PROJECTS, COMMITS = 40, 24
TURNS = 8


@pytest.fixture
def run(monkeypatch, capsysbinary, tmp_path):
    return make_run(monkeypatch, capsysbinary, tmp_path)


def history(root, cache, said=None):
    """All that is said of HEAD's line, by an index kept in `cache`; in memory for None."""
    notes = [] if said is None else said
    with open_past(str(root), cache and str(cache), "HEAD", lambda fault: notes.append(str(fault))) as snapshot:
        repository = repository_of(str(root))
        found = [stories(snapshot, repository), points(snapshot, repository), snapshot.counts]
    return json.loads(json.dumps(found))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A repository with a long line, and what is right to say at each commit of it."""
    folder, chance = tmp_path_factory.mktemp("made"), random.Random(3)
    files = {f"ws/v/p/a{n}.toml": project(f"a{n}", MONEY.format(n=n + 1)) for n in range(PROJECTS)}
    commits = [Commit({"ws/v/town.toml": TOWN, "ws/v/p/portfolio.toml": HEAD, **files})]
    for n in range(1, COMMITS):
        some = chance.sample(range(PROJECTS), 9)
        commits.append(Commit({f"ws/v/p/a{m}.toml": project(f"a{m}", MONEY.format(n=n * 1000 + m)) for m in some}))
    return folder, make_history(folder, commits, checkout=False)


def stand_at(folder, commit):
    (folder / ".git/refs/heads/main").write_text(f"{commit}\n")


def start(root, cache, many):
    code = CODE.format(tests=str(Path(__file__).parent), root=str(root), cache=str(cache), many=many)
    path = os.pathsep.join((str(Path(__file__).parents[1]), *sys.path))
    return subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip


def go(process):
    process.stdin.write("go\n")
    process.stdin.flush()


def test_a_process_killed_at_any_moment(made, tmp_path):
    folder, hashes = made
    chance, root, cache = random.Random(5), folder / "ws", tmp_path / "cache"
    unharmed = 0
    for turn in range(TURNS):
        n = chance.randrange(len(hashes))
        stand_at(folder, hashes[n])
        process = start(root, cache, 8 if turn % 2 else 10**6)
        time.sleep(0.3)  # the imports
        go(process)
        time.sleep(chance.random() * 0.3)
        process.send_signal(signal.SIGKILL)
        out, _error = process.communicate()
        unharmed += bool(out)
        if turn % 4 == 3:
            for path in cache.iterdir():
                path.unlink()
        said = []
        expected = history(root, None)
        assert history(root, cache, said) == expected
        assert said == []
        stand_at(folder, hashes[len(hashes) - 1 - n])
        assert history(root, cache) == history(root, None)
    assert unharmed < TURNS


STEPS = 16
"""Moments, from the first to the last, that a run is killed at."""
WATCHED = (
    (Store, ("create", "fetch", "run", "many", "set_meta", "close")), (Shelf, ("current", "new_path", "trust", "_point")),
    (Repository, ("run",)),
)  # fmt: skip


def forked(work, fatal: int) -> tuple[int, int]:
    """Run `work` in a process of its own that is killed as it takes its step number `fatal`: the signal it ended by (0
    where it reached its end), and the steps it took.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        taken = [0]

        def watch(own, name):
            plain = getattr(own, name)

            def step(*arguments, **named):
                taken[0] += 1
                if taken[0] == fatal:
                    os.kill(os.getpid(), signal.SIGKILL)
                return plain(*arguments, **named)

            setattr(own, name, step)

        for own, names in WATCHED:
            for name in names:
                watch(own, name)
        try:
            work()
            os.write(writing, str(taken[0]).encode())
        finally:
            os._exit(0)
    os.close(writing)
    _pid, status = os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as answer:
        steps = int(answer.read() or 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0, steps


@pytest.mark.parametrize("before", [None, 3, -1], ids=["no index", "a shorter line", "a line that is rewritten"])
def test_killed_at_every_step(made, tmp_path, before):
    folder, hashes = made
    root, kept, cache = folder / "ws", tmp_path / "kept", tmp_path / "cache"
    kept.mkdir()
    if before is not None:
        stand_at(folder, hashes[before])
        history(root, kept)
    stand_at(folder, hashes[9])
    expected = history(root, None)

    def again():
        shutil.rmtree(cache, ignore_errors=True)
        shutil.copytree(kept, cache)

    again()
    ended, steps = forked(lambda: history(root, cache), 0)
    assert (ended, steps > STEPS) == (0, True)
    for n in range(STEPS):
        again()
        fatal = 1 + n * (steps - 1) // (STEPS - 1)
        assert forked(lambda: history(root, cache), fatal) == (signal.SIGKILL, 0)
        said = []
        assert history(root, cache, said) == expected
        assert said == []


def test_processes_at_once(made, tmp_path):
    folder, hashes = made
    cache = tmp_path / "cache"
    for n, many in ((5, 8), (-1, 10**6), (9, 8)):
        stand_at(folder, hashes[n])
        processes = [start(folder / "ws", cache, many) for _process in range(3)]
        for process in processes:
            go(process)
        expected = history(folder / "ws", None)
        for process in processes:
            out, error = process.communicate(timeout=60)
            assert process.returncode == 0, error
            said, found = json.loads(out)
            assert (found, len(said) <= 1) == (expected, True)
        assert history(folder / "ws", cache) == expected


@pytest.fixture
def read_only(monkeypatch):
    """A function from which on indexes on disk can be read alone, whoever runs the tests."""
    from citydash.index import store

    plain = store.uri
    return lambda: monkeypatch.setattr(store, "uri", lambda path, _mode: plain(path, "ro"))


@pytest.mark.parametrize("before", [(), (5,), (5, -1)], ids=["empty", "shorter", "longer"])
def test_a_cache_that_cannot_be_written(made, read_only, tmp_path, before):
    folder, hashes = made
    cache = tmp_path / "cache"
    for n in before:
        stand_at(folder, hashes[n])
        history(folder / "ws", cache)
    kept = everything(cache)
    read_only()
    for n in (9, 2):
        stand_at(folder, hashes[n])
        said = []
        assert history(folder / "ws", cache, said) == history(folder / "ws", None)
        assert len(said) <= 1
    assert everything(cache) == kept


def test_two_snapshots_on_an_index_that_cannot_be_written(made, read_only, run):
    """The second one's history doesn't fit in the index that both read: both go on in memory."""
    folder, hashes = made
    stand_at(folder, hashes[3])
    git(folder, "checkout", "-q", "-f", "main")
    command = ("report", "projects", "-w", folder / "ws", "--where", "is:stale", "--compare", "HEAD~1", *TODAY)
    expected = run(*command, "-f", "csv")
    for path in Path(os.environ["CITYDASH_CACHE"]).iterdir():
        path.unlink()
    run("diff", "HEAD~1", "-w", folder / "ws")
    read_only()
    assert run(*command, "-f", "csv").out == expected.out


COMMANDS = (
    ("report",), ("report", "--at", "HEAD~1"), ("report", "--at", "side"), ("report", "--at", "2023-11-20"),
    ("report", "projects", "--where", "is:stale"), ("report", "--compare", "BP2026"), ("report", "drift"),
    ("report", "public", "--at", "BP2026"), ("diff",), ("diff", "HEAD~2", "--rows", "department"),
    ("diff", "BP2026..side"), ("log",), ("log", "--project", "a1"), ("log", "--baselines"), ("check",),
    ("check", "--at", "HEAD~3"), ("explain",), ("export", "oc4ids"), ("export", "sqlite"), ("sql", "SELECT 1"),
    ("index",), ("index", "rebuild"), ("index", "prune"), ("report", "--at", "nowhere"), ("log", "--at", "side"),
    ("report", "drift", "--at", "side"), ("report", "projects", "--where", "is:stale", "--at", "side"),
    ("report", "ppi", "--compare", "side"), ("schema", "report", "drift"), ("help", "filter"),
)  # fmt: skip


def everything(folder):
    """Every file below a folder: what it holds, and when it was written."""
    return {
        path.relative_to(folder).as_posix(): (status.st_mtime_ns, status.st_ino, path.read_bytes() if path.is_file() else b"")
        for path in sorted(folder.rglob("*"))
        for status in (path.stat(),)
    }  # fmt: skip


def test_nothing_writes_to_the_repository(run, tmp_path):
    folder = tmp_path / "r"
    files = {"ws/v/town.toml": TOWN, "ws/v/p/portfolio.toml": HEAD}
    commits = [Commit({**files, f"ws/v/p/a{n}.toml": project(f"a{n}", MONEY.format(n=n + 1))}) for n in range(6)]
    make_history(folder, commits)
    git(folder, "tag", "-a", "BP2026", "-m", "Budget primitif", "HEAD~2")
    git(folder, "branch", "side", "HEAD~3")
    make_workspace(folder, {"ws/v/p/a1.toml": project("a1", MONEY.format(n=99)), "ws/v/p/new.toml": project("new")})
    (folder / "ws/v/p/a0.toml").touch()  # as it was, at another time: `git status` would write that down
    before = everything(folder)
    assert {command[0] for command in COMMANDS} == {*cli.COMMANDS}
    for command in COMMANDS:
        where = () if command[0] in ("schema", "help") else ("-w", folder / "ws")
        ran = run(*command, *where, *(("-o", tmp_path / "out.zip") if command[0] == "export" else ()))
        assert ran.code == (2 if "nowhere" in command else 0), (command, ran.err)
        assert everything(folder) == before, command
    assert everything(folder) == before
