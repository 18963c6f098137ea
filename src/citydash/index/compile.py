"""Writes `_compiled.py`: the SQLite text of every table and statement, so that running them needs no SQLAlchemy.

Run as `python -m citydash.index.compile` after a change of `schema.py` or `queries.py`; a test fails when it is stale.
"""

import hashlib
import re
from pathlib import Path
from pprint import pformat

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlalchemy.sql.dml import Insert

from citydash.index import queries, schema

HEADER = '"""Made by `python -m citydash.index.compile` from schema.py and queries.py; not written by hand."""\n\n'
DECIDING = {
    "files": ("advice", "checks", "cut", "discover", "gittree", "parse", "problems", "read", "validate"),
    "model": ("fiscal", "french", "rules", "shapes", "words"),
    "figures": ("formulas", "history", "states"),
    "index": ("context", "freshness", "halves", "history", "ingest", "rows"),
}
"""The code that decides what stands in an index: another text of it makes another index."""


def deciding_text() -> list[str]:
    """The text of that code, whatever its line ends."""
    package = Path(__file__).parents[1]
    return [(package / room / f"{name}.py").read_text(encoding="utf-8") for room in DECIDING for name in DECIDING[room]]


def compiled() -> str:
    """The text of the module: CREATE, SQL (name to text) and VERSION, a fingerprint of all that an index holds."""
    dialect = sqlite.dialect(paramstyle="named")
    qmark = sqlite.dialect(paramstyle="qmark")
    create = [_one_line(str(CreateTable(t).compile(dialect=dialect))) for t in schema.metadata.sorted_tables]
    create += [
        _one_line(str(CreateIndex(index).compile(dialect=dialect)))
        for t in schema.metadata.sorted_tables
        for index in sorted(t.indexes, key=lambda i: str(i.name))
    ]
    sql, constants = {}, {}
    for name, statement in queries.statements().items():
        positional = isinstance(statement, Insert) and name.startswith("insert_")
        ready = statement.compile(dialect=qmark if positional else dialect)
        sql[name] = _one_line(str(ready))
        bound = {key: value for key, value in ready.params.items() if value is not None}
        if bound and not positional:
            constants[name] = bound
    version = hashlib.blake2b(repr((create, sql, constants, deciding_text())).encode(), digest_size=8).hexdigest()
    parts = [f"VERSION = {version!r}\n", f"CREATE = {pformat(create, width=110)}\n"]
    parts += [
        f"SQL = {pformat(sql, width=110, sort_dicts=True)}\n",
        f"CONSTANTS: dict[str, dict[str, object]] = {pformat(constants, width=110)}\n",
    ]
    return HEADER + "\n".join(parts)


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def main() -> None:
    """Write the module beside this one."""
    Path(__file__).with_name("_compiled.py").write_text(compiled(), encoding="utf-8")


if __name__ == "__main__":
    main()
