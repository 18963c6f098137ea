"""Text in a fixed number of cells: wide letters, combining marks and unprintable characters included."""

import re
from functools import lru_cache

from rich.cells import cell_len, split_graphemes

Part = tuple[str, str]
"""A piece of a line: its text, and the name of its style (widgets.painted)."""
Parts = tuple[Part, ...]
ELLIPSIS = "…"
LEFT_TO_RIGHT = "\u200e"
"""No cell: what comes after it reads from the left, whatever came before."""
_KEPT = {"\u202f", "\u00a0", "\u200d", "\u200c", LEFT_TO_RIGHT}
"""Unprintable for `str.isprintable`, and harmless: French spaces, joiners, the mark."""
_DRESS = re.compile("\u200d[\u2190-\u2bff\U0001f000-\U0001faff]|[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")
"""What is joined to an emoji: terminals don't agree on the cells of the whole, all know the first one's."""
_reads_from_right = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
).search

PLAIN = " -~\u00a0-\u00ac\u00ae-\u024f\u2013\u2018\u2019\u2026\u202f\u203a\u2212\u2500-\u25fc"
"""Ranges of harmless characters of one cell each, which most lines have alone: one look at such a text is enough."""
is_plain = re.compile(f"[{PLAIN}]*").fullmatch


@lru_cache(4096)
def clean(text: str) -> str:
    """Text that can do nothing to a terminal: control characters, bidirectional overrides, half surrogates become �.
    Of emoji that are joined the first one stays.
    """
    if is_plain(text):
        return text
    text = _DRESS.sub("", text)
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in _KEPT else "�" for c in text)


@lru_cache(8192)
def fit(text: str, width: int, *, right: bool = False) -> str:
    """Exactly `width` cells: padded, or cut with an ellipsis where it is longer. After a text that reads from the
    right, a mark keeps a terminal that knows of it from turning the next column, too.
    """
    text = clean(text)
    size = width_of(text)
    if size == width:
        shown = text
    elif size < width:
        shown = " " * (width - size) + text if right else text + " " * (width - size)
    else:
        shown = cut(text, width)
    return shown if is_plain(text) or not _reads_from_right(text) else shown + LEFT_TO_RIGHT


def cut(text: str, width: int) -> str:
    """The start of a text that is too long, with an ellipsis, in exactly `width` cells; never half a letter."""
    if width <= 0:
        return ""
    if is_plain(text):
        return (text[: width - 1].rstrip(" ") + ELLIPSIS).ljust(width)
    spans, _size = split_graphemes(text)
    kept, used = [], 0
    for start, end, cells in spans:
        if used + cells > width - 1:
            break
        kept.append(text[start:end])
        used += cells
    whole = "".join(kept)
    head = whole.rstrip(" ")
    return head + ELLIPSIS + " " * (width - 1 - used + len(whole) - len(head))


def fit_end(text: str, width: int) -> str:
    """Exactly `width` cells, the start cut where it is longer: a path's end tells it from its neighbours."""
    text = clean(text)
    if width_of(text) <= width:
        return fit(text, width)
    kept = text
    while kept and width_of(kept) > width - 1:
        kept = kept[1:]
    return fit(ELLIPSIS + kept, width) if width > 0 else ""


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` cells, broken at spaces where there are any."""
    lines: list[str] = []
    line, used = "", 0
    for word in clean(text).split(" "):
        size = cell_len(word)
        if line and used + 1 + size > width:
            lines.append(line)
            line, used = "", 0
        while size > width > 0:
            head = cut(word, width + 1)[:-1].rstrip() or word[:1]
            lines.append(head)
            word = word[len(head) :]  # noqa: PLW2901 - what is left of it
            size = cell_len(word)
        line, used = (f"{line} {word}", used + 1 + size) if line else (word, size)
    return [*lines, line]


def width_of(text: str) -> int:
    """The cells that a text takes."""
    return len(text) if is_plain(text) else cell_len(clean(text))
