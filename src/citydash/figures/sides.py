"""Two snapshots as one choice sees them: the files and a baseline, or two commits."""

from citydash.errors import UsageError
from citydash.figures.view import View
from citydash.index import Snapshot


def sides(
    old: Snapshot, new: Snapshot, today: str, where: str, towns: tuple[str, ...], certainty: str
) -> tuple[View, View]:
    """Both, before and after; each of the towns (ids) that it has. Raises `UsageError` for one that neither has."""
    views = View(old, today, where, (), certainty), View(new, today, where, (), certainty)
    if towns:
        known = dict.fromkeys(town.key for view in reversed(views) for town in view.names.towns.values())
        for key in towns:
            if key not in known:
                raise UsageError("no town “{town}” in this workspace", town=key, known=tuple(known))
        views = in_towns(views[0], where, towns), in_towns(views[1], where, towns)
    return views


def in_towns(view: View, where: str, towns: tuple[str, ...]) -> View:
    """A view of those towns that its snapshot has; of no project where it has none of them."""
    own = tuple(town.key for town in view.names.towns.values() if town.key in towns)
    return View(view.snapshot, view.today, where, own, view.certainty) if own else view.of([])


def beside(new: View, old: Snapshot, where: str, towns: tuple[str, ...]) -> View:
    """What a view's projects were at another snapshot, and those that its filter chose there and that are gone."""
    then, _now = sides(old, new.snapshot, new.today, where, towns, new.certainty)
    if new.filter is None:
        return then
    chosen = {(p.town, p.key) for p in new.projects}
    left = chosen | ({(p.town, p.key) for p in then.projects} - {(p.town, p.key) for p in new.every_project})
    return then.of([p for p in then.every_project if (p.town, p.key) in left])
