"""Text as filters compare it; alone in its module, so that a filter loads nothing that parses."""

import unicodedata

_LIKE = str.maketrans({"’": "'", "ʼ": "'", "œ": "oe", "æ": "ae", "ß": "ss", "\u00a0": " ", "\u202f": " "})


def searchable(text: str) -> str:
    """Text without case or accents; typography's apostrophes and spaces as on a keyboard."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    spread = unicodedata.normalize("NFKD", folded.translate(_LIKE)).casefold()
    return "".join(c for c in spread if not unicodedata.combining(c)).translate(_LIKE)
