"""The figures that stand above everything, as values: the dashboard's first paint imports these and little else."""

from typing import NamedTuple

from citydash.figures import formulas


class Money(NamedTuple):
    """Headline amounts of one currency, in cents. `paid` and `committed` have the scope of `cost`."""

    currency: str
    projects: int
    cost: int
    committed: int
    paid: int
    grants: int
    secured: int
    at_risk: int

    @property
    def net_cost(self) -> int:
        return self.cost - self.grants

    @property
    def net_cost_secured(self) -> int:
        """What the town pays if nothing more is secured."""
        return self.cost - self.secured

    @property
    def secured_share(self) -> float | None:
        """The part of the counted grants that is secured."""
        return formulas.share(self.secured, self.grants)

    @property
    def paid_share(self) -> float | None:
        return formulas.share(self.paid, self.cost)


class Group(NamedTuple):
    """A portfolio's or a pillar's projects in one currency, cents."""

    key: str
    label: str
    currency: str
    projects: int
    cost: int
    committed: int
    paid: int

    @property
    def paid_share(self) -> float | None:
        return formulas.share(self.paid, self.cost)


class Point(NamedTuple):
    """Cumulated up to a fiscal year's end, cents; paid is None after the current year: it isn't known yet."""

    year: int
    planned: int
    paid: int | None


class Headline(NamedTuple):
    """The figures that stand above everything. `elapsed` is the mean of the projects' time elapsed; `late` counts
    milestones, and `worst_delay` is the days of the one that is the latest, None where none is.
    """

    projects: int
    statuses: dict[str, int]
    money: tuple[Money, ...]
    portfolios: tuple[Group, ...]
    pillars: tuple[Group, ...]
    elapsed: float | None
    late: int
    worst_delay: int | None
