"""The real program on a terminal of its own: every screen by key, an editor, a resize, and the terminal as it was found."""

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

VALOMBRE = Path(__file__).parents[2] / "portfolios" / "valombre"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
USUALLY_ON = {"7", "25"}
"""Modes of a terminal that are set when nobody has touched them: lines that wrap, and the cursor."""
ENTERED = {"25", "1000", "1003", "1006", "1049", "2004"}
"""What a dashboard changes at least: cursor, mouse, alternate screen, pasting."""
MODE = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
KEYBOARD = re.compile(rb"\x1b\[([><])[0-9;]*u|\x1b([=>])")


def left_over(out):
    """The modes that aren't as they were before this was written: by number, and kitty's keyboard or the keypad's."""
    modes, keyboard, keypad = {}, 0, 0
    for found in MODE.finditer(out):
        modes |= dict.fromkeys(found.group(1).decode().split(";"), found.group(2) == b"h")
    for found in KEYBOARD.finditer(out):
        keyboard += {b">": 1, b"<": -1, None: 0}[found.group(1)]
        keypad = {b"=": 1, b">": 0, None: keypad}[found.group(2)]
    faults = {mode for mode, is_on in modes.items() if is_on != (mode in USUALLY_ON)}
    return faults | ({"keyboard"} if keyboard > 0 else set()) | ({"keypad"} if keypad else set())


CONTROL = re.compile(
    rb"\x1b\[([0-9;?]*)([A-Za-z])|\x1b[=>].?|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\\\)|\x1b[P_][^\x1b]*\x1b\\\\|\r|\n"
)


def picture(out):
    """The lines on the screen after this output: as much of a terminal as Textual uses, each letter one cell wide."""
    cells, row, column, start = {}, 0, 0, 0

    def write(data):
        nonlocal column
        for letter in data.decode(errors="ignore"):
            cells[row, column] = letter
            column += 1

    for found in CONTROL.finditer(out):
        write(out[start : found.start()])
        start = found.end()
        given, kind = found.group(1), found.group(2)
        if found.group() == b"\r":
            column = 0
        elif found.group() == b"\n":
            row += 1
        elif kind == b"H":
            row, column = (int(n or 1) - 1 for n in (given.split(b";") if b";" in given else (given, b"1")))
        elif kind == b"J" or (kind in b"hl" and given == b"?1049" if kind else False):
            cells.clear()
    write(out[start:])
    rows = range(max((at[0] for at in cells), default=0) + 1)
    widest = max((at[1] for at in cells), default=0) + 1
    return "\n".join("".join(cells.get((y, x), " ") for x in range(widest)).rstrip() for y in rows)


def _ends(out):
    """Where the modes were set in what was written."""
    return {found.end() for found in MODE.finditer(out)}


class Terminal:
    """A pseudo-terminal with the program on it; what it wrote is kept."""

    def __init__(self, tmp_path, program, size=(30, 120), **environment):
        self.master, self.slave = pty.openpty()
        self.resize(*size)
        self.modes = termios.tcgetattr(self.slave)
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("TEXTUAL", "CITYDASH", "NO_COLOR", "COV"))}
        clean |= {
            "TERM": "xterm-256color", "LANG": "C.UTF-8", "CITYDASH_CACHE": str(tmp_path / "cache"),
            "CITYDASH_STATE": str(tmp_path / "state"), "HOME": str(tmp_path), **environment,
        }  # fmt: skip
        self.process = subprocess.Popen(
            [sys.executable, *program], stdin=self.slave, stdout=self.slave, stderr=self.slave, env=clean,
            cwd=tmp_path, preexec_fn=self._own_terminal,  # noqa: PLW1509 - no threads here
        )  # fmt: skip
        self.out, self.shown = b"", ""

    def _own_terminal(self):
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    def resize(self, rows, columns):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def send(self, keys):
        os.write(self.master, keys)

    def read(self, until, seconds=8.0):
        """Wait until words stand on the screen, or a condition holds of it; the screen."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if select.select([self.master], [], [], 0.02)[0]:
                try:
                    self.out += os.read(self.master, 65536)
                except OSError:  # its other end is closed
                    break
                continue
            self.shown = picture(self.out)
            if until(self.shown) if callable(until) else until in self.shown:
                return self.shown
        raise AssertionError(f"{until!r} never came:\n{self.shown}")

    def press(self, key, words):
        """Press a key until words stand on the screen: a slow machine may not have had anything to act on."""
        for _ in range(3):
            self.send(key.encode())
            with contextlib.suppress(AssertionError):
                return self.read(words, 4)
        return self.read(words, 4)

    def until_end(self, seconds=15.0):
        """Its exit code; what it wrote last is read meanwhile."""
        end = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < end:
            if select.select([self.master], [], [], 0.02)[0]:
                self.out += os.read(self.master, 65536)
        while select.select([self.master], [], [], 0.1)[0]:
            self.out += os.read(self.master, 65536)
        return self.process.poll()

    def is_as_found(self):
        """What is left over: terminal modes that aren't those of before, and what was entered and not left."""
        assert any(len(left_over(self.out[:n])) >= len(ENTERED) for n in _ends(self.out)), "it never took the terminal"
        return {*left_over(self.out), *(["termios"] if termios.tcgetattr(self.slave) != self.modes else [])}

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for end in (self.master, self.slave):
            with contextlib.suppress(OSError):
                os.close(end)


