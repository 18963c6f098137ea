"""Snapshots of commits: the workspace as it stood then, asked as the work tree is.

    with open_past(root, cache, "HEAD~3") as snapshot:
        snapshot.fetch("projects")

What was read once of a commit stays in the index; a commit that is there already costs no more than naming it.
"""

import os
import sqlite3
from collections.abc import Callable
from functools import cached_property
from json import dumps, loads
from typing import Any, TypeVar

from citydash.errors import EnvironmentFault
from citydash.files.discover import Tree
from citydash.files.problems import Problem
from citydash.files.repository import LINK, Node, Repository, Revision, find
from citydash.files.revisions import head_of, no_commit, revision_named
from citydash.index.snapshot import Counts, Notify, Progress, Snapshot, ignore
from citydash.index.store import MEMORY, Shelf, Store, remove, uri
from citydash.model import rules
from citydash.model.words import MEASURES

T = TypeVar("T")


class Past(Snapshot):
    """The workspace at a commit. `revision` is the commit that was asked for."""

    revision: Revision
    head: str = ""
    """The commit of HEAD, where it is known to be it."""

    def __init__(self, base: Snapshot, repository: Repository, revision: Revision, place: tuple[int, int]) -> None:
        super().__init__(base.store, base.root, Tree([], [], []), base.shelf)
        self._words = base.words
        self.repository, self.revision = repository, revision
        self.place = {"chain": place[0], "at": place[1]}

    def fetch(self, name: str, **values: Any) -> list[tuple[Any, ...]]:
        if name == "cube_sums":
            name = "cube_sums_past"
        if name != "cube":
            return super().fetch(name, **values)
        wanted = set(loads(values["measures"]))
        return [row for row in self._cube if row[3] in wanted]

    @cached_property
    def _cube(self) -> list[tuple[Any, ...]]:
        """The totals that are kept of the work tree alone, summed once."""
        return super().fetch("cube_past", measures=dumps(list(range(len(MEASURES)))))

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """Every path of the workspace at the commit."""
        return self.repository.tree(self.revision.commit)

    @property
    def tree(self) -> Tree:
        """The portfolio files at the commit, and what is wrong with names and places."""
        return self._scanned

    @tree.setter
    def tree(self, _tree: Tree) -> None:
        """The commit says what stands in it."""

    @cached_property
    def _scanned(self) -> Tree:
        from citydash.files import gittree  # noqa: PLC0415 - only where paths are asked for

        return gittree.scan(self.nodes, self.name, self.repository.read)

    @property
    def is_empty(self) -> bool:
        return not self.fetch("towns") and not self.tree.problems

    @property
    def counts(self) -> Counts:
        kept = self.fetch("counts_at")[0][0]
        return Counts(*map(int, kept.split(",")))

    @cached_property
    def _findings(self) -> list[Problem]:
        from citydash.index import context  # noqa: PLC0415 - only where problems are asked for

        return context.findings(self.store, self.tree, self.place)

    def findings(self) -> list[tuple[Any, ...]]:
        return [(p.path, p.code, dumps(p.keys), dumps(p.args), p.hint) for p in self._findings]

    def text(self, path: str) -> str:
        node = self.nodes.get(path)
        if node is None or node.mode == LINK:
            from citydash.files import gittree  # noqa: PLC0415 - likewise

            placed = gittree.Layout(self.nodes, self.name, self.repository.read).files.get(path)
            node = Node(0, placed.blob) if placed else None
        raw = self.repository.read(node.blob) if node else b""
        return raw.decode("utf-8", "replace") if len(raw) <= rules.MAX_FILE_BYTES else ""


def open_past(
    root: str,
    cache: str | None,
    text: str,
    notify: Notify = ignore,
    progress: Progress | None = None,
    *,
    with_line: bool = False,
) -> Past:
    """The workspace at the commit that `text` names; the work tree isn't looked at. Arguments as of `open_workspace`;
    `with_line` brings HEAD's line in first.

    Raises `EnvironmentFault` where there is no repository or the workspace isn't in the commit, `UsageError` for a name
    that isn't there.
    """
    real = os.path.realpath(root)
    repository = repository_of(real)
    revision = revision_named(repository, text)
    store, shelf = _index(real, cache, notify)
    base = Snapshot(store, real, Tree([], [], []), shelf)
    try:
        if with_line:
            follow(base, repository, progress, *((revision.commit, revision) if text == "HEAD" else ()))
        found = past(base, revision, repository, progress)
    except BaseException:
        base.close()
        raise
    found.head = revision.commit if text == "HEAD" else ""
    found.asked = text
    return found


