"""The budget by any two axes, and down: a row's projects, a project's lines, the file.

Each depth sums to the row that it came from.
"""

from collections.abc import Hashable, Iterable, Iterator
from typing import Any, ClassVar, NamedTuple

from textual import on
from textual.binding import BindingType
from textual.containers import Container
from textual.widget import Widget

from citydash.figures.alerts import CeilingUse, ceilings
from citydash.figures.drill import by_project, of_project
from citydash.figures.explain import Explanation
from citydash.figures.project import find_project
from citydash.figures.projects import Project
from citydash.figures.rollup import NET_COST, Rollup, rollup
from citydash.figures.view import View
from citydash.model.fiscal import fiscal_year
from citydash.model.words import MONEY_IN
from citydash.tui.budget_state import Asked, Crumb, folded, window, years_of
from citydash.tui.budget_table import LineTable, PivotTable, scale_of, years_that_fit
from citydash.tui.cells import Part, Parts, fit, width_of
from citydash.tui.commands import bindings_for
from citydash.tui.context import Context
from citydash.tui.screens.frame import Frame
from citydash.tui.state import Place
from citydash.tui.widgets.painted import Fixed
from citydash.tui.widgets.rows import Rows

LINES = 2
"""The last depth: a file's lines, each to the cent."""


class Pivot(NamedTuple):
    """A roll-up, one block a currency, with the ceilings that bind its rows."""

    asked: Asked
    blocks: list[Rollup]
    ceilings: list[CeilingUse]
    year: int


class Lines(NamedTuple):
    """The lines of a project's file behind one amount."""

    asked: Asked
    found: Explanation | None
    project: Project


class Crumbs(Fixed):
    """Where one is, and what is counted."""

    DEFAULT_CSS = "Crumbs { height: 1; }"

    def __init__(self, context: Context) -> None:
        super().__init__(id="crumbs")
        self.context = context
        self.asked = Asked()
        self.currencies: tuple[str, ...] = ()
        self.scale = 1_000

    def lines(self, width: int) -> list[Parts]:
        context, asked, locale, text = self.context, self.asked, self.context.locale, self.context.locale.text
        sign = f" {context.glyphs.into} "
        parts: list[Part] = [(text("Budget"), "accent")]
        for crumb in asked.crumbs:
            parts += [(sign, "muted"), (context.row_label(crumb.label), "strong")]
        if asked.depth < LINES:
            rows = locale.word("axis", asked.rows if not asked.crumbs else "project").lower()
            parts += [(sign, "muted"), (f"{rows} × {locale.word('axis', asked.columns).lower()}", "text")]
        measure = "" if asked.columns == "stage" else locale.word("measure", asked.measure)
        section = locale.word("section", asked.section) if asked.section else text("both sections")
        if asked.measure == NET_COST:
            section = ""
        taxed, basis = asked.measure not in MONEY_IN, ""
        if len(self.currencies) == 1 and asked.depth < LINES:
            basis = context.basis(self.currencies[0], self.scale, taxed=taxed)
        said = ", ".join(part for part in (measure, section, basis) if part)
        parts += [(sign, "muted"), (said, "text")]
        right = f"{locale.word('axis', 'certainty').lower()} : {locale.word('certainty', context.choice.certainty)}"
        if locale.language == "en":
            right = right.replace(" :", ":")
        if asked.measure not in (*MONEY_IN, NET_COST):
            right = ""
        return [_squeezed(parts, right, width)]


def _squeezed(parts: list[Part], right: str, width: int) -> Parts:
    """The path with its names cut evenly where it is too long, and a note at the right where there is room."""
    room = width - (width_of(right) + 3 if right else 0)
    size = sum(width_of(text) for text, _style in parts)
    while size > room:
        longest = max(range(len(parts)), key=lambda n: width_of(parts[n][0]))
        text, style = parts[longest]
        if width_of(text) <= 12:
            break
        parts[longest] = (fit(text, max(12, width_of(text) - (size - room))), style)
        size = sum(width_of(text) for text, _style in parts)
    return (*parts, (" " * max(1, width - size - width_of(right)), "text"), (right, "muted"))


