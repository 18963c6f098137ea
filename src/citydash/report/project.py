"""`report project ID`: everything of one project, on a sheet."""

from typing import Any

from citydash.figures.project import BudgetLine, ProjectSheet, project_sheet
from citydash.model.amounts import money
from citydash.model.fiscal import year_name
from citydash.report.document import (
    AMOUNT,
    DATE,
    DAYS,
    TEXT,
    Column,
    Job,
    Report,
    Table,
    about,
    header,
    left_out,
    series,
    with_tax,
    workspace_title,
)
from citydash.report.funding import line_json as funding_json
from citydash.report.milestones import line_json as milestone_json
from citydash.report.plans import part, plans_json, plans_table


def document(job: Job, key: str) -> dict[str, Any]:
    """The JSON document."""
    sheet = project_sheet(job.view, key)
    p = sheet.project
    return {
        **header(job, "project"),
        "currency": sheet.currency,
        "town": sheet.town, "portfolio": sheet.portfolio, "pillar": sheet.pillar or None, "project": p.key,
        "title": p.title, "summary": p.summary, "status": p.status, "lead": job.view.names.words[p.lead],
        "manager": p.manager, "priority": p.priority, "tags": list(sheet.tags), "start": p.start, "end": p.end,
        "baseline": {"start": p.baseline_start, "end": p.baseline_end}, "slip_days": sheet.slip,
        "progress": None if p.progress is None else p.progress / 1_000_000, "elapsed": part(sheet.elapsed),
        "financial_progress": part(sheet.financial_progress), "drift": part(sheet.drift),
        "earned_value": _earned_json(sheet),
        "cost": money(p.cost), "committed": money(p.cost_committed), "paid": money(p.cost_paid),
        "cost_excl_vat": money(p.cost_excl_vat), "authorisation": p.authorisation,
        "depends_on": list(sheet.depends_on), "needed_by": list(sheet.needed_by), **sheet.more,
        "budget": [
            {
                "department": line.department, "section": line.section, "stage": line.stage,
                "amounts": {year_name(year): money(cents) for year, cents in line.amounts.items()},
                "total": money(line.total),
            }
            for line in sheet.budget
        ],
        "financing": plans_json(sheet.plans),
        "induced": [{"year": str(year), "amount": money(cents)} for year, cents in sheet.induced],
        "funding": [funding_json(line) for line in sheet.funding],
        "milestones": [milestone_json(line) for line in sheet.milestones],
        "file": sheet.path,
    }  # fmt: skip


def build(job: Job, key: str) -> Report:
    """The sheet for people."""
    sheet = project_sheet(job.view, key)
    tables = [_budget(job, sheet), _funding(job, sheet), _financing(job, sheet), _milestones(job, sheet)]
    if risks := sheet.more.get("risk"):
        tables.append(_risks(job, risks))
    title = f"{sheet.project.title} – {workspace_title(job)}"
    return Report(title, about(job), _facts(job, sheet), tables, left_out(job))


def _facts(job: Job, sheet: ProjectSheet) -> list[tuple[str, str]]:
    locale, text, p = job.locale, job.locale.text, sheet.project
    review = sheet.more.get("review", {})
    data = sheet.more.get("data", {})
    pairs = [
        (text("Summary"), p.summary or ""),
        (text("Portfolio"), f"{sheet.portfolio_title} ({locale.word('pillar', sheet.pillar)})"),
        (text("Status"), locale.word("status", p.status)),
        (text("Lead"), sheet.lead),
        (text("Manager"), p.manager or ""),
        (text("Dates"), f"{locale.date(p.start)} → {locale.date(p.end)}" if p.start or p.end else ""),
        (
            text("Baseline"),
            f"{locale.date(p.baseline_start)} → {locale.date(p.baseline_end)}"
            if p.baseline_start or p.baseline_end
            else "",
        ),
        (text("Slip"), locale.days(sheet.slip) if sheet.slip is not None else ""),
        (text("Time elapsed"), locale.percent(sheet.elapsed) if sheet.elapsed is not None else ""),
        (text("Cost"), with_tax(locale, locale.money(p.cost, sheet.currency), sheet.currency)),
        (text("Committed"), locale.money(p.cost_committed, sheet.currency)),
        (text("Paid"), f"{locale.money(p.cost_paid, sheet.currency)} ({locale.percent(sheet.financial_progress)})"),
        (text("Measured progress"), locale.percent(p.progress / 1_000_000) if p.progress is not None else ""),
        (text("Earned value"), _earned(job, sheet)),
        (text("Authorisation"), p.authorisation or ""),
        (text("Depends on"), _titles(job, sheet, sheet.depends_on)),
        (text("Needed by"), _titles(job, sheet, sheet.needed_by)),
        (text("Tags"), ", ".join(sheet.tags)),
        (text("Codes"), ", ".join(f"{name} {code}" for name, code in sheet.more.get("codes", {}).items())),
        (text("Review"), _review(job, review) if review else ""),
        (text("Open data"), ", ".join(data.get("opens", ()))),
        (text("Personal data"), _personal(job, data) if data else ""),
        (text("File"), sheet.path),
    ]
    return [(label, shown) for label, shown in pairs if shown]


