"""Notices over the screen's corner: one box for all of them, made once, with lines instead of a widget each.

Textual mounts a widget a notice: its styles, and all the screen laid out twice, took longer than most keys do.
"""

from collections.abc import Sequence

from textual.events import Click
from textual.notifications import Notification

from citydash.tui.cells import Parts, width_of, wrap
from citydash.tui.context import Context
from citydash.tui.widgets.painted import Fixed

WIDEST, EDGES = 70, 4
"""Cells of the box at most; those of its border and of the space within."""
FOOT = 1
"""Lines under the box, for the footer."""


class Notices(Fixed):
    """Hidden while there are none; a click takes them away."""

    DEFAULT_CSS = """
    Notices { layer: _toastrack; position: absolute; display: none; border: round $rule; }
    """
    ground = "heading-ground"

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.notices: tuple[Notification, ...] = ()

    def show(self, notices: Sequence[Notification]) -> None:
        """Let these be said, the oldest first."""
        self.notices = tuple(notices)
        self.place()

    def place(self) -> None:
        """Into the corner, as small as what is said."""
        self.display = bool(self.notices)
        if not self.notices:
            return
        screen = self.screen.size
        lines = self.lines(min(WIDEST, screen.width) - EDGES)
        width = max(sum(width_of(text) for text, _style in line) for line in lines) + 2
        size = width + 2, min(len(lines) + 2, screen.height - FOOT)
        self.styles.width, self.styles.height = size
        self.styles.offset = (screen.width - size[0], screen.height - FOOT - size[1])
        self.repaint()

    def lines(self, width: int) -> list[Parts]:
        """A sign where something is wrong; what is said, on the lines that it takes."""
        signs = {"error": (self.context.glyphs.error, "bad"), "warning": (self.context.glyphs.warning, "warn")}
        found: list[Parts] = []
        for notice in self.notices:
            sign, style = signs.get(notice.severity, ("", "text"))
            before = f" {sign} " if sign else " "
            room = max(8, width - len(before))
            for line in (line for part in notice.message.split("\n") for line in wrap(part, room)):
                found.append(((before, style), (line, "text")))
                before = " " * len(before)
        return found

    def on_mount(self) -> None:
        self.place()

    def on_click(self, event: Click) -> None:
        event.stop()
        self.app.clear_notifications()
