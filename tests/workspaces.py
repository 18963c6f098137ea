"""Small workspaces for tests, and what an index says of them in words, so that two indexes can be compared."""

import json
import os
from pathlib import Path
from typing import Any, NamedTuple

from citydash.files.problems import RULES, Problem
from citydash.index import Snapshot, open_workspace

TOWN = """\
format = 1
[town]
name = "Ville d'essai"
[department.dsi]
name = "Systèmes d'information"
[department.voirie]
name = "Voirie"
[source.dsil]
name = "DSIL"
level = "state"
kind = "grant"
[authorisation.ap-1]
title = "Cœur de ville"
"""
RICH = (
    TOWN
    + """section = "investment"
credits = { 2025 = 100, later = 0.5 }
vote.d-1 = { on = 2025-06-26, amount = 100.50 }
[department.dsi.ceiling]
investment = { 2025 = 900_000.25, 2026 = 850_000 }
operating = { 2025 = 210_000 }
[source.dsil.call]
opens = 2026-01-10
[rule]
own_share_min = 0.25
"""
)
"""A town with ceilings, a call, votes and credits."""
HEAD = '[portfolio]\ntitle = "Capteurs"\npillar = "data"\n'


def project(key: str = "a", more: str = "", **keys: str) -> str:
    """A project's text: its required keys, `keys` as TOML values, then `more` lines (tables of its own)."""
    values = {"title": f'"Projet {key}"', "status": '"delivery"', "lead": '"dsi"', **keys}
    lines = [f"{name} = {value}" for name, value in values.items() if value]
    return "\n".join([f"[project.{key}]", *lines, more.replace("@", f"project.{key}"), ""])


def make_workspace(folder: Path, files: dict[str, str | bytes | None]) -> Path:
    """Write files by relative path below `folder`, creating folders; None deletes."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink()
        else:
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


class Seen(NamedTuple):
    """A problem as an index keeps it."""

    path: str
    code: str
    keys: tuple[str, ...] = ()
    args: dict[str, Any] = {}  # noqa: RUF012 - never changed
    hint: str = ""

    def sentence(self) -> str:
        return RULES[self.code].sentence.format(**self.args)


def problems_of(snapshot: Snapshot) -> list[Seen]:
    """Every problem of a snapshot, by path, code and key."""
    rows = [row[:5] for row in snapshot.fetch("problems")] + snapshot.fetch("findings")
    return sorted((Seen(p, c, tuple(json.loads(k)), json.loads(a), h) for p, c, k, a, h in rows), key=repr)


def check(root: Path | str) -> list[Seen]:
    """Every problem of a workspace. None may lack what its sentence names, or have an unknown code."""
    with open_workspace(str(root), None) as snapshot:
        found = problems_of(snapshot)
    for problem in found:
        assert problem.sentence()
    return found


def shape(problem: Problem) -> tuple[Any, ...]:
    return (problem.code, problem.keys, problem.args, problem.hint)


_WORDS = {"town", "portfolio", "department", "source", "lead"}
_TABLES = {
    "span": "select path, town, portfolio from span",
    "cube": "select * from cube",
    "fact": "select span.path, fact.* from span join fact using (content)",
    "project": "select span.path, project.* from span join project using (content)",
    "portfolios": "select span.path, portfolio.title, pillar, summary from span join portfolio using (content)",
    "milestone": "select span.path, milestone.* from span join milestone using (content)",
    "funding": "select span.path, funding.* from span join funding using (content)",
    "towns": "select span.path, name, currency, fiscal_year_start, vat_refund_rate from span join town using (content)",
    "departments": "select span.path, id as department, name from span join department using (content)",
    "sources": "select span.path, id as source, name, level, kind from span join source using (content)",
    "ceilings": "select span.path, ceiling.* from span join ceiling using (content)",
    "votes": "select span.path, vote.* from span join vote using (content)",
    "credits": "select span.path, credit.* from span join credit using (content)",
    "uncounted": 'select span.path, content."key" from uncounted join span using (town, content) '
    "join content on content.id = span.content",
}


def picture(snapshot: Snapshot) -> dict[str, Any]:
    """All that an index says, its numbers replaced by the words and places that they stand for."""
    seen: dict[str, Any] = {"counts": snapshot.counts, "problems": problems_of(snapshot)}
    for name, sql in _TABLES.items():
        cursor = snapshot.store.db.execute(sql)
        columns = [column[0] for column in cursor.description]
        rows = []
        for row in cursor:
            named = zip(columns, row, strict=True)
            rows.append(tuple(snapshot.words[v] if c in _WORDS else v for c, v in named if c != "content"))
        seen[name] = sorted(rows, key=repr)
    return seen


def fresh_picture(root: Path | str) -> dict[str, Any]:
    """What a new index in memory says of a workspace."""
    with open_workspace(str(root), None) as snapshot:
        return picture(snapshot)


def kept_picture(root: Path | str, cache: Path | str, notes: list[str] | None = None) -> dict[str, Any]:
    """What the index kept in `cache` says, brought up to date; `notes` receives what was said about it."""
    said: list[str] = []
    with open_workspace(str(root), str(cache), said.append) as snapshot:
        seen = picture(snapshot)
    assert len(said) <= 1, said
    if notes is not None:
        notes += map(str, said)
    else:
        assert not said
    return seen


def rebuilt_cube(snapshot: Snapshot) -> list[tuple[int, ...]]:
    """The kept totals, summed anew from the facts."""
    return snapshot.store.db.execute(
        """select measure, town, portfolio, department, section, source, certainty, year, sum(cents), count(*)
        from span join fact using (content)
        where chain = 0 and not exists (select 1 from uncounted u where u.town = span.town and u.content = span.content)
        group by 1, 2, 3, 4, 5, 6, 7, 8 order by 1, 2, 3, 4, 5, 6, 7, 8"""
    ).fetchall()


def only_index(cache: Path) -> Path:
    """The single index file of a cache."""
    (path,) = [path for path in cache.iterdir() if path.suffix == ".sqlite"]
    return path


def touch_later(path: Path, seconds: float = 5) -> None:
    """Move a file's times on: tests are faster than the clocks of file systems."""
    status = path.stat()
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + int(seconds * 1e9)))
