"""`citydash diff`: what changed between two snapshots, old value beside new; or a roll-up of the differences."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from citydash.errors import N_
from citydash.figures.compare import ADDED, CHANGED, REMOVED, UNREADABLE, Change, Lines, Total
from citydash.figures.shift import Shift
from citydash.figures.view import View
from citydash.model.amounts import money
from citydash.model.words import MONEY_IN
from citydash.report.budget import column_title
from citydash.report.diff_tables import changes_tables, total_tables
from citydash.report.diff_values import flat, key_of, leaves, plain
from citydash.report.document import (
    AMOUNT,
    Column,
    Job,
    Report,
    Table,
    about,
    header,
    left_out,
    snapshot_of,
    without_empty,
    workspace_title,
)


class Diff(NamedTuple):
    """What is reported: two views, the changes, what everything adds up to, and roll-ups where they were asked for."""

    old: View
    new: View
    changes: list[Change]
    totals: list[Total]
    shifts: list[Shift] | None

    @property
    def is_nothing(self) -> bool:
        """Whether no project changed, and no sum."""
        return not self.changes and all(total.old == total.new for total in self.totals)


def document(job: Job, found: Diff) -> dict[str, Any]:
    """The JSON document."""
    old = found.old.snapshot.revision
    made = {
        **header(job, "diff"),
        "from": {"revision": old.commit if old else None},
        "totals": [
            {"measure": t.measure, "currency": t.currency, **_moved(t.old, t.new)} for t in found.totals
        ],
    }  # fmt: skip
    if found.shifts is None:
        return {**made, "changes": [change_json(change) for change in found.changes]}
    return {**made, "blocks": [_shift_json(shift) for shift in found.shifts]}


def _moved(old: int | None, new: int | None) -> dict[str, str | None]:
    delta = None if old is None or new is None else new - old
    return {"from": money(old), "to": money(new), "delta": money(delta)}


def change_json(c: Change) -> dict[str, Any]:
    """A project's change as JSON."""
    costs = c.old.cost if c.old else 0, c.new.cost if c.new else 0
    return {
        "change": c.kind, "town": c.town, "project": c.key, "was": c.was or None, "title": c.title,
        "portfolio": {"from": c.portfolios[0] or None, "to": c.portfolios[1] or None},
        "status": {"from": c.old.status if c.old else None, "to": c.new.status if c.new else None},
        "currency": c.currency, "cost": _moved(*costs), "end_days": c.end_days,
        "fields": [
            {"key": key_of(f), "from": plain(f, f.old), "to": plain(f, f.new), "days": f.days} for f in leaves(c)
        ],
        "amounts": [
            {"department": a.department, "section": a.section, "stage": a.stage, "year": a.year, **_moved(a.old, a.new)}
            for a in c.amounts
        ],
        "funding": [
            {"line": (f.new or f.old).line, "from": _line(f.old), "to": _line(f.new)} for f in c.funding  # type: ignore[union-attr]
        ],
        "milestones": [
            {"milestone": (m.new or m.old).key, "title": (m.new or m.old).title, "from": m.old and m.old.day,  # type: ignore[union-attr]
             "to": m.new and m.new.day, "days": m.days}
            for m in c.milestones
        ],
    }  # fmt: skip


def _line(line: Any) -> dict[str, Any] | None:
    if line is None:
        return None
    amounts = {name: money(getattr(line, name)) for name in _SUMS}
    return {
        "source": line.source.key, "section": line.section, "status": line.status, **amounts, "dates": line.dates,
    }  # fmt: skip


_SUMS = ("eligible", "justified", "requested", "awarded", "expected", "received", "counted")


def _shift_json(shift: Shift) -> dict[str, Any]:
    rows = [
        {
            "key": list(row.key), "label": list(row.label),
            "amounts": {name: _moved(row.old.get(name, 0), row.new.get(name, 0)) for name in shift.columns},
            "total": _moved(row.old_total, row.new_total),
        }
        for row in (*shift.rows, shift.total)
    ]  # fmt: skip
    return {
        "currency": shift.currency, "measure": shift.request.measure, "rows": list(shift.request.rows),
        "columns": shift.request.columns, "lines": rows[:-1], "totals": rows[-1],
    }  # fmt: skip


def build(job: Job, found: Diff) -> Report:
    """The report for people."""
    text, locale = job.locale.text, job.locale
    title = text("{town} – What changed", town=workspace_title(job))
    said = [(text("Before"), snapshot_of(found.old, locale)), (text("After"), snapshot_of(found.new, locale))]
    lines = [*said, *(line for line in about(job) if line[0] != text("Snapshot"))]
    if found.is_nothing:
        nothing = Table("", (Column("change", ""),), [], empty=text("Nothing changed."))
        return Report(title, lines, [], [nothing], left_out(job))
    if found.shifts is not None:
        return Report(title, lines, [], [_shift_table(job, shift) for shift in found.shifts], left_out(job))
    counts = [(kind, sum(c.kind == kind for c in found.changes)) for kind in _COUNTED]
    facts = [(text(_COUNTED[kind]), locale.number(n)) for kind, n in counts if n or kind != UNREADABLE]
    facts.append((text("Moved to another portfolio"), locale.number(sum(c.has_moved for c in found.changes))))
    return Report(title, lines, facts, [*total_tables(job, found.totals), *changes_tables(job, found)], left_out(job))


