"""The first screen's figures at any size: summed in SQLite, lists cut to what a screen shows.

The definitions are those of `summary`, and a test holds both to the same amounts. `summary` reads every line and can
list them all; here ten thousand projects take a tenth of a second, most of it outside Python's lock.
"""

from collections import Counter, defaultdict
from datetime import date, timedelta
from json import dumps
from typing import Any, NamedTuple

from citydash.figures import formulas
from citydash.figures.alerts import CeilingUse, ceilings
from citydash.figures.funding import FundingLine, funding_lines
from citydash.figures.milestones import MilestoneLine, milestone_lines
from citydash.figures.projects import Project
from citydash.figures.standing import Group, Headline, Money, Point
from citydash.figures.summary import cumulated, summary
from citydash.figures.view import View
from citydash.model.rules import DEADLINE_DAYS
from citydash.model.words import CERTAINTY, STATUSES, UNCOUNTED_KINDS

PLACE = 1 << 24
"""town × PLACE + source tells a town's source in one number (index.aggregates)."""


def headline(view: View) -> Headline:
    """The headline figures of the chosen projects."""
    if _is_ambiguous(view):
        return _from_summary(view)
    chosen = _chosen(view)
    statuses: Counter[str] = Counter()
    groups: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for town, portfolio, status, month, n, *sums in view.snapshot.fetch("overview_projects", **chosen):
        statuses[status] += n
        start = view.names.town(town).fiscal_year_start
        after = start > 1 and month >= start
        group = groups[town, portfolio]
        for place, amount in enumerate((n, *(sums[2 * k + after] for k in range(3)))):
            group[place] += amount
    funding = _funding(view, chosen)
    late, first = view.snapshot.fetch("overview_late", today=view.today, **chosen)[0]
    return Headline(
        projects=sum(statuses.values()),
        statuses={status: statuses[status] for status in STATUSES if statuses[status]},
        money=tuple(_money(view, currency, groups, funding) for currency in view.currencies),
        portfolios=_portfolios(view, groups),
        elapsed=view.snapshot.fetch("overview_elapsed", today=view.today, **chosen)[0][0],
        late=late,
        worst_delay=formulas.days_between(first, view.today) if first else None,
    )


def _is_ambiguous(view: View) -> bool:
    """Whether contents alone don't tell the chosen projects: one text in two towns, and not all are chosen."""
    return view.chosen is not None and view.has_twins


def _chosen(view: View) -> dict[str, Any]:
    return {"every": 1, "contents": "[]"} if view.chosen is None else {"every": 0, "contents": view.contents}


def _from_summary(view: View) -> Headline:
    whole = summary(view)
    money = tuple(Money(*m[:7], m.at_risk) for m in whole.money)
    late = len(whole.late)
    return Headline(whole.projects, whole.statuses, money, whole.portfolios, whole.elapsed, late, whole.worst_delay)


