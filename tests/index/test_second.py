"""A cold index read by two processes says what one would, whatever becomes of the second."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workspaces import HEAD, TOWN, fresh_picture, kept_picture, make_workspace, project

from citydash.figures.request import Request
from citydash.figures.rollup import rollup
from citydash.figures.view import View
from citydash.index import ingest, open_workspace, second
from citydash.index.store import Store

MONEY = "[@.budget.{d}.investment]\nplanned = {{ 2026 = {n} }}\n[@.funding.{s}]\nstatus = 'awarded'\nawarded = {n}\n"


def files(n=12, *, town="v", departments=("dsi",), sources=("dsil",)):
    """A town of `n` files of one project each, in two portfolios."""
    found = {
        f"{town}/town.toml": TOWN,
        f"{town}/p/portfolio.toml": HEAD,
        f"{town}/q/portfolio.toml": HEAD.replace("Capteurs", "Autre"),
    }
    for i in range(n):
        more = MONEY.format(d=departments[i % len(departments)], s=sources[i % len(sources)], n=i + 1)
        found[f"{town}/{'pq'[i % 2]}/a{i:02}.toml"] = project(f"a{i:02}", more)
    return found


@pytest.fixture
def two(monkeypatch):
    """Two processes from a handful of files on; the list holds whether each merge was done."""
    monkeypatch.setattr(second, "MANY", 4)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    merges = []
    merge = second.merge

    def noted(*arguments):
        merges.append(merge(*arguments))
        return merges[-1]

    monkeypatch.setattr(second, "merge", noted)
    return merges


def test_both_halves(workspace, tmp_path, two):
    root = workspace(
        files() | {name: text.replace('title = "', 'title = "Autre ') for name, text in files(town="w").items()}
    )
    seen = kept_picture(root, tmp_path / "cache")
    assert seen == fresh_picture(root)
    assert len(seen["project"]) == 24
    assert two == [True]
    assert len(list((tmp_path / "cache").iterdir())) == 2
    make_workspace(
        root, {"v/p/a00.toml": project("a00"), "v/p/new.toml": project("new", lead='"voirie"'), "w/q/a01.toml": None}
    )
    assert kept_picture(root, tmp_path / "cache") == fresh_picture(root)
    assert two == [True]


def test_in_memory_there_is_one_process(workspace, two):
    assert len(fresh_picture(workspace(files()))["project"]) == 12
    assert two == []


def test_names_that_only_the_second_half_has(workspace, tmp_path, two):
    """Their numbers are packed with others into one that sums are grouped by: none may be so high that it loses digits."""
    years = {"2024": 1_00, "2025": 20_00, "2026": 300_00}
    money = "[@.budget.{d}.investment]\nplanned = {{ 2024 = 1, 2025 = 20, 2026 = 300 }}\n"
    names = [f"inconnue-{n}" for n in range(3)]
    last = {f"v/q/z{n}.toml": project(f"z{n}", money.format(d=name)) for n, name in enumerate(names)}
    root = workspace(files() | last)
    assert kept_picture(root, tmp_path / "cache") == fresh_picture(root)
    assert two == [True]
    with open_workspace(str(root), str(tmp_path / "cache")) as snapshot:
        assert max(snapshot.words) < 100
        for where in ("", "-status:idea"):
            for rows in (("department",), ("department", "project"), ("project",)):
                (found,) = rollup(View(snapshot, "2026-11-28", where), Request(rows=rows))
                own = [line for line in found.lines if line.key[-1] in names or line.key[-1] in ("z0", "z1", "z2")]
                assert [line.amounts for line in own] == [years] * 3
                assert {line.key[0] for line in own} == ({*names} if rows[0] == "department" else {"z0", "z1", "z2"})


@pytest.mark.parametrize(
    "changes",
    [
        {
            "v/q/a01.toml": project("a01", MONEY.format(d="new", s="new", n=1)),
            "v/p/a00.toml": project("a00", MONEY.format(d="new", s="new", n=1)),
        },
        {
            "v/q/a03.toml": project("a00", MONEY.format(d="dsi", s="dsil", n=1)),
            "v/p/a00.toml": project("a00", MONEY.format(d="dsi", s="dsil", n=1)),
        },
        {"v/q/a03.toml": project("a00"), "v/p/a00.toml": project("a00", title='"autre"')},
        {"v/q/a01.toml": "<<<<<<< HEAD\n[project.a]\n", "v/q/a03.toml": "\ufeff", "v/p/a00.toml": "\ufeff"},
        {"v/town.toml": TOWN.replace("format = 1", "format = 2")},
        {"v/town.toml": "nothing"},
    ],
    ids=["new words in both", "one text in both", "one id in both", "broken files", "newer format", "no town"],
)
def test_what_both_halves_meet(workspace, tmp_path, two, changes):
    root = workspace(files() | changes)
    assert kept_picture(root, tmp_path / "cache") == fresh_picture(root)
    assert len(two) == 1
    make_workspace(root, {"v/q/new.toml": project("new")})
    assert kept_picture(root, tmp_path / "cache") == fresh_picture(root)


@settings(max_examples=12)
@given(st.lists(st.sampled_from(["x", "y", "z"]), min_size=8, max_size=8), st.integers(1, 9))
def test_words_in_any_half(tmp_path_factory, two, words, size):
    folder = tmp_path_factory.mktemp("two")
    found = files(8, departments=words, sources=words[::-1])
    found["v/p/a00.toml"] += "\n# " + "x" * (100 * size)
    root = make_workspace(folder / "ws", found)
    assert kept_picture(root, folder / "cache") == fresh_picture(root)


DEATHS = {
    "it ends at once": "import sys; sys.exit(1)",
    "it ends well and does nothing": "pass",
    "it leaves garbage": "import sys; open(sys.argv[1], 'w').write('garbage' * 1000)",
    "it dies after its job": "import os; from citydash.index.second import main; main(); os._exit(3)",
    "it leaves a database without tables": "import sys, sqlite3; d = sqlite3.connect(sys.argv[1]); d.execute('create table x (y)'); d.commit()",
    "it closes its ears": "import sys; sys.stdin.close(); sys.exit(1)",
}


@pytest.mark.parametrize("code", DEATHS.values(), ids=DEATHS)
def test_a_second_process_that_fails(workspace, tmp_path, two, monkeypatch, code):
    real = subprocess.Popen

    def other(command, **keywords):
        return real([sys.executable, "-P", "-c", code, command[-1]], **keywords)

    monkeypatch.setattr(subprocess, "Popen", other)
    root = workspace(files())
    assert kept_picture(root, tmp_path / "cache") == fresh_picture(root)
    assert len(list((tmp_path / "cache").iterdir())) == 2


def test_a_second_process_that_hangs(workspace, tmp_path, two, monkeypatch):
    real = subprocess.Popen
    started = []

    def other(command, **keywords):
        started.append(real([sys.executable, "-c", "import time; time.sleep(600)", command[-1]], **keywords))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", other)
    monkeypatch.setattr(second, "WAIT", 0.1)
    root = workspace(files())
    assert kept_picture(root, tmp_path / "cache") == fresh_picture(root)
    assert started[0].returncode is not None


def test_where_there_is_no_second_process(workspace, tmp_path, two, monkeypatch):
    root = workspace(files())
    expected = fresh_picture(root)
    refused = []

    def refuse(*_command, **_keywords):
        refused.append(1)
        raise OSError(11, "Resource temporarily unavailable")

    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "Popen", refuse)
        assert kept_picture(root, tmp_path / "1") == expected
    with monkeypatch.context() as patch:
        patch.setattr(os, "cpu_count", lambda: None)
        assert kept_picture(root, tmp_path / "2") == expected
    with monkeypatch.context() as patch:
        patch.setattr(sys, "executable", "")
        assert kept_picture(root, tmp_path / "3") == expected
    with monkeypatch.context() as patch:
        patch.setattr(sys, "frozen", True, raising=False)
        assert kept_picture(root, tmp_path / "4") == expected
    assert (refused, two) == ([1], [])


def test_a_fault_of_the_parent_ends_the_second(workspace, tmp_path, two, monkeypatch):
    started = []
    real = subprocess.Popen

    def noted(*arguments, **keywords):
        started.append(real(*arguments, **keywords))
        return started[-1]

    def fail(*_arguments):
        raise RuntimeError("a bug")

    monkeypatch.setattr(subprocess, "Popen", noted)
    monkeypatch.setattr(ingest.Reader, "flush", fail)
    with pytest.raises(RuntimeError, match="a bug"):
        kept_picture(workspace(files()), tmp_path / "cache")
    assert started[0].returncode is not None
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_merge_that_breaks_midway(workspace, tmp_path, two, monkeypatch):
    root = workspace(files())
    expected = fresh_picture(root)
    run = Store.run

    def fail(self, name, **values):
        if name == "merge_fact":
            raise sqlite3.OperationalError("database or disk is full")
        run(self, name, **values)

    monkeypatch.setattr(Store, "run", fail)
    notes = []
    assert kept_picture(root, tmp_path / "cache", notes) == expected
    assert len(notes) == 1
    assert list((tmp_path / "cache").iterdir()) == []


def test_the_second_process_by_itself(workspace, tmp_path):
    root = workspace(files(3))
    path = str(tmp_path / "half.sqlite")
    places = [("v/p/a00.toml", 1, 2), ("v/q/a01.toml", 1, 3), ("v/p/gone.toml", 1, 2)]
    words = {"v": 1, "p": 2, "q": 3, "dsi": 4, "dsil": 5}
    second.fill(path, {"root": str(root), "words": words, "places": places, "first": 8, "first_word": 7})
    store = Store(path)
    assert store.fetch("top_content") == [(10,)]  # 8, and every second number after it
    assert store.fetch("words") == []
    assert store.db.execute("select sum(cents), sum(n) from cube").fetchone() == (600, 4)
    store.close()


def test_the_second_process_waits_for_its_job(workspace, tmp_path):
    root = workspace(files(3))
    helper = second.start(str(tmp_path / "half"))
    if helper is None:
        pytest.skip("one processor: there is no second process")
    reader = ingest.Reader(str(root), {}, 1, ingest.Words({"v": 1, "p": 2}))
    helper.begin(reader, [("v/p/a00.toml", 1, 2)])
    assert helper.join()
    assert Path(helper.path).exists()
    helper.end()
    assert list(tmp_path.glob("half*")) == []