def past(
    base: Snapshot, named: str | Revision, repository: Repository | None = None, progress: Progress | None = None
) -> Past:
    """The commit that a text names, on the index that another snapshot has open. Raises as `open_past` does."""
    repository = repository or repository_of(base.root)
    revision = revision_named(repository, named) if isinstance(named, str) else named
    place = _known(base, repository, revision)
    if place is None:
        place = written(base, lambda: _take_in(base, repository, revision, progress))
    found = Past(base, repository, revision, place)
    found.asked = named if isinstance(named, str) else ""
    return found


def is_followed(base: Snapshot, repository: Repository, head: str) -> bool:
    """Whether the index that a snapshot has open holds HEAD's line up to a commit."""
    return (base.store.meta("history"), base.store.meta("outlook")) == (head.encode(), _outlook(repository))


def follow(
    base: Snapshot,
    repository: Repository,
    progress: Progress | None = None,
    head: str = "",
    asked: Revision | None = None,
) -> None:
    """Bring HEAD's line into the index that a snapshot has open; `head` is its commit where it is known. A snapshot
    that is `asked` for next comes in with the line, in one transaction. Raises `EnvironmentFault`.
    """
    head = head or head_of(repository)
    if not head:
        return
    if is_followed(base, repository, head):
        return
    from citydash.index import second  # noqa: PLC0415 - only where there is something new

    is_first = not base.store.meta("history") and base.store.path != MEMORY
    helper = second.start(f"{base.store.path}.history") if is_first else None
    from citydash.index.halves import halves  # noqa: PLC0415 - parsing and validation, while the helper imports them too
    from citydash.index.history import follow as follow_line  # noqa: PLC0415 - likewise
    from citydash.index.history import plan  # noqa: PLC0415 - likewise

    try:
        made = plan(base.store, repository, base.name, head)
        top = base.store.fetch("top_content")
    except BaseException:
        if helper is not None:
            helper.end()
        raise
    with halves(base.store, repository, made, helper, progress) as found:

        def work() -> None:
            store = base.store
            _same_outlook(store, repository)
            if (store.meta("history"), store.fetch("top_content")) != (made.before, top):  # another process was quicker
                follow_line(store, repository, plan(store, repository, base.name, head), {}, progress)
            else:
                if found is not None:
                    found.take(store)
                follow_line(store, repository, made, found.texts if found else {}, progress)
            if asked is not None:
                _take_in(base, repository, asked, progress)

        written(base, work, found.other if found else "")


def kept(base: Snapshot, repository: Repository, name: str, make: Callable[[], Any]) -> Any:
    """What `make` finds along HEAD's line, as JSON gives it back: kept in the index until the line moves."""
    head = base.head if isinstance(base, Past) and base.head else head_of(repository)
    if not head:
        raise no_commit()
    stamp = head.encode() + _outlook(repository) + b"\n"
    if (found := base.store.meta(name)).startswith(stamp):
        return loads(found[len(stamp) :])
    follow(base, repository, head=head)
    made = dumps(make())
    written(base, lambda: base.store.set_meta(name, stamp + made.encode()))
    return loads(made)


def repository_at(snapshot: Snapshot) -> Repository:
    """The repository of a snapshot. Raises `EnvironmentFault` where there is none."""
    return snapshot.repository if isinstance(snapshot, Past) else repository_of(snapshot.root)


def repository_of(root: str) -> Repository:
    """The repository that a workspace stands in. Raises `EnvironmentFault` where there is none."""
    repository = find(root)
    if repository is None:
        raise EnvironmentFault("{root} is in no git repository: there is no history", root=root)
    return repository


def _known(base: Snapshot, repository: Repository, revision: Revision) -> tuple[int, int] | None:
    """Where a commit stands in the index; None where it, or its counts of problems, aren't there."""
    store = base.store
    if store.meta("outlook") != _outlook(repository):
        return None
    for commit in (revision.commit, None):
        rows = store.fetch("place_of_commit", commit=commit or repository.last_touching(revision.commit))
        if rows:
            chain, at = rows[0]
            return (chain, at) if store.fetch("counts_at", chain=chain, at=at)[0][0] else None
    return None


