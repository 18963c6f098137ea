"""The money on a project's sheet: its budget by year, stage and department, its funding, how it is financed."""

from citydash.figures.funding import FundingLine
from citydash.figures.project import BudgetLine, ProjectSheet
from citydash.model.fiscal import year_name
from citydash.model.words import STAGES
from citydash.tui.cells import Part, Parts, fit
from citydash.tui.context import Context
from citydash.tui.sheet_lines import SCALE, heading
from citydash.tui.widgets.bars import spending_bar
from citydash.tui.widgets.page import Line

CELL = 9
"""Cells of an amount."""
DETAILED_FROM = 90
"""Cells from which on funding lines show what was asked and awarded, too."""


def _amounts(context: Context, cents: "list[int | None]", cells: int = CELL) -> str:
    """Amounts side by side, – where nothing is written."""
    return "".join(" " + fit(context.locale.amount(amount, SCALE), cells, right=True) for amount in cents)


def _titles(names: list[str], cells: int = CELL) -> str:
    return "".join(" " + fit(name, cells, right=True) for name in names)


def budget(context: Context, sheet: ProjectSheet, width: int) -> list[Line]:
    """Each year as a bar with the amounts of its stages, and their sums; then by department and section."""
    locale, text = context.locale, context.locale.text
    if not sheet.budget:
        return []
    lines = heading(text("Budget"), context.basis(sheet.currency, SCALE), width)
    room = max(16, width - 2 - len(STAGES) * (CELL + 1))
    stages = [locale.word("measure", stage) for stage in STAGES]
    lines.append(Line(((" " * (room + 1), "muted"), (_titles(stages), "muted"))))
    by_year = sheet.by_year
    most = max(max(sums.values()) for sums in by_year.values())
    for year, sums in by_year.items():
        label = fit(locale.year(year_name(year)), 10)
        bar = _bar(context, sums, most, room - 11)
        lines.append(Line(((f" {label} ", "muted"), *bar, (_amounts(context, _by_stage(sums)), "text"))))
    total = fit(text("Total"), room)
    lines.append(Line(((f" {total}", "strong"), (_amounts(context, _by_stage(sheet.stages)), "strong"))))
    return [*lines, Line(), *_places(context, sheet, width)]


def _bar(context: Context, sums: dict[str, int], most: int, room: int) -> Parts:
    """A year's bar, and what is left of the room for it."""
    size = max(5, min(60, room))
    amounts = (sums.get(stage, 0) for stage in ("planned", "committed", "paid"))
    return (*spending_bar(context.glyphs, size, most, *amounts), (" " * (room - size), "text"))


def _by_stage(sums: dict[str, int]) -> "list[int | None]":
    return [sums.get(stage) for stage in STAGES]


def _places(context: Context, sheet: ProjectSheet, width: int) -> list[Line]:
    """What each department plans, votes, commits and pays in each section: by year where the years have room."""
    locale, years = context.locale, list(sheet.by_year)
    room = width - 2 - (len(years) + 1) * (CELL + 1)
    if room < 12:
        return _place_totals(context, sheet, width)
    titles = [*(locale.year(year_name(year)) for year in years), locale.text("Total")]
    lines = [Line(((" " * (room + 1), "muted"), (_titles(titles), "muted")))]
    for (label, section), stages in sheet.by_place.items():
        name = f"{label}, {locale.word('section', section)}"
        lines.append(Line(((" " + fit(name, width - 2), "text"),)))
        lines += [_stage(context, line, years, room) for line in stages]
    return lines


def _stage(context: Context, line: BudgetLine, years: list[int], room: int) -> Line:
    word = fit(f"  {context.locale.word('measure', line.stage)}", room)
    amounts = _amounts(context, [line.amounts.get(year) for year in years])
    return Line(((f" {word}", "muted"), (amounts, "text"), (_amounts(context, [line.total]), "strong")))


def _place_totals(context: Context, sheet: ProjectSheet, width: int) -> list[Line]:
    lines, room = [], max(16, width - 2 - len(STAGES) * (CELL + 1))
    for (label, section), stages in sheet.by_place.items():
        sums = {line.stage: line.total for line in stages}
        short = f", {context.short_section(section)}"
        name = fit(label, room - len(short)).rstrip() + short
        lines.append(Line(((" " + fit(name, room), "text"), (_amounts(context, _by_stage(sums)), "text"))))
    return lines


def years(context: Context, sheet: ProjectSheet, width: int) -> list[Line]:
    """The plan by year as bars, for a narrow pane."""
    locale, found = context.locale, [(y, sums) for y, sums in sheet.by_year.items() if any(sums.values())]
    if not found:
        return []
    lines = heading(locale.text("Budget"), context.basis(sheet.currency, SCALE), width)
    most = max(max(sums.values()) for _year, sums in found)
    for year, sums in found:
        bar = _bar(context, sums, most, max(5, width - 24))
        planned = _amounts(context, [sums.get("planned")])
        lines.append(Line(((f" {fit(locale.year(year_name(year)), 10)} ", "muted"), *bar, (planned, "text"))))
    return lines


def funding(context: Context, sheet: ProjectSheet, width: int) -> list[Line]:
    """Funding lines with their certainty, what they count for, what is at risk, and their deadline."""
    text = context.locale.text
    if not sheet.funding:
        return []
    lines = heading(text("Funding"), context.basis(sheet.currency, SCALE, taxed=False), width)
    titles = [text("counted"), text("received"), text("at risk")]
    if width >= DETAILED_FROM:
        titles = [text("requested"), text("awarded"), *titles]
    room = max(12, width - 4 - len(titles) * (CELL + 1))
    lines.append(Line(((" " * (room + 3), "muted"), (_titles(titles), "muted"))))
    for line in sheet.funding:
        lines += _funding(context, line, room, width)
    if len(sheet.funding) > 1:
        before = fit(text("Total"), room + 2 + (len(titles) - 3) * (CELL + 1))
        lines.append(Line(((f" {before}{_amounts(context, [*sheet.funded])}", "strong"),)))
    return lines


