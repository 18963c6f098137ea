"""What was probably meant on a line that isn't TOML: the mistakes of people who write French amounts and dates."""

import re


def N_(message: str) -> str:  # noqa: N802 - gettext's own name
    """Marks a message id for extraction."""
    return message


_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'')
_MISTAKES = (
    (re.compile(r"[«»“”„]"), N_('texts stand between straight quotes: "…"')),
    (re.compile(r"=\s*\d{1,2}/\d{1,2}/\d{4}"), N_("a date is written 2026-12-31, without quotes")),
    (re.compile(r"=\s*-?\d+[ \u00a0\u202f]\d"), N_("a number has no spaces: 12000 or 12_000")),
    (re.compile(r"=\s*-?[\d_]+,\d+\s*(,|}|$)"), N_("decimals are written with a point: 12000.10")),
    (re.compile(r"=\s*-?[\d_.]+\s*(€|k€|[kK]\b|EUR\b)"), N_("an amount is a number alone, without its unit")),
    (re.compile(r"=\s*$"), N_("the value is missing after =")),
    (re.compile(r"^[^{#]*\{[^}]*$"), N_("a brace is not closed: a table between braces stands on one line")),
    (re.compile(r"^[^\"#]*\"[^\"]*$"), N_("a quote is not closed")),
)


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


def advice(text: str, line: int) -> str:
    """A message id that says how to mend the line, "" where nothing is recognised."""
    written = _line(text, line)
    if len(written) > _LONGEST:
        return ""
    bare = _QUOTED.sub('""', written)
    for pattern, message in _MISTAKES:
        if pattern.search(bare):
            return message
    return ""
