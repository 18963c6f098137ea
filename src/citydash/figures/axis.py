"""The time axis: a span of days cut into quarters of fiscal years."""

from typing import NamedTuple

import pendulum

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
