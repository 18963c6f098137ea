"""The lines behind an amount: every key of every file that a figure was summed from."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from citydash.errors import EnvironmentFault, UsageError
from citydash.figures.facts import is_in_cost
from citydash.figures.funding import FundingLine, counts, funding_lines
from citydash.figures.netcost import by_project
from citydash.figures.placing import column_name, placing
from citydash.figures.projects import Project
from citydash.figures.request import NET_COST, Request, Rollup, check, measures_of
from citydash.figures.rollup import cut, rollup, signed
from citydash.figures.view import SURE, View
from citydash.files.checks import cents
from citydash.files.locate import nearest_place, positions
from citydash.files.parse import ParseFault, loads
from citydash.index import Snapshot
from citydash.model.fiscal import UNDATED, YEAR_KEYS
from citydash.model.words import CERTAINTIES, CERTAINTY, MEASURES, SECTIONS, SPENDING

Keys = tuple[str, ...]


class SourceLine(NamedTuple):
    """One amount as a file states it: cents, with the sign that it enters the sum with."""

    path: str
    line: int
    column: int
    keys: Keys
    cents: int
    project: Project | None


class Explanation(NamedTuple):
    """An amount of a roll-up and the lines that it is the sum of: `total == sum(line.cents)`."""

    request: Request
    key: Keys
    column: str | None
    currency: str
    total: int
    lines: tuple[SourceLine, ...]


def explain(view: View, request: Request, key: Keys = (), column: str | None = None) -> list[Explanation]:
    """The lines of the cell at a row's `key` and a `column`; without column of the whole row, without key of all rows.

    One explanation a currency. Raises `UsageError` for a row or column that the roll-up doesn't have.
    """
    check(request)
    results = rollup(view, request)
    _check_cell(results, key, column)
    files = Files(view.snapshot)
    facts = (
        _net_facts(view, request, files) if request.measure == NET_COST else _facts(view, request, files, key, column)
    )
    place = placing(view, request)
    found: dict[str, list[SourceLine]] = {result.currency: [] for result in results}
    for fact in facts:
        row, at = place(fact)
        if _matches(row, at, key, column):
            path, keys, project = fact[10:]
            found[view.currency(fact[0])].append(SourceLine(path, *files.position(path, keys), keys, fact[9], project))
    explained = [_explanation(request, result, key, column, sorted(found[result.currency])) for result in results]
    return [one for one in explained if one.lines] or explained[:1]


def _matches(row: tuple[Any, ...], at: Any, key: Keys, column: str | None) -> bool:
    return (not key or tuple(part[1] for part in row) == key) and (column is None or column_name(at) == column)


def _explanation(
    request: Request, result: Rollup, key: Keys, column: str | None, lines: list[SourceLine]
) -> Explanation:
    """Held against the roll-up itself: a file saved meanwhile would explain another amount."""
    expected = 0
    for row in result.lines:
        if not key or row.key == key:
            expected += sum(row.amounts.values()) if column is None else row.amounts.get(column, 0)
    total = sum(line.cents for line in lines)
    if total != expected:
        raise changed()
    return Explanation(request, key, column, result.currency, total, tuple(lines))


def changed() -> EnvironmentFault:
    """What the index says and what the files say differ."""
    return EnvironmentFault("the files changed while the amount was being explained: run it again")


def _check_cell(results: list[Rollup], key: Keys, column: str | None) -> None:
    from citydash.files.problems import nearest  # noqa: PLC0415 - only for an error

    keys = tuple(row.key for result in results for row in result.lines)
    if key and key not in keys:
        hint = nearest("/".join(key), tuple("/".join(known) for known in keys))
        raise UsageError("no row “{key}” here", key=" ".join(key), hint=hint)
    columns = tuple(dict.fromkeys(name for result in results for name in result.columns))
    if column is not None and column not in columns:
        raise UsageError("no column “{column}” here", column=column, known=columns)


class Files:
    """Files as they are now: their tables, and where each key stands; every file read once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.tables: dict[str, Any] = {}
        self.places: dict[str, dict[Keys, tuple[int, int]]] = {}

    def project(self, p: Project) -> dict[str, Any]:
        """A project's table; empty where its file doesn't hold it any more."""
        return self.table(p.path, "project", p.key)

    def table(self, path: str, *keys: str) -> dict[str, Any]:
        """A table of a file; empty where it isn't there any more."""
        if path not in self.tables:
            text = self.snapshot.text(path)
            self.places[path] = positions(text)
            try:
                self.tables[path] = loads(text)
            except ParseFault:
                self.tables[path] = {}
        found = self.tables[path]
        for key in keys:
            found = found.get(key, {}) if isinstance(found, dict) else {}
        return found if isinstance(found, dict) else {}

    def position(self, path: str, keys: Keys) -> tuple[int, int]:
        return nearest_place(self.places[path], keys)


