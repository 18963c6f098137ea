"""The application: what is loaded and chosen, the commands that work everywhere, and the way between screens."""

import logging
import os
import threading
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any, ClassVar

from textual import work
from textual.app import App, SuspendNotSupported
from textual.dom import DOMNode
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer

from citydash.errors import CitydashError
from citydash.figures.projects import Project
from citydash.locale import LANGUAGES, Locale, choose_language
from citydash.tui import DashboardOptions
from citydash.tui.commands import bindings_for
from citydash.tui.context import Context
from citydash.tui.screens.frame import Frame
from citydash.tui.session import Session
from citydash.tui.start import parser_in_main_thread
from citydash.tui.state import CERTAINTIES, Choice, First, Loaded, Place
from citydash.tui.themes import OWN_VARIABLES, THEMES

log = logging.getLogger("citydash.tui")
TYPING_PAUSE = 0.15
"""Seconds after the last letter until the filter is tried."""


class Dashboard(App[int]):
    """Screens are modes: each keeps its own way back."""

    TITLE = "citydash"
    CSS_PATH: ClassVar = ["app.tcss", "screens/overview.tcss"]  # a screen's own sheet, read later, parses all anew
    DEFAULT_MODE = "overview"
    BINDINGS: ClassVar = bindings_for("app")
    ENABLE_COMMAND_PALETTE = False
    NOTIFICATION_TIMEOUT = 6

    class Opened(Message):
        """The workspace was read; for the first time where neither is given."""

        def __init__(self, loaded: Loaded | None, error: Exception | None) -> None:
            super().__init__()
            self.loaded, self.error = loaded, error

    class Tried(Message):
        """A filter's text was tried."""

        def __init__(self, text: str, matching: int, error: Exception | None) -> None:
            super().__init__()
            self.text, self.matching, self.error = text, matching, error

    def __init__(self, options: DashboardOptions, session: Session) -> None:
        super().__init__(ansi_color=None if options.color and "NO_COLOR" not in os.environ else True)
        if not options.color and not self.no_color:
            self._be_plain()
        for theme in THEMES:
            self.register_theme(theme)
        self.set_reactive(App.theme, THEMES[0].name)  # before the first style is computed: set later, all are twice
        self.stylesheet.set_variables(self.get_css_variables())
        self.options, self.session = options, session
        language = choose_language(options.language, [], os.environ)
        self.context = Context(options.root, language, options.where, ascii_only=options.ascii)
        self._typing: Timer | None = None
        self._closing_down = threading.Event()
        self._watching = False
        self.first: First | None = None
        self.fault = ""
        for name in ("overview", "projects", "budget"):
            self.add_mode(name, partial(self._mode, name))
        if session.first is not None:
            self._take_first(session.first)

    def _be_plain(self) -> None:
        """As NO_COLOR does it."""
        from textual.filter import NoColor  # noqa: PLC0415 - only without colour

        self.no_color = True
        self._filters.append(NoColor())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return OWN_VARIABLES

    # screens

    def _mode(self, name: str) -> Screen[Any]:
        screen = self._screen_of(name)
        screen.fold(self.size.width)
        return screen

    def _screen_of(self, name: str) -> Frame:
        if name == "projects":
            from citydash.tui.screens.projects import ProjectsScreen  # noqa: PLC0415 - a screen is imported when it opens

            return ProjectsScreen(self.context)
        if name == "budget":
            from citydash.tui.screens.budget import BudgetScreen  # noqa: PLC0415 - likewise

            return BudgetScreen(self.context)
        from citydash.tui.screens.overview import OverviewScreen  # noqa: PLC0415 - likewise

        return OverviewScreen(self.context, self.first.headline if self.first else None)

    def on_mount(self) -> None:
        self.set_interval(30, self._look_at_the_clock)
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
        if self.frame is not None:
            self.frame.refresh_data()
        self._watch()

    def _say_notices(self, loaded: Loaded) -> None:
        for notice in loaded.notices:
            self.say(self.context.say(notice))

    def on_dashboard_opened(self, message: Opened) -> None:
        if message.loaded is None and message.error is None and self.session.first is not None:
            self._have_first(self.session.first)
            return
        if message.error is not None or message.loaded is None:
            if message.error is not None:
                self._explain(message.error)
            return
        self.context.loaded, self.context.goes_on, self.fault = message.loaded, True, ""
        self._say_notices(message.loaded)
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
        if self.context.loaded is not None:
            self.say(sentence, severity="error")
            return
        from citydash.tui.screens.trouble import TroubleScreen  # noqa: PLC0415 - seldom needed

        if isinstance(self.screen, TroubleScreen):
            self.screen.error = error
            self.screen.retranslate()
        else:
            self.push_screen(TroubleScreen(self.context, error))
        self._watch()

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

    # commands

    async def action_show(self, name: str) -> None:
        """Switch to a screen, from wherever one is in it."""
        if name == self.current_mode:
            while len(self.screen_stack) > 1:
                await self.pop_screen()
            return
        if not isinstance(self.screen, Frame):
            await self.pop_screen()
        self.context.mode = name
        await self.switch_mode(name)

    async def open_project(self, project: Project) -> None:
        """A project's page, over the screen that named it."""
        from citydash.tui.screens.project import ProjectScreen  # noqa: PLC0415 - imported when it opens

        await self.push_screen(ProjectScreen(self.context, self.session.key_of(project)))

    async def show_excerpt(self, place: Place) -> None:
        """A file around a line, over the screen."""
        from citydash.tui.screens.excerpt import ExcerptScreen  # noqa: PLC0415 - seldom needed

        await self.push_screen(ExcerptScreen(self.context, place))

    async def show_filtered(self, where: str, screen: str = "projects") -> None:
        """Another screen, on the projects of a filter."""
        self.take_filter(where)
        await self.action_show(screen)

    async def action_filter(self) -> None:
        if self.frame is not None and self.screen is self.frame:
            await self.frame.open_filter()

    def try_filter(self, text: str) -> None:
        """Once typing pauses, apply the filter if it is one, else say what isn't understood."""
        if self._typing is not None:
            self._typing.stop()
        self._typing = self.set_timer(TYPING_PAUSE, lambda: self._try(text))

    def take_filter(self, text: str) -> None:
        """Apply a filter now."""
        if self._typing is not None:
            self._typing.stop()
        self._try(text)

    @work(thread=True, exclusive=True, group="filter", exit_on_error=False)
    def _try(self, text: str) -> None:
        try:
            with self.session.reading(Choice(text.strip(), self.context.choice.certainty)) as view:
                matching = len(view.projects)
        except Exception as error:  # noqa: BLE001 - said in the bar
            self.post_message(self.Tried(text, 0, error))
        else:
            self.post_message(self.Tried(text, matching, None))

    def on_dashboard_tried(self, message: Tried) -> None:
        frame = self.frame
        if message.error is not None:
            if frame is not None and frame.filter_bar.is_open:
                frame.filter_bar.refresh_line(self.context.say(message.error))
            else:
                self.say_error(message.error)
            return
        self.context.matching = message.matching
        self.context.choice = self.context.choice._replace(where=message.text.strip())
        if frame is not None:
            frame.filter_bar.refresh_line("")
            frame.refresh_data()

    async def action_back(self) -> None:
        frame = self.frame
        if frame is None or self.screen is not frame:
            await self.pop_screen()
        elif frame.filter_bar.is_open:
            frame.leave_filter()
        elif frame.back():
            return
        elif len(self.screen_stack) > 1:
            await self.pop_screen()
        elif self.context.choice.where:
            self.take_filter("")

    def action_certainty(self) -> None:
        """Possible, probable, secured: each counts less funding."""
        now = CERTAINTIES.index(self.context.choice.certainty)
        certainty = CERTAINTIES[(now + 1) % len(CERTAINTIES)]
        self.context.choice = self.context.choice._replace(certainty=certainty)
        word = self.context.locale.word("certainty", certainty)
        self.clear_notifications()
        self.say(self.context.locale.text("funding counted: up to {certainty}", certainty=word))
        if self.frame is not None:
            self.frame.refresh_frame()
            self.frame.refresh_data()

    def action_language(self) -> None:
        now = LANGUAGES.index(self.context.locale.language)
        self.context.locale = Locale(LANGUAGES[(now + 1) % len(LANGUAGES)])
        for screen in self.screen_stack:
            if isinstance(screen, Frame) and screen.is_current:
                screen.retranslate()

    def action_theme(self) -> None:
        names = [theme.name for theme in THEMES]
        now = names.index(self.theme) if self.theme in names else -1
        self.theme = names[(now + 1) % len(names)]

    def action_copy(self) -> None:
        text = self.frame.copied() if self.frame is not None else ""
        locale = self.context.locale
        if not text:
            self.say(locale.text("nothing to copy here"))
            return
        self.copy_to_clipboard(text)
        self.say(locale.plural("{n} line copied", "{n} lines copied", text.count("\n") + 1))

    def action_edit(self) -> None:
        place = self.screen.place() if hasattr(self.screen, "place") else None
        if place is None:
            self.say(self.context.locale.text("no file stands behind this line"))
            return
        self.edit(place)

    def edit(self, place: Place) -> None:
        """Open a line in the user's editor, the dashboard standing back meanwhile."""
        from citydash.tui.editor import command, run  # noqa: PLC0415 - seldom needed

        path = os.path.join(self.options.root, place.path)  # noqa: PTH118 - as the index joins them
        line = command(os.environ, path, place.line, place.column)
        text, problem = self.context.locale.text, ""
        if not line:
            self.say(text("set $VISUAL or $EDITOR to open files here"), severity="warning")
            return
        try:
            with self.suspend():
                problem = run(line)
        except SuspendNotSupported:
            problem = text("this terminal can't be lent to an editor")
        if problem:
            self.say(problem, severity="error")
        self.reload()

    async def action_help(self) -> None:
        from citydash.tui.screens.help import HelpScreen  # noqa: PLC0415 - seldom needed

        frame = self.frame
        if isinstance(self.screen, Frame) and frame is not None:
            await self.push_screen(HelpScreen(self.context, frame.rooms))

    async def action_palette(self) -> None:
        from citydash.tui.palette import open_palette  # noqa: PLC0415 - seldom needed

        await open_palette(self)

    async def action_quit(self) -> None:
        self.exit(0)

    def on_unmount(self) -> None:
        self._closing_down.set()
