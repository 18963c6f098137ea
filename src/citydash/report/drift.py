"""`report drift`: total cost, secured funding and slip, by commit or by month: how the plan kept moving."""

from typing import Any

from citydash.figures.history import Point, Sums, cut_at, monthly, points
from citydash.index.past import repository_at
from citydash.model.amounts import money
from citydash.report.document import (
    AMOUNT,
    CURVE,
    DATE,
    DAYS,
    DECIMAL,
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
from citydash.report.log import cut_note

EVERY = ("commit", "month")
"""What a row is of."""


def _points(job: Job, every: str) -> list[tuple[str, Point]]:
    """Each point with what its row is of: the day of its commit, or a month (ISO)."""
    found = points(job.view.snapshot, repository_at(job.view.snapshot))
    return monthly(found) if every == "month" else [(point.commit.day, point) for point in found]


def document(job: Job, every: str) -> dict[str, Any]:
    """The JSON document: the oldest first."""
    found = [{**({"month": at} if every == "month" else {}), **point_json(p)} for at, p in _points(job, every)]
    return {**header(job, "drift"), "every": every, "points": found}


def point_json(p: Point) -> dict[str, Any]:
    """A point as JSON: sums by currency, slips in days."""
    sums = {code: {name: money(cents) for name, cents in s._asdict().items()} for code, s in sorted(p.sums.items())}
    whole = p.whole
    return {
        **p.commit._asdict(), "projects": whole.projects, "sums": sums, "mean_slip_days": whole.mean_slip,
        "worst_slip_days": whole.worst_slip,
    }  # fmt: skip


def build(job: Job, every: str) -> Report:
    """The report for people: a table a currency, the oldest first."""
    text, found = job.locale.text, _points(job, every)
    codes = sorted({code for _at, point in found for code in point.sums})
    title = text("{town} – Drift", town=workspace_title(job))
    notes = [*cut_note(job, cut_at(job.view.snapshot, repository_at(job.view.snapshot))), *left_out(job)]
    return Report(title, about(job), [], [_table(job, code, found) for code in codes], notes)


def _table(job: Job, code: str, found: list[tuple[str, Point]]) -> Table:
    text, is_monthly = job.locale.text, any(len(at) == len("2026-12") for at, _point in found)
    when = Column("date", text("Month")) if is_monthly else Column("date", text("Date"), DATE)
    columns = (
        when, Column("commit", text("Commit")),
        Column("projects", text("Projects"), NUMBER), Column("cost", text("Cost"), AMOUNT),
        Column("delta", text("Δ cost"), AMOUNT), Column("grants", text("Counted grants"), AMOUNT),
        Column("secured", text("Secured"), AMOUNT), Column("mean_slip", text("Mean slip"), DAYS),
        Column("worst_slip", text("Longest slip"), DAYS),
    )  # fmt: skip
    rows: list[tuple[Any, ...]] = []
    before = None
    for at, point in found:
        sums, part = point.sums.get(code), point.parts.get(code)
        if sums is None or part is None:
            continue
        mean = None if part.mean_slip is None else round(part.mean_slip)
        delta = None if before is None else sums.cost - before
        before = sums.cost
        said = f"{at[5:]}/{at[:4]}" if is_monthly else at
        rows.append(
            (said, point.commit.commit[:7], part.projects, sums.cost, delta or None, sums.grants, sums.secured, mean,
             part.worst_slip)
        )  # fmt: skip
    return Table(
        text("How the plan kept moving"), columns, rows, currency=code, charts=(Chart(CURVE, ("cost", "secured")),),
        spare=("commit", "projects", "grants"),
    )  # fmt: skip


def tables(job: Job, every: str) -> list[Table]:
    """For CSV."""
    months = ("month",) if every == "month" else ()
    names = (*months, "commit", "time", "author", "subject", "projects", "currency", "cost", "grants", "secured",
             "mean_slip_days", "worst_slip_days")  # fmt: skip
    rows = [
        (*((at,) if months else ()), *p.commit, part.projects, code, *p.sums[code], part.mean_slip, part.worst_slip)
        for at, p in _points(job, every)
        for code, part in sorted(p.parts.items())
    ]
    kinds = {**dict.fromkeys(Sums._fields, AMOUNT), "mean_slip_days": DECIMAL}
    return [Table("", tuple(Column(name, "", kinds.get(name, TEXT)) for name in names), rows)]
