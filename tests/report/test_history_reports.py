"""`log`, `report drift` and `index`: one screen for a project's life, months that follow each other, lines with names."""

import csv
import io
import json
import os
import re
import time
from pathlib import Path

import pasts
import pytest
from commands import TODAY
from histories import Commit, git, make_history
from workspaces import HEAD, TOWN, project

from citydash.figures.history import Commit as Made
from citydash.figures.history import Point, monthly
from citydash.index import history as index_history
from citydash.index.past import open_past
from citydash.locale import Locale, clean
from citydash.report.document import CURVE, DATE, Chart, Column, Table
from citydash.report.figure import MOST_NAMES, figure
from citydash.report.kinds import FORMATS

MONEY = "[@.budget.dsi.investment]\nplanned = {{ 2026 = {n} }}\n"


@pytest.fixture(scope="module")
def past(tmp_path_factory):
    return pasts.valombre(tmp_path_factory.mktemp("past"))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    "command", [("log",), ("log", "--project", "gare-commune"), ("report", "drift"), ("report", "drift", "--every", "month")],
    ids=" ".join,
)  # fmt: skip
def test_it_stands_in_one_table_at_80_columns(run, past, monkeypatch, command, language):
    monkeypatch.setattr("citydash.cli.formatted.text_width", lambda path: None if path else 80)
    monkeypatch.setattr("citydash.cli.report.text_width", lambda path: None if path else 80)
    lines = run(*command, "-w", past, *TODAY, "--lang", language).text.splitlines()
    assert max(map(clean.width, lines)) <= 80
    first = "Mois|Month" if "month" in command else "Date"
    assert sum(bool(re.match(f"  ({first}) ", line)) for line in lines) == 1
    assert sum(bool(re.match(r"  (\d\d/)?\d\d/\d{4} ", line)) for line in lines) == {"--project": 3, "--every": 11}.get(
        next((one for one in command if one.startswith("--")), ""), 4
    )
    assert language == "en" or any(line.startswith("  Non affiché à cette largeur\u00a0: ") for line in lines)
    wide = run(*command, "-w", past, *TODAY, "--lang", language, "-o", "wide.txt")
    assert wide.code == 0
    assert "Non affiché" not in Path("wide.txt").read_text(encoding="utf-8")


def point(day):
    return Point(Made(day, f"{day}T12:00:00+01:00", "", ""), {}, {})


def test_months_follow_each_other():
    days = ["2025-11-03", "2025-11-30", "2026-02-01", "2025-12-24", "2026-03-31"]
    found = [(month, one.commit.commit) for month, one in monthly([*map(point, days)])]
    assert found == [
        ("2025-11", "2025-11-30"), ("2025-12", "2025-11-30"), ("2026-01", "2025-11-30"),
        ("2026-02", "2025-12-24"), ("2026-03", "2026-03-31"),
    ]  # fmt: skip
    assert monthly([]) == []


@pytest.mark.parametrize("every", ["commit", "month"])
def test_every_format_has_the_drift(run, past, tmp_path, every):
    command = ("report", "drift", "--every", every, "-w", past, *TODAY)
    for form in FORMATS:
        assert run(*command, "-f", form, "-o", tmp_path / form).code == 0
        assert (tmp_path / form).stat().st_size > 500
    points = json.loads((tmp_path / "json").read_text(encoding="utf-8"))["points"]
    rows = [*csv.DictReader(io.StringIO((tmp_path / "csv").read_text(encoding="utf-8")))]
    assert [p["sums"]["EUR"]["cost"] for p in points] == [row["cost"] for row in rows]
    assert [p.get("month") for p in points] == [row.get("month") for row in rows]
    assert len(points) == (4 if every == "commit" else 11)
    assert "<polyline" in (tmp_path / "html").read_text(encoding="utf-8")


def test_of_a_thousand_commits_some_are_named():
    rows = [(f"20{n // 50 + 10}-01-{n % 28 + 1:02}", n * 100) for n in range(1000)]
    table = Table("Drift", (Column("date", "Date", DATE), Column("cost", "Cost")), rows)
    made = figure(table, Chart(CURVE, ("cost",)), "Drift", "€", str, Locale("fr"))
    assert len(made.names) <= MOST_NAMES
    assert made.names[0].name == "01/01/2010"
    assert len(made.series[0].points) == 1000
    gaps = [b.x - a.x for a, b in zip(made.names, made.names[1:], strict=False)]
    assert min(gaps) >= 7 * len("01/01/2010")
    assert made.width < 3000


