"""`citydash explain`: the lines of the files that an amount is the sum of, of a roll-up or of another report."""

from typing import Any

from citydash.figures.explain import Explanation
from citydash.figures.explain_reports import Breakdown
from citydash.files.shown import key_path
from citydash.model.amounts import money
from citydash.report.document import AMOUNT, Column, Job, Report, Table, about, header, left_out

Explained = list[Explanation] | list[Breakdown]


def _of(e: Explanation | Breakdown) -> dict[str, Any]:
    """Which amount it is."""
    if isinstance(e, Breakdown):
        return {"report": e.report, "key": [e.key], "column": e.column}
    return {"measure": e.request.measure, "rows": list(e.request.rows), "key": list(e.key), "column": e.column}


def document(job: Job, found: Explained) -> dict[str, Any]:
    """The JSON document: a block a currency."""
    blocks = [
        {
            "currency": e.currency, **_of(e), "total": money(e.total),
            "lines": [
                {
                    "amount": money(line.cents), "path": line.path, "line": line.line, "column": line.column,
                    "keys": list(line.keys), "project": line.project.key if line.project else None,
                }
                for line in e.lines
            ],
        }
        for e in found
    ]  # fmt: skip
    return {**header(job, "explain"), "blocks": blocks}


def build(job: Job, found: Explained, prefix: str = "") -> Report:
    """The explanation for people. `prefix` leads from where the command runs to the workspace."""
    text, locale = job.locale.text, job.locale
    first = found[0]
    if isinstance(first, Breakdown):
        cell, what = f"{first.key} {first.column}", first.report
    else:
        what = text("by stage") if first.request.columns == "stage" else locale.word("measure", first.request.measure)
        cell = " ".join((*first.key, *([first.column] if first.column else []))) or text("Total")
    return Report(
        text("Breakdown of {cell} ({what})", cell=cell, what=what),
        about(job),
        [],
        _tables(job, found, prefix),
        left_out(job),
    )


def _tables(job: Job, found: Explained, prefix: str) -> list[Table]:
    text = job.locale.text
    columns = (
        Column("amount", text("Amount"), AMOUNT),
        Column("place", text("File and line")),
        Column("keys", text("Key")),
    )
    return [
        Table(
            "", columns, [(line.cents, f"{prefix}{line.path}:{line.line}", key_path(line.keys)) for line in e.lines],
            (e.total, text("Total"), ""), e.currency, empty=text("No line contributes to this amount."),
        )
        for e in found
    ]  # fmt: skip


def tables(found: Explained) -> list[Table]:
    """For CSV."""
    keys = ("amount", "path", "line", "column", "keys", "project")
    columns = tuple(Column(key, "", AMOUNT if key == "amount" else "text") for key in keys)
    return [
        Table(
            "", columns,
            [
                (x.cents, x.path, x.line, x.column, key_path(x.keys), x.project.key if x.project else None)
                for x in e.lines
            ], None, e.currency,
        )
        for e in found
    ]  # fmt: skip
