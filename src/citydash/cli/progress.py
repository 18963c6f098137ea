"""A progress bar on stderr, for work that lasts over a second, where stderr is a terminal."""

import sys
import time

from citydash.locale import Locale

PATIENCE = 1.0
"""Seconds before anything is shown."""
WIDTH = 30


class Bar:
    """`with Bar(quiet=…, locale=…) as progress:` gives what to call with (done, of), None where nothing is to show."""

    def __init__(self, *, quiet: bool, locale: Locale) -> None:
        self.quiet, self.locale = quiet, locale
        self.started = time.monotonic()
        self.drawn = False

    def __enter__(self) -> "Bar | None":
        return None if self.quiet or sys.stderr is None or not sys.stderr.isatty() else self

    def __call__(self, done: int, of: int) -> None:
        """Draw the bar anew."""
        if time.monotonic() - self.started < PATIENCE or not of:
            return
        full = WIDTH * done // of
        text = self.locale.text("reading files")
        sys.stderr.write(f"\r{text} [{'#' * full}{'.' * (WIDTH - full)}] {100 * done // of:3d} %")
        sys.stderr.flush()
        self.drawn = True

    def __exit__(self, *_exception: object) -> None:
        self.clear()

    def clear(self) -> None:
        """Leave the line as it was."""
        if self.drawn:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()
            self.drawn = False
