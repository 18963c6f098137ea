"""What a roll-up is asked and what it answers: axes, columns, measures, and which of them go together."""

from typing import NamedTuple

from citydash.errors import UsageError
from citydash.figures.view import Cuts
from citydash.model.words import DERIVED, MONEY_IN, SECTIONS, SPENDING, STAGES

_BOTH = ("town", "portfolio", "pillar", "project", "section", "status", "lead")
SPENDING_AXES = ("town", "department", *_BOTH[1:])
MONEY_IN_AXES = (*_BOTH, "source", "funder", "level", "certainty")
NET_AXES = ("town", "portfolio", "pillar", "project", "status", "lead")
AXES = tuple(dict.fromkeys((*SPENDING_AXES, *MONEY_IN_AXES)))
COLUMNS = ("year", "stage", "section", "certainty", "none")
COST = "cost"
"""Planned investment, and planned operating up to the fiscal year of the project's end (figures.md, cost)."""
NET_COST = "net-cost"
ALL_MEASURES = (*SPENDING, *DERIVED, COST, *MONEY_IN, NET_COST)


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
    measure = "planned" if request.measure == COST else request.measure
    return DERIVED.get(measure, ((measure, 1),))


def axes_of(measure: str) -> tuple[str, ...]:
    """The axes that a measure has."""
    if measure == NET_COST:
        return NET_AXES
    return MONEY_IN_AXES if measure in MONEY_IN else SPENDING_AXES


def columns_of(measure: str) -> tuple[str, ...]:
    """The columns that a measure can be shown by, the usual ones first."""
    if measure == NET_COST:
        return ("certainty", "none")
    if measure in SPENDING:
        return ("year", "stage", "section", "none")
    return ("year", "section", "certainty", "none") if measure in MONEY_IN else ("year", "section", "none")


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
