"""Boxes that hold other widgets, and show nothing but their ground."""

from collections.abc import Callable

from textual.containers import Container, Horizontal, Vertical
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


def ground(widget: Widget, crop: Region) -> list[Strip]:
    """Lines of a widget without border, padding and content: one for all.

    Textual makes each anew, with its edges, though others cover most of them.
    """
    line = Strip.blank(crop.width, widget.visual_style.rich_style)
    for one in widget.get_line_filters():
        line = line.apply_filter(one, widget.background_colors[1])
    return [line] * crop.height


def _shown(widget: Widget, crop: Region, render: Callable[[Region], list[Strip]]) -> list[Strip]:
    """Likewise with its border: above and below Textual's own lines, between them one and the same, rendered once."""
    gutter = widget.styles.gutter
    if not any(gutter):
        return ground(widget, crop)
    lines: list[Strip] = []
    between: list[Strip] = []
    for y in crop.line_range:
        if gutter.top <= y < widget.size.height + gutter.top:
            between = between or render(Region(crop.x, y, crop.width, 1))
            lines += between
        else:
            lines += render(Region(crop.x, y, crop.width, 1))
    return lines


class Box(Container):
    """Laid out as its style sheet says."""

    def render_lines(self, crop: Region) -> list[Strip]:
        return _shown(self, crop, super().render_lines)


class Column(Vertical):
    """One below the other."""

    def render_lines(self, crop: Region) -> list[Strip]:
        return _shown(self, crop, super().render_lines)


class Row(Horizontal):
    """One beside the other."""

    def render_lines(self, crop: Region) -> list[Strip]:
        return _shown(self, crop, super().render_lines)
