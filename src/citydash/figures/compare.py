"""What changed between two snapshots, project by project: old value, new value, and the difference.

    found = compare(View(past, today), View(now, today))

Projects are told by town and id, wherever they stand. A text that is the same in both isn't looked at: it can't have
changed (architecture.md, content).
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from citydash.figures import formulas
from citydash.figures.funding import FundingLine
from citydash.figures.milestones import MilestoneLine
from citydash.figures.projects import Project
from citydash.figures.view import View

ADDED, REMOVED, CHANGED, UNREADABLE = "added", "removed", "changed", "unreadable"
GONE = (REMOVED, UNREADABLE)
Id = tuple[int, str]
"""A project's town (a word of the index) and id."""


class Amount(NamedTuple):
    """A stage of a department, a section and a fiscal year: cents before and after; `label` is its name."""

    department: str
    section: str
    stage: str
    year: str
    old: int
    new: int
    label: str


class Field(NamedTuple):
    """A key of a project: what it said and what it says, None where it isn't written; `days` between two dates."""

    name: str
    old: Any
    new: Any
    days: int | None = None


class Lines(NamedTuple):
    """A funding line before and after; None where it isn't there."""

    old: FundingLine | None
    new: FundingLine | None


class Milestones(NamedTuple):
    """A milestone before and after, and the days that it moved; None where it isn't in both."""

    old: MilestoneLine | None
    new: MilestoneLine | None
    days: int | None


class Total(NamedTuple):
    """What a measure adds up to before and after, in cents of a currency."""

    measure: str
    currency: str
    old: int
    new: int


class Change(NamedTuple):
    """What happened to a project: `added`, `removed` or `changed`; `unreadable` where it isn't loaded any more for an
    error in the files. Amounts in cents, days between dates.

    `was` is the id that it had: of a project that has another id now and the same title, told nowhere else twice.
    """

    kind: str
    town: str
    key: str
    currency: str
    was: str
    old: Project | None
    new: Project | None
    portfolios: tuple[str, str]
    fields: tuple[Field, ...]
    amounts: tuple[Amount, ...]
    funding: tuple[Lines, ...]
    milestones: tuple[Milestones, ...]

    @property
    def title(self) -> str:
        return (self.new or self.old).title  # type: ignore[union-attr]

    @property
    def cost(self) -> int:
        """Δ cost, in cents."""
        return (self.new.cost if self.new else 0) - (self.old.cost if self.old else 0)

    @property
    def counted(self) -> int:
        """Δ of what funding lines count for, in cents."""
        return sum((f.new.counted if f.new else 0) - (f.old.counted if f.old else 0) for f in self.funding)

    @property
    def end_days(self) -> int | None:
        """Days that the end moved; None where either end is unwritten."""
        if self.old is None or self.new is None or not self.old.end or not self.new.end:
            return None
        return formulas.days_between(self.old.end, self.new.end)

    @property
    def has_moved(self) -> bool:
        """Whether it stands in another portfolio."""
        return all(self.portfolios) and self.portfolios[0] != self.portfolios[1]


def compare(old: View, new: View) -> list[Change]:
    """The projects that changed, among those that either view's filter chooses; by town, portfolio and id."""
    old, new = alike(old, new)
    before, after = both(old, new)
    every = _renamed(before, after)
    renamed = {at: source for at, source in every.items() if not _is_torn(old, new, at[0])}
    pairs: list[tuple[Project | None, Project | None]] = [
        (before.get(at), after.get(at)) for at in dict.fromkeys((*before, *after)) if at not in renamed
    ]
    pairs = [apart for was, now in pairs for apart in _apart(old, new, was, now)]
    gone = set(renamed.values())
    pairs = [(was, now) for was, now in pairs if was is None or id_of(was) not in gone]
    pairs += [(before[source], after[at]) for at, source in renamed.items()]
    from citydash.figures.details import Details  # noqa: PLC0415 - it is written in this module's terms

    details = Details(old, new, pairs)
    found = [details.change(was, now) for was, now in pairs]
    return sorted((change for change in found if change is not None), key=_place)


def _place(change: Change) -> tuple[str, str, str]:
    return change.town, change.portfolios[1] or change.portfolios[0], change.key


def alike(old: View, new: View) -> tuple[View, View]:
    """Both views with the same ids: told by town where either snapshot has several."""
    return (old, new) if old.names.several == new.names.several else (old.told_apart(), new.told_apart())


def both(old: View, new: View) -> tuple[dict[Id, Project], dict[Id, Project]]:
    """The projects of two snapshots that either view chooses: one that left the filter is among what changed."""
    chosen = {id_of(p) for view in (old, new) for p in view.projects}
    before, after = ({id_of(p): p for p in view.every_project if id_of(p) in chosen} for view in (old, new))
    return before, after


def id_of(p: Project) -> Id:
    """What a project is told by, wherever it stands."""
    return p.town, p.key


def _apart(
    old: View, new: View, was: Project | None, now: Project | None
) -> list[tuple[Project | None, Project | None]]:
    """The pairs to tell apart: none of a project that is the same; of two currencies, which nothing is the difference
    of, what goes and what comes.
    """
    if was is None or now is None:
        return [(was, now)]
    if _is_torn(old, new, now.town):
        return [(was, None), (None, now)]
    return [] if _is_same(was, now) else [(was, now)]


def _is_torn(old: View, new: View, town: int) -> bool:
    """Whether a town reckons in another currency than before."""
    return old.currency(town) != new.currency(town)


def _is_same(was: Project, now: Project) -> bool:
    """The same text in the same portfolio, and nothing else that makes its figures another's."""
    return was._replace(path="") == now._replace(path="")


def _renamed(before: dict[Id, Project], after: dict[Id, Project]) -> dict[Id, Id]:
    """New id → old id, of projects that went and came with a title that only they have."""
    gone = _by_title(p for at, p in before.items() if at not in after)
    come = _by_title(p for at, p in after.items() if at not in before)
    return {
        id_of(come[title][0]): id_of(gone[title][0])
        for title in gone.keys() & come.keys()
        if len(gone[title]) == len(come[title]) == 1
    }


def _by_title(projects: Iterable[Project]) -> dict[tuple[int, str], list[Project]]:
    found: dict[tuple[int, str], list[Project]] = defaultdict(list)
    for p in projects:
        found[p.town, p.title].append(p)
    return found
