"""A project's page: everything of it, read down; enter goes to its neighbours, to a problem's line, to the file."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar, NamedTuple, Self

from textual import on
from textual.events import ScreenResume
from textual.widget import Widget

from citydash.figures.problems import problems_of
from citydash.figures.project import ProjectSheet, find_project, sheet_of
from citydash.figures.projects import Project
from citydash.figures.stale import stale
from citydash.figures.view import View
from citydash.files.problems import Problem
from citydash.tui import sheet_history, sheet_lines, sheet_money, sheet_notes
from citydash.tui.context import Context
from citydash.tui.screens.frame import Frame
from citydash.tui.sheet_history import Life, life_of
from citydash.tui.state import Place
from citydash.tui.stylesheet import catch_up
from citydash.tui.widgets.boxes import Row
from citydash.tui.widgets.page import Line, Page
from citydash.tui.widgets.rows import Rows

WIDEST = 124
"""Cells that a line takes at most: longer ones are hard to follow from label to amount."""
SIDE_BY_SIDE = 170
"""Cells of a window from which on money stands beside the rest."""


class Sheet(NamedTuple):
    """A project's sheet with its problems, its neighbours by id, where it stands in its file; its history last."""

    sheet: ProjectSheet
    problems: tuple[Problem, ...]
    near: dict[str, Project]
    place: Place
    life: Life | None = None


Section = Callable[[Context, Sheet, int], list[Line]]


def _identity(context: Context, found: Sheet, width: int) -> list[Line]:
    sheet, p, place = found.sheet, found.sheet.project, found.place
    lines = sheet_lines.identity(context, p, sheet.portfolio_title, sheet.lead, width, sheet.pillar)
    target = ("line", *place)
    file = sheet_lines.field(context.locale.text("File"), ((f"{place.path}:{place.line}", "link"),))
    dates = [*sheet_lines.dates(context, p, width), *sheet_history.badge(context, found.life)]
    return [*lines, *dates, file._replace(target=target)]


def _progress(context: Context, found: Sheet, width: int) -> list[Line]:
    sheet = found.sheet
    bars = sheet_lines.progress(context, sheet.project, sheet.currency, width)
    return [Line(), *bars, *sheet_lines.value(context, sheet, width)]


def _of_sheet(section: Callable[[Context, ProjectSheet, int], list[Line]]) -> Section:
    return lambda context, found, width: section(context, found.sheet, width)


WHAT: tuple[Section, ...] = (
    _identity,
    _progress,
    lambda context, found, width: sheet_notes.problems(context, found.problems, found.sheet.currency, width),
    _of_sheet(sheet_lines.milestones),
    lambda context, found, width: sheet_notes.neighbours(context, found.sheet, found.near, width),
    _of_sheet(sheet_notes.risks),
    _of_sheet(sheet_notes.data),
    _of_sheet(sheet_notes.notes),
    lambda context, found, width: sheet_history.history(context, found.life, found.sheet.currency, width),
)
"""What, when and with whom, as read down; then how it came to be so."""
MONEY: tuple[Section, ...] = tuple(
    _of_sheet(section) for section in (sheet_money.budget, sheet_money.funding, sheet_money.plan, sheet_money.induced)
)
PLACE_OF_MONEY = 4
"""Where it is read in one column: after the milestones."""


class SheetPage(Page):
    """Some sections of the page."""

    def __init__(self, context: Context, id: str) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id)
        self.context = context
        self.sections: tuple[Section, ...] = ()
        self.found: Sheet | None = None

    def write(self, width: int) -> list[Line]:
        if self.found is None:
            return []
        width = min(width, WIDEST)
        lines = [line for section in self.sections for line in section(self.context, self.found, width)]
        return [*lines, Line()]


class ProjectScreen(Frame):
    """The page of one project, whatever snapshot is loaded: `key` is town/id. The application keeps it, and tells it
    what it is about each time it is opened: to make its widgets took longer than to paint them.
    """

    CSS_PATH = "project.tcss"
    room: ClassVar[str] = "project"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.key = ""
        self.found: Sheet | None = None

    def about(self, key: str) -> Self:
        """The project that is shown when it opens, from its top."""
        self.key, self.wanted, self.found, self.results = key, None, None, []
        if self.is_mounted:
            if self.types_filter:
                self.leave_filter()
            self.divide()
            for page in self.pages:
                page.to_top()
            self.set_focus(self.pages[0])
        return self

    def on_screen_resume(self, event: ScreenResume) -> None:
        catch_up(self)
        super().on_screen_resume(event)

    def body(self) -> Iterable[Widget]:
        yield Row(SheetPage(self.context, "sheet"), SheetPage(self.context, "money"), id="body")

    @property
    def pages(self) -> list[SheetPage]:
        """What, and beside it or in it the money."""
        return list(self.query(SheetPage))

    @property
    def page(self) -> SheetPage:
        """The page that has the keys."""
        return self.focused if isinstance(self.focused, SheetPage) else self.pages[0]

    def on_resize(self) -> None:
        self.divide()

    def divide(self) -> None:
        """Two columns in a wide window, else all of it in one."""
        sheet, money = self.pages
        wide = self.size.width >= SIDE_BY_SIDE
        money.display = wide
        sheet.sections = WHAT if wide else (*WHAT[:PLACE_OF_MONEY], *MONEY, *WHAT[PLACE_OF_MONEY:])
        money.sections = MONEY if wide else ()
        for page in (sheet, money):
            page.found = self.found
            page.rewrite()

    def asked(self) -> str:
        return self.key

    def collect(self, view: View, asked: Any) -> Iterator[Any]:
        p = find_project(view, asked)
        sheet = sheet_of(view, p)
        sheet = sheet._replace(portfolio_title=view.names.label(p.town, sheet.portfolio_title))  # with its town
        keys = {*sheet.depends_on, *sheet.needed_by}
        near = {other.key: other for other in view.every_project if other.town == p.town and other.key in keys}
        session = self.dashboard.session
        found = Sheet(sheet, tuple(problems_of(view, p)), near, session.place_of(p))
        yield found
        days = stale(view, [p]).get((p.town, p.key), 0)
        told = session.stories_until(view.snapshot)
        yield found._replace(life=life_of(told, view.names.town_key(p.town), p.key, days))

    def show(self, result: Any) -> None:
        self.found = result
        self.divide()

    @on(Rows.Opened)
    async def _opened(self, message: Rows.Opened) -> None:
        message.stop()
        kind, *target = message.row.target
        if kind == "project":
            town = self.key.rpartition("/")[0]
            await self.dashboard.open_page(f"{town}/{target[0]}")
        else:
            await self.dashboard.show_excerpt(Place(*target))

    def project(self) -> Project | None:
        return self.found.sheet.project if self.found else None

    def place(self) -> Place | None:
        if self.found is None:
            return None
        row = self.page.current
        if row is not None and row.target[0] == "line":
            return Place(*row.target[1:])
        return self.found.place

    def saves(self) -> tuple[str, ...]:
        certainty = self.context.choice._replace(where="").arguments
        return "report", "project", self.key, *certainty

    def copied(self) -> str:
        if self.found is None:
            return ""
        lines = [line for section in (*WHAT, *MONEY) for line in section(self.context, self.found, 100)]
        return "\n".join("".join(text for text, _style in line.parts).rstrip() for line in lines)
