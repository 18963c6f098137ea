"""How cost, dates and funding moved, commit by commit, along HEAD's first-parent line.

Every text's sums are in the index, and in which commits it stands: a commit's difference is what began in it less what
ended in it. Added up from the first commit, the differences are what each commit's own snapshot says (a test holds it).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from citydash.errors import UsageError
from citydash.figures import formulas
from citydash.figures.view import View
from citydash.files.repository import Repository
from citydash.index import Snapshot
from citydash.index.past import kept
from citydash.index.store import HEAD_LINE
from citydash.model.words import CERTAINTY, LOST, NO_CURRENCY

Id = tuple[int, str]
"""A project's town (a word of the index) and id."""


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


class Point(NamedTuple):
    """The whole at a commit: projects, sums by currency in cents, and how far ends had slipped from their baselines, in
    days: the mean of the projects that have both dates, and the most.
    """

    commit: Commit
    projects: int
    sums: dict[str, Sums]
    mean_slip: float | None
    worst_slip: int | None


def entries(snapshot: Snapshot, repository: Repository) -> list[Entry]:
    """The commits of HEAD's line that changed a project, up to the snapshot's own, the oldest first. Brings the line up
    to date first. Raises `UsageError` for a snapshot off that line.
    """
    rows = kept(snapshot, repository, "log", lambda: _Line(snapshot).entries())
    line = _line_up_to(snapshot, repository)
    return [
        Entry(Commit(*commit), added, removed, changed, {code: Sums(*cents) for code, cents in sums.items()},
              tuple(furthest) if furthest else None)
        for commit, added, removed, changed, sums, furthest in rows
        if line is None or commit[0] in line
    ]  # fmt: skip


def stories(snapshot: Snapshot, repository: Repository) -> list[Story]:
    """The same commits, with what each did to each project."""
    rows = kept(snapshot, repository, "stories", lambda: _Line(snapshot).stories())
    line = _line_up_to(snapshot, repository)
    return [
        Story(Commit(*commit), tuple(_move(move) for move in moves))
        for commit, moves in rows
        if line is None or commit[0] in line
    ]


def points(snapshot: Snapshot, repository: Repository) -> list[Point]:
    """The whole at each commit of HEAD's line, likewise."""
    rows = kept(snapshot, repository, "drift", lambda: _Line(snapshot).points())
    line = _line_up_to(snapshot, repository)
    return [
        Point(Commit(*commit), projects, {code: Sums(*cents) for code, cents in sums.items()}, mean, worst)
        for commit, projects, sums, mean, worst in rows
        if line is None or commit[0] in line
    ]


def _move(kept_move: list[Any]) -> Move:
    *said, now, delta, days = kept_move
    return Move._make((*said, Sums(*now), Sums(*delta), days))


def _line_up_to(snapshot: Snapshot, repository: Repository) -> frozenset[str] | None:
    """The commits of HEAD's line up to a past snapshot's; None for all of them."""
    if snapshot.revision is None:
        return None
    line = [row[1] for row in snapshot.store.fetch("revisions", chain=HEAD_LINE)]
    own = snapshot.revision.commit
    last = own if own in line else repository.last_touching(own)
    if last not in line:
        raise UsageError("{commit} isn't on HEAD's first-parent line: its history isn't followed", commit=own[:7])
    return None if last == line[-1] else frozenset(line[: line.index(last) + 1])


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


def monthly(found: list[Point]) -> list[Point]:
    """The last point of each month."""
    return list({point.commit.day[:7]: point for point in found}.values())


class _State(NamedTuple):
    """A project as it stood from snapshot `first` until before `last`."""

    id: Id
    first: int
    last: int
    said: tuple[Any, ...]
    """What makes it another: its text, its portfolio, its sums."""
    title: str
    status: str
    currency: str
    sums: Sums
    end: str | None
    baseline_end: str | None

    @property
    def slip(self) -> int | None:
        if not self.end or not self.baseline_end:
            return None
        return formulas.days_between(self.baseline_end, self.end)


