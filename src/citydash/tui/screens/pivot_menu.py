"""What the budget's pivot can show, chosen from a list over it: axes, columns, measure, section. Seen at once."""

from collections.abc import Callable, Hashable
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.strip import Strip

from citydash.errors import N_
from citydash.tui.budget_state import Asked
from citydash.tui.commands import bindings_for
from citydash.tui.context import Context
from citydash.tui.screens.modal import Modal
from citydash.tui.widgets.boxes import Column
from citydash.tui.widgets.rows import Rows

FIELDS = {
    "measure": N_("Measure"),
    "rows": N_("Rows"),
    "then": N_("Then by"),
    "columns": N_("Columns"),
    "section": N_("Section"),
}
BORDER = 2


class Option(NamedTuple):
    """A value of a field; None is the field's title."""

    field: str
    value: str | None


class OptionList(Rows):
    """The fields, each with what it can be; what is chosen is marked."""

    def __init__(self, context: Context) -> None:
        super().__init__(id="options")
        self.context = context
        self.asked = Asked()

    def fill(self) -> None:
        loaded = self.context.loaded
        several = loaded is not None and loaded.towns > 1
        rows: list[Option] = []
        for field in FIELDS:
            values = self.asked.choices(field, several=several)
            rows += [Option(field, None), *(Option(field, value) for value in values)]
        self.load(rows)

    def key(self, row: Option) -> Hashable | None:
        return row if row.value is not None else None

    def row_strip(self, row: Option, width: int, base: str) -> Strip:
        text, marks = self.context.locale.text, self.context.glyphs.certainty
        if row.value is None:
            return self.strip(((f" {text(FIELDS[row.field])}", "heading"),), width, "heading")
        chosen = getattr(self.asked, row.field) == row.value
        mark = marks["secured"] if chosen else marks["possible"]
        return self.strip(((f"   {mark} ", "accent" if chosen else "muted"), (self.word(row), base)), width, base)

    def word(self, row: Option) -> str:
        """A value in words."""
        locale = self.context.locale
        if not row.value:
            return locale.text("both sections") if row.field == "section" else locale.text("(none)")
        kind = row.field if row.field in ("measure", "section") else "axis"
        return locale.word(kind, row.value)


class PivotMenu(Modal):
    """Closed with escape."""

    CSS_PATH = "pivot_menu.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("modal")

    asked: Asked
    chosen: Callable[[Asked], None]

    def about(self, asked: Asked, chosen: Callable[[Asked], None]) -> "PivotMenu":
        """What is asked now; `chosen` is told each choice."""
        self.asked, self.chosen = asked, chosen
        return self

    def compose(self) -> ComposeResult:
        with Column(id="paper"):
            yield OptionList(self.context)

    def fill(self) -> None:
        text, paper, options = self.context.locale.text, self.query_one("#paper"), self.query_one(OptionList)
        paper.border_title = text("Axes and measure")
        choose = text("Choose")  # by itself: what stands in another text isn't found to be translated
        paper.border_subtitle = self.keys_told(f"⏎ {choose}")
        options.asked = self.asked
        options.fill()
        paper.styles.height = len(options.rows) + BORDER
        self.call_after_refresh(options.go_to, Option("measure", self.asked.measure))

    @on(Rows.Opened)
    def _opened(self, message: Rows.Opened) -> None:
        message.stop()
        self.asked = self.asked.choose(message.row.field, message.row.value)
        options = self.query_one(OptionList)
        options.asked = self.asked
        options.fill()
        self.chosen(self.asked)
