"""`report timeline`: the projects on the time axis, with a bar each in text."""

from typing import Any

from citydash.errors import UsageError
from citydash.figures.axis import Period, quarters, start_month
from citydash.figures.gantt import GROUPINGS, groups, id_of
from citydash.figures.milestones import TimelineLine, timeline
from citydash.report.document import (
    BAR,
    DATE,
    DAYS,
    NUMBER,
    PERCENT,
    TEXT,
    Axis,
    Column,
    Job,
    Report,
    Span,
    Table,
    about,
    header,
    left_out,
    no_project,
    workspace_title,
)
from citydash.report.milestones import line_json as milestone_json


def _grouped(job: Job, axis: str) -> list[tuple[str, list[TimelineLine]]]:
    """Titles of groups and the lines in each, in the order of the roll-ups. Raises `UsageError`."""
    if axis not in GROUPINGS:
        raise UsageError("no groups by “{name}”", name=axis, known=GROUPINGS)
    of = {id_of(t.project): t for t in timeline(job.view)}
    return [
        (job.locale.word("status", g.label) if axis == "status" else g.label, [of[id_of(p)] for p in g.projects])
        for g in groups(job.view, axis)
    ]


def document(job: Job, group: str = "portfolio") -> dict[str, Any]:
    """The JSON document."""
    lines = [_line_json(line) for _title, some in _grouped(job, group) for line in some]
    return {**header(job, "timeline"), "group": group, "lines": lines}


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


def build(job: Job, group: str = "portfolio") -> Report:
    """The report for people: one table a group, each project with a bar over the years shown."""
    text, locale = job.locale.text, job.locale
    grouped = _grouped(job, group)
    lines = [line for _title, some in grouped for line in some]
    days = sorted(day for t in lines for day in (t.project.start, t.project.end) if day)
    axis = quarters(days[0], days[-1], start_month(job.view)) if days else []
    columns = (
        Column("project", text("Project")), Column("status", text("Status")), Column("start", text("Start"), DATE),
        Column("end", text("End"), DATE), Column("slip_days", text("Slip"), DAYS),
        Column("elapsed", text("Time"), PERCENT), Column("paid", text("Paid"), PERCENT),
        Column("bar", f"{axis[0].label}–{axis[-1].label}" if axis else "", BAR),
    )  # fmt: skip
    drawn = _axis(job, lines)
    tables = [
        Table(
            title, columns,
            [
                (
                    t.project.title, locale.word("status", t.project.status), t.project.start, t.project.end, t.slip,
                    t.elapsed, t.project.financial_progress, _span(t, axis, job.view.today),
                )
                for t in some
            ],
            axis=drawn,
            keys=tuple((t.project.town, t.project.key) for t in some),
        )
        for title, some in grouped
    ]  # fmt: skip
    if not tables:
        tables = [Table("", columns, [], empty=no_project(job))]
    title = text("{town} – Timeline", town=workspace_title(job))
    signs = text("Bars: one mark per quarter; ■ time elapsed, ░ time ahead, ◆ today.") if days else ""
    return Report(title, about(job), [], tables, left_out(job), signs)


def _axis(job: Job, lines: list[TimelineLine]) -> Axis | None:
    """The whole fiscal years of everything that is drawn; None where nothing is."""
    days = [
        day
        for t in lines
        for p in (t.project,)
        for day in (p.start, p.end, p.baseline_start, p.baseline_end, *(m.day for m in t.milestones))
        if day
    ]
    if not days:
        return None
    parts = quarters(min(days), max(days), start_month(job.view))
    years = tuple((period.first, period.label) for period in parts[::4])
    return Axis(parts[0].first, parts[-1].last, job.view.today, years)


def _span(t: TimelineLine, axis: list[Period], today: str) -> Span:
    p = t.project
    milestones = tuple((m.day, m.state, m.title) for m in t.milestones)
    return Span(_bar(t, axis, today), p.start, p.end, p.baseline_start, p.baseline_end, milestones)


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


def tables(job: Job, group: str = "portfolio") -> list[Table]:
    """For CSV: a row a project."""
    keys = ("town", "portfolio", "project", "title", "status", "start", "end", "baseline_start", "baseline_end",
            "slip_days", "progress", "elapsed")  # fmt: skip
    kinds = {"progress": PERCENT, "elapsed": PERCENT, "slip_days": NUMBER}
    rows: list[tuple[Any, ...]] = [
        (
            t.town, t.portfolio, t.project.key, t.project.title, t.project.status, t.project.start, t.project.end,
            t.project.baseline_start, t.project.baseline_end, t.slip, t.progress, t.elapsed,
        )
        for _title, some in _grouped(job, group)
        for t in some
    ]  # fmt: skip
    return [Table("", tuple(Column(key, "", kinds.get(key, TEXT)) for key in keys), rows)]
