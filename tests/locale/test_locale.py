"""Amounts, dates, percentages and plurals as each language writes them, and a language's choice."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citydash.errors import CitydashError, UsageError
from citydash.locale import LANGUAGES, Locale, choose_language
from citydash.locale.vocabulary import LABELS
from citydash.settings import cache_folder, default_workspace, parse_today, wants_color

FR, EN = Locale("fr"), Locale("en")
THIN, NBSP, MINUS = "\u202f", "\u00a0", "\u2212"


def test_amounts_as_figures_md_writes_them():
    assert FR.money(123_456_789, "EUR") == f"1{THIN}234{THIN}567,89{NBSP}€"
    assert EN.money(123_456_789, "EUR") == "€1,234,567.89"


@pytest.mark.parametrize(
    ("cents", "scale", "places", "fr", "en"),
    [
        (0, 1, None, "0,00", "0.00"),
        (5, 1, None, "0,05", "0.05"),
        (-123_456, 1, None, f"{MINUS}1{THIN}234,56", f"{MINUS}1,234.56"),
        (-4, 1, 1, "0,0", "0.0"),
        (-5, 1, 1, f"{MINUS}0,1", f"{MINUS}0.1"),
        (49_999, 1000, None, "0", "0"),
        (50_000, 1000, None, "1", "1"),
        (-50_000, 1000, None, f"{MINUS}1", f"{MINUS}1"),
        (150_000, 1000, None, "2", "2"),
        (250_000, 1000, None, "3", "3"),
        (99_999_999, 1_000_000, None, "1,0", "1.0"),
        (None, 1, None, "–", "–"),
        (Decimal("0.5"), 1, None, "0,01", "0.01"),
        (Decimal("-0.4"), 1, None, "0,00", "0.00"),
        (Decimal("19684800.5"), 1000, None, "197", "197"),
    ],
)
def test_amounts_are_rounded_half_up(cents, scale, places, fr, en):
    assert FR.amount(cents, scale, places) == fr
    assert EN.amount(cents, scale, places) == en


@given(st.integers(-(10**17), 10**17), st.sampled_from([1, 1000, 1_000_000]), st.integers(0, 2))
def test_whole_cents_and_decimals_read_the_same(cents, scale, places):
    for locale in (FR, EN):
        assert locale.amount(cents, scale, places) == locale.amount(Decimal(cents), scale, places)


@given(st.integers(-(10**15), 10**15))
def test_an_amount_reads_back(cents):
    text = FR.amount(cents).replace(THIN, "").replace(",", ".").replace(MINUS, "-")
    assert int(Decimal(text) * 100) == cents
    assert "-0.00" not in text


@pytest.mark.parametrize(
    ("currency", "scale", "fr", "en"),
    [
        ("EUR", 1000, f"{MINUS}1{NBSP}k€", f"{MINUS}€1k"),
        ("EUR", 1_000_000, f"0,0{NBSP}M€", "€0.0M"),
        ("CHF", 1, f"{MINUS}1{THIN}234,50{NBSP}CHF", f"{MINUS}CHF{NBSP}1,234.50"),
    ],
)
def test_money_has_its_unit_where_the_language_puts_it(currency, scale, fr, en):
    assert FR.money(-123_450, currency, scale) == fr
    assert EN.money(-123_450, currency, scale) == en
    assert FR.money(None, currency) == EN.money(None, currency) == "–"


@pytest.mark.parametrize(
    ("cents", "brief"),
    [(95_000, f"950{NBSP}€"), (999_949, f"9{THIN}999{NBSP}€"), (999_950, f"10{NBSP}k€"), (64_000_000, f"640{NBSP}k€"), (99_949_999, f"999{NBSP}k€"),
     (99_950_000, f"1,0{NBSP}M€"), (1_840_000_000, f"18,4{NBSP}M€"), (-64_000_000, f"{MINUS}640{NBSP}k€"), (0, f"0{NBSP}€")],
)  # fmt: skip
def test_headlines_are_brief(cents, brief):
    assert FR.brief(cents, "EUR") == brief


@pytest.mark.parametrize(
    ("part", "places", "fr", "en"),
    [
        (None, 0, "–", "–"), (0.0, 0, f"0{NBSP}%", "0%"), (0.145, 0, f"15{NBSP}%", "15%"), (0.575, 0, f"58{NBSP}%", "58%"),
        (-0.145, 0, f"{MINUS}15{NBSP}%", f"{MINUS}15%"), (-0.001, 0, f"0{NBSP}%", "0%"), (0.3330, 1, f"33,3{NBSP}%", "33.3%"),
        (12.5, 0, f"1{THIN}250{NBSP}%", "1,250%"), (1e-9, 1, f"0,0{NBSP}%", "0.0%"), (1 / 3, 2, f"33,33{NBSP}%", "33.33%"),
    ],
)  # fmt: skip
def test_percentages(part, places, fr, en):
    assert FR.percent(part, places) == fr
    assert EN.percent(part, places) == en


@given(
    st.one_of(
        st.floats(-1e12, 1e12), st.integers(-200_000, 200_000).map(lambda n: n / 1000), st.fractions(-3, 3).map(float)
    )
)
def test_a_percentage_is_rounded_half_up_whichever_way_it_is_computed(part):
    exact = (100 * Decimal(str(part))).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    assert EN.percent(part) == f"{exact + 0:,}%".replace("-", "\u2212")


def test_days_and_dates():
    assert (FR.days(212), FR.days(-3), FR.days(0), FR.days(None)) == (
        f"+212{NBSP}j",
        f"{MINUS}3{NBSP}j",
        f"0{NBSP}j",
        "–",
    )
    assert EN.days(1234) == f"+1,234{NBSP}d"
    for locale in (FR, EN):
        assert locale.date("2026-12-31") == "31/12/2026"
        assert locale.date(None) == locale.date("") == "–"
        assert locale.day_month("2026-12-31") == "31/12"
    assert FR.long_date("2026-11-22") == "dimanche 22 novembre 2026"
    assert EN.long_date("2026-11-22").replace(",", "") == "Sunday 22 November 2026"
    assert (FR.month(12, "wide"), EN.month(12, "wide")) == ("décembre", "December")
    assert FR.month(1) == "janv."


def test_years_are_never_grouped():
    assert FR.year("2026") == "2026"
    assert (FR.year("earlier"), EN.year("later")) == (FR.word("year", "earlier"), "later")


@pytest.mark.parametrize(
    ("n", "fr", "en"),
    [
        (0, "0 projet", "0 projects"),
        (1, "1 projet", "1 project"),
        (2, "2 projets", "2 projects"),
        (12345, f"12{THIN}345 projets", "12,345 projects"),
    ],
)
def test_plurals(n, fr, en):
    assert FR.plural("{n} project", "{n} projects", n).replace(NBSP, " ") == fr
    assert EN.plural("{n} project", "{n} projects", n) == en


def test_numbers():
    assert (FR.number(1234567), FR.number(-1.5), FR.number(Decimal("2.345"), 2)) == (
        f"1{THIN}234{THIN}567",
        f"{MINUS}2",
        "2,35",
    )
    assert EN.number(1234.5, 1) == "1,234.5"


def test_words_of_the_vocabularies():
    assert FR.word("status", "on-hold") == "suspendu"
    assert EN.word("status", "on-hold") == "on hold"
    assert FR.word("status", "inconnu") == EN.word("nothing", "inconnu") == "inconnu"
    assert FR.word("risk", "") == ""
    for kind, labels in LABELS.items():
        for key, label in labels.items():
            assert EN.word(kind, key) == label
            assert bool(FR.word(kind, key)) == bool(label), (kind, key)


def test_texts_with_braces_and_fields():
    assert EN.text("{a} {b}", a="{b}", b=1) == "{b} 1"
    assert EN.text("100 % {not a field}") == "100 % {not a field}"
    assert FR.text("never translated {x}", x=3) == "never translated 3"


@pytest.mark.parametrize("language", LANGUAGES)
def test_errors_are_sentences(language):
    locale = Locale(language)
    assert "“" in EN.error(UsageError("no unit “{name}”", name="x"))
    assert locale.error(UsageError("{message} x", message="é")).startswith("é")
    assert locale.error(UsageError("no unit “{name}”", name="K", known=("k", "M"))).endswith("k, M")
    assert "“k”" in locale.error(UsageError("x", hint="k")) or "« k »" in locale.error(
        UsageError("x", hint="k")
    ).replace(NBSP, " ").replace(THIN, " ")


def test_an_unknown_language():
    with pytest.raises(CitydashError):
        Locale("de")


@pytest.mark.parametrize(
    ("asked", "towns", "environment", "chosen"),
    [
        ("en", ["fr"], {"LANG": "fr_FR.UTF-8"}, "en"),
        (None, ["fr"], {"LANG": "en_GB"}, "fr"),
        (None, ["fr", "fr"], {}, "fr"),
        (None, ["fr", "en"], {"LANG": "fr_FR"}, "fr"),
        (None, ["fr", None], {}, "en"),
        (None, ["br"], {"LANG": "fr"}, "fr"),
        (None, [], {"LANG": "fr_FR.UTF-8"}, "fr"),
        (None, [], {"LC_ALL": "C", "LANG": "fr_FR.UTF-8"}, "en"),
        (None, [], {"LC_ALL": "", "LC_MESSAGES": "fr.UTF-8", "LANG": "en_GB"}, "fr"),
        (None, [], {"LANG": "fro_XX"}, "en"),
        (None, [], {"LANG": "FR"}, "fr"),
        (None, [], {}, "en"),
    ],
)
def test_a_language_is_chosen(asked, towns, environment, chosen):
    assert choose_language(asked, towns, environment) == chosen


def test_settings_from_the_environment(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert default_workspace({}) == "."
    inside = tmp_path / "v" / "capteurs" / "notes"
    inside.mkdir(parents=True)
    (tmp_path / "v" / "town.toml").touch()
    monkeypatch.chdir(inside)
    assert default_workspace({}) == "../.."
    monkeypatch.chdir(tmp_path / "v")
    assert default_workspace({}) == "."
    monkeypatch.chdir(tmp_path)
    (tmp_path / "portfolios").mkdir()
    assert default_workspace({}) == "portfolios"
    assert default_workspace({"CITYDASH_WORKSPACE": "x"}) == "x"
    assert cache_folder({"CITYDASH_CACHE": "none"}) is None
    assert cache_folder({"CITYDASH_CACHE": "x"}) == "x"
    monkeypatch.setattr("sys.platform", "linux")
    assert cache_folder({"XDG_CACHE_HOME": "/c"}) == "/c/citydash"
    assert cache_folder({"XDG_CACHE_HOME": "relative"}) is None
    monkeypatch.setenv("HOME", "/h")
    assert cache_folder({}) == "/h/.cache/citydash"


def test_a_cache_elsewhere_is_the_platforms(monkeypatch):
    monkeypatch.setattr("sys.platform", "darwin")
    assert cache_folder({}).endswith("citydash")


def test_today():
    assert parse_today("2026-12-31") == "2026-12-31"
    assert len(parse_today(None)) == 10
    for text in ("2026-13-01", "31/12/2026", "", "x"):
        with pytest.raises(UsageError):
            parse_today(text)


@pytest.mark.parametrize(
    ("environment", "is_terminal", "refused", "color"),
    [
        ({}, True, False, True),
        ({}, False, False, False),
        ({}, True, True, False),
        ({"NO_COLOR": "1"}, True, False, False),
        ({"NO_COLOR": ""}, True, False, True),
        ({"TERM": "dumb"}, True, False, False),
    ],
)
def test_colour_is_asked_of_the_environment(environment, is_terminal, refused, color):
    assert wants_color(environment, is_terminal=is_terminal, refused=refused) is color
