"""Days and cells: in order, inside their unit, and back."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citydash.tui.timescale import MONTHS, ZOOMS, TimeScale

DAYS = st.dates(date(2020, 1, 1), date(2031, 12, 31))


@given(DAYS, DAYS, st.integers(1, 12), st.sampled_from(ZOOMS), st.integers(2, 30))
def test_days_stand_in_order_in_the_cells_that_begin_with_them(one, other, start, zoom, size):
    first, last = sorted((one, other))
    scale = TimeScale(first.isoformat(), last.isoformat(), start, zoom, size)
    assert 0 <= scale.x(first.isoformat()) <= scale.x(last.isoformat()) < scale.width
    x = scale.x(last.isoformat())
    if MONTHS[zoom] * 28 >= size:  # a cell is at least a day
        assert scale.day(x) <= last.isoformat() < scale.day(x + 1)
        assert scale.x(scale.day(x)) == x
    assert scale.width == scale.count * size
    assert scale.count * MONTHS[zoom] % 12 == 0


@pytest.mark.parametrize(
    ("start", "first", "names"), [(1, "2025-01-01", [2025, 2026]), (9, "2024-09-01", [2025, 2026])]
)
def test_units_are_whole_fiscal_years(start, first, names):
    scale = TimeScale("2025-03-05", "2026-06-30", start, "quarter", 6)
    years = scale.units(0, scale.width, 12)
    assert [unit.year for unit in years] == names
    assert [unit.size for unit in years] == [24, 24]
    assert scale.day(0) == first
    assert [scale.months_into_year(unit) for unit in scale.units(0, 24, 3)] == [0, 3, 6, 9]
    seen = scale.units(7, 10, 3)
    assert [unit.x for unit in seen] == [6, 12]


def test_the_day_after_the_axis():
    scale = TimeScale("2025-01-01", "2025-12-31", 1, "month", 6)
    assert scale.day(scale.width) == "2026-01-01"
    last = date.fromisoformat(scale.day(scale.width - 1)) + timedelta(days=4)
    assert scale.x(last.isoformat()) == scale.width - 1
