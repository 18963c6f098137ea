"""The agenda: milestones, deadlines of funding and calls by month, what is late first."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, NamedTuple

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from citydash.figures.agenda import Call, Event, agenda, choose, months
from citydash.figures.milestones import MilestoneLine
from citydash.figures.projects import Project
from citydash.figures.view import View
from citydash.model.words import AGENDA_KINDS, AGENDA_STATES
from citydash.tui.agenda_table import AgendaTable, Labels
from citydash.tui.cells import Parts
from citydash.tui.commands import bindings_for
from citydash.tui.context import Context
from citydash.tui.screens.frame import Frame
from citydash.tui.state import Place
from citydash.tui.widgets.boxes import Box
from citydash.tui.widgets.row_line import RowLine, Told
from citydash.tui.widgets.rows import Rows


class Listed(NamedTuple):
    """Every event in the agenda's order, and names."""

    events: list[Event]
    labels: Labels


class AgendaScreen(Frame):
    """One table; two keys choose what stands in it."""

    CSS_PATH = "agenda.tcss"
    AUTO_FOCUS = "#agenda"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("agenda")
    room: ClassVar[str] = "agenda"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.listed: Listed | None = None
        self.kind, self.state = AGENDA_KINDS[0], next(iter(AGENDA_STATES))
        self._at_now = False
        """Whether the cursor was put on today once."""

    def body(self) -> Iterable[Widget]:
        table, line = AgendaTable(self.context), RowLine(self.context, self._told)
        table.follower = line.repaint
        yield Box(table, id="body")
        yield line

    def _told(self) -> Told:
        event: Event | None = self.table.current
        if event is None:
            return (), ""
        project = event.project
        return (project.title if project is not None else "", self.table.what(event)), self.table.state_of(event)

    @property
    def table(self) -> AgendaTable:
        return self.query_one(AgendaTable)

    def collect(self, view: View, asked: Any) -> Iterator[Any]:
        del asked
        names = view.names
        labels = Labels(
            {at: names.label(at[0], portfolio.title) for at, portfolio in names.portfolios.items()},
            dict(names.departments), {town.word: town.currency for town in names.towns.values()},
            {town.key: town.name for town in names.towns.values()} if names.several else {},
        )  # fmt: skip
        yield Listed(agenda(view), labels)

    def show(self, result: Any) -> None:
        self.listed = result
        self.refill()
        if not self._at_now:
            self._at_now = True
            self.call_after_refresh(self.table.go_to_now)

    def refill(self) -> None:
        """What is chosen of the events; the cursor stays on its event."""
        if self.listed is None:
            return
        table, some = self.table, choose(self.listed.events, self.kind, self.state)
        table.labels = self.listed.labels
        table.caption = self._caption(len(some))
        table.fill(months(some), self.context.locale.text("nothing here with this choice and filter"))
        self.query_one(RowLine).repaint()

    def _caption(self, count: int) -> Parts:
        locale = self.context.locale
        kind, state = locale.word("agenda-kind", self.kind), locale.word("agenda-state", self.state)
        said = locale.plural("{n} event", "{n} events", count)
        return ((state[:1].upper() + state[1:], "accent"), (f"  {kind}", "text"), (f"  {said}", "muted"))

    # commands

    def action_kind(self) -> None:
        """Everything, milestones, deadlines, calls."""
        self.kind = AGENDA_KINDS[(AGENDA_KINDS.index(self.kind) + 1) % len(AGENDA_KINDS)]
        self._turned()

    def action_state(self) -> None:
        """Late and ahead, late, done, everything."""
        states = tuple(AGENDA_STATES)
        self.state = states[(states.index(self.state) + 1) % len(states)]
        self._turned()

    def _turned(self) -> None:
        """The cursor stays on its event if that is still there, else it goes to today."""
        table = self.table
        before = table.current and table.key(table.current)
        self.refill()
        if table.current is None or table.key(table.current) != before:
            table.go_to_now()

    def action_now(self) -> None:
        self.table.go_to_now()

    @on(Rows.Opened, "#agenda")
    async def _opened(self, message: Rows.Opened) -> None:
        message.stop()
        project = self.project()
        if project is not None:
            await self.dashboard.open_project(project)
        elif place := self.place():
            await self.dashboard.show_excerpt(place)

    # what is under the cursor

    def project(self) -> Project | None:
        event: Event | None = self.table.current
        return event.project if event is not None else None

    def place(self) -> Place | None:
        event: Event | None = self.table.current
        if event is None:
            return None
        if isinstance(event, Call):
            return self.dashboard.session.locate(event.path, ("source", event.source.key, "call", event.kind))
        if isinstance(event, MilestoneLine):
            keys: tuple[str, ...] = ("milestone", event.key)
        else:
            keys = ("funding", event.line.line, event.kind)
        return self.dashboard.session.locate(event.project.path, ("project", event.project.key, *keys))

    def copied(self) -> str:
        return self.table.as_text()

    def saves(self) -> tuple[str, ...]:
        chosen = (f"--events={self.kind}", f"--state={self.state}")
        return ("report", "agenda", *chosen, *self.context.choice.arguments)

    def remembered(self) -> dict[str, Any]:
        return {"kind": self.kind, "state": self.state}

    def remember(self, kept: dict[str, Any]) -> None:
        if kept.get("kind") in AGENDA_KINDS:
            self.kind = kept["kind"]
        if kept.get("state") in AGENDA_STATES:
            self.state = kept["state"]
