"""The definitions of figures.md that are arithmetic, each once. Amounts are integer cents; days are ISO texts.

Rates are parts per million; a share of two amounts is a float only because it is shown, never summed.
"""

from datetime import date
from decimal import Decimal
from functools import lru_cache

from citydash.model.fiscal import first_day
from citydash.model.words import CERTAINTY, LOST, UNCOUNTED_KINDS

MILLION = 1_000_000


def days_between(first: str, last: str) -> int:
    """Days from one ISO date to another; negative when `last` comes first."""
    return _ordinal(last) - _ordinal(first)


@lru_cache(16384)
def _ordinal(day: str) -> int:
    """A portfolio of a hundred thousand dates has some thousands of days."""
    return date.fromisoformat(day).toordinal()


def counted(
    status: str, kind: str, awarded: int | None, requested: int | None, expected: int | None, received: int | None
) -> int:
    """What a funding line counts for: awarded, else requested, else the sum expected; what was received of a lost one;
    nothing of a guarantee or a contribution in kind.
    """
    if kind in UNCOUNTED_KINDS:
        return 0
    if status in LOST:
        return received or 0
    for amount in (awarded, requested, expected):
        if amount is not None:
            return amount
    return 0


def vat_refund(investment: int, rate: int, share: int | None) -> Decimal:
    """FCTVA: rate × investment × the share that it applies to (none written: none claimed); exact, in cents."""
    return Decimal(investment * rate * (share or 0)) / (MILLION * MILLION)


def share(part: "int | Decimal", whole: "int | Decimal") -> float | None:
    """A part of a whole, None of a whole that is nothing or negative: no part of that says anything."""
    return float(part) / float(whole) if whole > 0 else None


def own_share(base: int, public_grants: int, private: int) -> float | None:
    """Own share of the contracting authority (L1111-10 CGCT): (base − private − public grants) ÷ (base − private)."""
    return share(base - private - public_grants, base - private)


def definitive_grant(awarded: int, eligible: int, justified: int) -> Decimal:
    """What a grant ends at: awarded ÷ eligible × min(justified, eligible), in cents."""
    return Decimal(awarded) * min(justified, eligible) / eligible if eligible else Decimal(0)


def time_elapsed(start: str | None, end: str | None, today: str) -> float | None:
    """(today − start + 1) ÷ (end − start + 1) in days, clamped to 0 … 1; both ends belong to the project."""
    if not start or not end:
        return None
    length = days_between(start, end) + 1
    return min(1.0, max(0.0, (days_between(start, today) + 1) / length))


def milestone_state(due: str | None, baseline: str | None, met: str | None, cancelled: bool, today: str) -> str:  # noqa: FBT001 - a value from a file
    """`met`, `cancelled`, `late` (due, else baseline, is past), else `planned`."""
    if met:
        return "met"
    if cancelled:
        return "cancelled"
    day = due or baseline
    return "late" if day and day < today else "planned"


def milestone_slip(due: str | None, baseline: str | None, met: str | None) -> int | None:
    """(met, else due) − baseline, in days; None without a baseline. A milestone never moved has slipped 0 days."""
    if not baseline:
        return None
    return days_between(baseline, met or due or baseline)


def at_risk(
    status: str,
    amount: int,
    received: int,
    claim_by: str | None,
    spend_by_year: int | None,
    planned: dict[int, int],
    today: str,
) -> tuple[int, str]:
    """(cents at risk of a line counted at `amount`, why): at most counted − received.

    All of it if not secured, or past `claim_by`; else the part of its section's plan that comes after the year of
    `spend_by`.
    `planned` is the project's plan of that section by year.
    """
    most = max(0, amount - received)
    if not most:
        return 0, ""
    if CERTAINTY[status] != "secured":
        return most, "not-secured"
    if claim_by and claim_by < today:
        return most, "claim-missed"
    whole = sum(planned.values())
    if spend_by_year is None or whole <= 0:
        return 0, ""
    late = sum(cents for year, cents in planned.items() if year > spend_by_year)
    part = amount * late // whole if late > 0 else 0
    return (min(most, part), "spent-late") if part > 0 else (0, "")


def planned_to_date(planned: dict[int, int], today: str, year: int, start_month: int) -> Decimal:
    """PV: past fiscal years whole, the current one by days; in cents. `year` is today's fiscal year."""
    first, after = first_day(year, start_month), first_day(year + 1, start_month)
    part = Decimal(days_between(first, today) + 1) / days_between(first, after)
    past = sum(cents for y, cents in planned.items() if y < year)
    return past + planned.get(year, 0) * part


def backlog_years(votes: int, paid: int, this_year: int) -> float | None:
    """An authorisation's years of backlog: (votes − paid to date) ÷ this year's credits."""
    return share(votes - paid, this_year)


def induced(operating: dict[int, int], end_year: int | None, years: int = 5) -> list[tuple[int, int]]:
    """Operating planned in the `years` years after the end's: an unwritten year repeats the last one written after it.

    Empty where nothing is written after the end.
    """
    if end_year is None:
        return []
    found: list[tuple[int, int]] = []
    last: int | None = None
    for year in range(end_year + 1, end_year + 1 + years):
        last = operating.get(year, last)
        if last is not None:
            found.append((year, last))
    return found