def _funding(view: View, chosen: dict[str, Any]) -> dict[str, list[int]]:
    """Currency → [grants counted, secured grants, at risk], in cents."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for town, word, status, missed, amount, unreceived in view.snapshot.fetch(
        "overview_funding", today=view.today, **chosen
    ):
        source, certainty = view.names.source(town, word), CERTAINTY[status]
        sums = found[view.currency(town)]
        if source.kind == "grant":
            sums[0] += amount if certainty in view.sure or certainty == "lost" else 0
            sums[1] += amount if certainty in ("secured", "lost") else 0
        if source.kind not in UNCOUNTED_KINDS and certainty != "lost" and (certainty != "secured" or missed):
            sums[2] += unreceived
    rows = view.snapshot.fetch("overview_spent_late", today=view.today, **chosen)
    for town, word, status, amount, received, month, late, later, whole in rows:
        if view.names.source(town, word).kind in UNCOUNTED_KINDS:
            continue
        start = view.names.town(town).fiscal_year_start
        after = later if start > 1 and month >= start else late
        planned = {1: whole - after, 2: after}
        found[view.currency(town)][2] += formulas.at_risk(status, amount, received, None, 1, planned, view.today)[0]
    return found


def _money(view: View, currency: str, groups: dict[tuple[int, int], list[int]], funding: dict[str, list[int]]) -> Money:
    sums = [0, 0, 0, 0]
    for (town, _portfolio), group in groups.items():
        if view.currency(town) == currency:
            sums = [one + other for one, other in zip(sums, group, strict=True)]
    return Money(currency, *sums, *funding.get(currency, (0, 0, 0)))


def _portfolios(view: View, groups: dict[tuple[int, int], list[int]]) -> tuple[Group, ...]:
    names = view.names
    found = [
        Group(names.key(t, p), names.label(t, names.portfolio(t, p).title), view.currency(t), *sums)
        for (t, p), sums in groups.items()
    ]
    return tuple(sorted(found, key=lambda group: (-group.cost, group.key)))


class Due(NamedTuple):
    """The first of a list by day, and how many there are in all."""

    milestones: tuple[MilestoneLine, ...]
    milestones_in_all: int
    deadlines: tuple[FundingLine, ...]
    deadlines_in_all: int


class Overview(NamedTuple):
    """What stands under the headline. `late` are missed or late, `ahead` within 90 days; ceilings are exceeded ones."""

    curve: dict[str, tuple[Point, ...]]
    late: Due
    ahead: Due
    ceilings: tuple[CeilingUse, ...]


def overview(view: View, most: int = 60) -> Overview:
    """The lists of the first screen, each cut to its `most` urgent lines."""
    after = (date.fromisoformat(view.today) + timedelta(days=DEADLINE_DAYS + 1)).isoformat()
    over = [use for use in ceilings(view) if use.overrun and use.year >= view.year_of(use.town, view.today)]
    return Overview(
        curve={currency: cumulated(view, currency) for currency in view.currencies},
        late=_due(view, "", view.today, most),
        ahead=_due(view, view.today, after, most),
        ceilings=tuple(over),
    )


def _due(view: View, first: str, before: str, most: int) -> Due:
    """Milestones not met, and deadlines of funding, from `first` to the day before `before`."""
    span = {"first": first, "before": before, "most": -1 if _is_ambiguous(view) else most}
    chosen = _chosen(view)
    found = view.snapshot.fetch("due_milestones", **span, **chosen)
    lines = {(m.project.town, m.project.content, m.key): m for m in milestone_lines(subset(view, found))}
    milestones = [lines[row[:3]] for row in found if row[:3] in lines]
    rows = view.snapshot.fetch("due_deadlines", **span, **chosen, today=view.today)
    own = {(f.project.town, f.project.content, f.line): f for f in funding_lines(subset(view, rows))}
    deadlines = [own[row[:3]] for row in rows if row[:3] in own]
    if _is_ambiguous(view):
        return Due(tuple(milestones[:most]), len(milestones), tuple(deadlines[:most]), len(deadlines))
    return Due(tuple(milestones), found[0][4] if found else 0, tuple(deadlines), rows[0][4] if rows else 0)


def subset(view: View, rows: "list[Any]") -> View:
    """The view with only the chosen projects that rows (town, content, …) name; shares what was read already."""
    keys = {(row[0], row[1]) for row in rows}
    return view.of([p for p in view.projects if (p.town, p.content) in keys])


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
    def secured_share(self) -> float | None:
        return formulas.share(self.secured, self.grants)


def rows(view: View) -> list[Row]:
    """The chosen projects, by town, portfolio and id."""
    names, chosen, today = view.names, _chosen(view), view.today
    grants_of = dumps([t * PLACE + w for (t, w), source in names.sources.items() if source.kind == "grant"])
    grants = {row[:2]: row[2:] for row in view.snapshot.fetch("project_grants", grants=grants_of, **chosen)}
    ahead = {row[:2]: row[2:] for row in view.snapshot.fetch("next_milestones", **chosen)}
    place = ("secured", "probable", "possible").index(view.certainty)
    titles = {key: names.label(key[0], portfolio.title) for key, portfolio in names.portfolios.items()}
    nothing, none = (0, 0, 0), ("", "")
    found = []
    for p in view.projects:
        key = (p.town, p.content)
        counted, (title, day) = grants.get(key, nothing), ahead.get(key, none)
        portfolio = titles.get((p.town, p.portfolio)) or names.words[p.portfolio]
        lead = names.department(p.town, p.lead)
        found.append(Row(p, portfolio, lead, p.elapsed(today), counted[place], counted[0], title, day))
    return found
