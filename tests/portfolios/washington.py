"""Washington DC's capital plan, as Code for DC scraped it, turned into a citydash workspace. Used by tests only.

A real city's 179 projects with fiscal years that start in October, amounts in thousands of dollars, two agencies a
project, thirteen years of funding and dates that don't parse: what a converter meets. The source is not in the repository:
`convert` reads its `projects/*.json` and writes TOML to a folder of the caller's.

What becomes what:

- portfolio: `agency`, the one that owns the project; department and lead: `implementing_agency`, the one that spends.
  Both ids are the agency's code, "(KA0)" giving `ka0`.
- planned: `cip_history.EDITION.plan`, thousands of dollars, written zeros included.
- funding lines: one a fund code, "(0330)" giving `f-0330` (a code has up to three spellings; their amounts are added).
  `expected` is `proposed`, the annual figure; `allotted` and `spent` are cumulative and are not used.
- milestones: `projected` is the baseline, `actual` is met. A date that is not MM/DD/YY is left out and listed as a defect,
  never guessed. So a project whose dates are all missing or malformed has no milestone.
- `est_cost` is not used: it counts years before the plan, and no key of the format means that.

Editions: `proposed` of a year until FY2016 is what that year's edition said, from FY2017 on what edition FY2017 said
(so do all 1,406 totals of the source). An older edition therefore gets the years up to its own. Titles, statuses and
milestones are known as of FY2017 alone: older editions carry the first two, which the format requires, and no milestones.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

EDITIONS = ("FY2010", "FY2011", "FY2012", "FY2013", "FY2014", "FY2015", "FY2016", "FY2017")
LATEST = EDITIONS[-1]
TOWN = "washington-dc"
"""Folder, and so id, of the town written."""

THOUSAND_DOLLARS = 1_000
CENTS = 100

STATUSES = {
    "Developing scope of work": "study",
    "Predesign": "study",
    "New": "approved",  # in a plan that the Council adopted; nothing says that it began
    "Site acquisition required": "approved",
    "In multiple phases": "delivery",
    "Ongoing Subprojects": "delivery",
    "Completed but not closed": "acceptance",
}
"""The source's seven texts. The step of `STATUSES` of the format that claims the least."""

STAGES = {
    "environmental_approvals": "Environmental approvals",
    "design_start": "Design start",
    "design_complete": "Design complete",
    "construction_start": "Construction start",
    "construction_complete": "Construction complete",
    "closeout": "Closeout",
}
"""The source's milestones, in the order of the work."""

OWN = ("own", "own-funds")
BORROWED = ("bank", "loan")
FEDERAL = ("state", "grant")
FUNDS = {
    "0300": BORROWED,  # general obligation bonds
    "0301": OWN,  # pay-as-you-go: the year's own revenue
    "0304": BORROWED,  # short-term bonds
    "0305": OWN,  # sales of assets
    "0306": ("private", "grant"),  # donations
    "0309": BORROWED,  # taxable bonds
    "0310": BORROWED,  # GARVEE: bonds that later federal grants repay
    "0311": BORROWED,  # qualified energy conservation bonds
    "0314": OWN,  # restricted pay-as-you-go
    "0320": OWN,  # the District's Highway Trust Fund: the local fifth or so beside each federal 0350
    "0321": OWN,  # the same fund
    "0330": OWN,  # local transportation revenue
    "0331": OWN,  # local streets, pay-as-you-go
    "0332": OWN,  # local streets, parking tax
    "0333": OWN,  # advertising on bus shelters
    "0335": BORROWED,  # local roads, bond-funded
    "0340": BORROWED,  # certificates of participation: a lease that investors finance
    "0345": FEDERAL,  # federal contribution
    "0350": FEDERAL,  # federal highway grants
    "0355": FEDERAL,  # federal payment
    "3109": OWN,  # a District fund
    "3425": BORROWED,  # bonds on the Housing Production Trust Fund's revenue
    "3426": BORROWED,  # bonds on payments in lieu of taxes
    "9000": OWN,  # only "Capital" in the source, and always 0
}
"""Level and kind of each fund code, which the source doesn't give: read from its name. The District's next government up
is the federal one, hence level `state`; bonds are lent by the market, for which the nearest level is `bank`."""

