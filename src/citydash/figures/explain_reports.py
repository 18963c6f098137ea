"""The lines behind the figures of reports that are no roll-up: authorisations, induced costs, financing plans."""

from collections.abc import Callable
from typing import Any, NamedTuple

from citydash.errors import UsageError
from citydash.figures.authorisations import Authorisation, authorisations
from citydash.figures.explain import Files, Keys, SourceLine, amounts_of, as_read, changed, counted_keys
from citydash.figures.facts import is_in_cost
from citydash.figures.financing import FundingPlan, funding_plan
from citydash.figures.induced import InducedLine, induced
from citydash.figures.project import find_project
from citydash.figures.projects import Project
from citydash.figures.view import View
from citydash.files.checks import cents
from citydash.model.fiscal import is_year, year_name
from citydash.model.words import MEASURES, SECTIONS


class Term(NamedTuple):
    """An amount of a sum: cents with the sign that it enters with; without a project it is of town.toml."""

    path: str
    keys: Keys
    cents: int
    project: Project | None


Figures = dict[str, tuple[int, list[Term]]]
"""A figure's name → what it is, and what it is the sum of."""


class Breakdown(NamedTuple):
    """A figure of a report and the lines that it is the sum of: `total == sum(line.cents)`."""

    report: str
    key: str
    column: str
    currency: str
    total: int
    lines: tuple[SourceLine, ...]


def break_down(view: View, report: str, key: str, column: str) -> Breakdown:
    """The lines of a report's figure, by the names that its CSV and JSON have: of an authorisation, of a project.

    A line that counts several times stands there as often: an induced year that isn't written repeats another.
    Raises `UsageError` for a report that this doesn't explain, an unknown id or figure.
    """
    files = Files(view.snapshot)
    currency, figures = _figures(view, files, report, key)
    if column not in figures:
        raise UsageError("no figure “{name}” here", name=column, known=tuple(figures))
    expected, terms = figures[column]
    found = [SourceLine(t.path, *files.position(t.path, t.keys), t.keys, t.cents, t.project) for t in terms if t.cents]
    lines = tuple(sorted(found, key=lambda line: line[:4]))
    total = sum(line.cents for line in lines)
    if total != expected:
        raise changed()
    return Breakdown(report, key, column, currency, total, lines)


def _figures(view: View, files: Files, report: str, key: str) -> tuple[str, Figures]:
    """The currency of a report's row, and its figures."""
    if report == "apcp":
        found = _authorisation(view, key)
        return found.currency, _of_authorisation(view, files, found)
    if report == "induced":
        line, currency = _induced_line(view, key)
        return currency, _of_induced(files, line)
    if report == "funding-plan":
        plan = funding_plan(view, key)
        return plan.currency, _of_plan(view, files, plan)
    raise UsageError("no breakdown of report “{name}”", name=report)


def _authorisation(view: View, key: str) -> Authorisation:
    town, _, own = key.rpartition("/")
    every = authorisations(view)
    found = [a for a in every if a.key == own and town in ("", a.town)]
    if len(found) > 1:
        raise UsageError("several towns have “{key}”", key=own, known=tuple(f"{a.town}/{own}" for a in found))
    if not found:
        from citydash.files.problems import nearest  # noqa: PLC0415 - only for an error

        known = tuple(a.key for a in every)
        raise UsageError("no authorisation “{name}” in town.toml", name=own, hint=nearest(own, known))
    return found[0]


def _of_authorisation(view: View, files: Files, a: Authorisation) -> Figures:
    town = next(word for word in view.names.towns if view.names.town_key(word) == a.town)
    path = next(row[1] for row in view.snapshot.fetch("town_files") if row[0] == town)
    own = files.table(path, "authorisation", a.key)
    this_year = {name for day, name, _cents in a.votes if view.year_of(town, day) == a.year}

    def of(table: str, name: str, amount: Any) -> Term:
        at = (table, name, "amount") if table == "vote" else (table, name)
        return Term(path, ("authorisation", a.key, *at), cents(amount), None)

    try:
        votes = {name: of("vote", name, vote["amount"]) for name, vote in own.get("vote", {}).items()}
        opened = {name: of("credits", name, amount) for name, amount in own.get("credits", {}).items()}
    except (AttributeError, LookupError, TypeError, ValueError, ArithmeticError):
        raise changed() from None
    voted = [*votes.values()]
    planned, committed, paid = (_under(files, a, stage) for stage in ("planned", "committed", "paid"))
    return {
        "voted": (a.voted, voted),
        "revised": (a.revised, [vote for name, vote in votes.items() if name in this_year]),
        "planned": (a.planned, planned),
        "committed": (a.committed, committed),
        "paid": (a.paid, paid),
        "available": (a.available, [*voted, *_less(committed)]),
        "to_pay": (a.to_pay, [*voted, *_less(paid)]),
        "unallocated": (a.unallocated, [*voted, *_less([*opened.values()])]),
        "credits_this_year": (a.credits_this_year, [opened[str(a.year)]] if str(a.year) in opened else []),
        "paid_this_year": (a.paid_this_year, [term for term in paid if term.keys[-1] == str(a.year)]),
        **{name: (term.cents, [term]) for name, term in opened.items()},
    }


