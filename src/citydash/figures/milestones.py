"""Milestones: their state as of today, and how far they slipped."""

from operator import itemgetter
from typing import NamedTuple

from citydash.figures import formulas
from citydash.figures.ordering import part_by_part
from citydash.figures.projects import Project
from citydash.figures.view import View


class MilestoneLine(NamedTuple):
    """One milestone of one project. Dates ISO; `day` is the one that counts now (met, else due, else baseline)."""

    project: Project
    town: str
    portfolio: str
    key: str
    title: str
    baseline: str | None
    due: str | None
    met: str | None
    day: str
    state: str
    depends_on: tuple[str, ...]

    @property
    def slip(self) -> int | None:
        """Days from the baseline, as formulas.milestone_slip counts them."""
        return formulas.milestone_slip(self.due, self.baseline, self.met)

    @property
    def kind(self) -> str:
        """What it is among an agenda's events."""
        return "milestone"

    @property
    def overdue(self) -> bool:
        return self.state == "late"


def milestone_lines(view: View) -> list[MilestoneLine]:
    """Every milestone of the chosen projects, by day, then by project and place in the file."""
    return view.lines("milestones", _by_day)


def _by_day(view: View) -> list[MilestoneLine]:
    found = part_by_part(_read(view), lambda item: item[0][:7])  # no two have one project and place: no lines compared
    return [item[3] for item in found]


def by_project(view: View) -> dict[tuple[int, int], tuple[MilestoneLine, ...]]:
    """(town, content) → the milestones of each chosen project that has some, by day, then by place in the file."""
    found: dict[tuple[int, int], list[tuple[str, int, MilestoneLine]]] = {}
    for day, _project, position, line in _read(view):
        found.setdefault((line.project.town, line.project.content), []).append((day, position, line))
    return {at: tuple(line for *_, line in sorted(lines, key=itemgetter(0, 1))) for at, lines in found.items()}


def _read(view: View) -> list[tuple[str, int, int, MilestoneLine]]:
    """Every milestone of the chosen projects, in no order, after what it is sorted by: day, project, place."""
    from json import loads  # noqa: PLC0415 - only where a milestone names another

    if view.chosen is None:
        rows = view.snapshot.fetch("milestones")
    else:
        rows = view.snapshot.fetch("milestones_of", contents=view.contents)
    names, found = view.names, []
    projects = sorted(view.projects, key=lambda p: (p.path, p.key))
    places = {
        (p.town, p.content): (n, p, names.town_key(p.town), names.key(p.town, p.portfolio))
        for n, p in enumerate(projects)
    }
    for town, content, key, position, title, baseline, due, met, cancelled, depends_on in rows:
        place = places.get((town, content))
        if place is None:
            continue
        order, project, town_key, portfolio = place
        day = met or due or baseline
        line = MilestoneLine(
            project, town_key, portfolio, key, title, baseline, due, met, day,
            formulas.milestone_state(due, baseline, met, bool(cancelled), view.today),
            tuple(loads(depends_on)) if depends_on else (),
        )  # fmt: skip
        found.append((day, order, position, line))
    return found


class TimelineLine(NamedTuple):
    """A project on the time axis; both ends included, None where unwritten."""

    project: Project
    town: str
    portfolio: str
    slip: int | None
    progress: float | None
    elapsed: float | None
    milestones: tuple[MilestoneLine, ...]


def timeline(view: View) -> list[TimelineLine]:
    """The chosen projects with dates, progress and milestones, by town, portfolio and start."""
    milestones, names = by_project(view), view.names
    lines = [
        TimelineLine(
            p, names.town_key(p.town), names.key(p.town, p.portfolio), p.slip,
            None if p.progress is None else p.progress / formulas.MILLION, p.elapsed(view.today),
            milestones.get((p.town, p.content), ()),
        )
        for p in view.projects
    ]  # fmt: skip
    words = view.snapshot.words
    return sorted(lines, key=lambda t: (t.town, words[t.project.portfolio], *by_start(t.project)))


def by_start(p: Project) -> tuple[str, str]:
    """What projects on a time axis are sorted by: those without a start last."""
    return p.start or "9999", p.key
