"""The time axis: a span of days cut into quarters of fiscal years; months and quarters as numbers."""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from citydash.figures.view import View
from citydash.model.fiscal import fiscal_year


class Period(NamedTuple):
    """A quarter: its first and last day, ISO, both included; `label` is its fiscal year."""

    first: str
    last: str
    label: str


def quarters(first: str, last: str, start_month: int = 1) -> list[Period]:
    """The quarters of whole fiscal years that hold the days from `first` to `last`, both included.

    A quarter begins with the month `start_month` and every third month after it.
    """
    import pendulum  # noqa: PLC0415 - 50 ms that only the report's bars need

    day = pendulum.Date.fromisoformat(first).set(day=1)
    while day.month != start_month:
        day = day.subtract(months=1)
    end = pendulum.Date.fromisoformat(last)
    found: list[Period] = []
    while day <= end or len(found) % 4:
        following = day.add(months=3)
        begin = day.isoformat()
        found.append(Period(begin, following.subtract(days=1).isoformat(), str(fiscal_year(begin, start_month))))
        day = following
    return found


def start_month(view: View) -> int:
    """The month that fiscal years start in, where the chosen towns agree; else January."""
    months = {view.names.town(word).fiscal_year_start for word in view.towns or view.names.towns}
    return months.pop() if len(months) == 1 else 1


def month_of(day: str) -> int:
    """The number of an ISO date's month: months since January of the year 0."""
    return 12 * int(day[:4]) + int(day[5:7]) - 1


@lru_cache(4096)
def month_begins(month: int) -> int:
    """The ordinal of a month's first day."""
    return date(month // 12, month % 12 + 1, 1).toordinal()


def quarter_of(month: int, start: int) -> int:
    """The number of a month's quarter where fiscal years begin with the month `start`; one more is the next quarter."""
    return (month - start + 1) // 3


def quarter_begins(quarter: int, start: int) -> int:
    """The number of a quarter's first month."""
    return 3 * quarter + start - 1


def year_begins(year: int, start: int) -> int:
    """The number of a fiscal year's first month."""
    return 12 * (year - (start > 1)) + start - 1
