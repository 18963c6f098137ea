"""A portfolio file cut at its `[project.KEY]` headers into texts that are valid TOML alone.

Headers in TOML are absolute, so a project's lines mean the same wherever they stand. Only what was never seen is then
parsed. Whether a cut is safe is decided by parsing its pieces: a piece that isn't exactly one project sends the whole
file to `read.read_whole` instead.
"""

import re

from citydash.files.tokens import TOKEN
from citydash.model import rules

_HEADER = re.compile(rb"\n\[project\.([a-z0-9][a-z0-9-]{0,63})[.\]]")
"""Searched after a line's end put before the text, so that a match starts where its header does; `^` takes four times
as long."""
_CONFLICT = re.compile(r"^(<{7} |={7}\r?$|>{7} )", re.MULTILINE)
_FEW_BRACKETS, _FEW_DOTS = 100, 256
_BLANK = b" \t\r\n"


def cut(raw: bytes) -> "tuple[bytes, list[tuple[str, bytes]]] | None":
    """(the head before the first project, [(project id, its text)]), or None where an id comes back after another's.

    Texts lose the blank lines at their end, so that a project added below doesn't change the one above.
    """
    pieces: list[tuple[str, bytes]] = []
    seen: set[bytes] = set()
    current, begin = b"", 0
    head, text = raw, b"\n" + raw
    first = _HEADER.search(text)
    if first is not None and _is_of_one(text, first[1]):
        return raw[: first.start()].rstrip(_BLANK), [(first[1].decode(), raw[first.start() :].rstrip(_BLANK))]
    for match in _HEADER.finditer(text):
        key = match[1]
        if key == current:
            continue
        if key in seen:
            return None
        if current:
            pieces.append((current.decode(), raw[begin : match.start()].rstrip(_BLANK)))
        else:
            head = raw[: match.start()]
        seen.add(key)
        current, begin = key, match.start()
    if current:
        pieces.append((current.decode(), raw[begin:].rstrip(_BLANK)))
    return head.rstrip(_BLANK), pieces


def _is_of_one(text: bytes, key: bytes) -> bool:
    """Whether every header of a project is of one id: what a file of a project holds, seen at a glance."""
    begin = b"\n[project."
    return text.count(begin) == sum(text.count(begin + key + end) for end in (b".", b"]"))


def count_projects(raw: bytes) -> int:
    """How many projects a file that can't be parsed seems to hold."""
    return len({match[1] for match in _HEADER.finditer(b"\n" + raw)})


def conflict_line(text: str) -> int:
    """The line of the first git conflict marker, or 0."""
    match = _CONFLICT.search(text)
    return text.count("\n", 0, match.start()) + 1 if match else 0


def is_too_deep(text: str) -> bool:
    """Whether lists, tables or dotted keys nest beyond MAX_DEPTH: the parser would run out of stack, and that ends all.

    Text with few brackets and dots passes unread.
    """
    if text.count("[") + text.count("{") < _FEW_BRACKETS and text.count(".") < _FEW_DOTS:
        return False
    depth, base = 0, 0
    opened: list[tuple[int, int]] = []
    for match in TOKEN.finditer(text):
        part = match[0]
        if part == "\n" or part == ",":  # noqa: PLR1714 - a set is slower, and this loop is all there is to it
            depth = base
        elif match.lastgroup == "mark":
            if part == ".":
                depth += 1
            elif part in "[{":
                opened.append((depth, base))
                base = depth = depth + 1
            elif part in "]}" and opened:
                depth, base = opened.pop()
            if depth > rules.MAX_DEPTH:
                return True
    return False
