"""The projects' table: its columns, what stands in each cell, and how each column sorts."""

from collections.abc import Callable, Hashable
from operator import itemgetter
from typing import Any

from citydash.figures.filters import fold
from citydash.figures.headline import Row
from citydash.model.words import STATUSES
from citydash.tui.cells import Parts, fit, width_of
from citydash.tui.commands import N_
from citydash.tui.context import Context
from citydash.tui.widgets.table import Column, Table, styled

SCALE = 1_000
TITLES = {
    "title": N_("Project"),
    "portfolio": N_("Portfolio"),
    "lead": N_("Lead"),
    "status": N_("Status"),
    "cost": N_("Cost"),
    "paid": N_("Paid"),
    "time": N_("Time"),
    "slip": N_("Slip"),
    "secured": N_("Secured"),
    "next": N_("Next milestone"),
}
COLUMNS = (
    Column("title", "", 22, grow=4),
    Column("portfolio", "", 12, grow=2, rank=7),
    Column("lead", "", 14, grow=1, rank=8),
    Column("status", "", 14, rank=1),
    Column("cost", "", 8, right=True),
    Column("paid", "", 6, right=True),
    Column("time", "", 6, right=True, rank=3),
    Column("slip", "", 8, right=True, rank=2),
    Column("secured", "", 8, right=True, rank=4),
    Column("next", "", 10, grow=2, rank=5),
)


def _folded(text: str) -> str:
    """For sorting: most letters fold by themselves, the others take the long way."""
    return text.casefold() if text.isascii() else fold(text)


SORTS: dict[str, Callable[[Row], Any]] = {
    "title": lambda row: _folded(row.project.title),
    "portfolio": lambda row: _folded(row.portfolio),
    "lead": lambda row: _folded(row.lead),
    "status": lambda row: STATUSES.index(row.project.status),
    "cost": lambda row: row.project.cost,
    "paid": lambda row: row.project.financial_progress,
    "time": lambda row: row.elapsed,
    "slip": lambda row: row.project.slip,
    "secured": lambda row: row.secured_share,
    "next": lambda row: row.next_day or None,
}
LARGEST_FIRST = frozenset({"cost", "paid", "time", "slip"})
"""Columns whose first order is from the largest down."""


class Order:
    """Rows by any column; those with nothing in it stand last both ways. Each column is sorted once."""

    def __init__(self, rows: tuple[Row, ...]) -> None:
        self.rows = rows
        self._sorted: dict[str, tuple[list[Row], list[Row]]] = {}

    def by(self, column: str, *, reverse: bool) -> list[Row]:
        """The rows in order; equals keep the files' order, or its reverse."""
        found = self._sorted.get(column)
        if found is None:
            keyed = [(SORTS[column](row), row) for row in self.rows]
            some = sorted((pair for pair in keyed if pair[0] is not None), key=itemgetter(0))
            found = self._sorted[column] = [row for _key, row in some], [row for key, row in keyed if key is None]
        return [*(reversed(found[0]) if reverse else found[0]), *found[1]]


class ProjectTable(Table):
    """Every project in a row; `town` → currency where amounts need theirs beside them."""

    opens_on_click = False

    def __init__(self, context: Context) -> None:
        super().__init__(id="projects")
        self.context = context
        self.currencies: dict[int, str] = {}
        self.dearest: Row | None = None

    def retitle(self) -> None:
        """Columns in the language and the unit of now."""
        text = self.context.locale.text
        wide = width_of(self._cost(self.dearest)) + 1 if self.dearest is not None else 0
        columns = []
        for column in COLUMNS:
            title = text(TITLES[column.key])
            width = column.width
            if column.key == "cost":
                width = max(width, wide, width_of(title) + 1)
            elif column.right:
                width = max(width, width_of(title) + 1)
            columns.append(column._replace(title=title, width=width))
        self.columns = tuple(columns)
        self.signs = (self.context.glyphs.up, self.context.glyphs.down)

    def caption_of(self, count: int) -> Parts:
        """How many, and what the columns count, once."""
        text, context = self.context.locale.text, self.context
        codes = sorted(set(self.currencies.values()))
        basis = context.basis(codes[0], SCALE) if len(codes) == 1 else text("in thousands, incl. VAT")
        certainty = context.locale.word("certainty", context.choice.certainty)
        said = text(
            "cost {basis}; secured: part of the grants counted up to {certainty}", basis=basis, certainty=certainty
        )
        return ((context.count(count), "accent"), ("  ", "text"), (said, "muted"))

    def key(self, row: Row) -> Hashable:
        return row.project.town, row.project.key

    def _cost(self, row: Row) -> str:
        amount = self.context.locale.amount(row.project.cost, SCALE)
        if len(set(self.currencies.values())) > 1:
            return f"{amount} {self.context.locale.unit(self.currencies.get(row.project.town, ''), SCALE)}"
        return amount

    def cell(self, row: Row, column: Column, width: int) -> str | Parts:  # noqa: PLR0911 - one a column
        locale, glyphs, p, key = self.context.locale, self.context.glyphs, row.project, column.key
        if key == "title":
            return p.title
        if key == "portfolio":
            return styled(row.portfolio, width, "muted")
        if key == "lead":
            return styled(row.lead, width, "muted")
        if key == "status":
            style = (
                "muted"
                if p.status in ("closed", "operation", "cancelled")
                else "warn"
                if p.status == "on-hold"
                else "text"
            )
            return styled(f"{glyphs.status[p.status]} {locale.word('status', p.status)}", width, style)
        if key == "cost":
            return self._cost(row)
        if key == "slip":
            slip = p.slip
            return styled(
                locale.days(slip) if slip else "–" if slip is None else "0",
                width,
                "bad" if (slip or 0) > 0 else "muted",
                right=True,
            )
        if key == "next":
            if not row.next_day:
                return styled("–", width, "muted")
            late = row.next_day < self.context.today
            sign = glyphs.milestone["late"] if late else glyphs.milestone["planned"]
            day = locale.date(row.next_day)
            said = f"{sign} {day} {row.next_title}" if width > 14 else day
            return ((fit(said, width), "bad" if late else "text"),)
        part = {"paid": p.financial_progress, "time": row.elapsed, "secured": row.secured_share}[key]
        return locale.percent(part)
