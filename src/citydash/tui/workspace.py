"""The workspace as the dashboard has it open: one snapshot, read by one thread at a time, opened again after changes.

Nothing here knows Textual, and little is imported at the top: the first load begins before anything else.
"""

import os
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from citydash.tui import DashboardOptions
from citydash.tui.moments import Moments, bare
from citydash.tui.start import Start
from citydash.tui.state import Choice, Counts, First, History, Loaded, Named, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citydash.errors import CitydashError
    from citydash.figures.projects import Project
    from citydash.figures.view import View
    from citydash.index import Snapshot

KEPT_VIEWS = 8
"""The last choices' views: a filter typed letter by letter leaves one each."""


class Workspace:
    """`load` raises `CitydashError` and `sqlite3.Error`; `reading` these and what its reader raises."""

    def __init__(self, options: DashboardOptions) -> None:
        self.options = options
        self._lock = threading.Lock()
        self._start: Start | None = None
        self._files: Snapshot | None = None
        """The files as they are, whatever is shown: every snapshot reads its index."""
        self._snapshot: Snapshot | None = None
        self._base: View | None = None
        self._views: dict[tuple[str, Choice], View] = {}
        self._bases: dict[str, View] = {}
        self._choice = Choice()
        """That of who is reading."""
        self._generation = 0
        self._loaded: Loaded | None = None
        self._history: History | None = None
        self.moments = Moments(options.root)
        self._ending = threading.Event()
        self._searched: list[tuple[Project, str]] | None = None
        self._named: list[Named] | None = None

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
            with self.reading(self.options.choice) as view:
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
        if self._files is not None:
            self._files.detach()
            self.moments.follow(self._files)

    def _open(self) -> Loaded:
        from citydash.index import open_workspace  # noqa: PLC0415 - likewise

        notices: list[CitydashError] = []
        snapshot = open_workspace(self.options.root, self.options.cache, notices.append)
        try:
            if snapshot.is_empty and self.moments.at is None:
                self._say_it_is_empty()
            self._choose_at()
            notices += self.moments.keep(snapshot)
            return self._take(snapshot, tuple(notices))
        except BaseException:
            if snapshot is not self._files:
                self.moments.forget()
                snapshot.close()
            raise

    def _open_files(self) -> "Snapshot":
        if self._files is None:
            self._open()  # the first load was another process's
            self._detach()
        if self._files is None:
            raise RuntimeError("nothing is open")
        return self._files

    def _say_it_is_empty(self) -> None:
        """Raise that there is no town; of a bare repository, that it is one."""
        from citydash.errors import EnvironmentFault  # noqa: PLC0415 - only where nothing is found
        from citydash.files.repository import find  # noqa: PLC0415 - likewise

        root, found = self.options.root, find(self.options.root)
        if found is not None and found.is_bare:
            raise bare(root)
        raise EnvironmentFault("no town in {root}: a town is a folder that holds town.toml", root=root)

    def _choose_at(self) -> None:
        """Take up the snapshot that the program was started with."""
        asked, self.options = self.options.at, self.options._replace(at=None)
        if asked is not None:
            self.moments.at = self.moments.named(asked)

    def _take(self, files: "Snapshot", notices: "tuple[CitydashError, ...]" = ()) -> Loaded:
        """Show what was chosen of these files and their history."""
        snapshot = self.moments.past(files, self.moments.at) if self.moments.at is not None else files
        from datetime import date  # noqa: PLC0415 - as above

        from citydash.figures.view import View  # noqa: PLC0415 - as above
        from citydash.locale import choose_language  # noqa: PLC0415 - as above
        from citydash.model.fiscal import is_year  # noqa: PLC0415 - as above

        today = self.options.today or date.today().isoformat()  # noqa: DTZ011 - the town's own day
        base = View(snapshot, today, towns=self.options.towns)
        base.may_follow = False
        towns = [town for town in base.names.towns.values() if base.towns is None or town.word in base.towns]
        chosen = {town.word for town in towns}
        projects = sum(n for town, n in snapshot.fetch("counted_projects") if town in chosen)
        years = {row[8] for row in snapshot.fetch("cube", measures="[0]") if row[0] in chosen}
        span = sorted(year for year in years if is_year(year))
        language = choose_language(self.options.chosen_language, [town.language for town in towns], os.environ)
        counts = Counts(*snapshot.counts)
        if self._files is not None and self._files is not files:
            self._files.close()
        self._files, self._snapshot, self._base, self._views = files, snapshot, base, {}
        self._bases = {"" if snapshot is files else snapshot.revision.commit if snapshot.revision else "": base}
        self._searched = self._named = None
        self._generation += 1
        name = towns[0].name if len(towns) == 1 else snapshot.name
        self._loaded = Loaded(
            self._generation, name, projects, counts, today, (span[0], span[-1]) if span else None, len(towns),
            language, notices, self.moments.at, self.moments.baseline, self._history,
        )  # fmt: skip
        return self._loaded

    @contextmanager
    def reading(self, choice: Choice) -> "Iterator[View]":
        """The view of a choice, for one thread at a time. Raises `UsageError` for a filter that makes no sense."""
        with self._lock:
            if self._snapshot is None or self._base is None:
                self._open()  # the first load was another process's
                self._detach()
            if self._snapshot is None or self._base is None:
                raise RuntimeError("nothing is open")
            self._choice = choice
            view = self._view(self._base, choice)
            yield view
            if "every_project" in view.__dict__:  # read once for every choice
                self._base.every_project = view.every_project

    def _view(self, base: "View", choice: Choice) -> "View":
        from citydash.figures.view import View  # noqa: PLC0415 - as above

        snapshot = base.snapshot
        commit = snapshot.revision.commit if snapshot.revision is not None else ""
        view = self._views.get((commit, choice))
        if view is None:
            view = View(snapshot, base.today, choice.where, self.options.towns, choice.certainty)
            view.names, view.known, view.may_follow = base.names, base.known, False
            own = (v for (of, c), v in self._views.items() if of == commit and c.where == choice.where)
            twin = next((v for v in own if "chosen" in v.__dict__), None)
            if twin is not None:
                view.chosen = twin.chosen
            if len(self._views) >= KEPT_VIEWS:
                self._views.pop(next(iter(self._views)))
            self._views[commit, choice] = view
        if "every_project" in base.__dict__:
            view.every_project = base.every_project
        return view

    def text(self, path: str) -> str:
        """A file's text as it is shown, "" where there is none. Of the past git is asked for it."""
        snapshot = self._snapshot
        return snapshot.text(path) if snapshot is not None else ""

    def searched(self) -> "list[tuple[Project, str]]":
        """Every project with its title and id as they are searched, folded; made once a load."""
        if self._searched is None and self._base is not None:
            from citydash.figures.filters import fold  # noqa: PLC0415 - as above

            with self._lock:
                projects = self._base.every_project
            self._searched = [(p, f"{fold(p.title)} {p.key}") for p in projects]
        return self._searched or []

    def named(self) -> list[Named]:
        """Every department and source, in the order of their town.toml; made once a load."""
        if self._named is None and self._base is not None:
            with self._lock:
                names = self._base.names
                found = [
                    ("department", names.key(town, word), names.label(town, name), "")
                    for (town, word), name in names.departments.items()
                ]
                sources = {one.key: (one.name, one.funder) for one in names.sources.values()}  # shared by towns
            found += [("source", key, name, funder) for key, (name, funder) in sources.items()]
            self._named = _as_named(found)
        return self._named or []

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
        return self.locate(project.path, ("project", project.key))

    def locate(self, path: str, keys: tuple[str, ...]) -> Place:
        """Where a key stands in a file as it is shown; its first line where it doesn't."""
        from citydash.files.locate import locate  # noqa: PLC0415 - only when a file is asked for

        text = self.text(path)
        return Place(path, *locate(text, keys)) if text else Place(path, 1)

    def end(self) -> None:
        """Stop what takes long."""
        self._ending.set()

    def close(self) -> None:
        """Let go of the snapshot."""
        with self._lock:
            if self._files is not None:
                self._files.close()
                self._files = self._snapshot = None
        if self._start is not None:
            self._start.close()


def _as_named(found: list[tuple[str, str, str, str]]) -> list[Named]:
    """From kind, key, name and what else it is searched by."""
    from citydash.figures.filters import fold  # noqa: PLC0415 - as above

    return [Named(kind, key, name, fold(f"{name} {key} {more}")) for kind, key, name, more in found]
