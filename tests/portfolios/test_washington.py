"""A real capital plan, converted, then reported by the real program: its totals are the source's own, to the cent."""

import json
import os
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from washington import EDITIONS, FUNDS, LATEST, STAGES, STATUSES, Conversion, clean, convert, parse_date

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT.parent / "shared" / "data" / "washington-dc"

needs_source = pytest.mark.skipif(not SOURCE.is_dir(), reason=f"the source is not beside the repository: {SOURCE}")


@pytest.fixture(scope="module")
def latest(tmp_path_factory: pytest.TempPathFactory) -> Conversion:
    return convert(SOURCE, tmp_path_factory.mktemp("washington"))


def budget(town: Path, *options: str) -> dict[str, Any]:
    """What `citydash report budget -f json` prints for the workspace; its cache is the workspace's neighbour."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("CITYDASH_")}
    command = [sys.executable, "-m", "citydash", "report", "budget", "-w", str(town), *options, "-f", "json"]
    done = subprocess.run(
        command,
        env=kept | {"XDG_CACHE_HOME": str(town.parent / "cache")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    assert report["problems"]["errors"] == 0
    assert report["problems"]["projects_left_out"] == 0
    return report


def cents(amount: str) -> int:
    value = Decimal(amount) * 100
    assert value == value.to_integral_value()
    return int(value)


def cells(report: dict[str, Any]) -> dict[tuple[str, str], int]:
    """By row's id and column, in cents, without the zeros: whether a report has a row of zeros is its own affair."""
    found = {}
    for line in report["lines"]:
        (key,) = line["key"]
        assert cents(line["total"]) == sum(map(cents, line["amounts"].values()))
        found |= {(key, column): cents(amount) for column, amount in line["amounts"].items() if cents(amount)}
    return found


