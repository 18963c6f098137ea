"""The application's ground: themes and signs, and errors that end as notices. Nothing of the workspace yet."""

import logging
import os
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from textual.app import App
from textual.dom import DOMNode
from textual.notifications import Notify

from citydash.errors import CitydashError
from citydash.locale import choose_language
from citydash.tui import DashboardOptions
from citydash.tui.context import Context
from citydash.tui.guard import Guarded
from citydash.tui.screens.frame import Frame
from citydash.tui.stylesheet import KeptRules
from citydash.tui.themes import OWN_VARIABLES, THEMES, variables_of
from citydash.tui.widgets.notices import Notices
from citydash.tui.wire import Wired

if TYPE_CHECKING:
    from pathlib import PurePath

    from textual.timer import Timer

    from citydash.tui.screens.modal import Modal

    Paper = TypeVar("Paper", bound=Modal)
log = logging.getLogger("citydash.tui")
log.addHandler(logging.NullHandler())  # the terminal is the dashboard's; who wants the log sets a handler
SOON = 0.05
"""Seconds after which it is looked again whether a notice has had its time."""
READY = 0.4
"""Seconds between a screen's opening and what is made ready for its next keys."""
MOST_ERRORS = 20
"""Unforeseen errors of a run that are borne; a screen that fails at every repaint mustn't fail for ever."""


class Ground(Guarded, Wired):
    """An application whose screens are frames. `sheet` is the first one's: read later, all would be parsed anew."""

    def __init__(self, options: DashboardOptions, sheet: str) -> None:
        plain = not options.color or "NO_COLOR" in os.environ
        paths: list[str | PurePath] = ["app.tcss", sheet, *(["ascii.tcss"] if options.ascii else [])]
        super().__init__(css_path=paths, ansi_color=True if plain else None)
        if not options.color and not self.no_color:
            self._be_plain()
        for theme in THEMES:
            self.register_theme(theme)
        names = [theme.name for theme in THEMES]
        chosen = options.memory.theme if options.memory.theme in names else names[0]
        self.set_reactive(App.theme, chosen)  # before the first style is computed: set later, all are twice
        self.stylesheet = KeptRules(variables=self.get_css_variables())
        self.options = options
        language = choose_language(options.chosen_language, [], os.environ)
        self.context = Context(options.root, language, options.choice, ascii_only=options.ascii)
        self.unforeseen: list[Exception] = []
        """Errors that nobody thought of, each said in a notice."""
        self._fading: Timer | None = None
        self._papers: dict[type[Modal], Modal] = {}

    def _be_plain(self) -> None:
        """As NO_COLOR does it."""
        from textual.filter import NoColor  # noqa: PLC0415 - only without colour

        self.no_color = True
        self._filters.append(NoColor())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return OWN_VARIABLES

    def get_css_variables(self) -> dict[str, str]:
        """Textual's for the theme of now, which it mixes anew each time."""
        self.theme_variables = {**variables_of(self.current_theme)}
        return self.theme_variables

    def prepare_themes(self) -> None:
        """Have the rules of the themes that aren't shown ready, one after the other, so that no key waits for all."""
        now = next((n for n, theme in enumerate(THEMES) if theme.name == self.theme), 0)
        for n in range(1, len(THEMES)):
            variables = variables_of(THEMES[(now + n) % len(THEMES)])
            self.set_timer(n * READY, partial(self._prepare, variables))

    def _prepare(self, variables: dict[str, str]) -> None:
        cast("KeptRules", self.stylesheet).prepare(variables)

    @property
    def frame(self) -> Frame | None:
        """The screen of ours that is on top."""
        return next((screen for screen in reversed(self.screen_stack) if isinstance(screen, Frame)), None)

    # papers

    def paper(self, kind: "type[Paper]") -> "Paper":
        """The paper of a kind, made when it is first asked for, and kept: there is never more than one of a kind."""
        if kind not in self._papers:
            self._papers[kind] = kind(self.context)
            self.install_screen(self._papers[kind], kind.__name__)
        return cast("Paper", self._papers[kind])

    async def lay(self, paper: "Modal") -> None:
        """Show a paper over the screen."""
        paper.laid += 1
        if paper.is_mounted:
            paper.fill()
        await self.push_screen(paper)

    # notices

    def say(self, sentence: str, severity: Any = "information") -> None:
        """A notice, as text: it may quote a file."""
        self.notify(sentence, severity=severity, markup=False)

    def on_notify(self, event: Notify) -> None:
        """What is said again while it still stands stands once."""
        said = event.notification
        for notice in [*self._notifications]:
            if (notice.message, notice.severity) == (said.message, said.severity):
                self._unnotify(notice, refresh=False)

    def on_resize(self) -> None:
        self.forget_terminal()
        self.call_after_refresh(self._refresh_notifications)

    def _refresh_notifications(self) -> None:
        """Those that still hold, on the screen of now; looked at again once the next one's time is over."""
        if self._fading is not None:
            self._fading.stop()
        held, screen = [*self._notifications], self.screen_stack[-1] if self.screen_stack else None
        if screen is None or not (held or screen.query(Notices)):
            return
        for lower in self.screen_stack[:-1]:  # they are said above
            for one in lower.query(Notices):
                one.show(())
        if held:
            left = min(notice.time_left for notice in held) if screen.is_mounted else 0.0
            self._fading = self.set_timer(left + SOON, self._refresh_notifications)
        if not screen.is_mounted:
            return
        box = screen.query(Notices)
        if not box:
            screen.mount(Notices(self.context))
        screen.query_one(Notices).show(held)

    def say_error(self, error: Exception) -> None:
        """A notice of an error; logged with its traceback where the program didn't foresee it."""
        if not isinstance(error, CitydashError):
            log.error("unforeseen", exc_info=error)
            self.unforeseen.append(error)
        self.say(self.context.say(error), severity="error")

    def _handle_exception(self, error: Exception) -> None:
        """What Textual would end the program for is a notice, unless it never stops or nothing is on the screen yet."""
        if not self.is_running or not self.screen_stack or len(self.unforeseen) >= MOST_ERRORS:
            super()._handle_exception(error)
        else:
            self.say_error(error)

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

    def action_help_quit(self) -> None:
        """Ctrl+C, where Textual would say in English how to quit."""
        self.say(self.context.locale.text("press q to quit"))
