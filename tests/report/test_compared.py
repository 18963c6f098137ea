"""`--compare`: every row beside its own, whatever it is called and wherever it stands; before and Δ make after."""

import csv
import io
from decimal import Decimal

import pasts
import pytest
from commands import TODAY
from histories import Commit, git, make_history
from workspaces import HEAD, TOWN, make_workspace, project

from citydash.report.compared import COMPARED
from citydash.report.kinds import FORMATS, KINDS

MONEY = "[@.budget.dsi.investment]\nplanned = {{ 2026 = {n} }}\n"
ASKED = {"project": ("project", "gare-commune"), "funding-plan": ("funding-plan", "gare-commune")}
REFUSED = ("agenda", "collection", "public", "drift")


@pytest.fixture(scope="module")
def past(tmp_path_factory):
    return pasts.valombre(tmp_path_factory.mktemp("past"))


def read(ran):
    assert (ran.code, ran.err) == (0, "")
    return list(csv.DictReader(io.StringIO(ran.text)))


def cells(line):
    """A line of text or Markdown, cell by cell."""
    return [" ".join(cell.split()).replace("**", "") for cell in line.strip().strip("|").split(" | ")]


def rows(text):
    """Markdown's tables, row by row: column's title → cell."""
    found, heads = [], []
    for line in text.splitlines():
        if not line.startswith("|"):
            heads = []
        elif not heads:
            heads = cells(line)
        elif not line.startswith("| :"):
            found.append(dict(zip(heads, cells(line), strict=True)))
    return found


def test_every_kind_is_compared_or_says_why_not(run, past):
    assert {*COMPARED, *REFUSED, "budget"} == set(KINDS)
    for kind in REFUSED:
        ran = run("report", kind, "--compare", "BP2026", "-w", past, *TODAY)
        assert (ran.code, ran.out) == (2, b"")
        assert "--compare" in ran.err


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "csv"])
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in REFUSED])
def test_every_format_shows_both(run, past, tmp_path, kind, form):
    path = tmp_path / "out"
    backwards = [("--at", "BP2026", "--compare", "HEAD")] if form in ("text", "json") else []
    for ends in (("--compare", "BP2026"), *backwards):
        ran = run("report", *ASKED.get(kind, (kind,)), *ends, "-w", past, *TODAY, "-f", form, "-o", path)
        assert (ran.code, ran.err) == (0, "")
        assert path.stat().st_size > 100


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in REFUSED])
def test_before_and_difference_make_after(run, past, kind):
    columns = ("--columns", "title,cost,paid,slip,secured,start,end,grants,net") if kind == "projects" else ()
    command = ("report", *ASKED.get(kind, (kind,)), *columns, "-w", past, *TODAY, "-f", "csv")
    alone, old = read(run(*command)), read(run(*command, "--at", "BP2026"))
    both = read(run(*command, "--compare", "BP2026"))
    figures = [key.removesuffix("_delta") for key in both[0] if key.endswith("_delta")]
    assert figures
    assert [{key: row[key] for key in alone[0]} for row in both[: len(alone)]] == alone
    for key in figures:
        for row in both:
            before, delta, after = (row[f"{key}_before"], row[f"{key}_delta"], row[key])
            if "-" in (before + after)[1:]:  # a day
                assert (delta == "") == (not before or not after)
            elif delta:
                assert Decimal(before or 0) + Decimal(delta) == Decimal(after or 0), (key, row)
        assert sorted(row[f"{key}_before"] for row in both if row[f"{key}_before"]) == sorted(
            row[key] for row in old if row.get(key)
        )


@pytest.fixture
def renamed(tmp_path):
    """Two projects of one title, a portfolio and a project that are called otherwise now, one moved, one gone."""
    before = {
        "ws/town.toml": TOWN, "ws/p/portfolio.toml": HEAD, "ws/q/portfolio.toml": HEAD.replace("Capteurs", "Quais"),
        "ws/p/a.toml": project("a", MONEY.format(n=10), title='"Phase 2"', end="2026-12-31"),
        "ws/p/b.toml": project("b", MONEY.format(n=20), title='"Phase 2"', end="2026-12-31"),
        "ws/p/c.toml": project("c", MONEY.format(n=30), end="2026-12-31"),
        "ws/p/gone.toml": project("gone", MONEY.format(n=7)),
    }  # fmt: skip
    after = {
        "ws/p/portfolio.toml": HEAD.replace("Capteurs", "Mesures"),
        "ws/p/a.toml": None, "ws/q/a.toml": project("a", MONEY.format(n=11), title='"Phase 2"', end="2027-01-31"),
        "ws/p/c.toml": project("c", MONEY.format(n=33), title='"Autrement"', end="2026-12-31"), "ws/p/gone.toml": None,
        "ws/p/aa.toml": project("aa", MONEY.format(n=5), title='"Aaa"'),
    }  # fmt: skip
    make_history(tmp_path / "r", [Commit(before), Commit(after)])
    return tmp_path / "r/ws"


@pytest.mark.parametrize(
    ("kind", "name"), [("ppi", "Operation"), ("projects", "Project"), ("timeline", "Project"), ("budget", "Project")]
)
def test_rows_are_told_by_id(run, renamed, kind, name):
    more = ("--rows", "project") if kind == "budget" else ()
    ran = run("report", kind, *more, "--compare", "HEAD~1", "-w", renamed, *TODAY, "--lang", "en", "-f", "markdown")
    figure = {"timeline": "End", "budget": "Total"}.get(kind, "Cost")
    found = {row[name]: (row[f"{figure} before"], row[figure]) for row in rows(ran.text) if row.get(name)}
    same = [(row[f"{figure} before"], row[figure]) for row in rows(ran.text) if row.get(name) == "Phase 2"]
    if kind == "timeline":
        assert sorted(same) == [("31/12/2026", "31/01/2027"), ("31/12/2026", "31/12/2026")]
        assert found["Autrement"] == ("31/12/2026", "31/12/2026")
    else:
        assert sorted(same) == [("10.00", "11.00"), ("20.00", "20.00")]
        assert found["Autrement"] == ("30.00", "33.00")
        assert found["Projet gone"][0] == "7.00"
        assert found["Aaa"] == ("–", "5.00")
    assert "Projet c" not in found


