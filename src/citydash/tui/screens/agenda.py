"""The agenda: milestones, deadlines of funding and calls by month, what is late first."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, NamedTuple

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from citydash.figures.agenda import Call, Event, Month, agenda, choose, months
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


class Asked(NamedTuple):
    """What is chosen: one of AGENDA_KINDS, one of AGENDA_STATES."""

    kind: str = AGENDA_KINDS[0]
    state: str = next(iter(AGENDA_STATES))


class Listed(NamedTuple):
    """What is chosen of the agenda, months and events, how many events; the row to begin on, and names."""

    rows: list[Month | Event]
    matching: int
    now: int
    labels: Labels


def laid_out(events: list[Event], today: str) -> tuple[list[Month | Event], int]:
    """Every month with its events; and the row of the first event that isn't past, else the last one."""
    rows: list[Month | Event] = []
    now = None
    for month in months(events):
        rows.append(month)
        if now is None and month.events[-1].day >= today:
            now = next(len(rows) + n for n, event in enumerate(month.events) if event.day >= today)
        rows += month.events
    return rows, len(rows) - 1 if now is None else now


class AgendaScreen(Frame):
    """One table; two keys choose what stands in it."""

    CSS_PATH = "agenda.tcss"
    AUTO_FOCUS = "#agenda"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("agenda")
    room: ClassVar[str] = "agenda"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.listed: Listed | None = None
        self.chosen = Asked()
        self._goes_to_now = True
        """Whether the cursor is put on today once the rows stand, where its event isn't among them."""

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

    def asked(self) -> Asked:
        return self.chosen

    def collect(self, view: View, asked: Asked) -> Iterator[Listed]:
        names = view.names
        labels = Labels(
            {at: names.label(at[0], portfolio.title) for at, portfolio in names.portfolios.items()},
            dict(names.departments), {town.word: town.currency for town in names.towns.values()},
            {town.key: town.name for town in names.towns.values()} if names.several else {},
        )  # fmt: skip
        some = choose(agenda(view), *asked)
        rows, now = laid_out(some, view.today)
        yield Listed(rows, len(some), now, labels)

    def show(self, result: Any) -> None:
        self.listed = result
        table, before = self.table, self.table.current
        kept = before and table.key(before)
        table.labels, table.now = result.labels, result.now
        table.caption = self._caption(result.matching)
        table.fill(result.rows, self.context.locale.text("nothing here with this choice and filter"))
        self.query_one(RowLine).repaint()
        if self._goes_to_now and (table.current is None or table.key(table.current) != kept):
            self.call_after_refresh(table.go_to_now)
        self._goes_to_now = False

    def _caption(self, count: int) -> Parts:
        locale = self.context.locale
        kind, state = locale.word("agenda-kind", self.chosen.kind), locale.word("agenda-state", self.chosen.state)
        said = locale.plural("{n} event", "{n} events", count)
        return ((state[:1].upper() + state[1:], "accent"), (f"  {kind}", "text"), (f"  {said}", "muted"))

    # commands

    def action_kind(self) -> None:
        """Everything, milestones, deadlines, calls."""
        self._turn(self.chosen._replace(kind=_after(AGENDA_KINDS, self.chosen.kind)))

    def action_state(self) -> None:
        """Late and ahead, late, done, everything."""
        self._turn(self.chosen._replace(state=_after(tuple(AGENDA_STATES), self.chosen.state)))

    def _turn(self, chosen: Asked) -> None:
        """The cursor stays on its event if that is still there, else it goes to today."""
        self.chosen, self._goes_to_now = chosen, True
        self.refresh_data(at_once=True)

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
        chosen = (f"--events={self.chosen.kind}", f"--state={self.chosen.state}")
        return ("report", "agenda", *chosen, *self.context.choice.arguments)

    def remembered(self) -> dict[str, Any]:
        return self.chosen._asdict()

    def remember(self, kept: dict[str, Any]) -> None:
        if kept.get("kind") in AGENDA_KINDS:
            self.chosen = self.chosen._replace(kind=kept["kind"])
        if kept.get("state") in AGENDA_STATES:
            self.chosen = self.chosen._replace(state=kept["state"])


def _after(words: tuple[str, ...], word: str) -> str:
    """The next one, in turn."""
    return words[(words.index(word) + 1) % len(words)]
