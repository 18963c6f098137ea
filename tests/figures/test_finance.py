"""The figures of the finance reports: worked examples, and amounts that every report has the same of."""

from decimal import Decimal

import pytest
from commands import REPOSITORY
from hypothesis import given, settings
from towns import HALLE, HALLE_FILES, HALLE_TOWN, K, files_of, view_of, workspaces, written
from workspaces import make_workspace, project

from citydash.errors import UsageError
from citydash.figures.authorisations import authorisations, together, years_of
from citydash.figures.cash import cash
from citydash.figures.collection import collection
from citydash.figures.departments import department_years, overruns
from citydash.figures.financing import funding_plan
from citydash.figures.headline import headline
from citydash.figures.induced import induced
from citydash.figures.outturn import Execution, outturn
from citydash.figures.ppi import ppi
from citydash.figures.public import public
from citydash.figures.request import Request
from citydash.figures.rollup import rollup
from citydash.figures.steering import steering
from citydash.figures.summary import brief, summary
from citydash.figures.view import Cuts


@pytest.fixture
def root(tmp_path):
    return make_workspace(tmp_path / "work space", HALLE_FILES)


@pytest.fixture
def view(root):
    with view_of(root) as view:
        yield view


def variant(tmp_path, *changes, town=()):
    """A view's workspace of the halle with texts replaced."""
    lieux, head = HALLE, HALLE_TOWN
    for old, new in changes:
        assert old in lieux
        lieux = lieux.replace(old, new)
    for old, new in town:
        assert old in head
        head = head.replace(old, new)
    return make_workspace(tmp_path / "variant", {"essai/town.toml": head, "essai/lieux.toml": lieux})


# --- ppi


def test_ppi_of_the_halle(view):
    (plan,) = ppi(view)
    halle = next(o for o in plan.operations if o.project.key == "halle")
    a = halle.amounts
    assert (plan.first, plan.years) == (2026, (2026, 2027, 2028, 2029, 2030))
    assert (a.cost, a.before, a.paid_before) == (1200 * K, 100 * K, 200 * K)
    assert a.years == (400 * K, 700 * K, 0, 0, 0)  # operating comes after the end: no cost
    assert (a.later, a.undated, a.grants, a.secured) == (0, 0, 600 * K, 400 * K)
    assert (a.vat_refund, a.net_cost, a.net_of_refund) == (Decimal(19_684_800), 600 * K, Decimal(40_315_200))
    assert plan.portfolios[0][1:] == (2, plan.total)
    assert plan.total.cost == 1360 * K


def test_ppi_of_one_section_leaves_the_other_out(tmp_path):
    root = variant(tmp_path, ("planned = { 2029 = 30_000", "planned = { 2026 = 7_000, later = 5, 2029 = 30_000"))
    with view_of(root) as view:
        whole, investment, operating = (ppi(view, sections)[0] for sections in ((), ("investment",), ("operating",)))
        assert whole.total.cost == investment.total.cost + operating.total.cost
        assert (operating.total.cost, operating.total.later) == (7_005_00, 5_00)
        assert (operating.total.vat_refund, operating.total.grants) == (0, 0)
        assert operating.without_amount == 1


def test_ppi_starts_in_todays_fiscal_year(tmp_path):
    root = variant(tmp_path, town=[("[town]\n", "[town]\nfiscal_year_start = 7\n")])
    with view_of(root, "2026-06-30") as before, view_of(root, "2026-07-01") as after:
        assert [ppi(view)[0].first for view in (before, after)] == [2026, 2027]
        assert ppi(after)[0].total.before == 660 * K
        # the end, 31 December 2028, is in fiscal year 2029: its operating belongs to the cost
        assert ppi(after)[0].total.cost == 1390 * K


