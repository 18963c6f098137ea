"""What is made ready for filters changes no figure: it is added up, or picked from, what was read of every project."""

from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from towns import files_of, view_of, workspaces, written
from workspaces import HEAD, TOWN, project

from citydash.figures import kept
from citydash.figures.curve import curves
from citydash.figures.drill import by_project
from citydash.figures.facts import stored
from citydash.figures.headline import headline
from citydash.figures.ready import go_on
from citydash.figures.request import Request
from citydash.figures.rollup import rollup
from citydash.figures.summary import overview
from citydash.figures.view import SURE, View
from citydash.model.words import MEASURES

WHERE = st.sampled_from(["", "town:by", "-town:by", "pillar:data", "status:idea..approved", "is:late", "cost:1.."])


def ready(view):
    """Do every step; how many there were."""
    steps = 0
    while go_on(view):
        steps += 1
    return steps


def filtered(base, where):
    """Another choice of a view, that shares what it knows, as the dashboard's do."""
    view = View(base.snapshot, base.today, where, certainty=base.certainty)
    view.names, view.known, view.every_project = base.names, base.known, base.every_project
    return view


@settings(max_examples=20)
@given(workspaces(), WHERE, st.sampled_from(sorted(SURE)), st.sampled_from([1, 2, 60]), st.sampled_from([1, 1000]))
def test_a_filters_page_is_the_same(drawn, where, certainty, most, at_once):
    with written(files_of(drawn)) as root, view_of(root, "2030-06-15", certainty=certainty) as base:
        before = View(base.snapshot, base.today, where, certainty=certainty)
        expected = headline(before), overview(before, most)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(kept, "_READ_AT_ONCE", at_once)
            ready(base)
        view = filtered(base, where)
        assert (headline(view), overview(view, most)) == expected
        assert (headline(base), overview(base, most)) == (headline(base.whole()), overview(base.whole(), most))


GRAINS = st.sets(st.sampled_from(["project", "department", "section", "source", "certainty", "year"]))


@settings(max_examples=30)
@given(workspaces(), WHERE, st.sets(st.sampled_from(MEASURES)), GRAINS, st.booleans())
def test_facts_in_memory_are_those_of_the_index(drawn, where, measures, grain, portfolios):
    """Whatever is told apart beyond what was asked for is added up."""
    with written(files_of(drawn)) as root, view_of(root, "2030-06-15") as base:
        plain = View(base.snapshot, base.today, where)
        ready(base)
        seen = []
        for view in (plain, filtered(base, where)):
            sums = defaultdict(int)
            for fact in stored(view, measures, grain, portfolios=portfolios):
                told = (fact[1] if portfolios else 0, fact[2] if "project" in grain else 0)
                sums[fact[0], *told, *fact[3:9]] += fact[9]
            seen.append(dict(sums))
        assert seen[0] == seen[1]


CELLS = (
    Request(("department",)), Request(("portfolio", "department"), "section", "paid"),
    Request(("source",), "year", "expected"), Request(("level", "status"), "certainty", "awarded"),
)  # fmt: skip


@settings(max_examples=15)
@given(workspaces(), WHERE, st.sampled_from(CELLS))
def test_a_cell_has_the_same_projects(drawn, where, request_):
    with written(files_of(drawn)) as root, view_of(root, "2030-06-15") as base:
        plain = View(base.snapshot, base.today, where)
        ready(base)
        view = filtered(base, where)
        for block in rollup(plain, request_):
            for line in block.lines:
                found = by_project(view, request_, line.key)
                assert found == by_project(plain, request_, line.key)
                own = [one for one in found if one.currency == block.currency]
                assert sum(one.total for one in own) == line.total


@settings(max_examples=15)
@given(workspaces(), WHERE, st.booleans())
def test_curves_are_the_years_of_a_roll_up_one_after_the_other(drawn, where, is_ready):
    with written(files_of(drawn)) as root, view_of(root, "2030-06-15") as base:
        if is_ready:
            ready(base)
        view = filtered(base, where)
        for currency, points in curves(view).items():
            for place, measure in enumerate(("planned", "paid"), 1):
                own = next(r for r in rollup(view, Request(("town",), "year", measure)) if r.currency == currency)
                so_far = own.totals.get("earlier", 0)
                for point in points:
                    so_far += own.totals.get(str(point.year), 0)
                    assert point[place] in (so_far, None)
                if points:
                    assert so_far == own.total - own.totals.get("later", 0) - own.totals.get("undated", 0)


def test_one_text_in_two_towns_is_two_projects(workspace):
    text = HEAD + project(more="[@.budget.dsi.investment]\nplanned = { 2026 = 10 }\n")
    files = {f"{town}/town.toml": TOWN.replace("Ville", town) for town in ("un", "deux")}
    with view_of(workspace(files | {f"{town}/x.toml": text for town in ("un", "deux")})) as base:
        ready(base)
        assert [p.planned for p in curves(filtered(base, "town:un"))["EUR"]] == [1000]
        assert [p.planned for p in curves(filtered(base, "-town:none"))["EUR"]] == [2000]


def test_nothing_is_read_twice_and_nothing_where_there_is_nothing(workspace):
    with view_of(workspace({"town.toml": TOWN})) as base:
        assert ready(base) > 0
        assert ready(base) == 0
        assert curves(filtered(base, "x")) == {"EUR": ()}


def test_the_paid_years_to_come_are_left_open(workspace):
    text = HEAD + project(
        more="[@.budget.dsi.investment]\nplanned = { earlier = 5, 2025 = 10, 2027 = 20, later = 1 }\npaid = { 2025 = 4 }\n"
    )
    with view_of(workspace({"town.toml": TOWN, "x.toml": text}), "2026-06-15") as view:
        points = [(p.year, p.planned, p.paid) for p in curves(view)["EUR"]]
    assert points == [(2025, 1500, 400), (2026, 1500, 400), (2027, 3500, None)]
