"""The axis above the bars and the money below them, on the same cells."""

from collections.abc import Sequence

from citydash.figures.axis import quarter_begins, year_begins
from citydash.figures.phasing import Phasing
from citydash.locale import Locale
from citydash.model.fiscal import fiscal_year
from citydash.tui.cells import Part, fit, width_of
from citydash.tui.context import Context
from citydash.tui.gantt_bars import Window
from citydash.tui.timescale import Unit


def money_months(zoom: str) -> int:
    """Months of a period that has an amount: fiscal years, else quarters; months would be invented."""
    return 12 if zoom == "year" else 3


def _written(width: int, said: list[tuple[int, str, str]]) -> list[Part]:
    """Words at their cells, in order; what would touch the words before, or not fit, is left out."""
    parts: list[Part] = []
    at = 0
    for x, words, style in said:
        size = width_of(words)
        if x < at or x + size > width:
            continue
        parts += [(" " * (x - at), "text"), (words, style)]
        at = x + size
    return parts


def caption_line(window: Window, months: int) -> list[Part]:
    """Above the axis: where today is, and what the money below counts."""
    text, context = window.context.locale.text, window.context
    today = text("today {date}", date=context.locale.date(context.today))
    size, x = width_of(today), window.x(context.today)
    shown = 0 <= x < window.width
    start = max(0, min(x - size // 2, window.width - size))
    said = [(start, today, "accent")] if shown else []
    if months == 12:
        notes: tuple[str, ...] = (text("below: planned, by fiscal year"),)
    else:
        notes = (
            text("below: planned by quarter; each year's amount is spread by days over the project"),
            text("below: planned by quarter, years spread by days"),
            text("planned: years spread by days"),
        )
    for note in notes:
        right = window.width - width_of(note) - 1
        if (not shown and right >= 0) or right >= start + size + 2:
            return _written(window.width, [*said, (right, note, "muted")])
        if shown and width_of(note) + 2 <= start:
            return _written(window.width, [(0, note, "muted"), *said])
    return _written(window.width, said)


def axis_lines(window: Window) -> list[list[Part]]:
    """Fiscal years, and under them quarters or months."""
    scale, left = window.scale, window.left
    years = []
    for unit in scale.units(left, window.width, 12):
        x = unit.x - left
        if x > 0:
            years.append((x, window.context.glyphs.wall, "rule"))
        start = max(0, x) + 2 - (x <= 0)
        label = _year_label(window, unit, min(window.width, x + unit.size) - start)
        years.append((start, label, "text"))
    if scale.zoom == "year":
        return [_written(window.width, years)]
    parts = []
    for unit in scale.units(left, window.width, scale.months):
        x = unit.x - left
        if x > 0 and scale.months_into_year(unit) == 0:
            parts.append((x, window.context.glyphs.wall, "rule"))
        parts.append((x + 1, _unit_label(window, unit), "heading"))
    return [_written(window.width, years), _written(window.width, parts)]


def _year_label(window: Window, unit: Unit, room: int) -> str:
    """The fiscal year; where it doesn't begin in January, also the months that it goes from and to."""
    year = str(unit.year)
    if window.scale.start > 1:
        first, last = (f"{m % 12 + 1:02d}/{m // 12}" for m in (unit.month, unit.month + 11))
        long = f"{year} ({first}–{last})"
        if len(long) <= room:
            return long
    return year if room >= len(year) else ""


def _unit_label(window: Window, unit: Unit) -> str:
    locale = window.context.locale
    if window.scale.zoom == "month":
        return locale.month(unit.month % 12 + 1)
    return locale.text("Q{n}", n=window.scale.months_into_year(unit) // 3 + 1)


def quarter_name(locale: Locale, quarter: int, start: int) -> str:
    """A quarter with its fiscal year."""
    month = quarter_begins(quarter, start)
    year = fiscal_year(f"{month // 12:04d}-{month % 12 + 1:02d}-01", start)
    number = (month - year_begins(year, start)) // 3 + 1
    return locale.text("Q{n}", n=number) + f" {year}"


def amounts_line(window: Window, planned: Phasing, unit_scale: int, style: str) -> Sequence[Part]:
    """Amounts by period, each against the right end of its cells."""
    scale, left, locale = window.scale, window.left, window.context.locale
    said = []
    months = money_months(scale.zoom)
    for unit in scale.units(left, window.width, months):
        cents = planned.years.get(unit.year) if months == 12 else planned.quarters.get(scale.quarter(unit))
        room = unit.size - 1
        amount = locale.amount(cents, unit_scale) if cents else "–"
        said.append((unit.x - left + 1, fit(amount, room, right=True), style if cents else "muted"))
    return _written(window.width, said)


def total_label(context: Context, zoom: str, room: int) -> str:
    """What the total counts, as long as it fits."""
    text = context.locale.text
    if money_months(zoom) == 12:
        return text("Planned by year")
    for said in (text("Planned by quarter, by days"), text("Planned by quarter")):
        if width_of(said) <= room:
            return said
    return text("Planned")
