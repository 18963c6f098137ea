"""What only several files together can tell: duplicates, unknown names, circles. Queries on one snapshot.

None of it takes money away, except that of a duplicate id no copy counts, and a town of a newer format isn't loaded.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from json import dumps, loads
from typing import Any

from citydash.files.checks import find_cycles
from citydash.files.discover import Tree
from citydash.files.problems import RULES, Problem, nearest
from citydash.index.store import FOREVER, Store
from citydash.model.words import MEASURES

HINTS = 50
"""How many findings are given the nearest known name."""
_NOW = {"chain": 0, "at": 0}
Place = dict[str, int]
"""A snapshot: its chain, and its place in it."""


def refresh_uncounted(store: Store) -> set[tuple[int, int]]:
    """Find anew which (town, content) of the work tree don't count, keep and return them."""
    hidden: set[tuple[int, int]] = set()
    twice = store.fetch("duplicates", **_NOW)
    if twice:
        claimed = {(town, key) for town, key in twice}
        keys = dumps(sorted({key for _town, key in twice}))
        for town, _path, content, key in store.fetch("content_places", **_NOW, keys=keys):
            if (town, key) in claimed:
                hidden.add((town, content))
    newer = {row[0] for row in store.fetch("newer_format")}
    if newer:
        for town, _path, content, _read, _kind in store.fetch("town_files", **_NOW):
            if content in newer:
                hidden.update((town, row[0]) for row in store.fetch("contents_of_town", **_NOW, town=town))
    store.run("delete_uncounted", chain=0)
    store.many("insert_uncounted", [(0, town, content, 0, FOREVER) for town, content in sorted(hidden)])
    return hidden


