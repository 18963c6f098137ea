"""The rows of the budget's pivot, made from roll-ups: lines, subtotals, totals, and how wide their amounts can be."""

from typing import NamedTuple

from citydash.figures.pivot import grand_total, grouped
from citydash.figures.request import Line, Rollup

ALL_OPEN = 100
"""Groups begin unfolded where there are at most so many lines."""
TOTAL = "="
"""The column of totals."""


class Row(NamedTuple):
    """A currency's title (`heading`, no line), a `group` with its subtotal, a `line` (in a group where there are two
    axes), or a `total`.
    """

    kind: str
    line: Line
    currency: str
    inside: bool = False

    @property
    def key(self) -> tuple[str, ...]:
        return self.line.key

    @property
    def label(self) -> str:
        return self.line.label[-1] if self.line.label else ""


NOTHING = Line((), (), {}, None)


class Body(NamedTuple):
    """Every row of a pivot, and the smallest and the largest amount of each column, for their widths; cents.

    Of a row's folded years only all together are told: no window of them is wider.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    foot: tuple[Row, ...]
    spans: dict[str, tuple[int, int]]
    folded: tuple[int, int]
    currencies: tuple[str, ...]
    all_open: bool

    @property
    def largest(self) -> int:
        """The largest total of a column: it decides the table's unit."""
        return max((abs(cents) for row in self.foot for cents in row.line.amounts.values()), default=0)


def body_of(blocks: list[Rollup], *, two_axes: bool) -> Body:
    """The rows of every block that has any: several currencies each have their title and total."""
    blocks = [block for block in blocks if block.lines] or blocks[:1]
    rows: list[Row] = []
    for block in blocks:
        if len(blocks) > 1:
            rows.append(Row("heading", NOTHING, block.currency))
        if not two_axes:
            rows += [Row("line", line, block.currency) for line in block.lines]
            continue
        for group in grouped(block):
            rows.append(Row("group", group.line, block.currency))
            rows += [Row("line", line, block.currency, inside=True) for line in group.lines]
    foot = tuple(Row("total", grand_total(block), block.currency) for block in blocks)
    columns = tuple(dict.fromkeys(name for block in blocks for name in block.columns))
    lines = [row.line for row in (*rows, *foot) if row.kind != "heading"]
    spans = {name: _span([line.amounts.get(name, 0) for line in lines]) for name in columns}
    totals = [line.total for line in lines if line.total is not None]
    if totals:
        spans[TOTAL] = _span(totals)
    size = max((sum(map(abs, line.amounts.values())) for line in lines), default=0)
    folded = (-size if any(least < 0 for least, _most in spans.values()) else 0, size)
    currencies = tuple(block.currency for block in blocks if block.lines)
    return Body(columns, tuple(rows), foot, spans, folded, currencies, len(lines) <= ALL_OPEN)


def _span(amounts: list[int]) -> tuple[int, int]:
    return min(amounts, default=0), max(amounts, default=0)
