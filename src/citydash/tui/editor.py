"""The user's editor, opened at a line in the way that each of the usual ones wants it."""

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping

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


def run(line: list[str]) -> str:
    """Run it to its end; what went wrong in a word, or "". Never raises: the terminal is lent out meanwhile."""
    try:
        code = subprocess.run(line, check=False).returncode
    except Exception as error:  # noqa: BLE001 - whatever it is, the dashboard has to come back
        return f"{line[0]}: {error}"
    return f"{line[0]}: {code}" if code else ""
