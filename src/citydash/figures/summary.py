"""The portfolio on a page: are we on time, on budget, and is the money there?"""

from collections import Counter, defaultdict
from decimal import Decimal
from typing import NamedTuple

from citydash.figures import formulas
from citydash.figures.alerts import Alert, attention
from citydash.figures.funding import FundingLine, funding_lines
from citydash.figures.milestones import MilestoneLine, milestone_lines
from citydash.figures.names import Source
from citydash.figures.netcost import by_project, grants_of
from citydash.figures.projects import Project
from citydash.figures.standing import Group, Point
from citydash.figures.view import SURE, View
from citydash.model.fiscal import is_year
from citydash.model.rules import DEADLINE_DAYS
from citydash.model.words import STATUSES


class Money(NamedTuple):
    """Headline amounts of one currency, in cents. `paid` and `committed` have the scope of `cost`."""

    currency: str
    projects: int
    cost: int
    committed: int
    paid: int
    grants: int
    secured: int
    net_cost: int
    vat_refund: Decimal
    at_risk: int

    @property
    def secured_share(self) -> float | None:
        """The part of the counted grants that is secured."""
        return formulas.share(self.secured, self.grants)

    @property
    def paid_share(self) -> float | None:
        return formulas.share(self.paid, self.cost)


class Summary(NamedTuple):
    """What the overview shows. `elapsed` is the mean of the projects' time elapsed."""

    projects: int
    statuses: dict[str, int]
    money: tuple[Money, ...]
    portfolios: tuple[Group, ...]
    pillars: tuple[Group, ...]
    curve: dict[str, tuple[Point, ...]]
    elapsed: float | None
    late: tuple[MilestoneLine, ...]
    worst_delay: int | None
    attention: tuple[Alert, ...]
    ahead: tuple[MilestoneLine, ...]
    ahead_deadlines: tuple[FundingLine, ...]
    years: tuple[int, int] | None
    calls: tuple[Source, ...] = ()
    """Sources whose call closes within 90 days, soonest first."""


def summary(view: View) -> Summary:
    """The whole page, for the chosen projects."""
    projects = view.projects
    funding, milestones = funding_lines(view), milestone_lines(view)
    late = sorted((m for m in milestones if m.state == "late"), key=lambda m: m.day)
    statuses = Counter(p.status for p in projects)
    elapsed = [part for p in projects if (part := p.elapsed(view.today)) is not None]
    ahead = [
        m for m in milestones if m.state == "planned" and 0 <= formulas.days_between(view.today, m.day) <= DEADLINE_DAYS
    ]
    deadlines = [f for f in funding if f.days_left is not None and 0 <= f.days_left <= DEADLINE_DAYS]
    curve = {currency: cumulated(view, currency) for currency in view.currencies}
    years = sorted(point.year for points in curve.values() for point in points)
    return Summary(
        projects=len(projects),
        statuses={status: statuses[status] for status in STATUSES if statuses[status]},
        money=tuple(_money(view, currency, funding) for currency in view.currencies),
        portfolios=_groups(view, projects, "portfolio"),
        pillars=_groups(view, projects, "pillar"),
        curve=curve,
        elapsed=sum(elapsed) / len(elapsed) if elapsed else None,
        late=tuple(late),
        worst_delay=formulas.days_between(late[0].day, view.today) if late else None,
        attention=tuple(attention(view)),
        ahead=tuple(ahead),
        ahead_deadlines=tuple(sorted(deadlines, key=lambda f: (f.deadline or "", f.project.key))),
        years=(years[0], years[-1]) if years else None,
        calls=_calls(view),
    )


def _calls(view: View) -> tuple[Source, ...]:
    own = [s for (town, _word), s in view.names.sources.items() if view.towns is None or town in view.towns]
    by_key = {s.key: s for s in own if s.closes and 0 <= formulas.days_between(view.today, s.closes) <= DEADLINE_DAYS}
    return tuple(sorted(by_key.values(), key=lambda s: (s.closes or "", s.key)))


def _money(view: View, currency: str, funding: list[FundingLine]) -> Money:
    own = [p for p in view.projects if view.currency(p.town) == currency]
    lines = by_project([line for line in funding if view.currency(line.project.town) == currency])
    every = [line for some in lines.values() for line in some]
    grants, secured = grants_of(every, view.sure), grants_of(every, SURE["secured"])
    refund = Decimal(0)
    for p in own:
        if p.vat_refund_share:
            refund += formulas.vat_refund(p.investment, view.names.town(p.town).vat_refund_rate, p.vat_refund_share)
    cost = sum(p.cost for p in own)
    return Money(
        currency, len(own), cost, sum(p.cost_committed for p in own), sum(p.cost_paid for p in own), grants, secured,
        cost - grants, refund, sum(line.at_risk for line in every),
    )  # fmt: skip


def _groups(view: View, projects: list[Project], by: str) -> tuple[Group, ...]:
    """Cost by portfolio or pillar, the dearest first."""
    names = view.names
    found: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for p in projects:
        portfolio = names.portfolio(p.town, p.portfolio)
        if by == "portfolio":
            key, label = names.key(p.town, p.portfolio), names.label(p.town, portfolio.title)
        else:
            key = label = portfolio.pillar
        sums = found[key, label, view.currency(p.town)]
        for place, amount in enumerate((1, p.cost, p.cost_committed, p.cost_paid)):
            sums[place] += amount
    groups = [Group(key, label, currency, *sums) for (key, label, currency), sums in found.items()]
    return tuple(sorted(groups, key=lambda group: (-group.cost, group.key)))


def cumulated(view: View, currency: str) -> tuple[Point, ...]:
    """Planned and paid, cumulated by fiscal year; `earlier` stands before the first, `later` and `undated` in none."""
    from citydash.figures.rollup import Request, rollup  # noqa: PLC0415 - rollup and summary are used apart

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
