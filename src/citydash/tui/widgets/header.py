"""The frame's first and last line: what is shown and what is wrong with it, and the keys."""

from collections.abc import Iterator

from rich.segment import Segment
from rich.style import Style
from textual.events import Click
from textual.strip import Strip

from citydash.tui.cells import Part, Parts, fit, width_of
from citydash.tui.commands import Command, commands_of, sign_of
from citydash.tui.context import Context
from citydash.tui.state import CERTAINTIES
from citydash.tui.widgets.painted import Fixed

LEAST_KEYS = 3
"""What of `Command.shown` has its place in the footer before the names of the other screens."""
LEAST_NAME = 24
"""Cells that the town's name keeps: the snapshot and the long form of the day leave before."""


class Header(Fixed):
    """Town, plan's years, snapshot, day, problems; filter and certainty where they aren't the usual ones. What doesn't
    fit leaves from the middle.
    """

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
        for middle in self._middles(width, (day, "muted"), (short, "muted")):
            rest = width - size - 3 - sum(width_of(one) + 3 for one, _style in middle)
            if rest >= min(width_of(name), LEAST_NAME if loaded.at is None else LEAST_NAME // 2):
                break
        rest = max(1, rest)
        parts: list[Part] = [(" ", "title"), (fit(name, min(rest, width_of(name))), "title")]
        for one, gap in zip(middle, _dealt(max(0, rest - width_of(name)), len(middle)), strict=True):
            parts += [(" " * (3 + gap), "title"), one]
        return [(*parts, ("  ", "title"), *right)]

    def _middles(self, width: int, day: Part, short: Part) -> Iterator[tuple[Part, ...]]:
        """What stands between, from all of it to what can't be left out: a snapshot of the past, filter, certainty."""
        context, loaded = self.context, self.context.loaded
        at, baseline = (loaded.at, loaded.baseline) if loaded is not None else (None, None)
        said = self._chosen(max(16, width // 4))
        chosen = tuple((one, "strong") for one in said)
        if baseline is not None:
            name = baseline.name or context.locale.date(baseline.revision.day)
            name = context.locale.text("baseline {name}", name=name)
            chosen = (*chosen, (fit(name, min(width_of(name), max(12, width // 5))), "accent"))
        if at is None:
            tree = (context.locale.text("working tree"), "muted")
            yield from ((*chosen, tree, day), (*chosen, day), (*chosen, short), chosen)
        else:
            sign = f"{context.glyphs.before} "
            whole, brief = context.moment(at), context.moment(at._replace(name=""))
            past = (sign + fit(whole, min(width_of(whole), width // 2)), "past")
            yield from ((past, *chosen, day), (past, *chosen, short), (past, *chosen))
            yield (sign + brief, "past"), *chosen
            yield (sign + context.locale.date(at.revision.day), "past"), *chosen[: len(said)]
            return
        yield chosen[: len(said)]

    def _chosen(self, room: int) -> tuple[str, ...]:
        """The filter and the certainty, where they leave something out: what is usual needn't be said."""
        choice, locale = self.context.choice, self.context.locale
        found = []
        if choice.where:
            where = locale.text("filter: {where}", where=choice.where)
            found.append(fit(where, min(room, width_of(where))))
        if choice.certainty != CERTAINTIES[0]:
            found.append(locale.text("funding: {certainty}", certainty=locale.word("certainty", choice.certainty)))
        return tuple(found)

    async def on_click(self, event: Click) -> None:
        """On the count of problems: their list."""
        size = sum(width_of(part) for part, _style in self.context.problem_parts())
        if size and event.x >= self.size.width - size - 1:
            await self.app.run_action("show('problems')")


class Footer(Fixed):
    """The keys of the screen, each one to click on. When the line is short the other screens' names leave, their keys
    stay; then the least needed.
    """

    DEFAULT_CSS = "Footer { height: 1; }"
    ground = "heading-ground"

    def __init__(self, context: Context, *rooms: str) -> None:
        super().__init__(id="footer")
        self.context, self.rooms = context, rooms

    def paint(self, y: int, width: int) -> Strip:
        if (y, width) not in self._strips:
            self._strips[y, width] = self._keys(width)
        return self._strips[y, width]

    def _keys(self, width: int) -> Strip:
        text, here = self.context.locale.text, f"show('{self.context.mode}')"
        shown = [(command, text(command.label)) for command in commands_of(*self.rooms) if command.shown]
        if sum(_width(*item) for item in shown if item[0].shown <= LEAST_KEYS) > width - 1:
            shown = [(c, "" if c.action.startswith("show(") and c.action != here else label) for c, label in shown]
        while shown and sum(_width(*item) for item in shown) > width - 1:
            shown.remove(max(shown, key=lambda item: (item[0].shown, shown.index(item))))
        segments = [Segment(" ", self.look("heading"))]
        for command, label in shown:
            meta = Style.from_meta({"@click": f"{_node(command)}.{command.action}"})
            key = self.look("strong" if command.action == here else "accent", "heading")
            name = self.look("strong" if command.action == here else "muted", "heading")
            segments += [Segment(sign_of(command), key + meta), Segment(f" {label}  " if label else " ", name + meta)]
        return Strip(segments).adjust_cell_length(width, self.look("heading"))


def _dealt(cells: int, parts: int) -> list[int]:
    """Cells dealt out to parts, the last ones getting what is left over."""
    return [cells * (n + 1) // parts - cells * n // parts for n in range(parts)]


def _width(command: Command, label: str) -> int:
    return width_of(sign_of(command)) + (width_of(label) + 3 if label else 1)


def _node(command: Command) -> str:
    return {"app": "app", "rows": "focused"}.get(command.where, "screen")
