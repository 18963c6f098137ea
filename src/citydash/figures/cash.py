"""Cash year by year: spending against money coming in, before FCTVA. Two series that are never mixed: what is planned
against what is expected, and what was paid against what came in.
"""

from collections import defaultdict
from typing import NamedTuple

from citydash.figures.facts import stored
from citydash.figures.view import View
from citydash.model.fiscal import is_year
from citydash.model.words import CERTAINTIES, UNCOUNTED_KINDS

SERIES = {"forecast": ("planned", "expected"), "actual": ("paid", "received")}
"""Series → (spending, money in)."""
NOT_CASH = (*UNCOUNTED_KINDS, "own-funds")
"""Kinds of source that bring no money in: the town's own is what the gap asks for."""


class CashYear(NamedTuple):
    """A fiscal year (`model.fiscal`), cents; `gap` is what is spent beyond what comes in, `cumulated` that of all rows
    up to this one.
    """

    year: int
    spent: int
    received: int
    cumulated: int

    @property
    def gap(self) -> int:
        return self.spent - self.received


class Series(NamedTuple):
    """One of SERIES: a row a year without gaps between, `earlier` before, `later` and `undated` after."""

    name: str
    years: tuple[CashYear, ...]

    @property
    def spent(self) -> int:
        return sum(y.spent for y in self.years)

    @property
    def received(self) -> int:
        return sum(y.received for y in self.years)

    @property
    def gap(self) -> int:
        return self.spent - self.received

    def peak(self) -> CashYear | None:
        """The fiscal year in which the most is to be found elsewhere; None where money never lacks."""
        dated = [y for y in self.years if is_year(y.year) and y.gap > 0]
        return max(dated, key=lambda y: (y.gap, -y.year)) if dated else None


def cash(view: View) -> dict[str, tuple[Series, ...]]:
    """Currency → its two series, of the chosen projects; expected money counts at the view's certainty."""
    sums: dict[tuple[str, str], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for measure in (measure for pair in SERIES.values() for measure in pair):
        for row in stored(view, (measure,), ("source", "certainty", "year")):
            if measure in ("planned", "paid") or _comes_in(view, row, measure):
                sums[view.currency(row[0]), measure][row[8]] += row[9]
    return {
        code: tuple(_series(name, sums[code, out], sums[code, into]) for name, (out, into) in SERIES.items())
        for code in view.currencies
    }


def _comes_in(view: View, row: tuple[int, ...], measure: str) -> bool:
    """Whether a fact of funding is money; of what isn't certain or was lost, only what was received."""
    if view.names.source(row[0], row[6]).kind in NOT_CASH:
        return False
    return measure == "received" or CERTAINTIES[row[7] - 1] in view.sure


def _series(name: str, spent: dict[int, int], received: dict[int, int]) -> Series:
    used = {year for amounts in (spent, received) for year, cents in amounts.items() if cents}
    years = [year for year in used if is_year(year)]
    between = range(min(years), max(years) + 1) if years else ()
    found, cumulated = [], 0
    for year in sorted({*used, *between}):
        cumulated += spent.get(year, 0) - received.get(year, 0)
        found.append(CashYear(year, spent.get(year, 0), received.get(year, 0), cumulated))
    return Series(name, tuple(found))
