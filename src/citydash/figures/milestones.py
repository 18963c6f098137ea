"""Milestones: their state as of today, and how far they slipped."""

from typing import NamedTuple

from citydash.figures import formulas
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
    slip: int | None
    depends_on: tuple[str, ...]

    @property
    def overdue(self) -> bool:
        return self.state == "late"


def milestone_lines(view: View) -> list[MilestoneLine]:
    """Every milestone of the chosen projects, by day, then by project and place in the file."""
    from json import loads  # noqa: PLC0415 - only where a milestone names another

    if view.chosen is None:
        rows = view.snapshot.fetch("milestones")
    else:
        rows = view.snapshot.fetch("milestones_of", contents=view.contents)
    by_content, names, found = view.by_content, view.names, []
    for town, content, key, position, title, baseline, due, met, cancelled, depends_on in rows:
        project = by_content.get((town, content))
        if project is None:
            continue
        state = formulas.milestone_state(due, baseline, met, bool(cancelled), view.today)
        line = MilestoneLine(
            project, names.town_key(town), names.key(town, project.portfolio), key, title, baseline, due, met,
            met or due or baseline, state, formulas.milestone_slip(due, baseline, met),
            tuple(loads(depends_on)) if depends_on else (),
        )  # fmt: skip
        found.append((line.day, project.path, project.key, position, line))
    found.sort(key=lambda item: item[:4])
    return [line for *_, line in found]


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
    milestones: dict[tuple[int, int], list[MilestoneLine]] = {}
    for line in milestone_lines(view):
        milestones.setdefault((line.project.town, line.project.content), []).append(line)
    names = view.names
    lines = [
        TimelineLine(
            p, names.town_key(p.town), names.key(p.town, p.portfolio), p.slip,
            None if p.progress is None else p.progress / formulas.MILLION, p.elapsed(view.today),
            tuple(milestones.get((p.town, p.content), ())),
        )
        for p in view.projects
    ]  # fmt: skip
    words = view.snapshot.words
    return sorted(lines, key=lambda t: (t.town, words[t.project.portfolio], t.project.start or "9999", t.project.key))