def test_a_town_that_is_gone_has_its_history(run, tmp_path):
    files = {"ws/v/town.toml": TOWN, "ws/v/p.toml": HEAD + project("a", MONEY.format(n=10))}
    gone = {"ws/w/town.toml": TOWN, "ws/w/p.toml": HEAD + project("b", MONEY.format(n=4))}
    make_history(tmp_path / "r", [Commit(files | gone), Commit(dict.fromkeys(gone))])
    root = tmp_path / "r/ws"

    def moves(*options):
        found = json.loads(run("log", "-w", root, "-f", "json", *options).out)["commits"]
        return [[(p["project"], p["change"]) for p in commit["projects"]] for commit in found]

    assert moves("--town", "w") == [[("b", "removed")], [("b", "added")]]
    assert moves("--town", "v") == [[("a", "added")]]
    ran = run("log", "-w", root, "--town", "x")
    assert ran.code == 2
    assert "“x”" in ran.err


@pytest.mark.parametrize(("most", "limit", "kept"), [(40, 2**30, 3), (2, 2**30, 2), (40, 0, 1)])
def test_the_index_has_a_limit(tmp_path, monkeypatch, most, limit, kept):
    monkeypatch.setattr(index_history, "KEPT_ASIDE", most)
    monkeypatch.setattr(index_history, "LIMIT", limit)
    commits = [Commit({"ws/town.toml": TOWN, "ws/p.toml": HEAD})]
    commits += [Commit({"ws/p.toml": HEAD + project("a", MONEY.format(n=n))}, parent=0) for n in range(1, 5)]
    hashes = make_history(tmp_path / "r", commits)
    for commit in hashes[1:-1]:
        with open_past(str(tmp_path / "r/ws"), str(tmp_path / "cache"), commit) as snapshot:
            assert snapshot.fetch("counted_projects")
            asides = [chain for chain, _at in snapshot.store.fetch("chains") if chain > 1]
    assert len(asides) == kept


def test_pruning_takes_what_others_left(run, tmp_path):
    make_history(tmp_path / "r", [Commit({"ws/town.toml": TOWN, "ws/p.toml": HEAD})])
    git(tmp_path / "r", "branch", "side")
    root, cache = tmp_path / "r/ws", Path(os.environ["CITYDASH_CACHE"])
    run("report", "-w", root)
    kept = next(path.stem for path in cache.iterdir() if path.suffix == ".sqlite")
    family = "-".join(kept.split("-")[:2])
    old, new, other = (cache / f"{name}.sqlite" for name in (f"{family}-older-1", f"{family}-newer-1", "ailleurs-2"))
    for path in (old, new, other):
        path.write_bytes(b"x" * 3_000_000)
    for path in (old, other):
        os.utime(path, (time.time() - 600,) * 2)
    before = run("report", "-w", root, *TODAY).out
    assert "5.7 MB" in run("index", "-w", root, "--lang", "en").text
    assert "2.9 MB" in run("index", "prune", "-w", root, "--lang", "en").err
    assert [path.exists() for path in (old, new, other)] == [False, True, True]
    assert run("report", "-w", root, *TODAY).out == before


def test_a_shallow_clone_says_that_it_is_one(run, past, tmp_path):
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "2", f"file://{past.parent}", clone)
    root, first = clone / "valombre", git(clone, "rev-parse", "--short=7", "HEAD~1").decode().strip()
    for command in (("log",), ("log", "--project", "gare-commune"), ("report", "drift")):
        said = run(*command, "-w", root, "--lang", "en").text
        assert f"what was there before {first} looks added by it" in said
        assert "Shallow" not in run(*command, "-w", past, "--lang", "en").text
    ran = run("log", "-w", root, "-f", "csv", "--lang", "en")
    assert "fetch --unshallow" in ran.err
    for snapshot in ("2026-01-01", "HEAD~3", "BP2026"):
        ran = run("report", "--at", snapshot, "-w", root, "--lang", "en")
        assert ran.code == 2
        assert "shallow" in ran.err
        assert "--unshallow" in ran.err
