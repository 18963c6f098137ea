"""Files into the index: only those that changed are read, only texts never seen are parsed.

One transaction from the first difference to the last kept total. What doesn't change costs nothing; the kept totals
(`cube`) move by the difference while few contents change, and are summed anew otherwise.
"""

import gc
import hashlib
import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from json import dumps
from typing import TYPE_CHECKING, Any, NamedTuple

from citydash.errors import reason_of
from citydash.files.discover import File, Tree
from citydash.files.read import Content, Section, read_sections, read_whole, sections, too_large, unreadable
from citydash.files.source import read_bytes
from citydash.index import context, second
from citydash.index.rows import Rows, add_content, add_outline
from citydash.index.store import FOREVER, Store
from citydash.model import rules

if TYPE_CHECKING:
    from citydash.files.repository import Repository

FEW = 200
"""Contents up to which the kept totals are moved rather than summed anew."""
STEP = 100
"""Files between two words on how far reading is."""
Progress = Callable[[int, int], None]
ROWS, TEXTS = 50_000, 5_000
"""Amounts, or contents, gathered before they are written, so that a long history doesn't fill the memory."""
Text = tuple[str, str, bool]
"""A text of a repository: its hash, a path that it stands at, and whether its contents' outlines will do."""
Place = tuple[str, int, int]
"""A file's path, and the words of its town and portfolio (0 for a town's own file)."""
_NOW = {"chain": 0, "at": 0}


class Words:
    """Interned words: text to number, new ones numbered from `first` on, each `step` further."""

    def __init__(self, known: dict[str, int], first: int | None = None) -> None:
        self.known = dict(known)
        self.next = first if first is not None else max(known.values(), default=0) + 1
        self.step = 1
        self.new: list[tuple[int, str]] = []

    def __call__(self, text: str) -> int:
        number = self.known.get(text)
        if number is None:
            number = self.known[text] = self.next
            self.next += self.step
            self.new.append((number, text))
        return number


def digest(part: Section) -> bytes:
    """What a content is known by: its kind, its text, and its id where the text is a whole file's."""
    salt = f"{part.kind}{part.key if part.whole else ''}".encode()[:8].ljust(8, b"-")
    whole = hashlib.blake2b(part.text, digest_size=16, person=salt)
    if part.whole:
        whole.update(b"\0" + part.key.encode())
    return whole.digest()


