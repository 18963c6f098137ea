"""One project's financing table, as an application for a grant asks for it: what it costs with and without VAT, who
pays what of it, and whether the law's limits hold.
"""

from decimal import Decimal
from typing import NamedTuple

from citydash.figures import formulas
from citydash.figures.facts import stored
from citydash.figures.funding import FundingLine, counts, funding_lines
from citydash.figures.names import Town
from citydash.figures.netcost import Plan, plan_of
from citydash.figures.project import find_project
from citydash.figures.projects import Project
from citydash.figures.view import View
from citydash.model.rules import STATE_ENDOWMENTS_MAX
from citydash.model.words import LEVELS, PUBLIC_LEVELS, SECTIONS, UNCOUNTED_KINDS


class Resource(NamedTuple):
    """A funding line in the plan; cents. `base_share` is its part of the investment excluding VAT, None where either
    isn't known or the line is of operating; `definitive` what it ends at by the expenses justified so far.
    """

    line: FundingLine
    base_share: float | None
    definitive: Decimal | None

    @property
    def rate(self) -> float | None:
        """Counted ÷ eligible."""
        return formulas.share(self.line.counted, self.line.eligible or 0)

    @property
    def max_rate(self) -> float | None:
        rate = self.line.source.max_rate
        return None if rate is None else rate / formulas.MILLION

    @property
    def margin(self) -> int | None:
        """Cents left up to the source's highest rate, negative beyond it."""
        rate, eligible = self.line.source.max_rate, self.line.eligible
        if rate is None or eligible is None:
            return None
        return eligible * rate // formulas.MILLION - self.line.counted

    @property
    def stated(self) -> int | None:
        """What its file says of it, for lines that count for nothing: awarded, else requested, else expected."""
        f = self.line
        return next((cents for cents in (f.awarded, f.requested, f.expected) if cents is not None), None)

    @property
    def loss(self) -> Decimal | None:
        """What is lost if no more is justified."""
        return None if self.definitive is None else self.line.counted - self.definitive


class Check(NamedTuple):
    """A limit of the law on the plan: `own-share` at least, `endowments` at most. `margin` is in cents, negative beyond
    the limit; `share` and `margin` are None where no base is written.
    """

    name: str
    share: float | None
    limit: float
    margin: int | None

    @property
    def holds(self) -> bool | None:
        return None if self.margin is None else self.margin >= 0


class FundingPlan(NamedTuple):
    """The financing of one project, cents; counted at the view's certainty. `years` are the investment planned with VAT
    by year (`model.fiscal`). Grants stand by level, public ones first; `uncounted` are in-kind contributions and
    guarantees, in no sum; `waiting` lines that the view's certainty leaves out, `lost` ones that brought nothing.
    """

    project: Project
    town: Town
    town_key: str
    portfolio: str
    lead: str
    currency: str
    years: dict[int, int]
    plan: Plan
    checks: tuple[Check, ...]
    public: tuple[Resource, ...]
    private: tuple[Resource, ...]
    loans: tuple[Resource, ...]
    others: tuple[Resource, ...]
    uncounted: tuple[Resource, ...]
    waiting: tuple[Resource, ...]
    lost: tuple[Resource, ...]

    @property
    def base(self) -> int | None:
        return self.project.cost_excl_vat

    @property
    def investment(self) -> int:
        return self.project.investment

    @property
    def operating(self) -> int:
        """Operating up to the end, part of the cost."""
        return self.project.cost - self.project.investment

    @property
    def vat(self) -> int | None:
        """Of the investment: with VAT less without."""
        return None if self.base is None else self.investment - self.base

    @property
    def grants_on_base(self) -> int:
        """Counted grants of the investment."""
        return sum(r.line.counted for r in (*self.public, *self.private) if r.line.section == "investment")

    @property
    def own_on_base(self) -> int | None:
        """What the town brings of the investment excluding VAT, loans included."""
        return None if self.base is None else self.base - self.grants_on_base

    @property
    def own_share(self) -> float | None:
        """The part of the base that the town brings; not the law's own share, which leaves private money aside."""
        return None if self.own_on_base is None else formulas.share(self.own_on_base, self.base or 0)

    def part(self, cents: "int | Decimal") -> float | None:
        """A part of the cost."""
        return formulas.share(cents, self.plan.cost)


def funding_plan(view: View, key: str) -> FundingPlan:
    """The financing of the project that `key` names. Raises `UsageError`."""
    p = find_project(view, key)
    own, names = view.only(p), view.names
    town = names.town(p.town)
    lines = funding_lines(own)
    groups: dict[str, list[Resource]] = {}
    for line in sorted(lines, key=lambda f: (_level(f), -f.counted, f.line)):
        groups.setdefault(_group(view, line), []).append(_resource(p, line))
    years: dict[int, int] = {}
    for row in stored(own, ("planned",), ("project", "section", "year")):
        if SECTIONS[row[5]] == "investment" and row[0] == p.town:
            years[row[8]] = years.get(row[8], 0) + row[9]
    parts = ("public", "private", "loans", "others", "uncounted", "waiting", "lost")
    plan = plan_of(view, p, lines, view.sure)
    return FundingPlan(
        p, town, names.town_key(p.town), names.portfolio(p.town, p.portfolio).title, names.department(p.town, p.lead),
        view.currency(p.town), dict(sorted(years.items())), plan, _checks(p, town, plan, groups),
        **{part: tuple(groups.get(part, ())) for part in parts},
    )  # fmt: skip


def _level(line: FundingLine) -> int:
    return LEVELS.index(line.source.level) if line.source.level else len(LEVELS)


def _group(view: View, line: FundingLine) -> str:
    kind, level = line.source.kind, line.source.level
    if line.certainty == "lost" and not line.received:
        return "lost"
    if not counts(line, view.sure):
        return "waiting"
    if kind in UNCOUNTED_KINDS:
        return "uncounted"
    if kind == "grant":
        return "public" if level in PUBLIC_LEVELS else "private"
    return "loans" if kind == "loan" else "others"


def _resource(p: Project, line: FundingLine) -> Resource:
    share = formulas.share(line.counted, p.cost_excl_vat or 0) if line.section == "investment" else None
    definitive = None
    if line.justified is not None and line.awarded is not None and line.eligible:
        definitive = formulas.definitive_grant(line.awarded, line.eligible, line.justified)
    return Resource(line, share, definitive)


def _checks(p: Project, town: Town, plan: Plan, groups: dict[str, list[Resource]]) -> tuple[Check, ...]:
    """L1111-10: own share at least the town's floor. R2334-27: State endowments at most 80 % of the base."""
    base = p.cost_excl_vat
    floor, cap = town.own_share_min, STATE_ENDOWMENTS_MAX
    own_margin = endowments_margin = None
    if base:
        grants = [
            r.line for part in ("public", "private") for r in groups.get(part, ()) if r.line.section == "investment"
        ]
        public = sum(line.counted for line in grants if line.source.level in PUBLIC_LEVELS)
        private = sum(line.counted for line in grants if line.source.level == "private")
        endowments = sum(line.counted for line in grants if line.source.state_endowment)
        own_margin = base - private - public - (base - private) * floor // formulas.MILLION
        endowments_margin = base * cap // formulas.MILLION - endowments
    return (
        Check("own-share", plan.own_share, floor / formulas.MILLION, own_margin),
        Check("endowments", plan.endowments_share, cap / formulas.MILLION, endowments_margin),
    )
