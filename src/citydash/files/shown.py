"""Text of anyone's making, made fit for a message: it ends up in a terminal, a log, a web page."""

import re
from typing import Any

KEY = 80
"""Characters of a key that a message shows."""
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def shown(value: Any) -> str:
    """A value of any type for a message."""
    try:
        return printable(str(value))
    except ValueError:  # an integer of more digits than Python writes out
        return "…"


def printable(text: str, limit: int = 120) -> str:
    """Text for a message, with everything that isn't printable shown as its code point, cut at `limit` characters."""
    start = text[:limit]
    if not start.isprintable():
        start = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in start)
    return start if len(text) <= limit else start + "…"


def key_path(keys: tuple[str, ...]) -> str:
    """TOML keys with dots, quoted where they aren't bare."""
    return ".".join(key if _BARE.fullmatch(key) else f'"{printable(key, KEY)}"' for key in keys)
