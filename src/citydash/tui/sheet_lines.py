"""A project's sheet as lines: what its page shows whole, and the preview in part. Amounts in k of its currency."""

from typing import Any

from citydash.figures.headline import Row
from citydash.figures.project import ProjectSheet
from citydash.figures.projects import Project
from citydash.files.problems import Problem
from citydash.model.words import ORDERED_STATUSES
from citydash.tui.cells import Part, Parts, fit, width_of, wrap
from citydash.tui.context import Context
from citydash.tui.sentences import sentence
from citydash.tui.widgets.bars import part_bar, spending_bar
from citydash.tui.widgets.page import Line

SCALE = 1_000
LABEL = 18
"""Cells of the labels at the left."""


def heading(title: str, note: str = "", width: int = 80) -> list[Line]:
    """An empty line and a title."""
    room = max(0, width - width_of(title) - 3)
    return [
        Line(),
        Line(((" ", "text"), (title, "accent"), ("  ", "text"), (fit(note, room) if note else "", "muted"))),
    ]


def field(label: str, parts: Parts) -> Line:
    """A label and what it says."""
    return Line(((" ", "text"), (fit(label, LABEL), "muted"), *parts))


def paragraph(text: str, width: int, style: str = "text") -> list[Line]:
    """Text over as many lines as it takes."""
    return [Line(((" ", "text"), (line, style))) for line in wrap(text, max(10, width - 2))]


def status_path(context: Context, status: str) -> Parts:
    """Where the project stands on the way from idea to closed."""
    glyphs, locale = context.glyphs, context.locale
    word = locale.word("status", status)
    if status not in ORDERED_STATUSES:
        return ((f"{glyphs.status[status]} {word}", "warn"),)
    now = ORDERED_STATUSES.index(status)
    parts: list[Part] = []
    for n, one in enumerate(ORDERED_STATUSES):
        if n == now:
            parts.append((f" {glyphs.status[one]} {word} ", "strong"))
        else:
            parts.append((glyphs.status[one] if n < now else glyphs.free, "muted"))
        if n < len(ORDERED_STATUSES) - 1:
            parts.append((glyphs.rule, "muted"))
    return tuple(parts)


def slip_part(context: Context, slip: int | None) -> Part:
    """Days after the baseline; late ones stand out."""
    return (context.locale.days(slip), "bad" if (slip or 0) > 0 else "text")


def identity(context: Context, p: Project, portfolio: str, lead: str, width: int) -> list[Line]:
    """Title, status, who leads, and the summary."""
    text = context.locale.text
    lines = paragraph(p.title, width, "strong")
    lines.append(Line(((" ", "text"), *status_path(context, p.status))))
    if p.summary:
        lines += [Line(), *paragraph(p.summary, width)]
    lines.append(Line())
    lines.append(field(text("Portfolio"), ((fit(portfolio, max(1, width - LABEL - 2)), "text"),)))
    lines.append(field(text("Lead"), ((fit(lead, max(1, width - LABEL - 2)), "text"),)))
    if p.manager:
        lines.append(field(text("Manager"), ((fit(p.manager, max(1, width - LABEL - 2)), "text"),)))
    return lines


def dates(context: Context, p: Project) -> list[Line]:
    """From when to when, and how far the end moved."""
    locale, text = context.locale, context.locale.text
    lines = []
    if p.start or p.end:
        parts: Parts = ((f"{locale.date(p.start)} → {locale.date(p.end)}", "text"),)
        if p.slip:
            parts += (("  ", "text"), slip_part(context, p.slip))
        lines.append(field(text("Dates"), parts))
    if p.baseline_start or p.baseline_end:
        lines.append(
            field(text("Baseline"), ((f"{locale.date(p.baseline_start)} → {locale.date(p.baseline_end)}", "muted"),))
        )
    return lines


def progress(context: Context, p: Project, currency: str, width: int) -> list[Line]:
    """Money and time, one bar under the other."""
    locale, text, glyphs = context.locale, context.locale.text, context.glyphs
    size = max(8, min(40, width - LABEL - 14))
    elapsed, paid = p.elapsed(context.today), p.financial_progress
    cost = locale.money(p.cost, currency, SCALE)
    lines = [field(text("Cost"), ((text("{amount} incl. VAT", amount=cost), "strong"),))]
    bar = spending_bar(glyphs, size, p.cost, p.cost, p.cost_committed, p.cost_paid)
    lines.append(field(text("Paid"), (*bar, (f" {locale.percent(paid):>6}", "text"))))
    lines.append(
        field(
            text("Time elapsed"),
            (*part_bar(glyphs, size, elapsed, "muted"), (f" {locale.percent(elapsed):>6}", "text")),
        )
    )
    if p.progress is not None:
        measured = p.progress / 1_000_000
        lines.append(
            field(
                text("Measured progress"),
                (*part_bar(glyphs, size, measured, "good"), (f" {locale.percent(measured):>6}", "text")),
            )
        )
    return lines