def _funding(context: Context, line: FundingLine, room: int, width: int) -> list[Line]:
    locale = context.locale
    style = "muted" if line.certainty == "lost" else "text"
    asked = _amounts(context, [line.requested, line.awarded]) if width >= DETAILED_FROM else ""
    parts: list[Part] = [
        (f" {context.glyphs.certainty[line.certainty]} ", style), (fit(line.source.name, room), style),
        (f"{asked}{_amounts(context, [line.counted, line.received])}", style),
        (_amounts(context, [line.at_risk or None]), "warn" if line.at_risk else "muted"),
    ]  # fmt: skip
    sure = f"{locale.word('certainty', line.certainty)}, {locale.word('funding', line.status)}"
    why = locale.word("risk", line.reason) if line.at_risk else ""
    said = [sure, _deadline(context, line), why, _justified(context, line)]
    late = line.days_left is not None and line.days_left < 0
    note = fit("   " + " · ".join(part for part in said if part), width - 1)
    return [Line(tuple(parts)), Line(((note, "bad" if late else "muted"),))]


def _deadline(context: Context, line: FundingLine) -> str:
    locale, text = context.locale, context.locale.text
    if line.deadline is None or line.days_left is None:
        return ""
    day = locale.date(line.deadline)
    if line.days_left < 0:
        return text("deadline {day} missed", day=day)
    days = locale.days(line.days_left).lstrip("+")
    if line.deadline_of == "claim_by":
        return text("to claim by {day}, {days} left", day=day, days=days)
    return text("to spend by {day}, {days} left", day=day, days=days)


def _justified(context: Context, line: FundingLine) -> str:
    """How much of what is eligible was proven so far."""
    locale = context.locale
    if not line.eligible or line.source.kind != "grant":
        return ""
    eligible = locale.amount(line.eligible, SCALE)
    if line.justified is None:
        return locale.text("{amount} eligible", amount=eligible)
    return locale.text(
        "{part} of {amount} eligible justified", part=locale.amount(line.justified, SCALE), amount=eligible
    )


def sources(context: Context, sheet: ProjectSheet, width: int) -> list[Line]:
    """Funding lines with what they count for, for a narrow pane."""
    if not sheet.funding:
        return []
    lines = heading(context.locale.text("Funding"), context.basis(sheet.currency, SCALE, taxed=False), width)
    for f in sheet.funding:
        style = "muted" if f.certainty == "lost" else "text"
        name = fit(f.source.name, max(12, width - CELL - 5))
        counted = _amounts(context, [f.counted])
        lines.append(Line(((f" {context.glyphs.certainty[f.certainty]} {name}{counted}", style),)))
    return lines


def plan(context: Context, sheet: ProjectSheet, width: int) -> list[Line]:
    """The financing plan at the three certainties, and the shares that the law looks at."""
    locale, text = context.locale, context.locale.text
    lines = heading(text("Financing plan"), context.basis(sheet.currency, SCALE), width)
    cells, plans = 13, list(sheet.plans.values())
    room = max(18, min(40, width - 3 * (cells + 1) - 2))
    head = _titles([locale.word("certainty", name) for name in sheet.plans], cells)
    lines.append(Line(((" " * (room + 1), "muted"), (head, "muted"))))
    amounts = (
        (text("Cost"), [p.cost for p in plans], "text"),
        (text("Counted grants"), [p.grants for p in plans], "text"),
        (text("Net cost"), [p.net_cost for p in plans], "strong"),
        (text("VAT refund"), [p.vat_refund for p in plans], "text"),
        (text("Net cost after VAT refund"), [p.net_of_refund for p in plans], "text"),
        (text("Loans"), [p.loans for p in plans], "text"),
        (text("Own funding"), [p.own_funding for p in plans], "strong"),
    )
    for label, row, style in amounts:
        said = "".join(" " + fit(locale.amount(amount, SCALE), cells, right=True) for amount in row)
        lines.append(Line(((" " + fit(label, room), style), (said, style))))
    shares = (
        (text("Co-financing rate"), [p.cofinancing for p in plans]),
        (text("Own share (floor 20%)"), [p.own_share for p in plans]),
        (text("State endowments (cap 80%)"), [p.endowments_share for p in plans]),
    )
    for label, parts in shares:
        if any(part is not None for part in parts):
            said = "".join(" " + fit(locale.percent(part), cells, right=True) for part in parts)
            lines.append(Line(((" " + fit(label, room), "muted"), (said, "text"))))
    return lines


def induced(context: Context, sheet: ProjectSheet, width: int) -> list[Line]:
    """What the project costs to run in the five years after its end; a saving is negative."""
    text = context.locale.text
    if not sheet.induced:
        return []
    lines = heading(text("Induced cost"), text("operating planned in the five years after the end"), width)
    titles = [*(str(year) for year, _cents in sheet.induced), text("Total")]
    cents: list[int | None] = [*(amount for _year, amount in sheet.induced), sheet.induced_total]
    lines.append(Line(((" " + _titles(titles), "muted"),)))
    lines.append(Line(((" " + _amounts(context, cents), "text"),)))
    return lines
