"""What stands around a comparison: what both sides add up to, which commits lie between them, and Δ by project."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from citydash.figures import formulas
from citydash.figures.compare import ADDED, GONE, Change, Id, both
from citydash.figures.funding import FundingLine, counts
from citydash.figures.history import Story
from citydash.figures.line import place_of, places
from citydash.figures.projects import Project
from citydash.figures.standings import NOTHING, funded
from citydash.figures.view import View
from citydash.index import Snapshot
from citydash.index.store import FOREVER
from citydash.model.words import CERTAINTIES


class Balance(NamedTuple):
    """Projects (a number), their cost or the grants counted (cents) before and after, in a currency. `told` is what the
    changes add up to: of grants it may be less than the difference, where a source's kind changed in town.toml.
    """

    what: str
    currency: str
    old: int
    new: int
    told: int

    @property
    def delta(self) -> int:
        return self.new - self.old


class Delta(NamedTuple):
    """What a project moved by since the baseline: cents, and days of its end (None where either is unwritten)."""

    cost: int
    days: int | None


def grants(change: Change, view: View) -> int:
    """Δ of the grants counted at the view's certainty, in cents."""
    return sum(_grant(line.new, view) - _grant(line.old, view) for line in change.funding)


def _grant(line: FundingLine | None, view: View) -> int:
    is_counted = line is not None and line.source.kind == "grant" and counts(line, view.sure)
    return line.counted if line is not None and is_counted else 0


def balances(old: View, new: View, changes: Iterable[Change]) -> list[Balance]:
    """What the projects that either view chooses add up to on both sides, by currency."""
    sides = [_sums(view, projects) for view, projects in zip((old, new), both(old, new), strict=True)]
    told: Counter[tuple[str, str]] = Counter()
    for change in changes:
        project = change.new or change.old
        code = (new if change.new else old).currency(project.town) if project else ""
        told["projects", code] += (change.kind == ADDED) - (change.kind in GONE)
        told["cost", code] += change.cost
        told["grants", code] += grants(change, new)
    codes = sorted({code for side in sides for _what, code in side}) or new.currencies[:1]
    return [
        Balance(what, code, sides[0][what, code], sides[1][what, code], told[what, code])
        for code in codes
        for what in ("projects", "cost", "grants")
    ]


def _sums(view: View, projects: dict[Id, Project]) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    granted, place = funded(view), CERTAINTIES.index(view.certainty)
    for p in projects.values():
        code = view.currency(p.town)
        found["projects", code] += 1
        found["cost", code] += p.cost
        found["grants", code] += granted.get((p.town, p.content), NOTHING)[place]
    return found


def until(found: list[Story], snapshot: Snapshot) -> list[Story]:
    """The commits of HEAD's line up to a snapshot, the oldest first; none where it is off that line."""
    last, known = place_of(snapshot), places(snapshot)
    return [story for story in found if last is not None and known.get(story.commit.commit, FOREVER) <= last]


def between(found: list[Story], old: Snapshot, new: Snapshot) -> list[Story] | None:
    """The commits of HEAD's line after one snapshot up to another, the newest first; None where one is off it."""
    ends = place_of(old), place_of(new)
    if None in ends:
        return None
    first, last = sorted(end for end in ends if end is not None)
    known = places(new)
    return [story for story in reversed(found) if first < known.get(story.commit.commit, -1) <= last]


def deltas(old: View, new: View) -> dict[Id, Delta]:
    """What each project that the new view chooses moved by since the old one; those that weren't there aren't here."""
    before = {(p.town, p.key): p for p in old.every_project}
    found = {}
    for p in new.projects:
        was = before.get((p.town, p.key))
        if was is not None:
            days = formulas.days_between(was.end, p.end) if was.end and p.end else None
            found[p.town, p.key] = Delta(p.cost - was.cost, days)
    return found
