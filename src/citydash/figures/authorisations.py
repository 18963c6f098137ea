"""Authorisations and payment credits (AP/CP; AE/CP in operating): votes, credits by year, committed, paid, backlog.

An authorisation binds every project that names it: a filter chooses which are shown and changes no amount.
"""

from collections import Counter, defaultdict
from typing import NamedTuple

from citydash.figures import formulas
from citydash.figures.facts import stored
from citydash.figures.projects import Project
from citydash.figures.view import View
from citydash.model.fiscal import is_year
from citydash.model.words import MEASURES, SECTIONS

_STAGES = ("planned", "committed", "paid")


class Share(NamedTuple):
    """What one project does under an authorisation, in its section; cents."""

    project: Project
    planned: int
    committed: int
    paid: int


class Authorisation(NamedTuple):
    """An authorisation as of `year`, its town's fiscal year; cents. `votes` are (day, id, cents), oldest first;
    `credits` and `paid_by_year` are by year (`model.fiscal`). `section` is "investment" where none is written.
    """

    town: str
    key: str
    title: str
    section: str
    currency: str
    year: int
    votes: tuple[tuple[str, str, int], ...]
    credits: dict[int, int]
    paid_by_year: dict[int, int]
    shares: tuple[Share, ...]
    revised: int
    """Voted in `year`, of `votes`."""

    @property
    def voted(self) -> int:
        return sum(cents for _day, _id, cents in self.votes)

    @property
    def planned(self) -> int:
        return sum(share.planned for share in self.shares)

    @property
    def committed(self) -> int:
        return sum(share.committed for share in self.shares)

    @property
    def paid(self) -> int:
        return sum(share.paid for share in self.shares)

    @property
    def available(self) -> int:
        """What may still be committed: votes − committed."""
        return self.voted - self.committed

    @property
    def to_pay(self) -> int:
        """What the votes leave to pay: votes − paid."""
        return self.voted - self.paid

    @property
    def commitment_rate(self) -> float | None:
        return formulas.share(self.committed, self.voted)

    @property
    def backlog(self) -> float | None:
        """Years of payment at this year's pace; None without credits this year."""
        return formulas.backlog_years(self.voted, self.paid, self.credits_this_year)

    @property
    def unallocated(self) -> int:
        """Votes that no credit is opened for; negative where credits exceed the votes."""
        return self.voted - sum(self.credits.values())

    @property
    def credits_this_year(self) -> int:
        return self.credits.get(self.year, 0)

    @property
    def paid_this_year(self) -> int:
        return self.paid_by_year.get(self.year, 0)

    @property
    def payment_rate(self) -> float | None:
        """The part of this year's credits that is paid."""
        return formulas.share(self.paid_this_year, self.credits_this_year)

    @property
    def overruns(self) -> dict[str, int]:
        """What exceeds its ceiling and by how much: `committed` and `planned` the votes, `paid` this year's credits,
        `credits` the votes.
        """
        excess = {
            "committed": self.committed - self.voted,
            "paid": self.paid_this_year - self.credits_this_year,
            "planned": self.planned - self.voted,
            "credits": -self.unallocated,
        }
        return {name: cents for name, cents in excess.items() if cents > 0}

    def credits_between(self, first: int, last: int) -> int:
        """Credits of the years from `first` to `last`, both included."""
        return sum(cents for year, cents in self.credits.items() if first <= year <= last)


def authorisations(view: View) -> list[Authorisation]:
    """The authorisations of the chosen towns, in the order of town.toml; under a filter those its projects name."""
    names = view.names
    votes: dict[tuple[int, str], list[tuple[str, str, int]]] = defaultdict(list)
    for town, key, name, day, cents in view.snapshot.fetch("votes"):
        votes[town, key].append((day, name, cents))
    opened: dict[tuple[int, str], dict[int, int]] = defaultdict(dict)
    for town, key, year, cents in view.snapshot.fetch("credits"):
        opened[town, key][year] = cents
    named = {(p.town, p.authorisation) for p in view.projects} if view.filter is not None else None
    facts = _facts(view)
    found = []
    for town, key, _position, title, number in view.snapshot.fetch("authorisations"):
        if (view.towns is not None and town not in view.towns) or (named is not None and (town, key) not in named):
            continue
        section, year = SECTIONS[number or 0], view.year_of(town, view.today)
        paid, shares = _shares(facts.get((town, key), []), SECTIONS.index(section))
        own = tuple(sorted(votes[town, key]))
        revised = sum(cents for day, _id, cents in own if view.year_of(town, day) == year)
        found.append(
            Authorisation(
                names.town_key(town), key, names.label(town, title or key), section, view.currency(town), year, own,
                dict(sorted(opened[town, key].items())), paid, shares, revised,
            )
        )  # fmt: skip
    return found


_Cells = dict[tuple[str, int, int], int]
"""(stage, section, year) → cents."""


def _facts(view: View) -> dict[tuple[int, str], list[tuple[Project, _Cells]]]:
    """(town, authorisation) → what each project that names it plans, commits and pays."""
    under = view.whole().of([p for p in view.every_project if p.authorisation])
    cells: dict[tuple[int, int], _Cells] = defaultdict(dict)
    for row in stored(under, _STAGES, ("project", "section", "year")):
        cells[row[0], row[2]][MEASURES[row[3]], row[5], row[8]] = row[9]
    found: dict[tuple[int, str], list[tuple[Project, _Cells]]] = defaultdict(list)
    for p in under.projects:
        found[p.town, str(p.authorisation)].append((p, cells[p.town, p.content]))
    return found


def _shares(projects: list[tuple[Project, _Cells]], section: int) -> tuple[dict[int, int], tuple[Share, ...]]:
    """(paid by year, each project's share) in the authorisation's section."""
    paid: dict[int, int] = defaultdict(int)
    shares = []
    for project, cells in projects:
        sums = dict.fromkeys(_STAGES, 0)
        for (stage, of, year), cents in cells.items():
            if of == section:
                sums[stage] += cents
                if stage == "paid":
                    paid[year] += cents
        shares.append(Share(project, *(sums[stage] for stage in _STAGES)))
    shares.sort(key=lambda share: (-share.planned, share.project.key))
    return {year: paid[year] for year in sorted(paid)}, tuple(shares)


def years_of(some: list[Authorisation]) -> tuple[int, ...]:
    """The fiscal years with credits or payments of some authorisations, without gaps."""
    used = {year for a in some for year in (*a.credits, *a.paid_by_year) if is_year(year)}
    return tuple(range(min(used), max(used) + 1)) if used else ()


def together(some: list[Authorisation]) -> Authorisation:
    """Authorisations of one section and currency as one, for the row of totals; `some` isn't empty."""
    opened: Counter[int] = Counter()
    paid: Counter[int] = Counter()
    for a in some:
        opened.update(a.credits)
        paid.update(a.paid_by_year)
    votes = tuple(vote for a in some for vote in a.votes)
    shares = tuple(share for a in some for share in a.shares)
    return some[0]._replace(
        key="", title="", votes=votes, credits=opened, paid_by_year=paid, shares=shares,
        revised=sum(a.revised for a in some),
    )  # fmt: skip
