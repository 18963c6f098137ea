"""The texts of a long history read by two processes, before the transaction that writes them."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from citydash.files.repository import Repository
from citydash.index import second
from citydash.index.history import Plan, Texts, key_of
from citydash.index.ingest import Progress, Reader, Text, Words, known_contents
from citydash.index.store import MEMORY, Store

MANY, MOST = 400, 40_000
"""Texts from which a second process reads half of them; and up to which the parent's half fits the memory."""
_SHARE = 0.6
"""The parent's part: the other process writes its own rows meanwhile."""


class Halves:
    """Both halves, read: the parent's rows wait to be written, the other's stand in a database at `other`."""

    def __init__(self, reader: Reader, other: str, texts: Texts) -> None:
        self.reader, self.other, self.texts = reader, other, texts

    def take(self, store: Store) -> None:
        """Write both halves, in the transaction of a connection that has the other database attached."""
        self.reader.flush(store)
        second.take(store, "span", "cube")


@contextmanager
def halves(
    store: Store, repository: Repository, made: Plan, helper: second.Second | None, progress: Progress | None
) -> Iterator[Halves | None]:
    """The texts of a plan; None where one process does as well, or the two met the same text or the same new word. The
    helper, started early, is ended afterwards.
    """
    try:
        is_worth_it = store.path != MEMORY and MANY <= len(made.texts) <= MOST
        yield _read(store, repository, made.texts, helper, progress) if helper and is_worth_it else None
    finally:
        if helper is not None:
            helper.end()


def _read(
    store: Store,
    repository: Repository,
    texts: list[Text],
    helper: second.Second,
    progress: Progress | None,
) -> Halves | None:
    known, top = known_contents(store)
    words = Words({text: number for number, text in store.fetch("words")})
    reader = Reader("", known, top + 1, words, progress)
    towns = sum(key_of(text)[1] for text in texts)
    mine, theirs = _shared(texts[towns:])
    reading = reader.texts(repository, [*texts[:towns], *mine])
    found = {key_of(text): next(reading) for text in texts[:towns]}
    helper.hand_over(reader, folder=repository.folder, texts=theirs)
    found.update(zip(map(key_of, mine), reading, strict=True))
    if not helper.join():
        return None
    others = _theirs(helper.path, reader, theirs)
    return None if others is None else Halves(reader, helper.path, {**found, **others})


def _shared(texts: list[Text]) -> tuple[list[Text], list[Text]]:
    """The parent's texts and the other's, each in the order given: all of a path to one of them, since what a file says
    twice both would meet.
    """
    paths = sorted(path for _blob, path, _outline in texts)
    last = paths[int(len(paths) * _SHARE)] if paths else ""
    return [text for text in texts if text[1] <= last], [text for text in texts if text[1] > last]


def _theirs(path: str, reader: Reader, texts: list[Text]) -> Texts | None:
    """What the other process found in its texts; None where it can't be read, or overlaps."""
    try:
        other = Store(path)
        try:
            words, hashes = other.fetch("words"), other.fetch("all_hashes")
            spans = other.fetch("live_spans", chain=0, at=0)
        finally:
            other.close()
    except sqlite3.Error:
        return None
    if any(text in reader.words.known for _number, text in words) or any(key in reader.known for key, _n in hashes):
        return None
    found: Texts = {key_of(text): [] for text in texts}
    for place, number in spans:
        found[key_of(texts[int(place)])].append(number)
    return found
