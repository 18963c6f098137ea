"""The funding's tables: groups that unfold into their lines, the financing plan, deadlines, and money at risk."""

from collections.abc import Hashable, Iterator
from typing import NamedTuple

from citydash.errors import N_
from citydash.figures.funding import FundingLine, counts, stated
from citydash.figures.funding_groups import Bundle, FundingTotal, grand_total, grouped
from citydash.figures.netcost import Plan
from citydash.figures.view import SURE
from citydash.model.rules import DEADLINE_DAYS
from citydash.tui.cells import Parts, fit, width_of
from citydash.tui.context import Context
from citydash.tui.widgets.table import Column, Table, styled

LABEL, WANTED = 24, 40
"""Cells of the first column at least, and where there is room."""
MEASURES = ("requested", "awarded", "received", "expected", "counted", "secured", "at_risk")
RANKS = {"requested": 4, "awarded": 3, "received": 1, "expected": 5, "counted": 0, "secured": 7, "at_risk": 6}
"""Which amounts leave first where they have no room."""


class Row(NamedTuple):
    """A row: a currency's title (`heading`), a `group`, a `line` of an unfolded one, or a `total`."""

    currency: str
    kind: str
    total: FundingTotal | None = None
    line: FundingLine | None = None


class GroupTable(Table):
    """Subtotals of each group, each unfolding into its lines; a grand total pinned for each currency."""

    opens_on_click = False

    def __init__(self, context: Context) -> None:
        super().__init__(id="groups")
        self.context = context
        self.by, self.certainty, self.scale = "source", "possible", 1_000
        self.opened: set[Hashable] = set()
        """Keys of the groups that are unfolded."""

    def fill(self, some: tuple[Bundle, ...], currencies: list[str], by: str, certainty: str) -> None:
        """The groups of every currency, those opened with their lines."""
        context, text = self.context, self.context.locale.text
        self.by, self.certainty = by, certainty
        totals = {code: grand_total(some, code) for code in currencies}
        used = [code for code in currencies if totals[code].lines]
        most = max((abs(getattr(totals[code], name)) for code in used for name in MEASURES), default=0)
        self.scale = context.scale_of(most)
        rows: list[Row] = []
        for code in used:
            if len(used) > 1:
                rows.append(Row(code, "heading"))
            for group in grouped(some, by, code):
                rows.append(Row(code, "group", group.total))
                if self.key(rows[-1]) in self.opened:
                    rows += [Row(code, "line", line=line) for line in group.lines()]
        foot = [Row(code, "total", totals[code]) for code in used]
        self._retitle([totals[code] for code in used])
        self.caption = self._caption(used)
        self.load(rows, foot, note=((text("no funding line here"), "muted"),))

    def _caption(self, used: list[str]) -> Parts:
        context, text = self.context, self.context.locale.text
        word = context.locale.word("certainty", self.certainty)
        said = text("Funding counted up to {certainty}", certainty=word)
        basis = context.basis(used[0], self.scale, taxed=False) if len(used) == 1 else ""
        return ((said, "accent"), (f", {basis}" if basis else "", "muted"))

    def _retitle(self, totals: list[FundingTotal]) -> None:
        locale = self.context.locale
        columns = [
            Column("label", locale.word("axis", self.by), LABEL, grow=1, sorts=False, wanted=WANTED),
            Column("status", locale.text("Status"), 20, rank=8, sorts=False),
            Column("lines", locale.text("Lines"), width_of(locale.text("Lines")), right=True, rank=2, sorts=False),
        ]
        for name in MEASURES:
            title = self._title(name)
            size = max((width_of(locale.amount(getattr(total, name), self.scale)) for total in totals), default=0)
            width = max(6, size, width_of(title))
            columns.append(Column(name, title, width, right=True, rank=RANKS[name], sorts=False))
        self.columns = tuple(columns)

    def _title(self, name: str) -> str:
        locale = self.context.locale
        own = {"counted": N_("Counted"), "secured": N_("Secured"), "at_risk": N_("At risk")}
        return locale.text(own[name]) if name in own else locale.word("measure", name).capitalize()

    def key(self, row: Row) -> Hashable | None:
        if row.line is not None:
            return row.line.project.town, row.line.project.key, row.line.line
        return (row.currency, row.total.key) if row.kind == "group" and row.total is not None else None

    def base(self, row: Row) -> str:
        return {"total": "total", "heading": "heading"}.get(row.kind, "text")

    def cell(self, row: Row, column: Column, width: int) -> str | Parts:
        locale = self.context.locale
        if column.key == "label":
            return self._label(row, width)
        if row.kind == "heading":
            return ""
        if column.key == "status":
            return styled(locale.word("funding", row.line.status) if row.line is not None else "", width, "muted")
        if column.key == "lines":
            return locale.number(row.total.lines) if row.total is not None else ""
        cents = self.cents(row, column.key)
        if not cents:
            return styled("–", width, "muted" if row.kind != "total" else "total", right=True)
        style = "warn" if column.key == "at_risk" and row.kind != "total" else self.base(row)
        if column.key == "counted" and row.kind == "group":
            style = "strong"
        return styled(locale.amount(cents, self.scale), width, style, right=True)

    def cents(self, row: Row, name: str) -> int | None:
        """An amount of a row, of a line only what its group's subtotal adds up."""
        if row.line is None:
            found: int | None = getattr(row.total, name, None)
            return found
        line = row.line
        if name == "at_risk":
            return line.at_risk
        if name in ("counted", "secured"):
            sure = SURE["secured" if name == "secured" else self.certainty]
            return line.counted if counts(line, sure) else 0
        return stated(line, name, self.certainty)

    def _lines(self) -> Iterator[str]:
        """With exact amounts, whatever is shown, and the totals."""
        exact = self.context.exact
        yield "\t".join(column.title for column in self.columns if column.key != "status")
        for row in (*self.rows, *self.foot):
            if row.kind != "heading":
                name = row.line.project.title if row.line is not None else self.name_of(row)
                count = str(row.total.lines) if row.total is not None else ""
                yield "\t".join([name, count, *(exact(self.cents(row, measure)) for measure in MEASURES)])

    def _label(self, row: Row, width: int) -> Parts:
        context, glyphs = self.context, self.context.glyphs
        if row.line is not None:
            line = row.line
            style = "muted" if line.certainty == "lost" else "text"
            said = line.project.title if self.by == "source" else f"{line.project.title} · {line.source.name}"
            return ((f"  {glyphs.certainty[line.certainty]} ", style), (fit(said, max(1, width - 4)), style))
        if row.kind == "heading":
            return ((fit(context.basis(row.currency, self.scale, taxed=False), width), "heading"),)
        if row.kind == "total":
            return ((fit(self.name_of(row), width), "total"),)
        sign = glyphs.open if self.key(row) in self.opened else glyphs.folded
        return ((f"{sign} ", "muted"), (fit(self.name_of(row), width - 2), "text"))

    def name_of(self, row: Row) -> str:
        """A group's or a total's name in words."""
        total, locale = row.total, self.context.locale
        if row.kind == "total" or total is None:
            unit = locale.unit(row.currency)
            return locale.text("Total {currency}", currency=unit) if len(self.foot) > 1 else locale.text("Total")
        if self.by == "certainty":
            return f"{self.context.glyphs.certainty[total.key]} {locale.word('certainty', total.key)}"
        if self.by == "level":
            return locale.word("level", total.key)
        return total.label or locale.text("no funder named")


