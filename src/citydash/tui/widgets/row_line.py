"""The row under the cursor whole, on a line of its own: its columns may have cut it."""

from collections.abc import Callable

from citydash.tui.cells import Parts, fit, width_of
from citydash.tui.context import Context
from citydash.tui.widgets.painted import Fixed

Told = tuple[tuple[str, ...], str]
"""Names that lead to the row, and what stands at the right."""


class RowLine(Fixed):
    """Says what `told` gives whenever it is repainted; nothing where there is no row."""

    DEFAULT_CSS = "RowLine { height: 1; }"
    ground = "heading-ground"

    def __init__(self, context: Context, told: Callable[[], Told]) -> None:
        super().__init__(id="row-line")
        self.context, self.told = context, told

    def lines(self, width: int) -> list[Parts]:
        names, right = self.told()
        said = f" {self.context.glyphs.into} ".join(name for name in names if name)
        left = fit(said, max(8, min(width_of(said), width - width_of(right) - 4)))
        gap = max(1, width - width_of(left) - width_of(right) - 2)
        return [((" ", "text"), (left, "muted"), (" " * gap, "text"), (right, "text"), (" ", "text"))]
