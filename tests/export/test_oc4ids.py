"""The OC4IDS package: valid by its schema, every amount there, what the standard has no word for is said."""

import json
from collections import Counter
from decimal import Decimal

import pytest
from export_cases import DAY, EMPTY, SCHEMAS, TWO_TOWNS, VALOMBRE, made
from hostile import NAUGHTY, TEXTS, files_with, naughty
from hypothesis import given, settings
from hypothesis import strategies as st
from towns import facts_of, files_of, view_of, workspaces, written

from citydash.errors import UsageError
from citydash.export.oc4ids import FINANCE, STATUS
from citydash.figures.funding import funding_lines
from citydash.figures.request import Request
from citydash.figures.rollup import rollup
from citydash.model.words import SPENDING, STATUSES

FOLDER = SCHEMAS / "oc4ids"
needs_schema = pytest.mark.skipif(not FOLDER.exists(), reason="the schema isn't beside this repository")


def package_of(view, language="fr"):
    return json.loads(made("oc4ids", view, language).data, parse_float=Decimal)


def problems_of(package):
    """By the package's schema and the project's that it refers to; times are those of RFC 3339."""
    from jsonschema import Draft4Validator, FormatChecker
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT4

    schemas = [
        json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("project-package-schema", "project-schema")
    ]
    resources = [(schema["id"], Resource.from_contents(schema, default_specification=DRAFT4)) for schema in schemas]
    formats = FormatChecker(())
    formats.checks("date-time")(lambda text: len(text) == 20 and text.endswith("T00:00:00Z"))
    validator = Draft4Validator(schemas[0], registry=Registry().with_resources(resources), format_checker=formats)
    return [f"{[*error.path]}: {error.message[:200]}" for error in validator.iter_errors(package)]


@needs_schema
@pytest.mark.parametrize("files", [None, TWO_TOWNS], ids=["valombre", "two towns"])
def test_it_is_valid(files, workspace):
    with view_of(workspace(files) if files else VALOMBRE, DAY) as view:
        package = package_of(view)
        assert len(package["projects"]) == len(view.projects)
    assert problems_of(package) == []
    assert len({project["id"] for project in package["projects"]}) == len(package["projects"])


@needs_schema
@settings(max_examples=10)
@given(workspaces())
def test_it_is_valid_whatever_the_workspace(drawn):
    with written(files_of(drawn)) as root, view_of(root) as view:
        if view.projects:
            assert problems_of(package_of(view)) == []


@needs_schema
def test_the_schema_would_find_a_wrong_status():
    with view_of(VALOMBRE, DAY) as view:
        package = package_of(view)
    package["projects"][0]["status"] = "delivery"
    assert len(problems_of(package)) == 1


@needs_schema
def test_every_status_is_a_word_of_the_codelist():
    import csv

    with (FOLDER / "codelists/projectStatus.csv").open(encoding="utf-8") as file:
        codes = {row["Code"] for row in csv.DictReader(file)}
    assert {*STATUS.values()} <= codes
    assert {*STATUSES} - STATUS.keys() == {"on-hold"}


@settings(max_examples=25)
@given(workspaces())
def test_every_amount_is_there_exactly(drawn):
    expected = Counter()
    for f in facts_of(drawn):
        if f.measure in (*SPENDING, "expected"):
            expected[f"{f.town}-{f.project}", f.measure, f.currency] += f.cents
    with written(files_of(drawn)) as root, view_of(root) as view:
        if not view.projects:
            return
        found = Counter()
        for project in package_of(view)["projects"]:
            for breakdown in project["budget"].get("budgetBreakdowns", ()):
                ids = [entry["id"] for entry in breakdown["budgetBreakdown"]]
                assert len(set(ids)) == len(ids)
                for entry in breakdown["budgetBreakdown"]:
                    amount = entry["amount"]
                    found[project["id"], breakdown["id"], amount["currency"]] += int(amount["amount"] * 100)
    assert {at: n for at, n in found.items() if n} == {at: n for at, n in expected.items() if n}


def test_its_costs_and_finance_are_the_figures():
    with view_of(VALOMBRE, DAY) as view:
        package = package_of(view)
        costs = {f"valombre-{p.key}": Decimal(p.cost) / 100 for p in view.projects}
        secured = rollup(view, Request(("source",), "certainty", "awarded"))[0]
        kinds = {source.key: source.kind for source in view.names.sources.values()}
    assert {project["id"]: project["budget"]["amount"]["amount"] for project in package["projects"]} == costs
    finance = sum(
        line.get("value", {}).get("amount", 0)
        for project in package["projects"]
        for line in project["budget"].get("finance", ())
    )
    assert finance * 100 == sum(line.amounts["secured"] for line in secured.lines if kinds[line.key[0]] in FINANCE)


