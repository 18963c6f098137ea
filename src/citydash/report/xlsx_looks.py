"""How a workbook's cells look: number formats by kind of column, each look made once."""

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from citydash.locale import Locale
from citydash.report.document import AMOUNT, BAR, DATE, DAYS, DECIMAL, FILL, NUMBER, PERCENT, TEXT, Column


def number_format(column: Column, currency: str, locale: Locale, scale: int) -> str:
    """How a column's numbers are shown; the spreadsheet puts its own language's separators."""
    if column.kind == AMOUNT:
        places = ".00" if scale == 1 else ""
        digits = f"#,##0{places}{',' * {1: 0, 1_000: 1, 1_000_000: 2}[scale]}"
        if not currency:
            return digits
        before, _, after = locale.money(0, currency, scale, 0).partition("0")
        return f"{_quoted(before)}{digits}{_quoted(after)}"
    if column.kind == DAYS:
        unit = _quoted(f"\u00a0{locale.text('d')}")
        return f'"+"#,##0{unit};"{chr(0x2212)}"#,##0{unit};0{unit}'
    if column.kind == PERCENT:
        return f"0.{'0' * column.places}%" if column.places else "0%"
    return {DATE: "dd/mm/yyyy", NUMBER: "#,##0", DECIMAL: "#,##0.0"}.get(column.kind, "General")


def _quoted(text: str) -> str:
    return f'"{text}"' if text else ""


class Looks:
    """The cells' formats, each made once: a workbook holds one of a kind."""

    def __init__(self, book: Workbook, locale: Locale, scale: int) -> None:
        self._book, self._locale, self.scale = book, locale, scale
        self._made: dict[tuple[Any, ...], Format] = {}

    def of(self, **options: Any) -> Format:
        """A format with these properties."""
        key = tuple(sorted(options.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"valign": "top", **options})
        return self._made[key]

    def column(self, column: Column, currency: str, *, total: bool = False) -> Format:
        """A column's cells, and those of the total row."""
        options: dict[str, Any] = {"bold": True, "top": 1} if total else {}
        if column.kind == FILL:
            return self.of(**options, border=3, bg_color="#FFF9DB")
        if column.kind in (TEXT, BAR):
            font = {"font_name": "Courier New"} if column.kind == BAR else {"text_wrap": True}
            return self.of(**options, **font)
        options |= {"align": "left"} if column.kind == DATE else {"align": "right", "indent": 1}
        return self.of(**options, num_format=number_format(column, currency, self._locale, self.scale))
