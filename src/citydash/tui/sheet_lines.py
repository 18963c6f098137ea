"""A project's sheet as lines: who, when, how far. Its page shows them whole, the preview in part.

Amounts are in thousands of its currency.
"""

from citydash.figures.headline import Row
from citydash.figures.project import ProjectSheet
from citydash.figures.projects import Project
from citydash.locale.locale import NONE
from citydash.model.words import ORDERED_STATUSES
from citydash.tui.cells import Part, Parts, fit, width_of, wrap
from citydash.tui.context import Context
from citydash.tui.widgets.bars import part_bar, spending_bar
from citydash.tui.widgets.page import Line

SCALE = 1_000
LABEL = 18
"""Cells of the labels at the left."""
BASELINE_FROM = 96
"""Cells from which on milestones have their first date beside them."""
STATES = {"late": "bad", "met": "muted", "cancelled": "muted"}
"""How a milestone's state looks."""


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


def wrapped(label: str, value: str, width: int) -> list[Line]:
    """A label and a text of any length; nothing where there is none."""
    if not value:
        return []
    lines = wrap(value, max(10, width - LABEL - 2))
    return [field("" if n else label, ((line, "text"),)) for n, line in enumerate(lines)]


def paragraph(text: str, width: int, style: str = "text") -> list[Line]:
    """Text over as many lines as it takes."""
    return [Line(((" ", "text"), (line, style))) for line in wrap(text, max(10, width - 2))]


def status_path(context: Context, status: str, width: int) -> Parts:
    """Where the project stands on the way from idea to closed: every status named where there is room."""
    glyphs, locale = context.glyphs, context.locale
    if status not in ORDERED_STATUSES:
        return ((f"{glyphs.status[status]} {locale.word('status', status)}", "warn"),)
    now = ORDERED_STATUSES.index(status)
    words = {one: locale.word("status", one) for one in ORDERED_STATUSES}
    whole = sum(width_of(word) + 5 for word in words.values()) + 2 <= width
    parts: list[Part] = [] if whole else [(f"{words[ORDERED_STATUSES[0]]} " if now else "", "muted")]
    for n, one in enumerate(ORDERED_STATUSES):
        said = f" {words[one]}" if whole or n == now else ""
        sign = glyphs.status[one] if n <= now else glyphs.free
        parts.append((f" {sign}{said} ", "strong") if n == now else (f"{sign}{said}", "muted"))
        if n < len(ORDERED_STATUSES) - 1:
            parts.append((f" {glyphs.rule} " if whole else glyphs.rule, "muted"))
    if not whole and now < len(ORDERED_STATUSES) - 1:
        parts.append((f" {words[ORDERED_STATUSES[-1]]}", "muted"))
    if sum(width_of(said) for said, _style in parts) > width:  # the two ends go unnamed
        parts = parts[:-1] if now < len(ORDERED_STATUSES) - 1 else parts
        parts = parts[1:] if now else parts
    return tuple(parts)


def slip_part(context: Context, slip: int | None) -> Part:
    """Days after the baseline; late ones stand out."""
    return (context.locale.days(slip), "bad" if (slip or 0) > 0 else "text")


def identity(context: Context, p: Project, portfolio: str, lead: str, width: int, pillar: str = "") -> list[Line]:
    """Title, status, who leads, and the summary."""
    text = context.locale.text
    lines = paragraph(p.title, width, "strong")
    lines.append(Line(((" ", "text"), *status_path(context, p.status, width - 2))))
    if p.summary:
        lines += [Line(), *paragraph(p.summary, width)]
    lines.append(Line())
    named = f"{portfolio} ({context.locale.word('pillar', pillar)})" if pillar else portfolio
    priority = text("{n} of 5, 1 the highest", n=p.priority) if p.priority else ""
    for label, value in (
        (text("Portfolio"), named), (text("Lead"), lead),
        (text("Manager"), p.manager or ""), (text("Priority"), priority),
    ):  # fmt: skip
        lines += wrapped(label, value, width)
    return lines


def dates(context: Context, p: Project, width: int) -> list[Line]:
    """From when to when, and how far the end moved."""
    locale, text = context.locale, context.locale.text
    lines = []
    if p.start or p.end:
        lines += wrapped(text("Dates"), f"{locale.date(p.start)} → {locale.date(p.end)}", width)
        if p.slip:
            after = Line((*lines[-1].parts, ("  ", "text"), slip_part(context, p.slip)))
            fits = sum(width_of(part) for part, _style in after.parts) <= width
            lines[-1:] = [after] if fits else [lines[-1], field("", (slip_part(context, p.slip),))]
    if p.baseline_start or p.baseline_end:
        lines += wrapped(text("Baseline"), f"{locale.date(p.baseline_start)} → {locale.date(p.baseline_end)}", width)
    return lines