DATA_AGENCIES = frozenset({"to0"})
"""Agencies whose portfolio is of the pillar `data`: the Office of the Chief Technology Officer."""

_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_CODE = re.compile(r"^(?P<name>.*?)[\s–-]*\((?P<code>[A-Z0-9]+)\)$")
_DATE = re.compile(r"(\d\d)/(\d\d)/(\d\d)")


@dataclass(frozen=True)
class Defect:
    """A date of the source that is not MM/DD/YY, so in no workspace."""

    project: str
    stage: str
    field: str
    text: str


@dataclass(frozen=True)
class Inconsistency:
    """A year's funding by source that differs from the total that the source gives for it; cents."""

    project: str
    year: str
    by_source: int
    total: int


@dataclass(frozen=True)
class Disorder:
    """Two consecutive dated stages of a project, the later of which is projected before the earlier."""

    project: str
    stage: str
    following: str


@dataclass(frozen=True)
class Conversion:
    """What was written, what was wrong in the source, and the source's own totals.

    Totals are summed from the JSON alone, apart from the writing, in integer cents, under the ids that a report has:
    agencies "ka0", sources "f-0330", fiscal years "2017". Years with a written 0 are there.
    """

    town: Path
    edition: str
    projects: int
    sums_compared: int
    """Project-years whose funding by source was compared with its total."""
    defects: tuple[Defect, ...]
    inconsistencies: tuple[Inconsistency, ...]
    out_of_order: tuple[Disorder, ...]
    planned_by_agency: Mapping[str, int]
    planned_by_department_year: Mapping[tuple[str, str], int]
    expected_by_source_year: Mapping[tuple[str, str], int]


def convert(source: Path, target: Path, edition: str = LATEST) -> Conversion:
    """Write the workspace `target`/washington-dc from `source`/projects/*.json, as `edition` of the plan had it.

    Projects without a plan in that edition are left out. Raises ValueError for an unknown edition, KeyError for a status
    or fund code that the tables above don't have, FileExistsError when the town is there already.
    """
    if edition not in EDITIONS:
        raise ValueError(f"edition {edition!r} is none of {', '.join(EDITIONS)}")
    files = sorted((source / "projects").glob("*.json"))
    read = [json.loads(path.read_text(encoding="utf-8")) for path in files]
    projects = [project for project in read if edition in project["cip_history"]]
    town = target / TOWN
    town.mkdir(parents=True)
    _write(town / "town.toml", _town(projects, edition))
    for code, name in _agencies(projects, "agency").items():
        (town / code).mkdir()
        _write(town / code / "portfolio.toml", _portfolio(code, name))
    for project in projects:
        _write(town / _code(project["agency"]) / f"{_id(project)}.toml", _project(project, edition))
    sums = list(_sums(projects, edition))
    return Conversion(
        town=town,
        edition=edition,
        projects=len(projects),
        sums_compared=len(sums),
        defects=tuple(defect for project in projects for defect in _defects(project)),
        inconsistencies=tuple(each for each in sums if each.by_source != each.total),
        out_of_order=tuple(disorder for project in projects for disorder in _disorders(project)),
        planned_by_agency=_planned_by_agency(projects, edition),
        planned_by_department_year=_planned_by_department_year(projects, edition),
        expected_by_source_year=_expected_by_source_year(projects, edition),
    )


def clean(text: str) -> str:
    """The text on one line, without control characters, bidirectional overrides and doubled spaces."""
    return " ".join(_UNSAFE.sub(" ", text).split())


