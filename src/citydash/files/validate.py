"""Dictionaries from TOML held to the shapes of `model.shapes`; pydantic's findings become our problems.

A project with an error is lost, and said to be. A head (town.toml, [portfolio]) loses only the keys that are wrong: the
rest of a town shouldn't depend on one typing mistake.
"""

import re
from functools import cache
from typing import Any

from citydash.files.problems import Problem, nearest
from citydash.files.shown import KEY, printable, shown
from citydash.model import fiscal, rules, words
from citydash.model.validators import ValidationError, Validator

_TEXT, _NUMBER = "a text between quotes", "a number without quotes"
_TYPES = {
    "string_type": _TEXT,
    "int_type": _NUMBER,
    "is_instance_of": _NUMBER,
    "finite_number": "a number, not inf or nan",
    "bool_type": "true or false",
    "date_type": "a date such as 2026-12-31, without quotes",
    "dict_type": "a table of keys",
    "list_type": "a list between brackets",
}
EXPECTED = tuple(dict.fromkeys(_TYPES.values()))
"""Message ids that a problem's `expected` may hold, for translation."""
_WRITTEN = {
    "insee": "five characters, as in 16015 or 2A004",
    "siret": "fourteen digits",
    "currency": "an ISO 4217 code, as in EUR",
    "language": "a code of two letters, as in fr",
}
_ENVELOPE = "a year from 1990 to 2100 (a ceiling takes nothing else)"
WRITTEN = (*_WRITTEN.values(), _ENVELOPE)
"""Message ids, as EXPECTED."""
_EMPTY = {"too_short": "empty-table", "string_too_short": "empty-text"}
_RATIOS = frozenset({"progress", "vat_refund_share", "vat_refund_rate", "max_rate", "own_share_min"})
_WEAK = frozenset({"int_type", "is_instance_of"})
"""What one branch of a union says of a value that is the other's concern."""
_FORBIDDEN = re.compile(f"[{rules.FORBIDDEN}]")

MOST = 1000
"""Problems named of one content: more come from a file that is something else."""

Found = list[Problem]
Keys = tuple[str, ...]
Place = tuple[int | str, ...]
Meaning = tuple[str, dict[str, Any], str]
"""(code, args, hint) of a problem."""


def _items(error: ValidationError, value: Any) -> list[tuple[Place, dict[str, Any]]]:
    """Pydantic's findings by their place in the value; of a union's branches, what the fitting one says."""
    best: dict[Place, dict[str, Any]] = {}
    for found in error.errors(include_url=False):
        item = dict(found)
        place = _place(item, value)
        if place not in best or best[place]["type"] in _WEAK:
            best[place] = item
    return list(best.items())


def _place(item: dict[str, Any], node: Any) -> Place:
    """The keys and indexes that lead to what is wrong; `loc` also names what is none: union branches, "[key]"."""
    loc, kind = item["loc"], item["type"]
    is_outside = kind == "missing" or loc[-1:] == ("[key]",)
    place: Place = ()
    for part in loc:
        if not is_outside and node is item["input"]:
            break
        if (isinstance(node, dict) and part in node) or (isinstance(node, list) and isinstance(part, int)):
            node = node[part]
            place = (*place, part)
        else:
            break
    return (*place, loc[-1]) if kind == "missing" and not _is_empty_table(item) else place


def _is_empty_table(item: dict[str, Any]) -> bool:
    """Whether a required key is missing because nothing is there at all; of a whole file, the key is named."""
    return item["type"] == "missing" and not item["input"] and len(item["loc"]) > 1


def _problem(item: dict[str, Any], place: Place, path: str, prefix: Keys, adapter: Validator) -> Problem:
    keys = prefix + tuple(printable(part, KEY) for part in place if isinstance(part, str))
    code, args, hint = _meaning(item, place, keys[-1] if keys else "", adapter)
    return Problem(code, path, keys, args, hint)


def _meaning(item: dict[str, Any], place: Place, name: str, adapter: Validator) -> Meaning:
    """What one finding says to an officer."""
    kind, given = item["type"], item["input"]
    if kind == "extra_forbidden":
        return (
            "unknown-key",
            {"name": name},
            nearest(name, tuple(_schema_at(adapter, place[:-1]).get("properties", ()))),
        )
    if kind == "missing":
        return ("empty-table", {}, "") if _is_empty_table(item) else ("missing-key", {"name": name}, "")
    if item["loc"][-1] == "[key]":
        return _bad_year(name) if kind == "literal_error" else _bad_name(given)
    if kind == "literal_error":
        return _unknown_word(given, _schema_at(adapter, place)["enum"])
    if kind == "string_pattern_mismatch":
        return _bad_string(given, name, item["ctx"]["pattern"])
    return _bad_value(item, name, is_format=place == ("format",))


