"""A workspace's git repository, read through the `git` command. Nothing is checked out, written, locked or fetched.

    repository = find("portfolios")
    for revision, changes in repository.log("HEAD"):
        ...

The workspace is a folder of the repository (`prefix`, "" or ending with a slash), in a work tree, a bare one or a
submodule; paths given and returned are relative to it.
"""

import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from typing import IO, NamedTuple

from citydash.errors import EnvironmentFault, reason_of
from citydash.files.git import WITH_TAGS, environment, has_git_above, tags_in
from citydash.model import rules

_OPTIONS = ("--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false",
            "-c", "log.showRoot=true", "-c", "core.quotePath=false")  # fmt: skip
_FORMAT = "%H%x00%cI%x00%an%x00%s"
_ONE = ("log", "-1", "--encoding=UTF-8", "--no-color", "-z", *WITH_TAGS, f"--format={_FORMAT}%x00%D")
_BLOCK = 2**16
"""Bytes read at a time: what a pipe holds."""
_GONE = 0
"""The mode of a path that a commit removes."""
_UNFIT = re.compile(f"[{rules.FORBIDDEN}\ud800-\udfff]")
"""What no text of a workspace may hold: anyone may write anything in a commit's first line."""
LINK, REPOSITORY = 0o120000, 0o160000
"""Modes of a symbolic link, and of another repository's place."""


class Revision(NamedTuple):
    """A commit: its hash, when it was committed (ISO, as its author's clock said it), by whom, its first line."""

    commit: str
    time: str
    author: str
    subject: str

    @property
    def day(self) -> str:
        """The day it was committed on, where it was committed (ISO)."""
        return self.time[:10]


class Node(NamedTuple):
    """What stands at a path: its mode as git writes it (0 for nothing), and the hash of its text."""

    mode: int
    blob: str


class Tag(NamedTuple):
    """A tag of a commit: a named baseline. `day` (ISO) and `message` are the tag's own where it has them."""

    name: str
    commit: str
    day: str
    message: str


