"""What `citydash check` says: every problem with its code, place and sentence, and the lines of the file beside it."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, NamedTuple

from textual import on, work
from textual.binding import BindingType
from textual.widget import Widget

from citydash.errors import N_
from citydash.figures.problems import check, place_of
from citydash.figures.projects import Project
from citydash.figures.view import View
from citydash.files.problems import RULES, Problem
from citydash.locale.problems import sentence
from citydash.tui.cells import Part, Parts, wrap
from citydash.tui.clipboard import joined
from citydash.tui.commands import bindings_for
from citydash.tui.context import Context
from citydash.tui.problem_table import GROUPS, ProblemTable
from citydash.tui.screens.frame import Frame
from citydash.tui.source_lines import lines_of, numbered, under
from citydash.tui.state import Place
from citydash.tui.widgets.boxes import Box
from citydash.tui.widgets.painted import Fixed
from citydash.tui.widgets.rows import Rows
from citydash.tui.widgets.table import Table

BY = {"file": N_("by file"), "severity": N_("by severity"), "code": N_("by code")}


class Found(NamedTuple):
    """The problems, how many stand outside of the filter's projects, the projects that they stand in by (file, id), and
    the one currency of their amounts, "" where there are several.
    """

    problems: list[Problem]
    elsewhere: int
    projects: dict[tuple[str, str], Project]
    currency: str


class Detail(Fixed):
    """The problem under the cursor in full, what its code means where that is asked, and the lines around it."""

    def __init__(self, context: Context) -> None:
        super().__init__(id="detail")
        self.context = context
        self.problem: Problem | None = None
        self.currency, self.explained = "", False
        self.file: tuple[str, list[str]] = ("", [])

    def load(self, problem: Problem | None, currency: str, *, explained: bool) -> None:
        self.problem, self.currency, self.explained = problem, currency, explained
        self.repaint()

    def lines(self, width: int) -> list[Parts]:
        problem = self.problem
        if problem is None:
            return []
        said = wrap(sentence(problem, self.context.locale, self.currency), width - 2)
        head: list[Part] = [(" ", "text"), self.context.severity(problem.severity), (f"  {problem.code}", "strong")]
        lines: list[Parts] = [(*head, (f"  {problem.path}:{problem.line}:{problem.column}", "muted"))]
        lines += [((f" {line}", "text"),) for line in said]
        if self.explained:
            page = self.context.locale.text(RULES[problem.code].page)
            lines += [(), *(((f" {line}", "muted"),) for line in wrap(page, width - 2))]
        return [*lines, (), *self._source(problem, width, self.size.height - len(lines) - 1)]

    def _source(self, problem: Problem, width: int, height: int) -> list[Parts]:
        """As many lines of the file as there is room for, the problem's at a third of them."""
        path, line, column = problem.path, problem.line, problem.column
        place, text = Place(path, line, column), self.file[1]
        if not text:
            return [((" " + self.context.locale.text("the file has no lines that can be shown"), "muted"),)]
        first = max(1, min(line - height // 3, len(text) - height + 2))
        found = numbered(self.context, text, first, first + height - 1, place, width)
        pointer = under(text, place, width, "^")
        if pointer is not None and 0 <= line - first < len(found):
            found.insert(line - first + 1, pointer)
        return found


class ProblemsScreen(Frame):
    """The table, and the problem's lines under or beside it."""

    CSS_PATH = "problems.tcss"
    AUTO_FOCUS = "#problems"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (170, "-wide")]  # noqa: RUF012 - typed by Textual
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("problems")
    room: ClassVar[str] = "problems"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.found = Found([], 0, {}, "")
        self.by, self.explained = GROUPS[0], False

    def body(self) -> Iterable[Widget]:
        table = ProblemTable(self.context)
        table.follower = self._show_detail
        yield Box(table, Detail(self.context), id="body")

    @property
    def table(self) -> ProblemTable:
        return self.query_one(ProblemTable)

    @property
    def detail(self) -> Detail:
        return self.query_one(Detail)

    def collect(self, view: View, asked: Any) -> Iterator[Any]:
        del asked
        checked = check(view)
        places = {place_of(problem) for problem in checked.problems}
        projects = {(p.path, p.key): p for p in view.every_project if (p.path, p.key) in places}
        currencies = view.currencies
        yield Found(*checked, projects, currencies[0] if len(currencies) == 1 else "")

    def show(self, result: Any) -> None:
        self.found = result
        self.detail.file = ("", [])
        self.refill()

    def refill(self) -> None:
        """The rows in the grouping and the language of now."""
        found, text = self.found, self.context.locale.text
        note = text("nothing is wrong in the files")
        if self.context.choice.where:
            note = text("nothing is wrong in the projects of the filter")
        self.table.fill(found.problems, self.by, found.currency, self._caption(), note)
        self.detail.display = bool(found.problems)
        self._show_detail()

    def _caption(self) -> Parts:
        found, locale = self.found, self.context.locale
        errors = sum(problem.severity == "error" for problem in found.problems)
        parts: list[Part] = [(locale.text("Problems"), "accent")]
        parts += self.context.counted(errors, len(found.problems) - errors)
        said = []
        if found.problems:
            files = len({problem.path for problem in found.problems})
            said = [locale.plural("{n} file", "{n} files", files), locale.text(BY[self.by])]
        if found.elsewhere:
            said.append(locale.plural("{n} outside of the filter", "{n} outside of the filter", found.elsewhere))
        if self.context.loaded is not None and (lost := self.context.loaded.counts.projects_left_out):
            said.append(locale.plural("{n} project left out", "{n} projects left out", lost))
        return (*parts, ("  " + ", ".join(said), "muted"))

    def _show_detail(self) -> None:
        problem: Problem | None = self.table.current
        if problem is not None and problem.path != self.detail.file[0]:
            self.detail.file = (problem.path, [])
            if self.context.loaded is not None and self.context.loaded.at is not None:
                self._read_file(problem.path)
            else:
                self.detail.file = (problem.path, lines_of(self.dashboard.session.text(problem.path)))
        self.detail.load(problem, self.found.currency, explained=self.explained)

    @work(thread=True, exclusive=True, group="file", exit_on_error=False)
    def _read_file(self, path: str) -> None:
        """Of a file in the past git is asked."""
        lines = lines_of(self.dashboard.session.text(path))
        self.app.call_from_thread(self._take_file, path, lines)

    def _take_file(self, path: str, lines: list[str]) -> None:
        if self.detail.file[0] == path:
            self.detail.file = (path, lines)
            self.detail.repaint()

    # commands

    @on(Rows.Opened, "#problems")
    async def _opened(self, message: Rows.Opened) -> None:
        message.stop()
        place = self.place()
        if place is not None:
            await self.dashboard.show_excerpt(place)

    @on(Table.Sorted, "#problems")
    def _titled(self, message: Table.Sorted) -> None:
        message.stop()
        self.by = message.column
        self.refill()

    def action_group(self) -> None:
        self.by = GROUPS[(GROUPS.index(self.by) + 1) % len(GROUPS)]
        self.refill()

    def action_explain(self) -> None:
        self.explained = not self.explained
        self._show_detail()

    async def action_project(self) -> None:
        project = self.project()
        if project is None:
            self.dashboard.say(self.context.locale.text("this line is in no project that counts"))
        else:
            await self.dashboard.open_project(project)

    def project(self) -> Project | None:
        problem: Problem | None = self.table.current
        return self.found.projects.get(place_of(problem)) if problem is not None else None

    def place(self) -> Place | None:
        problem: Problem | None = self.table.current
        return Place(problem.path, problem.line, problem.column) if problem is not None else None

    def saves(self) -> tuple[str, ...] | None:
        return None if self.context.choice.where else ("check",)

    def remembered(self) -> dict[str, Any]:
        return {"by": self.by, "explained": self.explained}

    def remember(self, kept: dict[str, Any]) -> None:
        self.by = kept["by"] if kept.get("by") in GROUPS else GROUPS[0]
        self.explained = kept.get("explained") is True

    def copied(self) -> str:
        locale, currency = self.context.locale, self.found.currency
        lines = (
            (
                f"{p.path}:{p.line}:{p.column}",
                locale.word("severity", p.severity),
                p.code,
                sentence(p, locale, currency),
            )
            for p in self.table.rows
            if isinstance(p, Problem)
        )
        return joined("\t".join(line) for line in lines)
