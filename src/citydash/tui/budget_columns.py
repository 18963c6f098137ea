"""The columns of the budget's pivot for a width: years that have no room fold into earlier and later."""

from citydash.figures.pivot import Years, folded_columns, years_of
from citydash.model.words import CERTAINTIES, SECTIONS, STAGES
from citydash.tui.budget_rows import TOTAL, Body
from citydash.tui.budget_state import window
from citydash.tui.cells import width_of
from citydash.tui.context import Context
from citydash.tui.widgets.table import GAP, Column

LABEL = 18
"""Cells of the first column at least; where its names are longer, two ninths of the table's."""
BAR = 12
"""Cells of the bar of a ceiling or of a share at most."""
WIDE = 110
"""From here on that has its column; below, years are worth more, and a mark says what is exceeded."""


def column_title(context: Context, name: str) -> str:
    """A column's name in words."""
    for kind, names in (("measure", STAGES), ("section", SECTIONS), ("certainty", CERTAINTIES)):
        if name in names:
            return context.locale.word(kind, name)
    return context.locale.text("Total") if name in ("total", TOTAL) else context.locale.year(name)


class Fitting:
    """Columns of amounts of one body in one unit."""

    def __init__(self, context: Context, body: Body) -> None:
        self.context, self.body = context, body
        self.scale = context.scale_of(body.largest)
        self.known = years_of(body.columns)

    def years(self, width: int, start: int | None, today: int) -> Years | None:
        """The years shown one by one in `width` cells, from `start` on where somebody chose it; None where all have
        room.
        """
        return window(self.known, self._room(width), start, today)

    def columns(self, years: Years | None) -> list[Column]:
        """The columns of amounts, and of their totals where there are several."""
        names = self.body.columns if years is None else folded_columns(self.body.columns, years)
        shown = (*names, TOTAL) if TOTAL in self.body.spans and len(names) > 1 else names
        return [
            Column(name, column_title(self.context, name), self._cells(name, years), right=True, sorts=False)
            for name in shown
        ]

    def _cells(self, name: str, years: Years | None) -> int:
        """Cells for a column's title and its widest amount, with a mark after it."""
        folds = years is not None and name in ("earlier", "later")
        span = self.body.folded if folds else self.body.spans.get(name, (0, 0))
        return max(6, self._widest(span) + 1, width_of(column_title(self.context, name)))

    def _widest(self, span: tuple[int, int]) -> int:
        return max(width_of(self.context.locale.amount(cents, self.scale)) for cents in span)

    def _room(self, width: int) -> int:
        """How many years have room beside the words' columns and the total."""
        words = {"earlier", "later", *(name for name in self.body.columns if not name.isdigit())}
        taken = sum(self._cells(name, (0, 0)) + GAP for name in (*words, TOTAL))
        year = max((self._cells(str(year), None) for year in self.known), default=7) + GAP
        return max(1, (width - taken) // year)
