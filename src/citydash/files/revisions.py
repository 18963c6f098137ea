"""What a user may call a snapshot: a commit, a branch, a tag, HEAD~3, or a day."""

import re

from citydash.errors import EnvironmentFault, UsageError
from citydash.files.repository import Repository, Revision

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_FRENCH_DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
"""As screens write it, the day first in both languages."""
_LIKE_A_DAY = re.compile(r"[0-9]+([/.-][0-9]+)+")


def revision_named(repository: Repository, text: str) -> Revision:
    """The commit that a text names; of a day, the last one up to its end on HEAD's first-parent line, each commit's day
    being that of its own clock.

    Raises `UsageError` for a name that isn't there, `EnvironmentFault` where there is no commit.
    """
    found = repository.named(text)
    if found is None and is_day(text):
        found = repository.revision(_of_day(repository, text))
    if found is None:
        raise _unknown(repository, text)
    return found


def is_day(text: str) -> bool:
    """Whether a text is written as a day: 2026-12-31, or 31/12/2026."""
    return (_DAY.fullmatch(text) or _FRENCH_DAY.fullmatch(text)) is not None


def _iso(text: str) -> str:
    """The day that a text says (ISO). Raises `UsageError` where there is none such."""
    from datetime import date  # noqa: PLC0415 - only where a day is given

    french = _FRENCH_DAY.fullmatch(text)
    parts = reversed(french.groups()) if french else text.split("-")
    try:
        return date(*map(int, parts)).isoformat()
    except ValueError:
        raise UsageError("“{text}” is not a date: write it as 2026-12-31", text=text) from None


def head_of(repository: Repository) -> str:
    """The commit that HEAD names; "" where there is none yet."""
    return repository.resolve("HEAD")


def _of_day(repository: Repository, text: str) -> str:
    day = _iso(text)
    if not head_of(repository):
        raise no_commit()
    days = repository.days("HEAD")
    found = next((commit for commit, when in days if when <= day), "")
    if not found and repository.is_shallow():
        raise UsageError(
            "no commit up to {day}: this clone is shallow, its history begins on {first} (git fetch --unshallow brings "
            "the rest)", day=day, first=min(when for _commit, when in days),
        )  # fmt: skip
    if not found:
        raise UsageError(
            "no commit up to {day}: the history begins on {first}", day=day, first=min(when for _commit, when in days)
        )
    return found


def _unknown(repository: Repository, text: str) -> UsageError | EnvironmentFault:
    from citydash.files.problems import nearest  # noqa: PLC0415 - only for a mistake

    names = [tag.name for tag in repository.tags()] + repository.branches()
    if not names and not head_of(repository):
        return no_commit()
    if _LIKE_A_DAY.fullmatch(text):
        return UsageError("“{text}” is not a date: write it as 2026-12-31", text=text)
    if repository.is_shallow():
        return UsageError(
            "no commit, branch, tag or date “{text}” in this shallow clone (git fetch --unshallow brings the rest)",
            text=text, hint=nearest(text, tuple(names)),
        )  # fmt: skip
    return UsageError("no commit, branch, tag or date “{text}”", text=text, hint=nearest(text, tuple(names)))


def no_commit() -> EnvironmentFault:
    """What is said of a repository that is empty."""
    return EnvironmentFault("the repository has no commit yet: there is no history")
