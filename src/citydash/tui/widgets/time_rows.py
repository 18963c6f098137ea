"""Rows along a time axis: a scale in whole cells, zoomed and panned, part of which is seen beside the rows' names."""

from typing import TYPE_CHECKING

from textual.events import MouseScrollLeft, MouseScrollRight, Resize
from textual.geometry import Size

from citydash.tui.cells import width_of
from citydash.tui.context import Context
from citydash.tui.gantt_bars import Window
from citydash.tui.timescale import ZOOMS, TimeScale
from citydash.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citydash.figures.phasing import Phasing

NARROW, WIDEST = 31, 60
"""Cells of the names at the left: three tenths of the width between these."""
BASE = {"year": 8, "quarter": 6, "month": 6}
"""Cells of a unit at least."""
MOST_OF_YEAR = 24
"""Cells that a year is stretched to at most so that the plan fills the width."""
TODAY_AT = 0.4
"""Where today stands in the part that is seen first."""
PAN = {"year": 1, "quarter": 1, "month": 3}
"""Units that one step pans by: money stays whole."""
NO_DAYS = ("2000-01-01", "2000-12-31")
"""An axis before anything is known."""


class TimeRows(Rows):
    """`totals` are the amounts, by currency, that have to find room under the axis; fiscal years begin with `start`."""

    def __init__(self, context: Context, id: str) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id)
        self.context = context
        self.days, self.start = NO_DAYS, 1
        self.totals: Mapping[str, Phasing] = {}
        self.zoom, self.left, self.unit_scale = "quarter", 0, 1_000
        self._scale: TimeScale | None = None
        self._has_place = False

    def follow(self) -> None:
        """What goes with the cursor, and with the scale. Subclasses say it."""

    def _measure(self) -> None:
        """The scrollbar always stands there, so that more or fewer rows needn't lay the screen out anew: 40 ms."""
        height = self.head_height + max(1, len(self.rows)) + len(self.foot)
        self.set_reactive(TimeRows.virtual_size, Size(self.size.width, height))
        self._scroll_update(self.virtual_size)

    @property
    def label_width(self) -> int:
        return max(NARROW, min(WIDEST, self.size.width * 3 // 10))

    @property
    def axis_width(self) -> int:
        return max(1, self.size.width - self.scrollbar_size_vertical - self.label_width - 1)

    @property
    def scale(self) -> TimeScale:
        if self._scale is None:
            self._scale = TimeScale(*self.days, self.start, self.zoom, self._unit_size())
        return self._scale

    def _unit_size(self) -> int:
        """Wide enough for the amounts below; years share the width where the whole plan fits."""
        locale, by_year = self.context.locale, self.zoom == "year"
        amounts = [
            cents for planned in self.totals.values()
            for cents in (planned.years if by_year else planned.quarters).values()
        ]  # fmt: skip
        widest = max((width_of(locale.amount(cents, self.unit_scale)) for cents in amounts), default=0) + 2
        if self.zoom == "month":
            return max(BASE["month"], -(-widest // 3))
        size = max(BASE[self.zoom], widest)
        if not by_year:
            return size
        years = TimeScale(*self.days, self.start, "year", size).count
        return max(size, min(MOST_OF_YEAR, self.axis_width // years))

    def rescale(self, zoom: str | None = None) -> None:
        """The scale anew; today keeps its place if it is seen, else the middle does."""
        today, width = self.context.today, self.axis_width
        anchor, at = today, int(width * TODAY_AT)
        if self._scale is not None and self._has_place:
            x = self._scale.x(today) - self.left
            if 0 <= x < width:
                at = x
            else:
                anchor, at = self._scale.day(self.left + width // 2), width // 2
        self.zoom = zoom or self.zoom
        self._scale, self._has_place = None, self.size.width > 0 and self.days != NO_DAYS
        self._go(self.scale.x(anchor) - at)

    def _go(self, left: int) -> None:
        """Show the axis from a cell, a whole step of it, and not beyond its ends."""
        step = self.scale.size * PAN[self.zoom]
        most = -(-max(0, self.scale.width - self.axis_width) // step) * step
        self.left = max(0, min(-(-left // step) * step, most))
        self.repaint()
        self.follow()

    def pan(self, steps: int) -> None:
        self._go(self.left + steps * PAN[self.zoom] * self.scale.size)

    def show_day(self, day: str) -> None:
        """Bring a day to where today stands at first."""
        self._go(self.scale.x(day) - int(self.axis_width * TODAY_AT))

    def zoom_by(self, step: int) -> None:
        place = ZOOMS.index(self.zoom) + step
        if 0 <= place < len(ZOOMS):
            self.rescale(ZOOMS[place])
            self.load(self.rows, self.foot, self.note)

    @property
    def window(self) -> Window:
        return Window(self.context, self.scale, self.left, self.axis_width)

    def on_resize(self, _event: Resize) -> None:
        self.rescale()

    def on_mouse_scroll_left(self, event: MouseScrollLeft) -> None:
        event.stop()
        self.pan(-1)

    def on_mouse_scroll_right(self, event: MouseScrollRight) -> None:
        event.stop()
        self.pan(1)
