"""What the budget screen asks for: axes, measure, section, years, and how far down one has gone. Values, no widgets."""

from typing import NamedTuple

from citydash.figures.rollup import NET_COST, Request, Rollup, axes_of
from citydash.figures.view import Cuts
from citydash.model.words import DERIVED, MONEY_IN, SECTIONS, SPENDING

MEASURES = (*SPENDING, *DERIVED, *MONEY_IN, NET_COST)
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


class Crumb(NamedTuple):
    """One step down: a row's key and name. The second is a project's."""

    key: str
    label: str


class Asked(NamedTuple):
    """A pivot, or what stands under one of its rows. `measure` is unused with columns `stage`."""

    rows: str = "department"
    columns: str = "year"
    measure: str = "planned"
    section: str = ""
    crumbs: tuple[Crumb, ...] = ()

    @property
    def request(self) -> Request:
        """What the figures are asked."""
        sections = (self.section,) if self.section and self.measure != NET_COST else ()
        return Request((self.rows,), self.columns, self.measure, Cuts(sections=sections))

    @property
    def depth(self) -> int:
        """0 the pivot, 1 a row's projects, 2 a project's lines."""
        return len(self.crumbs) + (1 if self.rows == "project" and self.crumbs else 0)

    def next_rows(self, *, several: bool) -> "Asked":
        known = [axis for axis in FAVOURITES if axis in axes_of(self.measure) and (several or axis != "town")]
        place = known.index(self.rows) if self.rows in known else -1
        return self._replace(rows=known[(place + 1) % len(known)], crumbs=())

    def next_columns(self) -> "Asked":
        known = columns_of(self.measure)
        place = known.index(self.columns) if self.columns in known else -1
        columns = known[(place + 1) % len(known)]
        return self._replace(columns=columns)

    def next_measure(self) -> "Asked":
        """The next measure; an axis or columns that it doesn't have give way to the first that it has."""
        measure = MEASURES[(MEASURES.index(self.measure) + 1) % len(MEASURES)]
        known = axes_of(measure)
        rows = self.rows if self.rows in known else next(axis for axis in FAVOURITES if axis in known)
        columns = self.columns if self.columns in columns_of(measure) else columns_of(measure)[0]
        crumbs = self.crumbs if rows == self.rows else ()
        return self._replace(measure=measure, rows=rows, columns=columns, crumbs=crumbs)

    def next_section(self) -> "Asked":
        known = ("", *SECTIONS)
        return self._replace(section=known[(known.index(self.section) + 1) % len(known)])


def columns_of(measure: str) -> tuple[str, ...]:
    """The columns that a measure can be shown by."""
    if measure == NET_COST:
        return ("certainty", "none")
    if measure in SPENDING:
        return ("year", "stage", "section")
    if measure in DERIVED:
        return ("year", "section")
    return ("year", "section", "certainty")


def window(years: list[int], fit: int, start: int | None, today: int) -> tuple[int, int] | None:
    """The years shown one by one where only `fit` have room; None where all of them have.

    Without `start` the window begins at today's year, a year before where four fit.
    """
    if len(years) <= fit:
        return None
    size = max(1, fit)
    first = today - (fit > 3) if start is None else start
    first = max(years[0], min(first, years[-1] - size + 1))
    return first, first + size - 1


def years_of(blocks: list[Rollup]) -> list[int]:
    """The years that have a column, in order."""
    return sorted({int(name) for block in blocks for name in block.columns if name.isdigit()})


def folded(block: Rollup, years: tuple[int, int]) -> Rollup:
    """A roll-up by year with the years outside a window in `earlier` and `later`; no total changes."""
    first, last = years
    target = {name: _folded(name, first, last) for name in block.columns}
    columns = (
        "earlier",
        *map(str, range(first, last + 1)),
        "later",
        *(("undated",) if "undated" in block.columns else ()),
    )

    def moved(amounts: dict[str, int]) -> dict[str, int]:
        found = dict.fromkeys(columns, 0)
        for name, cents in amounts.items():
            found[target[name]] += cents
        return found

    lines = tuple(line._replace(amounts=moved(line.amounts)) for line in block.lines)
    return block._replace(columns=columns, lines=lines, totals=moved(block.totals))


def _folded(name: str, first: int, last: int) -> str:
    if not name.isdigit() or first <= int(name) <= last:
        return name
    return "earlier" if int(name) < first else "later"
