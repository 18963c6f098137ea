"""The keys of a screen and what each does, made from the one tuple of commands; and the filter language in short."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from citydash.tui.cells import fit
from citydash.tui.commands import N_, bindings_for, commands_of, sign_of
from citydash.tui.context import Context
from citydash.tui.glyphs import ASCII
from citydash.tui.widgets.page import Line, Page

FILTERS = (
    ("gare", N_("the word, in title, summary, tags, id or codes")),
    ("status:approved..closed", N_("statuses in order; also status:delivery,tender")),
    ("cost:500k..", N_("numbers: cost, paid, progress, slip, priority")),
    ("end:2026-12", N_("dates: start, end; year:2025..2027")),
    ("portfolio:capteurs", N_("also lead, department, source, funder, level, tag, town, pillar")),
    ("is:late", N_("states: late, at-risk, over-ceiling, running, slipped")),
    ("-tag:pilote", N_("a minus excludes; quotes keep words together")),
)


class HelpPage(Page):
    """The page's lines."""

    def __init__(self, context: Context, rooms: tuple[str, ...]) -> None:
        super().__init__(id="help")
        self.context, self.rooms = context, rooms

    def write(self, width: int) -> list[Line]:
        text = self.context.locale.text
        lines: list[Line] = []
        titles = {"app": N_("Everywhere"), "rows": N_("In lists"), self.rooms[-1]: N_("On this screen")}
        for room in (self.rooms[-1], "rows", "app"):
            found = commands_of(room)
            if not found:
                continue
            lines.append(Line(((" ", "text"), (text(titles[room]), "accent"))))
            for command in found:
                label = fit(text(command.label), 34)
                about = fit(text(command.about), max(1, width - 45))
                lines.append(
                    Line(((f" {fit(sign_of(command), 7)} ", "strong"), (label, "text"), (f" {about}", "muted")))
                )
            lines.append(Line())
        lines.append(
            Line(((" ", "text"), (text("The filter"), "accent"), ("  ", "text"), (text("terms add up"), "muted")))
        )
        for example, about in FILTERS:
            lines.append(Line(((f" {fit(example, 26)} ", "strong"), (fit(text(about), max(1, width - 29)), "muted"))))
        return [*lines, Line(), *self._signs(), Line()]

    def _signs(self) -> list[Line]:
        glyphs, locale = self.context.glyphs, self.context.locale
        sets = ((glyphs.status, "status"), (glyphs.milestone, "milestone"), (glyphs.certainty, "certainty"))
        lines = [Line(((" ", "text"), (locale.text("Signs"), "accent")))]
        for signs, kind in sets:
            said = "   ".join(f"{sign} {locale.word(kind, key)}" for key, sign in signs.items())
            lines.append(Line(((f" {said}", "text"),)))
        return lines

    def on_mount(self) -> None:
        self.rewrite()


class HelpScreen(ModalScreen[None]):
    """Closed with escape."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("modal")

    def __init__(self, context: Context, rooms: tuple[str, ...]) -> None:
        super().__init__()
        self.set_class(context.glyphs is ASCII, "-ascii")
        self.context, self.rooms = context, rooms

    def compose(self) -> ComposeResult:
        text = self.context.locale.text
        with Vertical(id="paper") as paper:
            yield HelpPage(self.context, self.rooms)
        paper.border_title = text("Help")
        back = text("Back")
        paper.border_subtitle = f"esc {back}"
