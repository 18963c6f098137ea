"""Rows on a time axis with lines from the one under the cursor to those that it waits for, and that wait for it."""

from collections.abc import Hashable
from typing import Any

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip

from citydash.figures.gantt import Group, Schedule, ends_before, id_of
from citydash.figures.projects import Project
from citydash.tui.context import Context
from citydash.tui.gantt_links import Link, cells_at
from citydash.tui.widgets.time_rows import TimeRows


def key_of(row: Group | Project) -> Hashable:
    """What a row is found by."""
    return ("group", row.key, row.currency) if isinstance(row, Group) else id_of(row)


class LinkedRows(TimeRows):
    """Rows are groups and projects. Lines are drawn over what is painted, so that moving paints nothing anew."""

    def __init__(self, context: Context, id: str) -> None:  # noqa: A002 - Textual's word
        super().__init__(context, id)
        self.known: Schedule | None = None
        self.links: list[Link] = []
        self.marks: dict[Hashable, str] = {}
        """Signs of neighbours, by their rows' keys."""
        self._places: dict[Hashable, int] = {}

    def key(self, row: Any) -> Hashable:
        return key_of(row)

    def place_of(self, key: Hashable) -> int | None:
        """The row of a key, None where it isn't shown."""
        if not self._places:
            self._places = {self.key(row): n for n, row in enumerate(self.rows)}
        return self._places.get(key)

    def follow(self) -> None:
        """The lines of the row that the cursor is on now."""
        before = self.links
        self.links, self.marks = self._neighbours()
        for link in (*before, *self.links):
            first, last = link.rows
            top = max(0, first - self.scroll_offset.y)
            bottom = min(self.room, last - self.scroll_offset.y + 1)
            if top < bottom:
                self.refresh(Region(0, top + self.head_height, self.size.width, bottom - top))

    def _neighbours(self) -> tuple[list[Link], dict[Hashable, str]]:
        p, known = self.current, self.known
        if known is None or not isinstance(p, Project):
            return [], {}
        links: list[Link] = []
        marks: dict[Hashable, str] = {}
        glyphs = self.context.glyphs
        for keys, sign in (
            (known.before.get(id_of(p), ()), glyphs.before),
            (known.after.get(id_of(p), ()), glyphs.after),
        ):
            for key in keys:
                other = known.projects.get((p.town, key))
                if other is None or self.place_of(id_of(other)) is None:
                    continue
                marks[id_of(other)] = sign
                first, then = (other, p) if sign == glyphs.before else (p, other)
                if first.end and then.start:
                    links.append(self._link(first, then))
        return links, marks

    def _link(self, first: Project, then: Project) -> Link:
        source, target = self.place_of(id_of(first)) or 0, self.place_of(id_of(then)) or 0
        leave, enter = self.scale.x(first.end or "") + 1, self.scale.x(then.start or "") - 1
        return Link(source, leave, target, enter, "warn" if ends_before(then, first) else "accent")

    def paint(self, y: int, width: int) -> Strip:
        strip = super().paint(y, width)
        place = y - self.head_height + self.scroll_offset.y
        if not self.marks or y < self.head_height or y >= self.size.height - len(self.foot) or place >= len(self.rows):
            return strip
        base = "text" if place != self.cursor else "cursor" if self.has_focus else "blurred"
        mark = self.marks.get(self.key(self.rows[place]))
        if mark:
            strip = self._over(strip, 1, mark, "accent", base)
        for link in self.links:
            cells = cells_at(link, place, self.context.glyphs)
            if cells:
                x = min(cell for cell, _sign in cells) - self.left
                said = "".join(sign for _cell, sign in sorted(cells))
                said, x = said[max(0, -x) : max(0, self.axis_width - x)], max(0, x)
                strip = self._over(strip, self.label_width + 1 + x, said, link.style, base)
        return strip

    def _over(self, strip: Strip, x: int, said: str, style: str, base: str) -> Strip:
        """A strip with some cells of it replaced."""
        if not said or (len(said) == 1 and strip.crop(x, x + 1).text.isalnum()):  # a word is worth more
            return strip
        middle = Strip([Segment(said, self.look(style, base))])
        return Strip.join([strip.crop(0, x), middle, strip.crop(x + len(said), strip.cell_length)])
