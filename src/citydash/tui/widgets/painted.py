"""A widget of lines: each a tuple of (text, style name), painted when it comes into sight and kept until it changes.

Text reaches the terminal as segments, never as markup, whatever a file says. Style names are those of `looks`.
"""

import logging
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.scroll_view import ScrollView
from textual.strip import Strip

from citydash.tui.cells import Parts, clean
from citydash.tui.looks import look

log = logging.getLogger("citydash.tui")


class Painted(ScrollView, can_focus=False):
    """Lines from `line(y)`, cached until `repaint()`; `y` counts from the widget's top, scrolling is the subclass's."""

    ground: ClassVar[str] = "background"
    """The theme's token of what the lines stand on."""

    def __init__(self, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id, classes=classes)
        self._strips: dict[tuple[object, ...], Strip] = {}
        self._looks: dict[tuple[str, str], Style] = {}

    def repaint(self) -> None:
        """Forget what was painted: the data, the language, the theme or the width is another."""
        self._strips.clear()
        self._looks.clear()
        self.refresh()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()
        self._looks.clear()

    def look(self, name: str, base: str = "text") -> Style:
        """The style of a name on a line of style `base` (a cursor's, a total's)."""
        found = self._looks.get((name, base))
        if found is None:
            app = self.app
            found = look(name, base, self.ground, app.theme_variables, plain=app.no_color)
            self._looks[name, base] = found
        return found

    def strip(self, parts: Parts, width: int, base: str = "text", meta: dict[str, object] | None = None) -> Strip:
        """One line of `width` cells."""
        segments: list[Segment] = []
        said, style = "", ""
        for text, name in parts:  # neighbours of one style are one segment: half as many to paint
            if name != style and said:
                segments.append(Segment(clean(said), self.look(style, base)))
                said = ""
            said, style = said + text, name
        if said:
            segments.append(Segment(clean(said), self.look(style, base)))
        strip = Strip(segments).adjust_cell_length(width, self.look(base, base))
        return strip.apply_meta(meta) if meta else strip

    def render_line(self, y: int) -> Strip:
        try:
            return self.paint(y, self.size.width)
        except Exception:
            log.exception("a line could not be painted")
            return Strip([Segment("?", self.look("bad"))]).adjust_cell_length(self.size.width, self.look("text"))

    def paint(self, y: int, width: int) -> Strip:
        """The strip at `y` of the widget. Subclasses say it."""
        del y
        return Strip.blank(width, self.look("text"))


class Fixed(Painted):
    """Lines that fit and don't scroll, said by `lines(width)` whenever they are painted."""

    DEFAULT_CSS = "Fixed { overflow: hidden; height: auto; }"

    def lines(self, width: int) -> list[Parts]:
        """Every line of the widget."""
        del width
        return []

    def paint(self, y: int, width: int) -> Strip:
        if ("all", width) not in self._strips:
            for n, parts in enumerate(self.lines(width)):
                self._strips[n, width] = self.strip(parts, width)
            self._strips["all", width] = Strip.blank(width, self.look("text"))
        return self._strips.get((y, width)) or self._strips["all", width]
