"""The lists of the overview: what needs attention, what comes in the next 90 days; every line leads somewhere."""

from collections.abc import Hashable
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from textual.strip import Strip

from citydash.figures.formulas import days_between
from citydash.locale.problems import what
from citydash.model.rules import DEADLINE_DAYS
from citydash.tui.cells import Parts, fit
from citydash.tui.context import Context
from citydash.tui.state import Place
from citydash.tui.widgets.table import Column, Table, styled

if TYPE_CHECKING:
    from citydash.figures.funding import FundingLine
    from citydash.figures.problems import Worst
    from citydash.figures.projects import Project
    from citydash.figures.summary import Overview


class Item(NamedTuple):
    """A line of a list: a sign and three texts. Enter opens the project, a file's line, the projects of a filter, or a
    screen.
    """

    sign: str
    style: str
    first: str
    second: str
    third: str = ""
    project: "Project | None" = None
    place: Place | None = None
    where: str = ""
    screen: str = ""


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
            Column("first", "", 12, grow=5),
            Column("second", "", 12, grow=4),
            Column("third", "", max(1, third), right=True),
        )
        self.load(items, note=((self.empty(), "muted"),))

    def key(self, row: Item) -> Hashable:
        return row.first, row.second, row.place, row.project and (row.project.town, row.project.key)

    def row_strip(self, row: Item, width: int, base: str) -> Strip:
        """A line of one text takes the whole width."""
        if row.second or row.third:
            return super().row_strip(row, width, base)
        said = fit(row.first, max(1, width - 5))
        return self.strip(((f" {row.sign or ' '}  ", row.style), (said, base)), width, base)

    def cell(self, row: Item, column: Column, width: int) -> str | Parts:
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
    """The milestones and the calls of the next 90 days."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "ahead")

    def title(self) -> str:
        return self.context.locale.text("Next milestones, {days} days", days=DEADLINE_DAYS)

    def empty(self) -> str:
        return self.context.locale.text("no milestone and no call that closes")


SHOWN = 8
"""Lines of one kind before the others get their turn; the rest is one line that leads to all of them."""
PROBLEMS = STALE = 4
"""Likewise of problems, and of what is stale."""


class Lists(NamedTuple):
    """What the lists are made from, each town's currency, and the one of all towns, "" where they have several."""

    found: "Overview"
    problems: "Worst"
    currencies: dict[int, str]
    stale: "tuple[tuple[Project, int], ...]" = ()
    """The projects under way that nobody has kept up, the longest first, and the days of that."""
    lead: str = ""
    """A department's id, for an example."""

    @property
    def currency(self) -> str:
        codes = set(self.currencies.values())
        return codes.pop() if len(codes) == 1 else ""


def attention_items(context: Context, lists: Lists) -> list[Item]:
    """Late milestones, deadlines missed and near, ceilings exceeded, what nobody keeps up, what is wrong in the files;
    the worst of each first.
    """
    loaded = context.loaded
    if loaded is not None and not loaded.projects and not loaded.counts.errors and not context.choice.where:
        return _first_steps(context, lists.lead)
    money = [*_deadlines(context, lists), *_ceilings(context, lists)]
    return [*_late(context, lists), *money, *_stale(context, lists), *_problems(context, lists)]


def _first_steps(context: Context, lead: str) -> list[Item]:
    """Of a town without projects: what to write, the least that a portfolio may hold."""
    text = context.locale.text
    said = text("A first portfolio, in sensors.toml:")
    portfolio, project = text("Sensors"), text("LED street lights")
    lines = (
        "[portfolio]", f'title = "{portfolio}"', 'pillar = "data"',
        "[project.led]", f'title = "{project}"', 'status = "idea"', f'lead = "{lead}"',
    )  # fmt: skip
    return [Item("", "text", said, ""), *(Item("", "strong", line, "") for line in lines)]


def _late(context: Context, lists: Lists) -> list[Item]:
    found, glyphs, locale = lists.found.late, context.glyphs, context.locale
    items = [
        Item(
            glyphs.error, "bad", m.project.title, m.title, locale.days(days_between(m.day, context.today)), m.project
        )
        for m in found.milestones[:SHOWN]
    ]  # fmt: skip
    if (rest := found.milestones_in_all - len(items)) > 0:
        said = locale.plural("and {n} other late milestone", "and {n} other late milestones", rest)
        items.append(Item("", "bad", said, "", where="is:late"))
    return items


