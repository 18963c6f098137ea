"""The palette: every command of the screen by name, and the projects by title. Made from the one tuple of commands."""

from functools import partial
from typing import TYPE_CHECKING, Any, cast

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from citydash.figures.filters import fold
from citydash.tui.cells import clean
from citydash.tui.commands import Command, commands_of
from citydash.tui.screens.frame import Frame

if TYPE_CHECKING:
    from citydash.tui.app import Dashboard

MOST_PROJECTS = 30


class Commands(Provider):
    """The commands that work where one is."""

    @property
    def dashboard(self) -> "Dashboard":
        return cast("Dashboard", self.app)

    def _commands(self) -> list[Command]:
        frame = self.dashboard.frame
        rooms = frame.rooms if frame is not None else ("app",)
        return [command for command in commands_of(*rooms) if command.in_palette]

    def _run(self, command: Command) -> Any:
        frame = self.dashboard.frame
        target = self.app if command.where == "app" or frame is None else frame
        return partial(self.app.run_action, command.action, target)

    async def discover(self) -> Hits:
        text = self.dashboard.context.locale.text
        for command in self._commands():
            yield DiscoveryHit(text(command.label), self._run(command), help=text(command.about))

    async def search(self, query: str) -> Hits:
        text, matcher = self.dashboard.context.locale.text, self.matcher(query)
        for command in self._commands():
            label = text(command.label)
            if (score := matcher.match(label)) > 0:
                yield Hit(score, matcher.highlight(label), self._run(command), help=text(command.about))


class Projects(Provider):
    """Projects whose title or id holds what is typed."""

    @property
    def dashboard(self) -> "Dashboard":
        return cast("Dashboard", self.app)

    async def search(self, query: str) -> Hits:
        wanted = fold(query.strip())
        if len(wanted) < 2:
            return
        found = 0
        for project, searched in self.dashboard.session.searched():
            if wanted not in searched:
                continue
            found += 1
            if found > MOST_PROJECTS:
                return
            title = Content(clean(project.title))  # text of a file: never markup
            yield Hit(
                0.5, title, partial(self.dashboard.open_project, project), text=clean(project.title), help=project.key
            )


async def open_palette(dashboard: "Dashboard") -> None:
    """Show it over the screen."""
    if isinstance(dashboard.screen, Frame):
        placeholder = dashboard.context.locale.text("a command, or a project's name")
        await dashboard.push_screen(CommandPalette(providers=[Commands, Projects], placeholder=placeholder))
