import os
import sqlite3
import subprocess
import sys
from pathlib import Path

from workspaces import HEAD, TOWN, project

from citydash.index import _compiled, open_workspace, queries
from citydash.index import compile as index_compile
from citydash.index.store import PACKED


def test_what_ships_is_what_the_sources_say():
    text = Path(_compiled.__file__).read_text(encoding="utf-8")
    assert text == index_compile.compiled(), "run python -m citydash.index.compile"


def test_another_text_of_the_code_that_decides_is_another_version(monkeypatch):
    before = index_compile.compiled()
    monkeypatch.setattr(index_compile, "deciding_text", lambda: ["another"])
    assert index_compile.compiled() != before


def test_every_statement_is_sql(tmp_path):
    other = sqlite3.connect(tmp_path / "other")
    db = sqlite3.connect(tmp_path / "this")
    for connection in (other, db):
        for statement in _compiled.CREATE:
            connection.execute(statement)
        connection.commit()
    db.execute("ATTACH DATABASE ? AS other", (str(tmp_path / "other"),))
    for name, sql in _compiled.SQL.items():
        whole = sql.replace(PACKED, "department * 8 + certainty")
        assert db.execute(f"EXPLAIN {whole}", ["[]"] * sql.count("?") or _Anything()).fetchall(), name
    assert set(_compiled.SQL) == set(queries.statements())
    for connection in (other, db):
        connection.close()


class _Anything(dict):
    """A value for every named parameter."""

    def __missing__(self, _name):
        return "[]"


def test_a_warm_start_imports_little(tmp_path, workspace):
    root = workspace(
        {"v/town.toml": TOWN, "v/x.toml": HEAD + project(more="[@.budget.dsi.investment]\nplanned = { 2026 = 1 }\n")}
    )
    code = f"""
import time
real = time.time_ns
time.time_ns = lambda: real() + 10_000_000_000
import sys
from citydash.index import open_workspace
with open_workspace({str(root)!r}, {str(tmp_path / "cache")!r}) as snapshot:
    assert len(snapshot.fetch("projects")) == 1
    assert snapshot.counts.errors == 0
print(*sys.modules)
"""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("COV")}
    cold, warm = (
        set(
            subprocess.run(
                [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
            ).stdout.split()
        )
        for _run in range(2)
    )
    heavy = {"pydantic", "sqlalchemy", "textual", "click", "platformdirs", "pathlib", "dataclasses", "subprocess", "toml_rs", "tomllib",
             "decimal", "json", "hashlib", "typing_extensions", "inspect", "importlib.metadata", "citydash.index.ingest", "citydash.files.read"}  # fmt: skip
    assert not warm & heavy
    assert "citydash.index.ingest" in cold
    assert not cold & {"sqlalchemy", "textual", "click"}


def test_a_snapshot_can_be_detached(tmp_path, workspace):
    root = workspace({"v/town.toml": TOWN})
    with open_workspace(str(root), str(tmp_path / "cache")) as snapshot:
        before = snapshot.fetch("towns")
        snapshot.detach()
        (index,) = (tmp_path / "cache").glob("*.sqlite")
        index.unlink()
        assert snapshot.fetch("towns") == before
        assert (snapshot.name, snapshot.is_work_tree) == ("a workspace", True)
