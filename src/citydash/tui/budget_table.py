"""The budget's tables: amounts by row and column, totals pinned, ceilings beside departments; and a file's lines."""

from collections.abc import Hashable
from typing import NamedTuple

from citydash.figures.alerts import CeilingUse
from citydash.figures.explain import SourceLine
from citydash.figures.rollup import Rollup
from citydash.model.words import CERTAINTIES, SECTIONS, STAGES
from citydash.tui.cells import Parts, fit, width_of
from citydash.tui.context import Context
from citydash.tui.widgets.bars import part_bar
from citydash.tui.widgets.table import GAP, Column, Table, styled

LABEL = 20
"""Cells of the first column at least."""
CEILING = 33
"""Cells of the ceilings' column."""
WIDE = 110
"""From here on the ceilings have their column; below, years are worth more, and a mark says what is exceeded."""


class Cell(NamedTuple):
    """A row: a line of the pivot, a currency's title (no amounts), or a total. `ceiling` is the one to show."""

    key: str | None
    label: str
    amounts: dict[str, int]
    total: int | None
    currency: str
    kind: str = "line"
    ceiling: CeilingUse | None = None
    over: frozenset[str] = frozenset()
    """Columns whose ceiling is exceeded."""


class PivotTable(Table):
    """One block a currency, each with its total pinned below."""

    opens_on_click = False

    def __init__(self, context: Context) -> None:
        super().__init__(id="pivot")
        self.context = context
        self.scale = 1_000
        self.both_sections = True
        self.used_size = 0

    def fill(self, blocks: list[Rollup], ceilings: list[CeilingUse], title: str, year: int) -> None:
        """The rows of every block, and the totals."""
        context, locale, text = self.context, self.context.locale, self.context.locale.text
        scale = self.scale = scale_of(context, blocks)
        self.both_sections = len({use.section for use in ceilings}) > 1
        self.used_size = max((width_of(self._used(use)) for use in ceilings if use.year == year), default=0)
        several = len([block for block in blocks if block.lines]) > 1
        uses: dict[str, list[CeilingUse]] = {}
        for use in ceilings:
            uses.setdefault(use.key, []).append(use)
        rows: list[Cell] = []
        foot: list[Cell] = []
        for block in blocks:
            if not block.lines and several:
                continue
            if several:
                rows.append(Cell(None, context.basis(block.currency, scale), {}, None, block.currency, "heading"))
            rows += [
                self._line(line.key[0], line.label[0], line.amounts, line.total, block.currency, uses, year)
                for line in block.lines
            ]
            said = text("Total {currency}", currency=locale.unit(block.currency)) if several else text("Total")
            foot.append(Cell(None, said, block.totals, block.total, block.currency, "total"))
        names = list(dict.fromkeys(name for block in blocks for name in block.columns))
        longest = max((width_of(cell.label) for cell in (*rows, *foot)), default=0)
        columns = [Column("label", title, LABEL, grow=1, sorts=False, most=max(LABEL, longest + 2))]
        for name in names:
            size = max(
                (width_of(locale.amount(cell.amounts.get(name, 0), scale)) for cell in (*rows, *foot)), default=0
            )
            title = self.column_title(name)
            columns.append(Column(name, title, max(7, size + 1, width_of(title) + 1), right=True, sorts=False))
        if any(cell.total is not None for cell in foot):
            size = max((width_of(locale.amount(cell.total or 0, scale)) for cell in (*rows, *foot)), default=0)
            columns.append(
                Column("=", text("Total"), max(8, size + 1, width_of(text("Total")) + 1), right=True, sorts=False)
            )
        if ceilings and self.size.width >= WIDE - 1:
            columns.append(Column("ceiling", text("ceiling {year}", year=year), CEILING, rank=1, sorts=False))
        self.columns = tuple(columns)
        self.load(rows, foot, note=((text("nothing here with this measure and filter"), "muted"),))
        self.repaint()

    def _line(
        self, key: str, label: str, amounts: dict[str, int], total: int | None, currency: str,
        uses: dict[str, list[CeilingUse]], year: int,
    ) -> Cell:  # fmt: skip
        own = uses.get(key, [])
        now = [use for use in own if use.year == year]
        worst = max(now, key=lambda use: use.use or 0, default=None)
        over = frozenset(str(use.year) for use in own if use.overrun)
        return Cell(key, self.context.row_label(label), amounts, total, currency, "line", worst, over)

    def column_title(self, name: str) -> str:
        """A column's name in words."""
        locale = self.context.locale
        for kind, names in (("measure", STAGES), ("section", SECTIONS), ("certainty", CERTAINTIES)):
            if name in names:
                return locale.word(kind, name)
        return locale.text("Total") if name == "total" else locale.year(name)

    def key(self, row: Cell) -> Hashable | None:
        return (row.key, row.currency) if row.kind == "line" else None

    def base(self, row: Cell) -> str:
        return {"total": "total", "heading": "heading"}.get(row.kind, "text")

    def cell(self, row: Cell, column: Column, width: int) -> str | Parts:
        if row.kind == "heading":
            return row.label if column.key == self.columns[0].key else ""
        if column.key == self.columns[0].key:
            return row.label
        if column.key == "ceiling":
            return self._ceiling(row, width)
        cents = row.total if column.key == "=" else row.amounts.get(column.key, 0)
        if not cents:
            return styled("– ", width, "muted" if row.kind == "line" else "total", right=True)
        mark = self.context.glyphs.warning if column.key in row.over else " "
        amount = fit(self.context.locale.amount(cents, self.scale), width - 1, right=True)
        style = self.base(row) if column.key != "=" else "strong" if row.kind == "line" else "total"
        return ((amount, style), (mark, "warn"))

    def _used(self, use: CeilingUse) -> str:
        locale = self.context.locale
        return f"{locale.amount(use.planned, self.scale)}/{locale.amount(use.ceiling, self.scale)}"

    def _ceiling(self, row: Cell, width: int) -> Parts:
        """Used and allowed, a bar, and the overrun."""
        use, locale, glyphs = row.ceiling, self.context.locale, self.context.glyphs
        if use is None:
            return styled("", width, "muted")
        said = fit(self._used(use), self.used_size, right=True)
        said += f" {self.context.short_section(use.section)} " if self.both_sections else " "
        if use.overrun:
            over = f"{glyphs.warning} +{locale.amount(use.overrun, self.scale)} ({locale.percent(use.use)})"
            return ((fit(said + over, width), "warn"),)
        room = max(1, width - width_of(said) - 7)
        return ((said, "text"), *part_bar(glyphs, room, use.use), (fit(locale.percent(use.use), 7, right=True), "text"))


