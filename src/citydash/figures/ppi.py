"""The multi-year investment plan (PPI): what each operation costs, before this fiscal year, in five years, beyond; and
what the town pays of it in the end. A row's years add up to its cost, the rows to the summary's cost.
"""

from decimal import Decimal
from typing import NamedTuple

from citydash.figures import formulas
from citydash.figures.facts import is_in_cost, stored
from citydash.figures.funding import FundingLine, funding_lines
from citydash.figures.listing import folded
from citydash.figures.netcost import by_project, grants_of
from citydash.figures.projects import Project
from citydash.figures.view import SURE, View
from citydash.model.fiscal import UNDATED
from citydash.model.words import MEASURES, SECTIONS

YEARS_SHOWN = 5
"""Fiscal years that stand one by one, this one first."""
_PLANNED = MEASURES.index("planned")


class Amounts(NamedTuple):
    """Cents of one operation or of several, all with the scope of cost. `before`, `years`, `later` and `undated` are
    planned and add up to `cost`; `paid_before` was paid before the first of the years. `grants` are counted at the
    view's certainty; `vat_refund` is exact.
    """

    cost: int
    investment: int
    before: int
    paid_before: int
    years: tuple[int, ...]
    later: int
    undated: int
    grants: int
    secured: int
    vat_refund: Decimal

    @property
    def net_cost(self) -> int:
        return self.cost - self.grants

    @property
    def net_of_refund(self) -> Decimal:
        return self.net_cost - self.vat_refund


class Operation(NamedTuple):
    """A project in the plan."""

    project: Project
    town: str
    portfolio: str
    portfolio_title: str
    amounts: Amounts


class Ppi(NamedTuple):
    """The plan of one currency. `first` is its first year; `without_amount` counts the projects that cost nothing yet
    and stand in no row; `portfolios` are (title, how many operations, their amounts).
    """

    currency: str
    first: int
    operations: tuple[Operation, ...]
    portfolios: tuple[tuple[str, int, Amounts], ...]
    total: Amounts
    without_amount: int

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(range(self.first, self.first + YEARS_SHOWN))


def ppi(view: View, sections: tuple[str, ...] = ()) -> list[Ppi]:
    """The plan of the chosen projects, one a currency; of some sections only, grants included, where any are named."""
    chosen = frozenset(sections or SECTIONS)
    planned = _in_cost(view, chosen)
    lines = by_project([line for line in funding_lines(view) if line.section in chosen])
    return [_plan(view, code, planned, lines, chosen) for code in view.currencies]


_Years = dict[tuple[int, int], dict[tuple[int, int, int], int]]
"""(town, content) → (measure, section, year) → cents."""


def _in_cost(view: View, sections: frozenset[str]) -> _Years:
    ends = {at: view.year_of(p.town, p.end) if p.end else None for at, p in view.by_content.items()}
    found: _Years = {at: {} for at in ends}
    for row in stored(view, ("planned", "paid"), ("project", "section", "year")):
        at, section, year = (row[0], row[2]), row[5], row[8]
        if SECTIONS[section] in sections and is_in_cost(section, year, ends[at]):
            found[at][row[3], section, year] = row[9]
    return found


def _plan(
    view: View,
    currency: str,
    planned: _Years,
    lines: dict[tuple[int, int], list[FundingLine]],
    sections: frozenset[str],
) -> Ppi:
    first, names, without = view.this_year(currency), view.names, 0
    found: list[Operation] = []
    for p in view.projects:
        if view.currency(p.town) != currency:
            continue
        at = (p.town, p.content)
        own, refund = lines.get(at, []), Decimal(0)
        if "investment" in sections:
            refund = formulas.vat_refund(p.investment, names.town(p.town).vat_refund_rate, p.vat_refund_share)
        amounts = _amounts(planned[at], first, grants_of(own, view.sure), grants_of(own, SURE["secured"]), refund)
        if not any(planned[at].values()) and not amounts.grants:
            without += 1
            continue
        portfolio = names.portfolio(p.town, p.portfolio)
        title = names.label(p.town, portfolio.title)
        found.append(Operation(p, names.town_key(p.town), names.key(p.town, p.portfolio), title, amounts))
    found.sort(key=lambda o: (o.town, folded(o.portfolio_title), o.portfolio, folded(o.project.title), o.project.key))
    groups: dict[tuple[str, str], list[Amounts]] = {}
    for operation in found:
        groups.setdefault((operation.portfolio, operation.portfolio_title), []).append(operation.amounts)
    portfolios = tuple((title, len(some), added(some)) for (_key, title), some in groups.items())
    return Ppi(currency, first, tuple(found), portfolios, added([o.amounts for o in found]), without)


def _amounts(cells: dict[tuple[int, int, int], int], first: int, grants: int, secured: int, refund: Decimal) -> Amounts:
    years, last = [0] * YEARS_SHOWN, first + YEARS_SHOWN - 1
    before = later = undated = paid_before = investment = 0
    for (measure, section, year), cents in cells.items():
        if measure != _PLANNED:
            paid_before += cents if year < first else 0
            continue
        investment += cents if SECTIONS[section] == "investment" else 0
        if year < first:
            before += cents
        elif year <= last:
            years[year - first] += cents
        elif year == UNDATED:
            undated += cents
        else:
            later += cents
    cost = before + sum(years) + later + undated
    return Amounts(cost, investment, before, paid_before, tuple(years), later, undated, grants, secured, refund)


def added(some: list[Amounts]) -> Amounts:
    """The sum of amounts of one currency; of none, nothing."""
    if not some:
        return Amounts(0, 0, 0, 0, (0,) * YEARS_SHOWN, 0, 0, 0, 0, Decimal(0))
    sums = {name: sum(getattr(a, name) for a in some) for name in Amounts._fields if name != "years"}
    return Amounts(**sums, years=tuple(map(sum, zip(*(a.years for a in some), strict=True))))
