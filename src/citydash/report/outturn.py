"""`report outturn`: what was paid of what was voted, what is carried over, what was delivered against its baseline."""

from typing import Any

from citydash.figures.outturn import Delivery, Execution, Outturn, outturn
from citydash.report.document import (
    AMOUNT,
    BARS,
    DATE,
    DAYS,
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
    workspace_title,
)
from citydash.report.records import Record, as_json, as_table

_AMOUNTS = ("brought", "voted", "open", "committed", "paid", "carried")
_KEYS = ("by", "section", "key", "label", *_AMOUNTS, "rate")
_KINDS = dict.fromkeys(_AMOUNTS, AMOUNT) | {"rate": PERCENT}


def document(job: Job) -> dict[str, Any]:
    """The JSON document: the same amounts by year, by department and by portfolio, each by section; and deliveries."""
    blocks = [
        {
            "currency": found.currency, "first_year": found.first, "last_year": found.last,
            "lines": [as_json(record, _KINDS) for record in _records(found)],
            "totals": {
                section: as_json({name: getattr(e, name) for name in (*_AMOUNTS, "rate")}, _KINDS)
                for section, e in found.totals.items()
            },
            "deliveries": [_delivery_json(d) for d in found.deliveries],
        }
        for found in outturn(job.view, job.cuts)
    ]  # fmt: skip
    return in_blocks(header(job, "outturn"), blocks)


def _records(found: Outturn) -> list[Record]:
    axes = {"year": found.years, "department": found.departments, "portfolio": found.portfolios}
    return [
        {"by": axis, "section": section, "key": e.key, "label": e.label}
        | {name: getattr(e, name) for name in (*_AMOUNTS, "rate")}
        for axis, sections in axes.items()
        for section, some in sections.items()
        for e in some
    ]


def _delivery_json(d: Delivery) -> dict[str, Any]:
    p = d.project
    amounts = as_json({"cost": p.cost, "paid": p.cost_paid}, {"cost": AMOUNT, "paid": AMOUNT})
    return {
        "town": d.town, "portfolio": d.portfolio, "project": p.key, "title": p.title, "status": p.status,
        "delivered": d.is_delivered, "baseline_end": p.baseline_end, "end": p.end, "slip_days": p.slip, **amounts,
    }  # fmt: skip


def build(job: Job) -> Report:
    """The report for people: by section, by year, department and portfolio; then what was delivered."""
    text, results = job.locale.text, outturn(job.view, job.cuts)
    first = results[0]
    span = str(first.first) if first.first == first.last else f"{first.first}–{first.last}"
    title = text("{town} – Outturn {span}", town=workspace_title(job), span=span)
    tables, facts = list[Table](), list[tuple[str, str]]()
    for found in results:
        tables += _executions(job, found, span)
        tables.append(_deliveries(job, found, span))
        facts += _facts(job, found)
    notes = [
        text("Open credits: carried over into the span, and voted in it. % paid: paid ÷ open credits."),
        text(
            "To pay at the end: committed and not paid by then; in investment these are carried over, in operating "
            "attached to the year or carried over."
        ),
    ]
    if first.last >= job.view.this_year(first.currency):
        notes.append(
            text("The fiscal year isn't over: amounts are those known on {day}.", day=job.locale.date(job.view.today))
        )
    return Report(title, about(job), facts, tables, [*notes, *left_out(job)])


def _facts(job: Job, found: Outturn) -> list[tuple[str, str]]:
    locale, text = job.locale, job.locale.text
    facts = []
    for section, e in found.totals.items():
        said = text(
            "{paid} paid of {open} open ({rate})", paid=locale.brief(e.paid, found.currency),
            open=locale.brief(e.open, found.currency), rate=locale.percent(e.rate),
        )  # fmt: skip
        facts.append((locale.word("section", section).capitalize(), said))
    done = sum(d.is_delivered for d in found.deliveries)
    return [*facts, (text("Delivered"), locale.plural("{n} project", "{n} projects", done))]


def _executions(job: Job, found: Outturn, span: str) -> list[Table]:
    text = job.locale.text
    axes = (
        (text("Fiscal year"), text("{section}, by year"), found.years),
        (text("Department"), text("{section}, by department, {span}"), found.departments),
        (text("Portfolio"), text("{section}, by portfolio, {span}"), found.portfolios),
    )
    tables = []
    for section, whole in found.totals.items():
        name = job.locale.word("section", section).capitalize()
        for head, title, rows in axes:
            if rows is found.years and found.first == found.last:
                continue  # one year is the total of the others
            some = rows.get(section, ())
            total = whole._replace(label=span if rows is found.years else text("Total"))
            tables.append(_table(job, title.format(section=name, span=span), head, some, total, found.currency))
    empty = text("Nothing was voted, committed or paid in these years.")
    return tables or [Table(text("Voted and paid"), (Column("label", ""),), [], empty=empty)]


def _table(job: Job, title: str, head: str, some: tuple[Execution, ...], whole: Execution, currency: str) -> Table:
    text = job.locale.text
    columns = (
        Column("label", head), Column("brought", text("Carried over"), AMOUNT), Column("voted", text("Voted"), AMOUNT),
        Column("open", text("Open credits"), AMOUNT), Column("committed", text("Committed"), AMOUNT),
        Column("paid", text("Paid"), AMOUNT), Column("rate", text("% paid"), PERCENT),
        Column("carried", text("Committed, not paid"), AMOUNT),
    )  # fmt: skip

    def cells(e: Execution) -> Row:
        return e.label, e.brought, e.voted, e.open, e.committed, e.paid, e.rate, e.carried

    return Table(
        title,
        columns,
        [cells(e) for e in some],
        cells(whole),
        currency,
        charts=(Chart(BARS, ("open", "paid")),),
        wraps=True,
        keys=tuple((title, e.key) for e in some),
    )


def _deliveries(job: Job, found: Outturn, span: str) -> Table:
    locale, text = job.locale, job.locale.text
    columns = (
        Column("project", text("Project")), Column("status", text("Status")), Column("delivered", text("Delivered")),
        Column("baseline_end", text("Baseline"), DATE), Column("end", text("End"), DATE),
        Column("slip_days", text("Slip"), DAYS), Column("cost", text("Cost"), AMOUNT),
        Column("paid", text("Paid"), AMOUNT),
    )  # fmt: skip
    rows: list[Row] = [
        (
            d.project.title, locale.word("status", d.project.status), text("✓ yes") if d.is_delivered else text("▲ no"),
            d.project.baseline_end, d.project.end, d.project.slip, d.project.cost, d.project.cost_paid,
        )
        for d in found.deliveries
    ]  # fmt: skip
    title = text("Delivered, or due by the baseline, in {span}", span=span)
    empty = text("No project was delivered or due.")
    keys = tuple((d.project.town, d.project.key) for d in found.deliveries)
    return Table(title, columns, rows, None, found.currency, empty=empty, keys=keys)


def tables(job: Job) -> list[Table]:
    """For CSV: a row an axis, section and key; every axis adds up to the same."""
    return [as_table(_records(found), _KEYS, _KINDS, found.currency) for found in outturn(job.view, job.cuts)]
