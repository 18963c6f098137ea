"""What figures are asked of: a snapshot, today, and what was chosen of it. Everything read once, when first needed.

view = View(snapshot, today="2026-11-22", where="status:delivery")
rollup(view, Request(rows=("department",)))
"""

from collections import defaultdict
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from citydash.errors import UsageError
from citydash.figures.names import Names
from citydash.index import Snapshot, pair
from citydash.model.fiscal import fiscal_year

TYPE_CHECKING = False  # as typing's, without importing it
if TYPE_CHECKING:
    from collections.abc import Callable

    from citydash.figures.agenda import Event
    from citydash.figures.filters import Filter
    from citydash.figures.funding import FundingLine
    from citydash.figures.milestones import MilestoneLine
    from citydash.figures.projects import Project

Line = TypeVar("Line", "FundingLine", "MilestoneLine")

SURE = {"secured": ("secured",), "probable": ("secured", "probable"), "possible": ("secured", "probable", "possible")}
"""The certainty switch: which lines count at each setting. Lost lines count what was received, at every one."""

FEW = 10
"""Where fewer than one project in so many is chosen, their lines are read, not looked for among all."""


class Cuts(NamedTuple):
    """Which lines count: empty means all. A filter chooses projects; these cut their amounts."""

    departments: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    """First and last fiscal year shown, both included; years outside fold into earlier and later."""


