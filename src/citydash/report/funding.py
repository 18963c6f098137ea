"""`report funding`: every funding line: asked, awarded, received, deadlines, at risk."""

from typing import Any

from citydash.errors import UsageError
from citydash.figures.formulas import share
from citydash.figures.funding import FundingLine, at_certainty, each_deadline, funding_lines, soon, stated
from citydash.figures.funding_groups import FundingTotal, bundles, grand_total, grouped
from citydash.figures.netcost import grants_of
from citydash.figures.view import SURE
from citydash.model.amounts import money
from citydash.report.document import (
    AMOUNT,
    DATE,
    DAYS,
    NUMBER,
    TEXT,
    Column,
    Job,
    Report,
    Table,
    about,
    header,
    left_out,
    workspace_title,
)

_MONEY_IN = ("requested", "awarded", "received")
_AMOUNTS = ("eligible", "requested", "awarded", "received")


def chosen_lines(job: Job) -> list[FundingLine]:
    """The lines that the report is about: of the sources and sections asked for, and as sure as was asked for.

    Raises `UsageError` for a source that the workspace doesn't have.
    """
    view, cuts = job.view, job.cuts
    lines = funding_lines(view)
    if cuts.sources:
        known = {source.key for source in view.names.sources.values()} | {line.source.key for line in lines}
        for key in cuts.sources:
            if key not in known:
                from citydash.files.problems import nearest  # noqa: PLC0415 - only for an error

                options = tuple(sorted(known))
                raise UsageError("no source “{name}”", name=key, hint=nearest(key, options), known=options)
        lines = [line for line in lines if line.source.key in cuts.sources]
    if cuts.sections:
        lines = [line for line in lines if line.section in cuts.sections]
    return at_certainty(view, lines)


def document(job: Job) -> dict[str, Any]:
    """The JSON document; lines of two currencies stand apart, under `blocks`."""
    lines = chosen_lines(job)
    blocks = [
        {"currency": code, "lines": [line_json(f) for f in lines if job.view.currency(f.project.town) == code]}
        for code in job.view.currencies
    ]
    common = header(job, "funding")
    return {**common, **blocks[0]} if len(blocks) == 1 else {**common, "blocks": blocks}


def line_json(f: FundingLine) -> dict[str, Any]:
    """A funding line as JSON: amounts as exact texts, dates ISO."""
    return {
        "town": f.town, "portfolio": f.portfolio, "project": f.project.key, "line": f.line, "source": f.source.key,
        "section": f.section, "level": f.source.level or None, "kind": f.source.kind or None, "status": f.status,
        "certainty": f.certainty, **{name: money(getattr(f, name)) for name in _AMOUNTS},
        "spend_by": f.dates.get("spend_by"), "claim_by": f.dates.get("claim_by"),
        "next_deadline": f.deadline_of or None, "days_left": f.days_left, "at_risk": money(f.at_risk),
    }  # fmt: skip


def build(job: Job) -> Report:
    """The report for people: totals by source, deadlines, every line."""
    text, view = job.locale.text, job.view
    lines = chosen_lines(job)
    tables: list[Table] = []
    facts: list[tuple[str, str]] = []
    for code in view.currencies:
        own = [line for line in lines if view.currency(line.project.town) == code]
        whole = grand_total(bundles(view, own), code)
        grants, secured = grants_of(own, view.sure), grants_of(own, SURE["secured"])
        facts += [
            (text("Grants alone, counted"), _of_which_secured(job, grants, secured, code)),
            (text("All funding, counted"), _of_which_secured(job, whole.counted, whole.secured, code)),
            (text("At risk, all funding"), job.locale.brief(whole.at_risk, code)),
        ]
        tables += [_sources(job, own, code), _deadlines(job, own, code), _lines(job, own, code)]
    notes = [text("All funding: grants, loans, prices, own funds declared; neither what is in kind nor guaranteed.")]
    title = text("{town} – Funding", town=workspace_title(job))
    return Report(title, about(job), facts, tables, [*notes, *left_out(job)])


