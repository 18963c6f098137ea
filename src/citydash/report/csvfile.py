"""A report's table as CSV: UTF-8, commas, ISO dates, plain decimals; or as French spreadsheets open it.

Cells that a spreadsheet would run as a formula are defused. Every amount is exact, in units of the currency.
"""

import csv
import io
from decimal import Decimal
from typing import Any

from citydash.locale import Locale, clean
from citydash.model.amounts import money
from citydash.report.document import AMOUNT, DECIMAL, PERCENT, Column, Table, rounded
from citydash.report.headings import heading


def to_csv(tables: list[Table], excel_fr: Locale | None = None) -> bytes:
    """The tables' rows under one header. Tables of several currencies or sections share their columns' keys.

    The header is those keys, the same in every language. `excel_fr`: headings in its language, a byte order mark,
    semicolons, decimal commas and CR LF, as French spreadsheets open a file for people.
    """
    decimal_comma = excel_fr is not None
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if excel_fr else ",", lineterminator="\r\n" if excel_fr else "\n")
    several = len({table.currency for table in tables if table.currency}) > 1
    keys: list[str] = list(dict.fromkeys(column.key for table in tables for column in table.columns))
    head = (["currency"] if several else []) + keys
    writer.writerow(head if excel_fr is None else [clean.cell(heading(key, excel_fr)) for key in head])
    for table in tables:
        place = {column.key: n for n, column in enumerate(table.columns)}
        for row in table.rows:
            cells = [
                _value(row[place[key]], table.columns[place[key]], decimal_comma) if key in place else ""
                for key in keys
            ]
            writer.writerow(([table.currency] if several else []) + cells)
    data = out.getvalue().encode("utf-8", "replace")
    return b"\xef\xbb\xbf" + data if excel_fr else data


def _value(value: Any, column: Column, decimal_comma: bool) -> str:  # noqa: FBT001 - the dialect, from to_csv
    if value is None:
        return ""
    if column.kind == AMOUNT:
        text = money(rounded(value))
        return text.replace(".", ",") if decimal_comma else text
    if column.kind in (PERCENT, DECIMAL):
        text = f"{value:.6f}".rstrip("0").rstrip(".")
        return text.replace(".", ",") if decimal_comma else text
    if isinstance(value, int | float | Decimal):
        return str(value).replace(".", ",") if decimal_comma else str(value)
    return clean.cell(str(value))
