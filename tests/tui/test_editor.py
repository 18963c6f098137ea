"""The user's editor, at the line."""

import pytest

from citydash.locale import Locale
from citydash.tui import editor
from citydash.tui.state import Place

PATH = "/w/ville [1]/p.toml"


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("vim", ["vim", "+12", PATH]),
        ("/usr/bin/nvim -u NONE", ["/usr/bin/nvim", "-u", "NONE", "+12", PATH]),
        ("nano", ["nano", "+12", PATH]),
        ("emacs -nw", ["emacs", "-nw", "+12", PATH]),
        ("code", ["code", "--wait", "-g", f"{PATH}:12:3"]),
        ("codium --wait", ["codium", "--wait", "-g", f"{PATH}:12:3"]),
        ("hx", ["hx", f"{PATH}:12:3"]),
        ("subl", ["subl", f"{PATH}:12:3"]),
        ("zed", ["zed", f"{PATH}:12:3"]),
        ("unknown-editor", ["unknown-editor", PATH]),
        ('"/opt/My Editor/vi"', ["/opt/My Editor/vi", "+12", PATH]),
    ],
)
def test_each_usual_editor_gets_the_line_in_its_way(said, line):
    assert editor.command({"EDITOR": said}, PATH, 12, 3) == line


def test_visual_comes_before_editor_and_a_name_is_no_option():
    assert editor.command({"VISUAL": "hx", "EDITOR": "vi"}, "p", 1, 1) == ["hx", "p:1:1"]
    assert editor.command({"EDITOR": "vi"}, "-rf", 1, 1) == ["vi", "+1", "./-rf"]


def test_without_any_editor_nothing_is_run(monkeypatch):
    monkeypatch.setattr(editor.shutil, "which", lambda _name: None)
    assert editor.command({}, PATH, 1, 1) == []
    assert editor.command({"EDITOR": "'"}, PATH, 1, 1) == []


def test_what_goes_wrong_is_said_never_raised():
    assert editor.run(["true"]) is None
    assert "no-such-editor" in Locale("en").error(editor.run(["no-such-editor", PATH]))
    assert "(1)" in Locale("fr").error(editor.run(["false"]))


def test_the_dashboard_comes_back_and_reads_the_files_again(play, monkeypatch):
    run = []
    monkeypatch.setenv("EDITOR", "vim")
    monkeypatch.setattr(editor, "run", run.append)

    async def script(stage):
        monkeypatch.setattr(type(stage.app._driver), "can_suspend", True, raising=False)
        generation = stage.app.context.loaded.generation
        await stage.press("2")
        stage.app.edit(Place("agents.toml", 7))
        await stage.settle()
        return generation, stage.app.context.loaded.generation, stage.text

    before, after, text = play(script)
    assert run[0][0:2] == ["vim", "+7"]
    assert after == before + 1
    assert "49 projets" in text.replace("\u00a0", " ")
