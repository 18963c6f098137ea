"""What changed between two snapshots: projects with Δ of cost, end and grants; the selected one key by key."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, NamedTuple

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from citydash.errors import CitydashError
from citydash.figures.changes import Balance, balances, between
from citydash.figures.compare import compare
from citydash.figures.projects import Project
from citydash.figures.view import View
from citydash.tui.change_lines import Found
from citydash.tui.change_panes import Detail, Sides, Telling, row_of
from citydash.tui.change_table import COLUMNS, LARGEST_FIRST, SORTS, ChangeTable, Row, Totals, ordered
from citydash.tui.commands import bindings_for
from citydash.tui.context import Context
from citydash.tui.screens.frame import Frame
from citydash.tui.state import Moment, Place
from citydash.tui.widgets.boxes import Box
from citydash.tui.widgets.rows import Rows
from citydash.tui.widgets.table import Table

FILES = "."
"""What `citydash diff` calls the files as they are."""


class Asked(NamedTuple):
    """What is compared; None before is HEAD, None after the files as they are."""

    old: Moment | None
    new: Moment | None


class Compared(NamedTuple):
    """What changed, in the order of the files, and what each change needs to be told."""

    old: Moment
    new: Moment | None
    rows: tuple[Row, ...]
    found: dict[tuple[str, str], Found]
    balances: list[Balance]
    shown: frozenset[tuple[int, str]]
    """The projects that have a page: those of the snapshot that is shown."""


class Nothing(NamedTuple):
    """There is nothing to compare, and why."""

    fault: CitydashError


class ChangesScreen(Frame):
    """The table, the selected change beside or below, the sums under both."""

    CSS_PATH = "changes.tcss"
    AUTO_FOCUS = "#changes"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("changes")
    room: ClassVar[str] = "changes"
    keeps = 4

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.picked: dict[str, Moment | None] = {}
        """The sides that somebody chose here."""
        self.found: Compared | None = None
        self.order: tuple[str, bool] | None = ("cost", True)
        self.fault: CitydashError | None = None
        self.hides_detail = False

    def body(self) -> Iterable[Widget]:
        table, detail = ChangeTable(self.context), Detail(self.context)
        table.follower = self._tell
        detail.set_class(self.hides_detail, "-hidden")
        panes = Box(table, detail, id="panes")
        yield Box(Sides(self.context), panes, Totals(self.context), id="body")

    @property
    def table(self) -> ChangeTable:
        return self.query_one(ChangeTable)

    @property
    def detail(self) -> Detail:
        return self.query_one(Detail)

    def asked(self) -> Asked:
        """Unless chosen here: from the baseline, or the past that is shown, or HEAD; to what is shown."""
        loaded = self.context.loaded
        at, baseline = (loaded.at, loaded.baseline) if loaded is not None else (None, None)
        old = self.picked.get("old", baseline or at)
        new = self.picked.get("new", at if baseline is not None else None)
        return Asked(old, new)

    # figures

    def collect(self, view: View, asked: Any) -> Iterator[Any]:
        session = self.dashboard.session
        try:
            old_side = asked.old or session.moments.named("HEAD")
            old, new = session.at(old_side), session.at(asked.new)
        except CitydashError as fault:
            yield Nothing(fault)
            return
        changes = compare(old, new)
        rows = tuple(row_of(change, old, new) for change in changes)
        stories = between(session.stories(), old.snapshot, new.snapshot)
        told = Telling(old, new, stories)
        shown = frozenset((p.town, p.key) for p in view.every_project)
        found = {(row.change.town, row.change.key): told.found(row) for row in rows}
        yield Compared(old_side, asked.new, rows, found, balances(old, new, changes), shown)

    def show(self, result: Any) -> None:
        sides, asked = self.query_one(Sides), self.asked()
        before = (self.found.old, self.found.new) if self.found is not None else None
        sides.asked, sides.waiting = (asked.old, asked.new), False
        if isinstance(result, Nothing):
            self.found, self.fault = None, result.fault
            sides.counts = {}
        else:
            self.found, self.fault = result, None
            kinds = [row.change.kind for row in result.rows]
            sides.counts = {kind: kinds.count(kind) for kind in kinds}
            sides.asked = (result.old, result.new)
        sides.repaint()
        names = (sides.side(result.old), sides.side(result.new)) if self.found else ("", "")
        self.query_one(Totals).fill(result.balances if self.found else [], names)
        self.refill()
        if self.found is not None and before != (result.old, result.new):  # another comparison
            self.table.move(0, 1)

    def refill(self) -> None:
        """The rows in the order chosen; the cursor stays on its project."""
        rows = ordered(self.found.rows, self.order) if self.found else []
        self.table.fill(rows, self.order, self._note())
        self.query_one(Sides).unit = self.table.unit
        self.query_one(Sides).repaint()
        self.detail.display = self.fault is not None or (bool(rows) and not self.hides_detail)
        self._tell()

    def _note(self) -> str:
        text = self.context.locale.text
        if self.fault is not None:
            return text("nothing to compare")
        if self.context.choice.where:
            return text("nothing changed in the projects of the filter")
        return text("nothing changed: f and u choose what is compared")

    def _tell(self) -> None:
        row = self.table.current
        found = self.found.found if self.found is not None else {}
        fault = self.context.locale.error(self.fault) if self.fault is not None else ""
        self.detail.tell(found.get((row.change.town, row.change.key)) if row is not None else None, fault)

    # commands

    async def action_pick(self, side: str) -> None:
        text, asked = self.context.locale.text, self.asked()
        now = asked.old if side == "old" else asked.new
        title = text("Compare from…") if side == "old" else text("Compare until…")

        def chosen(moment: Moment | None) -> None:
            self.picked[side] = moment
            self._ask()

        await self.dashboard.pick(title, chosen, now, files=side == "new")

    def _ask(self) -> None:
        sides, asked = self.query_one(Sides), self.asked()
        sides.asked, sides.waiting = (asked.old, asked.new), True
        sides.repaint()
        self.refresh_data()

    def action_swap(self) -> None:
        if self.found is None or self.found.new is None:
            self.dashboard.say(self.context.locale.text("the files as they are can only come after"))
            return
        self.picked = {"old": self.found.new, "new": self.found.old}
        self._ask()

    def action_detail(self) -> None:
        self.hides_detail = not self.hides_detail
        self.detail.set_class(self.hides_detail, "-hidden")
        self.detail.display = bool(self.table.rows) and not self.hides_detail
        self._tell()

    @on(Rows.Opened, "#changes")
    async def _opened(self, message: Rows.Opened) -> None:
        message.stop()
        project = self.project()
        if project is None:
            self.dashboard.say(self.context.locale.text("this project isn't in the snapshot that is shown"))
        else:
            await self.dashboard.open_project(project)

    @on(Table.Sorted, "#changes")
    def _sorted(self, message: Table.Sorted) -> None:
        message.stop()
        self.sort_by(message.column)

    def sort_by(self, column: str) -> None:
        """By a column; again, the other way round."""
        again = self.order is not None and self.order[0] == column
        self.order = (column, not self.order[1] if self.order and again else column in LARGEST_FIRST)
        self.refill()

    def action_sort(self, step: int) -> None:
        keys = [column.key for column, _cells in self.table.fitted(self.table.size.width)] or [COLUMNS[0].key]
        now = keys.index(self.order[0]) if self.order and self.order[0] in keys else -1 if step > 0 else 0
        self.order = None
        self.sort_by(keys[(now + step) % len(keys)])

    def action_reverse(self) -> None:
        self.sort_by(self.order[0] if self.order else "title")

    # what the frame asks

    def project(self) -> Project | None:
        row: Row | None = self.table.current
        if row is None or self.found is None:
            return None
        p = row.change.new or row.change.old
        return p if p is not None and (p.town, p.key) in self.found.shown else None

    def place(self) -> Place | None:
        project = self.project()
        return self.dashboard.session.place_of(project) if project is not None else None

    def saves(self) -> tuple[str, ...] | None:
        if self.found is None:
            return None
        new = self.found.new.key if self.found.new is not None else FILES
        return "diff", self.found.old.key, new, *self.context.choice.arguments

    def remembered(self) -> dict[str, Any]:
        order = {"sort": self.order[0], "descending": self.order[1]} if self.order is not None else {}
        return {**order, "hides_detail": self.hides_detail}

    def remember(self, kept: dict[str, Any]) -> None:
        if kept.get("sort") in SORTS:
            self.order = (kept["sort"], bool(kept.get("descending")))
        self.hides_detail = kept.get("hides_detail") is True

    def copied(self) -> str:
        return self.table.as_text() if self.table.rows else ""
