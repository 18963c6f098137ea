"""A report as one HTML file that needs nothing else: no script, no network, for screens and for A4 paper.

Rows go through the template one by one, so that a report of ten thousand projects stays small in memory.
"""

import os
from collections.abc import Iterator
from functools import cache, cached_property
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from citydash import __version__
from citydash.locale import Locale, clean
from citydash.report import drawing
from citydash.report.document import BAR, BARS, DATE, FILL, TEXT, Report, Row, Span, Table, series
from citydash.report.figure import Figure, figure
from citydash.report.render import Style, caption, shown, table_scale

_CLASSES = {TEXT: "t", DATE: "d", BAR: "b", FILL: "f"}
"""What a column's cells are for the style: text, day, bar, to be filled in; everything else is a number."""
_WHOLE = 12
"""Rows of a table that no page of print is to break, where nothing is drawn above it."""
_CHUNK = 64
"""Pieces of the template's output that are handed on together."""


class Cell(NamedTuple):
    """A cell as the template writes it."""

    text: str
    look: str
    head: bool = False
    span: drawing.SpanPicture | None = None


@cache
def _template() -> Template:
    folder = os.path.join(os.path.dirname(__file__), "templates")  # noqa: PTH118, PTH120 - pathlib costs its import
    made = Environment(
        loader=FileSystemLoader(folder), autoescape=True, finalize=_harmless, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    made.filters["css"] = css_text
    return made.get_template("report.html.j2")


def _harmless(value: object) -> object:
    """Whatever the template writes; what is markup already was made of such."""
    return clean.markup(value) if type(value) is str else value


def css_text(text: str) -> str:
    """A text within quotes in a style sheet: every character that isn't a letter or digit of ASCII as its number."""
    return "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):x} " for c in text)


def to_html(report: Report, locale: Locale, style: Style) -> Iterator[str]:
    """The report in pieces."""
    pieces = _template().generate(
        report=report,
        lang=locale.language,
        version=__version__,
        key=_key(locale),
        colon="\u00a0:" if locale.language == "fr" else ":",
        about=" · ".join(text for _label, text in report.about),
        tables=(TableView(table, n, report, locale, style) for n, table in enumerate(report.tables, 1)),
        first_axis=next((n for n, table in enumerate(report.tables, 1) if table.axis and table.rows), 0),
        drawing=drawing,
    )
    some: list[str] = []
    for piece in pieces:
        some.append(piece)
        if len(some) >= _CHUNK:
            yield "".join(some)
            some.clear()
    yield "".join(some)


def _key(locale: Locale) -> tuple[list[tuple[int, str]], list[tuple[str, str]], str]:
    """What the marks on a time axis are: bars by their look, milestones by their state, the line."""
    text = locale.text
    bars = [(3, text("time elapsed")), (0, text("time ahead")), (2, text("as planned at first"))]
    states = ("met", "planned", "late", "cancelled")
    marks = [(state, text("milestone: {state}", state=locale.word("milestone", state))) for state in states]
    return bars, marks, text("today")


class TableView:
    """A table as the template asks for it; cells are made when their row is written."""

    def __init__(self, table: Table, number: int, report: Report, locale: Locale, style: Style) -> None:
        self.table, self.number, self.locale = table, number, locale
        self.scale = table_scale(table, style.scale)
        self.title = table.title
        said = caption(table, locale, self.scale)
        self.unit = said.removeprefix(self.title).lstrip(", ")
        self.spoken = self.title or report.title
        self.empty = table.empty or locale.text("nothing to show")
        self.note = table.note
        self.axis = table.axis
        short = len(table.rows) <= _WHOLE and all(chart.kind == BARS for chart in table.charts)
        self.look = "apart" if table.apart else "whole" if short else ""
        self.head_at = next((n for n, column in enumerate(table.columns) if column.kind == TEXT), -1)
        self.bars = next((chart for chart in table.charts if chart.kind == BARS), None) if table.rows else None
        if self.bars:
            self.at = drawing.places(table, self.bars)
            self.bar_scale = drawing.bar_scale(table, self.bars)

    @property
    def columns(self) -> list[Cell]:
        return [Cell(c.title or self.locale.text("Timeline"), _CLASSES.get(c.kind, "n")) for c in self.table.columns]

    @property
    def rows(self) -> Iterator[tuple[list[Cell], list[drawing.Box]]]:
        """Each row's cells, and its bars where the table has some."""
        for row in self.table.rows:
            yield self._cells(row), drawing.bars(row, self.at, self.bar_scale) if self.bars else []

    @property
    def total(self) -> list[Cell] | None:
        return self._cells(self.table.total) if self.table.total else None

    @property
    def bar_names(self) -> list[str]:
        """What the bars of a row are, from the longest to the shortest."""
        return [self.table.columns[n].title for n in self.at] if self.bars else []

    @cached_property
    def figures(self) -> list[Figure]:
        """The pictures that stand before the table."""
        if not self.table.rows:
            return []
        wanted = [chart for chart in self.table.charts if chart.kind != BARS]
        return [figure(self.table, chart, self.spoken, self.unit, self._amount, self.locale) for chart in wanted]

    def _cells(self, row: Row) -> list[Cell]:
        return [self._cell(n, value) for n, value in enumerate(row)]

    def _cell(self, n: int, value: object) -> Cell:
        column = self.table.columns[n]
        if column.kind == FILL:
            return Cell("", "f")
        if isinstance(value, Span) and self.axis:
            return Cell(self._said(value), "b", span=drawing.span(self.axis, value))
        text = shown(value, column, self.locale, self.scale)
        return Cell(text, _CLASSES.get(column.kind, "n"), n == self.head_at)

    def _amount(self, cents: int) -> str:
        """An amount of the table as a picture writes it."""
        return self.locale.amount(cents, self.scale, 0)

    def _said(self, value: Span) -> str:
        """What a bar shows, in words."""
        date, text = self.locale.date, self.locale.text
        said = [f"{date(value.start)} → {date(value.end)}"] if value.start or value.end else [text("no dates")]
        if value.baseline_start or value.baseline_end:
            start, end = value.baseline_start or value.start, value.baseline_end or value.end
            said.append(f"{text('Baseline')} {date(start)} → {date(end)}")
        said += [
            f"{title} {date(day)} ({self.locale.word('milestone', state)})" for day, state, title in value.milestones
        ]
        return series(self.locale, said)
