"""Funding lines: what was asked, awarded and received, what it counts for, when it must be claimed, what is at risk."""

from collections import defaultdict
from typing import NamedTuple

from citydash.figures import formulas
from citydash.figures.names import Source
from citydash.figures.projects import Project
from citydash.figures.view import SURE, View
from citydash.model.rules import DEADLINE_DAYS
from citydash.model.words import CERTAINTY, SECTIONS


class FundingLine(NamedTuple):
    """One funding line of one project. Amounts in cents, None where unwritten; `counted` as figures.md defines it,
    `eligible` of an investment line by default the project's cost excluding VAT.

    `days_left` is to the nearest of `spend_by` and `claim_by` that is still ahead, else to the last one missed (then
    negative); None without deadline, or once the line is paid or lost.
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
    days_left: int | None
    at_risk: int
    reason: str


_DATES = ("applied_on", "acknowledged_on", "awarded_on", "contracted_on", "starts_on", "spend_by", "claim_by")
_SETTLED = ("paid", "refused", "lapsed", "withdrawn")


def funding_lines(view: View) -> list[FundingLine]:
    """Every funding line of the chosen projects, by town, portfolio, project and place in the file."""
    if view.chosen is None:
        rows = view.snapshot.fetch("funding")
    else:
        rows = view.snapshot.fetch("funding_of", contents=view.contents)
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
    dates = {name: day for name, day in zip(_DATES, row[13:20], strict=True) if day}
    names = view.names
    source = names.source(town, source_word)
    amount = formulas.counted(status, source.kind, awarded, requested, expected, received)
    deadline, days_left = _deadline(dates, status, view.today)
    spend_by = dates.get("spend_by")
    year = view.year_of(town, spend_by) if spend_by else None
    needs_plan = year is not None and CERTAINTY[status] == "secured"
    plan = planned.of(project, section) if needs_plan else {}
    risk, reason = formulas.at_risk(status, amount, received or 0, dates.get("claim_by"), year, plan, view.today)
    return FundingLine(
        project, names.town_key(town), names.key(town, project.portfolio), line, source, SECTIONS[section], status,
        CERTAINTY[status], eligible, justified, requested, awarded, expected, received, dates, amount, deadline,
        days_left, risk, reason,
    )  # fmt: skip


def _deadline(dates: dict[str, str], status: str, today: str) -> tuple[str | None, int | None]:
    days = sorted(dates[name] for name in ("spend_by", "claim_by") if name in dates)
    if not days or status in _SETTLED:
        return None, None
    ahead = [day for day in days if day >= today]
    nearest = ahead[0] if ahead else days[-1]
    return nearest, formulas.days_between(today, nearest)


def counts(line: FundingLine, sure: tuple[str, ...]) -> bool:
    """Whether a line counts at a certainty; a lost one always does, for what was received of it."""
    return line.certainty in sure or line.certainty == "lost"


class FundingTotal(NamedTuple):
    """Lines of one source, funder, level or certainty together; amounts in cents, `counted` at the view's certainty."""

    key: str
    label: str
    lines: int
    requested: int
    awarded: int
    received: int
    expected: int
    counted: int
    secured: int
    at_risk: int


def funding_totals(lines: list[FundingLine], by: str, currency: str, view: View) -> list[FundingTotal]:
    """Lines of one currency by `source`, `funder`, `level` or `certainty`, the largest counted first."""
    groups: dict[tuple[str, str], list[FundingLine]] = defaultdict(list)
    for line in lines:
        if view.currency(line.project.town) == currency:
            groups[group_of(line, by)].append(line)
    found = [
        FundingTotal(
            key, label, len(some), *_sums(some),
            sum(line.counted for line in some if counts(line, view.sure)),
            sum(line.counted for line in some if counts(line, SURE["secured"])), sum(line.at_risk for line in some),
        )
        for (key, label), some in groups.items()
    ]  # fmt: skip
    return sorted(found, key=lambda total: (-total.counted, total.key))


def _sums(lines: list[FundingLine]) -> tuple[int, int, int, int]:
    """What was requested, awarded, received and expected."""
    amounts = [(line.requested or 0, line.awarded or 0, line.received or 0, line.expected or 0) for line in lines]
    requested, awarded, received, expected = (sum(column) for column in zip(*amounts, strict=True))
    return requested, awarded, received, expected


def group_of(line: FundingLine, by: str) -> tuple[str, str]:
    """(key, label) of a line's group; a vocabulary's word is its own label, for the locale to translate."""
    if by == "source":
        return line.source.key, line.source.name
    if by == "funder":
        return line.source.funder, line.source.funder
    word = line.source.level if by == "level" else line.certainty
    return word, word


def soon(lines: list[FundingLine]) -> list[FundingLine]:
    """Lines whose deadline is within 90 days, or missed, the most urgent first."""
    due = [line for line in lines if line.days_left is not None and line.days_left <= DEADLINE_DAYS]
    return sorted(due, key=lambda line: (line.days_left or 0, line.project.key, line.line))
