"""A project's page: everything of it, read down; enter goes to its neighbours, to a problem's line, to the file."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, NamedTuple

from textual import on
from textual.containers import Container
from textual.widget import Widget

from citydash.figures.project import ProjectSheet, find_project, sheet_of
from citydash.figures.projects import Project
from citydash.figures.view import View
from citydash.files.problems import Problem
from citydash.tui import sheet_lines, sheet_money
from citydash.tui.context import Context
from citydash.tui.screens.frame import Frame
from citydash.tui.sentences import problems_of
from citydash.tui.state import Place
from citydash.tui.widgets.page import Line, Page
from citydash.tui.widgets.rows import Rows

WIDEST = 124
"""Cells that a line takes at most: longer ones are hard to follow from label to amount."""


class Sheet(NamedTuple):
    """A project's sheet with its problems, the titles of its neighbours, and where it stands in its file."""

    sheet: ProjectSheet
    problems: tuple[Problem, ...]
    titles: dict[str, str]
    place: Place


class SheetPage(Page):
    """The lines of the page."""

    def __init__(self, context: Context) -> None:
        super().__init__(id="sheet")
        self.context = context
        self.found: Sheet | None = None

    def write(self, width: int) -> list[Line]:
        if self.found is None:
            return []
        width = min(width, WIDEST)
        context, sheet, text = self.context, self.found.sheet, self.context.locale.text
        lines = sheet_lines.identity(context, sheet.project, sheet.portfolio_title, sheet.lead, width)
        lines += sheet_lines.dates(context, sheet.project)
        place = self.found.place
        target = ("line", place.path, place.line)
        lines.append(sheet_lines.field(text("File"), ((f"{place.path}:{place.line}", "link"),))._replace(target=target))
        lines += [Line(), *sheet_lines.progress(context, sheet.project, sheet.currency, width)]
        lines += sheet_lines.problems(context, list(self.found.problems), sheet.currency, width)
        lines += sheet_lines.milestones(context, sheet, width)
        lines += sheet_money.budget(context, sheet, width)
        lines += sheet_money.funding(context, sheet, width)
        lines += sheet_money.plan(context, sheet, width)
        lines += sheet_lines.risks(context, sheet, width)
        lines += self._neighbours(width)
        lines += sheet_lines.about(context, sheet, width)
        return [*lines, Line()]

    def _neighbours(self, width: int) -> list[Line]:
        found, text = self.found, self.context.locale.text
        if found is None or not (found.sheet.depends_on or found.sheet.needed_by):
            return []
        lines = sheet_lines.heading(text("Dependencies"), width=width)
        for label, keys in ((text("Depends on"), found.sheet.depends_on), (text("Needed by"), found.sheet.needed_by)):
            for n, key in enumerate(keys):
                parts = (
                    (
                        f"{self.context.glyphs.link} {found.titles.get(key, key)}",
                        "link" if key in found.titles else "bad",
                    ),
                )
                target = ("project", key) if key in found.titles else None
                lines.append(sheet_lines.field("" if n else label, parts)._replace(target=target))
        return lines


class ProjectScreen(Frame):
    """The page of one project, whatever snapshot is loaded: `key` is town/id."""

    CSS_PATH = "project.tcss"
    room: ClassVar[str] = "project"

    def __init__(self, context: Context, key: str) -> None:
        super().__init__(context)
        self.key = key
        self.found: Sheet | None = None

    def body(self) -> Iterable[Widget]:
        yield Container(SheetPage(self.context), id="body")

    def asked(self) -> str:
        return self.key

    def collect(self, view: View, asked: Any) -> Iterator[Any]:
        p = find_project(view, asked)
        sheet = sheet_of(view, p)
        near = {*sheet.depends_on, *sheet.needed_by}
        titles = {other.key: other.title for other in view.every_project if other.town == p.town and other.key in near}
        yield Sheet(sheet, tuple(problems_of(view.snapshot, p)), titles, self.dashboard.session.place_of(p))

    def show(self, result: Any) -> None:
        self.found = result
        page = self.query_one(SheetPage)
        page.found = result
        page.rewrite()

    @on(Rows.Opened)
    async def _opened(self, message: Rows.Opened) -> None:
        message.stop()
        kind, *target = message.row.target
        if kind == "project":
            town = self.key.rpartition("/")[0]
            await self.app.push_screen(ProjectScreen(self.context, f"{town}/{target[0]}"))
        else:
            await self.dashboard.show_excerpt(Place(*target))

    def project(self) -> Project | None:
        return self.found.sheet.project if self.found else None

    def place(self) -> Place | None:
        if self.found is None:
            return None
        page = self.query_one(SheetPage)
        row = page.current
        if row is not None and row.target[0] == "line":
            return Place(*row.target[1:])
        return self.found.place

    def copied(self) -> str:
        page = self.query_one(SheetPage)
        return "\n".join("".join(text for text, _style in line.parts).rstrip() for line in page.write(100))
