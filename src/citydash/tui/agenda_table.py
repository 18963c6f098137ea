"""The agenda's table: months as headings, under each its milestones, deadlines and calls."""

from collections import Counter
from collections.abc import Callable, Hashable
from typing import NamedTuple

from textual.events import Resize
from textual.strip import Strip

from citydash.errors import N_
from citydash.figures.agenda import Call, Deadline, Event, Month
from citydash.figures.formulas import days_between
from citydash.figures.milestones import MilestoneLine
from citydash.model.rules import DEADLINE_DAYS
from citydash.tui.cells import Parts, fit, width_of
from citydash.tui.context import Context
from citydash.tui.widgets.table import Column, Table, styled

TITLES = {
    "day": N_("Date"), "state": N_("State"), "what": N_("What"), "project": N_("Project"), "portfolio": N_("Portfolio"),
    "lead": N_("Lead"), "baseline": N_("Baseline"), "due": N_("Due"), "met": N_("Met"), "amount": N_("To receive"),
    "slip": N_("Slip"), "left": N_("Days left"),
}  # fmt: skip
COLUMNS = (
    Column("day", "", 10, sorts=False),
    Column("state", "", 11, rank=1, sorts=False),
    Column("what", "", 26, grow=4, sorts=False, wanted=36),
    Column("project", "", 18, grow=3, rank=2, sorts=False, wanted=28),
    Column("portfolio", "", 18, grow=1, rank=6, sorts=False),
    Column("lead", "", 20, grow=1, rank=9, sorts=False),
    Column("baseline", "", 10, rank=5, sorts=False),
    Column("due", "", 10, rank=7, sorts=False),
    Column("met", "", 10, rank=8, sorts=False),
    Column("amount", "", 8, right=True, rank=4, sorts=False),
    Column("slip", "", 8, right=True, rank=3, sorts=False),
    Column("left", "", 8, right=True, sorts=False),
)
WIDE = 110
NARROWER = {"what": 18, "project": 14}
"""Cells that texts are given at least where the terminal is narrower than WIDE."""


class Labels(NamedTuple):
    """What portfolios and departments are called, each town's currency, and towns' names where there are several."""

    portfolios: dict[tuple[int, int], str]
    leads: dict[tuple[int, int], str]
    currencies: dict[int, str]
    towns: dict[str, str]


