"""JSON as interface.md gives it: these keys in this order, amounts as exact texts, days as ISO dates."""

import json
import re

import pytest
from commands import TODAY
from towns import HALLE, HALLE_TOWN
from workspaces import make_workspace

HEADER = ["format", "kind", "workspace", "snapshot", "today"]
AMOUNT = re.compile(r"-?\d+\.\d\d")


@pytest.fixture
def document(run, bourg):
    def document(*arguments, root=bourg):
        ran = run(*arguments, "-w", root, *TODAY, "-f", "json")
        assert (ran.code, ran.err) == (0, "")
        return json.loads(ran.out)

    return document


@pytest.fixture
def two(tmp_path):
    """Two towns of two currencies."""
    swiss = HALLE_TOWN.replace('name = "Ville d\'essai"', 'name = "Bourg"\ncurrency = "CHF"')
    files = {"ax/town.toml": HALLE_TOWN, "ax/lieux.toml": HALLE, "by/town.toml": swiss, "by/lieux.toml": HALLE}
    return make_workspace(tmp_path / "two", files)


def test_budget(document):
    made = document("report", "budget", "--rows", "department", "--section", "investment", "--years", "2026..2027")
    assert list(made) == [
        *HEADER, "currency", "measure", "rows", "columns", "years", "where", "cuts", "lines", "totals", "problems",
    ]  # fmt: skip
    assert made["snapshot"] == {"revision": None, "date": "2026-11-22"}
    assert (made["format"], made["kind"], made["workspace"], made["today"]) == (1, "budget", "bourg", "2026-11-22")
    assert (made["currency"], made["measure"], made["rows"], made["columns"], made["where"]) == (
        "EUR",
        "planned",
        ["department"],
        "year",
        None,
    )
    assert made["years"] == ["earlier", "2026", "2027", "later", "undated"]
    line = made["lines"][0]
    assert list(line) == ["key", "label", "amounts", "total"]
    assert line == {
        "key": ["dsi"], "label": ["Numérique | données"],
        "amounts": {"earlier": "12000.50", "2026": "3000.00", "2027": "350000.00", "later": "50000.00", "undated": "25000.00"},
        "total": "440000.50",
    }  # fmt: skip
    assert list(made["totals"]) == ["amounts", "total"]
    assert list(made["totals"]["amounts"]) == made["years"]
    assert made["problems"] == {"errors": 2, "warnings": 1, "projects_left_out": 1}
    assert made["cuts"]["sections"] == ["investment"]
    assert made["cuts"]["years"] == [2026, 2027]


def test_budget_by_stage(document):
    made = document("report", "budget", "--columns", "stage", "--where", "id:halle")
    assert (made["measure"], made["column_names"], made["where"]) == (
        None,
        ["planned", "voted", "committed", "paid"],
        "id:halle",
    )
    assert made["totals"] == {
        "amounts": {"planned": "1290000.00", "voted": "480000.00", "committed": "550000.00", "paid": "480000.00"},
        "total": None,
    }


def test_budget_of_two_currencies(document, two):
    made = document("report", "budget", root=two)
    assert list(made) == [*HEADER, "measure", "rows", "columns", "where", "cuts", "blocks", "problems"]
    assert [block["currency"] for block in made["blocks"]] == ["CHF", "EUR"]
    assert [list(block) for block in made["blocks"]] == [["currency", "years", "lines", "totals"]] * 2
    assert [line["key"] for line in made["blocks"][0]["lines"]] == [["by/culture"]]
    assert "currency" in document("report", "budget", "--town", "by", root=two)


def test_milestones(document):
    made = document("report", "milestones")
    assert list(made) == [*HEADER, "where", "problems", "lines"]
    line = next(line for line in made["lines"] if line["milestone"] == "toit")
    expected = {
        "town": "bourg", "portfolio": "lieux", "project": "halle", "milestone": "toit", "title": "Toiture posée",
        "baseline": "2027-06-30", "due": "2027-09-30", "met": None, "state": "planned", "slip_days": 92,
    }  # fmt: skip
    assert list(line.items()) == list(expected.items())


def test_funding(document, two):
    made = document("report", "funding")
    assert list(made) == [
        *HEADER, "where", "problems", "group", "currency", "lines", "groups", "totals", "financing",
    ]  # fmt: skip
    line = next(line for line in made["lines"] if line["line"] == "feder")
    expected = {
        "town": "bourg", "portfolio": "lieux", "project": "halle", "line": "feder", "source": "feder",
        "section": "investment", "level": "eu", "kind": "grant", "status": "applied", "certainty": "probable",
        "eligible": "1000000.00", "requested": "200000.00", "awarded": None, "received": None, "spend_by": "2027-12-31",
        "claim_by": "2028-06-30", "next_deadline": "spend_by", "days_left": 404, "at_risk": "200000.00",
    }  # fmt: skip
    assert list(line.items()) == list(expected.items())
    assert [block["currency"] for block in document("report", "funding", root=two)["blocks"]] == ["CHF", "EUR"]


