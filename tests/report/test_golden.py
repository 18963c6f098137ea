"""Whole reports against files that were read: `pytest tests/report --update-golden` writes them anew, git shows what moved."""

import json
import shutil
from pathlib import Path

import pytest
from commands import REPOSITORY, TODAY

GOLDEN = Path(__file__).parent / "golden"
REPORTS = {
    "summary": ("report",),
    "budget": ("report", "budget"),
    "budget-stages": ("report", "budget", "--rows", "portfolio,project", "--columns", "stage"),
    "budget-years": (
        "report",
        "budget",
        "--rows",
        "pillar,section",
        "--years",
        "2026..2027",
        "--where",
        "-status:cancelled",
    ),
    "budget-received": ("report", "budget", "--rows", "funder", "--columns", "certainty", "--measure", "requested"),
    "budget-net-cost": ("report", "budget", "--rows", "project", "--measure", "net-cost"),
    "funding": ("report", "funding"),
    "funding-secured": ("report", "funding", "--certainty", "secured"),
    "milestones": ("report", "milestones"),
    "timeline": ("report", "timeline"),
    "project": ("report", "project", "halle"),
    "explain": ("explain", "--rows", "department", "batiments", "--column", "2027"),
    "check": ("check",),
}
FORMATS = {"text": "txt", "markdown": "md", "csv": "csv", "json": "json", "github": "github.txt", "sarif": "sarif"}


def cases():
    for name, arguments in REPORTS.items():
        formats = ("text", "json", "github", "sarif") if name == "check" else ("text", "markdown", "csv", "json")
        for form in formats:
            for language in ("fr", "en") if form in ("text", "markdown") else ("fr",):
                yield pytest.param(name, arguments, form, language, id=f"{name}-{form}-{language}")


@pytest.mark.parametrize(("name", "arguments", "form", "language"), [*cases()])
def test_golden(run, bourg, request, name, arguments, form, language):
    ran = run(*arguments, "-w", bourg, *TODAY, "--lang", language, "-f", form)
    left_out = "citydash: 1 projet écarté en raison d’erreurs\u00a0: voir `citydash check`.\n"
    assert (ran.code, ran.err) == (1 if name == "check" else 0, left_out if form == "csv" else "")
    compare(request, f"{name}.{language}.{FORMATS[form]}", ran.out)


def test_golden_of_valombre(run, tmp_path, request):
    root = shutil.copytree(REPOSITORY / "portfolios/valombre", tmp_path / "valombre")
    ran = run("report", "-w", root, *TODAY)
    assert (ran.code, ran.err) == (0, "")
    compare(request, "valombre.fr.txt", ran.out)


def test_golden_for_french_spreadsheets(run, bourg, request):
    ran = run("report", "budget", "-w", bourg, *TODAY, "-f", "csv", "--excel-fr")
    compare(request, "budget.excel.csv", ran.out)


def compare(request, name, data):
    path = GOLDEN / name
    if request.config.getoption("--update-golden", default=False):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    assert data.decode() == path.read_bytes().decode()
    if name.endswith((".json", ".sarif")):
        json.loads(data)
