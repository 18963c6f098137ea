"""What a run was told: flags over environment over defaults, frozen, passed along and never global."""

import os
import sys
from typing import NamedTuple

from citydash.errors import UsageError


class Settings(NamedTuple):
    """One run's settings. `today` is ISO; `language` None means the town's; `cache` None means memory only."""

    workspace: str
    towns: tuple[str, ...] = ()
    language: str | None = None
    today: str = ""
    cache: str | None = None
    color: bool = False
    ascii: bool = False
    quiet: bool = False


def default_workspace(environment: "os._Environ[str] | dict[str, str]") -> str:
    """$CITYDASH_WORKSPACE, else ./portfolios where there is one, else the current folder."""
    if named := environment.get("CITYDASH_WORKSPACE"):
        return named
    return "portfolios" if os.path.isdir("portfolios") else "."  # noqa: PTH112 - pathlib costs its import


def cache_folder(environment: "os._Environ[str] | dict[str, str]") -> str | None:
    """Where indexes are kept: $CITYDASH_CACHE ("none" for memory only), else the user's cache folder."""
    if named := environment.get("CITYDASH_CACHE"):
        return None if named == "none" else named
    if sys.platform.startswith("linux"):  # as platformdirs says, without its 8 ms
        base = environment.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111
        return os.path.join(base, "citydash") if os.path.isabs(base) else None  # noqa: PTH117, PTH118
    from platformdirs import user_cache_dir  # noqa: PLC0415

    return user_cache_dir("citydash", appauthor=False)


def parse_today(text: str | None) -> str:
    """An ISO date, the machine's when none is given. Raises `UsageError`."""
    from datetime import date  # noqa: PLC0415

    if text is None:
        return date.today().isoformat()  # noqa: DTZ011 - the user's own day is meant
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise UsageError("“{text}” is not a date: write it as 2026-12-31", text=text) from None


def wants_color(environment: "os._Environ[str] | dict[str, str]", *, is_terminal: bool, refused: bool) -> bool:
    """Colour only on a terminal, never against --no-color, NO_COLOR or TERM=dumb."""
    return is_terminal and not refused and not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"
