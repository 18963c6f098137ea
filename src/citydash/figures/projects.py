"""Every project of a snapshot, with the figures that stand on its line: what lists, filters and timelines share."""

from typing import NamedTuple

from citydash.figures import formulas
from citydash.figures.names import Names
from citydash.index import Snapshot


class Project(NamedTuple):
    """A project's line. Amounts in cents, dates ISO, both ends included; rates in parts per million.

    `cost`, `cost_paid` and `cost_committed` have the scope of figures.md's cost: investment, and operating up to the
    end's fiscal year. `town`, `portfolio` and `lead` are words of the index.
    """

    town: int
    portfolio: int
    path: str
    content: int
    key: str
    title: str
    summary: str | None
    status: str
    lead: int
    manager: str | None
    priority: int | None
    start: str | None
    end: str | None
    baseline_start: str | None
    baseline_end: str | None
    progress: int | None
    cost_excl_vat: int | None
    vat_refund_share: int | None
    authorisation: str | None
    tags: str | None
    depends_on: str | None
    investment: int
    planned: int
    paid: int
    cost: int
    cost_paid: int
    cost_committed: int

    @property
    def slip(self) -> int | None:
        """Days that the end moved from its baseline; None where either is unwritten."""
        if not self.end or not self.baseline_end:
            return None
        return formulas.days_between(self.baseline_end, self.end)

    @property
    def financial_progress(self) -> float | None:
        return formulas.share(self.cost_paid, self.cost)

    def elapsed(self, today: str) -> float | None:
        return formulas.time_elapsed(self.start, self.end, today)


def read_projects(snapshot: Snapshot, names: Names) -> list[Project]:
    """Every project that counts, by town, portfolio and id."""
    words, found = snapshot.words, []
    starts = {word: town.fiscal_year_start for word, town in names.towns.items()}
    for row in snapshot.fetch("projects"):
        head, end = row[:24], row[12]
        cost, following, paid, paid_following, committed, committed_following = row[24:]
        start = starts.get(row[0], 1)
        if end and start > 1 and int(end[5:7]) >= start:
            cost, paid, committed = following, paid_following, committed_following
        found.append(Project._make((*head, cost, paid, committed)))
    found.sort(key=lambda p: (words[p.town], words[p.portfolio], p.key))
    return found
