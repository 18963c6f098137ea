"""Net cost (reste à charge): cost − counted grants, at each certainty; and what projects' money adds up to."""

from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from citydash.figures import formulas
from citydash.figures.funding import FundingLine, counts, funding_lines
from citydash.figures.projects import Project
from citydash.figures.view import SURE, View
from citydash.model.words import CERTAINTIES, PUBLIC_LEVELS


class Plan(NamedTuple):
    """How projects are financed at one certainty, in cents; shares are parts of one, None but of one project that has a
    `cost_excl_vat`.

    `other` is counted money that is neither grant nor loan (prices, own funds declared).
    """

    cost: int
    grants: int
    loans: int
    other: int
    vat_refund: Decimal
    cofinancing: float | None
    own_share: float | None
    endowments_share: float | None

    @property
    def net_cost(self) -> int:
        return self.cost - self.grants

    @property
    def net_of_refund(self) -> Decimal:
        return self.net_cost - self.vat_refund

    @property
    def own_funding(self) -> Decimal:
        return self.cost - self.grants - self.vat_refund - self.loans


def by_project(lines: list[FundingLine]) -> dict[tuple[int, int], list[FundingLine]]:
    """Funding lines of each (town, content)."""
    found: dict[tuple[int, int], list[FundingLine]] = defaultdict(list)
    for line in lines:
        found[line.project.town, line.project.content].append(line)
    return found


def grants_of(lines: list[FundingLine], sure: tuple[str, ...]) -> int:
    """Counted grants at a certainty, in cents."""
    return sum(line.counted for line in lines if line.source.kind == "grant" and counts(line, sure))


def plan_of(view: View, project: Project, lines: list[FundingLine], sure: tuple[str, ...]) -> Plan:
    """How a project is financed by the lines that count at a certainty. Shares use investment lines only."""
    counted = [line for line in lines if counts(line, sure)]
    kinds: dict[str, int] = defaultdict(int)
    for line in counted:
        kinds[line.source.kind] += line.counted
    other = sum(cents for kind, cents in kinds.items() if kind not in ("grant", "loan"))
    refund = formulas.vat_refund(
        project.investment, view.names.town(project.town).vat_refund_rate, project.vat_refund_share
    )
    base = project.cost_excl_vat
    grants = [line for line in counted if line.source.kind == "grant" and line.section == "investment"]
    if not base:
        return Plan(project.cost, kinds["grant"], kinds["loan"], other, refund, None, None, None)
    public = sum(line.counted for line in grants if line.source.level in PUBLIC_LEVELS)
    private = sum(line.counted for line in grants if line.source.level == "private")
    endowments = sum(line.counted for line in grants if line.source.state_endowment)
    return Plan(
        project.cost, kinds["grant"], kinds["loan"], other, refund,
        formulas.share(sum(line.counted for line in grants), base),
        formulas.own_share(base, public, private), formulas.share(endowments, base),
    )  # fmt: skip


def plans(view: View, lines: list[FundingLine]) -> dict[str, dict[str, Plan]]:
    """How the chosen projects are financed together: currency → certainty → plan, from all their lines.

    The shares are each project's own: a sum has none.
    """
    costs = dict.fromkeys(view.currencies, 0)
    refunds = dict.fromkeys(view.currencies, Decimal(0))
    for p in view.projects:
        code = view.currency(p.town)
        costs[code] += p.cost
        if p.vat_refund_share:
            refunds[code] += formulas.vat_refund(
                p.investment, view.names.town(p.town).vat_refund_rate, p.vat_refund_share
            )
    sums: dict[tuple[str, str, str], int] = defaultdict(int)
    currencies = {town: view.currency(town) for town in {line.project.town for line in lines}}
    for line in lines:
        sums[currencies[line.project.town], line.source.kind, line.certainty] += line.counted
    found: dict[str, dict[str, Plan]] = {}
    for code, cost in costs.items():
        found[code] = {}
        for certainty, sure in SURE.items():
            kinds: dict[str, int] = defaultdict(int)
            for (currency, kind, own), cents in sums.items():
                if currency == code and (own in sure or own == "lost"):
                    kinds[kind] += cents
            other = sum(cents for kind, cents in kinds.items() if kind not in ("grant", "loan"))
            found[code][certainty] = Plan(cost, kinds["grant"], kinds["loan"], other, refunds[code], None, None, None)
    return found


def net_cost(view: View, *, every: bool) -> list[tuple[int, int, int, int, int, int, int, int, int, int]]:
    """Facts of net cost, as `rollup` reads them: one a project at the view's certainty, or `every` one of the three."""
    lines = by_project(funding_lines(view))
    facts = []
    for p in view.projects:
        own = lines.get((p.town, p.content), [])
        for certainty in SURE if every else (view.certainty,):
            number = CERTAINTIES.index(certainty) + 1
            facts.append(
                (p.town, p.portfolio, p.content, 0, 0, 0, 0, number, 0, p.cost - grants_of(own, SURE[certainty]))
            )
    return facts
