"""Two tables of one report in one: a row beside what it was, for each figure a column of old and one of the change."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from citydash.report.document import DATE, DAYS, DECIMAL, PERCENT, TEXT, Column, Row, Table

Pair = tuple[Row | None, Row | None, Table | None]
"""A row, what it was, and the table that it was in."""


_PLACES = 6
"""Of shares in CSV, whose difference is that of what is written."""


class Words(NamedTuple):
    """What the columns of an old figure and of a difference are called, each after the `{column}` that it is of;
    `points` is the difference of shares. All "" in CSV, where differences of shares stay parts of one and none is left
    out.
    """

    old: str = ""
    delta: str = ""
    points: str = ""


def names(table: Table) -> list[tuple[Any, int]]:
    """What each row is known by: its id, else its words; numbered where several are the same."""
    words = [n for n, column in enumerate(table.columns) if column.kind == TEXT]
    seen: Counter[Any] = Counter()
    found = []
    for name in table.keys or [tuple(row[n] for n in words) for row in table.rows]:
        found.append((name, seen[name]))
        seen[name] += 1
    return found


def joined(new: Table, pairs: list[Pair], twin: Table | None, chosen: set[int], words: Words) -> Table:
    """A table with old figures in the chosen columns; `twin` is the old one with the total. Charts don't compare."""
    if not chosen:
        return new
    columns = tuple(column for n, c in enumerate(new.columns) for column in _three(c, words, split=n in chosen))
    rows = [tuple(_cells(new, pair, chosen, words)) for pair in pairs]
    total = None
    if new.total is not None:
        total = tuple(_cells(new, (new.total, twin.total if twin else None, twin), chosen, words))
    return new._replace(columns=columns, rows=rows, total=total, charts=(), keys=())


def _three(column: Column, words: Words, *, split: bool) -> Iterator[Column]:
    yield column
    if not split:
        return
    yield column._replace(key=f"{column.key}_before", title=words.old.replace("{column}", column.title))
    kind = {DATE: DAYS, PERCENT: DECIMAL}.get(column.kind, column.kind) if words.delta else column.kind
    said = words.points if column.kind == PERCENT else words.delta
    title = column.title[:1].lower() + column.title[1:] if column.title[1:2].islower() else column.title
    yield column._replace(key=f"{column.key}_delta", title=said.replace("{column}", title), kind=kind)


def _cells(new: Table, pair: Pair, chosen: set[int], words: Words) -> Iterator[Any]:
    """A row's cells, the old ones and the differences among them."""
    row, other, of = pair
    places = {column.key: n for n, column in enumerate(of.columns)} if of is not None and other is not None else {}
    for n, column in enumerate(new.columns):
        before = other[places[column.key]] if other is not None and column.key in places else None
        if n in chosen:
            now = row[n] if row is not None else None
            yield now
            yield before
            yield _change(column, before, now, words)
        elif row is not None:
            yield row[n]
        else:
            yield before if column.kind == TEXT or column.key == "year" else None


def _change(column: Column, before: Any, now: Any, words: Words) -> Any:
    """What moved: an amount that isn't there is 0; of a day that isn't there nothing can be told."""
    if isinstance(before, str) or isinstance(now, str):
        days = (date.fromisoformat(now) - date.fromisoformat(before)).days if before and now else None
        return days or (None if words.delta else days)
    if before is None and now is None:
        return None
    if column.kind in (PERCENT, DAYS) and None in (before, now):
        return None
    if not words.delta:
        return round(now or 0, _PLACES) - round(before or 0, _PLACES)
    change = (now or 0) - (before or 0)
    return (100 * Decimal(str(change)) if column.kind == PERCENT else change) or None