@settings(max_examples=40)
@given(workspaces())
def test_every_report_has_the_same_cost(drawn):
    """Years, portfolios and operations of the plan add up to the summary's cost, to the cent; sections to the whole."""
    with written(files_of(drawn)) as root, view_of(root, "2026-06-15") as view:
        top = {m.currency: m for m in headline(view).money}
        parts = [ppi(view, (section,)) for section in ("investment", "operating")]
        for n, plan in enumerate(ppi(view)):
            money = top[plan.currency]
            total = plan.total
            assert total.cost == money.cost
            assert (total.grants, total.secured) == (money.grants, money.secured)
            assert total.net_cost == money.net_cost
            assert total.before + sum(total.years) + total.later + total.undated == total.cost
            assert sum(o.project.cost for o in plan.operations) == total.cost
            assert sum(amounts.cost for _title, _n, amounts in plan.portfolios) == total.cost
            assert sum(part[n].total.cost for part in parts) == total.cost
            assert parts[0][n].total.cost == total.investment
            assert len(plan.operations) + plan.without_amount == money.projects


# --- authorisations


def test_authorisation_of_the_halle(view):
    (ap,) = authorisations(view)
    assert (ap.key, ap.title, ap.section, ap.year) == ("ap", "Halle", "investment", 2026)
    assert (ap.voted, ap.revised, ap.committed, ap.paid) == (1200 * K, 0, 0, 480 * K)
    assert (ap.credits_this_year, ap.paid_this_year, ap.payment_rate) == (400 * K, 280 * K, 0.7)
    assert (ap.available, ap.to_pay, ap.unallocated, ap.overruns) == (1200 * K, 720 * K, 0, {})
    assert ap.backlog == 720 / 400
    assert [share.project.key for share in ap.shares] == ["halle"]
    assert years_of([ap]) == (2025, 2026, 2027)


def test_backlog_as_figures_md_says(tmp_path):
    """200 paid before this year and nothing in it: (1,200 − 200) ÷ 400."""
    with view_of(variant(tmp_path, ("2025 = 200_000, 2026 = 280_000", "2025 = 200_000"))) as view:
        assert authorisations(view)[0].backlog == 2.5


def test_what_exceeds_an_authorisation(tmp_path):
    changes = [
        ("paid = { 2025 = 200_000, 2026 = 280_000 }", "committed = { 2026 = 1_300_000 }\npaid = { 2026 = 450_000 }")
    ]
    town = [("amount = 1_200_000", "amount = 1_100_000")]
    with view_of(variant(tmp_path, *changes, town=town)) as view:
        (ap,) = authorisations(view)
        assert ap.overruns == {"committed": 200 * K, "planned": 100 * K, "paid": 50 * K, "credits": 100 * K}
        assert ap.commitment_rate == 1300 / 1100
        assert [d.kind for d in steering(view).decisions] == ["revise-authorisation", "raise-ceiling"]


def test_a_filter_chooses_authorisations_and_leaves_them_whole(root):
    with (
        view_of(root, where="id:halle") as halle,
        view_of(root, where="id:autre") as other,
        view_of(root) as all_of_them,
    ):
        assert authorisations(halle) == authorisations(all_of_them)
        assert authorisations(other) == []


def test_authorisations_together(view):
    (ap,) = authorisations(view)
    both = together([ap, ap])
    assert (both.voted, both.paid, both.backlog) == (2 * ap.voted, 2 * ap.paid, ap.backlog)
    assert both.credits == {2025: 400 * K, 2026: 800 * K, 2027: 1200 * K}


# --- departments


def test_departments_of_this_year(view):
    (line,) = department_years(view)
    assert (line.key, line.section, line.year) == ("culture", "investment", 2026)
    assert (line.ceiling, line.planned, line.use, line.overrun) == (500 * K, 560 * K, 1.12, 60 * K)
    assert (line.voted, line.committed, line.paid, line.available) == (0, 0, 280 * K, 0)
    assert overruns([line]) == [line]


def test_departments_of_other_years_and_sections(view):
    found = department_years(view, Cuts(years=(2025, 2031)))
    assert [(d.section, d.year) for d in found] == [
        ("investment", 2025), ("investment", 2026), ("investment", 2027), ("operating", 2029), ("operating", 2031),
    ]  # fmt: skip
    assert department_years(view, Cuts(sections=("operating",), years=(2029, 2029)))[0].planned == 30 * K
    assert department_years(view, Cuts(departments=("voirie",))) == []
    with pytest.raises(UsageError):
        department_years(view, Cuts(departments=("cultur",)))


