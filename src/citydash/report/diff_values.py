"""The keys of a project that changed, told one by one: as programs read them, and as people do."""

from collections.abc import Iterator
from json import dumps, loads
from typing import Any

from citydash.figures.compare import Change, Field
from citydash.locale import Locale
from citydash.model.amounts import money

_DAYS = ("start", "end", "baseline_start", "baseline_end", "review.on")
_WORDS = {"review.weather": "weather", "data.dpia": "dpia"}
"""Keys whose value is a word of a vocabulary."""
_PARTS = ("progress", "vat_refund_share")
"""Shares of one, which the index keeps in parts per million."""
_LISTS = ("tags", "depends_on")


def leaves(change: Change) -> Iterator[Field]:
    """The keys that changed; of tables (links, review …) each key in them that did, as `review.note`."""
    for field in change.fields:
        if isinstance(field.old, dict) or isinstance(field.new, dict):
            yield from _within(field.name, field.old, field.new)
        else:
            yield field


def _within(name: str, old: Any, new: Any) -> Iterator[Field]:
    if not isinstance(old, dict) and not isinstance(new, dict):
        yield Field(name, old, new)
        return
    before, after = (side if isinstance(side, dict) else {} for side in (old, new))
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) != after.get(key):
            yield from _within(f"{name}.{key}", before.get(key), after.get(key))


def key_of(field: Field) -> str:
    """The key as files write it."""
    return field.name.replace("baseline_", "baseline.")


def plain(field: Field, value: Any) -> Any:
    """A value as JSON has it: amounts exact in units of the currency, shares as parts of one."""
    if value is None:
        return None
    if field.name == "cost_excl_vat":
        return money(value)
    if field.name in _PARTS:
        return value / 1_000_000
    return loads(value) if field.name in _LISTS else value


def flat(field: Field, value: Any) -> str | None:
    """Likewise in a cell of a CSV file."""
    found = plain(field, value)
    return found if found is None or isinstance(found, str) else dumps(found, ensure_ascii=False)


def name_of(locale: Locale, field: Field) -> str:
    """The key for people: by its own name, else by its table's and as the file writes it (codes.operation)."""
    if (name := locale.word("field", field.name)) != field.name:
        return name
    first, dot, rest = field.name.partition(".")
    return f"{locale.word('field', first)}{dot}{rest}"


def said(locale: Locale, field: Field, value: Any, currency: str) -> str:  # noqa: PLR0911 - one a kind of value
    """A value for people."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return locale.text("yes") if value else locale.text("no")
    if field.name in _DAYS:
        return locale.date(value)
    if field.name in _WORDS:
        return locale.word(_WORDS[field.name], value)
    if field.name == "cost_excl_vat":
        return locale.money(value, currency)
    if field.name in _PARTS:
        return locale.percent(value / 1_000_000)
    found = plain(field, value)
    if isinstance(found, list):
        return ", ".join(map(str, found)) or "–"
    return found if isinstance(found, str) else dumps(found, ensure_ascii=False)
