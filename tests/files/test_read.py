import json
import os
from decimal import Decimal
from pathlib import Path

import pytest
import workspaces
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import Writer, portfolio_files, seeds, texts, toml_texts
from workspaces import HEAD, TOWN, project

from citydash.files import problems, read, source, validate
from citydash.files.parse import ParseFault, loads
from citydash.files.read import BROKEN, PROJECT
from citydash.model import rules
from citydash.model.validators import validator

PATH = "v/x.toml"
HEAD_KIND, TOWN_KIND = read.HEAD, read.TOWN


def by_cutting(raw: bytes, path: str = PATH):
    """A file's contents as the index gets them, and whether they were read alone."""
    parts = read.sections(raw, path)
    contents = read.read_whole(raw, path) if parts[0].whole else read.read_sections(parts, raw, path)
    return meaning(contents), not any(content.section.whole for content in contents)


def meaning(contents):
    """What contents say, whatever they were read from."""
    said = [(c.section.kind, c.section.key, c.value, c.problems, c.lost) for c in contents]
    return sorted((row for row in said if row[0] != HEAD_KIND or row[2] or row[3]), key=repr)


@given(toml_texts)
def test_cutting_changes_nothing(drawn):
    table, text = drawn
    raw = text.encode()
    cut, _alone = by_cutting(raw)
    whole = meaning(read.read_whole(raw, PATH))
    assert cut == whole
    projects = {key: value for kind, key, value, _problems, _lost in cut if kind == PROJECT}
    assert projects == table["project"]
    assert [row[2]["portfolio"] for row in cut if row[0] == HEAD_KIND] == [
        table[k] for k in ("portfolio",) if k in table
    ]


LINES = (
    "[project.a]", "[project.b]", "[project.a.budget.dsi.investment]", "  [project.b]", '[project."a"]', "[[project.a]]",
    "[ project.c ]", "[portfolio]", "[project]", "[other]", "planned = { 2026 = 1 }", 'title = "x"', "status = 'idea'",
    "lead = 'dsi'", 'summary = """', "summary = '''", '"""', "'''", "tags = [", "]", "# [project.b]", "project.c.title = 'x'",
    "pillar = 'data'", 'x = """[project.b]"""', "\\", "", "<<<<<<< HEAD", "a = {", "}", "\x0c", "é = 1", "milestone.m.title = 'x'",
)  # fmt: skip


@given(st.lists(st.sampled_from(LINES), max_size=14), st.sampled_from(["\n", "\n", "\r\n"]))
@example(["[project.a]", "[project.b]", "[project.a.budget.dsi.investment]"], "\n")
@example(["[project.a]", 'summary = """', "[project.b]", '"""', "[project.b]", 'title = "x"'], "\n")
@example(["[project.a]", "tags = [", "[project.b]", "]", "[project.c]"], "\n")
@example(["[project]", "[project.a]", 'title = "x"'], "\n")
@example(["project.c.title = 'x'", "[project.a]"], "\n")
def test_cutting_a_mixture_changes_nothing_unless_it_is_not_toml(lines, end):
    raw = end.join(lines).encode()
    cut, alone = by_cutting(raw)
    whole = read.read_whole(raw, PATH)
    if whole[0].section.kind == BROKEN:
        assert not alone
        assert cut == meaning(whole)
    else:
        assert cut == meaning(whole)
        assert cut == [] or json.dumps(cut, default=str)


def test_ordinary_files_are_read_alone():
    raw = (HEAD + project() + project("b", more="[@.budget.dsi.investment]\nplanned = { 2026 = 1 }\n")).encode()
    assert by_cutting(raw)[1]
    assert [(part.kind, part.key, part.whole) for part in read.sections(raw, PATH)] == [
        (HEAD_KIND, "", False),
        (PROJECT, "a", False),
        (PROJECT, "b", False),
    ]
    assert [part.kind for part in read.sections(b"", PATH)] == [HEAD_KIND]
    assert [part.kind for part in read.sections(b"", "v/town.toml")] == [TOWN_KIND]


def test_a_text_says_the_same_wherever_it_stands():
    first = read.sections((HEAD + project("a") + project("b")).encode(), PATH)
    second = read.sections((project("b") + "\n\n" + project("a")).encode(), "w/y.toml")
    assert {part for part in first if part.kind == PROJECT} == {part for part in second if part.kind == PROJECT}


