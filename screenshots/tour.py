"""Record the tour: `python screenshots/tour.py`, from any folder, writes tour-fr.cast (asciinema, version 2).

The real program runs in a pseudo-terminal on Valombre, on a day that stays the same, and is driven by the keys below.
Times are those of the script, not of this machine, and an event is what changed on the screen between two keys, however
it was painted: the same program gives the same file. Play it with `asciinema play screenshots/tour-fr.cast`.
"""

import codecs
import fcntl
import json
import os
import pty
import re
import select
import struct
import subprocess
import sys
import tempfile
import termios
import time
from itertools import groupby
from operator import itemgetter
from pathlib import Path

HERE = Path(__file__).resolve().parent
VALOMBRE = HERE.parent / "portfolios" / "valombre"
TODAY = "2026-11-22"
WIDTH, HEIGHT = 120, 34
QUIET = 0.6
"""Seconds without output after which a screen counts as painted."""
LATEST = 10.0
"""Seconds that a screen may take."""
LARGEST = 300_000
"""Bytes of the recording."""
STEPS: tuple[tuple[str, float], ...] = (
    ("", 3.0),  # the overview
    ("2", 2.5), ("\x1b[B", 0.6), ("\x1b[B", 1.5), ("\r", 3.0), ("\x1b", 1.0),
    ("3", 3.0), ("+", 2.5),
    ("4", 2.5), ("\r", 2.5), ("\r", 2.5), ("\x1b", 0.8), ("\x1b", 1.0), ("x", 2.0),
    ("/", 0.8), ("is:late", 1.5), ("\r", 2.0),
    ("5", 3.0), ("6", 3.0), ("s", 3.0), ("\x1b", 1.0), ("q", 0.5),
)  # fmt: skip
"""What is typed, and the seconds that the viewer gets to look at what comes of it."""


CONTROL = re.compile(
    r"\x1b\[([0-9;?<>=]*)([A-Za-z])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\\\)|\x1b[P_][^\x1b]*\x1b\\\\|\x1b[=>]|[\r\n]"
)


class Screen:
    """What stands on the terminal: as much of one as the dashboard uses, each letter one cell wide."""

    def __init__(self) -> None:
        self.cells = [[(" ", "")] * WIDTH for _ in range(HEIGHT)]
        self.row = self.column = 0
        self.style = ""

    def feed(self, text: str) -> None:
        """Take in what a program wrote."""
        start = 0
        for found in CONTROL.finditer(text):
            self._write(text[start : found.start()])
            start = found.end()
            self._obey(found.group(), found.group(1) or "", found.group(2) or "")
        self._write(text[start:])

    def _write(self, text: str) -> None:
        for letter in text:
            if self.row < HEIGHT and self.column < WIDTH:
                self.cells[self.row][self.column] = (letter, self.style)
            self.column += 1

    def _obey(self, whole: str, given: str, kind: str) -> None:
        if whole == "\r":
            self.column = 0
        elif whole == "\n":
            self.row += 1
        elif kind == "H":
            row, _semicolon, column = given.partition(";")
            self.row, self.column = int(row or 1) - 1, int(column or 1) - 1
        elif kind == "m":
            self.style = "" if given in ("", "0") else f"{self.style}\x1b[{given}m"
        elif kind == "J" or (given == "?1049" and kind == "h"):
            self.cells = [[(" ", "")] * WIDTH for _ in range(HEIGHT)]

    def lines(self) -> list[str]:
        """Each line with its styles, as short as it can be written."""
        found = []
        for row in self.cells:
            runs = groupby(row, key=itemgetter(1))
            found.append("".join(f"\x1b[m{style}{''.join(letter for letter, _style in some)}" for style, some in runs))
        return found


class Recorder:
    """A program on a pseudo-terminal, and the events of its recording: lines that changed between two keys."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))
        self.process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True
        )
        os.close(slave)
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.screen, self.before = Screen(), [""] * HEIGHT
        self.events: list[tuple[float, str, str]] = []
        self.now = 0.0

    def paint(self) -> None:
        """Take in everything that is written until it is quiet."""
        end = time.monotonic() + LATEST
        last, text = None, ""
        while time.monotonic() < end and (last is None or time.monotonic() - last < QUIET):
            if select.select([self.master], [], [], 0.05)[0]:
                try:
                    text += self.decoder.decode(os.read(self.master, 65536))
                except OSError:  # the program has ended
                    break
                last = time.monotonic()
        self.screen.feed(text)

    def step(self, keys: str, seconds: float) -> None:
        """Type, and give the viewer time."""
        if keys:
            os.write(self.master, keys.encode())
        self.paint()
        now = self.screen.lines()
        pairs = enumerate(zip(self.before, now, strict=True), 1)
        changed = "".join(f"\x1b[{n};1H{line}" for n, (old, line) in pairs if line != old)
        self.before = now
        if changed:
            self.events.append((round(self.now, 2), "o", f"\x1b[?25l{changed}\x1b[m"))
        self.now += seconds


def main() -> None:
    """Record every step and write the file, unless it became too large."""
    with tempfile.TemporaryDirectory() as folder:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "PYTHONPATH") if name in os.environ}
        environment = {
            **kept, "TERM": "xterm-256color", "COLORTERM": "", "LANG": "C.UTF-8",
            "CITYDASH_CACHE": folder, "CITYDASH_STATE": "none",
        }  # fmt: skip
        program = [sys.executable, "-m", "citydash", str(VALOMBRE), "--today", TODAY, "--lang", "fr"]
        recorder = Recorder(program, environment)
        for keys, seconds in STEPS:
            recorder.step(keys, seconds)
        recorder.process.wait(10)
    header = {"version": 2, "width": WIDTH, "height": HEIGHT, "title": "citydash", "env": {"TERM": "xterm-256color"}}
    lines = [header, *recorder.events]
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    size = len(text.encode())
    if size > LARGEST:
        sys.exit(f"the tour is too large: {size} bytes")
    (HERE / "tour-fr.cast").write_text(text, encoding="utf-8")
    sys.stdout.write(f"tour-fr.cast ({size // 1000} kB, {recorder.now:.0f} s)\n")


if __name__ == "__main__":
    main()
