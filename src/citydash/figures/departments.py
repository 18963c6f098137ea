"""What each department may spend in a fiscal year and what it does of it: ceiling, planned, voted, committed, paid."""

from collections import defaultdict
from typing import NamedTuple

from citydash.figures import formulas
from citydash.figures.facts import stored
from citydash.figures.rollup import named_departments
from citydash.figures.view import Cuts, View
from citydash.model.fiscal import LAST_YEAR
from citydash.model.words import SECTIONS, STAGES


class DepartmentYear(NamedTuple):
    """A department's section in one fiscal year, cents. `ceiling` is None where none is written, and under a filter: it
    binds the whole department, which a part of its projects says nothing about.
    """

    town: str
    key: str
    label: str
    section: str
    year: int
    currency: str
    ceiling: int | None
    planned: int
    voted: int
    committed: int
    paid: int

    @property
    def available(self) -> int:
        return self.voted - self.committed

    @property
    def use(self) -> float | None:
        """The part of the ceiling that is planned."""
        return None if self.ceiling is None else formulas.share(self.planned, self.ceiling)

    @property
    def overrun(self) -> int:
        return 0 if self.ceiling is None else max(0, self.planned - self.ceiling)


def department_years(
    view: View,
    cuts: Cuts = Cuts(),  # noqa: B008 - a tuple
    *,
    later: bool = False,
) -> list[DepartmentYear]:
    """Every department × section with an amount or a ceiling in the years of the cuts, else in its town's current one
    (and in all `later` ones); by section, year and the order of town.toml. Raises `UsageError` for an unknown
    department.
    """
    names = view.names
    this_year = {word: view.year_of(word, view.today) for word in names.towns}
    keep = named_departments(view, cuts.departments) if cuts.departments else None

    def wanted(town: int, department: int, section: int, year: int) -> bool:
        first, last = cuts.years or (this_year.get(town, 0), LAST_YEAR if later else this_year.get(town, 0))
        chosen = keep is None or (town, department) in keep
        return first <= year <= last and chosen and (not cuts.sections or SECTIONS[section] in cuts.sections)

    sums: dict[tuple[int, int, int, int], list[int]] = defaultdict(lambda: [0] * len(STAGES))
    for row in stored(view, STAGES, ("department", "section", "year")):
        at = (row[0], row[4], row[5], row[8])
        if wanted(*at):
            sums[at][row[3]] += row[9]
    ceilings: dict[tuple[int, int, int, int], int] = {}
    if view.filter is None:
        for town, word, section, year, cents in view.snapshot.fetch("ceilings"):
            if wanted(town, word, section, year) and (view.towns is None or town in view.towns):
                ceilings[town, word, section, year] = cents
    order = {key: n for n, key in enumerate(names.departments)}
    places = sorted(
        {*sums, *ceilings}, key=lambda at: (at[2], at[3], order.get((at[0], at[1]), len(order)), names.words[at[1]])
    )
    return [
        DepartmentYear(
            names.town_key(town), names.key(town, word), names.label(town, names.department(town, word)),
            SECTIONS[section], year, view.currency(town), ceilings.get((town, word, section, year)),
            *sums[town, word, section, year],
        )
        for town, word, section, year in places
    ]  # fmt: skip


def overruns(some: list[DepartmentYear]) -> list[DepartmentYear]:
    """Those that plan more than their ceiling, the largest excess first."""
    return sorted((d for d in some if d.overrun), key=lambda d: (-d.overrun, d.key, d.year))
