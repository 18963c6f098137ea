"""One read-only query on the database of `sqlite`: nothing can be written, attached, set or loaded; it ends in time."""

import math
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from citydash.errors import CitydashError, EnvironmentFault, UsageError
from citydash.export.sheet_rows import Rows
from citydash.export.sqlite import create, fill, with_named
from citydash.export.task import Task
from citydash.index.store import uri

SECONDS = 30.0
"""How long a query may take."""
MOST_ROWS = 1_000_000
MOST_TEXT = 100_000_000
"""Characters and bytes of what a query finds."""
MOST_MEMORY = 512 * 1024 * 1024
"""Bytes that SQLite may use, to sort or to build values. For the process: a query is its last work."""
_STEPS = 20_000
"""Instructions of SQLite between two looks at the clock: some milliseconds."""
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 10_000_000,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 100,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}
"""A value of gigabytes is as bad as a query without an end."""
_TABLES = "SELECT 1 FROM json_each('[]'), json_tree('[]')"
"""Table functions that read lists such as `tags`: met before the lock, since SQLite declares a table to make one."""
_ALLOWED = frozenset((sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE))
_REFUSED = frozenset(("load_extension", "fts3_tokenizer", "readfile", "writefile", "edit"))


class Result(NamedTuple):
    """A query's rows under names that are all different; values are whole numbers, floats, texts or None."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


def query(task: Task, sql: str, seconds: float = SECONDS) -> Result:
    """What a query finds. Raises `UsageError` for one that isn't a single SELECT, is wrong, or takes too long;
    `EnvironmentFault` where there is no room.
    """
    with tempfile.TemporaryDirectory(prefix="citydash-") as folder:
        path = os.path.join(folder, "portfolio.sqlite")  # noqa: PTH118
        with _writing(path) as db:
            create(db, task)
        tables = _tables_of(path, sql, seconds)  # what is wrong is said before anything is filled
        rows = Rows(task.view)
        with _writing(path) as db:
            fill(db, rows, with_named(tables))
            if "left_out" in tables:
                db.executemany("INSERT INTO left_out VALUES (?, ?)", rows.left_out(task))
        return read(path, sql, seconds)


@contextmanager
def _writing(path: str) -> Iterator[sqlite3.Connection]:
    db = sqlite3.connect(path, isolation_level=None)
    try:
        db.execute("PRAGMA synchronous = off")
        yield db
    except sqlite3.Error as error:
        raise EnvironmentFault("the database can't be made: {reason}", reason=error) from error
    finally:
        db.close()


def _tables_of(path: str, sql: str, seconds: float) -> set[str]:
    """The tables that a query reads, behind its views. Raises as `read` does."""
    found: set[str] = set()
    with _reading(path, seconds, found.add) as db:
        db.execute(sql)
    return found


def read(path: str, sql: str, seconds: float = SECONDS) -> Result:
    """Likewise on a database file. Raises `UsageError`, and `KeyboardInterrupt` when the user stops it."""
    with _reading(path, seconds) as db:
        cursor = db.execute(sql)
        if cursor.description is None:
            raise UsageError("there is no query: write one SELECT")
        return Result(_different([column[0] for column in cursor.description]), _rows(cursor))


@contextmanager
def _reading(path: str, seconds: float, note: Callable[[str], None] | None = None) -> Iterator[sqlite3.Connection]:
    """A connection that can only read, until its time is over; `note` is told the tables that a statement reads."""
    until = time.monotonic() + seconds
    db = sqlite3.connect(f"{uri(path, 'ro')}&immutable=1", uri=True, isolation_level=None)
    try:
        _lock(db, until, note)
        yield db
    except (sqlite3.Error, sqlite3.Warning, ValueError, MemoryError) as error:  # ValueError: surrogates, NUL
        if "interrupted" in str(error) and time.monotonic() < until:  # SQLite swallows what a callback raises
            raise KeyboardInterrupt from None
        raise _meant(error, seconds) from None
    finally:
        db.close()


def _rows(cursor: sqlite3.Cursor) -> list[tuple[Any, ...]]:
    """Every row. Raises `UsageError` where there is more than anyone reads: a row of a few instructions may hold
    megabytes, and the clock is asked too seldom to stop it.
    """
    rows: list[tuple[Any, ...]] = []
    size = 0
    for row in cursor:
        size += sum([len(value) for value in row if isinstance(value, str | bytes)])
        rows.append(tuple(map(_plain, row)))
        if len(rows) > MOST_ROWS:
            raise UsageError("the query finds more than {n} rows: add a LIMIT", n=_grouped(MOST_ROWS))
        if size > MOST_TEXT:
            raise UsageError("the query finds more than {n} characters: ask for less", n=_grouped(MOST_TEXT))
    return rows


def _grouped(number: int) -> str:
    """A number as both languages read it."""
    return f"{number:,}".replace(",", "\u202f")


def _lock(db: sqlite3.Connection, until: float, note: Callable[[str], None] | None) -> None:
    """Take everything but reading away from a connection, for good."""
    db.text_factory = lambda data: data.decode("utf-8", "replace")
    if hasattr(db, "enable_load_extension"):
        db.enable_load_extension(False)
    db.execute("PRAGMA query_only = on")
    db.execute("PRAGMA temp_store = memory")
    db.execute(f"PRAGMA hard_heap_limit = {MOST_MEMORY}")
    db.execute(_TABLES)
    for limit, most in _LIMITS.items():
        db.setlimit(limit, most)
    db.set_progress_handler(lambda: int(time.monotonic() > until), _STEPS)

    def allow(action: int, first: str | None, second: str | None, *_more: str | None) -> int:
        if note and action == sqlite3.SQLITE_READ and first:
            note(first)
        return _allow(action, second)

    db.set_authorizer(allow)


def _allow(action: int, second: str | None) -> int:
    if action in _ALLOWED or (action == sqlite3.SQLITE_FUNCTION and second not in _REFUSED):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _meant(error: Exception, seconds: float) -> CitydashError:
    said = str(error)
    if "interrupted" in said:
        return UsageError("the query was stopped after {n} seconds", n=f"{seconds:g}")
    if any(word in said for word in ("authoriz", "prohibited", "readonly", "attached", "vtable constructor")):
        return UsageError("a query only reads: one SELECT, on this database")
    if isinstance(error, MemoryError):
        return UsageError("the query needs more than {n} MiB of memory", n=MOST_MEMORY // 1024**2)
    if "one statement" in said:
        return UsageError("one SELECT at a time")
    return UsageError("the query is wrong: {reason}", reason=said)


def _different(names: list[str]) -> tuple[str, ...]:
    """Column names made different: the second `n` is `n:2`."""
    found: list[str] = []
    for name in names:
        n, one = 1, name
        while one in found:
            n += 1
            one = f"{name}:{n}"
        found.append(one)
    return tuple(found)


def _plain(value: Any) -> Any:
    """A value that every format can write: bytes as hexadecimal text, numbers that JSON hasn't as text."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value
