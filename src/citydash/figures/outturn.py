"""The outturn: what was paid of what was voted, what is carried over, and what was delivered against its baseline.

Voted credits are a year's new ones (format.md): a year may pay them and what was carried over into it.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable
from typing import Any, NamedTuple

from citydash.figures import formulas
from citydash.figures.facts import stored
from citydash.figures.projects import Project
from citydash.figures.request import Request
from citydash.figures.rollup import cut
from citydash.figures.view import Cuts, View
from citydash.model.fiscal import is_year
from citydash.model.words import MEASURES, SECTIONS

DELIVERED = ("acceptance", "operation", "closed")
"""Statuses of what is built."""
_STAGES = ("voted", "committed", "paid")


class Execution(NamedTuple):
    """One row of voted and paid over a span of fiscal years, cents. `brought` was carried over into the span, `carried`
    is at its end: Σ committed − Σ paid until then; None where nothing was ever committed.
    """

    key: str
    label: str
    brought: int | None
    voted: int
    committed: int
    paid: int
    carried: int | None

    @property
    def open(self) -> int:
        """Credits that could be paid: new ones, and what was carried over; a negative one opens nothing."""
        return self.voted + max(0, self.brought or 0)

    @property
    def rate(self) -> float | None:
        return formulas.share(self.paid, self.open)


class Delivery(NamedTuple):
    """A project delivered in the span, or due in it by its baseline. `is_delivered` in the span."""

    project: Project
    town: str
    portfolio: str
    is_delivered: bool


class Outturn(NamedTuple):
    """The outturn of one currency over the fiscal years `first` … `last`. By section: rows by year, by department and
    by portfolio, each set with the same sums.
    """

    currency: str
    first: int
    last: int
    years: dict[str, tuple[Execution, ...]]
    departments: dict[str, tuple[Execution, ...]]
    portfolios: dict[str, tuple[Execution, ...]]
    totals: dict[str, Execution]
    deliveries: tuple[Delivery, ...]


def outturn(view: View, cuts: Cuts = Cuts()) -> list[Outturn]:  # noqa: B008 - a tuple
    """The outturn of the chosen projects, one a currency, over the years of the cuts, else this fiscal year.

    Raises `UsageError` for an unknown department.
    """
    rows = stored(view, _STAGES, ("department", "section", "year"))
    rows = cut(view, Request(cuts=cuts._replace(years=None)), rows)
    return [
        _outturn(view, code, [row for row in rows if view.currency(row[0]) == code], cuts) for code in view.currencies
    ]


def _outturn(view: View, currency: str, rows: list[Any], cuts: Cuts) -> Outturn:
    this_year, names = view.this_year(currency), view.names
    first, last = cuts.years or (this_year, this_year)
    order = {key: n for n, key in enumerate(names.departments)}
    by_section = {
        section: own
        for n, section in enumerate(SECTIONS)
        if (own := [row for row in rows if row[5] == n]) and any(is_year(row[8]) for row in own)
    }

    def department(row: Any) -> tuple[Hashable, str, str]:
        town, word = row[0], row[4]
        place = (names.town_key(town), order.get((town, word), len(order)), names.words[word])
        return place, names.key(town, word), names.label(town, names.department(town, word))

    def portfolio(row: Any) -> tuple[Hashable, str, str]:
        key = names.key(row[0], row[1])
        return key, key, names.label(row[0], names.portfolio(row[0], row[1]).title)

    whole = {section: _rows(own, first, last, lambda _row: ("", "", "")) for section, own in by_section.items()}
    return Outturn(
        currency, first, last,
        {section: tuple(_of_year(own, year) for year in range(first, last + 1)) for section, own in by_section.items()},
        {section: _rows(own, first, last, department) for section, own in by_section.items()},
        {section: _rows(own, first, last, portfolio) for section, own in by_section.items()},
        {section: some[0] for section, some in whole.items() if some},
        tuple(_deliveries(view, currency, first, last)),
    )  # fmt: skip


def _of_year(rows: list[Any], year: int) -> Execution:
    name = str(year)
    found = _rows(rows, year, year, lambda _row: ("", name, name))
    return found[0] if found else Execution(name, name, None, 0, 0, 0, None)


def _rows(rows: list[Any], first: int, last: int, axis: Callable[[Any], tuple[Any, str, str]]) -> tuple[Execution, ...]:
    """Facts of one section by an axis: (what it is sorted by, key, label). Rows without anything in it are left out."""
    cells: dict[tuple[Any, str, str], dict[tuple[str, str], int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        year, stage = row[8], MEASURES[row[3]]
        if not year <= last:
            continue
        sums = cells[axis(row)]
        sums[stage, "until"] += row[9]
        sums[stage, "before" if year < first else "within"] += row[9]
    found = []
    for (_place, key, label), sums in sorted(cells.items()):
        has_committed = ("committed", "until") in sums
        brought = sums["committed", "before"] - sums["paid", "before"] if has_committed else None
        carried = sums["committed", "until"] - sums["paid", "until"] if has_committed else None
        voted, committed, paid = (sums[stage, "within"] for stage in _STAGES)
        if voted or committed or paid or brought or carried:
            found.append(Execution(key, label, brought, voted, committed, paid, carried))
    return tuple(found)


def _deliveries(view: View, currency: str, first: int, last: int) -> list[Delivery]:
    names, found = view.names, []

    def within(p: Project, day: str | None) -> bool:
        return day is not None and first <= view.year_of(p.town, day) <= last

    for p in view.projects:
        is_built = p.status in DELIVERED and within(p, p.end) and str(p.end) <= view.today
        if view.currency(p.town) == currency and (is_built or within(p, p.baseline_end)):
            found.append(Delivery(p, names.town_key(p.town), names.key(p.town, p.portfolio), is_built))
    found.sort(key=lambda d: (not d.is_delivered, d.project.baseline_end or d.project.end or "", d.project.key))
    return found
