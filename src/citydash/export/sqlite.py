"""`export sqlite`: the sheets as a star schema in one SQLite file, and a readable view of each.

A table holds what a sheet's rows say themselves: what names another sheet's row is its number (`project_id`), an amount
is whole cents. The view of the sheet's name has the same columns as the data package, with words for numbers, an
amount as text in units (`amount`) and in cents (`amount_cents`), and beside it the names of what it refers to. The
tables `views` and `columns` say what each of them means.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from citydash.export.columns import AMOUNT, NUMBER, RATE, TRUTH, WHOLE, Field, Reference, Sheet, meaning
from citydash.export.sheet_rows import Row, Rows
from citydash.export.sheets import SHEETS
from citydash.export.task import LICENCES, Made, Task, provenance, sources_of
from citydash.locale import Locale
from citydash.locale.clean import plain

_WHOLE = (AMOUNT, RATE, WHOLE, TRUTH)
_FIRM = (
    "CREATE TABLE views(name TEXT NOT NULL PRIMARY KEY, about TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE columns(
  view TEXT NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, about TEXT NOT NULL, PRIMARY KEY(view, position)
) WITHOUT ROWID""",
    "CREATE TABLE about(name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE left_out(what TEXT NOT NULL, why TEXT NOT NULL)",
)
_LINE = ",\n  "
"""Between columns, for those who read the schema."""
VERSION = 1
"""Of these tables and views, in the file's `user_version`."""


def make(task: Task) -> Made:
    """The database file's bytes."""
    rows = Rows(task.view)
    left_out = rows.left_out(task)
    db = sqlite3.connect(":memory:", isolation_level=None)
    try:
        create(db, task)
        fill(db, rows, SHEETS)
        db.executemany("INSERT INTO left_out VALUES (?, ?)", left_out)
        return Made(db.serialize(), left_out, not task.view.projects)
    finally:
        db.close()


def create(db: sqlite3.Connection, task: Task) -> None:
    """Make the tables and views in an empty database, and fill those that say what it is."""
    db.execute("PRAGMA journal_mode = off")
    db.execute(f"PRAGMA user_version = {VERSION}")
    db.execute("BEGIN")
    for statement in _FIRM:
        db.execute(statement)
    for sheet in SHEETS:
        db.execute(_table(sheet))
        db.execute(_view(sheet))
        db.execute("INSERT INTO views VALUES (?, ?)", (sheet.name, task.locale.text(sheet.about)))
        about = [(sheet.name, n, *column) for n, column in enumerate(view_columns(sheet, task.locale))]
        db.executemany("INSERT INTO columns VALUES (?, ?, ?, ?)", about)
    db.executemany("INSERT INTO about VALUES (?, ?)", _about(task))
    db.execute("COMMIT")


def fill(db: sqlite3.Connection, rows: Rows, sheets: Iterable[Sheet]) -> None:
    """Fill the tables of some sheets: each after those that it refers to, which are among them (`with_named`)."""
    numbers: dict[str, dict[tuple[Any, ...], int]] = {}
    db.execute("BEGIN")
    for sheet in sheets:
        _insert(db, sheet, rows.of(sheet.name), numbers)
    db.execute("COMMIT")


def with_named(tables: Iterable[str]) -> list[Sheet]:
    """The sheets of some tables and those that they refer to, directly or not, in the order of SHEETS."""
    names = set(tables)
    for sheet in reversed(SHEETS):
        if sheet.row in names:
            names.update(_sheet(of.sheet).row for of in sheet.references)
    return [sheet for sheet in SHEETS if sheet.row in names]


def _about(task: Task) -> Iterator[tuple[str, str]]:
    title, address = LICENCES[task.licence]
    yield from provenance(task).items()
    yield "licence", f"{title} ({address})"
    yield "sources", "\n".join(sources_of(task))


def _sheet(name: str) -> Sheet:
    return next(sheet for sheet in SHEETS if sheet.name == name)


def _number_of(fields: tuple[str, ...]) -> str:
    """The column that holds the number of the row that `fields` name."""
    return f"{fields[-1]}_id"


def _own(sheet: Sheet) -> list[Field]:
    """The columns that don't name another sheet's row."""
    elsewhere = {name for of in sheet.references for name in of.fields}
    return [field for field in sheet.fields if field.name not in elsewhere]


def _stored(field: Field) -> str:
    """The name of a column in its table, where amounts are in cents and rates in parts per million."""
    return field.name + {AMOUNT: "_cents", RATE: "_ppm"}.get(field.kind, "")


