"""Whatever happens to the cache, the answer is that of a new index in memory, and at most one line is said about it."""

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workspaces import (
    HEAD,
    TOWN,
    fresh_picture,
    kept_picture,
    make_workspace,
    only_index,
    picture,
    project,
    touch_later,
)

from citydash.index import open_workspace, snapshot, store
from citydash.index.store import Shelf, Store

MONEY = "[@.budget.dsi.investment]\nplanned = { 2026 = 10 }\n"
FILES = {
    "v/town.toml": TOWN,
    "v/x.toml": HEAD + project("a", MONEY) + project("b", MONEY),
    "v/y.toml": HEAD + project("c", MONEY),
}


def pointer(cache: Path) -> Path:
    (path,) = cache.glob("*.current")
    return path


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """(a workspace, its cache, what it says): copied before anything is done to it."""
    folder = tmp_path_factory.mktemp("a kept index")
    root = make_workspace(folder / "ws", FILES)
    return root, folder / "cache", kept_picture(root, folder / "cache")


@pytest.fixture
def cache(kept, tmp_path):
    return _copy(kept, tmp_path)


def _copy(kept, folder: Path) -> Path:
    """The kept cache somewhere else, its index trusted there."""
    cache = Path(shutil.copytree(kept[1], folder / "cache"))
    Shelf(str(cache), str(kept[0])).trust(str(only_index(cache)))
    return cache


def test_a_kept_index_is_used(kept, cache):
    before = only_index(cache)
    assert kept_picture(kept[0], cache) == kept[2]
    assert only_index(cache) == before


offsets = st.integers(0, 10**9)
damages = st.one_of(
    st.tuples(st.just("bytes"), offsets, st.binary(min_size=1, max_size=5000)),
    st.tuples(st.just("cut"), offsets, st.just(b"")),
    st.tuples(st.just("append"), offsets, st.binary(min_size=1, max_size=50)),
    st.tuples(st.just("replace"), offsets, st.binary(max_size=50)),
    st.tuples(st.just("delete"), offsets, st.just(b"")),
)


def damage(path: Path, way: str, offset: int, data: bytes) -> None:
    raw = path.read_bytes()
    at = offset % (len(raw) + 1)
    if way == "delete":
        path.unlink()
        return
    path.write_bytes(
        {"bytes": raw[:at] + data + raw[at + len(data) :], "cut": raw[:at], "append": raw + data, "replace": data}[way]
    )
    touch_later(path)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(["index", "pointer"]), damages), min_size=1, max_size=2))
def test_damage_that_leaves_its_trace(kept, done):
    with tempfile.TemporaryDirectory() as folder:
        cache = _copy(kept, Path(folder))
        for which, (way, offset, data) in done:
            path = (
                only_index(cache)
                if which == "index" and list(cache.glob("*.sqlite"))
                else pointer(cache)
                if which == "pointer" and list(cache.glob("*.current"))
                else None
            )
            if path is not None:
                damage(path, way, offset, data)
        assert kept_picture(kept[0], cache, []) == kept[2]
        assert kept_picture(kept[0], cache) == kept[2]


@settings(max_examples=60)
@given(st.integers(0, 100), st.integers(0, 4000), st.binary(min_size=200, max_size=6000))
def test_damage_that_its_stamp_does_not_show_never_ends_in_a_traceback(kept, page, offset, data):
    """Bad blocks: the file's times are as they were. A wrong number can't be told then; a broken page is built again."""
    with tempfile.TemporaryDirectory() as folder:
        cache = _copy(kept, Path(folder))
        path = only_index(cache)
        status, raw = path.stat(), path.read_bytes()
        at = (page * 4096 + offset) % len(raw)
        path.write_bytes((raw[:at] + data + raw[at + len(data) :])[: len(raw)])
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        said = []
        try:
            with open_workspace(str(kept[0]), str(cache), said.append) as found:
                picture(found)
        except (sqlite3.Error, UnicodeDecodeError, TypeError, ValueError, KeyError):
            assert not said, "what was built anew is whole"
        make_workspace(kept[0], {})
        assert len(said) <= 1


@pytest.mark.parametrize(
    "sql",
    [
        "delete from meta",
        "drop table fact",
        "update meta set value = x'00' where key = 'fresh'",
        "drop table meta",
        "update word set text = null",
    ],
)
def test_an_index_that_something_else_wrote_to_with_its_stamp(kept, cache, sql, workspace):
    root = workspace(FILES)
    shutil.rmtree(cache)
    before = kept_picture(root, cache)
    db = sqlite3.connect(only_index(cache))
    db.execute(sql)
    db.commit()
    db.close()
    Shelf(str(cache), str(root)).trust(str(only_index(cache)))
    make_workspace(root, {"v/z.toml": HEAD + project("z", MONEY)})
    seen = kept_picture(root, cache, [])
    assert seen == fresh_picture(root)
    assert seen != before
    assert kept_picture(root, cache) == seen


