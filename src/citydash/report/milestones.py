"""`report milestones`: every milestone, its state and how far it slipped."""

from typing import Any

from citydash.figures.formulas import days_between
from citydash.figures.milestones import MilestoneLine, milestone_lines
from citydash.report.document import (
    DATE,
    DAYS,
    Column,
    Job,
    Report,
    Table,
    about,
    header,
    left_out,
    workspace_title,
)


def document(job: Job) -> dict[str, Any]:
    """The JSON document."""
    return {**header(job, "milestones"), "lines": [line_json(line) for line in milestone_lines(job.view)]}


def line_json(m: MilestoneLine) -> dict[str, Any]:
    """A milestone as JSON, dates ISO."""
    return {
        "town": m.town, "portfolio": m.portfolio, "project": m.project.key, "milestone": m.key, "title": m.title,
        "baseline": m.baseline, "due": m.due or m.baseline, "met": m.met, "state": m.state, "slip_days": m.slip,
    }  # fmt: skip


def build(job: Job) -> Report:
    """The report for people: late ones first, then by day."""
    lines, text = milestone_lines(job.view), job.locale.text
    late = [line for line in lines if line.state == "late"]
    facts = [
        (
            job.locale.word("milestone", state).capitalize(),
            job.locale.number(sum(line.state == state for line in lines)),
        )
        for state in ("late", "planned", "met", "cancelled")
    ]
    rest = [line for line in lines if line.state != "late"]
    parts = [(text("Late"), late, text("No milestone is late.")), (text("All others"), rest, text("No milestone."))]
    tables = [_table(job, title, some, empty) for title, some, empty in parts]
    title = text("{town} – Milestones", town=workspace_title(job))
    return Report(title, about(job), facts, tables, left_out(job))


def _table(job: Job, title: str, lines: list[MilestoneLine], empty: str) -> Table:
    locale, text = job.locale, job.locale.text
    columns = (
        Column("project", text("Project")), Column("title", text("Milestone")), Column("state", text("State")),
        Column("baseline", text("Baseline"), DATE), Column("due", text("Due"), DATE), Column("met", text("Met"), DATE),
        Column("slip_days", text("Slip"), DAYS), Column("delay", text("Delay"), DAYS),
    )  # fmt: skip
    rows: list[tuple[Any, ...]] = [
        (
            m.project.title, m.title, locale.word("milestone", m.state), m.baseline, m.due or m.baseline, m.met, m.slip,
            days_between(m.day, job.view.today) if m.state == "late" else None,
        )
        for m in lines
    ]  # fmt: skip
    keys = tuple((m.project.town, m.project.key, m.key) for m in lines)
    return Table(title, columns, rows, empty=empty, keys=keys)


def tables(job: Job) -> list[Table]:
    """For CSV."""
    keys = ("town", "portfolio", "project", "milestone", "title", "baseline", "due", "met", "state", "slip_days")
    rows = [tuple(line_json(line).values()) for line in milestone_lines(job.view)]
    return [Table("", tuple(Column(key, "") for key in keys), rows)]
