"""Projects in a list, in the order of any of its columns: one order for the screen and the report."""

from collections.abc import Callable
from operator import itemgetter
from typing import Any, NamedTuple

from citydash.errors import UsageError
from citydash.figures.filters import fold
from citydash.figures.headline import Row
from citydash.model.words import STATUSES


def folded(text: str) -> str:
    """For sorting: most letters fold by themselves, the others take the long way."""
    return text.casefold() if text.isascii() else fold(text)


SORTS: dict[str, Callable[[Row], Any]] = {
    "title": lambda row: folded(row.project.title),
    "portfolio": lambda row: folded(row.portfolio),
    "lead": lambda row: folded(row.lead),
    "status": lambda row: STATUSES.index(row.project.status),
    "cost": lambda row: row.project.cost,
    "paid": lambda row: row.project.financial_progress,
    "time": lambda row: row.elapsed,
    "slip": lambda row: row.project.slip,
    "secured": lambda row: row.secured_share,
    "next": lambda row: row.next_day or None,
    "id": lambda row: row.project.key,
    "manager": lambda row: folded(row.project.manager) if row.project.manager else None,
    "priority": lambda row: row.project.priority,
    "start": lambda row: row.project.start,
    "end": lambda row: row.project.end,
    "measured": lambda row: row.measured,
    "grants": lambda row: row.grants,
    "net": lambda row: row.net_cost,
}
"""Every column, and what a row has in it for sorting; None where it has nothing."""
USUAL = tuple(SORTS)[:10]
"""The columns shown until others are asked for."""
COMPARED = ("title", "portfolio", "status", "cost", "secured", "net", "end")
"""Likewise beside another snapshot: what a plan moves by, and nothing that moves with today."""
LARGEST_FIRST = frozenset({"cost", "paid", "time", "slip", "measured", "grants", "net"})
"""Columns whose first order is from the largest down."""


class Order:
    """Rows by any column; those with nothing in it stand last both ways. Each column is sorted once."""

    def __init__(self, rows: tuple[Row, ...], more: dict[str, Callable[[Row], Any]] | None = None) -> None:
        """`more` are columns that the rows don't have of themselves."""
        self.rows = rows
        self._values = {**SORTS, **(more or {})}
        self._sorted: dict[str, tuple[list[Row], list[Row]]] = {}

    def by(self, column: str, *, reverse: bool) -> list[Row]:
        """The rows in order; equals keep the files' order, or its reverse."""
        some, none = self._sorted.get(column) or self.prepare(column)
        return [*(reversed(some) if reverse else some), *none]

    def prepare(self, column: str) -> tuple[list[Row], list[Row]]:
        """Sort by a column ahead: those with something in it, and the others. Any thread may."""
        keyed = [(self._values[column](row), row) for row in self.rows]
        some = sorted((pair for pair in keyed if pair[0] is not None), key=itemgetter(0))
        found = self._sorted[column] = [row for _key, row in some], [row for key, row in keyed if key is None]
        return found


class Listing(NamedTuple):
    """What of the list is shown: columns in order, sorted by one of them, from its largest down or from its smallest.

    Without `sort` projects stand in the order of the files.
    """

    columns: tuple[str, ...] = USUAL
    sort: str = ""
    descending: bool = False


def check_columns(names: tuple[str, ...]) -> None:
    """Raise `UsageError` for a column that the list doesn't have."""
    from citydash.files.problems import nearest  # noqa: PLC0415 - only for an error

    for name in names:
        if name not in SORTS:
            raise UsageError(
                "no column “{column}” here", column=name, hint=nearest(name, tuple(SORTS)), known=tuple(SORTS)
            )