_COUNTED = {
    ADDED: N_("Projects added"), REMOVED: N_("Projects removed"), UNREADABLE: N_("Projects unreadable"),
    CHANGED: N_("Projects changed"),
}  # fmt: skip


def _shift_table(job: Job, shift: Shift) -> Table:
    """A roll-up of the differences: before, after, Δ, and Δ by column."""
    text, locale, request = job.locale.text, job.locale, shift.request
    axes = tuple(Column(axis, locale.word("axis", axis)) for axis in request.rows)
    is_added = shift.total.old_total is not None
    sums = (("from", text("Before")), ("to", text("After")), ("delta", "Δ")) if is_added else ()
    named = shift.columns if request.columns != "none" else ()
    columns = (
        *axes, *(Column(key, title, AMOUNT) for key, title in sums),
        *(Column(name, f"Δ {column_title(job, request, name)}", AMOUNT) for name in named),
    )  # fmt: skip
    rows = [
        (*row.label, *_cells(row, shift, is_added=is_added))
        for row in shift.rows
        if row.old != row.new or row.old_total != row.new_total
    ]
    total = (text("Total"), *("",) * (len(axes) - 1), *_cells(shift.total, shift, is_added=is_added))
    measure = "" if request.columns == "stage" else locale.word("measure", request.measure)
    title = text("Differences") + (f" – {measure}" if measure else "")
    vat = request.measure not in MONEY_IN
    table = Table(title, columns, rows, total, shift.currency, empty=text("No difference."), vat=vat)
    return without_empty(table, *named)


def _cells(row: Any, shift: Shift, *, is_added: bool) -> tuple[int | None, ...]:
    sums = (row.old_total, row.new_total, row.delta) if is_added else ()
    if shift.request.columns == "none":
        return sums
    return (*sums, *(row.new.get(name, 0) - row.old.get(name, 0) or None for name in shift.columns))


def tables(job: Job, found: Diff) -> list[Table]:
    """For CSV: a row a project and thing that changed; or a roll-up's rows."""
    if found.shifts is not None:
        return [_flat_shift(shift) for shift in found.shifts]
    del job
    names = ("change", "town", "project", "title", "what", "key", "section", "year", "from", "to", "delta")
    return [Table("", tuple(Column(name, "") for name in names), [row for c in found.changes for row in _flat(c)])]


def _flat_shift(shift: Shift) -> Table:
    names = (*shift.request.rows, "currency", "column")
    rows = [
        (*row.key, shift.currency, name, before, after, after - before)
        for row in shift.rows
        for name in shift.columns
        for before, after in ((row.old.get(name, 0), row.new.get(name, 0)),)
    ]
    sums = (Column(name, "", AMOUNT) for name in ("from", "to", "delta"))
    return Table("", (*(Column(name, "") for name in names), *sums), rows)


def _exact(old: int | None, new: int | None) -> tuple[Decimal | None, Decimal | None, Decimal]:
    """Before, after and the difference, in units of the currency: numbers, which no spreadsheet takes for a formula."""
    before, after = (None if cents is None else Decimal(cents).scaleb(-2) for cents in (old, new))
    return before, after, Decimal((new or 0) - (old or 0)).scaleb(-2)


def _flat(c: Change) -> list[tuple[Any, ...]]:
    head = (c.kind, c.town, c.key, c.title)
    costs = c.old.cost if c.old else 0, c.new.cost if c.new else 0
    rows: list[tuple[Any, ...]] = [(*head, "cost", None, None, None, *_exact(*costs))]
    if c.was:
        rows.append((*head, "id", None, None, None, c.was, c.key, None))
    if c.has_moved:
        rows.append((*head, "portfolio", None, None, None, *c.portfolios, None))
    rows += [(*head, "field", key_of(f), None, None, flat(f, f.old), flat(f, f.new), f.days) for f in leaves(c)]
    rows += [(*head, a.stage, a.department, a.section, a.year, *_exact(a.old, a.new)) for a in c.amounts]
    for f in c.funding:
        rows += [(*head, *row) for row in _flat_funding(f)]
    for m in c.milestones:
        one = m.new or m.old
        rows.append((*head, "milestone", one and one.key, None, None, m.old and m.old.day, m.new and m.new.day, m.days))
    return rows


def _flat_funding(f: Lines) -> Iterator[tuple[Any, ...]]:
    """A row a thing that a funding line says otherwise; what it counts for in any case."""
    line = f.new or f.old
    assert line is not None  # noqa: S101 - for the type checker: a pair holds one at least
    place = (line.line, line.section, None)
    statuses = tuple(one.status if one else None for one in (f.old, f.new))
    if statuses[0] != statuses[1]:
        yield "funding-status", *place, *statuses, None
    for name in _SUMS:
        old, new = (getattr(one, name) if one else None for one in (f.old, f.new))
        if old != new or name == "counted":
            yield f"funding-{name}", *place, *_exact(old, new)
    before, after = (one.dates if one else {} for one in (f.old, f.new))
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            yield f"funding-{name}", *place, before.get(name), after.get(name), None
