"""Where a repository may stand and what it may hold: the history is right, or one sentence says why there is none."""

import json
import os
import shutil
import subprocess

import pytest
from commands import TODAY
from histories import DAY, ENVIRONMENT, START, Commit, Link, git, make_history
from workspaces import HEAD, TOWN, make_workspace, project

MONEY = "[@.budget.dsi.investment]\nplanned = {{ 2026 = {n} }}\n"


def a(n, **keys):
    """Project `a` at n euros."""
    return project("a", MONEY.format(n=n), **keys)


FILES = {"ws/v/town.toml": TOWN, "ws/v/p/portfolio.toml": HEAD, "ws/v/p/a.toml": a(10)}
HISTORY = [Commit(FILES, "Un"), Commit({"ws/v/p/a.toml": a(30)}, "Deux"), Commit({"ws/v/p/a.toml": a(70)}, "Trois")]


@pytest.fixture
def repository(tmp_path):
    folder = tmp_path / "repository"
    make_history(folder, HISTORY)
    return folder


@pytest.fixture
def cost(run):
    """The workspace's cost as a report says it, in euros."""

    def asked(root, *more):
        ran = run("report", "summary", "-f", "json", "-w", root, *TODAY, *more)
        assert ran.code == 0, ran.err
        return json.loads(ran.out)["blocks"][0]["cost"].removesuffix(".00")

    return asked


@pytest.fixture
def changes(run):
    """What `diff` says of project `a`: its cost before and after."""

    def asked(*arguments):
        ran = run("diff", *arguments, "-f", "json", *TODAY)
        assert ran.code == 0, ran.err
        return [(c["cost"]["from"], c["cost"]["to"]) for c in json.loads(ran.out)["changes"]]

    return asked


def logged(run, root, *more):
    """The subjects that `log` lists, the newest first."""
    ran = run("log", "-w", root, "-f", "json", *TODAY, *more)
    assert ran.code == 0, ran.err
    return [commit["subject"] for commit in json.loads(ran.out)["commits"]]


def refused(ran, *said, code=3):
    """One sentence on stderr, and nothing else."""
    assert (ran.code, ran.out) == (code, b""), ran
    assert ran.err.startswith("citydash: ")
    assert ran.err.count("\n") == 1
    for words in said:
        assert words in ran.err


def make_bare(repository, folder):
    subprocess.run(["git", "clone", "-q", "--bare", repository, folder], check=True, env=ENVIRONMENT)
    return folder


# Names of snapshots.


def test_every_way_to_name_a_snapshot(cost, repository, run):
    git(repository, "tag", "BP2026", "HEAD~2")
    git(repository, "tag", "-a", "DM1", "-m", "Décision modificative", "HEAD~1")
    git(repository, "tag", "-a", "DM1-bis", "-m", "Une étiquette d'étiquette", "DM1")
    git(repository, "branch", "sides/one", "HEAD~1")
    full = git(repository, "rev-parse", "HEAD~1").decode().strip()
    ws = repository / "ws"
    for name, euros in (
        ("HEAD", 70), ("HEAD~1", 30), ("HEAD^", 30), ("@", 70), ("BP2026", 10), ("DM1", 30), ("DM1-bis", 30),
        ("sides/one", 30), ("refs/heads/sides/one", 30), (full, 30), (full[:8], 30), ("main~2", 10), ("HEAD^{/Un}", 10),
        ("2023-11-15", 10), ("2023-11-16", 30), ("2023-11-17", 70), ("2999-12-31", 70),
    ):  # fmt: skip
        assert cost(ws, "--at", name) == str(euros), name
    for name, code, said in (
        ("2023-11-14", 2, "2023-11-15"), ("2023-02-30", 2, "date"), ("nowhere", 2, "“nowhere”"), ("BP2025", 2, "BP2026"),
        ("", 2, ""), ("-n", 2, ""), ("--all", 2, ""), ("^HEAD", 2, ""), ("HEAD..DM1", 2, ""), ("HEAD\x1b[31m", 2, ""),
        ("a\u202eb", 2, ""), ("HEAD:ws", 2, ""), ("HEAD\n", 2, ""),
    ):  # fmt: skip
        refused(run("report", "-w", ws, f"--at={name}"), said, code=code)


def test_a_branch_named_like_a_date_is_that_branch(cost, repository):
    git(repository, "branch", "2023-11-17", "HEAD~2")
    assert cost(repository / "ws", "--at", "2023-11-17") == "10"


