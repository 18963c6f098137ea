"""Facts of some projects summed over the axes that aren't asked for.

SQLite sorts what it groups, and sorts one number in half of the time of a fact's nine: a fact's place on the axes that
are asked for is one number in mixed radix, a digit an axis.
"""

from typing import TYPE_CHECKING, Any, NamedTuple

from citydash.index import PLACED, pair
from citydash.model.words import MEASURES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citydash.figures.projects import Project
    from citydash.figures.view import View

_WORDS = ("town", "portfolio", "department", "source")
_SIZES = {"year": 10_000, "certainty": 8, "section": 2, "measure": len(MEASURES)}
"""How many values an axis has: a year is below 10,000 (model.fiscal), a word's id below the index's next one."""
_PLACES = {
    "town": 0, "portfolio": 1, "measure": 3, "department": 4, "section": 5, "source": 6, "certainty": 7, "year": 8,
}  # fmt: skip
"""Where an axis stands in a fact."""
_ALWAYS = {"town", "measure"}
_LIMIT, _PLACE_LIMIT = 1 << 63, 1 << 31
"""What SQLite's integers end below; and what the words of a town and a portfolio together, above a content's number."""


class Packing(NamedTuple):
    """Of each axis that is asked for the place in a fact, the weight in the number, and the size."""

    digits: tuple[tuple[int, int, int], ...]
    weights: dict[str, int]

    def unpack(self, number: int, cents: int) -> tuple[int, ...]:
        """A fact of ten values."""
        values = [0, 0, 0, 0, 0, 0, 0, 0, 0, cents]
        for place, weight, size in self.digits:
            values[place] = number // weight % size
        return tuple(values)


def packing(view: "View", wanted: set[str]) -> Packing | None:
    """How facts are packed; None where there are too many words for one number."""
    words = view.snapshot.fetch("next_word")[0][0]
    digits, weights, weight = [], {}, 1
    for axis, place in _PLACES.items():
        if axis in wanted or axis in _ALWAYS:
            size = words if axis in _WORDS else _SIZES[axis]
            digits.append((place, weight, size))
            weights[axis] = weight
            weight *= size
    return Packing(tuple(digits), weights) if weight < _LIMIT and words * words < _PLACE_LIMIT else None


def of_chosen(view: "View", measures: str, packed: Packing) -> list[Any]:
    """Facts of the chosen projects, where no two towns have a text in common."""
    return [packed.unpack(number, cents) for number, cents, _n in _sums(view, measures, packed, view.projects)]


def without(view: "View", measures: str, packed: Packing, left_out: "list[Project]") -> list[Any]:
    """Likewise, from the kept totals less what some projects bring, without the cells that only they have."""
    rows = view.snapshot.fetch_packed("packed_cube", packed.weights, measures=measures)
    kept = {number: (cents, n) for number, cents, n in rows}
    for number, cents, n in _sums(view, measures, packed, left_out):
        all_cents, all_n = kept[number]
        kept[number] = all_cents - cents, all_n - n
    return [packed.unpack(number, cents) for number, (cents, n) in kept.items() if n]


def _sums(view: "View", measures: str, packed: Packing, projects: "Iterable[Project]") -> list[Any]:
    """Number, cents and how many facts. Of each project its own part of the number stands above its content."""
    weights = {**packed.weights}
    town, portfolio = weights.pop("town"), weights.pop("portfolio", 0)
    placed = sorted(pair(p.town * town + p.portfolio * portfolio, p.content) for p in projects)
    return view.snapshot.fetch_packed("packed_sums", {PLACED: 1, **weights}, measures=measures, placed=str(placed))
