"""The database: the same rows as the data package, in numbers; views in words; one query that can only read."""

import csv
import io
import json
import os
import signal
import sqlite3
import threading
from contextlib import closing

import pytest
from export_cases import DAY, EMPTY, TWO_TOWNS, VALOMBRE, made
from hypothesis import given, settings
from towns import files_of, view_of, workspaces, written

from citydash.errors import UsageError
from citydash.export import query
from citydash.export.sheets import AMOUNT, NUMBER, RATE, SHEETS, TRUTH
from citydash.export.sqlite import view_columns
from citydash.export.task import Task
from citydash.figures.request import Request
from citydash.figures.rollup import rollup
from citydash.locale import Locale


def opened(data):
    db = sqlite3.connect(":memory:")
    db.deserialize(data)
    return closing(db)


def as_written(value, kind):
    """A value of a view as the package's CSV has it."""
    if value is None:
        return ""
    if kind == RATE:
        return f"{value:.6f}"
    if kind == TRUTH:
        return "true" if value else "false"
    if kind == NUMBER:
        return f"{value:g}"
    return str(value)


def assert_same_rows(view):
    files = made("datapackage", view).data
    with opened(made("sqlite", view).data) as db:
        for sheet in SHEETS:
            columns = ", ".join(f'"{field.name}"' for field in sheet.fields)
            rows = db.execute(f"SELECT {columns} FROM {sheet.name} ORDER BY id").fetchall()  # noqa: S608
            written_rows = [*csv.reader(io.StringIO(files[f"{sheet.name}.csv"].decode(), newline=""))][1:]
            kinds = [field.kind for field in sheet.fields]
            found = [[as_written(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in rows]
            assert found == [[f"{float(cell):g}" if cell and kind == NUMBER else cell for cell, kind in zip(row, kinds, strict=True)] for row in written_rows]  # fmt: skip
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize("files", [None, EMPTY], ids=["valombre", "empty"])
def test_its_views_are_the_data_package(files, workspace):
    with view_of(workspace(files) if files else VALOMBRE, DAY) as view:
        assert_same_rows(view)


@settings(max_examples=10)
@given(workspaces())
def test_its_views_are_the_data_package_whatever_the_workspace(drawn):
    with written(files_of(drawn)) as root, view_of(root) as view, opened(made("sqlite", view).data) as db:
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        for sheet in SHEETS:
            in_table = db.execute(f"SELECT count(*) FROM {sheet.row}").fetchone()  # noqa: S608
            assert db.execute(f"SELECT count(*) FROM {sheet.name}").fetchone() == in_table, sheet.name  # noqa: S608
        for result in rollup(view, Request(("town",), "stage")):
            for line in result.lines:
                found = dict(
                    db.execute("SELECT stage, sum(amount_cents) FROM budget WHERE town = ? GROUP BY 1", line.key)
                )
                assert {**dict.fromkeys(line.amounts, 0), **found} == line.amounts


def test_what_the_sheets_lack_is_said_in_it():
    with view_of(VALOMBRE, DAY) as view:
        export = made("sqlite", view, "en")
        assert made("datapackage", view, "en").left_out == export.left_out
    with opened(export.data) as db:
        assert db.execute("SELECT what, why FROM left_out").fetchall() == export.left_out


def test_a_milestone_is_due_when_the_report_says(run, valombre):
    lines = json.loads(run("report", "milestones", "-w", valombre, "--today", DAY, "-f", "json").text)["lines"]
    sql = "SELECT town, project, milestone, baseline, due, met, state, slip_days FROM milestones"
    rows = json.loads(run("sql", sql, "-w", valombre, "--today", DAY, "-f", "json").text)["rows"]
    keys = ("town", "project", "milestone", "baseline", "due", "met", "state", "slip_days")
    assert sorted(rows, key=str) == sorted(([line[key] for key in keys] for line in lines), key=str)
    assert all(row[4] for row in rows)


def test_facts_are_numbers_and_views_are_words():
    with view_of(VALOMBRE, DAY) as view, opened(made("sqlite", view).data) as db:
        columns = [row[1:3] for row in db.execute("PRAGMA table_info(budget_fact)")]
        assert columns == [("id", "INTEGER"), ("project_id", "INTEGER"), ("department_id", "INTEGER"), ("section", "TEXT"),
                           ("stage", "TEXT"), ("year", "TEXT"), ("amount_cents", "INTEGER"), ("currency", "TEXT")]  # fmt: skip
        row = db.execute(
            "SELECT project, project_title, portfolio, department_name, amount, amount_cents FROM budget "
            "WHERE project = 'gare-commune' AND stage = 'paid' AND year = '2025' AND department = 'dsi'"
        ).fetchone()
    assert row == ("gare-commune", "La Gare commune, tiers-lieu du quartier de la gare", "tiers-lieux",
                   "Direction des systèmes d’information", "18240.00", 1824000)  # fmt: skip


def test_negative_cents_are_written_with_one_sign(workspace):
    with view_of(workspace(TWO_TOWNS), DAY) as view, opened(made("sqlite", view).data) as db:
        assert db.execute("SELECT DISTINCT amount FROM budget WHERE amount_cents < 0").fetchall() == [("-3.10",)]
        assert db.execute("SELECT DISTINCT amount FROM budget WHERE amount_cents = 5").fetchall() == [("0.05",)]
        assert db.execute("SELECT authorisation, lead_name FROM projects WHERE project = 'b'").fetchall() == [
            ("ap", "nulle-part")
        ]


def test_every_column_of_every_view_is_explained():
    with view_of(VALOMBRE, DAY) as view, opened(made("sqlite", view, "fr").data) as db:
        for sheet in SHEETS:
            columns = [row[1] for row in db.execute(f"PRAGMA table_info({sheet.name})")]
            explained = db.execute(
                "SELECT name, about FROM columns WHERE view = ? ORDER BY position", (sheet.name,)
            ).fetchall()
            assert (
                columns
                == ["id", *(name for name, _about in explained)]
                == ["id", *(name for name, _about in view_columns(sheet, Locale("en")))]
            )
            assert all(about for _name, about in explained)
        assert dict(db.execute("SELECT name, value FROM about"))["today"] == DAY
        assert db.execute("SELECT count(*) FROM left_out").fetchone()[0] >= 2


def test_amounts_have_both_forms():
    for sheet in SHEETS:
        names = [name for name, _about in view_columns(sheet, Locale("en"))]
        assert all(f"{field.name}_cents" in names for field in sheet.fields if field.kind == AMOUNT)


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    path = tmp_path_factory.mktemp("sql") / "a b?.sqlite"
    with view_of(VALOMBRE, DAY) as view:
        path.write_bytes(made("sqlite", view).data)
    return path


FORBIDDEN = [
    "DELETE FROM project", "INSERT INTO about VALUES ('a', 'b')", "UPDATE project SET title = ''", "DROP TABLE project",
    "CREATE TABLE x(a)", "CREATE TEMP TABLE x(a)", "ALTER TABLE project RENAME TO x", "REINDEX", "ANALYZE",
    "ATTACH DATABASE '{other}' AS other", "DETACH main", "VACUUM", "VACUUM INTO '{other}'",
    "PRAGMA journal_mode = wal", "PRAGMA query_only = off", "PRAGMA writable_schema = on", "PRAGMA user_version = 9",
    "PRAGMA table_info(project)", "SELECT * FROM pragma_table_info('project')", "BEGIN", "COMMIT", "SAVEPOINT a",
    "SELECT load_extension('{other}')", "WITH x AS (SELECT 1) DELETE FROM project", "REPLACE INTO about VALUES ('a', 'b')",
    "CREATE TRIGGER t AFTER INSERT ON about BEGIN SELECT 1; END", "EXPLAIN DELETE FROM project",
]  # fmt: skip


@pytest.mark.parametrize("sql", FORBIDDEN)
def test_nothing_but_reading(sql, database, tmp_path):
    before, other = database.read_bytes(), tmp_path / "other.sqlite"
    with pytest.raises(UsageError, match=r"a query only reads|the query is wrong: no such function"):
        query.read(str(database), sql.format(other=other))
    assert database.read_bytes() == before
    assert not other.exists()
    assert [path.name for path in database.parent.iterdir()] == [database.name]


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT 1; SELECT 2", "one SELECT at a time"),
        ("", "there is no query"),
        ("-- nothing", "there is no query"),
        ("SELEC", "syntax error"),
        ("SELECT rien FROM projects", "no such column: rien"),
        ("SELECT randomblob(1000000000)", "too big"),
        ("SELECT 1 WHERE " + "(" * 500 + "1" + ")" * 500, "the query is wrong"),
        ("SELECT '\ud800'", "the query is wrong"),
        ("SELECT '\0'", "the query is wrong|one SELECT"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(sql, said, database):
    with pytest.raises(UsageError, match=said) as caught:
        query.read(str(database), sql)
    assert "\n" not in str(caught.value)


def test_a_query_without_an_end_is_stopped(database):
    sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    with pytest.raises(UsageError, match=r"stopped after 0\.2 seconds"):
        query.read(str(database), sql, seconds=0.2)


def test_what_the_user_stops_is_not_a_query_out_of_time(database):
    """SQLite swallows what its callbacks raise: Ctrl-C must not come out as another error."""
    sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background begins without it
    timer = threading.Timer(0.2, lambda: os.kill(os.getpid(), signal.SIGINT))
    timer.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            query.read(str(database), sql, seconds=20)
    finally:
        timer.join()
        signal.signal(signal.SIGINT, before)


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        (f"{ENDLESS} SELECT zeroblob(9000000) FROM n", "more than 100\u202f000\u202f000 characters"),  # noqa: S608 - ours
        (f"{ENDLESS} SELECT zeroblob(9000000 + i) FROM n ORDER BY 1", "more than 512 MiB of memory"),  # noqa: S608
    ],
)
def test_a_query_cannot_fill_the_memory(sql, said, database):
    with pytest.raises(UsageError, match=said):
        query.read(str(database), sql)


def test_lists_are_read_by_table_functions(database):
    sql = "SELECT value FROM projects, json_each(tags) WHERE project = 'gare-commune' ORDER BY 1"
    tags = [row[0] for row in query.read(str(database), sql).rows]
    assert tags == sorted(tags)
    assert "coeur-de-ville" in tags
    with pytest.raises(UsageError, match="a query only reads"):
        query.read(str(database), "SELECT * FROM dbstat")


def test_only_what_a_query_reads_is_filled(monkeypatch):
    filled = []
    real = query.fill
    monkeypatch.setattr(query, "fill", lambda db, rows, sheets: (filled.append([s.name for s in sheets]), real(db, rows, sheets)))  # fmt: skip
    with view_of(VALOMBRE, DAY) as view:
        task = Task(view, Locale("en"))
        for sql, sheets in (
            ("SELECT count(*) FROM departments", ["towns", "departments"]),
            ("SELECT 1 FROM columns", []),
            ("SELECT portfolio_title FROM projects", ["towns", "departments", "portfolios", "authorisations", "projects"]),
        ):  # fmt: skip
            filled.clear()
            assert query.query(task, sql).rows
            assert filled == [sheets]
        filled.clear()
        with pytest.raises(UsageError, match="no such column"):
            query.query(task, "SELECT rien FROM budget")
        assert filled == []
        everything = [query.query(task, f"SELECT * FROM {sheet.name}").rows for sheet in SHEETS]  # noqa: S608
        with opened(made("sqlite", view, "en").data) as db:
            assert everything == [db.execute(f"SELECT * FROM {sheet.name}").fetchall() for sheet in SHEETS]  # noqa: S608
            left_out = db.execute("SELECT * FROM left_out").fetchall()
        assert query.query(task, "SELECT * FROM left_out").rows == left_out


def test_more_rows_than_anyone_reads_are_refused(database, monkeypatch):
    monkeypatch.setattr(query, "MOST_ROWS", 10)
    assert len(query.read(str(database), "SELECT * FROM projects LIMIT 10").rows) == 10
    with pytest.raises(UsageError, match="more than 10 rows"):
        query.read(str(database), "SELECT * FROM projects")


def test_values_that_not_every_format_has(database):
    result = query.read(str(database), "SELECT 1, 1, x'00ff', 9e999, NULL, CAST(x'ff' AS TEXT)")
    assert result == (
        ("1", "1:2", "x'00ff'", "9e999", "NULL", "CAST(x'ff' AS TEXT)"),
        [(1, 1, "00ff", "inf", None, "\ufffd")],
    )


@pytest.mark.parametrize("form", ["text", "csv", "json"])
def test_the_command_in_each_format(run, valombre, form, tmp_path):
    sql = "SELECT title, year, sum(amount_cents) AS \"=somme\", '=1+1' AS f FROM budget JOIN projects USING (town, project) WHERE project = 'gare-commune' AND stage = 'paid' GROUP BY 1, 2"
    ran = run("sql", sql, "-w", valombre, "--today", DAY, "-f", form)
    assert (ran.code, ran.err) == (0, "")
    if form == "json":
        document = json.loads(ran.text)
        assert document["columns"] == ["title", "year", "=somme", "f"]
        assert [row[1:3] for row in document["rows"]] == [["2024", 3691240], ["2025", 20524415], ["2026", 27742575]]
    elif form == "csv":
        head, *rows = [*csv.reader(io.StringIO(ran.text, newline=""))]
        assert head == ["title", "year", "'=somme", "f"]
        assert [row[1:] for row in rows] == [
            ["2024", "3691240", "'=1+1"],
            ["2025", "20524415", "'=1+1"],
            ["2026", "27742575", "'=1+1"],
        ]
    else:
        assert [line.split()[-3:] for line in ran.text.splitlines()][1] == ["2024", "3691240", "=1+1"]


def test_without_a_query_it_lists_the_views(run, valombre):
    ran = run("sql", "-w", valombre, "--lang", "en")
    assert ran.code == 0
    lines = [line.split(maxsplit=2) for line in ran.text.splitlines()]
    assert ["budget", "stage", "stage of the budget: planned, voted, committed, paid"] in lines
    assert ["votes", "The", "council's votes on authorisations; an authorisation is their sum."] in lines
    assert ["projects", "cost_cents", "planned investment, and operating up to the end's fiscal year; in cents, to be added up"] in lines  # fmt: skip
    french = [line.split(maxsplit=2) for line in run("sql", "-w", valombre).text.splitlines()]
    said = "étape du budget\u00a0: planned (prévu), voted (voté), committed (engagé), paid (mandaté)"
    assert ["budget", "stage", said] in french


def test_a_query_in_the_users_language_and_exit_codes(run, valombre):
    ran = run("sql", "DELETE FROM project", "-w", valombre, "--lang", "fr")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, b"", 1)
    assert run("sql", "SELECT count(*) FROM projects", "-w", valombre, "--where", "id:gare-commune").text.split() == [
        "count(*)",
        "1",
    ]
