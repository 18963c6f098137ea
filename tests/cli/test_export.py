"""`citydash export`: where it goes, what it says, what it refuses; each mistake is one sentence."""

import json
import sqlite3

import pytest
from commands import TODAY

from citydash.export.kinds import FORMATS


def test_every_format_to_a_file(run, bourg, tmp_path):
    for form in FORMATS:
        path = tmp_path / f"made-{form}{'.zip' if form == 'datapackage' else ''}"
        ran = run("export", form, "-w", bourg, *TODAY, "-o", path)
        assert (ran.code, ran.out) == (0, b""), form
        assert path.stat().st_size > 100
        assert all(line.startswith("citydash: ") for line in ran.err.splitlines())
        assert run("export", form, "-w", bourg, *TODAY, "-q").err == ""
    with sqlite3.connect(tmp_path / "made-sqlite") as db:
        assert db.execute("SELECT count(*) FROM projects").fetchone()[0] > 3
    db.close()


def test_what_errors_leave_out_is_said(run, bourg):
    said = run("export", "oc4ids", "-w", bourg, *TODAY, "--lang", "en")
    assert "left out: items with errors (1 project is left out for errors: see `citydash check`)" in said.err
    assert json.loads(said.out)["leftOut"][0]["what"] == "items with errors"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("export",), 2, "FORMAT"),
        (("export", "datapackge"), 2, "did you mean “datapackage”"),
        (("export", "xyz"), 2, "choose from datapackage, scdl-subventions"),
        (("export", "ics", "--licence", "cc0-1.0"), 2, "no place for one"),
        (("export", "oc4ids", "--licence", "gpl"), 2, "choose from etalab-2.0"),
        (("export", "oc4ids", "--where", "nokey:1"), 2, "nokey"),
        (("export", "oc4ids", "--prefix", "bu3kcz"), 2, "no prefix: oc4ids- and six letters or digits"),
        (("export", "ics", "--prefix", "oc4ids-abc123"), 2, "no --prefix"),
        (("export", "oc4ids", "--where", "id:nobody-at-all"), 2, "no project"),
        (("export", "ledger", "--town", "nowhere"), 2, "no town “nowhere”"),
        (("export", "ledger", "-f", "csv"), 2, "-f"),
        (("export", "sqlite", "-o", "no/such/folder/x.sqlite"), 3, "can't be written"),
        (("export", "datapackage", "-o", "no/such/folder/package"), 3, "can't be written"),
        (("sql", "SELECT 1", "-f", "html"), 2, "no format “html” here"),
        (("sql", "SELECT x FROM projects"), 2, "no such column"),
    ],
)
def test_mistakes_are_one_sentence(run, bourg, arguments, code, said):
    ran = run(*arguments, "-w", bourg, "--lang", "en")
    assert (ran.code, ran.out) == (code, b"")
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_bytes_are_kept_from_a_terminal(run, bourg, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    for form in ("sqlite", "datapackage"):
        ran = run("export", form, "-w", bourg, "--lang", "en")
        assert (ran.code, ran.err) == (2, f"citydash: export {form} isn't text: say where with -o FILE\n")
    assert run("export", "ics", "-w", bourg).code == 0


def test_a_licence_is_said(run, bourg):
    ran = run("export", "oc4ids", "-w", bourg, *TODAY, "--licence", "cc0-1.0")
    assert json.loads(ran.out)["license"] == "https://creativecommons.org/publicdomain/zero/1.0/"


def test_a_prefix_is_asked_for(run, bourg):
    ran = run("export", "oc4ids", "-w", bourg, *TODAY, "--prefix", "oc4ids-abc123", "--lang", "en")
    assert all(project["id"].startswith("oc4ids-abc123-bourg-") for project in json.loads(ran.out)["projects"])
    assert "registered prefix" not in ran.err


def test_an_export_of_nothing_says_so(run, bourg):
    for form in ("ledger", "datapackage", "scdl-subventions", "sqlite"):
        ran = run("export", form, "-w", bourg, "--lang", "en", "--where", "id:nobody-at-all")
        assert ran.code == 0
        assert ran.out
        assert ran.err.startswith("citydash: there is nothing to export: what is written has no rows\n"), form
    assert "nothing to export" not in run("export", "ledger", "-w", bourg, "--lang", "en").err


def test_help_names_them(run):
    for command in ("export", "sql"):
        assert run(command, "--help", "--lang", "en").text == run("help", command, "--lang", "en").text
        assert f"\n  {command} " in run("--help", "--lang", "en").text
    assert all(form in run("export", "--help", "--lang", "en").text for form in FORMATS)


def test_what_a_query_finds_is_never_cut_in_a_terminal(run, bourg, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "70")
    said = run("sql", "SELECT project, title, title || title FROM projects", "-w", bourg, "--no-color").text
    assert "…" not in said
    listed = run("sql", "-w", bourg, "--no-color", "--lang", "en").text
    assert " ".join(listed.split()).count("to be added up") > 10
    assert max(map(len, (said + listed).splitlines())) <= 70
