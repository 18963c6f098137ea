"""A workspace's file as it is now. Regular files only: a pipe would wait for ever; and no more than is ever read."""

import os
import stat

from citydash.model import rules


def read_bytes(path: str) -> tuple[bytes, int]:
    """(a file's bytes, at most MAX_FILE_BYTES and one more; its size). Raises `OSError`."""
    with open(path, "rb", opener=_at_once) as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise OSError(0, "not a regular file")
        raw = file.read(min(status.st_size, rules.MAX_FILE_BYTES) + 1)  # asked for more, it would make room for more
        if len(raw) > status.st_size:  # the file grew meanwhile
            raw += file.read(rules.MAX_FILE_BYTES + 1 - len(raw))
    return raw, max(status.st_size, len(raw)) if len(raw) > rules.MAX_FILE_BYTES else len(raw)


def read_text(root: str, path: str) -> str:
    """A file of the workspace for its lines to be shown or searched; "" where it can't be read, or is too large."""
    try:
        raw, size = read_bytes(os.path.join(root, path))  # noqa: PTH118
    except OSError:
        return ""
    return raw.decode("utf-8", "replace") if size <= rules.MAX_FILE_BYTES else ""


def _at_once(path: str, flags: int) -> int:
    """Opens without waiting for a pipe's other end."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
