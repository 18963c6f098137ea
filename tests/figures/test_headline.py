"""The first screen's figures, summed by SQLite, are those that `summary` sums line by line."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from towns import HALLE_FILES, files_of, view_of, workspaces, written

from citydash.figures.funding import funding_lines
from citydash.figures.headline import headline, overview, rows
from citydash.figures.milestones import milestone_lines
from citydash.figures.netcost import by_project, grants_of
from citydash.figures.summary import summary
from citydash.figures.view import SURE
from citydash.model.rules import DEADLINE_DAYS

WHERE = st.sampled_from(["", "", "town:by", "pillar:data", "certainty:probable"])


@settings(max_examples=30)
@given(workspaces(), WHERE, st.sampled_from(sorted(SURE)), st.dates(min_value=date(2000, 1, 1)))
def test_headline_is_the_summary(drawn, where, certainty, today):
    with written(files_of(drawn)) as root, view_of(root, today.isoformat(), where, certainty=certainty) as view:
        quick, whole = headline(view), summary(view)
        assert (quick.projects, quick.statuses, quick.portfolios) == (whole.projects, whole.statuses, whole.portfolios)
        assert (quick.late, quick.worst_delay) == (len(whole.late), whole.worst_delay)
        assert quick.elapsed == pytest.approx(whole.elapsed)
        names = ("currency", "projects", "cost", "committed", "paid", "grants", "secured", "net_cost", "at_risk")
        shares = ("secured_share", "paid_share")
        for one, other in zip(quick.money, whole.money, strict=True):
            assert [getattr(one, name) for name in names] == [getattr(other, name) for name in names]
            assert [getattr(one, name) for name in shares] == [getattr(other, name) for name in shares]


@settings(max_examples=20)
@given(workspaces(), WHERE, st.sampled_from([1, 2, 60]))
def test_lists_are_the_first_of_all(drawn, where, most):
    with written(files_of(drawn)) as root, view_of(root, "2030-06-15", where) as view:
        page, whole = overview(view, most), summary(view)
        assert page.curve == whole.curve
        assert page.late.milestones_in_all == len(whole.late)
        assert [m.day for m in page.late.milestones] == [m.day for m in whole.late[:most]]
        assert page.ahead.milestones_in_all == len(whole.ahead)
        assert [m.day for m in page.ahead.milestones] == [m.day for m in whole.ahead[:most]]
        missed = sorted(f.deadline for f in funding_lines(view) if f.days_left is not None and f.days_left < 0)
        assert [f.deadline for f in page.late.deadlines] == missed[:most]
        assert page.late.deadlines_in_all == len(missed)
        soon = sorted(
            f.deadline for f in funding_lines(view) if f.days_left is not None and 0 <= f.days_left <= DEADLINE_DAYS
        )
        assert [f.deadline for f in page.ahead.deadlines] == soon[:most]
        assert [use for use in page.ceilings if not use.overrun] == []


@settings(max_examples=20)
@given(workspaces(), WHERE, st.sampled_from(sorted(SURE)))
def test_rows_are_the_projects(drawn, where, certainty):
    with written(files_of(drawn)) as root, view_of(root, "2026-06-15", where, certainty=certainty) as view:
        found = rows(view)
        assert [row.project for row in found] == view.projects
        lines = by_project(funding_lines(view))
        ahead = {}
        for m in milestone_lines(view):
            if m.state in ("late", "planned"):
                ahead.setdefault((m.project.town, m.project.content), m.day)
        for row in found:
            key = (row.project.town, row.project.content)
            assert row.grants == grants_of(lines.get(key, []), view.sure)
            assert row.secured == grants_of(lines.get(key, []), SURE["secured"])
            assert row.next_day == ahead.get(key, "")
            assert row.secured_share == (row.secured / row.grants if row.grants else None)


def test_rows_of_the_halle(workspace):
    with view_of(workspace(HALLE_FILES)) as view:
        row = next(row for row in rows(view) if row.project.key == "halle")
        assert (row.portfolio, row.lead, row.next_title, row.next_day) == ("Lieux", "Culture", "Toiture", "2027-09-30")
