"""Each project's states along a first-parent line, and what is told of the line from them.

Every text's sums are in the index, and in which commits it stands: a commit's difference is what began in it less what
ended in it. Added up from the first commit, the differences are what each commit's own snapshot says (a test holds it).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from json import loads
from typing import Any, NamedTuple

from citydash.figures import formulas
from citydash.figures.history import Commit, Move, Part, Story, Sums
from citydash.index import Snapshot
from citydash.index.store import HEAD_LINE
from citydash.model.words import CERTAINTY, LOST, NO_CURRENCY

Id = tuple[int, str]
"""A project's town (a word of the index) and id."""


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


class Line:
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
        sums: dict[str, Sums] = {}
        projects, slips = Counter[str](), defaultdict[str, Counter[int]](Counter)
        found = []
        for at, *commit in self.commits:
            for state in self.ended.get(at, ()):
                projects[state.currency] -= 1
                sums[state.currency] = sums[state.currency].less(state.sums)
                if (slip := state.slip) is not None:
                    slips[state.currency][slip] -= 1
            for state in self.begun.get(at, ()):
                projects[state.currency] += 1
                sums[state.currency] = sums.get(state.currency, Sums()).plus(state.sums)
                if (slip := state.slip) is not None:
                    slips[state.currency][slip] += 1
            found.append((commit, dict(sums), {code: _part(projects[code], slips[code]) for code in sums}))
        return found


def _part(projects: int, slips: Counter[int]) -> Part:
    living = {slip: n for slip, n in slips.items() if n}
    total = sum(slip * times for slip, times in living.items())
    return Part(projects, sum(living.values()), total, max(living, default=None))


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
    grants: frozenset[int]
    """The sources that give grants."""


_NO_TOWN = _Town(0, 0, 1, NO_CURRENCY, frozenset())


def _states(snapshot: Snapshot) -> Iterator[_State]:
    towns, projects, amounts = _towns(snapshot), *_projects(snapshot)
    hidden: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for town, content, first, last in snapshot.store.fetch("hidden_spans", chain=HEAD_LINE):
        hidden[town, content].append((first, last))
    for town, portfolio, content, since, until, key, title, status, end, baseline_end, cost, next_cost in projects:
        spans = _less((since, until), hidden[town, content]) if (town, content) in hidden else [(since, until)]
        for span in spans:
            for first, last, at in _within(towns.get(town, []), *span):
                follows = bool(end) and at.fiscal_year_start > 1 and int(end[5:7]) >= at.fiscal_year_start
                sums = Sums(next_cost if follows else cost, *amounts.of(content, at.grants))
                said = (content, portfolio, sums)
                yield _State((town, key), first, last, said, title, status, at.currency, sums, end, baseline_end)


def _projects(snapshot: Snapshot) -> tuple[list[tuple[Any, ...]], "_Funding"]:
    """Where the texts of projects stand, with what they say of themselves; and what they say of their funding."""
    lines: dict[int, list[Any]] = defaultdict(list)
    for content, *line in snapshot.store.fetch("chain_funding", chain=HEAD_LINE):
        lines[content].append(line)
    rows = snapshot.store.fetch("chain_projects", chain=HEAD_LINE)
    outlines = snapshot.store.fetch("chain_outlines", chain=HEAD_LINE)
    every = loads(f"[{','.join(told for *_where, told in outlines)}]")
    for (*where, _told), (*said, own) in zip(outlines, every, strict=True):
        rows.append((*where, *said))
        lines[where[2]] = own
    return rows, _Funding(lines)


def _towns(snapshot: Snapshot) -> dict[int, list[_Town]]:
    """Each town along the line; neighbours that say the same are one."""
    grants: dict[int, list[int]] = defaultdict(list)
    for content, source, kind in snapshot.store.fetch("chain_kinds", chain=HEAD_LINE):
        if kind == "grant":
            grants[content].append(source)
    found: dict[int, list[_Town]] = defaultdict(list)
    for town, content, first, last, start, currency in snapshot.store.fetch("chain_towns", chain=HEAD_LINE):
        now = _Town(first, last, start, currency, frozenset(grants[content]))
        before = found[town]
        if before and before[-1].last == first and before[-1][2:] == now[2:]:
            before[-1] = before[-1]._replace(last=last)
        else:
            before.append(now)
    return found


def _within(towns: list[_Town], first: int, last: int) -> Iterator[tuple[int, int, _Town]]:
    """The parts of [first, last), each with what its town said then; nothing where its file couldn't be read."""
    at = first
    for town in towns:
        low, high = max(first, town.first), min(last, town.last)
        if low >= high:
            continue
        if at < low:
            yield at, low, _NO_TOWN
        yield low, high, town
        at = high
    if at < last:
        yield at, last, _NO_TOWN


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
    """What the grants of a text count for: all of them, and the secured ones. `lines` are those of each text."""

    def __init__(self, lines: dict[int, list[Any]]) -> None:
        self.lines = lines
        self.known: dict[tuple[int, frozenset[int]], tuple[int, int]] = {}

    def of(self, content: int, grants: frozenset[int]) -> tuple[int, int]:
        """In cents, where `grants` are the sources of grants."""
        if content not in self.lines:
            return 0, 0
        if (content, grants) not in self.known:
            every = secured = 0
            for source, status, requested, awarded, expected, received in self.lines[content]:
                if source in grants:
                    cents = formulas.counted(status, "grant", awarded, requested, expected, received)
                    every += cents
                    secured += cents if status in _SURE else 0
            self.known[content, grants] = every, secured
        return self.known[content, grants]


_SURE = {status for status in CERTAINTY if status in LOST or CERTAINTY[status] == "secured"}
