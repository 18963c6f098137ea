"""Rows that scroll under pinned lines; the cursor stays on its row when rows are sorted, filtered or read again."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.events import Click, Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip

from citydash.tui.cells import Parts
from citydash.tui.commands import bindings_for
from citydash.tui.widgets.painted import Painted

KEPT_STRIPS = 2000
"""Painted rows that are kept; a walk through ten thousand doesn't fill the memory."""


class Rows(Painted, can_focus=True, inherit_bindings=False):
    """A list of any rows. Subclasses say `row_strip`, and where it matters `key`, `base` and the pinned lines."""

    DEFAULT_CSS = "Rows { scrollbar-size-vertical: 1; overflow-x: hidden; overflow-y: auto; }"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("rows")
    cursor: var[int] = var(0)
    opens_on_click = True
    """One click opens a row; else the first moves the cursor there and the second opens."""
    shows_cursor_always = True
    """Whether the cursor is seen while another pane has the keys."""

    class Opened(Message):
        """Enter or a click on a row."""

        def __init__(self, rows: "Rows", row: Any) -> None:
            super().__init__()
            self.rows, self.row = rows, row

        @property
        def control(self) -> "Rows":
            return self.rows

    def __init__(self, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id, classes=classes)
        self.rows: Sequence[Any] = ()
        self.foot: Sequence[Any] = ()
        self.note: Parts = ()
        self.follower: Callable[[], None] | None = None
        """Called when the cursor has moved, in the same frame: a message would come a frame later."""
        self._kept: tuple[Hashable | None, type | None] = (None, None)
        """Key and kind of the row that the cursor was last put on: it comes back to it when a filter lets the row in
        again.
        """
        self._head_strips: list[Strip] = []
        self._head_at = -1

    # what subclasses say

    def key(self, row: Any) -> Hashable | None:
        """What the cursor finds a row by; None where it can't stand."""
        return id(row)

    def base(self, row: Any) -> str:
        """The style of a row's line."""
        del row
        return "text"

    def cursor_base(self, base: str) -> str:
        """That of the row under the cursor, whose own is `base`."""
        return "cursor" if self.has_focus else "blurred" if self.shows_cursor_always else base

    def head(self, width: int) -> list[Strip]:
        """The lines pinned above."""
        del width
        return []

    def row_strip(self, row: Any, width: int, base: str) -> Strip:
        """One row, painted."""
        raise NotImplementedError

    # rows

    def load(self, rows: Sequence[Any], foot: Sequence[Any] = (), note: Parts = ()) -> None:
        """Show these rows instead, the cursor on the row that it was on; else near where it was."""
        if self._kept[0] is None and self.current is not None:
            self.keep(self.current)
        found = self._place_in(rows)
        self.rows, self.foot, self.note = rows, foot, note
        place = self.cursor if found is None else found
        self.set_reactive(Rows.cursor, self._selectable(max(0, min(place, len(rows) - 1)), 1))
        self._measure()
        self._refresh_scrollbars()  # Textual does once it is laid out, which is then done again: another frame
        self.repaint()
        if self.is_attached:
            self.call_after_refresh(self.show_cursor)

    def keep(self, row: Any) -> None:
        """Let this be the row that the cursor comes back to."""
        self._kept = self.key(row), type(row)

    def _place_in(self, rows: Sequence[Any]) -> int | None:
        """Where the row that the cursor is to stand on is among others: mostly the very one that it is on, and else one
        of its kind, so that not each of thousands is asked for its key amid a keystroke.
        """
        key, kind = self._kept
        current = self.current
        if key is not None and current is not None and self.key(current) == key:
            same = next((n for n, row in enumerate(rows) if row is current), None)
            if same is not None:
                return same
        found = (n for n, row in enumerate(rows) if type(row) is kind and self.key(row) == key)
        return next(found, None) if key is not None else None

    @property
    def current(self) -> Any:
        """The row under the cursor; None where there is none."""
        if 0 <= self.cursor < len(self.rows) and self.key(self.rows[self.cursor]) is not None:
            return self.rows[self.cursor]
        return None

    def go_to(self, key: Hashable) -> None:
        """Put the cursor on the row of a key."""
        for n, row in enumerate(self.rows):
            if self.key(row) == key:
                self.move(n, 1)
                return

    def _selectable(self, place: int, step: int) -> int:
        """The nearest row at or after `place` in a direction where the cursor can stand, else in the other."""
        for way in (step, -step):
            n = place
            while 0 <= n < len(self.rows):
                if self.key(self.rows[n]) is not None:
                    return n
                n += way
        return 0

    # measures

    @property
    def head_height(self) -> int:
        """How many lines `head` has."""
        return 0

    @property
    def room(self) -> int:
        """Rows that fit between the pinned lines."""
        return max(1, self.size.height - self.head_height - len(self.foot))

    def _measure(self) -> None:
        height = self.head_height + max(len(self.rows), 1 if self.note else 0) + len(self.foot)
        self.virtual_size = Size(self.size.width, height)

    def on_resize(self, _event: Resize) -> None:
        self._measure()
        self.call_after_refresh(self.show_cursor)

    def show_cursor(self) -> None:
        """Scroll as little as brings the cursor into sight; forced, as the scrollbar may not be laid out yet."""
        top = self.scroll_offset.y
        if self.cursor < top:
            self.scroll_to(y=self.cursor if self.cursor > self._selectable(0, 1) else 0, animate=False, force=True)
        elif self.cursor >= top + self.room:
            self.scroll_to(y=self.cursor - self.room + 1, animate=False, force=True)

    # painting

    def paint(self, y: int, width: int) -> Strip:
        head = self._head(width)
        if y < len(head):
            return head[y]
        if self.foot and y >= self.size.height - len(self.foot):
            row = self.foot[y - self.size.height + len(self.foot)]
            return self.row_strip(row, width, self.base(row))
        place = y - len(head) + self.scroll_offset.y
        if place >= len(self.rows):
            if self.note and place == 0:
                return self.strip(((" ", "text"), *self.note), width)
            return Strip.blank(width, self.look("text"))
        row = self.rows[place]
        base = self.base(row)
        if place == self.cursor and self.key(row) is not None:
            base = self.cursor_base(base)
        kept = self._strips.get((place, width, base))
        if kept is None:
            if len(self._strips) > KEPT_STRIPS:
                self._strips.clear()
            kept = self._strips[place, width, base] = self.row_strip(row, width, base)
        return kept

    def _head(self, width: int) -> list[Strip]:
        if self._head_at != width:
            self._head_strips, self._head_at = self.head(width), width
        return self._head_strips

    def forget(self) -> None:
        self._head_at = -1
        super().forget()

    def _refresh_row(self, place: int) -> None:
        y = place - self.scroll_offset.y + self.head_height
        self.refresh(Region(0, y, self.size.width, 1))

    # moving

    def move(self, place: int, step: int) -> None:
        """Put the cursor at a place, or as near as it can stand."""
        if not self.rows:
            return
        place = self._selectable(max(0, min(place, len(self.rows) - 1)), step)
        if place != self.cursor:
            old, self.cursor = self.cursor, place
            self.keep(self.rows[place])
            self._refresh_row(old)
            self._refresh_row(place)
            if self.follower is not None:
                self.follower()
        self.show_cursor()

    def action_up(self) -> None:
        self.move(self.cursor - 1, -1)

    def action_down(self) -> None:
        self.move(self.cursor + 1, 1)

    def action_page_up(self) -> None:
        self.move(self.cursor - self.room, -1)

    def action_page_down(self) -> None:
        self.move(self.cursor + self.room, 1)

    def action_first(self) -> None:
        self.move(0, 1)

    def action_last(self) -> None:
        self.move(len(self.rows) - 1, -1)

    def action_open(self) -> None:
        if self.current is not None:
            self.post_message(self.Opened(self, self.current))

    def on_focus(self) -> None:
        self._refresh_row(self.cursor)

    def on_blur(self) -> None:
        self._refresh_row(self.cursor)

    def on_click(self, event: Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        head = self.head_height
        if offset.y < head:
            self.click_head(offset.x, offset.y)
            return
        if self.foot and offset.y >= self.size.height - len(self.foot):
            return
        place = offset.y - head + self.scroll_offset.y
        if place >= len(self.rows) or self.key(self.rows[place]) is None:
            return
        again = place == self.cursor
        self.move(place, 1)
        again &= self.click_cell(offset.x)
        if again or self.opens_on_click:
            self.action_open()

    def click_cell(self, x: int) -> bool:
        """A click on the row that the cursor stands on now; whether it was on the same place in the row before."""
        del x
        return True

    def click_head(self, x: int, y: int) -> None:
        """A click on a pinned line."""
