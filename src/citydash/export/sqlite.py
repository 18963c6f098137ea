"""`export sqlite`: the sheets as a star schema in one SQLite file, and a readable view of each.

A table holds what a sheet's rows say themselves: what names another sheet's row is its number (`project_id`), an amount
is whole cents. The view of the sheet's name has the same columns as the data package, with words for numbers, an
amount as text in units (`amount`) and in cents (`amount_cents`), and beside it the names of what it refers to. The
table `columns` says what each column of a view means.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from citydash.export.sheet_rows import Row, Rows
from citydash.export.sheets import AMOUNT, NUMBER, RATE, SHEETS, TRUTH, WHOLE, Field, Reference, Sheet
from citydash.export.task import LICENCES, LeftOut, Made, Task, always_left_out, provenance, sources_of
from citydash.locale.clean import plain

_WHOLE = (AMOUNT, RATE, WHOLE, TRUTH)
_FIRM = (
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
    db = sqlite3.connect(":memory:", isolation_level=None)
    try:
        left_out = fill(db, task)
        return Made(db.serialize(), left_out, not task.view.projects)
    finally:
        db.close()


def fill(db: sqlite3.Connection, task: Task) -> list[LeftOut]:
    """Make and fill the tables and views in an empty database."""
    left_out = always_left_out(task)
    numbers: dict[str, dict[tuple[Any, ...], int]] = {}
    rows = Rows(task.view)
    db.execute("PRAGMA journal_mode = off")
    db.execute(f"PRAGMA user_version = {VERSION}")
    db.execute("BEGIN")
    for statement in _FIRM:
        db.execute(statement)
    for sheet in SHEETS:
        db.execute(_table(sheet))
        _insert(db, sheet, rows.of(sheet.name), numbers)
        db.execute(_view(sheet))
        about = [(sheet.name, n, name, task.locale.text(text)) for n, (name, text) in enumerate(view_columns(sheet))]
        db.executemany("INSERT INTO columns VALUES (?, ?, ?, ?)", about)
    db.executemany("INSERT INTO about VALUES (?, ?)", _about(task))
    db.executemany("INSERT INTO left_out VALUES (?, ?)", left_out)
    db.execute("COMMIT")
    return left_out


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


def view_columns(sheet: Sheet) -> list[tuple[str, str]]:
    """(name, English message id of what it means) of a view's columns."""
    found = []
    for field in sheet.fields:
        found.append((field.name, field.about))
        if field.kind == AMOUNT:
            found.append((f"{field.name}_cents", field.about))
    for of in sheet.references:
        about = {field.name: field.about for field in _sheet(of.sheet).fields}
        found += [(name, about[column]) for name, column in of.beside.items()]
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
