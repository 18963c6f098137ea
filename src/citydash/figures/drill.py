"""Down into a roll-up: a cell by its projects, a project by the lines of its file. Each depth sums to the one above.

A cell is a row's key, along all of the request's axes or the first of them (a subtotal), and a column or all of them.
"""

from collections.abc import Callable
from typing import Any

from citydash.figures.explain import Explanation, explain
from citydash.figures.facts import stored
from citydash.figures.kept import kept_facts
from citydash.figures.placing import placing
from citydash.figures.projects import Project
from citydash.figures.request import COST, NET_COST, Request, Rollup, check, measures_of
from citydash.figures.rollup import cut, rollup, signed, summed
from citydash.figures.view import View
from citydash.model.words import MEASURES, MONEY_IN

Key = tuple[str, ...]


def by_project(view: View, request: Request, key: Key, column: str | None = None) -> list[Rollup]:
    """A cell by its projects. Without `column` all columns, whose totals are the row's amounts; with it that one alone.

    One result a currency, none where the cell has nothing in it.
    """
    check(request)
    axes = request.rows[: len(key)]
    view = _narrowed(view, axes, key)
    inner = request._replace(rows=("project",))
    if request.measure == NET_COST:
        results = rollup(view, inner)
    else:
        place = placing(view, request._replace(rows=axes))
        rows = cut(view, request, _facts(view, request, axes, key))
        own = [row for row in rows if tuple(part[1] for part in place(row)[0]) == key]
        results = summed(view, inner, signed(own, request))
    found = [result if column is None else only(result, column) for result in results]
    return [result for result in found if result.lines]


def of_project(
    view: View, request: Request, key: Key, project: Project, column: str | None = None
) -> list[Explanation]:
    """The file's lines behind one project in a cell."""
    return explain(view.only(project), request._replace(rows=request.rows[: len(key)]), key, column)


def only(result: Rollup, column: str) -> Rollup:
    """A roll-up's one column, of the rows that have something in it; the total is the column's."""
    lines = tuple(
        line._replace(amounts={column: line.amounts[column]}, total=line.amounts[column], blank=frozenset())
        for line in result.lines
        if column in line.amounts and column not in line.blank
    )
    total = sum(line.amounts[column] for line in lines)
    return result._replace(columns=(column,), lines=lines, totals={column: total}, total=total)


def _narrowed(view: View, axes: tuple[str, ...], key: Key) -> View:
    """The projects that can have something in a cell, as far as their own properties tell."""
    tests = [(test, own) for axis, own in zip(axes, key, strict=True) if (test := _of_project(view, axis)) is not None]
    if not tests:
        return view
    return view.of([p for p in view.projects if all(test(p) == own for test, own in tests)])


def _of_project(view: View, axis: str) -> Callable[[Project], str] | None:
    """What an axis says of a whole project; None for one that splits a project's amounts."""
    names = view.names
    of: dict[str, Callable[[Project], str]] = {
        "town": lambda p: names.town_key(p.town),
        "portfolio": lambda p: names.key(p.town, p.portfolio),
        "pillar": lambda p: names.portfolio(p.town, p.portfolio).pillar,
        "project": lambda p: names.project_key(p.town, p.key),
        "status": lambda p: p.status,
        "lead": lambda p: names.key(p.town, p.lead),
    }
    return of.get(axis)


def _facts(view: View, request: Request, axes: tuple[str, ...], key: Key) -> list[Any]:
    """Stored sums by project at the grain that the cell needs."""
    measures = [name for name, _sign in measures_of(request)]
    own = dict(zip(axes, key, strict=True))
    if own.keys() & {"department", "source"}:
        return _within(view, request, measures, own)
    wanted = {"project", *axes, request.columns, *_grain(request)}
    if wanted & {"funder", "level"}:
        wanted.add("source")
    return stored(view, measures, wanted)


def _grain(request: Request) -> set[str]:
    """What cuts and measure need told apart."""
    found = {"certainty"} if request.measure in MONEY_IN else set()
    if request.measure == COST:
        found |= {"section", "year"}
    if request.cuts.sections:
        found.add("section")
    if request.cuts.departments:
        found.add("department")
    if request.cuts.sources:
        found.add("source")
    return found


def _within(view: View, request: Request, measures: list[str], own: dict[str, str]) -> list[Any]:
    """Those of one department or source: the rest, which is most, isn't told apart."""
    words = {text: number for number, text in view.names.words.items() if number}
    within: dict[str, int] = {
        axis: words.get(own[axis].rpartition("/")[2], -1) for axis in ("department", "source") if axis in own
    }
    numbers, wanted = [MEASURES.index(name) for name in measures], {request.columns, *own, *_grain(request)}
    told = {"project", *within, *(wanted & {"section", "certainty", "year"})}
    if (kept := kept_facts(view, numbers, told)) is not None:
        return kept.sums(view.projects, numbers, told, within)
    return view.snapshot.fetch(
        "rollup_within",
        measures=str(numbers),
        department=within.get("department", 0),
        source=within.get("source", 0),
        by_section=int("section" in wanted),
        by_year=int("year" in wanted),
        **view.scope,
    )
