"""The application: the commands that work everywhere, and the way between screens."""

import os
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import SuspendNotSupported
from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen

from citydash.locale import LANGUAGES, Locale
from citydash.tui import DashboardOptions
from citydash.tui.commands import bindings_for
from citydash.tui.loading import Loading
from citydash.tui.screens.frame import Frame
from citydash.tui.session import Session
from citydash.tui.state import CERTAINTIES, Choice, Place
from citydash.tui.themes import THEMES

if TYPE_CHECKING:
    from textual.timer import Timer

    from citydash.figures.projects import Project

SCREENS = {
    "overview": ("overview", "OverviewScreen"),
    "projects": ("projects", "ProjectsScreen"),
    "timeline": ("timeline", "TimelineScreen"),
    "budget": ("budget", "BudgetScreen"),
    "funding": ("funding", "FundingScreen"),
    "agenda": ("agenda", "AgendaScreen"),
    "problems": ("problems", "ProblemsScreen"),
}
"""The screens by name: module and class, imported when they open."""
TYPING_PAUSE = 0.15
"""Seconds after the last letter until the filter is tried."""


class Dashboard(Loading):
    """Screens are modes: each keeps its own way back."""

    TITLE = "citydash"
    DEFAULT_MODE = "overview"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("app")
    ENABLE_COMMAND_PALETTE = False
    NOTIFICATION_TIMEOUT = 6

    class Tried(Message):
        """A filter's text was tried."""

        def __init__(self, text: str, matching: int, error: Exception | None) -> None:
            super().__init__()
            self.text, self.matching, self.error = text, matching, error

    def __init__(self, options: DashboardOptions, session: Session) -> None:
        super().__init__(options, session)
        self._typing: Timer | None = None
        for name in SCREENS:
            self.add_mode(name, partial(self._mode, name))

    # screens

    def _mode(self, name: str) -> Screen[Any]:
        screen = self._screen_of(name)
        screen.fold(self.size.width)
        return screen

    def _screen_of(self, name: str) -> Frame:
        if name == "overview":
            from citydash.tui.screens.overview import OverviewScreen  # noqa: PLC0415 - a screen is imported when it opens

            return OverviewScreen(self.context, self.first.headline if self.first else None)
        module, kind = SCREENS[name]
        made: Frame = getattr(import_module(f"citydash.tui.screens.{module}"), kind)(self.context)
        return made

    # commands

    async def action_show(self, name: str) -> None:
        """Switch to a screen, from wherever one is in it."""
        if not self.context.is_open:
            return
        if name == self.current_mode:
            while len(self.screen_stack) > 1:
                await self.pop_screen()
            return
        if not isinstance(self.screen, Frame):
            await self.pop_screen()
        self.context.mode = name
        await self.switch_mode(name)

    async def open_project(self, project: "Project") -> None:
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
            if frame is not None and frame.types_filter:
                frame.refresh_filter(self.context.say(message.error))
            else:
                self.say_error(message.error)
            return
        self.context.matching = message.matching
        self.context.choice = self.context.choice._replace(where=message.text.strip())
        if frame is not None:
            frame.refresh_filter("")
            frame.refresh_data()

    async def action_back(self) -> None:
        frame = self.frame
        if frame is None or self.screen is not frame:
            await self.pop_screen()
        elif frame.room == "trouble":
            return
        elif frame.types_filter:
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
