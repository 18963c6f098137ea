"""The tables of `citydash diff`: old value, new value, difference, for people."""

from typing import TYPE_CHECKING, Any

from citydash.figures.compare import ADDED, REMOVED, UNREADABLE, Change, Total
from citydash.model.words import MONEY_IN
from citydash.report.diff_values import leaves, name_of, said
from citydash.report.document import AMOUNT, DATE, DAYS, Column, Job, Table, without_empty

if TYPE_CHECKING:
    from citydash.figures.view import View
    from citydash.report.diff import Diff


def total_tables(job: Job, found: list[Total]) -> list[Table]:
    """What everything adds up to, by currency: the spending, and the money that comes in, which has no VAT."""
    tables = []
    note = job.locale.text(
        "Planned and paid: every year. A project's cost, and what is paid of it, leave out operating after its end."
    )
    for code in sorted({t.currency for t in found}):
        for title, is_in in ((job.locale.text("In all"), False), (job.locale.text("Funding in all"), True)):
            some = [t for t in found if t.currency == code and (t.measure in MONEY_IN) is is_in]
            rows = [(job.locale.word("measure", t.measure), t.old, t.new, t.new - t.old or None) for t in some]
            columns = (Column("measure", job.locale.text("Measure")), *_moving(job))
            tables.append(Table(title, columns, rows, currency=code, note="" if is_in else note, vat=not is_in))
    return tables


def _moving(job: Job) -> tuple[Column, ...]:
    text = job.locale.text
    return Column("from", text("Before"), AMOUNT), Column("to", text("After"), AMOUNT), Column("delta", "Δ", AMOUNT)


def changes_tables(job: Job, found: "Diff") -> list[Table]:
    """The projects that changed, those that moved most first, then what changed in each: amounts, funding, milestones,
    the rest; by currency.
    """
    changes = sorted(found.changes, key=lambda c: -abs(c.cost))
    tables = []
    for code in sorted({c.currency for c in changes}):
        some = [c for c in changes if c.currency == code]
        tables += [_projects(job, found, some, code), _amounts(job, some, code), _funding(job, some, code)]
    tables += [_milestones(job, changes), _fields(job, found, changes)]
    return [table for table in tables if table.rows]


def _projects(job: Job, found: "Diff", changes: list[Change], code: str) -> Table:
    text, locale = job.locale.text, job.locale
    words = {ADDED: text("added"), REMOVED: text("removed"), UNREADABLE: text("unreadable")}
    columns = (
        Column("change", text("Change")), Column("title", text("Project")), Column("status", text("Status")),
        *_moving(job), Column("end", text("End"), DATE), Column("days", text("Δ end"), DAYS),
        Column("notes", text("Moved or renamed")),
    )  # fmt: skip
    rows: list[tuple[Any, ...]] = []
    for c in changes:
        statuses = dict.fromkeys(locale.word("status", p.status) for p in (c.old, c.new) if p)
        end = (c.new or c.old).end  # type: ignore[union-attr]
        costs = c.old.cost if c.old else None, c.new.cost if c.new else None
        rows.append(
            (words.get(c.kind, text("changed")), c.title, " → ".join(statuses), *costs, c.cost or None, end,
             c.end_days or None, _notes(job, found, c))
        )  # fmt: skip
    total = (text("Total"), "", "", *(sum(row[n] or 0 for row in rows) for n in (3, 4, 5)), None, None, "")
    return without_empty(Table(text("Projects that changed: their cost"), columns, rows, total, code), "days", "notes")


def _notes(job: Job, found: "Diff", c: Change) -> str:
    notes = []
    if c.has_moved and c.old and c.new:
        sides: tuple[tuple[View, Any], ...] = ((found.old, c.old), (found.new, c.new))
        notes.append(" → ".join(view.names.portfolio(p.town, p.portfolio).title for view, p in sides))
    if c.was:
        notes.append(job.locale.text("id {old} → {new}", old=c.was, new=c.key))
    if c.old and c.new and c.old.title != c.new.title:
        notes.append(job.locale.text("was called “{title}”", title=c.old.title))
    return "; ".join(notes)


