"""Statements that sum in SQLite what a first screen shows: SQLite works beside Python, and all the projects stay there.

Each takes the snapshot. Those that are asked of a choice take, unless `every` is 1, the chosen projects as a JSON array
of `pair(town, content)`, or of all others where `without` is 1. A test holds them to what `figures` says line by line.
"""

from typing import Any

from sqlalchemy import Select, Table, and_, bindparam, case, cast, func, literal_column, or_, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import Integer

from citydash.index.queries import among, counted
from citydash.index.schema import fact, funding, milestone, project, span
from citydash.index.snapshot import pair
from citydash.model.words import CERTAINTY, FUNDING_STATUSES, LOST

_SUMS = ("cost", "cost_next", "cost_committed", "cost_committed_next", "cost_paid", "cost_paid_next")
_SECURED = tuple(status for status, certainty in CERTAINTY.items() if certainty == "secured")
_STATUSES = " ".join(FUNDING_STATUSES)
_PROBABLE = tuple(status for status, certainty in CERTAINTY.items() if certainty == "probable")


def _number(column: Any, first: int, length: int) -> ColumnElement[int]:
    """The year or the month of an ISO date; 0 of none."""
    return func.coalesce(cast(func.substr(column, first, length), Integer), 0)


def _is_one_of(column: Any, words: tuple[str, ...]) -> ColumnElement[bool]:
    """Written out: a list can't be bound as one parameter."""
    found: ColumnElement[bool] = column.in_([literal_column(f"'{word}'") for word in words])
    return found


def _place(status: Any) -> ColumnElement[int]:
    """A funding line's status as a number from 1: what is grouped is sorted, and texts take longer than numbers."""
    found: ColumnElement[int] = func.instr(literal_column(f"'{_STATUSES}'"), status)
    return found


def _chosen() -> ColumnElement[bool]:
    listed = pair(span.c.town, span.c.content).in_(among("chosen"))
    return and_(counted(), or_(bindparam("every") == 1, listed != bindparam("without")))


def _of_all(of: Table, *columns: Any) -> Select[Any]:
    return select(*columns).select_from(span.join(of, of.c.content == span.c.content)).where(counted())


def _from(of: Table, *columns: Any) -> Select[Any]:
    return select(*columns).select_from(span.join(of, of.c.content == span.c.content)).where(_chosen())


def _counted_amount() -> ColumnElement[int]:
    """What a funding line counts for (formulas.counted), whatever its source's kind."""
    f = funding.c
    given = func.coalesce(f.awarded, f.requested, f.expected, 0)
    return case((_is_one_of(f.status, LOST), func.coalesce(f.received, 0)), else_=given)


def _projects() -> dict[str, Any]:
    p = project.c
    month = _number(p.end, 6, 2)
    sums = [func.sum(p[name]) for name in _SUMS]
    day = func.julianday
    length = day(p.end) - day(p.start) + 1
    elapsed = func.min(1.0, func.max(0.0, (day(bindparam("today")) - day(p.start) + 1) / length))
    return {
        "overview_projects": _of_all(
            project, span.c.town, span.c.portfolio, p.status, month, func.count(), *sums
        ).group_by(*(literal_column(str(n)) for n in range(1, 5))),
        "counted_projects": select(span.c.town, func.count())
        .select_from(span.join(project, p.content == span.c.content))
        .where(counted())
        .group_by(span.c.town),
        "overview_elapsed": _of_all(project, func.avg(elapsed)).where(p.start.is_not(None), p.end.is_not(None)),
    }


