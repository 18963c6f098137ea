"""`report summary`: the whole portfolio on one page."""

from typing import Any

from citydash.figures.alerts import Alert, CeilingUse
from citydash.figures.funding import FundingLine
from citydash.figures.standing import Group, Money
from citydash.figures.summary import Summary, summary
from citydash.model.amounts import money
from citydash.report.document import (
    AMOUNT,
    BARS,
    CURVE,
    DAYS,
    NUMBER,
    PERCENT,
    Chart,
    Column,
    Job,
    Report,
    Table,
    about,
    header,
    left_out,
    no_project,
    rounded,
    workspace_title,
)
from citydash.report.headline import ahead_table, facts_of, more, next_days_json

ATTENTION_SHOWN = 8
"""Rows on the page; JSON has them all."""
_PAGE = 14
"""Portfolios that one printed page has room for."""


def document(job: Job) -> dict[str, Any]:
    """The JSON document."""
    found = summary(job.view)
    top = found.headline
    return {
        **header(job, "summary"),
        "projects": top.projects,
        "statuses": top.statuses,
        "elapsed": None if top.elapsed is None else round(top.elapsed, 6),
        "late_milestones": top.late,
        "worst_delay_days": top.worst_delay,
        "blocks": [_money_json(found, amounts) for amounts in top.money],
        "attention": [_alert_json(job, alert) for alert in found.attention],
        "next_90_days": next_days_json(found),
    }


def _money_json(found: Summary, m: Money) -> dict[str, Any]:
    amounts = ("cost", "committed", "paid", "grants", "secured", "net_cost", "at_risk")
    return {
        "currency": m.currency,
        "projects": m.projects,
        **{name: money(getattr(m, name)) for name in amounts},
        "vat_refund": money(rounded(found.vat_refund[m.currency])),
        "portfolios": [_group_json(g) for g in found.headline.portfolios if g.currency == m.currency],
        "pillars": [_group_json(g) for g in found.headline.pillars if g.currency == m.currency],
        "cumulated": [
            {"year": str(p.year), "planned": money(p.planned), "paid": money(p.paid)} for p in found.curve[m.currency]
        ],
    }


def _group_json(g: Group) -> dict[str, Any]:
    amounts = {name: money(getattr(g, name)) for name in ("cost", "committed", "paid")}
    return {"key": g.key, "label": g.label, "projects": g.projects, **amounts}


def _alert_json(job: Job, a: Alert) -> dict[str, Any]:
    project = a.project.key if a.project else None
    return {
        "kind": a.kind, "project": project, "title": a.title, "detail": a.detail, "days": a.days,
        "amount": money(a.cents), "currency": None if a.cents is None else _currency(job, a),
    }  # fmt: skip


def _currency(job: Job, alert: Alert) -> str:
    return job.view.currency(alert.line.town if isinstance(alert.line, CeilingUse) else alert.project.town)  # type: ignore[union-attr]


def build(job: Job) -> Report:
    """The page for people."""
    found, text = summary(job.view), job.locale.text
    title = text("{town} – Summary", town=workspace_title(job))
    tables = []
    for m in found.headline.money:
        tables.append(_portfolios(job, found, m))
        if found.curve[m.currency]:
            tables.append(_curve(job, found, m))
    tables += [_attention(job, found), ahead_table(job, found)]
    one_page = len(found.headline.portfolios) <= _PAGE
    return Report(title, about(job), facts_of(job, found), tables, left_out(job), one_page=one_page)


