"""Lines that are picked from those of every project are the lines that reading the chosen ones gives."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from towns import view_of

from citydash.figures.funding import funding_lines
from citydash.figures.milestones import milestone_lines
from citydash.figures.view import View

FILTERS = (
    "-status:closed", "status:study..delivery", "gare", "is:at-risk", "-is:late", "department:voirie", "year:2026", "cost:100k..",
)  # fmt: skip
LISTS = (funding_lines, milestone_lines)


VALOMBRE = Path(__file__).parents[2] / "portfolios" / "valombre"


@pytest.fixture(scope="module")
def base():
    with view_of(VALOMBRE) as view:
        yield view


@given(st.lists(st.sampled_from(FILTERS), min_size=1, max_size=2, unique=True), st.sampled_from(LISTS))
def test_picked_or_read(base, terms, lines):
    where = " ".join(terms)
    lines(base)  # every project's
    picking = View(base.snapshot, base.today, where)
    picking.known = base.known
    reading = View(base.snapshot, base.today, where)
    assert lines(picking) == lines(reading)


@pytest.mark.parametrize("lines", LISTS)
def test_what_is_kept_of_all_is_nobody_s_to_change(base, lines):
    every = lines(base)
    count = len(every)
    assert count > 20
    every.clear()
    assert len(lines(base)) == count
