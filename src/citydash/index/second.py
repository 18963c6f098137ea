"""A second process that reads half of the files of a new index, into a database file of its own.

Worth its start from some hundreds of files on. A process of its own rather than a fork: the dashboard has threads. The
parent hands over what it has interned; new words and contents are numbered from a range far above the parent's.
"""

import contextlib
import os
import subprocess
import sys
from json import dump, load
from typing import Any

from citydash.index.ingest import Place, Reader, Words
from citydash.index.store import FOREVER, Store

RANGE = 2**40
"""Where the second process's numbers begin."""


class Second:
    """The process, started at once so that it imports while the parent prepares its job."""

    def __init__(self, path: str) -> None:
        self.path, self.places = path, list[Place]()
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-c", "from citydash.index.second import main; main()", path],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )

    def begin(self, root: str, words: dict[str, int], places: list[Place]) -> None:
        """Hand over the job, in a file: a pipe would hold up both."""
        self.places = places
        assert self.process.stdin is not None  # noqa: S101 - for the type checker; a pipe was asked for
        with contextlib.suppress(BrokenPipeError), self.process.stdin as pipe:
            with open(self.path + ".job", "w", encoding="ascii") as file:  # noqa: PTH123
                dump({"root": root, "words": words, "places": places}, file)
            pipe.write(b"go")

    def join(self) -> bool:
        return self.process.wait() == 0

    def remove(self) -> None:
        """Delete its database."""
        for path in (self.path, self.path + ".job"):
            with contextlib.suppress(OSError):
                os.unlink(path)  # noqa: PTH108


def main() -> None:
    """The second process: waits for the parent's word, then does the job beside the database that it is to fill."""
    import gc  # noqa: PLC0415

    from citydash.files import validate  # noqa: F401, PLC0415 - imported while the parent prepares
    from citydash.model import shapes  # noqa: PLC0415

    shapes.project()
    if sys.stdin.buffer.read() == b"go":
        gc.disable()
        with open(sys.argv[1] + ".job", encoding="ascii") as file:  # noqa: PTH123
            fill(sys.argv[1], load(file))


def fill(path: str, job: dict[str, Any]) -> None:
    """Read the job's files into a new database at `path`."""
    store = Store(path)
    for setting in ("journal_mode = off", "synchronous = off", "cache_size = -65536"):
        store.db.execute(f"PRAGMA {setting}")
    store.db.execute("BEGIN IMMEDIATE")
    store.create()
    reader = Reader(job["root"], {}, RANGE, Words(job["words"], RANGE))
    spans = reader.spans(job["places"])
    reader.flush(store)
    store.many("insert_span", [(0, *span, 0, FOREVER) for span in spans])
    store.run("cube_fill", chain=0, at=0)
    store.db.execute("COMMIT")
    store.close()


def merge(store: Store, path: str) -> bool:
    """Take in the other database's rows, in the caller's transaction-free connection.

    False, and nothing taken, where both processes met the same new word or the same text: rare, and simpler to read
    those files again than to renumber.
    """
    store.db.execute("ATTACH DATABASE ? AS other", (path,))
    try:
        if store.fetch("merge_overlap")[0][0]:
            return False
        store.db.execute("BEGIN IMMEDIATE")
        for name in ("span", "word", "content", "fact", "town", "department", "ceiling", "source", "authorisation", "vote",
                     "credit", "portfolio", "project", "milestone", "funding", "problem", "cube"):  # fmt: skip
            store.run(f"merge_{name}")
        store.db.execute("COMMIT")
    finally:
        store.db.execute("DETACH DATABASE other")
    return True
