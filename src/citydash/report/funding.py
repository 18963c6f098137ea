"""`report funding`: every funding line: asked, awarded, received, deadlines, at risk."""

from typing import Any

from citydash.errors import UsageError
from citydash.figures.funding import FundingLine, funding_lines, funding_totals, soon
from citydash.figures.netcost import grants_of
from citydash.figures.view import SURE
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
    money,
    workspace_title,
)

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
    if view.certainty != "possible":
        lines = [line for line in lines if line.certainty in view.sure or (line.certainty == "lost" and line.received)]
    return lines


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
        "spend_by": f.dates.get("spend_by"), "claim_by": f.dates.get("claim_by"), "days_left": f.days_left,
        "at_risk": money(f.at_risk),
    }  # fmt: skip


def build(job: Job) -> Report:
    """The report for people: totals by source, deadlines, every line."""
    text, view = job.locale.text, job.view
    lines = chosen_lines(job)
    tables: list[Table] = []
    facts: list[tuple[str, str]] = []
    for code in view.currencies:
        own = [line for line in lines if view.currency(line.project.town) == code]
        grants, secured = grants_of(own, view.sure), grants_of(own, SURE["secured"])
        share = job.locale.percent(secured / grants if grants else None)
        facts += [
            (text("Counted grants"), job.locale.brief(grants, code)),
            (text("Secured"), f"{job.locale.brief(secured, code)} ({share})"),
            (text("At risk"), job.locale.brief(sum(line.at_risk for line in own), code)),
        ]
        tables += [_sources(job, own, code), _deadlines(job, own, code), _lines(job, own, code)]
    return Report(text("{town} – Funding", town=workspace_title(job)), about(job), facts, tables, left_out(job))


def _money_in(job: Job) -> list[Column]:
    names = ("requested", "awarded", "received")
    return [Column(name, job.locale.word("measure", name).capitalize(), AMOUNT) for name in names]


def _sources(job: Job, lines: list[FundingLine], currency: str) -> Table:
    text = job.locale.text
    columns = (
        Column("source", text("Source")), Column("lines", text("Lines"), NUMBER),
        *_money_in(job),
        Column("counted", text("Counted"), AMOUNT), Column("secured", text("Secured"), AMOUNT),
        Column("at_risk", text("At risk"), AMOUNT),
    )  # fmt: skip
    totals = funding_totals(lines, "source", currency, job.view)
    rows: list[tuple[Any, ...]] = [
        (t.label, t.lines, t.requested, t.awarded, t.received, t.counted, t.secured, t.at_risk) for t in totals
    ]
    total = (text("Total"), *(sum(row[n] for row in rows) for n in range(1, len(columns)))) if rows else None
    return Table(text("By source"), columns, rows, total, currency, empty=text("No funding line."), vat=False)


def _deadlines(job: Job, lines: list[FundingLine], currency: str) -> Table:
    text = job.locale.text
    columns = (
        Column("project", text("Project")), Column("source", text("Source")),
        Column("deadline", text("Deadline"), DATE),
        Column("days", text("Days left"), DAYS), Column("counted", text("Counted"), AMOUNT),
        Column("received", text("Received"), AMOUNT), Column("at_risk", text("At risk"), AMOUNT),
    )  # fmt: skip
    rows: list[tuple[Any, ...]] = [
        (f.project.title, f.source.name, f.deadline, f.days_left, f.counted, f.received, f.at_risk) for f in soon(lines)
    ]
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
            f.requested, f.awarded, f.received, f.at_risk or None, locale.word("risk", f.reason),
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
        "spend_by", "claim_by", "days_left", "at_risk",
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
