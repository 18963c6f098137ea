"""`citydash log`: what each commit did to cost, dates and funding; or one project's life."""

from typing import Any

from citydash.figures.history import Commit, Entry, Move, Story, Sums
from citydash.model.amounts import money
from citydash.report.document import (
    AMOUNT,
    DATE,
    DAYS,
    NUMBER,
    TEXT,
    Column,
    Job,
    Report,
    Table,
    about,
    header,
    left_out,
    without_empty,
    workspace_title,
)


def document(job: Job, found: list[Story], key: str | None = None) -> dict[str, Any]:
    """The JSON document: the newest commit first."""
    return {**header(job, "log"), "project": key, "commits": [story_json(story) for story in reversed(found)]}


def story_json(story: Story) -> dict[str, Any]:
    """A commit as JSON: differences of the whole by currency, and of each project."""
    entry = story.entry
    return {
        **story.commit._asdict(),
        "added": entry.added, "removed": entry.removed, "changed": entry.changed,
        "delta": {code: _sums(sums) for code, sums in sorted(entry.sums.items())},
        "projects": [
            {
                "town": m.town, "project": m.key, "title": m.title, "change": m.kind, "status": m.status, "end": m.end,
                "currency": m.currency, "now": _sums(m.now), "delta": _sums(m.delta), "end_days": m.days,
            }
            for m in story.moves
        ],
    }  # fmt: skip


def _sums(sums: Sums) -> dict[str, str | None]:
    return {name: money(cents) for name, cents in sums._asdict().items()}


def build(job: Job, found: dict[str, list[Entry]], cut: str = "") -> Report:
    """The report for people: by currency, the newest commit first. `cut` is where a shallow clone's line begins."""
    text = job.locale.text
    tables = [_commits(job, code, entries) for code, entries in sorted(found.items())]
    title = text("{town} – History", town=workspace_title(job))
    return Report(title, about(job), [], tables or [_nothing(job)], [*cut_note(job, cut), *left_out(job)])


def cut_note(job: Job, cut: str) -> list[str]:
    """What is said of a line that a shallow clone has cut off."""
    text = job.locale.text(
        "Shallow clone: what was there before {commit} looks added by it (git fetch --unshallow brings the rest).",
        commit=cut,
    )
    return [text] if cut else []


def build_life(job: Job, found: list[Story], key: str, cut: str = "") -> Report:
    """One project's life for people, likewise."""
    text = job.locale.text
    name = next((move.title for story in reversed(found) for move in story.moves), key)
    codes = sorted({move.currency for story in found for move in story.moves})
    title = text("{project} – History", project=name)
    tables = [_life(job, code, found) for code in codes] or [_nothing(job)]
    return Report(title, about(job), [], tables, [*cut_note(job, cut), *left_out(job)])


def _nothing(job: Job) -> Table:
    return Table("", (Column("date", ""),), [], empty=job.locale.text("No commit changed a project."))


def _of_commit(job: Job) -> tuple[Column, ...]:
    text = job.locale.text
    return (
        Column("date", text("Date"), DATE), Column("commit", text("Commit")), Column("author", text("Author")),
        Column("subject", text("Subject")),
    )  # fmt: skip


def _commits(job: Job, code: str, found: list[Entry]) -> Table:
    text = job.locale.text
    columns = (
        *_of_commit(job), Column("added", text("Added"), NUMBER), Column("removed", text("Removed"), NUMBER),
        Column("changed", text("Changed"), NUMBER), Column("cost", text("Δ cost"), AMOUNT),
        Column("grants", job.locale.word("narrow", "grants"), AMOUNT), Column("secured", text("Δ secured"), AMOUNT),
        Column("days", text("Largest change of end date"), DAYS), Column("of", text("Project")),
    )  # fmt: skip
    rows: list[tuple[Any, ...]] = []
    for entry in reversed(found):
        sums = entry.sums.get(code)
        if sums is not None:
            counts = (entry.added or None, entry.removed or None, entry.changed or None)
            deltas = (cents or None for cents in sums)
            rows.append((*_said(entry.commit), *counts, *deltas, *(entry.furthest or (None, ""))))
    table = Table(text("Commits that changed a project"), columns, rows, currency=code)
    spare = ("removed", "added", "changed", "commit", "secured", "of")
    return without_empty(table._replace(spare=spare), "added", "removed", "changed", "grants", "secured", "days", "of")


def _said(commit: Commit) -> tuple[str, str, str, str]:
    return commit.day, commit.commit[:7], commit.author, commit.subject


def _life(job: Job, code: str, found: list[Story]) -> Table:
    text, locale = job.locale.text, job.locale
    columns = (
        *_of_commit(job), Column("status", text("Status")), Column("cost", text("Cost"), AMOUNT),
        Column("delta_cost", text("Δ cost"), AMOUNT), Column("grants", text("Counted grants"), AMOUNT),
        Column("delta_grants", locale.word("narrow", "grants"), AMOUNT), Column("secured", text("Secured"), AMOUNT),
        Column("end", text("End"), DATE),
        Column("days", text("Δ end"), DAYS),
    )  # fmt: skip
    rows: list[tuple[Any, ...]] = []
    for story in reversed(found):
        for m in story.moves:
            if m.currency != code:
                continue
            word = text("removed") if m.kind == "removed" else locale.word("status", m.status)
            rows.append(
                (*_said(story.commit), word, m.now.cost, m.delta.cost or None, m.now.grants, m.delta.grants or None,
                 m.now.secured, m.end, m.days or None)
            )  # fmt: skip
    table = Table(text("The project, commit by commit"), columns, rows, currency=code)
    spare = ("commit", "grants", "secured", "status", "cost", "end", "author")
    return without_empty(table._replace(spare=spare), "delta_cost", "grants", "delta_grants", "secured", "days")


def tables(found: list[Story]) -> list[Table]:
    """For CSV: a row a commit and project."""
    columns = ("commit", "time", "author", "subject", "town", "project", "title", "change", "status", "end", "currency",
               "cost", "grants", "secured", "delta_cost", "delta_grants", "delta_secured", "end_days")  # fmt: skip
    rows = [(*story.commit, *_flat(move)) for story in reversed(found) for move in story.moves]
    return [Table("", tuple(Column(name, "", AMOUNT if name in _AMOUNTS else TEXT) for name in columns), rows)]


_AMOUNTS = (*Sums._fields, *(f"delta_{name}" for name in Sums._fields))


def _flat(m: Move) -> tuple[Any, ...]:
    said = (m.town, m.key, m.title, m.kind, m.status, m.end, m.currency)
    return (*said, *m.now, *m.delta, m.days)