def _portfolios(job: Job, found: Summary, m: Money) -> Table:
    text = job.locale.text
    columns = (
        Column("portfolio", text("Portfolio")), Column("projects", text("Projects"), NUMBER),
        Column("cost", text("Cost"), AMOUNT), Column("committed", text("Committed"), AMOUNT),
        Column("paid", text("Paid"), AMOUNT), Column("paid_share", text("% paid"), PERCENT),
    )  # fmt: skip
    groups = [g for g in found.headline.portfolios if g.currency == m.currency]
    rows: list[tuple[Any, ...]] = [(g.label, g.projects, g.cost, g.committed, g.paid, g.paid_share) for g in groups]
    total = (text("Total"), m.projects, m.cost, m.committed, m.paid, m.paid_share)
    note = text("Cost, committed and paid: operating counts up to each project's end, not after.") if rows else ""
    return Table(
        text("Cost by portfolio"), columns, rows, total, m.currency, note, no_project(job),
        charts=(Chart(BARS, ("cost", "committed", "paid")),), keys=tuple(("portfolio", g.key) for g in groups),
    )  # fmt: skip


def _curve(job: Job, found: Summary, m: Money) -> Table:
    text = job.locale.text
    columns = (
        Column("year", text("End of")), Column("planned", text("Planned"), AMOUNT),
        Column("paid", text("Paid"), AMOUNT),
    )  # fmt: skip
    rows: list[tuple[Any, ...]] = [(str(p.year), p.planned, p.paid) for p in found.curve[m.currency]]
    charts = (Chart(CURVE, ("planned", "paid")),)
    note = text(
        "Every year counts here, operating after each project's end too: paid up to today may exceed the {paid} of the "
        "headline. What is planned beyond or undated stands in no year.",
        paid=job.locale.brief(m.paid, m.currency),
    )  # fmt: skip
    return Table(text("Planned and paid, cumulated"), columns, rows, None, m.currency, note, charts=charts)


def _attention(job: Job, found: Summary) -> Table:
    locale, text = job.locale, job.locale.text
    kinds = {"late": text("late"), "deadline": text("to claim"), "ceiling": text("over its ceiling")}
    columns = (
        Column("kind", text("What")), Column("title", text("Where")), Column("detail", text("Detail")),
        Column("days_left", text("Days left"), DAYS), Column("amount", text("At stake"), AMOUNT),
    )  # fmt: skip
    rows: list[tuple[Any, ...]] = [
        (kinds[a.kind], a.title, alert_detail(job, a), None if a.days is None else -a.days, a.cents)
        for a in found.attention[:ATTENTION_SHOWN]
    ]
    note = more(job, len(found.attention), ATTENTION_SHOWN)
    currencies = job.view.currencies
    currency = currencies[0] if len(currencies) == 1 else ""
    if not currency:  # no unit for a whole column: each amount has its own
        columns = (*columns[:4], columns[4]._replace(kind=NUMBER))
        shown = found.attention[: len(rows)]
        rows = [
            (*row[:4], None if a.cents is None else locale.money(a.cents, _currency(job, a)))
            for row, a in zip(rows, shown, strict=True)
        ]
    return Table(
        text("Needs attention"), columns, rows, None, currency, note, text("Nothing needs attention."), vat=False
    )


def alert_detail(job: Job, alert: Alert) -> str:
    """The detail of an alert: a ceiling's section is a word of the vocabulary, a deadline says of what."""
    if isinstance(alert.line, FundingLine):
        deadline = job.locale.word("deadline", alert.line.deadline_of)
        return job.locale.text("{source}: {deadline}", source=alert.detail, deadline=deadline)
    if alert.kind != "ceiling":
        return alert.detail
    section, _, year = alert.detail.partition(" ")
    return f"{job.locale.word('section', section)} {year}"


def tables(job: Job) -> list[Table]:
    """For CSV: a row a portfolio."""
    found = []
    columns = (
        Column("portfolio", ""), Column("title", ""), Column("projects", "", NUMBER), Column("cost", "", AMOUNT),
        Column("committed", "", AMOUNT), Column("paid", "", AMOUNT),
    )  # fmt: skip
    page = summary(job.view)
    for m in page.headline.money:
        groups = [g for g in page.headline.portfolios if g.currency == m.currency]
        rows: list[tuple[Any, ...]] = [(g.key, g.label, g.projects, g.cost, g.committed, g.paid) for g in groups]
        found.append(Table("", columns, rows, None, m.currency))
    return found
