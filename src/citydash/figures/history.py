"""How cost, dates and funding moved, commit by commit, along HEAD's first-parent line, or that of a commit beside it.

It is told from the states of projects along the line (`states`), once for each commit that HEAD stands on: what was
found is kept in the index.
"""

from collections import Counter
from typing import Any, NamedTuple

from citydash.errors import UsageError
from citydash.figures.view import View
from citydash.files.repository import Repository
from citydash.index import Snapshot
from citydash.index.own_line import own_line
from citydash.index.past import kept
from citydash.index.store import HEAD_LINE

TYPE_CHECKING = False  # as typing's, without importing it
if TYPE_CHECKING:
    from citydash.figures.states import Line


class Sums(NamedTuple):
    """What is followed of a project, or of many: cents of one currency. `grants` are those counted, `secured` those of
    them that are certain.
    """

    cost: int = 0
    grants: int = 0
    secured: int = 0

    def plus(self, other: "Sums") -> "Sums":
        return Sums(self.cost + other.cost, self.grants + other.grants, self.secured + other.secured)

    def less(self, other: "Sums") -> "Sums":
        return Sums(self.cost - other.cost, self.grants - other.grants, self.secured - other.secured)


class Commit(NamedTuple):
    """A commit of the line: hash, time (ISO, by its own clock), author and first line."""

    commit: str
    time: str
    author: str
    subject: str

    @property
    def day(self) -> str:
        return self.time[:10]


class Move(NamedTuple):
    """What a commit did to a project: `added`, `removed` or `changed`; what it is called and how it stands after, or
    stood before it went. Differences in cents, `days` that its end moved (None where either end is unwritten).
    """

    town: str
    key: str
    title: str
    kind: str
    status: str
    end: str | None
    currency: str
    now: Sums
    delta: Sums
    days: int | None


class Entry(NamedTuple):
    """A commit that changed projects: how many it added, removed and changed, the differences by currency in cents, and
    the project whose end it moved furthest (days, title; None where it moved none).
    """

    commit: Commit
    added: int
    removed: int
    changed: int
    sums: dict[str, Sums]
    furthest: tuple[int, str] | None


class Story(NamedTuple):
    """A commit, and what it did to each project."""

    commit: Commit
    moves: tuple[Move, ...]

    def of(self, currency: str) -> "Story":
        """What the commit did to the projects of one currency."""
        return self._replace(moves=tuple(move for move in self.moves if move.currency == currency))

    @property
    def entry(self) -> Entry:
        """The commit's line in the log."""
        sums: dict[str, Sums] = {}
        for move in self.moves:
            sums[move.currency] = sums.get(move.currency, Sums()).plus(move.delta)
        kinds = Counter(move.kind for move in self.moves)
        moved = max((move for move in self.moves if move.days), key=lambda move: abs(move.days or 0), default=None)
        furthest = (moved.days, moved.title) if moved is not None and moved.days else None
        return Entry(self.commit, kinds["added"], kinds["removed"], kinds["changed"], sums, furthest)


class Part(NamedTuple):
    """What a point has in one currency: projects, how many of them have an end and a baseline, by how many days these
    slipped together, and the most.
    """

    projects: int
    dated: int
    slip: int
    worst_slip: int | None

    @property
    def mean_slip(self) -> float | None:
        return self.slip / self.dated if self.dated else None


class Point(NamedTuple):
    """The whole at a commit, by currency: sums in cents, projects, and how far ends had slipped from baselines."""

    commit: Commit
    sums: dict[str, Sums]
    parts: dict[str, Part]

    @property
    def whole(self) -> Part:
        """Projects and days of every currency together: these can be added."""
        projects, dated, slip, _worst = (sum(n or 0 for n in column) for column in self._columns)
        return Part(projects, dated, slip, max((n for n in self._columns[3] if n is not None), default=None))

    @property
    def _columns(self) -> list[tuple[Any, ...]]:
        return list(zip(Part(0, 0, 0, None), *self.parts.values(), strict=True))


def entries(snapshot: Snapshot, repository: Repository) -> list[Entry]:
    """The commits that changed a project, of the snapshot's line (HEAD's, or its own) up to it, the oldest first; the
    line is brought up to date.
    """
    snapshot = own_line(snapshot, repository)
    rows = kept(snapshot, repository, "log", lambda: _line(snapshot).entries())
    line = _line_up_to(snapshot, repository)
    return [
        Entry(Commit(*commit), added, removed, changed, {code: Sums(*cents) for code, cents in sums.items()},
              tuple(furthest) if furthest else None)
        for commit, added, removed, changed, sums, furthest in rows
        if line is None or commit[0] in line
    ]  # fmt: skip


