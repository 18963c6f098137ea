"""The history into the index: HEAD's first-parent line as one chain, any other revision as a chain of one snapshot.

A text is parsed once, whichever commits it stands in; those of the past are kept in outline, which is all that figures
of a whole line read, until a snapshot that holds them is asked for (`complete`). The caller holds the transaction: a
program that is killed leaves the index as it was.
"""

import gc
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

from citydash.errors import EnvironmentFault
from citydash.files.gittree import Layout, Placed
from citydash.files.repository import Node, Repository, Revision
from citydash.index.ingest import Progress, Reader, Text, Words, forget, known_contents, lacking
from citydash.index.store import FOREVER, HEAD_LINE, Store

KEPT_ASIDE = 40
"""Revisions off that line whose snapshots are kept; the one asked for first goes first."""
LIMIT = 512 * 2**20
"""Bytes that an index may hold and still keep them: beyond, each new one makes room for itself."""
Texts = dict[tuple[str, bool], list[int]]
"""What texts hold, by their hash and whether they are a town's own file: the numbers of their contents."""
SpanRow = tuple[int, str, int, int, int, int, int]
"""A span as `insert_span` takes it: chain, path, content, town, portfolio, first, last."""
Spans = dict[str, tuple[int, int, dict[int, int]]]
"""Path → (town, portfolio, content → the snapshot it stands in since): what stands open in a chain."""


def is_current(store: Store, head: str) -> bool:
    """Whether the line up to `head` is in the index."""
    return store.meta("history") == head.encode()


class Plan(NamedTuple):
    """What is new on HEAD's line: how many snapshots are kept of what the index has (`before` is its last word on the
    line), the commits after them, the portfolio files that each changes, and the texts that these lead to.
    """

    head: str
    before: bytes
    kept: int
    revisions: list[Revision]
    steps: list[dict[str, Placed | None]]
    texts: list[Text]


def plan(store: Store, repository: Repository, name: str, head: str) -> Plan:
    """What it takes to bring the chain of HEAD's line up to `head`, from where it last was, or from what is left of it
    where the line was rewritten. `name` is the workspace folder's. Raises `EnvironmentFault` where git can't read.
    """
    known = [row[1] for row in store.fetch("revisions", chain=HEAD_LINE)]
    line = repository.line(head) if known else []
    kept = 0
    while kept < min(len(known), len(line)) and known[kept] == line[kept]:
        kept += 1
    revisions, steps = [], []
    if kept < len(line) or not known:
        after = line[kept - 1] if kept else ""
        layout = Layout(repository.tree(after) if after else {}, name, repository.read)
        for revision, changes in repository.log(head, after):
            revisions.append(revision)
            steps.append(layout.apply(changes))
    return Plan(head, store.meta("history"), kept, revisions, steps, wanted(steps))


def follow(store: Store, repository: Repository, made: Plan, known: Texts, progress: Progress | None = None) -> None:
    """Do what was planned; `known` are texts that were read for it. Raises `EnvironmentFault` where git can't read."""
    _cut_back(store, HEAD_LINE, made.kept)
    if made.steps:
        chain = _Chain(store, repository, HEAD_LINE, made.kept)
        _without_collecting(lambda: chain.add(made, known, progress))
    hide(store, HEAD_LINE)
    store.set_meta("history", made.head.encode())


def set_aside(
    store: Store, repository: Repository, name: str, revision: Revision, progress: Progress | None = None
) -> tuple[int, int]:
    """Take in one revision off the line; its (chain, at)."""
    chains = sorted(row[0] for row in store.fetch("chains") if row[0] > HEAD_LINE)
    chain = max(chains, default=HEAD_LINE) + 1
    while chains and (len(chains) >= KEPT_ASIDE or held_bytes(store) > LIMIT):
        drop(store, chains.pop(0))
    layout = Layout(repository.tree(revision.commit), name, repository.read)
    steps: list[dict[str, Placed | None]] = [dict(layout.files)]
    made = Plan(revision.commit, b"", 0, [revision], steps, wanted(steps))
    _without_collecting(lambda: _Chain(store, repository, chain, 0).add(made, {}, progress))
    hide(store, chain)
    return chain, 0


def held_bytes(store: Store) -> int:
    """What an index holds, without the room that what was dropped left in its file."""
    pages, free, size = (store.db.execute(f"PRAGMA {name}").fetchone()[0] for name in _SIZES)
    return int((pages - free) * size)


_SIZES = ("page_count", "freelist_count", "page_size")


def drop(store: Store, chain: int) -> None:
    """Take a chain out of the index, with the texts that stand nowhere else."""
    _cut_back(store, chain, 0)
    forget_unused(store)


def forget_unused(store: Store) -> None:
    """Take out the texts that stand in no snapshot."""
    forget(store, {row[0] for row in store.fetch("unused_contents")})


def _cut_back(store: Store, chain: int, kept: int) -> None:
    store.run("delete_spans_from", chain=chain, at=kept)
    store.run("reopen_spans", of_chain=chain, at=kept, forever=FOREVER)
    store.run("delete_revisions_from", chain=chain, at=kept)
    if not kept:
        store.run("delete_uncounted", chain=chain)


def _without_collecting(work: Callable[[], None]) -> None:
    collecting = gc.isenabled()
    gc.disable()  # a quarter of the time, on a heap that only grows
    try:
        work()
    finally:
        if collecting:
            gc.enable()


