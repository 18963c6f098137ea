"""Workspaces that the tests of figures and reports share: the halle of figures.md, generated towns, and what they should sum to."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from hypothesis import strategies as st
from strategies import IDS, Writer, projects
from workspaces import make_workspace

from citydash.figures.view import View
from citydash.index import open_workspace
from citydash.model import words
from citydash.model.fiscal import YEAR_KEYS

K = 100_000
"""A thousand euros in cents."""

HALLE_TOWN = """\
format = 1
[town]
name = "Ville d'essai"
[department.culture]
name = "Culture"
ceiling.investment = { 2026 = 500_000 }
[department.voirie]
name = "Voirie"
[source.dsil]
name = "DSIL"
funder = "Préfecture"
level = "state"
kind = "grant"
state_endowment = true
[source.feder]
name = "FEDER"
funder = "Région"
level = "eu"
kind = "grant"
[source.region]
name = "Contrat de région"
funder = "Région"
level = "region"
kind = "grant"
[source.banque]
name = "Banque"
level = "bank"
kind = "loan"
[source.caution]
name = "Caution"
level = "department"
kind = "guarantee"
[authorisation.ap]
title = "Halle"
credits = { 2025 = 200_000, 2026 = 400_000, 2027 = 600_000 }
vote.v1 = { on = 2025-01-01, amount = 1_200_000 }
"""
HALLE = """\
[portfolio]
title = "Lieux"
pillar = "citizen"
[project.halle]
title = "La halle"
status = "delivery"
lead = "culture"
start = 2026-01-01
end = 2028-12-31
baseline = { start = 2026-01-01, end = 2028-06-30 }
progress = 0.35
cost_excl_vat = 1_000_000
vat_refund_share = 1
authorisation = "ap"
[project.halle.budget.culture.investment]
planned = { 2025 = 100_000, 2026 = 400_000, 2027 = 700_000 }
paid = { 2025 = 200_000, 2026 = 280_000 }
[project.halle.budget.culture.operating]
planned = { 2029 = 30_000, 2031 = -10_000 }
[project.halle.funding]
dsil = { status = "awarded", requested = 320_000, awarded = 300_000, justified = 950_000, claim_by = 2028-12-31 }
feder = { status = "applied", requested = 200_000, spend_by = 2026-12-31 }
region = { status = "awarded", awarded = 100_000, received = { 2026 = 100_000 } }
pret = { source = "banque", status = "contracted", awarded = 200_000, received = { 2025 = 200_000 } }
caution = { status = "awarded", awarded = 900_000 }
[project.halle.milestone]
toit = { title = "Toiture", baseline = 2027-06-30, due = 2027-09-30 }
[project.autre]
title = "Autre"
status = "study"
lead = "voirie"
[project.autre.budget.culture.investment]
planned = { 2026 = 160_000 }
"""
HALLE_DAY = "2026-12-31"
HALLE_FILES = {"essai/town.toml": HALLE_TOWN, "essai/lieux.toml": HALLE}


@contextmanager
def view_of(root: Path | str, today: str = HALLE_DAY, where: str = "", **options: Any) -> Iterator[View]:
    """A view of a workspace, indexed in memory."""
    with open_workspace(str(root), None) as snapshot:
        yield View(snapshot, today, where, **options)


@contextmanager
def written(files: dict[str, str]) -> Iterator[Path]:
    """Files in a folder of their own, for tests that draw many workspaces."""
    with TemporaryDirectory(prefix="city dash ") as folder:
        yield make_workspace(Path(folder) / "work space", files)


class Drawn(NamedTuple):
    """A generated town: what town.toml says of it, and its portfolios' projects by id."""

    key: str
    currency: str
    start_month: int
    departments: tuple[str, ...]
    sources: dict[str, tuple[str, str, str]]
    portfolios: dict[str, tuple[str, dict[str, dict[str, Any]]]]

    def files(self) -> dict[str, str]:
        lines = ["format = 1", "[town]", f'name = "Ville {self.key}"', f'currency = "{self.currency}"']
        lines.append(f"fiscal_year_start = {self.start_month}")
        for key in self.departments:
            lines += [f"[department.{key}]", f'name = "Direction {key}"']
        for key, (funder, level, kind) in self.sources.items():
            lines += [f"[source.{key}]", f'name = "Source {key}"', f'level = "{level}"', f'kind = "{kind}"']
            lines += [f'funder = "{funder}"'] if funder else []
        found = {f"{self.key}/town.toml": "\n".join(lines) + "\n"}
        for name, (pillar, own) in self.portfolios.items():
            table = {"portfolio": {"title": f"Portefeuille {name}", "pillar": pillar}, "project": own}
            found[f"{self.key}/{name}.toml"] = Writer(0).file(table)
        return found

    def counting(self) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
        """(portfolio, pillar, id, project) of those that count: of an id claimed twice, none."""
        claims = Counter(key for _pillar, own in self.portfolios.values() for key in own)
        for name, (pillar, own) in self.portfolios.items():
            yield from ((name, pillar, key, p) for key, p in own.items() if claims[key] == 1)


