"""`report cash`: year by year what is spent beyond what comes in; forecast and actual stand apart."""

from typing import Any

from citydash.figures.cash import CashYear, Series, cash
from citydash.model.amounts import money
from citydash.model.fiscal import year_name
from citydash.report.document import (
    AMOUNT,
    CURVE,
    Chart,
    Column,
    Job,
    Report,
    Row,
    Table,
    about,
    header,
    in_blocks,
    left_out,
    workspace_title,
)
from citydash.report.records import Record, as_json, as_table

_KEYS = ("series", "year", "spent", "received", "gap", "cumulated")
_KINDS = dict.fromkeys(_KEYS[2:], AMOUNT)


def document(job: Job) -> dict[str, Any]:
    """The JSON document: two series, `forecast` (planned − expected) and `actual` (paid − received)."""
    blocks = []
    for currency, series in cash(job.view).items():
        totals = [{"spent": s.spent, "received": s.received, "gap": s.gap} for s in series]
        parts = {
            s.name: {"lines": [as_json(_record(s, y), _KINDS) for y in s.years], "totals": as_json(total, _KINDS)}
            for s, total in zip(series, totals, strict=True)
        }
        peaks = {s.name: peak for s in series if (peak := s.peak())}
        most = {name: {"year": year_name(y.year), "amount": money(y.gap)} for name, y in peaks.items()}
        blocks.append({"currency": currency, **parts, "peaks": most})
    return in_blocks({**header(job, "cash"), "certainty": job.view.certainty}, blocks)


def _record(series: Series, y: CashYear) -> Record:
    amounts = {"spent": y.spent, "received": y.received, "gap": y.gap, "cumulated": y.cumulated}
    return {"series": series.name, "year": year_name(y.year), **amounts}


def build(job: Job) -> Report:
    """The report for people."""
    text, found = job.locale.text, cash(job.view)
    title = text("{town} – Cash: spending and money coming in", town=workspace_title(job))
    tables = [_table(job, code, series) for code, both in found.items() for series in both]
    facts = [fact for code, both in found.items() for series in both for fact in _facts(job, code, series)]
    notes = [
        text("Before FCTVA. Money in: grants, loans, prices; neither own funds nor what is in kind or guaranteed."),
        text(
            "Planned and paid: every year. A project's cost, and what is paid of it, leave out operating after its end."
        ),
    ]
    return Report(title, about(job), facts, tables, [*notes, *left_out(job)])


def _facts(job: Job, currency: str, series: Series) -> list[tuple[str, str]]:
    """When the most money is to be found elsewhere."""
    locale, text, peak = job.locale, job.locale.text, series.peak()
    if not series.years:
        return []
    label = {"forecast": text("Largest yearly gap, forecast"), "actual": text("Largest yearly gap so far")}[series.name]
    said = text("none")
    if peak:
        amount = locale.brief(peak.gap, currency)
        said = text("{amount} in {year}", amount=amount, year=str(peak.year))
    return [(label, said)]


def _table(job: Job, currency: str, series: Series) -> Table:
    locale, text = job.locale, job.locale.text
    heads = {
        "forecast": (text("Forecast: planned and expected"), text("Planned"), text("Expected")),
        "actual": (text("Actual: paid and received"), text("Paid"), text("Received")),
    }
    title, spent, received = heads[series.name]
    columns = (
        Column("year", text("Fiscal year")), Column("spent", spent, AMOUNT), Column("received", received, AMOUNT),
        Column("gap", text("Gap"), AMOUNT), Column("cumulated", text("Cumulated gap"), AMOUNT),
    )  # fmt: skip
    rows: list[Row] = [(locale.year(year_name(y.year)), y.spent, y.received, y.gap, y.cumulated) for y in series.years]
    total = (text("Total"), series.spent, series.received, series.gap, None) if rows else None
    empty = {"forecast": text("Nothing is planned or expected."), "actual": text("Nothing was paid or received yet.")}
    return Table(
        title, columns, rows, total, currency, text("Gap: what is spent beyond what comes in.") if rows else "",
        empty[series.name], vat=False, charts=(Chart(CURVE, ("cumulated",)),),
    )  # fmt: skip


def tables(job: Job) -> list[Table]:
    """For CSV: a row a series and year."""
    return [
        as_table([_record(series, y) for series in both for y in series.years], _KEYS, _KINDS, code)
        for code, both in cash(job.view).items()
    ]
