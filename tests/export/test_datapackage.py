"""The data package: valid for Frictionless and for the profile, nothing lost, the same bytes each time."""

import csv
import io
import json
import re
import zipfile

import pytest
from export_cases import DAY, EMPTY, SCHEMAS, TWO_TOWNS, VALOMBRE, made, put
from hostile import FORMULA, NAUGHTY, TEXTS, files_with, naughty
from hypothesis import given, settings
from hypothesis import strategies as st
from towns import facts_of, files_of, view_of, workspaces, written

from citydash.export.sheets import AMOUNT, SHEETS, WHOLE
from citydash.model.amounts import money
from citydash.model.fiscal import year_name
from citydash.model.words import SPENDING


def rows_of(files, name):
    return [*csv.DictReader(io.StringIO(files[f"{name}.csv"].decode(), newline=""), strict=True)]


def problems_of(folder):
    """What the Frictionless validator says of a package: types, constraints, keys, references, sizes and hashes."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the validator's own
        from frictionless import Package

        report = Package(str(folder / "datapackage.json")).validate()
    return [*report.errors, *(error for task in report.tasks for error in task.errors)]


BROKEN = {**TWO_TOWNS, "ax/town.toml": "format = 1\n[town\n"}
"""One town's file can't be read: its projects count all the same, under its id."""


@pytest.mark.parametrize(
    ("files", "towns"), [({}, ()), (TWO_TOWNS, ()), (TWO_TOWNS, ("by",)), (EMPTY, ()), (BROKEN, ())],
    ids=["valombre", "two towns", "one of two", "empty", "broken"],
)  # fmt: skip
def test_it_is_valid(files, towns, tmp_path, workspace):
    with view_of(workspace(files) if files else VALOMBRE, DAY, towns=towns) as view:
        files = made("datapackage", view).data
    assert problems_of(put(files, tmp_path / "package")) == []
    descriptor = json.loads(files["datapackage.json"])
    assert [resource["path"] for resource in descriptor["resources"]] == [
        name for name in files if name != "datapackage.json"
    ]


def test_the_validator_would_find_a_wrong_reference(tmp_path):
    with view_of(VALOMBRE, DAY) as view:
        files = dict(made("datapackage", view).data)
    folder = put(files, tmp_path / "package")
    text = (folder / "milestones.csv").read_text(encoding="utf-8")
    (folder / "milestones.csv").write_text(text.replace(",gare-commune,", ",gare-inconnue,"), encoding="utf-8")
    assert {error.type for error in problems_of(folder)} >= {"foreign-key"}


@pytest.mark.skipif(not (SCHEMAS / "frictionless").exists(), reason="the profiles aren't beside this repository")
def test_its_descriptor_has_the_published_profiles():
    from jsonschema import Draft4Validator

    package, table = (
        json.loads((SCHEMAS / f"frictionless/1.0/{name}.json").read_text(encoding="utf-8"))
        for name in ("datapackage", "tableschema")
    )
    with view_of(VALOMBRE, DAY) as view:
        descriptor = json.loads(made("datapackage", view).data["datapackage.json"])
    assert [error.message for error in Draft4Validator(package).iter_errors(descriptor)] == []
    for resource in descriptor["resources"]:
        assert [error.message for error in Draft4Validator(table).iter_errors(resource["schema"])] == []
    assert descriptor["licenses"][0]["name"] == "etalab-2.0"
    assert descriptor["sources"] == [{"title": "Ville de Valombre – Ville imaginaire, pour la démonstration"}]


def test_what_it_leaves_out_is_said_in_it():
    with view_of(VALOMBRE, DAY, "status:delivery") as view:
        package = made("datapackage", view, "en", where="status:delivery")
        descriptor = json.loads(package.data["datapackage.json"])
        whole, chosen = len(view.every_project), len(view.projects)
    assert descriptor["leftOut"] == [{"what": one.what, "why": one.why} for one in package.left_out]
    assert (f"{whole - chosen} projects", "the filter doesn't choose it: status:delivery") in package.left_out
    assert descriptor["provenance"]["where"] == "status:delivery"


def test_what_was_left_out_is_counted(workspace):
    with view_of(VALOMBRE, DAY) as view:
        said = made("datapackage", view, "en").left_out
        more = [json.loads(text) for _content, text in view.snapshot.fetch("project_mores")]
        managers = sum(bool(p.manager) for p in view.projects)
    internal = "the town's own judgement, not open data"
    assert (f"{managers} managers", "a role may name a person") in said
    assert (f"{sum('review' in one for one in more)} reviews", internal) in said
    assert (f"{sum(len(one.get('risk', ())) for one in more)} risks", internal) in said
    assert (f"{sum('data' in one for one in more)} states of data protection", internal) in said
    assert ("years of 2 funding lines", "`receipts` adds up a project's lines of one source and certainty") in said
    with view_of(workspace(TWO_TOWNS), DAY, towns=("by",)) as view:
        assert made("datapackage", view, "en").left_out == [("1 town", "it is outside of --town by")]


def test_words_are_explained_and_the_version_orders(workspace):
    with view_of(VALOMBRE, DAY) as view:
        descriptor = json.loads(made("datapackage", view).data["datapackage.json"])
    assert re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+(\+[0-9a-f]{40})?", descriptor["version"])
    assert descriptor["version"].startswith("2026.11.22")
    fields = [field for resource in descriptor["resources"] for field in resource["schema"]["fields"]]
    worded = [field for field in fields if "enum" in field.get("constraints", ())]
    assert len(worded) > 10
    for field in worded:
        assert all(word in field["description"] for word in field["constraints"]["enum"])
    (stage,) = [field["description"] for field in fields if field["name"] == "stage"]
    assert stage == "étape du budget\u00a0: planned (prévu), voted (voté), committed (engagé), paid (mandaté)"
    assert not [resource["title"] for resource in descriptor["resources"] if resource["title"].endswith(".")]


def test_managers_reviews_and_risks_never_leave():
    with view_of(VALOMBRE, DAY) as view:
        files = made("datapackage", view).data
        names = {p.manager for p in view.projects if p.manager}
        notes = [
            json.loads(more)["review"]["note"]
            for _content, more in view.snapshot.fetch("project_mores")
            if "review" in more
        ]
    everything = b"".join(files.values()).decode()
    assert len(names) > 5
    assert len(notes) > 3
    assert not [text for text in (*names, *notes) if text in everything]
    assert not {"manager", "review", "risk"} & {field.name for sheet in SHEETS for field in sheet.fields}


@settings(max_examples=25)
@given(workspaces())
def test_every_amount_is_there_once(drawn):
    facts = facts_of(drawn)
    with written(files_of(drawn)) as root, view_of(root) as view:
        files = made("datapackage", view).data
    spending = [
        (f.town, f.project, f.department, f.section, f.measure, year_name(f.year), money(f.cents), f.currency)
        for f in facts
        if f.measure in SPENDING
    ]
    assert sorted(tuple(row.values()) for row in rows_of(files, "budget")) == sorted(spending)
    by_source = {}
    for f in facts:
        if f.measure in ("expected", "received"):
            key = (f.town, f.project, f.source, f.section, f.certainty, f.measure, year_name(f.year), f.currency)
            by_source[key] = by_source.get(key, 0) + f.cents
    found = {}
    for row in rows_of(files, "receipts"):
        found[tuple(value for name, value in row.items() if name != "amount")] = row["amount"]
    assert found == {key: money(cents) for key, cents in by_source.items()}


@settings(max_examples=5)
@given(workspaces())
def test_it_is_valid_whatever_the_workspace(drawn):
    with written(files_of(drawn)) as root, view_of(root) as view:
        files = made("datapackage", view).data
        assert problems_of(put(files, root.parent / "package")) == []


def check_hostile(texts):
    """Every cell stays one cell, none runs, none is lost; titles are as written, but for the apostrophe that defuses."""
    with written(files_with(texts)) as root, view_of(root, "2026-06-15") as view:
        files = made("datapackage", view).data
        titles = {p.key: p.title for p in view.projects}
        assert problems_of(put(files, root.parent / "package")) == []
    for sheet in SHEETS:
        for row in rows_of(files, sheet.name):
            assert len(row) == len(sheet.fields)
            for field in sheet.fields:
                assert not row[field.name].startswith(FORMULA) or field.kind in (AMOUNT, WHOLE)
    for row in rows_of(files, "projects"):
        assert row["title"] in (titles[row["project"]], f"'{titles[row['project']]}")


@settings(max_examples=8)
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_no_text_breaks_out(texts):
    check_hostile(texts)


@pytest.mark.skipif(not NAUGHTY.exists(), reason="the big list of naughty strings isn't beside this repository")
def test_no_naughty_string_breaks_out():
    check_hostile(naughty())


def test_as_a_folder_or_a_zip(run, valombre, tmp_path):
    common = ("export", "datapackage", "-w", valombre, "--today", DAY)
    assert run(*common, "-o", tmp_path / "package").code == 0
    assert run(*common, "-o", tmp_path / "package.zip").code == 0
    again = run(*common)
    assert again.out == (tmp_path / "package.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(again.out)) as archive:
        assert archive.testzip() is None
        zipped = {name: archive.read(name) for name in archive.namelist()}
    assert zipped == {path.name: path.read_bytes() for path in (tmp_path / "package").iterdir()}
    assert zipped.keys() == {"datapackage.json", *(f"{sheet.name}.csv" for sheet in SHEETS)}


def test_a_folder_is_replaced_only_if_it_is_one_of_ours(run, valombre, tmp_path):
    common = ("export", "datapackage", "-w", valombre, "--today", DAY, "-q", "-o", tmp_path / "package")
    assert run(*common).code == 0
    (tmp_path / "package" / "budget.csv").write_text("old")
    assert run(*common).code == 0
    assert (tmp_path / "package" / "budget.csv").read_text() != "old"
    (tmp_path / "package" / "notes.txt").write_text("mine")
    ran = run(*common)
    assert (ran.code, ran.err.count("\n")) == (3, 1)
    assert "notes.txt" not in ran.err
    assert (tmp_path / "package" / "notes.txt").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".citydash")] == []
