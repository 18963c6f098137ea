"""Where the money comes from: by source, funder, level or certainty, what remains to the town, and what may be lost."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, NamedTuple

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from citydash.figures.funding import FundingLine, at_certainty, by_deadline, by_risk, each_deadline, funding_lines
from citydash.figures.funding_groups import GROUPINGS, Bundle, bundles
from citydash.figures.netcost import Plan, plans
from citydash.figures.projects import Project
from citydash.figures.view import View
from citydash.tui.commands import bindings_for
from citydash.tui.context import Context
from citydash.tui.funding_table import AtRisk, DeadlineList, GroupTable, LineList, PlanTable, RiskList, Row
from citydash.tui.screens.frame import Frame
from citydash.tui.state import Place
from citydash.tui.widgets.boxes import Box, Column
from citydash.tui.widgets.row_line import RowLine, Told
from citydash.tui.widgets.rows import Rows
from citydash.tui.widgets.table import Table


class Figures(NamedTuple):
    """The lines at one certainty: in bundles, by deadline and how many of these were missed, by risk and what is at
    risk; the plans at every one; each town's currency.
    """

    certainty: str
    bundles: tuple[Bundle, ...]
    plans: dict[str, dict[str, Plan]]
    deadlines: list[FundingLine]
    missed: int
    risks: list[FundingLine]
    at_risk: AtRisk
    currencies: dict[int, str]


class FundingScreen(Frame):
    """The plan above, groups at the left, deadlines and risks at the right; where it is narrow, either."""

    CSS_PATH = "funding.tcss"
    AUTO_FOCUS = "#groups"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("funding")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide"), (180, "-huge")]  # noqa: RUF012 - typed by Textual
    room: ClassVar[str] = "funding"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.by = GROUPINGS[0]
        self.shown: Figures | None = None

    def body(self) -> Iterable[Widget]:
        context = self.context
        line = RowLine(context, self._told)
        lists = GroupTable(context), DeadlineList(context), RiskList(context)
        for one in lists:
            one.follower = line.repaint
        yield PlanTable(context)
        yield Box(lists[0], Column(*lists[1:], id="lists"), id="body")
        yield line

    def _told(self) -> Told:
        """The funding line whole, or its group; at the right its status and what it counts for."""
        locale, row, line = self.context.locale, self.groups.current, self._line()
        if line is not None and self.shown is not None:
            amount = locale.money(line.counted, self.shown.currencies.get(line.project.town, ""))
            return (line.project.title, line.source.name), f"{locale.word('funding', line.status)}  {amount}"
        if row is None or row.total is None:
            return (), ""
        return (self.groups.name_of(row),), locale.money(row.total.counted, row.currency)

    def on_descendant_focus(self) -> None:
        self.query_one(RowLine).repaint()

    @property
    def groups(self) -> GroupTable:
        return self.query_one(GroupTable)

    def collect(self, view: View, asked: Any) -> Iterator[Any]:
        del asked
        every = funding_lines(view)
        lines = at_certainty(view, every)
        deadlines = by_deadline(each_deadline(lines, view.today))
        currencies = {town.word: town.currency for town in view.names.towns.values()}
        risks, missed = by_risk(lines), sum((line.days_left or 0) < 0 for line in deadlines)
        at_risk = AtRisk.of(risks, currencies)
        grouped, planned = bundles(view, lines), plans(view, every)
        yield Figures(view.certainty, grouped, planned, deadlines, missed, risks, at_risk, currencies)

    def show(self, result: Any) -> None:
        self.shown = result
        self.query_one(PlanTable).fill(result.plans)
        self.query_one(DeadlineList).fill(result.deadlines, result.missed, result.currencies)
        self.query_one(RiskList).fill(result.risks, result.at_risk, result.currencies)
        self._regroup()

    def _regroup(self) -> None:
        if self.shown is not None:
            self.groups.fill(self.shown.bundles, list(self.shown.plans), self.by, self.shown.certainty)
            self.query_one(RowLine).repaint()

    # commands

    def action_group(self) -> None:
        """By the next of source, funder, level, certainty, all folded."""
        self.by = GROUPINGS[(GROUPINGS.index(self.by) + 1) % len(GROUPINGS)]
        self.groups.opened.clear()
        self.groups.cursor = 0
        self._regroup()

    def action_lists(self) -> None:
        """Deadlines and risks beside the groups, or instead of them where it is narrow."""
        self.toggle_class("-turned")
        self.call_after_refresh(self._focus_shown)

    def _focus_shown(self) -> None:
        if self.focused is None or not self.focused.region:
            shown = [rows for rows in self.query("#body Rows").results(Rows) if rows.region]
            if shown:
                shown[0].focus()

    def action_fold(self) -> None:
        """Fold or unfold the group under the cursor, from its lines too."""
        table = self.groups
        if self.focused is not table or table.current is None:
            return
        place = table.cursor
        while table.rows[place].kind == "line":
            place -= 1
        table.move(place, -1)
        self._turn(table.rows[place])

    def action_fold_all(self) -> None:
        table = self.groups
        groups = {table.key(row) for row in table.rows if row.kind == "group"}
        table.opened = set() if table.opened else groups
        self._regroup()

    def _turn(self, row: Row) -> None:
        self.groups.opened ^= {self.groups.key(row)}
        self._regroup()

    @on(Rows.Opened)
    async def _opened(self, message: Rows.Opened) -> None:
        message.stop()
        row = message.row
        line = row.line if isinstance(row, Row) else row
        if line is None:
            self._turn(row)
        else:
            await self.dashboard.open_project(line.project)

    # what is under the cursor

    def _line(self) -> FundingLine | None:
        focused = self.focused
        if isinstance(focused, GroupTable):
            return focused.current.line if focused.current is not None else None
        return focused.current if isinstance(focused, LineList) else None

    def project(self) -> Project | None:
        line = self._line()
        return line.project if line is not None else None

    def place(self) -> Place | None:
        line = self._line()
        if line is None:
            return None
        return self.dashboard.session.locate(line.project.path, ("project", line.project.key, "funding", line.line))

    def copied(self) -> str:
        table = self.focused if isinstance(self.focused, Table) else self.groups
        return table.as_text()

    def saves(self) -> tuple[str, ...]:
        return ("report", "funding", f"--group={self.by}", *self.context.choice.arguments)

    def remembered(self) -> dict[str, Any]:
        return {"by": self.by}

    def remember(self, kept: dict[str, Any]) -> None:
        if kept.get("by") in GROUPINGS:
            self.by = kept["by"]