def test_departments_of_all_later_years(view):
    found = department_years(view, later=True)
    assert [(d.section, d.year) for d in found] == [
        ("investment", 2026), ("investment", 2027), ("operating", 2029), ("operating", 2031),
    ]  # fmt: skip
    asked = Cuts(years=(2029, 2029))
    assert department_years(view, asked, later=True) == department_years(view, asked)


def test_a_filter_hides_ceilings(root):
    with view_of(root, where="id:autre") as view:
        (line,) = department_years(view)
        assert (line.planned, line.ceiling, line.use, line.overrun) == (160 * K, None, None, 0)


@settings(max_examples=40)
@given(workspaces())
def test_departments_add_up_to_the_budget(drawn):
    with written(files_of(drawn)) as root, view_of(root, "2026-06-15") as view:
        found = department_years(view, Cuts(years=(1990, 2100)))
        for stage in ("planned", "voted", "committed", "paid"):
            for result in rollup(view, Request(("department",), "year", stage)):
                own = sum(getattr(d, stage) for d in found if d.currency == result.currency)
                assert own == sum(cents for year, cents in result.totals.items() if year.isdigit())


# --- cash


def test_cash_never_mixes_its_series(tmp_path):
    line = 'region = { status = "awarded", awarded = 100_000, received = { 2026 = 100_000 } }'
    more = 'region = { status = "awarded", expected = { 2027 = 60_000 }, received = { 2026 = 100_000 } }'
    lost = 'perdu = { source = "dsil", status = "refused", expected = { 2027 = 9_000 } }'
    guarantee = 'don = { source = "caution", status = "awarded", expected = { 2027 = 8_000 } }'
    with view_of(variant(tmp_path, (line, f"{more}\n{lost}\n{guarantee}"))) as view:
        forecast, actual = cash(view)["EUR"]
        assert [(y.year, y.spent // K, y.received // K, y.cumulated // K) for y in forecast.years] == [
            (2025, 100, 0, 100), (2026, 560, 0, 660), (2027, 700, 60, 1300), (2028, 0, 0, 1300), (2029, 30, 0, 1330),
            (2030, 0, 0, 1330), (2031, -10, 0, 1320),
        ]  # fmt: skip
        # 200 of loan in 2025, 100 of grant in 2026
        assert [(y.year, y.gap // K) for y in actual.years] == [(2025, 0), (2026, 180)]
        assert (forecast.peak().year, actual.peak().year) == (2027, 2026)


def test_expected_money_counts_at_the_views_certainty(root):
    for certainty, cents in (("possible", 40 * K), ("probable", 40 * K), ("secured", 0)):
        changed = HALLE.replace("requested = 200_000, spend_by", "expected = { 2026 = 40_000 }, spend_by")
        make_workspace(root, {"essai/lieux.toml": changed})
        with view_of(root, certainty=certainty) as view:
            assert cash(view)["EUR"][0].received == cents


@settings(max_examples=40)
@given(workspaces())
def test_cash_adds_up_to_the_budget(drawn):
    with written(files_of(drawn)) as root, view_of(root, "2026-06-15") as view:
        found = cash(view)
        for measure, n in (("planned", 0), ("paid", 1)):
            for result in rollup(view, Request(("portfolio",), "year", measure)):
                series = found[result.currency][n]
                assert series.spent == result.total
                assert not series.years or series.years[-1].cumulated == series.gap


# --- induced


def test_induced_of_the_halle(view):
    (found,) = induced(view)
    (line,) = found.lines
    assert (line.project.key, line.delivered) == ("halle", 2028)
    assert line.amounts == ((2029, 30 * K), (2030, 30 * K), (2031, -10 * K), (2032, -10 * K), (2033, -10 * K))
    assert (line.total, line.at_pace, found.total) == (30 * K, -10 * K, 30 * K)
    assert (found.without, found.endless) == (0, 1)
    assert found.by_year[2029] == (1, 30 * K)
    assert sum(cents for _n, cents in found.by_year.values()) == found.total


# --- outturn


def test_outturn_of_the_halle(tmp_path):
    stages = "voted = { 2025 = 250_000, 2026 = 300_000 }\ncommitted = { 2025 = 250_000, 2026 = 310_000 }\npaid ="
    with view_of(variant(tmp_path, ("paid =", stages))) as view:
        (found,) = outturn(view)
        (culture,) = found.departments["investment"]
        assert (culture.key, culture.brought, culture.voted, culture.open) == ("culture", 50 * K, 300 * K, 350 * K)
        assert (culture.committed, culture.paid, culture.rate, culture.carried) == (310 * K, 280 * K, 0.8, 80 * K)
        assert found.totals["investment"][2:] == culture[2:] == found.portfolios["investment"][0][2:]
        (both,) = outturn(view, Cuts(years=(2025, 2026)))
        assert [(e.key, e.brought, e.carried) for e in both.years["investment"]] == [
            ("2025", 0, 50 * K), ("2026", 50 * K, 80 * K),
        ]  # fmt: skip
        assert (both.totals["investment"].brought, both.totals["investment"].paid) == (0, 480 * K)


def test_nothing_is_carried_over_where_nothing_was_committed(view):
    (found,) = outturn(view)
    whole = found.totals["investment"]
    assert (whole.brought, whole.carried, whole.open, whole.rate) == (None, None, 0, None)


def test_a_part_of_nothing_or_less_is_no_data():
    assert [Execution("", "", None, voted, 0, 50, None).rate for voted in (-100, 0, 100)] == [None, None, 0.5]


def test_what_was_delivered_against_its_baseline(tmp_path):
    lines = {
        "late": project("late", "baseline = { end = 2026-06-30 }", end="2027-06-30", status='"delivery"'),
        "done": project("done", "baseline = { end = 2026-03-31 }", end="2026-05-31", status='"operation"'),
        "ahead": project("ahead", end="2026-12-31", status='"operation"'),
        "old": project("old", "baseline = { end = 2024-06-30 }", end="2024-06-30", status='"closed"'),
    }
    head = '[portfolio]\ntitle = "Lieux"\npillar = "data"\n'
    town = HALLE_TOWN.replace("[department.voirie]", "[department.dsi]")
    files = {"essai/town.toml": town, "essai/lieux.toml": head + "".join(lines.values())}
    with view_of(make_workspace(tmp_path / "w", files), "2026-11-22") as view:
        found = [(d.project.key, d.is_delivered, d.project.slip) for d in outturn(view)[0].deliveries]
        assert found == [("done", True, 61), ("late", False, 365)]


@settings(max_examples=40)
@given(workspaces())
def test_outturn_has_the_same_sums_by_department_and_portfolio(drawn):
    with written(files_of(drawn)) as root, view_of(root, "2026-06-15") as view:
        for cuts in (Cuts(), Cuts(years=(2021, 2030))):
            for found in outturn(view, cuts):
                for section, whole in found.totals.items():
                    for rows in (found.departments[section], found.portfolios[section]):
                        for name in ("voted", "committed", "paid"):
                            assert sum(getattr(e, name) for e in rows) == getattr(whole, name)
                    years = found.years[section]
                    assert sum(e.paid for e in years) == whole.paid
                    if whole.carried is not None and years[-1].carried is not None:
                        assert years[-1].carried == whole.carried


# --- funding plan


def test_funding_plan_of_the_halle(view):
    made = funding_plan(view, "halle")
    assert (made.base, made.investment, made.vat, made.operating) == (1000 * K, 1200 * K, 200 * K, 0)
    assert [r.line.line for r in made.public] == ["feder", "dsil", "region"]
    assert [r.base_share for r in made.public] == [0.2, 0.3, 0.1]
    assert [r.line.line for r in made.loans] == ["pret"]
    assert [r.line.line for r in made.uncounted] == ["caution"]
    dsil = made.public[1]
    assert (dsil.definitive, dsil.loss) == (285 * K, 15 * K)
    assert (made.grants_on_base, made.own_on_base) == (600 * K, 400 * K)
    assert made.grants_on_base + made.own_on_base == made.base
    plan = made.plan
    assert plan.grants + plan.vat_refund + plan.loans + plan.own_funding == plan.cost
    own, endowments = made.checks
    assert (own.share, own.limit, own.margin, own.holds) == (0.4, 0.2, 200 * K, True)
    assert (endowments.share, endowments.limit, endowments.margin, endowments.holds) == (0.3, 0.8, 500 * K, True)


def test_a_funding_plan_beyond_the_laws_limits(tmp_path):
    with view_of(variant(tmp_path, ("awarded = 300_000", "awarded = 820_000"))) as view:
        own, endowments = funding_plan(view, "halle").checks
        assert (own.holds, own.margin) == (False, -320 * K)
        assert (endowments.holds, endowments.margin) == (False, -20 * K)


def test_a_funding_plan_without_its_base(tmp_path):
    with view_of(variant(tmp_path, ("cost_excl_vat = 1_000_000\n", ""))) as view:
        made = funding_plan(view, "halle")
        assert (made.base, made.vat, made.own_on_base, made.own_share) == (None, None, None, None)
        assert [check.holds for check in made.checks] == [None, None]
        assert made.plan.grants == 600 * K


def test_a_funding_plan_of_what_is_secured(root):
    with view_of(root, certainty="secured") as view:
        made = funding_plan(view, "halle")
        assert [r.line.line for r in made.public] == ["dsil", "region"]
        assert [(r.line.line, r.stated) for r in made.waiting] == [("feder", 200 * K)]


# --- collection, steering, public


def test_collection_of_the_next_budget(view):
    (sheet,) = collection(view)
    assert (sheet.department, sheet.year, sheet.ceilings["investment"]) == ("culture", 2027, None)
    assert sheet.planned == {"investment": 700 * K, "operating": 0}
    other, investment, operating = sheet.needs
    assert (investment.project.key, investment.planned) == ("halle", (400 * K, 700 * K, 0, 0))
    assert (operating.section, operating.planned, operating.beyond) == ("operating", (0, 0, 0, 30 * K), -10 * K)
    assert (other.project.key, other.planned) == ("autre", (160 * K, 0, 0, 0))
    assert [(r.source.key, r.counted, r.received) for r in sheet.revenues] == [
        ("dsil", 300 * K, 0), ("feder", 200 * K, 0),
    ]  # fmt: skip


def test_collection_of_one_department(view):
    (sheet,) = collection(view, ("voirie",))
    assert (sheet.label, sheet.needs, sheet.revenues) == ("Voirie", (), ())
    with pytest.raises(UsageError):
        collection(view, ("routes",))


def test_steering_has_the_summarys_figures(tmp_path):
    with view_of(REPOSITORY / "portfolios/valombre", "2026-11-22") as view:
        found, page = steering(view), summary(view)
        assert found.brief == brief(view)
        assert found.brief.headline == page.headline
        assert {m[:4] for m in found.brief.ahead} == {m[:4] for m in page.ahead}
        assert found.brief.ahead_deadlines == page.ahead_deadlines
        scores = [risk.score for risk in found.risks]
        assert scores == sorted(scores, reverse=True)
        assert not [r for r in found.risks if r.project.status in ("closed", "cancelled")]
        assert {review.weather for review in found.reviews} == {"red", "amber"}


def test_citizens_are_told_what_is_decided():
    with view_of(REPOSITORY / "portfolios/valombre", "2026-11-22") as view:
        (found,) = public(view)
        told = {t.project.status for t in found.projects}
        assert not told & {"idea", "arbitration", "cancelled"}
        assert len(found.projects) + found.untold == len(view.projects)
        assert all(t.secured <= t.project.cost or not t.helpers for t in found.projects)


@pytest.mark.parametrize(
    "figure", [ppi, authorisations, department_years, cash, induced, outturn, collection, public, steering]
)
def test_figures_of_nothing(tmp_path, figure):
    root = make_workspace(tmp_path / "w", {"vide/town.toml": 'format = 1\n[town]\nname = "Vide"\n'})
    with view_of(root) as view:
        assert figure(view) is not None
