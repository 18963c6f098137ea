"""How long projects have stood as they are: since which commit of their line their own lines say what they say.

Of a workspace without git, or without commits, nothing is known, and nothing is stale.
"""

from collections.abc import Iterable

from citydash.errors import EnvironmentFault
from citydash.figures import formulas
from citydash.figures.line import place_of
from citydash.figures.projects import Project
from citydash.figures.view import View
from citydash.index import Snapshot
from citydash.index.store import FOREVER, HEAD_LINE
from citydash.model.rules import STALE_DAYS
from citydash.model.words import UNDERWAY_STATUSES

Id = tuple[int, str]
"""(town, project), whatever its file says."""


def stale(view: View, projects: Iterable[Project] | None = None) -> dict[Id, int]:
    """Of some projects, or of those that the view chooses: those under way that no commit has changed for 180 days and
    more, and for how many days.
    """
    days = unchanged(view)
    if not days:
        return {}
    projects = view.projects if projects is None else projects
    found = {(p.town, p.key): days.get((p.town, p.content), 0) for p in projects if p.status in UNDERWAY_STATUSES}
    return {at: n for at, n in found.items() if n >= STALE_DAYS}


def unchanged(view: View) -> dict[tuple[int, int], int]:
    """(town, content) → days from the commit that last changed it until today. What isn't committed yet isn't there;
    where a shallow clone ends, days are those that are known of.
    """
    snapshot = _on_line(view) if view.may_follow else view.snapshot.on_own_line or view.snapshot
    place = place_of(snapshot)
    if place is None:
        return {}
    at = min(place, FOREVER - 1)
    days = {number: time[:10] for number, _commit, time, *_ in snapshot.store.fetch("revisions", chain=HEAD_LINE)}
    if not days:
        return {}
    since: dict[tuple[int, int], int] = {}
    open_until: dict[tuple[int, int], int] = {}
    for town, content, first, last in snapshot.fetch("unchanged", of_chain=HEAD_LINE):
        if first > at:
            continue
        key = town, content
        if open_until.get(key, -1) < first:  # it wasn't there meanwhile
            since[key] = first
        open_until[key] = max(last, open_until.get(key, -1))
    return {
        key: max(0, formulas.days_between(days[first], view.today))
        for key, first in since.items()
        if open_until[key] > at
    }


def _on_line(view: View) -> Snapshot:
    """The snapshot with the line that it stands on up to date, where there is one."""
    from citydash.files.repository import find  # noqa: PLC0415 - only where git is asked
    from citydash.index.own_line import own_line  # noqa: PLC0415 - likewise

    try:
        repository = find(view.snapshot.root)
        return view.snapshot if repository is None else own_line(view.snapshot, repository)
    except EnvironmentFault:  # no git, or a damaged repository: as if there were none
        return view.snapshot
