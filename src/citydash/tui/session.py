"""The workspace and its past as the dashboard has them open: the commit that is shown, the baseline, what commits did.

Everything here may ask git, so nothing of it runs in the thread that paints.
"""

from typing import TYPE_CHECKING

from citydash.tui import DashboardOptions
from citydash.tui.state import Loaded, Moment
from citydash.tui.workspace import Workspace

if TYPE_CHECKING:
    from citydash.errors import CitydashError
    from citydash.figures.history import Story
    from citydash.figures.view import View
    from citydash.index import Snapshot


class Session(Workspace):
    """What needs a view (`at`, `baseline`, `stories`) is asked by who is `reading`; the rest takes the lock itself."""

    def __init__(self, options: DashboardOptions) -> None:
        super().__init__(options)
        self._stories: tuple[int, list[Story]] | None = None
        """With the load that they were read for."""

    def at(self, moment: Moment | None) -> "View":
        """A commit as the reader's choice sees it; None for the files as they are. While `reading` only."""
        from citydash.figures.view import View  # noqa: PLC0415 - as above

        if self._files is None or self._base is None:
            raise RuntimeError("nothing is open")
        commit = moment.revision.commit if moment is not None else ""
        base = self._bases.get(commit)
        if base is None:
            snapshot = self.moments.past(self._files, moment) if moment is not None else self._files
            base = self._bases[commit] = View(snapshot, self._base.today, towns=self.options.towns)
        view = self._view(base, self._choice)
        base.every_project = view.every_project
        return view

    def baseline(self) -> "View | None":
        """What the plan is compared with, likewise; None where nobody chose a commit."""
        return self.at(self.moments.baseline) if self.moments.baseline is not None else None

    def stories(self) -> "list[Story]":
        """What each commit of HEAD's line did; none where there is no git. While `reading` only."""
        from citydash.errors import CitydashError  # noqa: PLC0415 - as above
        from citydash.figures.history import stories  # noqa: PLC0415 - as above
        from citydash.index.past import is_followed  # noqa: PLC0415 - as above

        if self._stories is not None and self._stories[0] == self._generation:
            return self._stories[1]
        try:
            files = self._open_files()
            if not is_followed(files, self.moments.repository, self.moments.head()):
                return []  # `look_back` is at it, and shows everything anew
            self._stories = self._generation, stories(files, self.moments.repository)
        except CitydashError:  # said where somebody asks for the history
            return []
        return self._stories[1]

    def stories_until(self, snapshot: "Snapshot") -> "list[Story]":
        """What each commit did, of the snapshot's line up to it, the oldest first. While `reading` only."""
        from citydash.figures.changes import until  # noqa: PLC0415 - as above
        from citydash.figures.history import stories  # noqa: PLC0415 - as above

        if snapshot.on_own_line in (None, snapshot):
            return until(self.stories(), snapshot)
        return stories(snapshot, self.moments.repository)

    def show_at(self, moment: Moment | None) -> Loaded:
        """Show another snapshot; None for the files as they are."""
        return self._turn(moment, self.moments.baseline)

    def compare_with(self, moment: Moment | None) -> Loaded:
        """Compare with another baseline; None for none."""
        return self._turn(self.moments.at, moment)

    def _turn(self, at: Moment | None, baseline: Moment | None) -> Loaded:
        with self._lock:
            before = self.moments.at, self.moments.baseline
            self.moments.at, self.moments.baseline = at, baseline
            try:
                files = self._open_files()
                if baseline is not None:
                    self.moments.past(files, baseline)
                return self._take(files)
            except BaseException:
                self.moments.at, self.moments.baseline = before
                raise

    def look_back(self) -> Loaded:
        """Bring HEAD's line into the index, on disk for the next start, and take up the remembered baseline.

        What was shown goes on meanwhile; it is shown anew only where something is new.
        """
        notices: list[CitydashError] = []
        try:
            head = self.moments.head()
            if not self._has_line(head):
                self._follow_line(notices)
            self._take_up_baseline(notices)
            with self._lock:
                self._history = self.moments.history(self._open_files())
        except Exception as fault:  # noqa: BLE001 - said where somebody asks for the history
            self._history = self.moments.without(fault)
        with self._lock:
            if self._loaded is None:
                raise RuntimeError("nothing is open")
            self._loaded = self._loaded._replace(history=self._history, notices=tuple(notices))
            return self._loaded

    def _has_line(self, head: str) -> bool:
        from citydash.index.past import is_followed  # noqa: PLC0415 - as above

        with self._lock:
            return is_followed(self._open_files(), self.moments.repository, head)

    def _follow_line(self, notices: "list[CitydashError]") -> None:
        """Beside what is open: nobody waits for git, or for a history that is read for the first time."""
        from citydash.figures.history import stories  # noqa: PLC0415 - as above
        from citydash.index import open_workspace  # noqa: PLC0415 - as above
        from citydash.index.past import follow  # noqa: PLC0415 - as above

        snapshot = open_workspace(self.options.root, self.options.cache, notices.append)
        try:
            follow(snapshot, self.moments.repository, self._go_on)
            stories(snapshot, self.moments.repository)
            snapshot.detach()
            with self._lock:
                notices += self.moments.keep(snapshot)
                self._take(snapshot)
        except BaseException:
            if snapshot is not self._files:
                self.moments.forget()
                snapshot.close()
            raise

    def _go_on(self, _done: int, _of: int) -> None:
        """Between two texts of a history: not once the program ends."""
        if self._ending.is_set():
            raise InterruptedError

    def _take_up_baseline(self, notices: "list[CitydashError]") -> None:
        """The baseline of the last run, once."""
        from citydash.errors import CitydashError  # noqa: PLC0415 - as above

        memory = self.options.memory
        kept, self.options = memory.baseline, self.options._replace(memory=memory._replace(baseline=""))
        if kept and self.moments.baseline is None:
            try:
                self.compare_with(self.moments.named(kept))
            except CitydashError as fault:
                notices.append(fault)
