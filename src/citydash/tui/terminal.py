"""The terminal as it was found: its modes are set again at the end, whatever an editor, an error or a signal left."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

SIGNALS = ("SIGTERM", "SIGHUP")
"""What ends the run from outside: by name, as some systems have only one of them."""
GRACE = 3.0
"""Seconds to an end without ceremony after a signal: a terminal that has gone takes no last word."""
came: list[int] = []
"""Signals that came before there was an application to end: it has the terminal for a while by then."""


def end_soon(number: int) -> None:
    """See to it that the run ends after a signal, in good order or not."""
    last = threading.Timer(GRACE, os._exit, (128 + number,))
    last.daemon = True
    last.start()


def keep_signals() -> None:
    """Until the application takes them itself, remember what came."""

    def keep(number: int, _frame: object) -> None:
        end_soon(number)
        came.append(number)

    for name in SIGNALS:
        with suppress(AttributeError, ValueError):  # not on this system, or not in this thread
            signal.signal(getattr(signal, name), keep)


@contextmanager
def as_found() -> Iterator[None]:
    """Run with the terminal, then give it back with the modes that it had."""
    try:
        import termios  # noqa: PLC0415 - not on every system

        modes = termios.tcgetattr(sys.__stdin__.fileno()) if sys.__stdin__ is not None else None
    except (ImportError, OSError, ValueError, termios.error):
        modes = None
    try:
        yield
    finally:
        if modes is not None and sys.__stdin__ is not None:
            with suppress(OSError, ValueError, termios.error):  # it may have gone
                termios.tcsetattr(sys.__stdin__.fileno(), termios.TCSADRAIN, modes)
