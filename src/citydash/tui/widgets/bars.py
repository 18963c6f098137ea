"""Bars told by glyph, not by colour alone: paid, committed, planned; and a plain one for a part of a whole."""

from citydash.tui.cells import Part, Parts
from citydash.tui.glyphs import Glyphs


def spending_bar(glyphs: Glyphs, width: int, whole: int, planned: int, committed: int, paid: int) -> Parts:
    """`width` cells stand for `whole` cents: paid, then what is committed beyond it, then what is only planned."""
    if whole <= 0 or width <= 0:
        return ((" " * max(0, width), "text"),)
    ends = [_cells(amount, whole, width) for amount in (paid, max(paid, committed), max(paid, committed, planned))]
    if max(planned, committed, paid) > 0:
        ends[2] = max(1, ends[2])
    parts: list[Part] = [
        (glyphs.paid * ends[0], "paid"),
        (glyphs.committed * (ends[1] - ends[0]), "committed"),
        (glyphs.planned * (ends[2] - ends[1]), "planned"),
        (" " * (width - ends[2]), "text"),
    ]
    return tuple(part for part in parts if part[0])


def _cells(amount: int, whole: int, width: int) -> int:
    return min(width, max(0, (2 * amount * width + whole) // (2 * whole)))


def part_bar(glyphs: Glyphs, width: int, part: float | None, style: str = "paid") -> Parts:
    """A part of one; more than one fills the bar, its style says so."""
    filled = 0 if part is None else min(width, max(0, round(part * width)))
    return ((glyphs.paid * filled, style), (glyphs.planned * (width - filled), "free"))
