"""The projects' table: its columns, and what stands in each cell."""

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING

from textual.strip import Strip

from citydash.errors import N_
from citydash.figures.headline import Row
from citydash.figures.listing import USUAL, folded
from citydash.locale.locale import NONE
from citydash.tui.cells import Parts, width_of
from citydash.tui.context import Context
from citydash.tui.widgets.table import COPIED_CELLS, Column, Table, styled

if TYPE_CHECKING:
    from citydash.figures.changes import Delta
    from citydash.figures.compare import Id

SCALE = 1_000
MEASURED, LONGEST = 300, 60
"""Of more rows than these no title is measured: so many cells at most."""
TITLES = {
    "title": N_("Project"),
    "portfolio": N_("Portfolio"),
    "lead": N_("Lead"),
    "status": N_("Status"),
    "cost": N_("Cost"),
    "paid": N_("Paid"),
    "time": N_("Time"),
    "slip": N_("Slip"),
    "secured": N_("Secured"),
    "next": N_("Next milestone"),
    "id": N_("Id"),
    "manager": N_("Manager"),
    "priority": N_("Priority"),
    "start": N_("Start"),
    "end": N_("End"),
    "measured": N_("Measured"),
    "grants": N_("Grants"),
    "net": N_("Net cost"),
}
MORE_TITLES = {"town": N_("Town"), "delta_cost": N_("Δ cost"), "delta_end": N_("Δ end"), "stale": N_("Stale")}
"""Columns that stand there when there is something in them: of several towns, against a baseline, of what nobody keeps
up.
"""
"""Every column that can be chosen, in the order that they stand in."""
COLUMNS = (
    Column("title", "", 22, grow=4),
    Column("town", "", 16, grow=1, rank=2, most=28),
    Column("portfolio", "", 18, grow=2, rank=7),
    Column("lead", "", 24, grow=2, rank=8),
    Column("status", "", 14, rank=1),
    Column("cost", "", 8, right=True),
    Column("delta_cost", "", 8, right=True, rank=1),
    Column("paid", "", 6, right=True),
    Column("time", "", 6, right=True, rank=3),
    Column("slip", "", 8, right=True, rank=2),
    Column("delta_end", "", 8, right=True, rank=1),
    Column("stale", "", 8, right=True, rank=4),
    Column("secured", "", 8, right=True, rank=4),
    Column("next", "", 12, grow=2, rank=5),
    Column("id", "", 12, grow=1, rank=14),
    Column("manager", "", 14, grow=1, rank=13),
    Column("priority", "", 6, right=True, rank=10),
    Column("start", "", 10, rank=12),
    Column("end", "", 10, rank=9),
    Column("measured", "", 6, right=True, rank=11),
    Column("grants", "", 8, right=True, rank=8),
    Column("net", "", 8, right=True, rank=6),
)
TITLED = 28
"""Cells from which on a day has room for a title beside it."""
ALWAYS = "title"
"""The column that tells what a row is."""
AMOUNTS: dict[str, Callable[[Row], int]] = {
    "cost": lambda row: row.project.cost,
    "grants": lambda row: row.grants,
    "net": lambda row: row.net_cost,
}
"""Columns of money, in cents."""
SHARES: dict[str, Callable[[Row], float | None]] = {
    "paid": lambda row: row.project.financial_progress,
    "time": lambda row: row.elapsed,
    "secured": lambda row: row.secured_share,
    "measured": lambda row: row.measured,
}
WORDS: dict[str, Callable[[Row], str]] = {
    "portfolio": lambda row: row.portfolio,
    "lead": lambda row: row.lead,
    "id": lambda row: row.project.key,
    "manager": lambda row: row.project.manager or "",
}
DAYS: dict[str, Callable[[Row], str | None]] = {
    "start": lambda row: row.project.start,
    "end": lambda row: row.project.end,
}