def progress(context: Context, p: Project, currency: str, width: int) -> list[Line]:
    """Money and time, one bar under the other."""
    locale, text, glyphs = context.locale, context.locale.text, context.glyphs
    size = max(8, min(40, width - LABEL - 14))
    elapsed, paid = p.elapsed(context.today), p.financial_progress
    cost = locale.money(p.cost, currency, SCALE)
    lines = [field(text("Cost"), ((text("{amount} incl. VAT", amount=cost), "strong"),))]
    bar = spending_bar(glyphs, size, p.cost, p.cost, p.cost_committed, p.cost_paid)
    parts: list[tuple[str, Parts, float | None]] = [(text("Paid"), bar, paid)]
    parts.append((text("Time elapsed"), part_bar(glyphs, size, elapsed, "muted"), elapsed))
    if p.progress is not None:
        measured = p.progress / 1_000_000
        parts.append((text("Measured progress"), part_bar(glyphs, size, measured, "good"), measured))
    return lines + [field(label, (*drawn, (f" {locale.percent(part):>6}", "text"))) for label, drawn, part in parts]


def value(context: Context, sheet: ProjectSheet, width: int) -> list[Line]:
    """What the bars amount to: committed, paid, the drift of money from time, earned value."""
    locale, text, p = context.locale, context.locale.text, sheet.project
    said = [
        f"{locale.word('measure', stage)} {locale.money(cents, sheet.currency, SCALE)}"
        for stage, cents in (("committed", p.cost_committed), ("paid", p.cost_paid))
    ]
    lines = wrapped(text("Amounts"), ", ".join(said), width)
    if sheet.drift is not None:
        points = locale.number(100 * sheet.drift, 1)
        sign = "+" if sheet.drift > 0 else ""
        lines += wrapped(text("Drift"), text("{points} points, paid less time", points=sign + points), width)
    earned = sheet.earned_value
    if earned is not None and earned.cpi is not None:
        told = text(
            "cost index {cpi}, schedule index {spi}, estimate at completion {estimate}",
            cpi=locale.number(earned.cpi, 2),
            spi=NONE if earned.spi is None else locale.number(earned.spi, 2),
            estimate=locale.brief(round(earned.at_completion or 0), sheet.currency),
        )
        lines += wrapped(text("Earned value"), told, width)
    return lines


def brief(context: Context, row: Row, currency: str, width: int) -> list[Line]:
    """What the preview shows at once, from the table's own row."""
    lines = identity(context, row.project, row.portfolio, row.lead, width)
    lines += dates(context, row.project, width)
    return [*lines, Line(), *progress(context, row.project, currency, width)]


def milestones(context: Context, sheet: ProjectSheet, width: int) -> list[Line]:
    """Milestones by day, with the first date agreed, state and slip."""
    locale, text = context.locale, context.locale.text
    if not sheet.milestones:
        return []
    wide = width >= BASELINE_FROM
    room = max(10, width - (51 if wide else 39))
    titles = {m.key: m.title for m in sheet.milestones}
    lines = heading(text("Milestones"), text("slip in days after the baseline"), width)
    first = f"{fit(text('Baseline'), 10)}  " if wide else ""
    head = f"   {fit(text('Date'), 10)}  {fit(text('Milestone'), room)}  {first}{fit(text('State'), 9)}"
    lines.append(Line(((head + fit(text("Slip"), 10, right=True), "muted"),)))
    for m in sheet.milestones:
        style = STATES.get(m.state, "text")
        before = f"{locale.date(m.baseline)}  " if wide else ""
        after = ", ".join(titles.get(key, key) for key in m.depends_on)
        title = m.title
        if after and width_of(title) + width_of(after) + 4 <= room:
            title = f"{title} {context.glyphs.back} {after}"
        head = f" {context.glyphs.milestone[m.state]} {locale.date(m.day)}  {fit(title, room)}  "
        word = fit(locale.word("milestone", m.state), 9)
        slip = fit(locale.days(m.slip) if m.slip else "", 10, right=True)
        late = "bad" if (m.slip or 0) > 0 else "muted"
        lines.append(Line(((head, style), (fit(before, 12) if wide else "", "muted"), (word, style), (slip, late))))
    return lines


def next_milestones(context: Context, sheet: ProjectSheet, width: int, most: int) -> list[Line]:
    """The first open milestones, for a narrow pane."""
    found = [m for m in sheet.milestones if m.state in ("late", "planned")][:most]
    lines = heading(context.locale.text("Next milestones"), width=width) if found else []
    for m in found:
        style, day = STATES.get(m.state, "text"), context.locale.date(m.day)
        title = fit(m.title, max(10, width - 17))
        lines.append(Line(((f" {context.glyphs.milestone[m.state]} ", style), (f"{day}  {title}", style))))
    return lines
