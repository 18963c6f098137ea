"""What is due between two days: milestones not met, deadlines of funding; the first of them, and how many there are."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from citydash.figures.funding import FundingLine, funding_lines
from citydash.figures.milestones import MilestoneLine, milestone_lines
from citydash.figures.view import View
from citydash.model.rules import DEADLINE_DAYS

ALL = 2**31
"""Lines of a list that isn't cut."""
_QUERIES = ("due_milestones", "due_deadlines")


class Due(NamedTuple):
    """The first of a list by day, and how many there are in all."""

    milestones: tuple[MilestoneLine, ...]
    milestones_in_all: int
    deadlines: tuple[FundingLine, ...]
    deadlines_in_all: int


def late(view: View, most: int = ALL) -> Due:
    """What was due before today."""
    return _due(view, _spans(view)[0], most)


def ahead(view: View, most: int = ALL) -> Due:
    """What is due from today on within 90 days."""
    return _due(view, _spans(view)[1], most)


def read_some(view: View) -> bool:
    """Read every line of one more list, so that a filter's are picked out of it; whether there are more."""
    lists = [(name, span) for span in _spans(view) for name in _QUERIES]
    left = [one for one in lists if _kept_as(*one) not in view.known]
    if left:
        view.known[_kept_as(*left[0])] = _fetch(view.whole(), *left[0], ALL)
    return len(left) > 1


def _spans(view: View) -> tuple[tuple[str, str], tuple[str, str]]:
    """From a day to the day before another: what is late, what is ahead."""
    after = (date.fromisoformat(view.today) + timedelta(days=DEADLINE_DAYS + 1)).isoformat()
    return ("", view.today), (view.today, after)


def _kept_as(name: str, span: tuple[str, str]) -> str:
    return f"{name}, {span}"


def _due(view: View, span: tuple[str, str], most: int) -> Due:
    found, milestones_in_all = _first(view, "due_milestones", span, most)
    lines = {(m.project.town, m.project.content, m.key): m for m in milestone_lines(_subset(view, found))}
    milestones = [lines[row[:3]] for row in found if row[:3] in lines]
    rows, deadlines_in_all = _first(view, "due_deadlines", span, most)
    own = {(f.project.town, f.project.content, f.line): f for f in funding_lines(_subset(view, rows))}
    deadlines = [own[row[:3]] for row in rows if row[:3] in own]
    return Due(tuple(milestones), milestones_in_all, tuple(deadlines), deadlines_in_all)


def _first(view: View, name: str, span: tuple[str, str], most: int) -> tuple[list[Any], int]:
    """The chosen projects' first rows (town, content, id, …) of a list, and how many there are in all."""
    kept = view.known.get(_kept_as(name, span))
    if kept is None:
        rows = _fetch(view, name, span, most)
        return rows, rows[0][4] if rows else 0
    chosen = view.chosen
    own = kept if chosen is None else [row for row in kept if (row[0], row[1]) in chosen]
    return own[:most], len(own)


def _fetch(view: View, name: str, span: tuple[str, str], most: int) -> list[Any]:
    return view.snapshot.fetch(name, first=span[0], before=span[1], most=most, today=view.today, **view.scope)


def _subset(view: View, rows: list[Any]) -> View:
    """The view with only the chosen projects that rows name; shares what was read already."""
    at = view.by_content if rows else {}
    return view.of([at[key] for key in {row[:2]: None for row in rows}])
