"""The first load, beside the import of Textual: in a second process where one may be forked, else in a thread.

A process, because Python runs one thread at a time: ten thousand calls of `stat` that each wait for an import to pause
take three times as long. It is forked before any thread runs and any database is open, and hands over the first figures
only; the workspace is then opened here, from the index that it brought up to date.
"""

import os
import select
import sys
import threading
from typing import TYPE_CHECKING

from citydash.tui.state import First

if TYPE_CHECKING:
    from citydash.tui.workspace import Workspace


def parser_in_main_thread() -> None:
    """Import the TOML parser here, not in a thread: toml-rs from 0.3.13 on stops the program with a segmentation fault
    once a thread that was the first to use it has ended (its allocator's thread-local heap goes with the thread).
    """
    from citydash.files import parse  # noqa: PLC0415 - 10 ms that the first paint does without

    del parse


class Start:
    """The first load on its way."""

    def __init__(self, session: "Workspace", *, fork: bool) -> None:
        self._session = session
        self._lock = threading.Lock()
        self._first: First | None = None
        self._done = threading.Event()
        self._pipe = self._child = 0
        # nothing kept on disk: what a process reads would be read again here
        if fork and sys.platform == "linux" and session.options.cache is not None:
            self._fork()
        else:
            parser_in_main_thread()
            threading.Thread(target=self._read_here, name="citydash-first", daemon=True).start()

    def _fork(self) -> None:
        read, write = os.pipe()
        self._child = os.fork()
        if self._child:
            os.close(write)
            self._pipe = read
            return
        code = 1
        try:
            import pickle  # noqa: PLC0415 - from our own child

            with os.fdopen(write, "wb") as out:
                pickle.dump(self._session.read_first(passing=True), out)
            code = 0
        finally:
            os._exit(code)

    def _read_here(self) -> None:
        self._first = self._session.read_first()
        self._done.set()

    def result(self) -> First | None:
        """The first load if it has ended."""
        if self._pipe and select.select([self._pipe], [], [], 0)[0]:
            return self.wait()
        return self._first

    def wait(self) -> First:
        """The first load, once it has ended."""
        with self._lock:
            if self._pipe:
                self._receive()
        self._done.wait()
        if self._first is None:
            raise RuntimeError("the first load left nothing")
        return self._first

    def _receive(self) -> None:
        import pickle  # noqa: PLC0415 - from our own child

        pipe, self._pipe = self._pipe, 0
        try:
            with os.fdopen(pipe, "rb") as given:
                self._first = pickle.load(given)  # noqa: S301 - from our own child
        except Exception:  # noqa: BLE001 - it ended early, whatever the reason: read here
            self._first = self._session.read_first()
        self._reap()
        self._done.set()

    def _reap(self) -> None:
        child, self._child = self._child, 0
        if child:
            try:
                os.waitpid(child, 0)
            except ChildProcessError:
                return

    def close(self) -> None:
        """Leave nothing behind; a child still at work ends by itself."""
        if self._child:
            try:
                os.waitpid(self._child, os.WNOHANG)
            except ChildProcessError:
                return
