"""Changes of the workspace's files, as they happen: watched by the system, or looked for each second where it can't."""

from collections.abc import Iterator
from threading import Event

PAUSE = 1.0
"""Seconds between two looks where the system doesn't watch."""


def changes(root: str, stop: Event) -> Iterator[None]:
    """One item for each burst of changes under `root`, until `stop` is set. Runs in a thread of its own."""
    while not stop.is_set():
        try:
            yield from _watched(root, stop)
        except Exception:  # noqa: BLE001 - no such folder, too many files for the system's limits, no watchfiles
            yield from _polled(root, stop)


def _watched(root: str, stop: Event) -> Iterator[None]:
    from watchfiles import watch  # noqa: PLC0415 - imports its own machinery

    for burst in watch(root, watch_filter=None, debounce=400, step=60, stop_event=stop, raise_interrupt=False):
        if any(_matters(path) for _kind, path in burst):
            yield


def _matters(path: str) -> bool:
    """Whether a change can change a figure: a portfolio file, or a folder of them."""
    name = path.rpartition("/")[2].rpartition("\\")[2]
    return not name.startswith(".") and (name.endswith(".toml") or "." not in name)


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
