"""Git repositories for tests, made whole by `git fast-import`: commits, merges, tags, in milliseconds."""

import os
import subprocess
from pathlib import Path
from typing import NamedTuple

START = 1_700_000_000
DAY = 86_400
ENVIRONMENT = {
    "PATH": os.environ.get("PATH", os.defpath), "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C",
    "GIT_AUTHOR_NAME": "Agnès", "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "Agnès", "GIT_COMMITTER_EMAIL": "a@example.org",
}  # fmt: skip


class Link(NamedTuple):
    """A symbolic link to `target`."""

    target: str


class Commit(NamedTuple):
    """Files to write (None deletes) on top of the commit before; `merges` is the number of a second parent, `parent` of
    another first one. `time` is in seconds since 1970.
    """

    files: dict[str, "str | bytes | Link | None"]
    subject: str = "Un changement"
    merges: int | None = None
    parent: int | None = None
    time: int | None = None
    author: str = "Agnès"


def git(folder: Path, *arguments: str | Path, data: bytes | None = None, when: str = "") -> bytes:
    """What a git command writes, as of a time (ISO) where one is given; the user's configuration isn't read."""
    clock = {"GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when} if when else {}
    return subprocess.run(
        ["git", "-C", str(folder), *arguments], input=data, capture_output=True, check=True, env=ENVIRONMENT | clock
    ).stdout


def make_history(folder: Path, commits: list[Commit], *, branch: str = "main", checkout: bool = True) -> list[str]:
    """A repository at `folder` with these commits; their hashes, in order. Files are written out unless told not to."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "-b", branch)
    marks = folder / ".git" / "marks"
    git(folder, "fast-import", "--quiet", f"--export-marks={marks}", data=_stream(commits, branch))
    found = dict(line.split() for line in marks.read_text().splitlines())
    if checkout and commits:
        git(folder, "reset", "-q", "--hard", branch)
    return [found[f":{n + 1}"] for n in range(len(commits))]


def _stream(commits: list[Commit], branch: str) -> bytes:
    out = bytearray()
    for n, commit in enumerate(commits, 1):
        when = f"{START + n * DAY if commit.time is None else commit.time} +0100"
        subject = commit.subject.encode()
        out += f"commit refs/heads/{branch}\nmark :{n}\nauthor {commit.author} <a@example.org> {when}\n".encode()
        out += f"committer {commit.author} <a@example.org> {when}\ndata {len(subject)}\n".encode() + subject + b"\n"
        parent = n - 1 if commit.parent is None else commit.parent + 1
        if parent:
            out += f"from :{parent}\n".encode()
        if commit.merges is not None:
            out += f"merge :{commit.merges + 1}\n".encode()
        for path, text in commit.files.items():
            name = f'"{path}"' if " " in path else path
            if text is None:
                out += f"D {name}\n".encode()
                continue
            mode = "120000" if isinstance(text, Link) else "100644"
            raw = text.target if isinstance(text, Link) else text
            raw = raw.encode() if isinstance(raw, str) else raw
            out += f"M {mode} inline {name}\ndata {len(raw)}\n".encode() + raw + b"\n"
        out += b"\n"
        if n < len(commits) and commits[n].parent is not None:  # the next one leaves this one aside
            out += f"reset refs/heads/side-{n}\nfrom :{n}\n\n".encode()
    return bytes(out)


def clone_at(repository: Path, commit: str, folder: Path) -> Path:
    """A fresh clone at `folder`, checked out at a commit."""
    subprocess.run(
        ["git", "clone", "-q", "--no-local", str(repository), str(folder)], check=True, env=ENVIRONMENT,
        capture_output=True,
    )  # fmt: skip
    git(folder, "checkout", "-q", "--detach", commit)
    return folder


def committed(source: Path, folder: Path) -> Path:
    """A workspace that ships, in a repository of its own with two commits, the same hashes everywhere."""
    files: dict[str, str | bytes | Link | None] = {
        f"{source.name}/{path.relative_to(source).as_posix()}": path.read_bytes()
        for path in sorted(source.rglob("*.toml"))
    }
    first = {path: data for path, data in files.items() if not path.endswith("gare-commune.toml")}
    make_history(folder, [Commit(first, "Premiers projets"), Commit(files, "La Gare commune")])
    return folder / source.name
