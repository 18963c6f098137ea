"""What changed in Valombre's year against files that were read: `pytest tests/report --update-golden` writes them anew."""

import json

import pytest
from commands import TODAY, compare
from jsonschema import Draft202012Validator
from valombre import make_valombre

COMMANDS = {
    "diff": ("diff", "BP2026", "HEAD"),
    "diff-portfolios": ("diff", "BP2026", "HEAD", "--rows", "portfolio", "--columns", "stage"),
    "diff-departments": ("diff", "BP2026", "HEAD", "--rows", "department"),
    "diff-nothing": ("diff", "DM1", "avant-moulins"),
    "log": ("log",),
    "log-project": ("log", "--project", "gare-commune"),
    "log-baselines": ("log", "--baselines"),
    "drift": ("report", "drift"),
    "drift-months": ("report", "drift", "--every", "month"),
    "compare-summary": ("report", "summary", "--compare", "BP2026"),
    "compare-budget": ("report", "budget", "--rows", "department", "--compare", "BP2026"),
    "compare-funding": ("report", "funding", "--compare", "BP2026", "--where", "gare"),
    "compare-milestones": ("report", "milestones", "--compare", "BP2026", "--where", "gare"),
    "compare-projects": ("report", "projects", "--compare", "BP2026"),
    "compare-ppi": ("report", "ppi", "--compare", "BP2026", "--where", "portfolio:tiers-lieux,capteurs"),
    "compare-departments": ("report", "departments", "--compare", "BP2026"),
    "compare-timeline": ("report", "timeline", "--compare", "BP2026", "--where", "portfolio:tiers-lieux"),
}
FORMATS = {"text": "txt", "markdown": "md", "csv": "csv", "json": "json"}


@pytest.fixture(scope="module")
def valombre(tmp_path_factory):
    return make_valombre(tmp_path_factory.mktemp("valombre"))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", COMMANDS)
def test_golden(run, valombre, request, name, form, language):
    if language == "en" and form in ("csv", "json"):
        return  # for programs: the same in every language
    ran = run(*COMMANDS[name], "-w", valombre, *TODAY, "--lang", language, "-f", form)
    assert (ran.code, ran.err) == (0, "")
    compare(request, f"history/{name}.{language}.{FORMATS[form]}", ran.out)
    if form == "json":
        assert_as_its_schema_says(run, json.loads(ran.out))


def assert_as_its_schema_says(run, document):
    schema = json.loads(run("schema", "report", document["kind"]).out)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    assert [f"{e.json_path}: {e.message[:200]}" for e in validator.iter_errors(document)] == []
    assert [*validator.iter_errors({**document, "unknown": 1})]
