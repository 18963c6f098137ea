"""`citydash check` in each format: what a person, a program, GitHub and a code forge read of the same problems."""

import json

import pytest
from commands import TODAY
from jsonschema import Draft202012Validator
from workspaces import HEAD, TOWN, make_workspace, project

from citydash.files.problems import RULES, Problem
from citydash.files.shown import key_path
from citydash.locale import Locale
from citydash.locale.problems import sentence
from citydash.report.problems import render
from citydash.report.render import Style

BROKEN = HEAD + project(lead='"dssi"', more='[@.milestone]\nm = { title = "x" }\n')
WARNED = HEAD + project(more="[@.budget.dsi.investment]\npaid = { 2026 = 1_234.5 }\ncommitted = { 2026 = 1 }\n")
SARIF = {
    "type": "object", "required": ["$schema", "version", "runs"], "properties": {
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "minItems": 1, "items": {
            "type": "object", "required": ["tool", "results"], "additionalProperties": False, "properties": {
                "tool": {"type": "object", "required": ["driver"], "properties": {"driver": {
                    "type": "object", "required": ["name", "rules"], "properties": {
                        "name": {"type": "string"},
                        "semanticVersion": {"type": "string", "pattern": r"^\d+\.\d+\.\d+"},
                        "rules": {"type": "array", "uniqueItems": True, "items": {
                            "type": "object", "required": ["id"], "properties": {
                                "id": {"type": "string"},
                                "shortDescription": {"type": "object", "required": ["text"]},
                                "fullDescription": {"type": "object", "required": ["text"]},
                                "defaultConfiguration": {"properties": {"level": {"enum": ["none", "note", "warning", "error"]}}},
                            },
                        }},
                    },
                }}},
                "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                "results": {"type": "array", "items": {
                    "type": "object", "required": ["message", "ruleId"], "additionalProperties": False, "properties": {
                        "ruleId": {"type": "string"}, "ruleIndex": {"type": "integer", "minimum": 0},
                        "level": {"enum": ["none", "note", "warning", "error"]},
                        "message": {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}},
                        "locations": {"type": "array", "items": {"type": "object", "properties": {"physicalLocation": {
                            "type": "object", "required": ["artifactLocation"], "properties": {
                                "artifactLocation": {"properties": {
                                    "uri": {"type": "string", "pattern": r"^[A-Za-z0-9%._~!$&'()*+,;=:@/-]+$"}, "uriBaseId": {"type": "string"},
                                }},
                                "region": {"required": ["startLine"], "properties": {
                                    "startLine": {"type": "integer", "minimum": 1}, "startColumn": {"type": "integer", "minimum": 1},
                                }},
                            },
                        }}}},
                        "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
                    },
                }},
            },
        }},
    },
}  # fmt: skip
"""What SARIF 2.1.0 (OASIS) asks of the parts that we write."""


@pytest.fixture
def broken(tmp_path):
    return make_workspace(
        tmp_path / "une ville",
        {
            "v/town.toml": TOWN,
            "v/x.toml": BROKEN,
            "v/w.toml": WARNED.replace("Projet a", "b").replace("project.a", "project.b"),
        },
    )


def test_text(run, broken):
    ran = run("check", "-w", broken, "--lang", "en")
    assert (ran.code, ran.err) == (1, "")
    lines = ran.text.splitlines()
    assert lines[::2] == [
        "une ville/v/x.toml:9:1  error  missing-date",
        "une ville/v/w.toml:9:1  warning  paid-above-committed",
        "",
    ]
    assert lines[3].startswith("  project.b.budget.dsi.investment.paid: ")
    assert "€1,234.50" in lines[3]
    assert lines[5] == "1 error, 1 warning"


def test_json(run, broken):
    made = json.loads(run("check", "-w", broken, "-f", "json", "--lang", "en", *TODAY).out)
    assert list(made) == ["format", "kind", "workspace", "snapshot", "today", "problems", "list"]
    assert made["problems"] == {"errors": 1, "warnings": 1, "projects_left_out": 1}
    assert [list(item) for item in made["list"]] == [
        ["path", "line", "column", "severity", "code", "keys", "message", "hint"]
    ] * 2
    assert made["list"][0]["keys"] == ["project", "a", "milestone", "m"]


def test_github(run, broken):
    lines = run("check", "-w", broken, "-f", "github", "--lang", "en").text.splitlines()
    assert lines[0].startswith(
        "::error file=une ville/v/x.toml,line=9,col=1,title=missing-date::project.a.milestone.m: a milestone"
    )


def test_github_escapes_what_its_syntax_uses(run, tmp_path):
    root = make_workspace(tmp_path / "a,b:c%d", {"v/town.toml": TOWN, "v/x.toml": HEAD + 'x = "100 %"\n'})
    (line,) = run("check", "-w", root, "-f", "github").text.splitlines()
    assert line.startswith("::error file=a%2Cb%3Ac%25d/v/x.toml,line=4,col=1,")


