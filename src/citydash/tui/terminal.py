"""The terminal as it was found: its modes are set again at the end, whatever an editor or an error left."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress


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
