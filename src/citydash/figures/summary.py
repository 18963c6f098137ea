"""The portfolio on a page: the headline, and the lists under it; whole for a report, cut to the urgent for a screen."""

from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from citydash.figures import formulas
from citydash.figures.alerts import Alert, CeilingUse, attention, exceeded
from citydash.figures.axis import start_month
from citydash.figures.curve import curves
from citydash.figures.due import Due, ahead, late
from citydash.figures.funding import FundingLine, by_deadline, each_deadline, funding_lines
from citydash.figures.headline import headline
from citydash.figures.milestones import MilestoneLine, milestone_lines
from citydash.figures.names import Source
from citydash.figures.standing import Headline, Point
from citydash.figures.view import View
from citydash.model.fiscal import first_day, fiscal_year
from citydash.model.rules import DEADLINE_DAYS


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
        curve=curves(view),
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
    due = ahead(view)
    deadlines = _ahead_deadlines(view, list(due.deadlines))
    return Brief(headline(view), _vat_refund(view), due.milestones, deadlines, calls(view))


def _ahead_deadlines(view: View, lines: list[FundingLine]) -> tuple[FundingLine, ...]:
    """Each deadline within 90 days, soonest first: of a line's two, both stand there."""
    dated = by_deadline(each_deadline(lines, view.today))
    return tuple(f for f in dated if f.deadline and _is_soon(view, f.deadline))


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
        curve=curves(view),
        now=_now(view),
        late=late(view, most),
        ahead=ahead(view, most),
        ceilings=tuple(exceeded(view)),
        calls=calls(view),
    )


def _now(view: View) -> float:
    start = start_month(view)
    year = fiscal_year(view.today, start)
    first, after = first_day(year, start), first_day(year + 1, start)
    return year + (formulas.days_between(first, view.today) + 1) / formulas.days_between(first, after)
