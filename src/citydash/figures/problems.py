"""Every problem of a snapshot, each with the line that it stands on."""

import os
from json import loads

from citydash.files.problems import Problem
from citydash.index import Snapshot


def problems(snapshot: Snapshot) -> list[Problem]:
    """What `citydash check` reports: by file, line and column; located in the files as they are now."""
    found = [
        Problem(code, path, tuple(loads(keys)), loads(args), hint or "", line, column)
        for path, code, keys, args, hint, line, column in snapshot.fetch("problems")
    ]
    if snapshot.is_work_tree:
        found += [
            Problem(code, path, tuple(loads(keys)), loads(args), hint or "")
            for path, code, keys, args, hint in snapshot.store.fetch("findings")
        ]
    files = _Positions(snapshot.root)
    located = [p if p.line else files.located(p) for p in found]
    return sorted(located, key=lambda p: (p.path, p.line, p.column, p.code, p.keys))


class _Positions:
    """Positions of keys, each file read once."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.texts: dict[str, str] = {}

    def located(self, problem: Problem) -> Problem:
        from citydash.files.locate import locate  # noqa: PLC0415 - only for a file with a problem

        path, keys = problem.path, problem.keys
        if path not in self.texts:
            self.texts[path] = read_text(self.root, path)
        line, column = locate(self.texts[path], keys) if self.texts[path] and keys else (1, 1)
        return problem._replace(line=line, column=column)


def read_text(root: str, path: str) -> str:
    """A file's text, "" where it can't be read as text."""
    try:
        with open(os.path.join(root, path), "rb") as file:  # noqa: PTH118, PTH123 - as the rest of the room
            return file.read(40 * 2**20).decode("utf-8", "replace")
    except OSError:
        return ""
