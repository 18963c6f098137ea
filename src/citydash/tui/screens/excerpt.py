"""The lines of a file around one of them, over the screen; `e` opens the editor there."""

from typing import TYPE_CHECKING, ClassVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType

from citydash.tui.commands import bindings_for
from citydash.tui.context import Context
from citydash.tui.screens.modal import Modal
from citydash.tui.source_lines import lines_of, numbered
from citydash.tui.state import Place
from citydash.tui.widgets.boxes import Column
from citydash.tui.widgets.page import Line, Page

if TYPE_CHECKING:
    from citydash.tui.app import Dashboard

AROUND = 200
"""Lines shown before and after."""


class ExcerptPage(Page):
    """Numbered lines, the one in question marked."""

    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(id="excerpt")
        self.context, self.place = context, place
        self.text: list[str] = []

    @property
    def first(self) -> int:
        return max(1, self.place.line - AROUND)

    def write(self, width: int) -> list[Line]:
        last = self.place.line + AROUND
        return [Line(parts) for parts in numbered(self.context, self.text, self.first, last, self.place, width)]

    def on_mount(self) -> None:
        self._read()

    @work(thread=True, exit_on_error=False)
    def _read(self) -> None:
        """Of a file in the past git is asked."""
        text = lines_of(cast("Dashboard", self.app).session.text(self.place.path))
        self.app.call_from_thread(self._take, text)

    def _take(self, text: list[str]) -> None:
        self.text = text
        self.rewrite()
        self.call_after_refresh(self.to_line)

    def to_line(self) -> None:
        """Bring the line to a third of the height."""
        self.scroll_to(y=self.place.line - self.first - self.size.height // 3, animate=False)


class ExcerptScreen(Modal):
    """Closed with escape."""

    CSS_PATH = "excerpt.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("modal")

    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(context)
        self.at = place

    def compose(self) -> ComposeResult:
        text = self.context.locale.text
        with Column(id="paper") as paper:
            yield ExcerptPage(self.context, self.at)
        paper.border_title = _plain(f"{self.at.path}:{self.at.line}")
        paper.border_subtitle = self.keys_told(f"[@click=app.edit]e {text('Edit')}[/]")

    def place(self) -> Place:
        """What `e` opens."""
        return self.at


def _plain(text: str) -> str:
    """A border's title is markup: a file's name isn't."""
    return text.replace("[", "\\[")
