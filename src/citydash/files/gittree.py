"""Which files of a commit belong to which town and portfolio, by the rules of `discover`, from git's list of paths.

A commit that only changes texts changes nothing here; one that adds or removes a file among others of its portfolio is
followed path by path; any other is looked through anew.
"""

import errno
import posixpath
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any, NamedTuple

from citydash.errors import reason_of
from citydash.files.discover import ID, Scan, Tree, is_folder
from citydash.files.repository import LINK, REPOSITORY, Node

MISSING = reason_of(OSError(errno.ENOENT, ""))
"""What the system says of a link that leads nowhere."""
_HOPS = 40
"""Links that may lead to links."""
Read = Callable[[str], bytes]


class Placed(NamedTuple):
    """Where a portfolio file stands: ids of its town and portfolio ("" for a town's own file), and its text's hash."""

    town: str
    portfolio: str
    blob: str


class _Folders:
    """The folders of a list of paths, with links followed inside the workspace; out of it they lead nowhere."""

    def __init__(self, nodes: dict[str, Node], read: Read) -> None:
        self.nodes, self.read = nodes, read
        self.below: dict[str, dict[str, Node | None]] = defaultdict(dict)
        for path, node in nodes.items():
            folder, _, name = path.rpartition("/")
            self.below[folder][name] = None if node.mode == REPOSITORY else node
            while folder:
                folder, _, name = folder.rpartition("/")
                if name in self.below[folder]:
                    break
                self.below[folder][name] = None

    def real(self, path: str, hops: int = _HOPS) -> str | None:
        """A path without links; None where it leads nowhere or out."""
        done = ""
        for name in path.split("/") if path else ():
            done = f"{done}/{name}" if done else name
            node = self.nodes.get(done)
            if node is not None and node.mode == LINK:
                target = self.read(node.blob).decode("utf-8", "surrogateescape")
                if not hops or target.startswith("/"):
                    return None
                joined = posixpath.normpath(posixpath.join(posixpath.dirname(done), target))
                if joined == ".." or joined.startswith("../"):
                    return None
                found = self.real("" if joined == "." else joined, hops - 1)
                if found is None:
                    return None
                done = found
        return done if not done or done in self.nodes or done in self.below else None


class _Entry:
    """A name in a folder, as `os.DirEntry` answers."""

    def __init__(self, folders: _Folders, name: str, path: str, node: Node | None) -> None:
        self.folders, self.name, self.path, self.node = folders, name, path, node

    def is_symlink(self) -> bool:
        return self.node is not None and self.node.mode == LINK

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        if not self.is_symlink():
            return self.node is None
        real = self.folders.real(self.path) if follow_symlinks else None
        return real is not None and (not real or real in self.folders.below)


class _GitScan(Scan):
    """The scan of a folder, on a commit's paths."""

    def __init__(self, name: str, folders: _Folders) -> None:
        super().__init__(name)
        self.folders = folders
        self.placed: dict[str, Placed] = {}
        self.holders: dict[str, tuple[str, str]] = {}

    def entries(self, path: str) -> list[Any]:
        real = self.folders.real(path) or ""
        found = [
            _Entry(self.folders, name, f"{real}/{name}" if real else name, node)
            for name, node in self.folders.below.get(real, {}).items()
            if not name.startswith(".")
        ]
        return sorted(found, key=lambda entry: entry.name)

    def is_astray(self, entry: Any, path: str) -> bool:
        if not entry.is_symlink():
            return False
        target = f"{self.folders.real(entry.path)}/".lstrip("/")
        here = f"{self.folders.real(posixpath.dirname(entry.path))}/".lstrip("/")
        if here.startswith(target):
            self.odd_entry("link-loop", path)
            return True
        if "/." not in f"/{target}" or target in self.followed:
            self.odd_entry("link-twice", path)
            return True
        self.followed.add(target)
        return False

    def project_file(self, entry: Any, path: str, town: str, portfolio: str) -> None:
        before = len(self.files)
        super().project_file(entry, path, town, portfolio)
        if len(self.files) > before:
            self.holders[path.rpartition("/")[0]] = town, portfolio

    def file(self, entry: Any, path: str, town: str, portfolio: str) -> None:
        real = self.folders.real(entry.path)
        node = self.folders.nodes.get(real) if real is not None else None
        if node is None or is_folder(entry):
            self.odd_entry("unreadable", path, detail=MISSING)
            return
        self.files.append((path, town, portfolio, 0, 0, 0, 0))
        self.placed[path] = Placed(town, portfolio, node.blob)


