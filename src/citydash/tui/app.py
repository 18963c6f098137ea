"""The application: the commands that work everywhere, and the way between screens."""

import logging
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType
from textual.screen import Screen

from citydash.locale import LANGUAGES, Locale
from citydash.tui import DashboardOptions
from citydash.tui.commands import bindings_for
from citydash.tui.ground import READY
from citydash.tui.screens.frame import Frame
from citydash.tui.session import Session
from citydash.tui.state import Place
from citydash.tui.themes import THEMES
from citydash.tui.travelling import Travelling

if TYPE_CHECKING:
    from citydash.figures.projects import Project
    from citydash.tui.screens.project import ProjectScreen

log = logging.getLogger("citydash.tui")
SCREENS = {
    "overview": ("overview", "OverviewScreen"),
    "projects": ("projects", "ProjectsScreen"),
    "timeline": ("timeline", "TimelineScreen"),
    "budget": ("budget", "BudgetScreen"),
    "funding": ("funding", "FundingScreen"),
    "agenda": ("agenda", "AgendaScreen"),
    "changes": ("changes", "ChangesScreen"),
    "problems": ("problems", "ProblemsScreen"),
}
"""The screens by name: module and class, imported when they open."""


def _kind_of(name: str) -> type[Frame]:
    """A screen's class, imported when it opens."""
    module, kind = SCREENS[name]
    found: type[Frame] = getattr(import_module(f"citydash.tui.screens.{module}"), kind)
    return found


def _first_screen(name: str) -> tuple[str, type[Frame]]:
    """The screen that was last open; the overview where there is none of the name, or it can't be had."""
    if name in SCREENS:
        try:
            return name, _kind_of(name)
        except Exception:  # said once its key is pressed
            log.exception("the last screen can't be had")
    return "overview", _kind_of("overview")


class Dashboard(Travelling):
    """Screens are modes: each keeps its own way back."""

    TITLE = "citydash"
    DEFAULT_MODE = "overview"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("app")
    ENABLE_COMMAND_PALETTE = False
    NOTIFICATION_TIMEOUT = 6

    def __init__(self, options: DashboardOptions, session: Session) -> None:
        name, kind = _first_screen(options.memory.screen)
        self.DEFAULT_MODE = name  # type: ignore[misc]  # the screen of last time, not the class's
        super().__init__(options, session, f"screens/{kind.CSS_PATH}")
        self.context.mode = name
        self._pages: list[ProjectScreen] = []
        """Those that were ever open at once, one over the other."""
        for known in SCREENS:
            self.add_mode(known, partial(self._mode, known))

    # screens

    def _mode(self, name: str) -> Screen[Any]:
        screen = self._screen_of(name)
        screen.fold(self.size.width)
        try:
            screen.remember(self.options.memory.screens.get(name, {}))
        except Exception:  # what was kept may be anything
            log.exception("a screen could not take up what was kept of it")
            screen = self._screen_of(name)
        self.frames[name] = screen
        self.set_timer(READY, self.prepare_themes)
        screen._css_update_count = self._css_update_count  # noqa: SLF001 - else all styles are parsed and applied anew
        return screen

    def _screen_of(self, name: str) -> Frame:
        screen = _kind_of(name)(self.context)
        screen.take_first(self.first.headline if self.first else None)
        return screen

    # commands: none waits for the end of a screen, which would wait for the click in its footer that ends it

    async def action_show(self, name: str) -> None:
        """Switch to a screen, from wherever one is in it."""
        if not self.context.is_open:
            return
        if name == self.current_mode:
            while len(self.screen_stack) > 1:
                self.pop_screen()
            return
        if not isinstance(self.screen, Frame):
            self.pop_screen()
        _kind_of(name)  # raises before anything is switched
        self.context.mode = name
        await self.switch_mode(name)

    def delay_update(self, delay: float = 0.05) -> None:
        """Textual waits at each switch, for what isn't composed yet: a screen that stands is painted at once."""
        if self.context.mode not in self.frames:
            super().delay_update(delay)

    async def open_project(self, project: "Project") -> None:
        """A project's page, over the screen that named it."""
        await self.open_page(self.session.key_of(project))

    async def open_page(self, key: str) -> None:
        """The page of the project that town/id names."""
        from citydash.tui.screens.project import ProjectScreen  # noqa: PLC0415 - imported when it opens

        stacked = [screen for stack in self._screen_stacks.values() for screen in stack]
        page = next((page for page in self._pages if page not in stacked), None)
        if page is None:
            page = ProjectScreen(self.context)
            self._pages.append(page)
            self.install_screen(page, f"page {len(self._pages)}")
        page.about(key).fold(self.size.width)
        await self.push_screen(page)

    async def show_excerpt(self, place: Place) -> None:
        """A file around a line, over the screen."""
        from citydash.tui.screens.excerpt import ExcerptScreen  # noqa: PLC0415 - seldom needed

        await self.push_screen(ExcerptScreen(self.context, place))

    async def show_filtered(self, where: str, screen: str = "projects") -> None:
        """Another screen, on the projects of a filter."""
        self.take_filter(where)
        await self.action_show(screen)

    async def action_back(self) -> None:
        frame = self.frame
        if frame is None or self.screen is not frame:
            self.pop_screen()
        elif frame.room == "trouble":
            return
        elif frame.types_filter:
            frame.leave_filter()
        elif frame.back():
            return
        elif len(self.screen_stack) > 1:
            self.pop_screen()
        elif self.context.choice.where:
            self.take_filter("")

    def action_language(self) -> None:
        now = LANGUAGES.index(self.context.locale.language)
        self.language = LANGUAGES[(now + 1) % len(LANGUAGES)]
        self.context.locale = Locale(self.language)
        for screen in self.screen_stack:
            if isinstance(screen, Frame) and screen.is_current:
                screen.retranslate()

    def action_theme(self) -> None:
        names = [theme.name for theme in THEMES]
        now = names.index(self.theme) if self.theme in names else -1
        self.theme = names[(now + 1) % len(names)]

    async def action_help(self) -> None:
        from citydash.tui.screens.help import HelpScreen  # noqa: PLC0415 - seldom needed

        frame = self.frame
        if isinstance(self.screen, Frame) and frame is not None:
            await self.lay(self.paper(HelpScreen).about(frame.rooms))

    async def action_palette(self) -> None:
        from citydash.tui.screens.palette import Palette  # noqa: PLC0415 - seldom needed

        if isinstance(self.screen, Frame):
            await self.lay(self.paper(Palette))