def _sources() -> Any:
    one = st.tuples(
        st.sampled_from(["", "État", "Région"]), st.sampled_from(words.LEVELS), st.sampled_from(words.KINDS)
    )
    return st.dictionaries(st.sampled_from(IDS), one, min_size=2, max_size=6)


def towns(key: str, currencies: tuple[str, ...] = ("EUR",)) -> Any:
    portfolio = st.tuples(
        st.sampled_from(words.PILLARS), st.dictionaries(st.sampled_from(IDS), projects, min_size=1, max_size=3)
    )
    return st.builds(
        Drawn,
        st.just(key),
        st.sampled_from(currencies),
        st.sampled_from([1, 1, 4, 9]),
        st.lists(st.sampled_from(IDS), unique=True, max_size=5).map(tuple),
        _sources(),
        st.dictionaries(st.sampled_from(["ecoles", "lieux", "mobilite"]), portfolio, min_size=1, max_size=2),
    )


@st.composite
def workspaces(draw: Any) -> list[Drawn]:
    """One to three towns of up to two currencies; the second may hold the very texts of the first."""
    first = draw(towns("ax", ("EUR", "CHF")))
    found = [first]
    if draw(st.booleans()):
        twin = first._replace(key="by", currency=draw(st.sampled_from(["EUR", "CHF"])))
        found.append(twin if draw(st.booleans()) else draw(towns("by", ("EUR", "CHF"))))
    if draw(st.integers(0, 3)) == 0:
        found.append(draw(towns("cz", ("EUR", "CHF"))))
    return found


def files_of(drawn: list[Drawn]) -> dict[str, str]:
    return {path: text for town in drawn for path, text in town.files().items()}


class Fact(NamedTuple):
    """One amount of a file with everything that it may be summed by."""

    town: str
    currency: str
    portfolio: str
    pillar: str
    project: str
    status: str
    lead: str
    department: str
    section: str
    source: str
    funder: str
    level: str
    certainty: str
    measure: str
    year: int
    cents: int
    in_cost: bool = True
    """Of a planned amount: whether it belongs to its project's cost."""


def _costs(town: Drawn, p: dict[str, Any], section: str, year: str) -> bool:
    """Investment, and operating up to the fiscal year of the end; amounts without a year as well."""
    if section == "investment" or "end" not in p or not year.isdigit():
        return True
    end = p["end"]
    return int(year) <= end.year + (1 < town.start_month <= end.month)


def facts_of(drawn: list[Drawn]) -> list[Fact]:
    """Every amount that counts, read from the tables without any of citydash's own code for it."""
    found = []
    for town in drawn:
        for portfolio, pillar, key, p in town.counting():
            head = (town.key, town.currency, portfolio, pillar, key, p["status"], p["lead"])
            for department, sections in p.get("budget", {}).items():
                for section, stages in sections.items():
                    for stage, amounts in stages.items():
                        for year, amount in amounts.items():
                            axes = (department, section, "", "", "", "", stage)
                            costs = _costs(town, p, section, year)
                            found.append(Fact(*head, *axes, YEAR_KEYS[year], round(amount * 100), costs))
            for line, f in p.get("funding", {}).items():
                source = f.get("source", line)
                funder, level, _kind = town.sources.get(source, ("", "", ""))
                axes = ("", f.get("section", "investment"), source, funder, level, words.CERTAINTY[f["status"]])
                for measure in words.MONEY_IN:
                    value = f.get(measure)
                    by_year = value if isinstance(value, dict) else {} if value is None else {"undated": value}
                    for year, amount in by_year.items():
                        found.append(Fact(*head, *axes, measure, YEAR_KEYS[year], round(amount * 100)))
    return found
