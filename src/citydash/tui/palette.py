"""The palette: every command of the screen, and the projects, departments and sources by name.

Made from the one tuple of commands. A department or a source becomes the filter, on the screen that says most of it.
"""

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from citydash.figures.filters import fold
from citydash.tui.cells import clean
from citydash.tui.commands import Command, commands_of
from citydash.tui.screens.frame import Frame
from citydash.tui.screens.modal import Dimming

if TYPE_CHECKING:
    from citydash.tui.app import Dashboard
    from citydash.tui.state import Named

MOST = 30
"""Names of a kind that are listed: more are found by typing more."""
LEAST = 2
"""Letters from which on names are looked for: one letter is in all of them."""
SCREEN_OF = {"department": "budget", "source": "funding"}
"""Where the filter on a name leads."""
Found = tuple[float, Content, Callable[[], Any], str]
"""How near it is (0 to 1), what is shown, what it does, and what it is."""


class Everything(Provider):
    """Commands before names, the nearest first; and where nothing is found, that, in the user's language."""

    @property
    def dashboard(self) -> "Dashboard":
        return cast("Dashboard", self.app)

    def _commands(self) -> list[Command]:
        frame = self.dashboard.frame
        rooms = frame.rooms if frame is not None else ("app",)
        return [command for command in commands_of(*rooms) if command.in_palette]

    def _run(self, command: Command) -> Callable[[], Any]:
        frame = self.dashboard.frame
        target = self.app if command.where == "app" or frame is None else frame
        return partial(self.app.run_action, command.action, target)

    async def discover(self) -> Hits:
        text = self.dashboard.context.locale.text
        for command in self._commands():
            yield DiscoveryHit(text(command.label), self._run(command), help=text(command.about))

    async def search(self, query: str) -> Hits:
        wanted, text = fold(query.strip()), self.dashboard.context.locale.text
        found = [*self._found_commands(wanted)]
        if len(wanted) >= LEAST:
            session = self.dashboard.session
            named = await asyncio.to_thread(session.named)  # the first time it reads: typing goes on
            found += self._found_names(wanted, named)
            projects = await asyncio.to_thread(session.searched)
            matching = [project for project, searched in projects if wanted in searched]
            found += [
                (0.4, Content(clean(p.title)), partial(self.dashboard.open_project, p), p.key) for p in matching[:MOST]
            ]
        for score, said, does, about in found:
            yield Hit(score, said, does, text=said.plain, help=clean(about))
        if not found:
            yield Hit(0.01, Content(text("nothing of that name")), _nothing, help=text("a command, or a name"))

    def _found_commands(self, wanted: str) -> Iterator[Found]:
        """By label, in any order of letters that a hurried hand leaves out; by sentence, whole words."""
        text, matcher = self.dashboard.context.locale.text, self.matcher(wanted)
        for command in self._commands():
            label, about = text(command.label), text(command.about)
            score = matcher.match(fold(label))
            if score > 0 or (len(wanted) > LEAST and wanted in fold(about)):
                yield 0.6 + 0.4 * min(score, 1), Content(label), self._run(command), about

    def _found_names(self, wanted: str, named: "list[Named]") -> Iterator[Found]:
        """Departments and sources: text of a file, never markup."""
        text, n = self.dashboard.context.locale.text, 0
        abouts = {"department": text("department: its projects' budget"), "source": text("source: what it funds")}
        for one in named:
            if wanted in one.searched and n < MOST:
                n += 1
                where = f"{one.kind}:{one.key}"
                does = partial(self.dashboard.show_filtered, where, SCREEN_OF[one.kind])
                yield 0.5, Content(clean(one.name)), does, f"{abouts[one.kind]} ({where})"


def _nothing() -> None:
    """Nothing was found, so nothing happens."""


class Palette(CommandPalette, Dimming):
    """Textual's, over the dimmed screen."""


async def open_palette(dashboard: "Dashboard") -> None:
    """Show it over the screen."""
    if isinstance(dashboard.screen, Frame):
        placeholder = dashboard.context.locale.text("a command, a project, a department, a source")
        await dashboard.push_screen(Palette(providers=[Everything], placeholder=placeholder))
