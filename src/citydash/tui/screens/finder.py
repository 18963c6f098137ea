"""A paper to find something by typing: an input, what has the words, and a note under it."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Resize
from textual.widgets import Input

from citydash.tui.cells import Parts, wrap
from citydash.tui.commands import bindings_for
from citydash.tui.context import Context
from citydash.tui.screens.modal import Modal
from citydash.tui.widgets.boxes import Column
from citydash.tui.widgets.painted import Fixed
from citydash.tui.widgets.table import Table


class Found(Table):
    """What can be chosen; typing goes on while one goes through it."""

    def __init__(self, context: Context) -> None:
        super().__init__(id="found", headed=False)
        self.context = context
        self.can_focus = False

    def cursor_base(self, base: str) -> str:
        del base
        return "cursor"


class Note(Fixed):
    """Why there is nothing to choose from, what isn't understood, or what the row under the cursor is."""

    def __init__(self, context: Context) -> None:
        super().__init__(id="note")
        self.context = context
        self.sentence, self.style = "", "muted"

    def say(self, sentence: str, style: str = "muted") -> None:
        if (sentence, style) != (self.sentence, self.style):
            self.sentence, self.style = sentence, style
            self.repaint()

    def lines(self, width: int) -> list[Parts]:
        return [((f" {line}", self.style),) for line in wrap(self.sentence, max(20, width - 2))[:2]]


class Finder(Modal):
    """Closed with escape, or once something is chosen. Subclasses say heading, hint, rows and what to do."""

    CSS_PATH = "finder.tcss"
    AUTO_FOCUS = "#named"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("picker")

    def listed(self) -> Found:
        """The list's widget, made once."""
        return Found(self.context)

    def heading(self) -> str:
        """What stands in the paper's border."""
        return ""

    def hint(self) -> str:
        """What stands in the input while it is empty."""
        return ""

    def refill(self) -> None:
        """The rows that have what is typed now."""

    def choose(self, row: object) -> None:
        """Do what a row is for."""

    def compose(self) -> ComposeResult:
        with Column(id="paper"):
            yield Input(id="named", compact=True, select_on_focus=False)
            yield self.listed()
            yield Note(self.context)

    def fill(self) -> None:
        paper, box, choose = self.query_one("#paper"), self.box, self.context.locale.text("Choose")
        paper.border_title = self.heading()
        paper.border_subtitle = self.keys_told(f"⏎ {choose}", "↑↓")
        box.placeholder = self.hint()
        with box.prevent(Input.Changed):
            box.value = ""

    @property
    def box(self) -> Input:
        return self.query_one(Input)

    @property
    def found(self) -> Found:
        return self.query_one(Found)

    @property
    def note(self) -> Note:
        return self.query_one(Note)

    @property
    def typed(self) -> str:
        """What is looked for."""
        return self.box.value.strip()

    def on_resize(self, _event: Resize) -> None:
        self.found.repaint()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.refill()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self.found.current is not None:
            self.choose(self.found.current)

    @on(Table.Opened)
    def _opened(self, message: Table.Opened) -> None:
        message.stop()
        self.choose(message.row)

    def action_move(self, step: int) -> None:
        self.found.move(self.found.cursor + step, step)

    def action_page(self, step: int) -> None:
        self.found.move(self.found.cursor + step * self.found.room, step)
