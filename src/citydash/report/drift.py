"""`report drift`: total cost, secured funding and slip, by commit or by month: how the plan kept moving."""

from typing import Any

from citydash.figures.history import Point, Sums, monthly, points
from citydash.index.past import repository_at
from citydash.model.amounts import money
from citydash.report.document import (
    AMOUNT,
    CURVE,
    DATE,
    DAYS,
    NUMBER,
    TEXT,
    Chart,
    Column,
    Job,
    Report,
    Table,
    about,
    header,
    left_out,
    workspace_title,
)

EVERY = ("commit", "month")
"""What a row is of."""


def _points(job: Job, every: str) -> list[Point]:
    found = points(job.view.snapshot, repository_at(job.view.snapshot))
    return monthly(found) if every == "month" else found


def document(job: Job, every: str) -> dict[str, Any]:
    """The JSON document: the oldest first."""
    return {**header(job, "drift"), "every": every, "points": [point_json(point) for point in _points(job, every)]}


def point_json(p: Point) -> dict[str, Any]:
    """A point as JSON: sums by currency, slips in days."""
    sums = {code: {name: money(cents) for name, cents in s._asdict().items()} for code, s in sorted(p.sums.items())}
    return {
        **p.commit._asdict(), "projects": p.projects, "sums": sums, "mean_slip_days": p.mean_slip,
        "worst_slip_days": p.worst_slip,
    }  # fmt: skip


def build(job: Job, every: str) -> Report:
    """The report for people: a table a currency, the oldest first."""
    text, found = job.locale.text, _points(job, every)
    codes = sorted({code for point in found for code in point.sums})
    title = text("{town} – Drift", town=workspace_title(job))
    return Report(title, about(job), [], [_table(job, code, found) for code in codes], left_out(job))


def _table(job: Job, code: str, found: list[Point]) -> Table:
    text = job.locale.text
    columns = (
        Column("date", text("Date"), DATE), Column("commit", text("Commit")),
        Column("projects", text("Projects"), NUMBER), Column("cost", text("Cost"), AMOUNT),
        Column("delta", text("Δ cost"), AMOUNT), Column("grants", text("Counted grants"), AMOUNT),
        Column("secured", text("Secured"), AMOUNT), Column("mean_slip", text("Mean slip"), DAYS),
        Column("worst_slip", text("Longest slip"), DAYS),
    )  # fmt: skip
    rows: list[tuple[Any, ...]] = []
    before = None
    for point in found:
        sums = point.sums.get(code)
        if sums is None:
            continue
        mean = None if point.mean_slip is None else round(point.mean_slip)
        delta = None if before is None else sums.cost - before
        before = sums.cost
        rows.append(
            (point.commit.day, point.commit.commit[:7], point.projects, sums.cost, delta, sums.grants, sums.secured,
             mean, point.worst_slip)
        )  # fmt: skip
    title = text("How the plan kept moving")
    return Table(title, columns, rows, currency=code, charts=(Chart(CURVE, ("cost", "secured")),))


def tables(job: Job, every: str) -> list[Table]:
    """For CSV."""
    names = ("commit", "time", "author", "subject", "projects", "currency", "cost", "grants", "secured",
             "mean_slip_days", "worst_slip_days")  # fmt: skip
    rows = [
        (*p.commit, p.projects, code, *sums, p.mean_slip, p.worst_slip)
        for p in _points(job, every)
        for code, sums in sorted(p.sums.items())
    ]
    columns = tuple(Column(name, "", AMOUNT if name in Sums._fields else TEXT) for name in names)
    return [Table("", columns, rows)]
