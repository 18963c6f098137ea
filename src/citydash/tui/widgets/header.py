"""The frame's first and last line: what is shown and what is wrong with it, and the keys."""

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from citydash.tui.cells import Part, Parts, fit, width_of
from citydash.tui.commands import Command, commands_of, sign_of
from citydash.tui.context import Context
from citydash.tui.widgets.painted import Fixed


class Header(Fixed):
    """Town, plan's years, snapshot, day, problems: what doesn't fit leaves from the middle."""

    DEFAULT_CSS = "Header { height: 1; }"
    ground = "heading-ground"

    def __init__(self, context: Context) -> None:
        super().__init__(id="header")
        self.context = context

    def lines(self, width: int) -> list[Parts]:
        context, text = self.context, self.context.locale.text
        loaded = context.loaded
        if loaded is None:
            return [((fit(f" {context.root_name}", width - 1), "title"),)]
        plan = text("plan {first}–{last}", first=loaded.years[0], last=loaded.years[1]) if loaded.years else ""
        right = [*context.problem_parts(), (" ", "title")]
        size = sum(width_of(part) for part, _style in right)
        name = loaded.name if not plan else f"{loaded.name} · {plan}"
        day, short = context.locale.long_date(loaded.today), context.locale.date(loaded.today)
        tree = text("working tree")
        for middle in ((tree, day), (day,), (short,)):
            rest = width - size - 3 - sum(width_of(one) + 3 for one in middle)
            if rest >= width_of(name):
                break
        else:
            middle, rest = (short,), width - size - 6 - width_of(short)
        spread = max(0, rest - width_of(name))
        parts: list[Part] = [(" ", "title"), (fit(name, min(rest, width_of(name))), "title")]
        for n, one in enumerate(middle):
            gap = spread // 2 if len(middle) > 1 and not n else spread - (spread // 2 if len(middle) > 1 else 0)
            parts += [(" " * (3 + gap), "title"), (one, "muted")]
        return [(*parts, ("  ", "title"), *right)]


class Footer(Fixed):
    """The keys of the screen, each one to click on; the least needed leave when the line is short."""

    DEFAULT_CSS = "Footer { height: 1; }"
    ground = "heading-ground"

    def __init__(self, context: Context, *rooms: str) -> None:
        super().__init__(id="footer")
        self.context, self.rooms = context, rooms

    def paint(self, y: int, width: int) -> Strip:
        del y
        text = self.context.locale.text
        shown = [(command, text(command.label)) for command in commands_of(*self.rooms) if command.shown]
        while shown and sum(_width(*item) for item in shown) > width - 1:
            shown.remove(max(shown, key=lambda item: (item[0].shown, shown.index(item))))
        here = self.context.mode
        segments = [Segment(" ", self.look("heading"))]
        for command, label in shown:
            meta = Style.from_meta({"@click": f"{_node(command)}.{command.action}"})
            key = self.look("strong" if command.action == f"show('{here}')" else "accent", "heading")
            name = self.look("strong" if command.action == f"show('{here}')" else "muted", "heading")
            segments += [Segment(sign_of(command), key + meta), Segment(f" {label}  ", name + meta)]
        return Strip(segments).adjust_cell_length(width, self.look("heading"))


def _width(command: Command, label: str) -> int:
    return width_of(sign_of(command)) + width_of(label) + 3


def _node(command: Command) -> str:
    return {"app": "app", "rows": "focused"}.get(command.where, "screen")
