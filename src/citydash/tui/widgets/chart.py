"""Two cumulated series by year as areas, paid before planned, on an axis with round numbers."""

from itertools import product

from citydash.figures.standing import Point
from citydash.tui.cells import Part, Parts, fit, width_of
from citydash.tui.context import Context
from citydash.tui.widgets.painted import Fixed

STEPS = (1, 2, 5)
FIGURED = 14
"""Lines from which on the figures of each year stand below it."""


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
        self.now, self.currency, self.loaded = 0.0, "EUR", False

    def load(self, points: tuple[Point, ...], now: float, currency: str) -> None:
        """`now` is today's fiscal year and the part of it that is over: what is paid ends there."""
        self.points, self.now, self.currency, self.loaded = points, now, currency, True
        self.repaint()

    def lines(self, width: int) -> list[Parts]:
        locale, glyphs, height = self.context.locale, self.context.glyphs, self.size.height
        most = max((max(p.planned, p.paid or 0) for p in self.points), default=0)
        if not self.points or most <= 0:
            return [((" " + locale.text("no amount is known by year"), "muted"),)] if self.loaded else []
        if height < 5:
            return []
        scale = 1_000_000 if most >= 10_000_000_00 else 1_000
        rows = height - 2 - (2 if height >= FIGURED else 0)
        marks = ticks(most, rows)
        places = 0 if marks[1] % (scale * 100) == 0 else 1
        labels = [locale.amount(mark, scale, places) for mark in marks]
        left = max(map(width_of, labels)) + 1
        room = max(8, width - left - 4)
        canvas = self._canvas(room, rows, marks[-1])
        at = {_row(mark, marks[-1], rows): label for mark, label in zip(marks, labels, strict=True)}
        lines: list[Parts] = [self._head(scale, width)]
        for row in range(rows):
            label = at.get(row)
            tick = glyphs.axis[0] if label is not None else glyphs.wall
            ground = glyphs.axis[1] if row == rows - 1 else tick
            lines.append(((f" {fit(label or '', left, right=True)} ", "muted"), (ground, "muted"), *canvas.row(row)))
        lines.append(((" " * (left + 3), "text"), (self._years(room), "muted")))
        if height >= FIGURED:
            for sign, style, values in (
                (glyphs.planned, "planned", [p.planned for p in self.points]),
                (glyphs.paid, "paid", [p.paid for p in self.points]),
            ):
                said = ["" if cents is None else locale.amount(cents, scale, places or 1) for cents in values]
                gutter = (f"{sign * 2} ".rjust(left + 3), style)
                lines.append((gutter, (self._under_years(room, said), "muted")))
        return lines

    def _canvas(self, room: int, rows: int, top: int) -> "_Canvas":
        """Planned as the ground, today as a line on it, paid before both."""
        glyphs, count = self.context.glyphs, len(self.points)
        passed = self.now - self.points[0].year
        canvas = _Canvas(room, rows)
        planned = [(k + 1.0, p.planned) for k, p in enumerate(self.points)]
        canvas.fill(_track(planned, room, count), top, glyphs.planned_levels, "planned")
        if 0 < passed < count:
            canvas.upright(int(passed * room / count), glyphs.today, "muted")
        ends = [min(k + 1.0, passed) for k in range(count)]  # of each year, or of what is over of it
        paid = [(end, p.paid) for end, p in zip(ends, self.points, strict=True) if p.paid is not None]
        canvas.fill(_track(paid, room, count), top, glyphs.paid_levels, "paid")
        return canvas

    def _head(self, scale: int, width: int) -> Parts:
        """What is shown and in what unit; where there is room, what both series end at."""
        context, glyphs, text = self.context, self.context.glyphs, self.context.locale.text
        title = text("Planned and paid, cumulated, {basis}", basis=context.basis(self.currency, scale))
        paid = [p.paid for p in self.points if p.paid is not None]
        signs = (
            (glyphs.planned * 2, "planned", text("planned"), self.points[-1].planned),
            (glyphs.paid * 2, "paid", text("paid"), paid[-1] if paid else None),
            (glyphs.today, "muted", text("today"), None),
        )
        titles = (title, text("Cumulated {basis}", basis=context.basis(self.currency, scale)))
        shown_signs = ((signs, True), (signs[:2], True), (signs[:2], False))
        for title, (shown, with_amounts) in product(titles, shown_signs):
            legend: list[Part] = []
            for sign, style, word, cents in shown:
                amount = f" {context.locale.amount(cents, scale, 1)}" if with_amounts and cents is not None else ""
                legend += [(f"  {sign} ", style), (f"{word}{amount}", "muted")]
            room = width - 1 - sum(width_of(part) for part, _style in legend)
            if room >= width_of(title):
                break
        return ((" ", "text"), (fit(title, max(0, room)), "accent"), *legend)

    def _years(self, room: int) -> str:
        """The years under the axis, as many as fit without touching."""
        return self._under_years(room, [str(point.year) for point in self.points])

    def _under_years(self, room: int, said: list[str]) -> str:
        """A text in the middle of each year, of all or of every second or third."""
        n, line, size = len(said), [" "] * (room + 6), max(4, *map(width_of, said))
        every = next(step for step in range(1, n + 2) if step * room // n >= size + 2 or step > n)
        for k in range(0, n, every):
            start = (2 * k + 1) * room // (2 * n) - size // 2
            if 0 <= start <= room - size:
                line[start : start + size] = said[k].rjust(size)
        return "".join(line)[:room]


def _row(value: int, top: int, rows: int) -> int:
    return rows - 1 - (2 * value * (rows - 1) + top) // (2 * top)


def _track(values: list[tuple[float, int]], room: int, years: int) -> list[int]:
    """A value for each cell up to the last of `values`: (end in years from the left, cents), growing evenly between."""
    track: list[int] = []
    begin, before = 0.0, 0
    for end, value in values:
        while (at := (len(track) + 1) * years / room) <= end + years / room / 2 and len(track) < room:
            part = min(1.0, (at - begin) / (end - begin)) if end > begin else 1.0
            track.append(round(before + (value - before) * part))
        begin, before = end, value
    return track


class _Canvas:
    """Cells of a chart; what is drawn later stands above."""

    def __init__(self, width: int, rows: int) -> None:
        self.cells = [[(" ", "text")] * width for _ in range(rows)]

    def upright(self, x: int, sign: str, style: str) -> None:
        """A line from top to ground."""
        for cells in self.cells:
            cells[x] = (sign, style)

    def fill(self, track: list[int], top: int, levels: str, style: str) -> None:
        """From the ground up to the middle of the row that a tick would have; a cell has eight levels."""
        rows = len(self.cells)
        for x, value in enumerate(track):
            eighths = min(8 * rows, 8 * value * (rows - 1) // top + 4) if value > 0 else 0
            for row in range(rows - 1, -1, -1):
                level = min(8, eighths - 8 * (rows - 1 - row))
                if level <= 0:
                    break
                self.cells[row][x] = (levels[level], style)

    def row(self, n: int) -> Parts:
        """The cells of a row, neighbours of one style together."""
        parts: list[Part] = []
        for sign, style in self.cells[n]:
            if parts and parts[-1][1] == style:
                parts[-1] = (parts[-1][0] + sign, style)
            else:
                parts.append((sign, style))
        return tuple(parts)
