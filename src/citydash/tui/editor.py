"""The user's editor, opened at a line in the way that each of the usual ones wants it."""

import os
import shlex
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from citydash.errors import EnvironmentFault, reason_of

_PLUS = {
    "vi",
    "vim",
    "nvim",
    "view",
    "gvim",
    "nano",
    "pico",
    "emacs",
    "emacsclient",
    "micro",
    "joe",
    "jed",
    "mg",
    "ed",
    "kak",
    "ne",
}
_COLON = {"hx", "helix", "subl", "zed", "zeditor"}
_GOTO = {"code", "code-insiders", "codium", "vscodium", "cursor"}
_FALLBACKS = ("nano", "vim", "vi")


def command(environment: Mapping[str, str], path: str, line: int, column: int) -> list[str]:
    """The command that opens a file at a line (from 1); empty where no editor is known."""
    said = environment.get("VISUAL") or environment.get("EDITOR") or ""
    try:
        words = shlex.split(said)
    except ValueError:
        words = []
    if not words:
        words = next(([name] for name in _FALLBACKS if shutil.which(name)), [])
    if not words:
        return []
    path = f"./{path}" if path.startswith("-") else path
    name = os.path.basename(words[0]).removesuffix(".exe")  # noqa: PTH119 - a name, not a path
    if name in _PLUS:
        return [*words, f"+{line}", path]
    if name in _GOTO:
        wait = [] if {"-w", "--wait"} & set(words) else ["--wait"]
        return [*words, *wait, "-g", f"{path}:{line}:{column}"]
    if name in _COLON:
        return [*words, f"{path}:{line}:{column}"]
    return [*words, path]


def run(line: list[str]) -> EnvironmentFault | None:
    """Run it to its end; what went wrong. Never raises: the terminal is lent out meanwhile."""
    name = os.path.basename(line[0])  # noqa: PTH119 - a name, not a path
    try:
        with _signals_are_the_editors():
            code = subprocess.run(line, check=False).returncode
    except Exception as error:  # noqa: BLE001 - whatever it is, the dashboard has to come back
        reason = reason_of(error) if isinstance(error, OSError) else str(error)
        return EnvironmentFault("the editor {name} can't be started: {reason}", name=line[0], reason=reason)
    if code:
        return EnvironmentFault("the editor {name} ended with an error ({code})", name=name, code=code)
    return None


@contextmanager
def _signals_are_the_editors() -> Iterator[None]:
    """Ctrl+C typed at the editor reach this process too, and mustn't end it.

    A function, not SIG_IGN: what is ignored here would be ignored by the editor as well.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    names = [number for name in ("SIGINT", "SIGQUIT") if (number := getattr(signal, name, None)) is not None]
    before = {number: signal.signal(number, lambda *_: None) for number in names}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
