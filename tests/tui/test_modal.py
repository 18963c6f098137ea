"""Papers over a screen: what is beneath stays to be seen, dimmed, in any size and theme; a screen that stands is painted at once."""

import pytest
from textual.color import Color
from textual.geometry import Region

from citydash.tui.screens.modal import Dimming
from citydash.tui.widgets.notices import Notices

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


def test_what_changes_beneath_is_seen(play):
    async def script(stage):
        await stage.press("2", "question_mark")
        paper, table = stage.app.screen, stage.app.frame.table
        whole = Region(0, 0, *paper.size)
        before = [line.text for line in paper.render_lines(whole)]
        table.rows = table.rows[1:]
        table.repaint()
        await stage.settle()
        return before, [line.text for line in paper.render_lines(whole)]

    before, after = play(script)
    assert after[4:20] != before[4:20]


def test_amid_a_change_of_size_there_are_as_many_lines_as_are_asked_for(play):
    async def script(stage):
        await stage.press("question_mark")
        paper = stage.app.screen
        return [line.cell_length for line in paper.render_lines(Region(0, 0, 140, 43))]

    assert play(script) == [140] * 43


def test_a_notice_stands_over_the_paper_alone(play):
    async def script(stage):
        stage.app.say("noted")
        await stage.settle()
        below = stage.app.frame
        shown = [box.display for box in below.query(Notices)]
        await stage.press("question_mark")
        return shown, [box.display for box in below.query(Notices)], [*stage.app.screen.query_one(Notices).notices]

    shown, below, above = play(script)
    assert shown == [True]
    assert below == [False]
    assert [notice.message for notice in above] == ["noted"]