def _amounts(job: Job, changes: list[Change], code: str) -> Table:
    text, locale = job.locale.text, job.locale
    columns = (
        Column("title", text("Project")), Column("department", locale.word("axis", "department")),
        Column("section", locale.word("axis", "section")), Column("stage", text("Stage")),
        Column("year", locale.word("axis", "year")), *_moving(job),
    )  # fmt: skip
    rows = [
        (c.title, a.label, locale.word("section", a.section), locale.word("measure", a.stage), locale.year(a.year),
         a.old, a.new, a.new - a.old)
        for c in changes if c.old and c.new for a in c.amounts
    ]  # fmt: skip
    is_part = any(c.amounts for c in changes if not (c.old and c.new))
    note = text("Lines of projects added or removed aren't listed: their cost stands above.") if is_part else ""
    return Table(text("Budget lines that changed"), columns, rows, currency=code, note=note)


_BESIDE = ("requested", "awarded", "expected", "received")
"""What a funding line says beside what it counts for."""


def _funding(job: Job, changes: list[Change], code: str) -> Table:
    text, locale = job.locale.text, job.locale
    columns = (
        Column("title", text("Project")), Column("source", locale.word("axis", "source")),
        Column("status", text("Status")), *_moving(job),
        *(Column(name, f"Δ {locale.word('measure', name)}", AMOUNT) for name in _BESIDE),
    )  # fmt: skip
    rows: list[tuple[Any, ...]] = []
    for c in changes:
        for f in c.funding:
            statuses = dict.fromkeys(locale.word("funding", one.status) for one in (f.old, f.new) if one)
            counted = f.old.counted if f.old else None, f.new.counted if f.new else None
            deltas = (
                ((getattr(f.new, name, None) or 0) - (getattr(f.old, name, None) or 0)) or None for name in _BESIDE
            )
            delta = (counted[1] or 0) - (counted[0] or 0)
            source = (f.new or f.old).source.name  # type: ignore[union-attr]
            rows.append((c.title, source, " → ".join(statuses), *counted, delta or None, *deltas))
    table = Table(text("Funding lines that changed: what they count for"), columns, rows, currency=code, vat=False)
    return without_empty(table, *_BESIDE)


def _milestones(job: Job, changes: list[Change]) -> Table:
    text = job.locale.text
    columns = (
        Column("title", text("Project")), Column("milestone", text("Milestone")), Column("from", text("Before"), DATE),
        Column("to", text("After"), DATE), Column("days", "Δ", DAYS), Column("state", text("State")),
    )  # fmt: skip
    rows: list[tuple[Any, ...]] = []
    for c in changes:
        for m in c.milestones if c.old and c.new else ():
            one = m.new or m.old
            if one is not None:
                states = dict.fromkeys(job.locale.word("milestone", x.state) for x in (m.old, m.new) if x)
                days = (m.old.day if m.old else None, m.new.day if m.new else None)
                rows.append((c.title, one.title, *days, m.days or None, " → ".join(states)))
    return without_empty(Table(text("Milestones that changed"), columns, rows), "days")


def _fields(job: Job, found: "Diff", changes: list[Change]) -> Table:
    """Keys that no other table tells: the status, the title and the end stand beside the cost."""
    text, locale = job.locale.text, job.locale
    columns = (
        Column("title", text("Project")), Column("key", text("Key")), Column("from", text("Before")),
        Column("to", text("After")), Column("days", "Δ", DAYS),
    )  # fmt: skip
    rows: list[tuple[Any, ...]] = []
    for c in changes:
        if c.old is None or c.new is None:
            continue
        for f in leaves(c):
            if f.name in ("status", "title"):
                continue
            sides = tuple(said(locale, f, value, c.currency) for value in (f.old, f.new))
            if f.name == "lead":
                pairs = ((found.old, c.old), (found.new, c.new))
                sides = tuple(view.names.department(p.town, p.lead) for view, p in pairs)
            rows.append((c.title, name_of(locale, f), *sides, f.days))
    return without_empty(Table(text("Other keys that changed"), columns, rows, wraps=True), "days")
