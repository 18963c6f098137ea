"""The `Locale` value: one language's texts, numbers and dates."""

import os
from functools import cached_property

from citydash.errors import CitydashError
from citydash.locale.vocabulary import LABELS

TYPE_CHECKING = False  # as typing's, without importing it
if TYPE_CHECKING:
    from decimal import Decimal
    from typing import Any

LANGUAGES = ("fr", "en")
"""The languages that citydash speaks; the first is most users'."""
MINUS, NONE = "\u2212", "–"
NBSP = "\u00a0"
TIE, SURE = 0.001, 1e9
"""So far from one half a percentage up to that is rounded as a float as it is exactly."""
_UNITS = {1: "", 1_000: "k", 1_000_000: "M"}


def choose_language(
    asked: str | None, towns: "list[str | None]", environment: "os._Environ[str] | dict[str, str]"
) -> str:
    """The language asked for; else the one that all towns share; else the environment's; else English."""
    if asked:
        return asked
    shared = set(towns)
    if len(shared) == 1 and (one := shared.pop()) in LANGUAGES:
        return str(one)
    named = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environment.get(name))), "")
    code = named.partition(".")[0].partition("_")[0].lower()
    return code if code in LANGUAGES else "en"


class Locale:
    """One language. Amounts are cents; days are ISO texts."""

    def __init__(self, language: str) -> None:
        if language not in LANGUAGES:
            raise CitydashError("no language “{name}”", name=language, known=LANGUAGES)
        self.language = language

    @cached_property
    def _catalog(self) -> "Any":
        import gettext  # noqa: PLC0415 - English needs none

        folder = os.path.dirname(__file__)  # noqa: PTH120 - pathlib costs its import
        return gettext.translation("citydash", folder, [self.language])

    @cached_property
    def _table(self) -> "dict[str, Any]":
        """What Babel says of the language, kept ahead: its own data take 45 ms to read."""
        from citydash.locale._tables import TABLES  # noqa: PLC0415 - not needed for JSON

        return TABLES[self.language]

    @cached_property
    def _symbols(self) -> tuple[str, str]:
        """(group separator, decimal mark)."""
        return self._table["group"], self._table["decimal"]

    def text(self, message: str, /, **fields: "Any") -> str:
        """A message in this language, its fields filled in."""
        translated = message if self.language == "en" else self._catalog.gettext(message)
        return translated.format(**fields) if fields else translated

    def plural(self, one: str, many: str, n: int, /, **fields: "Any") -> str:
        """The form that `n` takes; `n` is also a field, written with separators."""
        english = one if n == 1 else many
        translated = english if self.language == "en" else self._catalog.ngettext(one, many, n)
        return str(translated).format(n=self.number(n), **fields)

    def word(self, kind: str, key: str) -> str:
        """A vocabulary's word as people say it: of `status`, on-hold is "suspendu". Unknown ones stay."""
        label = LABELS.get(kind, {}).get(key)
        if label is None:
            return key
        return label if self.language == "en" else str(self._catalog.pgettext(kind, label))

    def error(self, error: CitydashError) -> str:
        """An error's sentence, with the nearest name or what there is to choose from."""
        fields = error.fields
        if isinstance(reason := fields.get("reason"), str) and reason:  # a message id, where it is one that is known
            fields = {**fields, "reason": self.text(reason)}
        text = self.text(error.message, **fields) if fields else self.text(error.message)
        if error.hint:
            return self.text("{sentence}: did you mean “{hint}”?", sentence=text, hint=error.hint)
        if error.known:
            return self.text("{sentence}; choose from {known}", sentence=text, known=", ".join(error.known))
        return text

    def number(self, number: "int | float | Decimal", places: int = 0) -> str:
        """A number with separators, rounded half up to `places` decimals; a true minus."""
        if isinstance(number, int):
            return self._whole(number, 1, places)
        from decimal import ROUND_HALF_UP, Decimal  # noqa: PLC0415 - 3 ms, not needed for whole numbers

        value = number if isinstance(number, Decimal) else Decimal(str(number))
        rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
        group, mark = self._symbols
        text = f"{abs(rounded):,.{places}f}".replace(",", "\0").replace(".", mark).replace("\0", group)
        return f"{MINUS}{text}" if rounded < 0 else text

    def amount(self, cents: "int | Decimal | None", scale: int = 1, places: int | None = None) -> str:
        """Cents in units of `scale` (1, 1000, 1000000) of the currency, without its sign; – for no data."""
        if cents is None:
            return NONE
        if places is None:
            places = {1: 2, 1_000: 0, 1_000_000: 1}[scale]
        if isinstance(cents, int):
            return self._whole(cents, scale * 100, places)
        return self.number(cents / (100 * scale), places)

    def _whole(self, cents: int, divisor: int, places: int) -> str:
        """Integer arithmetic only: a table of ten thousand rows asks often."""
        unit = 10**places
        quotient, rest = divmod(abs(cents) * unit, divisor)
        quotient += 2 * rest >= divisor
        group, mark = self._symbols
        text = f"{quotient // unit:,}".replace(",", group)
        if places:
            text += f"{mark}{quotient % unit:0{places}d}"
        return MINUS + text if cents < 0 and quotient else text

    def unit(self, currency: str, scale: int = 1) -> str:
        """What a table's header says: €, k€, M€; a currency without a sign stays its code."""
        return _UNITS[scale] + self.symbol(currency)

    def symbol(self, currency: str) -> str:
        symbol: str = self._table["currencies"].get(currency, currency)
        return symbol

    def money(self, cents: "int | Decimal | None", currency: str, scale: int = 1, places: int | None = None) -> str:
        """An amount with its unit, where the language puts it: 1 234,50 k€, €1,234.50k."""
        if cents is None:
            return NONE
        number = self.amount(cents, scale, places)
        if self.language == "fr":
            return f"{number}{NBSP}{self.unit(currency, scale)}"
        sign, digits = ("−", number[1:]) if number.startswith(MINUS) else ("", number)
        symbol = self.symbol(currency)
        if symbol == currency:  # a code: USD 1,234
            return f"{sign}{symbol}{NBSP}{digits}{_UNITS[scale]}"
        return f"{sign}{symbol}{digits}{_UNITS[scale]}"

    def brief(self, cents: "int | Decimal", currency: str) -> str:
        """An amount for a headline: 18,4 M€, 640 k€, 950 €."""
        size = cents if cents >= 0 else -cents
        if size >= 999_500_00:
            return self.money(cents, currency, 1_000_000)
        return self.money(cents, currency, 1_000 if size >= 9_999_50 else 1, 0)

    def percent(self, part: float | None, places: int = 0) -> str:
        """A part of one as a percentage; – for none."""
        if part is None:
            return NONE
        hundredths = part * 100
        if (
            not places and abs(hundredths) < SURE and abs(hundredths % 1 - 0.5) > TIE
        ):  # as a table of ten thousand rows asks
            whole = int(abs(hundredths) + 0.5)
            if whole < 1_000:  # nothing to group
                number = f"{MINUS}{whole}" if part < 0 and whole else f"{whole}"
            else:
                number = self._whole(-whole if part < 0 else whole, 1, 0)
        else:
            from decimal import Decimal  # noqa: PLC0415 - 3 ms, seldom needed

            number = self.number(100 * Decimal(str(part)), places)  # 100 × 0.145 is less than 14.5 as a float
        return f"{number}{NBSP}%" if self.language == "fr" else f"{number}%"

    def days(self, days: int | None) -> str:
        """A difference in days, with its sign: +212 j."""
        if days is None:
            return NONE
        sign = "+" if days > 0 else ""
        unit = self.text("d")
        return f"{sign}{self.number(days)}{NBSP}{unit}"

    def date(self, day: str | None) -> str:
        """31/12/2026, in both languages; – for none."""
        return f"{day[8:10]}/{day[5:7]}/{day[:4]}" if day else NONE

    def day_month(self, day: str) -> str:
        """31/12."""
        return f"{day[8:10]}/{day[5:7]}"

    def long_date(self, day: str) -> str:
        """Dimanche 22 novembre 2026."""
        from datetime import date  # noqa: PLC0415

        found = date.fromisoformat(day)
        day_name, month = self._table["days"][found.weekday()], self._table["months"]["in-date"][found.month - 1]
        return f"{day_name} {found.day} {month} {found.year}"

    def month(self, month: int, width: str = "abbreviated") -> str:
        """A month's name, 1 to 12: `abbreviated` or `wide`."""
        name: str = self._table["months"][width][month - 1]
        return name

    def year(self, name: str) -> str:
        """A column of years: the year, or the word for those outside."""
        return name if name.isdigit() else self.word("year", name)
