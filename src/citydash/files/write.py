"""Files written whole or not at all: a temporary file beside the target, fsync, rename."""

import errno
import os

from citydash.errors import EnvironmentFault


def write_whole(path: str, data: bytes) -> None:
    """Put `data` at `path`. A link is followed, an existing file keeps its permissions. Raises `EnvironmentFault`."""
    import tempfile  # noqa: PLC0415 - only when something is written

    target = os.path.realpath(path)
    folder = os.path.dirname(target)  # noqa: PTH120
    temporary = ""
    try:
        if os.path.isdir(target):  # noqa: PTH112
            raise EnvironmentFault("{path} is a folder: name a file", path=path)
        if os.path.exists(target) and not os.path.isfile(target):  # noqa: PTH110, PTH113 - /dev/stdout and its like
            with open(target, "wb") as file:  # noqa: PTH123
                file.write(data)
            return
        if os.path.exists(target) and not os.access(target, os.W_OK):  # noqa: PTH110 - renaming would ask the folder only
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        descriptor, temporary = tempfile.mkstemp(prefix=".citydash-", dir=folder)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, _mode(target))  # noqa: PTH101
        os.replace(temporary, target)  # noqa: PTH105
        temporary = ""
    except OSError as error:
        raise EnvironmentFault("{path} can't be written: {reason}", path=path, reason=error.strerror or "?") from error
    finally:
        if temporary:
            os.unlink(temporary)  # noqa: PTH108


def _mode(target: str) -> int:
    """The permissions of the file that is replaced, or what the user's umask gives a new one."""
    try:
        return os.stat(target).st_mode & 0o777  # noqa: PTH116
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
