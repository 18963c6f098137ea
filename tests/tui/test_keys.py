"""Every key that works everywhere, and the one tuple that they all come from."""

import re
from pathlib import Path

from citydash.locale import Locale
from citydash.tui.app import SCREENS
from citydash.tui.commands import COMMANDS, bindings_for, commands_of, sign_of

VALOMBRE = Path(__file__).parents[2] / "portfolios" / "valombre"


def test_every_screen_is_a_room_and_no_key_has_two_meanings_in_one():
    for room in SCREENS:
        keys = [command.keys for command in commands_of("app", "rows", room)]
        assert len(keys) == len(set(keys)), room
        assert any(command.action == f"show('{room}')" for command in COMMANDS), room


def test_bindings_palette_and_help_come_from_the_tuple(play):
    assert {binding.key for binding in bindings_for("app")} == {c.keys for c in COMMANDS if c.where == "app"}

    async def script(stage):
        locale = stage.app.context.locale
        await stage.press("2", "question_mark")
        page = stage.app.screen.query_one("#help")
        said = "\n".join("".join(text for text, _style in line.parts) for line in page.rows)
        await stage.press("escape")
        assert all(locale.text(command.label) in said for command in commands_of("app", "rows", "projects"))
        await stage.press("ctrl+p")
        listed = stage.text
        for command in commands_of("app", "projects")[:6]:
            if command.in_palette:
                assert locale.text(command.label) in listed
        await stage.press("escape")
        return stage.app.frame.room

    assert play(script, size=(140, 60)) == "projects"


def test_digits_without_a_screen_do_nothing(play):
    keys = {command.keys for command in COMMANDS if command.action.startswith("show(")}

    async def script(stage):
        for key in set("0123456789") - keys:
            await stage.press(key)
            assert stage.app.frame.room == "overview"
            assert not stage.notices
        return stage.lines[-1]

    assert play(script, size=(160, 40)).split()[:2] == ["1", "Vue"]


def test_escape_from_a_page_goes_back_where_one_was(play):
    async def script(stage):
        await stage.press("2", "down", "down", "enter", "escape")
        return stage.app.frame.room, stage.app.frame.table.cursor

    assert play(script) == ("projects", 2)


def test_the_language_changes_every_word(play):
    async def script(stage):
        french = stage.text
        await stage.press("l")
        english = stage.text
        await stage.press("2")
        table = stage.text
        await stage.press("l")
        return french, english, table, stage.text

    french, english, table, again = play(script)
    assert "jalons en retard" in french
    assert "late milestones" in english
    assert "retard" not in english
    assert "Next milestone" in table or "Slip" in table
    assert "Glissement" in again


def test_no_french_screen_has_english_words(play):
    """Names of the files are French; what the program says has to be."""

    async def script(stage):
        seen = ""
        for key in ("1", "2", "4", "m", "enter", "enter", "2", "enter"):
            await stage.press(key)
            seen += stage.text
        return seen

    found = set(re.findall(r"\w+", play(script)))
    assert not found & {
        "of",
        "the",
        "late",
        "planned",
        "paid",
        "secured",
        "department",
        "both",
        "ceiling",
        "oper",
        "file",
    }


def test_the_theme_goes_round_and_colours_change(play):
    async def script(stage):
        seen, colours = [], []
        for _ in range(4):
            seen.append(stage.app.theme)
            strip = stage.app.screen._compositor.render_strips()[1]
            colours.append(str(next(iter(strip)).style.bgcolor))
            await stage.press("t")
        return seen, colours

    names, colours = play(script)
    assert len(set(names[:3])) == 3
    assert names[0] == names[3]
    assert len(set(colours[:3])) == 3


def test_certainty_changes_figures_on_every_screen(play):
    async def script(stage):
        frames = {}
        for key in ("1", "2", "5"):
            await stage.press(key)
            frames[key] = [stage.text]
        for _ in range(2):
            await stage.press("c")
            for key in ("1", "2", "5"):
                stage.app.clear_notifications()
                await stage.press(key)
                frames[key].append(stage.text)
        return frames, stage.app.context.choice.certainty

    frames, certainty = play(script, size=(160, 40))
    assert certainty == "secured"
    for texts in frames.values():
        assert len(set(texts)) == 3
    assert "100\u00a0% sécurisé" in frames["1"][2]


