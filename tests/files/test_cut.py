import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citydash.files import cut, parse
from citydash.model.rules import MAX_DEPTH


def test_pieces():
    raw = b"# head\n[portfolio]\n\n[project.a]\nx = 1\n[project.a.b]\n\n\n[project.b-2.c]\ny = 1\n"
    assert cut.cut(raw) == (
        b"# head\n[portfolio]",
        [("a", b"[project.a]\nx = 1\n[project.a.b]"), ("b-2", b"[project.b-2.c]\ny = 1")],
    )


def test_a_project_that_comes_back_is_not_cut():
    assert cut.cut(b"[project.a]\n[project.b]\n[project.a.x]") is None


def test_other_ways_of_writing_a_header_begin_no_piece():
    for header in (
        b" [project.a]",
        b"[ project.a]",
        b'[project."a"]',
        b"[[project.a]]",
        b"[project.A]",
        b"[projects.a]",
        b"[project.a b]",
    ):
        assert cut.cut(header + b"\nx = 1\n") == (header + b"\nx = 1", [])


def test_only_blanks_are_lost_at_the_end():
    assert cut.cut(b"[project.a]\nx = 1\x0c\n \t\r\n[project.b]\n\x0b") == (
        b"",
        [("a", b"[project.a]\nx = 1\x0c"), ("b", b"[project.b]\n\x0b")],
    )


def test_projects_of_a_broken_file_are_counted():
    assert cut.count_projects(b"[project.a]\n<<<<<<<\n[project.a.x]\n[project.b.y]\n [project.c]") == 2


def test_conflict_lines():
    assert cut.conflict_line("a = 1\n<<<<<<< HEAD\n") == 2
    assert cut.conflict_line("a = 1\n=======\r\n") == 2
    assert cut.conflict_line(">>>>>>> main") == 1
    assert cut.conflict_line("# <<<<<<< HEAD\n======== \n======\n") == 0


N = 20_000
HOSTILE = {
    "lists": "a = " + "[" * N,
    "closed lists": "a = " + "[" * N + "]" * N,
    "lists over lines": "a = " + "[\n" * N,
    "lists after commas": "a = " + "[1,\n" * N,
    "lists with comments": "a = " + "[ # ]]]]\n" * N,
    "closers in strings": "a = " + '["]]]", ' * N,
    "closers in literal strings": "a = " + "[']]]', " * N,
    "closers in long strings": "a = " + '["""]]]\n""", ' * N,
    "closers in long literal strings": "a = " + "[''']]'\n''', " * N,
    "quotes that end long strings": "a = " + '["""]""""", ' * N,
    "escaped quotes": "a = " + '["\\"]]]", ' * N,
    "a quote in a bare word": "a = [" + "b'[" * N,
    "a double quote in a bare word": 'a = [b"' + "[" * N,
    "an unclosed string, then lists": 'a = "\nb = ' + "[" * N,
    "an unclosed literal, then lists": "a = '\nb = " + "[" * N,
    "a backslash at the end of an unclosed string": 'a = "\\\nb = ' + "[" * N,
    "inline tables": "a = " + "{ b = " * N,
    "inline tables over lines": "a = " + "{ b =\n" * N,
    "inline tables in lists": "a = " + "[{ b = " * N,
    "dotted inline tables": "a = " + "{ b.c.d.e.f = " * N,
    "tables closed by lists": "a = " + "[{ b = 1 ], " * N,
    "dotted key": "a" + ".a" * N + " = 1",
    "spaced dotted key": "a" + " . a" * N + " = 1",
    "quoted dotted key": '"a"' + '."a"' * N + " = 1",
    "header": "[a" + ".a" * N + "]",
    "list header": "[[a" + ".a" * N + "]]",
    "nested after fair text": "[a]\nb = 1\n" * 50 + "c = " + "[" * N,
    "fair text around": "[a]\nb = 1\n" + "c = " + "[" * N + "]" * N + "\n[d]\n",
}


def test_text_that_would_end_the_parser_is_not_given_to_it():
    for name, text in HOSTILE.items():
        assert cut.is_too_deep(text), name


SOUP = (
    "[",
    "{",
    "{ b = ",
    "{ b.c =",
    "]",
    "}",
    ",",
    "'",
    '"',
    "'''",
    '"""',
    "\\",
    "\n",
    "#",
    "b",
    "a = ",
    " ",
    ".",
    "b'",
    "[\n",
)
DANGEROUS = """
import random, sys
from citydash.files.cut import is_too_deep
from citydash.files.parse import _loads
soup = {soup!r}
for seed in range(300):
    chance = random.Random(seed)
    unit = "".join(chance.choices(soup, weights=[chance.random() ** 3 for _ in soup], k=chance.randint(1, 12)))
    text = "".join(chance.choices(soup, k=chance.randint(0, 4))) + unit * (150_000 // len(unit)) + chance.choice(["", "]" * 9000])
    print(repr(text[:40]), flush=True)
    if not is_too_deep(text):
        try:
            _loads(text)
        except ValueError:
            pass
print("alive")
"""


def test_no_soup_ends_the_process():
    command = [sys.executable, "-c", DANGEROUS.format(soup=SOUP)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.endswith("alive\n"), (done.returncode, done.stdout[-200:], done.stderr[-2000:])


def nested(depth: int) -> str:
    return "x = " + "[" * depth + "]" * depth + "\n" + "y = [1.5, 2.5]\n" * 200


def test_the_limit_is_exact():
    assert not cut.is_too_deep(nested(MAX_DEPTH))
    assert cut.is_too_deep(nested(MAX_DEPTH + 1))


def test_fair_text_passes():
    long = (
        "[project.a.budget.dsi.investment]\nplanned = { 2026 = 1.5, 2027 = 2.5 }\nz = [[1.5], ['['], { a = 1 }]\n" * 400
    )
    assert not cut.is_too_deep(long)
    assert not cut.is_too_deep('a = "' + "[" * 500 + '"\n# ' + "[" * 500 + "\nb = '" + "." * 500 + "'")
    assert not cut.is_too_deep("a = '''" + "[\n" * 500 + "'''")
    assert not cut.is_too_deep("a = { b = 1\n[c]\n" * 20 + "x = 1.5\n" * 300)


def depth_of(value) -> int:
    if isinstance(value, dict):
        return 1 + max(map(depth_of, value.values()), default=0)
    return 1 + max(map(depth_of, value), default=0) if isinstance(value, list) else 0


@given(
    st.lists(st.sampled_from(["[", "{a=", "{a.b=", "['x',", "{ b = 1, c = "]), min_size=20, max_size=45),
    st.integers(0, 20),
)
def test_depth_is_the_values(opened, dots):
    closers = "".join("}" if part[0] == "{" else "]" for part in reversed(opened))
    text = "k" + ".k" * dots + " = " + "".join(opened) + "1" + closers + "\n" + "# [[[[\n" * 40
    value = parse._loads(text)
    assert cut.is_too_deep(text) == (depth_of(value) - 1 > MAX_DEPTH)


@pytest.mark.parametrize(
    "text",
    ["'" * 100_000, '"""\\' * 50_000, "'''" * 50_000 + "[" * 100, "[" * 100 + '"' * 99_999, "[\n" * 99 + "a." * 200],
)
def test_it_takes_no_time(text):
    assert cut.is_too_deep(text) in {True, False}
