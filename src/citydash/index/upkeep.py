"""What the index of a workspace holds, and what may be taken out of it: anyone may delete all of it at any time."""

import os
import time
from collections.abc import Iterator
from typing import NamedTuple

from citydash.files.discover import Tree
from citydash.index import history
from citydash.index.past import on_disk, written
from citydash.index.snapshot import Snapshot
from citydash.index.store import HEAD_LINE, Shelf, Store, remove

_SETTLED = 60
"""Seconds after which nobody is making a file any more."""


class Held(NamedTuple):
    """What stands in an index: its file and size in bytes; contents, amounts, commits of HEAD's line, and revisions off
    it. `others` are files that other versions of the program or other runs left, in bytes.
    """

    path: str
    size: int
    contents: int
    amounts: int
    commits: int
    aside: int
    others: int


def held(root: str, cache: str) -> Held | None:
    """What is kept of a workspace; None where nothing is."""
    shelf = Shelf(cache, root)
    path = shelf.current()
    if path is None:
        return None
    store = Store(path)
    try:
        contents, amounts = store.fetch("sizes")[0]
        chains = dict(store.fetch("chains"))
    finally:
        store.close()
    commits = chains.pop(HEAD_LINE, -1) + 1
    others = sum(size for other, size in _files(shelf) if other not in (path, shelf.pointer))
    return Held(path, os.path.getsize(path), contents, amounts, commits, len(chains), others)  # noqa: PTH202


def prune(root: str, cache: str) -> int:
    """Take out revisions off HEAD's line and texts that stand nowhere, and what other runs and versions left; the bytes
    freed. A file that is being written is left alone.
    """
    shelf = Shelf(cache, root)
    before = sum(size for _path, size in _files(shelf))
    if shelf.current() is not None:
        base = Snapshot(on_disk(shelf), root, Tree([], [], []), shelf)
        try:
            written(base, lambda: _forget_aside(base.store))
            base.store.db.execute("COMMIT")
            base.store.db.execute("VACUUM")
            shelf.trust(base.store.path)
        finally:
            base.close()
    keep = (shelf.current(), shelf.pointer)
    for path, _size in list(_files(shelf)):
        if path not in keep and time.time() - os.path.getmtime(path) > _SETTLED:  # noqa: PTH204
            remove(path)
    return before - sum(size for _path, size in _files(shelf))


def clear(root: str, cache: str) -> None:
    """Delete the index, so that the next command builds it anew."""
    for path, _size in list(_files(Shelf(cache, root))):
        remove(path)


def _forget_aside(store: Store) -> None:
    for chain, _at in store.fetch("chains"):
        if chain > HEAD_LINE:
            history.drop(store, chain)
    history.forget_unused(store)


def _files(shelf: Shelf) -> Iterator[tuple[str, int]]:
    """Every file of the workspace in the cache folder, with its size."""
    try:
        with os.scandir(shelf.folder) as entries:
            for entry in entries:
                if entry.name.startswith(shelf.family):
                    yield entry.path, entry.stat().st_size
    except OSError:
        return
