"""`report agenda`: milestones, deadlines of funding and calls by day, what is late first."""

from typing import Any

from citydash.figures.agenda import Call, Chosen, Deadline, Event, chosen_events, months
from citydash.figures.formulas import days_between
from citydash.figures.milestones import MilestoneLine
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
    workspace_title,
)

_KEYS = (
    "town", "portfolio", "project", "event", "key", "title", "date", "state", "baseline", "due", "met", "slip_days",
    "days_left", "unreceived", "currency",
)  # fmt: skip
_KINDS = {"slip_days": NUMBER, "days_left": NUMBER, "unreceived": AMOUNT}


def document(job: Job, chosen: Chosen) -> dict[str, Any]:
    """The JSON document. `key` is the milestone's id, the funding line's or the source's; `unreceived` what a line has
    still to bring in, in `currency`.
    """
    lines = [
        {name: money(value) if name == "unreceived" else value for name, value in _values(job, event).items()}
        for event in chosen_events(job.view, chosen)
    ]
    asked = {"events": chosen.kind, "state": chosen.state, "days": chosen.days}
    return {**header(job, "agenda"), **asked, "lines": lines}


def _values(job: Job, event: Event) -> dict[str, Any]:
    """An event by _KEYS: dates ISO, cents, None for no data."""
    found: dict[str, Any] = dict.fromkeys(_KEYS)
    found |= {"town": event.town, "event": event.kind, "date": event.day, "state": event.state}
    if event.state in ("late", "planned"):
        found["days_left"] = days_between(job.view.today, event.day)
    if isinstance(event, Call):
        return found | {"key": event.source.key, "title": event.source.name}
    found |= {"portfolio": event.portfolio, "project": event.project.key}
    if isinstance(event, Deadline):
        return found | {
            "key": event.line.line, "title": event.line.source.name, "due": event.day,
            "unreceived": event.unreceived, "currency": job.view.currency(event.project.town),
        }  # fmt: skip
    return found | {
        "key": event.key, "title": event.title, "baseline": event.baseline, "due": event.due or event.baseline,
        "met": event.met, "slip_days": event.slip,
    }  # fmt: skip


def build(job: Job, chosen: Chosen) -> Report:
    """The report for people: a table of what is late, then one a month."""
    text, locale = job.locale.text, job.locale
    said = f"{locale.word('agenda-state', chosen.state)}, {locale.word('agenda-kind', chosen.kind)}"
    lines = [*about(job), (text("Shown"), said)]
    if chosen.days is not None:
        lines.append((text("Until"), locale.plural("{n} day ahead", "{n} days ahead", chosen.days)))
    tables = []
    for month in months(chosen_events(job.view, chosen)):
        name = f"{locale.month(int(month.key[5:]), 'wide')} {month.key[:4]}" if month.key else text("Late")
        rows = [_row(job, event) for event in month.events]
        currency = _currency(job) if any(row[-1] is not None for row in rows) else ""
        tables.append(Table(name[:1].upper() + name[1:], _columns(job), rows, None, currency, vat=False))
    tables = tables or [Table("", _columns(job), [], empty=text("Nothing in the agenda."))]
    return Report(text("{town} – Agenda", town=workspace_title(job)), lines, [], tables, left_out(job))


def _currency(job: Job) -> str:
    """That of all amounts; "" where there are several, so that each has its own beside it."""
    return job.view.currencies[0] if len(job.view.currencies) == 1 else ""


def _columns(job: Job) -> tuple[Column, ...]:
    text = job.locale.text
    return (
        Column("date", text("Date"), DATE), Column("state", text("State")), Column("event", text("Kind")),
        Column("title", text("What")), Column("project", text("Project")),
        Column("baseline", text("Baseline"), DATE), Column("slip_days", text("Slip"), DAYS),
        Column("days_left", text("Days left"), DAYS),
        Column("unreceived", text("To receive"), AMOUNT if _currency(job) else NUMBER),
    )  # fmt: skip


def _row(job: Job, event: Event) -> tuple[Any, ...]:
    locale, values = job.locale, _values(job, event)
    project, amount = event.project, values["unreceived"]
    state = locale.word("milestone" if isinstance(event, MilestoneLine) else "due", event.state)
    if amount is not None and not _currency(job):
        amount = locale.money(amount, values["currency"])
    return (
        event.day, state, locale.word("event", event.kind), values["title"], project.title if project else "",
        values["baseline"], values["slip_days"], values["days_left"], amount,
    )  # fmt: skip


def tables(job: Job, chosen: Chosen) -> list[Table]:
    """For CSV."""
    columns = tuple(Column(key, "", _KINDS.get(key, TEXT)) for key in _KEYS)
    rows = [tuple(_values(job, event).values()) for event in chosen_events(job.view, chosen)]
    return [Table("", columns, rows)]