class Repository:
    """One repository; methods raise `EnvironmentFault` where git fails."""

    def __init__(self, folder: str, prefix: str, *, is_bare: bool, shallow: str = "") -> None:
        self.folder, self.prefix, self.is_bare = folder, prefix, is_bare
        self._path = f":(top,literal){prefix}" if prefix else ":(top)"
        self._shallow = shallow
        self._tags: dict[str, tuple[str, ...]] = {}
        """Of the commits that were asked for."""

    def run(self, *arguments: str) -> bytes:
        """What a git command writes."""
        done = _git(self.folder, *arguments)
        if done.returncode:
            raise _fault(done.returncode, done.stderr)
        return done.stdout

    def resolve(self, text: str) -> str:
        """The full hash of the commit that a text names (HEAD~3, a branch, a tag); "" where it names none."""
        if not _is_sane(text):
            return ""
        done = _git(self.folder, "rev-parse", "--verify", f"{text}^{{commit}}")
        return "" if done.returncode else done.stdout.decode("ascii", "replace").strip()

    def last_touching(self, commit: str) -> str:
        """The last commit of a first-parent line that changed the workspace; "" where none did."""
        return self.run("rev-list", "-1", "--first-parent", commit, "--", self._path).decode("ascii").strip()

    def line(self, commit: str) -> list[str]:
        """The commits of a first-parent line that changed the workspace, the oldest first."""
        return self.run("rev-list", "--first-parent", "--reverse", commit, "--", self._path).decode("ascii").split()

    def days(self, commit: str) -> list[tuple[str, str]]:
        """(hash, day) of every commit of a first-parent line, the newest first."""
        raw = self.run("log", "--first-parent", "--format=%H %cI", "--no-color", commit, "--")
        lines = (line.split(" ") for line in raw.decode("ascii").splitlines())
        return [(commit, time[:10]) for commit, time in lines]

    def revision(self, commit: str) -> Revision:
        """What a commit says of itself."""
        return self._one(self.run(*_ONE, commit, "--"))

    def named(self, text: str) -> Revision | None:
        """The commit that a text names (HEAD~3, a branch, a tag); None where it names none."""
        if not _is_sane(text):
            return None
        done = _git(self.folder, *_ONE, f"{text}^{{commit}}", "--")
        return self._one(done.stdout) if not done.returncode and done.stdout else None

    def tags_of(self, commit: str) -> tuple[str, ...]:
        """The tags that name a commit, as git said when the commit was last asked for."""
        if commit not in self._tags:
            self.revision(commit)
        return self._tags[commit]

    def _one(self, raw: bytes) -> Revision:
        parts = raw.split(b"\0")
        revision = _revision(parts[:4])
        self._tags[revision.commit] = tags_in(parts[4].decode("utf-8", "replace"))
        return revision

    def log(self, commit: str, after: str = "") -> Iterator[tuple[Revision, list[tuple[str, Node]]]]:
        """The commits of a first-parent line that changed the workspace, the oldest first, and what each changed.

        Merges show what they bring to their first parent. With `after`, the commits after that one of the line. Each
        comes while git looks for the next; where git fails, it is after the last one that it could read.
        """
        import tempfile  # noqa: PLC0415 - only where a history is read

        command = _command(
            self.folder, "log", "--first-parent", "-m", "--reverse", "--raw", "-z", "--no-abbrev", "--no-renames",
            "--no-color", "--no-ext-diff", "--no-relative", "--ignore-submodules=none", "-O/dev/null",
            "--encoding=UTF-8",
            f"--format={_FORMAT}", commit, *([f"^{after}"] if after else []), "--", self._path,
        )  # fmt: skip
        with tempfile.TemporaryFile() as said:  # what it complains of: a pipe that nobody reads would hold it up
            process = _start(command, subprocess.DEVNULL, said)
            assert process.stdout is not None  # noqa: S101 - for the type checker; a pipe was asked for
            try:
                yield from _commits(_parts(process.stdout), self.prefix)
            except BaseException:
                process.kill()
                raise
            finally:
                process.stdout.close()
                process.wait()
            if process.returncode:
                said.seek(0)
                raise _fault(process.returncode, said.read())

    def tree(self, commit: str) -> dict[str, Node]:
        """Everything that stands in the workspace at a commit, by path."""
        where = ["--", self.prefix] if self.prefix else []
        raw = self.run("--literal-pathspecs", "ls-tree", "-r", "-z", "--full-tree", commit, *where)
        found = {}
        for entry in raw.split(b"\0")[:-1]:
            head, _, path = entry.partition(b"\t")
            mode, _kind, blob = head.decode("ascii").split()
            found[os.fsdecode(path)[len(self.prefix) :]] = Node(int(mode, 8), blob)
        return found

    def read(self, blob: str) -> bytes:
        """A small text by its hash."""
        return self.run("cat-file", "blob", blob)

    def blobs(self, hashes: Iterable[str]) -> Iterator[tuple[str, int, bytes]]:
        """(hash, size, at most MAX_FILE_BYTES and one more) of many texts, by one process, in the order asked."""
        import tempfile  # noqa: PLC0415 - as in `log`

        with tempfile.TemporaryFile() as asked:  # written before git starts: neither waits for the other
            asked.write("".join(f"{blob}\n" for blob in hashes).encode("ascii"))
            asked.seek(0)
            process = _start(_command(self.folder, "cat-file", "--batch", "--buffer"), asked, subprocess.DEVNULL)
        assert process.stdout is not None  # noqa: S101 - for the type checker; a pipe was asked for
        try:
            yield from _batch(process.stdout)
        finally:
            process.kill()
            process.stdout.close()
            process.wait()

    def tags(self) -> list[Tag]:
        """The tags of commits, the newest first."""
        fields = ("refname:lstrip=2", "objecttype", "objectname", "*objecttype", "*objectname", "creatordate:short",
                  "contents:subject")  # fmt: skip
        form = "%00".join(f"%({field})" for field in fields)
        raw = self.run("for-each-ref", "refs/tags", "--sort=-creatordate", f"--format={form}")
        found = []
        for line in raw.decode("utf-8", "replace").split("\n")[:-1]:
            name, kind, own, peeled_kind, peeled, day, message = line.split("\0")
            if "commit" in (kind, peeled_kind):
                found.append(Tag(name, peeled or own, day, _UNFIT.sub("\ufffd", message) if peeled else ""))
        return found

    def is_shallow(self) -> bool:
        """Whether the history was cut off when the repository was cloned."""
        return bool(self.cut())

    def cut(self) -> str:
        """The commits that the history was cut off at, as git keeps them; "" where all of it is here."""
        try:
            with open(self._shallow, encoding="ascii", errors="replace") as file:  # noqa: PTH123 - as below
                return file.read()
        except OSError:
            return ""

    def branches(self) -> list[str]:
        """The names of local branches."""
        raw = self.run("for-each-ref", "refs/heads", "--format=%(refname:lstrip=2)")
        return raw.decode("utf-8", "replace").split("\n")[:-1]


