"""Facts of every project in memory: a filter's are added up in a third of the time in which SQLite sorts them.

Read some projects at a time (`figures.ready`); used once all are there. The index's own sums answer until then.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from operator import mul
from typing import TYPE_CHECKING, Any, NamedTuple

from citydash.model.words import MEASURES

if TYPE_CHECKING:
    from citydash.figures.projects import Project
    from citydash.figures.view import View

At = tuple[int, int]
Cell = tuple[int, ...]
"""Where cents stand, on the last of `_AXES`."""
_AXES = ("department", "section", "source", "certainty", "year")
_FIRST_AXIS = 5
"""Where they begin in a row of `facts_of`: town, portfolio, path, content, measure, then these and the cents."""
_READ_AT_ONCE = 250
"""Projects that are read in one go: a fiftieth of a second, which a screen may wait for."""


class _Column(NamedTuple):
    """One measure: where each project's facts begin; numbers of cells and cents, of one project after the other."""

    starts: "array[int]"
    cells: "array[int]"
    cents: "array[int]"

    def add(self, facts: Iterable[tuple[int, int]]) -> None:
        """The facts of one more project."""
        for cell, cents in facts:
            self.cells.append(cell)
            self.cents.append(cents)
        self.starts.append(len(self.cents))


class KeptFacts:
    """Those of some measures (their numbers), by all axes from `first` on."""

    def __init__(self, measures: Iterable[int], first: str) -> None:
        self._first = _AXES.index(first)
        self.axes = {*_AXES[self._first :], "project"}
        self.columns = {measure: _Column(array("I", [0]), array("I"), array("q")) for measure in measures}
        self._numbers: dict[Cell, int] = {}
        self._places: dict[At, int] = {}

    def add(self, at: At, rows: Iterable[Any]) -> None:
        """The facts of one more project, rows of `facts_of`."""
        found: dict[int, dict[int, int]] = {measure: defaultdict(int) for measure in self.columns}
        numbers, place = self._numbers, slice(_FIRST_AXIS + self._first, -1)
        for row in rows:
            if (own := found.get(row[_FIRST_AXIS - 1])) is not None:
                own[numbers.setdefault(row[place], len(numbers))] += row[-1]
        for measure, own in found.items():
            self.columns[measure].add(own.items())
        self._places[at] = len(self._places)

    def answers(self, measures: Iterable[int], wanted: set[str]) -> bool:
        """Whether sums of these measures at this grain can be made of these facts."""
        return self.columns.keys() >= {*measures} and wanted <= self.axes

    def sums(
        self,
        projects: "Iterable[Project]",
        measures: Iterable[int],
        wanted: set[str],
        within: Mapping[str, int] | None = None,
        *,
        portfolios: bool = True,
    ) -> list[Any]:
        """Facts (`figures.facts.Fact`) of some projects, as `stored` says; of those alone that stand `within` words of
        some axes.
        """
        marks = [axis in wanted for axis in _AXES]
        cells = [tuple(map(mul, (*(0,) * self._first, *cell), marks)) for cell in self._numbers]
        by_project, places = "project" in wanted, self._places
        inside = self._inside(within or {})
        rows: list[Any] = []
        for measure in measures:
            starts, numbers, amounts = self.columns[measure]
            groups: dict[tuple[int, int, int], dict[int, int]] = {}
            for p in projects:
                place = places[p.town, p.content]
                first, last = starts[place], starts[place + 1]
                facts: Iterable[tuple[int, int]] = zip(numbers[first:last], amounts[first:last], strict=True)
                if inside is not None:
                    facts = [fact for fact in facts if fact[0] in inside]
                    if not facts:
                        continue
                of = p.town, p.portfolio if portfolios else 0, p.content if by_project else 0
                group = groups.get(of)
                if group is None:
                    group = groups[of] = defaultdict(int)
                for number, cents in facts:
                    group[number] += cents
            for of, group in groups.items():
                sums: dict[Cell, int] = defaultdict(int)
                for number, cents in group.items():
                    sums[cells[number]] += cents
                rows += [(*of, measure, *cell, cents) for cell, cents in sums.items()]
        return rows

    def _inside(self, within: Mapping[str, int]) -> set[int] | None:
        """The numbers of the cells within; None for all."""
        tests = [(_AXES.index(axis) - self._first, word) for axis, word in within.items()]
        if not tests:
            return None
        cells = self._numbers.items()
        return {number for cell, number in cells if all(cell[place] == word for place, word in tests)}


def kept_facts(view: "View", measures: Iterable[int], wanted: set[str]) -> KeptFacts | None:
    """The coarsest facts that answer; None where none do, or not all are read yet."""
    known: tuple[KeptFacts, ...] = view.known.get("facts", ())
    return next((one for one in known if one.answers(measures, wanted)), None)


def read_some(view: "View") -> bool:
    """Read the facts of some more projects; whether there are more."""
    every, years = range(len(MEASURES)), [MEASURES.index(name) for name in ("planned", "paid")]
    done, found = view.known.setdefault("facts, so far", (0, (KeptFacts(years, "year"), KeptFacts(every, _AXES[0]))))
    projects = view.every_project[done : done + _READ_AT_ONCE]
    rows: dict[At, list[Any]] = {(p.town, p.content): [] for p in projects}
    contents = str(sorted({p.content for p in projects}))
    for row in view.snapshot.fetch("facts_of", contents=contents, measures=str([*every])):
        if (own := rows.get((row[0], row[3]))) is not None:  # not that of another town's same text
            own.append(row)
    for at, own in rows.items():
        for kept in found:
            kept.add(at, own)
    done += len(projects)
    view.known["facts, so far"] = done, found
    if done < len(view.every_project):
        return True
    view.known["facts"] = found
    return False
