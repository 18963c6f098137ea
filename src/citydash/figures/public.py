"""What citizens are told: decided projects only, what they cost, and how much of it others are sure to pay."""

from typing import NamedTuple

from citydash.figures import formulas
from citydash.figures.funding import funding_lines
from citydash.figures.listing import folded
from citydash.figures.netcost import by_project, grants_of
from citydash.figures.projects import Project
from citydash.figures.view import SURE, View

SHOWN = ("study", "approved", "tender", "delivery", "acceptance", "operation", "closed", "on-hold")
"""Statuses that are told: an idea or an arbitration isn't decided yet, what is cancelled is no project any more."""


class Told(NamedTuple):
    """A project as citizens are told of it; cents. `secured` are grants that are sure; `helpers` the levels that give
    them, the largest first.
    """

    project: Project
    town: str
    portfolio: str
    portfolio_title: str
    secured: int
    helpers: tuple[str, ...]

    @property
    def secured_share(self) -> float | None:
        return formulas.share(self.secured, self.project.cost)


class Public(NamedTuple):
    """The projects told of in one currency, by portfolio and title; `untold` how many aren't."""

    currency: str
    projects: tuple[Told, ...]
    untold: int

    @property
    def cost(self) -> int:
        return sum(told.project.cost for told in self.projects)

    @property
    def paid(self) -> int:
        return sum(told.project.cost_paid for told in self.projects)

    @property
    def secured(self) -> int:
        return sum(told.secured for told in self.projects)


def public(view: View) -> list[Public]:
    """The chosen projects that are decided, one result a currency."""
    lines, names = by_project(funding_lines(view)), view.names
    found: dict[str, list[Told]] = {code: [] for code in view.currencies}
    untold = dict.fromkeys(found, 0)
    for p in view.projects:
        code = view.currency(p.town)
        if p.status not in SHOWN:
            untold[code] += 1
            continue
        own = lines.get((p.town, p.content), [])
        by_level: dict[str, int] = {}
        for line in own:
            if line.source.kind == "grant" and line.source.level:
                by_level[line.source.level] = by_level.get(line.source.level, 0) + grants_of([line], SURE["secured"])
        helpers = sorted((level for level, cents in by_level.items() if cents), key=lambda level: -by_level[level])
        title = names.label(p.town, names.portfolio(p.town, p.portfolio).title)
        found[code].append(
            Told(
                p, names.town_key(p.town), names.key(p.town, p.portfolio), title, grants_of(own, SURE["secured"]),
                tuple(helpers),
            )
        )  # fmt: skip
    for some in found.values():
        some.sort(
            key=lambda told: (
                told.town, folded(told.portfolio_title), told.portfolio, folded(told.project.title), told.project.key
            )
        )  # fmt: skip
    return [Public(code, tuple(some), untold[code]) for code, some in found.items()]
