"""What every screen has: header, filter bar and footer around its body; commands that know what is under the cursor."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.css.query import NoMatches
from textual.events import ScreenResume
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from citydash.tui.context import Context
from citydash.tui.glyphs import ASCII
from citydash.tui.reading import Reading
from citydash.tui.state import Place
from citydash.tui.widgets.boxes import Box, ground
from citydash.tui.widgets.filter_bar import FilterBar
from citydash.tui.widgets.header import Footer, Header
from citydash.tui.widgets.painted import Painted

if TYPE_CHECKING:
    from citydash.figures.projects import Project
    from citydash.figures.standing import Headline


class Frame(Reading):
    """A screen of the dashboard."""

    AUTO_FOCUS = "#body Rows"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-medium"), (120, "-wide")]  # noqa: RUF012 - typed by Textual
    room: ClassVar[str] = ""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.set_class(context.glyphs is ASCII, "-ascii")
        self._before_filter: Widget | None = None

    # what screens say

    def body(self) -> Iterable[Widget]:
        """The widgets between header and footer."""
        return ()

    def place(self) -> Place | None:
        """What `e` opens."""
        return None

    def copied(self) -> str:
        """What `y` copies: lines of cells with tabs between."""
        return ""

    def saves(self) -> tuple[str, ...] | None:
        """What `s` saves: the command that reports what is shown, and its arguments; None where no report says it.

        Options are written `--name=value`. Workspace, language, day and format are added by who asks.
        """
        return None

    def remembered(self) -> dict[str, Any]:
        """What of the screen comes back at the next start: keys with texts, numbers, booleans or lists of them."""
        return {}

    def remember(self, kept: dict[str, Any]) -> None:
        """Take up what was `remembered`, before there is anything to show; whatever a file may hold is bearable."""

    def back(self) -> bool:
        """Whether `escape` had somewhere to go inside the screen."""
        return False

    def project(self) -> "Project | None":
        """The project under the cursor."""
        return None

    def fold(self, width: int) -> None:
        """Take the shape for a width before the first style is computed, not after."""
        shapes = self.HORIZONTAL_BREAKPOINTS or []
        for name in {name for _width, name in shapes} - (now := self._get_breakpoint_classes(width, shapes)):
            self.remove_class(name)
        self.add_class(*now)

    def take_first(self, headline: "Headline | None") -> None:
        """The first figures, read before there was a screen."""

    # the frame

    def render_lines(self, crop: Region) -> list[Strip]:
        return ground(self, crop)

    def compose(self) -> ComposeResult:
        yield Header(self.context)
        yield from self._safe_body()
        if self.context.choice.where:
            yield FilterBar(self.context)
        yield Footer(self.context, *self.rooms)

    def _safe_body(self) -> list[Widget]:
        try:
            return list(self.body())
        except Exception as error:  # noqa: BLE001 - said on the screen
            self.call_after_refresh(self.dashboard.say_error, error)
            return [Box(id="body")]

    @property
    def rooms(self) -> tuple[str, ...]:
        return ("app", "rows", self.room)

    @property
    def filter_bar(self) -> FilterBar | None:
        """The filter bar, made when there is something to say."""
        found = self.query(FilterBar)
        return found.first() if found else None

    @property
    def types_filter(self) -> bool:
        """Whether the filter bar has the keys."""
        return self.filter_bar is not None and self.filter_bar.is_open

    def refresh_filter(self, error: str | None = None) -> None:
        """The filter's line says what is true now."""
        if self.filter_bar is not None:
            self.filter_bar.refresh_line(error)
        elif self.context.choice.where and self.query(Footer):
            self.mount(FilterBar(self.context), before=self.query_one(Footer))

    def matched(self) -> None:
        self.refresh_filter()

    def on_screen_resume(self, event: ScreenResume) -> None:
        event.refresh_styles = False  # they were applied as the widgets were made, and are anew with each theme
        self.refresh_frame()
        self.refresh_data()

    def refresh_frame(self) -> None:
        """The header, the filter's line and the footer say what is true now."""
        try:
            self.query_one(Header).repaint()
            self.query_one(Footer).repaint()
            self.refresh_filter()
        except NoMatches:  # not composed yet
            return

    def retranslate(self) -> None:
        self.refresh_frame()
        super().retranslate()
        for painted in self.query(Painted):
            painted.repaint()

    @on(Input.Changed, "#filter-input")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.dashboard.try_filter(event.value)

    @on(Input.Submitted, "#filter-input")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.dashboard.take_filter(event.value)

    async def open_filter(self) -> None:
        """Give the keys to the filter bar."""
        self._before_filter = self.focused
        bar = self.filter_bar
        if bar is None:
            bar = FilterBar(self.context)
            await self.mount(bar, before=self.query_one(Footer))
        await bar.open()

    def leave_filter(self) -> None:
        """Give the keys back to the body."""
        if self.filter_bar is not None:
            self.filter_bar.close()
        if self._before_filter is not None and self._before_filter.focusable:
            self._before_filter.focus()
            return
        for widget in self.query("#body Rows"):
            if widget.display and widget.focusable:
                widget.focus()
                return
