"""Which columns a table shows, chosen over it: each change is seen at once."""

from collections.abc import Callable, Hashable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.strip import Strip

from citydash.tui.commands import bindings_for
from citydash.tui.context import Context
from citydash.tui.screens.modal import Modal
from citydash.tui.widgets.rows import Rows

BORDER = 2


class ColumnList(Rows):
    """Keys and titles, those shown marked."""

    def __init__(self, titles: dict[str, str], shown: tuple[str, ...]) -> None:
        super().__init__(id="columns")
        self.titles, self.shown = titles, shown
        self.load(tuple(titles))

    def key(self, row: str) -> Hashable:
        return row

    def row_strip(self, row: str, width: int, base: str) -> Strip:
        mark = "x" if row in self.shown else " "
        return self.strip(((f" [{mark}] ", "accent"), (self.titles[row], base)), width, base)


class ColumnsScreen(Modal):
    """Closed with escape. `chosen` is told every choice, in the order of `titles`."""

    CSS_PATH = "columns.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("modal"), *bindings_for("columns")]

    def __init__(
        self,
        context: Context,
        titles: dict[str, str],
        shown: tuple[str, ...],
        chosen: Callable[[tuple[str, ...]], None],
    ) -> None:
        super().__init__(context)
        self.titles, self.shown, self.chosen = titles, shown, chosen

    def compose(self) -> ComposeResult:
        text = self.context.locale.text
        with Vertical(id="paper") as paper:
            yield ColumnList(self.titles, self.shown)
        paper.styles.height = len(self.titles) + BORDER
        paper.border_title = text("Columns")
        paper.border_subtitle = self.keys_told(f"⏎ {text('Show or hide')}")

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
