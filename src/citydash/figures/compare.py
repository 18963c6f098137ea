"""What changed between two snapshots, project by project: old value, new value, and the difference.

    found = compare(View(past, today), View(now, today))

Projects are told by town and id, wherever they stand. A text that is the same in both isn't looked at: it can't have
changed (architecture.md, content).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from json import loads
from typing import Any, NamedTuple

from citydash.figures import formulas
from citydash.figures.funding import FundingLine, funding_lines
from citydash.figures.milestones import MilestoneLine, milestone_lines
from citydash.figures.projects import Project
from citydash.figures.view import View
from citydash.model.fiscal import year_name
from citydash.model.words import MEASURES, SECTIONS, SPENDING

ADDED, REMOVED, CHANGED, UNREADABLE = "added", "removed", "changed", "unreadable"
GONE = (REMOVED, UNREADABLE)
Id = tuple[int, str]
"""A project's town (a word of the index) and id."""
_FIELDS = ("title", "summary", "status", "manager", "priority", "start", "end", "baseline_start", "baseline_end",
           "progress", "cost_excl_vat", "vat_refund_share", "authorisation", "tags", "depends_on")  # fmt: skip


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
    pairs = [(was, now) for was, now in pairs if was is None or _at(was) not in gone]
    pairs += [(before[source], after[at]) for at, source in renamed.items()]
    details = _Details(old, new, pairs)
    found = [details.change(was, now) for was, now in pairs]
    return sorted((change for change in found if change is not None), key=_place)


def _place(change: Change) -> tuple[str, str, str]:
    return change.town, change.portfolios[1] or change.portfolios[0], change.key


def alike(old: View, new: View) -> tuple[View, View]:
    """Both views with the same ids: told by town where either snapshot has several."""
    return (old, new) if old.names.several == new.names.several else (old.told_apart(), new.told_apart())


def both(old: View, new: View) -> tuple[dict[Id, Project], dict[Id, Project]]:
    """The projects of two snapshots that either view chooses: one that left the filter is among what changed."""
    chosen = {_at(p) for view in (old, new) for p in view.projects}
    before, after = ({_at(p): p for p in view.every_project if _at(p) in chosen} for view in (old, new))
    return before, after


def _at(p: Project) -> Id:
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
        _at(come[title][0]): _at(gone[title][0])
        for title in gone.keys() & come.keys()
        if len(gone[title]) == len(come[title]) == 1
    }


def _by_title(projects: Iterable[Project]) -> dict[tuple[int, str], list[Project]]:
    found: dict[tuple[int, str], list[Project]] = defaultdict(list)
    for p in projects:
        found[p.town, p.title].append(p)
    return found


class _Side:
    """One side's details of the projects that changed."""

    def __init__(self, view: View, projects: list[Project]) -> None:
        self.view, own = view, view.of(projects)
        self.amounts: dict[Id, dict[tuple[int, int, int, int], int]] = defaultdict(dict)
        self.funding: dict[Id, dict[str, FundingLine]] = defaultdict(dict)
        self.milestones: dict[Id, dict[str, MilestoneLine]] = defaultdict(dict)
        self.more: dict[int, dict[str, Any]] = {}
        if not projects:
            return
        at = {(p.town, p.content): _at(p) for p in projects}
        numbers = str([MEASURES.index(name) for name in SPENDING])
        rows = view.snapshot.fetch("facts_of", contents=own.contents, measures=numbers)
        for town, _portfolio, _path, content, measure, department, section, _source, _sure, year, cents in rows:
            if (town, content) in at:
                self.amounts[at[town, content]][department, section, measure, year] = cents
        for line in funding_lines(own):
            self.funding[_at(line.project)][line.line] = line
        for milestone in milestone_lines(own):
            self.milestones[_at(milestone.project)][milestone.key] = milestone
        self.more = {content: loads(more) for content, more in view.snapshot.fetch("project_mores")}