def _funding() -> dict[str, Any]:
    f, amount = funding.c, _counted_amount()
    received = func.coalesce(f.received, 0)
    missed = func.coalesce(f.claim_by < bindparam("today"), 0)
    earliest = func.min(func.coalesce(f.spend_by, f.claim_by), func.coalesce(f.claim_by, f.spend_by))
    latest = func.max(func.coalesce(f.spend_by, f.claim_by), func.coalesce(f.claim_by, f.spend_by))
    deadline = case((earliest >= bindparam("today"), earliest), else_=latest)
    year = _number(f.spend_by, 1, 4)
    late = func.sum(case((fact.c.year > year, fact.c.cents), else_=0))
    later = func.sum(case((fact.c.year > year + 1, fact.c.cents), else_=0))
    facts = and_(fact.c.content == f.content, fact.c.measure == 0, fact.c.section == f.section)
    of = pair(span.c.town, f.source)
    by_certainty = [
        func.sum(case((and_(_is_one_of(f.status, statuses), of.in_(among("grants"))), amount), else_=0))
        for statuses in ((*_SECURED, *LOST), (*_SECURED, *LOST, *_PROBABLE), FUNDING_STATUSES)
    ]
    is_unsure = and_(~_is_one_of(f.status, LOST), or_(~_is_one_of(f.status, _SECURED), missed == 1))
    unreceived = func.max(0, amount - received)
    unsure = func.sum(case((and_(is_unsure, of.not_in(among("uncounted"))), unreceived), else_=0))
    return {
        "overview_funding": _of_all(
            funding, span.c.town, f.source, f.status, missed, func.sum(amount), func.sum(unreceived)
        ).group_by(of, _place(f.status) * case((missed, -1), else_=1)),
        "spent_late": select(
            span.c.town,
            span.c.content,
            f.source,
            f.status,
            amount,
            received,
            _number(f.spend_by, 6, 2),
            late,
            later,
            func.sum(fact.c.cents),
        )
        .select_from(span.join(funding, f.content == span.c.content).join(fact, facts))
        .where(counted(), f.spend_by.is_not(None), _is_one_of(f.status, _SECURED), missed == 0)
        .group_by(span.c.town, f.content, f.id)
        .having(or_(late > 0, later > 0)),
        "due_deadlines": _from(funding, span.c.town, span.c.content, f.id, deadline, func.count().over())
        .where(
            ~_is_one_of(f.status, (*LOST, "paid")),
            deadline >= bindparam("first"),
            deadline < bindparam("before"),
        )
        .order_by(deadline, span.c.path, f.position)
        .limit(bindparam("most")),
        "project_funding": _of_all(funding, span.c.town, span.c.content, *by_certainty, unsure).group_by(
            span.c.town, span.c.content
        ),
    }


def _milestones() -> dict[str, Any]:
    m = milestone.c
    day = func.coalesce(m.due, m.baseline)
    open_ = and_(m.met.is_(None), m.cancelled == 0)
    within = and_(open_, day >= bindparam("first"), day < bindparam("before"))
    return {
        "overview_late": _of_all(milestone, func.count(), func.min(day)).where(open_, day < bindparam("today")),
        "project_late": _of_all(milestone, span.c.town, span.c.content, func.count(), func.min(day))
        .where(open_, day < bindparam("today"))
        .group_by(span.c.town, span.c.content),
        "due_milestones": _from(milestone, span.c.town, span.c.content, m.id, day, func.count().over())
        .where(within)
        .order_by(day, span.c.path, m.position)
        .limit(bindparam("most")),
        "next_milestones": _from(milestone, span.c.town, span.c.content, m.title, func.min(day))
        .where(open_)
        .group_by(span.c.town, span.c.content),
    }


def _facts() -> dict[str, Any]:
    """Facts of one department or one source by project; 0 is any."""
    f = fact.c
    axes = [
        span.c.town,
        span.c.portfolio,
        f.content,
        f.measure,
        f.department,
        case((bindparam("by_section") == 1, f.section), else_=0),
        f.source,
        f.certainty,
        case((bindparam("by_year") == 1, f.year), else_=0),
    ]
    one = and_(
        or_(bindparam("department") == 0, f.department == bindparam("department")),
        or_(bindparam("source") == 0, f.source == bindparam("source")),
    )
    return {
        "rollup_within": _from(fact, *axes, func.sum(f.cents))
        .where(f.measure.in_(among("measures")), one)
        .group_by(*(literal_column(str(n)) for n in range(1, 10)))
    }


def statements() -> dict[str, Any]:
    return {**_projects(), **_funding(), **_milestones(), **_facts()}
