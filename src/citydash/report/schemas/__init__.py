"""The JSON reports as JSON Schema (draft 2020-12): what a program that reads them may count on.

Every key is there in every report of its kind, null where nothing is known, unless the schema says otherwise; a key
that isn't in the schema isn't there. New kinds go to `money` or `projects`; `history` has what is no kind of
`citydash report`.
"""

from importlib import import_module
from typing import Any

from citydash.report.schemas.parts import HEADER, Shape, either, keys

ROOMS = ("history", "money", "projects")
"""The modules that say what the kinds' documents are: SHAPES, of each kind the shapes of which one holds; OPTIONAL."""


_COMMANDS = {"diff": "diff", "log": "log", "baselines": "log --baselines"}
"""Kinds of document that other commands than `report` make."""
OTHERS = tuple(_COMMANDS)


def schema(kind: str) -> dict[str, Any]:
    """The schema of a kind's document. Raises `KeyError` for a kind without one."""
    shapes, optional = _shapes(kind)
    compare: dict[str, Shape] = {}
    if kind not in (*_COMMANDS, "drift"):  # beside it, what it said at another snapshot
        optional, compare = (*optional, "compare"), {"compare": {"$ref": "#"}}
    made = [keys(*optional, **HEADER | {"kind": {"const": kind}} | shape | compare) for shape in shapes]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"citydash {_COMMANDS.get(kind, f'report {kind}')} -f json, format 1",
        **(made[0] if len(made) == 1 else either(*made)),
    }


def _shapes(kind: str) -> tuple[tuple[dict[str, Shape], ...], tuple[str, ...]]:
    """A kind's shapes, and the keys of them that may be missing."""
    for name in ROOMS:
        room = import_module(f"citydash.report.schemas.{name}")
        if kind in room.SHAPES:
            return room.SHAPES[kind], room.OPTIONAL.get(kind, ())
    raise KeyError(kind)
