"""The projects that changed, one a row: what happened, Δ of cost, end and grants, status before and after."""

from collections.abc import Callable, Hashable
from operator import itemgetter
from typing import Any, NamedTuple

from citydash.errors import N_
from citydash.figures.changes import Balance
from citydash.figures.compare import Change
from citydash.figures.filters import fold
from citydash.locale.locale import NONE
from citydash.model.words import STATUSES
from citydash.tui.cells import Parts, fit, width_of
from citydash.tui.context import Context
from citydash.tui.widgets.painted import Fixed
from citydash.tui.widgets.table import Column, Table, styled

WORDS = {
    "added": N_("added"), "removed": N_("removed"), "changed": N_("changed"), "moved": N_("moved"),
    "renamed": N_("renamed"), "unreadable": N_("unreadable"),
}  # fmt: skip
STYLES = {"added": "good", "removed": "bad", "unreadable": "warn"}
TITLES = {
    "kind": N_("Change"), "title": N_("Project"), "portfolio": N_("Portfolio"), "cost": N_("Δ cost"),
    "days": N_("Δ end"), "grants": N_("Δ grants"), "status": N_("Status"),
}  # fmt: skip
COLUMNS = (
    Column("kind", "", 11), Column("title", "", 18, grow=4), Column("portfolio", "", 12, grow=1, rank=3),
    Column("cost", "", 8, right=True), Column("days", "", 8, right=True), Column("grants", "", 8, right=True, rank=1),
    Column("status", "", 13, grow=2, rank=2, most=32),
)  # fmt: skip
LARGEST_FIRST = ("cost", "days", "grants")
SMALL = 10_000 * 100
"""Cents: a table with a smaller difference is told in whole units of the currency."""


class Row(NamedTuple):
    """A change with what its table needs besides: Δ of the grants in cents, its portfolio's name, its currency."""

    change: Change
    grants: int
    portfolio: str
    currency: str

    @property
    def kind(self) -> str:
        """What happened first of all: a change of place or name is told before one of figures."""
        if self.change.kind != "changed":
            return self.change.kind
        return "renamed" if self.change.was else "moved" if self.change.has_moved else "changed"


SORTS: dict[str, Callable[[Row], Any]] = {
    "kind": lambda row: tuple(WORDS).index(row.kind),
    "title": lambda row: fold(row.change.title),
    "portfolio": lambda row: fold(row.portfolio),
    "cost": lambda row: (abs(row.change.cost), abs(row.grants), abs(row.change.end_days or 0)),
    "days": lambda row: row.change.end_days,
    "grants": lambda row: abs(row.grants) or None,
    "status": lambda row: STATUSES.index((row.change.new or row.change.old).status),  # type: ignore[union-attr]
}
"""Amounts by size, whichever way they went: what moved most is looked for."""


def ordered(rows: tuple[Row, ...], order: tuple[str, bool] | None) -> list[Row]:
    """By a column; those with nothing in it stand last both ways."""
    if order is None:
        return list(rows)
    keyed = [(SORTS[order[0]](row), row) for row in rows]
    some = sorted((pair for pair in keyed if pair[0] is not None), key=itemgetter(0), reverse=order[1])
    return [*(row for _key, row in some), *(row for key, row in keyed if key is None)]


