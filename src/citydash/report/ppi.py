"""`report ppi`: the multi-year investment plan, as the annex to the budget debate shows it."""

from typing import Any

from citydash.figures.ppi import Amounts, Operation, Ppi, ppi
from citydash.report.document import (
    AMOUNT,
    NUMBER,
    YEARS,
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
    no_project,
    with_tax,
    workspace_title,
)
from citydash.report.records import Record, as_json, as_table

TYPE_CHECKING = False  # as typing's, without importing it
if TYPE_CHECKING:
    from decimal import Decimal

_KEYS = (
    "town", "portfolio", "project", "title", "status", "cost", "investment", "before", "paid_before", "years", "later",
    "undated", "grants", "secured_grants", "vat_refund", "net_cost", "net_of_refund",
)  # fmt: skip
_KINDS = dict.fromkeys(
    (
        "cost", "investment", "before", "paid_before", "later", "undated", "grants", "secured_grants", "vat_refund",
        "net_cost", "net_of_refund",
    ),
    AMOUNT,
)  # fmt: skip
_ASIDE = ("on-hold", "cancelled")
"""Statuses that are said beside a title: their amounts count like all others."""


def document(job: Job) -> dict[str, Any]:
    """The JSON document. `before` … `undated` are planned and add up to `cost`; `paid_before` stands beside."""
    common = {**header(job, "ppi"), "certainty": job.view.certainty, "sections": list(job.cuts.sections)}
    blocks = [
        {
            "currency": plan.currency, "first_year": plan.first,
            "lines": [as_json(_record(plan, o), _KINDS) for o in plan.operations],
            "totals": as_json(_amounts(plan, plan.total), _KINDS),
            "projects_without_amount": plan.without_amount,
        }
        for plan in ppi(job.view, job.cuts.sections)
    ]  # fmt: skip
    return in_blocks(common, blocks)


def _record(plan: Ppi, o: Operation) -> Record:
    p = o.project
    named = {"town": o.town, "portfolio": o.portfolio, "project": p.key, "title": p.title, "status": p.status}
    return named | _amounts(plan, o.amounts)


def _amounts(plan: Ppi, a: Amounts) -> Record:
    return {
        "cost": a.cost, "investment": a.investment, "before": a.before, "paid_before": a.paid_before,
        "years": {str(year): cents for year, cents in zip(plan.years, a.years, strict=True)},
        "later": a.later, "undated": a.undated, "grants": a.grants, "secured_grants": a.secured,
        "vat_refund": a.vat_refund, "net_cost": a.net_cost, "net_of_refund": a.net_of_refund,
    }  # fmt: skip


def build(job: Job) -> Report:
    """The annex for people: portfolios, then every operation."""
    plans = ppi(job.view, job.cuts.sections)
    first = plans[0].first
    span = f"{first}–{plans[0].years[-1]}"
    title = _title(job, plans).format(town=workspace_title(job), span=span)
    tables = [table for plan in plans for table in (_portfolios(job, plan), _operations(job, plan))]
    notes = [note for plan in plans for note in _notes(job, plan)]
    return Report(
        title, about(job), [fact for plan in plans for fact in _facts(job, plan)], tables, [*notes, *left_out(job)]
    )


def _has_both(job: Job, plan: Ppi) -> bool:
    """Whether operating is summed without having been asked for alone."""
    return job.cuts.sections != ("operating",) and any(o.amounts.cost != o.amounts.investment for o in plan.operations)


def _title(job: Job, plans: list[Ppi]) -> str:
    """The title, its town and span yet to be filled in: a plan with operating isn't one of investment."""
    text = job.locale.text
    if job.cuts.sections == ("operating",):
        return text("{town} – Multi-year plan {span}: operating")
    if any(_has_both(job, plan) for plan in plans):
        return text("{town} – Multi-year plan (PPI) {span}: investment and operating")
    return text("{town} – Multi-year investment plan (PPI) {span}")


