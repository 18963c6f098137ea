"""Papers are made once and laid again: nothing of the time before is left on them, and what comes too late is not for them."""

import asyncio
import threading

from textual.css.stylesheet import Stylesheet
from textual.widgets import Input

from citydash.tui.screens.finder import Finder
from citydash.tui.screens.save import SaveScreen
from citydash.tui.state import Moment


def test_a_paper_is_made_once(play):
    async def script(stage):
        seen = []
        for _ in range(2):
            await stage.press("question_mark")
            seen.append(stage.app.screen)
            await stage.press("escape")
        return seen[0] is seen[1], len(stage.app.screen_stack)

    assert play(script) == (True, 1)


def test_it_says_what_it_is_laid_for_in_the_language_of_now(play):
    async def script(stage):
        seen = []
        for keys in (("2", "question_mark"), ("escape", "3", "question_mark"), ("escape", "l", "question_mark")):
            await stage.press(*keys)
            seen.append(stage.text)
        return seen

    projects, timeline, english = play(script, size=(140, 60))
    assert "choisir les colonnes du tableau" in projects
    assert "choisir les colonnes du tableau" not in timeline
    assert "reculer dans le temps" in timeline
    assert "move back in time" in english
    assert "Aide" not in english


def test_it_begins_at_its_top_with_nothing_typed(play):
    async def script(stage):
        await stage.press("2", "question_mark", "pagedown", "pagedown", "escape", "question_mark")
        top = stage.app.screen.query_one("#help").scroll_offset.y
        await stage.press("escape", "ctrl+p", *"budget", "down", "escape", "ctrl+p")
        palette = stage.app.screen.query_one(Input).value, stage.app.screen.found.cursor
        await stage.press("escape", "k", "down", "down", "escape", "k")
        columns = stage.app.screen.query_one("#columns").cursor
        await stage.press("escape", "s", *"xyz", "down", "escape", "s")
        return top, palette, columns, stage.app.screen.query_one(Input).value, stage.app.screen.form

    top, palette, columns, name, form = play(script, size=(80, 24), save=lambda *_: None)
    assert (top, palette, columns) == (0, ("", 0), 0)
    assert name == "valombre-projects-2026-11-22.md"
    assert form == "markdown"


def test_it_wears_the_theme_of_now(play):
    async def script(stage):
        seen = []
        for keys in (("question_mark",), ("escape", "t", "question_mark")):
            await stage.press(*keys)
            paper = stage.app.screen.query_one("#paper")
            seen.append((paper.styles.background, paper.styles.border_title_color))
        return seen

    dark, light = play(script)
    assert dark[0] != light[0]
    assert dark[1] != light[1]


def said(sheet):
    """Its rules, in order."""
    return [(rule.selectors, str(sorted(rule.styles.get_rules().items()))) for rule in sheet.rules]


def test_the_rules_kept_for_a_theme_are_those_that_textual_would_parse(play):
    async def script(stage):
        await stage.press("2", "t", "t", "t", "t", "question_mark")
        kept = stage.app.stylesheet
        anew = Stylesheet(variables=stage.app.get_css_variables())
        anew.source = dict(kept.source)
        anew.parse()
        return stage.app.theme, said(kept), said(anew)

    theme, kept, anew = play(script)
    assert theme != "citydash-dark"
    assert len(kept) > 50
    assert kept == anew


def slow(gate):
    """A writer that waits."""

    def save(_arguments, path, _form):
        gate.wait(10)
        if "wrong" in path:
            raise OSError("no room")

    return save


def test_a_file_that_is_written_after_its_paper_was_left_is_told_and_closes_no_other(play):
    gate = threading.Event()

    async def leave(stage, *name):
        for key in ("s", *name, "enter", "escape"):  # nobody waits for the file
            stage._send(key)
            await asyncio.sleep(0.1)

    async def script(stage):
        await stage.press("2")
        await leave(stage)
        await leave(stage, *"wrong")
        stage._send("s")
        await asyncio.sleep(0.2)
        stays = isinstance(stage.app.screen, SaveScreen) and not stage.app.screen.writing
        gate.set()
        await stage.settle()
        return stays, isinstance(stage.app.screen, SaveScreen), stage.notices

    stays, still, notices = play(script, save=slow(gate))
    assert (stays, still) == (True, True)
    assert any(".md enregistré" in notice for notice in notices)
    assert any("no room" in notice for notice in notices)


def test_a_commit_that_git_finds_after_its_paper_was_left_is_not_shown(play, past):
    async def script(stage):
        await stage.press("d")
        picker = stage.app.screen
        assert isinstance(picker, Finder)
        await stage.press("escape", "B")
        found = stage.app.session.moments.named("HEAD")
        picker.post_message(picker.Resolved(picker.laid - 1, Moment(found.revision), None))
        await stage.settle()
        return stage.app.screen is picker, stage.app.context.loaded.at

    assert play(script, root=past) == (True, None)
