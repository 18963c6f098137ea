"""The budget's pivot: amounts by row and column, a cell chosen, totals pinned, ceilings beside departments."""

from collections.abc import Hashable
from typing import TYPE_CHECKING

from textual.message import Message

from citydash.figures.alerts import CeilingUse
from citydash.figures.pivot import Years, amount
from citydash.figures.request import Line
from citydash.tui.budget_ceilings import PERCENT, Ceilings
from citydash.tui.budget_columns import BAR, LABEL, WIDE, Fitting
from citydash.tui.budget_rows import TOTAL, Body, Row
from citydash.tui.cells import Parts, fit, width_of
from citydash.tui.context import Context
from citydash.tui.widgets.bars import part_bar
from citydash.tui.widgets.table import GAP, Column, Table, styled

if TYPE_CHECKING:
    from citydash.tui.budget_deltas import At

MEASURED, LONGEST = 300, 60
"""Of more rows than these no name is measured: so many cells at most."""
CEILING, SHARE, DELTA = "ceiling", "%", "Δ"
NO_CELLS = ("label", CEILING, SHARE, DELTA)
"""Columns that no cell is chosen in."""


class PivotTable(Table):
    """One block a currency, each with its total pinned below. `chosen` is a column, or "" for the whole row."""

    opens_on_click = False

    class Chosen(Message):
        """Another cell has the cursor."""

    def __init__(self, context: Context) -> None:
        super().__init__(id="pivot")
        self.context = context
        self.body, self.axis, self.year = Body((), (), (), {}, (0, 0), (), all_open=True), "", 0
        self.ceilings = Ceilings(context, [], 1)
        self.fitting = Fitting(context, self.body)
        self.chosen = ""
        self.years: Years | None = None
        """The window of years; None where all have room."""
        self.start: int | None = None
        """The first of them, where somebody moved it."""
        self.turned: set[tuple[str, ...]] = set()
        """Groups that are not as `all_open` says; None for as many rows say."""
        self.all_open: bool | None = None
        self.shares = False
        self.deltas: dict[At, int] | None = None
        """What each row's total moved by since the baseline, in cents; None without one."""

    # what is shown

    def fill(self, body: Body, uses: list[CeilingUse], axis: str, year: int, *, shares: bool) -> None:
        """Show these rows; `axis` says what they are, `shares` asks for each one's part of the total."""
        self.body, self.axis, self.year, self.shares = body, axis, year, shares
        self.fitting = Fitting(self.context, body)
        self.ceilings = Ceilings(self.context, uses, self.scale)
        self.lay_out()
        self.refill()

    @property
    def scale(self) -> int:
        """The table's unit."""
        return self.fitting.scale

    def refill(self) -> None:
        """The rows of the groups that are open."""
        note = self.context.locale.text("nothing here with this measure and filter")
        if self.context.matching == 0:
            note = self.context.no_project()
        rows = [row for row in self.body.rows if not row.inside or self.is_open(row)]
        self.load(rows, self.body.foot, note=((note, "muted"),))

    def lay_out(self) -> None:
        """The columns that have room."""
        text, width = self.context.locale.text, self.size.width or self.app.size.width
        beside = self._beside(width)
        longest = max(self._longest() + 2, width_of(self.axis))
        label = max(LABEL, min(longest, width * 2 // 9))
        delta = self._delta_cells()
        taken = label + GAP + 1 + (beside + GAP if beside else 0) + (delta + GAP if delta else 0)
        self.years = self.fitting.years(width - taken, self.start, self.year)
        columns = [Column("label", self.axis, label, grow=1, sorts=False, most=max(label, longest))]
        columns += self.fitting.columns(self.years)
        if delta:
            columns.append(Column(DELTA, DELTA, delta, right=True, sorts=False))
        if beside and self.ceilings:
            title = text("planned/ceiling {year}", year=self.ceiling_year)
            columns.append(Column(CEILING, title, beside, rank=1, sorts=False))
        elif beside:
            columns.append(Column(SHARE, text("share of the total"), beside, rank=1, sorts=False))
        self.columns = tuple(columns)
        if self.chosen not in self.cells:
            self.chosen = ""
        self.repaint()

    def _beside(self, width: int) -> int:
        """Cells of what stands after the total, in a table of `width`: none where it is narrow."""
        if width < WIDE:
            return 0
        bar = min(BAR, max(0, (width - WIDE) // 8))
        if self.ceilings:
            title = width_of(self.context.locale.text("planned/ceiling {year}", year=self.ceiling_year))
            return max(title, self.ceilings.cells(self.ceiling_year) + bar)
        return max(width_of(self.context.locale.text("share of the total")), bar + PERCENT) if self.shares else 0

    def _longest(self) -> int:
        """Cells of the longest name."""
        rows = self.body.rows
        if len(rows) > MEASURED:
            return LONGEST
        return max((width_of(self.row_name(row)) + 2 * (row.inside or row.kind == "group") for row in rows), default=0)

    # groups

    def is_open(self, row: Row) -> bool:
        """Whether a row's group is unfolded."""
        usual = self.body.all_open if self.all_open is None else self.all_open
        return usual != (row.key[:1] in self.turned)

    def fold(self) -> None:
        """Fold or unfold the group of the row under the cursor."""
        self._fold(every=False)

    def fold_all(self) -> None:
        """Fold every group; unfold them all where the one under the cursor is folded."""
        self._fold(every=True)

    def _fold(self, *, every: bool) -> None:
        row = self.current
        if row is None or not (row.inside or row.kind == "group"):
            return
        if every:
            self.all_open = not self.is_open(row)
            self.turned.clear()
        else:
            self.turned ^= {row.key[:1]}
        if row.inside:  # it goes: its group has the cursor
            self.go_to((row.key[:1], row.currency))
        self.refill()

    # the chosen cell

    @property
    def cells(self) -> tuple[str, ...]:
        """What can be chosen: the whole row, and its columns."""
        return ("", *(column.key for column in self.columns if column.key not in NO_CELLS))

    @property
    def ceiling_year(self) -> int:
        """The year whose ceilings are shown: the chosen one, else this one."""
        return int(self.chosen) if self.chosen.isdigit() else self.year

    def ceiling(self, row: Row) -> CeilingUse | None:
        """The ceiling that binds a row in the year that is chosen; no other cell is an amount that it concerns."""
        return self.ceilings.of(row, self.ceiling_year) if self.chosen.isdigit() else None

    def choose(self, column: str) -> None:
        """Put the cursor on a column; ceilings follow its year."""
        if column != self.chosen:
            self.chosen = column
            self.lay_out()
            self.post_message(self.Chosen())

    def step(self, way: int) -> None:
        """One cell on; at an end of the years shown, the window moves on first."""
        if self.years is not None and self.chosen.isdigit() and int(self.chosen) == self.years[way > 0]:
            beyond = int(self.chosen) + way
            if beyond in self.fitting.known:
                self.start = self.years[0] + way
                self.choose(str(beyond))
                return
        place = self.cells.index(self.chosen) + way
        if 0 <= place < len(self.cells):
            self.choose(self.cells[place])

    def scroll_years(self, way: int) -> None:
        """Move the window of years; the chosen year stays where it is on the screen."""
        known = self.fitting.known
        if self.years is None or not known[0] <= self.years[way > 0] + way <= known[-1]:
            return
        self.start = self.years[0] + way
        if self.chosen.isdigit():
            self.chosen = str(int(self.chosen) + way)
        self.lay_out()
        self.post_message(self.Chosen())

    def click_cell(self, x: int) -> bool:
        row = self.current
        if row is not None and row.kind == "group" and x <= GAP:  # its sign
            self.fold()
            return False
        column = self._column_at(x)
        same = column == self.chosen
        self.choose(column)
        return same

    def click_head(self, x: int, y: int) -> None:
        if y == self.head_height - 1:
            self.choose(self._column_at(x))

    def _column_at(self, x: int) -> str:
        end = 1
        for column, cells in self.fitted(self.size.width):
            end += cells + GAP
            if x < end:
                return "" if column.key in NO_CELLS else column.key
        return ""

    # painting

    def key(self, row: Row) -> Hashable | None:
        return (row.key, row.currency) if row.kind in ("line", "group") else None

    def base(self, row: Row) -> str:
        return {"total": "total", "heading": "heading"}.get(row.kind, "text")

    def cursor_base(self, base: str) -> str:
        return "blurred" if self.chosen else super().cursor_base(base)

    def cell(self, row: Row, column: Column, width: int) -> str | Parts:
        if row.kind == "heading":
            return self.context.basis(row.currency, self.scale) if column.key == "label" else ""
        if column.key == "label":
            return self._label(row, width)
        if column.key == CEILING:
            return self.ceilings.cell(row, self.ceiling_year, width)
        if column.key == DELTA:
            return self._delta(row, width)
        if column.key == SHARE:
            return self._share(row, width)
        return self._amount(row, column.key, width)

    def cents(self, line: Line, name: str) -> int | None:
        """What stands in a cell; None for no data."""
        return line.total if name == TOTAL else amount(line, name, self.years)

    def _amount(self, row: Row, name: str, width: int) -> Parts:
        cents = self.cents(row.line, name)
        here = name == self.chosen and row is self.current
        if cents is None:
            return styled("– ", width, "cursor" if here else "total" if row.kind == "total" else "muted", right=True)
        mark = self.context.glyphs.warning if self.ceilings.is_over(row, name) else " "
        said = fit(self.context.locale.amount(cents, self.scale), width - 1, right=True)
        if here:
            return ((said + mark, "cursor"),)
        style = "total" if row.kind == "total" else "strong" if name == TOTAL or row.kind == "group" else "text"
        return ((said, style), (mark, "warn"))

    def _delta(self, row: Row, width: int) -> Parts:
        """What the total moved by since the baseline."""
        cents = (self.deltas or {}).get((row.key, row.currency), 0)
        said = self.context.signed(cents, self.scale)
        total = row.kind == "total"
        return styled(said, width, "total" if total else "text" if cents else "muted", right=True)

    def _delta_cells(self) -> int:
        """Cells of that column; none without a baseline."""
        if self.deltas is None:
            return 0
        return max((width_of(self.context.signed(cents, self.scale)) for cents in self.deltas.values()), default=5) + 1

    def row_name(self, row: Row) -> str:
        """A row's name in words."""
        text = self.context.locale.text
        if row.kind != "total":
            return self.context.row_label(row.label) or text("(none)")
        if len(self.body.foot) > 1:
            return text("Total {currency}", currency=self.context.locale.unit(row.currency))
        return text("Total")

    def _label(self, row: Row, width: int) -> Parts:
        glyphs, name = self.context.glyphs, self.row_name(row)
        if row.kind == "group":
            return ((fit(f"{glyphs.open if self.is_open(row) else glyphs.folded} {name}", width), "strong"),)
        return ((fit(f"  {name}" if row.inside else name, width), self.base(row)),)

    def _share(self, row: Row, width: int) -> Parts:
        """A row's part of its currency's total, where parts make sense: of no negative amount."""
        whole = next((one.line.total for one in self.body.foot if one.currency == row.currency), None)
        own, least = row.line.total, self.body.spans[TOTAL][0]
        if row.kind == "total" or not whole or own is None or least < 0:
            return styled("", width, "muted")
        bar = part_bar(self.context.glyphs, width - PERCENT, own / whole)
        return (*bar, (fit(self.context.locale.percent(own / whole), PERCENT, right=True), "text"))
