"""How a style name looks: colours of the theme by their tokens, computed once a theme.

Styles by name rather than by CSS component classes: Textual computes those for every widget at start, 40 ms here.
"""

from functools import lru_cache
from typing import NamedTuple

from rich.style import Style
from textual.color import Color


class Look(NamedTuple):
    """Tokens of a theme; "" keeps what the line has."""

    text: str = ""
    ground: str = ""
    bold: bool | None = None
    underline: bool | None = None


LOOKS = {
    "text": Look("foreground"),
    "strong": Look("foreground", bold=True),
    "muted": Look("muted"),
    "title": Look("foreground", bold=True),
    "heading": Look("muted", "heading-ground"),
    "total": Look("foreground", "heading-ground", bold=True),
    "cursor": Look("cursor-text", "cursor-ground"),
    "blurred": Look("foreground", "blurred-ground"),
    "bad": Look("error"),
    "warn": Look("warning"),
    "good": Look("success"),
    "past": Look("warning", bold=True),
    "rule": Look("rule"),
    "accent": Look("accent", bold=True),
    "link": Look("accent", underline=True),
    "paid": Look("bar-paid"),
    "committed": Look("bar-committed"),
    "planned": Look("bar-planned"),
    "free": Look("bar-planned"),
}
"""Every style name. Text colours say a state; the last four are bars."""


@lru_cache(128)
def _color(value: str) -> Color:
    return Color.parse(value)


def look(name: str, base: str, ground: str, variables: dict[str, str], *, plain: bool) -> Style:
    """The style of a name on a line of style `base`, in a widget whose ground is a token. `plain` is without colour.

    The cursor may stand in a cell of a line of another style.
    """
    base = name if name == "cursor" else base
    line = LOOKS[base]
    own = LOOKS[name]
    on_cursor = base == "cursor"
    text = (line.text if on_cursor else own.text) or line.text or "foreground"
    style = Style.from_color(
        _color(variables[text]).rich_color,
        _color(variables[line.ground or own.ground or ground]).rich_color,
    )
    bold, underline = own.bold or line.bold, own.underline
    if plain and on_cursor:
        return style + Style(bold=bold, underline=underline, reverse=True)
    if plain and base == "blurred":
        return style + Style(bold=bold, underline=True)
    return style + Style(bold=bold, underline=underline)
