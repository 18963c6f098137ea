"""The mouse: whatever can be read as a button is one, and no click waits for the screen that it ends."""

import asyncio

import pytest

from citydash.tui.cells import width_of

PATIENCE = 10
"""Seconds that a click may take, however busy the machine: one that waits for itself takes for ever."""


async def _click(stage, words, *, last=False):
    found = [n for n, line in enumerate(stage.lines) if words in line]
    y = found[-1 if last else 0]
    x = width_of(stage.lines[y][: stage.lines[y].index(words)])
    await asyncio.wait_for(stage.pilot.click(offset=(x, y)), PATIENCE)
    await stage.settle()


def test_the_footer_leads_back_and_on_from_a_project_s_page(play):
    async def script(stage):
        rooms = []
        await stage.press("2", "enter")
        for words in ("esc Retour", "2 Projets", "6 Agenda"):
            rooms.append(stage.app.frame.room)
            await _click(stage, words, last=True)
            rooms.append(stage.app.frame.room)
            await stage.press("2", "enter")
        return rooms

    assert play(script) == ["project", "projects", "project", "projects", "project", "agenda"]


@pytest.mark.parametrize("key", ["question_mark", "d", "s"])
def test_a_paper_closes_by_its_border(play, key):
    async def script(stage):
        before = stage.app.screen
        await stage.press(key)
        opened = stage.app.screen
        await _click(stage, "esc Retour")
        return opened is not before, stage.app.screen is before

    assert play(script, save=lambda *_: None) == (True, True)


def test_names_above_the_budget_lead_back_to_them(play):
    async def script(stage):
        await stage.press("4", "enter", "enter")
        depths = [stage.app.frame.now.depth]
        for words in ("Direction du développement", "Budget"):
            y = next(n for n, line in enumerate(stage.lines[:3]) if words in line)
            await asyncio.wait_for(stage.pilot.click(offset=(stage.lines[y].index(words) + 1, y)), PATIENCE)
            await stage.settle()
            depths.append(stage.app.frame.now.depth)
        await _click(stage, "prévu, les deux")
        return depths, type(stage.app.screen).__name__

    assert play(script, size=(200, 40)) == ([2, 1, 0], "PivotMenu")


def test_what_the_header_says_is_chosen_there(play):
    async def script(stage):
        await stage.press("c")
        await _click(stage, "certitude")
        certainty = stage.app.context.choice.certainty
        await _click(stage, "avertissements")
        room = stage.app.frame.room
        await _click(stage, "fichiers en cours")
        return certainty, room, type(stage.app.screen).__name__

    assert play(script) == ("secured", "problems", "MomentPicker")