def test_a_portfolio_is_the_same_under_another_title(run, renamed):
    ran = run("report", "--compare", "HEAD~1", "-w", renamed, *TODAY, "--lang", "en", "-f", "markdown")
    found = {
        row["Portfolio"]: (row["Cost before"], row["Cost"], row["Δ cost"])
        for row in rows(ran.text)
        if "Portfolio" in row
    }
    assert found == {
        "Mesures": ("67.00", "58.00", "−9.00"), "Quais": ("–", "11.00", "11.00"), "Total": ("67.00", "69.00", "2.00"),
    }  # fmt: skip
    figures = {row["Figure"]: (row["Before"], row["After"], row["Δ"]) for row in rows(ran.text) if "Figure" in row}
    assert figures["Cost"] == ("67.00", "69.00", "2.00")
    assert "(was" not in next(line for line in ran.text.splitlines() if line.startswith("- **Cost**"))
    assert "- **Ends since then**: 1 end is later, at most +31\u00a0d (Phase 2)" in ran.text


def test_a_filter_compares_the_same_projects(run, renamed):
    """Those that it chooses now, whatever they were; and those that it chose and that are gone."""
    command = ("report", "budget", "--rows", "project", "--compare", "HEAD~1", "-w", renamed, *TODAY, "-f", "csv")
    found = {
        row["project"]: (row["total_before"], row["total"]) for row in read(run(*command, "--where", "cost:11..30"))
    }
    assert found == {"a": ("10.00", "11.00"), "b": ("20.00", "20.00")}
    found = {row["project"]: (row["total_before"], row["total"]) for row in read(run(*command, "--where", "cost:..9"))}
    assert found == {"aa": ("", "5.00"), "gone": ("7.00", "")}


@pytest.fixture
def two(tmp_path):
    """Towns in two currencies; one that only the past has, one that only the present has."""
    francs = TOWN.replace("[town]\n", '[town]\ncurrency = "CHF"\n')
    before = {"ws/v/town.toml": TOWN, "ws/v/p.toml": HEAD + project("a", MONEY.format(n=10), end="2026-12-31")}
    before |= {"ws/old/town.toml": TOWN, "ws/old/p.toml": HEAD + project("x", MONEY.format(n=3))}
    after = {"ws/w/town.toml": francs, "ws/w/p.toml": HEAD + project("b", MONEY.format(n=5)), "ws/old/town.toml": None}
    after |= {"ws/old/p.toml": None, "ws/v/p.toml": HEAD + project("a", MONEY.format(n=12), end="2027-01-31")}
    make_history(tmp_path / "r", [Commit(before, "Avant"), Commit(after, "Deux monnaies")])
    return tmp_path / "r/ws"


def test_currencies_are_never_set_beside_each_other(run, two):
    command = ("report", "--compare", "HEAD~1", "-w", two, *TODAY, "-f", "csv")
    found = {(row["currency"], row["cost_before"], row["cost"], row["cost_delta"]) for row in read(run(*command))}
    assert found == {("CHF", "", "5.00", "5.00"), ("EUR", "10.00", "12.00", "2.00"), ("EUR", "3.00", "", "-3.00")}


def test_the_log_and_the_drift_tell_each_currency_its_own(run, two):
    text = run("log", "-w", two, *TODAY, "--lang", "en", "-f", "markdown").text
    francs, euros = text.split("## ")[1:]
    assert "in CHF" in francs
    assert [row["Δ cost"] for row in rows(francs)] == ["5.00"]
    assert [(row["Added"], row.get("Project", "")) for row in rows(francs)] == [("1", "")]
    assert [row["Δ cost"] for row in rows(euros)] == ["−1.00", "13.00"]
    assert [(row["Removed"], row["Changed"]) for row in rows(euros)] == [("1", "1"), ("–", "–")]
    drift = run("report", "drift", "-w", two, *TODAY, "--lang", "en", "-f", "markdown").text
    francs, euros = drift.split("## ")[1:]
    assert [(row["Projects"], row["Cost"]) for row in rows(francs)] == [("1", "5.00")]
    assert [(row["Projects"], row["Cost"]) for row in rows(euros)] == [("2", "13.00"), ("1", "12.00")]


def test_a_town_that_only_one_side_has(run, two):
    def costs(town):
        ran = run("diff", "HEAD~1", "--town", town, "-w", two, *TODAY, "-f", "csv")
        return [(row["town"], row["project"], row["change"]) for row in read(ran) if row.get("project")]

    assert {at[:2] for at in costs("old")} == {("old", "x")}
    assert {at[:2] for at in costs("w")} == {("w", "b")}
    ran = run("diff", "HEAD~1", "--town", "nowhere", "-w", two)
    assert ran.code == 2
    assert all(town in ran.err for town in ("nowhere", "old", "v", "w"))
    git(two, "log", "-1")
    make_workspace(two, {"v/p.toml": None, "v/town.toml": None})
    assert run("diff", "--town", "v", "--exit-code", "-w", two).code == 1
