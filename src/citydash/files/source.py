"""A workspace's file as it is now. Regular files only: a pipe would wait for ever; and no more than is ever read."""

import os
import stat

from citydash.model import rules

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Opens without waiting for a pipe's other end, and takes line ends as they are."""
_STEP = 2**20


def read_bytes(path: str) -> tuple[bytes, int]:
    """(a file's bytes, at most MAX_FILE_BYTES and one more; its size). Raises `OSError`."""
    file = os.open(path, _FLAGS)
    try:
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(0, "not a regular file")
        most = rules.MAX_FILE_BYTES + 1
        raw = os.read(file, min(status.st_size + 1, most))  # asked for more, it would make room for more
        while len(raw) != status.st_size and len(raw) < most and (more := os.read(file, min(most - len(raw), _STEP))):
            raw += more  # the file grows meanwhile
    finally:
        os.close(file)
    return raw, max(status.st_size, len(raw)) if len(raw) > rules.MAX_FILE_BYTES else len(raw)


def read_text(root: str, path: str) -> str:
    """A file of the workspace for its lines to be shown or searched; "" where it can't be read, or is too large."""
    try:
        raw, size = read_bytes(os.path.join(root, path))  # noqa: PTH118
    except OSError:
        return ""
    return raw.decode("utf-8", "replace") if size <= rules.MAX_FILE_BYTES else ""
