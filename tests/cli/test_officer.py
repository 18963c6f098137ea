"""What an officer stumbled over, trying the program with README alone."""

import pytest

TOWN = 'format = 1\n[town]\nname = "V"\n[department.dsi]\nname = "DSI"\n'
PORTFOLIO = '[portfolio]\ntitle = "P"\npillar = "data"\n\n[project.x]\ntitle = "X"\nstatus = "idea"\nlead = "dsi"\n'


def make(folder, lines):
    """A town `v` of one project with some more lines."""
    root = folder / "v"
    root.mkdir(parents=True, exist_ok=True)
    (root / "town.toml").write_text(TOWN)
    (root / "p.toml").write_text(PORTFOLIO + lines + "\n", encoding="utf-8")
    return root


MISTAKES = {
    "cost_excl_vat = 12000,10": "decimals are written with a point",
    "cost_excl_vat = 12 000": "a number has no spaces",
    "cost_excl_vat = 12000 €": "an amount is a number alone",
    "end = 31/12/2025": "a date is written 2026-12-31",
    "summary = « x »": "straight quotes",
    "baseline = { end = 2025-12-31": "a brace is not closed",
    'summary = "abc': "a quote is not closed",
    "summary =": "the value is missing",
    "summary = @": "this is not valid TOML: texts stand between straight quotes",
}


@pytest.mark.parametrize("line", MISTAKES)
def test_the_commonest_mistakes_are_explained(run, tmp_path, line):
    root = make(tmp_path, line)
    ran = run("check", "-w", root, "--lang", "en")
    assert ran.code == 1
    assert MISTAKES[line] in ran.out.decode()


@pytest.mark.parametrize("amount", ["12.500", "12.000", "0.000", "12000.105"])
def test_thousands_are_not_decimals(run, tmp_path, amount):
    """12.500 was meant as twelve thousand five hundred: it must not count as twelve and a half."""
    root = make(tmp_path, f"[project.x.budget.dsi.investment]\nplanned = {{ 2026 = {amount} }}")
    ran = run("check", "-w", root, "--lang", "en")
    assert ran.code == 1
    assert "planned.2026: an amount has at most 2 decimals" in ran.out.decode()
    (root / "town.toml").write_text(
        TOWN.replace('name = "DSI"', f'name = "DSI"\nceiling.investment = {{ 2026 = {amount} }}')
    )
    assert b"department.dsi.ceiling.investment.2026" in run("check", "-w", root, "--lang", "en").out


def test_rates_and_places_have_more_decimals(run, tmp_path):
    root = make(tmp_path, "progress = 0.355\nlocation = { lat = 50.123450, lon = 3.1 }\ncost_excl_vat = 12.50")
    assert run("check", "-w", root).code == 0


@pytest.mark.parametrize("command", [("report", "budget"), ("report", "funding"), ("explain",)])
def test_csv_says_what_is_left_out(run, tmp_path, command):
    root = make(tmp_path, "planed = 1")
    ran = run(*command, "-f", "csv", "-w", root, "--lang", "en")
    assert ran.err == "citydash: 1 project is left out for errors: see `citydash check`.\n"
    assert run(*command, "-f", "csv", "-q", "-w", root, "--lang", "en").err == ""


def test_a_faulty_town_is_said_first(run, tmp_path):
    root = make(tmp_path, "priority = 1")
    (root / "town.toml").write_text(TOWN + '[source.s]\nname = "S"\nlevel = "stat"\nkind = "grant"\n')
    first = run("report", "-w", root, "--lang", "en").out.decode().split("\n\n")[0]
    assert "town.toml has errors: grants, net cost, ceilings and names may be wrong" in first


def test_check_of_a_folder_is_of_that_town(run, tmp_path, monkeypatch):
    make(tmp_path, "planed = 1")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert run("check", tmp_path / "v").code == 1
    ran = run("check", tmp_path / "v" / "p.toml", "-w", make(tmp_path / "other", "priority = 1"), "--lang", "en")
    assert ran.code == 2
    assert "is not in the workspace" in ran.err


def test_lines_of_one_source(run, bourg):
    every = run("report", "funding", "-w", bourg, "-f", "csv", "-q").out.decode().splitlines()
    source = every[1].split(",")[4]
    some = run("report", "funding", "-w", bourg, "-f", "csv", "-q", "--source", source).out.decode().splitlines()
    assert 1 < len(some) < len(every)
    assert all(line.split(",")[4] == source for line in some[1:])
    ran = run("report", "funding", "-w", bourg, "--source", source[:-1] + "x", "--lang", "en")
    assert (ran.code, "no source" in ran.err) == (2, True)
    assert run("report", "funding", "-w", bourg, "--section", "fonctionnement").code == 2


@pytest.mark.parametrize(
    "term", ["source:nulle-part", "department:nulle-part", "lead:nulle-part", "portfolio:nulle-part", "town:x"]
)
def test_an_unknown_id_in_a_filter_is_an_error(run, bourg, term):
    ran = run("report", "-w", bourg, "--where", term, "--lang", "en")
    assert ran.code == 2
    assert f"filter: “{term}” is unknown" in ran.err


def test_a_project_left_out_is_said_to_be(run, tmp_path):
    ran = run("report", "project", "x", "-w", make(tmp_path, "planed = 1"), "--lang", "en")
    assert ran.code == 2
    assert "the project “x” is left out for errors in p.toml" in ran.err
