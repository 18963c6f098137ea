"""The screens as they are seen. A picture that changed on purpose is written anew with `pytest tests/tui --update-golden`."""

import re

import pytest

from citydash.tui.widgets.rows import Rows

SCREENS = {
    "overview": (),
    "projects": ("2", "down"),
    "timeline": ("3", "down", "down", "down", "down"),
    "budget": ("4",),
    "funding": ("5", "enter", "down"),
    "agenda": ("6",),
    "problems": ("8", "x"),
    "project": ("2", "down", "enter"),
}
SIZES = {"80x24": (80, 24), "140x40": (140, 40)}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_looks_as_it_did(play, golden, screen, size, language):
    async def script(stage):
        await stage.press(*SCREENS[screen])
        return stage.text

    golden(f"{screen}-{size}-{language}.txt", play(script, size=SIZES[size], language=language))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_help_page(play, golden, language):
    async def script(stage):
        await stage.press("2", "question_mark")
        page = stage.app.screen.query_one("#help")
        return "\n".join("".join(text for text, _style in line.parts).rstrip() for line in page.write(100)) + "\n"

    golden(f"help-{language}.txt", play(script, language=language))


def test_a_large_terminal_is_filled(play, golden):
    async def script(stage):
        return stage.text

    text = play(script, size=(200, 60))
    assert max(map(len, text.splitlines())) > 180
    golden("overview-200x60-fr.txt", text)


async def _picture(stage):
    for rows in stage.app.screen.query(Rows):
        rows.styles.scrollbar_size_vertical = 0  # its tip depends on when it was last painted
    await stage.settle()
    return stage.app.export_screenshot()


def test_the_dark_theme(play, golden):
    golden("overview-dark.svg", play(_picture, size=(80, 24)))


def test_without_colour_nothing_but_default_colours(play, golden, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")

    async def script(stage):
        picture, colours = await _picture(stage), set()
        for strip in stage.app.screen._compositor.render_strips():
            for segment in strip:
                for shown in stage.app._filters[-1].apply([segment], stage.app.screen.background_colors[1]):
                    colours |= (
                        {str(c.name) for c in (shown.style.color, shown.style.bgcolor) if c is not None}
                        if shown.style
                        else set()
                    )
        return picture, colours

    picture, colours = play(script, size=(80, 24))
    assert colours <= {"default"}
    golden("overview-plain.svg", picture)


def test_plain_by_option_is_as_plain_as_by_environment(play, monkeypatch):
    by_option = play(_picture, size=(80, 24), color=False)
    monkeypatch.setenv("NO_COLOR", "1")
    assert play(_picture, size=(80, 24)) == by_option


def test_ascii_uses_no_other_signs(play):
    async def script(stage):
        seen = stage.text
        await stage.press("2")
        seen += stage.text
        await stage.press("enter")
        return seen + stage.text

    text = play(script, ascii=True, language="en")
    assert not re.findall("[■-◿█▓░╭╯│─┤┼▲●]", text)


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (140, 40), (200, 60)])
def test_no_line_is_wider_than_the_terminal_and_headline_numbers_are_whole(play, size):
    async def script(stage):
        return stage.lines

    lines = play(script, size=size)
    assert len(lines) == size[1]
    assert all(len(line) <= size[0] for line in lines)
    for whole in ("49 projets", "M€ TTC", "5 jalons en retard", "reste à charge 13,5 M€", "retard maximal"):
        assert any(whole in line.replace("\u202f", " ").replace("\u00a0", " ") for line in lines), whole
