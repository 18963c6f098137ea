"""The figures of the first paint, at any size: the headline, and a row for each project. Summed in SQLite.

The definitions are those of the lines (`funding`, `milestones`, `projects`), and a test holds both to the same amounts.
Reading every line takes a second at ten thousand projects; this a tenth of it, most of it outside Python's lock.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from math import fsum
from typing import NamedTuple

from citydash.figures import formulas, standings
from citydash.figures.projects import Project
from citydash.figures.standing import Group, Headline, Money
from citydash.figures.view import View
from citydash.model.words import CERTAINTIES, CERTAINTY, STATUSES, UNCOUNTED_KINDS

Groups = dict[tuple[int, int], list[int]]
"""(town, portfolio) → [projects, cost, committed, paid], in cents."""
Funding = dict[str, list[int]]
"""Currency → [grants counted, secured grants, at risk], in cents."""


def headline(view: View) -> Headline:
    """The headline figures of the chosen projects: of all of them summed in SQLite, else from how each stands."""
    return _of_all(view) if view.chosen is None else _of_chosen(view)


def _of_all(view: View) -> Headline:
    statuses: Counter[str] = Counter()
    groups: Groups = defaultdict(lambda: [0, 0, 0, 0])
    for town, portfolio, status, month, n, *sums in view.snapshot.fetch("overview_projects"):
        statuses[status] += n
        start = view.names.town(town).fiscal_year_start
        after = start > 1 and month >= start
        group = groups[town, portfolio]
        for place, amount in enumerate((n, *(sums[2 * k + after] for k in range(3)))):
            group[place] += amount
    late, first = view.snapshot.fetch("overview_late", today=view.today)[0]
    elapsed = view.snapshot.fetch("overview_elapsed", today=view.today)[0][0]
    return _headline(view, statuses, groups, _funding(view), elapsed, late, first)


def _of_chosen(view: View) -> Headline:
    chosen, late, elapsed = view.chosen or frozenset(), standings.late(view), standings.elapsed(view)
    if 2 * len(chosen) > len(view.every_project):
        others = [p for p in view.every_project if (p.town, p.content) not in chosen]
        added = _less(whole(view), _added_up(view, others))
    else:
        added = _added_up(view, view.projects)
    over = [elapsed[at] for at in chosen & elapsed.keys()]
    tardy = [late[at] for at in chosen & late.keys()]
    first = min((day for _n, day in tardy), default=None)
    share = fsum(over) / len(over) if over else None
    return _headline(view, added.statuses, added.groups, added.funding, share, sum(n for n, _day in tardy), first)


class AddedUp(NamedTuple):
    """Some projects by status, and their amounts by portfolio and by currency."""

    statuses: Counter[str]
    groups: Groups
    funding: Funding


def _added_up(view: View, projects: list[Project]) -> AddedUp:
    """Column by column: in half of the time of one project after the other."""
    by_portfolio: dict[tuple[int, int], list[Project]] = defaultdict(list)
    for p in projects:
        by_portfolio[p.town, p.portfolio].append(p)
    groups: Groups = {}
    funding: Funding = defaultdict(lambda: [0, 0, 0])
    funded, place = standings.funded(view), CERTAINTIES.index(view.certainty)
    for (town, portfolio), own in by_portfolio.items():
        columns = [p.cost for p in own], [p.cost_committed for p in own], [p.cost_paid for p in own]
        groups[town, portfolio] = [len(own), *map(sum, columns)]
        lines = [line for p in own if (line := funded.get((town, p.content))) is not None]
        if lines:
            sums = funding[view.currency(town)]
            sums[0] += sum([line[place] for line in lines])
            sums[1] += sum([line.secured for line in lines])
            sums[2] += sum([line.at_risk for line in lines])
    return AddedUp(Counter([p.status for p in projects]), groups, funding)


def whole(view: View) -> AddedUp:
    """That of every project; added up once."""
    name = f"added up, {view.certainty}"
    if name not in view.known:
        view.known[name] = _added_up(view, view.every_project)
    found: AddedUp = view.known[name]
    return found


def _less(whole: AddedUp, others: AddedUp) -> AddedUp:
    """What is left of the whole without others."""
    groups = {
        at: [all_ - some for all_, some in zip(sums, others.groups.get(at, (0, 0, 0, 0)), strict=True)]
        for at, sums in whole.groups.items()
    }
    funding = {
        code: [all_ - some for all_, some in zip(sums, others.funding.get(code, (0, 0, 0)), strict=True)]
        for code, sums in whole.funding.items()
    }
    return AddedUp(whole.statuses - others.statuses, {at: sums for at, sums in groups.items() if sums[0]}, funding)


def _headline(
    view: View,
    statuses: Counter[str],
    groups: Groups,
    funding: Funding,
    elapsed: float | None,
    late: int,
    first: str | None,
) -> Headline:
    return Headline(
        projects=sum(statuses.values()),
        statuses={status: statuses[status] for status in STATUSES if statuses[status]},
        money=tuple(_money(view, currency, groups, funding) for currency in view.currencies),
        portfolios=_portfolios(view, groups),
        pillars=_pillars(view, groups),
        elapsed=elapsed,
        late=late,
        worst_delay=formulas.days_between(first, view.today) if first else None,
    )


def _funding(view: View) -> Funding:
    """That of every project."""
    found: Funding = defaultdict(lambda: [0, 0, 0])
    for town, word, status, missed, amount, unreceived in view.snapshot.fetch("overview_funding", today=view.today):
        source, certainty = view.names.source(town, word), CERTAINTY[status]
        sums = found[view.currency(town)]
        if source.kind == "grant":
            sums[0] += amount if certainty in view.sure or certainty == "lost" else 0
            sums[1] += amount if certainty in ("secured", "lost") else 0
        if source.kind not in UNCOUNTED_KINDS and certainty != "lost" and (certainty != "secured" or missed):
            sums[2] += unreceived
    for town, _content, cents in standings.spent_late(view):
        found[view.currency(town)][2] += cents
    return found


def _money(view: View, currency: str, groups: Groups, funding: Funding) -> Money:
    own = [group for (town, _portfolio), group in groups.items() if view.currency(town) == currency]
    sums = [sum(column) for column in zip(*own, strict=True)] or [0, 0, 0, 0]
    return Money(currency, *sums, *funding.get(currency, (0, 0, 0)))


def _portfolios(view: View, groups: Groups) -> tuple[Group, ...]:
    names = view.names
    return _dearest_first(
        Group(names.key(t, p), names.label(t, names.portfolio(t, p).title), view.currency(t), *sums)
        for (t, p), sums in groups.items()
    )


def _pillars(view: View, groups: Groups) -> tuple[Group, ...]:
    """A pillar is every town's; its amounts of two currencies are two groups."""
    found: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for (town, portfolio), sums in groups.items():
        group = found[view.names.portfolio(town, portfolio).pillar, view.currency(town)]
        for place, amount in enumerate(sums):
            group[place] += amount
    return _dearest_first(Group(pillar, pillar, currency, *sums) for (pillar, currency), sums in found.items())


