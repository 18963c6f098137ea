"""Files that change while the dashboard is open, files that break, and workspaces that aren't there."""

import asyncio
import shutil
from pathlib import Path
from time import monotonic

VALOMBRE = Path(__file__).parents[2] / "portfolios" / "valombre"


async def _until(stage, what, seconds=8.0):
    """Wait for the files' change to reach the screen; how long it took."""
    start = asyncio.get_running_loop().time()
    while not what():
        await asyncio.sleep(0.02)
        assert asyncio.get_running_loop().time() - start < seconds, stage.text
    await stage.settle()
    return asyncio.get_running_loop().time() - start


async def _watching(stage):
    """Once the watcher runs, so that no change comes before it looks."""
    await asyncio.sleep(0.6)


def copy(tmp_path):
    shutil.copytree(VALOMBRE, tmp_path / "valombre")
    return tmp_path / "valombre"


def test_a_change_shows_and_the_cursor_stays_on_its_project(play, tmp_path):
    root = copy(tmp_path)

    async def script(stage):
        await stage.press("2", *["down"] * 6)
        table = stage.app.frame.table
        project = table.current.project.key
        await _watching(stage)
        path = root / "agents.toml"
        path.write_text(
            path.read_text(encoding="utf-8").replace('title = "Assistants', 'title = "Changé en direct'),
            encoding="utf-8",
        )
        took = await _until(stage, lambda: "Changé en direct" in stage.text)
        return project, table.current.project.key, took

    before, after, took = play(script, root=root)
    assert before == after
    assert took < 5


def test_a_broken_file_is_a_count_and_everything_else_stays(play, tmp_path):
    root = copy(tmp_path)

    async def script(stage):
        await stage.press("2")
        await _watching(stage)
        (root / "agents.toml").write_text("[portfolio\n", encoding="utf-8")
        await _until(stage, lambda: "erreur" in stage.lines[0])
        broken = len(stage.app.frame.table.rows), stage.lines[0]
        shutil.copy(VALOMBRE / "agents.toml", root / "agents.toml")
        await _until(stage, lambda: "erreur" not in stage.lines[0])
        return broken, len(stage.app.frame.table.rows)

    (rows, header), again = play(script, root=root)
    assert rows == 45
    assert "● 1" in header.replace("\u00a0", " ")
    assert again == 49


def test_a_project_page_whose_project_goes_says_so(play, tmp_path):
    root = copy(tmp_path)

    async def script(stage):
        await stage.press("2", "enter")
        assert stage.app.frame.room == "project"
        await _watching(stage)
        (root / "agents.toml").unlink()
        await _until(stage, lambda: bool(stage.notices))
        await stage.press("escape")
        return stage.app.frame.room, len(stage.app.frame.table.rows)

    assert play(script, root=root) == ("projects", 45)


def test_a_missing_folder_explains_itself_and_is_waited_for(play, tmp_path):
    root = tmp_path / "nowhere"

    async def script(stage):
        missing = stage.text
        await stage.press("l")
        english = stage.text
        await stage.press("2", "4", "1")
        shutil.copytree(VALOMBRE, root)
        await _until(stage, lambda: "49 projects" in stage.text)
        return missing, english

    missing, english = play(script, root=root)
    assert str(root.name) in missing
    assert "citydash path/to/town" in english or "citydash " in english
    assert "citydash " in missing


def test_an_empty_folder_explains_itself(play, tmp_path):
    async def script(stage):
        return stage.text

    text = play(script, root=tmp_path)
    assert "town.toml" in text


def _toml_after(lines, words):
    """The lines of a file that a screen says to write."""
    start = next(n for n, line in enumerate(lines) if words in line) + 1
    found = []
    for line in lines[start:]:
        said = line.partition("│")[2].strip() if "│" in line else line.strip()
        if said and not said.startswith("[") and "=" not in said:
            break
        found.append(said)
    return "\n".join(found)


def test_writing_what_an_empty_folder_says_leads_to_a_first_project(play, tmp_path):
    async def script(stage):
        footer = stage.lines[-1]
        await _watching(stage)
        town = tmp_path / "ma-ville"
        town.mkdir()
        (town / "town.toml").write_text(_toml_after(stage.lines, "ma-ville/town.toml"), encoding="utf-8")
        await _until(stage, lambda: "capteurs.toml" in stage.text)
        await stage.press("2")
        table = stage.text
        await stage.press("1")
        (town / "capteurs.toml").write_text(_toml_after(stage.lines, "capteurs.toml"), encoding="utf-8")
        await _until(stage, lambda: "premier portefeuille" not in stage.text)
        return footer, table, stage.text

    footer, table, shown = play(script, root=tmp_path, size=(110, 40))
    assert "Quitter" in footer
    assert "Budget" not in footer
    assert "pas encore de projet" in table
    assert "Capteurs" in shown
    assert "erreur" not in shown


def test_a_workspace_whose_every_file_is_broken(play, workspace):
    root = workspace({"ici/town.toml": "format = 1\n[town]\nname = 3\n", "ici/p.toml": "[portfolio"})

    async def script(stage):
        seen = [stage.lines[0]]
        for key in ("2", "4", "1"):
            await stage.press(key)
            seen.append(stage.text)
        return seen

    seen = play(script, root=root)
    assert "erreurs" in seen[0]
    assert "la touche 8 montre pourquoi" in seen[1] + seen[3]


def test_midnight_moves_the_deadlines(play, monkeypatch):
    monkeypatch.setattr("citydash.tui.loading.STILL", 0.1)

    async def script(stage):
        first = stage.app.context.loaded
        stage.app.context.loaded = first._replace(today="2020-01-01")
        stage.app._look_at_the_clock()
        await stage.settle()
        return first.generation, stage.app.context.loaded.generation, stage.app.context.loaded.today

    before, after, today = play(script, today=None)
    assert after == before + 1
    assert today != "2020-01-01"


def test_the_clock_waits_until_nobody_types(play, monkeypatch):
    monkeypatch.setattr("citydash.tui.loading.STILL", 0.2)

    async def script(stage):
        app, looked = stage.app, []
        app.look_back = lambda: looked.append(monotonic())
        stage._send("down")
        await asyncio.sleep(0)
        await stage.pilot._wait_for_screen()
        typed = app._last_input
        for _ in range(2):  # asked for again, one look is put off
            app._look_at_the_clock()
        at_once = len(looked)
        await asyncio.sleep(0.5)
        return typed, at_once, looked

    typed, at_once, looked = play(script)
    assert at_once == 0
    assert len(looked) == 1
    assert looked[0] >= typed + 0.2
