"""Dictionaries from TOML held to the shapes of `model.shapes`; pydantic's findings become our problems.

A project with an error is lost, and said to be. A head (town.toml, [portfolio]) loses only the keys that are wrong: the
rest of a town shouldn't depend on one typing mistake.
"""

from typing import Any

from pydantic import TypeAdapter, ValidationError

from citydash.files.parse import printable
from citydash.files.problems import Problem, nearest
from citydash.model import fiscal, rules, shapes

_UNION_TAGS = frozenset({"constrained-int", "decimal", "int", "constrained-decimal", "function-before"})
_TYPE_ERRORS = frozenset({"int_type", "is_instance_of", "decimal_type"})
_EXPECTED = {
    "string_type": "a text between quotes",
    "int_type": "a number without quotes",
    "is_instance_of": "a number without quotes",
    "bool_type": "true or false",
    "date_type": "a date such as 2026-12-31, without quotes",
    "dict_type": "a table of keys",
    "list_type": "a list between brackets",
}
EXPECTED = tuple(dict.fromkeys(_EXPECTED.values()))
"""Message ids that a problem's `expected` may hold, for translation."""
Found = list[Problem]
Keys = tuple[str, ...]


def check(adapter: TypeAdapter[Any], value: Any, path: str, prefix: Keys) -> Found:
    """Every problem of a value's shape, one a key, in the file's order of keys; none when it fits."""
    try:
        adapter.validate_python(value)
    except ValidationError as error:
        return _translate(error, value, path, prefix, adapter)
    return []


def _translate(error: ValidationError, value: Any, path: str, prefix: Keys, adapter: TypeAdapter[Any]) -> Found:
    found: dict[tuple[Any, ...], Problem] = {}
    weak: set[tuple[Any, ...]] = set()
    for item in error.errors(include_url=False, include_input=True):
        loc = item["loc"]
        is_key = loc[-1:] == ("[key]",)
        place = tuple(part for part in loc if part not in _UNION_TAGS and part != "[key]")
        is_weak = item["type"] in _TYPE_ERRORS
        if place in found and (is_weak or place not in weak):
            continue
        keys = prefix + tuple(str(part) for part in place)
        found[place] = _problem(dict(item), place, keys, path, is_key=is_key, value=value, adapter=adapter)
        (weak.add if is_weak else weak.discard)(place)
    return list(found.values())


def _problem(
    item: dict[str, Any], place: Keys, keys: Keys, path: str, *, is_key: bool, value: Any, adapter: TypeAdapter[Any]
) -> Problem:
    kind, context = item["type"], item.get("ctx", {})
    name = printable(keys[-1] if keys else "")
    if kind == "extra_forbidden":
        known = _known_keys(adapter, place[:-1])
        return Problem("unknown-key", path, keys, {"name": name}, nearest(name, known))
    if kind == "missing":
        return Problem("missing-key", path, keys, {"name": name})
    if is_key:
        if kind == "literal_error":
            return Problem("bad-year", path, keys, {"name": name}, nearest(name, tuple(fiscal.WORDS)))
        return Problem("bad-name", path, keys, {"name": name})
    if kind == "too_short":
        return Problem("empty-table", path, keys)
    if kind == "string_too_short":
        return Problem("empty-text", path, keys)
    if kind == "literal_error":
        return _unknown_word(item, keys, path, context)
    if kind == "string_pattern_mismatch":
        return _bad_string(item["input"], keys, path, context["pattern"])
    if kind == "decimal_max_places":
        return Problem("decimals", path, keys, {"places": context["decimal_places"]})
    if kind in _EXPECTED:
        return Problem("wrong-type", path, keys, {"expected": _EXPECTED[kind]})
    return _out_of_range(kind, keys, path, context, item.get("input"), value)


