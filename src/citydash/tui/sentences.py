"""Problems in words, for the project's page and the overview."""

from typing import Any

from citydash.figures.projects import Project
from citydash.files.locate import locate
from citydash.files.problems import RULES, Problem
from citydash.files.source import read_text
from citydash.index import Snapshot
from citydash.locale import Locale

_AMOUNTS = frozenset({"received", "awarded", "paid", "committed", "planned", "credits", "votes"})


def sentence(problem: Problem, locale: Locale, currency: str) -> str:
    """What is wrong, and the nearest known name."""
    fields: dict[str, Any] = {}
    for name, value in problem.args.items():
        if name in _AMOUNTS:
            fields[name] = locale.money(value, currency)
        else:
            fields[name] = locale.text(str(value)) if name == "expected" else value
    message = RULES[problem.code].sentence
    text = locale.text(message, **fields) if fields else locale.text(message)
    if problem.hint:
        return locale.text("{sentence} — did you mean “{hint}”?", sentence=text, hint=problem.hint)
    return text


def problems_of(snapshot: Snapshot, p: Project) -> list[Problem]:
    """The problems under one project's table, located; the rest of the workspace isn't read."""
    from json import loads  # noqa: PLC0415 - beside its only use

    rows = [row[:5] for row in snapshot.fetch("problems") if row[0] == p.path]
    if snapshot.is_work_tree:
        rows += [row for row in snapshot.store.fetch("findings") if row[0] == p.path]
    found = []
    text = ""
    for path, code, keys, args, hint in rows:
        names = tuple(loads(keys))
        if names[:2] != ("project", p.key):
            continue
        text = text or read_text(snapshot.root, path)
        line, column = locate(text, names) if text else (1, 1)
        found.append(Problem(code, path, names, loads(args), hint or "", line, column))
    return sorted(found, key=lambda problem: (problem.line, problem.column))