class ProjectTable(Table):
    """Every project in a row; `town` → currency where amounts need theirs beside them."""

    opens_on_click = False

    def __init__(self, context: Context) -> None:
        super().__init__(id="projects")
        self.context = context
        self.currencies: dict[int, str] = {}
        self.dearest: Row | None = None
        self.shown = USUAL
        self.deltas: dict[Id, Delta] | None = None
        """What each moved by since the baseline; None without one."""
        self.towns: dict[int, str] = {}
        """What they are called, where there are several."""
        self.stale: dict[Id, int] = {}
        """Days that those under way have stood unchanged, where these are many."""

    @property
    def more(self) -> tuple[str, ...]:
        """The columns that there is something in."""
        towns, stale = ("town",) if self.towns else (), ("stale",) if self.stale else ()
        return (*towns, *(("delta_cost", "delta_end") if self.deltas is not None else ()), *stale)

    def more_values(self) -> dict[str, Callable[[Row], int | str | None]]:
        """What they are sorted by."""
        deltas = self.deltas or {}
        return {
            "town": lambda row: folded(self.towns.get(row.project.town, "")),
            "delta_cost": lambda row: deltas[self.id_of(row)].cost if self.id_of(row) in deltas else None,
            "delta_end": lambda row: deltas[self.id_of(row)].days if self.id_of(row) in deltas else None,
            "stale": lambda row: self.stale.get(self.id_of(row)),
        }

    @staticmethod
    def id_of(row: Row) -> "Id":
        return row.project.town, row.project.key

    def retitle(self) -> None:
        """Columns in the language and the unit of now."""
        text = self.context.locale.text
        wide = width_of(self._amount(self.dearest, self.dearest.project.cost)) + 1 if self.dearest is not None else 0
        longest = LONGEST
        if len(self.rows) <= MEASURED:
            longest = max((width_of(row.project.title) for row in self.rows), default=0)
        columns = []
        for column in COLUMNS:
            if column.key not in (*self.shown, *self.more):
                continue
            title = text({**TITLES, **MORE_TITLES}[column.key])
            width = column.width
            if column.key in AMOUNTS:
                width = max(width, wide, width_of(title) + 1)
            elif column.right:
                width = max(width, width_of(title) + 1)
            wanted = longest if column.key == ALWAYS else 0
            short = self.context.locale.text("Milestone") if column.key == "next" else ""
            columns.append(column._replace(title=title, width=width, wanted=wanted, short=short))
        self.columns = tuple(columns)
        self.signs = (self.context.glyphs.up, self.context.glyphs.down)

    def head(self, width: int) -> list[Strip]:
        self.caption = self.caption_of(len(self.rows), width)
        return super().head(width)

    def caption_of(self, count: int, width: int) -> Parts:
        """How many, and what the columns shown in `width` count, once."""
        text, context = self.context.locale.text, self.context
        codes = sorted(set(self.currencies.values()))
        basis = context.basis(codes[0], SCALE) if len(codes) == 1 else text("in thousands, incl. VAT")
        certainty = context.locale.word("certainty", context.choice.certainty)
        said = text(
            "cost {basis}; secured: part of the grants counted up to {certainty}", basis=basis, certainty=certainty
        )
        if not any(column.key == "secured" for column, _cells in self.fitted(width)):
            said = text("cost {basis}", basis=basis)
        return ((context.count(count), "accent"), ("  ", "text"), (said, "muted"))

    def key(self, row: Row) -> Hashable:
        return row.project.town, row.project.key

    def _amount(self, row: Row, cents: int) -> str:
        amount = self.context.locale.amount(cents, SCALE)
        if self._are_several:
            return f"{amount} {self.context.locale.unit(self.currencies.get(row.project.town, ''), SCALE)}"
        return amount

    def cell(self, row: Row, column: Column, width: int) -> str | Parts:
        text, style = self._said(row, column.key, width)
        return styled(text, width, style, right=column.right) if style else text

    def copier(self, column: Column) -> Callable[[Row], str]:
        """Amounts exactly, whatever is shown."""
        key, exact, percent = column.key, self.context.exact, self.context.locale.percent
        if (amount := AMOUNTS.get(key)) is not None:
            if self._are_several:
                return lambda row: f"{exact(amount(row))} {self.currencies.get(row.project.town, '')}"
            return lambda row: exact(amount(row))
        if (share := SHARES.get(key)) is not None:
            return lambda row: percent(share(row))
        if key in WORDS:
            return WORDS[key]
        return lambda row: self._said(row, key, COPIED_CELLS)[0]

    @property
    def _are_several(self) -> bool:
        """Whether an amount needs its currency beside it."""
        return len(self.currencies) > 1 and len(set(self.currencies.values())) > 1

    def _said(self, row: Row, key: str, width: int) -> tuple[str, str]:  # noqa: PLR0911 - one a kind of column
        """What stands in a cell, and in which style; "" for that of the line."""
        p, locale = row.project, self.context.locale
        if key in AMOUNTS:
            return self._amount(row, AMOUNTS[key](row)), ""
        if key in SHARES:
            return locale.percent(SHARES[key](row)), ""
        if key in WORDS:
            return WORDS[key](row), "muted"
        if key in DAYS:
            return locale.date(DAYS[key](row)), ""
        if key == "status":
            return self._status(p.status)
        if key == "slip":
            said = locale.days(p.slip) if p.slip else NONE if p.slip is None else "0"
            return said, "bad" if (p.slip or 0) > 0 else "muted"
        if key == "next":
            return self._next(row, width)
        if key in MORE_TITLES:
            return self._more(row, key)
        return p.title if key == ALWAYS else str(p.priority or NONE), ""

    def _more(self, row: Row, key: str) -> tuple[str, str]:
        """Its town; what moved since the baseline, "new" where there was nothing; how long nobody has touched it."""
        context, locale = self.context, self.context.locale
        if key == "town":
            return self.towns.get(row.project.town, ""), "muted"
        if key == "stale":
            days = self.stale.get(self.id_of(row))
            return f"{context.glyphs.stale} {locale.days(days).lstrip('+')}" if days else "", "warn"
        delta = (self.deltas or {}).get(self.id_of(row))
        if delta is None:
            return locale.text("new") if key == "delta_cost" else NONE, "muted"
        if key == "delta_cost":
            return context.signed(delta.cost, SCALE), "text" if delta.cost else "muted"
        said = locale.days(delta.days) if delta.days else NONE if delta.days is None else "0"
        return said, "bad" if (delta.days or 0) > 0 else "muted"

    def _status(self, status: str) -> tuple[str, str]:
        aside = status in ("closed", "operation", "cancelled")
        style = "muted" if aside else "warn" if status == "on-hold" else "text"
        return f"{self.context.glyphs.status[status]} {self.context.locale.word('status', status)}", style

    def _next(self, row: Row, width: int) -> tuple[str, str]:
        """The first open milestone: its day, and its title where there is room."""
        if not row.next_day:
            return NONE, "muted"
        late = row.next_day < self.context.today
        sign = self.context.glyphs.milestone["late" if late else "planned"]
        day = self.context.locale.date(row.next_day)
        said = f"{sign} {day} {row.next_title}" if width >= TITLED else f"{sign} {day}" if width > 11 else day
        return said, "bad" if late else "text"
