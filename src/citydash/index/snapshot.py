"""A snapshot to ask: the work tree's, kept fresh in the user's cache folder, or in memory where that can't be.

    with open_workspace(root, cache) as snapshot:
        snapshot.fetch("projects")

Whatever happens to the cache (deleted, damaged, full, read-only, an older program's), the answer is the same; what was
done instead is said once through `notify`.
"""

import os
import sqlite3
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from citydash.errors import CitydashError, EnvironmentFault
from citydash.files.discover import Tree, scan
from citydash.index import freshness
from citydash.index.store import MEMORY, WAIT, Shelf, Store, remove

if TYPE_CHECKING:
    from citydash.files.repository import Revision
    from citydash.index.second import Second

Notify = Callable[[EnvironmentFault], None]
Progress = Callable[[int, int], None]


def ignore(_said: EnvironmentFault) -> None:
    """Tells nobody."""


PATIENCE_MS = 1500
"""How long a commit waits for those who read; a new index is built beside theirs then."""


def pair(town: Any, number: Any) -> Any:
    """A town and a content or a source of it in one number, for a list of them in one parameter; of columns, too.

    Words are below 2³¹ and contents below 2³²: their numbers are given without gaps.
    """
    return town * (1 << 32) + number


class Counts(NamedTuple):
    """How much of the workspace is wrong: problems by severity, and projects left out of every figure."""

    errors: int
    warnings: int
    projects_left_out: int


class Snapshot:
    """A set of (path, content) that figures are computed from.

    Raises `sqlite3.Error` only if the cache breaks meanwhile.
    """

    revision: "Revision | None" = None
    """The commit that it is of; None for the files as they are."""
    asked = ""
    """What the user called it: a tag, a branch, a day."""
    on_own_line: "Snapshot | None" = None
    """The same on an index that holds the line it stands on (`own_line`), once somebody asked for that."""

    def __init__(self, store: Store, root: str, tree: Tree, shelf: Shelf | None = None) -> None:
        self.store, self.root, self.tree, self.shelf = store, root, tree, shelf
        self.place = {"chain": 0, "at": 0}
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

    def fetch_packed(self, name: str, weights: Mapping[str, int], **values: Any) -> list[tuple[Any, ...]]:
        """Likewise, of a statement that groups by one number (`Store.fetch_packed`)."""
        try:
            return self.store.fetch_packed(name, weights, **self.place, **values)
        except sqlite3.Error as error:
            raise _meant(error) from None

    @property
    def words(self) -> dict[int, str]:
        """Interned ids: of towns, portfolios, departments, sources. 0 is none of them."""
        if self._words is None:
            self._words = dict(self.store.fetch("words"))
            self._words[0] = ""
        return self._words

    def learn(self) -> None:
        """Read the words that came since they were read: a history brings its own."""
        if self._words is not None:
            self._words.update(self.store.fetch("words"))

    @property
    def is_work_tree(self) -> bool:
        return self.place["chain"] == 0

    @property
    def is_empty(self) -> bool:
        """Whether there is neither a town nor anything that should have been one."""
        return not self.tree.files and not self.tree.problems

    def findings(self) -> list[tuple[Any, ...]]:
        """What is wrong between files: (path, code, keys, args, hint), as `finding` stores it."""
        return self.store.fetch("findings")

    def text(self, path: str) -> str:
        """A file's text, for its lines to be shown or searched; "" where it can't be read, or is too large."""
        from citydash.files.source import read_text  # noqa: PLC0415 - only when a file is asked for

        return read_text(self.root, path)

    @property
    def counts(self) -> Counts:
        errors, warnings, lost = map(int, self.store.meta("counts").decode().split(","))
        return Counts(errors, warnings, lost)

    def detach(self) -> None:
        """Go on in memory with a copy (15 ms at 10,000 projects): an index held for long keeps others from writing.

        So do the other snapshots on the same index.
        """
        copy = Store(MEMORY)
        self.store.db.backup(copy.db)
        self.store.close()
        self.store.db, self.store.path = copy.db, MEMORY

    def close(self) -> None:
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()


class Seen(NamedTuple):
    """What a scan saw: the files of a folder, and their freshness as a blob; whom to tell how far reading them is."""

    root: str
    tree: Tree
    blob: bytes
    progress: Progress | None = None


