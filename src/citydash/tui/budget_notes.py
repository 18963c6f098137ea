"""The lines around the budget's table: where one is and what is counted above it, the chosen cell to the cent below."""

from bisect import bisect_right
from itertools import accumulate

from textual.events import Click
from textual.message import Message

from citydash.figures.request import NET_COST
from citydash.model.words import MONEY_IN
from citydash.tui.budget_columns import LABEL, column_title
from citydash.tui.budget_rows import TOTAL, Row
from citydash.tui.budget_state import Asked
from citydash.tui.budget_table import PivotTable
from citydash.tui.cells import Part, Parts, fit, width_of
from citydash.tui.context import Context
from citydash.tui.widgets.painted import Fixed

LINES = 2
"""The last depth: a file's lines, each to the cent."""


class Crumbs(Fixed):
    """Where one is, and what is counted. A click on a name goes back to it, one elsewhere opens the choice."""

    DEFAULT_CSS = "Crumbs { height: 1; }"

    class Clicked(Message):
        """Someone wants to go up by some depths; by none, to choose."""

        def __init__(self, up: int) -> None:
            super().__init__()
            self.up = up

    def __init__(self, context: Context, table: PivotTable) -> None:
        super().__init__(id="crumbs")
        self.context, self.table = context, table
        self.asked = Asked()
        self.currencies: tuple[str, ...] = ()
        self.waiting = False
        """Whether the figures are still on their way."""

    def on_click(self, event: Click) -> None:
        event.stop()
        ends = list(accumulate(width_of(part) for part, _style in self.lines(self.size.width)[0]))
        name = bisect_right(ends, event.x) // 2  # between two names stands a sign
        depth = self.asked.depth
        up = depth if name == 0 else 1 if depth == LINES and name < len(self._path()) else 0
        self.post_message(self.Clicked(up))

    def lines(self, width: int) -> list[Parts]:
        context, asked, locale, text = self.context, self.asked, self.context.locale, self.context.locale.text
        sign = f" {context.glyphs.into} "
        parts: list[Part] = [(text("Budget"), "accent")]
        for name in self._path():
            parts += [(sign, "muted"), (name, "strong")]
        if asked.depth < LINES:
            axes = asked.axes if asked.spot is None else ("project",)
            one_column = asked.columns == "none" or (asked.spot is not None and bool(asked.spot.column))
            shown = axes if one_column else (*axes, asked.columns)
            parts += [(sign, "muted"), (" × ".join(locale.word("axis", axis).lower() for axis in shown), "text")]
        measure = "" if asked.columns == "stage" else locale.word("measure", asked.measure)
        section = locale.word("section", asked.section) if asked.section else text("both sections")
        if asked.measure == NET_COST:
            section = ""
        basis = ""
        if len(self.currencies) == 1 and asked.depth < LINES:
            basis = context.basis(self.currencies[0], self.table.scale, taxed=asked.measure not in MONEY_IN)
        said = ", ".join(part for part in (measure, section, basis) if part)
        parts += [(sign, "muted"), (said, "text")]
        right = text("reading …") if self.waiting else self._certainty()
        return [_squeezed(parts, right, width)]

    def _path(self) -> list[str]:
        """The names of what one went into."""
        asked, context = self.asked, self.context
        if asked.spot is None:
            return []
        path = [context.row_label(label) or context.locale.text("(none)") for label in asked.spot.label]
        if asked.project is not None and asked.project.label not in asked.spot.label:
            path.append(asked.project.label)
        return [*path, column_title(context, asked.spot.column)] if asked.spot.column else path

    def _certainty(self) -> str:
        """Which funding counts, where there is some in the measure."""
        locale = self.context.locale
        if self.asked.measure not in (*MONEY_IN, NET_COST):
            return ""
        colon = " :" if locale.language == "fr" else ":"
        certainty = locale.word("certainty", self.context.choice.certainty)
        return f"{locale.word('axis', 'certainty').lower()}{colon} {certainty}"


def _squeezed(parts: list[Part], right: str, width: int) -> Parts:
    """The path with its names cut evenly where it is too long, and a note at the right where there is room."""
    room = width - (width_of(right) + 3 if right else 0)
    size = _size(parts)
    while size > room:
        longest = max(range(len(parts)), key=lambda n: width_of(parts[n][0]))
        text, style = parts[longest]
        if width_of(text) <= 12:
            break
        parts[longest] = (fit(text, max(12, width_of(text) - (size - room))), style)
        size = _size(parts)
    return (*parts, (" " * max(1, width - size - width_of(right)), "text"), (right, "muted"))


class CellLine(Fixed):
    """The cell under the cursor to the cent, and what is allowed there."""

    DEFAULT_CSS = "CellLine { height: 1; }"
    ground = "heading-ground"

    def __init__(self, context: Context, table: PivotTable) -> None:
        super().__init__(id="cell")
        self.context, self.table = context, table

    def lines(self, width: int) -> list[Parts]:
        table, context, locale = self.table, self.context, self.context.locale
        row = table.current
        if row is None:
            return []
        cents = table.cents(row.line, table.chosen or TOTAL)
        what = [context.row_label(label) or locale.text("(none)") for label in row.line.label]
        what += [column_title(context, table.chosen)] if table.chosen else []
        said = locale.money(cents, row.currency) if cents is not None else ""
        right = self._ceiling(row)
        if right and _size(right) + width_of(said) + LABEL > width:
            right = right[-1:]
        path = f" {context.glyphs.into} ".join(what)
        left = fit(path, max(8, min(width_of(path), width - _size(right) - width_of(said) - 7)))
        gap = max(1, width - width_of(left) - width_of(said) - _size(right) - 4)
        parts: list[Part] = [(" ", "text"), (left, "muted"), ("  ", "text"), (said, "strong"), (" " * gap, "text")]
        return [(*parts, *right, (" ", "text"))]

    def _ceiling(self, row: Row) -> list[Part]:
        """What a section plans in the year chosen, what is allowed, and how much of it is used."""
        use, locale = self.table.ceiling(row), self.context.locale
        if use is None:
            return []
        what = locale.text(
            "{section} {year}: {planned} planned, ceiling {ceiling}",
            section=locale.word("section", use.section), year=use.year,
            planned=locale.money(use.planned, row.currency), ceiling=locale.money(use.ceiling, row.currency),
        )  # fmt: skip
        if not use.overrun:
            return [(what, "muted"), ("  ", "text"), (locale.percent(use.use), "text")]
        excess = locale.money(use.overrun, row.currency)
        return [(what, "muted"), ("  ", "text"), (self.table.ceilings.overrun(use, excess), "warn")]


def _size(parts: list[Part]) -> int:
    return sum(width_of(text) for text, _style in parts)