DASHBOARD = ("-m", "citydash", str(VALOMBRE), "--today", "2026-11-22", "--lang", "fr")


@pytest.fixture
def start(tmp_path):
    running = []

    def begin(*program, **options):
        running.append(Terminal(tmp_path, program or DASHBOARD, **options))
        return running[-1]

    yield begin
    for terminal in running:
        terminal.close()


def script(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


def test_what_is_left_over_is_seen():
    """The measure of the tests below: each thing that isn't given back, by itself."""
    whole = b"\x1b[?1049h\x1b[?1000h\x1b[?1003h\x1b[?1006h\x1b[?2004h\x1b[?25l\x1b[>1u\x1b="
    assert left_over(whole) == ENTERED | {"keyboard", "keypad"}
    back = (
        b"\x1b[?1049l",
        b"\x1b[?1000l",
        b"\x1b[?1003l",
        b"\x1b[?1006l",
        b"\x1b[?2004l",
        b"\x1b[?25h",
        b"\x1b[<u",
        b"\x1b>",
    )
    assert left_over(whole + b"".join(back)) == set()
    for n in range(len(back)):
        assert len(left_over(whole + b"".join(back[:n] + back[n + 1 :]))) == 1


def test_every_screen_by_key_then_quit(start):
    from citydash.tui.commands import COMMANDS

    terminal = start()
    terminal.read("Valombre")
    before = terminal.read("À traiter")
    for command in [c for c in COMMANDS if c.action.startswith("show(")][1:]:
        terminal.send(command.keys.encode())
        before = terminal.read(lambda shown, before=before: shown != before and "Valombre" in shown)
    terminal.press("2", "Glissement")
    terminal.press("\r", "Essayer sur trois usages")  # a project's page
    for keys, words in (("?", "Partout"), ("d", "étiquette"), ("\x10", "un dispositif")):
        terminal.press(keys, words)
        terminal.press("\x1b", lambda shown, words=words: words not in shown)
    terminal.send(b"q")
    assert terminal.until_end() == 0
    assert terminal.is_as_found() == set()
    assert b"Traceback" not in terminal.out


def is_listed(shown):
    """Whether the projects' table stands there with its first row, which the overview names, too."""
    return "Glissement" in shown and "Assistants" in shown


def test_the_editor_has_the_terminal_as_it_was_and_the_dashboard_comes_back(start, tmp_path):
    told = tmp_path / "told"
    editor = script(tmp_path, "vim", f'stty -a > "{told}"; echo "$@" >> "{told}"; stty raw -echo; echo EDITING')
    terminal = start(VISUAL=editor, EDITOR="false")
    terminal.read("Valombre")
    terminal.send(b"2")
    terminal.read(is_listed)
    terminal.send(b"e")
    terminal.read(lambda shown: b"EDITING" in terminal.out and "Glissement" in shown)
    assert b"EDITING" in terminal.out
    assert left_over(terminal.out[: terminal.out.index(b"EDITING")]) == set()  # as lent
    assert left_over(terminal.out) >= ENTERED  # as taken back
    said = told.read_text()
    assert "icanon" in said
    assert "-icanon" not in said
    assert ".toml" in said
    assert "+" in said.splitlines()[-1]
    terminal.send(b"q")
    assert terminal.until_end() == 0
    assert terminal.is_as_found() == set()  # whatever the editor did to its modes


@pytest.mark.parametrize(
    ("editor", "code"), [("exit 3", 3), ("kill -INT $$", -2), ("trap '' INT; kill -INT 0; exit 4", 4)]
)
def test_an_editor_that_fails_is_said(start, tmp_path, editor, code):
    terminal = start(EDITOR=script(tmp_path, "ed-it", editor))
    terminal.read("Valombre")
    terminal.send(b"2")
    terminal.read(is_listed)
    terminal.press("e", f"({code})")
    terminal.send(b"q")
    assert terminal.until_end() == 0
    assert terminal.is_as_found() == set()


def test_an_editor_that_is_not_there_is_said(start):
    terminal = start(EDITOR="/no/such/editor")
    terminal.read("Valombre")
    terminal.send(b"2")
    terminal.read(is_listed)
    terminal.press("e", "/no/such/editor")
    terminal.send(b"q")
    assert terminal.until_end() == 0
    assert terminal.is_as_found() == set()


def test_resized_while_it_loads(start):
    terminal = start()
    for rows, columns in ((10, 40), (60, 200), (1, 1), (24, 80)):
        terminal.resize(rows, columns)
        os.kill(terminal.process.pid, signal.SIGWINCH) if terminal.out else None
        time.sleep(0.1)
    terminal.read("Vue")
    terminal.send(b"2")
    terminal.read("Glissement")
    terminal.send(b"q")
    assert terminal.until_end() == 0
    assert terminal.is_as_found() == set()
    assert b"Traceback" not in terminal.out


def test_a_terminal_that_had_another_size_for_a_moment_is_painted_whole(start):
    terminal = start()
    terminal.read("À traiter")
    terminal.press("2", "Glissement")
    terminal.out = b""  # what it showed is gone: terminals lay their lines anew
    for rows in (31, 30):
        terminal.resize(rows, 120)
        os.kill(terminal.process.pid, signal.SIGWINCH)
    shown = terminal.read("Glissement")
    assert "Ville de Valombre" in shown
    assert "Aide" in shown


def test_ctrl_c_says_how_to_quit_and_ctrl_q_quits(start, tmp_path):
    terminal = start()
    terminal.read("À traiter")
    terminal.press("2", "Glissement")
    terminal.press("\x03", "q pour quitter")
    terminal.send(b"\x11")
    assert terminal.until_end() == 0
    assert terminal.is_as_found() == set()
    assert 'screen = "projects"' in next((tmp_path / "state").iterdir()).read_text()


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_before_anything_stands_on_the_screen(start, name):
    terminal = start()
    while b"\x1b[?1049h" not in terminal.out:
        terminal.out += os.read(terminal.master, 65536)
    terminal.process.send_signal(getattr(signal, name))
    assert terminal.until_end() == 128 + getattr(signal, name)
    assert left_over(terminal.out) == set()
    assert termios.tcgetattr(terminal.slave) == terminal.modes


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_ends_it_as_q_does_and_what_was_chosen_is_kept(start, tmp_path, name):
    terminal = start()
    terminal.read("Valombre")
    terminal.send(b"2")
    terminal.read("Glissement")
    terminal.process.send_signal(getattr(signal, name))
    assert terminal.until_end() == 128 + getattr(signal, name)
    assert terminal.is_as_found() == set()
    kept = next((tmp_path / "state").iterdir()).read_text()
    assert 'screen = "projects"' in kept


def test_a_terminal_that_goes_away_ends_it(start, tmp_path):
    terminal = start()
    terminal.read("Valombre")
    os.close(terminal.slave)
    os.close(terminal.master)
    assert terminal.process.wait(15) is not None


@pytest.mark.parametrize("where", ["on_mount", "render_lines"])
def test_an_error_inside_leaves_the_terminal_as_it_was(start, where):
    cls = (
        "from citydash.tui.app import Dashboard as C"
        if where == "on_mount"
        else "from citydash.tui.widgets.header import Header as C"
    )
    code = (
        f"import sys; {cls}\n"
        f"def broken(*_): raise ValueError('early')\n"
        f"C.{where} = broken\n"
        f"from citydash.cli import main; sys.exit(main({list(DASHBOARD[2:])!r}))"
    )
    terminal = start("-c", code)
    if where == "on_mount":  # a notice; nothing was read, but it answers
        terminal.read("early")
        terminal.send(b"q")
    assert terminal.until_end() == (0 if where == "on_mount" else 1)  # at every repaint: it ends after some
    assert terminal.is_as_found() == set()
