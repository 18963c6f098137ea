"""Files written whole or not at all: a temporary file beside the target, fsync, rename."""

import errno
import os

from citydash.errors import EnvironmentFault, reason_of


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
        raise EnvironmentFault("{path} can't be written: {reason}", path=path, reason=reason_of(error)) from error
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


def write_folder(path: str, files: dict[str, bytes]) -> None:
    """Put files in the folder `path`, all or none: it is made anew beside, then takes the place of what is there.

    Only a folder that holds nothing but files of these names is replaced. Raises `EnvironmentFault`.
    """
    import shutil  # noqa: PLC0415 - only when a folder is written
    import tempfile  # noqa: PLC0415

    target = os.path.realpath(path)
    work = ""
    try:
        if os.path.lexists(target) and not _holds_only(target, files):
            raise EnvironmentFault("{path} is there and holds other files: name a new folder", path=path)
        work = tempfile.mkdtemp(prefix=".citydash-", dir=os.path.dirname(target))  # noqa: PTH120
        new, old = os.path.join(work, "new"), os.path.join(work, "old")  # noqa: PTH118
        os.mkdir(new)  # noqa: PTH102 - its permissions are what the user's umask gives
        for name, data in files.items():
            write_whole(os.path.join(new, name), data)  # noqa: PTH118
        if os.path.lexists(target):
            os.rename(target, old)  # noqa: PTH104
        try:
            os.rename(new, target)  # noqa: PTH104
        except OSError:
            if os.path.lexists(old):
                os.rename(old, target)  # noqa: PTH104
            raise
    except OSError as error:
        raise EnvironmentFault("{path} can't be written: {reason}", path=path, reason=reason_of(error)) from error
    finally:
        if work:
            shutil.rmtree(work, ignore_errors=True)


def _holds_only(folder: str, files: dict[str, bytes]) -> bool:
    """Whether it is a folder without files of other names."""
    return os.path.isdir(folder) and not os.path.islink(folder) and set(os.listdir(folder)) <= set(files)  # noqa: PTH112, PTH114, PTH208
