"""The screens as they are seen, with their looks: in both languages, two sizes, each theme, and without colour.

A picture that changed on purpose is written anew with `pytest tests/tui/test_pictures.py --update-golden`.
"""

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from pictures import GOLDEN, RULE, Legend, contrast, cropped, picture, shot_of, variables
from textual.geometry import Region
from textual.widgets import Input

from citydash.tui.themes import THEMES

SIZES = {"80x24": (80, 24), "140x40": (140, 40)}
LANGUAGES = ("fr", "en")
EVERY_THEME = ("fr", "140x40")
VALOMBRE = Path(__file__).parents[2] / "portfolios" / "valombre"


class Sight(NamedTuple):
    """How one gets there, once; and what is pressed at each size, which `escape` undoes where it opens something."""

    keys: tuple[str, ...]
    again: tuple[str, ...] = ()
    past: bool = False
    """Whether the town has a history."""
    paper: str = ""
    """The widgets that are pictured of it; all the screen where empty."""


SIGHTS = {
    "overview": Sight(("1",)),
    "projects": Sight(("2", "down")),
    "timeline": Sight(("3", "down", "down", "down", "down"), again=("n",)),
    "budget": Sight(("4",)),
    "funding": Sight(("5", "enter", "down")),
    "agenda": Sight(("6",), again=("home",)),
    "changes": Sight(("7", "f", *"BP2026", "enter"), past=True),
    "problems": Sight(("8", "x")),
    "project": Sight(("2", "down", "enter"), again=("home",)),
    "as-of": Sight(("2", "d", *"BP2026", "enter"), past=True),
    "baseline": Sight(("4", "B", *"BP2026", "enter"), past=True),
    "filter": Sight(("2", "slash", *"tiers", "enter"), again=("slash",)),
    "picker": Sight(("1",), again=("d",), past=True, paper="#paper"),
    "palette": Sight(("4",), again=("ctrl+p",), paper="#paper"),
    "help": Sight(("3",), again=("question_mark",), paper="#paper"),
    "save": Sight(("4",), again=("s",), paper="#paper"),
    "columns": Sight(("2",), again=("k",), paper="#paper"),
    "axes": Sight(("4",), again=("a",), paper="#paper"),
    "excerpt": Sight(("8",), again=("enter",), paper="#paper"),
}


async def shoot(stage, sight):
    """What stands on the screen now."""
    app = stage.app
    for field in app.screen.query(Input):
        field.cursor_blink = False
        field._pause_blink(visible=field.has_focus)
    shot = shot_of(app.screen._compositor.render_strips())
    if sight.paper:
        shot = cropped(shot, *Region.from_union([widget.region for widget in app.screen.query(sight.paper)]))
    assert shot.lines
    assert not app.unforeseen
    assert not stage.notices  # they would stand over it for some seconds
    return shot


def tour(sight, sizes, themes):
    """A script that pictures a sight in both languages, at each size, in the first theme; wide in the first language, in
    each.
    """

    async def script(stage):
        seen = {}
        await stage.press(*sight.keys)
        for language in LANGUAGES:
            if language != stage.app.context.locale.language:
                await stage.press("l")
            for size in sizes:
                await stage.pilot.resize_terminal(*SIZES[size])
                await stage.settle()
                is_open = False
                for theme in themes if (language, size) == EVERY_THEME else themes[:1]:
                    if stage.app.theme != theme:
                        stage.app.theme = theme
                        await stage.settle()
                    if not is_open:
                        await stage.press(*sight.again)
                    seen[language, size, theme] = await shoot(stage, sight)
                    is_open = True
                if is_open and (sight.paper or stage.app.frame.types_filter):
                    await stage.press("escape")
        return seen

    return script


@pytest.mark.parametrize("name", SIGHTS)
def test_a_screen_looks_as_it_did(play, golden, past, request, monkeypatch, name):
    sight, themes = SIGHTS[name], [theme.name for theme in THEMES]
    monkeypatch.chdir(VALOMBRE.parents[1])  # a command that is shown names no folder of this machine
    options = {"save": lambda *_: None, "root": past if sight.past else VALOMBRE.relative_to(VALOMBRE.parents[1])}
    sizes = list(reversed(SIZES))  # begun wide; without colour begun narrow: who resized sees what who started sees
    coloured = play(tour(sight, sizes, themes), size=SIZES[sizes[0]], language=LANGUAGES[0], **options)
    monkeypatch.setenv("NO_COLOR", "1")
    plain = play(tour(sight, list(SIZES), themes[:1]), size=SIZES["80x24"], language=LANGUAGES[0], **options)
    legend = Legend()
    for language in LANGUAGES:
        for size in SIZES:
            shots = {theme: coloured[language, size, theme] for theme in themes if (language, size, theme) in coloured}
            bare = plain[language, size, themes[0]]
            for shot in shots.values():  # colours alone say nothing
                assert "\n".join(shot.text) == "\n".join(bare.text)
            text = picture(legend, shots, bare)
            if legend.is_new and request.config.getoption("--update-golden"):
                legend.keep()
            golden(f"{name}-{size}-{language}.txt", text)


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


def test_plain_by_option_is_as_plain_as_by_environment(play, monkeypatch):
    async def script(stage):
        return await shoot(stage, SIGHTS["overview"])

    by_option = play(script, size=(80, 24), color=False)
    monkeypatch.setenv("NO_COLOR", "1")
    assert play(script, size=(80, 24)) == by_option


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


def test_the_colours_of_each_theme(golden):
    """A token that is another shade changes this file and none of the pictures."""
    golden("themes.txt", "".join(f"{token:<22}{'  '.join(found)}\n" for token, found in variables().items()))


def test_whatever_is_written_can_be_read_in_every_theme():
    """Contrast by WCAG: 4.5 for texts, 7 in the theme that is made for it."""
    colours, graphic = variables(), re.compile("bar-|rule|scrollbar")
    for look in Legend().letters:
        front, _, ground = look.partition(" · ")[0].partition(" on ")
        ground = ground.split()[0]
        if front not in colours or ground not in colours or front == ground or graphic.match(front):
            continue
        for theme, one, other, least in zip(THEMES, colours[front], colours[ground], (4.5, 4.5, 7), strict=True):
            assert contrast(one, other) >= least, (theme.name, look)


def test_every_picture_is_of_something_and_every_look_in_one():
    named = {f"{name}-{size}-{language}.txt" for name in SIGHTS for size in SIZES for language in LANGUAGES}
    found = {path.name for path in GOLDEN.iterdir()}
    others = {"looks.txt", "themes.txt", "overview-200x60-fr.txt", "help-fr.txt", "help-en.txt"}
    assert found == named | others
    seen = "".join((GOLDEN / name).read_text(encoding="utf-8").partition(RULE)[2] for name in named)
    assert set(Legend().letters.values()) <= set(seen)
