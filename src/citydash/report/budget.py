"""`report budget`: the free pivot of figures.rollup."""

from typing import Any

from citydash.errors import UsageError
from citydash.figures.request import Request, Rollup, is_additive
from citydash.figures.rollup import rollup
from citydash.model.amounts import money
from citydash.model.words import MONEY_IN
from citydash.report.document import (
    AMOUNT,
    BARS,
    TEXT,
    YEARS,
    Chart,
    Column,
    Job,
    Report,
    Table,
    about,
    header,
    left_out,
    no_project,
    workspace_title,
)

WORD_AXES = {"pillar": "pillar", "section": "section", "level": "level", "certainty": "certainty", "status": "status"}
"""Axes whose labels are words of a vocabulary, for the locale to say."""


def _results(job: Job, request: Request, within: str | None) -> list[Rollup]:
    """The roll-up; `within` a row's key, that row by its projects. Raises `UsageError` for a row that isn't there."""
    if within is None:
        return rollup(job.view, request)
    if len(request.rows) != 1:
        raise UsageError("--within takes one axis in --rows")
    from citydash.figures.drill import by_project  # noqa: PLC0415 - most reports stay at the top

    found = by_project(job.view, request, (within,))
    if not found:
        from citydash.files.problems import nearest  # noqa: PLC0415 - only for an error

        keys = tuple(line.key[0] for result in rollup(job.view, request) for line in result.lines)
        raise UsageError("no row “{key}” here", key=within, hint=nearest(within, keys))
    return [result._replace(request=request._replace(rows=("project",))) for result in found]


def document(job: Job, request: Request, within: str | None = None) -> dict[str, Any]:
    """The JSON document; one object a currency under `blocks` where there are several."""
    parts = [_block(result) for result in _results(job, request, within)]
    common = header(job, "budget")
    where, problems = common.pop("where"), common.pop("problems")
    asked = {
        "measure": None if request.columns == "stage" else request.measure,
        "rows": ["project"] if within is not None else list(request.rows),
        **({"within": {request.rows[0]: within}} if within is not None else {}),
        "columns": request.columns,
    }
    chosen = {"where": where, "cuts": _cuts(job)}
    if len(parts) > 1:
        return {**common, **asked, **chosen, "blocks": parts, "problems": problems}
    block = parts[0]
    lines = {name: block.pop(name) for name in ("lines", "totals")}
    return {**common, "currency": block.pop("currency"), **asked, **block, **chosen, **lines, "problems": problems}


def _cuts(job: Job) -> dict[str, Any]:
    cuts = job.cuts
    return {
        "towns": list(job.towns),
        "departments": list(cuts.departments),
        "sections": list(cuts.sections),
        "sources": list(cuts.sources),
        "years": list(cuts.years) if cuts.years else None,
        "certainty": job.view.certainty,
    }


def _block(result: Rollup) -> dict[str, Any]:
    columns = "years" if result.request.columns == "year" else "column_names"
    lines = [
        {
            "key": list(line.key),
            "label": list(line.label),
            "amounts": {name: money(cents) for name, cents in line.amounts.items()},
            "total": money(line.total),
        }
        for line in result.lines
    ]
    totals = {"amounts": {name: money(cents) for name, cents in result.totals.items()}, "total": money(result.total)}
    return {"currency": result.currency, columns: list(result.columns), "lines": lines, "totals": totals}


def build(job: Job, request: Request, within: str | None = None) -> Report:
    """The report for people."""
    locale, text = job.locale, job.locale.text
    what = text("by stage") if request.columns == "stage" else locale.word("measure", request.measure)
    axes = " × ".join(locale.word("axis", axis).lower() for axis in request.rows)
    if within is not None:
        axes = f"{axes} {within}, {locale.word('axis', 'project').lower()}"
    title = text("{town} – Budget: {what}, {axes}", town=workspace_title(job), what=what, axes=axes)
    tables = [_table(job, result) for result in _results(job, request, within)]
    return Report(title, about(job), [], tables, left_out(job))


def _table(job: Job, result: Rollup) -> Table:
    locale, request = job.locale, result.request
    columns = [Column(axis, locale.word("axis", axis)) for axis in request.rows]
    only_total = request.columns == "none"
    if not only_total:
        columns += [Column(name, column_title(job, request, name), AMOUNT) for name in result.columns]
    additive = is_additive(request)
    if additive:
        columns.append(Column("total", locale.text("Total"), AMOUNT))
    rows = []
    for line in result.lines:
        labels = [row_label(job, axis, label) for axis, label in zip(request.rows, line.label, strict=True)]
        amounts = [] if only_total else [None if name in line.blank else line.amounts[name] for name in result.columns]
        rows.append((*labels, *amounts, *([line.total] if additive else [])))
    total = (
        locale.text("Total"), *("" for _axis in request.rows[1:]),
        *([] if only_total else [result.totals[name] for name in result.columns]),
        *([result.total] if additive else []),
    )  # fmt: skip
    what = "" if request.columns == "stage" else locale.word("measure", request.measure).capitalize()
    return Table(
        what or locale.text("Budget by stage"), tuple(columns), rows, total, result.currency,
        empty=no_project(job), vat=request.measure not in MONEY_IN,
        charts=_charts(request, result, additive=additive), keys=tuple(line.key for line in result.lines),
    )  # fmt: skip


def _charts(request: Request, result: Rollup, *, additive: bool) -> tuple[Chart, ...]:
    """Years as upright bars, and a bar a row: the total's, or what doesn't add up over each other."""
    bars = Chart(BARS, ("total",) if additive else result.columns)
    return (Chart(YEARS, result.columns), bars) if request.columns == "year" else (bars,)


def row_label(job: Job, axis: str, label: str) -> str:
    """A row's name: a vocabulary's word is translated, an unnamed funder shown as none."""
    if axis in WORD_AXES:
        return job.locale.word(WORD_AXES[axis], label)
    return label or "–"


def column_title(job: Job, request: Request, name: str) -> str:
    """A column's name for people."""
    locale = job.locale
    if request.columns == "year":
        return locale.year(name)
    kind = {"stage": "measure", "section": "section", "certainty": "certainty"}[request.columns]
    return locale.word(kind, name)


def tables(job: Job, request: Request, within: str | None = None) -> list[Table]:
    """For CSV: ids beside names, one amount column a year or stage."""
    found = []
    for result in _results(job, request, within):
        columns = [Column(f"{axis}{suffix}", "", TEXT) for axis in result.request.rows for suffix in ("", "_name")]
        columns += [Column(name, "", AMOUNT) for name in result.columns if request.columns != "none"]
        additive = is_additive(request)
        if additive:
            columns.append(Column("total", "", AMOUNT))
        rows = []
        for line in result.lines:
            named = [part for key, label in zip(line.key, line.label, strict=True) for part in (key, label)]
            amounts = [line.amounts[name] for name in result.columns if request.columns != "none"]
            rows.append((*named, *amounts, *([line.total] if additive else [])))
        found.append(Table("", tuple(columns), rows, None, result.currency))
    return found
