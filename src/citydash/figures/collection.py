"""What each department is asked for the next budget, prefilled with what is known: its lines, and money due."""

from collections import defaultdict
from typing import Any, NamedTuple

from citydash.figures.facts import stored
from citydash.figures.funding import FundingLine, counts, funding_lines
from citydash.figures.names import Source
from citydash.figures.projects import Project
from citydash.figures.rollup import named_departments
from citydash.figures.view import View
from citydash.model.fiscal import UNDATED, is_year
from citydash.model.words import CERTAINTIES, MEASURES, SECTIONS, STAGES, UNCOUNTED_KINDS

YEARS_ASKED = 3
"""The next budget's year and the plan's two after it."""


class Need(NamedTuple):
    """A department's line of one project and section; cents. `voted`, `committed` and `paid` of this year; `carried` is
    committed and not paid until now; `planned` of this year, then of YEARS_ASKED years; `beyond` later or undated.
    """

    project: Project
    section: str
    voted: int
    committed: int
    paid: int
    carried: int
    planned: tuple[int, ...]
    beyond: int


class Revenue(NamedTuple):
    """Money of one source due to a project that the department leads; cents. `expected` in the next budget's year."""

    project: Project
    source: Source
    statuses: tuple[str, ...]
    counted: int
    received: int
    expected: int


class Sheet(NamedTuple):
    """A department's sheet for the budget of `year`. `ceilings` are the sections', None where none is written;
    `planned` is what all its projects plan in `year`, whatever the filter.
    """

    town: str
    town_name: str
    department: str
    label: str
    currency: str
    year: int
    needs: tuple[Need, ...]
    revenues: tuple[Revenue, ...]
    ceilings: dict[str, int | None]
    planned: dict[str, int]


def collection(view: View, departments: tuple[str, ...] = ()) -> list[Sheet]:
    """A sheet for each department that has something to say, or for each of those named; in the order of town.toml.

    Raises `UsageError` for an unknown department.
    """
    names = view.names
    asked = named_departments(view, departments) if departments else None
    needs, revenues, planned = _needs(view, asked), _revenues(view, asked), _planned(view)
    order = {key: n for n, key in enumerate(names.departments)}
    places = asked if asked is not None else {*needs, *revenues}
    if view.towns is not None:
        places = {at for at in places if at[0] in view.towns}
    ceilings = {(row[0], row[1], row[2], row[3]): row[4] for row in view.snapshot.fetch("ceilings")}
    found = []
    for town, word in sorted(places, key=lambda at: (order.get(at, len(order)), names.words[at[1]])):
        year = view.year_of(town, view.today) + 1
        found.append(
            Sheet(
                names.town_key(town), names.town(town).name, names.key(town, word),
                names.label(town, names.department(town, word)), view.currency(town), year,
                tuple(needs.get((town, word), ())), tuple(revenues.get((town, word), ())),
                {section: ceilings.get((town, word, n, year)) for n, section in enumerate(SECTIONS)},
                {section: planned[town, word, n, year] for n, section in enumerate(SECTIONS)},
            )
        )  # fmt: skip
    return found


def _planned(view: View) -> dict[tuple[int, int, int, int], int]:
    """(town, department, section, year) → cents planned by all projects."""
    found: dict[tuple[int, int, int, int], int] = defaultdict(int)
    for row in stored(view.whole(), ("planned",), ("department", "section", "year")):
        found[row[0], row[4], row[5], row[8]] += row[9]
    return found


Places = set[tuple[int, int]]
"""(town, department)."""


def _needs(view: View, asked: Places | None) -> dict[tuple[int, int], list[Need]]:
    """(town, department) → its lines that still plan, vote or owe something, by portfolio and project."""
    cells: dict[tuple[int, int, int, int], list[Any]] = defaultdict(list)
    for row in stored(view, STAGES, ("project", "department", "section", "year")):
        if asked is None or (row[0], row[4]) in asked:
            cells[row[0], row[4], row[2], row[5]].append((MEASURES[row[3]], row[8], row[9]))
    this_year = {word: view.year_of(word, view.today) for word in view.names.towns}
    place = {(p.town, p.content): n for n, p in enumerate(view.projects)}
    found: dict[tuple[int, int], list[Need]] = defaultdict(list)
    for at in sorted(cells, key=lambda at: (place[at[0], at[2]], at[3])):
        town, department, content, section = at
        need = _need(view.by_content[town, content], SECTIONS[section], cells[at], this_year[town])
        if need.carried > 0 or any((need.voted, *need.planned, need.beyond)):
            found[town, department].append(need)
    return found


def _need(project: Project, section: str, amounts: list[tuple[str, int, int]], year: int) -> Need:
    of_year, owed, planned, beyond = dict.fromkeys(STAGES, 0), 0, [0] * (1 + YEARS_ASKED), 0
    for stage, of, cents in amounts:
        if of == year:
            of_year[stage] += cents
        if stage == "planned":
            if year <= of <= year + YEARS_ASKED:
                planned[of - year] += cents
            elif of > year:
                beyond += cents
        elif of <= year:
            owed += {"committed": cents, "paid": -cents}.get(stage, 0)
    return Need(project, section, of_year["voted"], of_year["committed"], of_year["paid"], owed, tuple(planned), beyond)


def _revenues(view: View, asked: Places | None) -> dict[tuple[int, int], list[Revenue]]:
    """(town, lead) → money that hasn't wholly come in, by project and source."""
    expected: dict[tuple[int, int, str], int] = defaultdict(int)
    names = view.names
    if asked is not None:
        view = view.of([p for p in view.projects if (p.town, p.lead) in asked])
    this_year = {word: view.year_of(word, view.today) for word in names.towns}
    for row in stored(view, ("expected",), ("project", "source", "certainty", "year")):
        is_next = is_year(row[8]) and row[8] == this_year[row[0]] + 1
        if is_next and CERTAINTIES[row[7] - 1] in view.sure and row[8] < UNDATED:
            expected[row[0], row[2], names.source(row[0], row[6]).key] += row[9]
    groups: dict[tuple[int, int, str], list[FundingLine]] = defaultdict(list)
    for line in funding_lines(view):
        is_money = line.source.kind not in (*UNCOUNTED_KINDS, "own-funds")
        if is_money and line.certainty != "lost" and counts(line, view.sure):
            groups[line.project.town, line.project.content, line.source.key].append(line)
    found: dict[tuple[int, int], list[Revenue]] = defaultdict(list)
    for at, lines in groups.items():
        first = lines[0]
        statuses = tuple(dict.fromkeys(line.status for line in lines))
        counted, received = sum(line.counted for line in lines), sum(line.received or 0 for line in lines)
        if counted != received or expected[at]:
            found[first.project.town, first.project.lead].append(
                Revenue(first.project, first.source, statuses, counted, received, expected[at])
            )
    return found
