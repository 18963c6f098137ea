"""Which columns a table shows, chosen over it: each change is seen at once."""

from collections.abc import Callable, Hashable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.strip import Strip

from citydash.tui.commands import bindings_for
from citydash.tui.screens.modal import Modal
from citydash.tui.widgets.boxes import Column
from citydash.tui.widgets.rows import Rows

BORDER = 2


class ColumnList(Rows):
    """Keys and titles, those shown marked."""

    def __init__(self) -> None:
        super().__init__(id="columns")
        self.titles: dict[str, str] = {}
        self.shown: tuple[str, ...] = ()

    def key(self, row: str) -> Hashable:
        return row

    def row_strip(self, row: str, width: int, base: str) -> Strip:
        mark = "x" if row in self.shown else " "
        return self.strip(((f" [{mark}] ", "accent"), (self.titles[row], base)), width, base)


class ColumnsScreen(Modal):
    """Closed with escape."""

    CSS_PATH = "columns.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("modal"), *bindings_for("columns")]

    titles: dict[str, str]
    shown: tuple[str, ...]
    chosen: Callable[[tuple[str, ...]], None]

    def about(
        self, titles: dict[str, str], shown: tuple[str, ...], chosen: Callable[[tuple[str, ...]], None]
    ) -> "ColumnsScreen":
        """Keys and titles of all columns, keys of those shown; `chosen` is told every choice, in the titles' order."""
        self.titles, self.shown, self.chosen = titles, shown, chosen
        return self

    def compose(self) -> ComposeResult:
        with Column(id="paper"):
            yield ColumnList()

    def fill(self) -> None:
        text, paper, columns = self.context.locale.text, self.query_one("#paper"), self.query_one(ColumnList)
        paper.styles.height = len(self.titles) + BORDER
        paper.border_title = text("Columns")
        paper.border_subtitle = self.keys_told(f"⏎ {text('Show or hide')}")
        columns.titles, columns.shown = self.titles, self.shown
        columns.load(tuple(self.titles))
        columns.move(0, 1)

    def action_choose(self) -> None:
        """Show or hide the column under the cursor."""
        columns = self.query_one(ColumnList)
        key = columns.current
        self.shown = tuple(k for k in self.titles if (k in self.shown) != (k == key))
        columns.shown = self.shown
        columns.repaint()
        self.chosen(self.shown)

    @on(Rows.Opened)
    def _opened(self, message: Rows.Opened) -> None:
        message.stop()
        self.action_choose()
