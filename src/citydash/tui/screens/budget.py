"""The budget by any two axes, and down: a cell's projects, a project's lines, the file.

Each depth sums to the cell that it came from.
"""

from collections.abc import Hashable, Iterable, Iterator
from itertools import chain
from typing import Any, ClassVar, NamedTuple

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from citydash.errors import UsageError
from citydash.figures.alerts import CeilingUse, ceilings
from citydash.figures.drill import by_project, of_project
from citydash.figures.explain import Explanation
from citydash.figures.project import find_project
from citydash.figures.projects import Project
from citydash.figures.request import NET_COST, is_additive
from citydash.figures.view import View
from citydash.tui.budget_deltas import At, moved
from citydash.tui.budget_lines import LineTable
from citydash.tui.budget_notes import CellLine, Crumbs
from citydash.tui.budget_rows import TOTAL, Body, Row, body_of
from citydash.tui.budget_state import Asked, Spot
from citydash.tui.budget_table import PivotTable
from citydash.tui.clipboard import joined
from citydash.tui.commands import bindings_for
from citydash.tui.context import Context
from citydash.tui.screens.frame import Frame
from citydash.tui.state import Place
from citydash.tui.widgets.boxes import Box
from citydash.tui.widgets.rows import Rows


class Pivot(NamedTuple):
    """A pivot's rows with the ceilings that bind them, as of a fiscal year, and Δ by row where there is a baseline."""

    asked: Asked
    body: Body
    ceilings: list[CeilingUse]
    year: int
    deltas: dict[At, int] | None = None


class Lines(NamedTuple):
    """The lines of a project's file behind one amount."""

    asked: Asked
    found: Explanation | None
    project: Project


