"""Days and cells: a scale of whole months, quarters or fiscal years, each a whole number of cells wide.

Cells count from the start of the axis, whatever part of it is seen.
"""

from datetime import date
from typing import NamedTuple

from citydash.figures.axis import month_begins, month_of, quarter_of, year_begins
from citydash.model.fiscal import fiscal_year

ZOOMS = ("year", "quarter", "month")
MONTHS = {"year": 12, "quarter": 3, "month": 1}
"""Months of a unit."""


class Unit(NamedTuple):
    """A stretch of the axis: cells from `x`, `size` of them; the number of its first month, and its fiscal year."""

    x: int
    size: int
    month: int
    year: int


class TimeScale:
    """The fiscal years (beginning with the month `start`) that hold the days from `first` to `last`, ISO, included."""

    def __init__(self, first: str, last: str, start: int, zoom: str, size: int) -> None:
        self.start, self.zoom, self.size = start, zoom, size
        self.first = year_begins(fiscal_year(first, start), start)
        self.after = year_begins(fiscal_year(last, start) + 1, start)
        self.months = MONTHS[zoom]
        self.count = (self.after - self.first) // self.months
        self._begins = [month_begins(self.first + n * self.months) for n in range(self.count + 1)]

    @property
    def width(self) -> int:
        """Cells of the whole axis."""
        return self.count * self.size

    def x(self, day: str) -> int:
        """The cell that a day stands in; outside the axis for days that are."""
        unit = (month_of(day) - self.first) // self.months
        unit = max(0, min(unit, self.count - 1))
        begin, after = self._begins[unit], self._begins[unit + 1]
        return unit * self.size + (date.fromisoformat(day).toordinal() - begin) * self.size // (after - begin)

    def day(self, x: int) -> str:
        """The first day of a cell of the axis; of the one after the last, the day after the axis."""
        unit, rest = divmod(max(0, min(x, self.width)), self.size)
        if unit == self.count:
            return date.fromordinal(self._begins[unit]).isoformat()
        begin, after = self._begins[unit], self._begins[unit + 1]
        return date.fromordinal(begin - (-rest * (after - begin) // self.size)).isoformat()

    def units(self, left: int, width: int, months: int) -> list[Unit]:
        """The stretches of some months that are seen, at least in part, of `width` cells from `left`."""
        size = self.size * months // self.months
        found = []
        for n in range(max(0, left // size), min(self.width, left + width - 1) // size + 1):
            month = self.first + n * months
            if month < self.after:
                found.append(Unit(n * size, size, month, self._year(month)))
        return found

    def _year(self, month: int) -> int:
        return fiscal_year(f"{month // 12:04d}-{month % 12 + 1:02d}-01", self.start)

    def months_into_year(self, unit: Unit) -> int:
        """Months from the start of its fiscal year to the start of a stretch."""
        return unit.month - year_begins(unit.year, self.start)

    def quarter(self, unit: Unit) -> int:
        """The number of the quarter that a stretch begins with, as phased amounts have it."""
        return quarter_of(unit.month, self.start)
