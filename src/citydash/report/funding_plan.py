"""`report funding-plan ID`: one project's financing table, as an application for a grant has it."""

from typing import Any

from citydash.figures.financing import Check, FundingPlan, Resource, funding_plan
from citydash.model.fiscal import year_name
from citydash.report.document import (
    AMOUNT,
    PERCENT,
    Column,
    Job,
    Report,
    Row,
    Table,
    about,
    header,
    left_out,
    with_tax,
)
from citydash.report.records import Record, as_json, as_table

_PARTS = ("public", "private", "loans", "others", "uncounted", "waiting", "lost")
_KEYS = (
    "project", "part", "line", "source", "name", "funder", "level", "kind", "section", "status", "certainty",
    "eligible", "requested", "awarded", "counted", "rate", "max_rate", "base_share", "definitive", "loss",
)  # fmt: skip
_AMOUNTS = ("eligible", "requested", "awarded", "counted", "definitive", "loss")
_KINDS = dict.fromkeys(_AMOUNTS, AMOUNT) | dict.fromkeys(("rate", "max_rate", "base_share"), PERCENT)


def document(job: Job, key: str) -> dict[str, Any]:
    """The JSON document: expenses, resources by part of the plan, and the law's limits. `base` is excluding VAT."""
    made = funding_plan(job.view, key)
    p, plan = made.project, made.plan
    sums = {
        "cost": plan.cost, "investment": made.investment, "base": made.base, "vat": made.vat,
        "operating": made.operating,
        "investment_by_year": {year_name(year): cents for year, cents in made.years.items()},
        "grants": plan.grants, "loans": plan.loans, "other": plan.other, "vat_refund": plan.vat_refund,
        "net_cost": plan.net_cost, "own_funding": plan.own_funding,
        "grants_on_base": made.grants_on_base, "own_on_base": made.own_on_base,
    }  # fmt: skip
    return {
        **header(job, "funding-plan"),
        "currency": made.currency, "certainty": job.view.certainty, "town": made.town_key, "siret": made.town.siret,
        "project": p.key, "title": p.title, "status": p.status, "start": p.start, "end": p.end,
        **as_json(sums, dict.fromkeys(sums, AMOUNT)),
        "resources": [as_json(_record(made, part, r), _KINDS) for part, r in _resources(made)],
        "checks": [
            as_json(
                {"check": c.name, "share": c.share, "limit": c.limit, "margin": c.margin, "holds": c.holds},
                {"share": PERCENT, "limit": PERCENT, "margin": AMOUNT},
            )
            for c in made.checks
        ],
    }  # fmt: skip


def _resources(made: FundingPlan) -> list[tuple[str, Resource]]:
    return [(part, r) for part in _PARTS for r in getattr(made, part)]


def _record(made: FundingPlan, part: str, r: Resource) -> Record:
    f = r.line
    return {
        "project": made.project.key, "part": part, "line": f.line, "source": f.source.key, "name": f.source.name,
        "funder": f.source.funder, "level": f.source.level or None, "kind": f.source.kind or None, "section": f.section,
        "status": f.status, "certainty": f.certainty, "eligible": f.eligible, "requested": f.requested,
        "awarded": f.awarded, "counted": f.counted, "rate": r.rate, "max_rate": r.max_rate, "base_share": r.base_share,
        "definitive": r.definitive, "loss": r.loss,
    }  # fmt: skip


def build(job: Job, key: str) -> Report:
    """The table for people."""
    made, text = funding_plan(job.view, key), job.locale.text
    title = text("{project} – Financing plan", project=made.project.title)
    tables = [_expenses(job, made), _years(job, made), _on_base(job, made), _whole(job, made), _checks(job, made)]
    if any(r.definitive is not None for _part, r in _resources(made)):
        tables.append(_definitive(job, made))
    if made.others or made.uncounted or made.waiting or made.lost:
        tables.append(_aside(job, made))
    return Report(title, about(job), _facts(job, made), tables, left_out(job))


