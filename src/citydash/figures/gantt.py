"""Projects on the time axis, in groups: spans, costs, baselines, milestones, neighbours and money."""

from collections import Counter
from collections.abc import Iterable, Mapping
from json import loads
from types import MappingProxyType
from typing import Any, NamedTuple

from citydash.figures import formulas
from citydash.figures.axis import start_month
from citydash.figures.milestones import MilestoneLine, by_project, by_start
from citydash.figures.phasing import At, Phasing, added, phasings
from citydash.figures.projects import Project
from citydash.figures.view import View
from citydash.model.fiscal import first_day, is_year
from citydash.model.words import STATUSES

GROUPINGS = ("town", "portfolio", "lead", "status")
"""What projects can be grouped by; the first where there are several towns."""
Id = tuple[int, str]
"""(town, project): a project, whatever its file says."""


class Group(NamedTuple):
    """Projects by start, of one currency. `start` and `end` span them, ISO, both included; cents."""

    key: str
    label: str
    currency: str
    projects: tuple[Project, ...]
    start: str | None
    end: str | None
    cost: int
    paid: int

    @property
    def progress(self) -> float | None:
        """The part of the cost that is paid."""
        return formulas.share(self.paid, self.cost)


class Standing(NamedTuple):
    """What a group's projects plan together, how many have each status, and their late milestones by day."""

    planned: Phasing
    statuses: dict[str, int]
    late: tuple[MilestoneLine, ...]
    late_days: tuple[str, ...]


class Ghost(NamedTuple):
    """Where a project was meant to stand, ISO, both ends included; `slip` is the days that its end moved since."""

    start: str | None
    end: str | None
    slip: int | None


class Schedule(NamedTuple):
    """All that the axis shows of every project of a snapshot, whatever is chosen: read once, chosen from often.

    `before` are the projects that one depends on, by id as its file has them; `after` those that depend on it.
    """

    start: int
    projects: dict[Id, Project]
    milestones: dict[At, tuple[MilestoneLine, ...]]
    planned: dict[At, Phasing]
    before: dict[Id, tuple[str, ...]]
    after: dict[Id, tuple[str, ...]]


def id_of(p: Project) -> Id:
    return p.town, p.key


def at_of(p: Project) -> At:
    return p.town, p.content


def groups(view: View, axis: str) -> list[Group]:
    """The chosen projects by portfolio, lead, status or town, in the order of the roll-ups; by start within a group."""
    names = view.names
    found: dict[tuple[Any, ...], list[Project]] = {}
    order = {key: n for n, key in enumerate(names.departments)}
    for p in sorted(view.projects, key=by_start):
        key: tuple[Any, ...]
        if axis == "status":
            key = (STATUSES.index(p.status), view.currency(p.town))
        elif axis == "lead":
            key = (names.town_key(p.town), order.get((p.town, p.lead), len(order)), names.words[p.lead])
        elif axis == "town":
            key = (names.town_key(p.town),)
        else:
            key = (names.town_key(p.town), names.words[p.portfolio])
        found.setdefault(key, []).append(p)
    return [_group(view, axis, found[key]) for key in sorted(found)]


def _group(view: View, axis: str, projects: list[Project]) -> Group:
    names, p = view.names, projects[0]
    key, label = {
        "status": lambda: (p.status, p.status),
        "lead": lambda: (names.key(p.town, p.lead), names.label(p.town, names.department(p.town, p.lead))),
        "town": lambda: (names.town_key(p.town), names.town(p.town).name),
    }.get(
        axis,
        lambda: (
            names.key(p.town, p.portfolio),
            names.label(p.town, names.portfolio(p.town, p.portfolio).title),
        ),
    )()
    return Group(
        key, label, view.currency(p.town), tuple(projects),
        min((p.start for p in projects if p.start), default=None),
        max((p.end for p in projects if p.end), default=None),
        sum(p.cost for p in projects), sum(p.cost_paid for p in projects),
    )  # fmt: skip


def baselines(projects: Iterable[Project]) -> dict[Id, Ghost]:
    """The baseline that each project's own file gives, where it gives one."""
    return {
        id_of(p): Ghost(p.baseline_start, p.baseline_end, p.slip)
        for p in projects
        if p.baseline_start or p.baseline_end
    }


def ghosts(view: View, old: View) -> dict[Id, Ghost]:
    """Where each chosen project stood in another snapshot, where it was there and had a date."""
    before = {id_of(p): p for p in old.every_project if p.start or p.end}
    found = {}
    for p in view.projects:
        was = before.get(id_of(p))
        if was is not None:
            slip = formulas.days_between(was.end, p.end) if was.end and p.end else None
            found[id_of(p)] = Ghost(was.start, was.end, slip)
    return found


def schedule(view: View) -> Schedule:
    """Everything on the axis of the view's snapshot."""
    whole, start = view.whole(), start_month(view)
    before: dict[Id, tuple[str, ...]] = {}
    after: dict[Id, list[str]] = {}
    for p in view.every_project:
        if p.depends_on:
            before[id_of(p)] = keys = tuple(loads(p.depends_on))
            for key in keys:
                after.setdefault((p.town, key), []).append(p.key)
    return Schedule(
        start,
        {id_of(p): p for p in view.every_project},
        by_project(whole),
        phasings(whole, start),
        before,
        {key: tuple(keys) for key, keys in after.items()},
    )


def span(view: View, compared: Mapping[Id, Ghost] = MappingProxyType({})) -> tuple[str, str]:
    """The first and last day of every project, baseline and year with an amount, and of today: what an axis holds."""
    days = {view.today, *(day for ghost in compared.values() for day in ghost[:2] if day)}
    for p in view.every_project:
        days |= {p.start or view.today, p.end or view.today}
        days |= {p.baseline_start or view.today, p.baseline_end or view.today}
    starts = {word: town.fiscal_year_start for word, town in view.names.towns.items()}
    days |= {
        first_day(row[8], starts.get(row[0], 1))
        for row in view.snapshot.fetch("cube", measures="[0]")
        if is_year(row[8])
    }
    return min(days), max(days)


def standing_of(known: Schedule, group: Group) -> Standing:
    """Money and late milestones of a group."""
    nothing = Phasing({}, {})
    late = [m for p in group.projects for m in known.milestones.get(at_of(p), ()) if m.state == "late"]
    late.sort(key=lambda m: m.day)
    return Standing(
        added(known.planned.get(at_of(p), nothing) for p in group.projects),
        Counter(p.status for p in group.projects),
        tuple(late),
        tuple(dict.fromkeys(m.day for m in late)),
    )


def progress_of(p: Project) -> tuple[float | None, bool]:
    """How far a project is, a part of one: as its file measures it (then True), else the part paid of its cost."""
    if p.progress is not None:
        return p.progress / formulas.MILLION, True
    return p.financial_progress, False


def next_milestone(lines: tuple[MilestoneLine, ...]) -> MilestoneLine | None:
    """The first milestone that is neither met nor given up."""
    return next((line for line in lines if line.state in ("late", "planned")), None)


def ends_before(p: Project, other: Project) -> bool:
    """Whether a project is to end before another: a contradiction where it depends on the other."""
    return bool(p.end and other.end and p.end < other.end)