def scan(nodes: dict[str, Node], name: str, read: Read) -> Tree:
    """The portfolio files among a commit's paths, with the problems of names and places, as `discover.scan` finds them.

    `name` is the workspace folder's, `read` gives a text by its hash.
    """
    found = _scan(nodes, name, read)
    return Tree(found.files, found.problems, found.odd)


def _scan(nodes: dict[str, Node], name: str, read: Read) -> _GitScan:
    found = _GitScan(name, _Folders(nodes, read))
    found.workspace()
    found.drop_duplicate_towns()
    return found


class Layout:
    """The portfolio files of a commit, kept from commit to commit."""

    def __init__(self, nodes: dict[str, Node], name: str, read: Read) -> None:
        self.nodes, self.name, self.read = dict(nodes), name, read
        self.files: dict[str, Placed] = {}
        self._look()

    def _look(self) -> None:
        found = _scan(self.nodes, self.name, self.read)
        self.files = {path: found.placed[path] for path, *_ in found.files}
        towns = {placed.town for placed in self.files.values()}
        self._holders = {folder: ids for folder, ids in found.holders.items() if ids[0] in towns}
        self._held = Counter(path.rpartition("/")[0] for path in self.files)
        self._sizes = Counter(path.rpartition("/")[0] for path in self.nodes)
        self._has_links = any(node.mode == LINK for node in self.nodes.values())

    def apply(self, changes: list[tuple[str, Node]]) -> dict[str, Placed | None]:
        """Go on to a commit that makes these changes; the portfolio files that it changes, None where one goes."""
        before = {path: self.files.get(path) for path, _node in changes}
        is_simple = not self._has_links
        for path, node in changes:
            is_simple = self._follow(path, node) and is_simple
        if not is_simple:
            old = {**self.files, **before}
            self._look()
            before = {path: old.get(path) for path in old.keys() | self.files.keys()}
        return {path: self.files.get(path) for path, placed in before.items() if placed != self.files.get(path)}

    def _follow(self, path: str, node: Node) -> bool:
        """Take in one change; False where it may move other files, or this one, between portfolios."""
        old = self.nodes.pop(path, None)
        if node.mode:
            self.nodes[path] = node
        folder, _, name = path.rpartition("/")
        self._sizes[folder] += bool(node.mode) - (old is not None)
        if any(part is not None and part.mode in (LINK, REPOSITORY) for part in (old, node)):
            return False
        if old is not None and node.mode:
            if path in self.files:
                self.files[path] = self.files[path]._replace(blob=node.blob)
            return True
        if self._sizes[folder] <= bool(node.mode):  # the folder comes or goes with it
            return False
        return not name.endswith(".toml") or self._follow_portfolio(path, node)

    def _follow_portfolio(self, path: str, node: Node) -> bool:
        """Likewise for a TOML file that comes or goes in a folder."""
        folder, _, name = path.rpartition("/")
        holder = self._holders.get(folder)
        if holder is None or name == "town.toml" or not ID.fullmatch(name[:-5]):
            return False
        if node.mode:
            self.files[path] = Placed(*holder, node.blob)
        elif self.files.pop(path, None) is None:
            return False
        self._held[folder] += 1 if node.mode else -1
        return self._held[folder] > 0
