"""Files written whole or not at all: a temporary file beside the target, fsync, rename."""

import errno
import os

from citydash.errors import EnvironmentFault, reason_of

TYPE_CHECKING = False  # as typing's, without importing it
if TYPE_CHECKING:
    from typing import BinaryIO


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
            _write_through(file, data)
        os.chmod(temporary, _mode(target))  # noqa: PTH101
        os.replace(temporary, target)  # noqa: PTH105
        temporary = ""
    except OSError as error:
        raise EnvironmentFault("{path} can't be written: {reason}", path=path, reason=reason_of(error)) from error
    finally:
        if temporary:
            os.unlink(temporary)  # noqa: PTH108


def _write_through(file: "BinaryIO", data: bytes) -> None:
    """Write bytes as far as the disk: a name that is moved to them never has less."""
    file.write(data)
    file.flush()
    os.fsync(file.fileno())


def _mode(target: str) -> int:
    """The permissions of the file that is replaced, or what the user's umask gives a new one."""
    try:
        return os.stat(target).st_mode & 0o777  # noqa: PTH116
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def write_folder(path: str, files: dict[str, bytes]) -> None:
    """Put files in the folder `path`, all or none: it is made anew beside, then takes the place of what is there.

    Only a folder that holds nothing but files of these names is replaced; it keeps its permissions. Raises
    `EnvironmentFault`.
    """
    import shutil  # noqa: PLC0415 - only when a folder is written
    import tempfile  # noqa: PLC0415

    target = os.path.realpath(path)
    work = ""
    try:
        _check_replaceable(path, target, files)
        work = tempfile.mkdtemp(prefix=".citydash-", dir=os.path.dirname(target))  # noqa: PTH120
        new, old = os.path.join(work, "new"), os.path.join(work, "old")  # noqa: PTH118
        os.mkdir(new)  # noqa: PTH102 - its permissions are what the user's umask gives
        for name, data in files.items():
            with open(os.path.join(new, name), "wb") as file:  # noqa: PTH118, PTH123
                _write_through(file, data)
        try:
            if os.path.lexists(target):
                os.chmod(new, os.stat(target).st_mode & 0o7777)  # noqa: PTH101, PTH116
                os.rename(target, old)  # noqa: PTH104
                _check_replaceable(path, old, files)  # someone may have put a file there meanwhile
            os.rename(new, target)  # noqa: PTH104
        except BaseException:  # Ctrl-C, too: what was there isn't lost with the work
            if os.path.lexists(old) and not os.path.lexists(target):
                os.rename(old, target)  # noqa: PTH104
            raise
    except OSError as error:
        raise EnvironmentFault("{path} can't be written: {reason}", path=path, reason=reason_of(error)) from error
    finally:
        if work:
            shutil.rmtree(work, ignore_errors=True)


def _check_replaceable(path: str, folder: str, files: dict[str, bytes]) -> None:
    """Raise `EnvironmentFault` unless nothing is there, or a folder without files of other names; `path` is its name
    for people.
    """
    if not os.path.lexists(folder):
        return
    if not os.path.isdir(folder):  # noqa: PTH112
        raise EnvironmentFault("{path} is a file: name a folder, or a .zip", path=path)
    if not set(os.listdir(folder)) <= set(files):  # noqa: PTH208
        raise EnvironmentFault("{path} is there and holds other files: name a new folder", path=path)
