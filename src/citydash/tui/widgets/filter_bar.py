"""The filter bar: opened with `/`, it holds on every screen; says how many projects match, or what isn't understood."""

from typing import Any

from textual.app import ComposeResult
from textual.widgets import Input

from citydash.tui.cells import Parts, fit, width_of, wrap
from citydash.tui.context import Context
from citydash.tui.widgets.boxes import Row
from citydash.tui.widgets.painted import Fixed

MOST = 3
"""Lines of an error at most."""


class FilterLine(Fixed):
    """What stands beside the input, or in its place while the filter holds and nobody types."""

    DEFAULT_CSS = "FilterLine { height: auto; width: 1fr; }"
    ground = "heading-ground"

    def __init__(self, context: Context) -> None:
        super().__init__(id="filter-line")
        self.context = context
        self.error = ""
        self.typing = False

    def get_content_height(self, container: Any, viewport: Any, width: int) -> int:
        del container, viewport
        return len(self.lines(width))

    def lines(self, width: int) -> list[Parts]:
        context, text = self.context, self.context.locale.text
        if self.error:
            return self._fault(max(1, width - 4))
        said = ""
        if context.matching is not None and context.loaded is not None:
            said = text(
                "{found} of {total}",
                found=context.count(context.matching),
                total=context.locale.number(context.loaded.projects),
            )
        if self.typing:
            return [((" ", "text"), (fit(said, width - 2, right=True), "strong"))]
        label = text("filter")
        hint = text("/ change · esc clear")
        room = width - width_of(label) - width_of(said) - width_of(hint) - 9
        where = fit(context.choice.where, max(8, min(room, width_of(context.choice.where))))
        return [
            (
                (f" {label} ", "muted"),
                (where, "strong"),
                ("   ", "text"),
                (said, "text"),
                ("   ", "text"),
                (hint, "muted"),
            )
        ]

    def _fault(self, room: int) -> list[Parts]:
        """What isn't understood and what was probably meant, on the lines that it takes."""
        said = wrap(self.error, room)
        if len(said) > MOST:
            said = [*said[: MOST - 1], fit(" ".join(said[MOST - 1 :]), room)]
        signs = (f" {self.context.glyphs.error} ", *["   "] * (len(said) - 1))
        return [((sign, "bad"), (line, "bad")) for sign, line in zip(signs, said, strict=True)]


class FilterBar(Row):
    """Hidden while there is no filter."""

    DEFAULT_CSS = "FilterBar { height: auto; display: none; }"

    def __init__(self, context: Context) -> None:
        super().__init__(id="filter-bar")
        self.context = context

    def compose(self) -> ComposeResult:
        yield FilterLine(self.context)

    def on_mount(self) -> None:
        self.refresh_line()

    @property
    def line(self) -> FilterLine:
        return self.query_one(FilterLine)

    @property
    def is_open(self) -> bool:
        return self.line.typing

    async def open(self) -> None:
        """Show the input, made at its first use, and give it the keys."""
        found = self.query(Input)
        if found:
            box = found.first()
        else:
            box = Input(compact=True, id="filter-input", select_on_focus=False)
            await self.mount(box, before=0)
        box.placeholder = self.context.locale.text("words, status:delivery, cost:500k.., is:late")
        with box.prevent(Input.Changed):
            box.value = self.context.choice.where
        box.cursor_position = len(box.value)
        box.display = self.line.typing = self.display = True
        self.refresh_line()
        box.focus()

    def close(self) -> None:
        """Give the keys back; the line stays while a filter holds."""
        self.line.typing = False
        self.line.error = ""
        for box in self.query(Input):
            box.display = False
        self.refresh_line()

    def refresh_line(self, error: str | None = None) -> None:
        """Say the count or the error that is true now."""
        if error is not None:
            self.line.error = error
        self.display = self.line.typing or bool(self.context.choice.where)
        self.line.repaint()
        self.line.refresh(layout=True)
