"""Whole reports against files that were read: `pytest tests/report --update-golden` writes them anew, git shows what moved."""

import pytest
from commands import TODAY, compare

REPORTS = {
    "summary": ("report",),
    "projects": ("report", "projects"),
    "projects-sorted": ("report", "projects", "--sort", "cost:desc", "--columns", "title,status,cost,secured,next"),
    "budget": ("report", "budget"),
    "budget-within": ("report", "budget", "--rows", "department", "--within", "batiments"),
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
    "funding-levels": ("report", "funding", "--group", "level"),
    "funding-secured": ("report", "funding", "--certainty", "secured"),
    "milestones": ("report", "milestones"),
    "timeline": ("report", "timeline"),
    "agenda": ("report", "agenda"),
    "agenda-all": ("report", "agenda", "--state", "all", "--events", "deadlines"),
    "project": ("report", "project", "halle"),
    "ppi": ("report", "ppi"),
    "ppi-investment": ("report", "ppi", "--section", "investment", "--certainty", "secured"),
    "apcp": ("report", "apcp"),
    "departments": ("report", "departments"),
    "departments-years": ("report", "departments", "--years", "2025..2027", "--department", "batiments"),
    "collection": ("report", "collection"),
    "funding-plan": ("report", "funding-plan", "halle"),
    "steering": ("report", "steering"),
    "cash": ("report", "cash"),
    "induced": ("report", "induced"),
    "outturn": ("report", "outturn"),
    "outturn-years": ("report", "outturn", "--years", "2025..2026", "--section", "investment"),
    "public": ("report", "public"),
    "explain": ("explain", "--rows", "department", "batiments", "--column", "2027"),
    "explain-plan": ("explain", "--report", "funding-plan", "halle", "--column", "own_on_base"),
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


def test_golden_for_french_spreadsheets(run, bourg, request):
    ran = run("report", "budget", "-w", bourg, *TODAY, "-f", "csv", "--excel-fr", "--lang", "fr")
    compare(request, "budget.excel.csv", ran.out)
