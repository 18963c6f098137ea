"""`report collection`: the sheet that each department fills in for the next budget, prefilled with what is known."""

from typing import Any

from citydash.figures.collection import YEARS_ASKED, Need, Revenue, Sheet, collection
from citydash.model.words import SECTIONS
from citydash.report.document import (
    AMOUNT,
    FILL,
    TEXT,
    Column,
    Job,
    Report,
    Row,
    Table,
    about,
    header,
    left_out,
    workspace_title,
)
from citydash.report.records import Record, as_json, as_table

_NEED = dict.fromkeys(("voted", "committed", "paid", "carried", "planned", "beyond"), AMOUNT)
_REVENUE = dict.fromkeys(("counted", "received", "expected"), AMOUNT)
_KEYS = (
    "town", "department", "label", "budget", "kind", "project", "title", "section", "source", "voted", "committed",
    "paid", "carried", "planned", "beyond", "counted", "received", "expected", "requested", "remarks",
)  # fmt: skip
_NEW_LINES = 2
"""Empty lines for what no file knows yet."""


def document(job: Job) -> dict[str, Any]:
    """The JSON document: a sheet a department. `planned` is by year, this one first."""
    sheets = [
        {
            **_head(sheet), "currency": sheet.currency,
            "ceilings": as_json(sheet.ceilings, dict.fromkeys(sheet.ceilings, AMOUNT)),
            "planned_in_all": as_json(sheet.planned, dict.fromkeys(sheet.planned, AMOUNT)),
            "needs": [as_json(_need(sheet, need), _NEED) for need in sheet.needs],
            "revenues": [as_json(_revenue(revenue), _REVENUE) for revenue in sheet.revenues],
        }
        for sheet in collection(job.view, job.cuts.departments)
    ]  # fmt: skip
    return {**header(job, "collection"), "departments": list(job.cuts.departments), "sheets": sheets}


def _head(sheet: Sheet) -> Record:
    return {"town": sheet.town, "department": sheet.department, "label": sheet.label, "budget": sheet.year}


def _years(sheet: Sheet) -> range:
    """The current year, then those asked for."""
    return range(sheet.year - 1, sheet.year + YEARS_ASKED)


def _need(sheet: Sheet, need: Need) -> Record:
    p = need.project
    planned = {str(year): cents for year, cents in zip(_years(sheet), need.planned, strict=True)}
    return {
        "project": p.key, "title": p.title, "section": need.section, "voted": need.voted, "committed": need.committed,
        "paid": need.paid, "carried": need.carried, "planned": planned, "beyond": need.beyond,
    }  # fmt: skip


def _revenue(revenue: Revenue) -> Record:
    return {
        "project": revenue.project.key, "title": revenue.project.title, "source": revenue.source.key,
        "statuses": revenue.statuses, "counted": revenue.counted, "received": revenue.received,
        "expected": revenue.expected,
    }  # fmt: skip


def build(job: Job) -> Report:
    """The sheets for people."""
    text, sheets = job.locale.text, collection(job.view, job.cuts.departments)
    year = str(max((sheet.year for sheet in sheets), default=job.view.this_year(job.view.currencies[0]) + 1))
    title = text("{town} – Preparing the budget {year}: departments' requests", town=workspace_title(job), year=year)
    tables = [
        table
        for sheet in sheets
        for table in (*(_expenses(job, sheet, section) for section in SECTIONS), _income(job, sheet))
    ]
    tables = [tables[0]._replace(apart=False), *tables[1:]] if tables else []
    if not tables:
        empty = text("No department has any credits to request.")
        tables = [Table("", (Column("department", text("Department")),), [], empty=empty)]
    notes = [] if not sheets else [text("Fill in the columns of dots, and return the sheet to the finance department.")]
    return Report(title, about(job), [], tables, [*notes, *left_out(job)])