class Reader:
    """Reads files into rows; knows every content by hash, so that none is parsed twice.

    `lacking` are contents known in outline, which are read again where they are met and an outline won't do.
    """

    def __init__(
        self, root: str, known: dict[bytes, int], first: int, words: Words, progress: Progress | None = None
    ) -> None:
        self.progress = progress
        self.root, self.known, self.next, self.words = root, known, first, words
        self.step = 1
        self.lacking: set[int] = set()
        self.rows: Rows = defaultdict(list)
        self.completed: list[int] = []
        self.outline = False
        """Whether outlines will do of what is read."""

    def share_numbers(self) -> tuple[int, int]:
        """From now on take every second number, of contents and of words: the first ones left to another process.

        Numbers from a range far above would stay below no bound, and sums are grouped by several packed into one.
        """
        self.step = self.words.step = 2
        return self.next + 1, self.words.next + 1

    def read(self, path: str) -> list[int] | None:
        """The contents of a file, by number; None when it has gone since the scan."""
        try:
            raw, size = read_bytes(os.path.join(self.root, path))  # noqa: PTH118 - pathlib costs its import
        except FileNotFoundError:
            return None
        except OSError as error:
            return [self.add(unreadable(path, reason_of(error)))]
        if size > rules.MAX_FILE_BYTES:
            return [self.add(too_large(path, size, raw))]
        return self.contents(raw, path)

    def texts(self, repository: "Repository", wanted: list[Text], store: Store | None = None) -> Iterator[list[int]]:
        """The contents of texts of a repository, in the order asked; written to a store as they grow many, if given."""
        texts = repository.blobs(text[0] for text in wanted)
        for done, ((_blob, path, outline), (_name, size, raw)) in enumerate(zip(wanted, texts, strict=True)):
            if self.progress is not None and done % STEP == 0:
                self.progress(done, len(wanted))
            too_many, self.outline = size > rules.MAX_FILE_BYTES, outline
            numbers = [self.add(too_large(path, size, raw))] if too_many else self.contents(raw, path)
            yield list(dict.fromkeys(numbers))
            if store is not None and (len(self.rows["fact"]) > ROWS or len(self.rows["content"]) > TEXTS):
                self.flush(store)

    def contents(self, raw: bytes, path: str) -> list[int]:
        parts = sections(raw, path)
        if parts[0].whole:
            return [self.add(content) for content in read_whole(raw, path)]
        keys = [digest(part) for part in parts]
        numbers = [self._whole(self.known.get(key)) for key in keys]
        unknown = [n for n, number in enumerate(numbers) if number is None]
        read = read_sections([parts[n] for n in unknown], raw, path)
        if any(content.section.whole for content in read):
            return [self.add(content) for content in read]
        added = iter([self.add(content, keys[n]) for content, n in zip(read, unknown, strict=True)])
        return [next(added) if number is None else number for number in numbers]

    def _whole(self, number: int | None) -> int | None:
        """A known content, unless it is to be read again."""
        return None if number in self.lacking and not self.outline else number

    def add(self, content: Content, key: bytes = b"") -> int:
        """The number of a content, new or known; `key` is its section's digest, where that is at hand."""
        key = key or digest(content.section)
        number = self.known.get(key)
        if number is None:
            number = self.known[key] = self.next
            self.next += self.step
            self.rows["content"].append((number, key, content.section.kind, content.section.key, content.lost))
            (add_outline if self.outline else add_content)(self.rows, number, content, self.words)
        elif self._whole(number) is None:
            self.lacking.remove(number)
            self.completed.append(number)
            add_content(self.rows, number, content, self.words)
        return number

    def spans(self, places: list[Place]) -> list[tuple[str, int, int, int]]:
        """The spans (path, content, town, portfolio) of files, their contents read."""
        found = []
        for done, (path, town, portfolio) in enumerate(places):
            if self.progress is not None and done % STEP == 0:
                self.progress(done, len(places))
            found += [(path, number, town, portfolio) for number in dict.fromkeys(self.read(path) or ())]
        return found

    def totals(self, spans: list[tuple[str, int, int, int]]) -> list[tuple[int, ...]]:
        """The rows of `cube` that the facts read so far make in these spans: half the time that SQLite takes."""
        places = defaultdict(list)
        for _path, number, town, portfolio in spans:
            places[number].append((town, portfolio))
        cells: dict[tuple[int, ...], list[int]] = {}
        for number, measure, department, section, source, certainty, year, cents in self.rows["fact"]:
            for town, portfolio in places[number]:
                axes = (measure, town, portfolio, department, section, source, certainty, year)
                cell = cells.get(axes)
                if cell is None:
                    cells[axes] = [cents, 1]
                else:
                    cell[0] += cents
                    cell[1] += 1
        return [(*axes, *cell) for axes, cell in sorted(cells.items())]

    def flush(self, store: Store) -> None:
        """Write the rows gathered so far."""
        for name, rows in self.rows.items():
            store.many(f"insert_{name}", rows)
        if self.completed:
            store.run("delete_outline", contents=dumps(self.completed))
            self.completed.clear()
        store.many("insert_word", self.words.new)
        self.rows.clear()
        self.words.new.clear()


class Aid(NamedTuple):
    """What helps an update along: who hears how many files are read, and a second process that may read half."""

    progress: Progress | None = None
    helper: second.Second | None = None


def update(store: Store, root: str, tree: Tree, changed: list[File], gone: list[str], aid: Aid) -> None:
    """Bring the work tree's chain to what the files say now. The caller holds the transaction."""
    collecting = gc.isenabled()
    gc.disable()  # a quarter of the time, on a heap that only grows
    try:
        _update(store, root, tree, changed, gone, aid)
    finally:
        if collecting:
            gc.enable()


