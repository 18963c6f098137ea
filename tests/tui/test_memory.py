"""What comes back at the next start, and what doesn't come in its way."""

import subprocess
import sys
import tomllib

import pytest

from citydash import settings
from citydash.tui import DashboardOptions
from citydash.tui.memory import keep, recall
from citydash.tui.state import Choice, Memory


def test_what_was_kept_comes_back(tmp_path):
    path = str(tmp_path / "deep" / "town.toml")
    memory = Memory(
        "budget", "is:late “x”", "secured", "citydash-light", "en", "csv",
        screens={"budget": {"rows": "lead"}, "projects": {}},
    )  # fmt: skip
    keep(path, memory)
    assert recall(path) == memory._replace(screens={"budget": {"rows": "lead"}})


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\xff\xfe", b"screen = ", b"screen = 3\nwhere = ['x']\ncertainty = 'sure'\ntheme = {}\nbudget = 4",
        b'where = "a\\u001b[31m"', b"a." * 30_000 + b"a = 1", b"[" * 60_000, b"x = 1\n" * 50_000,
    ],
)  # fmt: skip
def test_anything_in_the_file_is_bearable(tmp_path, data):
    path = tmp_path / "town.toml"
    path.write_bytes(data)
    found = recall(str(path))
    assert found._replace(screens={}) == Memory()


def test_nothing_to_read_and_nowhere_to_write(tmp_path):
    assert recall(str(tmp_path / "no")) == Memory()
    (tmp_path / "file").write_text("")
    keep(str(tmp_path / "file" / "town.toml"), Memory("budget"))
    keep(str(tmp_path / "town.toml"), Memory(screens={"x": {"y": None}}))
    assert not (tmp_path / "town.toml").exists()


def test_where_it_stands(tmp_path):
    one = settings.state_file({"XDG_STATE_HOME": str(tmp_path)}, "/towns/ville [1]")
    other = settings.state_file({"XDG_STATE_HOME": str(tmp_path)}, "/villages/ville [1]")
    assert one != other
    assert one.startswith(f"{tmp_path}/citydash/ville--1--")
    assert settings.state_file({"CITYDASH_STATE": "none"}, "/towns") is None
    assert settings.state_file({"CITYDASH_STATE": str(tmp_path)}, "/towns").startswith(f"{tmp_path}/towns-")
    assert settings.state_file({"XDG_STATE_HOME": "not/whole"}, "/towns") is None


def test_what_the_command_line_says_wins():
    memory = Memory(where="is:late", certainty="secured", language="en")
    options = DashboardOptions("r", None, None, None, memory=memory)
    assert (options.choice, options.chosen_language) == (Choice("is:late", "secured"), "en")
    options = options._replace(where="", language="fr")
    assert (options.choice, options.chosen_language) == (Choice("", "secured"), "fr")


def test_the_next_start_shows_what_the_last_one_did(play, tmp_path):
    state = str(tmp_path / "valombre.toml")

    async def first(stage):
        await stage.press("2", "o", "r", "down", "down", "c", "t", "l")
        kept = stage.app.frame.table.current.project.key
        await stage.press("4", "x", "k", "i", "enter", "slash")
        await stage.type("portfolio:capteurs")
        await stage.press("enter", "2")
        await stage.app.action_quit()
        return kept, stage.app.frame.order, stage.app.theme

    kept, order, theme = play(first, state=state)
    assert tomllib.loads((tmp_path / "valombre.toml").read_text())["screen"] == "projects"

    async def second(stage):
        frame = stage.app.frame
        seen = frame.room, frame.order, stage.app.theme, stage.app.context.choice, stage.app.context.locale.language
        rows = len(frame.table.rows)
        await stage.press("4")
        now = stage.app.frame.now
        await stage.app.action_quit()
        return seen, rows, (now.rows, now.columns, now.section, now.spot)

    seen, rows, budget = play(second, language=None, state=state, memory=recall(state))
    assert seen == ("projects", order, theme, Choice("portfolio:capteurs", "probable"), "en")
    assert rows == 7
    assert budget == ("portfolio", "stage", "investment", None)

    async def third(stage):
        return stage.app.frame.room, stage.app.frame.table.current.project.key

    memory = recall(state)._replace(where="", screen="projects")
    memory.screens["projects"]["project"] = f"valombre/{kept}"
    assert play(third, memory=memory) == ("projects", kept)


@pytest.mark.parametrize("screen", ["overview", "no-such", "budget"])
def test_a_memory_that_makes_no_sense_is_left_aside(play, tmp_path, screen):
    path = str(tmp_path / "town.toml")
    memory = Memory(screen, "department:gone wrong:x", "possible", "no-theme", "de", "doc", screens={
        "budget": {"rows": "nonsense", "crumbs": 1}, "projects": {"sort": ["x"], "project": 3, "columns": {"a": 1}},
        "timeline": {"zoom": "x", "group": [], "folds": 3}, "agenda": {"kind": 4},
    })  # fmt: skip

    keep(path, memory)

    async def script(stage):
        from citydash.tui.app import SCREENS

        start = stage.app.frame.room
        for name in SCREENS:
            await stage.app.run_action(f"show('{name}')")
            await stage.settle()
        return start, stage.app.unforeseen, stage.app.context.locale.language

    start, errors, language = play(script, language=None, memory=recall(path))
    assert start == ("budget" if screen == "budget" else "overview")
    assert errors == []
    assert language == "fr"


def test_reading_it_loads_little_and_nothing_where_there_is_none(tmp_path):
    path = tmp_path / "town.toml"
    keep(str(path), Memory("budget", "is:late", screens={"budget": {"rows": "lead"}}))
    code = (
        "import sys; from citydash.tui.memory import recall; sys.modules.pop('tomllib', None);"  # coverage has it
        f"recall({str(tmp_path / 'no')!r}); print(*sys.modules); recall({str(path)!r}); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    without, there = (set(line.split()) for line in done.stdout.splitlines())
    assert "tomllib" not in without
    assert "tomllib" in there
    assert not there & {"tomli_w", "textual"}
