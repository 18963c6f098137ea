"""The filter language of `--where` and of the search bar: a choice of projects, never of their amounts.

    lampadaire status:approved..closed cost:500k.. -tag:pilote is:late

Terms are ANDed. `parse` gives a `Filter`, which knows its own text; `choose` says which projects match. An unknown key
or word is a `UsageError` that names the nearest.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from citydash.errors import UsageError
from citydash.model import words
from citydash.model.fiscal import EARLIER, LATER, UNDATED
from citydash.model.text import searchable

NONE = "none"
_TERM = re.compile(r'\s*(?!\s|$)(-?)(?:((?:[^\W\d_]|-)[\w-]*):)?((?:"[^"]*"|[^\s"])*)(?=\s|$)')
_NUMBER = re.compile(r"(-?\d+(?:[.,]\d+)?)\s*(k|m|md)?€?", re.IGNORECASE)
_DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000, "md": 1_000_000_000}

WORD, NUMBER, DATE, YEAR, STATUS = "word", "number", "date", "year", "status"
KEYS: dict[str, str] = {
    "town": WORD,
    "portfolio": WORD,
    "pillar": WORD,
    "department": WORD,
    "lead": WORD,
    "section": WORD,
    "source": WORD,
    "funder": WORD,
    "level": WORD,
    "certainty": WORD,
    "tag": WORD,
    "id": WORD,
    "code": WORD,
    "manager": WORD,
    "authorisation": WORD,
    "weather": WORD,
    "dpia": WORD,
    "status": STATUS,
    "priority": NUMBER,
    "cost": NUMBER,
    "paid": NUMBER,
    "progress": NUMBER,
    "slip": NUMBER,
    "start": DATE,
    "end": DATE,
    "year": YEAR,
}
"""Every key of the language, and how its values compare."""
STATES = ("late", "at-risk", "over-ceiling", "running", "slipped", "stale")
"""What `is:` knows."""
_DECIMAL = ("cost", "paid", "progress")
"""Keys in whose values a comma between digits is a decimal mark, not an alternative."""
_VOCABULARY = {
    "pillar": words.PILLARS,
    "section": words.SECTIONS,
    "level": words.LEVELS,
    "certainty": words.CERTAINTIES,
    "weather": words.WEATHERS,
    "dpia": words.DPIA,
    "status": words.STATUSES,
    "is": STATES,
}

Low = int | str | None


class Term(NamedTuple):
    """One term: `key` is "" for plain words and "is" for states; `ranges` are inclusive, None for an open end."""

    key: str
    negative: bool
    values: tuple[str, ...] = ()
    ranges: tuple[tuple[Low, Low], ...] = ()


class Filter(NamedTuple):
    """A parsed filter, and the text it came from."""

    text: str
    terms: tuple[Term, ...]


class Values(NamedTuple):
    """How a project answers: words and numbers by key, asked for lazily; the text that plain words are looked up in."""

    of: Callable[[str], "dict[int, frozenset[str]]"]
    numbers: Callable[[Term], "dict[int, tuple[int | str, ...]]"]
    text: Callable[[], "dict[int, str]"]


def fold(text: str) -> str:
    """Without case or accents."""
    return searchable(text)


def parse(text: str) -> Filter:
    """A filter's terms. Raises `UsageError` with the nearest known name."""
    terms, end = [], 0
    while match := _TERM.match(text, end):
        end = match.end()
        minus, key, value = match.groups()
        if key is not None:
            terms.append(_term(key.lower(), value, negative=bool(minus)))
        elif _unquoted(value):
            terms.append(Term("", bool(minus), (fold(_unquoted(value)),)))
    if text[end:].strip():
        raise UsageError("filter: a quote is not closed near “{text}”", text=text[end:].strip()[:40])
    return Filter(" ".join(text.split()), tuple(terms))


def _unquoted(value: str) -> str:
    return value.replace('"', "")


def _split(value: str) -> list[str]:
    """Alternatives at commas outside quotes."""
    return [_unquoted(part) for part in re.findall(r'(?:"[^"]*"|[^,"])+', value)]


def _unknown(term: str, name: str, known: tuple[str, ...]) -> UsageError:
    from citydash.files.problems import nearest  # noqa: PLC0415 - only for an error

    return UsageError("filter: “{term}” is unknown", hint=nearest(name, known), known=known, term=term)


