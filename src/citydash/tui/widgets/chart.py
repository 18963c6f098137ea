"""Two cumulated series by year as stepped lines: planned thin, paid thick, on an axis with round numbers."""

from citydash.figures.standing import Point
from citydash.tui.cells import Part, Parts, fit, width_of
from citydash.tui.context import Context
from citydash.tui.widgets.painted import Fixed

STEPS = (1, 2, 5)


def ticks(most: int, rows: int) -> list[int]:
    """Round values from 0 up to at least `most`, about one to three rows; in cents."""
    if most <= 0:
        return [0]
    wanted = max(1, rows // 3)
    size = 1
    while True:
        for step in STEPS:
            if -(-most // (step * size)) <= wanted:
                return [n * step * size for n in range(-(-most // (step * size)) + 1)]
        size *= 10


class Chart(Fixed):
    """What `points` say, in as much room as there is. Money of one currency."""

    DEFAULT_CSS = "Chart { height: 1fr; min-height: 6; }"

    def __init__(self, context: Context, id: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id)
        self.context = context
        self.points: tuple[Point, ...] = ()
        self.currency = "EUR"

    def load(self, points: tuple[Point, ...], currency: str) -> None:
        self.points, self.currency = points, currency
        self.repaint()

    def lines(self, width: int) -> list[Parts]:
        context, height = self.context, self.size.height
        text, glyphs = context.locale.text, context.glyphs
        most = max((max(p.planned, p.paid or 0) for p in self.points), default=0)
        if not self.points or most <= 0 or height < 5:
            return []
        scale = 1_000_000 if most >= 10_000_000_00 else 1_000
        title = text("Planned and paid, cumulated, {basis}", basis=context.basis(self.currency, scale))
        rows = height - 2
        marks = ticks(most, rows)
        places = 0 if marks[1] % (scale * 100) == 0 else 1
        labels = [context.locale.amount(mark, scale, places) for mark in marks]
        left = max(map(width_of, labels)) + 1
        room = max(8, width - left - 4)
        top = marks[-1]
        canvas = _Canvas(room, rows)
        canvas.draw(_track([p.planned for p in self.points], room, len(self.points)), top, glyphs.thin, "muted")
        paid = [p.paid for p in self.points if p.paid is not None]
        canvas.draw(_track(paid, room, len(self.points)), top, glyphs.thick, "accent")
        at = {_row(mark, top, rows): label for mark, label in zip(marks, labels, strict=True)}
        legend: Parts = (
            (f"{glyphs.thin[0] * 2} ", "muted"), (text("planned"), "muted"),
            (f"  {glyphs.thick[0] * 2} ", "accent"), (text("paid"), "muted"),
        )  # fmt: skip
        size = sum(width_of(part) for part, _style in legend)
        lines: list[Parts] = [((" ", "text"), (fit(title, width - size - 3), "accent"), *legend)]
        for row in range(rows):
            label = at.get(row)
            tick = glyphs.axis[0] if label is not None else glyphs.wall
            ground = glyphs.axis[1] if row == rows - 1 else tick
            lines.append(((f" {fit(label or '', left, right=True)} ", "muted"), (ground, "muted"), *canvas.row(row)))
        lines.append(((" " * (left + 3), "text"), (self._years(room), "muted")))
        return lines

    def _years(self, room: int) -> str:
        """The years under the axis, as many as fit without touching."""
        n, line = len(self.points), [" "] * (room + 6)
        every = next(step for step in range(1, n + 2) if step * room // n >= 6 or step > n)
        for k in range(0, n, every):
            year = str(self.points[k].year)
            start = (2 * k + 1) * room // (2 * n) - 2
            if 0 <= start <= room - 4:
                line[start : start + 4] = year
        return "".join(line)[:room]


def _row(value: int, top: int, rows: int) -> int:
    return rows - 1 - (2 * value * (rows - 1) + top) // (2 * top)


def _track(values: list[int], room: int, years: int) -> list[int]:
    """A value for each cell: a year's end stands at its right edge, and the amount grows evenly through the year."""
    track = []
    for x in range(room * len(values) // years):
        position = (x + 1) * years / room
        k = min(int(position), len(values) - 1)
        before = values[k - 1] if k else 0
        track.append(round(before + (values[k] - before) * min(1.0, position - k)))
    return track


class _Canvas:
    """Cells of a chart; what is drawn later stands above."""

    def __init__(self, width: int, rows: int) -> None:
        self.cells = [[(" ", "text")] * width for _ in range(rows)]

    def draw(self, track: list[int], top: int, signs: str, style: str) -> None:
        across, upright, end, start = tuple(signs)
        rows = len(self.cells)
        before = None
        for x, value in enumerate(track):
            row = min(rows - 1, max(0, _row(value, top, rows)))
            if before is None or row == before:
                self.cells[row][x] = (across, style)
            else:
                low, high = max(row, before), min(row, before)
                for between in range(high + 1, low):
                    self.cells[between][x] = (upright, style)
                rising = row < before
                self.cells[before][x] = (end if rising else across, style)
                self.cells[row][x] = (start if rising else across, style)
            before = row

    def row(self, n: int) -> Parts:
        """The cells of a row, neighbours of one style together."""
        parts: list[Part] = []
        for sign, style in self.cells[n]:
            if parts and parts[-1][1] == style:
                parts[-1] = (parts[-1][0] + sign, style)
            else:
                parts.append((sign, style))
        return tuple(parts)
