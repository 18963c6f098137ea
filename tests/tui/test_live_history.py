"""Commits that others make while the dashboard is open: seen within a second or two, wherever git keeps them."""

import asyncio
import shutil

import pasts
import pytest
from histories import git

from citydash.tui.screens.picker import MomentPicker


async def _until(stage, what, seconds=4.0):
    clock = asyncio.get_running_loop().time
    start = clock()
    while not what():
        await asyncio.sleep(0.02)
        assert clock() - start < seconds, stage.text
    await stage.settle()


@pytest.fixture(params=["repository", "worktree", "workspace is the repository"])
def places(request, tmp_path):
    """A workspace, and a folder to run git in that isn't watched."""
    root = pasts.valombre(tmp_path / "r")
    if request.param == "worktree":
        git(tmp_path / "r", "worktree", "add", "-q", "-b", "autre", tmp_path / "w")
        return tmp_path / "w" / "valombre", tmp_path / "w"
    if request.param != "repository":
        shutil.copytree(root, tmp_path / "alone")
        git(tmp_path / "alone", "init", "-q")
        pasts.commit_all(tmp_path / "alone", "Le début")
        return tmp_path / "alone", tmp_path / "alone"
    return root, tmp_path / "r"


def test_a_commit_and_a_tag_are_seen_as_they_come(play, places):
    root, folder = places

    async def script(stage):
        await asyncio.sleep(0.3)  # the watcher has looked once
        loaded = stage.app.context.loaded
        git(folder, "commit", "-q", "--allow-empty", "-m", "Rien")
        (root / "agents.toml").write_text((root / "agents.toml").read_text(encoding="utf-8") + "\n# vu\n", "utf-8")
        git(folder, "commit", "-q", "-a", "-m", "Vu d’ailleurs")
        await _until(stage, lambda: stage.app.context.loaded.history.line[0].subject == "Vu d’ailleurs")
        git(folder, "tag", "-a", "DM2", "-m", "Décision modificative n° 2")
        await _until(stage, lambda: "DM2" in {tag.name for tag in stage.app.context.loaded.history.tags})
        await stage.press("d")
        return loaded.history, isinstance(stage.app.screen, MomentPicker), stage.text

    before, is_open, text = play(script, root=root)
    assert before.line[0].subject != "Vu d’ailleurs"
    assert is_open
    assert "DM2" in text
    assert "Décision modificative n° 2" in text


def test_what_git_writes_doesnt_read_the_files_again(play, tmp_path):
    root = tmp_path / "alone"
    shutil.copytree(pasts.VALOMBRE, root)
    git(root, "init", "-q")
    pasts.commit_all(root, "Le début")

    async def script(stage):
        loads = []
        reload = stage.app.reload
        stage.app.reload = lambda: (loads.append(1), reload())
        await asyncio.sleep(0.6)
        git(root, "tag", "BP2026")
        git(root, "commit", "-q", "--allow-empty", "-m", "Rien")
        await _until(stage, lambda: stage.app.context.loaded.history.tags)
        await asyncio.sleep(0.6)
        return len(loads)

    assert play(script, root=root) == 0


def everything(folder):
    """Every file below a folder: what it holds, and when it was written."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mtime_ns, path.stat().st_ino, path.read_bytes() if path.is_file() else b"")
        for path in sorted(folder.rglob("*"))
    }  # fmt: skip


def test_the_dashboard_writes_nothing_to_the_repository(play, tmp_path):
    root = pasts.valombre(tmp_path / "r")
    (root / "agents.toml").touch()  # as it was, at another time: `git status` would write that down
    before = everything(tmp_path / "r")

    async def script(stage):
        for key in "12345678":
            await stage.press(key)
        await stage.press("2", "enter", "escape", "7", "enter", "escape", "slash")
        await stage.type("is:stale")
        await stage.press("enter", "escape")
        for key, typed in (("d", "BP2026"), ("B", "DM1"), ("d", "2026-04-01")):
            await stage.press(key)
            await stage.type(typed)
            await stage.press("enter")
            for screen in "2347":
                await stage.press(screen)
        return stage.lines[0]

    assert "réf. DM1" in play(script, root=root)
    assert everything(tmp_path / "r") == before
