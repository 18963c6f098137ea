import toml_rs
from hypothesis import given
from hypothesis import strategies as st
from strategies import toml_texts

from citydash.files.locate import locate, nearest_place, positions
from citydash.files.tokens import TOKEN, key_of

FILE = '''\
# [project.z]
[portfolio]
title = "Été"

[project.a]
title = """[project.b]
x = 1"""
'summary' = 'it''s' # not valid TOML, and no reason to stop
tags = [
  "x", # ]
  "y", { in = 1 },
]
baseline = { start = 2026-01-01, "end" = 2026-12-31, deep.er = { x = 1 } }
  [ project . a . budget . "dsi" . investment ]
  planned = { 2026 = 1 }
  voted.2026 = 2
[project.a.funding.feder]
status = "applied"
[[list]]
x = 1
[project."b c"]
"\\u00e9\\tz" = 1
'''


def test_places():
    found = positions(FILE)
    assert found == {
        ("portfolio",): (2, 1),
        ("portfolio", "title"): (3, 1),
        ("project",): (5, 1),
        ("project", "a"): (5, 1),
        ("project", "a", "title"): (6, 1),
        ("project", "a", "summary"): (8, 1),
        ("project", "a", "tags"): (9, 1),
        ("project", "a", "baseline"): (13, 1),
        ("project", "a", "baseline", "start"): (13, 14),
        ("project", "a", "baseline", "end"): (13, 34),
        ("project", "a", "baseline", "deep"): (13, 54),
        ("project", "a", "baseline", "deep", "er"): (13, 59),
        ("project", "a", "baseline", "deep", "er", "x"): (13, 66),
        ("project", "a", "budget"): (14, 3),
        ("project", "a", "budget", "dsi"): (14, 3),
        ("project", "a", "budget", "dsi", "investment"): (14, 3),
        ("project", "a", "budget", "dsi", "investment", "planned"): (15, 3),
        ("project", "a", "budget", "dsi", "investment", "planned", "2026"): (15, 15),
        ("project", "a", "budget", "dsi", "investment", "voted"): (16, 3),
        ("project", "a", "budget", "dsi", "investment", "voted", "2026"): (16, 9),
        ("project", "a", "funding"): (17, 1),
        ("project", "a", "funding", "feder"): (17, 1),
        ("project", "a", "funding", "feder", "status"): (18, 1),
        ("list",): (19, 1),
        ("list", "x"): (20, 1),
        ("project", "b c"): (21, 1),
        ("project", "b c", "é\\u0009z"): (22, 1),
    }


def test_a_missing_key_is_at_the_nearest_table_above_it():
    assert locate(FILE, ("project", "a", "budget", "dst", "investment")) == (14, 3)
    assert locate(FILE, ("project", "q")) == (5, 1)
    assert locate(FILE, ("town",)) == (1, 1)
    assert locate("", ("town", "name")) == (1, 1)
    assert locate(FILE, ()) == (1, 1)
    assert nearest_place({}, ("x",) * 100) == (1, 1)


def test_columns_count_characters():
    assert locate("é = { à = 1 }".replace("é", '"é𝄞"').replace("à", "'à'"), ("é𝄞", "à")) == (1, 10)


def test_strings_over_lines_are_counted():
    assert locate('a = """\n\n"""\nb = 1', ("b",)) == (4, 1)
    assert locate("a = '''\n\n''' # x\r\nb = 1", ("b",)) == (4, 1)
    assert locate("a = [\"\"\"\n\"\"\",\n'''\n''']\nb = 1", ("b",)) == (5, 1)
    assert locate('a = """"""\nb = """a"""""\nc = 1', ("c",)) == (3, 1)


def test_an_unclosed_table_on_one_line_hides_nothing_below():
    assert locate("a = { b = 1\nc = 2\n[d]\n", ("d",)) == (3, 1)


def oracle(nodes, lines, at=()):
    """Where the parser's own metadata, in bytes, places keys that have values, outside of arrays."""
    for name, node in nodes.items():
        if isinstance(node, dict) and "key_line" in node:
            column = node["key_col"]
            line, before = node["key_line"], (column[0] if isinstance(column, tuple) else column) - 1
            yield (*at, name), (line, len(lines[line - 1].encode()[:before].decode()) + 1)
            value = node["value"]
        else:
            value = node
        if isinstance(value, dict):
            yield from oracle(value, lines, (*at, name))


@given(toml_texts)
def test_it_agrees_with_the_parser(drawn):
    _table, text = drawn
    metadata = toml_rs.load_with_metadata(text, toml_version="1.0.0")
    found = positions(text)
    for keys, place in oracle(metadata.meta["nodes"], text.split("\n")):
        assert found[keys] == place

    def all_keys(table, at=()):
        for name, value in table.items():
            yield (*at, name)
            if isinstance(value, dict):
                yield from all_keys(value, (*at, name))

    assert set(found) == set(all_keys(metadata.value))


SOUP = st.lists(
    st.sampled_from([*"ab.,=[]{}\"'#\\ \n\r\t\0é\x0b", '"""', "'''", "\\\n", "[[", "]]", "a.b = ", "[a]\n"]),
    max_size=60,
).map("".join)


@given(SOUP | st.text(max_size=80))
def test_garbage_gives_a_place_that_exists(text):
    lines = text.split("\n")
    for keys, (line, column) in positions(text).items():
        assert 1 <= line <= len(lines)
        assert 1 <= column <= len(lines[line - 1])
        assert locate(text, keys) == (line, column)


@given(SOUP | st.text(max_size=80))
def test_tokens_cover_any_text(text):
    assert "".join(match[0] for match in TOKEN.finditer(text)) == text


def test_long_keys_do_not_fill_the_memory():
    assert len(positions(f"a{'.a' * 10_000} = 1\n[b{'.b' * 10_000}]\nc = 1")) < 200
    assert len(positions("a = " + "{ b = " * 10_000)) < 200


def test_keys_as_they_are_written():
    assert [key_of(token) for token in ("a-b", "'c d'", '"e\\u0066\\U00000067\\t\\""', '"\\uD800"', '"x', "'y")] == [
        "a-b", "c d", 'efg\t"', "\\uD800", "x", "y",
    ]  # fmt: skip