def _facts(job: Job, plan: Ppi) -> list[tuple[str, str]]:
    locale, text, total = job.locale, job.locale.text, plan.total
    if not plan.operations:
        return []

    def brief(cents: "int | Decimal") -> str:
        return locale.brief(cents, plan.currency)

    cost = with_tax(locale, brief(total.cost), plan.currency)
    if total.cost != total.investment:
        cost = text("{cost}, of which investment {part}", cost=cost, part=brief(total.investment))
    share = locale.percent(total.secured / total.grants if total.grants else None)
    return [
        (text("Operations"), locale.number(len(plan.operations))),
        (text("Cost"), cost),
        (text("Counted grants"), text("{amount}, {share} secured", amount=brief(total.grants), share=share)),
        (text("VAT refund"), brief(total.vat_refund)),
        (text("Net cost after VAT refund"), brief(total.net_of_refund)),
    ]


def _notes(job: Job, plan: Ppi) -> list[str]:
    if not plan.without_amount:
        return []
    said = job.locale.plural(
        "{n} project without any amount stands in no row.",
        "{n} projects without any amount stand in no row.",
        plan.without_amount,
    )
    return [said]


def _columns(job: Job, plan: Ppi) -> list[Column]:
    text, first = job.locale.text, str(plan.first)
    undated = [Column("undated", job.locale.word("year", "undated").capitalize(), AMOUNT)] if plan.total.undated else []
    return [
        Column("cost", text("Cost"), AMOUNT),
        Column("before", text("Before {year}", year=first), AMOUNT),
        Column("paid_before", text("Paid before {year}", year=first), AMOUNT),
        *(Column(str(year), str(year), AMOUNT) for year in plan.years),
        Column("later", text("Beyond"), AMOUNT),
        *undated,
        Column("grants", text("Grants"), AMOUNT),
        Column("vat_refund", text("VAT refund"), AMOUNT),
        Column("net_of_refund", text("Net cost"), AMOUNT),
    ]


def _cells(plan: Ppi, a: Amounts) -> Row:
    undated = (a.undated,) if plan.total.undated else ()
    return (a.cost, a.before, a.paid_before, *a.years, a.later, *undated, a.grants, a.vat_refund, a.net_of_refund)


def _portfolios(job: Job, plan: Ppi) -> Table:
    text = job.locale.text
    columns = (
        Column("portfolio", text("Portfolio")),
        Column("operations", text("Operations"), NUMBER),
        *_columns(job, plan),
    )
    rows: list[Row] = [(title, n, *_cells(plan, amounts)) for title, n, amounts in plan.portfolios]
    total = (text("Total"), len(plan.operations), *_cells(plan, plan.total)) if rows else None
    charts = (Chart(YEARS, tuple(map(str, plan.years))),)
    named = dict.fromkeys((o.portfolio, o.portfolio_title) for o in plan.operations)
    return Table(
        text("Plan by portfolio"), columns, rows, total, plan.currency, empty=no_project(job),
        charts=charts, keys=tuple(("portfolio", key) for key, _title in named),
    )  # fmt: skip


def _operations(job: Job, plan: Ppi) -> Table:
    locale, text = job.locale, job.locale.text
    columns = (Column("operation", text("Operation")), Column("portfolio", text("Portfolio")), *_columns(job, plan))
    rows: list[Row] = []
    for o in plan.operations:
        aside = f" ({locale.word('status', o.project.status)})" if o.project.status in _ASIDE else ""
        rows.append((o.project.title + aside, o.portfolio_title, *_cells(plan, o.amounts)))
    total = (text("Total"), "", *_cells(plan, plan.total)) if rows else None
    note = text(
        "Cost: planned investment, and operating up to each operation's end. Before {year}: planned in past years, "
        "beside what was paid of it. Net cost: cost less grants and VAT refund.",
        year=str(plan.first),
    )  # fmt: skip
    return Table(
        text("Plan by operation"), columns, rows, total, plan.currency, note if rows else "",
        text("No operation has an amount."), keys=tuple((o.project.town, o.project.key) for o in plan.operations),
    )  # fmt: skip


def tables(job: Job) -> list[Table]:
    """For CSV: a row an operation."""
    return [
        as_table([_record(plan, o) for o in plan.operations], _KEYS, _KINDS, plan.currency)
        for plan in ppi(job.view, job.cuts.sections)
    ]
