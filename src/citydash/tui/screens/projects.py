"""Every project in a table, sorted by any column, with a preview of the one under the cursor where there is room."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual import on, work
from textual.binding import BindingType
from textual.containers import Container
from textual.message import Message
from textual.widget import Widget
from textual.worker import get_current_worker

from citydash.figures import headline
from citydash.figures.headline import Row
from citydash.figures.project import ProjectSheet, find_project, sheet_of
from citydash.figures.projects import Project
from citydash.figures.view import View
from citydash.tui import sheet_lines, sheet_money
from citydash.tui.cells import Parts
from citydash.tui.commands import bindings_for
from citydash.tui.context import Context
from citydash.tui.project_table import COLUMNS, LARGEST_FIRST, Order, ProjectTable
from citydash.tui.screens.frame import Frame
from citydash.tui.state import Place
from citydash.tui.widgets.page import Line
from citydash.tui.widgets.painted import Fixed
from citydash.tui.widgets.rows import Rows
from citydash.tui.widgets.table import Table

if TYPE_CHECKING:
    from textual.timer import Timer

REST = 0.15
"""Seconds that the cursor rests until the preview reads the project's details."""
MOST_COPIED = 2000


class Listed(NamedTuple):
    """The rows in the order of the files, and each town's currency."""

    rows: tuple[Row, ...]
    currencies: dict[int, str]


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
            lines += sheet_lines.milestones(self.context, self.sheet, width, most=5, short=True)
            lines += sheet_money.funding(self.context, self.sheet, width, short=True)
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
        self._rest: Timer | None = None

    def body(self) -> Iterable[Widget]:
        table = ProjectTable(self.context)
        table.follower = self._preview_current
        yield Container(table, Preview(self.context), id="body")

    @property
    def table(self) -> ProjectTable:
        return self.query_one(ProjectTable)

    def collect(self, view: View, asked: Any) -> Iterator[Any]:
        del asked
        currencies = {town.word: town.currency for town in view.names.towns.values()}
        yield Listed(tuple(headline.rows(view)), currencies)

    def show(self, result: Any) -> None:
        self.listed, self.orders = result, Order(result.rows)
        self.table.dearest = max(result.rows, key=lambda row: abs(row.project.cost), default=None)
        self.refill()

    def refill(self) -> None:
        """The rows in the order chosen; the cursor stays on its project."""
        table, text = self.table, self.context.locale.text
        rows = self.listed.rows
        if self.order is not None:
            rows = tuple(self.orders.by(self.order[0], reverse=self.order[1]))
        table.currencies, table.sorted_by = self.listed.currencies, self.order
        table.caption = table.caption_of(len(rows))
        note = (
            text("no project matches the filter")
            if self.context.choice.where
            else text("no project: see citydash check")
        )
        table.load(rows, note=((note, "muted"),))
        table.retitle()
        table.repaint()
        self._preview_current()

    # preview

    def _preview_current(self) -> None:
        preview, row = self.query_one(Preview), self.table.current
        if not preview.display:
            return
        same = preview.row is not None and row is not None and preview.row.project == row.project
        preview.row = row
        if not same:
            preview.sheet = None
        preview.currency = self.listed.currencies.get(row.project.town, "") if row is not None else ""
        preview.repaint()
        if self._rest is not None:
            self._rest.stop()
        if row is not None:
            self._rest = self.set_timer(REST, lambda: self._details(row))

    def _details(self, row: Row) -> None:
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
            self.order = (column, column in LARGEST_FIRST)
        self.refill()

    def action_sort(self, step: int) -> None:
        shown = [column.key for column, _cells in self.table.fitted(self.table.size.width)]
        keys = [column.key for column in COLUMNS if column.key in shown]
        now = keys.index(self.order[0]) if self.order and self.order[0] in keys else -1 if step > 0 else 0
        self.order = None
        self.sort_by(keys[(now + step) % len(keys)])

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

    def place(self) -> Place | None:
        project = self.project()
        return self.dashboard.session.place_of(project) if project is not None else None

    def copied(self) -> str:
        table = self.table
        lines = ["\t".join(column.title for column in table.columns)]
        for row in table.rows[:MOST_COPIED]:
            cells = (table.cell(row, column, 60) for column in table.columns)
            lines.append("\t".join((c if isinstance(c, str) else "".join(t for t, _s in c)).strip() for c in cells))
        return "\n".join(lines)
