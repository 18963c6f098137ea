"""Lists put in order part by part are as if sorted at once."""

from hypothesis import given
from hypothesis import strategies as st

from citydash.figures.ordering import part_by_part

DAYS = st.dates().map(str)


@given(st.lists(st.tuples(DAYS, st.integers(0, 3))))
def test_as_if_sorted_at_once(items):
    assert part_by_part(items, lambda item: item[0][:7]) == sorted(items)


@given(st.lists(st.tuples(st.integers(-90, 90), st.integers())))
def test_equals_stay_as_they_came(items):
    found = part_by_part(items, lambda item: item[0] // 30, lambda item: item[0])
    assert found == sorted(items, key=lambda item: item[0])
