"""What needs attention: late milestones, deadlines, ceilings exceeded; and the states that filters ask for."""

from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple

from citydash.figures import formulas, standings
from citydash.figures.funding import FundingLine, funding_lines, soon
from citydash.figures.milestones import MilestoneLine, milestone_lines
from citydash.figures.projects import Project
from citydash.figures.view import View
from citydash.model.words import RUNNING_STATUSES, SECTIONS

Match = Callable[[Project], bool]


class CeilingUse(NamedTuple):
    """A department's plan against its ceiling, one section and fiscal year; cents. `use` is a part of one, or None."""

    town: int
    department: int
    key: str
    label: str
    section: str
    year: int
    planned: int
    ceiling: int

    @property
    def use(self) -> float | None:
        return formulas.share(self.planned, self.ceiling)

    @property
    def overrun(self) -> int:
        return max(0, self.planned - self.ceiling)


def ceilings(view: View) -> list[CeilingUse]:
    """Every ceiling of the snapshot's towns with what all projects plan under it, in the order of town.toml.

    A ceiling binds the whole department: a filter on projects doesn't change it. Read once.
    """
    if "ceilings" not in view.known:
        view.known["ceilings"] = _ceilings(view)
    found: list[CeilingUse] = view.known["ceilings"]
    return [use for use in found if view.towns is None or use.town in view.towns]


def _ceilings(view: View) -> list[CeilingUse]:
    planned: dict[tuple[int, int, int, int], int] = defaultdict(int)
    for town, _portfolio, _content, _measure, department, section, _source, _sure, year, cents in view.snapshot.fetch(
        "cube", measures="[0]"
    ):
        planned[town, department, section, year] += cents
    names = view.names
    order = {key: n for n, key in enumerate(names.departments)}
    rows = view.snapshot.fetch("ceilings")
    rows.sort(key=lambda row: (order.get((row[0], row[1]), len(order)), row[2], row[3]))
    return [
        CeilingUse(
            town, department, names.key(town, department), names.label(town, names.department(town, department)),
            SECTIONS[section], year, planned[town, department, section, year], cents,
        )
        for town, department, section, year, cents in rows
    ]  # fmt: skip


def exceeded(view: View) -> list[CeilingUse]:
    """The ceilings exceeded from this fiscal year on: what is past can't be seen to any more."""
    return [use for use in ceilings(view) if use.overrun and use.year >= view.year_of(use.town, view.today)]


def faulty_towns(view: View) -> list[str]:
    """The town.toml files that hold an error: what they declare can't be trusted to be whole."""
    from citydash.files.problems import RULES  # noqa: PLC0415 - only where something is wrong

    own = {file[0] for file in view.snapshot.tree.files if not file[2] and _is_of(view, file[1])}
    found = {row[0] for row in view.snapshot.fetch("problems") if RULES[row[1]].severity == "error"}
    return sorted(own & found)


def _is_of(view: View, town: str) -> bool:
    return view.towns is None or any(view.names.town_key(word) == town for word in view.towns)


class Alert(NamedTuple):
    """One thing to see to, the worst first. `kind` is late, deadline or ceiling; `days` are late (+) or left (−); cents
    where money is at stake.
    """

    kind: str
    title: str
    detail: str
    days: int | None
    cents: int | None
    project: Project | None
    line: "MilestoneLine | FundingLine | CeilingUse | None" = None


def attention(view: View) -> list[Alert]:
    """What needs attention, so that what is most pressing isn't cut: ceilings exceeded from this year on, deadlines
    within 90 days or missed that put money at risk, each the most cents first; late milestones, the latest first; the
    other deadlines, the nearest first.
    """
    found = [
        Alert("ceiling", use.label, f"{use.section} {use.year}", None, use.overrun, None, use) for use in exceeded(view)
    ]
    dated = [
        Alert("deadline", f.project.title, f.source.name, -(f.days_left or 0), f.at_risk, f.project, f)
        for f in soon(funding_lines(view))
    ]
    found += [alert for alert in dated if alert.cents]
    found.sort(key=lambda alert: (alert.kind != "ceiling", -(alert.cents or 0)))
    late = [
        Alert("late", m.project.title, m.title, formulas.days_between(m.day, view.today), None, m.project, m)
        for m in milestone_lines(view)
        if m.state == "late"
    ]
    late.sort(key=lambda alert: -(alert.days or 0))
    return [*found, *late, *(alert for alert in dated if not alert.cents)]


def states(view: View, projects: list[Project], asked: set[str]) -> dict[int, frozenset[str]]:
    """What `is:` answers for the projects that have such a state, by their place in the list; of those asked for alone.

    late: a milestone is, or the end is past while the project runs. slipped: the end moved after its baseline. running:
    decided and not delivered. at-risk: money of a funding line is. over-ceiling: it plans in a department's year whose
    ceiling is exceeded.
    """
    found: dict[int, frozenset[str]] = {}
    for word, matches in _STATES.items():
        if word in asked:
            match, own = matches(view), frozenset((word,))
            for n, p in enumerate(projects):
                if match(p):
                    found[n] = found[n] | own if n in found else own
    return found


def _late(view: View) -> Match:
    late, today = standings.late(view), view.today
    return lambda p: (p.town, p.content) in late or bool(p.status in RUNNING_STATUSES and p.end and p.end < today)


def _at_risk(view: View) -> Match:
    found = standings.funded(view)
    return lambda p: found.get((p.town, p.content), standings.NOTHING).at_risk > 0


def _over(view: View) -> Match:
    over = _over_ceiling(view.whole())
    return lambda p: (p.town, p.content) in over


_STATES: dict[str, Callable[[View], Match]] = {
    "late": _late,
    "at-risk": _at_risk,
    "over-ceiling": _over,
    "running": lambda _view: lambda p: p.status in RUNNING_STATUSES,
    "slipped": lambda _view: lambda p: (p.slip or 0) > 0,
}
"""What tells whether a project has a state, by its word; each reads what it needs once."""


def _over_ceiling(view: View) -> set[tuple[int, int]]:
    over = {(use.town, use.department, SECTIONS.index(use.section), use.year) for use in ceilings(view) if use.overrun}
    if not over:
        return set()
    flags = {"by_project": 1, "by_department": 1, "by_section": 1, "by_source": 0, "by_certainty": 0, "by_year": 1}
    rows = view.snapshot.fetch("rollup", measures="[0]", **flags)
    return {(row[0], row[2]) for row in rows if (row[0], row[4], row[5], row[8]) in over and row[9]}
