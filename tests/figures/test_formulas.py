"""The definitions of figures.md as arithmetic, each against its worked example."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from towns import K

from citydash.figures import formulas
from citydash.model import words


@pytest.mark.parametrize(
    ("status", "kind", "awarded", "requested", "expected", "received", "counted"),
    [
        ("awarded", "grant", 300, 320, 310, 10, 300),
        ("applied", "grant", None, 200, 150, None, 200),
        ("identified", "grant", None, None, 150, None, 150),
        ("identified", "grant", None, None, None, 40, 0),
        ("applied", "grant", 0, 200, None, None, 0),
        ("refused", "grant", 300, 320, None, None, 0),
        ("lapsed", "grant", 300, 320, 310, 90, 90),
        ("withdrawn", "loan", None, 320, None, 5, 5),
        ("contracted", "loan", 200, None, None, None, 200),
        ("awarded", "guarantee", 900, 900, 900, 900, 0),
        ("paid", "in-kind", 50, None, None, 50, 0),
        ("awarded", "own-funds", 70, None, None, None, 70),
        ("awarded", "price", None, None, 12, None, 12),
        ("awarded", "", 30, None, None, None, 30),
    ],
)
def test_counted(status, kind, awarded, requested, expected, received, counted):
    assert formulas.counted(status, kind, awarded, requested, expected, received) == counted


def test_vat_refund_of_the_halle():
    assert formulas.vat_refund(1200 * K, 164_040, 1_000_000) == Decimal(19_684_800)
    assert formulas.vat_refund(1200 * K, 164_040, 500_000) == Decimal(9_842_400)
    assert formulas.vat_refund(1200 * K, 164_040, None) == 0


@given(st.integers(0, 10**15), st.integers(0, 10**6), st.integers(0, 10**6))
def test_vat_refund_is_exact_at_any_size(investment, rate, share):
    assert formulas.vat_refund(investment, rate, share) * 10**12 == investment * rate * share


def test_shares_of_the_halle():
    assert formulas.share(600 * K, 1000 * K) == 0.6
    assert formulas.own_share(1000 * K, 600 * K, 0) == 0.4
    assert formulas.own_share(1000 * K, 500 * K, 200 * K) == pytest.approx(0.375)
    assert formulas.own_share(1000, 0, 1000) is None
    assert formulas.share(1, 0) is None
    assert formulas.share(-1, 4) == -0.25


def test_definitive_grant_of_the_halle():
    assert formulas.definitive_grant(300 * K, 1000 * K, 950 * K) == 285 * K
    assert formulas.definitive_grant(300 * K, 1000 * K, 1_100 * K) == 300 * K
    assert formulas.definitive_grant(300 * K, 0, 950 * K) == 0


@pytest.mark.parametrize(
    ("today", "elapsed"),
    [("2026-12-31", 365 / 1096), ("2025-12-31", 0), ("2026-01-01", 1 / 1096), ("2028-12-31", 1), ("2040-01-01", 1)],
)
def test_time_elapsed_counts_both_ends(today, elapsed):
    assert formulas.time_elapsed("2026-01-01", "2028-12-31", today) == pytest.approx(elapsed)


def test_time_elapsed_needs_both_ends():
    assert formulas.time_elapsed(None, "2028-12-31", "2026-01-01") is None
    assert formulas.time_elapsed("2026-01-01", None, "2026-01-01") is None
    assert formulas.time_elapsed("2026-01-01", "2026-01-01", "2026-01-01") == 1


@pytest.mark.parametrize(
    ("due", "baseline", "met", "cancelled", "state"),
    [
        ("2026-01-01", None, "2027-01-01", True, "met"),
        ("2020-01-01", None, None, True, "cancelled"),
        ("2026-12-30", None, None, False, "late"),
        ("2026-12-31", None, None, False, "planned"),
        (None, "2026-12-30", None, False, "late"),
        ("2027-01-01", "2026-01-01", None, False, "planned"),
    ],
)
def test_milestone_state(due, baseline, met, cancelled, state):
    assert formulas.milestone_state(due, baseline, met, cancelled, "2026-12-31") == state


@pytest.mark.parametrize(
    ("due", "baseline", "met", "slip"),
    [
        ("2027-09-30", "2027-06-30", None, 92),
        ("2027-09-30", "2027-06-30", "2027-06-20", -10),
        (None, "2027-06-30", None, 0),
        ("2027-09-30", None, "2027-06-20", None),
    ],
)
def test_milestone_slip(due, baseline, met, slip):
    assert formulas.milestone_slip(due, baseline, met) == slip


PLAN = {0: 10, 2026: 30, 2027: 20, 9998: 40}


@pytest.mark.parametrize(
    ("status", "amount", "received", "claim_by", "spend_by_year", "planned", "expected"),
    [
        ("applied", 200, 0, None, None, {}, (200, "not-secured")),
        ("identified", 200, 50, None, None, {}, (150, "not-secured")),
        ("awarded", 200, 200, "2020-01-01", 2020, PLAN, (0, "")),
        ("awarded", 200, 250, "2020-01-01", 2020, PLAN, (0, "")),
        ("awarded", 200, 50, "2026-12-30", 2030, PLAN, (150, "claim-missed")),
        ("awarded", 200, 50, "2026-12-31", None, PLAN, (0, "")),
        ("awarded", 200, 0, None, 2026, PLAN, (120, "spent-late")),
        ("awarded", 200, 0, None, 2027, PLAN, (80, "spent-late")),
        ("awarded", 200, 150, None, 2026, PLAN, (50, "spent-late")),
        ("awarded", 200, 0, None, 2026, {2026: 30}, (0, "")),
        ("awarded", 200, 0, None, 2026, {}, (0, "")),
        ("awarded", 200, 0, None, 2026, {2026: 30, 2027: -5}, (0, "")),
        ("refused", 30, 30, "2020-01-01", 2020, PLAN, (0, "")),
    ],
)
def test_at_risk(status, amount, received, claim_by, spend_by_year, planned, expected):
    assert formulas.at_risk(status, amount, received, claim_by, spend_by_year, planned, "2026-12-31") == expected


@given(
    st.sampled_from(words.FUNDING_STATUSES),
    st.integers(0, 10**9),
    st.integers(-(10**9), 10**9),
    st.none() | st.just("2020-01-01"),
    st.none() | st.integers(2024, 2030),
    st.dictionaries(st.integers(2024, 2032), st.integers(-(10**9), 10**9)),
)
def test_at_risk_is_at_most_what_is_still_to_come(status, amount, received, claim_by, year, planned):
    risk, reason = formulas.at_risk(status, amount, received, claim_by, year, planned, "2026-12-31")
    assert 0 <= risk <= max(0, amount - received)
    assert bool(risk) == bool(reason)


def test_planned_to_date():
    planned = {0: 50, 2025: 100, 2026: 365, 2027: 700, 9998: 9}
    assert formulas.planned_to_date(planned, "2026-12-31", 2026, 1) == 515
    assert formulas.planned_to_date(planned, "2026-01-01", 2026, 1) == 151
    assert formulas.planned_to_date(planned, "2025-09-01", 2026, 9) == 151
    assert formulas.planned_to_date({}, "2026-12-31", 2026, 1) == 0


def test_backlog_of_the_halle():
    assert formulas.backlog_years(1200 * K, 200 * K, 400 * K) == 2.5
    assert formulas.backlog_years(1200 * K, 200 * K, 0) is None


@pytest.mark.parametrize(
    ("operating", "end", "expected"),
    [
        ({2028: 99, 2029: 30, 2031: -10}, 2028, [(2029, 30), (2030, 30), (2031, -10), (2032, -10), (2033, -10)]),
        ({2031: 5, 9998: 7}, 2028, [(2031, 5), (2032, 5), (2033, 5)]),
        ({2034: 5}, 2028, []),
        ({2027: 5}, 2028, []),
        ({2029: 5}, None, []),
    ],
)
def test_induced_repeats_the_last_year_written(operating, end, expected):
    assert formulas.induced(operating, end) == expected
