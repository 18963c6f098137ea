"""Lines between a project and those that it waits for, or that wait for it: drawn over rows painted already."""

from typing import NamedTuple

from citydash.tui.glyphs import Glyphs


class Link(NamedTuple):
    """From the end of one bar to the start of another: rows by their place, cells from the start of the axis.

    `leave` is the cell after the one's end, `enter` that before the other's start; `style` says whether they agree.
    """

    source: int
    leave: int
    target: int
    enter: int
    style: str

    @property
    def rows(self) -> tuple[int, int]:
        """First and last row that it touches."""
        return min(self.source, self.target), max(self.source, self.target)


def cells_at(link: Link, place: int, glyphs: Glyphs) -> list[tuple[int, str]]:
    """The cells of a link in one row, with their signs."""
    across, upright = glyphs.thin[0], glyphs.thin[1]
    column, down = max(link.leave, link.enter), link.target > link.source
    if place == link.source:
        corner = glyphs.turns[0 if down else 1]
        return [*((x, across) for x in range(link.leave, column)), (column, corner)]
    if place == link.target:
        if column == link.enter:
            return [(column, glyphs.turns[2 if down else 3])]
        return [(column, glyphs.down if down else glyphs.up)]
    first, last = link.rows
    return [(column, upright)] if first < place < last else []