def nonzero(totals: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    return {key: amount for key, amount in totals.items() if amount}


def by_year(totals: Mapping[tuple[str, str], int]) -> dict[str, int]:
    years: Counter[str] = Counter()
    for (_, year), amount in totals.items():
        years[year] += amount
    return dict(years)


def assert_totals(report: dict[str, Any], totals: Mapping[tuple[str, str], int]) -> None:
    """The last row has the columns' sums, and the grand total."""
    columns = {column: cents(amount) for column, amount in report["totals"]["amounts"].items() if cents(amount)}
    assert columns == {year: amount for year, amount in by_year(totals).items() if amount}
    assert cents(report["totals"]["total"]) == sum(totals.values())


# The conversion.


@needs_source
def test_source_is_read_whole(latest: Conversion) -> None:
    assert latest.projects == 179
    assert sum(latest.planned_by_agency.values()) == 6_343_469_000_00
    assert sum(latest.planned_by_department_year.values()) == 6_343_469_000_00
    assert sum(latest.expected_by_source_year.values()) == 10_169_474_000_00
    assert len({source for source, _ in latest.expected_by_source_year}) == len(FUNDS)


@needs_source
def test_faults_of_the_source_are_reported(latest: Conversion) -> None:
    assert {(defect.project, defect.text) for defect in latest.defects} == {
        ("awt01", "08//14"),
        ("bc101", "12//00"),
        ("mr337", "06//17"),
        ("sel37", "11//20"),
        ("sg3w7", "03//16"),
        ("wil02", "10/01/1999"),
        ("yy171", "06//13"),
        ("yy177", "06//16"),
    }
    assert len(latest.defects) == 8
    assert latest.sums_compared == 1406
    assert len(latest.inconsistencies) == 27
    # All are of one thousand dollars: parts rounded each on its own.
    assert {abs(each.by_source - each.total) for each in latest.inconsistencies} == {1_000_00}
    assert len(latest.out_of_order) == 51


@needs_source
def test_every_valid_date_is_a_milestone(latest: Conversion) -> None:
    written: Counter[str] = Counter()
    for path in latest.town.glob("*/*.toml"):
        for project in tomllib.loads(path.read_text(encoding="utf-8")).get("project", {}).values():
            for milestone in project.get("milestone", {}).values():
                written.update(milestone.keys() - {"title"})
    assert written == {"baseline": 391 - len(latest.defects), "met": 3}


@needs_source
@pytest.mark.parametrize("edition", EDITIONS)
def test_every_edition_is_written_as_the_source_has_it(edition: str, tmp_path: Path) -> None:
    conversion = convert(SOURCE, tmp_path, edition)
    planned: Counter[tuple[str, str]] = Counter()
    expected: Counter[tuple[str, str]] = Counter()
    portfolios: Counter[str] = Counter()
    for path in conversion.town.glob("*/*.toml"):
        for key, project in tomllib.loads(path.read_text(encoding="utf-8")).get("project", {}).items():
            assert path.stem == key
            assert edition == LATEST or "milestone" not in project
            for department, sections in project["budget"].items():
                for year, dollars in sections["investment"]["planned"].items():
                    planned[department, year] += dollars * 100
                    portfolios[path.parent.name] += dollars * 100
            for source, line in project.get("funding", {}).items():
                for year, dollars in line["expected"].items():
                    expected[source, year] += dollars * 100
    assert planned == conversion.planned_by_department_year
    assert portfolios == conversion.planned_by_agency
    assert expected == conversion.expected_by_source_year


@needs_source
def test_no_text_of_the_source_is_unknown() -> None:
    projects = [json.loads(path.read_text(encoding="utf-8")) for path in (SOURCE / "projects").glob("*.json")]
    assert {project["status"] for project in projects} == STATUSES.keys()
    assert {stage for project in projects for stage in project.get("milestones") or {}} == STAGES.keys()


def test_unknown_edition(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="FY2009"):
        convert(SOURCE, tmp_path, "FY2009")


def test_clean() -> None:
    assert clean(" Tree\x1b[31m  pits\r\n\u202eA\x9b ") == "Tree [31m pits A"


def test_parse_date() -> None:
    assert parse_date("02/29/16") == date(2016, 2, 29)
    for text in ("02/30/16", "12//00", "10/01/1999", "2016-02-29", ""):
        assert parse_date(text) is None


# The program.


@needs_source
@pytest.mark.parametrize("columns", [(), ("--columns", "year")], ids=["by default", "asked for"])
def test_planned_by_department_and_year(latest: Conversion, columns: tuple[str, ...]) -> None:
    report = budget(latest.town, "--rows", "department", *columns)
    assert (report["measure"], report["columns"], report["currency"]) == ("planned", "year", "USD")
    assert report["years"] == ["2017", "2018", "2019", "2020", "2021", "2022"]
    assert cells(report) == nonzero(latest.planned_by_department_year)
    assert_totals(report, latest.planned_by_department_year)


@needs_source
def test_planned_by_portfolio(latest: Conversion) -> None:
    report = budget(latest.town, "--rows", "portfolio")
    totals = {line["key"][0]: cents(line["total"]) for line in report["lines"]}
    assert {key: amount for key, amount in totals.items() if amount} == {
        agency: amount for agency, amount in latest.planned_by_agency.items() if amount
    }
    assert_totals(report, latest.planned_by_department_year)


@needs_source
def test_expected_by_source_and_year(latest: Conversion) -> None:
    report = budget(latest.town, "--rows", "source", "--measure", "expected")
    assert report["measure"] == "expected"
    assert report["years"] == [str(year) for year in range(2010, 2023)]
    assert cells(report) == nonzero(latest.expected_by_source_year)
    assert_totals(report, latest.expected_by_source_year)


@needs_source
def test_an_older_edition(tmp_path: Path) -> None:
    older = convert(SOURCE, tmp_path, "FY2013")
    assert cells(budget(older.town, "--rows", "department")) == nonzero(older.planned_by_department_year)
    report = budget(older.town, "--rows", "source", "--measure", "expected")
    assert cells(report) == nonzero(older.expected_by_source_year)