def _facts(job: Job, made: FundingPlan) -> list[tuple[str, str]]:
    locale, text, p = job.locale, job.locale.text, made.project
    cost = with_tax(locale, locale.money(p.cost, made.currency), made.currency)
    pairs = [
        (text("Applicant"), made.town.name),
        ("SIRET", made.town.siret or ""),
        (text("Project"), p.title),
        (text("Summary"), p.summary or ""),
        (text("Portfolio"), made.portfolio),
        (text("Lead"), made.lead),
        (text("Status"), locale.word("status", p.status)),
        (text("Dates"), f"{locale.date(p.start)} → {locale.date(p.end)}" if p.start or p.end else ""),
        (text("Cost"), cost),
        (text("Base"), "" if made.base is None else _without_tax(job, made)),
    ]
    return [(label, said) for label, said in pairs if said]


def _without_tax(job: Job, made: FundingPlan) -> str:
    return job.locale.text("{amount} excl. VAT", amount=job.locale.money(made.base, made.currency))


def _expenses(job: Job, made: FundingPlan) -> Table:
    text = job.locale.text
    columns = (
        Column("item", text("Expense")), Column("base", text("Excl. VAT"), AMOUNT),
        Column("vat", text("VAT"), AMOUNT), Column("amount", text("Incl. VAT"), AMOUNT),
    )  # fmt: skip
    rows: list[Row] = [(text("Investment"), made.base, made.vat, made.investment)]
    if made.operating:
        rows.append((text("Operating until delivery"), None, None, made.operating))
    note = ""
    if made.base is None:
        note = text("No cost excluding VAT is given (cost_excl_vat), so this plan can't be drawn up.")
    elif made.vat is not None and made.vat < 0:
        note = text(
            "The cost excluding VAT exceeds the investment planned with VAT: one of the two is to be corrected."
        )
    total = (text("Total"), None, None, made.plan.cost)
    return Table(text("Expenses"), columns, rows, total, made.currency, note, vat=False, exact=True)


def _years(job: Job, made: FundingPlan) -> Table:
    text = job.locale.text
    columns = (
        Column("item", text("Expense")),
        *(Column(year_name(year), job.locale.year(year_name(year)), AMOUNT) for year in made.years),
        Column("total", text("Total"), AMOUNT),
    )
    rows: list[Row] = [(text("Investment"), *made.years.values(), made.investment)] if made.years else []
    empty = text("No investment is planned.")
    return Table(text("Schedule of the investment"), columns, rows, None, made.currency, empty=empty, exact=True)


def _on_base(job: Job, made: FundingPlan) -> Table:
    """The balanced plan of the investment: grants, and the town for the rest."""
    locale, text, base = job.locale, job.locale.text, made.base
    columns = (
        Column("source", text("Resource")), Column("funder", text("Funder")), Column("status", text("Status")),
        Column("eligible", text("Eligible base"), AMOUNT), Column("rate", text("Rate"), PERCENT, 1),
        Column("counted", text("Amount"), AMOUNT), Column("base_share", text("% of the base"), PERCENT, 1),
    )  # fmt: skip
    title = text("Financing plan of the investment, excl. VAT")
    if base is None:
        empty = text("No cost excluding VAT is given (cost_excl_vat), so this plan can't be drawn up.")
        return Table(title, columns, [], None, made.currency, empty=empty, vat=False, exact=True)
    rows: list[Row] = [
        (
            r.line.source.name, r.line.source.funder, locale.word("funding", r.line.status), r.line.eligible, r.rate,
            r.line.counted, r.base_share,
        )
        for r in (*made.public, *made.private)
        if r.line.section == "investment"
    ]  # fmt: skip
    rows.append(
        (text("The town: own funds and loans"), made.town.name, "", None, None, made.own_on_base, made.own_share)
    )
    total = (text("Total"), "", "", None, None, base, 1.0 if base else None)
    note = text("Rate: amount ÷ eligible base.")
    return Table(title, columns, rows, total, made.currency, note, vat=False, exact=True, wraps=True)