def find(root: str) -> Repository | None:
    """The repository that holds a workspace; None where there is none. Raises `EnvironmentFault` where git won't say.

    The folder needn't exist any more, nor can it in a bare repository: what is missing of it belongs to the prefix.
    """
    folder = os.path.realpath(root)
    below: list[str] = []
    while not os.path.isdir(folder):  # noqa: PTH112 - pathlib costs its import
        folder, name = os.path.split(folder)
        below.insert(0, name)
    if not has_git_above(folder) and not _looks_bare(folder):
        return None
    done = _git(
        folder, "rev-parse", "--is-bare-repository", "--is-inside-git-dir", "--git-path", "shallow", "--show-prefix"
    )
    if done.returncode:
        raise _fault(done.returncode, done.stderr)
    bare, inside, rest = os.fsdecode(done.stdout).removesuffix("\n").split("\n", 2)
    shallow, ending, prefix = rest.partition("shallow\n")  # a folder's name may hold a line's end
    prefix += "".join(f"{name}/" for name in below)
    shallow = os.path.join(folder, shallow + ending.rstrip())  # noqa: PTH118
    return Repository(folder, prefix, is_bare="true" in (bare, inside), shallow=shallow)


def _looks_bare(folder: str) -> bool:
    while True:
        if all(os.path.exists(os.path.join(folder, name)) for name in ("HEAD", "objects", "refs")):  # noqa: PTH110, PTH118
            return True
        above = os.path.dirname(folder)  # noqa: PTH120
        if above == folder:
            return False
        folder = above


def _revision(parts: list[bytes]) -> Revision:
    commit, time, author, subject = (part.decode("utf-8", "replace") for part in parts[:4])
    return Revision(commit.lstrip("\n"), time, _UNFIT.sub("\ufffd", author), _UNFIT.sub("\ufffd", subject))


def _is_sane(text: str) -> bool:
    """Whether a text may name a revision: not an option of git's, not a range, nothing that breaks a line."""
    return bool(text) and not text.startswith(("-", "^")) and ".." not in text and text.isprintable()


def _command(folder: str, *arguments: str) -> list[str]:
    return ["git", "-C", folder, *_OPTIONS, *arguments]


def _git(folder: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            _command(folder, *arguments), stdin=subprocess.DEVNULL, capture_output=True, env=environment(), check=False
        )
    except FileNotFoundError:
        raise EnvironmentFault("git isn't installed: the history can't be read") from None
    except OSError as error:
        raise EnvironmentFault("git can't be run: {reason}", reason=reason_of(error)) from None


def _start(command: list[str], stdin: IO[bytes] | int, stderr: IO[bytes] | int) -> subprocess.Popen[bytes]:
    """A git command whose answer is read as it comes."""
    try:
        return subprocess.Popen(
            command, bufsize=_BLOCK, stdin=stdin, stdout=subprocess.PIPE, stderr=stderr, env=environment()
        )
    except OSError as error:
        raise EnvironmentFault("git can't be run: {reason}", reason=reason_of(error)) from None


def _fault(code: int, complaint: bytes) -> EnvironmentFault:
    every = complaint.decode("utf-8", "replace").strip().split("\n")
    if advice := [line.strip() for line in every if "--add safe.directory" in line]:
        return EnvironmentFault("the repository belongs to another user: to trust it, run {command}", command=advice[0])
    said = every[0].removeprefix("fatal: ")
    return EnvironmentFault("git can't read the history: {reason}", reason=said or f"exit code {code}")


def _parts(stream: IO[bytes]) -> Iterator[bytes]:
    """What ends in a zero byte."""
    rest = b""
    while more := os.read(stream.fileno(), _BLOCK):
        *parts, rest = (rest + more).split(b"\0")
        yield from parts


def _commits(parts: Iterator[bytes], prefix: str) -> Iterator[tuple[Revision, list[tuple[str, Node]]]]:
    """What `log --raw -z` answers: four fields a commit (_FORMAT), then a change and its path in turn."""
    part = next(parts, None)
    while part is not None:
        if part.strip(b"\n"):
            revision, changes = _revision([part, *(next(parts, b"") for _field in range(3))]), []
            while (part := next(parts, None)) is not None and (raw := part.lstrip(b"\n")).startswith(b":"):
                _, mode, _, blob, status = raw[1:].decode("ascii").split()
                path = os.fsdecode(next(parts, b""))
                if path.startswith(prefix):
                    node = Node(_GONE if status == "D" else int(mode, 8), blob)
                    changes.append((path[len(prefix) :], node))
            yield revision, changes
        else:
            part = next(parts, None)


def _batch(stream: IO[bytes]) -> Iterator[tuple[str, int, bytes]]:
    """What `cat-file --batch` answers."""
    while header := stream.readline():
        words = header.split()
        if len(words) != 3:  # "… missing": a partial clone's, or a damaged repository's
            raise EnvironmentFault(
                "git can't read the history: {reason}", reason=header.decode("ascii", "replace").strip()
            )
        size = int(words[2])
        raw = stream.read(min(size, rules.MAX_FILE_BYTES + 1))
        left = size - len(raw)
        while left > 0 and (more := stream.read(min(left, 2**20))):
            left -= len(more)
        stream.read(1)
        yield words[0].decode("ascii"), size, raw
