"""Grants received in the columns of SCDL subventions: valid by its rules, only awarded lines, what is missing is said."""

import csv
import io
import json
import re

import pytest
from export_cases import DAY, EMPTY, SCHEMAS, TWO_TOWNS, VALOMBRE, made
from hostile import TEXTS, files_with
from hypothesis import given, settings
from hypothesis import strategies as st
from towns import files_of, view_of, workspaces, written

from citydash.export.scdl import COLUMNS
from citydash.figures.funding import funding_lines
from citydash.files.checks import siret_is_valid
from citydash.model.amounts import money
from citydash.model.words import CERTAINTY

SCHEMA = SCHEMAS / "scdl-subventions/2.1.1/schema.json"
needs_schema = pytest.mark.skipif(not SCHEMA.exists(), reason="the schema isn't beside this repository")


def rows_of(data):
    return [*csv.DictReader(io.StringIO(data.decode(), newline=""), strict=True)]


def problems_of(data, folder):
    """By the schema for Frictionless, and by its own checks that Frictionless doesn't know: SIRETs, one of two columns."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the validator's own
        from frictionless import Resource, Schema

        (folder / "subventions.csv").write_bytes(data)
        schema = Schema.from_descriptor(json.loads(SCHEMA.read_text(encoding="utf-8")))
        report = Resource("subventions.csv", basepath=str(folder), schema=schema).validate()
    found = [error.message for task in report.tasks for error in task.errors]
    custom = {check["name"] for check in json.loads(SCHEMA.read_text(encoding="utf-8"))["custom_checks"]}
    assert custom == {"french-siret-value", "one-of-required"}
    for row in rows_of(data):
        found += [f"SIRET {row[name]}" for name in ("idAttribuant", "idBeneficiaire") if not siret_is_valid(row[name])]
        found += [] if row["idBeneficiaire"] or row["rnaBeneficiaire"] else ["no beneficiary"]
    return found


@needs_schema
def test_its_columns_are_the_schemas():
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert tuple(field["name"] for field in schema["fields"]) == COLUMNS


@needs_schema
@pytest.mark.parametrize("files", [None, TWO_TOWNS, EMPTY], ids=["valombre", "two towns", "empty"])
def test_it_is_valid(files, tmp_path, workspace):
    with view_of(workspace(files) if files else VALOMBRE, DAY) as view:
        data = made("scdl-subventions", view).data
    assert problems_of(data, tmp_path) == []


@needs_schema
@settings(max_examples=5)
@given(workspaces())
def test_it_is_valid_whatever_the_workspace(drawn):
    with written(files_of(drawn)) as root, view_of(root) as view:
        assert problems_of(made("scdl-subventions", view).data, root.parent) == []


def test_each_awarded_grant_is_a_row_or_is_said_to_be_missing():
    with view_of(VALOMBRE, DAY) as view:
        export = made("scdl-subventions", view, "en")
        lines = funding_lines(view)
    rows = rows_of(export.data)
    awarded = [f for f in lines if CERTAINTY[f.status] == "secured" and f.source.kind in ("grant", "in-kind")]
    kept = [f for f in awarded if f.source.siret]
    assert [(row["objet"], row["montant"]) for row in rows] == [(f.project.title, money(f.awarded)) for f in kept]
    assert len(rows) > 25
    assert {row["idBeneficiaire"] for row in rows} == {"21990042000015"}
    counted = {
        one.why: int(one.what.split()[0]) for one in export.left_out if re.match("[0-9]+ (funding|awarded)", one.what)
    }
    assert sum(counted.values()) == len(lines) - len(rows)
    (named,) = [one.what for one in export.left_out if " awarded grants of " in one.what]
    unnamed = {f.source.key for f in awarded if f.source not in {f.source for f in kept} and f.dates.get("awarded_on")}
    assert unnamed <= {*named.partition(" of ")[2].split(", ")} <= {f.source.key for f in lines if not f.source.siret}
    assert counted["it isn't awarded"] == sum(CERTAINTY[f.status] != "secured" for f in lines)


def test_a_wrong_siret_is_not_published(workspace):
    wrong = TWO_TOWNS["ax/town.toml"].replace("17990001400012", "17990001400013")
    with view_of(workspace({"ax/town.toml": wrong, "ax/capteurs.toml": TWO_TOWNS["ax/capteurs.toml"]}), DAY) as view:
        export = made("scdl-subventions", view, "en")
        assert ("1 funding line", "the funder's SIRET is wrong: see `citydash check`") in export.left_out
        assert rows_of(export.data) == []
        (project,) = json.loads(made("oc4ids", view).data)["projects"]
    assert [party.get("identifier", {}).get("id") for party in project["parties"] if "funder" in party["roles"]] == [
        None
    ]
    wrong = TWO_TOWNS["ax/town.toml"].replace("21990042000015", "21990042000016")
    with view_of(workspace({"ax/town.toml": wrong, "ax/capteurs.toml": TWO_TOWNS["ax/capteurs.toml"]}), DAY) as view:
        export = made("scdl-subventions", view, "en")
        assert ("1 funding line", "the town's SIRET is wrong: see `citydash check`") in export.left_out
        package = json.loads(made("oc4ids", view).data)
    assert "uid" not in package["publisher"]
    assert package["projects"][0]["publicAuthority"]["id"] == "ax"


def test_a_source_that_nothing_declares_is_said(workspace):
    town = TWO_TOWNS["ax/town.toml"].partition("[source.dsil]")[0]
    with view_of(workspace({"ax/town.toml": town, "ax/capteurs.toml": TWO_TOWNS["ax/capteurs.toml"]}), DAY) as view:
        said = ("1 funding line", "its source isn't in town.toml")
        assert said in made("scdl-subventions", view, "en").left_out
        assert said in made("oc4ids", view, "en").left_out


def test_what_stands_for_something_else_is_counted(workspace):
    long = TWO_TOWNS["ax/capteurs.toml"].replace("Projet a", "a" * 300)
    agreed = long.replace("awarded_on = 2026-02-03", "awarded_on = 2026-02-03\ncontracted_on = 2026-03-04")
    said = []
    for text in (long, agreed):
        with view_of(workspace({"ax/town.toml": TWO_TOWNS["ax/town.toml"], "ax/capteurs.toml": text}), DAY) as view:
            export = made("scdl-subventions", view, "en")
        (row,) = rows_of(export.data)
        said.append((row["dateConvention"], ("day of 1 agreement", "it isn't written: the day of the award stands for it") in export.left_out))  # fmt: skip
        assert ("end of 1 title", "the schema has room for 256 characters") in export.left_out
        assert (len(row["objet"]), row["objet"][-1]) == (255, "…")
    assert said == [("2026-02-03", True), ("2026-03-04", False)]


def test_how_a_grant_is_paid(workspace):
    two = TWO_TOWNS["ax/capteurs.toml"]
    one = two.replace("expected = { 2026 = 200, 2027 = 300 }", "expected = { 2027 = 500 }")
    part = one.replace("2027 = 500 }", "2027 = 499.99 }")
    unknown = two.replace("expected = { 2026 = 200, 2027 = 300 }", "")
    never = unknown.replace("spend_by = 2027-06-30", "")
    said = []
    for text in (two, one, part, unknown, never):
        root = workspace({"ax/town.toml": TWO_TOWNS["ax/town.toml"], "ax/capteurs.toml": text})
        with view_of(root, DAY) as view:
            said += [(row["conditionsVersement"], row["datesPeriodeVersement"]) for row in rows_of(made("scdl-subventions", view).data)]  # fmt: skip
    assert said == [
        ("échelonné", "2026-01-01/2027-12-31"),
        ("unique", "2027-01-01/2027-12-31"),
        ("échelonné", "2027-01-01/2027-12-31"),
        ("autre", "2026-02-03/2027-06-30"),
    ]


def test_two_lines_of_one_source_are_paid_nobody_knows_how(workspace):
    text = TWO_TOWNS["ax/capteurs.toml"].replace(
        "[project.a.milestone.m]",
        '[project.a.funding.bis]\nsource = "dsil"\nstatus = "paid"\nawarded = 9\nawarded_on = 2026-01-05\nclaim_by = 2026-05-05\nexpected = { 2026 = 9 }\n[project.a.milestone.m]',
    )
    root = workspace({"ax/town.toml": TWO_TOWNS["ax/town.toml"], "ax/capteurs.toml": text})
    with view_of(root, DAY) as view:
        rows = rows_of(made("scdl-subventions", view).data)
    assert [row["conditionsVersement"] for row in rows] == ["autre", "autre"]
    assert [row["datesPeriodeVersement"] for row in rows] == ["2026-02-03/2027-06-30", "2026-01-05/2026-05-05"]


def test_amounts_in_other_currencies_are_left_out(workspace):
    with view_of(workspace(TWO_TOWNS), DAY) as view:
        export = made("scdl-subventions", view, "en")
    assert [row["nomBeneficiaire"] for row in rows_of(export.data)] == ["Ville A"]
    assert ("1 funding line", "the schema's amounts are in euros, not in CHF") in export.left_out


@needs_schema
@settings(max_examples=10)
@given(st.lists(TEXTS | st.just("=" * 300), min_size=1, max_size=3))
def test_no_text_breaks_out(texts):
    files = files_with(texts)
    files["ville/town.toml"] = (
        files["ville/town.toml"]
        .replace("[town]\n", '[town]\nsiret = "21990042000015"\n')
        .replace("[source.dsil]\n", '[source.dsil]\nsiret = "17990001400012"\n')
    )
    files["ville/x.toml"] = files["ville/x.toml"].replace(
        'status = "applied"', 'status = "awarded"\nawarded_on = 2026-01-01\nawarded = 1'
    )
    with written(files) as root, view_of(root, "2026-06-15") as view:
        data = made("scdl-subventions", view).data
        rows = rows_of(data)
        assert len(rows) == len(texts)
        assert problems_of(data, root.parent) == []
    for row in rows:
        assert all(not value.startswith(("=", "+", "-", "@", "\t", "|", "%")) for value in row.values())