def test_agenda(document):
    made = document("report", "agenda", "--days", "60")
    assert list(made) == [*HEADER, "where", "problems", "events", "state", "days", "lines"]
    assert [(line["event"], line["key"], line["state"], line["days_left"]) for line in made["lines"]] == [
        ("milestone", "marche", "late", -21),
        ("claim_by", "loyers", "late", -21),
        ("claim_by", "dsil", "planned", 28),
        ("spend_by", "region", "planned", 39),
        ("milestone", "visite", "planned", 49),
        ("closes", "dsil", "planned", 54),
    ]
    dsil = made["lines"][2]
    assert (dsil["project"], dsil["unreceived"], dsil["currency"], dsil["baseline"]) == (
        "halle",
        "300000.00",
        "EUR",
        None,
    )
    assert made["lines"][0]["slip_days"] == 61
    assert made["lines"][-1]["project"] is None


def test_agenda_of_a_filter_has_the_calls_of_its_sources(document):
    kept = document("report", "agenda", "--where", "id:halle", "--events", "calls", "--state", "all")["lines"]
    assert [line["event"] for line in kept] == ["opens", "closes"]
    assert document("report", "agenda", "--where", "id:reseau", "--events", "calls", "--state", "all")["lines"] == []


def test_timeline(document):
    (line,) = document("report", "timeline", "--where", "id:halle")["lines"]
    asked = [
        "town",
        "portfolio",
        "project",
        "start",
        "end",
        "baseline",
        "slip_days",
        "progress",
        "elapsed",
        "milestones",
    ]
    assert [key for key in line if key in asked] == asked
    assert line["baseline"] == {"start": "2025-10-01", "end": "2028-06-30"}
    assert (line["slip_days"], line["progress"], line["elapsed"]) == (184, 0.35, round(326 / 1096, 6))
    assert [m["milestone"] for m in line["milestones"]] == ["etude", "marche", "visite", "toit"]


def test_project(document):
    made = document("report", "project", "halle")
    assert made["financing"]["possible"] == {
        "grants": "650000.00", "loans": "200000.00", "other": "5000.00", "vat_refund": "196848.00", "net_cost": "610000.00",
        "net_of_refund": "413152.00", "own_funding": "213152.00", "cofinancing": 0.65, "own_share": 0.353535,
        "state_endowments_share": 0.3,
    }  # fmt: skip
    assert made["induced"][0] == {"year": "2029", "amount": "30000.00"}
    assert (made["file"], made["depends_on"], made["review"]["weather"]) == ("lieux/halle.toml", ["reseau"], "amber")
    assert document("report", "project", "reseau")["needed_by"] == ["halle"]


def test_summary_of_two_currencies(document, two):
    made = document("report", "summary", root=two)
    assert [(block["currency"], block["cost"]) for block in made["blocks"]] == [
        ("CHF", "1360000.00"),
        ("EUR", "1360000.00"),
    ]
    assert {alert["currency"] for alert in made["attention"] if alert["amount"]} == {"CHF", "EUR"}


@pytest.mark.parametrize("kind", ["summary", "budget", "funding", "milestones", "timeline", "agenda"])
def test_nothing_matches(document, kind):
    made = document("report", kind, "--where", "id:aucun")
    assert made["where"] == "id:aucun"
    assert made.get("lines", []) == []


@pytest.mark.parametrize("kind", ["summary", "budget", "funding", "milestones", "timeline", "agenda", "project"])
def test_every_amount_is_an_exact_text(document, kind):
    """Numbers are counts, days and parts; money never passes through a float."""
    seen = list(walk(document("report", kind, *(["halle"] if kind == "project" else []))))
    assert all(
        path[-1]
        in (
            "progress",
            "elapsed",
            "financial_progress",
            "drift",
            "cofinancing",
            "own_share",
            "state_endowments_share",
            "cpi",
            "spi",
        )
        for path, value in seen
        if isinstance(value, float)
    )
    names = (
        "cost",
        "paid",
        "committed",
        "total",
        "amount",
        "requested",
        "awarded",
        "received",
        "at_risk",
        "net_cost",
        "unreceived",
    )
    amounts = [value for path, value in seen if path[-1] in names and value is not None]
    assert all(isinstance(value, str) and AMOUNT.fullmatch(value) for value in amounts)


def walk(node, path=()):
    if isinstance(node, dict):
        for key, value in node.items():
            yield from walk(value, (*path, key))
    elif isinstance(node, list):
        for value in node:
            yield from walk(value, path)
    else:
        yield path, node
