"""A workspace's files: which belong to which town and portfolio, and what stands where nothing should.

One pass over the folders with `os.scandir`; no file is opened. A file is a tuple (path, town, portfolio, mtime_ns,
ctime_ns, size, inode), its path relative to the workspace with `/` between folders. town.toml has portfolio "".
"""

import os
import re
import stat
from typing import NamedTuple

from citydash.errors import EnvironmentFault, reason_of
from citydash.files.problems import Problem
from citydash.files.shown import KEY, printable

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
RESERVED = ("town", "portfolio", "scenarios")
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What no folder on the way to a town may have in its name: control characters, overrides, bytes that aren't UTF-8."""

File = tuple[str, str, str, int, int, int, int]
Entry = os.DirEntry[str]


class Tree(NamedTuple):
    """What a scan found. `odd` are entries with a problem (path, code, details, …): they count for freshness too."""

    files: list[File]
    problems: list[Problem]
    odd: list[File]


class Scan:
    """One pass over the folders of a workspace."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.files: list[File] = []
        self.problems: list[Problem] = []
        self.odd: list[File] = []
        self.towns: dict[str, list[str]] = {}
        self.followed: set[str] = set()

    def entries(self, path: str) -> list[Entry]:
        try:
            with os.scandir(os.path.join(self.root, path)) as found:  # noqa: PTH118 - pathlib costs its import
                return sorted((e for e in found if not e.name.startswith(".")), key=_name)
        except OSError as error:
            self.odd_entry("unreadable", path or ".", detail=reason_of(error))
            return []

    def odd_entry(self, code: str, path: str, **args: str) -> None:
        shown = printable(path, 4096)
        self.problems.append(Problem(code, shown, args=args))
        self.odd.append((shown, code, "\n".join(args.values()), 0, 0, 0, 0))

    def is_astray(self, entry: Entry, path: str) -> bool:
        """Whether the folder is a link that isn't followed: it would never end, or count a town twice."""
        if not entry.is_symlink():
            return False
        root, target = _slashed(self.root), _slashed(os.path.realpath(entry.path))
        here = _slashed(os.path.realpath(os.path.dirname(entry.path)))  # noqa: PTH120
        if here.startswith(target) or root.startswith(target):
            self.odd_entry("link-loop", path)
            return True
        is_scanned = target.startswith(root) and f"{os.sep}." not in target[len(root) - 1 :]
        if is_scanned or target in self.followed:
            self.odd_entry("link-twice", path)
            return True
        self.followed.add(target)
        return False

    def workspace(self) -> None:
        """Every folder above or beside towns, in order of path."""
        waiting = [""]
        while waiting:
            path = waiting.pop()
            entries = self.entries(path)
            if any(e.name == "town.toml" and not is_folder(e) for e in entries):
                self.town_folder(path, entries)
                continue
            below = []
            for entry in entries:
                name = f"{path}/{entry.name}" if path else entry.name
                if not is_folder(entry) or self.is_astray(entry, name):
                    continue
                if entry.name == "town.toml":
                    self.odd_entry("not-a-file", name)
                elif _UNFIT.search(entry.name):
                    self.odd_entry("bad-name", name, name=printable(entry.name, KEY))
                else:
                    below.append(name)
            waiting += reversed(below)

    def town_folder(self, path: str, entries: list[Entry]) -> None:
        name = path.rpartition("/")[2]
        if path and not ID.fullmatch(name):
            self.odd_entry("bad-name", path, name=printable(name, KEY))
        else:
            own = os.path.basename(self.root)  # noqa: PTH119
            self.town(path, name or (own if own and not _UNFIT.search(own) else "town"), entries)

    def drop_duplicate_towns(self) -> None:
        """Two folders of one name are two towns of one id: neither is loaded, each is named."""
        twice = {town: paths for town, paths in self.towns.items() if len(paths) > 1}
        if not twice:
            return
        self.odd += [file for file in self.files if file[1] in twice]
        self.files = [file for file in self.files if file[1] not in twice]
        for town, paths in twice.items():
            for path in paths:
                others = ", ".join(other for other in paths if other != path)
                args = {"name": town, "others": others}
                self.problems.append(Problem("duplicate-town", f"{path}/town.toml", args=args))

    def town(self, path: str, town: str, entries: list[Entry]) -> None:
        self.towns.setdefault(town, []).append(path)
        prefix = f"{path}/" if path else ""
        folders = {e.name for e in entries if is_folder(e)}
        stems = {e.name[:-5] for e in entries if e.name.endswith(".toml") and e.name not in folders}
        twice = (stems & folders).difference(RESERVED)
        for entry in entries:
            name, below = entry.name, prefix + entry.name
            if name in folders:
                if name not in twice and not self.is_astray(entry, below):
                    self.portfolio_folder(below, town, name)
            elif name == "town.toml":
                self.file(entry, below, town, "")
            elif name.endswith(".toml"):
                stem = name[:-5]
                if stem in twice:
                    self.odd_entry("portfolio-twice", below, name=printable(stem, KEY))
                elif stem in RESERVED:
                    self.odd_entry("reserved-name", below, name=stem)
                elif not ID.fullmatch(stem):
                    self.odd_entry("bad-name", below, name=printable(stem, KEY))
                else:
                    self.file(entry, below, town, stem)

    def portfolio_folder(self, path: str, town: str, name: str) -> None:
        if name == "scenarios":
            return
        if name.endswith(".toml"):
            self.odd_entry("not-a-file", path)
            return
        entries = self.entries(path)
        if any(e.name == "town.toml" for e in entries):
            self.odd_entry("nested-town", f"{path}/town.toml")
            return
        self.misplaced([f"{path}/{e.name}" for e in entries if _is_real_dir(e) and not e.name.endswith(".toml")])
        holds = [e for e in entries if e.name.endswith(".toml")]
        if not holds:
            return
        if name in RESERVED or not ID.fullmatch(name):
            self.odd_entry("reserved-name" if name in RESERVED else "bad-name", path, name=printable(name, KEY))
            return
        for entry in holds:
            self.project_file(entry, f"{path}/{entry.name}", town, name)

    def project_file(self, entry: Entry, path: str, town: str, portfolio: str) -> None:
        stem = entry.name[:-5]
        if ID.fullmatch(stem):
            self.file(entry, path, town, portfolio)
        else:
            self.odd_entry("bad-name", path, name=printable(stem, KEY))

    def misplaced(self, folders: list[str]) -> None:
        """Name the portfolio files that stand too deep, in folders of a portfolio's folder."""
        waiting = folders[::-1]
        while waiting:
            path = waiting.pop()
            entries = self.entries(path)
            for entry in entries:
                if entry.name.endswith(".toml") and not _is_real_dir(entry):
                    self.odd_entry("misplaced-file", f"{path}/{entry.name}")
            waiting += [f"{path}/{e.name}" for e in reversed(entries) if _is_real_dir(e)]

    def file(self, entry: Entry, path: str, town: str, portfolio: str) -> None:
        try:
            s = entry.stat()
        except OSError as error:
            self.odd_entry("unreadable", path, detail=reason_of(error))
            return
        if not stat.S_ISREG(s.st_mode):
            self.odd_entry("not-a-file", path)
            return
        self.files.append((path, town, portfolio, s.st_mtime_ns, s.st_ctime_ns, s.st_size, s.st_ino))