def test_one_project_in_full():
    with view_of(VALOMBRE, DAY, "id:gare-commune") as view:
        (project,) = package_of(view)["projects"]
    assert project["status"] == "implementation"
    assert project["period"] == {"startDate": "2024-09-01T00:00:00Z", "endDate": "2027-06-30T00:00:00Z"}
    assert {"id": "2401", "scheme": "operation"} in project["identifiers"]
    assert project["locations"][0]["geometry"] == {
        "type": "Point",
        "coordinates": [Decimal("3.4567"), Decimal("50.1234")],
    }
    assert [document["id"] for document in project["documents"]] == ["deliberation", "plans"]
    assert [line["type"] for line in project["budget"]["finance"]] == ["grant", "grant", "loan"]
    states = {milestone["id"]: milestone["status"] for milestone in project["milestones"]}
    assert states == {
        "etude": "met",
        "travaux": "met",
        "desamiantage": "met",
        "avenant": "scheduled",
        "ouverture": "scheduled",
    }
    entry = project["budget"]["budgetBreakdowns"][0]["budgetBreakdown"][0]
    assert entry["amount"] == {"amount": 40000, "currency": "EUR"}
    assert entry["period"] == {"startDate": "2024-01-01T00:00:00Z", "endDate": "2024-12-31T00:00:00Z"}
    assert entry["sourceParty"]["id"] in {party["id"] for party in project["parties"]}


def referred_to(part):
    """Every reference to a party in a part of a project, and what it is under."""
    if isinstance(part, list):
        for one in part:
            yield from referred_to(one)
    elif isinstance(part, dict):
        for name, one in part.items():
            if name in ("sourceParty", "financingParty", "publicAuthority"):
                yield name, one
            yield from referred_to(one)


@pytest.mark.parametrize("files", [None, TWO_TOWNS], ids=["valombre", "two towns"])
def test_who_is_referred_to_is_a_party_by_that_name_in_that_role(files, workspace):
    with view_of(workspace(files) if files else VALOMBRE, DAY) as view:
        projects = package_of(view)["projects"]
    role = {"sourceParty": "sourceParty", "financingParty": "funder", "publicAuthority": "publicAuthority"}
    for project in projects:
        parties = {party["id"]: party for party in project["parties"]}
        assert len(parties) == len(project["parties"])
        for name, reference in referred_to(project):
            assert parties[reference["id"]]["name"] == reference["name"]
            assert role[name] in parties[reference["id"]]["roles"]
    sirets = {
        party["identifier"]["id"] for project in projects for party in project["parties"] if "identifier" in party
    }
    schemes = {party["identifier"]["scheme"] for project in projects for party in project["parties"] if "identifier" in party}  # fmt: skip
    assert (len(sirets) > 1, schemes) == (True, {"FR-SIRET"})


@needs_schema
def test_a_registered_prefix_begins_every_id():
    with view_of(VALOMBRE, DAY) as view:
        export = made("oc4ids", view, "en", prefix="oc4ids-abc123")
        without = made("oc4ids", view, "en")
    package = json.loads(export.data)
    assert problems_of(package) == []
    assert {project["id"] for project in package["projects"]} == {
        f"oc4ids-abc123-valombre-{p.key}" for p in view.projects
    }
    assert [one for one in without.left_out if one not in export.left_out] == [
        (
            "registered prefix of project identifiers",
            "none is given with --prefix: the standard's helpdesk registers one",
        )
    ]


def test_fiscal_years_have_their_own_days(workspace):
    with view_of(workspace(TWO_TOWNS), DAY, "id:a", towns=("by",)) as view:
        (project,) = package_of(view)["projects"]
    planned = project["budget"]["budgetBreakdowns"][0]["budgetBreakdown"]
    periods = [entry.get("period") for entry in planned]
    assert {"startDate": "2025-09-01T00:00:00Z", "endDate": "2026-08-31T00:00:00Z"} in periods
    assert None in periods, "what has no year has no period"


def test_what_it_leaves_out_is_said_in_it():
    with view_of(VALOMBRE, DAY) as view:
        export = made("oc4ids", view, "en")
        lines = funding_lines(view)
    package = json.loads(export.data)
    assert package["leftOut"] == [{"what": one.what, "why": one.why} for one in export.left_out]
    said = {one.why: one.what for one in export.left_out}
    assert said["the codelist has no status for what is on hold"] == "status of 1 project"
    assert sum("status" not in project for project in package["projects"]) == 1
    received = sum(bool(line.received) for line in lines)
    assert said["the standard wants the day of each payment"] == f"receipts of {received} funding lines"


def test_nothing_to_export_is_an_error(workspace):
    with view_of(workspace(EMPTY), DAY) as view, pytest.raises(UsageError, match="no project to export"):
        made("oc4ids", view)


def check_hostile(texts):
    with written(files_with(texts)) as root, view_of(root, "2026-06-15") as view:
        package = package_of(view)
        titles = {p.key: p.title for p in view.projects}
    assert {project["id"].rpartition("-")[2]: project["title"] for project in package["projects"]} == titles
    if FOLDER.exists():
        assert problems_of(package) == []


@settings(max_examples=10)
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_any_text_comes_through(texts):
    check_hostile(texts)


@pytest.mark.skipif(not NAUGHTY.exists(), reason="the big list of naughty strings isn't beside this repository")
def test_naughty_strings_come_through():
    check_hostile(naughty())
