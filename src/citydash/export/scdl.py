"""`export scdl-subventions`: the grants that the town was awarded, in the columns of SCDL "Subventions" 2.1.1.

The schema is for who gives; here it is filled in by who receives, so the funder is the attribuant. It publishes what
the decree n° 2017-779 of 5 May 2017 asks for.
"""

import csv
import io
from typing import NamedTuple

from citydash.export.amounts import by_project
from citydash.export.task import LeftOut, Made, Task, always_left_out, counted
from citydash.figures.funding import FundingLine, funding_lines
from citydash.figures.names import Town
from citydash.files.checks import siret_is_valid
from citydash.locale.clean import cell
from citydash.model.amounts import money
from citydash.model.fiscal import first_day, is_year, last_day
from citydash.model.words import CERTAINTIES, SECTIONS

COLUMNS = (
    "nomAttribuant", "idAttribuant", "dateConvention", "referenceDecision", "nomBeneficiaire", "idBeneficiaire",
    "rnaBeneficiaire", "objet", "montant", "nature", "conditionsVersement", "datesPeriodeVersement", "idRAE",
    "notificationUE", "pourcentageSubvention", "dispositifAide",
)  # fmt: skip
_LONGEST = 256
"""Characters of `objet`."""
SECURED = CERTAINTIES.index("secured") + 1
"""A fact's certainty."""
_NATURE = {"grant": "aide en numéraire", "in-kind": "aide en nature"}
Years = dict[int, int]
"""Fiscal year → the secured money that is expected or was received in it, the greater of the two; cents."""
Place = tuple[int, int, str, str]
"""(town, content, section, source)."""


class _Payment(NamedTuple):
    """How and when a grant is paid, as the schema words it; days ISO, both ends included."""

    terms: str
    period: str


def make(task: Task) -> Made:
    """The CSV: comma, UTF-8, a line an awarded grant."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    why: dict[str, int] = {}
    unnamed: list[str] = []
    kept: list[FundingLine] = []
    lines = funding_lines(task.view)
    years, twice = _years(task), _twice(lines)
    for line in lines:
        row = _row(task, line, years, twice)
        if not isinstance(row, str):
            writer.writerow([cell(text) for text in row])
            kept.append(line)
        elif row:
            why[row] = why.get(row, 0) + 1
        else:
            unnamed.append(line.source.key)
    left_out = [
        *always_left_out(task), *counted(why, lambda n: task.locale.plural("{n} funding line", "{n} funding lines", n)),
        *_unnamed(task, unnamed), *(_unsaid(task, kept) if kept else []),
    ]  # fmt: skip
    return Made(out.getvalue().encode("utf-8", "replace"), left_out, not kept)


def _unnamed(task: Task, sources: list[str]) -> list[LeftOut]:
    """The sources, one a line left out, whose funder has no SIRET, each named: writing it brings their grants in."""
    if not sources:
        return []
    named = ", ".join(sorted({*sources}))
    plural = task.locale.plural
    what = plural("{n} awarded grant of {sources}", "{n} awarded grants of {sources}", len(sources), sources=named)
    return [LeftOut(what, task.locale.text("the funder's SIRET isn't written: `siret` of the source in town.toml"))]


def _unsaid(task: Task, kept: list[FundingLine]) -> list[LeftOut]:
    """What the schema asks of the lines that are in it, and the files don't say, or at greater length."""
    text, plural = task.locale.text, task.locale.plural
    undated = {
        text("it isn't written: the day of the award stands for it"): sum("contracted_on" not in f.dates for f in kept)
    }
    long = {text("the schema has room for {n} characters", n=_LONGEST): sum(_is_long(f.project.title) for f in kept)}
    return [
        *counted(undated, lambda n: plural("day of {n} agreement", "days of {n} agreements", n)),
        *counted(long, lambda n: plural("end of {n} title", "ends of {n} titles", n)),
        LeftOut("notificationUE", text("the files don't say it: “non” throughout, to be checked")),
        LeftOut("referenceDecision, idRAE, dispositifAide", text("the files don't say it: empty")),
    ]


