"""The commits of a line, read while git still looks for the next."""

import pytest
from histories import Commit, git, make_history

from citydash.errors import EnvironmentFault
from citydash.files.repository import find


@pytest.fixture
def made(tmp_path):
    """A repository of many commits, with subjects that look like what git writes between them; its hashes."""
    commits = [
        Commit({"ws/a.toml": f"x = {n}\n", f"ws/{n % 7}/b.toml": f"x = {n}\n"}, f":{n} \u2028 {n}") for n in range(60)
    ]
    return tmp_path, make_history(tmp_path, [*commits, Commit({"ws/a.toml": None}, "")], checkout=False)


def test_the_oldest_comes_first(made):
    folder, hashes = made
    repository = find(str(folder / "ws"))
    found = list(repository.log("HEAD"))
    assert [revision.commit for revision, _changes in found] == hashes
    assert found == [
        next(repository.log(commit, before)) for before, commit in zip(["", *hashes], hashes, strict=False)
    ]
    assert [path for path, _node in found[8][1]] == ["1/b.toml", "a.toml"]
    assert found[-1][1][0][1].mode == 0


def test_git_fails_midway(made):
    folder, hashes = made
    tree = git(folder, "rev-parse", f"{hashes[30]}^{{tree}}").decode().strip()
    for path in (folder / ".git/objects/pack").iterdir():
        raw = path.read_bytes()
        path.unlink()
        if path.suffix == ".pack":
            git(folder, "unpack-objects", "-q", data=raw)
    (folder / ".git/objects" / tree[:2] / tree[2:]).unlink()
    with pytest.raises(EnvironmentFault, match="git can't read the history"):
        list(find(str(folder / "ws")).log("HEAD"))
