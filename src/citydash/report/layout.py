"""Columns of text side by side: how wide each is, what is cut, what is broken into lines, what stands below others."""

from typing import NamedTuple

from citydash.locale import clean
from citydash.report.document import BAR, DATE, TEXT, Column

LEFT = (TEXT, DATE, BAR)
"""Kinds that stand at the left of their column."""
CUT, BROKEN = 12, 16
"""Columns that a text is given at least: one that is cut, one that is broken into lines."""


def broken(text: str, room: int) -> list[str]:
    """A text in lines of at most `room` columns, between its words; in one where there is no such limit."""
    if room <= 0 or clean.width(text) <= room:
        return [text]
    lines = [""]
    for word in (piece for long in text.split(" ") for piece in _pieces(long, room)):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if clean.width(longer) <= room or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _pieces(word: str, room: int) -> list[str]:
    """A word that no line can hold, cut into those that can."""
    found = []
    while clean.width(word) > room and (piece := clean.shorten(word, room, "")):
        found.append(piece)
        word = word[len(piece) :]
    return [*found, word] if word else found


def parts(widths: list[int], columns: tuple[Column, ...], room: int, narrowest: int = CUT) -> list[list[int]]:
    """The places of columns that stand together: all where they fit, else as many as do, each part led by the first
    column.
    """
    every = list(range(len(columns)))
    if room <= 0 or fits(widths, columns, room, narrowest):
        return [every]
    found, first = [[0]], min(widths[0], 2 * CUT)
    for place in every[1:]:
        least = [first, *(_least(widths[n], columns[n], narrowest) for n in (*found[-1][1:], place))]
        if sum(least) + 2 * (len(least) - 1) > room and len(found[-1]) > 1:
            found.append([0])
        found[-1].append(place)
    return found


def _least(width: int, column: Column, narrowest: int) -> int:
    """How wide a column must be: texts may be narrower than they are."""
    return min(width, narrowest) if column.kind == TEXT else width


def fits(widths: list[int], columns: tuple[Column, ...], room: int, narrowest: int = CUT) -> bool:
    """Whether the columns fit once every text is as narrow as it may be."""
    least = [_least(n, column, narrowest) for n, column in zip(widths, columns, strict=True)]
    return sum(least) + 2 * (len(least) - 1) <= room


def fit(widths: list[int], columns: list[Column], room: int) -> None:
    """Take from the widest text columns what doesn't fit; numbers are never cut."""
    while sum(widths) + 2 * (len(widths) - 1) > room:
        texts = [n for n, column in enumerate(columns) if column.kind == TEXT and widths[n] > CUT]
        if not texts:
            return
        widest = max(texts, key=lambda n: widths[n])
        widths[widest] -= 1


class Layout(NamedTuple):
    """Columns side by side, each so wide. Texts that don't fit are cut and end in `end`, or broken where they wrap."""

    columns: list[Column]
    widths: list[int]
    wraps: bool
    end: str

    def heads(self, cells: list[str]) -> list[str]:
        """The columns' titles, broken between words where they are wider than what stands under them."""
        return self._lines([broken(text, width) for text, width in zip(cells, self.widths, strict=True)])

    def lines(self, cells: list[str]) -> list[str]:
        """A row in one line, or in as many as its longest text is broken into."""
        if not self.wraps:
            return [self._line(cells)]
        return self._lines([
            broken(text, width) if column.kind == TEXT else [text]
            for text, width, column in zip(cells, self.widths, self.columns, strict=True)
        ])  # fmt: skip

    def _lines(self, cells: list[list[str]]) -> list[str]:
        most = max(map(len, cells))
        return [self._line([lines[n] if n < len(lines) else "" for lines in cells]) for n in range(most)]

    def _line(self, cells: list[str]) -> str:
        parts = []
        for text, width, column in zip(cells, self.widths, self.columns, strict=True):
            own = clean.width(text)
            if own > width:
                text = clean.shorten(text, width, self.end)  # noqa: PLW2901 - the cell as it stands in the line
                own = clean.width(text)
            gap = " " * (width - own)
            parts.append(text + gap if column.kind in LEFT else gap + text)
        return "  " + "  ".join(parts)
