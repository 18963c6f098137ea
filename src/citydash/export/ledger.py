"""`export ledger`: the portfolio as a plain-text-accounting journal, for hledger and ledger: an independent adding-up.

A transaction a project and fiscal year, dated the last day of that year, so that its calendar year is the fiscal
year's name. What is earlier, later or undated has a year of its own before or after the others (the journal's head says
which); the tag `year` has the word. Money in has the minus sign that bookkeeping gives income.
"""

from collections.abc import Iterator
from itertools import groupby

from citydash.export.amounts import by_project
from citydash.export.task import LeftOut, Made, Task, always_left_out, counted, encoded, heading_lines, sources_of
from citydash.figures.facts import Fact
from citydash.figures.projects import Project
from citydash.locale.clean import plain
from citydash.model.amounts import money
from citydash.model.fiscal import EARLIER, LATER, UNDATED, is_year, last_day, year_name
from citydash.model.words import CERTAINTIES, MEASURES, MONEY_IN, SECTIONS

COUNTERPART = "Equity:Portfolio"


def make(task: Task) -> Made:
    """The journal's bytes."""
    left_out = [*always_left_out(task), *_left_out(task)]
    return Made(encoded(f"{line}\n" for line in _lines(task, left_out)), left_out, not task.view.projects)


def _lines(task: Task, left_out: list[LeftOut]) -> Iterator[str]:
    dated = _dated(task)
    yield from _head(task, left_out, dated)
    for project, facts in by_project(task.view, MEASURES):
        yield from _transactions(task, project, facts, dated)


def _left_out(task: Task) -> list[LeftOut]:
    text, plural = task.locale.text, task.locale.plural
    empty = {text("it has no amounts"): len(task.view.by_content) - len({row[:2] for row in _years(task)})}
    return [
        *counted(empty, lambda n: plural("{n} project", "{n} projects", n)),
        LeftOut(text("dates, milestones, ceilings, authorisations, texts"), text("a journal holds amounts")),
    ]


def _years(task: Task) -> list[tuple[int, int, int]]:
    """(town, content, year) of the chosen projects' amounts."""
    chosen = task.view.by_content
    return [row for row in task.view.snapshot.fetch("project_years") if (row[0], row[1]) in chosen]


def _dated(task: Task) -> dict[int, int]:
    """Which calendar year stands for `earlier`, `later` and `undated`."""
    used = {row[2] for row in _years(task)}
    years = [year for year in used if is_year(year)] or [int(task.view.today[:4])]
    places = {EARLIER: min(years) - 1, LATER: max(years) + 1, UNDATED: max(years) + 2}
    return {word: year for word, year in places.items() if word in used}


def _head(task: Task, left_out: list[LeftOut], dated: dict[int, int]) -> Iterator[str]:
    """Comments: whose it is, how to read it, what it hasn't got."""
    text = task.locale.text
    origin, missing = heading_lines(task, left_out)
    lines = [
        *sources_of(task),
        *origin,
        "",
        text("Expenses:STAGE:DEPARTMENT:SECTION, Income:MEASURE:SOURCE:SECTION:CERTAINTY; income is negative."),
        text("Tags: town, portfolio, pillar, project, status, lead, year. Dates are the last days of fiscal years."),
    ]
    for word, year in dated.items():
        lines.append(text("{year} stands for “{word}”.", year=year, word=task.locale.word("year", year_name(word))))
    lines += [
        "",
        "hledger -f FILE balance --yearly Expenses:Planned",
        "ledger -f FILE balance --pivot portfolio Expenses:Paid",
        "",
        *missing,
    ]
    for line in lines:
        yield f"; {plain(line)}".rstrip()
    yield ""


def _transactions(task: Task, project: Project, facts: list[Fact], dated: dict[int, int]) -> Iterator[str]:
    """A project's, one a year; the counterpart's amount is left to the reader's program."""
    view = task.view
    start, currency = view.names.town(project.town).fiscal_year_start, view.currency(project.town)
    key, tags = _tags(task, project)
    facts = sorted(facts, key=lambda fact: (dated.get(fact[8], fact[8]), fact[3]))
    for year, some in groupby(facts, key=lambda fact: fact[8]):
        day = last_day(dated.get(year, year), start)
        yield f"{day} ({tagged(key)}) {described(project.title)}"
        yield from tags
        yield f"    ; year: {year_name(year)}"
        for fact in some:
            sign = -1 if MEASURES[fact[3]] in MONEY_IN else 1
            yield f"    {_account(task, fact)}  {money(sign * fact[9])} {currency}"
        yield f"    {COUNTERPART}"
        yield ""


def _tags(task: Task, project: Project) -> tuple[str, list[str]]:
    """A project's id, and the lines that say what it belongs to."""
    names, at = task.view.names, project.town
    town, portfolio = names.town_key(at), names.key(at, project.portfolio)
    key = f"{town}/{project.key}" if names.several else project.key
    values = {
        "town": town, "portfolio": portfolio, "pillar": names.portfolio(at, project.portfolio).pillar, "project": key,
        "status": project.status, "lead": names.key(at, project.lead),
    }  # fmt: skip
    return key, [f"    ; {name}: {tagged(value)}" for name, value in values.items() if value]


def _account(task: Task, fact: Fact) -> str:
    """The account of an amount. An id that belongs to a town stands under it where there are several."""
    names, measure = task.view.names, MEASURES[fact[3]]
    section = SECTIONS[fact[5]]
    if measure in MONEY_IN:
        parts = ["Income", measure.capitalize(), names.words[fact[6]], section, CERTAINTIES[fact[7] - 1]]
    else:
        town = [_part(names.town_key(fact[0]))] if names.several else []
        parts = ["Expenses", measure.capitalize(), *town, names.words[fact[4]], section]
    return ":".join(parts)


def _part(key: str) -> str:
    """A folder's name as a part of an account, which a colon or two spaces would end."""
    return "".join(c if c.isalnum() or c in "-_." else "-" for c in key)


def tagged(value: str) -> str:
    """An id as a tag's value or a code: on one line, without what would end it."""
    return "".join(c if c.isprintable() and c not in ",;:()" else "-" for c in plain(value))


def described(title: str) -> str:
    """A title as a transaction's description: on one line, without what begins a comment or a note."""
    return " ".join(plain(title).replace(";", ",").replace("|", "/").split())
