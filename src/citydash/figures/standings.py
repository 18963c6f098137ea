"""How every project stands, read once of all of them: whatever a filter then chooses is added up without asking again.

Each by (town, content), of the projects that have something to say; amounts in cents.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from citydash.figures import formulas
from citydash.figures.view import View
from citydash.index import pair
from citydash.model.words import UNCOUNTED_KINDS

At = tuple[int, int]
Read = TypeVar("Read")


class Funded(NamedTuple):
    """What a project's funding comes to: its grants counted up to each certainty, and what is at risk of all lines."""

    secured: int = 0
    probable: int = 0
    possible: int = 0
    at_risk: int = 0


NOTHING = Funded()


def late(view: View) -> dict[At, tuple[int, str]]:
    """How many milestones are late, and the day of the first of them."""
    return _kept(view, "late", lambda: {row[:2]: row[2:] for row in _fetch(view, "project_late", today=view.today)})


def elapsed(view: View) -> dict[At, float]:
    """The part of its time that is over, of projects with both ends."""
    found = ((p, p.elapsed(view.today)) for p in view.every_project)
    return _kept(view, "elapsed", lambda: {(p.town, p.content): part for p, part in found if part is not None})


def funded(view: View) -> dict[At, Funded]:
    """Its grants and what is at risk."""
    return _kept(view, "funded", lambda: _funded(view))


def _funded(view: View) -> dict[At, Funded]:
    sources = view.names.sources.items()
    grants = [pair(*at) for at, source in sources if source.kind == "grant"]
    uncounted = [pair(*at) for at, source in sources if source.kind in UNCOUNTED_KINDS]
    rows = _fetch(view, "project_funding", today=view.today, grants=str(grants), uncounted=str(uncounted))
    found = {row[:2]: Funded(*row[2:]) for row in rows}
    for town, content, cents in spent_late(view):
        own = found[town, content]
        found[town, content] = own._replace(at_risk=own.at_risk + cents)
    return found


def spent_late(view: View) -> list[tuple[int, int, int]]:
    """Town, content and cents at risk of each secured line that can be claimed, but not for what is spent too late."""
    found = []
    rows = _fetch(view, "spent_late", today=view.today)
    for town, content, word, status, amount, received, month, this_year, next_year, whole in rows:
        if view.names.source(town, word).kind in UNCOUNTED_KINDS:
            continue
        start = view.names.town(town).fiscal_year_start
        after = next_year if start > 1 and month >= start else this_year
        planned = {1: whole - after, 2: after}
        cents, _why = formulas.at_risk(status, amount, received, None, 1, planned, view.today)
        found.append((town, content, cents))
    return found


def _fetch(view: View, name: str, **values: Any) -> list[Any]:
    return view.snapshot.fetch(name, **values)


def _kept(view: View, name: str, read: Callable[[], Read]) -> Read:
    if name not in view.known:
        view.known[name] = read()
    found: Read = view.known[name]
    return found