def _update(store: Store, root: str, tree: Tree, changed: list[File], gone: list[str], aid: Aid) -> None:
    words = Words({text: number for number, text in store.fetch("words")})
    known, top = known_contents(store)
    reader = Reader(root, known, top + 1, words, aid.progress)
    reader.lacking = lacking(store)
    places = [(path, words(town), words(portfolio) if portfolio else 0) for path, town, portfolio, *_ in changed]
    if aid.helper is not None and not top:
        fill_new(store, reader, changed, places, aid.helper)
    else:
        paths = dumps([file[0] for file in changed] + gone)
        before = {tuple(row) for row in store.fetch("spans_of_paths", chain=0, paths=paths)}
        after = set(reader.spans(places))
        reader.flush(store)
        move(store, before, after)
    context.refresh(store, tree)


def known_contents(store: Store) -> tuple[dict[bytes, int], int]:
    """Every content by hash, and the highest number."""
    top = store.fetch("top_content")[0][0] or 0
    return (dict(store.fetch("all_hashes")), top) if top else ({}, 0)


def lacking(store: Store) -> set[int]:
    """The contents in outline."""
    return {row[0] for row in store.fetch("outlines")}


def fill_new(store: Store, reader: Reader, changed: list[File], places: list[Place], helper: second.Second) -> None:
    """Fill a new index, half of it read by a second process. Ends the caller's transaction and begins another."""
    half, cut = sum(file[5] for file in changed) * 0.5, 0
    for cut, file in enumerate(changed):  # noqa: B007 - where half of the bytes are reached
        half -= file[5]
        if half <= 0:
            break
    mine, theirs = places[: cut + 1], places[cut + 1 :]
    # towns' own files first: the second process then knows the words of every department and source
    towns = [place for place in theirs if not place[2]]
    spans = reader.spans(towns)
    helper.begin(reader, [place for place in theirs if place[2]])
    spans += reader.spans(mine)
    store.many("insert_cube", reader.totals(spans))
    reader.flush(store)
    store.many("insert_span", [(0, *span, 0, FOREVER) for span in sorted(set(spans))])
    store.db.execute("COMMIT")
    merged = helper.join() and second.merge(store, helper.path)
    store.db.execute("BEGIN IMMEDIATE")
    if not merged:
        reader.known, top = known_contents(store)
        reader.next = top + 1
        rest = set(reader.spans(helper.places))
        reader.flush(store)
        move(store, set(), rest)
    elif context.refresh_uncounted(store):
        store.run("delete_cube")
        store.run("cube_fill", **_NOW)


def move(store: Store, before: set[tuple[Any, ...]], after: set[tuple[Any, ...]]) -> None:
    """Replace spans (path, content, town, portfolio), and move the kept totals by the difference."""
    removed, added = before - after, after - before
    if not removed and not added:
        return
    touched = {row[1] for row in removed | added}
    few = len(touched) <= FEW
    hidden = set(store.fetch("uncounted", chain=0))
    numbers = dumps(sorted(touched))
    if few:
        store.run("cube_take", **_NOW, contents=numbers)
    for path, number, *_ in removed:
        store.run("delete_span", chain=0, path=path, content=number)
    store.many("insert_span", [(0, *row, 0, FOREVER) for row in sorted(added)])
    if context.refresh_uncounted(store) != hidden or not few:
        store.run("delete_cube")
        store.run("cube_fill", **_NOW)
    else:
        store.run("cube_add", **_NOW, contents=numbers)
        store.run("delete_empty_cube")
    forget(store, {row[1] for row in removed})


def forget(store: Store, candidates: set[int]) -> None:
    """Delete contents that stand in no snapshot any more."""
    if not candidates:
        return
    used = {row[0] for row in store.fetch("contents_in_use", contents=dumps(sorted(candidates)))}
    if unused := sorted(candidates - used):
        from citydash.index._compiled import SQL  # noqa: PLC0415

        for name in SQL:
            if name.startswith("delete_") and ":contents" in SQL[name]:
                store.run(name, contents=dumps(unused))
