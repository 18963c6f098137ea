"""What a pivot adds to a roll-up: subtotals of the first of two axes, and years folded into earlier and later.

No total changes by it: a subtotal is the sum of its lines, a folded column of its years.
"""

from itertools import groupby
from typing import NamedTuple

from citydash.figures.request import Line, Rollup
from citydash.model.fiscal import UNDATED, year_name

Years = tuple[int, int]
"""First and last of the years that are shown one by one, both included."""
FOLDED = ("earlier", "later")


class Group(NamedTuple):
    """The lines of one key of the first axis, and their sum; its key and label are the first axis' alone."""

    line: Line
    lines: tuple[Line, ...]


def grouped(block: Rollup) -> tuple[Group, ...]:
    """The subtotals of a roll-up over two axes, in its order."""
    found = []
    for _key, lines in groupby(block.lines, key=lambda line: line.key[0]):
        own = tuple(lines)
        found.append(Group(_sum(block, own, own[0].key[:1], own[0].label[:1]), own))
    return tuple(found)


def grand_total(block: Rollup) -> Line:
    """The totals of a roll-up as a line: a column that nothing stands in is blank."""
    return _sum(block, block.lines, (), ())


def _sum(block: Rollup, lines: tuple[Line, ...], key: tuple[str, ...], label: tuple[str, ...]) -> Line:
    amounts = {name: sum(line.amounts[name] for line in lines) for name in block.columns}
    blank = frozenset.intersection(*(line.blank for line in lines)) if lines else frozenset(block.columns)
    total = None if block.total is None else sum(amounts.values())
    return Line(key, label, amounts, total, blank)


def years_of(columns: tuple[str, ...]) -> list[int]:
    """The years among a roll-up's columns, in order."""
    return [int(name) for name in columns if name.isdigit()]


def folded_columns(columns: tuple[str, ...], years: Years) -> tuple[str, ...]:
    """The columns of a roll-up by year where only some years are shown one by one."""
    undated = tuple(name for name in columns if name == year_name(UNDATED))
    return (FOLDED[0], *map(str, range(years[0], years[1] + 1)), FOLDED[1], *undated)


def amount(line: Line, column: str, years: Years | None) -> int | None:
    """What stands in a column, the years outside of the window in `earlier` and `later`; None for no data."""
    if years is None or column not in FOLDED:
        return None if column in line.blank else line.amounts.get(column)
    own = [name for name in line.amounts if _target(name, years) == column and name not in line.blank]
    return sum(line.amounts[name] for name in own) if own else None


def _target(name: str, years: Years) -> str:
    if not name.isdigit() or years[0] <= int(name) <= years[1]:
        return name
    return FOLDED[0] if int(name) < years[0] else FOLDED[1]
