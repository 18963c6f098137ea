"""What ceilings say beside the budget's departments: used and allowed, a bar, the overrun by glyph and amount."""

from citydash.figures.alerts import CeilingUse
from citydash.tui.budget_rows import Row
from citydash.tui.cells import Parts, fit, width_of
from citydash.tui.context import Context
from citydash.tui.widgets.bars import part_bar
from citydash.tui.widgets.table import styled

PERCENT = 7
"""Cells of a percentage after a bar."""


class Ceilings:
    """The ceilings of a pivot's departments, read in a unit of `scale`."""

    def __init__(self, context: Context, uses: list[CeilingUse], scale: int) -> None:
        self.context, self.scale = context, scale
        self.uses = uses
        self.sections = {use.section for use in uses}
        self._of: dict[str, list[CeilingUse]] = {}
        self._cells: dict[int, int] = {}
        self._used: dict[int, int] = {}
        for use in uses:
            self._of.setdefault(use.key, []).append(use)

    def __bool__(self) -> bool:
        return bool(self.uses)

    def _bind(self, row: Row) -> list[CeilingUse]:
        """Those of a row: a whole department's, not a part's of it."""
        return [] if row.inside or row.kind == "total" else self._of.get(row.key[0], [])

    def is_over(self, row: Row, year: str) -> bool:
        """Whether a row's year exceeds a ceiling."""
        return any(use.overrun and str(use.year) == year for use in self._bind(row))

    def of(self, row: Row, year: int) -> CeilingUse | None:
        """The ceiling of a row in a year, that of the section which is nearer to its own."""
        return max((use for use in self._bind(row) if use.year == year), key=lambda use: use.use or 0, default=None)

    def used(self, use: CeilingUse) -> str:
        """What is planned under a ceiling, and the ceiling."""
        locale = self.context.locale
        return f"{locale.amount(use.planned, self.scale)}/{locale.amount(use.ceiling, self.scale)}"

    def overrun(self, use: CeilingUse, excess: str) -> str:
        """By how much a ceiling is exceeded, `excess` in words."""
        return f"{self.context.glyphs.warning} +{excess} ({self.context.locale.percent(use.use)})"

    def cells(self, year: int) -> int:
        """Cells that a year's ceilings take without their bars."""
        if year not in self._cells:
            some = [use for use in self.uses if use.year == year]
            section = 1 + max((width_of(self.context.short_section(use.section)) for use in some), default=0)
            amount = self.context.locale.amount
            over = (self.overrun(use, amount(use.overrun, self.scale)) for use in some if use.overrun)
            beside = max((*map(width_of, over), PERCENT))
            self._cells[year] = self._used_cells(year) + 1 + (section if len(self.sections) > 1 else 0) + beside
        return self._cells[year]

    def _used_cells(self, year: int) -> int:
        """Cells of the widest of what a year's ceilings say first."""
        if year not in self._used:
            self._used[year] = max((width_of(self.used(use)) for use in self.uses if use.year == year), default=0)
        return self._used[year]

    def cell(self, row: Row, year: int, width: int) -> Parts:
        """Used and allowed in a year, a bar, or the overrun."""
        use, locale = self.of(row, year), self.context.locale
        if use is None:
            return styled("", width, "muted")
        said = fit(self.used(use), self._used_cells(year), right=True)
        said += f" {self.context.short_section(use.section)} " if len(self.sections) > 1 else " "
        if use.overrun:
            excess = locale.amount(use.overrun, self.scale)
            return ((fit(said + self.overrun(use, excess), width), "warn"),)
        bar = part_bar(self.context.glyphs, width - width_of(said) - PERCENT, use.use)
        return ((said, "text"), *bar, (fit(locale.percent(use.use), PERCENT, right=True), "text"))
