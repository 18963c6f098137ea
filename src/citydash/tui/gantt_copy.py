"""The rows of a Gantt for a spreadsheet: dates, cost, and planned amounts of every period of the axis, exact; nothing
where nothing is planned.
"""

from collections.abc import Iterator
from typing import Any

from citydash.figures.gantt import Group, id_of
from citydash.figures.phasing import Phasing
from citydash.model.fiscal import year_name
from citydash.tui.gantt_axis import money_months, quarter_name
from citydash.tui.widgets.gantt import Gantt


def lines_of(gantt: Gantt) -> Iterator[str]:
    """One line a row that is shown, cells with tabs between; the periods' columns sum to what is planned."""
    context, text = gantt.context, gantt.context.locale.text
    titles = ("Project", "Status", "Start", "End", "Baseline", "Cost")
    columns = _columns(gantt, list(gantt.totals.values()))
    exact, kinds = context.exact, {kind for _name, kind, _key in columns}
    yield "\t".join([*map(text, titles), *(name for name, _kind, _key in columns)])
    for row in gantt.rows:
        planned = gantt.planned_of(row)
        tables: dict[str, Any] = {kind: getattr(planned, kind) for kind in kinds}
        amounts = [tables[kind].get(key) for _name, kind, key in columns]
        yield "\t".join([*_head(gantt, row), *["" if cents is None else exact(cents) for cents in amounts]])


def _columns(gantt: Gantt, totals: list[Phasing]) -> list[tuple[str, str, int | str]]:
    """Each period's name, in which table of a `Phasing` it stands, and its key there."""
    locale = gantt.context.locale
    years = {year for planned in totals for year in planned.years}
    if money_months(gantt.zoom) == 12:
        return [(locale.year(year_name(year)), "years", year) for year in sorted(years)]
    quarters = sorted({quarter for planned in totals for quarter in planned.quarters})
    words = sorted({word for planned in totals for word in planned.off_axis})
    return [
        *((quarter_name(locale, quarter, gantt.scale.start), "quarters", quarter) for quarter in quarters),
        *((locale.year(word), "off_axis", word) for word in words),
    ]


def _head(gantt: Gantt, row: Any) -> list[str]:
    locale, exact = gantt.context.locale, gantt.context.exact
    if isinstance(row, Group):
        return [gantt.group_name(row), "", row.start or "", row.end or "", "", exact(row.cost)]
    ghost = gantt.ghosts.get(id_of(row))
    baseline = ghost.end if ghost and ghost.end else ""
    return [row.title, locale.word("status", row.status), row.start or "", row.end or "", baseline, exact(row.cost)]
