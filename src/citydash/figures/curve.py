"""Planned against paid, cumulated over the fiscal years: the chart of the first page."""

from collections import defaultdict

from citydash.figures.facts import stored
from citydash.figures.standing import Point
from citydash.figures.view import View
from citydash.model.fiscal import EARLIER, is_year
from citydash.model.words import MEASURES

Years = dict[int, list[int]]
"""Fiscal year (`model.fiscal`) → [planned, paid], in cents."""
_SHOWN = ("planned", "paid")
_PLACES = {MEASURES.index(name): place for place, name in enumerate(_SHOWN)}


def curves(view: View) -> dict[str, tuple[Point, ...]]:
    """Currency → planned and paid of the chosen projects, cumulated by fiscal year, in cents; `earlier` stands before
    the first, `later` and `undated` in none.
    """
    sums = _by_year(view)
    return {currency: _cumulated(view, currency, sums.get(currency, {})) for currency in view.currencies}


def _by_year(view: View) -> dict[str, Years]:
    """By currency. What is chosen, or where that is more the whole less what isn't."""
    sums: dict[str, Years] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    left_out = view.left_out
    parts = [(view, 1)] if left_out is None else [(view.whole(), 1), (view.of(left_out), -1)]
    for part, sign in parts:
        for fact in stored(part, _SHOWN, {"year"}, portfolios=False):
            sums[view.currency(fact[0])][fact[8]][_PLACES[fact[3]]] += sign * fact[9]
    return sums


def _cumulated(view: View, currency: str, sums: Years) -> tuple[Point, ...]:
    years = sorted(year for year, cents in sums.items() if any(cents) and is_year(year))
    if not years:
        return ()
    towns = [word for word in view.towns or view.names.towns if view.currency(word) == currency]
    this_year = max((view.year_of(word, view.today) for word in towns), default=years[0])
    planned, paid = sums.get(EARLIER, (0, 0))
    points = []
    for year in range(years[0], years[-1] + 1):
        own = sums.get(year, (0, 0))
        planned, paid = planned + own[0], paid + own[1]
        points.append(Point(year, planned, paid if year <= this_year else None))
    return tuple(points)
