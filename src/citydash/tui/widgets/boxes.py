"""Boxes that hold other widgets, and show nothing but their ground."""

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


class Box(Container):
    """Laid out as its style sheet says."""

    def render_lines(self, crop: Region) -> list[Strip]:
        return super().render_lines(crop) if any(self.styles.gutter) else ground(self, crop)


class Column(Vertical):
    """One below the other."""

    def render_lines(self, crop: Region) -> list[Strip]:
        return super().render_lines(crop) if any(self.styles.gutter) else ground(self, crop)


class Row(Horizontal):
    """One beside the other."""

    def render_lines(self, crop: Region) -> list[Strip]:
        return super().render_lines(crop) if any(self.styles.gutter) else ground(self, crop)