def _whole(job: Job, made: FundingPlan) -> Table:
    """How the cost with VAT is met, both sections."""
    text, plan = job.locale.text, made.plan
    columns = (
        Column("part", text("Resource")), Column("amount", text("Amount"), AMOUNT),
        Column("share", text("% of the cost"), PERCENT, 1),
    )  # fmt: skip
    rows: list[Row] = [
        (text("Grants"), plan.grants, made.part(plan.grants)),
        (text("VAT refund"), plan.vat_refund, made.part(plan.vat_refund)),
        (text("Loans"), plan.loans, made.part(plan.loans)),
        (text("Own funding"), plan.own_funding, made.part(plan.own_funding)),
    ]
    total = (text("Total"), plan.cost, made.part(plan.cost))
    return Table(text("How the whole cost is met"), columns, rows, total, made.currency, exact=True)


def _checks(job: Job, made: FundingPlan) -> Table:
    locale, text = job.locale, job.locale.text
    columns = (
        Column("rule", text("Rule")), Column("share", text("Of this plan"), PERCENT, 1), Column("limit", text("Limit")),
        Column("margin", text("Margin"), AMOUNT), Column("verdict", text("Result")),
    )  # fmt: skip
    rules = {
        "own-share": (text("Own share of the town (L1111-10 CGCT)"), text("at least {share}")),
        "endowments": (text("State endowments together (R2334-27 CGCT)"), text("at most {share}")),
    }

    def row(c: Check) -> Row:
        name, limit = rules[c.name]
        return name, c.share, limit.format(share=locale.percent(c.limit)), c.margin, _verdict(job, c.holds)

    rows = [row(c) for c in made.checks]
    rows += [
        (
            text("Maximum rate: {source}", source=r.line.source.name), r.rate,
            text("at most {share}").format(share=locale.percent(r.max_rate)), r.margin,
            _verdict(job, (r.margin or 0) >= 0),
        )
        for r in (*made.public, *made.private)
        if r.max_rate is not None and r.rate is not None
    ]  # fmt: skip
    return Table(text("Limits"), columns, rows, None, made.currency, vat=False, exact=True, wraps=True)


def _verdict(job: Job, holds: bool | None) -> str:  # noqa: FBT001 - a value
    text = job.locale.text
    if holds is None:
        return text("? can't be told")
    return text("✓ respected") if holds else text("▲ exceeded")


def _definitive(job: Job, made: FundingPlan) -> Table:
    text = job.locale.text
    columns = (
        Column("source", text("Source")), Column("awarded", text("Awarded"), AMOUNT),
        Column("eligible", text("Eligible base"), AMOUNT), Column("justified", text("Justified so far"), AMOUNT),
        Column("definitive", text("Definitive grant"), AMOUNT), Column("loss", text("Loss"), AMOUNT),
    )  # fmt: skip
    rows: list[Row] = [
        (r.line.source.name, r.line.awarded, r.line.eligible, r.line.justified, r.definitive, r.loss)
        for _part, r in _resources(made)
        if r.definitive is not None
    ]
    note = text("Final amount of grants if no further expenses are justified.")
    return Table(text("Definitive grants"), columns, rows, None, made.currency, note, vat=False, exact=True, wraps=True)


def _aside(job: Job, made: FundingPlan) -> Table:
    locale, text = job.locale, job.locale.text
    why = {
        "others": text("part of own funding, in no total"),
        "uncounted": text("in no total: in kind or guarantee"),
        "waiting": text("not counted at this certainty"),
        "lost": text("lost"),
    }
    columns = (
        Column("source", text("Source")), Column("funder", text("Funder")), Column("status", text("Status")),
        Column("amount", text("Amount"), AMOUNT), Column("why", text("Why")),
    )  # fmt: skip
    rows: list[Row] = [
        (r.line.source.name, r.line.source.funder, locale.word("funding", r.line.status), r.stated, why[part])
        for part, r in _resources(made)
        if part in why
    ]
    return Table(text("Outside the plan"), columns, rows, None, made.currency, vat=False, exact=True, wraps=True)


def tables(job: Job, key: str) -> list[Table]:
    """For CSV: a row a funding line."""
    made = funding_plan(job.view, key)
    return [as_table([_record(made, part, r) for part, r in _resources(made)], _KEYS, _KINDS, made.currency)]
