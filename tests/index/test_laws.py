"""Conservation, and that an index brought up to date is the index built anew, whatever happened to the files."""

import itertools
import os
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from strategies import Writer, ids, portfolio_files, projects, seeds
from workspaces import HEAD, RICH, TOWN, fresh_picture, kept_picture, make_workspace, picture, project, rebuilt_cube

from citydash.files.discover import Tree
from citydash.index import open_workspace, snapshot
from citydash.index.ingest import FEW
from citydash.model.fiscal import YEAR_KEYS
from citydash.model.words import MEASURES, SECTIONS

FLAGS = ("by_project", "by_department", "by_section", "by_source", "by_certainty", "by_year")


def amounts_of(towns):
    """Every amount as (measure, town, portfolio, project, department, section, source, year, cents), from the tables."""
    for town, files in towns.items():
        for portfolio, file in files.items():
            for key, value in file["project"].items():
                for measure, *axes, year, amount in [*spending(value), *money_in(value)]:
                    yield (measure, town, portfolio, key, *axes, YEAR_KEYS[year], int(amount * 100))


def spending(project):
    for department, sections in project.get("budget", {}).items():
        for section, stages in sections.items():
            for stage, years in stages.items():
                yield from ((stage, department, section, "", year, amount) for year, amount in years.items())


def money_in(project):
    for line, funding in project.get("funding", {}).items():
        axes = ("", funding.get("section", "investment"), funding.get("source", line))
        yield from ((name, *axes, "undated", funding[name]) for name in ("requested", "awarded") if name in funding)
        for name in ("expected", "received"):
            yield from ((name, *axes, year, amount) for year, amount in funding.get(name, {}).items())


@settings(max_examples=40)
@given(
    st.dictionaries(
        st.sampled_from(["v", "w"]),
        st.dictionaries(ids, portfolio_files, min_size=1, max_size=3),
        min_size=1,
        max_size=2,
    ),
    seeds,
)
def test_every_roll_up_has_the_amounts_that_were_written(towns, seed):
    for files in towns.values():
        seen = set()
        for file in files.values():
            file["project"] = {
                key: value for key, value in file["project"].items() if key not in seen and not seen.add(key)
            }
    texts = {
        f"{town}/{portfolio}.toml": Writer(seed).file(file)
        for town, files in towns.items()
        for portfolio, file in files.items()
    }
    with tempfile.TemporaryDirectory() as folder:
        root = make_workspace(Path(folder) / "ws", texts | {f"{town}/town.toml": TOWN for town in towns})
        with open_workspace(str(root), None) as snapshot:
            lost = {(row[0], row[4]) for row in snapshot.fetch("projects")}
            names, measures = snapshot.words, f"[{','.join(map(str, range(len(MEASURES))))}]"
            kept = {(names[town], key) for town, key in lost}
            written = [row for row in amounts_of(towns) if (row[1], row[3]) in kept]
            assert (
                len(kept)
                == sum(len(file["project"]) for files in towns.values() for file in files.values())
                - snapshot.counts.projects_left_out
            )
            totals = Counter()
            for measure, *_axes, value in written:
                totals[measure] += value
            totals = {measure: total for measure, total in totals.items() if total}
            for n in range(len(FLAGS) + 1):
                flags = {flag: int(i < n) for i, flag in enumerate(FLAGS)}
                assert _totals(snapshot.fetch("rollup", measures=measures, **flags)) == totals
            for flag in FLAGS:
                assert (
                    _totals(snapshot.fetch("rollup", measures=measures, **(dict.fromkeys(FLAGS, 0) | {flag: 1})))
                    == totals
                )
            assert _totals(snapshot.fetch("cube", measures=measures)) == totals
            assert snapshot.store.db.execute(
                "select * from cube order by 1, 2, 3, 4, 5, 6, 7, 8"
            ).fetchall() == rebuilt_cube(snapshot)
            by_cell = Counter()
            for measure, town, portfolio, _project, department, section, source, year, value in written:
                by_cell[measure, town, portfolio, department, section, source, year] += value
            found = Counter()
            for town, portfolio, _zero, measure, department, section, source, _sure, year, value in snapshot.fetch(
                "cube", measures=measures
            ):
                found[
                    MEASURES[measure],
                    names[town],
                    names[portfolio],
                    names[department],
                    SECTIONS[section],
                    names[source],
                    year,
                ] += value
            assert found == by_cell


def _totals(rows):
    totals = Counter()
    for row in rows:
        totals[MEASURES[row[3]]] += row[-1]
    return {measure: total for measure, total in totals.items() if total}


class Clock:
    """The time that scans begin at: far enough from every file's, so that each is trusted, or at the files' own."""

    def __init__(self) -> None:
        self.now = 0

    def time_ns(self) -> int:
        return self.now


