"""The workspace read, read again when files change, and what is said when it can't be."""

import gc
import logging
import sys
import threading
from datetime import date
from time import monotonic
from typing import TYPE_CHECKING

from textual import work
from textual.events import Event, InputEvent
from textual.message import Message

from citydash.errors import EnvironmentFault
from citydash.locale import Locale
from citydash.tui import DashboardOptions
from citydash.tui.leaving import Leaving
from citydash.tui.session import Session
from citydash.tui.start import parser_in_main_thread
from citydash.tui.state import First, Loaded

if TYPE_CHECKING:
    from textual.timer import Timer

log = logging.getLogger("citydash.tui")
CLOCK = 30
"""Seconds between two looks at the date, and at the memory."""
STILL = 2
"""Seconds without a key after which such a look disturbs nobody."""
TURN = 0.001
"""Seconds until a thread that reads lets those go on that answer a key. Python's own 0.005 are waited for by the one
that hears the key, the one that paints and the one that writes, each in turn.
"""


class Loading(Leaving):
    """An application over one session."""

    class Opened(Message):
        """The workspace was read; for the first time where neither is given."""

        def __init__(self, loaded: Loaded | None, error: Exception | None) -> None:
            super().__init__()
            self.loaded, self.error = loaded, error

    class LookedBack(Message):
        """Git was asked for the history: what the frame says of it, and of a baseline that came with it."""

        def __init__(self, loaded: Loaded) -> None:
            super().__init__()
            self.loaded = loaded

    def __init__(self, options: DashboardOptions, session: Session, sheet: str) -> None:
        super().__init__(options, sheet)
        self.session = session
        self._closing_down = threading.Event()
        self._watching = False
        self._last_input = 0.0
        self._put_off: Timer | None = None
        self.first: First | None = None
        self.fault = ""
        if session.first is not None:
            self._take_first(session.first)

    def on_mount(self) -> None:
        sys.setswitchinterval(TURN)
        self.app_resume_signal.subscribe(self, self.forget_terminal)
        self.set_interval(CLOCK, self._look_at_the_clock)
        if self.first is None:
            self.first = self.session.first
        if self.first is None:
            self._wait()
        else:
            self._have_first(self.first)

    # the workspace

    @work(thread=True, group="open", exit_on_error=False)
    def _wait(self) -> None:
        self.session.wait_first()
        self.post_message(self.Opened(None, None))

    def _take_first(self, first: First) -> None:
        self.first = first
        if first.loaded is not None:
            if first.error is not None:
                self.context.choice = self.context.choice._replace(where="")
            self.context.loaded = first.loaded
            self.context.locale = Locale(first.loaded.language)
            self.context.matching = first.headline.projects if first.headline else None

    def _have_first(self, first: First) -> None:
        self._take_first(first)
        if first.error is not None:
            self._explain(first.error)
        if first.loaded is None:
            return
        if self.frame is not None:
            self.frame.take_first(first.headline)
            self.frame.refresh_frame()
        self._say_notices(first.loaded)
        self.call_after_refresh(self._go_on)

    def _go_on(self) -> None:
        """The first figures are painted: what takes longer may begin."""
        parser_in_main_thread()
        self.context.goes_on = True
        if self._says_it_is_empty():
            return
        if self.frame is not None:
            self.frame.refresh_data()
        self._watch()
        self.look_back()

    def _say_notices(self, loaded: Loaded) -> None:
        for notice in loaded.notices:
            self.say(self.context.say(notice))

    def on_loading_opened(self, message: Opened) -> None:
        if message.loaded is None and message.error is None and self.session.first is not None:
            self._have_first(self.session.first)
            return
        if message.error is not None or message.loaded is None:
            if message.error is not None:
                self._explain(message.error)
            return
        self.context.loaded, self.context.goes_on, self.fault = message.loaded, True, ""
        self._say_notices(message.loaded)
        if self._says_it_is_empty():
            return
        from citydash.tui.screens.trouble import TroubleScreen  # noqa: PLC0415 - seldom needed

        if isinstance(self.screen, TroubleScreen):
            self.pop_screen()
        frame = self.frame
        if frame is not None:
            frame.refresh_frame()
            frame.refresh_data()
        self.look_back()

    def on_loading_looked_back(self, message: LookedBack) -> None:
        loaded, now = message.loaded, self.context.loaded
        if now is not None and loaded.generation < now.generation:  # the files were read again meanwhile
            loaded = now._replace(history=loaded.history)
        self.context.loaded = loaded
        self._say_notices(message.loaded)
        if hasattr(self.screen, "take_history"):  # the picker waits for it
            self.screen.take_history()
        if self.frame is not None:
            self.frame.refresh_frame()
            self.frame.refresh_data()

    @work(thread=True, exclusive=True, group="history", exit_on_error=False)
    def look_back(self) -> None:
        """Bring the history up to date, in a thread: nothing waits for git."""
        try:
            self.post_message(self.LookedBack(self.session.look_back()))
        except Exception:  # the files are shown all the same
            log.exception("the history could not be looked at")

    def _explain(self, error: Exception) -> None:
        """Nothing can be read: a screen says why when nothing is shown yet, a notice when something is."""
        sentence = self.context.say(error)
        if sentence == self.fault:
            return
        self.fault = sentence
        log.warning("the workspace could not be opened: %s", error)
        if self.context.is_open:
            self.say(sentence, severity="error")
            return
        from citydash.tui.screens.trouble import TroubleScreen  # noqa: PLC0415 - seldom needed

        if isinstance(self.screen, TroubleScreen):
            self.screen.error = error
            self.screen.retranslate()
        else:
            self.push_screen(TroubleScreen(self.context, error))
        self._watch()

    def _says_it_is_empty(self) -> bool:
        """A folder without any town is explained like one that isn't there."""
        if self.context.is_open:
            return False
        root = self.options.root
        self._explain(EnvironmentFault("no town in {root}: a town is a folder that holds town.toml", root=root))
        return True

    def reload(self) -> None:
        """Read the workspace again, in a thread."""
        parser_in_main_thread()
        self._reload()

    @work(thread=True, exclusive=True, group="open", exit_on_error=False)
    def _reload(self) -> None:
        try:
            loaded = self.session.load()
        except Exception as error:  # noqa: BLE001 - said on the screen
            self.post_message(self.Opened(None, error))
        else:
            self.post_message(self.Opened(loaded, None))

    def _watch(self) -> None:
        """Follow the files from now on; asked for again, nothing happens."""
        if not self._watching:
            self._watching = True
            self._follow()
            self._follow_history()

    @work(thread=True, group="watch", exit_on_error=False)
    def _follow(self) -> None:
        from citydash.tui.watch import changes  # noqa: PLC0415 - after the first paint

        for _change in changes(self.options.root, self._closing_down):
            self.call_from_thread(self.reload)

    @work(thread=True, group="watch", exit_on_error=False)
    def _follow_history(self) -> None:
        from citydash.tui.watch import commits  # noqa: PLC0415 - as above

        for _change in commits(self.options.root, self._closing_down):
            self.call_from_thread(self.look_back)

    async def on_event(self, event: Event) -> None:
        if isinstance(event, InputEvent):
            self._last_input = monotonic()
        await super().on_event(event)

    @property
    def stillness(self) -> float:
        """Seconds since the last key or click."""
        return monotonic() - self._last_input

    def _look_at_the_clock(self) -> None:
        """A new day moves deadlines, though no file changed. And the dead are cleared away. No key waits for either:
        they are put off while somebody types.
        """
        if self._put_off is not None:
            self._put_off.stop()
        if (still := self.stillness) < STILL:
            self._put_off = self.set_timer(STILL - still, self._look_at_the_clock)
            return
        gc.collect()
        loaded = self.context.loaded
        if self.options.today is None and loaded is not None and loaded.today != date.today().isoformat():  # noqa: DTZ011 - the town's own day
            self.reload()
        elif loaded is not None:
            self.look_back()  # somebody may have committed where no stamp tells: on a share that caches

    def on_unmount(self) -> None:
        self._closing_down.set()
        self.session.end()
