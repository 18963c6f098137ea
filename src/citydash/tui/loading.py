"""The application's ground: the workspace read, read again when files change, and what is said when it can't be."""

import logging
import os
import threading
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import App
from textual.dom import DOMNode
from textual.message import Message

from citydash.errors import CitydashError, EnvironmentFault
from citydash.locale import Locale, choose_language
from citydash.tui import DashboardOptions
from citydash.tui.context import Context
from citydash.tui.screens.frame import Frame
from citydash.tui.session import Session
from citydash.tui.start import parser_in_main_thread
from citydash.tui.state import Choice, First, Loaded
from citydash.tui.themes import OWN_VARIABLES, THEMES

if TYPE_CHECKING:
    from pathlib import PurePath

log = logging.getLogger("citydash.tui")
log.addHandler(logging.NullHandler())  # the terminal is the dashboard's; who wants the log sets a handler
SHEETS = ("app.tcss", "screens/overview.tcss")
"""Read at the start; a screen's own sheet, read when it opens, has all parsed anew."""
CLOCK = 30
"""Seconds between two looks at the date."""


class Loading(App[int]):
    """An application over one session; its screens are frames."""

    class Opened(Message):
        """The workspace was read; for the first time where neither is given."""

        def __init__(self, loaded: Loaded | None, error: Exception | None) -> None:
            super().__init__()
            self.loaded, self.error = loaded, error

    def __init__(self, options: DashboardOptions, session: Session) -> None:
        plain = not options.color or "NO_COLOR" in os.environ
        sheets: list[str | PurePath] = [*SHEETS, "ascii.tcss"] if options.ascii else [*SHEETS]
        super().__init__(css_path=sheets, ansi_color=True if plain else None)
        if not options.color and not self.no_color:
            self._be_plain()
        for theme in THEMES:
            self.register_theme(theme)
        self.set_reactive(App.theme, THEMES[0].name)  # before the first style is computed: set later, all are twice
        self.stylesheet.set_variables(self.get_css_variables())
        self.options, self.session = options, session
        language = choose_language(options.language, [], os.environ)
        self.context = Context(options.root, language, options.where, ascii_only=options.ascii)
        self._closing_down = threading.Event()
        self._watching = False
        self.first: First | None = None
        self.fault = ""
        if session.first is not None:
            self._take_first(session.first)

    def _be_plain(self) -> None:
        """As NO_COLOR does it."""
        from textual.filter import NoColor  # noqa: PLC0415 - only without colour

        self.no_color = True
        self._filters.append(NoColor())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return OWN_VARIABLES

    def on_mount(self) -> None:
        self.set_interval(CLOCK, self._look_at_the_clock)
        if self.first is None:
            self.first = self.session.first
        if self.first is None:
            self._wait()
        else:
            self._have_first(self.first)

    @property
    def frame(self) -> Frame | None:
        """The screen of ours that is on top."""
        return next((screen for screen in reversed(self.screen_stack) if isinstance(screen, Frame)), None)

    # the workspace

    @work(thread=True, group="open", exit_on_error=False)
    def _wait(self) -> None:
        self.session.wait_first()
        self.post_message(self.Opened(None, None))

    def _take_first(self, first: First) -> None:
        self.first = first
        if first.loaded is not None:
            if first.error is not None:
                self.context.choice = Choice()
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

    @work(thread=True, group="watch", exit_on_error=False)
    def _follow(self) -> None:
        from citydash.tui.watch import changes  # noqa: PLC0415 - after the first paint

        for _change in changes(self.options.root, self._closing_down):
            self.call_from_thread(self.reload)

    def _look_at_the_clock(self) -> None:
        """A new day moves deadlines, though no file changed."""
        loaded = self.context.loaded
        if self.options.today is None and loaded is not None and loaded.today != date.today().isoformat():  # noqa: DTZ011 - the town's own day
            self.reload()

    def on_unmount(self) -> None:
        self._closing_down.set()

    # notices

    def say(self, sentence: str, severity: Any = "information") -> None:
        """A notice, as text: it may quote a file."""
        self.notify(sentence, severity=severity, markup=False)

    def say_error(self, error: Exception) -> None:
        """A notice of an error; logged with its traceback where the program didn't foresee it."""
        if not isinstance(error, CitydashError):
            log.error("unforeseen", exc_info=error)
        self.say(self.context.say(error), severity="error")

    async def run_action(
        self,
        action: Any,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """A command that fails ends as a notice, and the dashboard goes on."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except Exception as error:  # noqa: BLE001 - said on the screen
            self.say_error(error)
            return True
