"""What only several files together can tell: duplicates, unknown names, circles. Queries on the work tree's snapshot.

None of it takes money away, except that of a duplicate id no copy counts, and a town of a newer format isn't loaded.
"""

from collections import defaultdict
from collections.abc import Iterator
from json import dumps, loads

from citydash.files.checks import find_cycle
from citydash.files.discover import Tree
from citydash.files.problems import RULES, Problem, nearest
from citydash.index.store import FOREVER, Store

_NOW = {"chain": 0, "at": 0}


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

    def __init__(self, store: Store) -> None:
        self.store = store
        self.words: dict[int, str] = dict(store.fetch("words"))
        files = store.fetch("town_files", **_NOW)
        self.known = {town for town, _path, _content, read, _kind in files if read is not None}
        hidden = set(store.fetch("uncounted", chain=0))
        self.unloaded = {town for town, _path, content, _read, _kind in files if (town, content) in hidden}

    def declared(self, statement: str) -> dict[int, dict[int, str]]:
        """Town → the ids that its town.toml declares."""
        found: dict[int, dict[int, str]] = defaultdict(dict)
        for row in self.store.fetch(statement, **_NOW):
            found[row[0]][row[1]] = self.words.get(row[1], "") if isinstance(row[1], int) else row[1]
        return found

    def departments(self) -> Iterator[Problem]:
        declared = self.declared("departments")
        for town, department in self.store.fetch("used_departments"):
            if town in self.known and department not in declared[town]:
                name = self.words[department]
                hint = nearest(name, tuple(declared[town].values()))
                for path, key in self.store.fetch("budget_of_department", **_NOW, town=town, department=department):
                    yield Problem("unknown-department", path, ("project", key, "budget", name), {"name": name}, hint)
        for town, department in self.store.fetch("used_leads", **_NOW):
            if town in self.known and department not in declared[town]:
                name = self.words[department]
                hint = nearest(name, tuple(declared[town].values()))
                for path, key in self.store.fetch("led_by", **_NOW, town=town, department=department):
                    yield Problem("unknown-department", path, ("project", key, "lead"), {"name": name}, hint)

    def sources(self) -> Iterator[Problem]:
        declared = self.declared("sources")
        for town, source in self.store.fetch("used_sources", **_NOW):
            if town in self.known and source not in declared[town]:
                name = self.words[source]
                hint = nearest(name, tuple(declared[town].values()))
                for path, key, line in self.store.fetch("lines_of_source", **_NOW, town=town, source=source):
                    keys = ("project", key, "funding", line) if line == name else ("project", key, "funding", line, "source")
                    yield Problem("unknown-source", path, keys, {"name": name}, hint)

    def references(self) -> Iterator[Problem]:
        rows = self.store.fetch("project_references", **_NOW)
        if not rows:
            return
        authorisations = self.declared("authorisations")
        projects: dict[int, set[str]] = defaultdict(set)
        for town, key in self.store.fetch("project_keys", **_NOW):
            projects[town].add(key)
        waits: dict[int, dict[str, list[str]]] = defaultdict(dict)
        where: dict[tuple[int, str], str] = {}
        for town, path, key, authorisation, depends_on in rows:
            at = ("project", key)
            if authorisation and town in self.known and authorisation not in authorisations[town]:
                hint = nearest(authorisation, tuple(authorisations[town].values()))
                yield Problem("unknown-authorisation", path, (*at, "authorisation"), {"name": authorisation}, hint)
            for other in loads(depends_on or "[]"):
                if other not in projects[town]:
                    hint = nearest(other, tuple(projects[town]))
                    yield Problem("unknown-project", path, (*at, "depends_on"), {"name": other}, hint)
                waits[town].setdefault(key, []).append(other)
                where[town, key] = path
        for town, edges in waits.items():
            if circle := find_cycle(edges):
                keys = ("project", circle[0], "depends_on")
                yield Problem("dependency-cycle", where[town, circle[0]], keys, {"names": " → ".join(circle)})

    def portfolios(self) -> Iterator[Problem]:
        heads: dict[tuple[int, int], list[str]] = defaultdict(list)
        for town, portfolio, path in self.store.fetch("portfolio_heads", **_NOW):
            heads[town, portfolio].append(path)
        broken = {path for _town, path in self.store.fetch("broken_paths", **_NOW)}
        for town, portfolio, path in self.store.fetch("portfolio_places", **_NOW):
            name = self.words[portfolio]
            if town in self.unloaded:
                continue
            claims = heads[town, portfolio]
            if len(claims) > 1:
                for claim in claims:
                    others = ", ".join(other for other in claims if other != claim)
                    yield Problem("duplicate-portfolio", claim, ("portfolio",), {"name": name, "others": others})
            if not claims and not self._is_broken(path, name, broken):
                yield Problem("missing-portfolio", path, (), {"name": name})

    def _is_broken(self, path: str, name: str, broken: set[str]) -> bool:
        folder = path.rpartition("/")[0]
        head = f"{folder}/portfolio.toml" if folder.endswith(name) else path
        return path in broken or head in broken or bool(self.store.fetch("problem_of_path", **_NOW, path=head))

    def duplicates(self) -> Iterator[Problem]:
        twice = self.store.fetch("duplicates", **_NOW)
        if not twice:
            return
        claimed = {(town, key) for town, key in twice}
        places: dict[tuple[int, str], list[str]] = defaultdict(list)
        for town, path, _content, key in self.store.fetch("content_places", **_NOW, keys=dumps([key for _, key in twice])):
            if (town, key) in claimed:
                places[town, key].append(path)
        for (town, key), paths in sorted(places.items()):
            if town in self.unloaded:
                continue
            for path in paths:
                others = ", ".join(other for other in paths if other != path)
                yield Problem("duplicate-project", path, ("project", key), {"name": key, "others": others})

    def all(self, tree: Tree) -> list[Problem]:
        found = [*tree.problems, *self.departments(), *self.sources(), *self.references()]
        return [*found, *self.portfolios(), *self.duplicates()]


def refresh(store: Store, tree: Tree) -> None:
    """Find anew what is wrong between files, and keep it with the counts that every report shows."""
    found = _Finder(store).all(tree)
    store.run("delete_findings")
    store.many(
        "insert_finding",
        [(n, p.path, p.code, dumps(p.keys), dumps(p.args), p.hint) for n, p in enumerate(found)],
    )
    codes = [row[1] for row in store.fetch("problems", **_NOW)] + [p.code for p in found]
    errors = sum(RULES[code].severity == "error" for code in codes)
    lost = store.fetch("lost", **_NOW)[0][0] + store.fetch("uncounted_projects", **_NOW)[0][0]
    store.set_meta("counts", f"{errors},{len(codes) - errors},{lost}".encode())
