"""`report apcp`: authorisations and payment credits (AP/CP, AE/CP in operating), as an annex to the budget has them."""

from itertools import groupby
from typing import Any

from citydash.figures.authorisations import Authorisation, authorisations, together, years_of
from citydash.model.fiscal import EARLIER, UNDATED, year_name
from citydash.model.words import SECTIONS
from citydash.report.document import (
    AMOUNT,
    DECIMAL,
    PERCENT,
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

_SHOWN_AHEAD = 4
"""Years of credits shown one by one after this one."""
_SUMS = (
    "voted", "revised", "committed", "paid", "planned", "available", "to_pay", "unallocated", "credits_this_year",
    "paid_this_year",
)  # fmt: skip
_KEYS = (
    "town", "authorisation", "title", "section", "year", *_SUMS, "commitment_rate", "backlog_years", "credits",
)  # fmt: skip
_KINDS = dict.fromkeys(_SUMS, AMOUNT) | {"commitment_rate": PERCENT, "backlog_years": DECIMAL}


def document(job: Job) -> dict[str, Any]:
    """The JSON document: votes, credits and payments by year, and the projects under each authorisation."""
    found = authorisations(job.view)
    blocks = [
        {"currency": code, "lines": [_json(a) for a in found if a.currency == code]} for code in job.view.currencies
    ]
    return in_blocks(header(job, "apcp"), blocks)


def _record(a: Authorisation) -> Record:
    sums = {name: getattr(a, name) for name in _SUMS}
    return {
        "town": a.town, "authorisation": a.key, "title": a.title, "section": a.section, "year": a.year, **sums,
        "commitment_rate": a.commitment_rate, "backlog_years": a.backlog,
        "credits": {year_name(year): cents for year, cents in a.credits.items()},
    }  # fmt: skip


def _json(a: Authorisation) -> Record:
    stages = dict.fromkeys(("amount", "planned", "committed", "paid"), AMOUNT)
    votes = [{"vote": key, "on": day, "amount": cents} for day, key, cents in a.votes]
    shares = [
        {"project": s.project.key, "planned": s.planned, "committed": s.committed, "paid": s.paid} for s in a.shares
    ]
    paid = {"paid_by_year": {year_name(year): cents for year, cents in a.paid_by_year.items()}}
    return {
        **as_json(_record(a) | paid | {"overruns": a.overruns}, _KINDS),
        "votes": [as_json(vote, stages) for vote in votes],
        "projects": [as_json(share, stages) for share in shares],
    }


def build(job: Job) -> Report:
    """The annex for people: tables a section, as authorisations of two sections are never added; and a fiscal year."""
    text, found = job.locale.text, authorisations(job.view)
    title = text("{town} – Authorisations and payment credits (AP/CP)", town=workspace_title(job))
    tables: list[Table] = []
    for code in job.view.currencies:
        own = sorted((a for a in found if a.currency == code), key=lambda a: (SECTIONS.index(a.section), a.year))
        for _at, group in groupby(own, key=lambda a: (a.section, a.year)):
            some = list(group)
            tables += [_votes(job, some), _credits(job, some), _this_year(job, some), _projects(job, some)]
    if found:
        tables.append(_overruns(job, found))
    else:
        empty = text("No authorisation: none is written in town.toml, or none is named by a matching project.")
        tables = [Table("", (Column("authorisation", ""),), [], empty=empty)]
    return Report(title, about(job), [], tables, left_out(job))


def _name(job: Job, section: str) -> str:
    """What a section's authorisations are called."""
    text = job.locale.text
    return text("investment authorisations (AP)") if section == "investment" else text("operating authorisations (AE)")


def _heads(job: Job) -> tuple[Column, Column]:
    text = job.locale.text
    return Column("authorisation", text("No.")), Column("title", text("Title"))


def _votes(job: Job, some: list[Authorisation]) -> Table:
    text, year = job.locale.text, str(some[0].year)
    columns = (
        *_heads(job),
        Column("voted_before", text("Voted before {year}", year=year), AMOUNT),
        Column("revised", text("Voted in {year}", year=year), AMOUNT),
        Column("voted", text("Total voted"), AMOUNT),
        Column("committed", text("Committed"), AMOUNT),
        Column("commitment_rate", text("% committed"), PERCENT),
        Column("paid", text("Paid"), AMOUNT),
        Column("to_pay", text("Left to pay"), AMOUNT),
        Column("backlog_years", text("Backlog (years)"), DECIMAL),
    )

    def cells(a: Authorisation) -> Row:
        return (
            a.voted - a.revised, a.revised, a.voted, a.committed, a.commitment_rate, a.paid, a.to_pay, a.backlog,
        )  # fmt: skip

    rows: list[Row] = [(a.key, a.title, *cells(a)) for a in some]
    total = (text("Total"), "", *cells(together(some)))
    note = text("Backlog: what is left to pay ÷ the payment credits of {year}.", year=year)
    title = _name(job, some[0].section)
    return Table(title[0].upper() + title[1:], columns, rows, total, some[0].currency, note, keys=_keys("votes", some))


def _keys(table: str, some: list[Authorisation]) -> tuple[Any, ...]:
    return tuple((table, a.town, a.key, a.section) for a in some)


def _credits(job: Job, some: list[Authorisation]) -> Table:
    """Credits before this year, this year and some more one by one, beyond; and what no credit is opened for."""
    text, year = job.locale.text, some[0].year
    last = max(year, min(year + _SHOWN_AHEAD, max(years_of(some), default=year)))
    columns = (
        *_heads(job),
        Column("before", text("Before {year}", year=str(year)), AMOUNT),
        *(Column(str(n), str(n), AMOUNT) for n in range(year, last + 1)),
        Column("later", text("Beyond"), AMOUNT),
        Column("credits", text("Total CP"), AMOUNT),
        Column("unallocated", text("Not spread"), AMOUNT),
    )

    def cells(a: Authorisation) -> Row:
        between = a.credits_between
        return (
            between(EARLIER, year - 1), *(between(n, n) for n in range(year, last + 1)), between(last + 1, UNDATED),
            between(EARLIER, UNDATED), a.unallocated,
        )  # fmt: skip

    rows: list[Row] = [(a.key, a.title, *cells(a)) for a in some]
    total = (text("Total"), "", *cells(together(some)))
    title = text("Payment credits (CP) of the {authorisations}", authorisations=_name(job, some[0].section))
    note = text("Not spread: voted amounts without payment credits yet.")
    return Table(title, columns, rows, total, some[0].currency, note, keys=_keys("credits", some))


def _this_year(job: Job, some: list[Authorisation]) -> Table:
    text, year = job.locale.text, str(some[0].year)
    columns = (
        *_heads(job),
        Column("credits", text("Credits {year}", year=year), AMOUNT),
        Column("paid", text("Paid in {year}", year=year), AMOUNT),
        Column("rate", text("% paid"), PERCENT),
        Column("left", text("Credits left"), AMOUNT),
    )

    def cells(a: Authorisation) -> Row:
        return a.credits_this_year, a.paid_this_year, a.payment_rate, a.credits_this_year - a.paid_this_year

    rows: list[Row] = [(a.key, a.title, *cells(a)) for a in some]
    total = (text("Total"), "", *cells(together(some)))
    title = text("Credits of {year} and payments", year=year)
    return Table(title, columns, rows, total, some[0].currency, keys=_keys("payments", some))


def _projects(job: Job, some: list[Authorisation]) -> Table:
    text = job.locale.text
    columns = (
        Column("authorisation", text("No.")), Column("project", text("Operation")),
        Column("planned", text("Planned"), AMOUNT), Column("committed", text("Committed"), AMOUNT),
        Column("paid", text("Paid"), AMOUNT),
    )  # fmt: skip
    rows: list[Row] = [(a.key, s.project.title, s.planned, s.committed, s.paid) for a in some for s in a.shares]
    whole = together(some)
    total = (text("Total"), "", whole.planned, whole.committed, whole.paid) if rows else None
    title = text("Operations under the {authorisations}", authorisations=_name(job, some[0].section))
    keys = tuple((a.town, a.key, s.project.key) for a in some for s in a.shares)
    empty = text("No project names one of them.")
    return Table(title, columns, rows, total, some[0].currency, empty=empty, keys=keys)


def _overruns(job: Job, found: list[Authorisation]) -> Table:
    """What calls for a vote: each excess, and votes not spread over credits."""
    locale, text = job.locale, job.locale.text
    said = {
        "committed": text("Committed beyond the votes by {amount}."),
        "planned": text("Planned beyond the votes by {amount}: a revision is to be voted, or the plan reduced."),
        "paid": text("Paid beyond this year's credits by {amount}."),
        "credits": text("Payment credits exceed the votes by {amount}."),
    }
    columns = (
        Column("authorisation", text("No.")),
        Column("title", text("Title")),
        Column("what", text("Action needed")),
    )
    rows: list[Row] = []
    for a in found:
        rows += [
            (a.key, a.title, said[name].format(amount=locale.money(cents, a.currency, 1, 0)))
            for name, cents in a.overruns.items()
        ]
        if a.unallocated > 0:
            amount = locale.money(a.unallocated, a.currency, 1, 0)
            rows.append(
                (a.key, a.title, text("Votes of {amount} are not spread over payment credits yet.", amount=amount))
            )
    return Table(text("Needs attention"), columns, rows, empty=text("No authorisation is exceeded."), wraps=True)


def tables(job: Job) -> list[Table]:
    """For CSV: a row an authorisation, credits by year."""
    found = authorisations(job.view)
    return [
        as_table([_record(a) for a in found if a.currency == code], _KEYS, _KINDS, code) for code in job.view.currencies
    ]