def test_each_content_of_a_whole_file_is_known_by_a_name_of_its_own():
    contents = read.read_whole(
        (project("a") + project("b") + project("c") + "[project.a.data]\npersonal = true\n").encode(), PATH
    )
    assert len({content.section for content in contents}) == 3
    assert {len(content.section.text) for content in contents} == {32}


def _only(text, path=PATH):
    (content,) = read.read_whole(text.encode(), path)
    return content


def test_a_project_with_an_error_is_lost_and_counted():
    content = _only(project(title="3"))
    assert (content.value, content.lost) == (None, 1)
    assert (_only("<<<<<<<\n[project.a]\n[project.b]").lost, _only("x").lost) == (2, 0)


def test_a_project_with_warnings_is_kept():
    content = _only(project(status='"cancelled"', more="[@.budget.dsi.investment]\nplanned = { 2026 = 1.5 }\n"))
    assert content.value["budget"]["dsi"]["investment"]["planned"] == {"2026": Decimal("1.5")}
    assert [problem.code for problem in content.problems] == ["cancelled-planned"]
    assert content.lost == 0


def test_a_head_loses_only_what_is_wrong():
    content = _only(
        TOWN.replace('kind = "grant"', 'kind = "gift"')
        + "[department.x]\nnam = 'X'\n[department.y]\nname = 'Y'\nceiling.investment = { 2026 = 'x', 2027 = 1 }\n",
        "v/town.toml",
    )
    assert {problem.keys for problem in content.problems} == {
        ("source", "dsil", "kind"),
        ("department", "x", "nam"),
        ("department", "x", "name"),
        ("department", "y", "ceiling", "investment", "2026"),
    }
    assert list(content.value["department"]) == ["dsi", "voirie", "y"]
    assert content.value["department"]["y"]["ceiling"] == {"investment": {"2027": 1}}
    assert "source" not in content.value


def test_a_town_survives_the_loss_of_its_name_and_format():
    for text in (
        TOWN.replace('name = "Ville d\'essai"', ""),
        TOWN.replace('name = "Ville d\'essai"', "name = 3\nstaff_fte = 2"),
        TOWN.replace("format = 1", "format = true"),
        TOWN.replace("format = 1", ""),
        TOWN.replace('[town]\nname = "Ville d\'essai"', ""),
        "town = 3\n" + TOWN.replace('[town]\nname = "Ville d\'essai"', ""),
    ):
        content = _only(text, "v/town.toml")
        assert len(content.problems) == 1
        assert list(content.value["department"]) == ["dsi", "voirie"]
        assert content.value["town"]["name"] in {"", "Ville d'essai"}


def test_a_currency_that_cannot_be_read_is_no_currency():
    content = _only(TOWN.replace("[department.dsi]", "currency = 'euro'\n[department.dsi]"), "v/town.toml")
    assert content.value["town"]["currency"] == "XXX"
    assert _only("format = 1\ntown = 3", "v/town.toml").value["town"] == {"name": "", "currency": "XXX"}


def test_a_newer_format_is_the_only_thing_said():
    content = _only(TOWN.replace("format = 1", "format = 99999999999999999999\nx = 1"), "v/town.toml")
    assert content.value is None
    assert [(p.code, p.args) for p in content.problems] == [
        ("newer-format", {"format": "99999999999999999999", "known": 1})
    ]
    content = _only(TOWN.replace("format = 1", f"format = 1{'0' * 5000}"), "v/town.toml")
    assert content.problems[0].args["format"] == "…"


def test_all_of_a_project_is_checked_in_one_run():
    content = _only(
        project(
            titel="'x'", start="2026-02-01", end="2026-01-01",
            more="""[@.budget.dsi.investment]
planned = { 2026 = "1" }
[@.budget.dsi.operating]
committed = { 2026 = 1 }
paid = { 2026 = 2 }
[@.milestone]
m = { title = "m", due = "demain" }
n = { title = "n" }
o = { title = "o", due = 2026-01-01, depends_on = ["m", "q"] }
[@.baseline]
x = 1
""",
        )
    )  # fmt: skip
    assert {(problem.code, problem.keys[2:]) for problem in content.problems} == {
        ("unknown-key", ("titel",)),
        ("wrong-type", ("budget", "dsi", "investment", "planned", "2026")),
        ("paid-above-committed", ("budget", "dsi", "operating", "paid")),
        ("wrong-type", ("milestone", "m", "due")),
        ("missing-date", ("milestone", "n")),
        ("unknown-key", ("baseline", "x")),
    }, "dates-order and unknown-milestone compare what stands beside a wrong key, so they wait"


