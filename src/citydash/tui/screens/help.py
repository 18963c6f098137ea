"""The keys of a screen and what each does, made from the one tuple of commands; and the filter language in short."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from citydash.errors import N_
from citydash.tui.cells import Parts, fit, width_of, wrap
from citydash.tui.commands import bindings_for, commands_of, sign_of
from citydash.tui.context import Context
from citydash.tui.glyphs import ASCII
from citydash.tui.screens.modal import Modal
from citydash.tui.widgets.boxes import Column
from citydash.tui.widgets.page import Line, Page

FILTERS = (
    ("gare", N_("the word, in title, summary, tags, id or codes")),
    ("status:approved..closed", N_("statuses in order; also status:delivery,tender")),
    ("cost:500k..", N_("numbers: cost, paid, progress, slip, priority")),
    ("end:2026-12", N_("dates: start, end; year:2025..2027")),
    ("portfolio:capteurs", N_("also lead, department, source, funder, level, tag, town, pillar")),
    ("is:late", N_("states: late, at-risk, over-ceiling, running, slipped, stale")),
    ("-tag:pilote", N_("a minus excludes; quotes keep words together")),
)


KEY, EXAMPLE = 8, 26
"""Cells of a key's sign, and of a filter's example."""


def _told(head: Parts, about: str, width: int) -> list[Line]:
    """What something is called, and what it does beside it: on as many lines as that takes."""
    left = sum(width_of(part) for part, _style in head) + 2
    first, *more = wrap(about, max(20, width - left - 1))
    rest = [Line(((" " * left, "text"), (line, "muted"))) for line in more]
    return [Line((*head, (f"  {first}", "muted"))), *rest]


class HelpPage(Page):
    """The page's lines."""

    def __init__(self, context: Context) -> None:
        super().__init__(id="help")
        self.context = context
        self.rooms: tuple[str, ...] = ("app",)
        self._written: dict[tuple[object, ...], list[Line]] = {}

    def write(self, width: int) -> list[Line]:
        """Once for each screen, width and language."""
        asked = self.rooms, width, self.context.locale.language
        if asked not in self._written:
            self._written[asked] = self._write(width)
        return self._written[asked]

    def _write(self, width: int) -> list[Line]:
        text = self.context.locale.text
        lines: list[Line] = []
        widest = min(max(width_of(text(command.label)) for command in commands_of(*self.rooms)), width // 4)
        titles = {"app": N_("Everywhere"), "rows": N_("In lists"), self.rooms[-1]: N_("On this screen")}
        for room in (self.rooms[-1], "rows", "app"):
            found = commands_of(room)
            if not found:
                continue
            lines.append(Line(((" ", "text"), (text(titles[room]), "accent"))))
            for command in found:
                label = text(command.label)
                sign = sign_of(command, text, ascii_only=self.context.glyphs is ASCII)
                key, name = f" {fit(sign, KEY)} ", fit(label, max(widest, width_of(label)))
                lines += _told(((key, "strong"), (name, "text")), text(command.about), width)
            lines.append(Line())
        lines.append(
            Line(((" ", "text"), (text("The filter"), "accent"), ("  ", "text"), (text("terms add up"), "muted")))
        )
        for example, about in FILTERS:
            lines += _told(((f" {fit(example, EXAMPLE)}", "strong"),), text(about), width)
        return [*lines, Line(), *self._signs(width), *self._bars(width), Line()]

    def _signs(self, width: int) -> list[Line]:
        glyphs, locale = self.context.glyphs, self.context.locale
        sets = ((glyphs.status, "status"), (glyphs.milestone, "milestone"), (glyphs.certainty, "certainty"))
        lines = [Line(((" ", "text"), (locale.text("Signs"), "accent")))]
        for signs, kind in sets:
            said = "   ".join(f"{sign}\u00a0{locale.word(kind, key)}" for key, sign in signs.items())
            lines += [Line(((f" {line}", "text"),)) for line in wrap(said, max(20, width - 2))]
        return lines

    def _bars(self, width: int) -> list[Line]:
        """What the timeline's bars are made of."""
        if self.rooms[-1] != "timeline":
            return []
        glyphs, text = self.context.glyphs, self.context.locale.text
        left, right = tuple(glyphs.ghost_ends)
        legend = (
            (glyphs.paid * 3, text("measured progress")),
            (glyphs.part * 3, text("where it isn't measured, the part of the cost that is paid")),
            (glyphs.planned * 3, text("still to come")),
            (f"{glyphs.paid}{glyphs.committed * 2}", text("of a group: paid, and still to pay")),
            (f"{left}{glyphs.ghost}{right}", text("the baseline, and its ends where the bar covers it")),
            (glyphs.today, text("today")),
            (f"{glyphs.before} {glyphs.after}", text("what the project waits for, and what waits for it")),
        )
        lines = [Line(), Line(((" ", "text"), (text("Bars"), "accent")))]
        for signs, about in legend:
            lines += _told(((f" {fit(signs, KEY)}", "strong"),), about, width)
        return lines


class HelpScreen(Modal):
    """Closed with escape."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("modal")

    rooms: tuple[str, ...] = ("app",)

    def about(self, rooms: tuple[str, ...]) -> "HelpScreen":
        """The keys of which rooms it tells; the last one is the screen's."""
        self.rooms = rooms
        return self

    def compose(self) -> ComposeResult:
        with Column(id="paper"):
            yield HelpPage(self.context)

    def fill(self) -> None:
        paper, page = self.query_one("#paper"), self.query_one(HelpPage)
        paper.border_title = self.context.locale.text("Help")
        paper.border_subtitle = self.keys_told()
        page.rooms = self.rooms
        page.rewrite()
        page.to_top()