def _of_which_secured(job: Job, counted: int, secured: int, currency: str) -> str:
    locale = job.locale
    return locale.text(
        "{amount}, of which {secured} secured ({share})", amount=locale.brief(counted, currency),
        secured=locale.brief(secured, currency), share=locale.percent(share(secured, counted)),
    )  # fmt: skip


def _money_in(job: Job) -> list[Column]:
    return [Column(name, job.locale.word("measure", name).capitalize(), AMOUNT) for name in _MONEY_IN]


def _sources(job: Job, lines: list[FundingLine], currency: str) -> Table:
    text = job.locale.text
    columns = (
        Column("source", text("Source")), Column("lines", text("Lines"), NUMBER),
        *_money_in(job),
        Column("counted", text("Counted"), AMOUNT), Column("secured", text("Secured"), AMOUNT),
        Column("at_risk", text("At risk"), AMOUNT),
    )  # fmt: skip
    some = bundles(job.view, lines)
    rows = [_total_row(group.total) for group in grouped(some, "source", currency)]
    total = (text("Total"), *_total_row(grand_total(some, currency))[1:]) if rows else None
    return Table(text("By source"), columns, rows, total, currency, empty=text("No funding line."), vat=False)


def _total_row(t: FundingTotal) -> tuple[Any, ...]:
    return (t.label, t.lines, t.requested, t.awarded, t.received, t.counted, t.secured, t.at_risk)


def _deadlines(job: Job, lines: list[FundingLine], currency: str) -> Table:
    text = job.locale.text
    columns = (
        Column("project", text("Project")), Column("source", text("Source")),
        Column("deadline", text("Deadline"), DATE), Column("deadline_of", text("Kind")),
        Column("days", text("Days left"), DAYS), Column("counted", text("Counted"), AMOUNT),
        Column("received", text("Received"), AMOUNT), Column("at_risk", text("At risk"), AMOUNT),
    )  # fmt: skip
    rows: list[tuple[Any, ...]] = [
        (
            f.project.title, f.source.name, f.deadline, job.locale.word("deadline", f.deadline_of), f.days_left,
            f.counted, f.received, f.at_risk,
        )
        for f in soon(each_deadline(lines, job.view.today))
    ]  # fmt: skip
    return Table(
        text("Deadlines missed or within 90 days"), columns, rows, None, currency,
        empty=text("No deadline within 90 days."), vat=False,
    )  # fmt: skip


def _lines(job: Job, lines: list[FundingLine], currency: str) -> Table:
    text, locale = job.locale.text, job.locale
    columns = (
        Column("project", text("Project")), Column("source", text("Source")), Column("status", text("Status")),
        Column("certainty", text("Certainty")),
        *_money_in(job),
        Column("at_risk", text("At risk"), AMOUNT), Column("why", text("Why"), TEXT),
    )  # fmt: skip
    rows: list[tuple[Any, ...]] = [
        (
            f.project.title, f.source.name, locale.word("funding", f.status), locale.word("certainty", f.certainty),
            *(stated(f, name, job.view.certainty) for name in _MONEY_IN), f.at_risk or None,
            locale.word("risk", f.reason),
        )
        for f in lines
    ]  # fmt: skip
    return Table(text("All funding lines"), columns, rows, None, currency, empty=text("No funding line."), vat=False)


def tables(job: Job) -> list[Table]:
    """For CSV: one table a currency, all with the same columns."""
    lines = chosen_lines(job)
    kinds = dict.fromkeys((*_AMOUNTS, "at_risk"), AMOUNT) | {"days_left": NUMBER}
    keys = (
        "town", "portfolio", "project", "line", "source", "section", "level", "kind", "status", "certainty", *_AMOUNTS,
        "spend_by", "claim_by", "next_deadline", "days_left", "at_risk",
    )  # fmt: skip
    columns = tuple(Column(key, "", kinds.get(key, TEXT)) for key in keys)
    found = []
    for code in job.view.currencies:
        rows = []
        for f in lines:
            if job.view.currency(f.project.town) == code:
                raw = line_json(f) | {name: getattr(f, name) for name in (*_AMOUNTS, "at_risk")}
                rows.append(tuple(raw[key] for key in keys))
        found.append(Table("", columns, rows, None, code))
    return found
