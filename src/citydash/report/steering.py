"""`report steering`: one page for the steering committee: headlines, decisions, top risks, projects in trouble."""

from typing import Any

from citydash.figures.steering import Decision, Review, Risk, Steering, steering
from citydash.model.amounts import money
from citydash.report.document import (
    AMOUNT,
    DATE,
    NUMBER,
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
from citydash.report.headline import ahead_table, facts_of, more, next_days_json

DECISIONS_SHOWN, RISKS_SHOWN, REVIEWS_SHOWN = 8, 5, 5
"""Rows on the page; JSON has them all."""


def document(job: Job) -> dict[str, Any]:
    """The JSON document: every decision, risk and review, and what comes within 90 days."""
    found = steering(job.view)
    top = found.brief.headline
    return {
        **header(job, "steering"),
        "projects": top.projects,
        "late_milestones": top.late,
        "blocks": [
            {
                "currency": m.currency, "cost": money(m.cost), "paid": money(m.paid), "grants": money(m.grants),
                "secured": money(m.secured), "net_cost": money(m.net_cost), "at_risk": money(m.at_risk),
            }
            for m in top.money
        ],
        "decisions": [_decision_json(d) for d in found.decisions],
        "risks": [_risk_json(r) for r in found.risks],
        "risks_unrated": found.unrated,
        "reviews": [_review_json(r) for r in found.reviews],
        "next_90_days": next_days_json(found.brief),
    }  # fmt: skip


def _decision_json(d: Decision) -> dict[str, Any]:
    return {
        "decision": d.kind, "title": d.title, "detail": d.detail or None, "amount": money(d.cents),
        "currency": d.currency, "project": d.project.key if d.project else None,
    }  # fmt: skip


def _risk_json(r: Risk) -> dict[str, Any]:
    return {
        "project": r.project.key, "title": r.title, "likelihood": r.likelihood, "impact": r.impact, "score": r.score,
        "answer": r.answer or None,
    }  # fmt: skip


def _review_json(r: Review) -> dict[str, Any]:
    return {"project": r.project.key, "on": r.on, "weather": r.weather, "note": r.note or None}


def build(job: Job) -> Report:
    """The page for people."""
    found, text = steering(job.view), job.locale.text
    title = text("{town} – Steering committee", town=workspace_title(job))
    tables = [_decisions(job, found), _risks(job, found), _reviews(job, found), ahead_table(job, found.brief)]
    return Report(title, about(job), facts_of(job, found.brief), tables, left_out(job), one_page=True)


def _decisions(job: Job, found: Steering) -> Table:
    locale, text = job.locale, job.locale.text
    said = {
        "arbitrate": text("Decide: cost {amount}"),
        "resume": text("Resume or stop: cost {amount}"),
        "revise-authorisation": text("Revise the authorisation: exceeded by {amount}"),
        "allocate-credits": text("Open payment credits for {amount} voted"),
        "raise-ceiling": text("Raise the ceiling or move {amount} ({detail})"),
    }
    columns = (Column("title", text("Subject")), Column("decision", text("Decision expected")))
    rows: list[Row] = []
    for d in found.decisions[:DECISIONS_SHOWN]:
        section, _, year = d.detail.partition(" ")
        detail = f"{locale.word('section', section)} {year}"
        rows.append((d.title, said[d.kind].format(amount=locale.brief(d.cents, d.currency), detail=detail)))
    note = more(job, len(found.decisions), DECISIONS_SHOWN)
    empty = text("No decision is expected.")
    return Table(text("Decisions expected"), columns, rows, note=note, empty=empty, wraps=True)


def _risks(job: Job, found: Steering) -> Table:
    text = job.locale.text
    columns = (
        Column("score", text("Score"), NUMBER), Column("project", text("Project")), Column("title", text("Risk")),
        Column("answer", text("Answer")),
    )  # fmt: skip
    rows: list[Row] = [(r.score, r.project.title, r.title, r.answer) for r in found.risks[:RISKS_SHOWN]]
    note = text("Score: likelihood × impact, 25 at most.") if rows else ""
    return Table(text("Top risks"), columns, rows, note=note, empty=text("No risk is rated."), wraps=True)


def _reviews(job: Job, found: Steering) -> Table:
    locale, text = job.locale, job.locale.text
    columns = (
        Column("project", text("Project")), Column("weather", text("Weather")), Column("on", text("Review"), DATE),
        Column("note", text("Remark")),
    )  # fmt: skip
    signs = {"red": "▲", "amber": "◆"}
    rows: list[Row] = [
        (r.project.title, f"{signs[r.weather]} {locale.word('weather', r.weather)}", r.on, r.note)
        for r in found.reviews[:REVIEWS_SHOWN]
    ]
    note = more(job, len(found.reviews), REVIEWS_SHOWN)
    empty = text("No project's last review is red or amber.")
    return Table(text("Projects in trouble"), columns, rows, note=note, empty=empty, wraps=True)


def tables(job: Job) -> list[Table]:
    """For CSV: a row a decision, risk, review; what comes within 90 days is in `report agenda`."""
    found = steering(job.view)
    kinds = {"amount": AMOUNT, "score": NUMBER}
    keys = ("kind", "project", "title", "detail", "amount", "currency", "score")
    rows: list[Row] = [
        (d.kind, d.project.key if d.project else "", d.title, d.detail, d.cents, d.currency, None)
        for d in found.decisions
    ]
    rows += [("risk", r.project.key, r.title, r.answer, None, "", r.score) for r in found.risks]
    rows += [
        ("review", r.project.key, r.project.title, f"{r.weather} {r.on} {r.note}".strip(), None, "", None)
        for r in found.reviews
    ]
    return [Table("", tuple(Column(key, "", kinds.get(key, TEXT)) for key in keys), rows)]
