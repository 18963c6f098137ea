"""One index on disk or in memory: a SQLite connection, the shipped statements, and the pointer that says what to trust.

A workspace's index is a file with a name of its own for each build, so that no journal ever meets another's database. A
small pointer file, replaced whole, names the current one with its size and times as the last writer left them: a file
that anything else touched isn't believed, and is built again. Deleting any of it is safe.
"""

import os
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from citydash.index._compiled import CONSTANTS, CREATE, SQL, VERSION

FOREVER = 2**62
"""`last` of a span that stands in the newest snapshot of its chain."""
HEAD_LINE = 1
"""The chain of HEAD's first-parent line."""
MEMORY = ":memory:"
"""The path of an index that is kept nowhere."""
CONTENT_BITS = (1 << 32) - 1
"""Of a number in a list the digits that name a content."""
PLACED = "(value >> 32)"
"""The others."""
PACKED = "packed_number"
"""Stands in the statements that group by one number until it is known what that is."""
WAIT = 10.0
"""Seconds to wait for another process that is writing."""


class Store:
    """The statements of `queries.py` on one connection, to a new or an existing file, or to memory.

    Raises `sqlite3.Error`.
    """

    def __init__(self, path: str, *, new: bool = False) -> None:
        name = "file:citydash?mode=memory" if path == MEMORY else uri(path, "rwc" if new else "rw")
        self.path = path
        self.db = sqlite3.connect(name, uri=True, timeout=WAIT, isolation_level=None, check_same_thread=False)
        self.db.execute("PRAGMA temp_store = memory")

    def create(self) -> None:
        """Make the tables, in an empty database."""
        for statement in CREATE:
            self.db.execute(statement)

    def fetch(self, name: str, **values: Any) -> list[tuple[Any, ...]]:
        """Every row of a statement."""
        return self.db.execute(SQL[name], {**CONSTANTS.get(name, {}), **values}).fetchall()

    def fetch_packed(self, name: str, weights: Mapping[str, int], **values: Any) -> list[tuple[Any, ...]]:
        """Likewise, of a statement that groups by one number: what each of these columns weighs in it, added up.

        Written into the statement: bound, each would be multiplied anew a row, half of the time that it takes.
        """
        number = " + ".join(f"{column} * {weight:d}" for column, weight in weights.items())
        return self.db.execute(SQL[name].replace(PACKED, number), values).fetchall()

    def run(self, name: str, **values: Any) -> None:
        """A statement without rows."""
        self.db.execute(SQL[name], {**CONSTANTS.get(name, {}), **values})

    def many(self, name: str, rows: Iterable[Sequence[Any]]) -> None:
        """An insert of rows in the order of the table's columns."""
        self.db.executemany(SQL[name], rows)

    def meta(self, key: str) -> bytes:
        """A kept value, empty where there is none."""
        rows = self.fetch("get_meta", key=key)
        return rows[0][0] if rows else b""

    def set_meta(self, key: str, value: bytes) -> None:
        self.run("set_meta", key=key, value=value)

    def close(self) -> None:
        self.db.close()


_PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/:\\")


def uri(path: str, mode: str) -> str:
    """A database's file as SQLite's URI, byte by byte: a folder's name needn't be text."""
    quoted = "".join(chr(byte) if byte in _PLAIN else f"%{byte:02x}" for byte in os.fsencode(path))
    return f"file:{quoted}?mode={mode}"


class Shelf:
    """Where a workspace's index stands: the folder, the pointer, the current file."""

    def __init__(self, folder: str, workspace: str) -> None:
        import zlib  # noqa: PLC0415 - small, and sure to be there

        root = os.path.realpath(workspace)
        name = "".join(c if c.isalnum() and c.isascii() else "-" for c in os.path.basename(root))[:40] or "workspace"  # noqa: PTH119
        raw = os.fsencode(root)
        self.folder = folder
        self.family = f"{name}-{zlib.crc32(raw):08x}{zlib.adler32(raw[::-1]):08x}-"
        self.stem = self.family + VERSION
        self.pointer = os.path.join(folder, f"{self.stem}.current")  # noqa: PTH118

    def current(self) -> str | None:
        """The trusted index file; None where there is none, or where something else has touched it.

        A stamp that doesn't match may be another process between its commit and its pointer: that one is waited for.
        """
        for pause in _PAUSES:
            try:
                with open(self.pointer, encoding="ascii") as file:  # noqa: PTH123
                    name, *stamp = file.read().split("\n")
                path = os.path.join(self.folder, name)  # noqa: PTH118
                if not name.startswith(self.stem) or "/" in name:
                    return None
                if stamp == _stamp(path):
                    return path
            except (OSError, ValueError):
                return None
            if pause:
                _wait_for_writer(path)
                _sleep(pause)
        return None

    def new_path(self) -> str:
        """A name that no index had before, in a folder that exists. Raises `OSError`."""
        os.makedirs(self.folder, mode=0o700, exist_ok=True)  # noqa: PTH103
        return os.path.join(self.folder, f"{self.stem}-{os.urandom(6).hex()}.sqlite")  # noqa: PTH118

    def trust(self, path: str) -> None:
        """Name `path` as the current index, as it is now. Raises `OSError`."""
        for _attempt in _PAUSES:
            stamp = _stamp(path)
            self._point(os.path.basename(path), stamp)  # noqa: PTH119
            if _stamp(path) == stamp:  # else another process has written since, and may have named its stamp first
                return

    def _point(self, name: str, stamp: list[str]) -> None:
        temporary = f"{self.pointer}.{os.urandom(6).hex()}"
        try:
            with open(temporary, "w", encoding="ascii") as file:  # noqa: PTH123
                file.write("\n".join((name, *stamp)))
            os.replace(temporary, self.pointer)  # noqa: PTH105
        except OSError:
            remove(temporary)
            raise

    def sweep(self, keep: str) -> None:
        """Remove what this workspace's earlier indexes left; not what another process may be making, or another version
        of the program using.
        """
        import time  # noqa: PLC0415

        now = time.time()
        try:
            with os.scandir(self.folder) as entries:
                for entry in entries:
                    if entry.name.startswith(self.family) and entry.path not in (keep, self.pointer):
                        age = now - entry.stat().st_mtime
                        if age > (_ABANDONED if entry.name.startswith(self.stem) else _OLD_VERSION):
                            os.unlink(entry.path)  # noqa: PTH108
        except OSError:
            return


_PAUSES = (0.01, 0.05, 0.1, 0)
_ABANDONED, _OLD_VERSION = 600, 30 * 86_400
"""Seconds without a change after which a file is left over."""


def remove(path: str) -> None:
    """Delete a file if it is there and can be."""
    try:
        os.unlink(path)  # noqa: PTH108
    except OSError:
        return


def _wait_for_writer(path: str) -> None:
    try:
        store = Store(path)
        try:
            store.db.execute("BEGIN IMMEDIATE")
            store.db.execute("ROLLBACK")
        finally:
            store.close()
    except sqlite3.Error:
        return


def _sleep(seconds: float) -> None:
    import time  # noqa: PLC0415

    time.sleep(seconds)


def _stamp(path: str) -> list[str]:
    s = os.stat(path)  # noqa: PTH116
    return [str(s.st_size), str(s.st_mtime_ns), str(s.st_ino)]
