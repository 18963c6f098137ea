"""What the frame is told of a load, and what is chosen: values that cost nothing to import."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from citydash.errors import CitydashError
    from citydash.figures.standing import Headline

CERTAINTIES = ("possible", "probable", "secured")
"""The certainty switch, in the order that its key goes through."""


class Choice(NamedTuple):
    """What every screen shows: the filter's text, and which funding counts."""

    where: str = ""
    certainty: str = CERTAINTIES[0]


class Counts(NamedTuple):
    """How much of the workspace is wrong: problems by severity, and projects left out of every figure."""

    errors: int
    warnings: int
    projects_left_out: int


class Loaded(NamedTuple):
    """What the frame says of a load. `generation` grows by one each time; `years` are those of the plan."""

    generation: int
    name: str
    projects: int
    counts: Counts
    today: str
    years: tuple[int, int] | None
    towns: int
    language: str
    notices: "tuple[CitydashError, ...]"


class Place(NamedTuple):
    """A line of a file of the workspace, from 1."""

    path: str
    line: int
    column: int = 1


class First(NamedTuple):
    """The first load, ready for the first paint; or the error that it ended with."""

    loaded: Loaded | None
    headline: "Headline | None"
    error: Exception | None