def test_what_is_said_of_a_touched_and_of_a_broken_index(kept, cache):
    touch_later(only_index(cache))
    notes = []
    kept_picture(kept[0], cache, notes)
    assert notes == ["the index was changed by something else; it was built again"]
    path = max(cache.glob("*.sqlite"), key=lambda found: found.stat().st_mtime_ns)
    (newest,) = [found for found in cache.glob("*.sqlite") if found.name in pointer(cache).read_text()]
    assert path.exists()
    newest.write_bytes(b"not a database at all" * 500)
    Shelf(str(cache), str(kept[0])).trust(str(newest))
    notes = []
    assert kept_picture(kept[0], cache, notes) == kept[2]
    assert notes == ["the index was damaged (file is not a database); it was built again"]


@pytest.mark.parametrize("content", ["", "..\n1\n2\n3", "/etc/passwd\n1\n2\n3", "\xff", "x" * 10**6])
def test_a_pointer_to_anything(kept, cache, content):
    pointer(cache).write_text(content, encoding="latin-1")
    assert kept_picture(kept[0], cache, []) == kept[2]


def test_a_pointer_that_is_a_folder_or_leads_nowhere(kept, cache):
    path = pointer(cache)
    path.unlink()
    path.mkdir()
    notes = []
    assert kept_picture(kept[0], cache, notes) == kept[2]
    assert "working in memory" in notes[0]
    path.rmdir()
    path.symlink_to("nowhere")
    assert kept_picture(kept[0], cache) == kept[2]


@pytest.mark.parametrize("name", ["file", "file/below", "missing/deep", "été %41?#&", b"\xff"])
def test_any_place_for_the_cache(kept, tmp_path, name):
    (tmp_path / "file").write_text("")
    notes = []
    cache = tmp_path / os.fsdecode(name)
    assert kept_picture(kept[0], cache, notes) == kept[2]
    assert kept_picture(kept[0], cache, notes) == kept[2]
    assert len(notes) == (2 if str(name).startswith("file") else 0)
    assert all("working in memory" in note for note in notes)


def test_a_workspace_whose_name_is_no_text(tmp_path):
    root = tmp_path / os.fsdecode(b"ws \xff\n")
    make_workspace(root, {"town.toml": TOWN, "x.toml": HEAD + project("a", MONEY)})
    first = kept_picture(root, tmp_path / "cache")
    assert first == kept_picture(root, tmp_path / "cache") == fresh_picture(root)
    assert first["counts"] == (0, 0, 0)


def test_workspaces_share_a_cache(kept, cache, workspace):
    other = workspace({"v/town.toml": TOWN})
    assert kept_picture(other, cache) == fresh_picture(other)
    assert kept_picture(kept[0], cache) == kept[2]
    assert len(list(cache.glob("*.sqlite"))) == 2


def test_another_version_has_an_index_of_its_own(kept, cache, monkeypatch):
    monkeypatch.setattr(store, "VERSION", "0123456789abcdef")
    assert kept_picture(kept[0], cache) == kept[2]
    assert len(list(cache.glob("*.current"))) == 2


def test_what_is_left_over_is_swept(kept, cache):
    shelf = Shelf(str(cache), str(kept[0]))
    young, old, version, older, foreign = (
        cache / f"{name}.sqlite"
        for name in (f"{shelf.stem}-1", f"{shelf.stem}-2", f"{shelf.family}v-1", f"{shelf.family}v-2", "other-1")
    )
    for path, age in ((young, 60), (old, 700), (version, 86_400), (older, 31 * 86_400), (foreign, 10**9)):
        path.write_text("")
        touch_later(path, -age)
    index = only_index_of(cache)
    shelf.sweep(str(index))
    assert {path.name for path in cache.iterdir()} == {
        index.name,
        pointer(cache).name,
        young.name,
        version.name,
        foreign.name,
    }
    Shelf(str(cache / "nowhere"), str(kept[0])).sweep("")


def only_index_of(cache: Path) -> Path:
    return cache / pointer(cache).read_text().split("\n")[0]


class Failing:
    """A connection whose commits, or whatever `words` begin, end in an error."""

    def __init__(self, db, words, message):
        self.db, self.words, self.message = db, words, message

    def execute(self, sql, *values):
        if sql.startswith(self.words):
            raise sqlite3.OperationalError(self.message)
        return self.db.execute(sql, *values)

    def __getattr__(self, name):
        return getattr(self.db, name)


@pytest.mark.parametrize(
    "message", ["database or disk is full", "attempt to write a readonly database", "disk I/O error"]
)
@pytest.mark.parametrize("words", ["BEGIN IMMEDIATE", "COMMIT", "CREATE"])
@pytest.mark.parametrize("is_changed", [False, True])
def test_a_disk_that_takes_no_more(kept, workspace, tmp_path, monkeypatch, message, words, is_changed):
    root = workspace(FILES)
    cache = tmp_path / "cache"
    if is_changed:
        kept_picture(root, cache)
        make_workspace(root, {"v/z.toml": HEAD + project("z", MONEY)})

    class Full(Store):
        def __init__(self, path, **keywords):
            super().__init__(path, **keywords)
            if path != store.MEMORY:
                self.db = Failing(self.db, words, message)

    monkeypatch.setattr(snapshot, "Store", Full)
    notes = []
    assert kept_picture(root, cache, notes) == fresh_picture(root)
    if words != "CREATE" or not is_changed:
        assert notes == [f"the index can't be kept in {cache} ({message}); working in memory"]
    monkeypatch.undo()
    assert kept_picture(root, cache, []) == fresh_picture(root)


