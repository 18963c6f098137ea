"""Every problem of a snapshot, each with the line that it stands on."""

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
    """Positions of keys, each file read and scanned once."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.places: dict[str, dict[tuple[str, ...], tuple[int, int]]] = {}

    def located(self, problem: Problem) -> Problem:
        from citydash.files.locate import nearest_place, positions  # noqa: PLC0415 - only for a file with a problem
        from citydash.files.source import read_text  # noqa: PLC0415 - likewise

        path = problem.path
        if path not in self.places:
            self.places[path] = positions(read_text(self.root, path))
        line, column = nearest_place(self.places[path], problem.keys)
        return problem._replace(line=line, column=column)
