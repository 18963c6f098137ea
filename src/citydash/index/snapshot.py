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
from typing import Any, NamedTuple, Self

from citydash.errors import CitydashError, EnvironmentFault
from citydash.files.discover import Tree, scan
from citydash.index import freshness
from citydash.index.store import MEMORY, WAIT, Shelf, Store, remove

Notify = Callable[[str], None]
PATIENCE_MS = 1500
"""How long a commit waits for those who read; a new index is built beside theirs then."""


class Counts(NamedTuple):
    """How much of the workspace is wrong: problems by severity, and projects left out of every figure."""

    errors: int
    warnings: int
    projects_left_out: int


class Snapshot:
    """A set of (path, content) that figures are computed from.

    Raises `sqlite3.Error` only if the cache breaks meanwhile.
    """

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
        try:
            return self.store.fetch(name, **self.place, **values)
        except sqlite3.Error as error:
            raise _meant(error) from None

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

    def detach(self) -> None:
        """Go on in memory with a copy (15 ms at 10,000 projects): an index held for long keeps others from writing."""
        copy = Store(MEMORY)
        self.store.db.backup(copy.db)
        self.store.close()
        self.store = copy

    def close(self) -> None:
        self.store.close()

    def __enter__(self) -> Self:
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
    blob = freshness.encode(tree, clock)
    store = None
    said = ""
    if cache is not None:
        try:
            store, said = _on_disk(Shelf(cache, real), real, tree, blob)
        except (sqlite3.Error, OSError) as error:
            said = f"the index can't be kept in {cache} ({error}); working in memory"
    if store is None:
        store = _in_memory(real, tree, blob)
    if said:
        notify(said)
    return Snapshot(store, real, tree)


def _in_memory(root: str, tree: Tree, blob: bytes) -> Store:
    store = Store(MEMORY)
    try:
        store.db.execute("BEGIN")
        store.create()
        refresh(store, root, tree, blob)
        store.db.execute("COMMIT")
    except BaseException:
        store.close()
        raise
    return store


def _on_disk(shelf: Shelf, root: str, tree: Tree, blob: bytes) -> tuple[Store, str]:
    """The kept index, brought up to date or built anew, and what is to be said of it."""
    path, said = shelf.current(), ""
    if path is not None:
        try:
            return _open(shelf, path, root, tree, blob), ""
        except (CitydashError, OSError):
            raise
        except Exception as error:
            if _is_about_room(error):
                raise
            if not _is_taken(error):
                said = f"the index was damaged ({error}); it was built again"
    elif os.path.exists(shelf.pointer):  # noqa: PTH110
        said = "the index was changed by something else; it was built again"
    return _build(shelf, root, tree, blob), said


def _is_about_room(error: Exception) -> bool:
    """Whether the disk, not the index, is at fault: full or read-only."""
    return isinstance(error, sqlite3.Error) and any(word in str(error) for word in ("full", "readonly", "disk I/O"))


def _is_taken(error: Exception) -> bool:
    """Whether another process reads the index for longer than we wait, or has removed it."""
    return isinstance(error, sqlite3.Error) and any(word in str(error) for word in ("locked", "unable to open"))


def _open(shelf: Shelf, path: str, root: str, tree: Tree, blob: bytes) -> Store:
    store = Store(path)
    try:
        store.db.execute("BEGIN")
        if store.meta("fresh") == blob and freshness.is_settled(blob):
            return store
        store.db.execute("ROLLBACK")
        store.db.execute("PRAGMA cache_spill = off")  # readers are in nobody's way before the commit
        store.db.execute("BEGIN IMMEDIATE")
        refresh(store, root, tree, blob)
        store.db.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        store.db.execute("COMMIT")
        shelf.trust(path)
        shelf.sweep(path)
        store.db.execute(f"PRAGMA busy_timeout = {WAIT * 1000:.0f}")
        store.db.execute("BEGIN")
    except BaseException:
        store.close()
        raise
    return store


def _build(shelf: Shelf, root: str, tree: Tree, blob: bytes) -> Store:
    """A new index under a name of its own, trusted once it is whole."""
    path = shelf.new_path()
    store = Store(path, new=True)
    try:
        store.db.execute("PRAGMA journal_mode = off")
        store.db.execute("PRAGMA synchronous = off")
        store.db.execute("PRAGMA cache_size = -65536")
        store.db.execute("BEGIN IMMEDIATE")
        store.create()
        refresh(store, root, tree, blob)
        store.db.execute("COMMIT")
        store.close()
        shelf.trust(path)
        shelf.sweep(path)
        store = Store(path)
        store.db.execute("BEGIN")
    except BaseException:
        store.close()
        remove(path)
        raise
    return store


def refresh(store: Store, root: str, tree: Tree, blob: bytes) -> None:
    """Bring an open index up to a scan, `blob` its freshness; the caller holds the transaction."""
    from citydash.index.ingest import update  # noqa: PLC0415 - parsing and validation, only when something changed

    old = store.meta("fresh")
    changed, gone = freshness.differences(tree, old, blob)
    try:
        update(store, root, tree, changed, gone)
    except (OverflowError, sqlite3.Error) as error:
        raise _meant(error) from None
    store.set_meta("fresh", blob)


def _meant(error: Exception) -> Exception:
    """The error, or what it means where sums leave 64 bits: amounts near the limit, on hundreds of lines."""
    if isinstance(error, OverflowError) or "overflow" in str(error):
        return EnvironmentFault("the amounts of this workspace are too large to be added up")
    return error
