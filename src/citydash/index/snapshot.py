"""A snapshot to ask: the work tree's, kept fresh in the user's cache folder, or in memory where that can't be.

    with open_workspace(root, cache) as snapshot:
        snapshot.fetch("projects")

Whatever happens to the cache (deleted, damaged, full, read-only, an older program's), the answer is the same; what was
done instead is said once through `notify`.
"""

import os
import sqlite3
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from citydash.files.discover import Tree, scan
from citydash.index import freshness
from citydash.index.store import Shelf, Store

Notify = Callable[[str], None]


class Counts(NamedTuple):
    """How much of the workspace is wrong: problems by severity, and projects left out of every figure."""

    errors: int
    warnings: int
    projects_left_out: int


class Snapshot:
    """A set of (path, content) that figures are computed from. Raises `sqlite3.Error` only if the cache breaks meanwhile."""

    def __init__(self, store: Store, root: str, tree: Tree, chain: int = 0, at: int = 0) -> None:
        self.store, self.root, self.tree = store, root, tree
        self.place = {"chain": chain, "at": at}
        self._words: dict[int, str] | None = None

    @property
    def name(self) -> str:
        """The workspace's name: its folder's."""
        return os.path.basename(self.root)  # noqa: PTH119

    def fetch(self, name: str, **values: Any) -> list[tuple[Any, ...]]:
        """The rows of a shipped statement on this snapshot."""
        return self.store.fetch(name, **self.place, **values)

    @property
    def words(self) -> dict[int, str]:
        """Interned ids: of towns, portfolios, departments, sources. 0 is none of them."""
        if self._words is None:
            self._words = dict(self.store.fetch("words"))
            self._words[0] = ""
        return self._words

    @property
    def is_work_tree(self) -> bool:
        return self.place["chain"] == 0

    @property
    def counts(self) -> Counts:
        errors, warnings, lost = map(int, self.store.meta("counts").decode().split(","))
        return Counts(errors, warnings, lost)

    def close(self) -> None:
        self.store.close()

    def __enter__(self) -> "Snapshot":
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()


def open_workspace(root: str, cache: str | None, notify: Notify = lambda _line: None) -> Snapshot:
    """The work tree of `root` as it is now. `cache` is the folder of indexes, or None for memory only.

    Raises `EnvironmentFault` where the workspace isn't there.
    """
    real = os.path.realpath(root)
    clock = time.time_ns()
    tree = scan(root)
    if cache is not None:
        try:
            return Snapshot(_on_disk(Shelf(cache, real), real, tree, clock, notify), real, tree)
        except (sqlite3.Error, OSError) as error:
            notify(f"the index can't be kept in {cache} ({error}); working in memory")
    store = Store(":memory:")
    store.create()
    refresh(store, real, tree, clock)
    return Snapshot(store, real, tree)


def _on_disk(shelf: Shelf, root: str, tree: Tree, clock: int, notify: Notify) -> Store:
    path = shelf.current()
    if path is not None:
        try:
            return _open(shelf, path, root, tree, clock)
        except sqlite3.DatabaseError as error:
            if _is_about_room(error):
                raise
            notify(f"the index was damaged ({error}); it was built again")
    elif os.path.exists(shelf.pointer):  # noqa: PTH110
        notify("the index was changed by something else; it was built again")
    return _build(shelf, root, tree, clock)


def _is_about_room(error: sqlite3.Error) -> bool:
    """Whether the disk, not the database, is at fault: full, read-only, or locked for longer than we wait."""
    return any(word in str(error) for word in ("full", "readonly", "locked", "disk I/O"))


def _open(shelf: Shelf, path: str, root: str, tree: Tree, clock: int) -> Store:
    store = Store(path)
    try:
        store.db.execute("BEGIN")
        blob = freshness.encode(tree, clock)
        if store.meta("fresh") == blob:
            return store
        store.db.execute("ROLLBACK")
        store.db.execute("BEGIN IMMEDIATE")
        refresh(store, root, tree, clock)
        store.db.execute("COMMIT")
        shelf.trust(path)
        store.db.execute("BEGIN")
    except BaseException:
        store.close()
        raise
    return store


def _build(shelf: Shelf, root: str, tree: Tree, clock: int) -> Store:
    """A new index under a name of its own, trusted once it is whole."""
    path = shelf.new_path()
    store = Store(path)
    try:
        store.db.execute("PRAGMA journal_mode = off")
        store.db.execute("PRAGMA synchronous = off")
        store.db.execute("PRAGMA cache_size = -65536")
        store.db.execute("BEGIN IMMEDIATE")
        store.create()
        refresh(store, root, tree, clock)
        store.db.execute("COMMIT")
        store.close()
        shelf.trust(path)
    except BaseException:
        store.close()
        _remove(path)
        raise
    shelf.sweep(path)
    store = Store(path)
    store.db.execute("BEGIN")
    return store


def _remove(path: str) -> None:
    try:
        os.unlink(path)  # noqa: PTH108
    except OSError:
        return


def refresh(store: Store, root: str, tree: Tree, clock: int) -> None:
    """Bring an open index up to a scan that began at `clock`; the caller holds the transaction."""
    from citydash.index.ingest import update  # noqa: PLC0415 - parsing and validation, only when something changed

    blob = freshness.encode(tree, clock)
    old = store.meta("fresh")
    changed, gone = freshness.differences(tree, old, blob)
    update(store, root, tree, changed, gone)
    store.set_meta("fresh", blob)