def parse_date(text: str) -> date | None:
    """A date written MM/DD/YY, all of this century; None when it is written otherwise or is no day."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    month, day, year = map(int, match.groups())
    try:
        return date(2000 + year, month, day)
    except ValueError:
        return None


# What the source says of itself: its totals in cents, summed from the JSON and not from what is written, and its faults.


def _planned_by_agency(projects: Sequence[Any], edition: str) -> dict[str, int]:
    totals: Counter[str] = Counter()
    for project in projects:
        totals[_code(project["agency"])] += _cents(sum(project["cip_history"][edition]["plan"].values()))
    return dict(totals)


def _planned_by_department_year(projects: Sequence[Any], edition: str) -> dict[tuple[str, str], int]:
    totals: Counter[tuple[str, str]] = Counter()
    for project in projects:
        for fiscal_year, thousands in project["cip_history"][edition]["plan"].items():
            totals[_code(project["implementing_agency"]), _year(fiscal_year)] += _cents(thousands)
    return dict(totals)


def _expected_by_source_year(projects: Sequence[Any], edition: str) -> dict[tuple[str, str], int]:
    totals: Counter[tuple[str, str]] = Counter()
    for project in projects:
        for name, years in project["cumulative_funding"]["funding_by_source"].items():
            for fiscal_year, amounts in years.items():
                if _known(fiscal_year, edition):
                    totals[_source_id(name), _year(fiscal_year)] += _cents(amounts["proposed"])
    return dict(totals)


def _sums(projects: Sequence[Any], edition: str) -> Iterator[Inconsistency]:
    """Each project-year of funding beside its total, equal or not."""
    for project in projects:
        funding = project["cumulative_funding"]
        for fiscal_year, total in funding["total_funding"].items():
            if _known(fiscal_year, edition):
                parts = (years[fiscal_year] for years in funding["funding_by_source"].values() if fiscal_year in years)
                by_source = _cents(sum(part["proposed"] for part in parts))
                yield Inconsistency(_id(project), _year(fiscal_year), by_source, _cents(total["proposed"]))


def _defects(project: Any) -> Iterator[Defect]:
    for stage, dates in (project.get("milestones") or {}).items():
        for field, text in dates.items():
            if parse_date(text) is None:
                yield Defect(_id(project), stage, field, text)


def _disorders(project: Any) -> Iterator[Disorder]:
    stages = project.get("milestones") or {}
    dated = [(stage, parse_date(stages.get(stage, {}).get("projected", ""))) for stage in STAGES]
    valid = [(stage, day) for stage, day in dated if day is not None]
    for (stage, day), (following, next_day) in pairwise(valid):
        if next_day < day:
            yield Disorder(_id(project), stage, following)


# The files.


def _town(projects: Sequence[Any], edition: str) -> Iterator[str]:
    yield "format = 1"
    yield ""
    yield "[town]"
    yield 'name = "District of Columbia"'
    yield 'currency = "USD"'
    yield 'language = "en"'
    yield "fiscal_year_start = 10"
    yield f'source = "Capital Improvements Plan {edition}, OCFO; Code for DC, civictechdc/capital-improvement; CC0 1.0"'
    for code, name in _agencies(projects, "implementing_agency").items():
        yield ""
        yield f"[department.{code}]"
        yield f"name = {_string(name)}"
    for identifier, name in _funds(projects).items():
        level, kind = FUNDS[identifier.removeprefix("f-")]
        yield ""
        yield f"[source.{identifier}]"
        yield f"name = {_string(name)}"
        yield f'level = "{level}"'
        yield f'kind = "{kind}"'


def _portfolio(code: str, name: str) -> Iterator[str]:
    yield "[portfolio]"
    yield f"title = {_string(name)}"
    yield f'pillar = "{"data" if code in DATA_AGENCIES else "citizen"}"'


def _project(project: Any, edition: str) -> Iterator[str]:
    head = f"project.{_id(project)}"
    lead = _code(project["implementing_agency"])
    yield f"[{head}]"
    yield f"title = {_string(project['title'])}"
    yield f"summary = {_string(project['description'])}"
    yield f'status = "{STATUSES[project["status"]]}"'
    yield f'lead = "{lead}"'
    yield f"codes = {{ project = {_string(project['project_no'])} }}"
    if project["lat"] is not None and project["lon"] is not None:
        label = f", label = {_string(project['location'])}" if clean(project["location"]) else ""
        yield f"location = {{ lat = {project['lat']}, lon = {project['lon']}{label} }}"
    yield ""
    yield f"[{head}.budget.{lead}.investment]"
    yield f"planned = {_amounts(project['cip_history'][edition]['plan'])}"
    for identifier, years in _expected(project, edition).items():
        yield ""
        yield f"[{head}.funding.{identifier}]"
        yield 'status = "identified"'
        yield f"expected = {_amounts(years)}"
    milestones = list(_milestones(project)) if edition == LATEST else []
    if milestones:
        yield ""
        yield f"[{head}.milestone]"
        yield from milestones


def _expected(project: Any, edition: str) -> dict[str, dict[str, int]]:
    """By source id, then fiscal year: thousands of dollars, the spellings of one fund code added up."""
    lines: dict[str, dict[str, int]] = {}
    for name, years in project["cumulative_funding"]["funding_by_source"].items():
        for fiscal_year, amounts in years.items():
            if _known(fiscal_year, edition):
                line = lines.setdefault(_source_id(name), {})
                line[fiscal_year] = line.get(fiscal_year, 0) + amounts["proposed"]
    return dict(sorted(lines.items()))


def _milestones(project: Any) -> Iterator[str]:
    stages = project.get("milestones") or {}
    for stage, title in STAGES.items():
        written = stages.get(stage, {})
        days = {
            "baseline": parse_date(written.get("projected", "")),
            "met": parse_date(written.get("actual", "")),
        }
        dates = "".join(f", {key} = {day.isoformat()}" for key, day in days.items() if day is not None)
        if dates:
            yield f"{stage.replace('_', '-')} = {{ title = {_string(title)}{dates} }}"


# Words and numbers.


def _agencies(projects: Sequence[Any], key: str) -> dict[str, str]:
    """Name by code, sorted by code."""
    return _longest((_code(project[key]), _name(project[key])) for project in projects)


def _funds(projects: Sequence[Any]) -> dict[str, str]:
    """Name by source id, sorted by id."""
    names = (name for project in projects for name in project["cumulative_funding"]["funding_by_source"])
    return _longest((_source_id(name), _name(name)) for name in names)


def _longest(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Of several names of one id the longest, the least abbreviated; of equally long ones the first by alphabet."""
    names: dict[str, str] = {}
    for identifier, name in sorted(pairs, key=lambda pair: (pair[0], -len(pair[1]), pair[1])):
        names.setdefault(identifier, name)
    return names