def scale_of(context: Context, blocks: list[Rollup]) -> int:
    """The unit of the whole table: that of its largest total."""
    return context.scale_of(max((abs(cents) for block in blocks for cents in block.totals.values()), default=0))


class LineTable(Table):
    """The lines of a file behind a project's amount."""

    opens_on_click = False

    def __init__(self, context: Context) -> None:
        super().__init__(id="lines")
        self.context = context

    def fill(self, lines: tuple[SourceLine, ...], total: int | None, currency: str) -> None:
        text, locale = self.context.locale.text, self.context.locale
        size = max((width_of(locale.amount(line.cents)) for line in lines), default=0)
        self.columns = (
            Column("place", text("File and line"), 24, grow=1, sorts=False),
            Column("key", text("Key"), 30, grow=2, sorts=False),
            Column("amount", locale.unit(currency), max(12, size + 1), right=True, sorts=False),
        )
        foot = [] if total is None else [total]
        self.load(lines, foot, note=((text("no line"), "muted"),))
        self.repaint()

    def key(self, row: SourceLine) -> Hashable | None:
        return row.path, row.keys

    def base(self, row: SourceLine | int) -> str:
        return "total" if isinstance(row, int) else "text"

    def cell(self, row: SourceLine | int, column: Column, width: int) -> str | Parts:
        locale = self.context.locale
        if isinstance(row, int):
            return {"place": locale.text("Total"), "amount": locale.amount(row)}.get(column.key, "")
        if column.key == "place":
            return f"{row.path}:{row.line}"
        if column.key == "key":
            return styled(".".join(row.keys[2:]), width, "muted")
        return locale.amount(row.cents)


def years_that_fit(context: Context, blocks: list[Rollup], width: int, *, ceilings: bool) -> int:
    """How many years have room beside the label, the words' columns, the total and the ceilings."""
    scale = scale_of(context, blocks)
    largest = max((abs(cents) for block in blocks for cents in block.totals.values()), default=0)
    cell = max(7, width_of(context.locale.amount(largest, scale)) + 1) + GAP
    words = {"earlier", "later", *(name for block in blocks for name in block.columns if not name.isdigit())}
    taken = sum(max(cell, width_of(context.locale.year(name)) + 1 + GAP) for name in words)
    total = max((abs(block.total or 0) for block in blocks), default=0)
    taken += max(8, width_of(context.locale.amount(total, scale)) + 1) + GAP
    beside = (CEILING + GAP) if ceilings and width >= WIDE else 0
    return max(1, (width - 3 - LABEL - taken - beside) // cell)
