"""A virtual table: columns that share the width and leave when it is short, a pinned header, pinned totals."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from textual.message import Message
from textual.strip import Strip

from citydash.tui.cells import Part, Parts, fit, width_of
from citydash.tui.clipboard import joined
from citydash.tui.widgets.rows import Rows

COPIED_CELLS = 60
"""The width that a copied cell is written for."""
GAP = 2
"""Cells between two columns."""


class Column(NamedTuple):
    """A column: at least `width` cells, and `grow` shares of what is left. The highest `rank` leaves first, 0 never."""

    key: str
    title: str
    width: int
    grow: int = 0
    right: bool = False
    rank: int = 0
    sorts: bool = True
    most: int = 0
    """Cells that it doesn't grow beyond; 0 for no end."""
    wanted: int = 0
    """Cells that it has before columns of a rank find room: at most two sevenths of the table."""
    short: str = ""
    """What stands above it where the title doesn't fit."""


def layout(columns: tuple[Column, ...], width: int) -> list[tuple[Column, int]]:
    """The columns that fit into `width`, each with its cells."""
    shown = [column._replace(width=max(column.width, min(column.wanted, width * 2 // 7))) for column in columns]
    room = width - 2
    while len(shown) > 1 and _least(shown) > room:
        last = max(shown, key=lambda column: (column.rank, shown.index(column)))
        if not last.rank:
            break
        shown.remove(last)
    spare, shares = max(0, room - _least(shown)), sum(column.grow for column in shown)
    found = []
    for column in shown:
        more = spare * column.grow // shares if shares else 0
        more = min(more, max(0, column.most - column.width)) if column.most else more
        spare, shares = spare - more, shares - column.grow
        found.append((column, column.width + more))
    return found


def _least(columns: list[Column]) -> int:
    return sum(column.width for column in columns) + GAP * (len(columns) - 1)


class Table(Rows):
    """Rows in columns. Subclasses say `cell`."""

    class Sorted(Message):
        """A click on a column's title."""

        def __init__(self, table: "Table", column: str) -> None:
            super().__init__()
            self.table, self.column = table, column

        @property
        def control(self) -> "Table":
            return self.table

    def __init__(self, id: str | None = None, classes: str | None = None, *, headed: bool = True) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id, classes=classes)
        self.headed = headed
        self.columns: tuple[Column, ...] = ()
        self.caption: Parts = ()
        self.sorted_by: tuple[str, bool] | None = None
        """Column and whether the largest comes first."""
        self.signs = ("▲", "▼")
        self._fitted: tuple[int, tuple[Column, ...], list[tuple[Column, int]]] | None = None

    def cell(self, row: Any, column: Column, width: int) -> str | Parts:
        """What stands in a cell; text is aligned as the column is, parts are taken as they are."""
        raise NotImplementedError

    def fitted(self, width: int) -> list[tuple[Column, int]]:
        """The columns that are shown at a width."""
        kept = self._fitted
        if kept is None or kept[0] != width or kept[1] is not self.columns:
            kept = self._fitted = (width, self.columns, layout(self.columns, width))
        return kept[2]

    @property
    def head_height(self) -> int:
        return bool(self.caption) + self.headed

    def head(self, width: int) -> list[Strip]:
        lines = [self.strip(((" ", "text"), *self.caption), width)] if self.caption else []
        if not self.headed:
            return lines
        parts: list[Part] = [(" ", "heading")]
        for n, (column, cells) in enumerate(self.fitted(width)):
            sign = ""
            if self.sorted_by and self.sorted_by[0] == column.key:
                sign = self.signs[1 if self.sorted_by[1] else 0]
            title, room = column.title, cells - len(sign)
            if width_of(title) > room:
                title = fit(column.short or title, room).rstrip()
            title = sign + title if column.right else title + sign
            parts += [(" " * GAP if n else "", "heading"), (fit(title, cells, right=column.right), "heading")]
        return [*lines, self.strip(tuple(parts), width, "heading")]

    def row_strip(self, row: Any, width: int, base: str) -> Strip:
        parts: list[Part] = [(" ", base)]
        for n, (column, cells) in enumerate(self.fitted(width)):
            if n:
                parts.append((" " * GAP, base))
            found = self.cell(row, column, cells)
            if isinstance(found, str):
                parts.append((fit(found, cells, right=column.right), base))
            else:
                parts += found
        return self.strip(tuple(parts), width, base)

    def as_text(self) -> str:
        """The rows for a spreadsheet: cells with tabs between, under the columns' titles."""
        return joined(self._lines())

    def _lines(self) -> Iterator[str]:
        yield "\t".join(column.title for column in self.columns)
        cells = [self.copier(column) for column in self.columns]
        for row in self.rows:
            if self.key(row) is None:  # a heading
                continue
            yield "\t".join([copied(row) for copied in cells])

    def copier(self, column: Column) -> Callable[[Any], str]:
        """What says of a row what its cell says, without how."""
        return lambda row: _plain(self.cell(row, column, COPIED_CELLS))

    def click_head(self, x: int, y: int) -> None:
        if not self.headed or y != self.head_height - 1:
            return
        at = 1
        for column, cells in self.fitted(self.size.width):
            if at <= x < at + cells + GAP and column.sorts:
                self.post_message(self.Sorted(self, column.key))
                return
            at += cells + GAP


def _plain(cell: str | Parts) -> str:
    """What a cell says, without how."""
    if isinstance(cell, str):
        return cell.strip()
    return (cell[0][0] if len(cell) == 1 else "".join([text for text, _style in cell])).strip()


def styled(text: str, width: int, style: str, *, right: bool = False) -> Parts:
    """A cell in one style, in exactly its width."""
    return ((fit(text, width, right=right), style),)