def _known(fiscal_year: str, edition: str) -> bool:
    """Whether the edition had said the year's funding by source; the latest says it of all years."""
    return edition == LATEST or fiscal_year <= edition


def _id(project: Any) -> str:
    return str(project["project_no"]).lower()


def _code(name: str) -> str:
    """The lower-case code at the end of an agency's or fund's name."""
    return _match(name)["code"].lower()


def _source_id(name: str) -> str:
    return f"f-{_code(name)}"


def _name(name: str) -> str:
    """The name without its code."""
    return clean(_match(name)["name"])


def _match(name: str) -> re.Match[str]:
    match = _CODE.match(name)
    if match is None:
        raise ValueError(f"no code in brackets at the end of {name!r}")
    return match


def _year(fiscal_year: str) -> str:
    """FY2017 is the year 2017: both are named for the year they end in."""
    return fiscal_year.removeprefix("FY")


def _cents(thousands: int) -> int:
    return thousands * THOUSAND_DOLLARS * CENTS


def _amounts(years: Mapping[str, int]) -> str:
    """An inline table of whole dollars by year."""
    pairs = (f"{_year(year)} = {thousands * THOUSAND_DOLLARS:_}" for year, thousands in sorted(years.items()))
    return f"{{ {', '.join(pairs)} }}"


def _string(text: str) -> str:
    """A TOML basic string; JSON's escapes are the same, once control characters are gone."""
    return json.dumps(clean(text), ensure_ascii=False)


def _write(path: Path, lines: Iterable[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