def _dearest_first(groups: Iterable[Group]) -> tuple[Group, ...]:
    return tuple(sorted(groups, key=lambda group: (-group.cost, group.key)))


class Row(NamedTuple):
    """A project in a list: grants counted at the view's certainty, those secured, cents; the first open milestone."""

    project: Project
    portfolio: str
    lead: str
    elapsed: float | None
    grants: int
    secured: int
    next_title: str
    next_day: str

    @property
    def net_cost(self) -> int:
        return self.project.cost - self.grants

    @property
    def measured(self) -> float | None:
        """Physical progress where somebody measured it, a part of one."""
        return None if self.project.progress is None else self.project.progress / formulas.MILLION

    @property
    def secured_share(self) -> float | None:
        return formulas.share(self.secured, self.grants)


def first_open(view: View) -> dict[tuple[int, int], tuple[str, str]]:
    """(town, content) → title and day of the first open milestone, of every project that has one; read once."""
    if "first_open" not in view.known:
        view.known["first_open"] = _first_open(view.whole())
    found: dict[tuple[int, int], tuple[str, str]] = view.known["first_open"]
    return found


def _first_open(view: View) -> dict[tuple[int, int], tuple[str, str]]:
    return {row[:2]: row[2:] for row in view.snapshot.fetch("next_milestones", **view.scope)}


def rows(view: View) -> list[Row]:
    """The chosen projects, by town, portfolio and id; of those that are known, once every project was asked for."""
    known: dict[tuple[int, int], Row] | None = view.known.get(f"rows, {view.certainty}")
    if known is not None:
        return [known[p.town, p.content] for p in view.projects]
    found = _rows(view)
    if view.chosen is None:
        view.known[f"rows, {view.certainty}"] = {(row.project.town, row.project.content): row for row in found}
    return found


def _rows(view: View) -> list[Row]:
    names = view.names
    grants, over = standings.funded(view), standings.elapsed(view)
    ahead = first_open(view) if view.chosen is None else _first_open(view)
    place = CERTAINTIES.index(view.certainty)
    titles = {key: names.label(key[0], portfolio.title) for key, portfolio in names.portfolios.items()}
    nothing, none = standings.NOTHING, ("", "")
    found = []
    for p in view.projects:
        key = (p.town, p.content)
        counted, (title, day) = grants.get(key, nothing), ahead.get(key, none)
        portfolio = titles.get((p.town, p.portfolio)) or names.words[p.portfolio]
        lead = names.department(p.town, p.lead)
        found.append(Row(p, portfolio, lead, over.get(key), counted[place], counted.secured, title, day))
    return found
