"""Funding lines in groups with subtotals: by source, funder, level or certainty.

Lines are put once into bundles, the finest groups that any of these are made of; another grouping then adds bundles up.
"""

from collections import defaultdict
from operator import add, attrgetter
from typing import NamedTuple

from citydash.figures.funding import FundingLine, counts, is_stated
from citydash.figures.names import Source
from citydash.figures.view import SURE, View
from citydash.model.words import CERTAINTIES

GROUPINGS = ("source", "funder", "level", "certainty")
_STATED = ("requested", "awarded", "received", "expected")
Sums = tuple[int, ...]


class FundingTotal(NamedTuple):
    """Lines of one source, funder, level or certainty together; amounts in cents, `counted` at the view's certainty.

    A vocabulary's word is its own label, for the locale to translate.
    """

    key: str
    label: str
    lines: int
    requested: int
    awarded: int
    received: int
    expected: int
    counted: int
    secured: int
    at_risk: int


class Bundle(NamedTuple):
    """Lines of one currency, source and certainty: how many and their sums, as `FundingTotal` has them."""

    currency: str
    source: Source
    certainty: str
    sums: Sums
    lines: tuple[FundingLine, ...]


class FundingGroup(NamedTuple):
    """A subtotal and what it is the sum of."""

    total: FundingTotal
    bundles: tuple[Bundle, ...]

    def lines(self) -> list[FundingLine]:
        """The lines, the largest counted first."""
        if len(self.bundles) == 1:
            return list(self.bundles[0].lines)
        return sorted((line for bundle in self.bundles for line in bundle.lines), key=_largest)


def bundles(view: View, lines: list[FundingLine]) -> tuple[Bundle, ...]:
    """Lines, already those of the view's certainty, in bundles, the largest counted first."""
    groups: dict[tuple[str, str, str, str, str], list[FundingLine]] = defaultdict(list)
    currencies = {town: view.currency(town) for town in {line.project.town for line in lines}}
    for line in sorted(lines, key=_largest):
        source = line.source
        groups[currencies[line.project.town], source.key, source.funder, source.level, line.certainty].append(line)
    return tuple(
        Bundle(key[0], some[0].source, key[-1], _sums(view, some), tuple(some)) for key, some in groups.items()
    )


def _largest(line: FundingLine) -> tuple[int, str, str]:
    return -line.counted, line.project.key, line.line


def _sums(view: View, lines: list[FundingLine]) -> Sums:
    """How many, requested, awarded, received, expected, counted, secured, at risk; of lines of one certainty."""
    first = lines[0]
    counted = sum(line.counted for line in lines)
    return (
        len(lines),
        *(
            sum(filter(None, map(attrgetter(name), lines))) if is_stated(first, name, view.certainty) else 0
            for name in _STATED
        ),
        counted if counts(first, view.sure) else 0,
        counted if counts(first, SURE["secured"]) else 0,
        sum(line.at_risk for line in lines),
    )


def grouped(some: tuple[Bundle, ...], by: str, currency: str) -> list[FundingGroup]:
    """Bundles of one currency by one of GROUPINGS, the largest counted first; certainties in their own order."""
    groups: dict[str, list[Bundle]] = defaultdict(list)
    for bundle in some:
        if bundle.currency == currency:
            groups[_key(bundle, by)].append(bundle)
    found = [FundingGroup(_total(key, _label(own[0], by), own), tuple(own)) for key, own in groups.items()]
    if by == "certainty":
        return sorted(found, key=lambda group: CERTAINTIES.index(group.total.key))
    return sorted(found, key=lambda group: (-group.total.counted, group.total.key))


def grand_total(some: tuple[Bundle, ...], currency: str) -> FundingTotal:
    """All bundles of one currency together."""
    return _total("", "", [bundle for bundle in some if bundle.currency == currency])


def _total(key: str, label: str, own: list[Bundle]) -> FundingTotal:
    sums: Sums = (0,) * (len(FundingTotal._fields) - 2)
    for bundle in own:
        sums = tuple(map(add, sums, bundle.sums))
    return FundingTotal(key, label, *sums)


def _key(bundle: Bundle, by: str) -> str:
    source = bundle.source
    return {"source": source.key, "funder": source.funder, "level": source.level, "certainty": bundle.certainty}[by]


def _label(bundle: Bundle, by: str) -> str:
    """The name of a source as its first town has it: ids are shared."""
    return bundle.source.name if by == "source" else _key(bundle, by)
