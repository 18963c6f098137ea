"""A commit's snapshot says what its files say once they are checked out, whatever the history before and beside it."""

import os
import shutil

import pytest
from commands import TODAY, make_run
from histories import Commit, Link, clone_at, git, make_history
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from plans import make_plan
from workspaces import HEAD, TOWN, project

from citydash.index.past import follow, open_past, repository_of


@pytest.fixture
def run(monkeypatch, capsysbinary, tmp_path):
    return make_run(monkeypatch, capsysbinary, tmp_path)


MONEY = "[@.budget.dsi.investment]\nplanned = {{ 2026 = {n} }}\n"
TEXTS = (
    HEAD,
    HEAD + project("a", MONEY.format(n=10)) + project("b", MONEY.format(n=5), depends_on='["a"]'),
    project("a", MONEY.format(n=10)),
    project("a", MONEY.format(n=11)),
    project("b", "[@.funding.dsil]\nstatus = 'applied'\nrequested = 7\n", lead='"nobody"'),
    project("c", "[@.budget.unknown.operating]\nplanned = { later = 3 }\n"),
    project("broken", "planned = ["),
    TOWN,
    TOWN.replace("format = 1", "format = 2"),
    TOWN.replace("Ville d'essai", "Autre ville"),
    "",
    Link("x"),
    Link("../v"),
    Link("a.toml"),
    Link("../v/x/a.toml"),
    Link("nowhere"),
    None,
)
PATHS = (
    "v/town.toml", "v/x.toml", "v/x/portfolio.toml", "v/x/a.toml", "v/x/b.toml", "v/x/c.toml", "v/y/a.toml", "v/y.toml",
    "v/x/sub/a.toml", "v/scenarios/a.toml", "v/town/a.toml", "v/.hidden/a.toml", "v/x/readme.md", "v/x.toml/readme.md",
    "v/X.toml", "v/link", "v/l.toml", "v/x/l.toml", "w/town.toml", "w/x.toml", "deep/v/town.toml", "deep/v/x/a.toml",
    "town.toml", "p.toml", "readme.md",
)  # fmt: skip
FIRST = {"v/town.toml": TOWN, "v/x/portfolio.toml": HEAD, "v/x/a.toml": TEXTS[2]}


@st.composite
def histories(draw):
    """Some commits on a small town, with merges, and with files moved about in every way that changes what they are."""
    commits = [Commit({f"ws/{path}": text for path, text in FIRST.items()})]
    for n in range(draw(st.integers(1, 7))):
        files = draw(st.dictionaries(st.sampled_from(PATHS), st.sampled_from(TEXTS), min_size=1, max_size=3))
        merges = draw(st.none() | st.integers(0, n)) if n else None
        parent = draw(st.none() | st.integers(0, n)) if merges is None else None
        files = {f"ws/{path}": text for path, text in files.items()}
        commits.append(Commit(files, merges=merges if merges != n else None, parent=parent))
    return commits


KINDS = (
    ("report", "summary"),
    ("report", "budget", "--rows", "portfolio,project"),
    ("report", "budget", "--rows", "source", "--measure", "requested"),
    ("report", "funding"),
    ("report", "milestones"),
    ("report", "timeline", "-f", "csv"),
    ("check",),
)


def answers(run, root, *more):
    """What commands print of a workspace, and how they end."""
    return [run(*kind, *(() if "-f" in kind else ("-f", "json")), "-w", root, *TODAY, *more)[:2] for kind in KINDS]


@settings(max_examples=6, phases=[Phase.generate])  # an example takes too long to make smaller ones
@given(histories())
def test_a_commit_says_what_a_fresh_clone_says(run, tmp_path_factory, commits):
    folder = tmp_path_factory.mktemp("history")
    hashes = make_history(folder / "repository", commits, checkout=False)
    root = folder / "repository" / "ws"
    for n, commit in enumerate(hashes):
        clone = clone_at(folder / "repository", commit, folder / "clone")
        if n == len(hashes) // 2:  # from here on, the line of HEAD is known
            with open_past(str(root), os.environ["CITYDASH_CACHE"], hashes[0]) as base:
                follow(base, repository_of(base.root))
        expected = answers(run, clone / "ws")
        assert answers(run, root, "--at", commit) == expected
        shutil.rmtree(clone)


