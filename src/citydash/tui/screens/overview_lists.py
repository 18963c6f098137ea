"""The lists of the overview: cost by portfolio as bars, what needs attention, what comes in the next 90 days."""

from collections.abc import Hashable
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from citydash.figures.formulas import days_between
from citydash.figures.standing import Group, Headline
from citydash.model.rules import DEADLINE_DAYS
from citydash.tui.cells import Parts, fit, width_of
from citydash.tui.context import Context
from citydash.tui.widgets.bars import spending_bar
from citydash.tui.widgets.table import Column, Table, styled

if TYPE_CHECKING:
    from citydash.figures.headline import Overview
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


class Lists(NamedTuple):
    """What the lists are made from, and each town's currency."""

    found: "Overview"
    currencies: dict[int, str]


def attention_items(context: Context, lists: Lists) -> list[Item]:
    """Late milestones, missed deadlines, ceilings exceeded, projects left out; the worst of each first."""
    locale, text, found = context.locale, context.locale.text, lists.found
    items = [
        _late(context, m.project, m.title, days_between(m.day, context.today)) for m in found.late.milestones[:SHOWN]
    ]
    if (rest := found.late.milestones_in_all - len(items)) > 0:
        said = locale.plural("and {n} other late milestone", "and {n} other late milestones", rest)
        items.append(Item("", "bad", said, "", where="is:late"))
    for f in found.late.deadlines[:SHOWN]:
        said = text("deadline missed: {source}", source=f.source.name)
        items.append(_late(context, f.project, said, -(f.days_left or 0)))
    if (rest := found.late.deadlines_in_all - len(found.late.deadlines[:SHOWN])) > 0:
        said = locale.plural("and {n} other missed deadline", "and {n} other missed deadlines", rest)
        items.append(Item("", "bad", said, "", where="is:at-risk"))
    for use in found.ceilings[:SHOWN]:
        section, share = locale.word("section", use.section), locale.percent(use.use)
        said = text("{share} of the ceiling, {section} {year}", share=share, section=section, year=use.year)
        amount = "+" + locale.brief(use.overrun, lists.currencies.get(use.town, ""))
        items.append(Item(context.glyphs.warning, "warn", use.label, said, amount, screen="budget"))
    if context.loaded is not None and (lost := context.loaded.counts.projects_left_out):
        said = locale.plural("{n} project left out", "{n} projects left out", lost)
        items.append(Item(context.glyphs.error, "bad", said, text("their files have errors: citydash check")))
    return items


def _late(context: Context, project: "Project", what: str, days: int) -> Item:
    return Item(context.glyphs.error, "bad", project.title, what, context.locale.days(days), project)


def ahead_items(context: Context, lists: Lists) -> list[Item]:
    """Milestones and deadlines of funding by day."""
    text, glyphs, ahead = context.locale.text, context.glyphs, lists.found.ahead
    sign = glyphs.milestone["planned"]
    days = [
        (m.day, Item(sign, "text", m.project.title, m.title, _day(context, m.day), m.project)) for m in ahead.milestones
    ]
    for f in ahead.deadlines:
        day, source = f.deadline or "", f.source.name
        if day == f.dates.get("claim_by"):
            said = text("to claim: {source}", source=source)
        else:
            said = text("end of eligibility: {source}", source=source)
        style = "warn" if f.at_risk else "text"
        days.append((day, Item(glyphs.warning, style, f.project.title, said, _day(context, day), f.project)))
    return [item for _day_of, item in sorted(days, key=itemgetter(0))]


def _day(context: Context, day: str) -> str:
    return context.locale.day_month(day) if day[:4] == context.today[:4] else context.locale.date(day)
