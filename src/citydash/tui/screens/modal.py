"""What opens over a screen, which stays to be seen, dimmed, as it was then."""

from typing import Self

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.events import ScreenResume
from textual.geometry import Region, Size
from textual.screen import ModalScreen
from textual.strip import Strip

from citydash.tui.context import Context
from citydash.tui.glyphs import ASCII
from citydash.tui.guard import Guarded
from citydash.tui.stylesheet import catch_up

IN_ASCII = str.maketrans({"⏎": "enter", "·": "-", "↑": "up", "↓": "/down"})
"""How keys are written where there is nothing but ASCII."""


class Dimming(Guarded, ModalScreen[None]):
    """The screen beneath is rendered and dimmed once: Textual does both at each whole frame, style by style, which took
    two thirds of it.
    """

    _beneath: tuple[Size, list[tuple[Strip, Strip]]] | None = None
    """Its lines, as they are and dimmed."""
    _has_changed = False

    def on_screen_resume(self, event: ScreenResume) -> None:
        event.refresh_styles = False
        self._beneath = None
        catch_up(self)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._beneath = None

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Of some regions: the screen beneath has changed there."""
        self._has_changed |= bool(regions)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        if self._beneath is None or self._beneath[0] != self.size or self._has_changed:
            known = self._beneath[1] if self._beneath is not None and self._beneath[0] == self.size else []
            self._beneath, self._has_changed = (self.size, self._dimmed(known)), False
        lines = [dimmed for _plain, dimmed in self._beneath[1][crop.y : crop.bottom]]
        if len(lines) < crop.height:  # amid a change of size: one of the two screens isn't laid out anew yet
            self._beneath = None
            lines += [Strip.blank(self.size.width, self.visual_style.rich_style)] * (crop.height - len(lines))
        if crop.column_span != (0, self.size.width):
            return [line.crop(*crop.column_span) for line in lines]
        return lines

    def _dimmed(self, known: list[tuple[Strip, Strip]]) -> list[tuple[Strip, Strip]]:
        """The lines beneath, as they are and dimmed; those that are as they were `known` aren't dimmed anew."""
        stack = self.app.screen_stack
        under, tint = stack[stack.index(self) - 1], self.styles.background
        looks: dict[Style | None, Style] = {}
        filters = self.get_line_filters()
        lines: list[tuple[Strip, Strip]] = []
        for n, strip in enumerate(under._compositor.render_strips(self.size)):  # noqa: SLF001 - Textual does so, too
            if n < len(known) and known[n][0] == strip:
                lines.append(known[n])
                continue
            segments = []
            for text, style, _control in strip:
                dimmed = looks.get(style)
                if dimmed is None:
                    dimmed = looks[style] = _tinted(style or Style.null(), tint)
                segments.append(Segment(text, dimmed))
            line = Strip(segments, strip.cell_length).adjust_cell_length(self.size.width)
            for one in filters:  # again: a terminal's own colour, which stands for none, was mixed as if it were one
                line = line.apply_filter(one, tint)
            lines.append((strip, line))
        return lines


def _tinted(style: Style, tint: Color) -> Style:
    """A style without links, its colours mixed with a translucent one."""
    front = None if style.color is None else (Color.from_rich_color(style.color) + tint).rich_color
    back = None if style.bgcolor is None else (Color.from_rich_color(style.bgcolor) + tint).rich_color
    return style.clear_meta_and_links() + Style.from_color(front, back)


class Modal(Dimming):
    """A paper of ours. One that the application keeps is made once, and told what it is about each time it is laid: to
    make its widgets and their styles takes longer than to paint them.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.set_class(context.glyphs is ASCII, "-ascii")
        self.laid = 0
        """How often it was: what a thread was asked for the time before comes too late."""

    def on_mount(self) -> None:
        self.fill()

    def fill(self) -> None:
        """Show what the paper is about, in the language of now: its widgets stand."""

    def keys_told(self, *keys: str) -> str:
        """For the paper's border, as markup: its keys and, to be clicked on, the way back."""
        back = self.context.locale.text("Back")
        said = " · ".join((*keys, f"[@click=app.back]esc {back}[/]"))
        return said.translate(IN_ASCII) if self.context.glyphs is ASCII else said
