"""`report public`: the projects in plain sentences for citizens: no jargon, rounded amounts, no internal remarks."""

from itertools import groupby
from typing import Any

from citydash.figures.public import Public, Told, public
from citydash.locale import Locale
from citydash.model.amounts import money
from citydash.report.document import (
    AMOUNT,
    Column,
    Job,
    Report,
    Table,
    about,
    header,
    in_blocks,
    left_out,
    workspace_title,
)
from citydash.report.records import Record, as_table

_KEYS = (
    "town",
    "portfolio",
    "portfolio_title",
    "project",
    "title",
    "status",
    "start",
    "end",
    "cost",
    "secured",
    "sentences",
)
_KINDS = {"cost": AMOUNT, "secured": AMOUNT}
_LEAST_SHARE = 0.05
"""What others pay is told from here on."""
_BUILT = ("operation", "closed")
_MANY = ("public", "private", "bank")
"""Levels whose name is a plural."""
_AHEAD = ("approved", "tender", "delivery", "acceptance")


def document(job: Job) -> dict[str, Any]:
    """The JSON document: the sentences, beside what they are made of."""
    blocks = [
        {
            "currency": found.currency, "cost": money(found.cost), "paid": money(found.paid),
            "secured": money(found.secured),
            "projects": [
                record | {"cost": money(record["cost"]), "secured": money(record["secured"])}
                for record in (_record(job, found, told) for told in found.projects)
            ],
            "projects_not_told": found.untold,
        }
        for found in public(job.view)
    ]  # fmt: skip
    return in_blocks(header(job, "public"), blocks)


def _record(job: Job, found: Public, told: Told) -> Record:
    p = told.project
    return {
        "town": told.town, "portfolio": told.portfolio, "portfolio_title": told.portfolio_title, "project": p.key,
        "title": p.title, "status": p.status, "start": p.start, "end": p.end, "cost": p.cost, "secured": told.secured,
        "sentences": " ".join(_sentences(job, told, found.currency)),
    }  # fmt: skip


def build(job: Job) -> Report:
    """The report for people: a table a portfolio."""
    text, results = job.locale.text, public(job.view)
    title = text("{town} – Our projects", town=workspace_title(job))
    columns = (Column("project", text("Project")), Column("sentences", text("What it is, and where it stands")))
    tables = [
        Table(
            told_of, columns,
            [(t.project.title, " ".join(_sentences(job, t, found.currency))) for t in some], wraps=True,
        )
        for found in results
        for told_of, some in groupby(found.projects, key=lambda t: t.portfolio_title)
    ]  # fmt: skip
    if not tables:
        tables = [Table("", columns, [], empty=text("No project is decided yet."))]
    facts = [fact for found in results if found.projects for fact in _facts(job, found)]
    notes = (
        [text("Amounts are rounded and include taxes. What others pay: only grants that are granted.")] if facts else []
    )
    return Report(title, about(job), facts, tables, [*notes, *left_out(job)])


def _facts(job: Job, found: Public) -> list[tuple[str, str]]:
    locale, text = job.locale, job.locale.text
    said = [
        (text("Projects"), locale.number(len(found.projects))),
        (text("What they cost"), _amount(locale, found.cost, found.currency)),
    ]
    if found.paid:
        said.append((text("Already spent"), _amount(locale, found.paid, found.currency)))
    if found.secured:
        said.append((text("Paid by others"), _amount(locale, found.secured, found.currency)))
    return said


def _sentences(job: Job, told: Told, currency: str) -> list[str]:
    """What it is, how far it is, what it costs, who pays."""
    locale, text, p = job.locale, job.locale.text, told.project
    found = [_ended(p.summary)] if p.summary else []
    found.append(_stage(job, told))
    if p.cost > 0:
        found.append(text("It costs {amount}.", amount=_amount(locale, p.cost, currency)))
    share = told.secured_share
    if share is not None and share >= _LEAST_SHARE and told.helpers:
        percent = locale.percent(min(100, 5 * round(20 * share)) / 100)
        if len(told.helpers) == 1 and told.helpers[0] not in _MANY:
            found.append(text("{helpers} pays about {share} of it.", helpers=_helpers(job, told), share=percent))
        else:
            found.append(text("{helpers} pay about {share} of it.", helpers=_helpers(job, told), share=percent))
    return found


def _ended(sentence: str) -> str:
    """A summary as a sentence of its own."""
    return sentence if sentence.rstrip().endswith((".", "!", "?", "…")) else f"{sentence.rstrip()}."


def _stage(job: Job, told: Told) -> str:
    """How far it is, with its month where one is known."""
    text, p, today = job.locale.text, told.project, job.view.today
    if p.status in _BUILT and p.end and p.end <= today:
        month = _month(job.locale, p.end)
        if p.status == "closed":
            return text("Finished in {month}.", month=month)
        return text("In service since {month}.", month=month)
    begun = p.start is not None and p.start <= today
    said = {
        "study": text("It is being studied."),
        "approved": text("It is decided and being prepared.") if begun else text("It is decided; work has not begun."),
        "tender": text("It is decided; companies are being chosen."),
        "delivery": text("Work is under way."),
        "acceptance": text("Work is done; last checks are made."),
        "operation": text("It is in service."),
        "closed": text("It is finished."),
        "on-hold": text("It is on hold."),
    }[p.status]
    if p.status in _AHEAD and p.end and p.end >= today:
        ready = text("It should be ready in {month}.", month=_month(job.locale, p.end))
        return f"{said} {ready}"
    return said


def _month(locale: Locale, day: str) -> str:
    return f"{locale.month(int(day[5:7]), 'wide')} {day[:4]}"


def _helpers(job: Job, told: Told) -> str:
    """Who pays with the town, at the start of a sentence."""
    text = job.locale.text
    names = {
        "eu": text("Europe"), "state": text("the State"), "region": text("the region"),
        "department": text("the département"), "intercommunal": text("the intercommunal body"),
        "public": text("public bodies"), "private": text("private partners"), "bank": text("banks"),
        "own": text("the town"),
    }  # fmt: skip
    *first, last = [names[level] for level in told.helpers]
    said = text("{first} and {last}", first=", ".join(first), last=last) if first else last
    return said[0].upper() + said[1:]


def _amount(locale: Locale, cents: int, currency: str) -> str:
    """An amount to two digits, in words where it is of millions of euros: about 1,2 million euros."""
    text, units = locale.text, cents // 100
    size = 10 ** max(0, len(str(abs(units))) - 2)
    near = size * ((2 * units + size) // (2 * size))
    if currency == "EUR" and abs(near) >= 1_000_000:
        millions = near / 1_000_000
        number = locale.number(millions, 0 if near % 1_000_000 == 0 else 1)
        form = 1 if abs(millions) < 2 else 2
        return locale.plural("about {number} million euros", "about {number} million euros", form, number=number)
    return text("about {amount}", amount=locale.money(100 * near, currency, 1, 0))


def tables(job: Job) -> list[Table]:
    """For CSV: a row a project, amounts exact beside the sentences."""
    return [
        as_table([_record(job, found, told) for told in found.projects], _KEYS, _KINDS, found.currency)
        for found in public(job.view)
    ]
