"""The roll-up: one measure summed over one or two axes × year, stage, section or certainty, under a filter.

    Request(rows=("department",), columns="year", measure="planned")

Kept totals answer what they can (no project, no filter); the facts answer the rest. A line's total is the sum of its
columns, the totals' of the lines: nothing is dropped, so every axis has the same grand total.
"""

from collections import defaultdict
from typing import Any

from citydash.errors import UsageError
from citydash.figures.facts import Fact, is_in_cost, stored
from citydash.figures.placing import Key, column_name, placing
from citydash.figures.request import COST, NET_COST, Line, Request, Rollup, check, is_additive, measures_of
from citydash.figures.view import View
from citydash.model.fiscal import EARLIER, LATER, UNDATED, is_year
from citydash.model.words import CERTAINTIES, MEASURES, MONEY_IN, SECTIONS, STAGES

COST_GRAIN = {"project", "section", "year"}
"""What must be told apart to know whether an amount belongs to its project's cost."""


def rollup(view: View, request: Request) -> list[Rollup]:
    """The roll-up, one a currency in order of its code. Raises `UsageError`."""
    check(request)
    if request.measure == NET_COST and request.columns != "stage":
        from citydash.figures.netcost import net_cost  # noqa: PLC0415 - reads other tables

        facts = net_cost(view, every=request.columns == "certainty")
    else:
        facts = signed(_facts(view, request), request)
    return summed(view, request, facts)


def summed(view: View, request: Request, facts: list[Any]) -> list[Rollup]:
    """Facts, already cut and signed, summed into rows and columns."""
    place = placing(view, request)
    cells: dict[str, dict[tuple[Key, ...], dict[Any, int]]] = {
        c: defaultdict(lambda: defaultdict(int)) for c in view.currencies
    }
    currency = {word: view.currency(word) for word in view.names.towns}
    for fact in facts:
        row, column = place(fact)
        cells[currency.get(fact[0]) or view.currency(fact[0])][row][column] += fact[9]
    return [_result(request, code, lines) for code, lines in cells.items()]


def _facts(view: View, request: Request) -> list[Fact]:
    """Stored sums at the grain that the request needs, already cut."""
    wanted, cuts = {*request.rows, request.columns}, request.cuts
    if wanted & {"status", "lead"}:
        wanted.add("project")
    if cuts.departments:
        wanted.add("department")
    if cuts.sections:
        wanted.add("section")
    if wanted & {"funder", "level"} or cuts.sources:
        wanted.add("source")
    if request.measure in MONEY_IN:
        wanted.add("certainty")
    measures = [name for name, _sign in measures_of(request)]
    if request.measure != COST:
        return cut(view, request, stored(view, measures, wanted, portfolios=bool(wanted & {"portfolio", "pillar"})))
    operating = [row for row in stored(view, measures, wanted | COST_GRAIN) if SECTIONS[row[5]] == "operating"]
    rows = [row for row in stored(view, measures, wanted | {"section"}) if SECTIONS[row[5]] == "investment"]
    return cut(view, request, rows + operating)


def cut(view: View, request: Request, rows: list[Any]) -> list[Any]:
    """The facts that the cuts keep, years outside the window folded. What follows a fact's ten values stays."""
    cuts, names = request.cuts, view.names
    if request.measure == COST:
        rows = _in_cost(view, rows)
    if cuts.departments:
        keep = named_departments(view, cuts.departments)
        rows = [row for row in rows if (row[0], row[4]) in keep]
    if cuts.sources:
        keep = _wanted(cuts.sources, {at: source.key for at, source in names.sources.items()}, names.words, "source")
        rows = [row for row in rows if (row[0], row[6]) in keep]
    if cuts.sections:
        sections = {SECTIONS.index(section) for section in cuts.sections}
        rows = [row for row in rows if row[5] in sections]
    if request.measure in MONEY_IN and view.certainty != "possible":
        sure = {0, *(CERTAINTIES.index(name) + 1 for name in view.sure)}
        rows = [row for row in rows if row[7] in sure or (row[7] == len(CERTAINTIES) and request.measure == "received")]
    if cuts.years and request.columns == "year":
        first, last = cuts.years
        rows = [(*row[:8], _folded(row[8], first, last), *row[9:]) for row in rows]
    return rows


