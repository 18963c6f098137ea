"""A workspace's files: which belong to which town and portfolio, and what stands where nothing should.

One pass over the folders with `os.scandir`; no file is opened. A file is a tuple (path, town, portfolio, mtime_ns,
ctime_ns, size, inode), its path relative to the workspace with `/` between folders. town.toml has portfolio "".
"""

import os
import re
import stat
from typing import NamedTuple

from citydash.errors import EnvironmentFault
from citydash.files.problems import Problem

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
RESERVED = ("town", "portfolio", "scenarios")

File = tuple[str, str, str, int, int, int, int]


class Tree(NamedTuple):
    """What a scan found. `odd` are (path, mtime_ns, …) of entries that have a problem: they count for freshness too."""

    files: list[File]
    problems: list[Problem]
    odd: list[File]


class _Scan:
    def __init__(self, root: str) -> None:
        self.root = root
        self.files: list[File] = []
        self.problems: list[Problem] = []
        self.odd: list[File] = []
        self.towns: dict[str, list[str]] = {}

    def entries(self, path: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(os.path.join(self.root, path)) as found:  # noqa: PTH118 - pathlib costs its import
                return sorted((e for e in found if not e.name.startswith(".")), key=_name)
        except OSError as error:
            self.odd_entry("unreadable", path or ".", detail=error.strerror or "?")
            return []

    def odd_entry(self, code: str, path: str, **args: object) -> None:
        self.problems.append(Problem(code, path, args=args))
        self.odd.append((path, "", "", 0, 0, 0, 0))

    def is_loop(self, entry: os.DirEntry[str], path: str, above: tuple[str, ...]) -> bool:
        """Whether the folder is a link to one of the folders that contain it."""
        if not entry.is_symlink():
            return False
        if os.path.realpath(entry.path) in above:
            self.odd_entry("link-loop", path)
            return True
        return False

    def folder(self, path: str, above: tuple[str, ...]) -> None:
        """A folder outside any town: a town itself, or a folder of towns."""
        entries = self.entries(path)
        if any(e.name == "town.toml" and not e.is_dir() for e in entries):
            name = path.rpartition("/")[2] or os.path.basename(self.root)  # noqa: PTH119
            if path and not ID.fullmatch(name):
                self.odd_entry("bad-name", path, name=name)
                return
            self.town(path, name, entries, above)
            return
        for entry in entries:
            below = f"{path}/{entry.name}" if path else entry.name
            if _is_dir(entry) and not self.is_loop(entry, below, above):
                self.folder(below, (*above, os.path.realpath(entry.path)))

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
                self.problems.append(Problem("duplicate-town", f"{path}/town.toml", args={"name": town, "others": others}))

    def town(self, path: str, town: str, entries: list[os.DirEntry[str]], above: tuple[str, ...]) -> None:
        self.towns.setdefault(town, []).append(path)
        prefix = f"{path}/" if path else ""
        folders = {e.name for e in entries if _is_dir(e)}
        twice = {e.name[:-5] for e in entries if e.name.endswith(".toml")} & folders
        for entry in entries:
            name, below = entry.name, prefix + entry.name
            if name in folders:
                if name in twice or self.is_loop(entry, below, above):
                    continue
                self.portfolio_folder(below, town, name)
            elif name == "town.toml":
                self.file(entry, below, town, "")
            elif name.endswith(".toml"):
                stem = name[:-5]
                if stem in twice and stem not in RESERVED:
                    self.odd_entry("portfolio-twice", below, name=stem)
                elif stem in RESERVED:
                    self.odd_entry("reserved-name", below, name=stem)
                elif not ID.fullmatch(stem):
                    self.odd_entry("bad-name", below, name=stem)
                else:
                    self.file(entry, below, town, stem)

    def portfolio_folder(self, path: str, town: str, name: str) -> None:
        if name == "scenarios":
            return
        entries = self.entries(path)
        if any(e.name == "town.toml" for e in entries):
            self.odd_entry("nested-town", f"{path}/town.toml")
            return
        holds = [e for e in entries if e.name.endswith(".toml")]
        if name.endswith(".toml"):
            self.odd_entry("not-a-file", path)
            return
        for entry in entries:
            if entry.is_dir(follow_symlinks=False) and not entry.name.endswith(".toml"):
                self.too_deep(f"{path}/{entry.name}")
        if not holds:
            return
        if name in RESERVED or not ID.fullmatch(name):
            self.odd_entry("reserved-name" if name in RESERVED else "bad-name", path, name=name)
            return
        for entry in holds:
            self.project_file(entry, f"{path}/{entry.name}", town, name)

    def project_file(self, entry: os.DirEntry[str], path: str, town: str, portfolio: str) -> None:
        stem = entry.name[:-5]
        if ID.fullmatch(stem):
            self.file(entry, path, town, portfolio)
        else:
            self.odd_entry("bad-name", path, name=stem)

    def too_deep(self, path: str) -> None:
        for entry in self.entries(path):
            below = f"{path}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                self.too_deep(below)
            elif entry.name.endswith(".toml"):
                self.odd_entry("misplaced-file", below)

    def file(self, entry: os.DirEntry[str], path: str, town: str, portfolio: str) -> None:
        try:
            s = entry.stat()
        except OSError as error:
            self.odd_entry("unreadable", path, detail=error.strerror or "?")
            return
        if not stat.S_ISREG(s.st_mode):
            self.odd_entry("not-a-file", path)
            return
        self.files.append((path, town, portfolio, s.st_mtime_ns, s.st_ctime_ns, s.st_size, s.st_ino))


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _is_dir(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link in a circle
        return False


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
        message = "no workspace: {root} is a file; name the folder that holds town.toml, or a folder of towns"
        raise EnvironmentFault(message, root=root) from None
    except OSError as error:
        raise EnvironmentFault("the workspace {root} can't be read: {reason}", root=root, reason=error.strerror) from None
    found = _Scan(os.path.realpath(root))
    found.folder("", (found.root,))
    found.drop_duplicate_towns()
    return Tree(found.files, found.problems, found.odd)
