"""What every screen has: header, filter bar and footer around its body; a worker that reads figures and hands them on.

A screen says `collect` (in the worker, yields results), `show` (on the screen) and `asked` (what it wants of the
figures, frozen). What was asked, loaded and chosen is the stamp of a result: one that comes too late is dropped.
"""

import gc
import logging
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, cast

from textual import on, work
from textual.app import ComposeResult
from textual.css.query import NoMatches
from textual.events import ScreenResume
from textual.geometry import Region
from textual.message import Message
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input
from textual.worker import get_current_worker

from citydash.tui.context import Context
from citydash.tui.glyphs import ASCII
from citydash.tui.guard import Guarded
from citydash.tui.state import Choice, Place
from citydash.tui.widgets.boxes import Box, ground
from citydash.tui.widgets.filter_bar import FilterBar
from citydash.tui.widgets.header import Footer, Header
from citydash.tui.widgets.painted import Painted

if TYPE_CHECKING:
    from citydash.figures.projects import Project
    from citydash.figures.standing import Headline
    from citydash.figures.view import View
    from citydash.tui.app import Dashboard

log = logging.getLogger("citydash.tui")
NEVER = 1_000_000
"""So seldom does Python look by itself for dead circles in what stood for long, 40 ms amid a key: `Loading` does."""
CALM = 0.2
"""Seconds without a key after which what is made ready goes on."""
BETWEEN = 0.001
"""Seconds between two steps of what is made ready, in which another thread gets its turn."""


class Stamp(NamedTuple):
    """What a result was read for."""

    generation: int
    choice: Choice
    asked: Any


class Frame(Guarded, Screen[None]):
    """A screen of the dashboard."""

    AUTO_FOCUS = "#body Rows"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-medium"), (120, "-wide")]  # noqa: RUF012 - typed by Textual
    room: ClassVar[str] = ""
    keeps: ClassVar[int] = 0
    """Results kept for a way back: of a screen that shows one after another."""

    class Collected(Message):
        """A result for a stamp, and how many projects the filter matches."""

        def __init__(self, stamp: Stamp, result: Any, matching: int | None) -> None:
            super().__init__()
            self.stamp, self.result, self.matching = stamp, result, matching

    class Failed(Message):
        """The worker ended with an error."""

        def __init__(self, stamp: Stamp, error: Exception) -> None:
            super().__init__()
            self.stamp, self.error = stamp, error

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.set_class(context.glyphs is ASCII, "-ascii")
        self.wanted: Stamp | None = None
        self._before_filter: Widget | None = None
        self.results: list[Any] = []
        self._of: Stamp | None = None
        """What the results were read for."""
        self._kept: dict[Stamp, list[Any]] = {}
        self.said = ""

    @property
    def dashboard(self) -> "Dashboard":
        return cast("Dashboard", self.app)

    # what screens say

    def body(self) -> Iterable[Widget]:
        """The widgets between header and footer."""
        return ()

    def asked(self) -> Any:
        """What `collect` needs to know of the screen; hashable, and frozen for the worker."""
        return None

    def collect(self, view: "View", asked: Any) -> Iterator[Any]:
        """Results, the quickest first. Runs in a thread: nothing of the screen is touched."""
        del view, asked
        yield None

    def show(self, result: Any) -> None:
        """Put a result on the screen, in the language of now."""

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

    def refresh_data(self, *, at_once: bool = False) -> None:
        """Ask for what the screen shows, unless it stands there already: `at_once`, or once the frame is painted that
        answers a key.
        """
        if self.context.loaded is None or not self.context.goes_on:
            return
        stamp = Stamp(self.context.loaded.generation, self.context.choice, self.asked())
        language = self.context.locale.language
        if stamp == self.wanted:
            if language != self.said:
                self.retranslate()
            return
        self.wanted, self.said = stamp, language
        if stamp in self._kept:
            self.results, self._of = self._kept[stamp], stamp
            for result in self.results:
                self._show(result)
            return
        if at_once:
            self._read(stamp)
        else:
            self.call_after_refresh(self._read, stamp)

    def retranslate(self) -> None:
        """The same results in another language, theme or width."""
        self.said = self.context.locale.language
        self.refresh_frame()
        for result in self.results:
            self._show(result)
        for painted in self.query(Painted):
            painted.repaint()

    @work(thread=True, exclusive=True, group="read", exit_on_error=False)
    def _read(self, stamp: Stamp) -> None:
        worker = get_current_worker()
        try:
            with self.dashboard.session.reading(stamp.choice) as view:
                for result in self.collect(view, stamp.asked):
                    if worker.is_cancelled and not self.keeps:
                        return
                    matching = (
                        len(view.projects)
                        if view.filter is not None
                        else self.context.loaded and self.context.loaded.projects
                    )
                    self.post_message(self.Collected(stamp, result, matching))
            self._make_ready(stamp.choice)
        except Exception as error:  # noqa: BLE001 - said on the screen
            self.post_message(self.Failed(stamp, error))

    def _make_ready(self, choice: Choice) -> None:
        """Read what a filter's figures are added up from: what is shown stands, so nobody waits. Who wants to read
        meanwhile may, and no key waits for it.
        """
        from citydash.figures.ready import go_on  # noqa: PLC0415 - after the first paint

        worker, is_more = get_current_worker(), True
        while is_more and not worker.is_cancelled:
            if self.dashboard.stillness < CALM:
                time.sleep(CALM / 10)
                continue
            with self.dashboard.session.reading(choice) as view:
                is_more = go_on(view)
            time.sleep(BETWEEN)

    def on_frame_collected(self, message: Collected) -> None:
        is_wanted, kind = message.stamp == self.wanted, type(message.result)
        if not is_wanted and not self.keeps:
            return
        before = self.results if message.stamp == self._of else self._kept.get(message.stamp, [])
        results = [result for result in before if type(result) is not kind] + [message.result]
        if self.keeps:  # also what came too late: one who goes to and fro finds it there
            self._kept[message.stamp] = results
            if len(self._kept) > self.keeps:
                self._kept.pop(next(iter(self._kept)))
        if not is_wanted:
            return
        self.results, self._of = results, message.stamp
        if message.matching != self.context.matching:
            self.context.matching = message.matching
            self.refresh_filter()
        self._show(message.result)
        if not gc.isenabled():  # the first figures stand
            gc.freeze()
            gc.set_threshold(*gc.get_threshold()[:2], NEVER)
            gc.enable()

    def on_frame_failed(self, message: Failed) -> None:
        if message.stamp == self.wanted:
            self._of = message.stamp
            self.dashboard.say_error(message.error)

    def _show(self, result: Any) -> None:
        try:
            self.show(result)
        except Exception as error:
            log.exception("a screen could not show its figures")
            self.dashboard.say_error(error)

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
