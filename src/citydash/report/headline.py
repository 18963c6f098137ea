"""What the summary and the steering committee's page both say: the headline, and what comes within 90 days."""

from decimal import Decimal
from typing import Any

from citydash.figures.standing import Money
from citydash.figures.summary import Brief, Summary
from citydash.report.document import DATE, Column, Job, Table, with_tax
from citydash.report.milestones import line_json as milestone_json

AHEAD_SHOWN = 8
"""Rows on a page; JSON has them all."""


def next_days_json(found: Summary | Brief) -> dict[str, Any]:
    """What comes within 90 days."""
    return {
        "milestones": [milestone_json(m) for m in found.ahead],
        "deadlines": [
            {
                "project": f.project.key,
                "line": f.line,
                "source": f.source.key,
                "kind": f.deadline_of,
                "deadline": f.deadline,
                "days_left": f.days_left,
            }
            for f in found.ahead_deadlines
        ],
        "calls": [{"source": s.key, "closes": s.closes} for s in found.calls],
    }


def facts_of(job: Job, found: Summary | Brief) -> list[tuple[str, str]]:
    """The headline, a line each."""
    locale, text = job.locale, job.locale.text
    top = found.headline
    statuses = ", ".join(f"{locale.word('status', status)} {locale.number(n)}" for status, n in top.statuses.items())
    facts = [(text("Projects"), f"{locale.number(top.projects)} ({statuses})" if statuses else locale.number(0))]
    if not top.projects:
        return facts
    for m in top.money:
        facts += [
            (text("Cost"), with_tax(locale, locale.brief(m.cost, m.currency), m.currency)),
            (text("Paid"), f"{locale.brief(m.paid, m.currency)} ({locale.percent(m.paid_share)})"),
            (
                text("Counted grants"),
                text(
                    "{amount}, {share} secured",
                    amount=locale.brief(m.grants, m.currency),
                    share=locale.percent(m.secured_share),
                ),
            ),
            *_net_costs(job, m, found.vat_refund[m.currency]),
            (text("Funding at risk, loans included"), locale.brief(m.at_risk, m.currency)),
        ]
    facts.append((text("Time elapsed"), locale.percent(top.elapsed)))
    late = locale.plural("{n} milestone", "{n} milestones", top.late)
    if top.worst_delay is not None:
        late = text("{late}, longest delay: {days}", late=late, days=locale.days(top.worst_delay))
    facts.append((text("Late"), late))
    return facts


def _net_costs(job: Job, m: Money, refund: Decimal) -> list[tuple[str, str]]:
    """The net cost with the grants that are counted, and with none but the secured ones."""
    locale, text = job.locale, job.locale.text

    def said(cents: int) -> str:
        amount = locale.brief(cents, m.currency)
        if not refund:
            return amount
        after = locale.brief(cents - refund, m.currency)
        return text("{amount}, {after} after the VAT refund", amount=amount, after=after)

    label = {
        "possible": text("Net cost, possible grants counted"),
        "probable": text("Net cost, probable grants counted"),
    }
    secured = (text("Net cost, secured grants only"), said(m.net_cost_secured))
    certainty = job.view.certainty
    return [(label[certainty], said(m.net_cost)), secured] if certainty in label else [secured]


def more(job: Job, n: int, shown: int) -> str:
    """That there are more rows than a page shows."""
    return job.locale.plural("and {n} more", "and {n} more", n - shown) if n > shown else ""


def ahead_table(job: Job, found: Summary | Brief) -> Table:
    """What comes within 90 days, by day; the next of it."""
    text = job.locale.text
    columns = (Column("day", text("Day"), DATE), Column("title", text("What")), Column("project", text("Project")))
    days = [(m.day, m.title, m.project.title) for m in found.ahead]
    days += [
        (
            f.deadline or "",
            text("{source}: {deadline}", source=f.source.name, deadline=job.locale.word("deadline", f.deadline_of)),
            f.project.title,
        )
        for f in found.ahead_deadlines
    ]
    days += [(s.closes or "", text("{source}: call closes", source=s.name), "") for s in found.calls]
    note, empty = more(job, len(days), AHEAD_SHOWN), text("Nothing within 90 days.")
    return Table(text("The next 90 days"), columns, sorted(days)[:AHEAD_SHOWN], note=note, empty=empty)
