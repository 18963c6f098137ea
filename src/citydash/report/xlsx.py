"""A report as a spreadsheet of Office Open XML: a sheet that says what it is about, then a sheet a table.

Numbers and dates are real, in their own formats; text never becomes a formula; a total is a formula wherever it is the
sum of the rows above. Rows are written one by one; the same report gives the same bytes.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from citydash.errors import UsageError
from citydash.locale import Locale, clean
from citydash.report.document import (
    AMOUNT,
    BAR,
    DATE,
    FILL,
    NUMBER,
    TEXT,
    Column,
    Job,
    Report,
    Row,
    Table,
    rounded,
)
from citydash.report.layout import broken
from citydash.report.render import Style, caption, shown
from citydash.report.xlsx_looks import Looks

MOST_ROWS, MOST_TEXT, MOST_NAME, MOST_FOOTER = 1_048_576, 32_767, 31, 100
"""What the format holds: rows of a sheet, characters of a cell, of a sheet's name, of a header, its & doubled."""
_NARROWEST, _WIDEST, _LOOKED_AT = 9, 60, 500
"""Columns are as wide as their first rows need, in characters, within these."""
_TO_FILL, _LINE, _HIGHEST = 16, 15, 409
"""Characters of a column that is filled in; the height of a line and of the highest row, in points."""
_FACTS = 100
"""Characters of the column of facts."""
_TITLE, _HEADS = 0, 2
"""Rows of a table's sheet, from 0: its title, its columns' heads; its own rows follow."""
_IN_NAMES = re.compile(r"[\[\]:*?/\\]")


