"""The lists of the overview: cost by portfolio as bars, what needs attention, what comes in the next 90 days."""

from collections.abc import Hashable
from typing import TYPE_CHECKING, NamedTuple

from citydash.figures.standing import Group, Headline
from citydash.model.rules import DEADLINE_DAYS
from citydash.tui.cells import Parts, fit, width_of
from citydash.tui.context import Context
from citydash.tui.widgets.bars import spending_bar
from citydash.tui.widgets.table import Column, Table, styled

if TYPE_CHECKING:
    from citydash.figures.funding import FundingLine
    from citydash.figures.headline import Overview
    from citydash.figures.milestones import MilestoneLine
    from citydash.figures.projects import Project


class Item(NamedTuple):
    """A line of a list: a sign and three texts. Enter opens the project, or the projects of a filter, or a screen."""

    sign: str
    style: str
    first: str
    second: str
    third: str = ""
    project: "Project | None" = None
    where: str = ""
    screen: str = ""
    heading: bool = False


class Portfolios(Table):
    """Cost by portfolio, the dearest first; enter shows its projects."""

    shows_cursor_always = False

    def __init__(self, context: Context) -> None:
        super().__init__(id="portfolios", headed=False)
        self.context = context
        self.scale, self.most, self.several = 1_000, 1, False

    def show(self, found: Headline) -> None:
        context, text = self.context, self.context.locale.text
        self.most = max((abs(group.cost) for group in found.portfolios), default=1) or 1
        self.scale = context.scale_of(self.most)
        self.several = context.loaded is not None and context.loaded.towns > 1
        currencies = sorted({group.currency for group in found.portfolios})
        basis = " / ".join(context.basis(code, self.scale) for code in currencies) if currencies else ""
        glyphs = context.glyphs
        self.caption = (
            (text("Cost by portfolio, {basis}", basis=basis), "accent"), ("   ", "text"),
            (glyphs.paid, "paid"), (" " + text("paid") + "  ", "muted"),
            (glyphs.committed, "committed"), (" " + text("committed") + "  ", "muted"),
            (glyphs.planned, "planned"), (" " + text("planned"), "muted"),
        )  # fmt: skip
        size = max((len(context.locale.amount(group.cost, self.scale)) for group in found.portfolios), default=5)
        self.columns = (
            Column("title", "", 14, grow=5 if self.several else 2),
            Column("cost", "", max(5, size), right=True),
            Column("bar", "", 10, grow=3),
            Column("share", "", 5, right=True),
        )
        self.load(found.portfolios, note=((text("no project"), "muted"),))
        self.refresh(layout=True)

    def key(self, row: Group) -> Hashable:
        return row.key, row.currency

    def cell(self, row: Group, column: Column, width: int) -> str | Parts:
        locale = self.context.locale
        if column.key == "title":
            return _with_town(row.label, width) if self.several else row.label
        if column.key == "cost":
            return locale.amount(row.cost, self.scale)
        if column.key == "bar":
            return spending_bar(self.context.glyphs, width, self.most, row.cost, row.committed, row.paid)
        return locale.percent(row.paid / row.cost if row.cost else None)


def _with_town(label: str, width: int) -> str:
    """A portfolio's title with its town, the title cut where both are too long: the town tells it from the others."""
    title, _open, town = label.rpartition(" (")
    room = width - width_of(town) - 2
    return label if width_of(label) <= width or room < SHORTEST else f"{fit(title, room)} ({town}"


class Items(Table):
    """A list of `Item`s under a title."""

    shows_cursor_always = False

    def __init__(self, context: Context, id: str) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id, headed=False)
        self.context = context

    def title(self) -> str:
        raise NotImplementedError

    def empty(self) -> str:
        raise NotImplementedError

    def show(self, items: list[Item]) -> None:
        self.caption = ((self.title(), "accent"),)
        third = max((len(item.third) for item in items), default=1)
        self.columns = (
            Column("sign", "", 1),
            Column("first", "", 12, grow=3),
            Column("second", "", 8, grow=2),
            Column("third", "", max(1, third), right=True),
        )
        self.load(items, note=((self.empty(), "muted"),))

    def key(self, row: Item) -> Hashable | None:
        return (
            None
            if row.heading
            else (row.first, row.second, row.project and (row.project.town, row.project.key), row.where)
        )

    def base(self, row: Item) -> str:
        del row
        return "text"

    def cell(self, row: Item, column: Column, width: int) -> str | Parts:
        if row.heading:
            return styled(row.first, width, "muted") if column.key == "first" else styled("", width, "muted")
        if column.key == "sign":
            return styled(row.sign, width, row.style)
        if column.key == "third":
            return styled(row.third, width, row.style, right=True)
        if column.key == "second":
            return styled(row.second, width, "muted")
        return row.first