class _Finder:
    """The findings of one snapshot. Towns whose town.toml can't be read have no names to compare with."""

    def __init__(self, store: Store, tree: Tree, place: Place) -> None:
        self.store, self.tree, self.place = store, tree, place
        self.words: dict[int, str] = dict(store.fetch("words"))
        files = self.fetch("town_files")
        self.known = {town for town, _path, _content, read, _kind in files if read is not None}
        hidden = set(self.fetch("uncounted_now"))
        self.unloaded = {town for town, _path, content, _read, _kind in files if (town, content) in hidden}
        self.broken = self.fetch("broken_paths")
        self.hints = HINTS
        self._used = "used_departments" if place == _NOW else "used_departments_past"

    def fetch(self, name: str, **values: Any) -> list[tuple[Any, ...]]:
        return self.store.fetch(name, **self.place, **values)

    def hint(self, name: str, known: Iterable[str]) -> str:
        """The nearest of many names; for the first findings only, since each takes a while."""
        self.hints -= 1
        return nearest(name, tuple(known)) if self.hints >= 0 else ""

    def unknown(self, statement: str, table: str, used: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str, str]]:
        """(town, name, hint) of the names used that a town's `table` doesn't declare; a table or an entry that has a
        problem of its own was named already.
        """
        declared: dict[int, set[str]] = defaultdict(set)
        for row in self.fetch(statement):
            declared[row[0]].add(self.words[row[1]] if isinstance(row[1], int) else row[1])
        wrong = {(town, *loads(keys)[:2]) for town, keys in self.fetch("wrong_keys_of_towns")}
        for town, name in used:
            is_wrong = (town, table) in wrong or (town, table, name) in wrong
            if town in self.known and name not in declared[town] and not is_wrong:
                yield town, name, self.hint(name, sorted(declared[town]))

    def named(self, statement: str) -> list[tuple[int, str]]:
        return [(town, self.words[word]) for town, word in self.fetch(statement)]

    def departments(self) -> Iterator[Problem]:
        numbers = {text: number for number, text in self.words.items()}
        for town, name, hint in self.unknown("departments", "department", self.named(self._used)):
            for path, key in self.fetch("budget_of_department", town=town, department=numbers[name]):
                yield Problem("unknown-department", path, ("project", key, "budget", name), {"name": name}, hint)
        for town, name, hint in self.unknown("departments", "department", self.named("used_leads")):
            for path, key in self.fetch("led_by", town=town, department=numbers[name]):
                yield Problem("unknown-department", path, ("project", key, "lead"), {"name": name}, hint)

    def sources(self) -> Iterator[Problem]:
        numbers = {text: number for number, text in self.words.items()}
        for town, name, hint in self.unknown("sources", "source", self.named("used_sources")):
            for path, key, line in self.fetch("lines_of_source", town=town, source=numbers[name]):
                keys = ("project", key, "funding", line, *(() if line == name else ("source",)))
                yield Problem("unknown-source", path, keys, {"name": name}, hint)

    def authorisations(self, rows: list[tuple[Any, ...]]) -> Iterator[Problem]:
        named: dict[tuple[int, str], list[tuple[str, str]]] = defaultdict(list)
        for town, path, key, authorisation, _depends_on in rows:
            if authorisation:
                named[town, authorisation].append((path, key))
        for town, name, hint in self.unknown("authorisations", "authorisation", named):
            for path, key in named[town, name]:
                yield Problem("unknown-authorisation", path, ("project", key, "authorisation"), {"name": name}, hint)

    def exceeded(self) -> Iterator[Problem]:
        """Authorisations whose votes are less than what their projects plan or commit, in their section."""
        votes: dict[tuple[int, str], int] = defaultdict(int)
        for town, key, _name, _day, cents in self.fetch("votes"):
            votes[town, key] += cents
        if not votes:
            return
        numbers = {MEASURES.index(stage): stage for stage in ("planned", "committed")}
        under = self.fetch("under_authorisations", measures=dumps([*numbers]))
        sums = {(town, key, section, numbers[measure]): cents for town, key, section, measure, cents in under}
        paths = {town: path for town, path, _content, _read, _kind in self.fetch("town_files")}
        for town, key, _position, _title, section in self.fetch("authorisations"):
            for stage in numbers.values():
                cents = sums.get((town, key, section or 0, stage), 0)
                if (town, key) in votes and cents > votes[town, key]:
                    keys, args = ("authorisation", key, "vote"), {stage: cents, "votes": votes[town, key]}
                    yield Problem(f"{stage}-above-authorisation", paths[town], keys, args)

    def dependencies(self, rows: list[tuple[Any, ...]]) -> Iterator[Problem]:
        """Unknown names, unless a broken file of the town may hold them; and circles."""
        projects: dict[int, set[str]] = defaultdict(set)
        for town, key in self.fetch("claimed_keys"):
            projects[town].add(key)
        unsure = {town for town, _path in self.broken}
        waits: dict[int, dict[str, list[str]]] = defaultdict(dict)
        where: dict[tuple[int, str], str] = {}
        for town, path, key, _authorisation, depends_on in rows:
            others = list(dict.fromkeys(loads(depends_on or "[]")))
            for other in others:
                if other not in projects[town] and town not in unsure:
                    hint = self.hint(other, sorted(projects[town]))
                    yield Problem("unknown-project", path, ("project", key, "depends_on"), {"name": other}, hint)
            if others:
                waits[town][key], where[town, key] = others, path
        for town, edges in waits.items():
            for circle in find_cycles(edges):
                keys = ("project", circle[0], "depends_on")
                yield Problem("dependency-cycle", where[town, circle[0]], keys, {"names": " → ".join(circle)})

    def portfolios(self) -> Iterator[Problem]:
        heads: dict[tuple[int, int], list[str]] = defaultdict(list)
        for town, portfolio, path in self.fetch("portfolio_heads"):
            heads[town, portfolio].append(path)
        named = {row[0] for row in self.fetch("heads_with_problems")}
        folders = self._folders()
        for town, portfolio, path in self.fetch("portfolio_places"):
            if town in self.unloaded:
                continue
            name, claims = self.words[portfolio], heads[town, portfolio]
            if len(claims) > 1:
                for claim in claims:
                    others = ", ".join(other for other in claims if other != claim)
                    yield Problem("duplicate-portfolio", claim, ("portfolio",), {"name": name, "others": others})
            if not claims:
                own = f"{folders.get(self.words[town], '')}{name}"
                if not named & {f"{own}.toml", f"{own}/portfolio.toml", path}:
                    yield Problem("missing-portfolio", path, (), {"name": name})

    def _folders(self) -> dict[str, str]:
        """Town → its folder with a slash, "" for the workspace itself, from where its files stand."""
        found = {}
        for path, town, portfolio, *_ in self.tree.files:
            stands = path.removesuffix("town.toml") if not portfolio else path.rpartition(f"{portfolio}/")[0]
            if not portfolio or town not in found:
                found[town] = stands
        return found

    def duplicates(self) -> Iterator[Problem]:
        twice = self.fetch("duplicates")
        if not twice:
            return
        claimed = {(town, key) for town, key in twice}
        places: dict[tuple[int, str], list[str]] = defaultdict(list)
        for town, path, _content, key in self.fetch("content_places", keys=dumps([key for _, key in twice])):
            if (town, key) in claimed:
                places[town, key].append(path)
        for (town, key), paths in sorted(places.items()):
            if town in self.unloaded:
                continue
            for path in paths:
                others = ", ".join(other for other in paths if other != path)
                yield Problem("duplicate-project", path, ("project", key), {"name": key, "others": others})

    def all(self) -> list[Problem]:
        rows = self.fetch("project_references")
        references = [*self.authorisations(rows), *self.exceeded(), *self.dependencies(rows)] if rows else []
        found = [*self.tree.problems, *self.departments(), *self.sources(), *references]
        return [*found, *self.portfolios(), *self.duplicates()]


def findings(store: Store, tree: Tree, place: Place) -> list[Problem]:
    """What is wrong between the files of a snapshot; `tree` is its scan."""
    return _Finder(store, tree, place).all()


def counts(store: Store, found: list[Problem], place: Place) -> str:
    """How much of a snapshot is wrong, as it is kept: errors, warnings, projects left out."""
    codes = [row[1] for row in store.fetch("problems", **place)] + [p.code for p in found]
    errors = sum(RULES[code].severity == "error" for code in codes)
    lost = store.fetch("lost", **place)[0][0] + store.fetch("uncounted_projects", **place)[0][0]
    return f"{errors},{len(codes) - errors},{lost}"


def refresh(store: Store, tree: Tree) -> None:
    """Find anew what is wrong between files of the work tree, and keep it with the counts that every report shows."""
    found = findings(store, tree, _NOW)
    store.run("delete_findings")
    store.many(
        "insert_finding",
        [(n, p.path, p.code, dumps(p.keys), dumps(p.args), p.hint) for n, p in enumerate(found)],
    )
    store.set_meta("counts", counts(store, found, _NOW).encode())
