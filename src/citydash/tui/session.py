"""The workspace as the dashboard has it open: one snapshot, read by one thread at a time, opened again after changes.

Nothing here knows Textual, and little is imported at the top: the first load begins before anything else.
"""

import os
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from citydash.tui import DashboardOptions
from citydash.tui.start import Start
from citydash.tui.state import Choice, Counts, First, Loaded, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citydash.errors import CitydashError
    from citydash.figures.projects import Project
    from citydash.figures.view import View
    from citydash.index import Snapshot

KEPT_VIEWS = 8
"""The last choices' views: a filter typed letter by letter leaves one each."""


class Session:
    """`load` raises `CitydashError` and `sqlite3.Error`; `reading` these and what its reader raises."""

    def __init__(self, options: DashboardOptions) -> None:
        self.options = options
        self._lock = threading.Lock()
        self._start: Start | None = None
        self._snapshot: Snapshot | None = None
        self._base: View | None = None
        self._views: dict[Choice, View] = {}
        self._generation = 0
        self._searched: list[tuple[Project, str]] | None = None

    def start(self, *, fork: bool = False) -> None:
        """Begin the first load beside what the program does meanwhile; in a process of its own if it may `fork`."""
        self._start = Start(self, fork=fork)

    @property
    def first(self) -> First | None:
        """The first load if it has ended."""
        return self._start.result() if self._start is not None else None

    def wait_first(self) -> First:
        """The first load, once it has ended."""
        if self._start is None:
            raise RuntimeError("start() comes first")
        return self._start.wait()

    def read_first(self, *, passing: bool = False) -> First:
        """The first load: the workspace opened, and the figures that stand above everything.

        `passing` in a process that ends with it.
        """
        from citydash.figures.headline import headline  # noqa: PLC0415 - in the thread or process that reads

        loaded = figures = error = None
        try:
            with self._lock:
                loaded = self._open()
            with self.reading(Choice(self.options.where)) as view:
                figures = headline(view)
            if not passing:
                with self._lock:
                    self._detach()
        except Exception as fault:  # noqa: BLE001 - handed to the screen, which says it
            error = fault
        return First(loaded, figures, error)

    def load(self) -> Loaded:
        """Open the workspace as it is now, in place of what was open."""
        with self._lock:
            loaded = self._open()
            self._detach()
        return loaded

    def _detach(self) -> None:
        """Read from memory: the kept index is other processes' too, and a reader of hours would be in their way."""
        if self._snapshot is not None:
            self._snapshot.detach()

    def _open(self) -> Loaded:
        from citydash.errors import EnvironmentFault  # noqa: PLC0415 - in the thread or process that reads
        from citydash.index import open_workspace  # noqa: PLC0415 - likewise

        notices: list[CitydashError] = []
        snapshot = open_workspace(self.options.root, self.options.cache, notices.append)
        if not snapshot.tree.files and not snapshot.tree.problems:
            snapshot.close()
            raise EnvironmentFault("no town in {root}: a town is a folder that holds town.toml", root=self.options.root)
        try:
            return self._take(snapshot, tuple(notices))
        except BaseException:
            if snapshot is not self._snapshot:
                snapshot.close()
            raise

    def _take(self, snapshot: "Snapshot", notices: "tuple[CitydashError, ...]") -> Loaded:
        from datetime import date  # noqa: PLC0415 - as above

        from citydash.figures.view import View  # noqa: PLC0415 - as above
        from citydash.locale import choose_language  # noqa: PLC0415 - as above
        from citydash.model.fiscal import is_year  # noqa: PLC0415 - as above

        today = self.options.today or date.today().isoformat()  # noqa: DTZ011 - the town's own day
        base = View(snapshot, today, towns=self.options.towns)
        towns = [town for town in base.names.towns.values() if base.towns is None or town.word in base.towns]
        chosen = {town.word for town in towns}
        projects = sum(
            row[4] for row in snapshot.fetch("overview_projects", every=1, contents="[]") if row[0] in chosen
        )
        years = {row[8] for row in snapshot.fetch("cube", measures="[0]") if row[0] in chosen}
        span = sorted(year for year in years if is_year(year))
        language = choose_language(self.options.language, [town.language for town in towns], os.environ)
        counts = Counts(*snapshot.counts)
        if self._snapshot is not None:
            self._snapshot.close()
        self._snapshot, self._base, self._views, self._searched = snapshot, base, {}, None
        self._generation += 1
        name = towns[0].name if len(towns) == 1 else snapshot.name
        return Loaded(
            self._generation, name, projects, counts, today, (span[0], span[-1]) if span else None, len(towns),
            language, notices,
        )  # fmt: skip

    @contextmanager
    def reading(self, choice: Choice) -> "Iterator[View]":
        """The view of a choice, for one thread at a time. Raises `UsageError` for a filter that makes no sense."""
        with self._lock:
            if self._snapshot is None or self._base is None:
                self._open()  # the first load was another process's
                self._detach()
            if self._snapshot is None or self._base is None:
                raise RuntimeError("nothing is open")
            view = self._view(self._snapshot, self._base, choice)
            yield view
            if "every_project" in view.__dict__:  # read once for every choice
                self._base.every_project = view.every_project

    def _view(self, snapshot: "Snapshot", base: "View", choice: Choice) -> "View":
        from citydash.figures.view import View  # noqa: PLC0415 - as above

        view = self._views.get(choice)
        if view is None:
            view = View(snapshot, base.today, choice.where, self.options.towns, choice.certainty)
            view.names = base.names
            twin = next((v for c, v in self._views.items() if c.where == choice.where and "chosen" in v.__dict__), None)
            if twin is not None:
                view.chosen = twin.chosen
            if len(self._views) >= KEPT_VIEWS:
                self._views.pop(next(iter(self._views)))
            self._views[choice] = view
        if "every_project" in base.__dict__:
            view.every_project = base.every_project
        return view

    def searched(self) -> "list[tuple[Project, str]]":
        """Every project with its title and id as they are searched, folded; made once a load."""
        if self._searched is None and self._base is not None:
            from citydash.figures.filters import fold  # noqa: PLC0415 - as above

            with self._lock:
                projects = self._base.every_project
            self._searched = [(p, f"{fold(p.title)} {p.key}") for p in projects]
        return self._searched or []

    def key_of(self, project: "Project") -> str:
        """What names a project in any snapshot: town/id."""
        return f"{self._base.names.words[project.town]}/{project.key}" if self._base is not None else project.key

    def place_of_key(self, key: str) -> Place | None:
        """Where the project that an id names stands; None where there is none of the name."""
        from citydash.errors import CitydashError  # noqa: PLC0415 - as above
        from citydash.figures.project import find_project  # noqa: PLC0415 - as above

        if self._base is None:
            return None
        try:
            return self.place_of(find_project(self._base, key))
        except CitydashError:
            return None

    def place_of(self, project: "Project") -> Place:
        """Where a project's table stands in its file."""
        return locate(self.options.root, project.path, ("project", project.key))

    def close(self) -> None:
        """Let go of the snapshot."""
        with self._lock:
            if self._snapshot is not None:
                self._snapshot.close()
                self._snapshot = None
        if self._start is not None:
            self._start.close()


def locate(root: str, path: str, keys: tuple[str, ...]) -> Place:
    """Where a key stands in a file as it is now; its first line where it doesn't."""
    from citydash.files.locate import locate as find  # noqa: PLC0415 - likewise
    from citydash.files.source import read_text  # noqa: PLC0415 - only when a file is asked for

    text = read_text(root, path)
    return Place(path, *find(text, keys)) if text else Place(path, 1)