def _in_cost(view: View, rows: list[Any]) -> list[Any]:
    """Planned amounts that belong to their project's cost; operating stands at `COST_GRAIN`."""
    ends = {at: view.year_of(p.town, p.end) for at, p in view.by_content.items() if p.end}
    return [row for row in rows if is_in_cost(row[5], row[8], ends.get((row[0], row[2])))]


def _folded(year: int, first: int, last: int) -> int:
    if not is_year(year) or first <= year <= last:
        return year
    return EARLIER if year < first else LATER


def named_departments(view: View, keys: tuple[str, ...]) -> set[tuple[int, int]]:
    """(town, department) of ids that were named. Raises `UsageError` for one that the workspace doesn't have."""
    names = view.names
    return _wanted(keys, {(t, w): names.key(t, w) for t, w in names.departments}, names.words, "department")


def _wanted(
    keys: tuple[str, ...], known: dict[tuple[int, int], str], words: dict[int, str], what: str
) -> set[tuple[int, int]]:
    """(town, word) of ids that were named: with their town in one, without it in every town that has it."""
    found = set()
    for key in keys:
        matches = {at for at, name in known.items() if key in (name, words[at[1]])}
        if not matches:
            from citydash.files.problems import nearest  # noqa: PLC0415

            names = tuple(sorted(set(known.values())))
            if what == "department":
                raise UsageError("no department “{name}”", name=key, hint=nearest(key, names), known=names)
            raise UsageError("no source “{name}”", name=key, hint=nearest(key, names), known=names)
        found |= matches
    return found


def signed(facts: list[Any], request: Request) -> list[Any]:
    """The facts with the sign that their measure has in the request's."""
    signs = {MEASURES.index(name): sign for name, sign in measures_of(request)}
    if all(sign == 1 for sign in signs.values()):
        return facts
    return [(*fact[:9], fact[9] * signs[fact[3]], *fact[10:]) for fact in facts]


def _result(request: Request, currency: str, cells: dict[tuple[Key, ...], dict[Any, int]]) -> Rollup:
    columns, additive = _columns(request, cells), is_additive(request)
    names = {column: column_name(column) for column in columns}
    lines = []
    for row in sorted(cells, key=lambda keys: tuple(key[0] for key in keys)):
        amounts = cells[row]
        by_name = {names[column]: amounts.get(column, 0) for column in columns}
        total = sum(amounts.values()) if additive else None
        blank = frozenset(name for column, name in names.items() if column not in amounts)
        lines.append(Line(tuple(key[1] for key in row), tuple(key[2] for key in row), by_name, total, blank))
    totals = {name: sum(line.amounts[name] for line in lines) for name in names.values()}
    total = sum(line.total or 0 for line in lines) if additive else None
    return Rollup(request, currency, tuple(names.values()), tuple(lines), totals, total)


def _columns(request: Request, cells: dict[tuple[Key, ...], dict[Any, int]]) -> list[Any]:
    if request.columns == "stage":
        return list(STAGES)
    if request.columns == "section":
        return list(SECTIONS)
    if request.columns == "certainty":
        return ["secured", "probable", "possible"] if request.measure == NET_COST else list(CERTAINTIES)
    if request.columns == "none":
        return ["total"]
    used = {year for amounts in cells.values() for year in amounts}
    years = sorted(year for year in used if is_year(year))
    if request.cuts.years:
        first, last = request.cuts.years
        return [EARLIER, *range(first, last + 1), LATER, *([UNDATED] if UNDATED in used else [])]
    between = list(range(years[0], years[-1] + 1)) if years else []
    return [*([EARLIER] if EARLIER in used else []), *between, *(word for word in (LATER, UNDATED) if word in used)]
