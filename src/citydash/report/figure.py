"""Pictures of their own beside a table: lines over years, upright bars a year, with a scale and what they say."""

from collections.abc import Callable
from typing import NamedTuple

from citydash.locale import Locale, clean
from citydash.report.document import CURVE, DATE, Chart, Table
from citydash.report.drawing import Scale, places, rounded, scale

LEAST_WIDTH, HEIGHT = 640, 200
LEFT, BOTTOM, TOP = 64, 24, 18
"""Room for the scale's numbers, for the names under it, and for what is written over a bar."""
_BASE = HEIGHT - BOTTOM
_NAMES_AT = HEIGHT - 6
MOST_NAMES = 24
"""Under a line: of more rows, one in so many is named."""
_LETTER = 7
"""About the width of a letter; names under a figure never touch."""


class Point(NamedTuple):
    """A mark; `name` says what it is, or is written there."""

    name: str
    x: float
    y: float


class Series(NamedTuple):
    """A line, or upright bars: its name and its points."""

    name: str
    points: list[Point]


class Figure(NamedTuple):
    """A picture as the template writes it. `caption` stands under it, `title` is what it is called where it isn't seen,
    `said` what it shows, in words and numbers; `zero` is the height of nothing, `step` the room of a name.
    """

    kind: str
    title: str
    caption: str
    said: str
    names: list[Point]
    ticks: list[Point]
    zero: float
    series: list[Series]
    values: list[Point]
    step: float
    width: float


def figure(table: Table, chart: Chart, title: str, unit: str, amount: Callable[[int], str], locale: Locale) -> Figure:
    """A table's picture. `unit` and `amount` are how the table says its amounts."""
    if chart.kind == CURVE:
        dates = table.columns[0].kind == DATE
        names = [locale.date(row[0]) if dates else str(row[0]) for row in table.rows]
        return _curve(table, chart, names, f"{title}, {unit}", unit, amount)
    total = f"{locale.text('Total')}, {unit}"
    return _years(table, chart, f"{title} – {total}", total, amount)


def _curve(
    table: Table, chart: Chart, texts: list[str], title: str, caption: str, amount: Callable[[int], str]
) -> Figure:
    """A line a column, over the rows; of many rows (a history's commits) some are named."""
    at = places(table, chart)
    to = scale([row[n] for row in table.rows for n in at if row[n] is not None], _BASE - TOP)
    every = -(-len(texts) // MOST_NAMES)
    names, step, width = _names(texts, every)
    series = [
        Series(
            table.columns[n].title,
            [
                Point(amount(row[n]), name.x, rounded(_BASE - to.at(row[n])))
                for name, row in zip(names, table.rows, strict=True)
                if row[n] is not None
            ],
        )
        for n in at
    ]
    rows = {name.x: name.name for name in names}
    said = "; ".join(f"{s.name}: " + ", ".join(f"{rows[p.x]} {p.name}" for p in s.points) for s in series)
    zero = rounded(_BASE - to.at(0))
    return Figure(CURVE, title, caption, said, names[::every], _ticks(to, amount), zero, series, [], step, width)


def _years(table: Table, chart: Chart, title: str, caption: str, amount: Callable[[int], str]) -> Figure:
    """The total row, an upright bar a column."""
    total = table.total or ()
    at = [n for n in places(table, chart) if total[n] is not None]
    to = scale([total[n] for n in at], _BASE - TOP)
    names, step, width = _names([table.columns[n].title for n in at])
    tops = [
        Point(amount(total[n]), name.x, rounded(_BASE - to.at(total[n]))) for name, n in zip(names, at, strict=True)
    ]
    said = ", ".join(f"{name.name} {top.name}" for name, top in zip(names, tops, strict=True))
    zero = rounded(_BASE - to.at(0))
    return Figure(
        chart.kind, title, caption, said, names, _ticks(to, amount), zero, [Series("", tops)], tops, step, width
    )


def _names(texts: list[str], every: int = 1) -> tuple[list[Point], float, float]:
    """What stands under a figure, evenly, one in so many written; the room of each, and the whole width."""
    longest = max((clean.width(text) for text in texts), default=0)
    width = max(LEAST_WIDTH, LEFT + len(texts) * (longest + 1) * _LETTER // every)
    step = (width - LEFT) / max(1, len(texts))
    return (
        [Point(text, rounded(LEFT + step * (n + 0.5)), _NAMES_AT) for n, text in enumerate(texts)],
        rounded(step),
        width,
    )


def _ticks(to: Scale, amount: Callable[[int], str]) -> list[Point]:
    """The round amounts of the scale."""
    return [Point(amount(cents), LEFT, rounded(_BASE - to.at(cents))) for cents in to.ticks()]