def test_days_are_those_of_the_commits_own_clocks(cost, tmp_path):
    """23:30 in Auckland is not yet that day in Paris: the clock of whoever committed says which day it was."""
    folder = tmp_path / "repository"
    make_history(folder, HISTORY[:2])
    make_workspace(folder, {"ws/v/p/a.toml": a(50)})
    dates = {"GIT_AUTHOR_DATE": "2024-06-01T00:30:00+1300", "GIT_COMMITTER_DATE": "2024-06-01T00:30:00+1300"}
    subprocess.run(["git", "-C", folder, "commit", "-aqm", "x"], check=True, env=ENVIRONMENT | dates)
    assert cost(folder / "ws", "--at", "2024-05-31") == "30"
    assert cost(folder / "ws", "--at", "2024-06-01") == "50"


def test_two_dots(changes, repository):
    ws = repository / "ws"
    assert changes("HEAD~2..HEAD", "-w", ws) == changes("HEAD~2", "HEAD", "-w", ws) == [("10.00", "70.00")]
    assert changes("HEAD~2..", "-w", ws) == changes("HEAD~2", "-w", ws)
    assert changes("..HEAD~1", "-w", ws) == [("70.00", "30.00")]


# Where the workspace stands.


def test_the_workspace_is_the_repository(cost, run, tmp_path):
    make_history(
        tmp_path / "r", [Commit({"v/town.toml": TOWN, "v/p.toml": HEAD + a(10)}), Commit({"v/p.toml": HEAD + a(30)})]
    )
    assert (cost(tmp_path / "r", "--at", "HEAD~1"), len(logged(run, tmp_path / "r"))) == ("10", 2)


def test_the_workspace_is_one_town(cost, repository):
    assert cost(repository / "ws/v", "--at", "HEAD~2") == "10"


def test_names_that_git_quotes(cost, run, tmp_path):
    """Spaces, quotes, accents, line breaks, pathspec's own signs and bytes that aren't text, in folders and beside."""
    name = "été [a-z]* :(top) 'x'\" \\n\ny"
    folder = tmp_path / name
    make_workspace(folder, {f"{name}/{path}": text for path, text in FILES.items()})
    (folder / name / "ws/v/p" / os.fsdecode(b"\xff\xfe.toml")).write_text("x")
    (folder / name / os.fsdecode(b"\xff")).mkdir()
    (folder / name / os.fsdecode(b"\xff") / "readme").write_text("x")
    (folder / "été a" / "ws").mkdir(parents=True)
    (folder / "été a" / "ws" / "town.toml").write_text(TOWN)
    git(folder, "init", "-q")
    for n in (10, 30):
        make_workspace(folder, {f"{name}/ws/v/p/a.toml": a(n)})
        git(folder, "add", "-A")
        git(folder, "commit", "-qm", str(n))
    assert cost(folder / name / "ws", "--at", "HEAD~1") == "10"
    assert cost(folder / name / "ws", "--at", "HEAD") == "30"
    assert logged(run, folder / name / "ws") == ["30", "10"]
    ran = run("check", "-f", "json", "-w", folder / name / "ws", "--at", "HEAD")
    now = run("check", "-f", "json", "-w", folder / name / "ws")
    assert ran[:2] == now[:2]


def test_a_worktree(cost, repository, run, tmp_path):
    git(repository, "worktree", "add", "-q", tmp_path / "other", "HEAD~1")
    assert cost(tmp_path / "other/ws", "--at", "HEAD") == "30"
    assert cost(repository / "ws", "--at", "HEAD") == "70"
    assert logged(run, tmp_path / "other/ws") == ["Deux", "Un"]


