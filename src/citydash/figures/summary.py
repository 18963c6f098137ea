"""The portfolio on a page: the headline, and the lists under it; whole for a report, cut to the urgent for a screen."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from citydash.figures import formulas
from citydash.figures.alerts import Alert, CeilingUse, attention, exceeded
from citydash.figures.axis import start_month
from citydash.figures.funding import FundingLine, by_deadline, each_deadline, funding_lines
from citydash.figures.headline import headline
from citydash.figures.milestones import MilestoneLine, milestone_lines
from citydash.figures.names import Source
from citydash.figures.request import Request
from citydash.figures.rollup import rollup
from citydash.figures.standing import Headline, Point
from citydash.figures.view import View
from citydash.model.fiscal import first_day, fiscal_year, is_year
from citydash.model.rules import DEADLINE_DAYS

_ALL = 2**31
"""Lines of a list that isn't cut."""


class Summary(NamedTuple):
    """The whole page. `vat_refund` is by currency, exact, in cents; `ahead_deadlines` has a line as often as it has a
    deadline within 90 days; `calls` are sources whose call closes within 90 days, soonest first.
    """

    headline: Headline
    vat_refund: dict[str, Decimal]
    curve: dict[str, tuple[Point, ...]]
    attention: tuple[Alert, ...]
    ahead: tuple[MilestoneLine, ...]
    ahead_deadlines: tuple[FundingLine, ...]
    calls: tuple[Source, ...]


def summary(view: View) -> Summary:
    """The whole page, for the chosen projects."""
    return Summary(
        headline=headline(view),
        vat_refund=_vat_refund(view),
        curve={currency: cumulated(view, currency) for currency in view.currencies},
        attention=tuple(attention(view)),
        ahead=tuple(m for m in milestone_lines(view) if m.state == "planned" and _is_soon(view, m.day)),
        ahead_deadlines=_ahead_deadlines(view, funding_lines(view)),
        calls=calls(view),
    )


class Brief(NamedTuple):
    """What a page starts and ends with, as `Summary` has it: the headline, and what comes within 90 days."""

    headline: Headline
    vat_refund: dict[str, Decimal]
    ahead: tuple[MilestoneLine, ...]
    ahead_deadlines: tuple[FundingLine, ...]
    calls: tuple[Source, ...]


def brief(view: View) -> Brief:
    """That of the chosen projects; only the lines that are due are read."""
    due = _due(view, view.today, _after(view), _ALL)
    deadlines = _ahead_deadlines(view, list(due.deadlines))
    return Brief(headline(view), _vat_refund(view), due.milestones, deadlines, calls(view))


def _ahead_deadlines(view: View, lines: list[FundingLine]) -> tuple[FundingLine, ...]:
    """Each deadline within 90 days, soonest first: of a line's two, both stand there."""
    dated = by_deadline(each_deadline(lines, view.today))
    return tuple(f for f in dated if f.deadline and _is_soon(view, f.deadline))


def _after(view: View) -> str:
    """The day after what is within 90 days."""
    return (date.fromisoformat(view.today) + timedelta(days=DEADLINE_DAYS + 1)).isoformat()


def _is_soon(view: View, day: str) -> bool:
    return 0 <= formulas.days_between(view.today, day) <= DEADLINE_DAYS


def _vat_refund(view: View) -> dict[str, Decimal]:
    found: dict[str, Decimal] = defaultdict(Decimal)
    for p in view.projects:
        if p.vat_refund_share:
            rate = view.names.town(p.town).vat_refund_rate
            found[view.currency(p.town)] += formulas.vat_refund(p.investment, rate, p.vat_refund_share)
    return found


def calls(view: View) -> tuple[Source, ...]:
    """The sources whose call closes within 90 days, soonest first."""
    own = [s for (town, _word), s in view.names.sources.items() if view.towns is None or town in view.towns]
    by_key = {s.key: s for s in own if s.closes and _is_soon(view, s.closes)}
    return tuple(sorted(by_key.values(), key=lambda s: (s.closes or "", s.key)))


def cumulated(view: View, currency: str) -> tuple[Point, ...]:
    """Planned and paid, cumulated by fiscal year; `earlier` stands before the first, `later` and `undated` in none."""
    sums: dict[str, dict[int, int]] = {}
    earlier: dict[str, int] = {}
    for measure in ("planned", "paid"):
        found = next(r for r in rollup(view, Request(("pillar",), "year", measure)) if r.currency == currency)
        sums[measure] = {int(name): cents for name, cents in found.totals.items() if name.isdigit()}
        earlier[measure] = found.totals.get("earlier", 0)
    years = sorted(year for measure in sums.values() for year, cents in measure.items() if cents and is_year(year))
    if not years:
        return ()
    towns = [word for word in view.towns or view.names.towns if view.currency(word) == currency]
    this_year = max((view.year_of(word, view.today) for word in towns), default=years[0])
    points, planned, paid = [], earlier["planned"], earlier["paid"]
    for year in range(years[0], years[-1] + 1):
        planned += sums["planned"].get(year, 0)
        paid += sums["paid"].get(year, 0)
        points.append(Point(year, planned, paid if year <= this_year else None))
    return tuple(points)


class Due(NamedTuple):
    """The first of a list by day, and how many there are in all."""

    milestones: tuple[MilestoneLine, ...]
    milestones_in_all: int
    deadlines: tuple[FundingLine, ...]
    deadlines_in_all: int


class Overview(NamedTuple):
    """What stands under the headline. `late` are missed or late, `ahead` within 90 days; ceilings are exceeded ones.

    `now` is today's fiscal year and the part of it that is over, for the curve's axis.
    """

    curve: dict[str, tuple[Point, ...]]
    now: float
    late: Due
    ahead: Due
    ceilings: tuple[CeilingUse, ...]
    calls: tuple[Source, ...]


def overview(view: View, most: int = 60) -> Overview:
    """The lists of the first screen, each cut to its `most` urgent lines."""
    return Overview(
        curve={currency: cumulated(view, currency) for currency in view.currencies},
        now=_now(view),
        late=_due(view, "", view.today, most),
        ahead=_due(view, view.today, _after(view), most),
        ceilings=tuple(exceeded(view)),
        calls=calls(view),
    )


def _now(view: View) -> float:
    start = start_month(view)
    year = fiscal_year(view.today, start)
    first, after = first_day(year, start), first_day(year + 1, start)
    return year + (formulas.days_between(first, view.today) + 1) / formulas.days_between(first, after)


def _due(view: View, first: str, before: str, most: int) -> Due:
    """Milestones not met, and deadlines of funding, from `first` to the day before `before`."""
    span = {"first": first, "before": before, "most": most, **view.scope}
    found = view.snapshot.fetch("due_milestones", **span)
    lines = {(m.project.town, m.project.content, m.key): m for m in milestone_lines(_subset(view, found))}
    milestones = [lines[row[:3]] for row in found if row[:3] in lines]
    rows = view.snapshot.fetch("due_deadlines", **span, today=view.today)
    own = {(f.project.town, f.project.content, f.line): f for f in funding_lines(_subset(view, rows))}
    deadlines = [own[row[:3]] for row in rows if row[:3] in own]
    return Due(tuple(milestones), found[0][4] if found else 0, tuple(deadlines), rows[0][4] if rows else 0)


def _subset(view: View, rows: list[Any]) -> View:
    """The view with only the chosen projects that rows (town, content, …) name; shares what was read already."""
    keys = {(row[0], row[1]) for row in rows}
    return view.of([p for p in view.projects if (p.town, p.content) in keys])
