"""Lines of a file, numbered, one of them marked: what an excerpt shows whole and a pane in part."""

from citydash.tui.cells import Parts, fit, width_of
from citydash.tui.context import Context
from citydash.tui.state import Place

NUMBER = 9
"""Cells before the text: the mark, the line's number, a gap."""
TAB = "    "


def lines_of(text: str) -> list[str]:
    """The lines of a file's text. Only a newline ends one, as for `locate`."""
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")] if text else []


def numbered(context: Context, lines: list[str], first: int, last: int, place: Place, width: int) -> list[Parts]:
    """Lines `first` to `last`, from 1 and both included, that of `place` marked.

    A line that is longer than the width is shown from where its `column` comes into sight.
    """
    found: list[Parts] = []
    for n in range(max(1, first), min(len(lines), last) + 1):
        here = n == place.line
        sign = context.glyphs.into if here else " "
        code = lines[n - 1]
        room = max(1, width - NUMBER)
        if here and width_of(code[: place.column]) > room:
            code = "…" + code[max(0, place.column - room // 2) :]
        style = "strong" if here else "text"
        head = (f"{sign}{n:>5}  ", "accent" if here else "muted")
        found.append((head, (fit(code.replace("\t", TAB), room), style)))
    return found


def under(lines: list[str], place: Place, width: int, sign: str) -> Parts | None:
    """A line that points at a place's column; None where the column is out of sight, or a whole line is meant."""
    code = lines[place.line - 1] if 0 < place.line <= len(lines) else ""
    before = width_of(code[: place.column - 1].replace("\t", TAB))
    if place.column <= 1 or before >= width - NUMBER - 1:
        return None
    return ((" " * (NUMBER - 1 + before), "text"), (sign, "accent"))
