"""The roll-up: one measure summed over one or two axes × year, stage, section or certainty, under a filter.

    Request(rows=("department",), columns="year", measure="planned")

Kept totals answer what they can (no project, no filter); the facts answer the rest. A line's total is the sum of its
columns, the totals' of the lines: nothing is dropped, so every axis has the same grand total.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, NamedTuple

from citydash.errors import UsageError
from citydash.figures.view import Cuts, View
from citydash.model.fiscal import EARLIER, LATER, UNDATED, is_year, year_name
from citydash.model.words import (
    CERTAINTIES,
    DERIVED,
    LEVELS,
    MEASURES,
    MONEY_IN,
    PILLARS,
    SECTIONS,
    SPENDING,
    STAGES,
    STATUSES,
)

_BOTH = ("town", "portfolio", "pillar", "project", "section", "status", "lead")
SPENDING_AXES = ("town", "department", *_BOTH[1:])
MONEY_IN_AXES = (*_BOTH, "source", "funder", "level", "certainty")
NET_AXES = ("town", "portfolio", "pillar", "project", "status", "lead")
AXES = tuple(dict.fromkeys((*SPENDING_AXES, *MONEY_IN_AXES)))
COLUMNS = ("year", "stage", "section", "certainty", "none")
NET_COST = "net-cost"
ALL_MEASURES = (*SPENDING, *DERIVED, *MONEY_IN, NET_COST)


class Request(NamedTuple):
    """What to sum. `rows` is one or two axes; with columns `stage` there is no measure."""

    rows: tuple[str, ...] = ("department",)
    columns: str = "year"
    measure: str = "planned"
    cuts: Cuts = Cuts()


class Line(NamedTuple):
    """One row: the keys and names along the axes, cents by column, their sum (None for columns that aren't added).

    `blank` names the columns that no line of any file stands behind: no data, which people aren't shown as 0.
    """

    key: tuple[str, ...]
    label: tuple[str, ...]
    amounts: dict[str, int]
    total: int | None
    blank: frozenset[str] = frozenset()


class Rollup(NamedTuple):
    """A roll-up in one currency. `total` is None where columns aren't added: stages, and net cost by certainty."""

    request: Request
    currency: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    totals: dict[str, int]
    total: int | None


def is_additive(request: Request) -> bool:
    """Whether the columns add up to something: the four stages of a budget, or net costs at each certainty, don't."""
    return request.columns != "stage" and not (request.measure == NET_COST and request.columns == "certainty")


def measures_of(request: Request) -> tuple[tuple[str, int], ...]:
    """The stored measures that make the request's, each with its sign."""
    if request.columns == "stage":
        return tuple((stage, 1) for stage in STAGES)
    return DERIVED.get(request.measure, ((request.measure, 1),))


def axes_of(measure: str) -> tuple[str, ...]:
    """The axes that a measure has."""
    if measure == NET_COST:
        return NET_AXES
    return MONEY_IN_AXES if measure in MONEY_IN else SPENDING_AXES


def check(request: Request) -> None:
    """Raise `UsageError` for an axis, measure or cut that doesn't exist, or that the measure doesn't have."""
    from citydash.files.problems import nearest  # noqa: PLC0415

    measure = request.measure
    if measure not in ALL_MEASURES:
        raise UsageError("no measure “{name}”", name=measure, hint=nearest(measure, ALL_MEASURES), known=ALL_MEASURES)
    if request.columns not in COLUMNS:
        raise UsageError(
            "no columns “{name}”", name=request.columns, hint=nearest(request.columns, COLUMNS), known=COLUMNS
        )
    if not 1 <= len(request.rows) <= 2 or len(set(request.rows)) != len(request.rows):
        raise UsageError("rows are one axis, or two different ones: --rows portfolio,project")
    known = axes_of(measure)
    for axis in request.rows:
        if axis not in AXES:
            raise UsageError("no axis “{name}”", name=axis, hint=nearest(axis, AXES), known=AXES)
        if axis not in known:
            raise UsageError("{measure} has no axis “{name}”", measure=measure, name=axis, known=known)
    _check_columns(request, known)


def _check_columns(request: Request, known: tuple[str, ...]) -> None:
    measure, columns, cuts = request.measure, request.columns, request.cuts
    if measure == NET_COST:
        if columns not in ("certainty", "none"):
            raise UsageError("net-cost has the columns certainty and none: it is one amount over all years")
        if any((cuts.departments, cuts.sections, cuts.sources, cuts.years)):
            raise UsageError(
                "net-cost belongs to whole projects: it can't be cut by department, section, source or years"
            )
        return
    if columns == "stage" and measure not in SPENDING:
        raise UsageError(
            "columns “stage” are the four stages of spending; {measure} is not one of them", measure=measure
        )
    if columns in ("section", "certainty") and columns not in known:
        raise UsageError("{measure} has no columns “{name}”", measure=measure, name=columns)
    if cuts.departments and "department" not in known:
        raise UsageError("{measure} can't be cut by department", measure=measure, known=known)
    if cuts.sources and "source" not in known:
        raise UsageError("{measure} can't be cut by source", measure=measure, known=known)
    for section in cuts.sections:
        if section not in SECTIONS:
            raise UsageError("no section “{name}”", name=section, known=SECTIONS)


Fact = tuple[int, int, int, int, int, int, int, int, int, int]
"""(town, portfolio, content, measure, department, section, source, certainty, year, cents), 0 where not asked for."""
Key = tuple[Any, str, str]
"""(what lines are sorted by, key, label)."""


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


def placing(view: View, request: Request) -> Callable[[Fact], tuple[tuple[Key, ...], Any]]:
    """From a fact to the row and the column that it is summed into."""
    axes = [_axis(view, axis, beside="town" in request.rows) for axis in request.rows]
    column_of = _column(request)
    memo: dict[tuple[int, ...], tuple[Key, ...]] = {}

    def place(fact: Fact) -> tuple[tuple[Key, ...], Any]:
        ids = fact[:3] + fact[4:8]
        row = memo.get(ids)
        if row is None:
            row = memo[ids] = tuple(axis(fact) for axis in axes)
        return row, column_of(fact)

    return place


def column_name(column: Any) -> str:
    """A column as results name it: years are numbers inside."""
    return year_name(column) if isinstance(column, int) else str(column)


def _facts(view: View, request: Request) -> list[Fact]:
    """Stored sums at the grain that the request needs, already cut."""
    names = [name for name, _sign in measures_of(request)]
    measures = str([MEASURES.index(name) for name in names])
    by_project = any(axis in ("project", "status", "lead") for axis in request.rows)
    ambiguous = view.chosen is not None and view.has_twins
    if not by_project and view.is_whole:
        rows = view.snapshot.fetch("cube", measures=measures)
        if view.towns is not None:
            rows = [row for row in rows if row[0] in view.towns]
    else:
        wanted = {*request.rows, request.columns}
        cuts = request.cuts
        flags = {
            "by_project": int(by_project or ambiguous),
            "by_department": int("department" in wanted or bool(cuts.departments)),
            "by_section": int("section" in wanted or bool(cuts.sections)),
            "by_source": int(bool(wanted & {"source", "funder", "level"}) or bool(cuts.sources)),
            "by_certainty": int(request.measure in MONEY_IN),
            "by_year": int(request.columns == "year"),
        }
        extra = {} if view.chosen is None else {"contents": view.contents}
        rows = view.snapshot.fetch("rollup_chosen" if extra else "rollup", measures=measures, **flags, **extra)
        if ambiguous:
            rows = [row for row in rows if (row[0], row[2]) in view.by_content]
    return cut(view, request, rows)


def cut(view: View, request: Request, rows: list[Any]) -> list[Any]:
    """The facts that the cuts keep, years outside the window folded. What follows a fact's ten values stays."""
    cuts, names = request.cuts, view.names
    if cuts.departments:
        keep = _wanted(
            cuts.departments, {(t, w): names.key(t, w) for t, w in names.departments}, names.words, "department"
        )
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


def _folded(year: int, first: int, last: int) -> int:
    if not is_year(year) or first <= year <= last:
        return year
    return EARLIER if year < first else LATER


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
    several = names.several

    def of(fact: Fact) -> Key:
        p = projects[fact[0], fact[2]]
        if axis == "status":
            return STATUSES.index(p.status), p.status, p.status
        if axis == "lead":
            return names.key(p.town, p.lead), names.key(p.town, p.lead), label(p.town, names.department(p.town, p.lead))
        key = f"{words[p.town]}/{p.key}" if several else p.key
        return (words[p.town], words[p.portfolio], p.key), key, label(p.town, p.title)

    return of


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
