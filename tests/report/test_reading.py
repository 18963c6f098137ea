"""What a reader must not take for something else: which amounts stand where, in what order, of which years."""

import io
import json
from decimal import Decimal

import openpyxl
import pytest
from commands import REPOSITORY, TODAY
from towns import view_of

from citydash.figures.public import public
from citydash.figures.summary import summary
from citydash.figures.view import Cuts
from citydash.locale import Locale
from citydash.model.text import searchable
from citydash.report import xlsx
from citydash.report.csvfile import to_csv
from citydash.report.document import AMOUNT, Column, Report, Table, make_job
from citydash.report.render import Style

VALOMBRE = REPOSITORY / "portfolios/valombre"
FRACTIONS = Table(
    "T", (Column("name", "Nom"), Column("amount", "Montant", AMOUNT)),
    [("a", Decimal("100.5")), ("b", Decimal("200.4")), ("c", Decimal("0.4"))], ("Total", Decimal("301.3")), "EUR",
)  # fmt: skip


def said(run, *arguments):
    ran = run("report", *arguments, "-w", VALOMBRE, *TODAY, "--lang", "en")
    assert (ran.code, ran.err) == (0, "")
    return ran.text


def test_an_amount_leaves_in_whole_cents():
    assert to_csv([FRACTIONS]).decode().splitlines() == ["name,amount", "a,1.01", "b,2.00", "c,0.00"]
    with view_of(VALOMBRE, TODAY[1]) as view:
        job = make_job(view, Locale("fr"), Cuts())
        data = xlsx.to_xlsx(Report("T", [], [], [FRACTIONS], []), job, Style())
        other = FRACTIONS._replace(rows=[("a", Decimal("100.5")), ("b", Decimal("100.5"))], total=("", Decimal(201)))
        rounded = xlsx.to_xlsx(Report("T", [], [], [other], []), job, Style())
    cells = openpyxl.load_workbook(io.BytesIO(data))["T"]
    assert [cells[f"B{n}"].value for n in (4, 5, 6)] == [1.01, 2, 0]
    assert cells["B7"].value == "=SUBTOTAL(9,B4:B6)"
    assert openpyxl.load_workbook(io.BytesIO(rounded))["T"]["B6"].value == 2.01  # the cells add up to 2.02


def test_net_cost_says_which_grants_count(run):
    money = json.loads(said(run, "summary", "-f", "json"))["blocks"][0]
    with view_of(VALOMBRE, TODAY[1]) as view:
        (found,) = summary(view).headline.money
    assert found.net_cost_secured == found.cost - found.secured > found.net_cost
    assert Decimal(money["cost"]) - Decimal(money["secured"]) == Decimal(found.net_cost_secured) / 100
    for kind in ("summary", "steering"):
        text = said(run, kind)
        assert "Net cost, possible grants counted" in text
        assert "Net cost, secured grants only" in text
        assert "possible grants" not in said(run, kind, "--certainty", "secured")


def test_grants_stand_apart_from_all_funding(run):
    text = said(run, "funding")
    assert "Grants alone, counted" in text
    assert "All funding, counted" in text
    assert "At risk, all funding" in text


def test_exceeded_ceilings_name_their_years(run):
    assert "Ceilings exceeded, 2026–2029" in said(run, "departments")
    assert "investment 2027: +" in said(run, "departments")
    assert "Ceilings exceeded, 2026 " in said(run, "departments", "--years", "2026")


def test_what_is_most_pressing_is_never_cut(run):
    alerts = json.loads(said(run, "summary", "-f", "json"))["attention"]
    kinds = [alert["kind"] for alert in alerts]
    assert kinds[: kinds.count("ceiling")] == ["ceiling"] * kinds.count("ceiling")
    first_late = kinds.index("late")
    assert {alert["amount"] for alert in alerts[first_late:]} <= {None, "0.00"}
    assert "0.00" not in {alert["amount"] for alert in alerts[:first_late]}


@pytest.mark.parametrize(
    ("sections", "title"),
    [
        ((), "Multi-year plan (PPI) 2026–2030: investment and operating"),
        (("--section", "investment"), "Multi-year investment plan (PPI) 2026–2030"),
        (("--section", "operating"), "Multi-year plan 2026–2030: operating"),
    ],
)
def test_a_plan_is_named_for_what_it_sums(run, sections, title):
    text = said(run, "ppi", *sections)
    assert text.splitlines()[0].endswith(title)
    assert "--section" not in text  # what a council reads says nothing of commands


def test_people_read_lists_by_title(run):
    rows = json.loads(said(run, "ppi", "-f", "json"))["lines"]
    with view_of(VALOMBRE, TODAY[1]) as view:
        titles = {view.names.key(t, p): view.names.portfolio(t, p).title for t, p in view.names.portfolios}
        (found,) = public(view)
    places = [(searchable(titles[row["portfolio"]]), searchable(row["title"])) for row in rows]
    assert places == sorted(places)
    told = [(searchable(t.portfolio_title), searchable(t.project.title)) for t in found.projects]
    assert told == sorted(told)


def test_sheets_of_the_collection_say_what_they_hold(run, tmp_path):
    path = tmp_path / "c.xlsx"
    ran = run("report", "collection", "-w", VALOMBRE, *TODAY, "--lang", "fr", "-o", path)
    assert ran.code == 0, ran.err
    names = openpyxl.load_workbook(path).sheetnames[1:]
    assert {name.split(" – ")[0] for name in names} == {"Investissement", "Fonctionnement", "Recettes"}
    assert not [name for name in names if name.endswith(")")]