def test_copy_says_how_much_and_puts_it_on_the_clipboard(play):
    async def script(stage):
        await stage.press("2", "y")
        listed = stage.app.clipboard
        await stage.press("4", "y")
        return listed, stage.app.clipboard, stage.notices

    listed, pivot, notices = play(script)
    rows = listed.split("\n")
    assert len(rows) == 50
    assert len({row.count("\t") for row in rows}) == 1
    assert pivot.split("\n")[-1].endswith("25205000,00")
    assert any("50" in notice for notice in notices)


def test_tab_goes_to_the_next_pane(play):
    async def script(stage):
        seen = [stage.app.focused.id]
        for _ in range(4):
            await stage.press("tab")
            seen.append(stage.app.focused.id)
        return seen

    assert play(script) == ["attention", "ahead", "portfolios", "pillars", "attention"]


def test_a_command_that_fails_is_a_notice_and_the_dashboard_goes_on(play, monkeypatch):
    from citydash.tui.app import Dashboard

    def broken(self):
        raise ValueError("[red]boom[/red]")

    monkeypatch.setattr(Dashboard, "action_theme", broken)

    async def script(stage):
        await stage.press("t", "2")
        return stage.app.frame.room, stage.notices

    room, notices = play(script)
    assert room == "projects"
    assert any("[red]boom[/red]" in notice for notice in notices)


def test_a_screen_that_fails_is_a_notice_and_the_others_work(play, monkeypatch):
    from citydash.tui.screens.budget import BudgetScreen

    def broken(self, result):
        raise ValueError("no budget today")

    monkeypatch.setattr(BudgetScreen, "show", broken)

    async def script(stage):
        await stage.press("4")
        notices = stage.notices
        await stage.press("2")
        return notices, stage.text

    notices, text = play(script)
    assert any("no budget today" in notice for notice in notices)
    assert "Gare commune" in text or "Capteurs" in text or "RGPD" in text


def test_click_on_the_footer_and_on_rows(play):
    async def script(stage):
        footer = stage.lines[-1]
        await stage.pilot.click("#footer", offset=(footer.index("Projets") + 1, 0))
        await stage.settle()
        assert stage.app.frame.room == "projects"
        await stage.pilot.click("#projects", offset=(5, 5))
        await stage.settle()
        assert stage.app.frame.table.cursor == 3
        await stage.pilot.click("#projects", offset=(5, 5))
        await stage.settle()
        return stage.app.frame.room

    assert play(script) == "project"


def test_enter_on_what_needs_attention_opens_the_project(play):
    async def script(stage):
        title = stage.app.focused.current.first
        await stage.press("enter")
        return title, stage.app.frame.room, stage.text

    title, room, text = play(script)
    assert room == "project"
    assert title in text


def test_enter_on_a_portfolio_lists_its_projects(play):
    async def script(stage):
        await stage.press("tab", "tab")
        assert stage.app.focused.id == "portfolios"
        await stage.press("enter")
        return stage.app.frame.room, stage.app.context.choice.where, len(stage.app.frame.table.rows)

    assert play(script) == ("projects", "portfolio:capteurs", 7)


def test_a_key_is_called_by_its_letter_in_every_language():
    locale = Locale("fr")
    assert locale.text("d") != "d"  # a word to translate, too: days
    for command in COMMANDS:
        if not command.sign:
            assert sign_of(command, locale.text) == command.keys
    signs = {sign_of(command, locale.text) for command in commands_of("rows")}
    assert {"PgPréc", "PgSuiv", "Début", "Fin", "⏎"} <= signs
    assert all(
        sign_of(command, locale.text, ascii_only=True).isascii() for command in COMMANDS if not command.sign.isascii()
    )
