"""The row under the cursor of a Gantt in words: dates, baseline, slip, next milestone, neighbours, progress."""

from citydash.figures.gantt import (
    Ghost,
    Group,
    Schedule,
    Standing,
    at_of,
    ends_before,
    id_of,
    next_milestone,
    progress_of,
)
from citydash.figures.projects import Project
from citydash.model.words import STATUSES
from citydash.tui.cells import Part, Parts, fit, width_of
from citydash.tui.context import Context
from citydash.tui.gantt_bars import MILESTONE_STYLES
from citydash.tui.widgets.painted import Fixed

NAME = 24
"""Cells that a name keeps at least where other things stand beside it."""


class Details(Fixed):
    """Lines in order of need: the first three where there is little room."""

    def __init__(self, context: Context) -> None:
        super().__init__(id="details")
        self.context = context
        self.row: Group | Project | None = None
        self.known: Schedule | None = None
        self.ghost: Ghost | None = None
        self.standing: Standing | None = None
        self.title = ""

    def lines(self, width: int) -> list[Parts]:
        if self.row is None:
            return []
        if isinstance(self.row, Group):
            return self._group(self.row, width)
        p = self.row
        rest = self._dates(p)
        title = fit(p.title, min(width_of(p.title), max(NAME, width - 3 - _size(rest))))
        return [
            ((" ", "text"), (title, "strong"), *rest),
            self._milestone(p, width),
            self._neighbours(p, width),
            self._progress(p),
        ]

    def _dates(self, p: Project) -> Parts:
        """Dates, baseline and slip."""
        locale, text, ghost = self.context.locale, self.context.locale.text, self.ghost
        parts: Parts = (("  ", "text"), (f"{locale.date(p.start)} → {locale.date(p.end)}", "text"))
        if not p.start and not p.end:
            parts = (("  ", "text"), (text("no dates"), "muted"))
        if ghost is None:
            return (*parts, ("  ", "text"), (text("no baseline"), "muted"))
        said = locale.date(ghost.end)
        if ghost.start and ghost.start != p.start:
            said = f"{locale.date(ghost.start)} → {said}"
        parts = (*parts, ("  " + text("baseline {date}", date=said), "muted"))
        if ghost.slip is None:
            return parts
        late = locale.days(ghost.slip) if ghost.slip else text("on its baseline")
        return (*parts, (f"  {late}", "bad" if ghost.slip > 0 else "text"))

    def _milestone(self, p: Project, width: int) -> Parts:
        """The next one, with its state and slip."""
        locale, text, glyphs = self.context.locale, self.context.locale.text, self.context.glyphs
        lines = self.known.milestones.get(at_of(p), ()) if self.known else ()
        m = next_milestone(lines)
        if m is None:
            none = text("no milestone ahead") if lines else text("no milestone")
            return ((" ", "text"), (none, "muted"))
        label = text("Next milestone").join((" ", "  "))
        head = f"{glyphs.milestone[m.state]} {locale.word('milestone', m.state)} {locale.date(m.day)}  "
        slip = f"  {locale.days(m.slip)}" if m.slip else ""
        title = fit(m.title, min(width_of(m.title), max(8, width - width_of(label + head + slip) - 1)))
        return (
            (label, "muted"), (head, MILESTONE_STYLES[m.state]), (title, "text"),
            (slip, "bad" if (m.slip or 0) > 0 else "muted"),
        )  # fmt: skip

    def _neighbours(self, p: Project, width: int) -> Parts:
        """Those that it waits for, and those that wait for it."""
        text, known = self.context.locale.text, self.known
        before = known.before.get(id_of(p), ()) if known else ()
        after = known.after.get(id_of(p), ()) if known else ()
        if not before and not after:
            return ((" ", "text"), (text("no dependency"), "muted"))
        parts: list[Part] = []
        labels = (text("Depends on"), before, True), (text("Needed by"), after, False)
        taken = sum(width_of(label) + 4 for label, keys, _first in labels if keys)
        room = (width - taken) // (len(before) + len(after)) - 2
        for label, keys, first in labels:
            if keys:
                parts.append((f"{'   ' if parts else ' '}{label}  ", "muted"))
            for n, key in enumerate(keys):
                parts += [(", " if n else "", "muted"), self._neighbour(p, key, room, before=first)]
        return tuple(parts)

    def _neighbour(self, p: Project, key: str, room: int, *, before: bool) -> Part:
        """Its title; a sign and words where dates don't agree, or where there is none of that id."""
        sign, text = f"{self.context.glyphs.warning} ", self.context.locale.text
        other = self.known.projects.get((p.town, key)) if self.known else None
        if other is None:
            said = text("{project} (unknown)", project=fit(key, min(width_of(key), max(8, room - 14))))
            return sign + said, "bad"
        if not (ends_before(p, other) if before else ends_before(other, p)):
            return fit(other.title, min(width_of(other.title), max(12, room))), "text"
        note = text("ends later") if before else text("ends earlier")
        size = min(width_of(other.title), max(12, room - 5 - width_of(note)))
        return f"{sign}{fit(other.title, size).rstrip()} ({note})", "warn"

    def _progress(self, p: Project) -> Parts:
        locale, text, glyphs = self.context.locale, self.context.locale.text, self.context.glyphs
        done, measured = progress_of(p)
        shares = [(text("progress"), done)] if measured else []
        shares += [(text("paid"), p.financial_progress), (text("time elapsed"), p.elapsed(self.context.today))]
        said = "".join(f"   {name} {locale.percent(share)}" for name, share in shares)
        return ((f" {glyphs.status[p.status]} {locale.word('status', p.status)}{said}", "text"),)

    def _group(self, group: Group, width: int) -> list[Parts]:
        locale, text, context, glyphs = self.context.locale, self.context.locale.text, self.context, self.context.glyphs
        span = text("no dates")
        if group.start or group.end:
            span = f"{locale.date(group.start)} → {locale.date(group.end)}"
        cost = text("cost {amount}", amount=locale.brief(group.cost, group.currency))
        paid = text("{percent} paid", percent=locale.percent(group.progress))
        rest = f"  {context.count(len(group.projects))}  {span}  {cost}, {paid}"
        name = fit(self.title, min(width_of(self.title), max(NAME, width - 2 - width_of(rest))))
        lines: list[Parts] = [((" ", "text"), (name, "strong"), (rest, "text"))]
        if self.standing is None:
            return lines
        late = self.standing.late
        said = locale.plural("{n} late milestone", "{n} late milestones", len(late)) if late else ""
        first = f"  {locale.date(late[0].day)} {late[0].title} ({late[0].project.title})" if late else ""
        none = text("no late milestone")
        sign = glyphs.milestone["late"]
        lines.append(((f" {sign} {said}", "bad"), (first, "text")) if late else ((f" {none}", "muted"),))
        statuses = [
            f"{glyphs.status[status]} {locale.word('status', status)} {locale.number(n)}"
            for status, n in sorted(self.standing.statuses.items(), key=lambda item: STATUSES.index(item[0]))
        ]
        return [*lines, ((f" {'   '.join(statuses)}", "text"),)]


def _size(parts: Parts) -> int:
    return sum(width_of(text) for text, _style in parts)
