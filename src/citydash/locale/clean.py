"""Text from files made harmless for where it goes: terminals, Markdown, spreadsheets. A second lock behind validation.

Titles with control characters are refused when read; names of folders, keys in messages and parsers' own words aren't.
"""

import re
import unicodedata
from bisect import bisect_right

_DANGEROUS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_NONCHARACTERS = re.compile(
    f"[\ufdd0-\ufdef{''.join(chr(n + at) for n in range(0, 0x110000, 0x10000) for at in (0xFFFE, 0xFFFF))}]"
)
"""What Unicode says is no character."""
_FORMULA = re.compile(r"^[\s\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20|%]")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~&!$]|:(?=//)|(?<=[wW]{3})\.)")
"""Marks, and what forges make links of by themselves, where no character is escaped any more: `://`, `www.`."""
_STARTS = re.compile(r"^(\d{0,9})([-+.)=:])")
_NARROW = re.compile(
    "[\x00-\u02ff\u0391-\u03a9\u03b1-\u03c9\u2013\u2014\u2018-\u201e\u2026\u202f\u20ac\u2190-\u2193\u2212\u2500-\u259f]*"
)
"""Texts of letters and signs that are each a column wide: most French has no others."""
_JOINS = "\u200d\ufe0f\ufe0e"
"""A joiner of emojis, and what chooses their form."""
_ASCII = str.maketrans({
    "\u2212": "-", "–": "-", "—": "-", "…": "...", "’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"',
    "\u00a0": " ", "\u202f": " ", "€": "EUR", "œ": "oe", "Œ": "OE", "æ": "ae", "·": ".", "→": "->",
    "≤": "<=", "≥": ">=",
    "─": "-", "▲": "!", "●": "*", "✓": "v", "◇": "o", "◆": "*", "■": "#", "▪": "+", "░": ".", "×": "x", "⚠": "!",
})  # fmt: skip


def plain(text: str) -> str:
    """Text for a terminal or a file of lines: nothing that moves the cursor, breaks a line or turns the direction."""
    return text if text.isprintable() else _DANGEROUS.sub("\ufffd", text)  # none of these is printable


def markup(text: str) -> str:
    """Text for HTML and XML, which know fewer characters; what is markup is escaped by who writes it."""
    return _NONCHARACTERS.sub("\ufffd", plain(text))


def cell(text: str) -> str:
    """Text for a spreadsheet: one that starts like a formula gets an apostrophe before it."""
    safe = plain(text)
    return f"'{safe}" if _FORMULA.match(safe) else safe


def markdown(text: str) -> str:
    """Text for Markdown, within a line: every character that could be markup is escaped, so it shows as written."""
    return _MARKDOWN.sub(r"\\\1", plain(text))


def markdown_line(text: str) -> str:
    """Likewise at a line's start, where more characters are markup: of lists, headings, rules."""
    return _STARTS.sub(r"\1\\\2", markdown(text.strip()))


def to_ascii(text: str) -> str:
    """Text in ASCII, for terminals that have no more: accents dropped, signs spelled."""
    spelled = text.translate(_ASCII)
    if spelled.isascii():
        return spelled
    apart = unicodedata.normalize("NFKD", spelled)
    return "".join(c for c in apart if not unicodedata.combining(c)).encode("ascii", "replace").decode()


def width(text: str) -> int:
    """How many terminal columns a text takes."""
    if text.isascii() or _NARROW.fullmatch(text):
        return len(text)
    from wcwidth import wcswidth  # noqa: PLC0415 - most French text needs none

    return max(0, int(wcswidth(text)))


def shorten(text: str, limit: int, end: str = "…") -> str:
    """Text cut to `limit` columns, `end` in the last ones; a letter isn't parted from its accents."""
    if width(text) <= limit:
        return text
    room = limit - len(end)
    if room < 0:
        return end[:limit]
    kept = bisect_right(range(len(text)), room, key=lambda n: width(text[:n])) - 1
    while kept and (unicodedata.combining(text[kept]) or text[kept] in _JOINS or text[kept - 1] == _JOINS[0]):
        kept -= 1
    return text[:kept].rstrip() + end
