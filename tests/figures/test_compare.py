"""What a comparison says of projects that move, change name, currency or company; by hand, where laws say nothing."""

import pytest
from histories import Commit, make_history
from workspaces import HEAD, TOWN, project

from citydash.figures.compare import compare
from citydash.figures.history import stories
from citydash.figures.request import Request
from citydash.figures.shift import shifts, totals
from citydash.figures.view import View
from citydash.files.repository import find
from citydash.index.past import open_past, past

MONEY = "[@.budget.dsi.investment]\nplanned = {{ 2026 = {n} }}\n"
FIRST = {"v/town.toml": TOWN, "v/x/portfolio.toml": HEAD, "v/x/a.toml": project("a", MONEY.format(n=10))}


@pytest.fixture
def views(tmp_path):
    """A function that commits files on top of `FIRST` and answers the views of both commits, and HEAD's stories."""

    def made(files, where=""):
        make_history(tmp_path, [Commit(FIRST), Commit(files)], checkout=False)
        new = open_past(str(tmp_path), None, "HEAD")
        old = past(new, "HEAD~1")
        return *(View(snapshot, "2026-11-22", where) for snapshot in (old, new)), stories(new, find(str(tmp_path)))

    return made


def told(changes):
    return [(c.kind, c.key, c.was, c.portfolios, c.cost, c.currency) for c in changes]


def test_a_moved_project(views):
    old, new, found = views({"v/y/portfolio.toml": HEAD, "v/y/a.toml": FIRST["v/x/a.toml"], "v/x/a.toml": None})
    (change,) = compare(old, new)
    assert told([change]) == [("changed", "a", "", ("x", "y"), 0, "EUR")]
    assert (change.has_moved, change.fields, change.amounts) == (True, (), ())
    (shift,) = shifts(old, new, Request(("portfolio",), "none"))
    assert {row.key: row.delta for row in shift.rows} == {("x",): -10_00, ("y",): 10_00}
    assert [(move.kind, move.delta.cost) for move in found[-1].moves] == [("changed", 0)]


def test_a_renamed_project_has_the_same_title(views):
    other = project("b", MONEY.format(n=15), title='"Projet a"')
    old, new, found = views({"v/x/a.toml": None, "v/x/b.toml": other})
    assert told(compare(old, new)) == [("changed", "b", "a", ("x", "x"), 5_00, "EUR")]
    assert [(move.kind, move.key) for move in found[-1].moves] == [("removed", "a"), ("added", "b")]


def test_two_that_could_have_been_renamed_were_not(views):
    other = "".join(project(key, title='"Projet a"') for key in "bc")
    old, new, _found = views({"v/x/a.toml": None, "v/x/b.toml": other})
    assert [c.kind for c in compare(old, new)] == ["removed", "added", "added"]


def test_a_towns_other_currency_takes_all_and_brings_all(views):
    town = TOWN.replace("[department.dsi]", 'currency = "USD"\n[department.dsi]')
    old, new, found = views({"v/town.toml": town})
    assert told(compare(old, new)) == [
        ("removed", "a", "", ("x", ""), -10_00, "EUR"), ("added", "a", "", ("", "x"), 10_00, "USD"),
    ]  # fmt: skip
    costs = {t.currency: t.new - t.old for t in totals(old, new) if t.measure == "cost"}
    assert costs == {"EUR": -10_00, "USD": 10_00}
    assert {code: sums.cost for code, sums in found[-1].entry.sums.items()} == {"EUR": -10_00, "USD": 10_00}


def test_a_second_town_moves_nothing_of_the_first(views):
    """Ids are told by town from then on; what is the same stays the same."""
    old, new, _found = views({"w/town.toml": TOWN, "w/x.toml": HEAD + project("b", MONEY.format(n=7))})
    assert told(compare(old, new)) == [("added", "b", "", ("", "w/x"), 7_00, "EUR")]
    (shift,) = shifts(old, new, Request(("department",), "none"))
    assert {row.key: row.delta for row in shift.rows} == {("v/dsi",): 0, ("w/dsi",): 7_00}


def test_a_copy_of_an_id_takes_both_out(views):
    old, new, found = views({"v/x/copy.toml": FIRST["v/x/a.toml"].replace("10", "11")})
    assert told(compare(old, new)) == [("unreadable", "a", "", ("x", ""), -10_00, "EUR")]
    assert [(move.kind, move.delta.cost) for move in found[-1].moves] == [("removed", -10_00)]


def test_a_town_of_a_newer_format_is_not_there(views):
    old, new, found = views({"v/town.toml": TOWN.replace("format = 1", "format = 99")})
    assert [c.kind for c in compare(old, new)] == ["unreadable"]
    assert [(move.kind, move.delta.cost) for move in found[-1].moves] == [("removed", -10_00)]


def test_a_filter_follows_who_enters_and_who_leaves(views):
    files = {"v/x/a.toml": project("a", MONEY.format(n=30), status='"closed"'), "v/x/b.toml": project("b")}
    for where, expected in (("status:delivery", ["a", "b"]), ("status:closed", ["a"]), ("id:b", ["b"])):
        old, new, _found = views(files, where)
        assert [c.key for c in compare(old, new)] == expected
        assert {t.new - t.old for t in totals(old, new) if t.measure == "cost"} == {2000 if "a" in expected else 0}
