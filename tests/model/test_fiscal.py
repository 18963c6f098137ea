from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citydash.model import fiscal


def test_words_sort_around_years():
    numbers = [fiscal.YEAR_KEYS[key] for key in ("earlier", "1990", "2026", "2100", "later", "undated")]
    assert numbers == sorted(numbers)
    assert [fiscal.year_name(number) for number in numbers] == ["earlier", "1990", "2026", "2100", "later", "undated"]
    assert [fiscal.is_year(number) for number in numbers] == [False, True, True, True, False, False]
    assert "1989" not in fiscal.YEAR_KEYS
    assert "2101" not in fiscal.YEAR_KEYS


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [
        ("2026-01-01", 1, 2026),
        ("2026-12-31", 1, 2026),
        ("2026-03-31", 4, 2026),
        ("2026-04-01", 4, 2027),
        ("2026-09-30", 10, 2026),
        ("2026-10-01", 10, 2027),
    ],
)
def test_a_fiscal_year_is_named_for_its_end(day, month, year):
    assert fiscal.fiscal_year(day, month) == year


@given(st.dates(date(1990, 1, 2), date(2100, 12, 31)), st.integers(1, 12))
def test_a_year_begins_on_its_first_day(day, month):
    year = fiscal.fiscal_year(day.isoformat(), month)
    first = fiscal.first_day(year, month)
    assert first <= day.isoformat() < fiscal.first_day(year + 1, month)
    assert fiscal.fiscal_year(first, month) == year
    assert first <= day.isoformat() <= fiscal.last_day(year, month)
    assert fiscal.last_day(year, month)[:4] == str(year)
    assert fiscal.fiscal_year((date.fromisoformat(first) - timedelta(days=1)).isoformat(), month) == year - 1
