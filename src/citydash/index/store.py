"""One index on disk or in memory: a SQLite connection, the shipped statements, and the pointer that says what to trust.

A workspace's index is a file with a name of its own for each build, so that no journal ever meets another's database. A
small pointer file, replaced whole, names the current one with its size and times as the last writer left them: a file
that anything else touched isn't believed, and is built again. Deleting any of it is safe.
"""

import os
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from citydash.index._compiled import CONSTANTS, CREATE, SQL, VERSION

FOREVER = 2**62
"""`last` of a span that stands in the newest snapshot of its chain."""
WAIT = 10.0
"""Seconds to wait for another process that is writing."""


class Store:
    """The statements of `queries.py` on one connection. Raises `sqlite3.Error`."""

    def __init__(self, path: str) -> None:
        uri = "file:citydash?mode=memory" if path == ":memory:" else f"file:{_quoted(path)}?mode=rwc"
        self.path = path
        self.db = sqlite3.connect(uri, uri=True, timeout=WAIT, isolation_level=None, check_same_thread=False)
        self.db.execute("PRAGMA temp_store = memory")

    def create(self) -> None:
        """Make the tables, in an empty database."""
        for statement in CREATE:
            self.db.execute(statement)

    def fetch(self, name: str, **values: Any) -> list[tuple[Any, ...]]:
        """Every row of a statement."""
        return self.db.execute(SQL[name], {**CONSTANTS.get(name, {}), **values}).fetchall()

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


def _quoted(path: str) -> str:
    return path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")


class Shelf:
    """Where a workspace's index stands: the folder, the pointer, the current file."""

    def __init__(self, folder: str, workspace: str) -> None:
        import zlib  # noqa: PLC0415 - small, and sure to be there

        root = os.path.realpath(workspace)
        name = "".join(c if c.isalnum() else "-" for c in os.path.basename(root))[:40] or "workspace"  # noqa: PTH119
        both = f"{zlib.crc32(root.encode('utf-8', 'surrogateescape')):08x}{zlib.adler32(root[::-1].encode('utf-8', 'surrogateescape')):08x}"
        self.folder = folder
        self.stem = f"{name}-{both}-{VERSION}"
        self.pointer = os.path.join(folder, f"{self.stem}.current")  # noqa: PTH118

    def current(self) -> str | None:
        """The trusted index file; None where there is none, or where something else has touched it."""
        for attempt in range(2):
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
            if not attempt:
                self.wait_for_writer(path)
        return None

    def wait_for_writer(self, path: str) -> None:
        """A stamp that doesn't match may be another process between its commit and its pointer: let it end."""
        try:
            store = Store(path)
            try:
                store.db.execute("BEGIN IMMEDIATE")
                store.db.execute("ROLLBACK")
            finally:
                store.close()
        except sqlite3.Error:
            return

    def new_path(self) -> str:
        """A name that no index had before, in a folder that exists. Raises `OSError`."""
        os.makedirs(self.folder, mode=0o700, exist_ok=True)  # noqa: PTH103
        return os.path.join(self.folder, f"{self.stem}-{os.urandom(6).hex()}.sqlite")  # noqa: PTH118

    def trust(self, path: str) -> None:
        """Name `path` as the current index, as it is now; the one before goes. Raises `OSError`."""
        temporary = f"{self.pointer}.{os.getpid()}"
        with open(temporary, "w", encoding="ascii") as file:  # noqa: PTH123
            file.write("\n".join((os.path.basename(path), *_stamp(path))))  # noqa: PTH119
        os.replace(temporary, self.pointer)  # noqa: PTH105

    def sweep(self, keep: str) -> None:
        """Remove this workspace's other index files, a minute old at least: another process may be building one."""
        import time  # noqa: PLC0415

        try:
            with os.scandir(self.folder) as entries:
                for entry in entries:
                    old = entry.name.startswith(f"{self.stem}-") and entry.path != keep
                    if old and time.time() - entry.stat().st_mtime > 60:  # noqa: PLR2004
                        os.unlink(entry.path)  # noqa: PTH108
        except OSError:
            return


def _stamp(path: str) -> list[str]:
    s = os.stat(path)  # noqa: PTH116
    return [str(s.st_size), str(s.st_mtime_ns), str(s.st_ino)]