def open_workspace(root: str, cache: str | None, notify: Notify = ignore, progress: Progress | None = None) -> Snapshot:
    """The work tree of `root` as it is now. `cache` is the folder of indexes, or None for memory only.

    `notify` is told, once at most, what is wrong with the cache; `progress` how many of the files to read are read.

    Raises `EnvironmentFault` where the workspace isn't there.
    """
    real = os.path.realpath(root)
    clock = time.time_ns()
    tree = scan(root)
    seen = Seen(real, tree, freshness.encode(tree, clock), progress)
    store = said = shelf = None
    if cache is not None:
        shelf = Shelf(cache, real)
        try:
            store, said = _on_disk(shelf, seen)
        except (sqlite3.Error, OSError) as error:
            said = EnvironmentFault(
                "the index can't be kept in {cache} ({reason}); working in memory", cache=cache, reason=error
            )
    if store is None:
        store, shelf = _in_memory(seen), None
    if said is not None:
        notify(said)
    return Snapshot(store, real, tree, shelf)


def _in_memory(seen: Seen) -> Store:
    store = Store(MEMORY)
    try:
        store.db.execute("BEGIN")
        store.create()
        refresh(store, seen)
        store.db.execute("COMMIT")
    except BaseException:
        store.close()
        raise
    return store


def _on_disk(shelf: Shelf, seen: Seen) -> tuple[Store, EnvironmentFault | None]:
    """The kept index, brought up to date or built anew, and what is to be said of it."""
    path, said = shelf.current(), None
    if path is not None:
        try:
            return _open(shelf, path, seen), None
        except (CitydashError, OSError):
            raise
        except Exception as error:
            if _is_about_room(error):
                raise
            if not _is_taken(error):
                said = EnvironmentFault("the index was damaged ({reason}); it was built again", reason=error)
    elif os.path.exists(shelf.pointer):  # noqa: PTH110
        said = EnvironmentFault("the index was changed by something else; it was built again")
    return _build(shelf, seen), said


def _is_about_room(error: Exception) -> bool:
    """Whether the disk, not the index, is at fault: full or read-only."""
    return isinstance(error, sqlite3.Error) and any(word in str(error) for word in ("full", "readonly", "disk I/O"))


def _is_taken(error: Exception) -> bool:
    """Whether another process reads the index for longer than we wait, or has removed it."""
    return isinstance(error, sqlite3.Error) and any(word in str(error) for word in ("locked", "unable to open"))


def _open(shelf: Shelf, path: str, seen: Seen) -> Store:
    store = Store(path)
    try:
        store.db.execute("BEGIN")
        if store.meta("fresh") == seen.blob and freshness.is_settled(seen.blob):
            return store
        store.db.execute("ROLLBACK")
        store.db.execute("PRAGMA cache_spill = off")  # readers are in nobody's way before the commit
        store.db.execute("BEGIN IMMEDIATE")
        refresh(store, seen)
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


def _build(shelf: Shelf, seen: Seen) -> Store:
    """A new index under a name of its own, trusted once it is whole."""
    from citydash.index import second  # noqa: PLC0415 - only for a new index

    path = shelf.new_path()
    helper = second.start(f"{path}.second") if len(seen.tree.files) >= second.MANY else None
    store = None
    try:
        store = Store(path, new=True)
        store.db.execute("PRAGMA journal_mode = off")
        store.db.execute("PRAGMA synchronous = off")
        store.db.execute("PRAGMA cache_size = -65536")
        store.db.execute("BEGIN IMMEDIATE")
        store.create()
        refresh(store, seen, helper)
        store.db.execute("COMMIT")
        store.close()
        shelf.trust(path)
        shelf.sweep(path)
        store = Store(path)
        store.db.execute("BEGIN")
    except BaseException:
        if store is not None:
            store.close()
        remove(path)
        raise
    finally:
        if helper is not None:
            helper.end()
    return store


def refresh(store: Store, seen: Seen, second: "Second | None" = None) -> None:
    """Bring an open index up to what was seen, a new one with a `second` process's help; the caller holds the
    transaction.
    """
    from citydash.index.ingest import Aid, update  # noqa: PLC0415 - parsing and validation, only when something changed

    old = store.meta("fresh")
    changed, gone = freshness.differences(seen.tree, old, seen.blob)
    try:
        update(store, seen.root, seen.tree, changed, gone, Aid(seen.progress, second))
    except (OverflowError, sqlite3.Error) as error:
        raise _meant(error) from None
    store.set_meta("fresh", seen.blob)


def _meant(error: Exception) -> Exception:
    """The error, or what it means where sums leave 64 bits: amounts near the limit, on hundreds of lines."""
    if isinstance(error, OverflowError) or "overflow" in str(error):
        return EnvironmentFault("the amounts of this workspace are too large to be added up")
    return error