def _term(key: str, value: str, *, negative: bool) -> Term:
    if key not in KEYS and key != "is":
        raise _unknown(f"{key}:", key, (*KEYS, "is"))
    if key in _DECIMAL:  # 1,5M as the French write it: nobody asks for two exact amounts
        value = re.sub(r"(?<=\d),(?=\d)", ".", value)
    options = [option for option in _split(value) if option]
    if not options:
        raise UsageError("filter: “{term}” has no value", term=f"{key}:{value}")
    kind = KEYS.get(key, WORD)
    if kind == WORD:
        return Term(key, negative, tuple(_word(key, option) for option in options))
    words_of = tuple(option for option in options if option == NONE or (kind == STATUS and ".." not in option))
    ranges = tuple(_range(key, kind, option) for option in options if option not in words_of)
    return Term(key, negative, tuple(_word(key, option) for option in words_of), ranges)


def _word(key: str, option: str) -> str:
    known, word = _VOCABULARY.get(key), fold(option)
    if known and word not in known and (word != NONE or key == "is"):
        raise _unknown(f"{key}:{option}", word, known)
    return word


def _range(key: str, kind: str, option: str) -> tuple[Low, Low]:
    low, dots, high = option.partition("..")
    if not dots:
        high = low
    if not low and not high:
        raise UsageError("filter: “{term}” has no value", term=f"{key}:{option}")
    reads: dict[str, Callable[..., int | str]] = {NUMBER: _number, DATE: _date, YEAR: _year, STATUS: _status}
    read = reads[kind]
    first: Low = read(key, low, last=False) if low else None
    last: Low = read(key, high, last=True) if high else None
    if kind == YEAR:  # an open end reaches the words that stand there; undated is in no period
        return (EARLIER if first is None else first, LATER if last is None else last)
    return first, last


def _number(key: str, text: str, *, last: bool) -> int:
    del last
    match = _NUMBER.fullmatch("".join(text.split()).replace("_", ""))
    if not match:
        raise UsageError("filter: “{term}” is not a number (500000, 500k, 1.5M)", term=f"{key}:{text}")
    from decimal import Decimal  # noqa: PLC0415 - only for a filter with numbers

    scale = {"cost": 100, "paid": 100, "progress": 10_000}.get(key, 1)
    return int(Decimal(match[1].replace(",", ".")) * _UNITS[(match[2] or "").lower()] * scale)


def _date(key: str, text: str, *, last: bool) -> str:
    if not _DATE.fullmatch(text):
        raise UsageError("filter: “{term}” is not a date (2026, 2026-12 or 2026-12-31)", term=f"{key}:{text}")
    return text + ("-12-31"[len(text) - 4 :] if last else "-01-01"[len(text) - 4 :]) if len(text) < 10 else text


def _year(key: str, text: str, *, last: bool) -> int:
    del last
    named = {"earlier": EARLIER, "later": LATER, "undated": UNDATED}
    if text in named:
        return named[text]
    if not (text.isdigit() and len(text) == 4):
        raise UsageError("filter: “{term}” is not a year (2026, earlier, later, undated)", term=f"{key}:{text}")
    return int(text)


def _status(key: str, text: str, *, last: bool) -> int:
    del last
    if text.lower() not in words.ORDERED_STATUSES:
        raise _unknown(f"{key}:{text}", text.lower(), words.ORDERED_STATUSES)
    return words.STATUSES.index(text.lower())


def choose(chosen: Filter, contents: list[int], values: Values) -> list[int]:
    """The contents that match, in the order given."""
    for term in chosen.terms:
        found = _matching(term, contents, values)
        contents = [content for content in contents if (content in found) != term.negative]
    return contents


def _matching(term: Term, contents: list[int], values: Values) -> set[int]:
    """Those of the contents that a term names."""
    if not term.key:
        text, wanted = values.text(), term.values[0]
        return {content for content in contents if wanted in text.get(content, "")}
    found = _of_words(term, contents, values) if term.values else set()
    given = values.numbers(term) if term.ranges else {}
    for low, high in term.ranges:
        found |= {
            content
            for content, numbers in given.items()
            for number in numbers
            if (low is None or number >= low) and (high is None or number <= high)  # type: ignore[operator]
        }
    return found


def _of_words(term: Term, contents: list[int], values: Values) -> set[int]:
    options, given = frozenset(term.values), values.of(term.key)
    found = {content for content, words in given.items() if not options.isdisjoint(words)}
    if NONE in options:
        found |= {content for content in contents if not given.get(content)}
    return found
