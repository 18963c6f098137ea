"""Text from files: made harmless for terminals, spreadsheets and Markdown, and measured in columns."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from citydash.locale import clean

FORMULAS = "=+-@＝＋－＠|%"


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "|calc", "%0", " =1", "\u00a0=1", "\u200b=1", "\ufeff@x", "＝1"]
)
def test_formulas_are_defused(text):
    assert clean.cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=1", "3 - 1", "école", "'=1", "–5"])
def test_other_cells_stay(text):
    assert clean.cell(text) == text


@given(st.text())
def test_no_cell_starts_like_a_formula(text):
    cell = clean.cell(text)
    assert not cell.strip(" \u00a0\u202f\u200b\ufeff\t\r\n").startswith(tuple(FORMULAS))


@given(st.text())
def test_plain_text_moves_no_cursor(text):
    for c in clean.plain(text):
        assert unicodedata.category(c) not in ("Cc", "Cs", "Zl", "Zp")
        assert c not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@given(st.text(), st.integers(1, 20), st.sampled_from(["…", "..."]))
def test_shortened_text_fits(text, limit, end):
    text = clean.plain(text)
    short = clean.shorten(text, limit, end)
    assert clean.width(short) <= max(limit, 0)
    assert short == text or short.endswith(end[:limit])


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("bonjour", 7, "bonjour"),
        ("bonjour", 6, "bonjo…"),
        ("bon jour", 5, "bon…"),
        ("学校の庭", 5, "学校…"),
        ("学校の庭", 4, "学…"),
        ("e\u0301e\u0301e\u0301", 2, "e\u0301…"),
        ("e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301e\u0301"),
        ("👩\u200d👩\u200d👧 famille", 3, "👩\u200d👩\u200d👧…"),
        ("👩\u200d👩\u200d👧 famille", 2, "…"),
        ("x", 0, ""),
    ],
)
def test_shorten(text, limit, short):
    assert clean.shorten(text, limit) == short


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\u00ad")))
def test_width_is_what_terminals_show(text):
    assert clean.width(text) == max(0, wcswidth(text))


@given(st.text())
def test_ascii_is_ascii(text):
    assert clean.to_ascii(text).isascii()


def test_ascii_reads_like_the_text():
    assert clean.to_ascii("Œuvre – 1\u202f234,50\u00a0€ « d’été »…") == 'OEuvre - 1 234,50 EUR " d\'ete "...'
