"""Making exports for tests, and the workspaces that several of them are tried on."""

from pathlib import Path

from commands import REPOSITORY

from citydash.export.kinds import make
from citydash.export.task import Made, Task
from citydash.figures.view import View
from citydash.locale import Locale

SCHEMAS = REPOSITORY.parent / "shared/schemas"
VALOMBRE = REPOSITORY / "portfolios/valombre"
DAY = "2026-11-22"
EMPTY = {"vide/town.toml": 'format = 1\n[town]\nname = "Vide"\n'}

_TOWN = """\
format = 1
[town]
name = "{name}"
currency = "{currency}"
siret = "21990042000015"
fiscal_year_start = {month}
[department.dsi]
name = "Informatique"
[source.dsil]
name = "DSIL"
siret = "17990001400012"
level = "state"
kind = "grant"
"""
_PORTFOLIO = """\
[portfolio]
title = "Capteurs"
pillar = "data"
[project.a]
title = "Projet a"
status = "delivery"
lead = "dsi"
start = 2026-01-01
[project.a.budget.dsi.investment]
planned = { earlier = 1, 2026 = 1_000.25, later = 7, undated = 0.05 }
paid = { 2026 = -3.10 }
[project.a.budget.inconnue.operating]
planned = { 2026 = 12.34 }
[project.a.funding.dsil]
status = "awarded"
awarded = 500
awarded_on = 2026-02-03
expected = { 2026 = 200, 2027 = 300 }
spend_by = 2027-06-30
[project.a.milestone.m]
title = "Mise en service"
due = 2027-03-01
"""
TWO_TOWNS = {
    "ax/town.toml": _TOWN.format(name="Ville A", currency="EUR", month=1),
    "ax/capteurs.toml": _PORTFOLIO,
    "by/town.toml": _TOWN.format(name="Ville B", currency="CHF", month=9),
    "by/capteurs.toml": _PORTFOLIO,
    "by/sans-titre/b.toml": '[project.b]\ntitle = "=1+1"\nstatus = "on-hold"\nlead = "nulle-part"\nauthorisation = "ap"\n',
}
"""Two towns of the same text, two currencies, another fiscal year, and names that no town.toml declares."""


def made(form: str, view: View, language: str = "fr", **more: object) -> Made:
    """An export of a view."""
    return make(form, Task(view, Locale(language), **more))  # type: ignore[arg-type]


def put(files: dict[str, bytes], folder: Path) -> Path:
    """An export of several files in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder
