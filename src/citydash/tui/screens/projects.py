"""Every project in a table, sorted by any column, with a preview of the one under the cursor where there is room."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual import on, work
from textual.binding import BindingType
from textual.message import Message
from textual.widget import Widget
from textual.worker import get_current_worker

from citydash.figures import headline
from citydash.figures.headline import Row
from citydash.figures.listing import LARGEST_FIRST, SORTS, USUAL, Order
from citydash.figures.project import ProjectSheet, find_project, sheet_of
from citydash.figures.projects import Project
from citydash.figures.view import View
from citydash.tui import sheet_lines, sheet_money, sheet_notes
from citydash.tui.cells import Parts
from citydash.tui.commands import bindings_for
from citydash.tui.context import Context
from citydash.tui.project_table import ALWAYS, COLUMNS, MORE_TITLES, TITLES, ProjectTable
from citydash.tui.screens.frame import Frame
from citydash.tui.state import Place
from citydash.tui.widgets.boxes import Box
from citydash.tui.widgets.page import Line
from citydash.tui.widgets.painted import Fixed
from citydash.tui.widgets.row_line import RowLine, Told
from citydash.tui.widgets.rows import Rows
from citydash.tui.widgets.table import Table

if TYPE_CHECKING:
    from textual.timer import Timer

    from citydash.figures.changes import Delta
    from citydash.figures.compare import Id
    from citydash.tui.reading import Stamp

REST = 0.15
"""Seconds that the cursor rests until the preview reads the project's details."""


class Listed(NamedTuple):
    """The rows in the order of the files, each town's currency, what moved since the baseline, what is stale, what
    towns are called where there are several, and the row that costs most.
    """

    rows: tuple[Row, ...]
    currencies: dict[int, str]
    deltas: "dict[Id, Delta] | None" = None
    stale: "dict[Id, int]" = {}  # noqa: RUF012 - replaced, never changed
    towns: dict[int, str] = {}  # noqa: RUF012 - likewise
    dearest: Row | None = None


class Preview(Fixed):
    """The project under the cursor: its row at once, milestones and funding once the cursor rests."""

    def __init__(self, context: Context) -> None:
        super().__init__(id="preview")
        self.context = context
        self.row: Row | None = None
        self.sheet: ProjectSheet | None = None
        self.currency = ""

    def lines(self, width: int) -> list[Parts]:
        if self.row is None:
            return []
        lines = [Line(), *sheet_lines.brief(self.context, self.row, self.currency, width)]
        if self.sheet is not None:
            lines += sheet_lines.next_milestones(self.context, self.sheet, width, most=5)
            lines += sheet_money.sources(self.context, self.sheet, width)
            lines += sheet_money.years(self.context, self.sheet, width)
            lines += [Line(), *sheet_lines.value(self.context, self.sheet, width)]
            lines += sheet_notes.risks(self.context, self.sheet, width)
            lines += sheet_notes.notes(self.context, self.sheet, width)
        return [line.parts for line in lines[: self.size.height]]