def _titles(job: Job, sheet: ProjectSheet, keys: tuple[str, ...]) -> str:
    """Other projects of the town as people know them; an id that no project has as it is written."""
    town = sheet.project.town
    titles = {p.key: p.title for p in job.view.every_project if p.town == town} if keys else {}
    return series(job.locale, [titles.get(key, key) for key in keys])


def _review(job: Job, review: dict[str, Any]) -> str:
    parts = [job.locale.date(review["on"])]
    if "weather" in review:
        parts.append(job.locale.word("weather", review["weather"]))
    return " – ".join([", ".join(parts), *([review["note"]] if "note" in review else [])])


def _earned_json(sheet: ProjectSheet) -> dict[str, Any] | None:
    value = sheet.earned_value
    if value is None:
        return None
    end = None if value.at_completion is None else money(round(value.at_completion))
    return {
        "earned": money(round(value.earned)), "planned_to_date": money(round(value.planned)),
        "cpi": part(value.cpi), "spi": part(value.spi), "estimate_at_completion": end,
    }  # fmt: skip


def _earned(job: Job, sheet: ProjectSheet) -> str:
    """CPI, SPI and the estimate at completion, where progress was measured and something was paid."""
    value, locale = sheet.earned_value, job.locale
    if value is None or value.cpi is None:
        return ""
    return locale.text(
        "cost index {cpi}, schedule index {spi}, estimate at completion {estimate}",
        cpi=locale.number(value.cpi, 2),
        spi="–" if value.spi is None else locale.number(value.spi, 2),
        estimate=locale.brief(round(value.at_completion or 0), sheet.currency),
    )


def _personal(job: Job, data: dict[str, Any]) -> str:
    if "personal" not in data and "dpia" not in data:
        return ""
    text = job.locale.text
    said = {True: text("yes"), False: text("no"), None: ""}[data.get("personal")]
    dpia = text("impact assessment: {state}", state=job.locale.word("dpia", data["dpia"])) if "dpia" in data else ""
    return ", ".join(part for part in (said, dpia) if part)


def _budget(job: Job, sheet: ProjectSheet) -> Table:
    locale, text = job.locale, job.locale.text
    years = sorted({year for line in sheet.budget for year in line.amounts})
    columns = (
        Column("department", text("Department")), Column("section", text("Section")), Column("stage", text("Stage")),
        *(Column(year_name(year), locale.year(year_name(year)), AMOUNT) for year in years),
        Column("total", text("Total"), AMOUNT),
    )  # fmt: skip
    rows = [_budget_row(job, line, years) for line in sheet.budget]
    keys = tuple((line.department, line.section, line.stage) for line in sheet.budget)
    return Table(text("Budget"), columns, rows, None, sheet.currency, empty=text("No budget line."), keys=keys)


def _budget_row(job: Job, line: BudgetLine, years: list[int]) -> tuple[Any, ...]:
    locale = job.locale
    named = (line.label, locale.word("section", line.section), locale.word("measure", line.stage))
    return (*named, *(line.amounts.get(year) for year in years), line.total)


