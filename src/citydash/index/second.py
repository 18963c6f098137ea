"""A second process that reads half of the files of a new index, or of a history's texts, into a database of its own.

Worth its start from some hundreds of files on. A process of its own rather than a fork: the dashboard has threads. The
parent hands over what it has interned; of the numbers for new words and contents each process takes every second one.
"""

import contextlib
import os
import sqlite3
import subprocess
import sys
from json import dump, load
from typing import TYPE_CHECKING, Any

from citydash.index.store import FOREVER, Store, remove, uri

if TYPE_CHECKING:
    from citydash.index.ingest import Place, Reader

MANY = 400
"""New files from which a second process reads half of them."""
WAIT = 300
"""Seconds that it may go on after the parent has read its own half."""


class Second:
    """The process, started before all else so that both import at once. Raises `OSError`."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.places: list[Place] = []
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-c", "from citydash.index.second import main; main()", path],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )

    def begin(self, reader: "Reader", places: "list[Place]") -> None:
        """Hand over files to read beside a reader. Raises `OSError`."""
        self.places = places
        self.hand_over(reader, root=reader.root, places=places)

    def hand_over(self, reader: "Reader", **job: Any) -> None:
        """Say what to do, in a file: a pipe would hold up both. Raises `OSError`."""
        first, first_word = reader.share_numbers()
        job |= {"words": reader.words.known, "first": first, "first_word": first_word}
        with open(self.path + ".job", "w", encoding="ascii") as file:  # noqa: PTH123
            dump(job, file)
        assert self.process.stdin is not None  # noqa: S101 - for the type checker; a pipe was asked for
        with contextlib.suppress(BrokenPipeError), self.process.stdin as pipe:
            pipe.write(b"go")

    def join(self) -> bool:
        """Whether it did its job."""
        try:
            return self.process.wait(WAIT) == 0
        except subprocess.TimeoutExpired:
            return False

    def end(self) -> None:
        """Stop it, whatever it does, and delete its database."""
        self.process.kill()
        self.process.communicate()
        for path in (self.path, self.path + ".job"):
            remove(path)


def start(path: str) -> Second | None:
    """A process that will fill the database at `path`; None where there is one processor, or no Python to start."""
    if (os.cpu_count() or 1) < 2 or not sys.executable or getattr(sys, "frozen", False):
        return None
    try:
        return Second(path)
    except OSError:
        return None


def main() -> None:
    """The second process: waits for the parent's word, then does the job beside the database that it is to fill."""
    import gc  # noqa: PLC0415

    from citydash.files import validate  # noqa: F401, PLC0415 - imported while the parent prepares
    from citydash.model.validators import validator  # noqa: PLC0415

    validator("project_plain")
    if sys.stdin.buffer.read() == b"go":
        gc.disable()
        with open(sys.argv[1] + ".job", encoding="ascii") as file:  # noqa: PTH123
            job = load(file)
        (fill if "places" in job else fill_texts)(sys.argv[1], job)


def _new(path: str) -> Store:
    store = Store(path, new=True)
    for setting in ("journal_mode = off", "synchronous = off", "cache_size = -65536"):
        store.db.execute(f"PRAGMA {setting}")
    store.db.execute("BEGIN IMMEDIATE")
    store.create()
    return store


def _reader(root: str, job: dict[str, Any]) -> "Reader":
    from citydash.index.ingest import Reader, Words  # noqa: PLC0415 - in this process only: the parent starts it lightly

    reader = Reader(root, {}, job["first"], Words(job["words"], job["first_word"]))
    reader.share_numbers()
    return reader


def fill_texts(path: str, job: dict[str, Any]) -> None:
    """Read the job's texts of a repository into a new database at `path`; a span a content says which text it is of."""
    from citydash.files.repository import Repository  # noqa: PLC0415 - in this process only

    store = _new(path)
    reader = _reader("", job)
    repository = Repository(job["folder"], "", is_bare=False)
    found = list(reader.texts(repository, [tuple(text) for text in job["texts"]]))
    reader.flush(store)
    spans = [(0, str(n), number, 0, 0, 0, FOREVER) for n, numbers in enumerate(found) for number in numbers]
    store.many("insert_span", spans)
    store.db.execute("COMMIT")
    store.close()


def fill(path: str, job: dict[str, Any]) -> None:
    """Read the job's files into a new database at `path`."""
    store = _new(path)
    reader = _reader(job["root"], job)
    spans = reader.spans(job["places"])
    store.many("insert_cube", reader.totals(spans))
    reader.flush(store)
    store.many("insert_span", [(0, *span, 0, FOREVER) for span in spans])
    store.db.execute("COMMIT")
    store.close()


def merge(store: Store, path: str) -> bool:
    """Take in the other database's rows. The connection is in no transaction.

    False, and nothing taken, where the other can't be read, or both processes met the same new word or the same
    text: rare, and simpler to read those files again than to renumber. Raises `sqlite3.Error` when it breaks midway.
    """
    try:
        store.db.execute("ATTACH DATABASE ? AS other", (uri(path, "ro"),))
    except sqlite3.Error:
        return False
    try:
        if _overlaps(store):
            return False
        store.db.execute("BEGIN IMMEDIATE")
        take(store)
        store.db.execute("COMMIT")
    finally:
        if not store.db.in_transaction:
            store.db.execute("DETACH DATABASE other")
    return True


def take(store: Store, *left_out: str) -> None:
    """Every row of the database that is attached as `other`, but of some tables."""
    from citydash.index._compiled import SQL  # noqa: PLC0415 - a statement a table

    for name in SQL:
        if name.startswith("merge_") and name not in ("merge_overlap", *(f"merge_{table}" for table in left_out)):
            store.run(name)


def _overlaps(store: Store) -> bool:
    try:
        return bool(store.fetch("merge_overlap")[0][0])
    except sqlite3.Error:
        return True
