"""The finance reports as they are handed over: several towns, currencies, nothing to say; and the layout that they need."""

import json

import pytest
from commands import REPOSITORY, TODAY
from towns import HALLE, HALLE_FILES, HALLE_TOWN
from workspaces import make_workspace

from citydash.locale import Locale, clean
from citydash.report.document import AMOUNT, DECIMAL, FILL, Column, Report, Table
from citydash.report.render import Style, table_scale, to_markdown, to_text

FR = Locale("fr")
KINDS = ("ppi", "apcp", "departments", "collection", "steering", "cash", "induced", "outturn", "public")
FORMS = ("text", "markdown", "csv", "json")
VIDE = {"vide/town.toml": 'format = 1\n[town]\nname = "Vide"\n[department.dsi]\nname = "DSI"\n'}


@pytest.fixture
def two(tmp_path):
    """A town in euros whose year starts in January, one in Swiss francs whose year starts in July."""
    swiss = HALLE_TOWN.replace('name = "Ville d\'essai"', 'name = "Bourg"\ncurrency = "CHF"\nfiscal_year_start = 7')
    files = {"ax/town.toml": HALLE_TOWN, "ax/lieux.toml": HALLE, "by/town.toml": swiss, "by/lieux.toml": HALLE}
    return make_workspace(tmp_path / "two", files)


def made(run, root, *arguments):
    ran = run("report", *arguments, "-w", root, *TODAY, "--lang", "fr")
    assert (ran.code, ran.err) == (0, "")
    return ran.text


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("collection", "steering")])
def test_two_currencies_stand_apart(run, two, kind):
    document = json.loads(made(run, two, kind, "-f", "json"))
    assert [block["currency"] for block in document["blocks"]] == ["CHF", "EUR"]
    assert "currency," in made(run, two, kind, "-f", "csv").splitlines()[0]
    text = made(run, two, kind)
    assert "k€" in text or "€" in text
    assert "CHF" in text


def test_each_town_has_its_own_fiscal_year(run, two):
    document = json.loads(made(run, two, "ppi", "-f", "json"))
    assert [block["first_year"] for block in document["blocks"]] == [2027, 2026]
    years = json.loads(made(run, two, "departments", "-f", "json"))["blocks"]
    assert [{line["year"] for line in block["lines"]} for block in years] == [{2027}, {2026}]
    sheets = json.loads(made(run, two, "collection", "-f", "json"))["sheets"]
    assert [(sheet["department"], sheet["budget"]) for sheet in sheets] == [("ax/culture", 2027), ("by/culture", 2028)]
    (swiss, euro) = json.loads(made(run, two, "apcp", "-f", "json"))["blocks"]
    assert [block["lines"][0]["credits_this_year"] for block in (swiss, euro)] == ["600000.00", "400000.00"]