OF_ITS_LINE = (
    ("log",),
    ("log", "-f", "csv"),
    ("report", "drift"),
    ("report", "drift", "--every", "month", "-f", "markdown"),
    ("report", "projects", "--where", "is:stale", "--today", "2029-01-01"),
)
"""What the commits before have a part in, at each commit: its own first-parent line's, HEAD's or not."""
EVERY = (
    ("report",), ("report", "-f", "markdown"), ("report", "projects"), ("report", "projects", "-f", "csv"),
    ("report", "projects", "--where", "is:late", "-f", "json"), ("report", "ppi"), ("report", "ppi", "-f", "json"),
    ("report", "ppi", "-f", "xlsx"), ("report", "apcp", "-f", "json"), ("report", "departments", "-f", "csv"),
    ("report", "collection"), ("report", "budget"), ("report", "budget", "--rows", "project,department", "-f", "csv"),
    ("report", "budget", "--rows", "funder", "--measure", "awarded", "-f", "json"),
    ("report", "budget", "--rows", "portfolio", "--measure", "net-cost", "-f", "markdown"),
    ("report", "budget", "--columns", "stage", "--where", "status:delivery"), ("report", "funding", "-f", "csv"),
    ("report", "funding", "--certainty", "secured", "-f", "json"), ("report", "funding-plan", "w/a"),
    ("report", "steering", "-f", "json"), ("report", "timeline"), ("report", "timeline", "-f", "html"),
    ("report", "milestones", "-f", "json"), ("report", "agenda"), ("report", "cash", "-f", "json"),
    ("report", "induced", "-f", "csv"), ("report", "outturn", "-f", "json"), ("report", "public", "-f", "markdown"),
    ("report", "project", "v/a", "-f", "json"), ("report", "projects", "--compare", "milieu"),
    ("report", "budget", "--rows", "portfolio", "--compare", "milieu", "-f", "csv"), ("report", "summary", "-f", "html", "--town", "v"),
    ("check",), ("check", "-f", "sarif"), ("explain", "--rows", "portfolio", "-f", "json"), ("export", "ledger"),
    ("sql", "SELECT * FROM project"),
)  # fmt: skip
"""Commands and formats, tried in turn."""


@pytest.mark.parametrize("seed", [11, 12])
def test_every_command_says_of_a_commit_what_it_says_of_a_clone(run, tmp_path, monkeypatch, seed):
    plan = make_plan(seed, 9)
    hashes = make_history(tmp_path / "repository", plan.commits)
    git(tmp_path / "repository", "tag", "-a", "BP2026", "-m", "Budget primitif", hashes[2])
    git(tmp_path / "repository", "tag", "milieu", hashes[4])
    assert set(hashes) - set(repository_of(str(tmp_path / "repository/ws")).line("HEAD"))  # some stand beside it
    said = b""
    for n, commit in enumerate(hashes):
        clone = clone_at(tmp_path / "repository", commit, tmp_path / "clone")
        for command in (*EVERY[(n + seed) % 4 :: 4], *OF_ITS_LINE):
            day = () if "--today" in command else TODAY
            monkeypatch.chdir(clone)  # what names files names them from here
            now = run(*command, "-w", "ws", *day, "--lang", "en")
            monkeypatch.chdir(tmp_path / "repository")
            then = run(*command, "-w", "ws", *day, "--lang", "en", "--at", commit)
            assert then == now, command
            said += now.out if commit in (hashes[2], hashes[4]) else b""
        shutil.rmtree(clone)
    assert b"(BP2026)" in said
    assert b"(milieu)" in said