def _table(sheet: Sheet) -> str:
    columns = ["id INTEGER PRIMARY KEY"]
    for of in sheet.references:
        must = " NOT NULL" if of.firm else ""
        columns.append(f"{_number_of(of.fields)} INTEGER{must} REFERENCES {_quoted(_sheet(of.sheet).row)}(id)")
    for field in _own(sheet):
        kind = "INTEGER" if field.kind in _WHOLE else "REAL" if field.kind == NUMBER else "TEXT"
        columns.append(f"{_quoted(_stored(field))} {kind}{' NOT NULL' if field.required else ''}")
    return f"CREATE TABLE {_quoted(sheet.row)}(\n  {_LINE.join(columns)}\n)"


def _insert(
    db: sqlite3.Connection, sheet: Sheet, rows: Iterable[Row], numbers: dict[str, dict[tuple[Any, ...], int]]
) -> None:
    """Put rows into a sheet's table, what they name as its number; `numbers` has those of the sheets before."""
    place = {field.name: n for n, field in enumerate(sheet.fields)}
    own = [(place[field.name], field.kind) for field in _own(sheet)]
    names = [([place[name] for name in of.fields], numbers[of.sheet]) for of in sheet.references]
    key = [place[name] for name in sheet.key]
    mine = numbers.setdefault(sheet.name, {})
    is_named = any(of.sheet == sheet.name for other in SHEETS for of in other.references)

    def stored() -> Iterator[Row]:
        for n, row in enumerate(rows, 1):
            if is_named:
                mine[tuple([row[k] for k in key])] = n
            named = [known.get(tuple([row[k] for k in at])) for at, known in names]
            yield (n, *named, *(_value(row[k], kind) for k, kind in own))

    marks = ", ".join("?" * (1 + len(names) + len(own)))
    db.executemany(f"INSERT INTO {_quoted(sheet.row)} VALUES ({marks})", stored())  # noqa: S608 - names of ours


def _value(value: Any, kind: str) -> Any:
    if isinstance(value, str):
        return float(value) if kind == NUMBER else plain(value)
    return value


def view_columns(sheet: Sheet, locale: Locale) -> list[tuple[str, str]]:
    """(name, what it means) of a view's columns."""
    found = []
    for field in sheet.fields:
        about = meaning(field, locale)
        if field.kind == AMOUNT:
            found.append((field.name, locale.text("{about}; as a text, to be read", about=about)))
            found.append((f"{field.name}_cents", locale.text("{about}; in cents, to be added up", about=about)))
        else:
            found.append((field.name, about))
    for of in sheet.references:
        fields = {field.name: field for field in _sheet(of.sheet).fields}
        found += [(name, meaning(fields[column], locale)) for name, column in of.beside.items()]
    return found


def _view(sheet: Sheet) -> str:
    """Joins the views of what the sheet refers to, each under the name of its last column."""
    parts: dict[str, Reference] = {}
    for of in reversed(sheet.references):
        parts |= dict.fromkeys(of.fields[:-1], of) | {of.fields[-1]: of}
    shown = []
    for field in sheet.fields:
        if field.name in parts:
            of = parts[field.name]
            target = dict(zip(of.fields, _sheet(of.sheet).key, strict=True))[field.name]
            shown.append(f"{_quoted('of_' + of.fields[-1])}.{_quoted(target)} AS {_quoted(field.name)}")
        else:
            shown += _shown(field)
    for of in sheet.references:
        alias = _quoted("of_" + of.fields[-1])
        shown += [f"{alias}.{_quoted(column)} AS {_quoted(name)}" for name, column in of.beside.items()]
    joins = [
        f"\n  {'' if of.firm else 'LEFT '}JOIN {_quoted(of.sheet)} {_quoted('of_' + of.fields[-1])} "
        f"ON {_quoted('of_' + of.fields[-1])}.id = own.{_number_of(of.fields)}"
        for of in sheet.references
    ]
    columns = _LINE.join(["own.id", *shown])
    return f"CREATE VIEW {_quoted(sheet.name)} AS SELECT\n  {columns}\nFROM {_quoted(sheet.row)} own{''.join(joins)}"


def _shown(field: Field) -> list[str]:
    """A stored column as its view shows it."""
    stored, name = f"own.{_quoted(_stored(field))}", _quoted(field.name)
    if field.kind == AMOUNT:
        sign = f"CASE WHEN {stored} < 0 THEN '-' ELSE '' END"
        text = f"printf('%s%d.%02d', {sign}, abs({stored}) / 100, abs({stored}) % 100)"
        shown = text if field.required else f"CASE WHEN {stored} IS NOT NULL THEN {text} END"
        return [f"{shown} AS {name}", f"{stored} AS {_quoted(field.name + '_cents')}"]
    if field.kind == RATE:
        return [f"{stored} / 1000000.0 AS {name}"]
    return [f"{stored} AS {name}"]


def _quoted(name: str) -> str:
    return f'"{name}"'
