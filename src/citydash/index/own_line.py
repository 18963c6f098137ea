"""The first-parent line of a commit that HEAD's doesn't hold: a branch beside it, what a rewritten history left."""

from citydash.files.discover import Tree
from citydash.files.repository import Repository
from citydash.index.past import Past, follow
from citydash.index.snapshot import Snapshot
from citydash.index.store import HEAD_LINE, MEMORY, Store


def own_line(snapshot: Snapshot, repository: Repository, *, fresh: bool = True) -> Snapshot:
    """A snapshot on an index that holds the line that it stands at the end of, or on: the same one where that is
    HEAD's, which is brought up to date first (if `fresh`); else a copy in memory, whose line is the commit's, as if it
    were HEAD.

    Raises `EnvironmentFault` where git can't read.
    """
    if not isinstance(snapshot, Past):
        follow(snapshot, repository)
        return snapshot
    if snapshot.on_own_line is None:
        if fresh and not snapshot.head:
            follow(snapshot, repository)
        snapshot.on_own_line = snapshot if _is_on_line(snapshot, repository) else _copy(snapshot, repository)
    return snapshot.on_own_line


def _is_on_line(snapshot: Past, repository: Repository) -> bool:
    if snapshot.place["chain"] == HEAD_LINE:
        return True
    line = {row[1] for row in snapshot.store.fetch("revisions", chain=HEAD_LINE)}
    own = snapshot.revision.commit
    return own in line or repository.last_touching(own) in line


def _copy(snapshot: Past, repository: Repository) -> Past:
    """Other snapshots read the index, too: its line isn't theirs to lose."""
    store = Store(MEMORY)
    snapshot.store.db.backup(store.db)
    base = Snapshot(store, snapshot.root, Tree([], [], []))
    place = snapshot.place["chain"], snapshot.place["at"]
    copy = Past(base, repository, snapshot.revision, place)
    copy.head = snapshot.revision.commit
    follow(copy, repository, head=copy.head)
    return copy