class View:
    """A snapshot as of `today` (ISO), limited to `towns` (ids) and to the projects of a filter."""

    may_follow = True
    """Whether figures may ask git for what the index lacks of the history. The dashboard has a thread for that."""

    def __init__(
        self,
        snapshot: Snapshot,
        today: str,
        where: str = "",
        towns: tuple[str, ...] = (),
        certainty: str = "possible",
    ) -> None:
        self.snapshot, self.today, self.certainty = snapshot, today, certainty
        self.names = Names(snapshot)
        self.filter: Filter | None = _parsed(where) if where.strip() else None
        self.towns = self._known_towns(towns)
        self.is_whole = self.filter is None
        """Whether whole towns are chosen, so that the kept totals answer."""
        self._picked: list[Project] = []
        """Those that `chosen` was made of."""
        self.known: dict[str, Any] = {}
        """What was read of every project, for whichever are chosen: views of one snapshot, day and names share it."""

    def only(self, project: "Project") -> "View":
        """The same snapshot, day and certainty with one project chosen; shares what was read already."""
        return self.of([project])

    def of(self, projects: "list[Project]") -> "View":
        """Likewise with some of its projects chosen, in the order given."""
        own = View(self.snapshot, self.today, certainty=self.certainty)
        own.names, own.every_project, own.known, own.towns = self.names, self.every_project, self.known, self.towns
        own.chosen, own.projects = frozenset((p.town, p.content) for p in projects), projects
        own.is_whole = False
        return own

    def whole(self) -> "View":
        """The same snapshot, day and certainty with every project chosen; shares what was read already."""
        own = View(self.snapshot, self.today, certainty=self.certainty)
        own.names, own.every_project, own.known = self.names, self.every_project, self.known
        return own

    def lines(self, name: str, read: "Callable[[View], list[Line]]") -> "list[Line]":
        """A list's lines of the chosen projects, in its order: read once of all projects, and those of many picked."""
        if self.chosen is None:
            if name not in self.known:
                self.known[name] = read(self)
            return [*self.known[name]]
        whole, chosen = self.known.get(name), self.chosen
        if whole is None or len(chosen) * FEW < len(self.every_project):
            return read(self)
        return [line for line in whole if (line.project.town, line.project.content) in chosen]

    def told_apart(self) -> "View":
        """The same view with ids told by town, as beside a snapshot of several towns."""
        from copy import copy  # noqa: PLC0415 - only where two snapshots are compared

        own = copy(self)
        own.names, own.known = copy(self.names), {}
        own.names.several = True
        return own

    def _known_towns(self, towns: tuple[str, ...]) -> frozenset[int] | None:
        if not towns:
            return None
        by_key = {town.key: word for word, town in self.names.towns.items()}
        for key in towns:
            if key not in by_key:
                raise UsageError("no town “{town}” in this workspace", town=key, known=tuple(by_key))
        return frozenset(by_key[key] for key in towns)

    @property
    def sure(self) -> tuple[str, ...]:
        """The certainties that count at the view's setting."""
        return SURE[self.certainty]

    @cached_property
    def every_project(self) -> "list[Project]":
        """All projects that count, whatever the filter."""
        from citydash.figures.projects import read_projects  # noqa: PLC0415 - totals by department need no project

        return read_projects(self.snapshot, self.names)

    @cached_property
    def projects(self) -> "list[Project]":
        """The chosen projects."""
        chosen = self.chosen
        if chosen is None:
            return self.every_project
        return self._picked or [p for p in self.every_project if (p.town, p.content) in chosen]

    @cached_property
    def by_content(self) -> "dict[tuple[int, int], Project]":
        """(town, content) → project, of the chosen ones."""
        return {(p.town, p.content): p for p in self.projects}

    @cached_property
    def chosen(self) -> frozenset[tuple[int, int]] | None:
        """(town, content) of the chosen projects; None for all of them."""
        if self.filter is None and self.towns is None:
            return None
        some = [p for p in self.every_project if self.towns is None or p.town in self.towns]
        if self.filter is not None:
            from citydash.figures.choice import choose_projects  # noqa: PLC0415 - only where something is filtered

            some = choose_projects(self, some, self.filter)
        self._picked = some
        return frozenset([(p.town, p.content) for p in some])

    @cached_property
    def events(self) -> "list[Event]":
        """The agenda of the chosen projects, in its order."""
        from citydash.figures.agenda import read_agenda  # noqa: PLC0415 - only where days are asked for

        return read_agenda(self)

    @cached_property
    def has_twins(self) -> bool:
        """Whether one text stands in two towns, so that its content alone doesn't tell a project."""
        return len({p.content for p in self.every_project}) < len(self.every_project)

    @cached_property
    def contents(self) -> str:
        """The chosen contents as a JSON array, for the index."""
        return str(sorted({p.content for p in self.projects}))

    @cached_property
    def left_out(self) -> "list[Project] | None":
        """The projects that aren't chosen, where they are fewer than the chosen ones and totals are kept."""
        if self.chosen is None or not self.snapshot.is_work_tree or 2 * len(self.chosen) < len(self.every_project):
            return None
        return [p for p in self.every_project if (p.town, p.content) not in self.chosen]

    @cached_property
    def scope(self) -> dict[str, Any]:
        """The chosen projects for the index's sums, or where they are fewer those that aren't: by town and content."""
        if self.chosen is None:
            return {"every": 1, "without": 0, "chosen": "[]"}
        without = 2 * len(self.chosen) > len(self.every_project)
        listed = {(p.town, p.content) for p in self.every_project} - self.chosen if without else self.chosen
        return {"every": 0, "without": int(without), "chosen": str([pair(*at) for at in sorted(listed)])}

    def year_of(self, town: int, day: str) -> int:
        """The fiscal year of a day in a town."""
        return fiscal_year(day, self.names.town(town).fiscal_year_start)

    def this_year(self, currency: str) -> int:
        """Today's fiscal year in the chosen towns of a currency; where they differ, the earliest."""
        towns = self.towns or self.names.towns
        years = [self.year_of(word, self.today) for word in towns if self.currency(word) == currency]
        return min(years, default=int(self.today[:4]))

    @cached_property
    def currencies(self) -> list[str]:
        """The currencies of the chosen towns, in order; amounts of two are never added."""
        words = self.towns or self.names.towns.keys()
        return sorted({self.names.town(word).currency for word in words}) or ["EUR"]

    def currency(self, town: int) -> str:
        return self.names.town(town).currency

    @cached_property
    def planned(self) -> dict[tuple[int, int], dict[tuple[int, int], int]]:
        """(town, content) → (section, year) → cents planned, of the chosen projects."""
        found: dict[tuple[int, int], dict[tuple[int, int], int]] = defaultdict(dict)
        flags = {"by_project": 1, "by_department": 0, "by_section": 1, "by_source": 0, "by_certainty": 0, "by_year": 1}
        name, extra = ("rollup", {}) if self.chosen is None else ("rollup_chosen", {"contents": self.contents})
        rows = self.snapshot.fetch(name, measures="[0]", **flags, **extra)
        for town, _portfolio, content, _measure, _department, section, _source, _sure, year, cents in rows:
            found[town, content][section, year] = cents
        return found


def _parsed(where: str) -> "Filter":
    from citydash.figures.filters import parse  # noqa: PLC0415 - only where something is filtered

    return parse(where)
