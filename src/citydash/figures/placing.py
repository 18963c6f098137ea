"""Where a fact stands in a roll-up: its row along each axis and its column, with their names and order."""

from collections.abc import Callable
from operator import itemgetter
from typing import Any

from citydash.figures.facts import Fact
from citydash.figures.request import Request
from citydash.figures.view import View
from citydash.model.fiscal import year_name
from citydash.model.words import CERTAINTIES, LEVELS, PILLARS, SECTIONS, STAGES, STATUSES

Key = tuple[Any, str, str]
"""(what lines are sorted by, key, label)."""
_TOLD_BY = {
    "town": (), "portfolio": (1,), "pillar": (1,), "project": (2,), "status": (2,), "lead": (2,), "department": (4,),
    "section": (5,), "source": (6,), "funder": (6,), "level": (6,), "certainty": (7,),
}  # fmt: skip
"""Where in a fact stands what tells its place along an axis, beside its town."""


def placing(view: View, request: Request) -> Callable[[Fact], tuple[tuple[Key, ...], Any]]:
    """From a fact to the row and the column that it is summed into."""
    axes = [_axis(view, axis, beside="town" in request.rows) for axis in request.rows]
    column_of = _column(request)
    told_by = itemgetter(*sorted({0, *(place for axis in request.rows for place in _TOLD_BY[axis])}))
    memo: dict[Any, tuple[Key, ...]] = {}

    def place(fact: Fact) -> tuple[tuple[Key, ...], Any]:
        ids = told_by(fact)
        row = memo.get(ids)
        if row is None:
            row = memo[ids] = tuple([axis(fact) for axis in axes])
        return row, column_of(fact)

    return place


def column_name(column: Any) -> str:
    """A column as results name it: years are numbers inside."""
    return year_name(column) if isinstance(column, int) else str(column)


def _column(request: Request) -> Callable[[Fact], Any]:
    if request.columns == "year":
        return lambda fact: fact[8]
    if request.columns == "stage":
        return lambda fact: STAGES[fact[3]]
    if request.columns == "section":
        return lambda fact: SECTIONS[fact[5]]
    if request.columns == "certainty":
        return lambda fact: CERTAINTIES[fact[7] - 1]
    return lambda _fact: "total"


def _axis(view: View, axis: str, *, beside: bool) -> Callable[[Fact], Key]:
    """From a fact to its place along an axis. `beside` the town's own axis a label needn't name the town."""
    names = view.names

    def label(town: int, name: str) -> str:
        return name if beside else names.label(town, name)

    if axis == "town":
        return lambda f: (names.town_key(f[0]), names.town_key(f[0]), names.town(f[0]).name)
    if axis == "department":
        place = {key: n for n, key in enumerate(names.departments)}
        return lambda f: (
            (names.town_key(f[0]), place.get((f[0], f[4]), len(place)), names.words[f[4]]),
            names.key(f[0], f[4]),
            label(f[0], names.department(f[0], f[4])),
        )
    if axis == "portfolio":
        return lambda f: (names.key(f[0], f[1]), names.key(f[0], f[1]), label(f[0], names.portfolio(f[0], f[1]).title))
    if axis in ("source", "funder", "level"):
        return _source_axis(view, axis)
    if axis in ("project", "status", "lead"):
        return _project_axis(view, axis, label)
    order: tuple[str, ...] = {"pillar": PILLARS, "section": SECTIONS, "certainty": CERTAINTIES}[axis]

    def word(fact: Fact) -> Key:
        if axis == "pillar":
            value = names.portfolio(fact[0], fact[1]).pillar
        else:
            value = SECTIONS[fact[5]] if axis == "section" else CERTAINTIES[fact[7] - 1]
        return (order.index(value) if value in order else len(order), value, value)

    return word


def _source_axis(view: View, axis: str) -> Callable[[Fact], Key]:
    names = view.names
    place: dict[str, int] = {}
    label: dict[str, str] = {}
    for source in names.sources.values():
        place.setdefault(source.key, len(place))
        label.setdefault(source.key, source.name)

    def of(fact: Fact) -> Key:
        source = names.source(fact[0], fact[6])
        if axis == "source":
            return (place.get(source.key, len(place)), source.key), source.key, label.get(source.key, source.name)
        if axis == "funder":
            return (not source.funder, source.funder), source.funder, source.funder
        return (LEVELS.index(source.level) if source.level else len(LEVELS), source.level, source.level)

    return of


def _project_axis(view: View, axis: str, label: Callable[[int, str], str]) -> Callable[[Fact], Key]:
    names, words = view.names, view.names.words
    projects = {(p.town, p.content): p for p in view.every_project}

    def of(fact: Fact) -> Key:
        p = projects[fact[0], fact[2]]
        if axis == "status":
            return STATUSES.index(p.status), p.status, p.status
        if axis == "lead":
            return names.key(p.town, p.lead), names.key(p.town, p.lead), label(p.town, names.department(p.town, p.lead))
        key = names.project_key(p.town, p.key)
        return (words[p.town], words[p.portfolio], p.key), key, label(p.town, p.title)

    return of
