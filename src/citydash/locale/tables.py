"""Writes `_tables.py`: what Babel says of each language's numbers, currencies, months and days, kept for the start.

Reading Babel's own data takes 45 ms, more than a warm report. Run as `python -m citydash.locale.tables` after an update
of Babel; a test fails when the tables aren't what it says.
"""

from pathlib import Path
from pprint import pformat
from typing import Any

from babel.core import Locale as Babel

from citydash.locale.locale import LANGUAGES

HERE = Path(__file__).parent
REGIONS = {"fr": "fr_FR", "en": "en_GB"}
HEADER = '"""Made by `python -m citydash.locale.tables` from Babel; not written by hand."""\n\n'


def table(language: str) -> dict[str, Any]:
    """One language's: separators, currencies that have a sign, months and days (Monday first)."""
    babel = Babel.parse(REGIONS[language])
    symbols = babel.number_symbols["latn"]
    return {
        "group": symbols["group"],
        "decimal": symbols["decimal"],
        "currencies": {code: sign for code, sign in sorted(babel.currency_symbols.items()) if sign != code},
        "months": {
            "abbreviated": tuple(babel.months["stand-alone"]["abbreviated"][n] for n in range(1, 13)),
            "wide": tuple(babel.months["stand-alone"]["wide"][n] for n in range(1, 13)),
            "in-date": tuple(babel.months["format"]["wide"][n] for n in range(1, 13)),
        },
        "days": tuple(babel.days["format"]["wide"][n] for n in range(7)),
    }


def text() -> str:
    """The module's text."""
    found = {language: table(language) for language in LANGUAGES}
    return f"{HEADER}from typing import Any\n\nTABLES: dict[str, dict[str, Any]] = {pformat(found, width=110)}\n"


def main() -> None:
    """Write the module beside this one."""
    (HERE / "_tables.py").write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
