"""The time axis: groups hold each project once, quarters sum to years, years to the budget, to the cent."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from towns import HALLE_FILES, K, files_of, view_of, workspaces, written
from workspaces import TOWN, project

from citydash.figures.axis import month_of, quarter_begins, quarter_of, start_month, year_begins
from citydash.figures.gantt import (
    GROUPINGS,
    baselines,
    ends_before,
    groups,
    next_milestone,
    progress_of,
    schedule,
    span,
    standing_of,
)
from citydash.figures.phasing import added
from citydash.figures.request import Request
from citydash.figures.rollup import rollup
from citydash.model.fiscal import is_year, year_name

HEAD = '[portfolio]\ntitle = "Capteurs"\npillar = "data"\n'
PLANNED = "[@.budget.dsi.operating]\nplanned = {{ {} }}"


def quarters_of(workspace, amounts, start="", end="", month=1):
    """Year and number within it → cents, of one project's only amounts."""
    town = TOWN.replace("[town]\n", f"[town]\nfiscal_year_start = {month}\n")
    text = project("a", PLANNED.format(amounts), start=start, end=end)
    root = workspace({"v/town.toml": town, "v/p.toml": HEAD + text})
    with view_of(root) as view:
        found = {}
        (planned,) = schedule(view).planned.values()
        for quarter, cents in planned.quarters.items():
            begins = quarter_begins(quarter, month)
            year = begins // 12 + (begins % 12 + 1 >= month > 1)
            found[year, (begins - year_begins(year, month)) // 3 + 1] = cents
        return found


@settings(max_examples=15)
@given(workspaces(), st.sampled_from(["", "town:ax", "pillar:data", "status:idea..delivery"]))
def test_groups_sum_to_the_budget(drawn, where):
    with written(files_of(drawn)) as root, view_of(root, where=where) as view:
        known = schedule(view)
        budget = {block.currency: block for block in rollup(view, Request(("town",)))}
        for axis in GROUPINGS:
            found = groups(view, axis)
            assert sorted(p for g in found for p in g.projects) == sorted(view.projects)
            assert len({(g.key, g.currency) for g in found}) == len(found)
            for currency, block in budget.items():
                some = [g for g in found if g.currency == currency]
                total = added(standing_of(known, g).planned for g in some)
                assert total.total == block.total
                years = {year_name(year): cents for year, cents in total.years.items() if cents}
                assert years == {name: cents for name, cents in block.totals.items() if cents}
                assert sum(total.quarters.values()) + sum(total.off_axis.values()) == total.total
                assert sum(g.cost for g in some) == sum(
                    p.cost for p in view.projects if view.currency(p.town) == currency
                )


@settings(max_examples=15)
@given(workspaces())
def test_the_quarters_of_a_fiscal_year_sum_to_it(drawn):
    start = drawn[0].start_month
    drawn = [town._replace(start_month=start) for town in drawn]
    with written(files_of(drawn)) as root, view_of(root) as view:
        assert start_month(view) == start
        for planned in schedule(view).planned.values():
            for year, cents in planned.years.items():
                if is_year(year):
                    first = quarter_of(year_begins(year, start), start)
                    assert sum(planned.quarters.get(first + n, 0) for n in range(4)) == cents
            for cents in planned.quarters.values():
                assert isinstance(cents, int)


@pytest.mark.parametrize(
    ("amounts", "start", "end", "expected"),
    [
        ("2026 = 365", "2026-01-01", "2026-12-31", {1: 9_000, 2: 9_100, 3: 9_200, 4: 9_200}),
        ("2024 = 366", "2020-01-01", "2030-12-31", {1: 9_100, 2: 9_100, 3: 9_200, 4: 9_200}),  # a leap year
        ("2026 = 100", "2026-03-31", "2026-04-30", {1: 323, 2: 9_677}),  # 1 and 30 of 31 days
        ("2026 = 0.01", "2026-01-01", "2026-12-31", {1: 0, 2: 0, 3: 1, 4: 0}),  # the largest remainder, the first one
        ("2026 = -0.01", "2026-01-01", "2026-12-31", {1: 0, 2: 0, 3: -1, 4: 0}),
        ("2026 = 365", "2027-01-01", "2027-12-31", {1: 9_000, 2: 9_100, 3: 9_200, 4: 9_200}),  # before it begins
        ("2026 = 365", "", "", {1: 9_000, 2: 9_100, 3: 9_200, 4: 9_200}),
        ("2026 = 184", "2026-07-01", "", {3: 9_200, 4: 9_200}),
        ("2026 = 90", "", "2026-03-31", {1: 9_000}),
    ],
)
def test_a_year_is_spread_by_the_days_that_the_project_lasts(workspace, amounts, start, end, expected):
    year = int(amounts[:4])
    found = quarters_of(workspace, amounts, start, end)
    assert found == {(year, n): cents for n, cents in expected.items()}


def test_a_year_that_begins_in_september(workspace):
    """2027 is September 2026 to August 2027: 91, 90, 92 and 92 days."""
    found = quarters_of(workspace, "2027 = 365", "2026-09-01", "2027-08-31", month=9)
    assert found == {(2027, 1): 9_100, (2027, 2): 9_000, (2027, 3): 9_200, (2027, 4): 9_200}
    assert quarters_of(workspace, "2027 = 10", "2026-09-01", "2026-09-30", month=9) == {(2027, 1): 1_000}


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.integers(1, 12))
def test_a_month_stands_in_its_quarter(day, start):
    month = month_of(day.isoformat())
    begins = quarter_begins(quarter_of(month, start), start)
    assert begins <= month <= begins + 2
    assert (begins - (start - 1)) % 3 == 0


