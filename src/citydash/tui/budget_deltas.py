"""How far the budget's totals have moved since the baseline: Δ by row, and the rows that only the baseline had."""

from collections import Counter
from typing import NamedTuple

from citydash.figures.request import Line, Request, Rollup, is_additive
from citydash.figures.rollup import rollup
from citydash.figures.shift import Shift, shifts
from citydash.figures.view import View

At = tuple[tuple[str, ...], str]
"""A row by its key along the axes, () for the total, and its currency."""


class Moved(NamedTuple):
    """A pivot's blocks with the rows that were; `by` is Δ of each row, subtotal and total in cents, None where there is
    no baseline or amounts aren't added.
    """

    blocks: list[Rollup]
    by: dict[At, int] | None


def moved(view: View, old: View | None, request: Request) -> Moved:
    """A pivot against the baseline: of the projects that either snapshot's filter chooses."""
    blocks = rollup(view, request)
    if old is None or not is_additive(request):
        return Moved(blocks, None)
    found = {shift.currency: shift for shift in shifts(old, view, request)}
    by: Counter[At] = Counter()
    for code, shift in found.items():
        for row in shift.rows:
            for depth in range(1, len(row.key) + 1):
                by[row.key[:depth], code] += row.delta or 0
        by[(), code] = shift.total.delta or 0
    return Moved([_with_gone(block, found.get(block.currency)) for block in blocks], dict(by))


def _with_gone(block: Rollup, shift: Shift | None) -> Rollup:
    """The rows that stood in the baseline only, at nothing now, each in its group."""
    known = {line.key for line in block.lines}
    gone = [row for row in shift.rows if row.key not in known] if shift is not None else []
    if not gone:
        return block
    every = frozenset(block.columns)
    lines = [*block.lines, *(Line(row.key, row.label, dict.fromkeys(block.columns, 0), 0, every) for row in gone)]
    groups = {key: n for n, key in enumerate(dict.fromkeys(line.key[:1] for line in lines))}
    depth = len(lines[0].key)
    return block._replace(lines=tuple(sorted(lines, key=lambda line: groups[line.key[:1]]) if depth > 1 else lines))
