"""What stands on the axis in one row, cell by cell: what is drawn later stands above."""

from bisect import bisect_left
from typing import NamedTuple

from citydash.figures.gantt import Ghost, Group, progress_of
from citydash.figures.milestones import MilestoneLine
from citydash.figures.projects import Project
from citydash.tui.cells import Part, width_of
from citydash.tui.context import Context
from citydash.tui.timescale import TimeScale

MILESTONE_STYLES = {"met": "strong", "late": "bad", "planned": "accent", "cancelled": "muted"}
URGENCY = ("cancelled", "met", "planned", "late")
"""Of milestones in one cell the last of these is seen."""


class Window(NamedTuple):
    """The part of the axis that is seen: `width` cells from `left`."""

    context: Context
    scale: TimeScale
    left: int
    width: int

    def x(self, day: str) -> int:
        """A day's cell, from the left of what is seen."""
        return self.scale.x(day) - self.left


def ground(window: Window) -> list[Part]:
    """An empty row: years told apart, and today."""
    cells: list[Part] = [(" ", "text")] * window.width
    for unit in window.scale.units(window.left, window.width, 12):
        _put(cells, unit.x - window.left or -1, window.context.glyphs.wall, "rule")
    _put(cells, window.x(window.context.today), window.context.glyphs.today, "accent")
    return cells


def project_cells(
    window: Window, empty: list[Part], p: Project, ghost: Ghost | None, milestones: tuple[MilestoneLine, ...]
) -> list[Part]:
    """A project: baseline, bar filled as far as it is, today, milestones, and by how much it slipped."""
    cells, glyphs = empty.copy(), window.context.glyphs
    if ghost is not None:
        _ghost(window, cells, p, ghost)
    done, measured = progress_of(p)
    idle = p.status in ("cancelled", "on-hold")
    fills = (glyphs.paid if measured else glyphs.part, "muted" if idle else "paid"), (glyphs.planned, "planned")
    last = _bar(window, cells, p.start, p.end, done, fills)
    if ghost is not None:
        _ghost_ends(window, cells, p, ghost)
    _put(cells, window.x(window.context.today), glyphs.today, "accent")
    ordered = sorted(milestones, key=lambda m: URGENCY.index(m.state)) if len(milestones) > 1 else milestones
    for m in ordered:
        x = window.x(m.day)
        last = max(last, x)
        _put(cells, x, glyphs.milestone[m.state], MILESTONE_STYLES[m.state])
    if ghost is not None and ghost.slip:
        late = ghost.slip > 0
        end = max(last, window.x(ghost.end)) if ghost.end else last
        _say(cells, end + 3, window.context.locale.days(ghost.slip), "bad" if late else "muted", empty)
    _beyond(window, cells, p.start, p.end, empty)
    return cells


def group_cells(window: Window, empty: list[Part], group: Group, late: tuple[str, ...]) -> list[Part]:
    """A group: the span of its projects, filled by what is paid of their cost; `late` milestones' days, in order."""
    cells, glyphs = empty.copy(), window.context.glyphs
    fills = (glyphs.paid, "committed"), (glyphs.committed, "planned")
    _bar(window, cells, group.start, group.end, group.progress, fills)
    _put(cells, window.x(window.context.today), glyphs.today, "accent")
    if late:
        days = [window.scale.day(window.left + x) for x in range(window.width + 1)]
        ends = [bisect_left(late, day) for day in days]
        for x in range(window.width):
            if ends[x] < ends[x + 1]:
                _put(cells, x, glyphs.milestone["late"], "bad")
    _beyond(window, cells, group.start, group.end, empty)
    return cells


def _bar(
    window: Window,
    cells: list[Part],
    start: str | None,
    end: str | None,
    done: float | None,
    fills: tuple[Part, Part],
) -> int:
    """Both ends included; one that isn't known is where the other is. Gives the last cell."""
    glyphs = window.context.glyphs
    known = start or end
    if not known:
        return 0
    first, last = window.x(start or known), window.x(end or known)
    size = max(1, last - first + 1)
    last = first + size - 1
    filled = min(size, max(0, round((done or 0) * size)))
    if filled == size and size > 1 and done is not None and done < 1:
        filled -= 1
    left, right = tuple(glyphs.edges)
    _put(cells, first - 1, left if start else "?", "muted")
    _put(cells, last + 1, right if end else "?", "muted")
    _run(cells, first, first + filled, fills[0])
    _run(cells, first + filled, last + 1, fills[1])
    return last + 1


def _beyond(window: Window, cells: list[Part], start: str | None, end: str | None, empty: list[Part]) -> None:
    """Where to look for a bar that isn't seen."""
    glyphs, locale = window.context.glyphs, window.context.locale
    first, last = start or end, end or start
    if not first or not last:
        _say(cells, 1, locale.text("no dates"), "muted", empty)
    elif window.x(first) >= window.width:
        said = f"{locale.date(first)[3:]} {glyphs.after}"
        _say(cells, window.width - width_of(said), said, "muted", empty)
    elif window.x(last) < 0:
        _say(cells, 0, f"{glyphs.before} {locale.date(last)[3:]}", "muted", empty)


def _ghost(window: Window, cells: list[Part], p: Project, ghost: Ghost) -> None:
    """Where the baseline stands outside the bar."""
    first, last = _ghost_span(window, p, ghost)
    if first is not None and last is not None:
        _run(cells, first, last + 1, (window.context.glyphs.ghost, "muted"))


def _ghost_ends(window: Window, cells: list[Part], p: Project, ghost: Ghost) -> None:
    """The ends of the baseline, over the bar too, where they aren't the bar's."""
    first, last = _ghost_span(window, p, ghost)
    left, right = tuple(window.context.glyphs.ghost_ends)
    if first is not None and p.start and first != window.x(p.start):
        _put(cells, first, left, "muted")
    if last is not None and p.end and last != window.x(p.end):
        _put(cells, last, right, "warn" if (ghost.slip or 0) > 0 else "muted")


def _ghost_span(window: Window, p: Project, ghost: Ghost) -> tuple[int | None, int | None]:
    start, end = ghost.start or p.start, ghost.end or p.end
    return window.x(start) if start else None, window.x(end) if end else None


def _put(cells: list[Part], x: int, sign: str, style: str) -> None:
    if 0 <= x < len(cells):
        cells[x] = (sign, style)


def _run(cells: list[Part], first: int, after: int, part: Part) -> None:
    first, after = max(0, first), min(len(cells), after)
    if first < after:
        cells[first:after] = [part] * (after - first)


def _say(cells: list[Part], x: int, said: str, style: str, empty: list[Part]) -> None:
    """Words, where nothing else stands."""
    if x < 0 or x + len(said) > len(cells) or cells[x : x + len(said)] != empty[x : x + len(said)]:
        return
    cells[x : x + len(said)] = [(sign, style) for sign in said]
