"""Notices: a box in the corner of whatever screen is shown, that goes by itself or with a click."""

import asyncio

import pytest

from citydash.tui.widgets.notices import Notices

LONG = "le fichier portefeuilles/capteurs.toml ne peut pas être lu : " + "l'accès est refusé, " * 8


def box_of(stage):
    """Where the box is, and the lines of the screen that it covers, cut to it."""
    region = stage.app.screen.query_one(Notices).region
    return region, [line[region.x : region.right] for line in stage.lines[region.y : region.bottom]]


async def say(stage, sentence, **more):
    stage.app.notify(sentence, markup=False, **more)
    await stage.settle()


@pytest.mark.parametrize("size", [(80, 24), (140, 40), (200, 60)])
def test_it_stands_in_the_corner_over_the_footer_with_its_words_whole(play, size):
    async def script(stage):
        await say(stage, LONG, severity="error")
        return (*box_of(stage), stage.lines[-1])

    region, lines, footer = play(script, size=size)
    assert (region.right, region.bottom) == (size[0], size[1] - 1)
    assert region.width <= 70
    assert " ".join("".join(line.strip("│╭╮╰╯─ ●") + " " for line in lines).split()) == " ".join(LONG.split())
    assert lines[1].startswith("│ ● le fichier")
    assert "Aide" in footer


def test_several_stand_below_each_other_the_oldest_first(play):
    async def script(stage):
        await say(stage, "un")
        await say(stage, "deux", severity="warning")
        return box_of(stage)[1]

    assert [line.strip("│ ") for line in play(script)[1:-1]] == ["un", "▲ deux"]


def test_what_is_said_again_stands_once_and_last(play):
    async def script(stage):
        await stage.press("2", "y", "l", "y", "y")
        return box_of(stage)[1]

    assert [line.strip("│ ") for line in play(script)[1:-1]] == ["50 lignes copiées", "50 lines copied"]


def test_an_error_that_says_the_same_as_a_notice_is_another(play):
    async def script(stage):
        for severity in ("information", "error", "error"):
            stage.app.say("non", severity)
        await stage.settle()
        return box_of(stage)[1]

    assert [line.strip("│ ") for line in play(script)[1:-1]] == ["non", "● non"]


def test_text_of_a_file_stays_text_whatever_it_holds(play):
    async def script(stage):
        await say(stage, "[red]x[/] 公園 \x1b[31mé\u0301")
        return box_of(stage)[1], stage.app.unforeseen

    lines, errors = play(script)
    assert "[red]x[/] 公園 " in lines[1]
    assert "\x1b" not in lines[1]
    assert errors == []


def test_it_goes_with_a_click(play):
    async def script(stage):
        await say(stage, "copié")
        box = stage.app.screen.query_one(Notices)
        shown = box.display
        await stage.pilot.click(Notices)
        await stage.settle()
        return shown, box.display, stage.notices

    assert play(script) == (True, False, [])


def test_it_goes_by_itself(play):
    async def script(stage):
        await say(stage, "bientôt", timeout=0.4)
        await say(stage, "plus tard", timeout=30)
        await asyncio.sleep(0.6)
        await stage.settle()
        return box_of(stage)[1]

    lines = play(script)
    assert "plus tard" in lines[1]
    assert len(lines) == 3


def test_it_comes_along_to_another_screen_and_over_a_paper(play):
    async def script(stage):
        await say(stage, "voyageur")
        seen = []
        for key in ("3", "question_mark", "escape", "2"):
            await stage.press(key)
            seen.append("voyageur" in stage.text)
        stage.app.clear_notifications()
        await stage.press("3")
        return seen, "voyageur" in stage.text

    assert play(script) == ([True, True, True, True], False)


def test_it_keeps_to_the_corner_when_the_window_changes(play):
    async def script(stage):
        await say(stage, "ici")
        await stage.pilot.resize_terminal(90, 30)
        await stage.settle()
        return box_of(stage)[0]

    region = play(script)
    assert (region.right, region.bottom) == (90, 29)


def test_in_ascii_its_border_is_too(play):
    async def script(stage):
        await say(stage, "lu", severity="error")
        return box_of(stage)[1]

    lines = play(script, ascii=True)
    assert all(line.isascii() for line in lines)
    assert "! lu" in lines[1]
