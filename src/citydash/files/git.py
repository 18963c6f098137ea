"""What git says of a workspace; repositories are only read."""

import os
from typing import NamedTuple


class GitState(NamedTuple):
    """The commit that the files stand on: its full hash, and whether they differ from it."""

    commit: str
    changed: bool


def state(root: str) -> GitState | None:
    """The workspace's commit, None where git, a repository or a commit is missing. Nothing is written or locked."""
    if not has_git_above(os.path.realpath(root)):
        return None
    import subprocess  # noqa: PLC0415 - 10 ms, only where there is a repository

    command = ["git", "--no-optional-locks", "-C", root, "-c", "core.fsmonitor=false", "status", "--porcelain=v2", "-z",
               "--branch", "--untracked-files=all", "--no-renames", "--", "."]  # fmt: skip
    try:
        done = subprocess.run(command, capture_output=True, env=environment(), timeout=20, check=False)
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
    return GitState(commit, changed) if commit and commit != "(initial)" else None


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
