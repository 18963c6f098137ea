"""The lines of a project's file behind an amount, each to the cent."""

from collections.abc import Hashable

from citydash.figures.explain import SourceLine
from citydash.tui.cells import Parts, fit_end, width_of
from citydash.tui.context import Context
from citydash.tui.widgets.table import Column, Table


class LineTable(Table):
    """The lines of a file behind a project's amount."""

    opens_on_click = False

    def __init__(self, context: Context) -> None:
        super().__init__(id="lines")
        self.context = context

    def fill(self, lines: tuple[SourceLine, ...], total: int | None, currency: str) -> None:
        text, locale = self.context.locale.text, self.context.locale
        size = max(width_of(locale.amount(cents)) for cents in (*(line.cents for line in lines), total or 0))
        self.columns = (
            Column("place", text("File and line"), 24, grow=1, sorts=False),
            Column("key", text("Key"), 30, grow=2, sorts=False),
            Column("amount", locale.unit(currency), max(12, size + 1), right=True, sorts=False),
        )
        foot = [] if total is None else [total]
        self.load(lines, foot, note=((text("no line"), "muted"),))
        self.repaint()

    def key(self, row: SourceLine) -> Hashable | None:
        return row.path, row.keys

    def base(self, row: SourceLine | int) -> str:
        return "total" if isinstance(row, int) else "text"

    def cell(self, row: SourceLine | int, column: Column, width: int) -> str | Parts:
        locale = self.context.locale
        if isinstance(row, int):
            return {"place": locale.text("Total"), "amount": locale.amount(row)}.get(column.key, "")
        if column.key == "place":
            return fit_end(f"{row.path}:{row.line}", width)
        if column.key == "key":
            return ((fit_end(".".join(row.keys[2:]), width), "muted"),)
        return locale.amount(row.cents)
