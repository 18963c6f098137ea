"""What was probably meant on a line that isn't TOML: the mistakes of people who write French amounts and dates."""

import re

from citydash.errors import N_

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'')
_MISTAKES = (
    (re.compile(r"[«»“”„]"), N_('texts stand between straight quotes: "…"')),
    (
        re.compile(r"=\s*(\d{1,2}([/.-])\d{1,2}\2\d{4}|\d{4}([/.])\d{1,2}\3\d{1,2})"),
        N_("a date is written 2026-12-31, without quotes"),
    ),
    (re.compile(r"=\s*-?\d+[ \u00a0\u202f]\d"), N_("a number has no spaces: 12000 or 12_000")),
    (
        re.compile(r"=\s*-?\d{1,3}(,\d{3})+(\.\d+)?\s*(,|}|#|$)"),
        N_("a number has no comma: thousands are written 12500 or 12_500, decimals 12500.10"),
    ),
    (re.compile(r"=\s*-?[\d_]+,\d+\s*(,|}|#|$)"), N_("decimals are written with a point: 12000.10")),
    (re.compile(r"=\s*-?[\d_.]+\s*(€|k€|[kK]\b|EUR\b)"), N_("an amount is a number alone, without its unit")),
    (re.compile(r"=\s*$"), N_("the value is missing after =")),
    (re.compile(r"^[^{#]*\{[^}]*$"), N_("a brace is not closed: a table between braces stands on one line")),
    (re.compile(r"^[^\"#]*\"[^\"]*$"), N_("a quote is not closed")),
)
_SAID = (
    (r"unclosed table|end of a table declaration", N_("the ] that ends a table's name is missing")),
    (r"unclosed array|between array elements", N_("a list is not closed by ], or a comma is missing in it")),
    (r"invalid (multi-line )?(basic|literal) string|unterminated", N_("a quote is not closed")),
    (
        r"newlines are unsupported|unclosed inline table",
        N_("a brace is not closed: a table between braces stands on one line"),
    ),
    (r"trailing commas", N_("a table between braces has no comma before its end")),
    (r"invalid date", N_("this date is in no calendar: it is written year-month-day, as in 2026-12-31")),
    (r"duplicate key|cannot (overwrite|declare)", N_("this key or table stands twice in the file: keep one")),
    (r"key with no value|'=' after", N_("a line is written key = value")),
    (r"leading zero", N_("a number does not start with 0")),
    (r"unquoted key", N_("a key has only letters without accents, digits and hyphens")),
    (r"must be quoted|invalid value", N_('texts stand between straight quotes: "…"')),
)
"""What parsers say in English, and what it means for who wrote the line."""


_LONGEST = 400
"""Characters of a line that a person typed; a longer one isn't looked at, and can't hold anything up."""


def _line(text: str, number: int) -> str:
    """The line of that number, from 1; "" where there is none."""
    start = 0
    for _ in range(number - 1):
        start = text.find("\n", start) + 1
        if not start:
            return ""
    end = text.find("\n", start)
    return text[start : end if end >= 0 else len(text)].rstrip("\r")


def advice(text: str, line: int, detail: str) -> str:
    """A message id that says how to mend the line, by its text or the parser's `detail`; "" where neither is known."""
    written = _line(text, line)
    if len(written) <= _LONGEST:
        bare = _QUOTED.sub('""', written)
        for pattern, message in _MISTAKES:
            if pattern.search(bare):
                return message
    return next((message for pattern, message in _SAID if re.search(pattern, detail, re.IGNORECASE)), "")
