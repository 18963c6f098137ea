"""TOML 1.0 text to dictionaries, by `toml_rs`, or by the standard library where that has no wheel: same values, tested.

Numbers with a point are `Decimal`: no amount is ever a binary float.
"""

from decimal import Decimal
from typing import Any

from citydash.files.cut import is_too_deep
from citydash.files.shown import printable

try:
    import toml_rs

    _IS_MISPLACED = True
    """Its errors' numbers count bytes from a place in characters: after an accent, only its words are right."""

    def _loads(text: str) -> dict[str, Any]:
        return toml_rs.loads(text, parse_float=Decimal, toml_version="1.0.0")

except ImportError:  # pragma: no cover - exercised by a test that hides the module, in a process of its own
    import tomllib

    _IS_MISPLACED = False

    def _loads(text: str) -> dict[str, Any]:
        return tomllib.loads(text, parse_float=Decimal)


class ParseFault(Exception):  # noqa: N818 - not an error of the program
    """The text is not TOML. `line` and `column` start at 1; 0 when the parser doesn't say."""

    def __init__(self, detail: str, line: int, column: int) -> None:
        super().__init__(detail)
        self.detail, self.line, self.column = detail, line, column


def loads(text: str) -> dict[str, Any]:
    """The dictionary of a TOML text, which holds no BOM. Raises `ParseFault`."""
    if is_too_deep(text):
        raise ParseFault("nested too deep", 0, 0)
    try:
        return _loads(text)
    except RecursionError:
        raise ParseFault("nested too deep", 0, 0) from None
    except ArithmeticError:  # Decimal's exponents end somewhere too
        raise ParseFault("a number is too large", 0, 0) from None
    except ValueError as error:
        raise _fault(error, text) from None


def _fault(error: ValueError, text: str) -> ParseFault:
    """The parser's last line is its reason; its excerpt of the file would repeat hostile text."""
    line, column = getattr(error, "lineno", 0), getattr(error, "colno", 0)
    message = str(getattr(error, "msg", None) or error)
    if not line or _IS_MISPLACED:
        line, column, message = _from_message(message, text)
    detail = message.strip().rpartition("\n")[2].strip() or "invalid"
    return ParseFault(printable(detail), line, column)


def _from_message(message: str, text: str) -> tuple[int, int, str]:
    """`toml_rs` says "TOML parse error at line 3, column 7" first, the standard library before 3.14 "… (at line 3,
    column 7)" or "(at end of document)" in words only.
    """
    import re  # noqa: PLC0415 - only for a message to take apart

    if match := re.search(r" \(?at line (\d+), column (\d+)\)?$", message.partition("\n")[0]):
        return int(match[1]), int(match[2]), message.replace(match[0], "", 1)
    return text.count("\n") + 1, 1, message.removesuffix(" (at end of document)")
