"""Text from files is anybody's: it reaches the screen as text, in its cells, whatever it holds."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citydash.tui.cells import clean, cut, fit, fit_end, width_of, wrap

TOWN = """\
format = 1
[town]
name = "[bold]Ville[/bold] de l’essai"
[department.dsi]
name = "[red]Direction[/red]"
[source.dsil]
name = "[@click=app.quit]DSIL[/]"
level = "state"
kind = "grant"
"""
TITLES = {
    "a": "[red]Phase 2[/red] [@click=app.quit]fermer[/]",
    "b": "日本語のとても長い題名がここにありますので切られるはずです",
    "c": "e\u0301te\u0301 combine\u0301 " * 5,
    "d": "مشروع المدينة الذكية مع عنوان طويل جدا لا يتسع له العمود",
    "e": "👩‍👩‍👧‍👦 famille et 🇫🇷 drapeaux ✈️ dans un titre de plus de soixante lettres",
    "f": "x" * 60,
    "g": "\\u00a0espaces\\u202ffines\\u00a0",
}


def hostile(workspace):
    projects = "\n".join(
        f'[project.{key}]\ntitle = "{title}"\nstatus = "delivery"\nlead = "dsi"\nsummary = "[link=x]{title}[/link]"\n'
        f"[project.{key}.budget.dsi.investment]\nplanned = {{ 2026 = 1_000 }}\n"
        f'[project.{key}.funding.dsil]\nstatus = "awarded"\nawarded = 500\n'
        f'[project.{key}.milestone]\nm = {{ title = "[b]{title}[/b]", due = 2026-01-01 }}\n'
        for key, title in TITLES.items()
    )
    head = '[portfolio]\ntitle = "[u]Capteurs[/u]"\npillar = "data"\n'
    return workspace({"ici/town.toml": TOWN, "ici/p.toml": head + projects})


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
def test_every_screen_keeps_its_columns_and_shows_markup_as_text(play, workspace, size):
    root = hostile(workspace)

    async def script(stage):
        seen = {}
        for name, keys in {
            "1": ("1",),
            "2": ("2",),
            "page": ("enter",),
            "5": ("5", "z"),
            "6": ("6",),
            "4": ("4",),
            "drill": ("enter",),
            "lines": ("enter",),
            "excerpt": ("enter",),
        }.items():
            await stage.press(*keys)
            strips = stage.app.screen._compositor.render_strips()
            assert all(strip.cell_length == size[0] for strip in strips), name
            seen[name] = stage.text
        return seen

    seen = play(script, root=root, size=size)
    assert "[bold]Ville" in seen["1"]
    assert "[red]Phase 2[/red]" in seen["2"] or "[red]Phase" in seen["2"]
    assert "[red]Direct" in seen["4"]
    assert "[@click=app.quit]DS" in seen["5"]
    assert "[red]Phase" in seen["5"]
    assert "[b][red]" in seen["6"]
    assert "[link=x]" in seen["page"]


def test_columns_stand_under_their_titles(play, workspace):
    root = hostile(workspace)

    async def script(stage):
        await stage.press("2")
        table = stage.app.frame.table
        rows = [table.render_line(y) for y in range(2, 2 + len(table.rows))]
        at = []
        for strip in rows:
            text = "".join(segment.text for segment in strip)
            at.append(width_of(text[: text.index("▶")]))
        return at

    assert len(set(play(script, root=root))) == 1


def test_a_notice_quotes_a_file_as_text(play, workspace):
    root = workspace({"ici/town.toml": TOWN})

    async def script(stage):
        stage.app.say("[red]x[/red] [@click=app.quit]y[/]")
        await stage.settle()
        return stage.text

    assert "[@click=app.quit]y[/]" in play(script, root=root)


def test_a_palette_hit_is_text(play, workspace):
    root = hostile(workspace)

    async def script(stage):
        await stage.press("ctrl+p")
        await stage.type("phase")
        listed = stage.text
        await stage.press("down", "enter")
        return listed, stage.app.frame.room, stage.app.is_running

    listed, room, running = play(script, root=root)
    assert "[red]Phase 2[/red]" in listed
    assert room == "project"
    assert running


@given(st.text(max_size=40), st.integers(0, 30))
def test_a_text_takes_exactly_its_cells(text, width):
    shown = fit(text, width)
    assert width_of(shown) == width
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)


@given(st.text(max_size=60), st.integers(2, 30))
def test_wrapped_lines_fit_and_lose_no_letter(text, width):
    lines = wrap(text, width)
    assert all(width_of(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == clean(text).replace(" ", "")


def test_cutting_never_splits_a_letter():
    assert cut("日本語", 4) == "日… "
    assert cut("e\u0301e\u0301e\u0301", 2) == "e\u0301…"
    assert cut("mot suivant", 5) == "mot… "
    assert cut("x", 0) == ""


def test_an_emoji_has_the_cells_of_its_first_sign():
    assert clean("👩‍👩‍👧‍👦 ✈️ 👍🏽 ❤️‍🔥") == "👩 ✈ 👍 ❤"
    assert width_of("👩‍👩‍👧‍👦") == 2


def test_what_reads_from_the_right_does_not_turn_the_next_column():
    for text, width in (("مشروع", 12), ("עברית עם כותרת ארוכה", 8)):
        shown = fit(text, width)
        assert shown.endswith("\u200e")
        assert width_of(shown) == width
    assert "\u200e" not in fit("abc", 5)


def test_of_a_path_the_end_is_kept():
    assert fit_end("coeur-de-ville/boutiques.toml:21", 12) == "…ues.toml:21"
    assert fit_end("a.toml:1", 12) == "a.toml:1    "
    assert width_of(fit_end("日本語の題名", 6)) == 6
