"""What ids are called: towns, departments, portfolios and sources of a snapshot, in the order that town.toml gives.

With several towns in a workspace a department or a portfolio is told apart by its town: its key is `town/id`.
"""

from functools import cached_property
from typing import NamedTuple

from citydash.index import Snapshot
from citydash.model.rules import OWN_SHARE_MIN, VAT_REFUND_RATE
from citydash.model.words import NO_CURRENCY


class Town(NamedTuple):
    """A town, as far as figures need it. Rates in parts per million; `word` is its number in the index."""

    word: int
    key: str
    name: str
    insee: str | None
    siret: str | None
    population: int | None
    currency: str
    language: str | None
    fiscal_year_start: int
    vat_refund_rate: int
    own_share_min: int
    invented: bool
    source: str | None


class Source(NamedTuple):
    """A funding source. `level` and `kind` are "" where it isn't in town.toml; `max_rate` in parts per million; `siret`
    is the funder's.
    """

    key: str
    name: str
    funder: str
    siret: str | None
    level: str
    kind: str
    state_endowment: bool
    max_rate: int | None
    opens: str | None
    closes: str | None


class Portfolio(NamedTuple):
    """A portfolio. `pillar` is "" where its header is missing."""

    key: str
    title: str
    pillar: str
    summary: str


def _unread(word: int, key: str) -> Town:
    """A town whose town.toml says nothing that can be read: its id for a name, and no currency."""
    return Town(word, key, key, None, None, None, NO_CURRENCY, None, 1, VAT_REFUND_RATE, OWN_SHARE_MIN, False, None)


class Names:
    """The names of one snapshot, each table read when it is first asked for."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.words = snapshot.words

    @cached_property
    def towns(self) -> dict[int, Town]:
        """By word, in order of id. A town whose file can't be read has its id for a name and no currency."""
        found = {}
        for row in self.snapshot.fetch("towns"):
            (
                word,
                name,
                insee,
                siret,
                population,
                _fte,
                _revenue,
                currency,
                language,
                start,
                rate,
                own,
                invented,
                source,
            ) = row
            key = self.words[word]
            if name is None:
                found[word] = _unread(word, key)
            else:
                found[word] = Town(
                    word, key, name or key, insee, siret, population, currency, language, start, rate, own,
                    bool(invented), source,
                )  # fmt: skip
        return dict(sorted(found.items(), key=lambda item: item[1].key))

    @cached_property
    def several(self) -> bool:
        """Whether ids need their town beside them; beside a snapshot of several towns they do, too."""
        return len(self.towns) > 1

    @cached_property
    def departments(self) -> dict[tuple[int, int], str]:
        """(town, department) → name, in the order of town.toml."""
        return {(town, word): name for town, word, _position, name in self.snapshot.fetch("departments")}

    @cached_property
    def portfolios(self) -> dict[tuple[int, int], Portfolio]:
        rows = self.snapshot.fetch("portfolios")
        return {
            (town, word): Portfolio(self.words[word], title, pillar, summary or "")
            for town, word, title, pillar, summary in rows
        }

    @cached_property
    def sources(self) -> dict[tuple[int, int], Source]:
        """(town, source), in the order of town.toml."""
        found = {}
        for town, word, _position, name, funder, siret, level, kind, endowment, *more in self.snapshot.fetch("sources"):
            key = self.words[word]
            found[town, word] = Source(key, name, funder or "", siret, level, kind, bool(endowment), *more)
        return found

    def town_key(self, town: int) -> str:
        return self.words[town]

    def key(self, town: int, word: int) -> str:
        """An id that belongs to a town, told apart from other towns' where there are several."""
        return f"{self.words[town]}/{self.words[word]}" if self.several else self.words[word]

    def project_key(self, town: int, own: str) -> str:
        """A project's id, likewise."""
        return f"{self.words[town]}/{own}" if self.several else own

    def label(self, town: int, name: str) -> str:
        """A name that belongs to a town, likewise; not said twice of a name that says it."""
        if not self.several or town not in self.towns or self.towns[town].name in name:
            return name
        return f"{name} ({self.towns[town].name})"

    def department(self, town: int, word: int) -> str:
        return self.departments.get((town, word)) or self.words[word]

    def portfolio(self, town: int, word: int) -> Portfolio:
        key = self.words[word]
        return self.portfolios.get((town, word)) or Portfolio(key, key, "", "")

    def source(self, town: int, word: int) -> Source:
        key = self.words[word]
        return self.sources.get((town, word)) or Source(key, key, "", None, "", "", False, None, None, None)

    def town(self, word: int) -> Town:
        return self.towns.get(word) or _unread(word, self.words[word])
