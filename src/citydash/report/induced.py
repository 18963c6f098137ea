"""`report induced`: what operating the delivered projects costs or saves each year, over five years."""

from typing import Any

from citydash.figures.induced import Induced, InducedLine, induced
from citydash.report.document import (
    AMOUNT,
    DATE,
    YEARS,
    Chart,
    Column,
    Job,
    Report,
    Row,
    Table,
    about,
    header,
    in_blocks,
    left_out,
    workspace_title,
)
from citydash.report.records import Record, as_json, as_table

_RANKS = 5
_KEYS = (
    "town", "portfolio", "project", "title", "status", "lead", "end", "delivered", "first_year",
    *(f"year_{n}" for n in range(1, _RANKS + 1)), "total",
)  # fmt: skip
_KINDS = dict.fromkeys((*(f"year_{n}" for n in range(1, _RANKS + 1)), "total", "amount"), AMOUNT)


def document(job: Job) -> dict[str, Any]:
    """The JSON document: a line a project, `year_1` the first fiscal year after its end; and sums by fiscal year."""
    blocks = []
    for found in induced(job.view):
        years = [{"year": str(year), "projects": n, "amount": cents} for year, (n, cents) in found.by_year.items()]
        blocks.append({
            "currency": found.currency,
            "lines": [as_json(_record(line), _KINDS) for line in found.lines],
            "years": [as_json(year, _KINDS) for year in years],
            "totals": as_json({"total": found.total}, _KINDS),
            "projects_without": found.without, "projects_without_end": found.endless,
        })  # fmt: skip
    return in_blocks(header(job, "induced"), blocks)


def _by_rank(line: InducedLine) -> list[int | None]:
    """Cents of the first to the fifth year after the end; None before the first that is written."""
    by_year = dict(line.amounts)
    return [by_year.get(line.delivered + n) for n in range(1, _RANKS + 1)]


def _record(line: InducedLine) -> Record:
    p = line.project
    return {
        "town": line.town, "portfolio": line.portfolio, "project": p.key, "title": p.title, "status": p.status,
        "lead": line.lead, "end": p.end, "delivered": line.delivered, "first_year": line.delivered + 1,
        **{f"year_{n}": cents for n, cents in enumerate(_by_rank(line), 1)}, "total": line.total,
    }  # fmt: skip


def build(job: Job) -> Report:
    """The report for people."""
    locale, text = job.locale, job.locale.text
    title = text("{town} – Induced operating costs", town=workspace_title(job))
    tables, facts, notes = list[Table](), list[tuple[str, str]](), list[str]()
    for found in induced(job.view):
        tables += [_years(job, found), _projects(job, found)]
        facts += [
            (text("Projects"), locale.number(len(found.lines))),
            (text("Over five years"), locale.brief(found.total, found.currency)),
            (text("In the fifth year"), locale.brief(found.at_pace, found.currency)),
        ]
        notes += _notes(job, found)
    return Report(title, about(job), facts, tables, [*notes, *left_out(job)])


def _notes(job: Job, found: Induced) -> list[str]:
    locale, notes = job.locale, []
    if found.without:
        notes.append(
            locale.plural(
                "Of {n} project nothing is planned after its end.",
                "Of {n} projects nothing is planned after their end.",
                found.without,
            )
        )
    if found.endless:
        notes.append(
            locale.plural(
                "{n} project has no end: nothing can be told of it.",
                "{n} projects have no end: nothing can be told of them.",
                found.endless,
            )
        )
    return notes


def _years(job: Job, found: Induced) -> Table:
    text = job.locale.text
    columns = (
        Column("what", ""), *(Column(str(year), str(year), AMOUNT) for year in found.by_year),
        Column("total", text("Total"), AMOUNT),
    )  # fmt: skip
    rows: list[Row] = []
    if found.by_year:
        rows = [(text("Induced cost"), *(cents for _n, cents in found.by_year.values()), found.total)]
    empty = text("Nothing is planned after any project's end.")
    return Table(text("By fiscal year"), columns, rows, None, found.currency, empty=empty)


def _projects(job: Job, found: Induced) -> Table:
    text = job.locale.text
    columns = (
        Column("project", text("Project")), Column("lead", text("Department")), Column("end", text("End"), DATE),
        *(Column(f"year_{n}", text("Year {n}", n=str(n)), AMOUNT) for n in range(1, _RANKS + 1)),
        Column("total", text("Five years"), AMOUNT),
    )  # fmt: skip
    rows: list[Row] = [
        (line.project.title, line.lead, line.project.end, *_by_rank(line), line.total) for line in found.lines
    ]
    total = None
    if rows:
        sums = [sum(row[n] or 0 for row in rows) for n in range(3, 3 + _RANKS)]
        total = (text("Total"), "", None, *sums, found.total)
    note = text(
        "Year 1: the first fiscal year after the end. A year that isn't written repeats the one before; "
        "negative: savings."
    )
    empty = text("Nothing is planned after any project's end.")
    charts = (Chart(YEARS, tuple(f"year_{n}" for n in range(1, _RANKS + 1))),)
    note = note if rows else ""
    keys = tuple((line.project.town, line.project.key) for line in found.lines)
    return Table(text("By project"), columns, rows, total, found.currency, note, empty, charts=charts, keys=keys)


def tables(job: Job) -> list[Table]:
    """For CSV: a row a project."""
    return [
        as_table([_record(line) for line in found.lines], _KEYS, _KINDS, found.currency) for found in induced(job.view)
    ]
