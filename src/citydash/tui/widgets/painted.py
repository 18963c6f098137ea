"""A widget of lines: each a tuple of (text, style name), painted when it comes into sight and kept until it changes.

Text reaches the terminal as segments, never as markup, whatever a file says. Style names are those of `looks`.
"""

import logging
from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.filter import ANSIToTruecolor, LineFilter
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.strip import Strip

from citydash.tui.cells import ELLIPSIS, Parts, clean, width_of
from citydash.tui.looks import look
from citydash.tui.widgets.scrollbar import scrollbar_of

log = logging.getLogger("citydash.tui")


class Painted(ScrollView, can_focus=False):
    """Lines from `line(y)`, cached until `repaint()`; `y` counts from the widget's top, scrolling is the subclass's."""

    ground: ClassVar[str] = "background"
    """The theme's token of what the lines stand on."""

    def __init__(self, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id, classes=classes)
        self._strips: dict[tuple[object, ...], Strip] = {}
        self._looks: dict[tuple[str, str], Style] = {}
        self._edges: tuple[int, Strip, Strip] | None = None
        self._theme = ""
        """That of the styles of now."""
        self._covered = 0
        """Cells at the end of every line that lie under the scrollbar: not painted, so that nobody cuts them off."""

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        if self._vertical_scrollbar is None:
            self._vertical_scrollbar = scrollbar_of(self)
        return self._vertical_scrollbar

    def forget(self) -> None:
        """What was painted is to be painted anew."""
        self._strips.clear()
        self._looks.clear()

    def repaint(self) -> None:
        """The data, the language, the theme or the width is another."""
        self.forget()
        self.refresh()

    def notify_style_update(self) -> None:
        """Styles are computed anew at each change of focus, too; lines are of the theme's colours alone."""
        super().notify_style_update()
        self._edges = None
        if self._theme != self.app.theme:
            self._theme = self.app.theme
            self.forget()

    def look(self, name: str, base: str = "text") -> Style:
        """The style of a name on a line of style `base` (a cursor's, a total's)."""
        found = self._looks.get((name, base))
        if found is None:
            app = self.app
            found = look(name, base, self.ground, app.theme_variables, plain=app.no_color)
            self._looks[name, base] = found
        return found

    def strip(self, parts: Parts, width: int, base: str = "text") -> Strip:
        """One line of `width` cells, less those under the scrollbar."""
        width -= self._covered
        segments: list[Segment] = []
        said, style, size = "", "", 0
        for text, name in (*parts, ("", "")):  # neighbours of one style are one segment: half as many to paint
            if name != style and said:
                said = clean(said)
                size += width_of(said)
                segments.append(Segment(said, self.look(style, base)))
                said = ""
            said, style = said + text, name
        if size < width:
            segments.append(Segment(" " * (width - size), self.look(base, base)))
            size = width
        return Strip(segments, size) if size == width else _cut(Strip(segments, size), width)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Without the one that translates a terminal's own colours: no look has any."""
        return [one for one in super().get_line_filters() if not isinstance(one, ANSIToTruecolor)]

    def render_lines(self, crop: Region) -> list[Strip]:
        """Textual's way, which looks every style up for every line and copies each line three times, is left to the
        lines of a border: it took half of a frame.
        """
        region, gutter, filters = self.region, self.styles.gutter, self.get_line_filters()
        covered = 0 if gutter.width else self.scrollbar_size_vertical
        if covered != self._covered:
            self._covered = covered
            self.forget()
        width = region.width - gutter.width
        edges = self._edges_of(region.width) if gutter.width else None
        lines = []
        for y in crop.line_range:
            if gutter.top <= y < region.height - gutter.bottom:
                line = self._safe(y - gutter.top, width)
                for one in filters:
                    line = line.apply_filter(one, self.background_colors[1])
                lines.append(line if edges is None else Strip.join((edges[0], line, edges[1])))
            else:
                lines += super().render_lines(Region(0, y, region.width, 1))
        if crop.column_span != (0, region.width):
            return [line.crop(*crop.column_span) for line in lines]
        return lines

    def _edges_of(self, width: int) -> tuple[Strip, Strip]:
        """What stands left and right of every line: border and padding."""
        if self._edges is None or self._edges[0] != width:
            line = super().render_lines(Region(0, self.gutter.top, width, 1))[0]
            self._edges = width, line.crop(0, self.gutter.left), line.crop(width - self.gutter.right, width)
        return self._edges[1:]

    def render_line(self, y: int) -> Strip:
        return self._safe(y, self.size.width)

    def _safe(self, y: int, width: int) -> Strip:
        try:
            return self.paint(y, width)
        except Exception:
            log.exception("a line could not be painted")
            return Strip([Segment("?", self.look("bad"))]).adjust_cell_length(width, self.look("text"))

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


def _cut(strip: Strip, width: int) -> Strip:
    """The start of a line that is too long, with an ellipsis where a word is cut."""
    head = strip.crop(0, max(0, width - 1)).adjust_cell_length(max(0, width - 1))
    style = next((segment.style for segment in reversed(list(head))), None)
    sign = ELLIPSIS if strip.crop(max(0, width - 1)).text.strip() else " "
    return Strip([*head, Segment(sign, style)], width) if width > 0 else Strip([])
