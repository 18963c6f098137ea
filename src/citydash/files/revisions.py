"""What a user may call a snapshot: a commit, a branch, a tag, HEAD~3, or a day."""

import re

from citydash.errors import EnvironmentFault, UsageError
from citydash.files.repository import Repository, Revision

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def revision_named(repository: Repository, text: str) -> Revision:
    """The commit that a text names; of a day, the last one up to its end on HEAD's first-parent line, each commit's day
    being that of its own clock.

    Raises `UsageError` for a name that isn't there, `EnvironmentFault` where there is no commit.
    """
    found = repository.named(text)
    if found is None and _DAY.fullmatch(text):
        found = repository.revision(_of_day(repository, text))
    if found is None:
        raise _unknown(repository, text)
    return found


def is_day(text: str) -> bool:
    """Whether a text is written as a day."""
    return _DAY.fullmatch(text) is not None


def head_of(repository: Repository) -> str:
    """The commit that HEAD names; "" where there is none yet."""
    return repository.resolve("HEAD")


def _of_day(repository: Repository, day: str) -> str:
    from datetime import date  # noqa: PLC0415 - only where a day is given

    try:
        date.fromisoformat(day)
    except ValueError:
        raise UsageError("“{text}” is not a date: write it as 2026-12-31", text=day) from None
    if not head_of(repository):
        raise no_commit()
    days = repository.days("HEAD")
    found = next((commit for commit, when in days if when <= day), "")
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
    return UsageError("no commit, branch, tag or date “{text}”", text=text, hint=nearest(text, tuple(names)))


def no_commit() -> EnvironmentFault:
    """What is said of a repository that is empty."""
    return EnvironmentFault("the repository has no commit yet: there is no history")
