"""The problems screen: what `check` says, its lines, its groups; and what is said where nothing is wrong."""

import pytest
from workspaces import HEAD, TOWN, project

from citydash.files.problems import RULES, Problem
from citydash.tui.problem_table import Group

LATE = '[@.milestone]\nm = { title = "Livré", due = 2026-12-01 }\n'
PAID = "[@.budget.dsi.investment]\npaid = { 2026 = 1_234.5 }\ncommitted = { 2026 = 1 }\n"
FILES = {
    "v/town.toml": TOWN,
    "v/bon.toml": HEAD + project("bon", LATE),
    "v/faux.toml": HEAD + project("faux", lead='"dssi"'),
    "v/paye.toml": HEAD + project("paye", PAID),
    "v/casse.toml": HEAD + project("casse").replace('title = "Projet casse"', "title = «Projet»"),
}


@pytest.fixture
def broken(workspace):
    return workspace(FILES)


def _rows(frame):
    return [
        (row.label, row.errors, row.warnings) if isinstance(row, Group) else (row.path, row.line, row.code)
        for row in frame.table.rows
    ]


def test_every_problem_stands_under_its_file_with_its_sentence(play, broken):
    async def script(stage):
        await stage.press("8")
        return _rows(stage.app.frame), stage.text

    rows, text = play(script, root=broken, language="en")
    assert rows == [
        ("v/casse.toml", 1, 0), ("v/casse.toml", 5, "unparsable"),
        ("v/faux.toml", 1, 0), ("v/faux.toml", 7, "unknown-department"),
        ("v/paye.toml", 0, 1), ("v/paye.toml", 9, "paid-above-committed"),
    ]  # fmt: skip
    assert "2 errors ▲ 1 warning" in text
    assert "no department “dssi” in town.toml — did you mean “dsi”?" in text
    assert "paid €1,234.50 is more than committed €1.00" in text


def test_groups_by_severity_and_by_code_keep_the_cursor(play, broken):
    async def script(stage):
        await stage.press("8", "down")
        frame, seen = stage.app.frame, []
        for _ in range(3):
            seen.append(
                (
                    frame.by,
                    [row for row in _rows(frame) if len(row) == 3 and isinstance(row[1], int)],
                    frame.table.current.code,
                )
            )
            await stage.press("g")
        return seen

    by_file, by_severity, by_code = play(script, root=broken, language="en")
    assert {seen[2] for seen in (by_file, by_severity, by_code)} == {"unknown-department"}
    assert [row for row in by_severity[1] if row[0] in ("error", "warning")] == [("error", 2, 0), ("warning", 0, 1)]
    codes = [row[0] for row in by_code[1] if row[0] in RULES]
    assert codes == ["unknown-department", "unparsable", "paid-above-committed"]


def test_the_line_is_marked_and_the_code_explained(play, broken):
    async def script(stage):
        await stage.press("8", "down", "x")
        return stage.lines

    lines = play(script, root=broken, language="en")
    assert any(line.startswith('›    7  lead = "dssi"') for line in lines)
    said = " ".join(line.strip() for line in lines)
    assert RULES["unknown-department"].page in said


def test_enter_opens_the_file_and_p_the_project(play, broken):
    async def script(stage):
        await stage.press("8", "down", "enter")
        excerpt = stage.app.screen.place()
        await stage.press("escape", "p")
        page = stage.app.frame.room, stage.app.frame.key
        await stage.press("escape", "up", "p")
        return excerpt, page, stage.app.frame.room, stage.notices, stage.app.frame.place()

    excerpt, page, room, notices, place = play(script, root=broken, language="en")
    assert (excerpt.path, excerpt.line) == ("v/faux.toml", 7)
    assert page == ("project", "v/faux")
    assert (room, notices) == ("problems", ["this line is in no project that counts"])
    assert (place.path, place.line) == ("v/casse.toml", 5)


def test_a_filter_keeps_the_problems_of_its_projects(play, broken):
    async def script(stage):
        await stage.press("8", "slash")
        await stage.type("id:paye")
        await stage.press("enter")
        return _rows(stage.app.frame), stage.text

    rows, text = play(script, root=broken, language="en")
    assert rows == [("v/paye.toml", 0, 1), ("v/paye.toml", 9, "paid-above-committed")]
    assert "2 outside of the filter" in text


def test_nothing_wrong_is_said(play, workspace):
    async def script(stage):
        await stage.press("8")
        return stage.text, stage.app.frame.place(), stage.app.frame.detail.display

    root = workspace({"v/town.toml": TOWN, "v/bon.toml": HEAD + project("bon")})
    text, place, shown = play(script, root=root)
    assert "aucun problème dans les fichiers" in text
    assert (place, shown) == (None, False)


def test_hostile_lines_are_shown_harmless(play, workspace):
    """A line that isn't TOML may hold anything: markup, escapes, and be as long as it likes."""
    wild = "title = [bold]\x1b[31m\u202e" + "é" * 400 + " = 1\n"

    async def script(stage):
        await stage.press("8", "x")
        return stage.text

    text = play(script, root=workspace({"v/town.toml": TOWN, "v/x.toml": HEAD + "[project.a]\n" + wild}))
    assert "[bold]" in text
    assert not {"\x1b", "\u202e"} & set(text)


def test_a_key_written_by_hand_comes_back(play, broken):
    async def script(stage):
        frame = stage.app._screen_of("problems")
        frame.remember({"by": "code", "explained": True})
        kept = frame.remembered()
        frame.remember({"by": ["nothing"], "explained": "yes"})
        return kept, frame.remembered()

    assert play(script, root=broken) == ({"by": "code", "explained": True}, {"by": "file", "explained": False})


def test_problems_on_the_overview_open_where_they_stand(play, broken):
    async def script(stage):
        items = stage.app.frame.query_one("#attention").rows
        place = next(n for n, item in enumerate(items) if item.place is not None and "faux" in item.place.path)
        stage.app.frame.query_one("#attention").move(place, 1)
        await stage.press("enter")
        return [(item.first, item.place and item.place.line) for item in items], stage.app.screen.place()

    items, place = play(script, root=broken, language="en")
    assert ("v/casse.toml:5", 5) in items
    assert ("v/paye.toml:9", 9) in items
    assert (place.path, place.line) == ("v/faux.toml", 7)


def test_a_problem_knows_its_project():
    from citydash.figures.problems import place_of

    assert place_of(Problem("unknown-key", "v/x.toml", ("project", "a", "titel"))) == ("v/x.toml", "a")
    assert place_of(Problem("unknown-key", "v/town.toml", ("department", "a"))) == ("v/town.toml", "")