class _Line:
    """HEAD's line: its commits, and each project's states along it. Answers in plain lists, as they are kept."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.words = snapshot.words
        self.commits = snapshot.store.fetch("revisions", chain=HEAD_LINE)
        self.ended: dict[int, list[_State]] = defaultdict(list)
        self.begun: dict[int, list[_State]] = defaultdict(list)
        for state in _states(snapshot):
            self.ended[state.last].append(state)
            self.begun[state.first].append(state)

    def entries(self) -> list[Any]:
        return [Story(Commit(*commit), tuple(moves)).entry for commit, moves in self.stories()]

    def stories(self) -> list[tuple[list[Any], list[Move]]]:
        found = []
        for at, *commit in self.commits:
            ended = {state.id: state for state in self.ended.get(at, ())}
            begun = {state.id: state for state in self.begun.get(at, ())}
            touched = sorted(ended.keys() | begun.keys(), key=lambda one: (self.words[one[0]], one[1]))
            pairs = [(ended.get(one), begun.get(one)) for one in touched]
            moves = [self._move(*pair) for old, new in pairs for pair in _apart(old, new)]
            if moves:
                found.append((commit, moves))
        return found

    def _move(self, old: _State | None, new: _State | None) -> Move:
        """What happened between two states."""
        one = new or old
        assert one is not None  # noqa: S101 - for the type checker: a commit begins a state, or ends one
        before, after = old.sums if old else Sums(), new.sums if new else Sums()
        days = formulas.days_between(old.end, new.end) if old and new and old.end and new.end else None
        kind = "changed" if old and new else "added" if new else "removed"
        return Move(
            self.words[one.id[0]], one.id[1], one.title, kind, one.status, one.end, one.currency, after,
            after.less(before), days,
        )  # fmt: skip

    def points(self) -> list[Any]:
        projects, slips = 0, Counter[int]()
        sums: dict[str, Sums] = {}
        found = []
        for at, *commit in self.commits:
            for state in self.ended.get(at, ()):
                projects -= 1
                sums[state.currency] = sums[state.currency].less(state.sums)
                if (slip := state.slip) is not None:
                    slips[slip] -= 1
            for state in self.begun.get(at, ()):
                projects += 1
                sums[state.currency] = sums.get(state.currency, Sums()).plus(state.sums)
                if (slip := state.slip) is not None:
                    slips[slip] += 1
            living = {slip: n for slip, n in slips.items() if n}
            n = sum(living.values())
            mean = sum(slip * times for slip, times in living.items()) / n if n else None
            found.append((commit, projects, dict(sums), mean, max(living, default=None)))
        return found


def _apart(old: _State | None, new: _State | None) -> list[tuple[_State | None, _State | None]]:
    """The pairs to tell apart: none where a project stays what it was and only its town's file changed; of two
    currencies, which nothing is the difference of, what goes and what comes.
    """
    if old is None or new is None or old.currency == new.currency:
        return [(old, new)] if old is None or new is None or old.said != new.said else []
    return [(old, None), (None, new)]


class _Town(NamedTuple):
    """What a town's own file says that its projects' figures hang on, from `first` until before `last`."""

    first: int
    last: int
    fiscal_year_start: int
    currency: str
    kinds: tuple[tuple[int, str], ...]


def _states(snapshot: Snapshot) -> Iterator[_State]:
    towns, amounts = _towns(snapshot), _Funding(snapshot)
    hidden: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for town, content, first, last in snapshot.store.fetch("hidden_spans", chain=HEAD_LINE):
        hidden[town, content].append((first, last))
    for row in snapshot.store.fetch("chain_projects", chain=HEAD_LINE):
        town, portfolio, content, since, until, key, title, status, end, baseline_end, cost, next_cost = row
        spans = _less((since, until), hidden[town, content]) if (town, content) in hidden else [(since, until)]
        for first, last in spans:
            for at in _within(towns.get(town, []), first, last):
                follows = bool(end) and at.fiscal_year_start > 1 and int(end[5:7]) >= at.fiscal_year_start
                sums = Sums(next_cost if follows else cost, *amounts.of(content, at.kinds))
                said = (content, portfolio, sums)
                yield _State((town, key), at.first, at.last, said, title, status, at.currency, sums, end, baseline_end)


def _towns(snapshot: Snapshot) -> dict[int, list[_Town]]:
    """Each town along the line; neighbours that say the same are one."""
    kinds: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for content, source, kind in snapshot.store.fetch("chain_kinds", chain=HEAD_LINE):
        kinds[content].append((source, kind))
    found: dict[int, list[_Town]] = defaultdict(list)
    for town, content, first, last, start, currency in snapshot.store.fetch("chain_towns", chain=HEAD_LINE):
        now = _Town(first, last, start, currency, tuple(sorted(kinds[content])))
        before = found[town]
        if before and before[-1].last == first and before[-1][2:] == now[2:]:
            before[-1] = before[-1]._replace(last=last)
        else:
            before.append(now)
    return found


def _within(towns: list[_Town], first: int, last: int) -> Iterator[_Town]:
    """The parts of [first, last), each with what its town said then; nothing where its file couldn't be read."""
    at = first
    for town in towns:
        low, high = max(first, town.first), min(last, town.last)
        if low >= high:
            continue
        if at < low:
            yield _Town(at, low, 1, NO_CURRENCY, ())
        yield town._replace(first=low, last=high)
        at = high
    if at < last:
        yield _Town(at, last, 1, NO_CURRENCY, ())


def _less(span: tuple[int, int], hidden: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """What is left of [first, last) without some intervals, which are apart."""
    first, last = span
    found = []
    for low, high in sorted(hidden):
        if low > first:
            found.append((first, min(low, last)))
        first = max(first, high)
    if first < last:
        found.append((first, last))
    return [(low, high) for low, high in found if low < high]


class _Funding:
    """What the grants of a text count for: all of them, and the secured ones."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.lines: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        for content, *line in snapshot.store.fetch("chain_funding", chain=HEAD_LINE):
            self.lines[content].append(tuple(line))
        self.known: dict[tuple[int, tuple[tuple[int, str], ...]], tuple[int, int]] = {}

    def of(self, content: int, kinds: tuple[tuple[int, str], ...]) -> tuple[int, int]:
        if content not in self.lines:
            return 0, 0
        if (content, kinds) not in self.known:
            kind_of, every, secured = dict(kinds), 0, 0
            for source, status, requested, awarded, expected, received in self.lines[content]:
                if kind_of.get(source) != "grant":
                    continue
                cents = formulas.counted(status, "grant", awarded, requested, expected, received)
                every += cents
                secured += cents if status in LOST or CERTAINTY[status] == "secured" else 0
            self.known[content, kinds] = every, secured
        return self.known[content, kinds]