def _row(task: Task, f: FundingLine, years: dict[Place, Years], twice: set[Place]) -> list[str] | str:
    """The line's row; or why it has none, "" where it is the funder's SIRET that is missing."""
    town = task.view.names.town(f.project.town)
    if missing := _missing(task, f, town):
        return missing
    if not f.source.siret:
        return ""
    if not siret_is_valid(f.source.siret):
        return task.locale.text("the funder's SIRET is wrong: see `citydash check`")
    day = f.dates.get("contracted_on") or f.dates.get("awarded_on") or ""
    paid = _payment(f, town, day, {} if _place(f) in twice else years.get(_place(f), {}))
    if paid is None:
        return task.locale.text("neither the years nor a last day of its payment are written")
    return [
        f.source.funder or f.source.name, f.source.siret, day, "", town.name, town.siret or "", "",
        _short(f.project.title), money(f.awarded or 0), _NATURE[f.source.kind], paid.terms, paid.period,
        "", "non", "1.00", "",
    ]  # fmt: skip


def _short(title: str) -> str:
    """A title as long as the schema allows, an apostrophe that defuses it included."""
    return f"{title[: _LONGEST - 2]}…" if _is_long(title) else title


def _is_long(title: str) -> bool:
    return len(title) >= _LONGEST


def _missing(task: Task, f: FundingLine, town: Town) -> str:  # noqa: PLR0911 - one a reason
    """What keeps a line out of the schema, "" for nothing."""
    text = task.locale.text
    if f.certainty != "secured":
        return text("it isn't awarded")
    if not f.source.kind:
        return text("its source isn't in town.toml")
    if f.source.kind not in _NATURE:
        return text("it is no grant: {kind}", kind=task.locale.word("kind", f.source.kind))
    if f.awarded is None:
        return text("the amount awarded isn't written")
    if town.currency != "EUR":
        return text("the schema's amounts are in euros, not in {currency}", currency=town.currency)
    if not town.siret:
        return text("the town's SIRET isn't written in town.toml")
    if not siret_is_valid(town.siret):
        return text("the town's SIRET is wrong: see `citydash check`")
    if not (f.dates.get("contracted_on") or f.dates.get("awarded_on")):
        return text("neither the day of the agreement nor that of the award is written")
    return ""


def _payment(f: FundingLine, town: Town, day: str, years: Years) -> _Payment | None:
    """In one payment or several, over the fiscal years that are written; else until the last day for claims or
    expenses, in a way that isn't known. None where neither is written.
    """
    if years:
        first = first_day(min(years), town.fiscal_year_start)
        last = last_day(max(years), town.fiscal_year_start)
        at_once = len(years) == 1 and min(years.values()) >= (f.awarded or 0)
        return _Payment("unique" if at_once else "échelonné", f"{first}/{last}")
    last = max(f.dates.get("claim_by") or "", f.dates.get("spend_by") or "")
    return _Payment("autre", f"{min(day, last)}/{last}") if last else None


def _place(f: FundingLine) -> Place:
    return f.project.town, f.project.content, f.section, f.source.key


def _years(task: Task) -> dict[Place, Years]:
    found: dict[Place, Years] = {}
    words = task.view.names.words
    for _project, facts in by_project(task.view, ("expected", "received")):
        for town, _portfolio, content, _measure, _department, section, source, sure, year, cents in facts:
            if sure == SECURED and is_year(year):
                years = found.setdefault((town, content, SECTIONS[section], words[source]), {})
                years[year] = max(years.get(year, 0), cents)
    return found


def _twice(lines: list[FundingLine]) -> set[Place]:
    """Where a project has several awarded lines of one source: whose payment a year's is can't be told."""
    seen: set[Place] = set()
    twice: set[Place] = set()
    for f in lines:
        if f.certainty == "secured":
            (twice if _place(f) in seen else seen).add(_place(f))
    return twice
