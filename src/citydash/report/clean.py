"""Text from files made harmless for where it goes: terminals, Markdown, spreadsheets. A second lock behind validation.

Titles with control characters are refused when read; names of folders, keys in messages and parsers' own words aren't.
"""

import re
import unicodedata

_DANGEROUS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_FORMULA = re.compile(r"^[\s\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20|%]")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
_ASCII = str.maketrans({
    "\u2212": "-", "–": "-", "—": "-", "…": "...", "’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"',
    "\u00a0": " ", "\u202f": " ", "€": "EUR", "œ": "oe", "Œ": "OE", "æ": "ae", "·": ".", "→": "->", "≤": "<=", "≥": ">=",
    "─": "-", "▲": "!", "●": "*", "✓": "v", "◇": "o", "◆": "*", "■": "#", "▪": "+", "░": ".", "×": "x", "⚠": "!",
})  # fmt: skip


def plain(text: str) -> str:
    """Text for a terminal or a file of lines: nothing that moves the cursor, breaks a line or turns the direction."""
    return _DANGEROUS.sub("\ufffd", text)


def cell(text: str) -> str:
    """Text for a spreadsheet: one that starts like a formula gets an apostrophe before it."""
    safe = plain(text)
    return f"'{safe}" if _FORMULA.match(safe) else safe


def markdown(text: str) -> str:
    """Text for Markdown: every character that could be markup is escaped, so it shows as written."""
    return _MARKDOWN.sub(r"\\\1", plain(text))


def to_ascii(text: str) -> str:
    """Text in ASCII, for terminals that have no more: accents dropped, signs spelled."""
    spelled = text.translate(_ASCII)
    if spelled.isascii():
        return spelled
    apart = unicodedata.normalize("NFKD", spelled)
    return "".join(c for c in apart if not unicodedata.combining(c)).encode("ascii", "replace").decode()


def width(text: str) -> int:
    """How many terminal columns a text takes."""
    if text.isascii():
        return len(text)
    if all(c < "\u0300" or c in "\u2212\u2013\u2026\u2019\u202f\u20ac\u201c\u201d\u2192" for c in text):
        return len(text)
    from wcwidth import wcswidth  # noqa: PLC0415 - most French text needs none

    return max(0, int(wcswidth(text)))


def shorten(text: str, limit: int) -> str:
    """Text cut to `limit` columns, an ellipsis in the last one."""
    if width(text) <= limit:
        return text
    while text and width(text) > limit - 1:
        text = text[:-1]
    return text.rstrip() + "…"