def wanted(steps: list[dict[str, Placed | None]]) -> list[Text]:
    """Every text that steps lead to, once: those of towns first, then those that still stand after the last step, to be
    read whole; of the others an outline does. Otherwise as they came, as git keeps them (by path, git took six times as
    long on what `fast-import` had packed, and as long on what was packed again).
    """
    found = {
        (placed.blob, not placed.portfolio): path
        for step in steps for path, placed in step.items() if placed is not None
    }  # fmt: skip
    standing: dict[str, Placed | None] = {}
    for step in steps:
        standing.update(step)
    whole = {placed.blob for placed in standing.values() if placed is not None}
    ordered = sorted(found.items(), key=lambda item: (not item[0][1], item[0][0] not in whole))
    return [(blob, path, blob not in whole) for (blob, _is_town), path in ordered]


def key_of(text: Text) -> tuple[str, bool]:
    """What a text's contents are known by."""
    return text[0], text[1].rpartition("/")[2] == "town.toml"


def complete(store: Store, repository: Repository, name: str, nodes: dict[str, Node], place: dict[str, int]) -> None:
    """Read what a snapshot's contents in outline lack: those of a commit of a line may, but for the newest one's."""
    paths = [row[0] for row in store.fetch("outlined_paths", **place)]
    if not paths:
        return
    files = Layout(nodes, name, repository.read).files
    reader = _new_reader(store)
    reader.lacking = lacking(store)
    for _numbers in reader.texts(repository, [(files[path].blob, path, False) for path in paths], store):
        pass
    reader.flush(store)


def _new_reader(store: Store) -> Reader:
    known, top = known_contents(store)
    return Reader("", known, top + 1, Words({text: number for number, text in store.fetch("words")}))


class _Chain:
    """A chain that grows, from snapshot `start` on."""

    def __init__(self, store: Store, repository: Repository, chain: int, start: int) -> None:
        self.store, self.repository, self.chain, self.start = store, repository, chain, start
        self.reader = _new_reader(store)
        self.open: Spans = {}
        for path, number, town, portfolio, first in store.fetch("open_spans", chain=chain, forever=FOREVER):
            self.open.setdefault(path, (town, portfolio, {}))[2][number] = first

    def add(self, made: Plan, known: Texts, progress: Progress | None) -> None:
        """Write the snapshots that a plan's steps make, each the files that it changes."""
        contents = dict(known)
        missing = [text for text in made.texts if key_of(text) not in contents]
        self.reader.progress = progress
        read = self.reader.texts(self.repository, missing, self.store)
        contents.update(zip(map(key_of, missing), read, strict=True))
        rows: list[SpanRow] = []
        for at, step in enumerate(made.steps, self.start):
            for path, placed in step.items():
                rows += self._change(at, path, placed, contents)
        for path, (town, portfolio, numbers) in self.open.items():
            rows += [
                (self.chain, path, number, town, portfolio, first, FOREVER)
                for number, first in numbers.items() if first >= self.start
            ]  # fmt: skip
        self.reader.flush(self.store)
        self.store.many("insert_span", sorted(rows))
        revisions = [(self.chain, at, *revision, None) for at, revision in enumerate(made.revisions, self.start)]
        self.store.many("insert_revision", revisions)

    def _change(self, at: int, path: str, placed: Placed | None, contents: Texts) -> Iterable[SpanRow]:
        """Close what a file no longer holds at a snapshot and open what it holds now; the spans that began here too and
        are over.
        """
        old_town, old_portfolio, old = self.open.pop(path, (0, 0, {}))
        kept: dict[int, int] = {}
        if placed is not None:
            words = self.reader.words
            town, portfolio = words(placed.town), words(placed.portfolio) if placed.portfolio else 0
            stays = (town, portfolio) == (old_town, old_portfolio)
            for number in contents[placed.blob, not placed.portfolio]:
                kept[number] = old[number] if stays and number in old else at
            self.open[path] = town, portfolio, kept
        for number, first in old.items():
            if kept.get(number) == first:
                continue
            if first >= self.start:
                yield self.chain, path, number, old_town, old_portfolio, first, at
            else:
                self.store.run(
                    "close_span", of_chain=self.chain, of_path=path, of_content=number, since=first, until=at
                )


def hide(store: Store, chain: int) -> None:
    """Find anew which contents don't count in which snapshots of a chain: copies of a duplicate id, and all of a town
    whose own file is of a newer format.
    """
    hidden: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    active: list[tuple[int, int, int]] = []
    key_now = None
    for town, key, number, first, last in store.fetch("versions", chain=chain):
        if (town, key) != key_now:
            key_now, active = (town, key), []
        active = [other for other in active if other[2] > first]
        for other, _since, until in active:
            for one in (number, other):
                hidden[town, one].append((first, min(last, until)))
        active.append((number, first, last))
    for town, first, last in store.fetch("newer_spans", chain=chain):
        for number, since, until in store.fetch("spans_of_town", chain=chain, town=town):
            if max(first, since) < min(last, until):
                hidden[town, number].append((max(first, since), min(last, until)))
    store.run("delete_uncounted", chain=chain)
    rows = [(chain, *one, first, last) for one, spans in sorted(hidden.items()) for first, last in joined(spans)]
    store.many("insert_uncounted", rows)


def joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Intervals [first, last) that overlap or touch, made one."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1]:
            found[-1] = found[-1][0], max(last, found[-1][1])
        else:
            found.append((first, last))
    return found


def not_there(commit: str) -> EnvironmentFault:
    """What is said of a revision in which the workspace doesn't exist."""
    return EnvironmentFault("the workspace isn't in commit {commit}", commit=commit[:7])
