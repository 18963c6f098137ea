"""What can go wrong in the environment or the command, and the exit codes.

Bad data never raises: loaders return problems. These are for what a file cannot cause:

    CitydashError
    ├── UsageError          exit 2: a flag, an axis, a filter that doesn't exist; says which do
    └── EnvironmentFault    exit 3: no workspace, no permission, no git
"""

import errno

TYPE_CHECKING = False  # as typing's, without importing it
if TYPE_CHECKING:
    from typing import Any

OK = 0
"""Done."""
PROBLEMS = 1
"""Done, and `check` found at least one error."""
USAGE = 2
"""The command was not understood."""
ENVIRONMENT = 3
"""The machine or the workspace does not allow it."""


def N_(message: str) -> str:  # noqa: N802 - gettext's own name
    """Marks a message id for extraction."""
    return message


_REASONS = {
    errno.ENOENT: N_("no such file or folder"), errno.EACCES: N_("permission refused"),
    errno.EPERM: N_("permission refused"), errno.EISDIR: N_("it is a folder"), errno.ENOTDIR: N_("it is not a folder"),
    errno.EEXIST: N_("it exists already"), errno.ENOSPC: N_("no space is left on the disk"),
    errno.EDQUOT: N_("the disk quota is used up"), errno.EROFS: N_("the disk is read-only"),
    errno.EIO: N_("the disk has a fault"), errno.ELOOP: N_("links lead in a circle"),
    errno.ENAMETOOLONG: N_("the name is too long"), errno.EFBIG: N_("the file would be too large"),
}  # fmt: skip


def reason_of(error: OSError) -> str:
    """Why the system refused: a message id for the commonest reasons, else the system's own words."""
    return _REASONS.get(error.errno or 0) or error.strerror or "?"


class CitydashError(Exception):
    """One sentence for people: an English message id with fields, so that a locale can translate it first.

    `hint` is the nearest known name, `known` what there is to choose from; both are said after the sentence.
    """

    exit_code = ENVIRONMENT

    def __init__(self, message: str, /, *, hint: str = "", known: "tuple[str, ...]" = (), **fields: "Any") -> None:
        super().__init__(message)
        self.message, self.hint, self.known, self.fields = message, hint, known, fields

    def __str__(self) -> str:
        text = self.message.format(**self.fields) if self.fields else self.message
        if self.hint:
            return f"{text}: did you mean “{self.hint}”?"
        return f"{text}; choose from {', '.join(self.known)}" if self.known else text


class UsageError(CitydashError):
    exit_code = USAGE


class EnvironmentFault(CitydashError):  # noqa: N818 - EnvironmentError is Python's
    exit_code = ENVIRONMENT
