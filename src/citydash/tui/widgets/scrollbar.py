"""A scrollbar painted as the lines beside it are: Textual's way, through a console, took a third of a whole frame."""

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.filter import ANSIToTruecolor, LineFilter
from textual.geometry import Region
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip
from textual.widget import Widget


class Scrollbar(ScrollBar):
    """A vertical one."""

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Without the one that translates a terminal's own colours, as for the lines beside it."""
        return [one for one in super().get_line_filters() if not isinstance(one, ANSIToTruecolor)]

    def render_lines(self, crop: Region) -> list[Strip]:
        bar = self.render()
        if not isinstance(bar, ScrollBarRender) or crop.width != self.size.width or any(self.styles.gutter):
            return super().render_lines(crop)
        style, filters = self.app.console.get_style(bar.style), self.get_line_filters()
        if style.color is None or style.bgcolor is None:
            return super().render_lines(crop)
        segments = bar.render_bar(
            self.size.height, bar.virtual_size, bar.window_size, bar.position, crop.width, True,
            style.bgcolor, style.color,
        ).segments  # fmt: skip
        ground = self.background_colors[1]
        under = Style(bgcolor=ground.rich_color)
        known: dict[int, Strip] = {}
        lines = []
        for segment in list(segments)[crop.y : crop.bottom]:
            line = known.get(id(segment))  # most lines are one segment, again and again
            if line is None:
                line = Strip([Segment(segment.text, under + (segment.style or under))], crop.width)
                for one in filters:
                    line = line.apply_filter(one, ground)
                known[id(segment)] = line
            lines.append(line)
        return lines


def scrollbar_of(widget: Widget) -> ScrollBar:
    """A vertical one for a widget, hidden, as Textual makes its own."""
    found = Scrollbar(vertical=True, name="vertical", thickness=widget.scrollbar_size_vertical)
    found.display = False
    widget.app._start_widget(widget, found)  # noqa: SLF001 - as Textual starts its own
    return found