def test_the_halle_on_the_axis(workspace):
    with view_of(workspace(HALLE_FILES)) as view:
        (group,) = groups(view, "portfolio")
        assert (group.key, group.label, group.cost) == ("lieux", "Lieux", 1_360 * K)
        assert (group.start, group.end) == ("2026-01-01", "2028-12-31")
        assert [p.key for p in group.projects] == ["halle", "autre"]  # the one without a start is last
        ghost = baselines(view.projects)[group.projects[0].town, "halle"]
        assert (ghost.start, ghost.end, ghost.slip) == ("2026-01-01", "2028-06-30", 184)
        known = schedule(view)
        standing = standing_of(known, group)
        assert standing.planned.total == 1_380 * K  # the budget's: operating after the end included
        assert standing.statuses == {"delivery": 1, "study": 1}
        assert standing.late == ()
        halle, other = group.projects
        assert next_milestone(known.milestones[halle.town, halle.content]).title == "Toiture"
        assert progress_of(halle) == (0.35, True)
        assert progress_of(other) == (0.0, False)
        assert span(view) == ("2025-01-01", "2031-01-01")


def test_neighbours_by_id_whether_they_exist_or_not(workspace):
    text = "".join([
        HEAD,
        project("a", depends_on='["b", "nobody"]', start="2026-01-01", end="2026-12-31"),
        project("b", start="2026-01-01", end="2027-06-30"),
        project("c", depends_on='["b"]', end="2027-06-30"),
    ])  # fmt: skip
    with view_of(workspace({"v/town.toml": TOWN, "v/p.toml": text})) as view:
        known = schedule(view)
        a, b, c = (known.projects[view.projects[0].town, key] for key in "abc")
        assert known.before == {(a.town, "a"): ("b", "nobody"), (a.town, "c"): ("b",)}
        assert known.after == {(a.town, "b"): ("a", "c"), (a.town, "nobody"): ("a",)}
        assert ends_before(a, b)
        assert not ends_before(c, b)


def test_late_milestones_of_a_group_by_day(workspace):
    late = '[@.milestone]\none = { title = "One", due = 2026-05-01 }\ntwo = { title = "Two", due = 2026-03-01 }'
    text = HEAD + project("a", late) + project("b", late)
    with view_of(workspace({"v/town.toml": TOWN, "v/p.toml": text})) as view:
        (group,) = groups(view, "status")
        standing = standing_of(schedule(view), group)
        assert [m.day for m in standing.late] == ["2026-03-01"] * 2 + ["2026-05-01"] * 2
        assert standing.late_days == ("2026-03-01", "2026-05-01")
