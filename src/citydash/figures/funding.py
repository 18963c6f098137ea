"""Funding lines: what was asked, awarded and received, what it counts for, when it must be claimed, what is at risk."""

from typing import NamedTuple

from citydash.figures import formulas
from citydash.figures.names import Source
from citydash.figures.ordering import part_by_part
from citydash.figures.projects import Project
from citydash.figures.view import View
from citydash.model.rules import DEADLINE_DAYS
from citydash.model.words import CERTAINTY, SECTIONS, UNCOUNTED_KINDS


class FundingLine(NamedTuple):
    """One funding line of one project. Amounts in cents, None where unwritten; `counted` as figures.md defines it,
    `eligible` of an investment line by default the project's cost excluding VAT.

    `deadline` is the nearest of `spend_by` and `claim_by` that is still ahead, else the last one missed; `deadline_of`
    names it, and `days_left` counts the days to it, negative once missed. None (and "") without deadline, or once the
    line is paid or lost.
    """

    project: Project
    town: str
    portfolio: str
    line: str
    source: Source
    section: str
    status: str
    certainty: str
    eligible: int | None
    justified: int | None
    requested: int | None
    awarded: int | None
    expected: int | None
    received: int | None
    dates: dict[str, str]
    counted: int
    deadline: str | None
    deadline_of: str
    days_left: int | None
    at_risk: int
    reason: str

    @property
    def unreceived(self) -> int:
        """What it counts for and hasn't brought in yet, in cents."""
        return max(0, self.counted - (self.received or 0))


DEADLINES = ("spend_by", "claim_by")
"""The dates after which money is lost, in the order that they come."""
_DATES = ("applied_on", "acknowledged_on", "awarded_on", "contracted_on", "starts_on", "spend_by", "claim_by")
_SETTLED = ("paid", "refused", "lapsed", "withdrawn")


def funding_lines(view: View) -> list[FundingLine]:
    """Every funding line of the chosen projects, by town, portfolio, project and place in the file."""
    return view.lines("funding", _read)


def _read(view: View) -> list[FundingLine]:
    if view.chosen is None:
        rows = view.snapshot.fetch("funding")
    else:
        rows = view.snapshot.fetch("funding_of", contents=view.contents)
    return _lines(view, rows)


def dated_lines(view: View) -> list[FundingLine]:
    """Those of them that have a `spend_by` or a `claim_by`, in the same order: often few."""
    return _lines(view, view.snapshot.fetch("funding_dated"))


def _lines(view: View, rows: list[tuple]) -> list[FundingLine]:  # type: ignore[type-arg]
    by_content, planned = view.by_content, _Planned(view)
    order = {(p.town, p.content): n for n, p in enumerate(view.projects)}
    rows = [row for row in rows if (row[0], row[1]) in by_content]
    rows.sort(key=lambda row: (order[row[0], row[1]], row[3]))
    return [_line(view, by_content[row[0], row[1]], row, planned) for row in rows]


class _Planned:
    """A project's plan of a section by year, read only where a line has an end of eligibility."""

    def __init__(self, view: View) -> None:
        self.view = view

    def of(self, project: Project, section: int) -> dict[int, int]:
        amounts = self.view.planned.get((project.town, project.content), {})
        return {year: cents for (of, year), cents in amounts.items() if of == section}


