"""Stored sums at a chosen grain, of the chosen projects: what figures add up that no single roll-up answers."""

from collections.abc import Iterable
from typing import Any

from citydash.figures.kept import kept_facts
from citydash.figures.packed import of_chosen, packing, without
from citydash.figures.view import View
from citydash.model.fiscal import LATER
from citydash.model.words import MEASURES, SECTIONS

Fact = tuple[int, int, int, int, int, int, int, int, int, int]
"""(town, portfolio, content, measure, department, section, source, certainty, year, cents), 0 where not asked for."""
_AXES = ("project", "department", "section", "source", "certainty", "year")
_KEPT_SUMS = {"certainty"}
"""The axes of sums that the index makes of the kept totals: reading those takes longer."""


def stored(view: View, measures: Iterable[str], grain: Iterable[str], *, portfolios: bool = True) -> list[Any]:
    """Facts of some measures, towns always told apart and `portfolios` unless nobody asks; of the other axes at least
    those in `grain`.

    Kept totals answer what they can: no project, and no filter or one that leaves out the fewer projects. The facts
    answer the rest, those in memory where they are there.
    """
    places, wanted = [MEASURES.index(name) for name in measures], set(grain)
    if view.chosen is not None and (kept := kept_facts(view, places, wanted)) is not None:
        return kept.sums(view.projects, places, wanted, portfolios=portfolios)
    numbers = str(places)
    if "project" not in wanted and view.is_whole:
        rows = view.snapshot.fetch("cube_sums" if wanted <= _KEPT_SUMS else "cube", measures=numbers)
        return rows if view.towns is None else [row for row in rows if row[0] in view.towns]
    ambiguous = view.chosen is not None and view.has_twins
    if "project" not in wanted and not ambiguous and view.chosen is not None:
        packed = packing(view, wanted | {"portfolio"} if portfolios else wanted)
        if packed is not None:
            left_out = view.left_out
            return of_chosen(view, numbers, packed) if left_out is None else without(view, numbers, packed, left_out)
    if ambiguous:
        wanted.add("project")
    flags = {f"by_{axis}": int(axis in wanted) for axis in _AXES}
    extra = {} if view.chosen is None else {"contents": view.contents}
    rows = view.snapshot.fetch("rollup_chosen" if extra else "rollup", measures=numbers, **flags, **extra)
    return [row for row in rows if (row[0], row[2]) in view.by_content] if ambiguous else rows


def is_in_cost(section: int, year: int, end_year: int | None) -> bool:
    """Whether an amount is part of its project's cost: investment whole, operating up to the end's fiscal year;
    `earlier`, `later` and `undated` always (figures.md, cost).
    """
    return SECTIONS[section] == "investment" or end_year is None or not end_year < year < LATER