def test_a_submodule_holds_the_workspace(cost, changes, repository, run, tmp_path):
    outer = tmp_path / "outer"
    make_history(outer, [Commit({"readme": "x"})])
    git(outer, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", repository, "sub")
    git(outer, "commit", "-qm", "sub")
    assert cost(outer / "sub/ws", "--at", "HEAD~2") == "10"
    assert logged(run, outer / "sub/ws") == ["Trois", "Deux", "Un"]
    make_workspace(outer / "sub", {"ws/v/p/a.toml": a(80)})
    assert changes("-w", outer / "sub/ws") == [("70.00", "80.00")]


def test_a_submodule_in_the_workspace_is_another_repository(cost, repository, run, tmp_path):
    """Its files belong to its own history; a clone without it is what the commit says."""
    inner = tmp_path / "inner"
    make_history(inner, [Commit({"a.toml": HEAD + a(5)})])
    git(repository, "config", "diff.ignoreSubmodules", "all")
    git(repository, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner, "ws/v/q")
    git(repository, "commit", "-qm", "sub")
    make_workspace(repository, {"ws/v/p/a.toml": a(75)})
    git(repository, "commit", "-qam", "après")
    assert cost(repository / "ws", "--at", "HEAD") == "75"
    assert cost(repository / "ws", "--at", "HEAD~2") == "70"
    assert logged(run, repository / "ws")[0] == "après"


def test_shallow_clones(cost, repository, run, tmp_path):
    subprocess.run(
        ["git", "clone", "-q", "--depth=2", f"file://{repository}", tmp_path / "shallow"], check=True, env=ENVIRONMENT
    )
    ws = tmp_path / "shallow/ws"
    assert (cost(ws, "--at", "HEAD"), cost(ws, "--at", "HEAD~1")) == ("70", "30")
    assert logged(run, ws) == ["Trois", "Deux"]
    refused(run("report", "-w", ws, "--at", "HEAD~2"), "“HEAD~2”", code=2)
    git(tmp_path / "shallow", "fetch", "-q", "--unshallow")
    assert cost(ws, "--at", "HEAD~2") == "10"
    assert logged(run, ws) == ["Trois", "Deux", "Un"]


def test_bare_clones(cost, changes, repository, run, tmp_path):
    bare = make_bare(repository, tmp_path / "repository.git")
    assert cost(bare / "ws", "--at", "HEAD") == "70"
    assert cost(bare / "ws", "--at", "HEAD~2") == "10"
    assert changes("HEAD~2", "HEAD", "-w", bare / "ws") == [("10.00", "70.00")]
    assert logged(run, bare / "ws") == ["Trois", "Deux", "Un"]
    assert run("report", "drift", "-w", bare / "ws").code == 0
    for command in (("report",), ("diff",), ("check",)):
        refused(run(*command, "-w", bare / "ws"), "--at HEAD" if command != ("diff",) else "HEAD")
        refused(run(*command, "-w", bare), "--at HEAD" if command != ("diff",) else "HEAD")
    refused(run("report", "-w", bare / "nowhere", "--at", "HEAD"), "isn't in commit")


def test_a_detached_head(cost, repository, run):
    git(repository, "checkout", "-q", "--detach", "HEAD~1")
    assert (cost(repository / "ws", "--at", "HEAD"), logged(run, repository / "ws")) == ("30", ["Deux", "Un"])
    assert cost(repository / "ws", "--at", "main") == "70"


COMMANDS = (("report", "--at", "HEAD"), ("diff",), ("log",), ("report", "drift"), ("report", "--compare", "HEAD"))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_history(run, tmp_path, monkeypatch, command):
    ws = make_workspace(tmp_path / "r", FILES) / "ws"
    refused(run(*command, "-w", ws), "git")
    assert run("report", "-w", ws).code == 0
    git(tmp_path / "r", "init", "-q")
    refused(run(*command, "-w", ws), "no commit")
    git(tmp_path / "r", "commit", "-q", "--allow-empty", "-m", "vide")
    refused(run(*command, "-w", ws), "isn't in commit")
    assert run("report", "-w", ws).code == 0
    monkeypatch.setenv("PATH", str(tmp_path))
    refused(run(*command, "-w", ws), "git isn't installed")
    assert run("report", "-w", ws).code == 0


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_repository_of_somebody_else(run, repository, monkeypatch, command):
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    refused(run(*command, "-w", repository / "ws"), "safe.directory")
    assert run("report", "-w", repository / "ws").code == 0


def test_sha256(cost, run, tmp_path):
    folder = make_workspace(tmp_path / "r", FILES)
    git(folder, "init", "-q", "--object-format=sha256")
    for n, (day, euros) in enumerate((("2024-01-01", 10), ("2024-01-02", 30))):
        make_workspace(folder, {"ws/v/p/a.toml": a(euros)})
        git(folder, "add", "-A")
        when = {"GIT_COMMITTER_DATE": f"{day}T12:00:00+0100"}
        subprocess.run(["git", "-C", folder, "commit", "-qm", str(n)], check=True, env=ENVIRONMENT | when)
    git(folder, "tag", "-a", "-m", "x", "BP", "HEAD~1")
    ws = folder / "ws"
    assert [cost(ws, "--at", at) for at in ("HEAD", "HEAD~1", "BP", "2024-01-01")] == ["30", "10", "10", "10"]
    assert logged(run, ws) == ["1", "0"]
    full = git(folder, "rev-parse", "HEAD").decode().strip()
    ran = json.loads(run("report", "drift", "-f", "json", "-w", ws).out)
    assert [len(point["commit"]) for point in ran["points"]] == [64, 64]
    assert ran["snapshot"]["revision"] == full


def test_git_that_is_configured_oddly(cost, changes, repository, run, monkeypatch, tmp_path):
    """What users set for themselves, or a hook for what it calls, changes nothing."""
    config = tmp_path / "config"
    config.write_text(
        "[log]\nshowSignature = true\nfollow = true\ndate = relative\nshowRoot = false\ndecorate = full\n"
        "diffMerges = separate\nmailmap = true\n[color]\nui = always\ndiff = always\n[format]\npretty = oneline\n"
        f"[diff]\nrelative = true\nrenames = copies\nmnemonicPrefix = true\norderFile = {config}\n"
        "noprefix = true\nignoreSubmodules = all\nexternal = false\n[core]\nquotePath = true\nabbrev = 4\n"
        "pager = false\n[i18n]\nlogOutputEncoding = latin1\n"
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "nowhere"))
    monkeypatch.setenv("GIT_LITERAL_PATHSPECS", "1")
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    assert cost(repository / "ws", "--at", "HEAD~2") == "10"
    assert logged(run, repository / "ws") == ["Trois", "Deux", "Un"]
    assert changes("HEAD~1", "-w", repository / "ws") == [("30.00", "70.00")]


