"""Changes of the workspace's files and of its history, as they happen: files watched by the system, or looked for each
second where it can't; what git has, which stands elsewhere in most repositories, looked for each second.
"""

import os
from collections.abc import Iterator
from threading import Event

PAUSE = 1.0
"""Seconds between two looks where the system doesn't watch."""


def commits(root: str, stop: Event) -> Iterator[None]:
    """One item each time that commits, branches or tags have changed, until `stop` is set. In a thread of its own."""
    from citydash.files.git import stamps  # noqa: PLC0415 - beside its only use

    seen = stamps(root)
    while not stop.wait(PAUSE):
        if (now := stamps(root)) != seen:
            seen = now
            yield


def changes(root: str, stop: Event) -> Iterator[None]:
    """One item for each burst of changes under `root`, until `stop` is set. Runs in a thread of its own."""
    while not stop.is_set():
        try:
            yield from _watched(root, stop)
        except Exception:  # noqa: BLE001 - no such folder, too many files for the system's limits, no watchfiles
            yield from _polled(root, stop)


def _watched(root: str, stop: Event) -> Iterator[None]:
    from watchfiles import watch  # noqa: PLC0415 - imports its own machinery

    real = os.path.realpath(root)
    for burst in watch(real, watch_filter=None, debounce=400, step=60, stop_event=stop, raise_interrupt=False):
        if any(_matters(path[len(real) :]) for _kind, path in burst):
            yield


def _matters(path: str) -> bool:
    """Whether a change can change a figure: a portfolio file, or a folder of them; nothing that git keeps."""
    parts = path.replace("\\", "/").split("/")
    return not any(part.startswith(".") for part in parts) and (parts[-1].endswith(".toml") or "." not in parts[-1])


def _polled(root: str, stop: Event) -> Iterator[None]:
    """Looks again and again, until the system may watch: the folder has come back."""
    from citydash.files.discover import scan  # noqa: PLC0415 - beside its only use

    def look() -> object:
        try:
            return scan(root)
        except Exception:  # noqa: BLE001 - not there yet
            return None

    seen = look()
    while not stop.wait(PAUSE):
        now = look()
        if now != seen:
            came_back, seen = seen is None, now
            yield
            if came_back:
                return
