import json
from decimal import Decimal

import pytest
from hypothesis import given
from strategies import projects, texts
from workspaces import HEAD, RICH, TOWN, fresh_picture, project

from citydash.files.read import PROJECT, Content, Section
from citydash.index import open_workspace
from citydash.index.ingest import Words
from citydash.index.rows import add_content, ppm, searchable
from citydash.model.fiscal import YEAR_KEYS


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Été À LA GARE", "ete a la gare"),
        ("l’œuvre d’Æthelred", "l'oeuvre d'aethelred"),
        ("12\u202f345\u00a0€ ½", "12 345 € 1⁄2"),
        ("Straße STRASSE ẞ", "strasse strasse ss"),
        ("Cœur de ville, œ Œ", "coeur de ville, oe oe"),
        ("ﬁbre Ⅻ", "fibre xii"),
        ("İstanbul", "istanbul"),
        ("plain ASCII", "plain ascii"),
    ],
)
def test_what_filters_compare(text, folded):
    assert searchable(text) == folded


@given(texts)
def test_searching_twice_changes_nothing(text):
    assert searchable(searchable(text)) == searchable(text)


def test_parts_per_million():
    assert [ppm(value) for value in (None, 0, 1, Decimal("0.16404"), Decimal("0.000001"), Decimal("1E-6"))] == [
        None,
        0,
        10**6,
        164_040,
        1,
        1,
    ]


def _rows(value):
    rows = {"fact": [], "project": [], "funding": [], "milestone": [], "problem": []}
    add_content(rows, 1, Content(Section(PROJECT, "a", b""), value, []), Words({}))
    return rows


def _cost(project, last):
    """Cents of (planned, paid, committed) that count in the cost of a project that ends in fiscal year `last`."""
    sums = dict.fromkeys(("planned", "paid", "committed"), 0)
    for sections in project.get("budget", {}).values():
        for section, stages in sections.items():
            for stage, amounts in stages.items():
                for key, amount in amounts.items():
                    year = YEAR_KEYS[key]
                    is_after = section == "operating" and key.isdigit() and last is not None and year > last
                    if stage in sums and not is_after:
                        sums[stage] += int(amount * 100)
    return sums


@given(projects)
def test_facts_and_sums_are_the_amounts(value):
    rows = _rows(value)
    (row,) = rows["project"]
    investment, planned, paid, cost, cost_next, cost_paid, cost_paid_next, cost_committed, cost_committed_next = row[
        -9:
    ]
    every = _cost(value, None)
    last = value["end"].year if "end" in value else None
    assert (planned, paid) == (every["planned"], every["paid"])
    assert (cost, cost_paid, cost_committed) == tuple(
        _cost(value, last)[name] for name in ("planned", "paid", "committed")
    )
    following = None if last is None else last + 1
    assert (cost_next, cost_paid_next, cost_committed_next) == tuple(
        _cost(value, following)[name] for name in ("planned", "paid", "committed")
    )
    assert investment == sum(
        int(a * 100)
        for s in value.get("budget", {}).values()
        for a in s.get("investment", {}).get("planned", {}).values()
    )
    spending = sum(fact[-1] for fact in rows["fact"] if fact[1] == 0)
    assert spending == planned
    received = sum(int(a * 100) for f in value.get("funding", {}).values() for a in f.get("received", {}).values())
    assert sum(fact[-1] for fact in rows["fact"] if fact[1] == 7) == received
    assert len({fact[:-1] for fact in rows["fact"]}) == len(rows["fact"])


def test_what_is_only_shown_is_kept_as_json(workspace):
    text = project(
        "a",
        codes='{ operation = "2401" }',
        location='{ lat = 50.1234, lon = 3, label = "Halle" }',
        review='{ on = 2026-11-02, weather = "amber" }',
        tags='["Été"]',
    )
    with open_workspace(str(workspace({"v/town.toml": TOWN, "v/x.toml": HEAD + text})), None) as snapshot:
        ((more,),) = snapshot.fetch("project_more", content=snapshot.fetch("projects")[0][3])
        ((_content, search),) = snapshot.fetch("project_search")
    assert json.loads(more) == {
        "codes": {"operation": "2401"},
        "location": {"lat": "50.1234", "lon": 3, "label": "Halle"},
        "review": {"on": "2026-11-02", "weather": "amber"},
    }
    assert search == "projet a\n\nete\na\n2401"


def test_two_lines_of_one_source_add_up(workspace):
    lines = "".join(
        f"[@.funding.l{n}]\nsource = 'dsil'\nstatus = 'awarded'\nawarded = {n}\nexpected = {{ 2026 = {n} }}\n"
        for n in (1, 2)
    )
    with open_workspace(
        str(workspace({"v/town.toml": TOWN, "v/x.toml": HEAD + project("a", lines)})), None
    ) as snapshot:
        facts = snapshot.store.db.execute("select measure, year, cents from fact order by 1, 2").fetchall()
        assert len(snapshot.fetch("funding")) == 2
    assert facts == [(5, YEAR_KEYS["undated"], 300), (6, 2026, 300)]


def test_a_town_keeps_its_defaults(workspace):
    with open_workspace(str(workspace({"v/town.toml": TOWN})), None) as snapshot:
        row = snapshot.store.db.execute(
            "select currency, fiscal_year_start, vat_refund_rate, own_share_min, invented from town"
        ).fetchone()
    assert row == ("EUR", 1, 164_040, 200_000, 0)


def test_all_of_a_town_is_kept(workspace):
    seen = fresh_picture(workspace({"v/town.toml": RICH}))
    path = "v/town.toml"
    assert seen["ceilings"] == [
        (path, "dsi", 0, 2025, 90_000_025),
        (path, "dsi", 0, 2026, 85_000_000),
        (path, "dsi", 1, 2025, 21_000_000),
    ]
    assert seen["votes"] == [(path, "ap-1", "d-1", "2025-06-26", 10_050)]
    assert seen["credits"] == [(path, "ap-1", 2025, 10_000), (path, "ap-1", YEAR_KEYS["later"], 50)]
    assert seen["sources"] == [(path, "dsil", "DSIL", "state", "grant")]
    assert not seen["problems"]