class PlanTable(Table):
    """From cost to own funding, at each certainty; the one that is chosen stands out."""

    def __init__(self, context: Context) -> None:
        super().__init__(id="plan")
        self.can_focus = False
        self.context, self.scale, self.several = context, 1_000, False

    def fill(self, plans: dict[str, dict[str, Plan]]) -> None:
        context, locale, text = self.context, self.context.locale, self.context.locale.text
        rows = [(code, certainty, plan) for code, some in plans.items() for certainty, plan in some.items()]
        self.several = len(plans) > 1
        self.scale = context.scale_of(max((abs(plan.cost) for _code, _certainty, plan in rows), default=0))
        basis = "" if self.several else context.basis(next(iter(plans), ""), self.scale)
        self.caption = ((text("Financing plan"), "accent"), (f", {basis}" if basis else "", "muted"))
        titles = (
            ("cost", text("Cost"), 5), ("grants", "− " + text("Grants"), 2), ("net_cost", "= " + text("Net cost"), 0),
            ("vat_refund", "− " + text("VAT refund"), 4), ("net_of_refund", "= " + text("after VAT refund"), 0),
            ("loans", "− " + text("Loans"), 3), ("own_funding", "= " + text("Own funding"), 0),
        )  # fmt: skip
        columns = [Column("label", "", 15 if self.several else 12, grow=1, sorts=False, most=24)]
        for key, title, rank in titles:
            size = max((width_of(locale.amount(getattr(row[2], key), self.scale)) for row in rows), default=0)
            columns.append(Column(key, title, max(width_of(title), size), grow=1, right=True, rank=rank, most=20))
        self.columns = tuple(columns)
        self.load(rows)
        self.refresh(layout=True)

    def key(self, row: tuple[str, str, Plan]) -> None:
        """None: nothing of it can be opened."""
        del row

    def base(self, row: tuple[str, str, Plan]) -> str:
        return "strong" if row[1] == self.context.choice.certainty else "muted"

    def cell(self, row: tuple[str, str, Plan], column: Column, width: int) -> str | Parts:
        del width
        code, certainty, plan = row
        locale, glyphs = self.context.locale, self.context.glyphs
        if column.key == "label":
            mark = glyphs.into if certainty == self.context.choice.certainty else " "
            unit = f" {locale.unit(code, self.scale)}" if self.several else ""
            return f"{mark}{glyphs.certainty[certainty]} {locale.word('certainty', certainty)}{unit}"
        return locale.amount(getattr(plan, column.key), self.scale)