def _funding(job: Job, sheet: ProjectSheet) -> Table:
    locale, text = job.locale, job.locale.text
    columns = (
        Column("source", text("Source")), Column("kind", text("Kind")), Column("status", text("Status")),
        Column("requested", text("Requested"), AMOUNT), Column("awarded", text("Awarded"), AMOUNT),
        Column("received", text("Received"), AMOUNT), Column("spend_by", text("Spend by"), DATE),
        Column("claim_by", text("Claim by"), DATE), Column("at_risk", text("At risk"), AMOUNT),
    )  # fmt: skip
    rows: list[tuple[Any, ...]] = [
        (
            f.source.name, locale.word("kind", f.source.kind), locale.word("funding", f.status), f.requested, f.awarded,
            f.received, f.dates.get("spend_by"), f.dates.get("claim_by"), f.at_risk or None,
        )
        for f in sheet.funding
    ]  # fmt: skip
    keys, empty = tuple(("funding", f.line) for f in sheet.funding), text("No funding line.")
    return Table(text("Funding"), columns, rows, None, sheet.currency, empty=empty, vat=False, keys=keys)


def _financing(job: Job, sheet: ProjectSheet) -> Table:
    """The plan at each certainty, and its shares of the base with every line counted."""
    locale, shares, note = job.locale, next(reversed(sheet.plans.values())), ""
    if shares.own_share is not None:
        note = locale.text(
            "As a share of the base excluding VAT, counting every line: co-financing {cofinancing}, "
            "own share {own}, State endowments {state}.",
            cofinancing=locale.percent(shares.cofinancing, 1), own=locale.percent(shares.own_share, 1),
            state=locale.percent(shares.endowments_share, 1),
        )  # fmt: skip
    return plans_table(job, sheet.plans, sheet.currency, note)


def _milestones(job: Job, sheet: ProjectSheet) -> Table:
    locale, text = job.locale, job.locale.text
    columns = (
        Column("title", text("Milestone")), Column("state", text("State")), Column("baseline", text("Baseline"), DATE),
        Column("due", text("Due"), DATE), Column("met", text("Met"), DATE), Column("slip_days", text("Slip"), DAYS),
    )  # fmt: skip
    rows: list[tuple[Any, ...]] = [
        (m.title, locale.word("milestone", m.state), m.baseline, m.due or m.baseline, m.met, m.slip)
        for m in sheet.milestones
    ]
    keys = tuple(("milestone", m.key) for m in sheet.milestones)
    return Table(text("Milestones"), columns, rows, empty=text("No milestone."), keys=keys)


def _risks(job: Job, risks: dict[str, Any]) -> Table:
    text = job.locale.text
    columns = (
        Column("title", text("Risk")), Column("likelihood", text("Likelihood")), Column("impact", text("Impact")),
        Column("answer", text("Answer")),
    )  # fmt: skip
    rows: list[tuple[Any, ...]] = [
        (
            risk["title"],
            *(f"{risk[k]}/5" if k in risk else "–" for k in ("likelihood", "impact")),
            risk.get("answer", ""),
        )
        for risk in risks.values()
    ]
    return Table(text("Risks"), columns, rows)


def tables(job: Job, key: str) -> list[Table]:
    """For CSV: a row an amount, of budget and funding."""
    sheet = project_sheet(job.view, key)
    columns = (
        Column("project", ""), Column("kind", ""), Column("department", ""), Column("source", ""), Column("line", ""),
        Column("section", ""), Column("measure", ""), Column("year", "", TEXT), Column("amount", "", AMOUNT),
    )  # fmt: skip
    own = sheet.project.key
    rows: list[tuple[Any, ...]] = [
        (own, "budget", line.department, "", "", line.section, line.stage, year_name(year), cents)
        for line in sheet.budget
        for year, cents in line.amounts.items()
    ]
    rows += [
        (own, "funding", "", f.source.key, f.line, f.section, name, "", cents)
        for f in sheet.funding
        for name in ("eligible", "justified", "requested", "awarded", "expected", "received")
        if (cents := getattr(f, name)) is not None
    ]
    return [Table("", columns, rows, None, sheet.currency)]
