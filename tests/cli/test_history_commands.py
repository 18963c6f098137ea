"""`diff`, `log` and `index` as commands: what they refuse, what they end with, and the options that choose."""

import json

import pytest
from commands import TODAY
from histories import Commit, make_history
from workspaces import HEAD, TOWN, make_workspace, project

MONEY = "[@.budget.dsi.investment]\nplanned = {{ 2026 = {n} }}\n"


@pytest.fixture
def root(tmp_path):
    files = {"ws/v/town.toml": TOWN, "ws/v/p/portfolio.toml": HEAD, "ws/v/p/a.toml": project("a", MONEY.format(n=10))}
    files |= {"ws/w/town.toml": TOWN, "ws/w/p.toml": HEAD + project("a", MONEY.format(n=5)) + project("b")}
    make_history(tmp_path / "r", [Commit(files), Commit({"ws/v/p/a.toml": project("a", MONEY.format(n=30))})])
    return tmp_path / "r/ws"


def test_exit_codes(run, root):
    assert run("diff", "-w", root).code == 0
    assert run("diff", "-w", root, "--exit-code").code == 0
    quiet = run("diff", "HEAD~1", "-w", root, "--exit-code", "--quiet")
    assert (quiet.code, quiet.out, quiet.err) == (1, b"", "")
    assert run("diff", "HEAD~1", "-w", root).code == 0
    make_workspace(root, {"v/p/a.toml": project("a", MONEY.format(n=30)) + "# a remark\n"})
    assert run("diff", "-w", root, "--exit-code").code == 0  # what the file says is the same
    make_workspace(root, {"v/p/a.toml": project("a", MONEY.format(n=31))})
    assert run("diff", "-w", root, "--exit-code").code == 1
    assert run("diff", "HEAD~1", "-w", root, "--exit-code", "--town", "w").code == 0


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("diff", "--at", "HEAD"), "diff has no --at"),
        (("diff", "HEAD", "--department", "dsi"), "--rows"),
        (("diff", "HEAD", "--unit", "x"), "“x”"),
        (("diff", "HEAD", "--rows", "nothing"), "“nothing”"),
        (("diff", "HEAD", "--town", "x"), "“x”"),
        (("diff", "HEAD", "--where", "is:"), "is:"),
        (("log", "--baselines", "--project", "a"), "--baselines"),
        (("log", "--project", "v/a", "--where", "a"), "--where"),
        (("log", "--project", "a"), "v/a"),
        (("log", "--project", "nobody"), "“nobody”"),
        (("report", "drift", "--every", "year"), "“year”"),
        (("report", "drift", "--compare", "HEAD"), "--compare"),
        (("report", "drift", "--where", "a"), "log --where"),
        (("report", "--compare", "nowhere"), "“nowhere”"),
        (("index", "delete"), "“delete”"),
    ],
    ids=" ".join,
)
def test_what_is_refused(run, root, command, said):
    ran = run(*command, "-w", root)
    assert (ran.code, ran.out) == (2, b"")
    assert said in ran.err
    assert ran.err.count("\n") == 1


def subjects(run, root, *options):
    found = json.loads(run("log", "-w", root, "-f", "json", *options).out)
    return [
        [project["town"] + "/" + project["project"] for project in commit["projects"]] for commit in found["commits"]
    ]


def test_which_projects_the_log_follows(run, root):
    assert subjects(run, root) == [["v/a"], ["v/a", "w/a", "w/b"]]
    assert subjects(run, root, "--project", "w/a") == [["w/a"]]
    assert subjects(run, root, "--project", "b") == [["w/b"]]
    assert subjects(run, root, "--town", "w") == [["w/a", "w/b"]]
    assert subjects(run, root, "--where", "cost:20..") == [["v/a"], ["v/a"]]
    assert subjects(run, root, "--at", "HEAD~1") == [["v/a", "w/a", "w/b"]]


def test_the_index_is_shown_pruned_and_rebuilt(run, root, monkeypatch):
    assert "0.1 MB" not in run("index", "-w", root, "--lang", "en").text
    run("log", "-w", root)
    shown = run("index", "-w", root, "--lang", "en").text
    assert "Commits of HEAD's line  2\n" in shown
    before = run("log", "-w", root, "-f", "csv").out
    for action in ("prune", "rebuild"):
        assert run("index", action, "-w", root, "-q").code == 0
        assert run("log", "-w", root, "-f", "csv").out == before
    monkeypatch.setenv("CITYDASH_CACHE", "none")
    assert run("index", "-w", root).code == 3
    assert run("log", "-w", root, "-f", "csv").out == before


def test_compare_says_old_and_difference(run, root):
    ran = run("report", "budget", "--rows", "project", "--compare", "HEAD~1", "-w", root, "-f", "csv", *TODAY)
    head, *lines = [line.split(",") for line in ran.text.splitlines()]
    rows = [dict(zip(head, line, strict=True)) for line in lines]
    moved = {row["project"]: (row["total"], row["total_before"], row["total_delta"]) for row in rows}
    assert moved["v/a"] == ("30.00", "10.00", "20.00")
    assert moved["w/a"][:2] == ("5.00", "5.00")
    found = json.loads(run("report", "--compare", "HEAD~1", "-w", root, "-f", "json", *TODAY).out)
    assert [side["blocks"][0]["cost"] for side in (found, found["compare"])] == ["35.00", "15.00"]


@pytest.mark.parametrize(
    ("path", "text", "kinds"),
    [
        ("v/p/a.toml", "<<<<<<< HEAD\n", {"v/a": "unreadable"}),
        ("w/p.toml", HEAD + project("a", MONEY.format(n=5)) + "[project.b]\n", {"w/b": "unreadable"}),
        ("w/p.toml", HEAD + project("a", MONEY.format(n=5)), {"w/b": "removed"}),
    ],
)
def test_what_errors_hide_is_not_removed(run, root, path, text, kinds):
    make_workspace(root, {path: text})
    made = json.loads(run("diff", "-w", root, "-f", "json").out)
    assert {f"{one['town']}/{one['project'].rpartition('/')[2]}": one["change"] for one in made["changes"]} == kinds
