"""Every key that works everywhere, and the one tuple that they all come from."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from citydash.tui.app import SCREENS
from citydash.tui.commands import COMMANDS, bindings_for, commands_of
from citydash.tui.screens.frame import Frame
from citydash.tui.widgets.rows import Rows

VALOMBRE = Path(__file__).parents[2] / "portfolios" / "valombre"
ROOMS = {command.where for command in COMMANDS}
OPENED = {"rows": "projects", "app": "overview", "columns": "projects", "save": "budget", "picker": "changes"}
"""Rooms that stand on another's screen; the others are screens themselves."""
BEFORE = {
    ("rows", "up"): ["down"], ("rows", "down"): ["home"], ("rows", "pageup"): ["end"], ("rows", "pagedown"): ["home"],
    ("rows", "home"): ["end"], ("rows", "end"): ["home"], ("columns", "space"): ["k", "down"],
    ("timeline", "left"): ["n", "right"], ("timeline", "shift+left"): ["n", "right"], ("timeline", "minus"): ["plus"],
    ("timeline", "right"): ["n", "shift+left"], ("timeline", "shift+right"): ["n", "shift+left"],
    ("timeline", "n"): ["plus", "shift+left", "shift+left"], ("timeline", "b"): ["down", "shift+right", "shift+right"],
    ("budget", "m"): ["k", "k", "k"], ("budget", "left"): ["right"], ("budget", "shift+left"): ["shift+right"],
    ("budget", "shift+right"): ["shift+left"], ("agenda", "n"): ["k", "k", "k", "v", "v", "v", "end"], ("problems", "p"): ["home"], ("app", "escape"): ["enter"],
    ("save", "up"): ["s"], ("save", "down"): ["s"], ("save", "escape"): ["s"], ("app", "1"): ["2"], ("funding", "g"): ["v"],
    ("picker", "up"): ["f", "end", "down"], ("picker", "down"): ["f", "pageup"], ("picker", "pageup"): ["f", "pagedown"],
    ("picker", "pagedown"): ["f", "pageup"], ("picker", "escape"): ["f"],
}  # fmt: skip
"""What is pressed first, so that there is something to do. A new command that needs nothing is tested as it is."""


def seen(stage):
    """Everything that a command may change."""
    app = stage.app
    return (
        [(rows.cursor, rows.scroll_offset) for rows in app.screen.query(Rows)],
        app.current_mode, type(app.screen).__name__, stage.text, app.theme, app.context.locale.language, app.clipboard,
        app.context.choice, stage.notices, app.focused.id if app.focused else "", app.return_value,
    )  # fmt: skip


def changed(tmp_path):
    """Valombre in a repository of its own, a project changed since its commits."""
    root = Path(shutil.copytree(VALOMBRE, tmp_path / "valombre"))
    git = ("git", "-C", root, "-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
    subprocess.run((*git, "init", "-q"), check=True)
    agents = root / "agents.toml"
    for cost in (300_000, 310_000):
        subprocess.run((*git, "add", "."), check=True)
        subprocess.run((*git, "commit", "-q", "-m", f"before {cost}"), check=True)
        agents.write_text(
            agents.read_text() + f"\n[project.new-{cost}]\ntitle = 'New'\nstatus = 'idea'\nlead = 'dsi'\n"
        )
    return root


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_every_key_does_something(play, tmp_path, room):
    """Each command of the table is pressed where it works; what is seen is another thing afterwards."""

    async def script(stage):
        silent = []
        for command in [c for c in COMMANDS if c.where == room]:
            while not isinstance(stage.app.screen, Frame):
                await stage.press("escape")
            if stage.app.frame.types_filter:
                await stage.press("escape")
            await stage.app.run_action(f"show('{OPENED.get(room, room)}')")
            await stage.settle()
            stage.app.clear_notifications()
            await stage.press(*BEFORE.get((room, command.keys), ()))
            before = seen(stage)
            if command.action == "quit":
                await stage.pilot.press(command.keys)
                await stage.pilot.pause()
            else:
                await stage.press(command.keys)
            if seen(stage) == before:
                silent.append(command.keys)
        return silent, [repr(error) for error in stage.app.unforeseen]

    root = changed(tmp_path) if room in ("changes", "picker") else VALOMBRE
    assert play(script, root=root, size=(80 if room == "budget" else 140, 30), save=lambda *_: None, where=None) == (
        [],
        [],
    )


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


def test_numbers_switch_screens_and_screens_that_do_not_exist_have_none(play):
    keys = {command.keys: command.action[6:-2] for command in COMMANDS if command.action.startswith("show(")}

    async def script(stage):
        for key in (*keys, *reversed(keys)):
            await stage.press(key)
            assert stage.app.frame.room == stage.app.current_mode == keys[key]
            assert not stage.notices
        for key in set("0123456789") - set(keys):
            await stage.press(key)
            assert stage.app.frame.room == keys["1"]
        return stage.lines[-1]

    assert len(keys) == len(set(keys.values())) >= 3
    assert play(script, size=(160, 40)).split()[:2] == ["1", "Vue"]


def test_a_number_leaves_a_project_page(play):
    async def script(stage):
        await stage.press("2", "enter")
        assert stage.app.frame.room == "project"
        await stage.press("2")
        assert stage.app.frame.room == "projects"
        await stage.press("enter", "4")
        assert stage.app.frame.room == "budget"

    play(script)


def test_q_quits(play):
    async def script(stage):
        await stage.pilot.press("q")
        await stage.pilot.pause()
        return stage.app.return_value

    assert play(script) == 0


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
