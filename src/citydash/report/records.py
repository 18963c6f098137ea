"""A report's lines as records of plain values: the same for JSON and for CSV.

Values are by their key's kind: cents for AMOUNT (computed ones are rounded here), parts of one for PERCENT. A dict is
amounts by year, which CSV has a column each for.
"""

from typing import Any

from citydash.model.amounts import money
from citydash.report.document import AMOUNT, DECIMAL, PERCENT, TEXT, Column, Table, rounded

Record = dict[str, Any]
Kinds = dict[str, str]
_PLACES = 6


def as_json(record: Record, kinds: Kinds) -> Record:
    """A record as JSON writes it: amounts as exact texts, parts rounded to a millionth."""
    return {key: _json(value, kinds.get(key, TEXT)) for key, value in record.items()}


def _json(value: Any, kind: str) -> Any:
    if isinstance(value, dict):
        return {key: _json(part, AMOUNT) for key, part in value.items()}
    if isinstance(value, tuple):
        return list(value)
    if value is None:
        return None
    if kind == AMOUNT:
        return money(rounded(value))
    return round(value, _PLACES) if kind in (PERCENT, DECIMAL) else value


def as_table(records: list[Record], keys: tuple[str, ...], kinds: Kinds, currency: str) -> Table:
    """Records for CSV. `keys` are those that there is always a column for, so that an empty report has its header."""
    years = {
        key: list(dict.fromkeys(year for r in records for year in r[key])) for r in records[:1] for key in _by_year(r)
    }
    columns = [
        column
        for key in keys
        for column in (
            [Column(year, "", AMOUNT) for year in years[key]]
            if key in years
            else [Column(key, "", kinds.get(key, TEXT))]
        )
    ]
    rows = [
        tuple(part for key in keys for part in _cells(record[key], years.get(key), kinds.get(key, TEXT)))
        for record in records
    ]
    return Table("", tuple(columns), rows, None, currency)


def _by_year(record: Record) -> list[str]:
    return [key for key, value in record.items() if isinstance(value, dict)]


def _cells(value: Any, years: list[str] | None, kind: str) -> list[Any]:
    if years is not None:
        return [value.get(year) for year in years]
    if isinstance(value, tuple):
        return [" ".join(map(str, value))]
    return [rounded(value) if kind == AMOUNT and value is not None else value]
