"""Down into a roll-up: a row by its projects, a project by the lines of its file. Each depth sums to the one above."""

from collections.abc import Callable
from typing import Any

from citydash.figures.explain import Explanation, explain
from citydash.figures.projects import Project
from citydash.figures.rollup import Line, Request, Rollup, check, cut, measures_of, rollup, signed, summed
from citydash.figures.view import View
from citydash.model.words import MEASURES


def by_project(view: View, request: Request, key: str) -> list[Rollup]:
    """The row `key` of a roll-up over one axis, by its projects: the same columns, their totals are the row's amounts.

    One result a currency, none where the row has nothing in it.
    """
    axis = request.rows[0]
    belongs = _of_project(view, axis)
    inner = request._replace(rows=(axis, "project"))
    if axis in ("department", "source"):
        results = summed(view, inner, signed(cut(view, inner, _facts_within(view, inner, key)), inner))
    else:
        results = rollup(view if belongs is None else view.of([p for p in view.projects if belongs(p) == key]), inner)
    found = []
    for result in results:
        lines = tuple(
            Line(line.key[1:], line.label[1:], line.amounts, line.total) for line in result.lines if line.key[0] == key
        )
        if not lines:
            continue
        totals = {column: sum(line.amounts[column] for line in lines) for column in result.columns}
        total = None if result.total is None else sum(totals.values())
        found.append(Rollup(inner, result.currency, result.columns, lines, totals, total))
    return found


def _facts_within(view: View, request: Request, key: str) -> list[Any]:
    """Stored sums of one department or source by project: SQLite leaves out the rest, which is most."""
    check(request)
    town, _slash, own = key.rpartition("/")
    word = next((number for number, text in view.names.words.items() if text == own and number), -1)
    rows = view.snapshot.fetch(
        "rollup_within",
        measures=str([MEASURES.index(name) for name, _sign in measures_of(request)]),
        department=word if request.rows[0] == "department" else 0,
        source=word if request.rows[0] == "source" else 0,
        by_section=int(request.columns == "section" or bool(request.cuts.sections)),
        by_year=int(request.columns == "year"),
        every=int(view.chosen is None),
        contents="[]" if view.chosen is None else view.contents,
    )
    names, chosen = view.names, view.by_content
    return [row for row in rows if (row[0], row[2]) in chosen and (not town or names.town_key(row[0]) == town)]


def _of_project(view: View, axis: str) -> Callable[[Project], str] | None:
    """What an axis says of a whole project; None for one that splits a project's amounts."""
    names = view.names
    of: dict[str, Callable[[Project], str]] = {
        "town": lambda p: names.town_key(p.town),
        "portfolio": lambda p: names.key(p.town, p.portfolio),
        "pillar": lambda p: names.portfolio(p.town, p.portfolio).pillar,
        "status": lambda p: p.status,
        "lead": lambda p: names.key(p.town, p.lead),
    }
    return of.get(axis)


def of_project(view: View, request: Request, key: str, project: Project) -> list[Explanation]:
    """The file's lines behind one project in the row `key` of a roll-up over one axis."""
    names = view.names
    own = f"{names.town_key(project.town)}/{project.key}" if names.several else project.key
    if request.rows[0] == "project":
        return explain(view.only(project), request, (own,))
    inner = request._replace(rows=(request.rows[0], "project"))
    return explain(view.only(project), inner, (key, own))
