"""What git says of a workspace, and how it is noticed that it would say something else."""

import time

import pytest
from histories import Commit, git, make_history

from citydash.errors import EnvironmentFault
from citydash.files.git import stamps, state
from citydash.files.repository import find


@pytest.fixture
def folder(tmp_path):
    make_history(tmp_path / "r", [Commit({"ws/a.toml": "x = 1\n"}), Commit({"ws/a.toml": "x = 2\n"})])
    return tmp_path / "r"


ACTS = {
    "commit": ("commit", "-q", "--allow-empty", "-m", "x"),
    "tag": ("tag", "BP2026"),
    "deep branch": ("branch", "a/b/c"),
    "switch": ("checkout", "-q", "-b", "other"),
    "detach": ("checkout", "-q", "--detach", "HEAD~1"),
    "reset": ("reset", "-q", "--hard", "HEAD~1"),
    "pack": ("pack-refs", "--all"),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("place", ["r", "worktree", "submodule"])
def test_what_changes_the_history_changes_the_stamps(folder, tmp_path, act, place):
    if place == "worktree":
        git(folder, "worktree", "add", "-q", "-b", "beside", tmp_path / "worktree")
        root = tmp_path / "worktree"
    elif place == "submodule":
        make_history(tmp_path / "over", [Commit({"readme": ""})])
        git(tmp_path / "over", "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(folder), "town")
        root = tmp_path / "over/town"
    else:
        root = folder
    time.sleep(0.02)  # a tick of the file system's clock
    before = stamps(str(root / "ws"))
    assert stamps(str(root / "ws")) == before != ()
    state(str(root / "ws"))
    (root / "ws/a.toml").write_text("x = 3\n")
    assert stamps(str(root / "ws")) == before  # neither reading nor writing files does
    git(root, "checkout", "-q", "ws/a.toml")
    assert stamps(str(root / "ws")) == before
    git(root, *ACTS[act])
    assert stamps(str(root / "ws")) != before


def test_a_folder_that_comes_under_git(tmp_path):
    (tmp_path / "ws").mkdir()
    assert stamps(str(tmp_path / "ws")) == ()
    git(tmp_path, "init", "-q")
    assert stamps(str(tmp_path / "ws")) != ()
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd/.git").write_text("gitdir: nowhere\n")
    assert set(stamps(str(tmp_path / "odd"))) == {None}


def test_a_state_names_its_commit(folder):
    git(folder, "tag", "-a", "BP2026", "-m", "Budget primitif", "HEAD~1")
    git(folder, "tag", "vote")
    now = state(str(folder / "ws"))
    assert (now.changed, now.tags) == (False, ("vote",))
    head = find(str(folder / "ws")).named("HEAD")
    assert (now.commit, now.day) == (head.commit, head.day)
    git(folder, "tag", "a,b")
    (folder / "ws/a.toml").write_text("x = 3\n")
    assert state(str(folder / "ws")) == now._replace(changed=True, tags=("a,b", "vote"))


def test_a_commit_names_its_tags(folder):
    git(folder, "tag", "-a", "BP2026", "-m", "Budget primitif", "HEAD~1")
    repository = find(str(folder / "ws"))
    old, now = repository.named("HEAD~1"), repository.named("HEAD")
    assert (repository.tags_of(old.commit), repository.tags_of(now.commit)) == (("BP2026",), ())
    git(folder, "tag", "vote")
    assert find(str(folder / "ws")).tags_of(now.commit) == ("vote",)
    with pytest.raises(EnvironmentFault):
        repository.tags_of("0" * 40)
