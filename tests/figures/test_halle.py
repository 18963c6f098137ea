"""The halle of figures.md from its TOML to each of its figures, and what fiscal years and the end's year change."""

from decimal import Decimal

import pytest
from towns import HALLE, HALLE_FILES, HALLE_TOWN, K, view_of
from workspaces import HEAD, TOWN, make_workspace, project

from citydash.errors import UsageError
from citydash.figures.alerts import attention, ceilings
from citydash.figures.funding import funding_lines, soon
from citydash.figures.funding_groups import bundles, grand_total, grouped
from citydash.figures.milestones import milestone_lines, timeline
from citydash.figures.project import find_project, project_sheet
from citydash.figures.request import Request
from citydash.figures.rollup import rollup
from citydash.figures.summary import summary


@pytest.fixture
def root(tmp_path):
    return make_workspace(tmp_path / "work space", HALLE_FILES)


@pytest.fixture
def view(root):
    with view_of(root) as view:
        yield view


@pytest.fixture
def sheet(view):
    return project_sheet(view, "halle")


def test_cost_and_progress(sheet):
    assert sheet.project.cost == 1200 * K
    assert sheet.project.cost_paid == 480 * K
    assert sheet.financial_progress == 0.4
    assert sheet.elapsed == pytest.approx(365 / 1096)
    assert sheet.drift == pytest.approx(0.4 - 365 / 1096)
    assert round(100 * sheet.drift, 1) == 6.7
    assert sheet.slip == 184


def test_financing_at_each_certainty(sheet):
    plan = sheet.plans["possible"]
    assert (plan.grants, plan.loans, plan.other) == (600 * K, 200 * K, 0)
    assert plan.net_cost == 600 * K
    assert plan.net_of_refund == Decimal(40_315_200)
    assert plan.own_funding == Decimal(20_315_200)
    assert (plan.cofinancing, plan.own_share, plan.endowments_share) == (0.6, 0.4, 0.3)
    secured = sheet.plans["secured"]
    assert (secured.grants, secured.net_cost) == (400 * K, 800 * K)
    assert secured.net_of_refund == Decimal(60_315_200)
    assert sheet.plans["probable"] == plan


def test_earned_value(sheet):
    found = sheet.earned_value
    assert (found.earned, found.planned, found.paid) == (420 * K, 500 * K, 480 * K)
    assert (found.cpi, found.spi) == (0.875, 0.84)
    assert round(found.at_completion / K) == 1371


def test_induced_costs_start_after_the_end(sheet):
    assert sheet.induced == ((2029, 30 * K), (2030, 30 * K), (2031, -10 * K), (2032, -10 * K), (2033, -10 * K))


