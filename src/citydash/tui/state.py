"""What the frame is told of a load, and what is chosen: values that cost nothing to import."""

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from citydash.errors import CitydashError
    from citydash.figures.standing import Headline
    from citydash.files.repository import Revision, Tag

CERTAINTIES = ("possible", "probable", "secured")
"""The certainty switch, in the order that its key goes through."""


class Choice(NamedTuple):
    """What every screen shows: the filter's text, and which funding counts."""

    where: str = ""
    certainty: str = CERTAINTIES[0]

    @property
    def arguments(self) -> tuple[str, ...]:
        """The same choice as options of `citydash report`; what is the default isn't said."""
        where = (f"--where={self.where}",) if self.where else ()
        return (*where, f"--certainty={self.certainty}") if self.certainty != CERTAINTIES[0] else where


class Memory(NamedTuple):
    """What is kept between starts; "" is what the program chooses. `screens` is what each remembers of its own."""

    screen: str = ""
    where: str = ""
    certainty: str = CERTAINTIES[0]
    theme: str = ""
    language: str = ""
    form: str = ""
    """The format of the report that was saved last."""
    baseline: str = ""
    """What the plan is compared with: a tag, or a commit."""
    screens: dict[str, dict[str, Any]] = {}  # noqa: RUF012 - replaced, never changed


class Counts(NamedTuple):
    """How much of the workspace is wrong: problems by severity, and projects left out of every figure."""

    errors: int
    warnings: int
    projects_left_out: int


class Moment(NamedTuple):
    """A commit that somebody chose. `name` is what it was called: a tag, a branch, HEAD~3; "" for its hash or a day."""

    revision: "Revision"
    name: str = ""

    @property
    def short(self) -> str:
        """The commit as people quote it."""
        return self.revision.commit[:7]

    @property
    def key(self) -> str:
        """What finds it again at another start: a name stays with what it names, if it can be typed."""
        return self.name if self.name and self.name.isprintable() else self.revision.commit


class History(NamedTuple):
    """What git has of the workspace: the commits of HEAD's line that changed it, the newest first, and the tags; or the
    error that says why there is nothing. `cut` where the clone is shallow: the line goes on elsewhere. The files differ
    from the commit `changed_since` (its short hash), "" where they don't.
    """

    line: "tuple[Revision, ...]" = ()
    tags: "tuple[Tag, ...]" = ()
    fault: "CitydashError | None" = None
    cut: bool = False
    changed_since: str = ""


class Loaded(NamedTuple):
    """What the frame says of a load. `generation` grows by one each time; `years` are those of the plan; `at` is the
    commit that is shown (None for the files as they are), `baseline` the one that it is compared with.
    """

    generation: int
    name: str
    projects: int
    counts: Counts
    today: str
    years: tuple[int, int] | None
    towns: int
    language: str
    notices: "tuple[CitydashError, ...]"
    at: Moment | None = None
    baseline: Moment | None = None
    history: History | None = None
    """None as long as git wasn't asked."""


class Place(NamedTuple):
    """A line of a file of the workspace, from 1."""

    path: str
    line: int
    column: int = 1


class Named(NamedTuple):
    """A department or a source: its filter's key and value, its name, and both as they are searched, folded."""

    kind: str
    key: str
    name: str
    searched: str


class First(NamedTuple):
    """The first load, ready for the first paint; or the error that it ended with."""

    loaded: Loaded | None
    headline: "Headline | None"
    error: Exception | None