class _Details:
    """What changed within projects."""

    def __init__(self, old: View, new: View, pairs: list[tuple[Project | None, Project | None]]) -> None:
        self.old = _Side(old, [was for was, _now in pairs if was is not None])
        self.new = _Side(new, [now for _was, now in pairs if now is not None])

    @cached_property
    def _broken(self) -> tuple[set[str], set[int], set[Id]]:
        """What the new side can't load: files, towns whose town.toml is one, and projects that errors leave out."""
        view = self.new.view
        files = view.snapshot.fetch("broken_paths")
        towns = {town for town, path in files if path.rpartition("/")[2] == "town.toml"}
        left_out = set(view.snapshot.fetch("claimed_keys")) - {_at(p) for p in view.every_project}
        return {path for _town, path in files}, towns, left_out

    def _is_lost(self, was: Project | None) -> bool:
        """Whether a project that is gone may still be written in the files."""
        if was is None:
            return False
        paths, towns, left_out = self._broken
        return was.path in paths or was.town in towns or _at(was) in left_out

    def change(self, was: Project | None, now: Project | None) -> Change | None:
        """A pair's change; None where nothing of it did."""
        one = now or was
        assert one is not None  # noqa: S101 - for the type checker: a pair holds one at least
        view = (self.new if now else self.old).view
        portfolios = tuple(
            side.view.names.key(p.town, p.portfolio) if p else "" for side, p in ((self.old, was), (self.new, now))
        )
        found = Change(
            kind=CHANGED if was and now else ADDED if now else UNREADABLE if self._is_lost(was) else REMOVED,
            town=view.names.town_key(one.town),
            key=one.key,
            currency=view.currency(one.town),
            was=was.key if was and now and was.key != now.key else "",
            old=was,
            new=now,
            portfolios=(portfolios[0], portfolios[1]),
            fields=tuple(self._fields(was, now)) if was and now else (),
            amounts=tuple(self._amounts(was, now)),
            funding=tuple(self._funding(was, now)),
            milestones=tuple(self._milestones(was, now)),
        )
        is_nothing = not (found.fields or found.amounts or found.funding or found.milestones or found.cost)
        return None if found.kind == CHANGED and is_nothing and not found.has_moved and not found.was else found

    def _fields(self, was: Project, now: Project) -> Iterator[Field]:
        for name in _FIELDS:
            old, new = getattr(was, name), getattr(now, name)
            if old != new:
                is_day = name in ("start", "end", "baseline_start", "baseline_end")
                yield Field(name, old, new, formulas.days_between(old, new) if is_day and old and new else None)
        words = self.old.view.snapshot.words, self.new.view.snapshot.words
        if words[0][was.lead] != words[1][now.lead]:
            yield Field("lead", words[0][was.lead], words[1][now.lead])
        before, after = self.old.more.get(was.content, {}), self.new.more.get(now.content, {})
        for name in dict.fromkeys((*before, *after)):
            if before.get(name) != after.get(name):
                yield Field(name, before.get(name), after.get(name))

    def _amounts(self, was: Project | None, now: Project | None) -> Iterator[Amount]:
        before = self.old.amounts[_at(was)] if was else {}
        after = self.new.amounts[_at(now)] if now else {}
        town, words = (now or was).town, self.new.view.names.words  # type: ignore[union-attr]
        for at in sorted(before.keys() | after.keys(), key=lambda at: (words[at[0]], *at[1:])):
            old, new = before.get(at, 0), after.get(at, 0)
            if old != new:
                word, section, measure, year = at
                names = self.new.view.names
                if (town, word) not in names.departments:
                    names = self.old.view.names
                yield Amount(
                    words[word], SECTIONS[section], MEASURES[measure], year_name(year), old, new,
                    names.department(town, word),
                )  # fmt: skip

    def _funding(self, was: Project | None, now: Project | None) -> Iterator[Lines]:
        before = self.old.funding[_at(was)] if was else {}
        after = self.new.funding[_at(now)] if now else {}
        for line in dict.fromkeys((*after, *before)):
            old, new = before.get(line), after.get(line)
            if _said(old) != _said(new):
                yield Lines(old, new)

    def _milestones(self, was: Project | None, now: Project | None) -> Iterator[Milestones]:
        before = self.old.milestones[_at(was)] if was else {}
        after = self.new.milestones[_at(now)] if now else {}
        for key in dict.fromkeys((*after, *before)):
            old, new = before.get(key), after.get(key)
            if (old and old[3:]) != (new and new[3:]):
                yield Milestones(old, new, formulas.days_between(old.day, new.day) if old and new else None)


def _said(line: FundingLine | None) -> tuple[Any, ...] | None:
    """What a file says of a funding line, and what it counts for: not what today makes of it."""
    if line is None:
        return None
    f = line
    amounts = (f.eligible, f.justified, f.requested, f.awarded, f.expected, f.received, f.counted)
    return (f.source.key, f.section, f.status, *amounts, tuple(sorted(f.dates.items())))
