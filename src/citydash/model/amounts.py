"""Amounts as files for machines write them; alone in its module, so that JSON and CSV load nothing more."""

from typing import overload


@overload
def money(cents: int) -> str: ...
@overload
def money(cents: None) -> None: ...
@overload
def money(cents: int | None) -> str | None: ...


def money(cents: int | None) -> str | None:
    """Cents as JSON and CSV write them: "1234.50", exact; None stays."""
    if cents is None:
        return None
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"