def _facts(view: View, request: Request, files: Files, key: Keys, column: str | None) -> list[Any]:
    """Facts with (path, keys, project) behind their ten values, of the projects that have any in the cell."""
    measures = [MEASURES.index(name) for name, _sign in measures_of(request)]
    rows = view.snapshot.fetch("facts_of", contents=view.contents, measures=str(measures))
    place = placing(view, request)
    contributing: dict[tuple[int, int], Project] = {}
    stored = [(row[0], row[1], row[3], row[4], *row[5:]) for row in rows if (row[0], row[3]) in view.by_content]
    for fact in cut(view, request, stored):
        row, at = place(fact)
        if _matches(row, at, key, column):
            contributing[fact[0], fact[2]] = view.by_content[fact[0], fact[2]]
    words = {text: number for number, text in view.names.words.items()}
    facts: list[Any] = []
    for p in contributing.values():
        facts += [fact for fact in as_read(amounts_of(p, files.project(p), words)) if fact[3] in measures]
    return signed(cut(view, request, facts), request)


def as_read(amounts: Iterator[Any]) -> list[Any]:
    """Amounts read from a file. Raises `EnvironmentFault` where it no longer has the shape that the index read."""
    try:
        return list(amounts)
    except (AttributeError, LookupError, TypeError, ValueError, ArithmeticError):
        raise changed() from None


def amounts_of(p: Project, table: dict[str, Any], words: dict[str, int]) -> Iterator[Any]:
    """A project's amounts as its file states them."""
    at = ("project", p.key)
    for department, sections in table.get("budget", {}).items():
        for section, stages in sections.items():
            for stage, amounts in stages.items():
                where = (*at, "budget", department, section, stage)
                axes: tuple[int, ...] = (words.get(department, -1), SECTIONS.index(section), 0, 0)
                yield from _by_year(p, MEASURES.index(stage), axes, amounts, where)
    for line, funding in table.get("funding", {}).items():
        axes = (
            0,
            SECTIONS.index(funding.get("section", "investment")),
            words.get(funding.get("source", line), -1),
            CERTAINTIES.index(CERTAINTY[funding["status"]]) + 1,
        )
        at_line = (*at, "funding", line)
        for name in ("requested", "awarded"):
            if name in funding:
                place = (p.path, (*at_line, name), p)
                yield (
                    p.town,
                    p.portfolio,
                    p.content,
                    MEASURES.index(name),
                    *axes,
                    UNDATED,
                    cents(funding[name]),
                    *place,
                )
        for name in ("expected", "received"):
            yield from _by_year(p, MEASURES.index(name), axes, funding.get(name, {}), (*at_line, name))


def _by_year(p: Project, measure: int, axes: tuple[int, ...], amounts: dict[str, Any], where: Keys) -> Iterator[Any]:
    for year, amount in amounts.items():
        yield (
            p.town,
            p.portfolio,
            p.content,
            measure,
            *axes,
            YEAR_KEYS[year],
            cents(amount),
            p.path,
            (*where, year),
            p,
        )


def _net_facts(view: View, request: Request, files: Files) -> Iterable[Any]:
    """Net cost's lines: what is in the cost, and less each counted grant; at every certainty that the request shows."""
    levels = SURE if request.columns == "certainty" else {view.certainty: view.sure}
    lines = by_project(funding_lines(view))
    for p in view.projects:
        table = files.project(p)
        end_year = view.year_of(p.town, p.end) if p.end else None
        for certainty, sure in levels.items():
            head = (p.town, p.portfolio, p.content, 0, 0, 0, 0, CERTAINTIES.index(certainty) + 1, 0)
            for fact in as_read(amounts_of(p, table, {})):
                if fact[3] == MEASURES.index(SPENDING[0]) and is_in_cost(fact[5], fact[8], end_year):
                    yield (*head, *fact[9:])
            for line in lines.get((p.town, p.content), ()):
                if line.source.kind == "grant" and counts(line, sure):
                    yield from (
                        (*head, -amount, p.path, keys, p) for keys, amount in as_read(counted_keys(p, line, table))
                    )


def counted_keys(p: Project, line: FundingLine, table: dict[str, Any]) -> Iterator[tuple[Keys, int]]:
    """The keys that a funding line's counted amount comes from."""
    funding, where = table.get("funding", {}).get(line.line, {}), ("project", p.key, "funding", line.line)
    if line.certainty == "lost":
        yield from (((*where, "received", year), cents(amount)) for year, amount in funding.get("received", {}).items())
        return
    for name in ("awarded", "requested"):
        if name in funding:
            yield (*where, name), cents(funding[name])
            return
    yield from (((*where, "expected", year), cents(amount)) for year, amount in funding.get("expected", {}).items())
