"""TOML's tokens by one regular expression, for what a parser doesn't tell: where a key stands, how deep brackets nest.

It cuts as the parser's own lexer does, in invalid text too: a quote inside a bare word starts no string, a string on
one line ends with its line at the latest, one over several lines at the end of the text. Every alternative is
possessive, so the time is linear whatever the text.
"""

import re

TOKEN = re.compile(
    r"""
      (?P<space>[ \t\r]++)
    | (?P<newline>\n)
    | (?P<mark>[\[\]{}=.,])
    | (?P<comment>\#[^\n]*+)
    | (?P<string>
        \"""(?:[^"\\]|\\.?|"(?!""))*+"{0,5}+
      | '''(?:[^']|'(?!''))*+'{0,5}+
      | "(?:[^"\\\n]|\\[^\n]?)*+"?
      | '[^'\n]*+'?
      )
    | (?P<bare>[^][{}=.,\#\s'"][^][{}=.,\# \t\r\n]*+|\s)
    """,
    re.VERBOSE | re.DOTALL,
)
"""Matches at every position of any text."""

_ESCAPE = re.compile(r'\\(?:([btnfr"\\])|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))')
_SHORT = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "\\": "\\"}


def key_of(token: str) -> str:
    """The key that a bare or quoted token writes."""
    if token[0] == "'":
        return token[1:].removesuffix("'")
    if token[0] != '"':
        return token
    inner = token[1:].removesuffix('"')
    return _ESCAPE.sub(_unescape, inner) if "\\" in inner else inner


def _unescape(match: "re.Match[str]") -> str:
    short, four, eight = match.groups()
    if short:
        return _SHORT[short]
    code = int(four or eight, 16)
    return chr(code) if code < 0xD800 or 0xE000 <= code < 0x110000 else match[0]