@given(portfolio_files, seeds)
def test_what_is_right_has_no_error(table, seed):
    for content in read.read_whole(Writer(seed).file(table).encode(), PATH):
        assert [p for p in content.problems if p.severity == "error" and p.code != "unknown-milestone"] == []


VALUES = st.recursive(
    st.integers()
    | st.booleans()
    | st.dates()
    | st.datetimes()
    | st.times()
    | texts
    | st.sampled_from([Decimal("1.5"), Decimal("inf"), Decimal("nan"), 10**40, "", "\x1b", "idea", -1]),
    lambda v: (
        st.lists(v, max_size=3)
        | st.dictionaries(
            st.sampled_from(["a", "dsi", "2026", "A b", "\x1b[2J", "int", "title", "planned", "[key]", "decimal"]),
            v,
            max_size=3,
        )
    ),
    max_leaves=6,
)
PLACES = st.lists(
    st.sampled_from(
        [
            "title",
            "status",
            "lead",
            "budget",
            "dsi",
            "investment",
            "planned",
            "2026",
            "funding",
            "milestone",
            "m",
            "location",
            "lat",
            "progress",
            "tags",
            "depends_on",
            "start",
            "data",
            "review",
            "x",
            "codes",
        ]
    ),
    min_size=1,
    max_size=4,
)


@given(st.lists(st.tuples(PLACES, VALUES), max_size=4), st.sampled_from(["project", "town", "head"]))
def test_any_value_anywhere_is_loaded_or_named(changes, kind):
    adapter = validator({"project": "project", "town": "town_file", "head": "portfolio_head"}[kind])
    start = {
        "project": {
            "title": "t",
            "status": "idea",
            "lead": "dsi",
            "budget": {"dsi": {"investment": {"planned": {"2026": 1}}}},
        },
        "town": {"format": 1, "town": {"name": "t"}, "department": {"dsi": {"name": "x"}}},
        "head": {"portfolio": {"title": "t", "pillar": "data"}},
    }[kind]
    for keys, value in changes:
        table = start
        for key in keys[:-1]:
            table = table.setdefault(key, {}) if isinstance(table, dict) else {}
        if isinstance(table, dict):
            table[keys[-1]] = value
    pruned, found = validate.prune(adapter, start, PATH, ("p",))
    for problem in found:
        assert problems.RULES[problem.code].sentence.format(**problem.args)
        assert json.dumps(problem.args)
        assert all(key.isprintable() for key in problem.keys)
        assert problem.args.get("name", "").isprintable()
        assert problem.args.get("expected", "a")
    if pruned is not None:
        assert validate.prune(adapter, pruned, PATH) == (pruned, [])


def test_the_first_thousand_problems_are_named():
    content = _only(project() + "".join(f"k{n} = 1\n" for n in range(1100)))
    assert len(content.problems) == validate.MOST


@given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode), st.sampled_from([PATH, "v/town.toml"]))
def test_any_bytes_are_loaded_or_named(raw, path):
    contents, _alone = by_cutting(raw, path)
    for _kind, _key, value, found, _lost in contents:
        assert value is not None or found


NAUGHTY = Path(workspaces.__file__).parents[2] / "shared" / "data" / "naughty-strings" / "blns.json"


@pytest.fixture(scope="module")
def naughty():
    if not NAUGHTY.exists():
        pytest.skip(f"the Big List of Naughty Strings is not at {NAUGHTY}")
    return [
        *json.loads(NAUGHTY.read_text(encoding="utf-8")),
        "\u2028",
        "\x9b31m",
        "\ufeff",
        "a\u0000b",
        "[/red]",
        "💥" * 100,
    ]


