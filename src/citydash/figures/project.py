"""One project on a page: identity, dates, budget by department and year, financing, milestones, risks, data."""

from collections.abc import Callable, Hashable
from json import dumps, loads
from typing import Any, NamedTuple, TypeVar

from citydash.errors import UsageError
from citydash.figures import formulas
from citydash.figures.funding import FundingLine, funding_lines
from citydash.figures.milestones import MilestoneLine, milestone_lines
from citydash.figures.netcost import Plan, plan_of
from citydash.figures.projects import Project
from citydash.figures.view import SURE, View
from citydash.model.words import MEASURES, SECTIONS

K = TypeVar("K", bound=Hashable)


class BudgetLine(NamedTuple):
    """One stage of one department's section: cents by year (`model.fiscal` numbers), and their sum."""

    department: str
    label: str
    section: str
    stage: str
    amounts: dict[int, int]
    total: int


class EarnedValue(NamedTuple):
    """Where physical progress was measured: EV, PV and AC in cents, their indices, and the estimate at completion."""

    earned: float
    planned: float
    paid: int
    cpi: float | None
    spi: float | None
    at_completion: float | None


class ProjectSheet(NamedTuple):
    """Everything of one project. `plans` is its financing at each certainty; `more` holds what is only shown."""

    project: Project
    town: str
    portfolio: str
    portfolio_title: str
    pillar: str
    lead: str
    currency: str
    path: str
    tags: tuple[str, ...]
    depends_on: tuple[str, ...]
    needed_by: tuple[str, ...]
    more: dict[str, Any]
    budget: tuple[BudgetLine, ...]
    funding: tuple[FundingLine, ...]
    plans: dict[str, Plan]
    milestones: tuple[MilestoneLine, ...]
    slip: int | None
    elapsed: float | None
    financial_progress: float | None
    drift: float | None
    earned_value: EarnedValue | None
    induced: tuple[tuple[int, int], ...]

    @property
    def funded(self) -> tuple[int, int, int]:
        """What its funding lines count for, have brought in, and have at risk, all together; in cents."""
        lines = self.funding
        return sum(f.counted for f in lines), sum(f.received or 0 for f in lines), sum(f.at_risk for f in lines)

    @property
    def induced_total(self) -> int:
        """The induced cost of the five years, in cents."""
        return sum(cents for _year, cents in self.induced)

    @property
    def stages(self) -> dict[str, int]:
        """The sum of each stage that has a line, over every department, section and year."""
        return summed(self.budget, lambda _line, _year: "").get("", {})

    @property
    def by_year(self) -> dict[int, dict[str, int]]:
        """Year → stage → cents, years in order."""
        return dict(sorted(summed(self.budget, lambda _line, year: year).items()))

    @property
    def by_place(self) -> dict[tuple[str, str], tuple[BudgetLine, ...]]:
        """(department's name, section) → its lines, one a stage."""
        found: dict[tuple[str, str], tuple[BudgetLine, ...]] = {}
        for line in self.budget:
            found[line.label, line.section] = (*found.get((line.label, line.section), ()), line)
        return found


def summed(budget: tuple[BudgetLine, ...], key: Callable[[BudgetLine, int], K]) -> dict[K, dict[str, int]]:
    """Key of a line and a year → stage → cents."""
    found: dict[K, dict[str, int]] = {}
    for line in budget:
        for year, cents in line.amounts.items():
            sums = found.setdefault(key(line, year), {})
            sums[line.stage] = sums.get(line.stage, 0) + cents
    return found


def find_project(view: View, key: str) -> Project:
    """The project that an id names, `town/id` where towns share it. Raises `UsageError` with the nearest."""
    town, _, own = key.rpartition("/")
    names = view.names
    found = [p for p in view.every_project if p.key == own and (not town or names.town_key(p.town) == town)]
    if view.towns is not None:
        found = [p for p in found if p.town in view.towns]
    if len(found) == 1:
        return found[0]
    if found:
        known = tuple(f"{names.town_key(p.town)}/{own}" for p in found)
        raise UsageError("several towns have a project “{key}”", key=own, known=known)
    from citydash.files.problems import nearest  # noqa: PLC0415 - only for an error

    if lost := view.snapshot.fetch("content_places", keys=dumps([own])):
        raise UsageError(
            "the project “{key}” is left out for errors in {path}: see citydash check", key=own, path=lost[0][1]
        )
    hint = nearest(own, tuple(p.key for p in view.every_project))
    raise UsageError("no project “{key}”", key=key, hint=hint)


