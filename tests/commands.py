"""Running the command line in this process, in an environment of its own."""

import gc
import json
import os
from pathlib import Path
from typing import NamedTuple

from citydash.cli import main

CLEARED = (
    "NO_COLOR", "COLUMNS", "CITYDASH_WORKSPACE", "CITYDASH_CACHE", "LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE", "TERM",
    "_ARGCOMPLETE", "GIT_DIR", "GIT_INDEX_FILE",
)  # fmt: skip
DATA = Path(__file__).parent / "data"
REPOSITORY = Path(__file__).parents[1]
TODAY = ("--today", "2026-11-22")


class Ran(NamedTuple):
    """What a command left: its exit code, stdout as bytes, stderr as text."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode()


def make_run(monkeypatch, capsysbinary, tmp_path):
    """A function that runs `citydash` with arguments; the user's cache, language and repository aren't touched."""
    for name in CLEARED:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CITYDASH_CACHE", str(tmp_path / "the cache"))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> Ran:
        capsysbinary.readouterr()
        try:
            code = main(
                [os.fspath(argument) if isinstance(argument, Path) else str(argument) for argument in arguments]
            )
        finally:
            gc.enable()
        out, err = capsysbinary.readouterr()
        return Ran(code, out, err.decode())

    return run


GOLDEN = Path(__file__).parent / "report" / "golden"


def compare(request, name, data):
    """Hold what a command printed to the file of that name that was read; `--update-golden` writes it anew."""
    path = GOLDEN / name
    if request.config.getoption("--update-golden", default=False):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    assert data.decode() == path.read_bytes().decode()
    if name.endswith((".json", ".sarif")):
        json.loads(data)
