"""The money on a project's sheet: its budget by department, stage and year, its funding, and how it is financed."""

from citydash.figures.project import ProjectSheet
from citydash.model.fiscal import year_name
from citydash.tui.cells import Part, fit
from citydash.tui.context import Context
from citydash.tui.sheet_lines import SCALE, heading
from citydash.tui.widgets.bars import spending_bar
from citydash.tui.widgets.page import Line


def budget(context: Context, sheet: ProjectSheet, width: int) -> list[Line]:
    """Planned by department and section with the other stages' sums, then each year as a bar."""
    locale, text, glyphs = context.locale, context.locale.text, context.glyphs
    if not sheet.budget:
        return []
    lines = heading(text("Budget"), context.basis(sheet.currency, SCALE), width)
    stages = ("planned", "voted", "committed", "paid")
    cells = 9
    room = max(16, width - 2 - 4 * (cells + 1))
    head = "".join(" " + fit(locale.word("measure", stage), cells, right=True) for stage in stages)
    lines.append(Line(((" " + fit("", room), "muted"), (head, "muted"))))
    by_place: dict[tuple[str, str], dict[str, int]] = {}
    for line in sheet.budget:
        by_place.setdefault((line.label, line.section), {})[line.stage] = line.total
    for (label, section), sums in by_place.items():
        name = fit(f"{label}, {locale.word('section', section)}", room)
        amounts = "".join(" " + fit(locale.amount(sums.get(stage), SCALE), cells, right=True) for stage in stages)
        lines.append(Line(((" " + name, "text"), (amounts, "text"))))
    totals = {stage: sum(sums.get(stage, 0) for sums in by_place.values()) for stage in stages}
    if len(by_place) > 1:
        amounts = "".join(" " + fit(locale.amount(totals[stage], SCALE), cells, right=True) for stage in stages)
        lines.append(Line(((" " + fit(text("Total"), room), "strong"), (amounts, "strong"))))
    lines.append(Line())
    by_year: dict[int, dict[str, int]] = {}
    for line in sheet.budget:
        for year, cents in line.amounts.items():
            sums = by_year.setdefault(year, {})
            sums[line.stage] = sums.get(line.stage, 0) + cents
    most = max((max(sums.values()) for sums in by_year.values()), default=0)
    size = max(8, min(60, room - 12))
    for year in sorted(by_year):
        sums = by_year[year]
        bar = spending_bar(glyphs, size, most, sums.get("planned", 0), sums.get("committed", 0), sums.get("paid", 0))
        label = fit(locale.year(year_name(year)), 10)
        amounts = "".join(" " + fit(locale.amount(sums.get(stage), SCALE), cells, right=True) for stage in stages)
        lines.append(Line(((f" {label} ", "muted"), *bar, (" " * (room - size - 11), "text"), (amounts, "text"))))
    return lines


def funding(context: Context, sheet: ProjectSheet, width: int, *, short: bool = False) -> list[Line]:
    """Funding lines with their certainty, what they count for, and what is at risk."""
    locale, text, glyphs = context.locale, context.locale.text, context.glyphs
    if not sheet.funding:
        return []
    lines = heading(text("Funding"), context.basis(sheet.currency, SCALE, taxed=False), width)
    room = max(12, width - (13 if short else 52))
    if not short:
        names = (text("counted"), text("received"), text("at risk"))
        head = "".join(" " + fit(name, 9, right=True) for name in names)
        lines.append(Line(((" " + fit("", room + 21), "muted"), (head, "muted"))))
    for f in sheet.funding:
        style = "muted" if f.certainty == "lost" else "text"
        sign = glyphs.certainty[f.certainty]
        status = locale.word("funding", f.status)
        counted = fit(locale.amount(f.counted, SCALE), 9, right=True)
        parts: list[Part] = [(f" {sign} ", style), (fit(f.source.name, room), style)]
        if short:
            parts.append((counted, style))
        else:
            parts.append((f"  {fit(status, 16)}", style))
            received = fit(locale.amount(f.received, SCALE), 9, right=True)
            risk = fit(locale.amount(f.at_risk, SCALE) if f.at_risk else "–", 9, right=True)
            parts += [(f" {counted} {received}", style), (f" {risk}", "warn" if f.at_risk else "muted")]
        lines.append(Line(tuple(parts)))
        if not short and f.deadline and f.days_left is not None:
            said = text(
                "deadline {day}, {days} left", day=locale.date(f.deadline), days=locale.days(f.days_left).lstrip("+")
            )
            late = f.days_left < 0
            if late:
                said = text("deadline {day} missed", day=locale.date(f.deadline))
            why = f" · {locale.word('risk', f.reason)}" if f.at_risk else ""
            lines.append(Line(((fit(f"   {said}{why}", width - 1), "bad" if late else "muted"),)))
    return lines


def plan(context: Context, sheet: ProjectSheet, width: int) -> list[Line]:
    """The financing plan at the three certainties, and the shares that the law looks at."""
    locale, text = context.locale, context.locale.text
    lines = heading(text("Financing plan"), context.basis(sheet.currency, SCALE), width)
    cells = 13
    room = max(18, min(40, width - 3 * (cells + 1) - 2))
    head = "".join(" " + fit(locale.word("certainty", name), cells, right=True) for name in sheet.plans)
    lines.append(Line(((" " + fit("", room), "muted"), (head, "muted"))))
    plans = list(sheet.plans.values())
    amounts = (
        (text("Cost"), [p.cost for p in plans], "text"),
        (text("Counted grants"), [p.grants for p in plans], "text"),
        (text("Net cost"), [p.net_cost for p in plans], "strong"),
        (text("VAT refund"), [p.vat_refund for p in plans], "text"),
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
