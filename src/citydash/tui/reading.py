"""A screen whose figures are read in a thread and handed on.

It says `asked` (what it wants of the figures, frozen), `collect` (in the thread, yields results) and `show`. What was
asked, loaded and chosen is the stamp of a result: one that comes too late isn't shown.
"""

import gc
import logging
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, cast

from textual import work
from textual.message import Message
from textual.screen import Screen
from textual.worker import get_current_worker

from citydash.tui.context import Context
from citydash.tui.guard import Guarded
from citydash.tui.state import CERTAINTIES, Choice

if TYPE_CHECKING:
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


class Reading(Guarded, Screen[None]):
    """A screen of figures."""

    keeps: ClassVar[int] = 0
    """Results kept for a way back: of a screen that shows one after another."""
    counts_funding: ClassVar[bool] = True
    """Whether figures are others when another certainty of funding counts."""

    class Collected(Message):
        """A result for a stamp, and how many projects the filter matches."""

        def __init__(self, stamp: Stamp, result: Any, matching: int | None) -> None:
            super().__init__()
            self.stamp, self.result, self.matching = stamp, result, matching

    class Failed(Message):
        """The thread ended with an error."""

        def __init__(self, stamp: Stamp, error: Exception) -> None:
            super().__init__()
            self.stamp, self.error = stamp, error

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.wanted: Stamp | None = None
        self.results: list[Any] = []
        self._of: Stamp | None = None
        """What the results were read for."""
        self._kept: dict[Stamp, list[Any]] = {}
        self.said = ""

    @property
    def dashboard(self) -> "Dashboard":
        return cast("Dashboard", self.app)

    # what screens say

    def asked(self) -> Any:
        """What `collect` needs to know of the screen; hashable, and frozen for the thread."""
        return None

    def collect(self, view: "View", asked: Any) -> Iterator[Any]:
        """Results, the quickest first. Runs in a thread: nothing of the screen is touched."""
        del view, asked
        yield None

    def show(self, result: Any) -> None:
        """Put a result on the screen, in the language of now."""

    def matched(self) -> None:
        """The filter matches another number of projects."""

    # reading

    def refresh_data(self, *, at_once: bool = False) -> None:
        """Ask for what the screen shows, unless it stands there already: `at_once`, or once the frame is painted that
        answers a key.
        """
        if self.context.loaded is None or not self.context.goes_on:
            return
        choice = self.context.choice
        if not self.counts_funding:
            choice = choice._replace(certainty=CERTAINTIES[0])
        stamp = Stamp(self.context.loaded.generation, choice, self.asked())
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
        for result in self.results:
            self._show(result)

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

    def on_reading_collected(self, message: Collected) -> None:
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
            self.matched()
        self._show(message.result)
        if not gc.isenabled():  # the first figures stand
            gc.freeze()
            gc.set_threshold(*gc.get_threshold()[:2], NEVER)
            gc.enable()

    def on_reading_failed(self, message: Failed) -> None:
        if message.stamp == self.wanted:
            self._of = message.stamp
            self.dashboard.say_error(message.error)

    def _show(self, result: Any) -> None:
        try:
            self.show(result)
        except Exception as error:
            log.exception("a screen could not show its figures")
            self.dashboard.say_error(error)