@pytest.fixture
def clock(monkeypatch):
    found = Clock()
    found.now = 2_000_000_000 * 10**9
    monkeypatch.setattr(snapshot, "time", found)
    return found


PATHS = (
    "v/x.toml",
    "v/y/portfolio.toml",
    "v/y/a.toml",
    "v/y/b.toml",
    "w/x.toml",
    "w/x/a.toml",
    "n/v/x.toml",
    "w/A.toml",
)
TOWNS = ("v/town.toml", "w/town.toml", "n/v/town.toml")
TOWN_TEXTS = (
    TOWN,
    TOWN.replace("format = 1", "format = 2"),
    TOWN.replace("[department.dsi]", "[department.rh]"),
    "<<<<<<< HEAD",
    RICH,
    TOWN + "x = 1\n",
)
BAD = (
    "<<<<<<< HEAD\n[project.a]\n",
    "",
    "\ufeff",
    "[project.a]\n",
    HEAD + project("a", lead='"nobody"', depends_on='["b2", "zz"]'),
    HEAD + project("b2", depends_on='["a"]'),
)
operations = st.one_of(
    st.tuples(
        st.just("write"),
        st.sampled_from(PATHS),
        st.builds(lambda file, seed: Writer(seed).file(file), portfolio_files, seeds),
    ),
    st.tuples(st.just("write"), st.sampled_from(PATHS), st.sampled_from(BAD)),
    st.tuples(st.just("write"), st.sampled_from(TOWNS), st.sampled_from(TOWN_TEXTS)),
    st.tuples(
        st.just("add"),
        st.sampled_from(PATHS),
        st.builds(lambda key, value, seed: Writer(seed).file({"project": {key: value}}), ids, projects, seeds),
    ),
    st.tuples(st.just("copy"), st.sampled_from(PATHS), st.sampled_from(PATHS)),
    st.tuples(st.just("rename"), st.sampled_from(PATHS + TOWNS), st.sampled_from(PATHS + TOWNS)),
    st.tuples(
        st.just("rename"),
        st.sampled_from(["v", "w", "v/y", "n/v"]),
        st.sampled_from(["v", "w", "u", "v/z", "w/y", ".v"]),
    ),
    st.tuples(st.just("delete"), st.sampled_from(PATHS + TOWNS), st.just("")),
    st.tuples(st.just("touch"), st.sampled_from(PATHS + TOWNS), st.just("")),
    st.tuples(st.just("folder"), st.sampled_from(PATHS), st.just("")),
)


def do(root: Path, operation: str, name: str, more: str) -> None:
    path, target = root / name, root / more
    if operation == "write" and not path.is_dir():
        make_workspace(root, {name: more})
    elif operation == "add" and path.is_file():
        path.write_bytes(path.read_bytes() + b"\n" + more.encode())
    elif operation == "copy" and path.is_file() and not target.is_dir():
        make_workspace(root, {more: path.read_bytes()})
    elif operation == "rename" and path.exists() and not target.exists() and path not in target.parents:
        target.parent.mkdir(parents=True, exist_ok=True)
        path.rename(target)
    elif operation == "delete" and path.is_file():
        path.unlink()
    elif operation == "touch" and path.is_file():
        path.touch()
    elif operation == "folder" and not path.exists():
        path.mkdir(parents=True)


STEPS = itertools.count(1)


def stamp(root: Path) -> None:
    """Give what was written just now a time of its own: file systems' clocks tick more slowly than this test."""
    for path in root.rglob("*"):
        if path.is_file() and path.stat().st_mtime > 1_500_000_000:
            os.utime(path, ns=(0, 1_000_000_000 * 10**9 + next(STEPS) * 10**9))


@settings(max_examples=40)
@given(st.lists(st.tuples(operations, st.booleans()), min_size=1, max_size=7))
@example(
    [
        (("write", "v/town.toml", TOWN), True),
        (("write", "v/x.toml", HEAD + project("a")), True),
        (("rename", "v", "u"), True),
    ]
)
@example(
    [
        (("write", "v/town.toml", TOWN), True),
        (("write", "n/v/town.toml", TOWN), True),
        (("delete", "n/v/town.toml", ""), True),
    ]
)
def test_an_index_brought_up_to_date_is_one_built_anew(clock, steps):
    with tempfile.TemporaryDirectory() as folder:
        root, cache = Path(folder) / "ws", Path(folder) / "cache"
        make_workspace(
            root,
            {
                "v/town.toml": TOWN,
                "v/x.toml": HEAD + project("a", "[@.budget.dsi.investment]\nplanned = { 2026 = 1 }\n"),
            },
        )
        for (operation, name, more), is_settled in steps:
            do(root, operation, name, more)
            stamp(root)
            clock.now = (2_000_000_000 if is_settled else 1_000_000_000) * 10**9
            kept = kept_picture(root, cache)
            assert kept == fresh_picture(root)
            with open_workspace(str(root), str(cache)) as snapshot:
                assert snapshot.store.db.execute(
                    "select * from cube order by 1, 2, 3, 4, 5, 6, 7, 8"
                ).fetchall() == rebuilt_cube(snapshot)
                assert_nothing_left_over(snapshot)


