"""A page of lines to read: the cursor goes from one line that leads somewhere to the next, the page scrolls between."""

from collections.abc import Hashable
from typing import Any, NamedTuple

from textual.events import Resize
from textual.strip import Strip

from citydash.tui.cells import Parts
from citydash.tui.widgets.rows import Rows


class Line(NamedTuple):
    """One line; `target` is what enter on it opens, None for most."""

    parts: Parts = ()
    target: Hashable = None


class Page(Rows):
    """Lines made for a width by `write`, made again when the width changes."""

    shows_cursor_always = False

    def write(self, width: int) -> list[Line]:
        """Every line of the page. Subclasses say it."""
        del width
        return []

    def rewrite(self) -> None:
        """The content is another."""
        self.load(self.write(max(20, self.size.width)))

    def to_top(self) -> None:
        """As if it had just been opened."""
        self._kept = (None, None)
        self.set_reactive(Rows.cursor, self._selectable(0, 1))
        self.scroll_to(y=0, animate=False, force=True)

    def key(self, row: Any) -> Hashable | None:
        target: Hashable = row.target
        return target

    def row_strip(self, row: Any, width: int, base: str) -> Strip:
        return self.strip(row.parts, width, base)

    def on_resize(self, event: Resize) -> None:
        self.rewrite()
        super().on_resize(event)

    def show_cursor(self) -> None:
        """Reading, the page stays where it is; the cursor is brought into sight by its own keys."""

    def _step(self, way: int) -> None:
        """To the next target in sight, else one line on."""
        top, bottom = self.scroll_offset.y, self.scroll_offset.y + self.room
        inside = self.current is not None and top <= self.cursor < bottom
        place = self.cursor + way if inside else (top if way > 0 else bottom - 1)
        while top <= place < min(bottom, len(self.rows)):
            if self.key(self.rows[place]) is not None:
                self.move(place, way)
                return
            place += way
        self.scroll_to(y=top + way, animate=False)

    def action_up(self) -> None:
        self._step(-1)

    def action_down(self) -> None:
        self._step(1)

    def action_page_up(self) -> None:
        self.scroll_to(y=self.scroll_offset.y - self.room + 1, animate=False)

    def action_page_down(self) -> None:
        self.scroll_to(y=self.scroll_offset.y + self.room - 1, animate=False)

    def action_first(self) -> None:
        self.scroll_to(y=0, animate=False)

    def action_last(self) -> None:
        self.scroll_to(y=self.virtual_size.height, animate=False)
