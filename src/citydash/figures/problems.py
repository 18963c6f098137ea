"""The problems of a snapshot's files: all of a view's, one project's, or the first errors; located in the files."""

from json import loads
from typing import NamedTuple

from citydash.figures.projects import Project
from citydash.figures.view import View
from citydash.files.problems import Problem
from citydash.index import Snapshot


class Checked(NamedTuple):
    """The problems of a view, and how many more stand outside of the projects that its filter chooses."""

    problems: list[Problem]
    elsewhere: int


class Worst(NamedTuple):
    """The first problems, and how many errors and warnings there are in all."""

    first: tuple[Problem, ...]
    errors: int
    warnings: int


def check(view: View) -> Checked:
    """What `citydash check` reports of the view's towns, errors before warnings, by file, line and column; under a
    filter, what stands in the chosen projects. Located in the files as they are now.
    """
    found, elsewhere = _chosen(view)
    return Checked(sorted(_located(view, found), key=lambda p: p.severity != "error"), elsewhere)


def problems_of(view: View, project: Project) -> list[Problem]:
    """The problems under one project's table, by line; only its file is read."""
    return _located(view, [p for p in _unlocated(view) if place_of(p) == (project.path, project.key)])


def worst(view: View, most: int) -> Worst:
    """The first problems of `check`, errors before warnings, without a look into the files of the others."""
    found, _elsewhere = _chosen(view)
    errors = [p for p in found if p.severity == "error"]
    warnings = [p for p in found if p.severity != "error"]
    first = _located(view, errors[:most]) + _located(view, warnings[: max(0, most - len(errors))])
    return Worst(tuple(first), len(errors), len(warnings))


def place_of(problem: Problem) -> tuple[str, str]:
    """(file, id) of the project that a problem stands in; the id is "" outside of any."""
    keys = problem.keys
    return problem.path, keys[1] if len(keys) > 1 and keys[0] == "project" else ""


def _unlocated(view: View) -> list[Problem]:
    snapshot = view.snapshot
    rows = snapshot.fetch("problems") + [(*row, 0, 0) for row in snapshot.findings()]
    return [
        Problem(code, path, tuple(loads(keys)), loads(args), hint or "", line, column)
        for path, code, keys, args, hint, line, column in rows
    ]


def _chosen(view: View) -> tuple[list[Problem], int]:
    """The problems of the view by file, not located; and how many stand outside of what its filter chooses."""
    found = sorted(_of_towns(view), key=lambda p: (p.path, p.line, p.keys))
    if view.filter is None or not found:
        return found, 0
    chosen = {(p.path, p.key) for p in view.projects}
    own = [problem for problem in found if place_of(problem) in chosen]
    return own, len(found) - len(own)


def _of_towns(view: View) -> list[Problem]:
    found = _unlocated(view)
    if view.towns is None:
        return found
    keys = {view.names.town_key(word) for word in view.towns}
    files = [file[0] for file in view.snapshot.tree.files if file[1] in keys and not file[2]]
    folders = tuple(path[: path.rfind("/") + 1] for path in files)
    return [p for p in found if p.path.startswith(folders)]


def _located(view: View, found: list[Problem]) -> list[Problem]:
    files = _Positions(view.snapshot)
    located = [p if p.line else files.located(p) for p in found]
    return sorted(located, key=lambda p: (p.path, p.line, p.column, p.code, p.keys))


class _Positions:
    """Positions of keys, each file read and scanned once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.places: dict[str, dict[tuple[str, ...], tuple[int, int]]] = {}

    def located(self, problem: Problem) -> Problem:
        from citydash.files.locate import nearest_place, positions  # noqa: PLC0415 - only for a file with a problem

        path = problem.path
        if path not in self.places:
            self.places[path] = positions(self.snapshot.text(path))
        line, column = nearest_place(self.places[path], problem.keys)
        return problem._replace(line=line, column=column)