# What happens to a history.


def test_the_workspace_moves_inside_its_repository(cost, repository, run):
    git(repository, "mv", "ws", "portfolios")
    git(repository, "commit", "-qm", "Déménagement")
    assert cost(repository / "portfolios", "--at", "HEAD") == "70"
    refused(run("report", "-w", repository / "portfolios", "--at", "HEAD~1"), "isn't in commit")
    assert cost(repository / "ws", "--at", "HEAD~1") == "70"
    refused(run("report", "-w", repository / "ws", "--at", "HEAD"), "isn't in commit")
    assert logged(run, repository / "portfolios") == ["Déménagement"]


def test_the_repository_moves_around_the_workspace(repository, run):
    """The same commit, another folder of it: what was kept of the one isn't the other's."""
    folder = repository.parent / "r"
    make_history(folder, [*HISTORY, Commit({"town.toml": TOWN, "p/portfolio.toml": HEAD, "p/a.toml": a(5)}, "Autour")])
    assert logged(run, folder / "ws") == ["Trois", "Deux", "Un"]
    shutil.move(folder / ".git", folder / "ws/.git")
    assert logged(run, folder / "ws") == ["Autour", "Trois", "Deux", "Un"]


def test_rewritten_history(cost, changes, repository, run):
    ws = repository / "ws"
    assert logged(run, ws) == ["Trois", "Deux", "Un"]
    make_workspace(repository, {"ws/v/p/a.toml": a(71)})
    git(repository, "commit", "-qa", "--amend", "-m", "Trois bis")
    assert (logged(run, ws), cost(ws, "--at", "HEAD")) == (["Trois bis", "Deux", "Un"], "71")
    assert cost(ws, "--at", "HEAD@{1}") == "70"
    git(repository, "checkout", "-q", "-b", "autre", "HEAD~2")
    make_workspace(repository, {"ws/v/p/b.toml": project("b", MONEY.format(n=5))})
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "Autre")
    for _turn in range(2):
        git(repository, "checkout", "-q", "autre")
        assert (logged(run, ws), cost(ws, "--at", "HEAD")) == (["Autre", "Un"], "15")
        assert cost(ws, "--at", "main") == "71"
        git(repository, "checkout", "-q", "main")
        assert (logged(run, ws), cost(ws, "--at", "HEAD")) == (["Trois bis", "Deux", "Un"], "71")
        assert cost(ws, "--at", "autre") == "15"
    git(repository, "rebase", "-q", "autre")
    assert (logged(run, ws), cost(ws, "--at", "HEAD")) == (["Trois bis", "Deux", "Autre", "Un"], "76")
    git(repository, "reset", "-q", "--hard", "HEAD~2")
    assert (logged(run, ws), cost(ws, "--at", "HEAD")) == (["Autre", "Un"], "15")
    git(repository, "revert", "--no-edit", "HEAD")
    assert cost(ws, "--at", "HEAD") == "10"
    assert changes("HEAD~1", "-w", ws) == [("5.00", "0.00")]


