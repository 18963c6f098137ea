"""What changed within projects that are compared: keys, amounts, funding lines and milestones.

The index tells which rows of two texts aren't the same; only those projects' lines are made, and compared.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from json import dumps, loads
from typing import Any

from citydash.figures import formulas
from citydash.figures.compare import (
    ADDED,
    CHANGED,
    REMOVED,
    UNREADABLE,
    Amount,
    Change,
    Field,
    Id,
    Lines,
    Milestones,
    id_of,
)
from citydash.figures.funding import FundingLine, funding_lines
from citydash.figures.milestones import MilestoneLine, milestone_lines
from citydash.figures.projects import Project
from citydash.figures.view import View
from citydash.model.fiscal import year_name
from citydash.model.words import MEASURES, SECTIONS, SPENDING

_FIELDS = ("title", "summary", "status", "manager", "priority", "start", "end", "baseline_start", "baseline_end",
           "progress", "cost_excl_vat", "vat_refund_share", "authorisation", "tags", "depends_on")  # fmt: skip


def _contents(own: list[Project | None], others: list[Project | None]) -> str:
    """Pairs of contents as a JSON array, for the index; 0 where there is none."""
    return dumps([[p.content if p else 0 for p in pair] for pair in zip(own, others, strict=True)])


class _Side:
    """What one side says of the projects that changed, where the other side says otherwise: amounts of spending, and
    the funding and the milestones of projects that have any other.
    """

    def __init__(self, view: View) -> None:
        self.view = view
        self.amounts: dict[Id, dict[tuple[int, int, int, int], int]] = defaultdict(dict)
        self.funding: dict[Id, dict[str, FundingLine]] = defaultdict(dict)
        self.milestones: dict[Id, dict[str, MilestoneLine]] = defaultdict(dict)
        self.more: dict[int, dict[str, Any]] = {}

    def read(self, own: list[Project | None], pairs: str, funded: set[int], planned: set[int]) -> None:
        """`own` are the side's projects in pairs; of those at some places, funding and milestones are read."""
        numbers = str([MEASURES.index(name) for name in SPENDING])
        for place, department, section, measure, year, cents in self.view.snapshot.fetch(
            "facts_apart", pairs=pairs, measures=numbers
        ):
            project = own[place]
            assert project is not None  # noqa: S101 - for the type checker: its content was asked for
            self.amounts[id_of(project)][department, section, measure, year] = cents
        for line in funding_lines(self._of(own, funded)):
            self.funding[id_of(line.project)][line.line] = line
        for milestone in milestone_lines(self._of(own, planned)):
            self.milestones[id_of(milestone.project)][milestone.key] = milestone
        self.more = {content: loads(more) for content, more in self.view.snapshot.fetch("project_mores")}

    def _of(self, own: list[Project | None], places: set[int]) -> View:
        return self.view.of([p for place in sorted(places) if (p := own[place]) is not None])


class Details:
    """What changed within projects."""

    def __init__(self, old: View, new: View, pairs: list[tuple[Project | None, Project | None]]) -> None:
        self.old, self.new = _Side(old), _Side(new)
        if not pairs:
            return
        before, after = [was for was, _now in pairs], [now for _was, now in pairs]
        both_ways = _contents(before, after), _contents(after, before)
        funded, planned = (self._apart(name, both_ways) for name in ("funding_apart", "milestones_apart"))
        funded |= {n for n, pair in enumerate(pairs) if self._counts_anew(*pair)}
        if old.today != new.today:
            planned = set(range(len(pairs)))
        self.old.read(before, both_ways[0], funded, planned)
        self.new.read(after, both_ways[1], funded, planned)

    def _apart(self, statement: str, both_ways: tuple[str, str]) -> set[int]:
        """The places of pairs of which either says what the other doesn't."""
        sides = zip((self.old, self.new), both_ways, strict=True)
        return {row[0] for side, pairs in sides for row in side.view.snapshot.fetch(statement, pairs=pairs)}

    def _counts_anew(self, was: Project | None, now: Project | None) -> bool:
        """Whether lines that say the same may count for something else: the base or a source of the town is another."""
        if was is None or now is None:
            return False
        return was.cost_excl_vat != now.cost_excl_vat or self._other_sources

    @cached_property
    def _other_sources(self) -> bool:
        return self.old.view.names.sources != self.new.view.names.sources

    @cached_property
    def _broken(self) -> tuple[set[str], set[int], set[Id]]:
        """What the new side can't load: files, towns whose town.toml is one, and projects that errors leave out."""
        view = self.new.view
        files = view.snapshot.fetch("broken_paths")
        towns = {town for town, path in files if path.rpartition("/")[2] == "town.toml"}
        left_out = set(view.snapshot.fetch("claimed_keys")) - {id_of(p) for p in view.every_project}
        return {path for _town, path in files}, towns, left_out

    def _is_lost(self, was: Project | None) -> bool:
        """Whether a project that is gone may still be written in the files."""
        if was is None:
            return False
        paths, towns, left_out = self._broken
        return was.path in paths or was.town in towns or id_of(was) in left_out

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
        before = self.old.amounts[id_of(was)] if was else {}
        after = self.new.amounts[id_of(now)] if now else {}
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
        before = self.old.funding[id_of(was)] if was else {}
        after = self.new.funding[id_of(now)] if now else {}
        for line in dict.fromkeys((*after, *before)):
            old, new = before.get(line), after.get(line)
            if _said(old) != _said(new):
                yield Lines(old, new)

    def _milestones(self, was: Project | None, now: Project | None) -> Iterator[Milestones]:
        before = self.old.milestones[id_of(was)] if was else {}
        after = self.new.milestones[id_of(now)] if now else {}
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
