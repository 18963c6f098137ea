"""A terminal with a clock: what a program paints, and when. Times are those of its user: from the key to the picture."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from pathlib import Path
from types import TracebackType
from typing import Self

KEYS = {
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
    "pageup": "\x1b[5~", "pagedown": "\x1b[6~", "shift+right": "\x1b[1;2C", "shift+left": "\x1b[1;2D", "enter": "\r",
    "shift+up": "\x1b[1;2A", "shift+down": "\x1b[1;2B", "escape": "\x1b[27u", "tab": "\t", "shift+tab": "\x1b[Z",
    "space": " ", "slash": "/", "question_mark": "?", "plus": "+", "minus": "-", "ctrl+p": "\x10", "backspace": "\x7f",
}  # fmt: skip
"""Names of keys as bindings have them; a letter is itself. Escape as terminals send it that tell it from a sequence's
begin: after the other one Textual waits 100 ms for what may follow.
"""
ESCAPES = re.compile(rb"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[PX^_].*?\x1b\\|[@-_])", re.DOTALL)
QUIET = 0.1
"""Seconds without a byte that end an answer."""
PATIENCE = 0.5
"""Seconds that an answer may take to begin; a key that changes nothing has none."""
FRAME_ENDS = b"\x1b[?2026l"


class Terminal:
    """A program in a pseudo-terminal."""

    def __init__(self, command: list[str], environment: dict[str, str], columns: int = 140, rows: int = 40) -> None:
        self.started = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            terminal = {**environment, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
            os.execvpe(command[0], command, terminal)  # noqa: S606 - in our own child
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the program as it stands: it keeps nothing for its next start."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)

    def read(self, seconds: float) -> bytes:
        """The next bytes; none where nothing came in time."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return b""
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return b""
        if b"\x1b[?2026$p" in data:  # it may send whole frames
            os.write(self.fd, b"\x1b[?2026;2$y")
        return data

    def send(self, *keys: str) -> None:
        """Type, without waiting for anything."""
        os.write(self.fd, "".join(KEYS.get(key, key) for key in keys).encode())

    def until(self, mark: str, since: float, limit: float = 30.0) -> float | None:
        """Milliseconds from a moment until a text is painted, in one piece; None where it isn't within `limit` seconds."""
        seen, wanted = b"", mark.encode()
        while time.perf_counter() - since < limit:
            seen += self.read(0.5)
            if wanted in ESCAPES.sub(b"", seen):
                return (time.perf_counter() - since) * 1000
        return None

    def painted(self, mark: str) -> float | None:
        """Milliseconds from the start until a text is painted."""
        return self.until(mark, self.started)

    def settle(self, quiet: float = 0.5) -> None:
        """Until nothing is painted any more."""
        while self.read(quiet):
            pass

    def press(self, *keys: str) -> tuple[float, float] | None:
        """Milliseconds from a key to the end of the first frame that answers, and to the last byte of all that follows it
        without a pause; None where there is no answer.
        """
        sent = last = time.perf_counter()
        self.send(*keys)
        seen, first = b"", 0.0
        while data := self.read(QUIET if seen else PATIENCE):
            seen, last = seen[-8:] + data, time.perf_counter()
            if not first and FRAME_ENDS in seen:
                first = last
        return (((first or last) - sent) * 1000, (last - sent) * 1000) if seen else None

    @property
    def spent(self) -> float:
        """Milliseconds of computing of the program's first thread so far, whatever else the machine does."""
        said = Path(f"/proc/{self.pid}/task/{self.pid}/schedstat").read_text(encoding="ascii")
        return int(said.split()[0]) / 1e6

    @property
    def peak(self) -> float:
        """The program's largest resident size so far, MiB; of its own process."""
        said = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        return int(re.findall(r"VmHWM:\s+(\d+)", said)[0]) / 1024


def p95(times: list[float]) -> float:
    """The time that one in twenty is above."""
    return sorted(times)[int(0.95 * (len(times) - 1))]