def _under(files: Files, a: Authorisation, stage: str) -> list[Term]:
    """What its projects state of a stage, in its section."""
    return [
        term
        for share in a.shares
        for term, _year in _budget(files, share.project, stage, lambda section, _year: section == a.section)
    ]


def _budget(files: Files, p: Project, stage: str, belongs: Callable[[str, int], bool]) -> list[tuple[Term, int]]:
    """A project's amounts of a stage whose section and year belong, each with its year."""
    return [
        (Term(row[10], row[11], row[9], p), row[8])
        for row in as_read(amounts_of(p, files.project(p), {}))
        if row[3] == MEASURES.index(stage) and belongs(SECTIONS[row[5]], row[8])
    ]


def _less(terms: list[Term]) -> list[Term]:
    return [term._replace(cents=-term.cents) for term in terms]


def _induced_line(view: View, key: str) -> tuple[InducedLine, str]:
    project = find_project(view, key)
    for found in induced(view.only(project)):
        if found.lines:
            return found.lines[0], found.currency
    raise UsageError("the project “{key}” has no induced cost: nothing is planned after its end", key=key)


def _of_induced(files: Files, line: InducedLine) -> Figures:
    p = line.project
    rows = _budget(files, p, "planned", lambda section, year: section == "operating" and is_year(year))
    written = {year for _term, year in rows if year > line.delivered}
    years: Figures = {}
    for year, amount in line.amounts:
        stands = max(one for one in written if one <= year)  # a year that isn't written repeats the last one that is
        years[str(year)] = amount, [term for term, of in rows if of == stands]
    return {**years, "total": (line.total, [term for _cents, terms in years.values() for term in terms])}


def _of_plan(view: View, files: Files, found: FundingPlan) -> Figures:
    p, plan = found.project, found.plan
    end = view.year_of(p.town, p.end) if p.end else None

    def planned(*sections: str) -> list[tuple[Term, int]]:
        return _budget(
            files, p, "planned", lambda own, year: own in sections and is_in_cost(SECTIONS.index(own), year, end)
        )

    def counted(*parts: str) -> list[tuple[Term, str]]:
        return [
            (Term(p.path, keys, amount, p), resource.line.section)
            for part in parts
            for resource in getattr(found, part)
            for keys, amount in as_read(counted_keys(p, resource.line, files.project(p)))
        ]

    invested = planned("investment")
    investment, operating = ([term for term, _year in some] for some in (invested, planned("operating")))
    grants, loans, other = ([term for term, _of in counted(*parts)] for parts in (_GRANTS, ("loans",), ("others",)))
    on_base = [term for term, section in counted(*_GRANTS) if section == "investment"]
    figures: Figures = {
        "cost": (plan.cost, [*investment, *operating]),
        "investment": (found.investment, investment),
        "operating": (found.operating, operating),
        "grants": (plan.grants, grants),
        "loans": (plan.loans, loans),
        "other": (plan.other, other),
        "net_cost": (plan.net_cost, [*investment, *operating, *_less(grants)]),
        "grants_on_base": (found.grants_on_base, on_base),
        **{year_name(of): (amount, [t for t, year in invested if year == of]) for of, amount in found.years.items()},
    }
    if found.base is not None:
        base = [Term(p.path, ("project", p.key, "cost_excl_vat"), found.base, p)]
        figures |= {
            "base": (found.base, base),
            "vat": (found.investment - found.base, [*investment, *_less(base)]),
            "own_on_base": (found.base - found.grants_on_base, [*base, *_less(on_base)]),
        }
    return figures


_GRANTS = ("public", "private")
"""The parts of a plan that grants stand in."""