def _bad_value(item: dict[str, Any], name: str, *, is_format: bool) -> Meaning:
    kind, context = item["type"], item.get("ctx", {})
    if kind in _TYPES:
        return "wrong-type", {"expected": _TYPES[kind]}, ""
    if kind in _EMPTY:
        return _EMPTY[kind], {}, ""
    if kind == "decimal_max_places":
        return "decimals", {"places": context["decimal_places"]}, ""
    if name in _RATIOS:
        return "rate-above-one", {}, ""
    if is_format and "le" in context:
        return "newer-format", {"format": shown(item["input"]), "known": words.FORMAT}, ""
    return "out-of-range", {"expected": f"≤ {context['le']}" if "le" in context else f"≥ {context['ge']}"}, ""


def _unknown_word(given: Any, expected: list[str]) -> Meaning:
    if not isinstance(given, str):
        return "wrong-type", {"expected": _TEXT}, ""
    return "unknown-word", {"value": printable(given), "expected": ", ".join(expected)}, nearest(given, expected)


def _bad_string(given: str, name: str, pattern: str) -> Meaning:
    if pattern == rules.TEXT_PATTERN:
        match = _FORBIDDEN.search(given)
        return "bad-text", {"character": f"U+{ord(match[0]):04X}" if match else "?"}, ""
    if pattern == rules.ID_PATTERN:
        return _bad_name(given)
    return "out-of-range", {"expected": _WRITTEN[name]}, ""


def _bad_year(name: str) -> Meaning:
    if name in fiscal.WORDS:
        return "out-of-range", {"expected": _ENVELOPE}, ""
    return "bad-year", {"name": name}, nearest(name, tuple(fiscal.WORDS))


def _bad_name(given: str) -> Meaning:
    return "bad-name", {"name": printable(given, KEY)}, ""


@cache
def _schema(adapter: Validator) -> dict[str, Any]:
    return adapter.json_schema()


def _schema_at(adapter: Validator, place: Place) -> dict[str, Any]:
    """What the JSON schema says of a place: its `properties`, its `enum`. Empty where the format has nothing."""
    schema = _schema(adapter)
    node: dict[str, Any] = schema
    for part in (None, *place):
        if part is not None:
            pattern: dict[str, Any] = next(iter(node.get("patternProperties", {}).values()), {})
            more = node.get("additionalProperties")
            node = node.get("properties", {}).get(part) or (more if isinstance(more, dict) else pattern)
        while "$ref" in node:
            node = schema["$defs"][node["$ref"].rpartition("/")[2]]
    return node


def prune(
    adapter: Validator,
    value: dict[str, Any],
    path: str,
    prefix: Keys = (),
    needed: dict[Keys, Any] | None = None,
) -> tuple[dict[str, Any] | None, Found]:
    """The value without its wrong keys, and the problems. None when even its required keys are wrong.

    A table that lacks a required key is dropped whole, and so on upwards; where `needed` has a value for the key, that
    stands in instead.
    """
    stand_ins = needed or {}
    first: Found | None = None
    for _level in range(rules.MAX_DEPTH):
        try:
            adapter.validate_python(value)
        except ValidationError as error:
            items = _items(error, value)
        else:
            return value, first or []
        if first is None:
            first = [_problem(item, place, path, prefix, adapter) for place, item in items[:MOST]]
        for place, item in items:
            keys = tuple(part for part in place if isinstance(part, str))
            if keys in stand_ins:
                _put(value, keys, stand_ins[keys])
                continue
            if item["type"] == "missing" and not _is_empty_table(item):
                keys = keys[:-1]
            if not keys:
                return None, first
            _drop(value, keys)
    return None, first or []


def _table_of(value: Any, keys: Keys) -> dict[str, Any]:
    """The table that holds a key; one that is nowhere when the way to it has been dropped already."""
    for key in keys[:-1]:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def _drop(value: Any, keys: Keys) -> None:
    _table_of(value, keys).pop(keys[-1], None)


def _put(value: Any, keys: Keys, stand_in: Any) -> None:
    _table_of(value, keys)[keys[-1]] = dict(stand_in) if isinstance(stand_in, dict) else stand_in
