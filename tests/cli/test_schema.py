"""The JSON Schema that editors use holds what ships, and refuses what the checks refuse."""

import json
import tomllib
from datetime import date, datetime
from pathlib import Path

import pytest
from commands import DATA, REPOSITORY
from jsonschema import Draft202012Validator
from workspaces import HEAD, TOWN, project

from citydash.report.kinds import KINDS

SHIPPED = sorted((REPOSITORY / "portfolios").rglob("*.toml"))


def as_json(value):
    """As an editor's TOML plugin hands it over: dates are texts, decimals floats."""
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, date | datetime) else value


@pytest.fixture(params=["town", "portfolio"])
def name(request):
    return request.param


def schema_of(run, name):
    ran = run("schema", name)
    assert (ran.code, ran.err) == (0, "")
    return json.loads(ran.out)


def test_it_is_a_schema_of_2020_12(run, name):
    schema = schema_of(run, name)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


def test_it_says_what_a_siret_is_for(run):
    shapes = schema_of(run, "town")["$defs"]
    said = {name: shapes[name]["properties"]["siret"]["description"] for name in ("Town", "Source")}
    assert "scdl-subventions" in said["Source"]
    assert "town" in said["Town"]


@pytest.mark.skipif(not SHIPPED, reason="no portfolios beside these tests")
def test_every_file_that_ships_is_valid(run):
    validators = {name: Draft202012Validator(schema_of(run, name)) for name in ("town", "portfolio")}
    for path in SHIPPED:
        table = as_json(tomllib.loads(path.read_text(encoding="utf-8")))
        errors = [
            error.message
            for error in validators["town" if path.name == "town.toml" else "portfolio"].iter_errors(table)
        ]
        assert errors == [], path


WRONG = {
    "an unknown key": HEAD.replace("pillar", "pilier"),
    "a missing title": project(title=""),
    "a status that isn't one": project(status='"started"'),
    "an amount between quotes": project(more='[@.budget.dsi.investment]\nplanned = { 2026 = "1000" }\n'),
    "a year of two digits": project(more="[@.budget.dsi.investment]\nplanned = { 26 = 1000 }\n"),
    "a negative investment": project(more="[@.budget.dsi.investment]\nplanned = { 2026 = -1 }\n"),
    "an unknown stage": project(more="[@.budget.dsi.investment]\nplaned = { 2026 = 1 }\n"),
    "an empty table": project(more="[@.budget.dsi.investment]\nplanned = {}\n"),
    "a rate above one": project(progress="1.5"),
    "a bad id": project('"A B"', title='"x"'),
    "an array of tables": "[[project]]\ntitle = 'x'\n",
    "a text with a control character": project(summary='"a\\u0007"'),
    "a priority of 6": project(priority="6"),
}


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_refused(run, text):
    table = as_json(tomllib.loads(text))
    assert [*Draft202012Validator(schema_of(run, "portfolio")).iter_errors(table)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("format = 1", "format = 2"),
        ("format = 1", ""),
        ('level = "state"', 'level = "etat"'),
        ("[town]", "[ville]"),
        ('name = "DSIL"', "name = 3"),
        ("[town]", '[town]\nsiret = "1"'),
    ],
)
def test_what_is_wrong_in_town_toml_is_refused(run, old, new):
    validator = Draft202012Validator(schema_of(run, "town"))
    assert not [*validator.iter_errors(as_json(tomllib.loads(TOWN)))]
    assert [*validator.iter_errors(as_json(tomllib.loads(TOWN.replace(old, new))))]


def test_the_fixture_town_has_the_errors_that_were_put_in(run):
    validator = Draft202012Validator(schema_of(run, "portfolio"))
    wrong = [
        path.name
        for path in Path(DATA / "bourg").rglob("*.toml")
        if path.name != "town.toml" and [*validator.iter_errors(as_json(tomllib.loads(path.read_text())))]
    ]
    assert wrong == ["capteurs.toml"]


def test_schemas_of_reports(run):
    for kind in KINDS:
        ran = run("schema", "report", kind)
        assert (ran.code, ran.err) == (0, "")
        Draft202012Validator.check_schema(json.loads(ran.out))
    assert json.loads(run("schema", "report", "milestones").out)["properties"]["kind"] == {"const": "milestones"}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("report",), "say which report: citydash schema report KIND; choose from summary, "),
        (("report", "bugdet"), "no report “bugdet”: did you mean “budget”?"),
        (("town", "budget"), "schema town takes no KIND"),
        (("x",), "no schema “x”; choose from town, portfolio, report"),
    ],
)
def test_wrong_words(run, words, sentence):
    ran = run("schema", *words, "--lang", "en")
    assert (ran.code, ran.out) == (2, b"")
    assert ran.err.startswith(f"citydash: {sentence}")