def test_sarif(run, broken, bourg):
    for root in (broken, bourg):
        ran = run("check", "-w", root, "-f", "sarif", "--lang", "fr")
        assert ran.code == 1
        made = json.loads(ran.out)
        Draft202012Validator(SARIF).validate(made)
        (found,) = made["runs"]
        rules = found["tool"]["driver"]["rules"]
        assert [rules[result["ruleIndex"]]["id"] for result in found["results"]] == [
            result["ruleId"] for result in found["results"]
        ]
        prints = [result["partialFingerprints"]["citydash/v1"] for result in found["results"]]
        assert len(set(prints)) == len(prints)
    assert found["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "bourg/capteurs.toml"


def test_sarif_quotes_its_addresses(run, broken):
    made = json.loads(run("check", "-w", broken, "-f", "sarif").out)
    uris = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in made["runs"][0]["results"]
    }
    assert uris == {"une%20ville/v/w.toml", "une%20ville/v/x.toml"}


def test_names_that_are_not_text(run, tmp_path):
    """A file's name of other bytes than UTF-8 is shown, in every format."""
    root = make_workspace(tmp_path / "w", {"v/town.toml": TOWN})
    try:
        (root / "v" / b"\xe9t\xe9.toml".decode("utf-8", "surrogateescape")).write_text("")
    except (OSError, UnicodeError):
        pytest.skip("this file system takes UTF-8 names only")
    for form in ("text", "json", "github", "sarif"):
        ran = run("check", "-w", root, "-f", form)
        assert (ran.code, ran.err) == (1, "")
        assert "toml" in ran.text


@pytest.mark.parametrize("prefix", ["", "w/"])
def test_a_lone_surrogate_in_a_path_is_written_out(prefix):
    problem = Problem("bad-name", "v/\udce9.toml", (), {"name": "x"}, "", 1, 1)
    job = type("Job", (), {"locale": Locale("en"), "view": type("V", (), {"currencies": ["EUR"]})})
    for form in ("text", "github", "sarif"):
        assert render([problem], form, job, Style(), prefix).decode()


def test_paths_lead_from_where_the_command_runs(run, broken, monkeypatch):
    monkeypatch.chdir(broken / "v")
    assert run("check", "-w", "..").text.startswith("../v/x.toml:")
    assert run("check").text.startswith("x.toml:")
    monkeypatch.chdir(broken)
    assert run("check", "-w", ".").text.startswith("v/x.toml:")


@pytest.mark.parametrize(
    ("names", "codes"),
    [(("v/w.toml",), 0), (("v/x.toml",), 1), (("v",), 1), (("v/w.toml", "v/x.toml"), 1), (("v/town.toml",), 0)],
)
def test_only_some_files(run, broken, monkeypatch, names, codes):
    monkeypatch.chdir(broken)
    assert run("check", *names).code == codes
    assert run("check", *(broken / name for name in names), "-w", broken).code == codes


def test_a_file_that_is_not_there_is_not_right(run, broken):
    ran = run("check", "nulle-part.toml", "-w", broken, "--lang", "en")
    assert (ran.code, ran.out, ran.err) == (2, b"", "citydash: no file “nulle-part.toml”\n")


def test_strict_fails_for_warnings(run, tmp_path):
    root = make_workspace(tmp_path / "w", {"v/town.toml": TOWN, "v/x.toml": WARNED})
    assert run("check", "-w", root).code == 0
    assert run("check", "-w", root, "--strict").code == 1


def test_only_some_towns(run, tmp_path):
    files = {"a/town.toml": TOWN, "a/x.toml": BROKEN, "b/town.toml": TOWN, "b/x.toml": HEAD + project()}
    root = make_workspace(tmp_path / "w", files)
    assert run("check", "-w", root, "--town", "a").code == 1
    assert run("check", "-w", root, "--town", "b").code == 0
    assert run("check", "-w", root, "--town", "c").code == 2
    assert run("check", "-w", root / "a", "--town", "a").code == 1


def test_nothing_wrong(run, tmp_path):
    root = make_workspace(tmp_path / "w", {"v/town.toml": TOWN})
    assert run("check", "-w", root, "--lang", "en").text == "0 errors, 0 warnings\n"
    assert run("check", "-w", root, "-f", "github").out == b""
    assert json.loads(run("check", "-w", root, "-f", "sarif").out)["runs"][0]["results"] == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_sentence_takes_its_fields(language):
    """No rule's translation asks for a field that the English doesn't have."""
    locale = Locale(language)
    for code, rule in RULES.items():
        fields = dict.fromkeys(("received", "awarded", "paid", "committed", "planned", "credits", "votes"), 1)
        others = [
            "detail",
            "byte",
            "size",
            "limit",
            "name",
            "others",
            "format",
            "known",
            "value",
            "expected",
            "character",
            "places",
            "last",
            "first",
            "names",
        ]
        args = fields | dict.fromkeys(others, "x")
        text = sentence(Problem(code, "p", ("a b", "c"), args, "proche"), locale, "EUR")
        assert text.startswith('"a b".c')
        assert "proche" in text
        assert "{" not in text, (code, rule)


def test_keys_are_shown_as_toml_writes_them():
    assert key_path(("project", "a-b", "é", "c d", "2026", "x\n")) == 'project.a-b."é"."c d".2026."x\\u000a"'


def test_colour_marks_severity(run, broken):
    from citydash.report.problems import _text

    problem = Problem("missing-date", "x.toml", (), {}, "", 1, 1)
    warning = Problem("credits-mismatch", "x.toml", (), {"credits": 1, "votes": 2}, "", 1, 1)
    text = _text([problem, warning], Locale("fr"), "EUR", Style(color=True), "")
    assert "\x1b[31m" in text
    assert "\x1b[33m" in text
    assert _text([problem], Locale("fr"), "", Style(ascii=True), "").isascii()