def _unknown_word(item: dict[str, Any], keys: Keys, path: str, context: dict[str, Any]) -> Problem:
    expected = tuple(context["expected"].replace("'", "").replace(" or ", ", ").split(", "))
    given = item["input"]
    if keys == ("format",) and isinstance(given, int) and not isinstance(given, bool) and given > 1:
        return Problem("newer-format", path, keys, {"format": given, "known": 1})
    if not isinstance(given, str):
        return Problem("unknown-word", path, keys, {"value": printable(str(given)), "expected": ", ".join(expected)})
    args = {"value": printable(given), "expected": ", ".join(expected)}
    return Problem("unknown-word", path, keys, args, nearest(given, expected))


def _bad_string(given: str, keys: Keys, path: str, pattern: str) -> Problem:
    if pattern.startswith("^[^"):
        character = next(c for c in given if _forbidden(c))
        return Problem("bad-text", path, keys, {"character": f"U+{ord(character):04X}"})
    if pattern == shapes.ID_PATTERN:
        return Problem("bad-name", path, keys, {"name": printable(given)})
    return Problem("out-of-range", path, keys, {"expected": _WRITTEN.get(keys[-1], pattern)})


_WRITTEN = {
    "insee": "five characters, as in 16015 or 2A004",
    "siret": "fourteen digits",
    "currency": "an ISO 4217 code, as in EUR",
    "language": "a code of two letters, as in fr",
}
WRITTEN = tuple(_WRITTEN.values())
"""Message ids, as EXPECTED."""


def _forbidden(c: str) -> bool:
    n = ord(c)
    return n < 32 or 0x7F <= n <= 0x9F or n in (0x2028, 0x2029) or 0x202A <= n <= 0x202E or 0x2066 <= n <= 0x2069


def _out_of_range(kind: str, keys: Keys, path: str, context: dict[str, Any], given: Any, value: Any) -> Problem:
    del value
    for low in ("ge", "gt"):
        if low in context and context[low] == 0 and keys[-1] in _RATIOS:
            return Problem("rate-above-one", path, keys)
    if context.get("le") == 1 and keys[-1] in _RATIOS:
        return Problem("rate-above-one", path, keys)
    if "le" in context:
        return Problem("out-of-range", path, keys, {"expected": f"≤ {context['le']}"})
    if "ge" in context:
        return Problem("out-of-range", path, keys, {"expected": f"≥ {context['ge']}"})
    return Problem("out-of-range", path, keys, {"expected": printable(kind if given is None else "finite")})


_RATIOS = frozenset({"progress", "vat_refund_share", "vat_refund_rate", "max_rate", "own_share_min"})


def _known_keys(adapter: TypeAdapter[Any], place: tuple[Any, ...]) -> tuple[str, ...]:
    """The keys that the format has at a place, read from the schema itself."""
    schema = adapter.json_schema()
    node: Any = schema
    for part in (None, *place):
        if part is not None:
            node = node.get("properties", {}).get(part) or node.get("additionalProperties") or {}
        while "$ref" in node:
            node = schema["$defs"][node["$ref"].rpartition("/")[2]]
    return tuple(node.get("properties", ()))


def prune(adapter: TypeAdapter[Any], value: dict[str, Any], path: str) -> tuple[dict[str, Any] | None, Found]:
    """The value without its wrong keys, and the problems. None when even its required keys are wrong.

    A table that lacks a required key is dropped whole, and so on upwards.
    """
    problems = check(adapter, value, path, ())
    first = problems
    for _round in range(8):
        if not problems:
            return value, first
        for problem in problems:
            keys = problem.keys[:-1] if problem.code == "missing-key" else problem.keys
            if not keys:
                return None, first
            _drop(value, keys)
        problems = check(adapter, value, path, ())
    return None, first


def _drop(value: Any, keys: Keys) -> None:
    for key in keys[:-1]:
        if not isinstance(value, dict) or key not in value:
            return
        value = value[key]
    if isinstance(value, dict):
        value.pop(keys[-1], None)


def too_many(problems: Found, limit: int = 100) -> Found:
    """The first problems of one file: a file of random bytes shouldn't bury the others."""
    return problems[:limit]


assert rules.MAX_AMOUNT == 10**13  # noqa: S101 - the sentence of out-of-range names it
