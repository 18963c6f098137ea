"""A report beside what it said at another snapshot: for each figure a column of old and one of the difference.

Rows are the same where their words and days are; one that a single report has stands alone.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from citydash.report.document import (
    AMOUNT,
    DATE,
    DAYS,
    NUMBER,
    TEXT,
    Column,
    Job,
    Report,
    Row,
    Table,
    snapshot_of,
)

MOST = 3
"""Amounts that a table may have for each to be compared; of more, the main one alone."""


class Words(NamedTuple):
    """What the columns of an old figure and of a difference are called, each after the `{column}` that it is of."""

    old: str
    delta: str


def words_of(job: Job) -> Words:
    """The words for people."""
    return Words(job.locale.text("{column} before", column="{column}"), "Δ {column}")


def merged(job: Job, new: Report, old_job: Job, old: Report) -> Report:
    """A report with the old one's figures in it."""
    text = job.locale.text
    about = [*new.about, (text("Compared with"), snapshot_of(old_job.view, job.locale))]
    before = dict(old.facts)
    facts = [
        (label, value if before.get(label, value) == value else text("{now} (was {old})", now=value, old=before[label]))
        for label, value in new.facts
    ]
    left = list(old.tables)
    tables = []
    for table in new.tables:
        twin = next((t for t in left if _is_twin(t, table)), None)
        if twin is not None:
            left.remove(twin)
        tables.append(joined(table, twin, words_of(job)))
    tables += [joined(t._replace(rows=[], total=None), t, words_of(job)) for t in left if t.rows]
    return new._replace(about=about, facts=facts, tables=tables)


def paired(new: list[Table], old: list[Table]) -> list[Table]:
    """A report's CSV tables with the old ones' figures in them: every amount, number and day in a column of its own."""
    empty = Table("", (), [])
    sides = [
        (new[n] if n < len(new) else empty, old[n] if n < len(old) else empty) for n in range(max(len(new), len(old)))
    ]
    return [joined(typed(a), typed(b), Words("", ""), most=len(a.columns)) for a, b in sides if a.columns]


def typed(table: Table) -> Table:
    """A CSV table whose amounts are written already, with amounts: cents under AMOUNT."""
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


_AMOUNT = re.compile(r"-?[0-9]+\.[0-9]{2}")


def _is_twin(one: Table, other: Table) -> bool:
    return (one.title, one.currency) == (other.title, other.currency)


def joined(new: Table, old: Table | None, words: Words, most: int = MOST) -> Table:
    """A table with the old one's figures in it; charts are of the new ones."""
    chosen = _chosen(new, most)
    if not chosen:
        return new
    columns = tuple(column for n, c in enumerate(new.columns) for column in _three(c, words, split=n in chosen))
    places = _places(new, old)
    rows = [tuple(_cells(row, other, chosen, places)) for row, other in _pairs(new, old)]
    total = None
    if new.total is not None:
        total = tuple(_cells(new.total, old.total if old else None, chosen, places))
    return new._replace(columns=columns, rows=rows, total=total, charts=())


def _chosen(table: Table, most: int) -> set[int]:
    """The columns to compare: the amounts where they are few, else the main one; dates; with none of them, numbers."""
    at = {column.key: n for n, column in enumerate(table.columns)}
    figures = [n for n, column in enumerate(table.columns) if column.kind == AMOUNT]
    dates = {at[key] for key in _DATES if key in at}
    if not figures and not dates:
        figures = [n for n, column in enumerate(table.columns) if column.kind in (NUMBER, DAYS)][:most]
    if len(figures) > most:
        figures = [at[key] for key in _MAIN if key in at and at[key] in figures][:1] or figures[-1:]
    return {*figures, *dates}


_MAIN = ("total", "cost", "counted", "planned", "net_cost")
"""What a table of many amounts is about: the first of these that it has."""
_DATES = ("end", "due", "next_due")


def _three(column: Column, words: Words, *, split: bool) -> Iterator[Column]:
    yield column
    if split:
        yield Column(f"{column.key}_before", words.old.replace("{column}", column.title), column.kind)
        kind = DAYS if column.kind == DATE else column.kind
        yield Column(f"{column.key}_delta", words.delta.replace("{column}", column.title), kind)


def _places(new: Table, old: Table | None) -> dict[int, int]:
    """Where the new table's columns stand in the old one: a roll-up's years may differ."""
    found = {column.key: n for n, column in enumerate(old.columns)} if old else {}
    return {n: found[column.key] for n, column in enumerate(new.columns) if column.key in found}


def _cells(row: Row | None, other: Row | None, chosen: set[int], places: dict[int, int]) -> Iterator[Any]:
    """A row's cells, the old ones and the differences among them."""
    one = row if row is not None else other
    assert one is not None  # noqa: S101 - for the type checker: a pair holds one at least
    width = len(row) if row is not None else max(places, default=-1) + 1
    for n in range(width):
        before = other[places[n]] if other is not None and n in places else None
        if n not in chosen:
            yield row[n] if row is not None else before if not isinstance(before, int | float) else None
            continue
        now = row[n] if row is not None else None
        yield now
        yield before
        yield _delta(before, now)


def _delta(before: Any, now: Any) -> Any:
    if isinstance(before, str) or isinstance(now, str):
        if not (before and now):
            return None
        return (date.fromisoformat(now) - date.fromisoformat(before)).days or None
    if before is None and now is None:
        return None
    return (now or 0) - (before or 0) or None


def _pairs(new: Table, old: Table | None) -> Iterator[tuple[Row | None, Row | None]]:
    """The rows of both: of rows that read the same, the first with the first."""
    before = {} if old is None else dict(zip(_names(old), old.rows, strict=True))
    for name, row in zip(_names(new), new.rows, strict=True):
        yield row, before.pop(name, None)
    for row in before.values():
        yield None, row


def _names(table: Table) -> list[tuple[Any, ...]]:
    """What each row is known by: ids where the table has them, else its words; numbered where several read the same."""
    ids = [n for n, c in enumerate(table.columns) if c.key in _IDS]
    words = ids or [n for n, c in enumerate(table.columns) if c.kind == TEXT and c.key not in _STATES]
    seen: Counter[tuple[Any, ...]] = Counter()
    found = []
    for row in table.rows:
        name = tuple(row[n] for n in words if n < len(row))
        found.append((*name, seen[name]))
        seen[name] += 1
    return found


_IDS = ("town", "project", "department", "source", "line", "milestone", "portfolio", "key", "section", "year")
_STATES = ("status", "state", "certainty", "next_milestone", "notes", "remarks", "reason")
"""Words that say how a row stands, not which it is."""
