"""The timeline: projects in groups on a time axis, their money below on the same axis, the selected one in words."""

from collections.abc import Hashable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from citydash.figures.axis import start_month
from citydash.figures.gantt import (
    GROUPINGS,
    Ghost,
    Group,
    Id,
    Schedule,
    Standing,
    baselines,
    ghosts,
    groups,
    schedule,
    span,
    standing_of,
)
from citydash.figures.phasing import Phasing, added
from citydash.figures.projects import Project
from citydash.figures.view import View
from citydash.tui.clipboard import joined
from citydash.tui.commands import bindings_for
from citydash.tui.context import Context
from citydash.tui.gantt_copy import lines_of
from citydash.tui.screens.frame import Frame
from citydash.tui.state import Place
from citydash.tui.timescale import ZOOMS
from citydash.tui.widgets.boxes import Box
from citydash.tui.widgets.gantt import Gantt
from citydash.tui.widgets.gantt_details import Details
from citydash.tui.widgets.linked_rows import key_of
from citydash.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from citydash.index import Snapshot


class Plan(NamedTuple):
    """The rows, before anything else is read; `ghosts` are the baselines that bars are compared with."""

    grouping: str
    groups: list[Group]
    ghosts: dict[Id, Ghost]
    days: tuple[str, str]
    start: int


class Filled(NamedTuple):
    """Milestones, neighbours and money: of groups (by row key), and of all that is shown (by currency)."""

    known: Schedule
    standings: dict[Hashable, Standing]
    totals: dict[str, Phasing]


class TimelineScreen(Frame):
    """The bars and the sentences about the one under the cursor."""

    CSS_PATH = "timeline.tcss"
    AUTO_FOCUS = "#gantt"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("timeline")
    room: ClassVar[str] = "timeline"
    keeps = 4
    counts_funding = False

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.grouping = ""
        self.kept: dict[str, Any] = {}
        """What the last run left, until it is taken up."""
        self._known: tuple[Snapshot, Schedule] | None = None
        """A snapshot's schedule: the worker's, which reads one at a time."""

    def body(self) -> Iterable[Widget]:
        gantt = Gantt(self.context)
        if self.kept.get("zoom") in ZOOMS:
            gantt.zoom = self.kept["zoom"]
        folded = self.kept.get("folded")
        words = [str(word).partition(" ") for word in folded] if isinstance(folded, list) else []
        gantt.folded = {("group", key, currency) for currency, _space, key in words}
        gantt.follower = self._follow
        yield Box(gantt, Details(self.context), id="body")

    @property
    def gantt(self) -> Gantt:
        return self.query_one(Gantt)

    def asked(self) -> str:
        return self.grouping or self.groupings[0]

    @property
    def groupings(self) -> tuple[str, ...]:
        """What the key goes through: by town first where there are several."""
        loaded = self.context.loaded
        return GROUPINGS if loaded is not None and loaded.towns > 1 else GROUPINGS[1:]

    def collect(self, view: View, asked: Any) -> Iterator[Any]:
        found = groups(view, asked)
        old = self.dashboard.session.baseline()
        compared = baselines(view.projects) if old is None else ghosts(view, old)
        yield Plan(asked, found, compared, span(view, compared), start_month(view))
        if self._known is None or self._known[0] is not view.snapshot:
            self._known = (view.snapshot, schedule(view))
        known = self._known[1]
        standings = {key_of(group): standing_of(known, group) for group in found}
        totals = {
            currency: added(standings[key_of(group)].planned for group in found if group.currency == currency)
            for currency in sorted({group.currency for group in found})
        }
        yield Filled(known, standings, totals)

    def show(self, result: Any) -> None:
        gantt, text = self.gantt, self.context.locale.text
        if isinstance(result, Plan):
            gantt.groups, gantt.ghosts, gantt.grouping = result.groups, result.ghosts, result.grouping
            gantt.days, gantt.start = result.days, result.start
            count = self.context.count(sum(len(group.projects) for group in result.groups))
            axis = self.context.locale.word("axis", result.grouping).lower()
            gantt.caption = text("{projects} by {axis}", projects=count, axis=axis)
        else:
            gantt.known, gantt.standings, gantt.totals = result
        gantt.fill(((self.context.no_project(), "muted"),))
        self._return()
        self._details()

    def _return(self) -> None:
        """To the project of last time, once."""
        wanted, key_of_project = self.kept.pop("project", ""), self.dashboard.session.key_of
        if not wanted:
            return
        found = (p for group in self.gantt.groups for p in group.projects if key_of_project(p) == wanted)
        project = next(found, None)
        if project is not None:
            self.gantt.go_to(key_of(project))

    def _follow(self) -> None:
        self.gantt.follow()
        self._details()

    def _details(self) -> None:
        gantt, details = self.gantt, self.query_one(Details)
        row = gantt.current
        details.row, details.known = row, gantt.known
        details.ghost = gantt.ghosts.get((row.town, row.key)) if isinstance(row, Project) else None
        details.standing = gantt.standings.get(key_of(row)) if row is not None else None
        details.title = gantt.group_name(row) if isinstance(row, Group) else ""
        details.repaint()

    # commands

    @on(Rows.Opened, "#gantt")
    async def _opened(self, message: Rows.Opened) -> None:
        message.stop()
        if isinstance(message.row, Group):
            self.gantt.fold(message.row)
            self._details()
        else:
            await self.dashboard.open_project(message.row)

    def action_group(self) -> None:
        known = self.groupings
        self.grouping = known[(known.index(self.asked()) + 1) % len(known)]
        self._caption(self.context.locale.text("reading …"))  # until its groups come
        self.refresh_data()

    def _caption(self, said: str) -> None:
        self.gantt.caption = said
        self.gantt.repaint()

    @on(Frame.Failed)
    def _not_read(self) -> None:
        self._caption("")

    def action_fold(self) -> None:
        gantt = self.gantt
        group = gantt.group_of(gantt.cursor) if gantt.rows else None
        if group is not None:
            gantt.fold(group)
            self._details()

    def action_fold_all(self) -> None:
        self.gantt.fold_all()
        self._details()

    def action_zoom(self, step: int) -> None:
        self.gantt.zoom_by(step)

    def action_pan(self, steps: int) -> None:
        self.gantt.pan(steps)

    def action_now(self) -> None:
        self.gantt.show_day(self.context.today)

    def action_bar(self) -> None:
        row = self.gantt.current
        day = (row.start or row.end) if row is not None else None
        if day:
            self.gantt.show_day(day)

    def project(self) -> Project | None:
        row = self.gantt.current
        return row if isinstance(row, Project) else None

    def place(self) -> Place | None:
        project = self.project()
        return self.dashboard.session.place_of(project) if project is not None else None

    def saves(self) -> tuple[str, ...]:
        return "report", "timeline", f"--group={self.asked()}", *self.context.choice.arguments, *self.context.compared

    def remembered(self) -> dict[str, Any]:
        gantt, project = self.gantt, self.project()
        folded = sorted(f"{key[2]} {key[1]}" for key in gantt.folded if isinstance(key, tuple))
        key = self.dashboard.session.key_of(project) if project is not None else ""
        return {"group": self.asked(), "zoom": gantt.zoom, "folded": folded, "project": key}

    def remember(self, kept: dict[str, Any]) -> None:
        if kept.get("group") in GROUPINGS:
            self.grouping = kept["group"]
        self.kept = kept

    def copied(self) -> str:
        return joined(lines_of(self.gantt))
