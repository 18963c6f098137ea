"""`report funding`: every funding line: asked, awarded, received, deadlines, at risk."""

from typing import Any

from citydash.errors import UsageError
from citydash.figures.formulas import share
from citydash.figures.funding import FundingLine, at_certainty, each_deadline, funding_lines, soon, stated
from citydash.figures.funding_groups import GROUPINGS, Bundle, FundingTotal, bundles, grand_total, grouped
from citydash.figures.netcost import Plan, grants_of, plans
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
    in_blocks,
    left_out,
    workspace_title,
)
from citydash.report.plans import plans_json, plans_table

_MONEY_IN = ("requested", "awarded", "received")
_SUMS = (*_MONEY_IN, "expected", "counted", "secured", "at_risk")
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


def document(job: Job, group: str = "source") -> dict[str, Any]:
    """The JSON document; lines of two currencies stand apart, under `blocks`. Raises `UsageError`."""
    _check(group)
    lines, financing = chosen_lines(job), _plans(job)
    blocks = []
    for code in job.view.currencies:
        own = [line for line in lines if job.view.currency(line.project.town) == code]
        some = bundles(job.view, own)
        blocks.append({
            "currency": code, "lines": [line_json(f) for f in own],
            "groups": [{"key": t.key, "label": t.label, **_total_json(t)} for t in _totals(some, group, code)],
            "totals": _total_json(grand_total(some, code)),
            "financing": plans_json(financing[code]) if financing else None,
        })  # fmt: skip
    return in_blocks({**header(job, "funding"), "group": group}, blocks)


def _plans(job: Job) -> dict[str, dict[str, Plan]]:
    """Currency → certainty → how the chosen projects are financed; none of a part of their lines."""
    return {} if job.cuts.sources or job.cuts.sections else plans(job.view, funding_lines(job.view))


def _check(group: str) -> None:
    if group not in GROUPINGS:
        raise UsageError("no groups by “{name}”", name=group, known=GROUPINGS)


def _totals(some: tuple[Bundle, ...], group: str, currency: str) -> list[FundingTotal]:
    return [found.total for found in grouped(some, group, currency)]


def _total_json(t: FundingTotal) -> dict[str, Any]:
    return {"lines": t.lines, **{name: money(getattr(t, name)) for name in _SUMS}}


def line_json(f: FundingLine) -> dict[str, Any]:
    """A funding line as JSON: amounts as exact texts, dates ISO."""
    return {
        "town": f.town, "portfolio": f.portfolio, "project": f.project.key, "line": f.line, "source": f.source.key,
        "section": f.section, "level": f.source.level or None, "kind": f.source.kind or None, "status": f.status,
        "certainty": f.certainty, **{name: money(getattr(f, name)) for name in _AMOUNTS},
        "spend_by": f.dates.get("spend_by"), "claim_by": f.dates.get("claim_by"),
        "next_deadline": f.deadline_of or None, "days_left": f.days_left, "at_risk": money(f.at_risk),
    }  # fmt: skip


def build(job: Job, group: str = "source") -> Report:
    """The report for people: totals by one of GROUPINGS, deadlines, every line. Raises `UsageError`."""
    _check(group)
    text, view = job.locale.text, job.view
    lines, financing = chosen_lines(job), _plans(job)
    tables: list[Table] = []
    facts: list[tuple[str, str]] = []
    for code in view.currencies:
        own = [line for line in lines if view.currency(line.project.town) == code]
        if not own:
            tables.append(_lines(job, own, code))
            continue
        whole = grand_total(bundles(view, own), code)
        grants, secured = grants_of(own, view.sure), grants_of(own, SURE["secured"])
        facts += [
            (text("Grants alone, counted"), _of_which_secured(job, grants, secured, code)),
            (text("All funding, counted"), _of_which_secured(job, whole.counted, whole.secured, code)),
            (text("At risk, all funding"), job.locale.brief(whole.at_risk, code)),
        ]
        if financing:
            tables.append(plans_table(job, financing[code], code))
        tables += [_groups(job, own, code, group), _deadlines(job, own, code), _lines(job, own, code)]
    notes = (
        []
        if not facts
        else [text("All funding: grants, loans, prices, own funds declared; neither what is in kind nor guaranteed.")]
    )
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


def _groups(job: Job, lines: list[FundingLine], currency: str, by: str) -> Table:
    text, word = job.locale.text, job.locale.word
    titles = {
        "source": (text("By source"), text("Source")), "funder": (text("By funder"), text("Funder")),
        "level": (text("By level of government"), text("Level")),
        "certainty": (text("By certainty"), text("Certainty")),
    }  # fmt: skip
    title, head = titles[by]
    columns = (
        Column(by, head), Column("lines", text("Lines"), NUMBER),
        *_money_in(job), Column("expected", word("measure", "expected").capitalize(), AMOUNT),
        Column("counted", text("Counted"), AMOUNT), Column("secured", text("Secured"), AMOUNT),
        Column("at_risk", text("At risk"), AMOUNT),
    )  # fmt: skip
    some = bundles(job.view, lines)
    totals = _totals(some, by, currency)
    rows = [(_label(job, by, t), *_total_cells(t)) for t in totals]
    keys = tuple((by, t.key) for t in totals)
    total = (text("Total"), *_total_cells(grand_total(some, currency))) if rows else None
    empty = text("No funding line.")
    return Table(title, columns, rows, total, currency, empty=empty, vat=False, keys=keys)


def _label(job: Job, by: str, t: FundingTotal) -> str:
    if by in ("level", "certainty"):
        return job.locale.word(by, t.key)
    return t.label or job.locale.text("no funder named")


def _total_cells(t: FundingTotal) -> tuple[Any, ...]:
    return (t.lines, *(getattr(t, name) for name in _SUMS))


def _deadlines(job: Job, lines: list[FundingLine], currency: str) -> Table:
    text = job.locale.text
    columns = (
        Column("project", text("Project")), Column("source", text("Source")),
        Column("deadline", text("Deadline"), DATE), Column("deadline_of", text("Kind")),
        Column("days", text("Days left"), DAYS), Column("counted", text("Counted"), AMOUNT),
        Column("received", text("Received"), AMOUNT), Column("at_risk", text("At risk"), AMOUNT),
    )  # fmt: skip
    near = soon(each_deadline(lines, job.view.today))
    rows: list[tuple[Any, ...]] = [
        (
            f.project.title, f.source.name, f.deadline, job.locale.word("deadline", f.deadline_of), f.days_left,
            f.counted, f.received, f.at_risk,
        )
        for f in near
    ]  # fmt: skip
    return Table(
        text("Deadlines missed or within 90 days"), columns, rows, None, currency,
        empty=text("No deadline within 90 days."), vat=False,
        keys=tuple((f.project.town, f.project.key, f.line, f.deadline_of) for f in near),
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
    keys = tuple((f.project.town, f.project.key, f.line) for f in lines)
    empty = text("No funding line.")
    return Table(text("All funding lines"), columns, rows, None, currency, empty=empty, vat=False, keys=keys)


def tables(job: Job, group: str = "source") -> list[Table]:
    """For CSV: every line, one table a currency, all with the same columns. Raises `UsageError`."""
    _check(group)
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