def test_a_name_that_only_the_past_has(changes, repository, run):
    """A department, a portfolio and a source that went meanwhile, in an index that has never seen them."""
    old = TOWN + '[department.fini]\nname = "Fini"\n'
    line = "[@.budget.fini.investment]\nplanned = { 2026 = 4 }\n"
    history = [
        Commit({"ws/v/town.toml": old, "ws/v/p/a.toml": None, "ws/v/ancien.toml": HEAD + project("a", line)}, "Avant"),
        Commit({"ws/v/town.toml": TOWN, "ws/v/p/a.toml": a(9), "ws/v/ancien.toml": None}, "Après"),
    ]
    make_history(repository.parent / "r", [HISTORY[0], *history])
    ws = repository.parent / "r" / "ws"
    assert changes("HEAD~1", "-w", ws) == [("4.00", "9.00")]
    for form in ("text", "csv"):
        assert "Fini" in run("diff", "HEAD~1", "--rows", "department", "-f", "text", "-w", ws).text, form


# What a history may hold.

HOSTILE = "=1+1 \x1b[31mrouge\x07 \u202eevil\u2066 \u2028 \x85 | a `b` <script> [c](d) \x00"


def test_hostile_names(run, tmp_path):
    """Subjects, authors, tags and branches: nothing moves the cursor, runs in a spreadsheet or breaks a table."""
    subject = HOSTILE.replace("\x00", "")
    history = [Commit(FILES, subject, author="=Ann|\x1b[2J"), Commit({"ws/v/p/a.toml": a(30)}, ":100644 0 A\ttrompeur")]
    make_history(tmp_path / "r", [*history, Commit({"ws/v/p/a.toml": a(40)}, "", author="")])
    ws = tmp_path / "r/ws"
    git(tmp_path / "r", "tag", "-a", "évil|`tag`", "-m", subject)
    git(tmp_path / "r", "tag", "=1+1")
    for command in (("log",), ("log", "--project", "a"), ("diff", "HEAD~2"), ("report", "drift"), ("log", "--baselines"),
                    ("report", "--compare", "HEAD~2")):  # fmt: skip
        for form in ("text", "markdown", "html", "csv", "json", "xlsx"):
            ran = run(*command, "-f", form, "-w", ws, *TODAY)
            assert ran.code == 0, ran.err
            if form == "xlsx":
                continue
            assert not set("\x1b\x07\u202e\u2066") & set(ran.text), (command, form)
            if form == "html":
                assert "<script> [c]" not in ran.text
            if form == "csv":
                assert not any(cell.startswith("=") for line in ran.text.splitlines() for cell in line.split(","))
    found = json.loads(run("log", "-f", "json", "-w", ws).out)["commits"]
    assert [commit["delta"]["EUR"]["cost"] for commit in found] == ["10.00", "20.00", "10.00"]
    assert run("report", "-w", ws, "--at", "évil|`tag`").code == 0


def test_large_files_and_bytes_that_are_no_text(cost, run, tmp_path):
    history = [
        Commit(FILES),
        Commit({"ws/v/p/large.toml": b"#" * 40_000_000, "ws/v/p/image.toml": bytes(range(256)) * 40}),
        Commit({"ws/v/p/large.toml": None, "ws/v/p/image.toml": None, "ws/v/p/a.toml": a(30)}),
    ]
    make_history(tmp_path / "r", history)
    assert cost(tmp_path / "r/ws", "--at", "HEAD~1") == "10"
    assert len(logged(run, tmp_path / "r/ws")) == 2
    checked = run("check", "-f", "json", "-w", tmp_path / "r/ws", "--at", "HEAD~1").text
    assert '"too-large"' in checked
    assert "image.toml" in checked


def test_links_and_a_file_in_the_folders_place(cost, tmp_path):
    history = [
        Commit({**FILES, "ws/v/q.toml": Link("p/a.toml"), "ws/w": Link("v")}),
        Commit({"ws/v/p/a.toml": None, "ws/v/p/portfolio.toml": None, "ws/v/p": "x", "ws/v/q.toml": HEAD + a(30)}),
    ]
    make_history(tmp_path / "r", history)
    assert cost(tmp_path / "r/ws", "--at", "HEAD") == "30"


def test_clocks_that_run_backwards(cost, tmp_path):
    times = [START + 3 * DAY, START + DAY, START + 2 * DAY]
    history = [commit._replace(time=time) for commit, time in zip(HISTORY, times, strict=True)]
    make_history(tmp_path / "r", history)
    assert cost(tmp_path / "r/ws", "--at", "2023-11-15") == "30"
    assert cost(tmp_path / "r/ws", "--at", "2023-11-17") == "70"
