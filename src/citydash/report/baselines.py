"""`citydash log --baselines`: the tags, which are the baselines that somebody named (BP2026, DM1)."""

from typing import Any

from citydash.files.repository import Tag
from citydash.report.document import DATE, Column, Job, Report, Table, about, header, workspace_title


def document(job: Job, found: list[Tag]) -> dict[str, Any]:
    """The JSON document: the newest first."""
    return {**header(job, "baselines"), "baselines": [tag._asdict() for tag in found]}


def build(job: Job, found: list[Tag]) -> Report:
    """The report for people."""
    text = job.locale.text
    columns = (
        Column("day", text("Date"), DATE), Column("name", text("Baseline")), Column("commit", text("Commit")),
        Column("message", text("Message")),
    )  # fmt: skip
    rows = [(tag.day, tag.name, tag.commit[:7], tag.message) for tag in found]
    empty = text("No tag yet. To name the plan as it stands: git tag -a BP2026 -m “Budget primitif 2026”")
    title = text("{town} – Baselines", town=workspace_title(job))
    return Report(title, about(job), [], [Table(text("Named baselines"), columns, rows, empty=empty)], [])


def tables(found: list[Tag]) -> list[Table]:
    """For CSV."""
    return [Table("", tuple(Column(name, "") for name in Tag._fields), list(found))]
