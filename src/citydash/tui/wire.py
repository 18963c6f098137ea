"""What goes over the wire: of each frame only what the terminal doesn't show already.

Textual writes every widget that was asked to paint itself, though most of its lines are as they were: a whole screen is
15 kB and more, which over SSH is what a key waits for.
"""

from collections.abc import Iterable, Iterator
from typing import Any, cast

from rich.console import Console, RenderableType
from rich.control import Control
from rich.segment import Segment
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.app import App
from textual.geometry import Offset
from textual.screen import Screen
from textual.strip import Strip

Line = dict[int, Strip]
"""What stands in a line, by the column where it begins."""


class Shown:
    """The lines that the terminal shows, as far as it is known."""

    def __init__(self) -> None:
        self._lines: dict[int, Line] = {}

    def forget(self) -> None:
        """Nothing is known any more: another program wrote, or the terminal has another size."""
        self._lines.clear()

    def take(self, update: LayoutUpdate | ChopsUpdate) -> Iterator[tuple[int, int, Strip]]:
        """Column, line and cells of what isn't shown yet; it is, from then on. What stands right of letters that aren't
        one cell wide is written again with them.
        """
        for y, line, is_whole in _lines(update):
            before = self._lines.get(y, {})
            beside = {} if is_whole or not _fits(line, before) else before  # what stands there is laid out as before
            self._lines[y] = beside | line
            may_slip = False
            for x, strip in line.items():
                found = (0, strip) if may_slip else difference(before.get(x), strip)
                if found is not None:
                    may_slip = may_slip or not is_plain(strip)
                    yield x + found[0], y, found[1]


def _lines(update: LayoutUpdate | ChopsUpdate) -> Iterator[tuple[int, Line, bool]]:
    """The lines of an update, and whether each is whole."""
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            yield y, _placed(update.region.x, strips), True
        return
    for y, first, end in update.spans:
        ends = zip(update.chops[y].items(), update.chop_ends[y], strict=True)
        yield y, {x: strip for (x, strip), last in ends if strip is not None and x < end and last > first}, False


def _fits(line: Line, before: Line) -> bool:
    return all(x in before and before[x].cell_length == strip.cell_length for x, strip in line.items())


def _placed(x: int, strips: Iterable[Strip]) -> Line:
    line = {}
    for strip in strips:
        line[x] = strip
        x += strip.cell_length
    return line


def difference(before: Strip | None, now: Strip) -> tuple[int, Strip] | None:
    """From which cell on what is to be written where `before` stood; None where it is the same.

    What is alike at both ends is left out, unless a letter isn't one cell wide: terminals disagree on some of those,
    and what may have slipped is written anew.
    """
    if before is now:
        return None
    if before is None:
        return 0, now
    old, new = [*before], [*now]
    if old == new:
        return None
    if before.cell_length != now.cell_length or not (is_plain(before) and is_plain(now)):
        return 0, now
    first = _alike(old, new)
    last = min(_alike(old[::-1], new[::-1]), len(new) - first, len(old) - first)
    head = sum(len(segment.text) for segment in new[:first])
    return head, Strip(new[first : len(new) - last])


def is_plain(strip: Strip) -> bool:
    """Whether each letter is one cell wide."""
    return sum(len(segment.text) for segment in strip) == strip.cell_length


def _alike(old: list[Segment], new: list[Segment]) -> int:
    """How many segments are the same from the beginning."""
    pairs = zip(old, new, strict=False)
    return next((n for n, (one, other) in enumerate(pairs) if one != other), min(len(old), len(new)))


class Written(CompositorUpdate):
    """An update that is the sequence to write."""

    def __init__(self, sequence: str) -> None:
        self.sequence = sequence

    def render_segments(self, console: Console) -> str:
        del console
        return self.sequence


class Wired(App[int]):
    """An application that knows what its terminal shows. Another screen than before is written whole: whatever else
    wrote to the terminal meanwhile is gone then.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._shown = Shown()
        self._shown_screen: Screen[Any] | None = None
        self._shown_cursor = Offset(-1, -1)

    def forget_terminal(self, *_of: object) -> None:
        """Write everything anew."""
        self._shown_screen = None
        self.refresh()

    @property
    def _writes(self) -> bool:
        return self.is_running and self._driver is not None and not self.is_headless

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Textual's, which takes the update of a frame and writes it."""
        if not isinstance(renderable, LayoutUpdate | ChopsUpdate) or self._batch_count or not self._writes:
            super()._display(screen, renderable)
            return
        if screen is not self._shown_screen:
            self._shown.forget()
            self._shown_screen = screen
        parts = [
            Control.move_to(x, y).segment.text + strip.render(self.console)
            for x, y, strip in self._shown.take(renderable)
        ]
        if not parts and self.cursor_position == self._shown_cursor:
            self.post_display_hook()
            return
        self._shown_cursor = self.cursor_position
        super()._display(screen, cast("RenderableType", Written("".join(parts))))
