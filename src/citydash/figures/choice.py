"""What projects answer to a filter's keys: read from the index only for the keys that are asked."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache, partial
from json import loads
from typing import Any

from citydash.errors import UsageError
from citydash.figures.filters import NONE, Filter, Term, Values, choose, fold
from citydash.figures.projects import Project
from citydash.model.fiscal import EARLIER, UNDATED
from citydash.model.words import ORDERED_STATUSES, SECTIONS, STATUSES

Words = dict[int, frozenset[str]]
Numbers = dict[int, "tuple[int | str, ...]"]


def choose_projects(view: Any, projects: list[Project], chosen: Filter) -> list[Project]:
    """The projects that a filter matches, in the order given. A project is told by its place in the list."""
    source = _Answers(view, projects)
    values = Values(source.words, source.numbers, source.text)
    return [projects[n] for n in choose(chosen, list(range(len(projects))), values)]


def check_filter(view: Any) -> None:
    """Raise `UsageError` for an id in the view's filter that the workspace doesn't have: "nothing" would mislead."""
    if view.filter is not None:
        answers = _Answers(view, view.every_project)
        for term in view.filter.terms:
            answers.check(term)


class _Answers:
    def __init__(self, view: Any, projects: list[Project]) -> None:
        self.view, self.projects, self.names = view, projects, view.names

    @cached_property
    def places(self) -> dict[tuple[int, int], int]:
        """(town, content) → place in the list."""
        return {(p.town, p.content): n for n, p in enumerate(self.projects)}

    def check(self, term: Term) -> None:
        """Raise `UsageError` for an id that neither a town.toml nor a project has."""
        names = self.names
        known_ids: dict[str, Callable[[], Iterable[str]]] = {
            "town": lambda: (name for town in names.towns.values() for name in (town.key, town.name)),
            "portfolio": lambda: (k for p in self.projects for k in self._portfolio(p)),
            "source": lambda: (source.key for source in names.sources.values()),
            "department": lambda: (k for t, word in names.departments for k in (names.words[word], names.key(t, word))),
        }
        known_ids["lead"] = known_ids["department"]
        if term.key not in known_ids or not names.towns:
            return
        known = {fold(name): name for name in known_ids[term.key]()}
        for value in term.values:
            if value != NONE and value not in known and not self._is_used(term.key, value):
                from citydash.files.problems import nearest  # noqa: PLC0415 - only for an error

                hint = nearest(value, tuple(known))
                raise UsageError(
                    "filter: “{term}” is unknown",
                    hint=hint,
                    known=tuple(sorted(set(known.values()))),
                    term=f"{term.key}:{value}",
                )

    def _is_used(self, key: str, value: str) -> bool:
        """Whether projects name it though town.toml doesn't."""
        return any(value in answers for answers in self.words(key).values())

    def text(self) -> dict[int, str]:
        """What plain words are looked up in: title, summary, tags, id and codes, folded."""
        by_content = dict(self.view.snapshot.fetch("project_search"))
        return {n: by_content.get(p.content, "") for n, p in enumerate(self.projects)}

    def words(self, key: str) -> Words:
        simple: dict[str, Callable[[Project], Iterable[str | None]]] = {
            "town": lambda p: (self.names.town_key(p.town), self.names.town(p.town).name),
            "portfolio": self._portfolio,
            "pillar": lambda p: (self.names.portfolio(p.town, p.portfolio).pillar,),
            "lead": lambda p: (self.names.words[p.lead], self.names.key(p.town, p.lead)),
            "status": lambda p: (p.status,),
            "tag": lambda p: loads(p.tags or "[]"),
            "id": lambda p: (p.key,),
            "manager": lambda p: (p.manager,),
            "authorisation": lambda p: (p.authorisation,),
        }
        if key in simple:
            return {n: _folded(*simple[key](p)) for n, p in enumerate(self.projects)}
        if key in ("department", "section"):
            return self._spending(key)
        if key in ("source", "funder", "level", "certainty"):
            return self._funding(key)
        if key == "is":
            return self._states()
        if key in self._NUMERIC:
            # a cost of nothing is an unwritten one; a slip of no days isn't
            empty = ((), (0,)) if key in ("cost", "paid") else ((),)
            numbers = self.numbers(Term(key, negative=False, ranges=((None, None),)))
            return {n: frozenset(("some",)) for n, values in numbers.items() if values not in empty}
        return self._more(key)

    _NUMERIC = ("priority", "cost", "paid", "progress", "slip", "start", "end", "year")

    def _portfolio(self, p: Project) -> Iterable[str]:
        return (self.names.words[p.portfolio], self.names.key(p.town, p.portfolio))

    def numbers(self, term: Term) -> Numbers:
        """The numbers of a term's key; of the years the first of each of its ranges that has any."""
        key = term.key
        if key == "year":
            found: dict[int, tuple[int, ...]] = {}
            for low, high in term.ranges:
                first, last = EARLIER if low is None else int(low), UNDATED if high is None else int(high)
                for place in self._places_of("projects_in_years", low=first, high=last):
                    found[place] = (*found.get(place, ()), first)
            return found  # type: ignore[return-value]
        of: dict[str, Callable[[Project], int | str | None]] = {
            "status": lambda p: STATUSES.index(p.status) if p.status in ORDERED_STATUSES else None,
            "cost": lambda p: p.cost,
            "paid": lambda p: p.cost_paid,
        }
        read = of.get(key) or partial(_attribute, key)
        return {n: (value,) for n, p in enumerate(self.projects) if (value := read(p)) is not None}

    def _places_of(self, query: str, **values: Any) -> list[int]:
        """Those of the projects that a query finds."""
        places, rows = self.places, self.view.snapshot.fetch(query, **values)
        return [place for row in rows if (place := places.get(row)) is not None]

    def _spending(self, key: str) -> Words:
        """The sections, or of the departments those that are asked for, that a project spends in."""
        fetch, words = self.view.snapshot.fetch, self.names.words
        asked = {
            value.rpartition("/")[2] for term in self.view.filter.terms if term.key == key for value in term.values
        }
        if key == "section":
            rows = fetch("projects_of_section", values=str([*range(len(SECTIONS))]))
            said = {(row[0], row[2]): frozenset((SECTIONS[row[2]],)) for row in rows}
        else:
            rows = fetch("projects_spending", values=str([word for word, text in words.items() if fold(text) in asked]))
            said = {at: _folded(words[at[1]], self.names.key(*at)) for at in {(row[0], row[2]) for row in rows}}
        found: Words = {}
        for town, content, value in rows:
            if (place := self.places.get((town, content))) is not None:
                found[place] = found.get(place, frozenset()) | said[town, value]
        if NONE in asked:
            spent = frozenset(("some",))
            found |= {place: found.get(place, spent) for place in self._places_of("projects_spent")}
        return found

    def _funding(self, key: str) -> Words:
        from citydash.model.words import CERTAINTY  # noqa: PLC0415

        found: dict[int, set[str]] = defaultdict(set)
        for row in self.view.snapshot.fetch("funding"):
            place = self.places.get((row[0], row[1]))
            if place is None:
                continue
            source = self.names.source(row[0], row[4])
            answer = {
                "source": source.key,
                "funder": source.funder,
                "level": source.level,
                "certainty": CERTAINTY[row[6]],
            }
            found[place].add(answer[key])
        return {n: _folded(*words) for n, words in found.items()}

    def _more(self, key: str) -> Words:
        """Keys whose values are only shown: codes, the review's weather, the data protection assessment."""
        found: Words = {}
        by_content = dict(self.view.snapshot.fetch("project_mores"))
        for n, p in enumerate(self.projects):
            more = loads(by_content.get(p.content) or "{}")
            answers = {
                "code": more.get("codes", {}).values(),
                "weather": (more.get("review", {}).get("weather"),),
                "dpia": (more.get("data", {}).get("dpia"),),
            }
            found[n] = _folded(*answers[key])
        return found

    def _states(self) -> Words:
        from citydash.figures.alerts import states  # noqa: PLC0415 - reads milestones, funding and ceilings

        asked = {value for term in self.view.filter.terms if term.key == "is" for value in term.values}
        found = states(self.view, self.projects, asked)
        if "stale" in asked:
            from citydash.figures.stale import stale  # noqa: PLC0415 - may ask git

            old = stale(self.view, self.projects)
            found |= {
                n: found.get(n, frozenset()) | {"stale"} for n, p in enumerate(self.projects) if (p.town, p.key) in old
            }
        return found


def _attribute(name: str, project: Project) -> "int | str | None":
    value: int | str | None = getattr(project, name)
    return value


@lru_cache(4096)
def _folded(*words: str | None) -> frozenset[str]:
    """Many projects have the same words: each is folded once."""
    return frozenset(fold(word) for word in words if word)
