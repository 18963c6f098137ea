"""What nobody keeps up: days since the commit that last changed a project's own lines; nothing where there is no git."""

from pathlib import Path

import pytest
from histories import Commit, git, make_history

from citydash.figures.stale import stale, unchanged
from citydash.figures.view import View
from citydash.index import open_workspace
from citydash.index.past import open_past

TODAY = "2026-11-22"
TOWN = 'format = 1\nname = "Val"\n\n[department.dsi]\nname = "DSI"\n'


def project(key: str, status: str = "delivery", planned: int = 10) -> str:
    return (
        f'[project.{key}]\ntitle = "{key}"\nstatus = "{status}"\nlead = "dsi"\n'
        f"[project.{key}.budget.dsi.investment]\nplanned = {{ 2026 = {planned} }}\n"
    )


def at(day: str) -> int:
    from datetime import UTC, datetime

    return int(datetime.fromisoformat(f"{day}T11:00:00").replace(tzinfo=UTC).timestamp())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    first = {
        "v/town.toml": TOWN, "v/p/a.toml": project("a"), "v/p/b.toml": project("b"), "v/p/c.toml": project("c", "closed"),
        "v/p/moved.toml": project("moved"), "v/p/back.toml": project("back"),
    }  # fmt: skip
    make_history(
        tmp_path,
        [
            Commit(first, time=at("2026-01-10")),
            Commit({"v/p/b.toml": project("b", planned=11), "v/p/back.toml": project("back", planned=11)}, time=at("2026-02-01")),
            Commit({"v/p/moved.toml": None, "v/q/moved.toml": project("moved")}, time=at("2026-08-01")),
            Commit({"v/p/back.toml": project("back")}, time=at("2026-11-02")),
        ],
    )  # fmt: skip
    return tmp_path / "v"


def days(view: View) -> dict[str, int]:
    return {key: n for (_town, key), n in stale(view).items()}


def test_the_days_are_those_since_a_projects_own_lines_changed(root):
    with open_workspace(str(root), None) as snapshot:
        view = View(snapshot, TODAY)
        assert days(view) == {"a": 316, "b": 294, "moved": 316}  # moved: the same lines in another file
        assert View(snapshot, TODAY, "is:stale").projects == [p for p in view.projects if p.key in ("a", "b", "moved")]
        known = unchanged(view)
        assert {p.key: known[p.town, p.content] for p in view.projects}["back"] == 20  # it came back to what it said


def test_the_limit_is_180_days(root):
    with open_workspace(str(root), None) as snapshot:
        assert set(days(View(snapshot, "2026-07-09"))) == {"a", "moved"}  # 180 days after January 10th
        assert set(days(View(snapshot, "2026-07-08"))) == set()


def test_what_isnt_committed_yet_isnt_stale(root):
    (root / "p/a.toml").write_text(project("a", planned=99))
    with open_workspace(str(root), None) as snapshot:
        assert set(days(View(snapshot, TODAY))) == {"b", "moved"}


def test_in_the_past_it_is_what_a_clone_of_then_says(root, tmp_path):
    with open_past(str(root), None, "HEAD~2") as snapshot:
        assert days(View(snapshot, TODAY)) == {"a": 316, "b": 294, "moved": 316, "back": 294}


def test_without_git_or_without_commits_nothing_is_known(tmp_path):
    (tmp_path / "v/p").mkdir(parents=True)
    (tmp_path / "v/town.toml").write_text(TOWN)
    (tmp_path / "v/p/a.toml").write_text(project("a"))
    for begin in (lambda: None, lambda: git(tmp_path, "init", "-q")):
        begin()
        with open_workspace(str(tmp_path / "v"), None) as snapshot:
            assert View(snapshot, TODAY, "is:stale").projects == []
            assert len(View(snapshot, TODAY, "-is:stale").projects) == 1


def test_a_view_that_may_not_follow_asks_no_git(root, monkeypatch):
    with open_workspace(str(root), None) as snapshot:
        view = View(snapshot, TODAY)
        view.may_follow = False
        monkeypatch.setattr("citydash.files.repository.find", None)
        assert stale(view) == {}