class AgendaTable(Table):
    """Rows are events and the months that stand above them."""

    opens_on_click = False

    def __init__(self, context: Context) -> None:
        super().__init__(id="agenda")
        self.context = context
        self.labels = Labels({}, {}, {}, {})
        self.now = 0
        """The row of the first event that isn't past."""

    def retitle(self) -> None:
        """Columns in the language of now."""
        text, wide = self.context.locale.text, self.size.width >= WIDE
        columns = []
        for column in COLUMNS:
            title = text(TITLES[column.key])
            least = max(column.width, width_of(title)) if wide else column.width
            if not wide:
                column = column._replace(wanted=0)  # noqa: PLW2901 - two texts beside each other
                least = NARROWER.get(column.key, least)
            columns.append(column._replace(title=title, width=least))
        self.columns = tuple(columns)

    def on_resize(self, _event: Resize) -> None:
        self.retitle()
        self.forget()

    def fill(self, rows: list[Month | Event], note: str) -> None:
        """Months, each with its events."""
        self.retitle()
        self.load(rows, note=((note, "muted"),))

    def go_to_now(self) -> None:
        """The cursor on the first event that isn't past, its month's heading in sight; else on the last one."""
        self.move(self.now, 1)
        if self.cursor >= self.room:
            self.scroll_to(y=self.cursor - self.room // 3, animate=False)

    def key(self, row: Month | Event) -> Hashable | None:
        if isinstance(row, Month):
            return None
        if isinstance(row, Call):
            return row.town, row.source.key, row.kind
        own = row.key if isinstance(row, MilestoneLine) else row.line.line
        return row.project.town, row.project.key, own, row.kind

    def base(self, row: Month | Event) -> str:
        return "heading" if isinstance(row, Month) else "text"

    def row_strip(self, row: Month | Event, width: int, base: str) -> Strip:
        if isinstance(row, Month):
            return self.strip(((" ", base), *self._heading(row, width)), width, base)
        return super().row_strip(row, width, base)

    def _heading(self, month: Month, width: int) -> Parts:
        """The month's name, and how much of what there is in it."""
        locale, text = self.context.locale, self.context.locale.text
        kinds = Counter("m" if e.kind == "milestone" else "c" if isinstance(e, Call) else "d" for e in month.events)
        said = [
            locale.plural("{n} milestone", "{n} milestones", kinds["m"]) if kinds["m"] else "",
            locale.plural("{n} deadline", "{n} deadlines", kinds["d"]) if kinds["d"] else "",
            locale.plural("{n} call date", "{n} call dates", kinds["c"]) if kinds["c"] else "",
        ]
        name = text("Late")
        if month.key:
            name = f"{locale.month(int(month.key[5:]), 'wide')} {month.key[:4]}"
        counts = ", ".join(part for part in said if part)
        return (
            (name[:1].upper() + name[1:], "strong"),
            ("  ", "heading"),
            (fit(counts, max(1, width - 30)), "heading"),
        )

    def cell(self, row: Event, column: Column, width: int) -> str | Parts:  # noqa: PLR0911 - one a column
        locale, key = self.context.locale, column.key
        if key == "day":
            return styled(locale.date(row.day), width, self._urgency(row))
        if key == "state":
            return styled(self.state_of(row), width, self._urgency(row))
        if key == "what":
            return self.what(row)
        if key == "left":
            return self._left(row, width)
        if key in ("project", "portfolio", "lead"):
            return self._belongs(row, key, width)
        if key == "amount":
            said = "–"
            if isinstance(row, Deadline) and row.unreceived is not None:
                said = locale.brief(row.unreceived, self.labels.currencies.get(row.project.town, ""))
            return styled(said, width, "muted" if said == "–" else "text", right=True)
        if not isinstance(row, MilestoneLine):
            return styled("–", width, "muted", right=column.right)
        if key == "slip":
            said = locale.days(row.slip) if row.slip else "–" if row.slip is None else "0"
            return styled(said, width, "bad" if (row.slip or 0) > 0 else "muted", right=True)
        day = {"baseline": row.baseline, "due": row.due or row.baseline, "met": row.met}[key]
        return styled(locale.date(day), width, "text" if day == row.day else "muted")

    def copier(self, column: Column) -> Callable[[Event], str]:
        """Amounts exactly, whatever is shown."""
        if column.key == "amount":
            return lambda row: self.context.exact(row.unreceived if isinstance(row, Deadline) else None)
        return super().copier(column)

    def state_of(self, row: Event) -> str:
        """A state's glyph and word."""
        glyphs, locale = self.context.glyphs, self.context.locale
        if isinstance(row, MilestoneLine):
            return f"{glyphs.milestone[row.state]} {locale.word('milestone', row.state)}"
        return f"{glyphs.due[row.state]} {locale.word('due', row.state)}"

    def what(self, row: Event) -> str:
        """What happens on the day, in words."""
        text = self.context.locale.text
        if isinstance(row, MilestoneLine):
            return row.title
        if isinstance(row, Call):
            if row.kind == "opens":
                return text("call opens: {source}", source=row.source.name)
            return text("call closes: {source}", source=row.source.name)
        if row.kind == "spend_by":
            return text("to spend: {source}", source=row.line.source.name)
        return text("to claim: {source}", source=row.line.source.name)

    def _belongs(self, row: Event, key: str, width: int) -> str | Parts:
        p, labels = row.project, self.labels
        if p is None:
            return styled(labels.towns.get(row.town, "–") if key == "project" else "–", width, "muted")
        if key == "project":
            return p.title
        word, names = (p.portfolio, labels.portfolios) if key == "portfolio" else (p.lead, labels.leads)
        return styled(names.get((p.town, word), ""), width, "muted")

    def _left(self, row: Event, width: int) -> Parts:
        if row.state not in ("late", "planned"):
            return styled("–", width, "muted", right=True)
        days = days_between(self.context.today, row.day)
        return styled(self.context.locale.days(days), width, self._urgency(row), right=True)

    def _urgency(self, row: Event) -> str:
        """Bad once late, a warning within 90 days of a deadline; what is over steps back."""
        if row.state == "late":
            return "bad"
        if row.state != "planned":
            return "muted"
        near = isinstance(row, Deadline) and days_between(self.context.today, row.day) <= DEADLINE_DAYS
        return "warn" if near else "text"