class ProjectsScreen(Frame):
    """The table and its preview."""

    CSS_PATH = "projects.tcss"
    AUTO_FOCUS = "#projects"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide"), (180, "-huge")]  # noqa: RUF012 - typed by Textual
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("projects")
    room: ClassVar[str] = "projects"

    class Read(Message):
        """The details of one project, for the preview."""

        def __init__(self, key: tuple[int, str], sheet: ProjectSheet) -> None:
            super().__init__()
            self.key, self.sheet = key, sheet

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.listed, self.orders = Listed((), {}), Order(())
        self.order: tuple[str, bool] | None = None
        self._columns = USUAL
        self._rest: Timer | None = None
        self._details_of: Stamp | None = None
        """What the preview's details were read for."""
        self._returning = ""
        """The project that the cursor is to come back to: town/id."""

    def body(self) -> Iterable[Widget]:
        table = ProjectTable(self.context)
        table.follower = self._preview_current
        yield Box(table, Preview(self.context), id="body")
        yield RowLine(self.context, self._told)

    def _told(self) -> Told:
        row = self.table.current
        return ((row.project.title, row.portfolio), "") if row is not None else ((), "")

    @property
    def table(self) -> ProjectTable:
        return self.query_one(ProjectTable)

    def collect(self, view: View, asked: Any) -> Iterator[Any]:
        del asked
        from citydash.figures.changes import deltas  # noqa: PLC0415 - after the first paint
        from citydash.figures.stale import stale  # noqa: PLC0415 - likewise

        currencies = {town.word: town.currency for town in view.names.towns.values()}
        old = self.dashboard.session.baseline()
        moved = deltas(old, view) if old is not None else None
        towns = {town.word: town.name for town in view.names.towns.values()} if view.names.several else {}
        rows = tuple(headline.rows(view))
        dearest = max(rows, key=lambda row: abs(row.project.cost), default=None)
        yield Listed(rows, currencies, moved, stale(view), towns, dearest)

    def show(self, result: Any) -> None:
        self.table.deltas, self.table.stale, self.table.towns = result.deltas, result.stale, result.towns
        is_new, self.listed = result is not self.listed, result
        if is_new:
            self.orders = Order(result.rows, self.table.more_values())
        if self.order is not None and self.order[0] in MORE_TITLES and self.order[0] not in self.table.more:
            self.order = None
        self.table.dearest = result.dearest
        self.refill()
        if is_new:
            columns = tuple(column.key for column in self.table.columns)
            self.call_after_refresh(self._sort_ahead, self.orders, columns)
        if self._returning:
            key_of, wanted = self.dashboard.session.key_of, self._returning
            self._returning = ""
            row = next((row for row in result.rows if key_of(row.project) == wanted), None)
            if row is not None:
                self.table.go_to(self.table.key(row))

    def refill(self) -> None:
        """The rows in the order chosen; the cursor stays on its project."""
        table, rows = self.table, self.listed.rows
        if self.order is not None:
            rows = tuple(self.orders.by(self.order[0], reverse=self.order[1]))
        table.currencies, table.sorted_by, table.shown = self.listed.currencies, self.order, self._columns
        table.caption = table.caption_of(len(rows), table.size.width)
        table.load(rows, note=((self.context.no_project(), "muted"),))
        table.retitle()
        table.repaint()
        self._preview_current()

    @property
    def columns_shown(self) -> tuple[str, ...]:
        """The columns chosen, in the table's order; the narrowest windows still leave some out."""
        return self._columns

    @columns_shown.setter
    def columns_shown(self, chosen: tuple[str, ...]) -> None:
        """Names that aren't columns are left out, and the title always stays."""
        self._columns = tuple(column.key for column in COLUMNS if column.key in {ALWAYS, *chosen})
        if self.is_mounted:
            self.refill()

    @work(thread=True, exclusive=True, group="sort", exit_on_error=False)
    def _sort_ahead(self, orders: Order, columns: tuple[str, ...]) -> None:
        """By every column that is shown, so that no key waits for it."""
        worker = get_current_worker()
        for column in columns:
            if worker.is_cancelled:
                return
            orders.prepare(column)

    # preview

    def _preview_current(self) -> None:
        preview, row = self.query_one(Preview), self.table.current
        if not preview.display:
            self.query_one(RowLine).repaint()
            return
        same = preview.row is not None and row is not None and preview.row.project == row.project
        preview.row = row
        if not same:
            preview.sheet = None
        preview.currency = self.listed.currencies.get(row.project.town, "") if row is not None else ""
        preview.repaint()
        if self._rest is not None:
            self._rest.stop()
        if row is not None and (preview.sheet is None or self._details_of != self.wanted):
            self._rest = self.set_timer(REST, lambda: self._details(row))

    def _details(self, row: Row) -> None:
        self._details_of = self.wanted
        self._read_details((row.project.town, row.project.key), self.dashboard.session.key_of(row.project))

    @work(thread=True, exclusive=True, group="preview", exit_on_error=False)
    def _read_details(self, key: tuple[int, str], name: str) -> None:
        worker = get_current_worker()
        try:
            with self.dashboard.session.reading(self.context.choice) as view:
                if not worker.is_cancelled:
                    self.post_message(self.Read(key, sheet_of(view, find_project(view, name))))
        except Exception as error:  # noqa: BLE001 - said on the screen
            self.app.call_from_thread(self.dashboard.say_error, error)

    @on(Read)
    def _read_came(self, message: Read) -> None:
        preview = self.query_one(Preview)
        if preview.row is not None and (preview.row.project.town, preview.row.project.key) == message.key:
            preview.sheet = message.sheet
            preview.repaint()

    # commands

    @on(Rows.Opened, "#projects")
    async def _opened(self, message: Rows.Opened) -> None:
        message.stop()
        await self.dashboard.open_project(message.row.project)

    @on(Table.Sorted, "#projects")
    def _sorted(self, message: Table.Sorted) -> None:
        message.stop()
        self.sort_by(message.column)

    def sort_by(self, column: str) -> None:
        """By a column; again, the other way round."""
        if self.order is not None and self.order[0] == column:
            self.order = (column, not self.order[1])
        else:
            self.order = (column, column in LARGEST_FIRST or column in MORE_TITLES)
        self.refill()

    def action_sort(self, step: int) -> None:
        shown = [column.key for column, _cells in self.table.fitted(self.table.size.width)]
        keys = [column.key for column in COLUMNS if column.key in shown]
        now = keys.index(self.order[0]) if self.order and self.order[0] in keys else -1 if step > 0 else 0
        self.order = None
        self.sort_by(keys[(now + step) % len(keys)])

    async def action_columns(self) -> None:
        """Choose the columns, over the table."""
        from citydash.tui.screens.columns import ColumnsScreen  # noqa: PLC0415 - seldom needed

        titles = {key: self.context.locale.text(title) for key, title in TITLES.items() if key != ALWAYS}

        def choose(chosen: tuple[str, ...]) -> None:
            self.columns_shown = chosen

        await self.dashboard.lay(self.dashboard.paper(ColumnsScreen).about(titles, self.columns_shown, choose))

    def action_reverse(self) -> None:
        self.sort_by(self.order[0] if self.order else "title")

    def action_preview(self) -> None:
        preview = self.query_one(Preview)
        preview.toggle_class("-hidden")
        self.call_after_refresh(self._preview_current)

    def on_resize(self) -> None:
        self.call_after_refresh(self._preview_current)

    def project(self) -> Project | None:
        row = self.table.current
        return row.project if row is not None else None

    def saves(self) -> tuple[str, ...]:
        order = self.order if self.order is not None and self.order[0] in SORTS else None
        sort = (f"--sort={order[0]}{':desc' if order[1] else ''}",) if order is not None else ()
        columns = (f"--columns={','.join(self.columns_shown)}",) if self.columns_shown != USUAL else ()
        return "report", "projects", *columns, *sort, *self.context.choice.arguments, *self.context.compared

    def remembered(self) -> dict[str, Any]:
        project = self.project()
        return {
            **({"sort": self.order[0], "descending": self.order[1]} if self.order is not None else {}),
            **({"columns": list(self.columns_shown)} if self.columns_shown != USUAL else {}),
            "project": self.dashboard.session.key_of(project) if project is not None else "",
        }

    def remember(self, kept: dict[str, Any]) -> None:
        if kept.get("sort") in SORTS:
            self.order = (kept["sort"], bool(kept.get("descending")))
        if isinstance(kept.get("columns"), list):
            self.columns_shown = tuple(key for key in kept["columns"] if isinstance(key, str))
        self._returning = str(kept.get("project", ""))

    def place(self) -> Place | None:
        project = self.project()
        return self.dashboard.session.place_of(project) if project is not None else None

    def copied(self) -> str:
        return self.table.as_text()
