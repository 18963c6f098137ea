"""Two roll-ups of one request, side by side: what each row and column was, is, and the difference.

Before + Δ = after, for every cell, row and total, to the cent: each is the difference of the same two sums.
"""

from collections import defaultdict
from typing import NamedTuple

from citydash.figures.compare import Total, alike, both
from citydash.figures.facts import Fact, stored
from citydash.figures.headline import headline
from citydash.figures.request import COST, NET_COST, Request, Rollup
from citydash.figures.rollup import cut, rollup
from citydash.figures.view import View
from citydash.model.words import MEASURES, MONEY_IN, STAGES

_FIRST, _LAST = ("earlier",), ("later", "undated")


class Row(NamedTuple):
    """A row: cents before and after by column, and their sums (None for columns that aren't added)."""

    key: tuple[str, ...]
    label: tuple[str, ...]
    old: dict[str, int]
    new: dict[str, int]
    old_total: int | None
    new_total: int | None

    @property
    def delta(self) -> int | None:
        """What the row's total moved by, in cents."""
        return None if self.old_total is None or self.new_total is None else self.new_total - self.old_total


class Shift(NamedTuple):
    """A roll-up before and after, in one currency."""

    request: Request
    currency: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    total: Row


def shifts(old: View, new: View, request: Request) -> list[Shift]:
    """A roll-up of the projects that either view chooses, before and after, one a currency. Raises `UsageError`."""
    sums = [{found.currency: found for found in rollup(view, request)} for view in _sides(old, new)]
    codes = sorted({code for side in sums for code, found in side.items() if found.lines}) or sorted(sums[1])
    return [_shift(request, code, sums[0].get(code), sums[1].get(code)) for code in codes]


def totals(old: View, new: View) -> list[Total]:
    """What each measure adds up to before and after, of the projects that either view chooses: the cost, what of it the
    town pays, the four stages, and the money that comes in.
    """
    before, after = (_sums(view) for view in _sides(old, new))
    codes = {code for sums in (before, after) for (code, _measure), cents in sums.items() if cents}
    return [
        Total(measure, code, before[code, measure], after[code, measure])
        for code in sorted(codes or new.currencies)
        for measure in (COST, NET_COST, *STAGES, *MONEY_IN)
    ]


def _sides(old: View, new: View) -> list[View]:
    """Both views with the projects that either chooses."""
    old, new = alike(old, new)
    if old.is_whole and old.towns is None and new.is_whole and new.towns is None:
        return [old, new]
    before, after = both(old, new)
    return [old.of(list(before.values())), new.of(list(after.values()))]


def _sums(view: View) -> dict[tuple[str, str], int]:
    """(currency, measure) → cents: each measure's own roll-up, without its rows."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for money in headline(view).money:
        found[money.currency, COST] = money.cost
        found[money.currency, NET_COST] = money.cost - money.grants
    by_measure: dict[int, list[Fact]] = defaultdict(list)
    for row in stored(view, (*STAGES, *MONEY_IN), ("certainty",)):
        by_measure[row[3]].append(row)
    for number, rows in by_measure.items():
        for row in cut(view, Request(("town",), "none", MEASURES[number]), rows):
            found[view.currency(row[0]), MEASURES[number]] += row[9]
    return found


def _shift(request: Request, code: str, old: Rollup | None, new: Rollup | None) -> Shift:
    nothing = Rollup(request, code, (), (), {}, 0)
    was, now = old or nothing, new or nothing
    columns = _columns(was.columns, now.columns)
    before, after = ({line.key: line for line in side.lines} for side in (was, now))
    rows = []
    for key in dict.fromkeys((*after, *before)):
        a, b = before.get(key), after.get(key)
        line = b or a
        assert line is not None  # noqa: S101 - for the type checker: a key is one side's
        is_added = line.total is not None
        rows.append(
            Row(
                key, line.label, a.amounts if a else {}, b.amounts if b else {},
                (a.total if a else 0) if is_added else None, (b.total if b else 0) if is_added else None,
            )
        )  # fmt: skip
    total = Row((), (), was.totals, now.totals, was.total, now.total)
    return Shift(request, code, columns, tuple(rows), total)


def _columns(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    """The columns of either: years in order between `earlier` and `later`, words as they come."""
    every = dict.fromkeys((*new, *old))
    years = sorted(name for name in every if name.isdigit())
    ends = [name for name in _LAST if name in every]
    words = [name for name in every if not name.isdigit() and name not in (*_FIRST, *_LAST)]
    return (*(name for name in _FIRST if name in every), *years, *words, *ends)
