"""How a cost is met, at each certainty: of one project, or of many together."""

from typing import Any

from citydash.figures.netcost import Plan
from citydash.model.amounts import money
from citydash.report.document import AMOUNT, Column, Job, Table, rounded


def plans_json(plans: dict[str, Plan]) -> dict[str, Any]:
    """Certainty → the plan's sums, and its shares of the base excluding VAT: many projects together have none."""
    return {
        certainty: {
            "grants": money(plan.grants), "loans": money(plan.loans), "other": money(plan.other),
            "vat_refund": money(rounded(plan.vat_refund)), "net_cost": money(plan.net_cost),
            "net_of_refund": money(rounded(plan.net_of_refund)), "own_funding": money(rounded(plan.own_funding)),
            "cofinancing": part(plan.cofinancing),
            "own_share": part(plan.own_share), "state_endowments_share": part(plan.endowments_share),
        }
        for certainty, plan in plans.items()
    }  # fmt: skip


def part(share: float | None) -> float | None:
    """A part of one as JSON writes it."""
    return None if share is None else round(share, 6)


def plans_table(job: Job, plans: dict[str, Plan], currency: str, note: str = "") -> Table:
    """From cost to own funding, a column a certainty."""
    locale, text = job.locale, job.locale.text
    columns = (Column("part", text("Financing")), *(Column(c, locale.word("certainty", c), AMOUNT) for c in plans))
    names = {
        "cost": text("Cost"), "grants": text("Counted grants"), "net_cost": text("Net cost"),
        "vat_refund": text("VAT refund"), "net_of_refund": text("Net cost after VAT refund"), "loans": text("Loans"),
        "own_funding": text("Own funding"),
    }  # fmt: skip
    rows: list[tuple[Any, ...]] = [
        (said, *(getattr(plan, name) for plan in plans.values())) for name, said in names.items()
    ]
    keys = tuple(("plan", name) for name in names)
    return Table(text("Financing plan"), columns, rows, None, currency, note, keys=keys)
