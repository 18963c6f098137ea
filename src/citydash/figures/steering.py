"""What a steering committee is shown: headlines, decisions expected, top risks, projects in trouble, 90 days ahead."""

from json import loads
from typing import Any, NamedTuple

from citydash.figures.alerts import exceeded
from citydash.figures.authorisations import authorisations
from citydash.figures.projects import Project
from citydash.figures.summary import Brief, brief
from citydash.figures.view import View

ENDED = ("closed", "cancelled")
"""Statuses of what no committee can change any more."""
DECISIONS = ("arbitrate", "revise-authorisation", "allocate-credits", "raise-ceiling", "resume")
"""What may be expected of the committee, the most pressing first: to decide on a project in arbitration; to revise an
authorisation that is exceeded; to spread its votes over credits; to raise a ceiling or move what exceeds it; to resume
or stop a project on hold."""


class Decision(NamedTuple):
    """A decision expected: of a project, an authorisation or a department's ceiling. Cents are what is at stake: cost,
    excess, what has no credit yet.
    """

    kind: str
    title: str
    detail: str
    cents: int
    currency: str
    project: Project | None


class Risk(NamedTuple):
    """A risk of a project that isn't over; likelihood and impact from 1 to 5."""

    project: Project
    title: str
    likelihood: int
    impact: int
    answer: str

    @property
    def score(self) -> int:
        return self.likelihood * self.impact


class Review(NamedTuple):
    """The last review of a project in trouble: red or amber."""

    project: Project
    on: str
    weather: str
    note: str


class Steering(NamedTuple):
    """The whole page; every list whole, its most pressing line first. `unrated` counts risks without likelihood or
    impact, which stand in no order.
    """

    brief: Brief
    decisions: tuple[Decision, ...]
    risks: tuple[Risk, ...]
    unrated: int
    reviews: tuple[Review, ...]


def steering(view: View) -> Steering:
    """The page of the chosen projects."""
    mores = [(p, more) for p, more in _mores(view) if p.status not in ENDED]
    risks, unrated = _risks(mores)
    return Steering(brief(view), tuple(_decisions(view)), risks, unrated, _reviews(mores))


def _mores(view: View) -> list[tuple[Project, dict[str, Any]]]:
    by_content = dict(view.snapshot.fetch("project_mores"))
    return [(p, loads(by_content[p.content])) for p in view.projects if p.content in by_content]


def _risks(mores: list[tuple[Project, dict[str, Any]]]) -> tuple[tuple[Risk, ...], int]:
    found, unrated = [], 0
    for project, more in mores:
        for risk in more.get("risk", {}).values():
            if "likelihood" in risk and "impact" in risk:
                answer = risk.get("answer", "")
                found.append(Risk(project, risk["title"], risk["likelihood"], risk["impact"], answer))
            else:
                unrated += 1
    found.sort(key=lambda risk: (-risk.score, -risk.impact, -risk.project.cost, risk.project.key, risk.title))
    return tuple(found), unrated


def _reviews(mores: list[tuple[Project, dict[str, Any]]]) -> tuple[Review, ...]:
    found = [
        Review(project, more["review"]["on"], more["review"]["weather"], more["review"].get("note", ""))
        for project, more in mores
        if more.get("review", {}).get("weather") in ("red", "amber")
    ]
    found.sort(key=lambda review: (review.weather != "red", -review.project.cost, review.project.key))
    return tuple(found)


def _decisions(view: View) -> list[Decision]:
    found = []
    for p in view.projects:
        kind = {"arbitration": "arbitrate", "on-hold": "resume"}.get(p.status)
        if kind:
            found.append(Decision(kind, p.title, "", p.cost, view.currency(p.town), p))
    for a in authorisations(view):
        excess = {name: cents for name, cents in a.overruns.items() if name in ("committed", "planned")}
        if excess:
            name = max(excess, key=lambda name: (excess[name], name == "committed"))
            found.append(Decision("revise-authorisation", f"{a.key} – {a.title}", name, excess[name], a.currency, None))
        if a.unallocated > 0:
            found.append(Decision("allocate-credits", f"{a.key} – {a.title}", "", a.unallocated, a.currency, None))
    if view.filter is None:
        towns = {town.key: town.currency for town in view.names.towns.values()}
        for use in exceeded(view):
            currency = towns.get(view.names.town_key(use.town), "")
            found.append(Decision("raise-ceiling", use.label, f"{use.section} {use.year}", use.overrun, currency, None))
    found.sort(key=lambda d: (DECISIONS.index(d.kind), -d.cents, d.title))
    return found