def _take_in(base: Snapshot, repository: Repository, revision: Revision, progress: Progress | None) -> tuple[int, int]:
    from citydash.files import gittree  # noqa: PLC0415 - as in `follow`
    from citydash.index import context, history  # noqa: PLC0415 - likewise

    store = base.store
    _same_outlook(store, repository)
    rows = store.fetch("place_of_commit", commit=revision.commit)
    touching = revision.commit if rows else repository.last_touching(revision.commit)
    nodes = repository.tree(touching) if touching else {}
    if not nodes:
        raise history.not_there(revision.commit)
    rows = rows or store.fetch("place_of_commit", commit=touching)
    if not rows and store.meta("history") and (head := head_of(repository)):
        history.follow(store, repository, history.plan(store, repository, base.name, head), {}, progress)
        rows = store.fetch("place_of_commit", commit=touching)
    if rows:
        chain, at = rows[0]
    else:
        chain, at = history.set_aside(store, repository, base.name, repository.revision(touching), progress)
    place = {"chain": chain, "at": at}
    history.complete(store, repository, base.name, nodes, place)
    tree = gittree.scan(nodes, base.name, repository.read)
    said = context.counts(store, context.findings(store, tree, place), place)
    store.run("set_counts", of_chain=chain, of_at=at, said=said)
    return chain, at


def _same_outlook(store: Store, repository: Repository) -> None:
    """Forget a history that was seen otherwise: of another folder of the repository, or of a clone that was cut off
    elsewhere.
    """
    from citydash.index import history  # noqa: PLC0415 - as in `follow`

    if store.meta("outlook") != _outlook(repository):
        for chain, _at in store.fetch("chains"):
            history.drop(store, chain)
        store.set_meta("history", b"")
        store.set_meta("outlook", _outlook(repository))


def _outlook(repository: Repository) -> bytes:
    """What a history hangs on beside its commits: the workspace's folder, and where a shallow clone was cut off."""
    return os.fsencode(f"/{repository.prefix}\n{repository.cut()}")


def written(base: Snapshot, work: Callable[[], T], other: str = "") -> T:
    """What `work` makes in a transaction of the index; in memory where the index can't be written. A database to take
    rows from is attached as `other`.
    """
    store = base.store
    try:
        if store.db.in_transaction:
            store.db.execute("COMMIT")
        store.db.execute("PRAGMA cache_spill = off")
        made = _transacted(store, work, other)
    except sqlite3.Error:
        if store.path == MEMORY:
            raise
        base.detach()
        made = _transacted(base.store, work, other)
        base.learn()
        return made
    if base.shelf is not None and store.path != MEMORY:
        base.shelf.trust(store.path)
    store.db.execute("BEGIN")
    base.learn()
    return made


def _transacted(store: Store, work: Callable[[], T], other: str) -> T:
    if other:
        store.db.execute("ATTACH DATABASE ? AS other", (uri(other, "ro"),))
    try:
        store.db.execute("BEGIN IMMEDIATE")
        made = work()
        store.db.execute("COMMIT")
    finally:
        if store.db.in_transaction:
            store.db.execute("ROLLBACK")
        if other:
            store.db.execute("DETACH DATABASE other")
    return made


def _index(real: str, cache: str | None, notify: Notify) -> tuple[Store, Shelf | None]:
    """The kept index as it is, or an empty one; in memory where it can't be kept."""
    if cache is not None:
        shelf = Shelf(cache, real)
        try:
            return on_disk(shelf), shelf
        except (sqlite3.Error, OSError) as error:
            notify(
                EnvironmentFault(
                    "the index can't be kept in {cache} ({reason}); working in memory", cache=cache, reason=error
                )
            )
    store = Store(MEMORY)
    store.create()
    return store, None


def on_disk(shelf: Shelf) -> Store:
    """The kept index as it is, or an empty one, in a read transaction. Raises `sqlite3.Error`, `OSError`."""
    path = shelf.current()
    if path is None:
        path = shelf.new_path()
        store = Store(path, new=True)
        try:
            store.db.execute("BEGIN IMMEDIATE")
            store.create()
            store.db.execute("COMMIT")
            shelf.trust(path)
        except BaseException:
            store.close()
            remove(path)
            raise
        shelf.sweep(path)
    else:
        store = Store(path)
    store.db.execute("BEGIN")
    return store