@pytest.mark.parametrize("as_key", [False, True])
@pytest.mark.parametrize("table", ["town", "portfolio", "project"])
def test_naughty_strings(naughty, table, as_key):
    for text in naughty:
        quoted = '"' + "".join(f"\\U{ord(c):08X}" if c in '"\\' or not c.isprintable() else c for c in text) + '"'
        if as_key:
            raw = {
                "town": TOWN + f"[department.{quoted}]\nname = 'x'\n",
                "portfolio": HEAD + f"{quoted} = 1\n",
                "project": project(quoted, title="'x'")
                + project("a", more=f"[@.milestone]\n{quoted} = {{ title = 'm', due = 2026-01-01 }}\n"),
            }[table]
        else:
            raw = {
                "town": TOWN.replace('"Voirie"', quoted),
                "portfolio": HEAD.replace('"Capteurs"', quoted),
                "project": project(title=quoted, tags=f"[{quoted}]", summary=quoted),
            }[table]
        path = "v/town.toml" if table == "town" else PATH
        contents, _alone = by_cutting(raw.encode(), path)
        found = [problem for row in contents for problem in row[3]]
        assert BROKEN not in {row[0] for row in contents}, text
        assert all(problem.code in {"bad-name", "bad-text", "empty-text", "unknown-key"} for problem in found), (
            text,
            found,
        )
        is_fit = not any(
            ord(c) < 32
            or 0x7F <= ord(c) < 0xA0
            or c in "\u2028\u2029"
            or "\u202a" <= c <= "\u202e"
            or "\u2066" <= c <= "\u2069"
            for c in text
        )
        assert as_key or bool(found) == (not text or not is_fit), text


def test_only_regular_files_are_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "null.toml").symlink_to("/dev/zero")
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "x.toml").write_bytes(b"a = '\xe9'")
    for name in ("pipe.toml", "null.toml", "folder.toml", "none.toml"):
        assert source.read_text(str(tmp_path), name) == ""
        with pytest.raises(OSError, match=r"regular|directory"):
            source.read_bytes(str(tmp_path / name))
    assert source.read_bytes(str(tmp_path / "x.toml")) == (b"a = '\xe9'", 7)
    assert source.read_text(str(tmp_path), "x.toml") == "a = '\ufffd'"


def test_no_more_is_read_than_is_used(tmp_path, monkeypatch):
    monkeypatch.setattr(rules, "MAX_FILE_BYTES", 10)
    (tmp_path / "x.toml").write_bytes(b"0123456789")
    assert source.read_text(str(tmp_path), "x.toml") == "0123456789"
    (tmp_path / "x.toml").write_bytes(b"0123456789" * 3)
    assert source.read_bytes(str(tmp_path / "x.toml")) == (b"01234567890", 30)
    assert source.read_text(str(tmp_path), "x.toml") == ""


def test_what_the_system_refuses():
    content = read.unreadable(PATH, "Permission denied")
    assert (content.section.kind, content.value) == (BROKEN, None)
    assert [(p.code, p.args) for p in content.problems] == [("unreadable", {"detail": "Permission denied"})]


def test_a_text_too_large_is_not_parsed(monkeypatch):
    monkeypatch.setattr(rules, "MAX_FILE_BYTES", 100)
    raw = (HEAD + project() + project("b") + "#" * 100).encode()
    for path in (PATH, "v/town.toml"):
        contents, alone = by_cutting(raw, path)
        assert not alone
        assert [(row[3][0].code, row[4]) for row in contents] == [("too-large", 2)]


def test_places_of_bytes_that_are_not_text():
    problem = _broken("é = 1\n# à \xff".encode().replace("\xff".encode(), b"\xff"))
    assert (problem.code, problem.line, problem.column) == ("encoding", 2, 5)
    assert (_broken(b"\xff").line, _broken(b"\xff").column) == (1, 1)


def _broken(raw):
    (content,) = read.read_whole(raw, PATH)
    return content.problems[0]


def test_parse_faults_carry_their_place():
    problem = _broken(b"a = 1\nb = \n")
    assert (problem.line, problem.column) == (2, 5)
    problem = _broken(b"a = 1\n>>>>>>> x\n")
    assert (problem.code, problem.line, problem.column) == ("conflict", 2, 1)
    with pytest.raises(ParseFault):
        loads("a = 1\n>>>>>>> x\n")
