"""What the sheets' columns are: their kinds, their words, their references, and what each means in a language."""

from typing import NamedTuple

from citydash.locale import Locale

TEXT, AMOUNT, DATE, WHOLE, NUMBER, RATE, YEAR, TRUTH, LIST, MAP = (
    "text", "amount", "date", "whole", "number", "rate", "year", "truth", "list", "map",
)  # fmt: skip
"""Kinds of columns. Amounts are cents inside and rates parts per million; lists and maps are JSON texts already."""


class Field(NamedTuple):
    """A column: `about` is an English message id, `words` all that may stand in it, `vocabulary` the kind that
    `Locale.word` has them under, to say what each means.
    """

    name: str
    about: str
    kind: str = TEXT
    required: bool = False
    words: tuple[str, ...] = ()
    vocabulary: str = ""


class Reference(NamedTuple):
    """Columns that name a row of another sheet. `beside` are that row's columns which a view in SQL shows beside, by
    the name that they have there; a reference that isn't `firm` may be empty.
    """

    fields: tuple[str, ...]
    sheet: str
    beside: dict[str, str]
    firm: bool = True


class Sheet(NamedTuple):
    """A table: `key` is its primary key, `row` what one row of it is called in SQL."""

    name: str
    row: str
    about: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...] = ()


def meaning(field: Field, locale: Locale) -> str:
    """What a column holds, and what each word that may stand in it means."""
    about = locale.text(field.about)
    if not field.words:
        return about
    said = {word: locale.word(field.vocabulary, word) for word in field.words}
    words = ", ".join(word if word == means else f"{word} ({means})" for word, means in said.items())
    return locale.text("{about}: {words}", about=about, words=words)
