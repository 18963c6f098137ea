"""Where room is short, what tells one line from the next stays: snapshot and day, whole names, a path's end."""

from pathlib import Path

import pytest

from citydash.tui.glyphs import ASCII, UNICODE
from citydash.tui.widgets.table import Column, layout

TOWNS = Path(__file__).parents[2] / "portfolios" / "villes-moyennes"
SMALL = (80, 24)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_header_keeps_town_snapshot_day_and_problems(play, language):
    async def script(stage):
        plain = stage.lines[0]
        await stage.press("c")
        return plain, stage.lines[0]

    plain, chosen = play(script, size=SMALL, language=language)
    for line in (plain, chosen):
        assert "…" not in line
        assert "Ville de Valombre" in line
        assert "22/11/2026" in line
        assert "▲ 4" in line
    assert {"fr": "fichiers en cours", "en": "working tree"}[language] in plain
    assert {"fr": "probable", "en": "probable"}[language] in chosen


@pytest.mark.parametrize("key", ["2", "5", "6"])
def test_the_row_under_the_cursor_is_told_whole(play, key):
    async def script(stage):
        await stage.press(key, "down", "down")
        row = stage.app.screen.focused.current
        return row, stage.lines[-2]

    row, line = play(script, size=SMALL)
    name = {"2": lambda: row.project.title, "5": lambda: row.total.label, "6": lambda: row.project.title}[key]()
    assert name[:60] in line


def test_lines_of_a_file_are_told_apart(play):
    async def script(stage):
        await stage.press("4", "enter", "enter")
        return [line for line in stage.lines if ".toml:" in line]

    lines = play(script, size=SMALL)
    assert len({line.split()[1] for line in lines}) == len(lines) > 2
    assert all(line.split()[0].rpartition(":")[2].isdigit() for line in lines)


def test_projects_of_several_towns_name_theirs(play):
    async def script(stage):
        await stage.press("2")
        return stage.lines[2], stage.lines[3]

    head, first = play(script, root=TOWNS, size=SMALL)
    assert "Collectivité" in head
    assert "Ville d'Angoulême" in first


def test_what_is_planned_is_never_drawn_as_paid():
    for glyphs in (UNICODE, ASCII):
        assert not set(glyphs.planned_levels) & set(glyphs.paid_levels) - {" "}


def test_a_wanted_column_has_room_before_those_that_may_leave():
    columns = (Column("name", "", 10, wanted=40), Column("a", "", 20, rank=2), Column("b", "", 20, rank=1))
    assert [(column.key, cells) for column, cells in layout(columns, 70)] == [("name", 20), ("a", 20), ("b", 20)]
    assert [(column.key, cells) for column, cells in layout(columns, 60)] == [("name", 17), ("b", 20)]