def test_one_of_several_towns(run, two):
    document = json.loads(made(run, two, "ppi", "-f", "json", "--town", "by"))
    assert document["currency"] == "CHF"
    assert document["totals"]["cost"] == "1390000.00"  # the end is in a later fiscal year
    sheets = json.loads(made(run, two, "collection", "--department", "culture", "--town", "ax", "-f", "json"))["sheets"]
    assert [sheet["department"] for sheet in sheets] == ["ax/culture"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", FORMS)
def test_nothing_to_report(run, tmp_path, kind, form):
    root = make_workspace(tmp_path / "w", VIDE)
    text = made(run, root, kind, "-f", form)
    if form == "text":
        assert any(word in text for word in ("Aucun", "aucun", "Rien"))
        assert not [line for line in text.splitlines() if line.strip("─ ") == "" and line.strip()]
    assert text
    halle = make_workspace(tmp_path / "h", HALLE_FILES)
    assert made(run, halle, kind, "--where", "id:aucun", "-f", form)


def test_the_same_bytes_again(run, tmp_path):
    root = make_workspace(tmp_path / "w", HALLE_FILES)
    for kind in KINDS:
        for form in FORMS:
            assert made(run, root, kind, "-f", form) == made(run, root, kind, "-f", form)


def test_the_text_adds_up_as_the_json_does(run, tmp_path):
    """The plan's total is the summary's cost and the budget's, wherever it is read."""
    root = make_workspace(tmp_path / "w", HALLE_FILES)
    plan = json.loads(made(run, root, "ppi", "-f", "json"))
    summary = json.loads(made(run, root, "summary", "-f", "json"))
    budget = json.loads(made(run, root, "budget", "--rows", "project", "--section", "investment", "-f", "json"))
    assert plan["totals"]["cost"] == summary["blocks"][0]["cost"] == budget["totals"]["total"] == "1360000.00"
    assert plan["totals"]["net_cost"] == summary["blocks"][0]["net_cost"]
    assert plan["totals"]["vat_refund"] == summary["blocks"][0]["vat_refund"]


def test_citizens_are_told_no_internal_remark(run):
    text = made(run, REPOSITORY / "portfolios/valombre", "public")
    for jargon in ("Amiante", "FEDER", "AP ", "mandaté", "TTC", "HT", "reste à charge", "FCTVA", "revue"):
        assert jargon not in text.partition("Version")[0] + text.partition("\n\n")[2]


# --- layout


WIDE = tuple(Column(f"y{n}", f"Prévu {n}", AMOUNT) for n in range(2020, 2034))
COLUMNS = (Column("name", "Nom"), *WIDE)


def report(columns, rows, total=None, **options):
    return Report("Titre", [("Date", "x")], [], [Table("Table", columns, rows, total, "EUR", **options)], [])


def test_a_table_too_wide_goes_on_below_itself():
    rows = [("Une opération au nom long", *range(1_000_000_00, 1_000_014_00, 1_00))]
    text = to_text(report(COLUMNS, rows, ("Total", *rows[0][1:])), FR, Style(width=60))
    assert max(map(clean.width, text.splitlines())) <= 60
    assert text.count("Une opér") == text.count("Total") > 1
    assert [text.count(str(n)) for n in range(2020, 2034)] == [1] * 14
    assert to_text(report(COLUMNS, rows), FR, Style()).count("Une opération") == 1


def test_heads_are_broken_between_words():
    columns = (Column("name", "Nom"), *(Column(f"c{n}", "Mandaté avant 2026", AMOUNT) for n in range(8)))
    text = to_text(report(columns, [("x", *[1_00] * 8)]), FR, Style(width=90))
    assert max(map(clean.width, text.splitlines())) <= 90
    assert "Mandaté avant 2026" not in text
    assert "Mandaté avant 2026" in to_text(report(columns, [("x", *[1_00] * 8)]), FR, Style())


def test_sentences_are_broken_and_never_cut():
    words = " ".join(f"mot{n}" for n in range(60)) + " " + "long" * 40
    columns = (Column("name", "Nom"), Column("said", "Phrases"))
    for width in (60, 100, None):
        text = to_text(report(columns, [("Projet", words)], wraps=True), FR, Style(width=width))
        assert "…" not in text
        assert "".join(words.split()) in "".join(text.replace("Projet", "").split())
        assert max(map(clean.width, text.splitlines())) <= (width or 100)
    assert "…" in to_text(report(columns, [("Projet", words)] * 50), FR, Style(width=60))


def test_cells_to_fill_in_and_decimals():
    columns = (Column("name", "Nom"), Column("ask", "Demandé", FILL), Column("years", "Couverture", DECIMAL))
    made = report(columns, [("x", None, 2.46), ("y", None, None)])
    assert "  x       …………         2,5\n" in to_text(made, FR, Style())
    assert "| y | ………… | – |" in to_markdown(made, FR, Style())
    assert "............" not in to_text(made, FR, Style(ascii=True)).splitlines()[0]


def test_exact_amounts_stay_exact():
    table = Table("", (Column("a", "A", AMOUNT),), [(9_999_999_99,)], None, "EUR", exact=True)
    assert table_scale(table, None) == 1
    assert table_scale(table, 1_000) == 1_000
    assert table_scale(table._replace(exact=False), None) == 1_000
