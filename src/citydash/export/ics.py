"""`export ics`: milestones, funding deadlines and calls as all-day events (RFC 5545), for any calendar.

An event keeps its UID for as long as its project, milestone or line keeps its id, so that a calendar read again moves
what it has. What lies ahead rings; what is past doesn't.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from citydash.export.task import LeftOut, Made, Task, always_left_out, counted, encoded, heading_lines, title_of
from citydash.figures.agenda import Call, Deadline, Event, agenda
from citydash.figures.funding import DEADLINES, dated_lines
from citydash.locale import Locale
from citydash.locale.clean import plain

_OCTETS = 75
"""Of a line, without its CR LF."""
_AHEAD = {"milestone": (7,), "spend_by": (90, 30, 7), "claim_by": (90, 30, 7), "opens": (0,), "closes": (30, 7)}
"""Days before an event on which it rings, at nine."""
_STATUS = {"cancelled": "CANCELLED", "planned": "TENTATIVE"}
"""Of an event by its state; what was met, is late or passed is sure."""


def make(task: Task) -> Made:
    """The calendar."""
    left_out = [*always_left_out(task), *_left_out(task)]
    events = sorted(agenda(task.view), key=lambda one: (one.day, _uid(task, one)))
    lines = _lines(task, events, left_out)
    return Made(encoded(f"{folded(line)}\r\n" for line in lines), left_out, not events)


def _lines(task: Task, events: list[Event], left_out: list[LeftOut]) -> Iterator[str]:
    """The calendar's lines, not folded yet."""
    name = escaped(title_of(task))
    origin, missing = heading_lines(task, left_out)
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//citydash//portfolio//EN", "CALSCALE:GREGORIAN")
    yield from (f"NAME:{name}", f"X-WR-CALNAME:{name}", f"DESCRIPTION:{_in_lines([*origin, *missing])}")
    for event in events:
        yield from _event(task, event)
    yield "END:VCALENDAR"


def _left_out(task: Task) -> list[LeftOut]:
    text, plural = task.locale.text, task.locale.plural
    over = sum(not line.deadline_of and kind in line.dates for line in dated_lines(task.view) for kind in DEADLINES)
    settled = {text("its funding line is settled or lost"): over}
    return [
        *counted(settled, lambda n: plural("{n} deadline", "{n} deadlines", n)),
        LeftOut(text("budgets, texts"), text("a calendar holds days")),
    ]


def _event(task: Task, event: Event) -> Iterator[str]:
    day = date.fromisoformat(event.day)
    summary, about = _said(task.locale, event)
    yield "BEGIN:VEVENT"
    yield f"UID:{_uid(task, event)}"
    yield f"DTSTAMP:{task.view.today.replace('-', '')}T000000Z"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(summary)}"
    yield f"DESCRIPTION:{_in_lines(about)}"
    yield f"CATEGORIES:{escaped(task.locale.word('event', event.kind))}"
    yield f"STATUS:{_STATUS.get(event.state, 'CONFIRMED')}"
    yield "TRANSP:TRANSPARENT"
    if event.state == "planned":
        today = date.fromisoformat(task.view.today)
        for days in _AHEAD[event.kind]:
            if day - timedelta(days=days) >= today:
                yield from _alarm(days, summary)
    yield "END:VEVENT"


def _alarm(days: int, summary: str) -> Iterator[str]:
    """At nine in the morning, so many days before."""
    trigger = "PT9H" if not days else f"-P{days - 1}DT15H" if days > 1 else "-PT15H"
    yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{escaped(summary)}", f"TRIGGER:{trigger}", "END:VALARM")


def _said(locale: Locale, event: Event) -> tuple[str, list[str]]:
    """An event's title, and what is said of it, in lines."""
    text = locale.text
    if isinstance(event, Call):
        source = event.source.name
        opens = event.kind == "opens"
        title = text("{source}: call opens", source=source) if opens else text("{source}: call closes", source=source)
        return title, [event.source.funder] if event.source.funder else []
    project = event.project.title
    if isinstance(event, Deadline):
        what = locale.word("event", event.kind)
        status = text("Funding: {status}", status=locale.word("funding", event.line.status))
        return f"{event.line.source.name}, {what} – {project}", [project, status]
    about = [project, text("Milestone: {state}", state=locale.word("milestone", event.state))]
    if event.slip:
        about.append(text("Baseline: {day} ({slip})", day=locale.date(event.baseline), slip=locale.days(event.slip)))
    return f"{event.title} – {project}", about


def _uid(task: Task, event: Event) -> str:
    """The event's ids with points between: no id has one. A town is told by its INSEE code where one town alone has it:
    its id is a folder's name, and a copy's may differ.
    """
    towns = task.view.names.towns
    town = task.view.names.town(_town(task, event))
    alone = sum(other.insee == town.insee for other in towns.values()) == 1
    place = town.insee if town.insee and alone else _safe(town.key)
    ids: tuple[str, ...]
    if isinstance(event, Call):
        ids = (event.kind, event.source.key)
    elif isinstance(event, Deadline):
        ids = (event.kind, event.line.line, event.project.key)
    else:
        ids = (event.kind, event.key, event.project.key)
    return f"{'.'.join((*ids, place))}@citydash"


def _town(task: Task, event: Event) -> int:
    if event.project is not None:
        return event.project.town
    return next(word for word, town in task.view.names.towns.items() if town.key == event.town)


def _safe(key: str) -> str:
    """A folder's name, for a UID: what isn't a plain letter or digit as its number."""
    return "".join(c if c.isascii() and (c.isalnum() or c in "-_") else f"%{ord(c):x}" for c in key)


def escaped(text: str) -> str:
    """Text as a value: nothing in it ends it, or the line."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return plain(text)


def _in_lines(texts: list[str]) -> str:
    """Several texts as one value, a line each."""
    return r"\n".join(map(escaped, texts))


def folded(line: str) -> str:
    """A line in parts of at most 75 octets, no letter cut; each but the first begins with a space."""
    if len(line.encode()) <= _OCTETS:
        return line
    parts, part, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _OCTETS:
            parts.append(part)
            part, size = " ", 1
        part, size = part + letter, size + octets
    return "\r\n".join([*parts, part])