def test_funding_lines(view, sheet):
    lines = {line.line: line for line in sheet.funding}
    assert list(lines) == ["dsil", "feder", "region", "pret", "caution"]
    assert {key: line.counted // K for key, line in lines.items()} == {
        "dsil": 300, "feder": 200, "region": 100, "pret": 200, "caution": 0,
    }  # fmt: skip
    assert [(key, line.at_risk // K, line.reason) for key, line in lines.items() if line.reason] == [
        ("feder", 200, "not-secured")
    ]
    assert lines["dsil"].eligible == 1000 * K  # the project's base
    assert lines["dsil"].justified == 950 * K
    assert (lines["feder"].deadline, lines["feder"].days_left) == ("2026-12-31", 0)
    assert (lines["dsil"].deadline, lines["dsil"].days_left) == ("2028-12-31", 731)
    assert lines["pret"].days_left is None
    assert [line.line for line in soon(funding_lines(view))] == ["feder"]


def test_funding_totals_follow_the_switch(root):
    found = {}
    for certainty in ("secured", "probable", "possible"):
        with view_of(root, certainty=certainty) as view:
            totals = [group.total for group in grouped(bundles(view, funding_lines(view)), "funder", "EUR")]
            found[certainty] = {total.key: (total.lines, total.counted // K, total.secured // K) for total in totals}
    assert found["secured"] == {"Préfecture": (1, 300, 300), "": (2, 200, 200), "Région": (2, 100, 100)}
    assert found["possible"] == {"Préfecture": (1, 300, 300), "Région": (2, 300, 100), "": (2, 200, 200)}
    assert found["probable"] == found["possible"]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("source", ["dsil", "banque", "feder", "region", "caution"]),
        ("level", ["state", "bank", "eu", "region", "department"]),
        ("certainty", ["secured", "probable"]),
    ],
)
def test_funding_groups(view, by, expected):
    some = bundles(view, funding_lines(view))
    groups = grouped(some, by, "EUR")
    assert [group.total.key for group in groups] == expected
    assert sum(group.total.counted for group in groups) == grand_total(some, "EUR").counted == 800 * K
    assert all(sum(line.counted for line in group.lines()) == group.total.counted for group in groups)
    assert grouped(some, by, "CHF") == []


def test_ceiling_of_the_department(view):
    (use,) = ceilings(view)
    assert (use.planned, use.ceiling, use.overrun, use.use) == (560 * K, 500 * K, 60 * K, 1.12)
    assert (use.key, use.section, use.year) == ("culture", "investment", 2026)
    assert [alert.cents for alert in attention(view) if alert.kind == "ceiling"] == [60 * K]


def test_a_filter_leaves_ceilings_whole(root):
    with view_of(root, where="id:autre") as view:
        assert ceilings(view)[0].planned == 560 * K
        assert [p.key for p in view.projects] == ["autre"]


def test_milestone_of_the_halle(view):
    (line,) = milestone_lines(view)
    assert (line.state, line.slip, line.day) == ("planned", 92, "2027-09-30")
    assert not line.overdue


def test_summary_adds_up(view):
    page = summary(view)
    (money,) = page.headline.money
    assert (money.projects, money.cost, money.paid, money.grants, money.secured) == (
        2,
        1360 * K,
        480 * K,
        600 * K,
        400 * K,
    )
    assert (money.net_cost, page.vat_refund["EUR"], money.at_risk) == (760 * K, Decimal(19_684_800), 200 * K)
    assert page.headline.statuses == {"study": 1, "delivery": 1}
    assert [(group.key, group.cost) for group in page.headline.pillars] == [("citizen", 1360 * K)]
    assert [(p.year, p.planned // K, p.paid) for p in page.curve["EUR"]] == [
        (2025, 100, 200 * K), (2026, 660, 480 * K), (2027, 1360, None), (2028, 1360, None), (2029, 1390, None),
        (2030, 1390, None), (2031, 1380, None),
    ]  # fmt: skip


def test_summary_of_nothing(root):
    with view_of(root, where="id:aucun") as view:
        page = summary(view).headline
        assert (page.projects, page.statuses, page.elapsed, page.worst_delay) == (0, {}, None, None)
        assert page.money[0].paid_share is None
        assert page.money[0].secured_share is None


def test_a_project_alone_sums_only_itself(view):
    autre = next(p for p in view.projects if p.key == "autre")
    own = view.only(autre)
    assert rollup(own, Request(("department",)))[0].total == 160 * K
    assert rollup(own, Request(("project",)))[0].total == 160 * K
    assert funding_lines(own) == []


def test_find_project_names_the_nearest(view):
    with pytest.raises(UsageError) as error:
        find_project(view, "hale")
    assert error.value.hint == "halle"
    with pytest.raises(UsageError):
        find_project(view, "autre-ville/halle")
    assert find_project(view, "essai/halle").key == "halle"


def test_find_project_in_several_towns(tmp_path):
    root = make_workspace(tmp_path, {f"{town}/{name}": text for town in ("ax", "by") for name, text in _two().items()})
    with view_of(root) as view:
        with pytest.raises(UsageError) as error:
            find_project(view, "halle")
        assert error.value.known == ("ax/halle", "by/halle")
        assert view.names.town_key(find_project(view, "by/halle").town) == "by"
    with view_of(root, towns=("ax",)) as view:
        assert view.names.town_key(find_project(view, "halle").town) == "ax"


def _two():
    return {"town.toml": HALLE_TOWN, "lieux.toml": HALLE}


def test_no_town_of_that_name(root):
    with pytest.raises(UsageError) as error, view_of(root, towns=("ailleurs",)):
        pass
    assert error.value.known == ("essai",)


BUDGET = """\
[@.budget.dsi.investment]
planned = { earlier = 1, 2026 = 2, later = 4, undated = 8 }
paid = { 2026 = 16 }
[@.budget.dsi.operating]
planned = { earlier = 100, 2026 = 200, 2027 = 400, 2028 = 800, later = 1600, undated = 3200 }
paid = { 2028 = 6400 }
committed = { 2027 = 5 }
"""


@pytest.mark.parametrize(
    ("start_month", "end", "cost", "paid"),
    [
        (1, None, 15 + 6300, 6416),
        (1, "2027-12-31", 15 + 5500, 16),
        (1, "2026-01-01", 15 + 5100, 16),
        (9, "2027-08-31", 15 + 5500, 16),
        (9, "2027-09-01", 15 + 6300, 6416),
        (9, "2026-08-31", 15 + 5100, 16),
        (4, "2027-04-01", 15 + 6300, 6416),
    ],
)
def test_operating_counts_up_to_the_ends_fiscal_year(workspace, start_month, end, cost, paid):
    """`earlier`, `later` and `undated` count in any case; a year that starts in September is named for its last day's."""
    town = TOWN.replace('name = "Ville d\'essai"', f'name = "Ville"\nfiscal_year_start = {start_month}')
    root = workspace({"v/town.toml": town, "v/x.toml": HEAD + project(end=end or "", more=BUDGET)})
    with view_of(root) as view:
        (p,) = view.projects
        assert (p.cost, p.cost_paid, p.investment) == (100 * cost, 100 * paid, 1500)
        (net,) = rollup(view, Request(("project",), "none", "net-cost"))
        assert net.total == p.cost


def test_fiscal_years_of_deadlines_and_progress(workspace):
    """Spending by 2026-10-01 ends in the fiscal year 2027 of a town whose years start in September."""
    lines = '[@.funding.dsil]\nstatus = "awarded"\nawarded = 1000\nspend_by = 2026-10-01\n'
    plan = "[@.budget.dsi.investment]\nplanned = { 2026 = 10, 2027 = 10, 2028 = 20 }\n"
    found = {}
    for month in (1, 9):
        town = TOWN.replace('name = "Ville d\'essai"', f'name = "Ville"\nfiscal_year_start = {month}')
        text = HEAD + project(progress="0.5", more=plan + lines)
        root = workspace({f"{month}/v{month}/town.toml": town, f"{month}/v{month}/x.toml": text})
        with view_of(root / str(month), "2026-10-01") as view:
            sheet = project_sheet(view, "a")
            found[month] = (sheet.funding[0].at_risk, sheet.funding[0].reason, round(sheet.earned_value.planned))
    assert found == {
        1: (75_000, "spent-late", round(1000 * 274 / 365)),
        9: (50_000, "spent-late", round(1000 + 1000 * 31 / 365)),
    }


def test_timeline_is_by_portfolio_and_start(workspace):
    text = HEAD + project("b", start="2026-01-01") + project("a", start="2027-01-01") + project("c")
    with view_of(workspace({"v/town.toml": TOWN, "v/x.toml": text, "v/a.toml": HEAD + project("d")})) as view:
        assert [line.project.key for line in timeline(view)] == ["d", "b", "a", "c"]


def test_milestones_met_late_and_cancelled(workspace):
    text = """[@.milestone]
one = { title = "1", baseline = 2026-01-01, met = 2026-02-01 }
two = { title = "2", due = 2026-03-01 }
three = { title = "3", due = 2026-01-15, cancelled = true }
four = { title = "4", baseline = 2025-12-01, due = 2028-01-01, depends_on = ["one"] }
"""
    with view_of(workspace({"v/town.toml": TOWN, "v/x.toml": HEAD + project(more=text)})) as view:
        lines = milestone_lines(view)
        assert [(line.key, line.state, line.slip) for line in lines] == [
            ("three", "cancelled", None), ("one", "met", 31), ("two", "late", None), ("four", "planned", 761),
        ]  # fmt: skip
        assert lines[3].depends_on == ("one",)
        page = summary(view)
        assert (page.headline.late, page.headline.worst_delay) == (1, 305)
        assert [alert.days for alert in page.attention] == [305]
