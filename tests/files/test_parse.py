import importlib.util
import sys
from decimal import Decimal

import pytest
from hypothesis import given
from strategies import toml_texts

from citydash.files import parse
from citydash.files.shown import printable, shown


@pytest.fixture(scope="module")
def fallback():
    """The module as it is where toml_rs has no wheel."""
    kept = sys.modules.get("toml_rs")
    sys.modules["toml_rs"] = None
    try:
        spec = importlib.util.find_spec("citydash.files.parse")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.modules["toml_rs"] = kept
    assert "tomllib" in vars(module)
    return module


@given(toml_texts)
def test_both_parsers_give_what_was_written(fallback, drawn):
    table, text = drawn
    read = parse.loads(text)
    assert repr(fallback.loads(text)) == repr(read)
    assert read.get("project", {}) == table["project"]
    assert read.get("portfolio") == table.get("portfolio")


SAME = [
    "a = 1_000.50\nb = -0.0\nc = 1e3\nd = +1\ne = 0x1F\nf = 0o17\ng = 0b11",
    "a = inf\nb = -inf",
    "a = 99999999999999999999999",
    "a = 2026-12-31\nb = 2026-12-31T10:00:00\nc = 2026-12-31 10:00:00.1234567+02:00\nd = 10:00:00\ne = 2026-12-31T10:00:00Z",
    "a.b.c = 1\na.d = 2\n[e.f]\n[e]\ng = [[1], { h = 'i' }]\n[[j]]\nk = 1\n[[j]]\n[j.l]",
    "a = \"\\u00e9\\U0001F600\\t\\\"\" # é\r\nb = '''\r\nx'''\r\n\"\" = 1",
    'a = """\\\n   x\\\n\n  y"""\nb = """"x"""""',
    "",
    "# only\n",
]


@pytest.mark.parametrize("text", SAME)
def test_both_parsers_give_the_same(fallback, text):
    assert repr(fallback.loads(text)) == repr(parse.loads(text))


FAULTS = {
    "a = ": (1, 5),
    "a = 1\nb = é": (2, 5),
    "é = = 1": (1, 5),
    "\n\n[a]\n[a]": (4, 2),
    'a = "x\ny = 1': (1, 7),
    "a = 1\rb = 2": (1, 7),
    "a = { b = 1,\n c = 2 }": (1, 13),
    "a = 2026-02-30": (1, 5),
    "a = 1.e5": (1, 7),
    "a = \x00": (1, 5),
    "# é€\nx = 30-06-2027": (2, 5),
    "# é€😀\na = { x = 'é', b = 12,500 }": (2, 22),
}


@pytest.mark.parametrize("text", FAULTS)
def test_faults_are_placed(fallback, text):
    with pytest.raises(parse.ParseFault) as found:
        parse.loads(text)
    assert (found.value.line, found.value.column) == FAULTS[text]
    assert "\n" not in found.value.detail
    with pytest.raises(fallback.ParseFault) as found:
        fallback.loads(text)
    assert found.value.line == FAULTS[text][0]
    assert found.value.detail.isprintable()
    assert "(at " not in found.value.detail


@pytest.mark.parametrize("text", ["a = 1e99999999999999999999", "a = -1e99999999999999999999"])
def test_numbers_beyond_decimal(fallback, text):
    for module in (parse, fallback):
        with pytest.raises(module.ParseFault, match="too large"):
            module.loads(text)


def test_toml_1_1_is_not_read(fallback):
    for text in ("a = { b = 1, }", 'a = "\\e"', "a = 10:00", "é = 1"):
        for module in (parse, fallback):
            with pytest.raises(module.ParseFault):
                module.loads(text)


def test_a_stack_that_ends_is_a_fault(fallback, monkeypatch):
    def loads(_text):
        raise RecursionError

    monkeypatch.setattr(fallback, "_loads", loads)
    with pytest.raises(fallback.ParseFault, match="nested too deep"):
        fallback.loads("a = 1")


def test_a_fault_without_words(fallback, monkeypatch):
    def loads(_text):
        raise ValueError

    monkeypatch.setattr(fallback, "_loads", loads)
    with pytest.raises(fallback.ParseFault, match="invalid") as found:
        fallback.loads("a = 1\n")
    assert (found.value.line, found.value.column) == (2, 1)


def test_text_is_shown_without_what_hides_or_moves():
    assert printable("été 1 234\x1b[2J\u202e\x00\u00a0") == "été 1 234\\u001b[2J\\u202e\\u0000\\u00a0"
    assert printable("x" * 200, 80) == "x" * 80 + "…"
    assert shown(10**5000) == "…"
    assert shown(Decimal("1.50")) == "1.50"


def test_text_that_would_end_the_process_is_a_fault(fallback):
    for module in (parse, fallback):
        with pytest.raises(module.ParseFault, match="nested too deep"):
            module.loads("a = " + "[" * 100_000)