def project_sheet(view: View, key: str) -> ProjectSheet:
    """The sheet of the project that `key` names. Raises `UsageError`."""
    return sheet_of(view, find_project(view, key))


def sheet_of(view: View, p: Project) -> ProjectSheet:
    """The sheet of a project of the view."""
    own = view.only(p)
    names = view.names
    funding = tuple(funding_lines(own))
    budget = _budget(own, p)
    more = view.snapshot.fetch("project_more", content=p.content)[0][0]
    elapsed, financial = p.elapsed(view.today), p.financial_progress
    portfolio = names.portfolio(p.town, p.portfolio)
    return ProjectSheet(
        project=p,
        town=names.town_key(p.town),
        portfolio=names.key(p.town, p.portfolio),
        portfolio_title=portfolio.title,
        pillar=portfolio.pillar,
        lead=names.department(p.town, p.lead),
        currency=view.currency(p.town),
        path=p.path,
        tags=tuple(loads(p.tags or "[]")),
        depends_on=tuple(loads(p.depends_on or "[]")),
        needed_by=tuple(
            other.key
            for other in view.every_project
            if other.town == p.town and other.depends_on and p.key in loads(other.depends_on)
        ),
        more=loads(more or "{}"),
        budget=budget,
        funding=funding,
        plans={certainty: plan_of(view, p, list(funding), sure) for certainty, sure in SURE.items()},
        milestones=tuple(milestone_lines(own)),
        slip=p.slip,
        elapsed=elapsed,
        financial_progress=financial,
        drift=None if elapsed is None or financial is None else financial - elapsed,
        earned_value=_earned_value(view, p, budget),
        induced=tuple(_induced(view, p, budget)),
    )


def _budget(own: View, p: Project) -> tuple[BudgetLine, ...]:
    rows = own.snapshot.fetch("facts_of", contents=f"[{p.content}]", measures="[0,1,2,3]")
    names = own.names
    order = {key: n for n, key in enumerate(names.departments)}
    cells: dict[tuple[int, int, int], dict[int, int]] = {}
    for town, _portfolio, _path, _content, measure, department, section, _source, _sure, year, cents in rows:
        if town == p.town:
            cells.setdefault((department, section, measure), {})[year] = cents
    lines = [
        BudgetLine(
            names.key(p.town, department), names.department(p.town, department), SECTIONS[section], MEASURES[measure],
            dict(sorted(amounts.items())), sum(amounts.values()),
        )
        for (department, section, measure), amounts in sorted(
            cells.items(), key=lambda item: (order.get((p.town, item[0][0]), len(order)), *item[0])
        )
    ]  # fmt: skip
    return tuple(lines)


def _by_year(budget: tuple[BudgetLine, ...], section: str, stage: str) -> dict[int, int]:
    found: dict[int, int] = {}
    for line in budget:
        if line.section == section and line.stage == stage:
            for year, cents in line.amounts.items():
                found[year] = found.get(year, 0) + cents
    return found


def _earned_value(view: View, p: Project, budget: tuple[BudgetLine, ...]) -> EarnedValue | None:
    if p.progress is None or not p.cost:
        return None
    town = view.names.town(p.town)
    planned = _by_year(budget, "investment", "planned")
    end_year = view.year_of(p.town, p.end) if p.end else None
    for year, cents in _by_year(budget, "operating", "planned").items():
        if end_year is None or year <= end_year:
            planned[year] = planned.get(year, 0) + cents
    pv = float(formulas.planned_to_date(planned, view.today, view.year_of(p.town, view.today), town.fiscal_year_start))
    ev = p.progress * p.cost / formulas.MILLION
    cpi = ev / p.cost_paid if p.cost_paid else None
    return EarnedValue(ev, pv, p.cost_paid, cpi, ev / pv if pv else None, p.cost / cpi if cpi else None)


def _induced(view: View, p: Project, budget: tuple[BudgetLine, ...]) -> list[tuple[int, int]]:
    end_year = view.year_of(p.town, p.end) if p.end else None
    return formulas.induced(_by_year(budget, "operating", "planned"), end_year)
