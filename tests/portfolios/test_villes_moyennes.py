"""The workspace villes-moyennes says what its public source says: to the cent, no row lost, none counted twice."""

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
WORKSPACE = ROOT / "portfolios" / "villes-moyennes"
SOURCE = ROOT.parent / "shared" / "data" / "dotations-2018-2019"

needs_source = pytest.mark.skipif(
    not SOURCE.is_dir(), reason=f"the source files are not beside the repository: {SOURCE}"
)


@dataclass(frozen=True)
class Totals:
    """Of one town: number of projects, cost and grants in euros, exact."""

    projects: int
    cost: Decimal
    grants: Decimal


# Computed from the two source files, not from the portfolio: see test_constants_are_those_of_the_source.
EXPECTED = {
    "angouleme": Totals(9, Decimal("4821005.00"), Decimal("1959528.00")),
    "arras": Totals(6, Decimal("1741051.00"), Decimal("1170000.00")),
    "bethune": Totals(2, Decimal("1080585.00"), Decimal("369808.75")),
    "boulogne-sur-mer": Totals(2, Decimal("810415.00"), Decimal("354166.00")),
    "calais": Totals(22, Decimal("7000703.37"), Decimal("3806174.15")),
    "nevers": Totals(6, Decimal("6730058.00"), Decimal("2585870.00")),
}
INSEE = {
    "angouleme": "16015",
    "arras": "62041",
    "bethune": "62119",
    "boulogne-sur-mer": "62160",
    "calais": "62193",
    "nevers": "58194",
}


@dataclass(frozen=True)
class Row:
    """One funded project, in the file or in the portfolio; the year is the file's."""

    town: str
    identifier: str
    year: str
    cost: Decimal
    grant: Decimal


def read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file, parse_float=Decimal)


def written(town: str) -> Iterator[Row]:
    """The town's projects as its TOML files have them: one budget line, one funding line each."""
    for path in sorted((WORKSPACE / town).glob("*.toml")):
        for key, project in read(path).get("project", {}).items():
            (stages,) = project["budget"]["ville"].values()
            ((line, funding),) = project["funding"].items()
            assert (funding["source"], funding["status"]) == ("dsil", "awarded"), (town, key)
            yield Row(
                town,
                project["codes"]["anct"],
                line.removeprefix("dsil-"),
                Decimal(stages["planned"]["undated"]),
                Decimal(funding["awarded"]),
            )


def published() -> Iterator[Row]:
    """The rows of the two source files; every row belongs to one of the six towns."""
    columns = {
        "2018": ("CODGEO", "IDENTIFIANT", "COUT", "SUBVENTION"),
        "2019": ("id_terr", "id_projet", "cout_total", "montant_sub"),
    }
    towns = {insee: town for town, insee in INSEE.items()}
    for year, (insee, identifier, cost, grant) in columns.items():
        with (SOURCE / f"{year}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield Row(towns[row[insee]], row[identifier], year, Decimal(row[cost]), Decimal(row[grant]))


def totals(rows: list[Row]) -> Totals:
    return Totals(len(rows), sum((row.cost for row in rows), Decimal(0)), sum((row.grant for row in rows), Decimal(0)))


def test_towns() -> None:
    assert {path.parent.name for path in WORKSPACE.glob("*/town.toml")} == set(EXPECTED)


@pytest.mark.parametrize("town", EXPECTED)
def test_totals_of_the_files(town: str) -> None:
    assert totals(list(written(town))) == EXPECTED[town]


@pytest.mark.parametrize("town", EXPECTED)
def test_town_names_its_source_and_licence(town: str) -> None:
    header = read(WORKSPACE / town / "town.toml")["town"]
    assert header["insee"] == INSEE[town]
    assert all(word in header["source"] for word in ("DGCL", "ANCT", "Licence Ouverte 2.0"))


@needs_source
@pytest.mark.parametrize("town", EXPECTED)
def test_constants_are_those_of_the_source(town: str) -> None:
    assert totals([row for row in published() if row.town == town]) == EXPECTED[town]


@needs_source
def test_each_row_of_the_source_is_one_project() -> None:
    def key(row: Row) -> tuple[str, str]:
        return row.town, row.identifier

    assert sorted((row for town in EXPECTED for row in written(town)), key=key) == sorted(published(), key=key)