def assert_nothing_left_over(snapshot):
    execute = snapshot.store.db.execute
    for table in (
        "fact",
        "project",
        "funding",
        "milestone",
        "problem",
        "town",
        "department",
        "source",
        "portfolio",
        "vote",
    ):
        left = execute(f"select count(*) from {table} where content not in (select content from span)")  # noqa: S608
        assert left.fetchone() == (0,)
    assert execute("select count(*) from content where id not in (select content from span)").fetchone() == (0,)
    assert execute("select count(*) from cube where n <= 0").fetchone() == (0,)


def test_many_contents_at_once_are_summed_anew(workspace, tmp_path, clock):
    files = {
        f"v/x/p{n}.toml": project(f"p{n}", "[@.budget.dsi.investment]\nplanned = { 2026 = 1 }\n")
        for n in range(FEW + 5)
    }
    root = workspace({"v/town.toml": TOWN, "v/x/portfolio.toml": HEAD, **files})
    assert kept_picture(root, tmp_path / "cache") == fresh_picture(root)
    for name in files:
        (root / name).write_text((root / name).read_text().replace("2026", "2027"))
    stamp(root)
    assert kept_picture(root, tmp_path / "cache") == fresh_picture(root)


def test_a_same_size_edit_in_the_same_tick_is_seen(workspace, tmp_path, clock, monkeypatch):
    """As git's "racily clean": the file's times are those of the scan, so the next edit may leave them as they are."""
    now = clock.now
    root = workspace({"v/town.toml": TOWN, "v/x.toml": HEAD + project("a")})

    def frozen(root_name, scan=snapshot.scan):
        tree = scan(root_name)
        return Tree([(*file[:3], now, now, *file[5:]) for file in tree.files], tree.problems, tree.odd)

    monkeypatch.setattr(snapshot, "scan", frozen)
    for pause in (0, 1, 10**6, 2 * 10**9, 10**10):
        for title in ("Projet b", "Projet c", "Projet d"):
            (root / "v" / "x.toml").write_text(HEAD + project("a", title=f'"{title}"'))
            seen = kept_picture(root, tmp_path / f"cache{pause}")
            assert f"'{title}'" in repr(seen["project"])
            clock.now = now + (pause if title == "Projet b" else 0)
            if pause > 5 * 10**9:
                break
        clock.now = now


def test_a_file_that_goes_between_the_scan_and_the_reading(workspace, tmp_path, monkeypatch):
    root = workspace({"v/town.toml": TOWN, "v/x.toml": HEAD + project("a"), "v/y.toml": HEAD + project("b")})
    scan = snapshot.scan

    def late(root_name):
        tree = scan(root_name)
        (root / "v" / "y.toml").unlink(missing_ok=True)
        return tree

    monkeypatch.setattr(snapshot, "scan", late)
    seen = kept_picture(root, tmp_path / "cache")
    assert [row[0] for row in seen["span"]] == ["v/town.toml", "v/x.toml", "v/x.toml"]
    assert seen["counts"] == (0, 0, 0)
    monkeypatch.undo()
    assert kept_picture(root, tmp_path / "cache") == fresh_picture(root)


def test_a_file_that_is_refused(workspace, tmp_path, monkeypatch):
    root = workspace({"v/town.toml": TOWN, "v/x.toml": HEAD + project("a"), "v/y.toml": HEAD + project("b")})
    real = os.open

    def refuse(path, *args, **keywords):
        if str(path).endswith("y.toml"):
            raise PermissionError(13, "Permission denied")
        return real(path, *args, **keywords)

    monkeypatch.setattr(os, "open", refuse)
    with open_workspace(str(root), str(tmp_path / "cache")) as found:
        seen = picture(found)
    assert [(p.path, p.code, p.args) for p in seen["problems"]] == [
        ("v/y.toml", "unreadable", {"detail": "permission refused"})
    ]
    monkeypatch.undo()
    (root / "v" / "y.toml").touch()
    assert kept_picture(root, tmp_path / "cache") == fresh_picture(root)
    assert not fresh_picture(root)["problems"]


def test_a_file_that_becomes_a_pipe_is_not_waited_for(workspace, monkeypatch):
    root = workspace({"v/town.toml": TOWN, "v/x.toml": HEAD})
    scan = snapshot.scan

    def late(root_name):
        tree = scan(root_name)
        (root / "v" / "x.toml").unlink()
        os.mkfifo(root / "v" / "x.toml")
        return tree

    monkeypatch.setattr(snapshot, "scan", late)
    with open_workspace(str(root), None) as found:
        assert [(p.path, p.code) for p in picture(found)["problems"]] == [("v/x.toml", "unreadable")]
