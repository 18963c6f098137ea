"""What a run was told: flags over environment over defaults, frozen, passed along and never global."""

import os
import sys
from typing import NamedTuple

from citydash.errors import UsageError


class Settings(NamedTuple):
    """One run's settings. `today` is ISO; `language` None means the town's; `cache` None means memory only; `at` is the
    snapshot asked for, None for the files as they are.
    """

    workspace: str
    towns: tuple[str, ...] = ()
    language: str | None = None
    today: str = ""
    cache: str | None = None
    color: bool = False
    ascii: bool = False
    quiet: bool = False
    at: str | None = None


LEVELS_UP = 32
"""Folders above the current one that are looked at for a town."""


def default_workspace(environment: "os._Environ[str] | dict[str, str]") -> str:
    """$CITYDASH_WORKSPACE, else ./portfolios where there is one, else the town that the current folder is in, else the
    current folder.
    """
    if named := environment.get("CITYDASH_WORKSPACE"):
        return named
    if os.path.isdir("portfolios"):  # noqa: PTH112 - pathlib costs its import
        return "portfolios"
    above = ("/".join([".."] * n) or "." for n in range(LEVELS_UP))
    return next((folder for folder in above if os.path.isfile(f"{folder}/town.toml")), ".")  # noqa: PTH113 - likewise


def cache_folder(environment: "os._Environ[str] | dict[str, str]") -> str | None:
    """Where indexes are kept: $CITYDASH_CACHE ("none" for memory only), else the user's cache folder."""
    if named := environment.get("CITYDASH_CACHE"):
        return None if named == "none" else named
    if sys.platform.startswith("linux"):  # as platformdirs says, without its 8 ms
        base = environment.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111
        return os.path.join(base, "citydash") if os.path.isabs(base) else None  # noqa: PTH117, PTH118
    from platformdirs import user_cache_dir  # noqa: PLC0415

    return user_cache_dir("citydash", appauthor=False)


def state_file(environment: "os._Environ[str] | dict[str, str]", workspace: str) -> str | None:
    """What the dashboard keeps of a workspace between starts: in $CITYDASH_STATE ("none" for nothing), else the user's
    state folder.
    """
    folder = environment.get("CITYDASH_STATE")
    if folder == "none":
        return None
    if not folder and sys.platform.startswith("linux"):  # as above
        base = environment.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state")  # noqa: PTH111
        folder = os.path.join(base, "citydash")  # noqa: PTH118
    elif not folder:
        from platformdirs import user_state_dir  # noqa: PLC0415

        folder = user_state_dir("citydash", appauthor=False)
    if not os.path.isabs(folder):  # noqa: PTH117
        return None
    from zlib import crc32  # noqa: PLC0415

    root = os.path.realpath(workspace)
    name = "".join(c if c.isalnum() and c.isascii() else "-" for c in os.path.basename(root))[:40]  # noqa: PTH119
    return os.path.join(folder, f"{name}-{crc32(os.fsencode(root)):08x}.toml")  # noqa: PTH118


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
