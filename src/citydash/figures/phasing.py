"""Planned amounts on the time axis. Files know fiscal years; quarters are made here, and no cent is lost on the way.

A project's amount of a year is spread evenly over the days of that year that the project lasts (over the whole year
where it lasts none of them, or has no dates): operating after the end, a payment made beforehand. Cents go to the
quarters with the largest remainders, so that the quarters of a year sum to the year.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from citydash.figures.axis import month_begins, quarter_begins, quarter_of, year_begins
from citydash.figures.projects import Project
from citydash.figures.view import View
from citydash.model.fiscal import is_year, year_name

At = tuple[int, int]
"""(town, content): a project in the facts of a snapshot."""


class Phasing(NamedTuple):
    """Cents by fiscal year, the words outside (`model.fiscal`) included; those of years by quarter of the axis."""

    years: dict[int, int]
    quarters: dict[int, int]

    @property
    def total(self) -> int:
        return sum(self.years.values())

    @property
    def off_axis(self) -> dict[str, int]:
        """What is only known as earlier, later or undated."""
        return {year_name(year): cents for year, cents in sorted(self.years.items()) if not is_year(year) and cents}


def phasings(view: View, start: int) -> dict[At, Phasing]:
    """What each chosen project plans, both sections; the axis' fiscal years begin with the month `start`."""
    flags = dict.fromkeys(("by_department", "by_section", "by_source", "by_certainty"), 0)
    extra = {} if view.chosen is None else {"contents": view.contents}
    name = "rollup_chosen" if extra else "rollup"
    rows = view.snapshot.fetch(name, measures="[0]", by_project=1, by_year=1, **flags, **extra)
    years: dict[At, dict[int, int]] = {}
    for town, _portfolio, content, _measure, _department, _section, _source, _sure, year, cents in rows:
        years.setdefault((town, content), {})[year] = cents
    starts = {word: town.fiscal_year_start for word, town in view.names.towns.items()}
    return {at: phased(p, years[at], starts.get(p.town, 1), start) for at, p in view.by_content.items() if at in years}


def phased(p: Project, years: dict[int, int], town_start: int, start: int) -> Phasing:
    """One project's amounts by year, spread; `town_start` is the month that its town's fiscal years begin with."""
    quarters: dict[int, int] = {}
    for year, cents in years.items():
        if not cents or not is_year(year):
            continue
        for quarter, part in _spread(cents, _days(p.start, p.end, year, town_start, start)):
            quarters[quarter] = quarters.get(quarter, 0) + part
    return Phasing(years, quarters)


@lru_cache(65536)
def _days(first: str | None, last: str | None, year: int, town_start: int, start: int) -> tuple[tuple[int, int], ...]:
    """Quarters of the axis, each with its days of a fiscal year between two days, both included."""
    from datetime import date  # noqa: PLC0415 - beside its only use

    month = year_begins(year, town_start)
    begin, after = month_begins(month), month_begins(month + 12)
    low = max(begin, date.fromisoformat(first).toordinal()) if first else begin
    high = min(after, date.fromisoformat(last).toordinal() + 1) if last else after
    if low >= high:
        low, high = begin, after
    found = []
    for quarter in range(quarter_of(month, start), quarter_of(month + 11, start) + 1):
        at = quarter_begins(quarter, start)
        days = min(high, month_begins(at + 3)) - max(low, month_begins(at))
        if days > 0:
            found.append((quarter, days))
    return tuple(found)


def _spread(cents: int, days: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """Cents in proportion to days; what rounding leaves goes to the largest remainders, the first of equal ones."""
    if len(days) == 1:
        return [(days[0][0], cents)]
    whole, size = sum(n for _quarter, n in days), abs(cents)
    parts = [divmod(size * n, whole) for _quarter, n in days]
    left = size - sum(part for part, _rest in parts)
    largest = sorted(range(len(parts)), key=lambda k: -parts[k][1])[:left]
    sign = 1 if cents > 0 else -1
    return [(days[k][0], sign * (part + (k in largest))) for k, (part, _rest) in enumerate(parts)]


def added(some: Iterable[Phasing]) -> Phasing:
    """The sum of amounts of one currency."""
    years: dict[int, int] = {}
    quarters: dict[int, int] = {}
    for one in some:
        for year, cents in one.years.items():
            years[year] = years.get(year, 0) + cents
        for quarter, cents in one.quarters.items():
            quarters[quarter] = quarters.get(quarter, 0) + cents
    return Phasing(years, quarters)
