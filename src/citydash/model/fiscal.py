"""Fiscal years, and the three words that stand beside them.

A year is an integer. `EARLIER` sorts before every year, `LATER` and `UNDATED` after, so that sorting is enough.
"""

from datetime import date, timedelta

EARLIER, LATER, UNDATED = 0, 9998, 9999
WORDS = {"earlier": EARLIER, "later": LATER, "undated": UNDATED}
NAMES = {number: word for word, number in WORDS.items()}
FIRST_YEAR, LAST_YEAR = 1990, 2100
YEAR_KEYS = {**{str(year): year for year in range(FIRST_YEAR, LAST_YEAR + 1)}, **WORDS}
"""Every key that a table of amounts by year may have."""


def year_name(year: int) -> str:
    """`2026`, or the word that the number stands for."""
    return NAMES.get(year) or str(year)


def is_year(year: int) -> bool:
    """Whether the number is a fiscal year, not `earlier`, `later` or `undated`."""
    return EARLIER < year < LATER


def fiscal_year(day: str, start_month: int) -> int:
    """The fiscal year of an ISO date; one that doesn't start in January is named for its last day's year."""
    year = int(day[:4])
    return year + 1 if start_month > 1 and int(day[5:7]) >= start_month else year


def first_day(year: int, start_month: int) -> str:
    """The first day of a fiscal year, ISO."""
    return f"{year - 1 if start_month > 1 else year:04d}-{start_month:02d}-01"


def last_day(year: int, start_month: int) -> str:
    """The last day of a fiscal year, ISO; it stands in the calendar year that the fiscal year is named for."""
    return (date.fromisoformat(first_day(year + 1, start_month)) - timedelta(days=1)).isoformat()
