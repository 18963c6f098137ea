"""A report's CSV beside what it said at another snapshot: every figure and date, what it was, and the difference."""

import re
from collections.abc import Iterator

from citydash.report.document import AMOUNT, NUMBER, TEXT, Row, Table
from citydash.report.joined import Pair, Words, joined, names

IDS = {
    "summary": ("portfolio",), "projects": ("town", "project"), "ppi": ("town", "project"),
    "apcp": ("town", "authorisation", "section"), "departments": ("town", "department", "section", "year"),
    "funding": ("town", "project", "line"), "funding-plan": ("line",), "steering": ("kind", "project", "title"),
    "timeline": ("town", "project"), "milestones": ("town", "project", "milestone"), "cash": ("series", "year"),
    "induced": ("town", "project"), "outturn": ("by", "section", "key"),
    "project": ("kind", "department", "source", "line", "section", "measure", "year"),
}  # fmt: skip
"""The columns that tell a row of each kind; of a budget those that have a name beside them."""
_DAYS = ("start", "end", "baseline_start", "baseline_end", "baseline", "due", "met", "spend_by", "claim_by")
_ASIDE = ("score", "elapsed", "days_left", "year", "next_due", "next_deadline", "first_year", "delivered")
"""What moves with today, or says which row it is."""
_AMOUNT = re.compile(r"-?[0-9]+\.[0-9]{2}")


def paired(kind: str, new: list[Table], old: list[Table]) -> list[Table]:
    """A report's tables with the old ones' figures in them, each currency's beside its own."""
    left = [_keyed(kind, _typed(table)) for table in old]
    found = []
    for table in (_keyed(kind, _typed(table)) for table in new):
        twin = next((t for t in left if t.currency == table.currency), None)
        if twin is not None:
            left.remove(twin)
        found.append(_joined(table, twin or table._replace(rows=[], keys=())))
    return found + [_joined(table._replace(rows=[], keys=()), table) for table in left if table.rows]


def _joined(new: Table, old: Table) -> Table:
    new = _widened(new, old)
    chosen = {
        n for n, c in enumerate(new.columns) if (c.kind != TEXT or c.key in _DAYS) and c.key not in _ASIDE
    }  # fmt: skip
    return joined(new, list(_pairs(new, old)), None, chosen, Words())


def _typed(table: Table) -> Table:
    """A table whose amounts are written already, with amounts: cents under AMOUNT."""
    columns, rows = list(table.columns), [list(row) for row in table.rows]
    for n, column in enumerate(columns):
        values = {row[n] for row in rows if row[n] is not None}
        if column.kind == TEXT and values and all(isinstance(v, str) and _AMOUNT.fullmatch(v) for v in values):
            columns[n] = column._replace(kind=AMOUNT)
            for row in rows:
                row[n] = None if row[n] is None else int(row[n].replace(".", ""))
        elif column.kind == TEXT and values and all(type(v) is int for v in values):
            columns[n] = column._replace(kind=NUMBER)
    return table._replace(columns=tuple(columns), rows=[tuple(row) for row in rows])


def _keyed(kind: str, table: Table) -> Table:
    """The table with what its rows are known by in any snapshot."""
    keys = [column.key for column in table.columns]
    ids = [n for n, key in enumerate(keys) if (key in IDS[kind] if kind in IDS else f"{key}_name" in keys)]
    return table._replace(keys=tuple(tuple(row[n] for n in ids) for row in table.rows))


def _widened(new: Table, old: Table) -> Table:
    """The new table with the amounts that only the old one has (a roll-up's years that are empty now), and the kinds
    of columns that are empty now.
    """
    kinds = {column.key: column.kind for column in old.columns if column.kind != TEXT}
    columns = [c._replace(kind=kinds.get(c.key, TEXT)) if c.kind == TEXT else c for c in new.columns]
    place = {column.key: n for n, column in enumerate(columns)}
    at = 0
    for column in old.columns:
        at = next((n for n, c in enumerate(columns) if c.key == column.key), at)
        if column.key not in place and column.kind == AMOUNT:
            columns.insert(at + 1, column)
            at += 1
    rows = [tuple(row[place[c.key]] if c.key in place else None for c in columns) for row in new.rows]
    return new._replace(columns=tuple(columns), rows=rows)


def _pairs(new: Table, old: Table) -> Iterator[Pair]:
    before: dict[object, Row] = dict(zip(names(old), old.rows, strict=True))
    for name, row in zip(names(new), new.rows, strict=True):
        yield row, before.pop(name, None), old
    for row in before.values():
        yield None, row, old