class ChangeTable(Table):
    """What changed."""

    opens_on_click = False

    def __init__(self, context: Context) -> None:
        super().__init__(id="changes")
        self.context = context
        self.scale, self.unit = 1_000, ""

    def fill(self, rows: list[Row], order: tuple[str, bool] | None, note: str) -> None:
        """Show these rows, in the unit that the smallest difference asks for."""
        text = self.context.locale.text
        sizes = [abs(cents) for row in rows for cents in (row.change.cost, row.grants) if cents]
        self.scale = 1 if sizes and min(sizes) < SMALL else 1_000
        codes = sorted({row.currency for row in rows})
        self.unit = self.context.basis(codes[0], self.scale) if len(codes) == 1 else text("amounts in units of 1,000")
        if len(codes) > 1 and self.scale == 1:
            self.unit = ""
        wide = {"cost": [row.change.cost for row in rows], "grants": [row.grants for row in rows]}
        columns = []
        for column in COLUMNS:
            title = text(TITLES[column.key])
            if column.key in wide:
                width = max([width_of(self.amount(cents)) for cents in wide[column.key]], default=0)
                columns.append(column._replace(title=title, width=max(column.width, width, width_of(title) + 1)))
            else:
                columns.append(column._replace(title=title, width=max(column.width, width_of(title) + 1)))
        self.columns = tuple(columns)
        self.signs, self.sorted_by = (self.context.glyphs.up, self.context.glyphs.down), order
        self.load(rows, note=((note, "muted"),))
        self.repaint()

    def amount(self, cents: int) -> str:
        """A difference: whole units where it has no cents."""
        places = 0 if cents % 100 == 0 else None
        return self.context.signed(cents, self.scale, places) if cents else self.context.glyphs.free

    def key(self, row: Row) -> Hashable:
        return row.change.town, row.change.key

    def cell(self, row: Row, column: Column, width: int) -> str | Parts:
        change, locale = row.change, self.context.locale
        if column.key == "kind":
            said = f"{self.context.glyphs.change[row.kind]} {locale.text(WORDS[row.kind])}"
            return styled(said, width, STYLES.get(row.kind, "text"))
        if column.key == "title":
            return change.title
        if column.key == "portfolio":
            return styled(row.portfolio, width, "muted")
        if column.key == "days":
            days = change.end_days
            said = locale.days(days) if days else self.context.glyphs.free if days == 0 else NONE
            return styled(said, width, "bad" if (days or 0) > 0 else "text" if days else "muted", right=True)
        if column.key == "status":
            return self._status(change, width)
        cents = change.cost if column.key == "cost" else row.grants
        style = "muted" if not cents else "text"
        return styled(self.amount(cents), width, style, right=True)

    def _status(self, change: Change, width: int) -> Parts:
        """Before and after where they differ; else as it is."""
        statuses = dict.fromkeys(p.status for p in (change.old, change.new) if p is not None)
        signs, word = self.context.glyphs.status, self.context.locale.word
        said = f" {self.context.glyphs.link} ".join(f"{signs[s]} {word('status', s)}" for s in statuses)
        if len(statuses) > 1 and width_of(said) > width:  # the sign tells where it came from
            old, new = statuses
            said = f"{signs[old]} {self.context.glyphs.link} {signs[new]} {word('status', new)}"
        return styled(said, width, "strong" if len(statuses) > 1 else "muted")


class Totals(Fixed):
    """Before, Δ and after, each to the cent: the sum of the rows is the difference of the sums."""

    DEFAULT_CSS = "Totals { height: auto; }"
    ground = "heading-ground"

    def __init__(self, context: Context) -> None:
        super().__init__(id="totals")
        self.context = context
        self.balances: list[Balance] = []
        self.names = ("", "")

    def fill(self, balances: list[Balance], names: tuple[str, str]) -> None:
        self.balances, self.names = balances, names
        self.styles.height = 1 + len(balances) if balances else 0
        self.repaint()

    def lines(self, width: int) -> list[Parts]:
        if not self.balances:
            return []
        text = self.context.locale.text
        rows = [("", self.names[0], "Δ", self.names[1])]
        words = {"projects": text("Projects"), "cost": text("Cost incl. VAT"), "grants": text("Grants counted")}
        rows += [
            (
                words[b.what],
                self._said(b, b.old),
                ("+" if b.delta > 0 else "") + self._said(b, b.delta),
                self._said(b, b.new),
            )
            for b in self.balances
        ]
        label = max(width_of(row[0]) for row in rows) + 1
        room = max(8, (width - label - 6) // 3)
        cells = [min(room, max(14, *(width_of(row[n]) for row in rows))) for n in (1, 2, 3)]
        found: list[Parts] = []
        for n, row in enumerate(rows):
            style = "heading" if not n else "text"
            moved = "heading" if not n else "strong" if self.balances[n - 1].delta else "muted"
            found.append(
                (
                    (f" {fit(row[0], label)}", "heading"), (fit(row[1], cells[0], right=True), style),
                    ("  ", style), (fit(row[2], cells[1], right=True), moved),
                    ("  ", style), (fit(row[3], cells[2], right=True), style), (self._elsewhere(n), "warn"),
                )
            )  # fmt: skip
        return found

    def _said(self, balance: Balance, n: int) -> str:
        locale = self.context.locale
        return locale.number(n) if balance.what == "projects" else locale.money(n, balance.currency)

    def _elsewhere(self, n: int) -> str:
        """What no project's change explains."""
        rest = self.balances[n - 1].delta - self.balances[n - 1].told if n else 0
        if not rest:
            return ""
        return "  " + self.context.locale.text("of which by town.toml: {amount}", amount=self.context.signed(rest))
