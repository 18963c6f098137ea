"""The workspace's history as the dashboard has it: its repository, the commits that were chosen, and their snapshots.

Everything here may ask git: nothing of it runs in the thread that paints. The snapshots read the session's own index.
"""

from typing import TYPE_CHECKING

from citydash.errors import CitydashError, EnvironmentFault
from citydash.tui.state import History, Moment

if TYPE_CHECKING:
    from citydash.files.repository import Repository
    from citydash.index import Snapshot
    from citydash.index.past import Past

SHOWN = 5000
"""Commits that are listed at most, the newest; older ones are named."""


class Moments:
    """Methods raise `CitydashError`."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.at: Moment | None = None
        self.baseline: Moment | None = None
        self._repository: Repository | None = None
        self._pasts: dict[str, Past] = {}

    @property
    def repository(self) -> "Repository":
        """The workspace's. Raises `EnvironmentFault` where there is none."""
        if self._repository is None:
            from citydash.files.repository import find  # noqa: PLC0415 - once git is asked

            found = find(self.root)
            if found is None:
                raise EnvironmentFault(
                    "{root} is in no git repository: there is no history (git init, git add and git commit begin one)",
                    root=self.root,
                )
            if found.is_bare:
                raise bare(self.root)
            self._repository = found
        return self._repository

    def head(self) -> str:
        """HEAD's commit. Raises `EnvironmentFault` where there is none yet."""
        from citydash.files.revisions import head_of, no_commit  # noqa: PLC0415 - as above

        found = head_of(self.repository)
        if not found:
            raise no_commit()
        return found

    def named(self, text: str) -> Moment:
        """The commit that a text names."""
        from citydash.files.revisions import is_day, revision_named  # noqa: PLC0415 - as above

        revision = revision_named(self.repository, text)
        return Moment(revision, "" if is_day(text) or revision.commit.startswith(text) else text)

    def history(self, files: "Snapshot") -> History:
        """What there is to choose from: the line as the index has it, the tags and the work tree as they are now."""
        from citydash.files.git import state  # noqa: PLC0415 - as above
        from citydash.files.repository import Revision  # noqa: PLC0415 - as above
        from citydash.index.store import HEAD_LINE  # noqa: PLC0415 - as above

        rows = files.store.fetch("revisions", chain=HEAD_LINE)
        line = tuple(Revision(*row[1:]) for row in reversed(rows[-SHOWN:]))
        now = state(self.root)
        since = now.commit[:7] if now is not None and now.changed else ""
        return History(line, tuple(self.repository.tags()), cut=self.repository.is_shallow(), changed_since=since)

    @staticmethod
    def without(fault: Exception) -> History:
        """The history where there is none."""
        if isinstance(fault, CitydashError):
            return History(fault=fault)
        return History(fault=EnvironmentFault("git can't read the history: {reason}", reason=fault))

    # snapshots

    def past(self, files: "Snapshot", moment: Moment) -> "Past":
        """The workspace at a commit, read from the index that `files` has open."""
        commit = moment.revision.commit
        found = self._pasts.get(commit)
        if found is None:
            from citydash.index.past import past  # noqa: PLC0415 - as above

            found = past(files, moment.revision, self.repository)
            if found.is_empty:
                raise EnvironmentFault(
                    "no town in {root} at {commit}: a town is a folder that holds town.toml",
                    root=self.root, commit=moment.short,
                )  # fmt: skip
            self._pasts[commit] = found
            self.follow(files)
        if self.at is not None and commit == self.at.revision.commit and files.store.meta("history"):
            from citydash.index.own_line import own_line  # noqa: PLC0415 - as above

            own_line(found, self.repository, fresh=False)  # without history `look_back` makes every snapshot anew
        return found

    def follow(self, files: "Snapshot") -> None:
        """The index is another connection now: of those that are open, every snapshot reads that one."""
        for one in self._pasts.values():
            one.store = files.store

    def keep(self, files: "Snapshot") -> list[CitydashError]:
        """Have the chosen commits in an index on disk, parsed once for all later starts. One that is gone (a history
        that was rewritten) is let go of, and told.
        """
        self._pasts, faults = {}, []
        for name in ("at", "baseline"):
            moment = getattr(self, name)
            try:
                if moment is not None:
                    self.past(files, moment)
            except CitydashError as fault:
                setattr(self, name, None)
                faults.append(fault)
        return faults

    def forget(self) -> None:
        """The index that the snapshots were to read wasn't taken up."""
        self._pasts = {}


def bare(root: str) -> EnvironmentFault:
    """What is said of a repository without files."""
    return EnvironmentFault(
        "{root} is a bare repository: it has no files to show here; a clone of it has, or citydash report --at HEAD",
        root=root,
    )
