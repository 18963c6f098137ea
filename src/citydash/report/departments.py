"""`report departments`: each department's ceiling, and what is planned, voted, committed, paid and available of it."""

from itertools import groupby
from typing import Any

from citydash.figures.departments import DepartmentYear, department_years, overruns
from citydash.report.document import (
    AMOUNT,
    BARS,
    PERCENT,
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
    series,
    workspace_title,
)
from citydash.report.records import Record, as_json, as_table

_SUMS = ("ceiling", "planned", "voted", "committed", "paid", "available", "overrun")
_KEYS = ("town", "department", "label", "section", "year", *_SUMS, "use")
_KINDS = dict.fromkeys(_SUMS, AMOUNT) | {"use": PERCENT}


def _record(d: DepartmentYear) -> Record:
    named = {"town": d.town, "department": d.key, "label": d.label, "section": d.section, "year": d.year}
    return named | {name: getattr(d, name) for name in _SUMS} | {"use": d.use}


def document(job: Job) -> dict[str, Any]:
    """The JSON document: a line a department, section and fiscal year."""
    found = department_years(job.view, job.cuts)
    blocks = [
        {"currency": code, "lines": [as_json(_record(d), _KINDS) for d in found if d.currency == code]}
        for code in job.view.currencies
    ]
    return in_blocks(header(job, "departments"), blocks)


def build(job: Job) -> Report:
    """The report for people: a table a section and fiscal year."""
    text, found = job.locale.text, department_years(job.view, job.cuts)
    title = text("{town} – Departments and ceilings", town=workspace_title(job))
    tables = [
        _table(job, list(some))
        for code in job.view.currencies
        for _at, some in groupby([d for d in found if d.currency == code], key=lambda d: (d.section, d.year))
    ]
    if not tables:
        empty = text("No department has an amount or a ceiling in these years.")
        tables = [Table("", (Column("department", text("Department")),), [], empty=empty)]
    notes = [] if job.view.filter is None else [text("Ceilings bind whole departments: under a filter none is shown.")]
    ahead = department_years(job.view, job.cuts, later=True)
    return Report(title, about(job), _facts(job, ahead), tables, [*notes, *left_out(job)])


def _facts(job: Job, found: list[DepartmentYear]) -> list[tuple[str, str]]:
    """The ceilings that are exceeded: in the years asked for, else in this one and all later ones that have any."""
    locale, text = job.locale, job.locale.text
    years = {d.year for d in found if d.ceiling is not None}
    if not years:
        return []
    span = "–".join(dict.fromkeys((str(min(years)), str(max(years)))))
    beyond = overruns(found)
    said = [
        text(
            "{department}, {section} {year}: +{amount}", department=d.label, section=locale.word("section", d.section),
            year=str(d.year), amount=locale.brief(d.overrun, d.currency),
        )
        for d in beyond
    ]  # fmt: skip
    return [(text("Ceilings exceeded, {span}", span=span), series(locale, said) or text("none"))]


def _table(job: Job, some: list[DepartmentYear]) -> Table:
    text, first = job.locale.text, some[0]
    has_ceilings = any(d.ceiling is not None for d in some)
    columns = (
        Column("department", text("Department")),
        *([Column("ceiling", text("Ceiling"), AMOUNT)] if has_ceilings else []),
        Column("planned", text("Planned"), AMOUNT),
        *([Column("use", text("% of ceiling"), PERCENT)] if has_ceilings else []),
        Column("voted", text("Voted"), AMOUNT),
        Column("committed", text("Committed"), AMOUNT),
        Column("paid", text("Paid"), AMOUNT),
        Column("available", text("Available"), AMOUNT),
    )

    def cells(d: DepartmentYear) -> Row:
        use = (d.use,) if has_ceilings else ()
        ceiling = (d.ceiling,) if has_ceilings else ()
        return (*ceiling, d.planned, *use, d.voted, d.committed, d.paid, d.available)

    rows: list[Row] = [(d.label, *cells(d)) for d in some]
    total = (text("Total"), *(_total([row[n] for row in rows], column) for n, column in enumerate(columns) if n))
    name = job.locale.word("section", first.section).capitalize()
    return Table(
        f"{name} {first.year}", columns, rows, total, first.currency, text("Available: voted − committed."),
        charts=(Chart(BARS, ("planned", "committed", "paid")),), wraps=True,
        keys=tuple((d.town, d.key, d.section, d.year) for d in some),
    )  # fmt: skip


def _total(values: list[Any], column: Column) -> int | None:
    """The sum of a column; None of shares, and where one has no ceiling: its plan would stand against others'."""
    return None if column.kind == PERCENT or None in values else sum(values)


def tables(job: Job) -> list[Table]:
    """For CSV: a row a department, section and fiscal year."""
    found = department_years(job.view, job.cuts)
    return [
        as_table([_record(d) for d in found if d.currency == code], _KEYS, _KINDS, code) for code in job.view.currencies
    ]
