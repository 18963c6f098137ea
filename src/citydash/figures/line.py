"""Where a snapshot stands on HEAD's first-parent line, in the order of its commits."""

from citydash.index import Snapshot
from citydash.index.store import FOREVER, HEAD_LINE


def places(snapshot: Snapshot) -> dict[str, int]:
    """The commits of the line that the index has, each with its place."""
    return {row[1]: row[0] for row in snapshot.store.fetch("revisions", chain=HEAD_LINE)}


def place_of(snapshot: Snapshot) -> int | None:
    """A snapshot's place: the files come after every commit; None off the line, or where the index hasn't got it."""
    if snapshot.is_work_tree:
        return FOREVER
    chain, at = snapshot.place["chain"], snapshot.place["at"]
    if chain == HEAD_LINE:
        return at
    own = next(row[1] for row in snapshot.store.fetch("revisions", chain=chain) if row[0] == at)
    return places(snapshot).get(own)
