"""The agenda: milestones, deadlines of funding and calls of its sources, each on its day; what is late first."""

from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from citydash.figures.funding import DEADLINES, FundingLine, at_certainty, dated_lines, next_deadline
from citydash.figures.milestones import MilestoneLine, milestone_lines
from citydash.figures.names import Source
from citydash.figures.ordering import part_by_part
from citydash.figures.projects import Project
from citydash.figures.view import View
from citydash.model.words import AGENDA_STATES


class Deadline(NamedTuple):
    """The `spend_by` or the `claim_by` (its `kind`) of a funding line that is neither settled nor lost.

    `late` is the last one of a line, missed; `passed` one that was followed, or is, by another.
    """

    project: Project
    town: str
    portfolio: str
    line: FundingLine
    kind: str
    day: str
    state: str

    @property
    def unreceived(self) -> int | None:
        """What the line has still to bring in, in cents; None of a deadline that is behind."""
        return None if self.state == "passed" else self.line.unreceived


class Call(NamedTuple):
    """A source's call for projects that opens or closes (its `kind`), `planned` or `passed`. No project's, a town's."""

    town: str
    source: Source
    kind: str
    day: str
    state: str
    path: str

    @property
    def project(self) -> None:
        """None: it waits for projects."""


Event = MilestoneLine | Deadline | Call
_KIND = {"milestone": "milestones", "spend_by": "deadlines", "claim_by": "deadlines"}


class Chosen(NamedTuple):
    """What is asked for: one of AGENDA_KINDS, one of AGENDA_STATES, nothing later than `days` after today."""

    kind: str = "all"
    state: str = "open"
    days: int | None = None


class Month(NamedTuple):
    """Events of one month, `key` as in 2026-11; or what is late, whenever it was due, `key` ""."""

    key: str
    events: tuple[Event, ...]


def agenda(view: View) -> list[Event]:
    """Every event of the chosen projects, and the calls: late ones first, then by day; equal days as in the files.

    Read once a view: whoever chooses among them asks again.
    """
    return view.events


def read_agenda(view: View) -> list[Event]:
    """What `View.events` keeps."""
    lines = at_certainty(view, dated_lines(view))
    unsorted: list[Event] = [*milestone_lines(view), *_deadlines(view, lines), *_calls(view)]
    events = part_by_part(unsorted, lambda event: event.day[:7], attrgetter("day"))
    return [e for e in events if e.state == "late"] + [e for e in events if e.state != "late"]


def _deadlines(view: View, lines: list[FundingLine]) -> list[Deadline]:
    found = []
    for line in lines:
        binding = next_deadline(line.dates, line.status, view.today)
        if not binding:
            continue
        for kind in DEADLINES:
            day = line.dates.get(kind)
            if day:
                state = "planned" if day >= view.today else "late" if kind == binding else "passed"
                found.append(Deadline(line.project, line.town, line.portfolio, line, kind, day, state))
    return found


def _calls(view: View) -> list[Call]:
    """Under a filter, of the sources that the chosen projects name."""
    names = view.names
    paths = {file[1]: file[0] for file in view.snapshot.tree.files if not file[2]}
    used = None
    if view.filter is not None:
        used = {(row[0], row[4]) for row in view.snapshot.fetch("funding_of", contents=view.contents)}
    found = []
    for (town, word), source in names.sources.items():
        if (view.towns is None or town in view.towns) and (used is None or (town, word) in used):
            for kind, day in (("opens", source.opens), ("closes", source.closes)):
                if day:
                    state = "planned" if day >= view.today else "passed"
                    key = names.town_key(town)
                    found.append(Call(key, source, kind, day, state, paths.get(key, "")))
    return found


def choose(events: list[Event], kind: str, state: str) -> list[Event]:
    """The events of one of AGENDA_KINDS in one of AGENDA_STATES, in the same order."""
    states = AGENDA_STATES[state]
    return [
        event
        for event in events
        if (not states or event.state in states) and (kind == "all" or _KIND.get(event.kind, "calls") == kind)
    ]


def chosen_events(view: View, chosen: Chosen) -> list[Event]:
    """The agenda as it is asked for."""
    events = choose(agenda(view), chosen.kind, chosen.state)
    if chosen.days is None:
        return events
    last = (date.fromisoformat(view.today) + timedelta(days=chosen.days)).isoformat()
    return [event for event in events if event.day <= last]


def months(events: list[Event]) -> list[Month]:
    """Events in the agenda's order by month, those late together before all."""
    late = tuple(event for event in events if event.state == "late")
    found = [Month("", late)] if late else []
    rest = events[len(late) :]
    return found + [Month(key, tuple(some)) for key, some in groupby(rest, key=lambda event: event.day[:7])]