def stories(snapshot: Snapshot, repository: Repository) -> list[Story]:
    """The same commits, with what each did to each project."""
    snapshot = own_line(snapshot, repository)
    rows = kept(snapshot, repository, "stories", lambda: _line(snapshot).stories())
    line = _line_up_to(snapshot, repository)
    return [
        Story(Commit(*commit), tuple(_move(move) for move in moves))
        for commit, moves in rows
        if line is None or commit[0] in line
    ]


def points(snapshot: Snapshot, repository: Repository) -> list[Point]:
    """The whole at each commit of the line, likewise."""
    snapshot = own_line(snapshot, repository)
    rows = kept(snapshot, repository, "points", lambda: _line(snapshot).points())
    line = _line_up_to(snapshot, repository)
    return [
        Point(Commit(*commit), {code: Sums(*cents) for code, cents in sums.items()},
              {code: Part(*part) for code, part in parts.items()})
        for commit, sums, parts in rows
        if line is None or commit[0] in line
    ]  # fmt: skip


def _line(snapshot: Snapshot) -> "Line":
    from citydash.figures.states import Line  # noqa: PLC0415 - only where nothing is kept yet

    return Line(snapshot)


def cut_at(snapshot: Snapshot, repository: Repository) -> str:
    """The commit (short) that the line begins at in a shallow clone, where all that was there before seems to have been
    added with it; "" where the line is whole.
    """
    rows = own_line(snapshot, repository).store.fetch("revisions", chain=HEAD_LINE)
    first = rows[0][1] if rows else ""
    return first[:7] if first and first in repository.cut().split() else ""


def _move(kept_move: list[Any]) -> Move:
    *said, now, delta, days = kept_move
    return Move._make((*said, Sums(*now), Sums(*delta), days))


def _line_up_to(snapshot: Snapshot, repository: Repository) -> frozenset[str] | None:
    """The commits of the line up to a past snapshot's; None for all of them."""
    if snapshot.revision is None:
        return None
    line = [row[1] for row in snapshot.store.fetch("revisions", chain=HEAD_LINE)]
    own = snapshot.revision.commit
    last = own if own in line else repository.last_touching(own)
    return None if last == line[-1] else frozenset(line[: line.index(last) + 1])


def of_towns(view: View, found: list[Story], towns: tuple[str, ...]) -> list[Story]:
    """What commits did to the projects of some towns (ids), those included that are gone.

    Raises `UsageError` for a town that neither the view's snapshot nor any commit has.
    """
    known = {move.town for story in found for move in story.moves} | {t.key for t in view.names.towns.values()}
    for key in towns:
        if key not in known:
            raise UsageError("no town “{town}” in this workspace", town=key, known=tuple(sorted(known)))
    some = (story._replace(moves=tuple(move for move in story.moves if move.town in towns)) for story in found)
    return [story for story in some if story.moves]


def of_projects(view: View, found: list[Story], key: str | None = None) -> list[Story]:
    """What commits did to the projects that a view chooses, or to the one of an id (`town/id` where towns share it).

    Raises `UsageError` for an id that no commit ever had.
    """
    if key is not None:
        town, _, own = key.rpartition("/")
        chosen = {(m.town, m.key) for story in found for m in story.moves if m.key == own and town in ("", m.town)}
        if not chosen:
            from citydash.files.problems import nearest  # noqa: PLC0415 - only for a mistake

            known = {m.key for story in found for m in story.moves}
            raise UsageError("no project “{name}” in the history", name=key, hint=nearest(own, tuple(sorted(known))))
        if len({town for town, _key in chosen}) > 1:
            names = tuple(sorted(f"{town}/{own}" for town, own in chosen))
            raise UsageError("several towns have a project “{name}”", name=own, known=names)
    else:
        chosen = {(view.names.town_key(p.town), p.key) for p in view.projects}
    own_moves = (story._replace(moves=tuple(m for m in story.moves if (m.town, m.key) in chosen)) for story in found)
    return [story for story in own_moves if story.moves]


def apart(found: list[Story]) -> dict[str, list[Entry]]:
    """The log of each currency: its own projects are counted, and its own ends looked at."""
    codes = sorted({move.currency for story in found for move in story.moves})
    some = {code: [story.of(code) for story in found] for code in codes}
    return {code: [story.entry for story in own if story.moves] for code, own in some.items()}


def monthly(found: list[Point]) -> list[tuple[str, Point]]:
    """How each month ended (ISO, 2026-12), from the first commit's to the last one's: a month without a commit as the
    one before. Commits count in the order of the line, whatever their clocks say.
    """
    last: dict[str, Point] = {}
    for point in found:
        last[max(point.commit.day[:7], next(reversed(last), ""))] = point
    months: list[tuple[str, Point]] = []
    for month, point in last.items():
        while months and (after := _month_after(months[-1][0])) < month:
            months.append((after, months[-1][1]))
        months.append((month, point))
    return months


def _month_after(month: str) -> str:
    year, n = int(month[:4]), int(month[5:])
    return f"{year + n // 12:04}-{n % 12 + 1:02}"