@pytest.mark.parametrize("size", [0, 100, 5_000, 60_000])
def test_a_limit_of_file_size(workspace, tmp_path, size):
    root = workspace(FILES)
    code = f"""
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))
sys.dont_write_bytecode = True
from citydash.index import open_workspace
said = []
with open_workspace({str(root)!r}, {str(tmp_path / "cache")!r}, said.append) as snapshot:
    rows = snapshot.fetch("projects")
sys.stderr.write(str((len(rows), len(said))))
"""
    assert resource.RLIMIT_FSIZE
    environment = {key: value for key, value in os.environ.items() if not key.startswith("COV")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment)
    assert done.stderr == "(3, 1)"
    assert kept_picture(root, tmp_path / "cache", []) == fresh_picture(root)


def test_a_reader_that_stays_does_not_stop_a_change(workspace, tmp_path, monkeypatch):
    monkeypatch.setattr(snapshot, "PATIENCE_MS", 50)
    root, cache = workspace(FILES), tmp_path / "cache"
    before = kept_picture(root, cache)
    with open_workspace(str(root), str(cache)) as reader:
        assert picture(reader) == before
        make_workspace(root, {"v/z.toml": HEAD + project("z", MONEY)})
        assert kept_picture(root, cache) == fresh_picture(root) != before
        assert picture(reader) == before
        assert len(list(cache.glob("*.sqlite"))) == 2
    assert kept_picture(root, cache) == fresh_picture(root)


def test_a_reader_that_is_detached_is_in_nobodys_way(workspace, tmp_path):
    root, cache = workspace(FILES), tmp_path / "cache"
    with open_workspace(str(root), str(cache)) as reader:
        before = picture(reader)
        reader.detach()
        make_workspace(root, {"v/z.toml": HEAD + project("z", MONEY)})
        assert kept_picture(root, cache) == fresh_picture(root)
        assert len(list(cache.glob("*.sqlite"))) == 1
        assert picture(reader) == before


def test_a_writer_that_stays_is_built_beside(workspace, tmp_path, monkeypatch):
    root, cache = workspace(FILES), tmp_path / "cache"
    kept_picture(root, cache)
    writer = sqlite3.connect(only_index(cache), isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(store, "WAIT", 0.05)
    make_workspace(root, {"v/z.toml": HEAD + project("z", MONEY)})
    assert kept_picture(root, cache) == fresh_picture(root)
    writer.execute("ROLLBACK")
    writer.close()


def test_an_index_between_its_commit_and_its_pointer_is_waited_for(kept, cache, monkeypatch):
    shelf = Shelf(str(cache), str(kept[0]))
    path = only_index(cache)
    touch_later(path)
    pauses = []

    def sleep(seconds):
        pauses.append(seconds)
        if len(pauses) == 2:
            shelf.trust(str(path))

    monkeypatch.setattr(store, "_sleep", sleep)
    assert shelf.current() == str(path)
    assert len(pauses) == 2


def test_a_stamp_that_another_changes_is_written_again(kept, cache, monkeypatch):
    shelf = Shelf(str(cache), str(kept[0]))
    stamps = iter([["1"], ["2"], ["2"], ["2"]])
    monkeypatch.setattr(store, "_stamp", lambda _path: next(stamps))
    shelf.trust(str(only_index(cache)))
    assert pointer(cache).read_text().split("\n")[1:] == ["2"]


def test_a_pointer_that_cannot_be_written_leaves_nothing(kept, cache, monkeypatch):
    def refuse(*_paths):
        raise PermissionError(13, "no")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(PermissionError):
        Shelf(str(cache), str(kept[0])).trust(str(only_index(cache)))
    assert len(list(cache.iterdir())) == 2


def test_an_index_removed_before_it_is_opened(kept, cache, monkeypatch):
    current = Shelf.current

    def gone(self):
        path = current(self)
        Path(path).unlink()
        return path

    monkeypatch.setattr(Shelf, "current", gone)
    assert kept_picture(kept[0], cache) == kept[2]


def test_a_fault_of_ours_is_no_damage(workspace, tmp_path, monkeypatch):
    from citydash.index import ingest

    def fail(*_arguments):
        raise KeyError("a bug")

    monkeypatch.setattr(ingest, "update", fail)
    with pytest.raises(KeyError, match="a bug"):
        open_workspace(str(workspace(FILES)), str(tmp_path / "cache"))
    assert list((tmp_path / "cache").iterdir()) == []
    with pytest.raises(KeyError, match="a bug"):
        open_workspace(str(workspace(FILES)), None)