class BudgetScreen(Frame):
    """The pivot and what stands under it."""

    CSS_PATH = "budget.tcss"
    AUTO_FOCUS = "#pivot"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("budget")
    room: ClassVar[str] = "budget"
    keeps = 8

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.now = Asked()
        self.start: int | None = None
        self.years: tuple[int, int] | None = None
        """The window of years; None where all have room."""
        self.came_from: list[Hashable] = []
        self.returning: Hashable | None = None
        self.shown: Pivot | Lines | None = None

    def body(self) -> Iterable[Widget]:
        yield Container(Crumbs(self.context), PivotTable(self.context), LineTable(self.context), id="body")

    @property
    def pivot(self) -> PivotTable:
        return self.query_one(PivotTable)

    @property
    def line_table(self) -> LineTable:
        return self.query_one(LineTable)

    def asked(self) -> Asked:
        return self.now

    def collect(self, view: View, asked: Any) -> Iterator[Any]:
        request = asked.request
        if asked.depth == 0:
            has_ceilings = asked.rows == "department" and asked.columns == "year" and asked.measure == "planned"
            uses = (
                [use for use in ceilings(view) if not asked.section or use.section == asked.section]
                if has_ceilings
                else []
            )
            yield Pivot(asked, rollup(view, request), uses, self._this_year(view))
        elif asked.depth == 1:
            yield Pivot(asked, by_project(view, request, asked.crumbs[0].key), [], self._this_year(view))
        else:
            project = find_project(view, asked.crumbs[-1].key)
            found = of_project(view, request, asked.crumbs[0].key, project)
            yield Lines(asked, next((one for one in found if one.lines), None), project)

    @staticmethod
    def _this_year(view: View) -> int:
        starts = [town.fiscal_year_start for town in view.names.towns.values()]
        return fiscal_year(view.today, min(starts, default=1))

    def show(self, result: Any) -> None:
        self.shown = result
        asked, crumbs = result.asked, self.query_one(Crumbs)
        deep = isinstance(result, Lines)
        self.set_class(deep, "-deep")
        crumbs.asked = asked
        if isinstance(result, Lines):
            found = result.found
            lines = found.lines if found else ()
            crumbs.currencies = (found.currency,) if found else ()
            total = found.total if found and asked.columns != "stage" else None
            self.line_table.fill(lines, total, found.currency if found else "")
        else:
            crumbs.currencies = tuple(block.currency for block in result.blocks if block.lines)
            blocks, axis = self._in_window(result), "project" if asked.crumbs else asked.rows
            crumbs.scale = scale_of(self.context, blocks)
            self.pivot.fill(blocks, result.ceilings, self.context.locale.word("axis", axis), result.year)
            if self.returning is not None:
                self.pivot.go_to(self.returning)
                self.returning = None
        crumbs.repaint()
        table: Rows = self.line_table if deep else self.pivot
        if not self.types_filter and self.focused is not table:
            table.focus()

    def _in_window(self, found: Pivot) -> list[Rollup]:
        """The years that have room one by one, the others together."""
        self.years = None
        if found.asked.columns != "year":
            return found.blocks
        years = years_of(found.blocks)
        fit_in = years_that_fit(self.context, found.blocks, self.app.size.width, ceilings=bool(found.ceilings))
        self.years = window(years, fit_in, self.start, found.year)
        return found.blocks if self.years is None else [folded(block, self.years) for block in found.blocks]

    def on_resize(self) -> None:
        if self.shown is not None:
            self.call_after_refresh(self._show, self.shown)

    # down and up

    @on(Rows.Opened, "#pivot")
    def _down(self, message: Rows.Opened) -> None:
        message.stop()
        row = message.row
        if self.shown is None or self.shown.asked != self.asked():
            return
        self.came_from.append(self.pivot.key(row))
        self.now = self.now._replace(crumbs=(*self.now.crumbs, Crumb(row.key, row.label)))
        self.pivot.cursor = 0
        self.refresh_data()

    @on(Rows.Opened, "#lines")
    async def _excerpt(self, message: Rows.Opened) -> None:
        message.stop()
        await self.dashboard.show_excerpt(Place(message.row.path, message.row.line, message.row.column))

    def back(self) -> bool:
        if not self.now.crumbs:
            return False
        self.now = self.now._replace(crumbs=self.now.crumbs[:-1])
        self.returning = self.came_from.pop() if self.came_from else None
        self.refresh_data()
        return True

    # commands

    def _turn(self, asked: Asked) -> None:
        self.now = asked
        if not asked.crumbs:
            self.came_from.clear()
        self.refresh_data()

    def action_rows(self) -> None:
        loaded = self.context.loaded
        self._turn(self.now.next_rows(several=loaded is not None and loaded.towns > 1))

    def action_columns(self) -> None:
        self._turn(self.now.next_columns())

    def action_measure(self) -> None:
        self._turn(self.now.next_measure())

    def action_section(self) -> None:
        self._turn(self.now.next_section())

    def action_years(self, step: int) -> None:
        if self.years is None or not isinstance(self.shown, Pivot):
            return
        known, size = years_of(self.shown.blocks), self.years[1] - self.years[0]
        self.start = max(known[0], min(self.years[0] + step, known[-1] - size))
        self._show(self.shown)

    def project(self) -> Project | None:
        return self.shown.project if isinstance(self.shown, Lines) else None

    def place(self) -> Place | None:
        if isinstance(self.shown, Lines):
            row = self.line_table.current
            return Place(row.path, row.line, row.column) if row is not None else None
        row = self.pivot.current
        if row is None or (not self.now.crumbs and self.now.rows != "project"):
            return None
        return self.dashboard.session.place_of_key(row.key)

    def copied(self) -> str:
        """Exact amounts, with the language's decimal mark and no separators: a spreadsheet reads them as numbers."""
        mark = "," if self.context.locale.language == "fr" else "."

        def number(cents: int | None) -> str:
            return "" if cents is None else f"{'-' if cents < 0 else ''}{abs(cents) // 100}{mark}{abs(cents) % 100:02d}"

        if isinstance(self.shown, Lines):
            return "\n".join(
                f"{row.path}:{row.line}\t{'.'.join(row.keys)}\t{number(row.cents)}" for row in self.line_table.rows
            )
        table = self.pivot
        columns = [column for column in table.columns[1:] if column.key not in ("=", "ceiling")]
        lines = [
            "\t".join(
                [table.columns[0].title, *(column.title for column in columns), self.context.locale.text("Total")]
            )
        ]
        for row in (*table.rows, *table.foot):
            if row.kind != "heading":
                cells = [number(row.amounts.get(column.key, 0)) for column in columns]
                lines.append("\t".join([row.label, *cells, number(row.total)]))
        return "\n".join(lines)