class Attention(Items):
    """What needs attention now."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "attention")

    def title(self) -> str:
        return self.context.locale.text("Needs attention")

    def empty(self) -> str:
        return self.context.locale.text("nothing is late, missed or above its ceiling")


class Ahead(Items):
    """The next 90 days."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "ahead")

    def title(self) -> str:
        return self.context.locale.text("Next {days} days", days=DEADLINE_DAYS)

    def empty(self) -> str:
        return self.context.locale.text("no milestone and no deadline")


SHORTEST = 8
"""Cells of a title that still says something."""
SHOWN = 8
"""Lines of one kind before the others get their turn; the rest is one line that leads to all of them."""


def attention_items(context: Context, found: "Overview") -> list[Item]:
    """Late milestones, missed deadlines, ceilings exceeded, problems; the worst of each first."""
    locale, glyphs, today = context.locale, context.glyphs, context.today
    text = locale.text
    items = [
        Item(glyphs.error, "bad", m.project.title, m.title, locale.days(_days(m.day, today)), m.project)
        for m in found.late.milestones[:SHOWN]
    ]
    rest = found.late.milestones_in_all - len(items)
    if rest > 0:
        said = locale.plural("and {n} other late milestone", "and {n} other late milestones", rest)
        items.append(Item("", "bad", said, "", "", where="is:late"))
    missed = found.late.deadlines[-SHOWN:][::-1]
    items += [
        Item(
            glyphs.error,
            "bad",
            f.project.title,
            text("deadline missed: {source}", source=f.source.name),
            locale.days(-(f.days_left or 0)),
            f.project,
        )
        for f in missed
    ]
    rest = found.late.deadlines_in_all - len(missed)
    if rest > 0:
        said = locale.plural("and {n} other missed deadline", "and {n} other missed deadlines", rest)
        items.append(Item("", "bad", said, "", "", where="is:at-risk"))
    for use in found.ceilings[:SHOWN]:
        section = locale.word("section", use.section)
        said = text(
            "{share} of the ceiling, {section} {year}", share=locale.percent(use.use), section=section, year=use.year
        )
        amount = "+" + locale.brief(use.overrun, _currency(context, found))
        items.append(Item(glyphs.warning, "warn", use.label, said, amount, screen="budget"))
    if context.loaded is not None and context.loaded.counts.projects_left_out:
        lost = context.loaded.counts.projects_left_out
        said = locale.plural("{n} project left out", "{n} projects left out", lost)
        items.append(
            Item(glyphs.error, "bad", said, text("their files have errors: citydash check"), screen="overview")
        )
    return items


def ahead_items(context: Context, found: "Overview") -> list[Item]:
    """Milestones and deadlines of funding by day."""
    locale, glyphs = context.locale, context.glyphs
    days: list[tuple[str, Item]] = []
    days += [(m.day, _of_milestone(context, m)) for m in found.ahead.milestones]
    for f in found.ahead.deadlines:
        style = "warn" if f.at_risk else "text"
        said = (
            locale.text("to claim: {source}", source=f.source.name)
            if _is_claim(f)
            else locale.text("end of eligibility: {source}", source=f.source.name)
        )
        day = f.deadline or ""
        days.append((day, Item(glyphs.warning, style, f.project.title, said, _day(context, day), f.project)))
    del glyphs
    return [item for _day_of, item in sorted(days, key=lambda pair: pair[0])]


def _of_milestone(context: Context, m: "MilestoneLine") -> Item:
    sign = context.glyphs.milestone["planned"]
    return Item(sign, "text", m.project.title, m.title, _day(context, m.day), m.project)


def _is_claim(line: "FundingLine") -> bool:
    return line.deadline == line.dates.get("claim_by")


def _day(context: Context, day: str) -> str:
    return context.locale.day_month(day) if day[:4] == context.today[:4] else context.locale.date(day)


def _days(first: str, last: str) -> int:
    from citydash.figures.formulas import days_between  # noqa: PLC0415 - beside its only use

    return days_between(first, last)


def _currency(context: Context, found: "Overview") -> str:
    del context
    return next(iter(found.curve), "EUR")