def _deadlines(context: Context, lists: Lists) -> list[Item]:
    """Those missed, then those of the next 90 days with the days that are left."""
    late, ahead = lists.found.late, lists.found.ahead
    plural, glyphs = context.locale.plural, context.glyphs
    items = [_deadline(context, f, glyphs.error, "bad") for f in late.deadlines[:SHOWN]]
    if (rest := late.deadlines_in_all - len(items)) > 0:
        said = plural("and {n} other missed deadline", "and {n} other missed deadlines", rest)
        items.append(Item("", "bad", said, "", where="is:at-risk"))
    soon = [_deadline(context, f, glyphs.warning, "warn" if f.at_risk else "text") for f in ahead.deadlines[:SHOWN]]
    if (rest := ahead.deadlines_in_all - len(soon)) > 0:
        said = plural("and {n} other deadline", "and {n} other deadlines", rest)
        soon.append(
            Item("", "text", said, context.locale.text("within {days} days", days=DEADLINE_DAYS), screen="agenda")
        )
    return items + soon


def _deadline(context: Context, line: "FundingLine", sign: str, style: str) -> Item:
    text, source, days = context.locale.text, line.source.name, line.days_left or 0
    if days < 0:
        said = text("missed: {source}", source=source)
    elif line.deadline_of == "claim_by":
        said = text("to claim: {source}", source=source)
    else:
        said = text("to spend: {source}", source=source)
    shown = context.locale.days(-days) if days < 0 else context.locale.days(days).lstrip("+")
    return Item(sign, style, line.project.title, said, shown, line.project)


def _ceilings(context: Context, lists: Lists) -> list[Item]:
    locale, over = context.locale, lists.found.ceilings
    items = []
    for use in over[:SHOWN]:
        section, share = locale.word("section", use.section), locale.percent(use.use)
        said = locale.text("{share} of the ceiling, {section} {year}", share=share, section=section, year=use.year)
        amount = "+" + locale.brief(use.overrun, lists.currencies.get(use.town, ""))
        items.append(Item(context.glyphs.warning, "warn", use.label, said, amount, screen="budget"))
    if (rest := len(over) - len(items)) > 0:
        said = locale.plural("and {n} other ceiling exceeded", "and {n} other ceilings exceeded", rest)
        items.append(Item("", "warn", said, "", screen="budget"))
    return items


def _stale(context: Context, lists: Lists) -> list[Item]:
    """Under way, and unchanged for long."""
    locale, sign = context.locale, context.glyphs.stale
    items = [
        Item(sign, "warn", p.title, locale.text("unchanged"), locale.days(days).lstrip("+"), p)
        for p, days in lists.stale[:STALE]
    ]
    if (rest := len(lists.stale) - len(items)) > 0:
        said = locale.plural("and {n} other stale project", "and {n} other stale projects", rest)
        items.append(Item("", "warn", said, "", where="is:stale"))
    return items


def _problems(context: Context, lists: Lists) -> list[Item]:
    """The first problems of the files, each to be opened at its line; then the way to all of them."""
    locale, found = context.locale, lists.problems
    items = []
    if context.loaded is not None and (lost := context.loaded.counts.projects_left_out):
        said = locale.plural("{n} project left out", "{n} projects left out", lost)
        items.append(Item(context.glyphs.error, "bad", said, locale.text("their files have errors"), screen="problems"))
    for problem in found.first:
        sign, style = context.severity_sign(problem.severity)
        name = f"{problem.path}:{problem.line}"
        place = Place(problem.path, problem.line, problem.column)
        items.append(Item(sign, style, name, what(problem, locale, lists.currency), "", place=place))
    if (rest := found.errors + found.warnings - len(found.first)) > 0:
        said = locale.plural("and {n} other problem", "and {n} other problems", rest)
        items.append(Item("", "warn", said, "", screen="problems"))
    return items


def ahead_items(context: Context, lists: Lists) -> list[Item]:
    """Milestones by day, and the calls that close."""
    text, glyphs, found = context.locale.text, context.glyphs, lists.found
    sign = glyphs.milestone["planned"]
    days = [
        (m.day, Item(sign, "text", m.project.title, m.title, _day(context, m.day), m.project))
        for m in found.ahead.milestones
    ]
    for source in found.calls:
        day, where = source.closes or "", f"source:{source.key}"
        days.append(
            (day, Item(glyphs.warning, "text", source.name, text("call closes"), _day(context, day), where=where))
        )
    items = [item for _day_of, item in sorted(days, key=itemgetter(0))]
    if (rest := found.ahead.milestones_in_all - len(found.ahead.milestones)) > 0:
        said = context.locale.plural("and {n} other milestone", "and {n} other milestones", rest)
        items.append(Item("", "text", said, "", screen="agenda"))
    return items


def _day(context: Context, day: str) -> str:
    return context.locale.day_month(day) if day[:4] == context.today[:4] else context.locale.date(day)
