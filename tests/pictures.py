"""Pictures of screens with their looks: the text as it is read, and below it one letter a character that says its look.

A look is named by the theme's tokens, so that another shade of a token changes one line of `themes.txt` and no picture;
`looks.txt` says what each letter means in all themes and without colour. A space is plain text on the usual ground.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from string import ascii_letters, digits
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from citydash.tui.looks import LOOKS
from citydash.tui.themes import THEMES

GOLDEN = Path(__file__).parent / "tui" / "golden"
LETTERS = (*ascii_letters, *digits, *"αβγδεζηθλμνξπρστφχψωΓΔΘΛΞΠΣΦΨΩбгджзилпфцчшщэюяБГДЖЗИЛПФЦЧШЩЭЮЯ")
ATTRIBUTES = ("bold", "dim", "italic", "underline", "reverse", "strike")
TOKENS = tuple(dict.fromkeys(
    ["foreground", "background", *(token for look in LOOKS.values() for token in look[:2] if token), "scrollbar"]
))  # fmt: skip
"""Tokens that a colour is looked for among, the first of those that are alike in every theme."""
PLAIN = "foreground on background"
RULE = "~" * 20
HASH = re.compile(r"\b[0-9a-f]{7}\b")
"""A commit's name: another one with every text of the town."""


class Shot(NamedTuple):
    """What stood on the screen: lines of characters, each with its style."""

    lines: list[list[tuple[str, Style]]]

    @property
    def text(self) -> list[str]:
        return ["".join(letter for letter, _style in line).rstrip() for line in self.lines]


def shot_of(strips: Iterable[Iterable[Segment]]) -> Shot:
    """Of what a compositor gives."""
    null = Style.null()
    return Shot([[(letter, style or null) for text, style, _ in strip for letter in text] for strip in strips])


def cropped(shot: Shot, x: int, y: int, width: int, height: int) -> Shot:
    """A part of it, in characters."""
    return Shot([line[x : x + width] for line in shot.lines[y : y + height]])


def variables() -> dict[str, tuple[str, ...]]:
    """Token → its colour in each theme."""
    sets = [theme.to_color_system().generate() | theme.variables for theme in THEMES]
    return {token: tuple(_hex(Color.parse(found[token]).rich_color) for found in sets) for token in TOKENS}


def _hex(color: object) -> str:
    triplet = getattr(color, "triplet", None)
    return "default" if triplet is None else triplet.hex


def contrast(one: str, other: str) -> float:
    """Of two colours, as WCAG 2 has it: from 1 to 21."""
    light, dark = sorted((_luminance(Color.parse(one)), _luminance(Color.parse(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: Color) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _attributes(letter: str, style: Style) -> tuple[str, ...]:
    """What is seen of them: nothing is bold where nothing is written."""
    seen = [name for name in ATTRIBUTES if getattr(style, name)]
    return tuple(n for n in seen if not letter.isspace() or n in ("underline", "reverse", "strike"))


class Legend:
    """Looks and their letters, as `looks.txt` has them; one that it doesn't have is added, and told by `is_new`."""

    def __init__(self) -> None:
        self.path = GOLDEN / "looks.txt"
        lines = self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else []
        self.letters = {look: letter for letter, _, look in (line.partition("  ") for line in lines)}
        named = [*reversed(variables().items())]
        self.names = {shown: token for token, found in named for shown in (found, found[:1])}
        self.is_new = False

    def keep(self) -> None:
        lines = sorted(f"{letter}  {look}\n" for look, letter in self.letters.items())
        self.path.write_text("".join(lines), encoding="utf-8")

    def letter(self, look: str) -> str:
        if look == f"{PLAIN} · plain":
            return " "
        if look not in self.letters:
            self.is_new = True
            self.letters[look] = next(one for one in LETTERS if one not in self.letters.values())
        return self.letters[look]

    def look(self, letter: str, styles: tuple[Style, ...], plain: Style) -> str:
        """A character's look in words: colours by token, attributes; after the dot, what is left without colour."""
        colours, ground = (tuple(_hex(getattr(style, part)) for style in styles) for part in ("color", "bgcolor"))
        attributes = tuple(dict.fromkeys(_attributes(letter, style) for style in styles))
        left = _attributes(letter, plain)
        if {_hex(plain.color), _hex(plain.bgcolor)} != {"default"}:
            left = (*left, f"COLOURED {plain}")
        behind = self.names.get(ground, "/".join(ground))
        front = self.names.get(colours, "/".join(colours))
        if letter.isspace() and not any(attributes):  # its own colour isn't seen
            front = "foreground" if behind in ("background", "heading-ground") else "blank"
        said = f"{front} on {behind}"
        marks = " | ".join(" ".join(found) for found in attributes)
        return f"{said}{' ' if marks else ''}{marks} · {' '.join(left) or 'plain'}"


def picture(legend: Legend, shots: Mapping[str, Shot], plain: Shot) -> str:
    """The file of a picture: text, and the letters of its looks. `shots` are one a theme (all, or the first alone), of the
    same text.
    """
    first, *others = shots.values()
    letters: dict[tuple[object, ...], str] = {}
    rows = []
    for y, line in enumerate(first.lines):
        row = []
        for x, (letter, style) in enumerate(line):
            styles, bare = (style, *(other.lines[y][x][1] for other in others)), plain.lines[y][x][1]
            known = (letter.isspace(), bare, *styles)
            if known not in letters:
                letters[known] = legend.letter(legend.look(letter, styles, bare))
            row.append(letters[known])
        rows.append("".join(row).rstrip())
    text = [HASH.sub("0000000", line) for line in first.text]
    return "\n".join([*text, RULE, *rows]) + "\n"
