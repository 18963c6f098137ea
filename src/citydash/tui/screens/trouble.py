"""No workspace can be read: why, and what to type. Leaves by itself once the folder is there."""

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from textual.widget import Widget

from citydash.tui.context import Context
from citydash.tui.screens.frame import Frame
from citydash.tui.sheet_lines import paragraph
from citydash.tui.widgets.boxes import Box
from citydash.tui.widgets.page import Line, Page

FIRST_LINES = ("format = 1", "[town]", 'name = "…"', "[department.dsi]", 'name = "…"')
"""The least that a town.toml may hold, and a department for projects to belong to."""


class TroublePage(Page):
    """The sentence and the advice."""

    def __init__(self, context: Context, screen: "TroubleScreen") -> None:
        super().__init__(id="trouble")
        self.context, self.of = context, screen

    def write(self, width: int) -> list[Line]:
        text, error = self.context.locale.text, self.of.error
        lines = [Line(), *paragraph(f"{self.context.glyphs.error} {self.context.say(error)}", width, "bad"), Line()]
        lines += advice(self.context, width, is_there=Path(self.context.root).is_dir())
        waiting = text("Waiting for it: the dashboard opens as soon as the folder can be read.")
        return [*lines, Line(), *paragraph(waiting, width, "muted")]


def advice(context: Context, width: int, *, is_there: bool) -> list[Line]:
    """What a workspace is, and what to type: commands, and the first file of a folder that `is_there`."""
    text = context.locale.text
    said = text("A workspace is a folder with town.toml in it, or a folder of such towns, each with its portfolios.")
    lines = [*paragraph(said, width), Line()]
    another = text("path/to/town")
    commands = (
        (f"citydash {another}", text("open another folder")),
        ("citydash --help", text("every command, with examples")),
    )
    size = max(len(command) for command, _about in commands) + 3
    for command, about in commands:
        lines.append(Line(((f"   {command:<{size}}", "strong"), (about, "muted"))))
    if is_there:
        name = text("my-town")
        lines += [Line(), *paragraph(text("To begin here, write this in {path}:", path=f"{name}/town.toml"), width)]
        lines += [Line(((f"   {line}", "strong"),)) for line in FIRST_LINES]
    return lines


class TroubleScreen(Frame):
    """Stands over the first screen while there is nothing to show."""

    room: ClassVar[str] = "trouble"

    def __init__(self, context: Context, error: Exception) -> None:
        super().__init__(context)
        self.error = error

    def body(self) -> Iterable[Widget]:
        yield Box(TroublePage(self.context, self), id="body")

    def refresh_data(self, *, at_once: bool = False) -> None:
        """There are no data."""
        del at_once

    def retranslate(self) -> None:
        super().retranslate()
        self.query_one(TroublePage).rewrite()