class BudgetScreen(Frame):
    """The pivot and what stands under it. `now` is all that was chosen, but for the cursor's place."""

    CSS_PATH = "budget.tcss"
    AUTO_FOCUS = "#pivot"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("budget")
    room: ClassVar[str] = "budget"
    keeps = 8

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.now = Asked()
        self.came_from: list[tuple[Hashable, str]] = []
        """The row and the column of each cell that one went into."""
        self.returning: tuple[Hashable, str] | None = None
        self.shown: Pivot | Lines | None = None

    def body(self) -> Iterable[Widget]:
        table = PivotTable(self.context)
        note = CellLine(self.context, table)
        table.follower = note.repaint
        yield Box(Crumbs(self.context, table), table, note, LineTable(self.context), id="body")

    @property
    def pivot(self) -> PivotTable:
        return self.query_one(PivotTable)

    @property
    def line_table(self) -> LineTable:
        return self.query_one(LineTable)

    @property
    def several(self) -> bool:
        """Whether there is more than one town."""
        return self.context.loaded is not None and self.context.loaded.towns > 1

    def asked(self) -> Asked:
        return self.now

    # figures

    def collect(self, view: View, asked: Any) -> Iterator[Any]:
        request, spot = asked.request, asked.spot
        if asked.project is not None:
            yield self._lines(view, asked)
            return
        year = min((view.this_year(currency) for currency in view.currencies), default=int(view.today[:4]))
        if spot is None:
            blocks, by = moved(view, self.dashboard.session.baseline(), request)
            yield Pivot(asked, body_of(blocks, two_axes=bool(asked.then)), _ceilings(view, asked), year, by)
            return
        blocks = by_project(view, request, spot.key, spot.column or None)
        own = [block for block in blocks if block.currency == spot.currency]
        yield Pivot(asked, body_of(own, two_axes=False), [], year)

    @staticmethod
    def _lines(view: View, asked: Asked) -> Lines:
        spot, project = asked.spot, find_project(view, asked.project.key if asked.project else "")
        column = spot.column if spot else ""
        if not column and asked.measure == NET_COST and not is_additive(asked.request):
            column = view.certainty
        try:
            found = of_project(view, asked.request, spot.key if spot else (), project, column or None)
        except UsageError:  # a measure that has no such row or year
            found = []
        return Lines(asked, next((one for one in found if one.lines), None), project)

    def show(self, result: Any) -> None:
        self.shown = result
        asked, crumbs = result.asked, self.query_one(Crumbs)
        deep = isinstance(result, Lines)
        self.set_class(deep, "-deep")
        crumbs.asked, crumbs.waiting = asked, False
        if isinstance(result, Lines):
            self._show_lines(result)
            crumbs.currencies = (result.found.currency,) if result.found else ()
        else:
            crumbs.currencies = result.body.currencies
            self._show_pivot(result)
        crumbs.repaint()
        table: Rows = self.line_table if deep else self.pivot
        if not self.types_filter and self.focused is not table and self.is_current:
            table.focus()

    def _show_pivot(self, found: Pivot) -> None:
        axes = found.asked.axes if found.asked.spot is None else ("project",)
        title = f" {self.context.glyphs.into} ".join(self.context.locale.word("axis", axis) for axis in axes)
        shares = found.asked.spot is not None and bool(found.asked.spot.column)
        if self.returning is not None:
            self.pivot.chosen = self.returning[1]
        self.pivot.deltas = found.deltas
        self.pivot.fill(found.body, found.ceilings, title, found.year, shares=shares)
        if self.returning is not None:
            self.pivot.go_to(self.returning[0])
            self.returning = None
        self.query_one(CellLine).repaint()

    def _show_lines(self, found: Lines) -> None:
        one, spot = found.found, found.asked.spot
        adds_up = is_additive(found.asked.request) or found.asked.measure == NET_COST or bool(spot and spot.column)
        if one is None:
            self.line_table.fill((), None, "")
        else:
            self.line_table.fill(one.lines, one.total if adds_up else None, one.currency)

    def on_resize(self) -> None:
        if self.shown is not None:
            self.call_after_refresh(self._show, self.shown)

    # down and up

    @on(Rows.Opened, "#pivot")
    def _down(self, message: Rows.Opened) -> None:
        message.stop()
        row, pivot = message.row, self.pivot
        if not isinstance(self.shown, Pivot) or self.shown.asked != self.now or not isinstance(row, Row):
            return
        if pivot.chosen and pivot.cents(row.line, pivot.chosen) is None:
            self.dashboard.say(self.context.locale.text("no line stands behind this cell"))
            return
        self.came_from.append((pivot.key(row), pivot.chosen))
        if self.now.spot is None:
            column = "" if pivot.chosen == TOTAL else pivot.chosen
            years = pivot.years if column in ("earlier", "later") else None
            asked = self.now.into(Spot(row.line.key, row.line.label, column, row.currency, years))
        else:
            asked = self.now.into_project(row.line.key[0], row.line.label[0])
        pivot.cursor, pivot.chosen = 0, ""
        self._turn(asked)

    @on(Rows.Opened, "#lines")
    async def _excerpt(self, message: Rows.Opened) -> None:
        message.stop()
        await self.dashboard.show_excerpt(Place(message.row.path, message.row.line, message.row.column))

    def back(self) -> bool:
        if self.now.spot is None:
            return False
        self.returning = self.came_from.pop() if self.came_from else None
        self._turn(self.now.out())
        return True

    # commands

    def _turn(self, asked: Asked) -> None:
        """Ask for something else; what is asked is said at once, the figures come."""
        if asked == self.now:
            return
        if asked.spot is None and self.now.spot is None:
            self.came_from.clear()
        self.now = asked
        crumbs = self.query_one(Crumbs)
        crumbs.asked, crumbs.waiting = asked, True
        crumbs.repaint()
        self.refresh_data()

    def action_next(self, field: str) -> None:
        self._turn(self.now.next(field, several=self.several))

    @on(Crumbs.Clicked)
    async def _climb(self, message: Crumbs.Clicked) -> None:
        message.stop()
        for _depth in range(message.up):
            self.back()
        if not message.up:
            await self.action_choose()

    async def action_choose(self) -> None:
        from citydash.tui.screens.pivot_menu import PivotMenu  # noqa: PLC0415 - when it opens

        await self.dashboard.lay(self.dashboard.paper(PivotMenu).about(self.now, self._turn))

    def action_cell(self, way: int) -> None:
        if isinstance(self.shown, Pivot):
            self.pivot.step(way)

    def action_years(self, way: int) -> None:
        if isinstance(self.shown, Pivot):
            self.pivot.scroll_years(way)

    def action_fold(self) -> None:
        self.pivot.fold()

    def action_fold_all(self) -> None:
        self.pivot.fold_all()

    @on(PivotTable.Chosen)
    def _chosen(self) -> None:
        self.query_one(CellLine).repaint()

    @on(Frame.Failed)
    def _not_read(self) -> None:
        crumbs = self.query_one(Crumbs)
        crumbs.waiting = False
        crumbs.repaint()

    # what the frame asks

    def project(self) -> Project | None:
        return self.shown.project if isinstance(self.shown, Lines) else None

    def place(self) -> Place | None:
        if isinstance(self.shown, Lines):
            row = self.line_table.current
            return Place(row.path, row.line, row.column) if row is not None else None
        row, axes = self.pivot.current, self.now.axes if self.now.spot is None else ("project",)
        if row is None or "project" not in axes[: len(row.line.key)]:
            return None
        return self.dashboard.session.place_of_key(row.line.key[axes.index("project")])

    def saves(self) -> tuple[str, ...] | None:
        said = self.now.saves(self.context.choice)
        return (*said, *self.context.compared) if said is not None and self.now.spot is None else said

    def remembered(self) -> dict[str, Any]:
        return self.now.remembered()

    def remember(self, kept: dict[str, Any]) -> None:
        self.now = Asked.of(kept)

    def copied(self) -> str:
        """Exact amounts: a spreadsheet reads them as numbers."""
        number = self.context.exact
        if isinstance(self.shown, Lines):
            return joined(
                f"{row.path}:{row.line}\t{'.'.join(row.keys)}\t{number(row.cents)}" for row in self.line_table.rows
            )
        table = self.pivot
        columns = [column for column in table.columns if column.key in table.cells]
        titles = "\t".join([table.columns[0].title, *(column.title for column in columns)])
        amounts = (
            "\t".join([table.row_name(row), *(number(table.cents(row.line, column.key)) for column in columns)])
            for row in (*table.rows, *table.foot)
            if row.kind != "heading"
        )
        return joined(chain((titles,), amounts))


def _ceilings(view: View, asked: Asked) -> list[CeilingUse]:
    """The ceilings that bind the rows: what departments plan by year."""
    if (asked.rows, asked.columns, asked.measure) != ("department", "year", "planned"):
        return []
    return [use for use in ceilings(view) if not asked.section or use.section == asked.section]