def brief(context: Context, row: Row, currency: str, width: int) -> list[Line]:
    """What the preview shows at once, from the table's own row."""
    lines = identity(context, row.project, row.portfolio, row.lead, width)
    lines += dates(context, row.project)
    return [*lines, Line(), *progress(context, row.project, currency, width)]


def milestones(
    context: Context, sheet: ProjectSheet, width: int, most: int | None = None, *, short: bool = False
) -> list[Line]:
    """Milestones by day, with state and slip; the first open ones where only some are wanted."""
    locale, text, glyphs = context.locale, context.locale.text, context.glyphs
    found = list(sheet.milestones)
    if most is not None:
        still = [m for m in found if m.state in ("late", "planned")]
        found = still[:most]
    if not found:
        return []
    lines = heading(text("Milestones"), "" if short else text("slip in days after the baseline"), width)
    room = max(10, width - (17 if short else 37))
    for m in found:
        style = {"late": "bad", "met": "muted", "cancelled": "muted"}.get(m.state, "text")
        word = locale.word("milestone", m.state)
        if short:
            sign = glyphs.milestone[m.state]
            lines.append(Line(((f" {sign} ", style), (f"{locale.date(m.day)}  ", style), (fit(m.title, room), style))))
            continue
        head = f" {glyphs.milestone[m.state]} {locale.date(m.day)}  {fit(m.title, room)}  {fit(word, 9)}"
        slip = fit(locale.days(m.slip) if m.slip else "", 10, right=True)
        lines.append(Line(((head, style), (slip, "bad" if (m.slip or 0) > 0 else "muted"))))
    return lines


def risks(context: Context, sheet: ProjectSheet, width: int) -> list[Line]:
    """Risks, the gravest first: likelihood × impact."""
    text = context.locale.text
    found: list[dict[str, Any]] = list(sheet.more.get("risk", {}).values())
    if not found:
        return []
    found.sort(key=lambda risk: -(risk.get("likelihood") or 0) * (risk.get("impact") or 0))
    lines = heading(text("Risks"), text("likelihood × impact"), width)
    for risk in found:
        grave = (risk.get("likelihood") or 0) * (risk.get("impact") or 0)
        score = f"{risk.get('likelihood', '–')} × {risk.get('impact', '–')}"
        style = "bad" if grave >= 12 else "warn" if grave >= 6 else "text"
        lines.append(Line(((f" {score}  ", style), (fit(str(risk.get("title", "")), max(1, width - 10)), "text"))))
        if risk.get("answer"):
            lines.append(Line((("        ", "text"), (fit(str(risk["answer"]), max(1, width - 10)), "muted"))))
    return lines


def about(context: Context, sheet: ProjectSheet, width: int) -> list[Line]:
    """The last review, data and data protection, codes, tags and links."""
    locale, text, more = context.locale, context.locale.text, sheet.more
    room, lines = max(10, width - LABEL - 2), []
    if review := more.get("review"):
        weather = locale.word("weather", review["weather"]) if "weather" in review else ""
        head = ", ".join(part for part in (locale.date(str(review.get("on", ""))[:10]), weather) if part)
        style = {"red": "bad", "amber": "warn", "green": "good"}.get(review.get("weather", ""), "text")
        lines.append(field(text("Review"), ((head, style),)))
        lines += [field("", ((line, "text"),)) for line in wrap(str(review.get("note", "")), room)]
    data = more.get("data", {})
    if "personal" in data or "dpia" in data:
        said = [text("yes") if data["personal"] else text("no")] if "personal" in data else []
        said += [text("impact assessment: {state}", state=locale.word("dpia", data["dpia"]))] if "dpia" in data else []
        todo = data.get("dpia") in ("to-do", "in-progress")
        lines.append(field(text("Personal data"), ((", ".join(said), "warn" if todo else "text"),)))
    for label, value in (
        (text("Open data"), ", ".join(data.get("opens", ()))),
        (text("Authorisation"), sheet.project.authorisation or ""),
        (text("Codes"), ", ".join(f"{name} {code}" for name, code in more.get("codes", {}).items())),
        (text("Tags"), ", ".join(sheet.tags)),
    ):
        if value:
            lines += [field(label if not n else "", ((line, "text"),)) for n, line in enumerate(wrap(value, room))]
    for name, link in more.get("links", {}).items():
        lines.append(field(fit(str(name), LABEL - 1), ((fit(str(link), room), "muted"),)))
    return [*heading(text("Notes"), width=width), *lines] if lines else []


def problems(context: Context, found: list[Problem], currency: str, width: int) -> list[Line]:
    """What `citydash check` says of the project; enter shows the line."""
    text, glyphs = context.locale.text, context.glyphs
    if not found:
        return []
    lines = heading(text("Problems"), width=width)
    for problem in found:
        bad = problem.severity == "error"
        said = wrap(sentence(problem, context.locale, currency), max(10, width - 5))
        sign = glyphs.error if bad else glyphs.warning
        target = ("line", problem.path, problem.line)
        lines.append(Line(((f" {sign} ", "bad" if bad else "warn"), (said[0], "text")), target))
        lines += [Line((("   ", "text"), (rest, "text"))) for rest in said[1:]]
    return lines
