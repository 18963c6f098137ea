"""`report projects`: every project in a row, columns and order as asked. The dashboard's list, in a file."""

from collections.abc import Callable
from typing import Any

from citydash.figures.headline import Row, rows
from citydash.figures.listing import Listing, Order, check_columns
from citydash.model.amounts import money
from citydash.report.document import (
    AMOUNT,
    DATE,
    DAYS,
    NUMBER,
    PERCENT,
    TEXT,
    Column,
    Job,
    Report,
    Table,
    about,
    header,
    left_out,
    no_project,
    workspace_title,
)

CELLS: dict[str, tuple[tuple[str, str, Callable[[Row], Any]], ...]] = {
    "title": (("title", TEXT, lambda row: row.project.title),),
    "portfolio": (("portfolio_title", TEXT, lambda row: row.portfolio),),
    "lead": (("lead_name", TEXT, lambda row: row.lead),),
    "status": (("status", TEXT, lambda row: row.project.status),),
    "cost": (("cost", AMOUNT, lambda row: row.project.cost),),
    "paid": (("paid_share", PERCENT, lambda row: row.project.financial_progress),),
    "time": (("elapsed", PERCENT, lambda row: row.elapsed),),
    "slip": (("slip_days", DAYS, lambda row: row.project.slip),),
    "secured": (("secured_share", PERCENT, lambda row: row.secured_share),),
    "next": (
        ("next_due", DATE, lambda row: row.next_day or None),
        ("next_milestone", TEXT, lambda row: row.next_title),
    ),
    "id": (("id", TEXT, lambda row: row.project.key),),
    "manager": (("manager", TEXT, lambda row: row.project.manager),),
    "priority": (("priority", NUMBER, lambda row: row.project.priority),),
    "start": (("start", DATE, lambda row: row.project.start),),
    "end": (("end", DATE, lambda row: row.project.end),),
    "measured": (("progress", PERCENT, lambda row: row.measured),),
    "grants": (("grants", AMOUNT, lambda row: row.grants),),
    "net": (("net_cost", AMOUNT, lambda row: row.net_cost),),
}
"""A column of the list → its cells: name in CSV and JSON, kind, value."""


def _sorted(job: Job, listing: Listing) -> list[Row]:
    check_columns((*listing.columns, *((listing.sort,) if listing.sort else ())))
    found = tuple(rows(job.view))
    return Order(found).by(listing.sort, reverse=listing.descending) if listing.sort else list(found)


def _titles(job: Job) -> dict[str, str]:
    text = job.locale.text
    return {
        "title": text("Project"), "portfolio_title": text("Portfolio"), "lead_name": text("Lead"),
        "status": text("Status"), "cost": text("Cost"), "paid_share": text("Paid"), "elapsed": text("Time"),
        "slip_days": text("Slip"), "secured_share": text("Secured"), "next_due": text("Due"),
        "next_milestone": text("Next milestone"), "id": text("Id"), "manager": text("Manager"),
        "priority": text("Priority"), "start": text("Start"), "end": text("End"), "progress": text("Measured"),
        "grants": text("Grants"), "net_cost": text("Net cost"),
    }  # fmt: skip


def _keys(job: Job, row: Row) -> dict[str, str]:
    names, p = job.view.names, row.project
    return {"town": names.town_key(p.town), "portfolio": names.words[p.portfolio], "project": p.key}


def document(job: Job, listing: Listing) -> dict[str, Any]:
    """The JSON document: ids, then the columns asked; shares to six decimals."""
    lines = []
    for row in _sorted(job, listing):
        line: dict[str, Any] = {**_keys(job, row), "currency": job.view.currency(row.project.town)}
        for column in listing.columns:
            for name, kind, value in CELLS[column]:
                found = value(row)
                line[name] = money(found) if kind == AMOUNT else found
                if kind == PERCENT and found is not None:
                    line[name] = round(found, 6)
        lines.append(line)
    asked = {"columns": list(listing.columns), "sort": listing.sort or None, "descending": listing.descending}
    return {**header(job, "projects"), **asked, "certainty": job.view.certainty, "lines": lines}


def build(job: Job, listing: Listing) -> Report:
    """The report for people; one table a currency."""
    locale, found, titles = job.locale, _sorted(job, listing), _titles(job)

    def cells(row: Row) -> tuple[Any, ...]:
        values = ((name, value(row)) for key in listing.columns for name, _kind, value in CELLS[key])
        return tuple(locale.word("status", value) if name == "status" else value for name, value in values)

    columns = tuple(Column(name, titles[name], kind) for key in listing.columns for name, kind, _value in CELLS[key])
    made = []
    for currency in job.view.currencies:
        own = [row for row in found if job.view.currency(row.project.town) == currency]
        title = locale.plural("{n} project", "{n} projects", len(own))
        empty = no_project(job)
        keys = tuple((row.project.town, row.project.key) for row in own)
        made.append(Table(title, columns, [cells(row) for row in own], None, currency, empty=empty, keys=keys))
    title = locale.text("{town} – Projects", town=workspace_title(job))
    return Report(title, about(job), [], made, left_out(job))


def tables(job: Job, listing: Listing) -> list[Table]:
    """For CSV: ids before the columns asked."""
    names = [Column(key, "") for key in ("town", "portfolio", "project")]
    columns = (*names, *(Column(name, "", kind) for key in listing.columns for name, kind, _value in CELLS[key]))
    found = _sorted(job, listing)
    made = []
    for currency in job.view.currencies:
        cells = [
            (*_keys(job, row).values(), *(value(row) for key in listing.columns for _n, _k, value in CELLS[key]))
            for row in found
            if job.view.currency(row.project.town) == currency
        ]
        made.append(Table("", columns, cells, None, currency))
    return made