def _expenses(job: Job, sheet: Sheet, section: str) -> Table:
    """One section's lines: amounts of two sections are never added."""
    text = job.locale.text
    this_year, asked = str(sheet.year - 1), [str(year) for year in _years(sheet)[1:]]
    columns = [
        Column("project", text("Operation")),
        Column("voted", text("Voted {year}", year=this_year), AMOUNT),
        Column("paid", text("Paid {year}", year=this_year), AMOUNT),
        Column("carried", text("Committed, not paid"), AMOUNT),
    ]
    for year in asked:
        columns += [
            Column(year, text("Planned {year}", year=year), AMOUNT),
            Column(f"requested_{year}", text("Requested {year}", year=year), FILL),
        ]
    columns += [Column("beyond", text("Beyond or undated"), AMOUNT), Column("remarks", text("Remarks"), FILL)]
    rows: list[Row] = [(n.project.title, *_expense_cells(n)) for n in sheet.needs if n.section == section]
    sums = [None if c.kind == FILL else sum(row[n] for row in rows) for n, c in enumerate(columns) if n]
    total = (text("Total"), *sums) if rows else None
    rows += [(text("New operation: …………"), *[None] * (len(columns) - 1))] * _NEW_LINES
    what = {
        "investment": text("{department} – Investment expenses, budget {year}"),
        "operating": text("{department} – Operating expenses, budget {year}"),
    }
    title = what[section].format(department=sheet.label, year=sheet.year)
    sheets = _sheets(sheet, job.locale.word("section", section).capitalize())
    return Table(
        title, tuple(columns), rows, total, sheet.currency, _ceiling(job, sheet, section), exact=True, sheets=sheets,
        apart=section == SECTIONS[0],
    )  # fmt: skip


def _sheets(sheet: Sheet, what: str) -> tuple[str, ...]:
    """Names of a table's sheet in a workbook: what is in it first, which nothing cuts."""
    return f"{what} – {sheet.label}", f"{what} – {sheet.department}"


def _expense_cells(need: Need) -> Row:
    asked = [cell for cents in need.planned[1:] for cell in (cents, None)]
    return (need.voted, need.paid, need.carried, *asked, need.beyond, None)


def _ceiling(job: Job, sheet: Sheet, section: str) -> str:
    """The ceiling of the budget's year, beside all that the department plans in it."""
    locale, cents = job.locale, sheet.ceilings[section]
    if cents is None:
        return locale.text("No ceiling is written for {year}.", year=str(sheet.year))
    return locale.text(
        "Ceiling {year}: {ceiling}; planned by all its projects: {planned}.", year=str(sheet.year),
        ceiling=locale.money(cents, sheet.currency, 1, 0),
        planned=locale.money(sheet.planned[section], sheet.currency, 1, 0),
    )  # fmt: skip


def _income(job: Job, sheet: Sheet) -> Table:
    locale, text, year = job.locale, job.locale.text, str(sheet.year)
    columns = (
        Column("project", text("Operation")), Column("source", text("Source")), Column("status", text("Status")),
        Column("counted", text("Counted"), AMOUNT), Column("received", text("Received"), AMOUNT),
        Column("expected", text("Expected {year}", year=year), AMOUNT),
        Column("requested", text("To enter {year}", year=year), FILL), Column("remarks", text("Remarks"), FILL),
    )  # fmt: skip
    rows: list[Row] = [
        (
            r.project.title, r.source.name, ", ".join(locale.word("funding", status) for status in r.statuses),
            r.counted, r.received, r.expected, None, None,
        )
        for r in sheet.revenues
    ]  # fmt: skip
    total = None
    if rows:
        total = (text("Total"), "", "", *(sum(row[n] for row in rows) for n in (3, 4, 5)), None, None)
    title = text("{department} – Income, budget {year}", department=sheet.label, year=year)
    empty = text("No money is due to come in for the projects that it leads.")
    return Table(
        title, columns, rows, total, sheet.currency, empty=empty, vat=False,
        exact=True, sheets=_sheets(sheet, text("Income")),
    )  # fmt: skip


def tables(job: Job) -> list[Table]:
    """For CSV: a row a department's line, of expense or of income; `requested` and `remarks` are to be filled in."""
    found = []
    for sheet in collection(job.view, job.cuts.departments):
        planned = {str(year): None for year in _years(sheet)}
        blank = dict.fromkeys(_KEYS) | _head(sheet) | {"planned": planned}
        records = [blank | {"kind": "expense"} | _need(sheet, need) for need in sheet.needs]
        records += [blank | {"kind": "income"} | _revenue(revenue) for revenue in sheet.revenues]
        found.append(as_table(records or [], _KEYS, _NEED | _REVENUE | {"requested": TEXT}, sheet.currency))
    return found or [as_table([], _KEYS, _NEED | _REVENUE, "")]
