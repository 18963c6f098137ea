"""A commit that HEAD's line doesn't hold is shown with its own history: what its line did, and what it left alone."""

import pasts
import pytest
from histories import git


@pytest.fixture
def beside(tmp_path):
    """Valombre's year, and a branch that left it at DM1."""
    root = pasts.valombre(tmp_path)
    git(tmp_path, "stash", "-q")
    git(tmp_path, "checkout", "-q", "-b", "variante", "DM1")
    gare = root / pasts.GARE
    gare.write_text(gare.read_text(encoding="utf-8").replace("410_000.50", "400_000"), encoding="utf-8")
    git(tmp_path, "commit", "-q", "-a", "-m", "Variante moins chère", when="2026-07-01T12:00:00+02:00")
    git(tmp_path, "checkout", "-q", "main")
    return root


def test_its_projects_have_the_history_of_their_own_line(play, beside):
    async def script(stage):
        await stage.press("d")
        await stage.type("variante")
        await stage.press("enter", "2")
        frame = stage.app.frame
        stale = {key for _town, key in frame.table.stale}
        frame.table.go_to(next(frame.table.key(r) for r in frame.table.rows if r.project.key == "gare-commune"))
        await stage.press("enter")
        lines = ["".join(text for text, _style in line.parts) for line in stage.app.frame.pages[0].rows]
        await stage.press("escape", "d", "enter")
        return stale, lines, {key for _town, key in stage.app.frame.table.stale}

    stale, lines, now = play(script, root=beside, today="2026-12-20")
    subjects = [line.split("  ")[-1].strip() for line in lines if "/2026  " in line or "/2025  " in line]
    assert any(subject.startswith("Variante") for subject in subjects)
    assert not any("Revue d’automne" in line for line in lines)
    assert "gare-commune" not in stale  # changed on the first of July, less than 180 days before
    assert "fablab-tanneurs" in stale
    assert stale > now