def _name(entry: Entry) -> str:
    return entry.name


def _slashed(path: str) -> str:
    return os.path.join(path, "")  # noqa: PTH118


def is_folder(entry: Entry) -> bool:
    """Whether an entry is a folder, or a link to one."""
    try:
        return entry.is_dir()
    except OSError:  # a link in a circle
        return False


def _is_real_dir(entry: Entry) -> bool:
    return entry.is_dir(follow_symlinks=False)


def scan(root: str) -> Tree:
    """Every portfolio file under `root`, in order of path, with the problems of names and places.

    Raises `EnvironmentFault` when the folder isn't there or can't be listed.
    """
    try:
        with os.scandir(root):
            pass
    except FileNotFoundError:
        raise EnvironmentFault("no workspace: {root} doesn't exist", root=root) from None
    except NotADirectoryError:
        raise EnvironmentFault(
            "no workspace: {root} is a file; name the folder that holds town.toml, or a folder of towns", root=root
        ) from None
    except OSError as error:
        raise EnvironmentFault(
            "the workspace {root} can't be read: {reason}", root=root, reason=reason_of(error)
        ) from None
    found = Scan(os.path.realpath(root))
    found.workspace()
    found.drop_duplicate_towns()
    return Tree(found.files, found.problems, found.odd)
