"""`report timeline`: the projects on the time axis, with a bar each in text."""

from typing import Any

from citydash.figures.axis import Period, quarters
from citydash.figures.milestones import TimelineLine, timeline
from citydash.report.document import (
    BAR,
    DATE,
    DAYS,
    NUMBER,
    PERCENT,
    TEXT,
    Column,
    Job,
    Report,
    Table,
    about,
    header,
    left_out,
    workspace_title,
)
from citydash.report.milestones import line_json as milestone_json


def document(job: Job) -> dict[str, Any]:
    """The JSON document."""
    return {**header(job, "timeline"), "lines": [_line_json(line) for line in timeline(job.view)]}


def _line_json(t: TimelineLine) -> dict[str, Any]:
    p = t.project
    left_out_keys = {"town", "portfolio", "project"}
    return {
        "town": t.town, "portfolio": t.portfolio, "project": p.key, "title": p.title, "status": p.status,
        "start": p.start, "end": p.end, "baseline": {"start": p.baseline_start, "end": p.baseline_end},
        "slip_days": t.slip, "progress": t.progress, "elapsed": None if t.elapsed is None else round(t.elapsed, 6),
        "milestones": [
            {key: value for key, value in milestone_json(m).items() if key not in left_out_keys} for m in t.milestones
        ],
    }  # fmt: skip


def build(job: Job) -> Report:
    """The report for people: one table a portfolio, each project with a bar over the years shown."""
    text, locale, names = job.locale.text, job.locale, job.view.names
    lines = timeline(job.view)
    days = sorted(day for t in lines for day in (t.project.start, t.project.end) if day)
    axis = quarters(days[0], days[-1], _start_month(job)) if days else []
    columns = (
        Column("project", text("Project")), Column("status", text("Status")), Column("start", text("Start"), DATE),
        Column("end", text("End"), DATE), Column("slip_days", text("Slip"), DAYS),
        Column("elapsed", text("Time"), PERCENT), Column("paid", text("Paid"), PERCENT),
        Column("bar", f"{axis[0].label}–{axis[-1].label}" if axis else "", BAR),
    )  # fmt: skip
    groups: dict[str, list[TimelineLine]] = {}
    for t in lines:
        title = names.label(t.project.town, names.portfolio(t.project.town, t.project.portfolio).title)
        groups.setdefault(title, []).append(t)
    tables = [
        Table(
            title, columns,
            [
                (
                    t.project.title, locale.word("status", t.project.status), t.project.start, t.project.end, t.slip,
                    t.elapsed, t.project.financial_progress, _bar(t, axis, job.view.today),
                )
                for t in some
            ],
        )
        for title, some in groups.items()
    ]  # fmt: skip
    if not tables:
        tables = [Table("", columns, [], empty=text("No project matches."))]
    title = text("{town} – Timeline", town=workspace_title(job))
    notes = [text("Bars: one mark per quarter; ■ time elapsed, ░ time ahead, ◆ today.")] if days else []
    return Report(title, about(job), [], tables, [*notes, *left_out(job)])


def _start_month(job: Job) -> int:
    """The month that fiscal years start in, where the towns agree; else January."""
    months = {town.fiscal_year_start for town in job.view.names.towns.values()}
    return months.pop() if len(months) == 1 else 1


def _bar(t: TimelineLine, axis: list[Period], today: str) -> str:
    """A mark a quarter: ■ passed, ░ ahead, ◆ today's."""
    p = t.project
    if not p.start or not p.end:
        return ""
    marks = []
    for period in axis:
        if period.first <= today <= period.last:
            marks.append("◆")
        elif period.last < p.start or period.first > p.end:
            marks.append(" ")
        else:
            marks.append("■" if period.last < today else "░")
    return "".join(marks).rstrip()


def tables(job: Job) -> list[Table]:
    """For CSV: a row a project."""
    keys = ("town", "portfolio", "project", "title", "status", "start", "end", "baseline_start", "baseline_end",
            "slip_days", "progress", "elapsed")  # fmt: skip
    kinds = {"progress": PERCENT, "elapsed": PERCENT, "slip_days": NUMBER}
    rows: list[tuple[Any, ...]] = [
        (
            t.town, t.portfolio, t.project.key, t.project.title, t.project.status, t.project.start, t.project.end,
            t.project.baseline_start, t.project.baseline_end, t.slip, t.progress, t.elapsed,
        )
        for t in timeline(job.view)
    ]  # fmt: skip
    return [Table("", tuple(Column(key, "", kinds.get(key, TEXT)) for key in keys), rows)]
