"""Papers over a screen: what is beneath stays to be seen, dimmed, in any size and theme; a screen that stands is painted at once."""

import pytest
from textual.color import Color

from citydash.tui.screens.modal import Dimming

PAPERS = {
    "help": ("2", "question_mark"),
    "palette": ("2", "ctrl+p"),
    "columns": ("2", "k"),
    "save": ("2", "s"),
    "axes": ("4", "a"),
}


def line_of(screen, y):
    return "".join(segment.text for segment in screen._compositor.render_strips()[y])


def brightness(screen, y):
    """The brightest colour of a line."""
    styles = [segment.style for segment in screen._compositor.render_strips()[y] if segment.text.strip()]
    return max(Color.from_rich_color(style.color).brightness for style in styles if style.color)


@pytest.mark.parametrize("paper", PAPERS)
def test_the_header_stays_beneath_a_paper_dimmed(play, paper):
    async def script(stage):
        first, key = PAPERS[paper]
        await stage.press(first)
        before = line_of(stage.app.screen, 0), brightness(stage.app.screen, 0)
        await stage.press(key)
        assert isinstance(stage.app.screen, Dimming)
        return before, (line_of(stage.app.screen, 0), brightness(stage.app.screen, 0))

    before, after = play(script, size=(120, 40), save=lambda *_: None)
    assert after[0] == before[0]
    assert after[1] < before[1]


def test_what_is_beneath_follows_the_size_and_the_theme(play):
    async def script(stage):
        await stage.press("2", "question_mark")
        dark = brightness(stage.app.screen, 0)
        await stage.pilot.resize_terminal(90, 30)
        await stage.settle()
        widths = {strip.cell_length for strip in stage.app.screen._compositor.render_strips()}
        stage.app.action_theme()
        await stage.settle()
        return dark, widths, brightness(stage.app.screen, 0), stage.app.theme

    dark, widths, light, theme = play(script)
    assert widths == {90}
    assert theme != "citydash-dark"
    assert light != dark


def test_without_colour_nothing_beneath_has_one(play):
    async def script(stage):
        await stage.press("2", "question_mark")
        strips = stage.app.screen._compositor.render_strips()
        return line_of(stage.app.screen, 0), [s.style for strip in strips for s in strip if s.style]

    header, styles = play(script, color=False)
    assert "Valombre" in header
    assert all(style.color is None or style.color.is_default for style in styles)


def test_a_screen_that_stands_is_painted_without_the_wait_for_one_that_does_not(play):
    async def script(stage):
        await stage.app.action_show("projects")
        first = stage.app._batch_count
        await stage.settle()
        await stage.app.action_show("overview")
        again = stage.app._batch_count
        return first, again

    assert play(script) == (1, 0)
