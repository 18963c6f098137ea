"""One read-only query on the database of `sqlite`: nothing can be written, attached, set or loaded; it ends in time."""

import math
import os
import sqlite3
import tempfile
import time
from typing import Any, NamedTuple

from citydash.errors import CitydashError, EnvironmentFault, UsageError
from citydash.export.sqlite import fill
from citydash.export.task import Task
from citydash.index.store import uri

SECONDS = 30.0
"""How long a query may take."""
MOST_ROWS = 1_000_000
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
        db = sqlite3.connect(path, isolation_level=None)
        try:
            db.execute("PRAGMA synchronous = off")
            fill(db, task)
        except sqlite3.Error as error:
            raise EnvironmentFault("the database can't be made: {reason}", reason=error) from error
        finally:
            db.close()
        return read(path, sql, seconds)


def read(path: str, sql: str, seconds: float = SECONDS) -> Result:
    """Likewise on a database file. Raises `UsageError`."""
    db = sqlite3.connect(f"{uri(path, 'ro')}&immutable=1", uri=True, isolation_level=None)
    try:
        _lock(db, time.monotonic() + seconds)
        cursor = db.execute(sql)
        if cursor.description is None:
            raise UsageError("there is no query: write one SELECT")
        rows = cursor.fetchmany(MOST_ROWS + 1)
    except (sqlite3.Error, sqlite3.Warning, ValueError) as error:  # of texts that are no text: surrogates, NUL
        raise _meant(error, seconds) from None
    finally:
        db.close()
    if len(rows) > MOST_ROWS:
        raise UsageError("the query finds more than {n} rows: add a LIMIT", n=MOST_ROWS)
    return Result(_different([column[0] for column in cursor.description]), [tuple(map(_plain, row)) for row in rows])


def _lock(db: sqlite3.Connection, until: float) -> None:
    """Take everything but reading away from a connection, for good."""
    db.text_factory = lambda data: data.decode("utf-8", "replace")
    if hasattr(db, "enable_load_extension"):
        db.enable_load_extension(False)
    db.execute("PRAGMA query_only = on")
    db.execute("PRAGMA temp_store = memory")
    for limit, most in _LIMITS.items():
        db.setlimit(limit, most)
    db.set_progress_handler(lambda: int(time.monotonic() > until), _STEPS)
    db.set_authorizer(_allow)


def _allow(action: int, _first: str | None, second: str | None, *_more: str | None) -> int:
    if action in _ALLOWED or (action == sqlite3.SQLITE_FUNCTION and second not in _REFUSED):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _meant(error: Exception, seconds: float) -> CitydashError:
    said = str(error)
    if "interrupted" in said:
        return UsageError("the query was stopped after {n} seconds", n=f"{seconds:g}")
    if any(word in said for word in ("authoriz", "prohibited", "readonly", "attached")):
        return UsageError("a query only reads: one SELECT, on this database")
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
