"""No workspace can be read: why, and what to type. Leaves by itself once the folder is there."""

from collections.abc import Iterable
from typing import ClassVar

from textual.containers import Container
from textual.widget import Widget

from citydash.tui.context import Context
from citydash.tui.screens.frame import Frame
from citydash.tui.sheet_lines import paragraph
from citydash.tui.widgets.page import Line, Page


class TroublePage(Page):
    """The sentence and the advice."""

    def __init__(self, context: Context, screen: "TroubleScreen") -> None:
        super().__init__(id="trouble")
        self.context, self.of = context, screen

    def write(self, width: int) -> list[Line]:
        text, error = self.context.locale.text, self.of.error
        lines = [Line(), *paragraph(f"{self.context.glyphs.error} {self.context.say(error)}", width, "bad"), Line()]
        lines += advice(self.context, width)
        waiting = text("Waiting for it: the dashboard opens as soon as the folder can be read.")
        return [*lines, Line(), *paragraph(waiting, width, "muted")]


def advice(context: Context, width: int) -> list[Line]:
    """What a workspace is, and what to type."""
    text = context.locale.text
    said = text("A workspace is a folder with town.toml in it, or a folder of such towns, each with its portfolios.")
    lines = [*paragraph(said, width), Line()]
    for command, about in (
        ("citydash path/to/town", text("open another folder")),
        ("citydash check", text("list what is wrong in the files, line by line")),
        ("citydash --help", text("every command, with examples")),
    ):
        lines.append(Line(((f"   {command:<26}", "strong"), (about, "muted"))))
    return lines


class TroubleScreen(Frame):
    """Stands over the first screen while there is nothing to show."""

    room: ClassVar[str] = "trouble"

    def __init__(self, context: Context, error: Exception) -> None:
        super().__init__(context)
        self.error = error

    def body(self) -> Iterable[Widget]:
        yield Container(TroublePage(self.context, self), id="body")

    def refresh_data(self) -> None:
        """There are no data."""

    def retranslate(self) -> None:
        super().retranslate()
        self.query_one(TroublePage).rewrite()
