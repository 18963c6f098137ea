"""`export datapackage`: a Tabular Data Package, a CSV a sheet with its Table Schema (Data Package 1.0)."""

import csv
import hashlib
import io
from collections.abc import Callable, Iterable
from json import dumps
from typing import Any

from citydash.export.columns import (
    AMOUNT,
    DATE,
    LIST,
    MAP,
    NUMBER,
    RATE,
    TRUTH,
    WHOLE,
    YEAR,
    Field,
    Sheet,
    meaning,
)
from citydash.export.sheet_rows import Row, Rows
from citydash.export.sheets import SHEETS
from citydash.export.task import (
    LICENCES,
    LeftOut,
    Made,
    Task,
    chosen_towns,
    provenance,
    sources_of,
    title_of,
)
from citydash.locale.clean import cell, plain
from citydash.model.amounts import money

DESCRIPTOR = "datapackage.json"
_TYPES = {
    AMOUNT: "number", DATE: "date", LIST: "array", MAP: "object", NUMBER: "number", RATE: "number", TRUTH: "boolean",
    WHOLE: "integer",
}  # fmt: skip
_YEARS = r"^([0-9]{4}|earlier|later|undated)$"


def make(task: Task) -> Made:
    """The package's files by name."""
    rows = Rows(task.view)
    files: dict[str, bytes] = {}
    resources = []
    for sheet in SHEETS:
        data = _csv(sheet, rows.of(sheet.name))
        files[f"{sheet.name}.csv"] = data
        resources.append(_resource(task, sheet, data))
    left_out = rows.left_out(task)
    descriptor = _descriptor(task, resources, left_out)
    head = (dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()
    return Made({DESCRIPTOR: head, **files}, left_out, not task.view.projects)


def _csv(sheet: Sheet, rows: Iterable[Row]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([field.name for field in sheet.fields])
    kinds = [field.kind for field in sheet.fields]
    writer.writerows([written(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in rows)
    return out.getvalue().encode("utf-8", "replace")


_WRITERS: dict[str, Callable[[Any], str]] = {
    AMOUNT: money,
    RATE: lambda ppm: f"{ppm // 1_000_000}.{ppm % 1_000_000:06d}",
    TRUTH: lambda value: "true" if value else "false",
    LIST: plain,  # begins with a bracket: no formula
    MAP: plain,
    WHOLE: str,
    NUMBER: str,
}


def written(value: Any, kind: str) -> str:
    """One cell of the CSV; a text that a spreadsheet would run is defused."""
    return "" if value is None else _WRITERS.get(kind, cell)(value)


def _resource(task: Task, sheet: Sheet, data: bytes) -> dict[str, Any]:
    about = task.locale.text(sheet.about)
    return {
        "name": sheet.name,
        "path": f"{sheet.name}.csv",
        "profile": "tabular-data-resource",
        "title": about.removesuffix("."),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": _schema(task, sheet),
    }


def _schema(task: Task, sheet: Sheet) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(task, field) for field in sheet.fields],
        "missingValues": [""],
        "primaryKey": list(sheet.key),
    }
    keys = {of.name: of.key for of in SHEETS}
    firm = [of for of in sheet.references if of.firm]
    if firm:
        schema["foreignKeys"] = [
            {"fields": list(of.fields), "reference": {"resource": of.sheet, "fields": list(keys[of.sheet])}}
            for of in firm
        ]
    return schema


def _field(task: Task, field: Field) -> dict[str, Any]:
    kind, about = _TYPES.get(field.kind, "string"), meaning(field, task.locale)
    made: dict[str, Any] = {"name": field.name, "type": kind, "description": about}
    constraints: dict[str, Any] = {}
    if field.required:
        constraints["required"] = True
    if field.words:
        constraints["enum"] = list(field.words)
    if field.kind == YEAR:
        constraints["pattern"] = _YEARS
    return {**made, "constraints": constraints} if constraints else made


def _descriptor(task: Task, resources: list[dict[str, Any]], left_out: list[LeftOut]) -> dict[str, Any]:
    text, view = task.locale.text, task.view
    title, address = LICENCES[task.licence]
    towns = chosen_towns(view)
    name = "-".join(town.key for town in towns) if len(towns) == 1 else view.snapshot.name
    what = text("{town} – projects, budgets, funding and milestones", town=title_of(task))
    return {
        "profile": "tabular-data-package",
        "name": slug(name),
        "title": what,
        "description": text(
            "Amounts are exact, in units of each town's currency; spending as the town's accounts carry it. Dates are "
            "ISO. Texts that a spreadsheet would run as a formula have an apostrophe before them."
        ),
        "version": _version(task),
        "created": f"{view.today}T00:00:00Z",
        "licenses": [{"name": task.licence, "title": title, "path": address}],
        "sources": [{"title": source} for source in sources_of(task)],
        "contributors": [{"title": town.name, "role": "publisher"} for town in towns],
        "provenance": provenance(task),
        "leftOut": [{"what": one.what, "why": one.why} for one in left_out],
        "resources": resources,
    }


def _version(task: Task) -> str:
    """A version that orders by day, and names the commit where there is one: as Semantic Versioning has them."""
    year, month, day = map(int, task.view.today.split("-"))
    commit = provenance(task).get("commit")
    return f"{year}.{month}.{day}+{commit}" if commit else f"{year}.{month}.{day}"


def slug(name: str) -> str:
    """A name as packages take it: small letters of ASCII, digits, hyphens."""
    return "".join(c if c.isascii() and (c.isalnum() or c in "-._") else "-" for c in name.lower()) or "portfolio"
