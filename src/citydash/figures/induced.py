"""Induced costs: what operating a delivered project costs (or saves) the town each year, five years from its end."""

from collections import defaultdict
from typing import NamedTuple

from citydash.figures import formulas
from citydash.figures.facts import stored
from citydash.figures.projects import Project
from citydash.figures.view import View
from citydash.model.words import SECTIONS


class InducedLine(NamedTuple):
    """A project's induced costs: (fiscal year, cents), up to five, the first written year first; negative for savings.

    `delivered` is the fiscal year of its end.
    """

    project: Project
    town: str
    portfolio: str
    portfolio_title: str
    lead: str
    delivered: int
    amounts: tuple[tuple[int, int], ...]

    @property
    def total(self) -> int:
        return sum(cents for _year, cents in self.amounts)

    @property
    def at_pace(self) -> int:
        """The yearly cost that it settles at: the last of the five years."""
        return self.amounts[-1][1]


class Induced(NamedTuple):
    """The induced costs of one currency. `without` counts the projects with an end after which nothing is planned,
    `endless` those without an end, of which nothing can be told.
    """

    currency: str
    lines: tuple[InducedLine, ...]
    without: int
    endless: int

    @property
    def by_year(self) -> dict[int, tuple[int, int]]:
        """Fiscal year → (projects, cents)."""
        found: dict[int, tuple[int, int]] = {}
        for line in self.lines:
            for year, cents in line.amounts:
                n, sum_of = found.get(year, (0, 0))
                found[year] = n + 1, sum_of + cents
        return dict(sorted(found.items()))

    @property
    def total(self) -> int:
        return sum(line.total for line in self.lines)

    @property
    def at_pace(self) -> int:
        return sum(line.at_pace for line in self.lines)


def induced(view: View) -> list[Induced]:
    """The induced costs of the chosen projects, one a currency; the dearest first."""
    names, operating = view.names, SECTIONS.index("operating")
    planned: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
    for row in stored(view, ("planned",), ("project", "section", "year")):
        if row[5] == operating:
            planned[row[0], row[2]][row[8]] = row[9]
    found: dict[str, list[InducedLine]] = {code: [] for code in view.currencies}
    without, endless = dict.fromkeys(found, 0), dict.fromkeys(found, 0)
    for p in view.projects:
        code = view.currency(p.town)
        if not p.end:
            endless[code] += 1
            continue
        delivered = view.year_of(p.town, p.end)
        amounts = tuple(formulas.induced(planned.get((p.town, p.content), {}), delivered))
        if not amounts:
            without[code] += 1
            continue
        title = names.label(p.town, names.portfolio(p.town, p.portfolio).title)
        lead = names.label(p.town, names.department(p.town, p.lead))
        key = names.key(p.town, p.portfolio)
        found[code].append(InducedLine(p, names.town_key(p.town), key, title, lead, delivered, amounts))
    return [
        Induced(
            code, tuple(sorted(lines, key=lambda line: (-line.total, line.town, line.project.key))), without[code],
            endless[code],
        )
        for code, lines in found.items()
    ]  # fmt: skip
