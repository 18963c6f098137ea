"""The workspace as the dashboard has it open: one snapshot, read by one thread at a time, opened again when files change.

Nothing here knows Textual: the first load begins before that is imported.
"""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import NamedTuple

from citydash.errors import CitydashError, EnvironmentFault
from citydash.figures.headline import Headline, headline
from citydash.figures.project import find_project
from citydash.figures.projects import Project
from citydash.figures.view import View
from citydash.index import Counts, Snapshot, open_workspace
from citydash.locale import Locale, choose_language
from citydash.tui import DashboardOptions

CERTAINTIES = ("possible", "probable", "secured")
"""The certainty switch, in the order that its key goes through."""


class Choice(NamedTuple):
    """What every screen shows: the filter's text, and which funding counts."""

    where: str = ""
    certainty: str = CERTAINTIES[0]


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
    notices: tuple[str, ...]


class Place(NamedTuple):
    """A line of a file of the workspace, from 1."""

    path: str
    line: int
    column: int = 1


class First(NamedTuple):
    """The first load, ready for the first paint; or the error that it ended with."""

    loaded: Loaded | None
    headline: Headline | None
    error: Exception | None


class Session:
    """Raises `CitydashError` and `sqlite3.Error` from `load`; from `reading` what its reader raises."""

    def __init__(self, options: DashboardOptions) -> None:
        self.options = options
        self.first: First | None = None
        self._lock = threading.Lock()
        self._first_done = threading.Event()
        self._snapshot: Snapshot | None = None
        self._base: View | None = None
        self._views: dict[Choice, View] = {}
        self._generation = 0

    def start(self) -> None:
        """Begin the first load in a thread of its own."""
        threading.Thread(target=self._first, name="citydash-first", daemon=True).start()

    def wait_first(self) -> First:
        """The first load, once it has ended."""
        self._first_done.wait()
        if self.first is None:
            raise RuntimeError("start() comes first")
        return self.first

    def _first(self) -> None:
        loaded = figures = error = None
        try:
            loaded = self._open()
            with self.reading(Choice(self.options.where)) as view:
                figures = headline(view)
        except Exception as fault:  # noqa: BLE001 - handed to the screen, which says it
            error = fault
        self.first = First(loaded, figures, error)
        self._first_done.set()
        if loaded is not None:
            with self._lock:
                self._detach()

    def load(self) -> Loaded:
        """Open the workspace as it is now, in place of what was open."""
        loaded = self._open()
        with self._lock:
            self._detach()
        return loaded

    def _detach(self) -> None:
        """Read from memory: the kept index is other processes' too, and a reader of hours would be in their way."""
        if self._snapshot is not None:
            self._snapshot.detach()

    def _open(self) -> Loaded:
        notices: list[str] = []
        snapshot = open_workspace(self.options.root, self.options.cache, notices.append)
        try:
            with self._lock:
                return self._take(snapshot, tuple(notices))
        except BaseException:
            if snapshot is not self._snapshot:
                snapshot.close()
            raise

    def _take(self, snapshot: Snapshot, notices: tuple[str, ...]) -> Loaded:
        base = View(snapshot, self.options.today or date.today().isoformat(), towns=self.options.towns)  # noqa: DTZ011 - the town's own day
        towns = list(base.names.towns.values())
        projects = snapshot.fetch("overview_projects", every=1, contents="[]")
        if len(towns) == 1:
            name = towns[0].name
        else:
            name = snapshot.name
        language = choose_language(self.options.language, [town.language for town in towns], os.environ)
        Locale(language).number(0)  # its data is read here, in the thread
        years = [row[8] for row in snapshot.fetch("cube", measures="[0]") if 0 < row[8] < 9998]  # noqa: PLR2004
        counts = snapshot.counts
        if self._snapshot is not None:
            self._snapshot.close()
        self._snapshot, self._base, self._views = snapshot, base, {}
        self._generation += 1
        span = (min(years), max(years)) if years else None
        total = sum(row[4] for row in projects)
        return Loaded(self._generation, name, total, counts, base.today, span, len(towns), language, notices)

    @contextmanager
    def reading(self, choice: Choice) -> Iterator[View]:
        """The view of a choice, for one thread at a time. Raises `UsageError` for a filter that makes no sense."""
        with self._lock:
            if self._snapshot is None or self._base is None:
                raise EnvironmentFault("the workspace is not open")
            yield self._view(self._snapshot, self._base, choice)

    def _view(self, snapshot: Snapshot, base: View, choice: Choice) -> View:
        view = self._views.get(choice)
        if view is None:
            view = View(snapshot, base.today, choice.where, self.options.towns, choice.certainty)
            view.names = base.names
            if "every_project" in base.__dict__:
                view.every_project = base.every_project
            twin = next((v for c, v in self._views.items() if c.where == choice.where and "chosen" in v.__dict__), None)
            if twin is not None:
                view.chosen = twin.chosen
            if len(self._views) >= 8:  # noqa: PLR2004 - the last few: filters typed letter by letter leave one each
                self._views.pop(next(iter(self._views)))
            self._views[choice] = view
        elif "every_project" in view.__dict__ and "every_project" not in base.__dict__:
            base.every_project = view.every_project
        return view

    def key_of(self, project: Project) -> str:
        """What names a project in any snapshot: town/id."""
        return f"{self._base.names.words[project.town]}/{project.key}" if self._base is not None else project.key

    def place_of_key(self, key: str) -> Place | None:
        """Where the project that an id names stands; None where there is none of the name."""
        if self._base is None:
            return None
        try:
            return self.place_of(find_project(self._base, key))
        except CitydashError:
            return None

    def place_of(self, project: Project) -> Place:
        """Where a project's table stands in its file."""
        return locate(self.options.root, project.path, ("project", project.key))

    def close(self) -> None:
        with self._lock:
            if self._snapshot is not None:
                self._snapshot.close()
                self._snapshot = None


def is_environment(error: Exception) -> bool:
    """Whether an error is one to say in a sentence, rather than a fault of the program."""
    return isinstance(error, (CitydashError, sqlite3.Error, OSError))


def locate(root: str, path: str, keys: tuple[str, ...]) -> Place:
    """Where a key stands in a file as it is now; its first line where it doesn't."""
    from citydash.figures.problems import read_text  # noqa: PLC0415 - only when a file is asked for
    from citydash.files.locate import locate as find  # noqa: PLC0415 - likewise

    text = read_text(root, path)
    return Place(path, *find(text, keys)) if text else Place(path, 1)
