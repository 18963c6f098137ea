"""Where a key stands in a TOML text: the line and column that a problem, an edit or an explanation names.

The parser gives values and no positions of tables, so the text is scanned once more, here, and only when something is
to be said about it. Lines and columns start at 1; a column counts characters.
"""

from citydash.files.shown import KEY, printable
from citydash.files.tokens import TOKEN, key_of

Keys = tuple[str, ...]
Place = tuple[int, int]

_DEEPEST = 64
"""Longest path that is kept: a hostile key of a hundred thousand dots would else fill the memory."""


def locate(text: str, keys: Keys) -> Place:
    """(line, column) of a key, or of the nearest table above it that the text has; (1, 1) where it has none."""
    return nearest_place(positions(text), keys)


def nearest_place(found: dict[Keys, Place], keys: Keys) -> Place:
    """The place of `keys` in what `positions` found, or of the longest part of it that is there."""
    for length in range(min(len(keys), _DEEPEST), 0, -1):
        if place := found.get(keys[:length]):
            return place
    return (1, 1)


def positions(text: str) -> dict[Keys, Place]:
    """The place of every key outside of arrays: of a table with a header, the first header that opens it.

    Keys are as problems write them: what isn't printable in them is shown as its code point. For text that isn't valid
    TOML, whatever can be told; never an error.
    """
    scanner = _Scanner()
    line, begin = 1, 0
    for match in TOKEN.finditer(text):
        kind, start = match.lastgroup, match.start()
        if kind == "newline":
            line, begin = line + 1, match.end()
            scanner.newline()
        elif kind == "mark":
            scanner.mark(match[0], (line, start - begin + 1))
        elif kind in ("bare", "string"):
            token = match[0]
            if scanner.in_key:
                scanner.key(printable(key_of(token), KEY), (line, start - begin + 1))
            if "\n" in token:
                line += token.count("\n")
                begin = start + token.rindex("\n") + 1
    return scanner.found


class _Scanner:
    """Takes tokens in order. A frame is a value's open bracket: an inline table's path, or None from an array on."""

    def __init__(self) -> None:
        self.found: dict[Keys, Place] = {}
        self.table: Keys = ()
        self.frames: list[Keys | None] = []
        self.names: list[str] = []
        self.places: list[Place] = []
        self.path: Keys = ()
        self.in_key = True
        self.header: Place | None = None

    def newline(self) -> None:
        """The end of a statement; inside an array, nothing."""
        if not self.frames or self.frames[-1] is not None:
            self.frames.clear()
            self.begin_key()
            self.header = None

    def begin_key(self) -> None:
        self.names.clear()
        self.places.clear()
        self.in_key = True

    def key(self, name: str, place: Place) -> None:
        if len(self.names) < _DEEPEST:
            self.names.append(name)
            self.places.append(place)

    def end_key(self) -> None:
        """Keep the key just read, and the tables that it opens on its way."""
        path = (self.frames[-1] or ()) if self.frames else () if self.header else self.table
        for name, place in zip(self.names, self.places, strict=True):
            if len(path) < _DEEPEST:
                path = (*path, name)
                self.found.setdefault(path, self.header or place)
        self.path = path
        self.in_key = False

    def mark(self, mark: str, place: Place) -> None:
        if mark == "=" and self.in_key and not self.header:
            self.end_key()
        elif mark in "[{":
            self.open(mark, place)
        elif mark in "]}":
            self.close()
        elif mark == "," and self.frames and self.frames[-1] is not None:
            self.begin_key()

    def open(self, mark: str, place: Place) -> None:
        if self.in_key and not self.frames:
            self.header = self.header or place
        elif mark == "{" and (not self.frames or self.frames[-1] is not None):
            self.frames.append(self.path)
            self.begin_key()
        else:
            self.frames.append(None)
            self.in_key = False

    def close(self) -> None:
        if self.frames:
            self.frames.pop()
        elif self.header and self.in_key:
            self.end_key()
            self.table = self.path
        self.in_key = False
