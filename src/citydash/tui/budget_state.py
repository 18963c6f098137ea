"""What the budget screen asks for: axes, measure, section, and how far down one has gone. Values, no widgets."""

from typing import Any, NamedTuple

from citydash.figures.pivot import Years
from citydash.figures.request import ALL_MEASURES, NET_COST, Request, axes_of, columns_of, is_additive
from citydash.figures.view import Cuts
from citydash.model.words import SECTIONS
from citydash.tui.state import Choice

FAVOURITES = (
    "department",
    "portfolio",
    "project",
    "source",
    "funder",
    "level",
    "certainty",
    "pillar",
    "status",
    "lead",
    "section",
    "town",
)
"""The order in which a key goes through the axes."""


class Spot(NamedTuple):
    """A cell that one went into: its row's key and names along the axes (of a subtotal the first alone), its column, ""
    for the whole row, and its currency. `years` are those shown one by one where the column is earlier or later.
    """

    key: tuple[str, ...]
    label: tuple[str, ...]
    column: str
    currency: str
    years: Years | None = None


class Crumb(NamedTuple):
    """A project that one went into: its key and title."""

    key: str
    label: str


class Asked(NamedTuple):
    """A pivot by one or two axes, or what stands under one of its cells. `measure` is unused with columns `stage`."""

    rows: str = "department"
    then: str = ""
    columns: str = "year"
    measure: str = "planned"
    section: str = ""
    spot: Spot | None = None
    project: Crumb | None = None

    @property
    def axes(self) -> tuple[str, ...]:
        return (self.rows, self.then) if self.then else (self.rows,)

    @property
    def request(self) -> Request:
        """What the figures are asked."""
        sections = (self.section,) if self.section and self.measure != NET_COST else ()
        years = self.spot.years if self.spot is not None else None
        return Request(self.axes, self.columns, self.measure, Cuts(sections=sections, years=years))

    @property
    def depth(self) -> int:
        """0 the pivot, 1 a cell's projects, 2 a project's lines."""
        return (self.spot is not None) + (self.project is not None)

    def into(self, spot: Spot) -> "Asked":
        """Into a cell: its projects, or the lines of a file where the row is a project already."""
        if "project" not in self.axes[: len(spot.key)]:
            return self._replace(spot=spot)
        at = self.axes.index("project")
        return self._replace(spot=spot, project=Crumb(spot.key[at], spot.label[at]))

    def into_project(self, key: str, label: str) -> "Asked":
        """From a cell's projects to one of them."""
        return self._replace(project=Crumb(key, label))

    def out(self) -> "Asked":
        """Back from where `into` came."""
        whole = self.spot is None or "project" in self.axes[: len(self.spot.key)]
        if self.project is not None and not whole:
            return self._replace(project=None)
        return self._replace(spot=None, project=None)

    def saves(self, choice: Choice) -> tuple[str, ...] | None:
        """The command that reports it: the pivot, a row by its projects, else the lines behind the cell.

        All years have room there. What doesn't add up (stages, net costs) is explained for one column only.
        """
        measure = () if self.columns == "stage" else (f"--measure={self.measure}",)
        cuts = self.request.cuts
        cut = (f"--section={self.section}",) if cuts.sections else ()
        years = (f"--years={cuts.years[0]}..{cuts.years[1]}",) if cuts.years else ()
        what = (f"--columns={self.columns}", *measure, *cut, *years, *choice.arguments)
        if self.spot is None:
            return "report", "budget", f"--rows={','.join(self.axes)}", *what
        axes, spot = self.axes[: len(self.spot.key)], self.spot
        if self.project is None and not spot.column and len(axes) == 1:
            return "report", "budget", f"--rows={self.rows}", f"--within={spot.key[0]}", *what
        key = spot.key
        if self.project is not None and "project" not in axes:
            axes, key = (*axes, "project"), (*key, self.project.key)
        if len(axes) > 2 or not (spot.column or is_additive(self.request)):
            return None
        column = (f"--column={spot.column}",) if spot.column else ()
        return "explain", f"--rows={','.join(axes)}", *column, *what, "--", *key

    def remembered(self) -> dict[str, str]:
        """What comes back at the next start: the pivot, not where one was in it."""
        return {name: value for name, value in self._asdict().items() if isinstance(value, str)}

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "Asked":
        """A pivot from what was kept; the usual one where that makes none."""
        names = ("rows", "then", "columns", "measure", "section")
        known: dict[str, Any] = {name: kept[name] for name in names if isinstance(kept.get(name), str)}
        asked = cls(**known)
        if asked.measure not in ALL_MEASURES or asked.section not in ("", *SECTIONS):
            return cls()
        return asked if asked.sensible() == asked else cls()

    # choices

    def axes_known(self, *, several: bool) -> tuple[str, ...]:
        """The axes that the measure has; towns are one where there are several."""
        own = axes_of(self.measure)
        return tuple(axis for axis in FAVOURITES if axis in own and (several or axis != "town"))

    def sensible(self) -> "Asked":
        """An axis or columns that the measure doesn't have give way to the first that it has."""
        own = axes_of(self.measure)
        rows = self.rows if self.rows in own else next(axis for axis in FAVOURITES if axis in own)
        then = self.then if self.then in own and self.then != rows else ""
        columns = self.columns if self.columns in columns_of(self.measure) else columns_of(self.measure)[0]
        return self._replace(rows=rows, then=then, columns=columns)

    def choose(self, field: str, value: str) -> "Asked":
        """Another axis, measure, section or columns. One stays in a cell as long as it is one of the pivot."""
        if field == "rows" and value == self.then:  # the axes change places
            asked = self._replace(rows=value, then=self.rows)
        else:
            changed: dict[str, Any] = {field: value}
            if field == "measure" and self.columns == "stage":  # the stages are all shown: one is wanted now
                changed["columns"] = "year"
            asked = self._replace(**changed).sensible()
        if asked.axes != self.axes:
            return asked._replace(spot=None, project=None)
        if self.spot is not None and asked.columns != self.columns:
            return asked._replace(spot=self.spot._replace(column="", years=None))
        return asked

    def next(self, field: str, *, several: bool) -> "Asked":
        """The next of what can be chosen."""
        known = self.choices(field, several=several)
        now = getattr(self, field)
        return self.choose(field, known[(known.index(now) + 1) % len(known)] if now in known else known[0])

    def choices(self, field: str, *, several: bool) -> tuple[str, ...]:
        """What a field can be."""
        axes = self.axes_known(several=several)
        if field == "then":
            return ("", *(axis for axis in axes if axis != self.rows))
        return {
            "rows": axes,
            "columns": columns_of(self.measure),
            "measure": ALL_MEASURES,
            "section": ("",) if self.measure == NET_COST else ("", *SECTIONS),
        }[field]


def window(years: list[int], fit: int, start: int | None, today: int) -> Years | None:
    """The years shown one by one where only `fit` have room; None where all of them have.

    Without `start` the window begins at today's year, a year before where four fit.
    """
    if len(years) <= fit:
        return None
    size = max(1, fit)
    first = today - (fit > 3) if start is None else start
    first = max(years[0], min(first, years[-1] - size + 1))
    return first, first + size - 1