def _line(view: View, project: Project, row: tuple, planned: _Planned) -> FundingLine:  # type: ignore[type-arg]
    town, _content, line, _position, source_word, section, status = row[:7]
    eligible, justified, requested, awarded, expected, received = row[7:13]
    if eligible is None and section == 0:
        eligible = project.cost_excl_vat  # of the investment: its lines' default
    days = row[13:20]
    dates = {name: day for name, day in zip(_DATES, days, strict=True) if day} if any(days) else {}
    names = view.names
    source = names.source(town, source_word)
    amount = formulas.counted(status, source.kind, awarded, requested, expected, received)
    deadline_of = next_deadline(dates, status, view.today)
    deadline = dates.get(deadline_of)
    days_left = formulas.days_between(view.today, deadline) if deadline else None
    spend_by = dates.get("spend_by")
    year = view.year_of(town, spend_by) if spend_by else None
    needs_plan = year is not None and CERTAINTY[status] == "secured"
    plan = planned.of(project, section) if needs_plan else {}
    brought = 0 if source.kind in UNCOUNTED_KINDS else received or 0
    risk, reason = formulas.at_risk(status, amount, brought, dates.get("claim_by"), year, plan, view.today)
    return FundingLine(
        project, names.town_key(town), names.key(town, project.portfolio), line, source, SECTIONS[section], status,
        CERTAINTY[status], eligible, justified, requested, awarded, expected, received, dates, amount, deadline,
        deadline_of, days_left, risk, reason,
    )  # fmt: skip


def next_deadline(dates: dict[str, str], status: str, today: str) -> str:
    """Which deadline of a line comes next, else which was missed last; "" where none binds (any more).

    Of two on one day the claim's: who claims has spent.
    """
    if not dates or status in _SETTLED:
        return ""
    days = [(dates[name], name) for name in DEADLINES if name in dates]
    if not days:
        return ""
    ahead = [day for day, _name in days if day >= today]
    nearest = min(ahead) if ahead else max(day for day, _name in days)
    return next(name for day, name in reversed(days) if day == nearest)


def each_deadline(lines: list[FundingLine], today: str) -> list[FundingLine]:
    """The lines that have a deadline, as each is at every one that is still ahead (a line may have two), else at the
    last one missed.
    """
    return [
        line._replace(deadline=day, deadline_of=name, days_left=formulas.days_between(today, day))
        for line in lines
        for name in DEADLINES
        if line.deadline_of and (day := line.dates.get(name)) and (day >= today or name == line.deadline_of)
    ]


def counts(line: FundingLine, sure: tuple[str, ...]) -> bool:
    """Whether a line counts at a certainty; a lost one always does, for what was received of it."""
    return line.certainty in sure or line.certainty == "lost"


def at_certainty(view: View, lines: list[FundingLine]) -> list[FundingLine]:
    """The lines that the view's certainty shows: all at `possible`; below it those as sure, and lost ones that brought
    something in.
    """
    if view.certainty == "possible":
        return lines
    return [line for line in lines if line.certainty in view.sure or (line.certainty == "lost" and line.received)]


def is_stated(line: FundingLine, name: str, certainty: str) -> bool:
    """Whether roll-ups at a certainty sum the amount of a name: below `possible`, of a lost line only what came in."""
    return line.certainty != "lost" or certainty == "possible" or name == "received"


def stated(line: FundingLine, name: str, certainty: str) -> int | None:
    """A line's `requested`, `awarded`, `received` or `expected` as roll-ups sum it at a certainty, in cents."""
    amount: int | None = getattr(line, name)
    return amount if is_stated(line, name, certainty) else None


def by_deadline(lines: list[FundingLine]) -> list[FundingLine]:
    """Lines that have a deadline, the longest missed first."""
    due = [line for line in lines if line.days_left is not None]
    return part_by_part(
        due, lambda line: (line.days_left or 0) // 30, lambda line: (line.days_left or 0, line.project.key, line.line)
    )


def soon(lines: list[FundingLine]) -> list[FundingLine]:
    """Lines whose deadline is within 90 days, or missed, the most urgent first."""
    return by_deadline([line for line in lines if line.days_left is not None and line.days_left <= DEADLINE_DAYS])


def by_risk(lines: list[FundingLine]) -> list[FundingLine]:
    """Lines that have money at risk, the most first."""
    return sorted(
        (line for line in lines if line.at_risk), key=lambda line: (-line.at_risk, line.project.key, line.line)
    )