def to_xlsx(report: Report, job: Job, style: Style) -> bytes:
    """The workbook. Raises `UsageError` for a table that no sheet can hold."""
    out = BytesIO()
    book = Workbook(out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({
        "title": clean.markup(report.title),
        "comments": clean.markup("\u00a0; ".join(f"{label}: {said}" for label, said in report.about)),
        "author": "citydash",
        "created": datetime.fromisoformat(job.view.today),
    })  # fmt: skip
    book.set_size(2400, 1400)
    looks = Looks(book, job.locale, style.scale or 1)
    names = sheet_names([job.locale.text("Report"), *(_sheet_title(table, report) for table in report.tables)])
    _first_sheet(book.add_worksheet(names[0]), report, looks)
    for table, name in zip(report.tables, names[1:], strict=True):
        _Sheet(book.add_worksheet(name), table, job.locale, looks).write(report.title)
    book.close()
    return out.getvalue()


def _sheet_title(table: Table, report: Report) -> str:
    """What its sheet is named after: the first of its names that no cut shortens, else the last."""
    names = table.sheets or (table.title or report.title,)
    return next((name for name in names if _cut(name, "") == name), names[-1])


def sheet_names(titles: list[str]) -> list[str]:
    """A valid name a sheet, each another even without case: 31 characters, none of _IN_NAMES, no quote at an end."""
    found: list[str] = []
    taken = {"history"}
    for title in titles:
        base = _IN_NAMES.sub(" ", clean.markup(title)).strip("' \u00a0") or "–"
        name, n = _cut(base, ""), 1
        while name.lower() in taken:
            n += 1
            name = _cut(base, f" ({n})")
        taken.add(name.lower())
        found.append(name)
    return found


def _cut(base: str, end: str) -> str:
    """A name with its number; the format counts in UTF-16."""
    kept = base
    while len((kept + end).encode("utf-16-le")) > 2 * MOST_NAME:
        kept = kept[:-1]
    return kept.rstrip("' ") + end


def _text(text: str) -> str:
    """Text as a cell holds it: cut where the format ends, and said to be."""
    safe = clean.markup(text)
    return safe if len(safe) <= MOST_TEXT else safe[: MOST_TEXT - 1] + "…"


def _first_sheet(sheet: Worksheet, report: Report, looks: Looks) -> None:
    """What the report is, and what it says of itself."""
    faint, bold, wrap = looks.of(font_color="#505B66"), looks.of(bold=True), looks.of(text_wrap=True)
    labels = [clean.width(label) + 2 for label, _said in (*report.about, *report.facts)]
    sheet.set_column(0, 0, min(_WIDEST, max((24, *labels))))
    sheet.set_column(1, 1, _FACTS)
    _paper(sheet, report.title)
    sheet.write_string(0, 0, _text(report.title), looks.of(bold=True, font_size=16))
    row = 2
    for label, said in report.about:
        _lines(sheet, row, [(said, _FACTS - 4)])
        sheet.write_string(row, 0, _text(label), faint)
        sheet.write_string(row, 1, _text(said), wrap)
        row += 1
    row += 1
    for label, said in report.facts:
        _lines(sheet, row, [(said, _FACTS - 4)])
        sheet.write_string(row, 0, _text(label), bold)
        sheet.write_string(row, 1, _text(said), wrap)
        row += 1
    row += 1
    for note in (*([report.signs] if report.signs else []), *report.notes):
        _lines(sheet, row, [(note, _FACTS - 4)])
        sheet.write_string(row, 1, _text(note), looks.of(font_color="#505B66", text_wrap=True))
        row += 1


def _lines(sheet: Worksheet, row: int, texts: list[tuple[str, int]]) -> None:
    """A row as high as its texts need in columns so wide: not every spreadsheet finds that out."""
    rooms = ((text, width + width // 10) for text, width in texts)  # a width is one of digits, letters are narrower
    lines = max((len(broken(text, room)) for text, room in rooms if clean.width(text) > room), default=1)
    if lines > 1:
        sheet.set_row(row, min(_HIGHEST, _LINE * lines))


def _paper(sheet: Worksheet, title: str) -> None:
    """A4 landscape, as wide as a page, its title above and its number below."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.6)
    safe = clean.markup(title)[:MOST_FOOTER].replace("&", "&&")
    sheet.set_header(f'&L&"-,Regular"&9 {safe}')
    sheet.set_footer("&L&9 citydash&R&9 &P / &N")


class _Sheet:
    """A table on its sheet."""

    def __init__(self, sheet: Worksheet, table: Table, locale: Locale, looks: Looks) -> None:
        if len(table.rows) > MOST_ROWS - _HEADS - 4:
            raise UsageError("{n} rows are more than a sheet of XLSX holds: use -f csv", n=len(table.rows))
        self._sheet, self._table, self._locale, self._looks = sheet, table, locale, looks
        self._formats = [looks.column(column, table.currency) for column in table.columns]

    def write(self, title: str) -> None:
        """Everything, from above to below."""
        sheet, table = self._sheet, self._table
        _paper(sheet, title)
        sheet.write_string(
            _TITLE,
            0,
            _text(caption(table, self._locale, self._looks.scale) or title),
            self._looks.of(bold=True, font_size=13),
        )
        if not table.rows:
            sheet.write_string(_HEADS, 0, _text(table.empty or self._locale.text("nothing to show")))
            return
        widths = [self._width(at, column) for at, column in enumerate(table.columns)]
        self._heads(widths)
        texts = [(at, widths[at]) for at, column in enumerate(table.columns) if column.kind == TEXT]
        for n, row in enumerate(table.rows, _HEADS + 1):
            _lines(sheet, n, [(str(row[at]), width) for at, width in texts if row[at]])
            for at, value in enumerate(row):
                self._cell(n, at, value, self._formats[at])
        last = _HEADS + len(table.rows)
        if table.total:
            self._total(last + 1, table.total)
        if table.note:
            sheet.write_string(last + 3, 0, _text(table.note), self._looks.of(font_color="#505B66"))
        sheet.autofilter(_HEADS, 0, last, len(table.columns) - 1)
        sheet.freeze_panes(_HEADS + 1, 1)
        sheet.repeat_rows(_HEADS)
        sheet.ignore_errors(
            {"number_stored_as_text": f"A{_HEADS + 2}:{xl_col_to_name(len(table.columns) - 1)}{last + 1}"}
        )

    def _heads(self, widths: list[int]) -> None:
        titles = [column.title for column in self._table.columns]
        _lines(self._sheet, _HEADS, [(title, width - 3) for title, width in zip(titles, widths, strict=True)])
        for at, column in enumerate(self._table.columns):
            aside = {"align": "left"} if column.kind in (TEXT, DATE, BAR, FILL) else {"align": "right", "indent": 1}
            look = self._looks.of(bold=True, bottom=1, text_wrap=True, bg_color="#E8ECF0", **aside)
            self._sheet.write_string(_HEADS, at, _text(column.title), look)
            self._sheet.set_column(at, at, widths[at])

    def _width(self, at: int, column: Column) -> int:
        """In characters: of what the first rows show, at the scale that they are shown in."""
        table = self._table
        if column.kind == FILL:
            return _TO_FILL
        scale = self._looks.scale
        rows = [*table.rows[:_LOOKED_AT], *([table.total] if table.total else [])]
        widest = max(clean.width(shown(row[at], column, self._locale, scale)) for row in rows)
        unit = 5 if column.kind == AMOUNT else 2
        return min(_WIDEST, max(_NARROWEST, widest + unit, clean.width(column.title) // 2 + 4))

    def _cell(self, n: int, at: int, value: Any, look: Format) -> None:
        """One value as what it is; what isn't there stays empty, which is not 0."""
        column = self._table.columns[at]
        if value is None:
            self._sheet.write_blank(n, at, None, look)
        elif isinstance(value, str) and column.kind == DATE:
            self._sheet.write_datetime(n, at, date.fromisoformat(value), look)
        elif isinstance(value, str) or column.kind in (TEXT, BAR):
            self._sheet.write_string(n, at, _text(str(value)), look)
        else:
            self._sheet.write_number(n, at, _number(value, column), look)

    def _total(self, n: int, total: Row) -> None:
        """The last row: a formula where the rows add up to it, which a filter of the sheet then follows."""
        for at, value in enumerate(total):
            column = self._table.columns[at]
            look = self._looks.column(column, self._table.currency, total=True)
            if column.kind in (AMOUNT, NUMBER) and isinstance(value, int | Decimal) and self._is_sum(at, value):
                name = xl_col_to_name(at)
                formula = f"=SUBTOTAL(9,{name}{_HEADS + 2}:{name}{n})"
                self._sheet.write_formula(n, at, formula, look, _number(value, column))
            else:
                self._cell(n, at, value, look)

    def _is_sum(self, at: int, total: int | Decimal) -> bool:
        """Whether a column's cells, as they are written, add up to its total: rounded ones may not."""
        values = [row[at] for row in self._table.rows if row[at] is not None]
        if not all(isinstance(value, int | Decimal) for value in values):
            return False
        is_amount = self._table.columns[at].kind == AMOUNT
        return rounded(total) == sum(map(rounded, values)) if is_amount else total == sum(values)


def _number(value: Any, column: Column) -> float:
    """A value in units: cents become euros, exact to the cent up to 90 billion."""
    return rounded(value) / 100 if column.kind == AMOUNT else float(value)
