"""Every export of Valombre against files that were read: `pytest tests/export --update-golden` writes them anew."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from export_cases import DAY

GOLDEN = Path(__file__).parent / "golden"
EXPORTS = {
    "scdl-subventions": ("subventions.csv", ()),
    "oc4ids": ("oc4ids.json", ("--where", "portfolio:tiers-lieux")),
    "ics": ("valombre.ics", ()),
    "ledger": ("valombre.ledger", ()),
}
"""Each format's file, and what is chosen for it: a project of OC4IDS takes ten thousand characters."""


@pytest.mark.parametrize("form", EXPORTS)
def test_golden(run, valombre, request, form):
    name, chosen = EXPORTS[form]
    ran = run("export", form, "-w", valombre, "--today", DAY, *chosen)
    assert ran.code == 0
    compare(request, name, ran.out)
    compare(request, f"{name}.left-out.txt", ran.err.encode())
    assert run("export", form, "-w", valombre, "--today", DAY, *chosen, "-q") == (0, ran.out, "")


def test_golden_data_package(run, valombre, request, tmp_path):
    ran = run("export", "datapackage", "-w", valombre, "--today", DAY, "-o", tmp_path / "package")
    assert (ran.code, ran.out) == (0, b"")
    files = {path.name: path.read_bytes() for path in (tmp_path / "package").iterdir()}
    for name, data in files.items():
        compare(request, f"datapackage/{name}", data)
    assert {path.name for path in (GOLDEN / "datapackage").iterdir()} == files.keys()
    compare(request, "datapackage.left-out.txt", ran.err.encode())


def test_golden_schema_of_the_database(run, valombre, request, tmp_path):
    """Its rows are the data package's (test_sqlite); its bytes are those of the SQLite that wrote them."""
    command = ("export", "sqlite", "-w", valombre, "--today", DAY, "-o", tmp_path / "valombre.sqlite")
    ran = run(*command)
    assert (ran.code, ran.out) == (0, b"")
    data = (tmp_path / "valombre.sqlite").read_bytes()
    assert run(*command).code == 0
    assert (tmp_path / "valombre.sqlite").read_bytes() == data
    with closing(sqlite3.connect(tmp_path / "valombre.sqlite")) as db:
        statements = [
            row[0] for row in db.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid")
        ]
    compare(request, "schema.sql", ";\n".join([*statements, ""]).encode())
    compare(request, "sqlite.left-out.txt", ran.err.encode())


def test_the_same_commit_and_day_give_the_same_bytes(run, valombre, monkeypatch, tmp_path):
    """Whatever the index went through, and however Python hashes."""
    for form in (*EXPORTS, "datapackage", "sqlite"):
        first = run("export", form, "-w", valombre, "--today", DAY).out
        path = valombre / "conciergerie.toml"
        text = path.read_bytes()
        path.write_bytes(text + b"\n# moved\n")
        run("export", form, "-w", valombre, "--today", DAY)
        path.write_bytes(text)
        assert run("export", form, "-w", valombre, "--today", DAY).out == first, form
        monkeypatch.setenv("CITYDASH_CACHE", "none")
        assert run("export", form, "-w", valombre, "--today", DAY).out == first, form
        monkeypatch.setenv("CITYDASH_CACHE", str(tmp_path / "the cache"))


def compare(request, name, data):
    path = GOLDEN / name
    if request.config.getoption("--update-golden", default=False):
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(data)
    assert data.decode() == path.read_bytes().decode()
