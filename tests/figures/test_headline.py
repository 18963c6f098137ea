"""The first screen's figures, summed by SQLite, are those that the lines sum to one by one."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from towns import HALLE_FILES, Drawn, files_of, view_of, workspaces, written
from workspaces import HEAD, TOWN, project

from citydash.figures import formulas
from citydash.figures.funding import funding_lines
from citydash.figures.headline import headline, rows
from citydash.figures.milestones import milestone_lines
from citydash.figures.netcost import by_project, grants_of
from citydash.figures.standing import Group, Money
from citydash.figures.summary import overview, summary
from citydash.figures.view import SURE
from citydash.model.rules import DEADLINE_DAYS

WHERE = st.sampled_from(["", "", "town:by", "pillar:data", "certainty:probable"])


def by_lines(view):
    """The headline as the lines say it, each read one by one."""
    funding, names = funding_lines(view), view.names
    late = [m for m in milestone_lines(view) if m.state == "late"]
    elapsed = [part for p in view.projects if (part := p.elapsed(view.today)) is not None]
    money = []
    for currency in view.currencies:
        lines = [f for f in funding if view.currency(f.project.town) == currency]
        every = [line for some in by_project(lines).values() for line in some]
        own = [p for p in view.projects if view.currency(p.town) == currency]
        sums = (sum(p.cost for p in own), sum(p.cost_committed for p in own), sum(p.cost_paid for p in own))
        grants = (grants_of(every, view.sure), grants_of(every, SURE["secured"]))
        money.append(Money(currency, len(own), *sums, *grants, sum(line.at_risk for line in every)))
    return {
        "projects": len(view.projects),
        "statuses": dict(Counter(p.status for p in view.projects)),
        "money": tuple(money),
        "portfolios": groups(view, lambda p: (names.key(p.town, p.portfolio), names.label(p.town, names.portfolio(p.town, p.portfolio).title))),
        "pillars": groups(view, lambda p: (names.portfolio(p.town, p.portfolio).pillar,) * 2),
        "late": len(late),
        "worst_delay": max((formulas.days_between(m.day, view.today) for m in late), default=None),
    }, sum(elapsed) / len(elapsed) if elapsed else None  # fmt: skip


def groups(view, named):
    found = {}
    for p in view.projects:
        sums = found.setdefault((*named(p), view.currency(p.town)), [0, 0, 0, 0])
        for place, amount in enumerate((1, p.cost, p.cost_committed, p.cost_paid)):
            sums[place] += amount
    return tuple(sorted((Group(*key, *sums) for key, sums in found.items()), key=lambda g: (-g.cost, g.key)))


@example(
    drawn=[
        Drawn("ax", "EUR", 1, (), {"a": ("", "eu", "grant"), "dsi": ("", "eu", "guarantee")},
              {"p": ("data", {"a": {"title": "0", "status": "idea", "lead": "a", "funding": {
                  "a": {"status": "identified", "received": {"2020": Decimal("-0.01")}, "source": "dsi"}}}})})
    ],
    where="", certainty="possible", today=date(2000, 1, 1),
)  # fmt: skip
@settings(max_examples=30)
@given(workspaces(), WHERE, st.sampled_from(sorted(SURE)), st.dates(min_value=date(2000, 1, 1)))
def test_headline_is_what_the_lines_say(drawn, where, certainty, today):
    with written(files_of(drawn)) as root, view_of(root, today.isoformat(), where, certainty=certainty) as view:
        found, (expected, elapsed) = headline(view), by_lines(view)
        assert {name: getattr(found, name) for name in expected} == expected
        assert found.elapsed == pytest.approx(elapsed)


def test_one_text_in_two_towns_counts_where_it_is_chosen(workspace):
    """The same content stands for both projects: a sum over contents alone would take the other town's, too."""
    own = {f"{town}/town.toml": TOWN.replace("Ville", town) for town in ("un", "deux")}
    text = HEAD + project(more='[@.milestone]\nm = { title = "x", due = 2020-01-01 }\n')
    root = workspace(own | {f"{town}/x.toml": text for town in ("un", "deux")})
    for where, count in (("", 2), ("town:un", 1)):
        with view_of(root, where=where) as view:
            found, page = headline(view), overview(view)
            assert (found.projects, found.late) == (count, count)
            assert [m.town for m in page.late.milestones] == ["deux", "un"][2 - count :]
            assert (page.late.milestones_in_all, len(rows(view))) == (count, count)


@settings(max_examples=20)
@given(workspaces(), WHERE, st.sampled_from([1, 2, 60]))
def test_lists_are_the_first_of_all(drawn, where, most):
    with written(files_of(drawn)) as root, view_of(root, "2030-06-15", where) as view:
        page, whole = overview(view, most), summary(view)
        assert page.curve == whole.curve
        late = [m.day for m in milestone_lines(view) if m.state == "late"]
        assert page.late.milestones_in_all == len(late)
        assert [m.day for m in page.late.milestones] == late[:most]
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
        assert page.calls == whole.calls


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
            assert row.secured_share == (row.secured / row.grants if row.grants > 0 else None)
        rows(view.whole())
        assert rows(view) == found  # picked from all of them, now that they are known


def test_rows_of_the_halle(workspace):
    with view_of(workspace(HALLE_FILES)) as view:
        row = next(row for row in rows(view) if row.project.key == "halle")
        assert (row.portfolio, row.lead, row.next_title, row.next_day) == ("Lieux", "Culture", "Toiture", "2027-09-30")
