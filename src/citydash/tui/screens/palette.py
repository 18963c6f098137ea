"""The palette: every command of the screen, and the projects, departments and sources by name.

Made from the one tuple of commands. A department or a source becomes the filter, on the screen that says most of it.
"""

from collections.abc import Awaitable, Callable, Hashable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from textual import on, work
from textual.fuzzy import Matcher
from textual.message import Message

from citydash.figures.filters import fold
from citydash.tui.cells import Parts, clean, width_of
from citydash.tui.commands import Command, commands_of, sign_of
from citydash.tui.context import Context
from citydash.tui.glyphs import ASCII
from citydash.tui.screens.finder import Finder, Found
from citydash.tui.widgets.table import Column, styled

if TYPE_CHECKING:
    from citydash.figures.projects import Project
    from citydash.tui.app import Dashboard
    from citydash.tui.state import Named

MOST = 30
"""Names of a kind that are listed: more are found by typing more."""
LEAST = 2
"""Letters from which on names are looked for: one letter is in all of them."""
SCREEN_OF = {"department": "budget", "source": "funding"}
"""Where the filter on a name leads."""
LONGEST = 44
"""Cells that a name takes at most; the note under the list says it whole."""


class Hit(NamedTuple):
    """What can be chosen: its key's sign or nothing, its name, what it is, and what it does."""

    sign: str
    name: str
    about: str
    does: Callable[[], Awaitable[Any]]


class HitList(Found):
    """Commands with their keys, then names."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)

    def take(self, hits: list[Hit]) -> None:
        """List these, the names as wide as the longest of them takes."""
        longest = min(LONGEST, max((width_of(hit.name) for hit in hits), default=0))
        self.columns = (Column("sign", "", 4), Column("name", "", longest), Column("about", "", 20, grow=1))
        self.load(hits)
        self.move(0, 1)

    def key(self, row: Hit) -> Hashable:
        return row.name, row.about

    def cell(self, row: Hit, column: Column, width: int) -> str | Parts:
        if column.key == "sign":
            return styled(row.sign, width, "accent")
        return row.name if column.key == "name" else styled(row.about, width, "muted")


class Palette(Finder):
    """Does what is chosen, on the screen beneath."""

    class Read(Message):
        """The workspace's names were read."""

    def on_mount(self) -> None:
        super().on_mount()
        self.found.follower = self._tell

    @property
    def dashboard(self) -> "Dashboard":
        return cast("Dashboard", self.app)

    def listed(self) -> Found:
        return HitList(self.context)

    def heading(self) -> str:
        return self.context.locale.text("Palette")

    def hint(self) -> str:
        return self.context.locale.text("a command, a project, a department, a source")

    def fill(self) -> None:
        super().fill()
        self.named: list[Named] = []
        self.projects: list[tuple[Project, str]] = []
        self.refill()
        self.call_after_refresh(self._read)

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _read(self) -> None:
        """The first time after a change it takes a while: typing goes on."""
        session = self.dashboard.session
        session.named()
        session.searched()
        self.post_message(self.Read())

    @on(Read)
    def _take(self) -> None:
        session = self.dashboard.session
        self.named, self.projects = session.named(), session.searched()
        if self.typed:
            self.refill()

    def refill(self) -> None:
        """The commands of the screen; of what is typed commands before names, the nearest first."""
        wanted = fold(self.typed)
        hits = self._commands(wanted) if wanted else [self._hit(command) for command in self._known()]
        if len(wanted) >= LEAST:
            hits += [*self._names(wanted), *self._projects(wanted)]
        self.query_one(HitList).take(hits)
        self._tell()

    def _tell(self) -> None:
        """The row under the cursor whole, where it was cut."""
        hit = self.found.current
        if hit is None:
            self.note.say(self.context.locale.text("nothing of that name"), "warn")
        else:
            self.note.say(f"{hit.name} – {hit.about}")

    def _known(self) -> list[Command]:
        frame = self.dashboard.frame
        rooms = frame.rooms if frame is not None else ("app",)
        return [command for command in commands_of(*rooms) if command.in_palette]

    def _hit(self, command: Command) -> Hit:
        text, frame = self.context.locale.text, self.dashboard.frame
        target = self.app if command.where == "app" or frame is None else frame
        sign = sign_of(command, text, ascii_only=self.context.glyphs is ASCII)
        does = partial(self.app.run_action, command.action, target)
        return Hit(sign, text(command.label), text(command.about), does)

    def _commands(self, wanted: str) -> list[Hit]:
        """By label, in any order of letters that a hurried hand leaves out; by sentence, whole words."""
        matcher, found = Matcher(wanted), []
        for command in self._known():
            hit = self._hit(command)
            score = matcher.match(fold(hit.name))
            if score > 0 or (len(wanted) > LEAST and wanted in fold(hit.about)):
                found.append((score, hit))
        return [hit for _score, hit in sorted(found, key=lambda one: -one[0])]

    def _names(self, wanted: str) -> Iterator[Hit]:
        """Departments and sources."""
        text, n = self.context.locale.text, 0
        abouts = {"department": text("department: its projects' budget"), "source": text("source: what it funds")}
        for one in self.named:
            if wanted in one.searched and n < MOST:
                n += 1
                where = f"{one.kind}:{one.key}"
                does = partial(self.dashboard.show_filtered, where, SCREEN_OF[one.kind])
                yield Hit("", clean(one.name), clean(f"{abouts[one.kind]} ({where})"), does)

    def _projects(self, wanted: str) -> list[Hit]:
        matching = (project for project, searched in self.projects if wanted in searched)
        first = [p for _n, p in zip(range(MOST), matching, strict=False)]
        return [Hit("", clean(p.title), clean(p.key), partial(self.dashboard.open_project, p)) for p in first]

    def choose(self, row: Any) -> None:
        self.app.pop_screen()
        self.app.call_later(row.does)