class LineList(Table):
    """Funding lines in a list of one purpose: enter opens the project."""

    opens_on_click = False
    shows_cursor_always = False

    def __init__(self, context: Context, id: str) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id, headed=False)
        self.context = context
        self.currencies: dict[int, str] = {}

    def key(self, row: FundingLine) -> Hashable:
        return row.project.town, row.project.key, row.line

    def brief(self, row: FundingLine, cents: int) -> str:
        """An amount in its town's currency."""
        return self.context.locale.brief(cents, self.currencies.get(row.project.town, ""))


class DeadlineList(LineList):
    """What must be spent or claimed by when; what was missed first."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "deadlines")

    def key(self, row: FundingLine) -> Hashable:
        """A line may stand twice: to spend by, to claim by."""
        return row.project.town, row.project.key, row.line, row.deadline_of

    def fill(self, lines: list[FundingLine], missed: int, currencies: dict[int, str]) -> None:
        """`missed` of the lines are of a deadline that is past."""
        locale, text = self.context.locale, self.context.locale.text
        self.currencies = currencies
        late = locale.plural("{n} missed", "{n} missed", missed)
        ahead = locale.plural("{n} ahead", "{n} ahead", len(lines) - missed)
        self.caption = (
            (text("Deadlines"), "accent"),
            (f"  {late}" if missed else "", "bad"),
            (f"  {ahead}" if lines else "", "muted"),
        )
        kind = max(width_of(text("spend by")), width_of(text("claim by")))
        self.columns = (
            Column("sign", "", 1), Column("day", "", 10), Column("kind", "", kind, rank=2),
            Column("project", "", 12, grow=3), Column("source", "", 12, grow=2, rank=4),
            Column("left", "", 8, right=True), Column("amount", "", 7, right=True, rank=3),
        )  # fmt: skip
        self.load(lines, note=((text("no deadline"), "muted"),))

    def cell(self, row: FundingLine, column: Column, width: int) -> str | Parts:
        context, locale, days = self.context, self.context.locale, row.days_left or 0
        style = "bad" if days < 0 else "warn" if days <= DEADLINE_DAYS else "text"
        if column.key == "sign":
            return styled(context.glyphs.due["late" if days < 0 else "planned"], width, style)
        if column.key == "day":
            return styled(locale.date(row.deadline), width, style)
        if column.key == "kind":
            said = locale.text("spend by") if row.deadline_of == "spend_by" else locale.text("claim by")
            return styled(said, width, "muted")
        if column.key == "left":
            return styled(locale.days(days), width, style, right=True)
        if column.key == "source":
            return styled(row.source.name, width, "muted")
        return row.project.title if column.key == "project" else self.brief(row, row.unreceived)


class AtRisk(NamedTuple):
    """What lines at risk come to, by currency, in cents; and the reasons that there are."""

    cents: dict[str, int]
    reasons: frozenset[str]

    @classmethod
    def of(cls, lines: list[FundingLine], currencies: dict[int, str]) -> "AtRisk":
        """In the order in which the lines have them."""
        sums: dict[str, int] = {}
        for line in lines:
            code = currencies.get(line.project.town, "")
            sums[code] = sums.get(code, 0) + line.at_risk
        return cls(sums, frozenset(line.reason for line in lines))


class RiskList(LineList):
    """Money at risk and why, the most first."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "risks")

    def fill(self, lines: list[FundingLine], at_risk: AtRisk, currencies: dict[int, str]) -> None:
        locale, text = self.context.locale, self.context.locale.text
        self.currencies = currencies
        said = " + ".join(locale.brief(cents, code) for code, cents in at_risk.cents.items())
        count = locale.plural("{n} line", "{n} lines", len(lines))
        why = max((width_of(locale.word("risk", reason)) for reason in at_risk.reasons), default=0)
        self.caption = ((text("At risk"), "accent"), (f"  {said}, {count}" if lines else "", "muted"))
        self.columns = (
            Column("amount", "", 8, right=True), Column("why", "", 13, grow=2, most=why),
            Column("project", "", 14, grow=3), Column("source", "", 14, grow=2, rank=4),
        )  # fmt: skip
        self.load(lines, note=((text("nothing is at risk"), "muted"),))

    def cell(self, row: FundingLine, column: Column, width: int) -> str | Parts:
        if column.key == "amount":
            return styled(self.brief(row, row.at_risk), width, "warn", right=True)
        if column.key == "why":
            return self.context.locale.word("risk", row.reason)
        if column.key == "source":
            return styled(row.source.name, width, "muted")
        return row.project.title
