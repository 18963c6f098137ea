"""What git says of a workspace; repositories are only read."""

import os
from typing import NamedTuple

TYPE_CHECKING = False  # as typing's, without importing it
if TYPE_CHECKING:
    import subprocess


class GitState(NamedTuple):
    """The commit that the files stand on: its full hash, and whether they differ from it; the day it was committed on,
    where it was (ISO), and the tags that name it.
    """

    commit: str
    changed: bool
    day: str = ""
    tags: tuple[str, ...] = ()


def state(root: str) -> GitState | None:
    """The workspace's commit, None where git, a repository or a commit is missing. Nothing is written or locked."""
    if not has_git_above(os.path.realpath(root)):
        return None
    import subprocess  # noqa: PLC0415 - 10 ms, only where there is a repository

    command = [*_git(root), "status", "--porcelain=v2", "-z", "--branch", "--untracked-files=all", "--no-renames",
               "--", "."]  # fmt: skip
    try:
        with _ask_head(root) as other:  # beside the look at the files, which takes longer
            done = subprocess.run(command, capture_output=True, env=environment(), timeout=20, check=False)
            told = _told(other.communicate(timeout=20)[0])
    except (OSError, subprocess.TimeoutExpired):
        return None
    if done.returncode:
        return None
    commit, changed = "", False
    for line in done.stdout.split(b"\0"):
        if line.startswith(b"# branch.oid "):
            commit = line.split()[2].decode("ascii", "replace")
        elif not line.startswith(b"#"):
            changed = changed or line.endswith(b".toml")
    if not commit or commit == "(initial)":
        return None
    return GitState(commit, changed, *(told[1:] if told[0] == commit else ("", ())))


def _git(folder: str) -> list[str]:
    return ["git", "--no-optional-locks", "-C", folder, "-c", "core.fsmonitor=false", "-c", "log.showSignature=false"]


def _ask_head(folder: str) -> "subprocess.Popen[bytes]":
    """Git, asked what HEAD is, when it was made and what tags name it."""
    import subprocess  # noqa: PLC0415 - as above

    command = [*_git(folder), "log", "-1", "--no-color", "--encoding=UTF-8", "--format=%H%x00%cI%x00%D", *WITH_TAGS,
               "HEAD", "--"]  # fmt: skip
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment())


def _told(raw: bytes) -> tuple[str, str, tuple[str, ...]]:
    """The answer: hash, day and tags; all empty where there is no such commit."""
    commit, time, names = (*raw.decode("utf-8", "replace").rstrip("\n").split("\0"), "", "")[:3]
    return commit, time[:10], tags_in(names)


WITH_TAGS = ("--decorate=full", "--decorate-refs=refs/tags/*")
"""Options of `git log` for which %D says the tags of a commit, as `tags_in` reads them."""
_TAG = "tag: refs/tags/"


def tags_in(names: str) -> tuple[str, ...]:
    """The tags among what `git log` says that names a commit, in order."""
    return tuple(sorted(name.removeprefix(_TAG) for name in names.split(", ") if name.startswith(_TAG)))


_OF_A_HOOK = frozenset({
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE",
    "GIT_PREFIX", "GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS",
})  # fmt: skip
"""What git sets for its hooks, about the repository that it runs in, relative to a folder that isn't ours; and what has
it read our paths otherwise.
"""


def environment() -> dict[str, str]:
    """What git is run with: English messages, no lock, no prompt, no fetch of what a partial clone lacks."""
    kept = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
    return {
        **kept, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",
    }  # fmt: skip


def has_git_above(folder: str) -> bool:
    """Whether this folder or one above holds `.git`: asking git costs a process."""
    while True:
        if os.path.exists(os.path.join(folder, ".git")):  # noqa: PTH110, PTH118 - pathlib costs its import
            return True
        above = os.path.dirname(folder)  # noqa: PTH120
        if above == folder:
            return False
        folder = above


def stamps(root: str) -> tuple[object, ...]:
    """What changes when somebody commits, tags, switches branch, fetches or packs: a look of some stats, without git.

    Git writes a reference beside its place and moves it there, so a folder's own time tells of all in it.
    """
    folder = _git_folder(os.path.realpath(root))
    if folder is None:
        return ()
    common = _pointed(os.path.join(folder, "commondir"), folder) or folder  # noqa: PTH118 - pathlib costs its import
    head = os.path.join(folder, "HEAD")  # noqa: PTH118
    names = [head, *(os.path.join(common, name) for name in _TELLING)]  # noqa: PTH118
    for kind in ("heads", "tags"):
        names += (path for path, *_ in os.walk(os.path.join(common, "refs", kind)))  # noqa: PTH118
    return tuple(_stamp(name) for name in names)


_TELLING = ("packed-refs", "shallow", os.path.join("reftable", "tables.list"))  # noqa: PTH118


def _git_folder(folder: str) -> str | None:
    """The git folder of the repository around a folder: of a worktree or a submodule the one that its file names."""
    while True:
        place = os.path.join(folder, ".git")  # noqa: PTH118
        if os.path.isdir(place):  # noqa: PTH112
            return place
        if os.path.isfile(place):  # noqa: PTH113
            return _pointed(place, folder)
        above = os.path.dirname(folder)  # noqa: PTH120
        if above == folder:
            return None
        folder = above


def _pointed(path: str, base: str) -> str | None:
    """The folder that a file of git's names, from `base`; None where there is no such file."""
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:  # noqa: PTH123
            named = file.read().rstrip("\n").removeprefix("gitdir: ")
    except OSError:
        return None
    return os.path.join(base, named)  # noqa: PTH118


def _stamp(path: str) -> tuple[int, int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino, found.st_size
