"""The bars of the overview: cost by portfolio or by pillar, split into paid, committed and planned."""

from collections.abc import Hashable

from textual.strip import Strip

from citydash.figures.standing import Group, Headline
from citydash.tui.cells import Parts, fit, width_of
from citydash.tui.context import Context
from citydash.tui.widgets.bars import spending_bar
from citydash.tui.widgets.table import Column, Table

SHORTEST = 8
"""Cells of a title that still says something."""


class Groups(Table):
    """Cost by portfolio or by pillar, the dearest first; enter shows its projects."""

    shows_cursor_always = False

    def __init__(self, context: Context, by: str) -> None:
        super().__init__(id=f"{by}s", headed=False)
        self.context, self.by = context, by
        self.scale, self.most, self.several, self.basis = 1_000, 1, False, ""

    def show(self, found: Headline) -> None:
        context = self.context
        rows = found.portfolios if self.by == "portfolio" else found.pillars
        self.most = max((abs(group.cost) for group in rows), default=1) or 1
        self.scale = context.scale_of(self.most)
        self.several = self.by == "portfolio" and context.loaded is not None and context.loaded.towns > 1
        currencies = sorted({group.currency for group in rows})
        self.basis = " / ".join(context.basis(code, self.scale) for code in currencies) if currencies else ""
        self.caption = self._caption(self.size.width)
        size = max((len(context.locale.amount(group.cost, self.scale)) for group in rows), default=5)
        self.columns = (
            Column("title", "", 14, grow=5 if self.several else 2),
            Column("cost", "", max(5, size), right=True),
            Column("bar", "", 10, grow=3),
            Column("share", "", 5, right=True),
        )
        self.load(rows, note=((self.context.no_project(), "muted"),))
        self.refresh(layout=True)

    def head(self, width: int) -> list[Strip]:
        self.caption = self._caption(width)
        return super().head(width)

    def _caption(self, width: int) -> Parts:
        """The title and what the bars' parts are; where that has no room, what the groups are and the unit alone."""
        text, glyphs = self.context.locale.text, self.context.glyphs
        long = text("Cost by portfolio, {basis}") if self.by == "portfolio" else text("Cost by pillar, {basis}")
        titles = [long.format(basis=self.basis), f"{self.context.locale.word('axis', self.by)}, {self.basis}"]
        if not self.basis:  # nothing was summed
            titles = [title.rstrip(" ,") for title in titles]
        legend = (
            (glyphs.paid, "paid"), (" " + text("paid") + "  ", "muted"),
            (glyphs.committed, "committed"), (" " + text("committed") + "  ", "muted"),
            (glyphs.planned, "planned"), (" " + text("planned"), "muted"),
        )  # fmt: skip
        room = width - 4 - sum(width_of(said) for said, _style in legend)
        title = next((title for title in titles if width_of(title) <= room), titles[-1])
        return ((title, "accent"), ("   ", "text"), *legend)

    def key(self, row: Group) -> Hashable:
        return row.key, row.currency

    def cell(self, row: Group, column: Column, width: int) -> str | Parts:
        locale = self.context.locale
        if column.key == "title":
            if self.by == "pillar":
                return locale.word("pillar", row.key)
            return _with_town(row.label, width) if self.several else row.label
        if column.key == "cost":
            return locale.amount(row.cost, self.scale)
        if column.key == "bar":
            return spending_bar(self.context.glyphs, width, self.most, row.cost, row.committed, row.paid)
        return locale.percent(row.paid_share)


def _with_town(label: str, width: int) -> str:
    """A portfolio's title with its town, the title cut where both are too long: the town tells it from the others."""
    title, _open, town = label.rpartition(" (")
    room = width - width_of(town) - 2
    return label if width_of(label) <= width or room < SHORTEST else f"{fit(title, room)} ({town}"
