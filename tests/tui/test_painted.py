"""Lines are painted past Textual's own cache: the picture must be the one that Textual would have made."""

import pytest
from rich.cells import cell_len
from textual.geometry import Region
from textual.widget import Widget

from citydash.tui.cells import clean, cut, fit, is_plain, width_of


def test_plain_characters_are_harmless_and_one_cell_wide():
    plain = [chr(n) for n in range(0x11000) if is_plain(chr(n))]
    assert len(plain) > 700
    for letter in plain:
        assert letter.isprintable() or letter in "\u202f\u00a0"
        assert cell_len(letter) == 1 == width_of(letter)
        assert clean(letter) == letter


@pytest.mark.parametrize(
    "text", ["Équipements – 1\u202f234", "日本 ville", "a\x1b[31mb", "e\u0301tat", "\u202edroite", "x" * 30]
)
def test_texts_are_fitted_to_the_cell(text):
    for width in range(1, 24):
        for found in (fit(text, width), fit(text, width, right=True), cut(clean(text) * 9, width)):
            assert cell_len(found) == width
            assert all(letter.isprintable() or letter in "\u202f\u00a0" for letter in found)


def cells_of(strips, width):
    """Each line's letters, and what each looks like."""
    return [
        [(letter, segment.style.bgcolor, segment.style.bold) for segment in strip for letter in segment.text][:width]
        for strip in strips
    ]


@pytest.mark.parametrize("options", [{}, {"color": False}, {"ascii": True}])
def test_lines_are_those_that_textual_would_paint(play, options):
    async def script(stage):
        seen = []
        for key in ("2", "end", "t", "4", "1"):
            await stage.press(key)
            for widget in (stage.app.screen, *stage.app.screen.query("Painted, Box, Column, Row")):
                if not widget.display or not widget.region:
                    continue
                # the last column of what scrolls lies under the scrollbar
                width = widget.region.width - widget.scrollbar_size_vertical
                whole = Region(0, 0, *widget.region.size)
                ours = cells_of(widget.render_lines(whole), width)
                widget._styles_cache.clear()
                seen.append((widget.id, ours, cells_of(Widget.render_lines(widget, whole), width)))
        return seen

    seen = play(script, size=(140, 30), **options)
    names = {name for name, _ours, _theirs in seen}
    assert {None, "body", "left", "right", "projects", "preview", "crumbs", "chart"} <= names  # None is the screen
    for name, ours, theirs in seen:
        assert ours == theirs, name


def ground_of(stage):
    """The colours that lines of the screen stand on."""
    strips = stage.app.screen._compositor.render_strips()
    return {
        segment.style.bgcolor.name for strip in strips for segment in strip if segment.style and segment.style.bgcolor
    }


def test_a_theme_that_was_chosen_elsewhere_is_every_screen_s(play):
    async def script(stage):
        await stage.press("2")
        dark = ground_of(stage)
        await stage.press("enter")
        stage.app.action_theme()
        await stage.settle()
        page = ground_of(stage)
        await stage.press("escape")
        back = ground_of(stage)
        await stage.press("1")
        return dark, page, back, ground_of(stage)

    dark, *light = play(script)
    for grounds in light:
        assert not grounds & dark
