"""The filter bar: it holds on every screen, says how many match, and what it doesn't understand."""

from pathlib import Path

from citydash.figures.request import Request
from citydash.figures.rollup import rollup
from citydash.figures.view import View
from citydash.index import open_workspace

VALOMBRE = Path(__file__).parents[2] / "portfolios" / "valombre"
TODAY = "2026-11-22"


async def _filter(stage, text):
    await stage.press("slash")
    await stage.type(text)


def test_it_holds_on_every_screen_and_says_how_many(play):
    async def script(stage):
        await _filter(stage, "is:late")
        typing = stage.row(" sur 49")
        await stage.press("enter")
        seen = []
        for key in ("1", "2", "4"):
            await stage.press(key)
            assert "filtre\u00a0: is:late" in stage.lines[0]
            seen.append(stage.row(" sur\u00a049") if " sur\u00a049" in stage.text else stage.row(" sur 49"))
        await stage.press("2")
        return typing, seen, len(stage.app.frame.table.rows)

    typing, seen, rows = play(script)
    assert rows == 5
    assert all("5 projets sur 49" in line.replace("\u00a0", " ") for line in (typing, *seen))


def test_figures_are_those_of_the_projects_chosen(play):
    async def script(stage):
        await _filter(stage, "portfolio:capteurs")
        await stage.press("enter", "4")
        assert "facts" in stage.app.session._base.known  # what filters are added up from was read meanwhile
        return stage.app.frame.pivot.foot[0].line.total

    with open_workspace(str(VALOMBRE), None) as snapshot:
        expected = rollup(View(snapshot, TODAY, "portfolio:capteurs"), Request())[0].total
    assert play(script) == expected


def test_an_error_stands_in_the_bar_and_nothing_changes(play):
    async def script(stage):
        await stage.press("2")
        before = len(stage.app.frame.table.rows)
        await _filter(stage, "is:latte")
        return before, len(stage.app.frame.table.rows), stage.text, stage.app.context.choice.where

    before, after, text, where = play(script, size=(180, 40))
    assert before == after == 49
    assert where == ""
    assert "is:latte" in text
    assert "is:late" in text or "late" in text


def test_escape_leaves_the_bar_then_clears_the_filter(play):
    async def script(stage):
        await _filter(stage, "is:late")
        await stage.press("escape")
        held = stage.app.context.choice.where
        focused = stage.app.focused.id
        await stage.press("escape")
        return held, focused, stage.app.context.choice.where, stage.app.frame.filter_bar.display

    assert play(script) == ("is:late", "attention", "", False)


def test_letters_typed_in_the_bar_are_no_commands(play):
    async def script(stage):
        await _filter(stage, "q1l2t")
        return stage.app.frame.room, stage.app.context.locale.language, stage.app.is_running

    assert play(script) == ("overview", "fr", True)


def test_started_with_a_filter(play):
    async def script(stage):
        return stage.text

    text = play(script, where="portfolio:capteurs").replace("\u00a0", " ")
    assert "7 projets sur 49" in text
    assert "7 projets" in text.splitlines()[2]


def test_started_with_a_filter_that_makes_no_sense(play):
    async def script(stage):
        return stage.text, stage.notices

    text, notices = play(script, where="wrong:x")
    assert "49 projets" in text.replace("\u00a0", " ")
    assert any("wrong:" in notice for notice in notices)


def test_an_open_bar_again_keeps_what_was_typed(play):
    async def script(stage):
        await _filter(stage, "is:late")
        await stage.press("enter", "slash")
        return stage.app.focused.value

    assert play(script) == "is:late"


def test_what_makes_no_sense_stays_in_the_bar_on_enter(play):
    async def script(stage):
        await stage.press("2")
        await _filter(stage, "is:latte")
        await stage.press("enter")
        await stage.press("enter")
        still = stage.app.frame.types_filter, stage.app.focused.value
        await stage.press("backspace", "backspace", "backspace")
        await stage.type("te")
        await stage.press("enter")
        return still, stage.app.frame.types_filter, stage.app.context.choice.where

    assert play(script, size=(180, 40)) == ((True, "is:latte"), False, "is:late")


def test_an_id_that_the_workspace_does_not_have_is_no_empty_list(play):
    async def script(stage):
        await stage.press("2")
        await _filter(stage, "department:dsj")
        await stage.press("enter")
        return len(stage.app.frame.table.rows), stage.text

    rows, text = play(script, size=(180, 40))
    assert rows == 49
    assert "department:dsj" in text


def test_the_header_says_what_is_left_out_on_every_screen(play):
    from citydash.tui.app import SCREENS

    async def script(stage):
        await stage.press("c", "c")
        stage.app.take_filter("is:late")
        await stage.settle()
        seen = []
        for name in SCREENS:
            await stage.app.run_action(f"show('{name}')")
            await stage.settle()
            seen.append(stage.lines[0])
        return seen, stage.app.unforeseen

    heads, errors = play(script)
    assert errors == []
    assert all("is:late" in head and "sécurisé" in head for head in heads)
