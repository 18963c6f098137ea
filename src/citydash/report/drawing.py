"""Where the marks of a picture stand: figures in, points out, on a canvas of so many units; nothing is drawn here.

What a picture shows is never summed here: it has the amounts of the table beside it.
"""

from datetime import date
from typing import NamedTuple

from citydash.report.document import Axis, Chart, Row, Span, Table

BAR_WIDTH, BAR_HEIGHT = 200, 16
SPAN_WIDTH, SPAN_HEIGHT = 440, 20
LOOKS = 4
"""How a bar may look: 0 outlined, 1 dotted, 2 hatched, 3 full. So nothing is told by colour alone."""
_STEPS = (1, 2, 5)


class Box(NamedTuple):
    """A bar: its look (0 outlined … 3 full), and where it is."""

    look: int
    x: float
    width: float
    y: int
    height: int


class Mark(NamedTuple):
    """A milestone at `x`."""

    state: str
    x: float


class SpanPicture(NamedTuple):
    """A project on the time axis: as planned at first, all of it, what has passed; and its milestones."""

    boxes: list[Box]
    milestones: list[Mark]


class Scale(NamedTuple):
    """Amounts on a height or width of `room`, from `low` to `high`, with round numbers between."""

    low: int
    high: int
    room: float

    def at(self, cents: int) -> float:
        """How far from the low end an amount stands."""
        return rounded((cents - self.low) * self.room / (self.high - self.low))

    def ticks(self) -> list[int]:
        """Some three to six round amounts, zero among them."""
        step = _step(self.high - self.low)
        return list(range(-(-self.low // step) * step, self.high + 1, step))


def rounded(x: float) -> float:
    """Where a mark is written: a tenth of a unit is less than a pixel; a whole one is written so."""
    tenth = round(x, 1)
    return int(tenth) if tenth == int(tenth) else tenth


def _step(span: int) -> int:
    """The smallest of 1, 2, 5, 10, 20 … that cuts a span into five parts at most."""
    power = 1
    while True:
        for step in _STEPS:
            if 5 * step * power >= span:
                return step * power
        power *= 10


def scale(amounts: list[int], room: float) -> Scale:
    """A scale that holds zero and every amount."""
    low, high = min(0, *amounts, 0), max(0, *amounts, 0)
    return Scale(low, high if high > low else low + 1, room)


def places(table: Table, chart: Chart) -> list[int]:
    """Where a chart's columns stand in the table's rows."""
    keys = [column.key for column in table.columns]
    return [keys.index(key) for key in chart.columns]


def bar_scale(table: Table, chart: Chart) -> Scale:
    """One scale for the bars of all rows; the total isn't on it, and has no bar."""
    at = places(table, chart)
    return scale([row[n] for row in table.rows for n in at if row[n] is not None], BAR_WIDTH)


def bars(row: Row, at: list[int], to: Scale) -> list[Box]:
    """A row's amounts from zero on, over each other, each thinner than the one before."""
    zero, found = to.at(0), []
    for look, n in enumerate(at, LOOKS - len(at)):
        end = zero if row[n] is None else to.at(row[n])
        if end != zero:
            found.append(
                Box(look, rounded(min(zero, end)), rounded(abs(end - zero)), *_heights(look - LOOKS + len(at)))
            )
    return found


def _heights(order: int) -> tuple[int, int]:
    """Where the bar of that order begins from above, and how high it is."""
    return 1 + 2 * order, BAR_HEIGHT - 2 - 4 * order


def day(axis: Axis, name: str) -> float:
    """Where a day begins."""
    return rounded(_day(axis, name))


def _day(axis: Axis, name: str, after: int = 0) -> float:
    first, last = _ordinal(axis.first), _ordinal(axis.last)
    return (_ordinal(name) + after - first) * SPAN_WIDTH / (last + 1 - first)


def _ordinal(name: str) -> int:
    return date.fromisoformat(name).toordinal()


def today(axis: Axis) -> float | None:
    """Where today's line stands; None outside of the axis."""
    return day(axis, axis.today) if axis.first <= axis.today <= axis.last else None


def span(axis: Axis, cell: Span) -> SpanPicture:
    """A project's bar. What isn't written has none."""
    start, end = cell.start, cell.end
    boxes = [_box(axis, 0, start, end, 3, 9), _box(axis, 3, start, min(end, axis.today) if end else None, 3, 9)]
    if cell.baseline_start or cell.baseline_end:
        boxes.append(_box(axis, 2, cell.baseline_start or start, cell.baseline_end or end, 15, 3))
    marks = [Mark(state, day(axis, on)) for on, state, _title in cell.milestones]
    return SpanPicture([box for box in boxes if box], marks)


def _box(axis: Axis, look: int, start: str | None, end: str | None, y: int, height: int) -> Box | None:
    """From the first day's begin to the last one's end; None where one isn't written, or none is between."""
    if not start or not end or end < start:
        return None
    x = _day(axis, start)
    return Box(look, rounded(x), rounded(_day(axis, end, after=1) - x), y, height)
