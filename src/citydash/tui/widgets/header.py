"""The frame's first and last line: what is shown and what is wrong with it, and the keys."""

from collections.abc import Iterator

from rich.segment import Segment
from rich.style import Style
from textual.events import Click
from textual.strip import Strip

from citydash.tui.cells import Part, Parts, fit, width_of
from citydash.tui.commands import Command, commands_of, sign_of
from citydash.tui.context import Context
from citydash.tui.glyphs import ASCII
from citydash.tui.state import CERTAINTIES
from citydash.tui.widgets.painted import Fixed

LEAST_KEYS = 3
"""What of `Command.shown` has its place in the footer before the names of the other screens."""
LEAST_NAME = 24
"""Cells that the town's name keeps: the plan's years, the snapshot and the long form of the day leave before."""

WITHOUT_TOWN = ("language", "theme", "help", "quit")
"""Commands that the footer names where there is no town to show."""

ON_A_PAGE = {"back": 2, "open": 4}
"""On a project's page, the way back is needed before what its lines lead to."""


class Header(Fixed):
    """Town, plan's years, snapshot, day, problems; filter and certainty where they aren't the usual ones. What doesn't
    fit leaves from the middle.
    """

    DEFAULT_CSS = "Header { height: 1; }"
    ground = "heading-ground"

    def __init__(self, context: Context) -> None:
        super().__init__(id="header")
        self.context = context
        self.actions: dict[str, str] = {}
        """What a click on a part of the line does."""

    def lines(self, width: int) -> list[Parts]:
        context, text = self.context, self.context.locale.text
        loaded = context.loaded
        if loaded is None:
            return [((fit(f" {context.root_name}", width - 1), "title"),)]
        plan = text("plan {first}–{last}", first=loaded.years[0], last=loaded.years[1]) if loaded.years else ""
        right = [*context.problem_parts(), (" ", "title")]
        size = sum(width_of(part) for part, _style in right)
        name, rest, least = loaded.name, width, LEAST_NAME if loaded.at is None else LEAST_NAME // 2
        day, short = context.locale.long_date(loaded.today), context.locale.date(loaded.today)
        for middle, with_plan in self._middles(width, (day, "muted"), (short, "muted")):
            name = f"{loaded.name} · {plan}" if plan and with_plan else loaded.name
            rest = width - size - 3 - sum(width_of(one) + 3 for one, _style in middle)
            if rest >= (width_of(name) if with_plan else min(width_of(name), least)):
                break
        rest = max(1, rest)
        parts: list[Part] = [(" ", "title"), (fit(name, min(rest, width_of(name))), "title")]
        for one, gap in zip(middle, _dealt(max(0, rest - width_of(name)), len(middle)), strict=True):
            parts += [(" " * (3 + gap), "title"), one]
        return [(*parts, ("  ", "title"), *right)]

    def _middles(self, width: int, day: Part, short: Part) -> Iterator[tuple[tuple[Part, ...], bool]]:
        """What stands between, from all of it to what can't be left out: a snapshot of the past, filter, certainty.
        With each, whether the plan's years stand there, too: they leave before anything of it is cut.
        """
        context, loaded = self.context, self.context.loaded
        at, baseline = (loaded.at, loaded.baseline) if loaded is not None else (None, None)
        chosen: tuple[Part, ...] = tuple(self._chosen(max(16, width // 4)))
        said = chosen
        if baseline is not None:
            name = baseline.name or context.locale.date(baseline.revision.day)
            name = context.locale.text("baseline {name}", name=name)
            name = fit(name, min(width_of(name), max(12, width // 5)))
            self.actions[name] = "baseline"
            chosen = (*chosen, (name, "accent"))
        if at is None:
            tree = (context.locale.text("working tree"), "muted")
            self.actions[tree[0]] = "as_of"
            if loaded is not None and loaded.history is not None and (since := loaded.history.changed_since):
                long = (context.locale.text("working tree, changed since {commit}", commit=since), "muted")
                self.actions[long[0]] = "as_of"
                yield (*chosen, long, day), True
                yield (*chosen, long, short), True
            yield (*chosen, tree, day), True
            yield (*chosen, tree, short), True
            for middle in ((*chosen, tree, short), (*chosen, short), chosen):
                yield middle, False
        else:
            sign = f"{context.glyphs.before} "
            whole, brief = context.moment(at), context.moment(at._replace(name=""))
            past = (sign + fit(whole, min(width_of(whole), width // 2)), "past")
            shorter, shortest = (sign + brief, "past"), (sign + context.locale.date(at.revision.day), "past")
            self.actions.update(dict.fromkeys((past[0], shorter[0], shortest[0]), "as_of"))
            yield (past, *chosen, day), True
            for middle in ((past, *chosen, day), (past, *chosen, short), (past, *chosen), (shorter, *chosen)):
                yield middle, False
            yield (shortest, *chosen[: len(said)]), False
            return
        yield chosen[: len(said)], False

    def _chosen(self, room: int) -> Iterator[Part]:
        """The filter and the certainty, where they leave something out: what is usual needn't be said."""
        choice, locale = self.context.choice, self.context.locale
        if choice.where:
            where = locale.text("filter: {where}", where=choice.where)
            where = fit(where, min(room, width_of(where)))
            self.actions[where] = "filter"
            yield where, "strong"
        if choice.certainty != CERTAINTIES[0]:
            said = locale.text("funding: {certainty}", certainty=locale.word("certainty", choice.certainty))
            self.actions[said] = "certainty"
            yield said, "strong"

    async def on_click(self, event: Click) -> None:
        """On the count of problems their list; on what is chosen the command that chooses it."""
        end = 0
        for part, _style in self.lines(self.size.width)[0]:
            end += width_of(part)
            if event.x < end:
                break
        else:
            return
        problems = [said for said, _style in self.context.problem_parts()]
        action = "show('problems')" if part in problems else self.actions.get(part)
        if action is not None:
            await self.app.run_action(action)


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
        commands = [command for command in commands_of(*self.rooms) if command.shown]
        if "trouble" in self.rooms:
            commands = [command for command in commands if command.action in WITHOUT_TOWN]
        if "project" in self.rooms:
            commands = [command._replace(shown=ON_A_PAGE.get(command.action, command.shown)) for command in commands]
        shown = [(command, text(command.label)) for command in commands]
        if sum(self._width(*item) for item in shown if item[0].shown <= LEAST_KEYS) > width - 1:
            shown = [(c, "" if c.action.startswith("show(") and c.action != here else label) for c, label in shown]
        room, kept = width - 1, set()
        for command, label in sorted(shown, key=lambda item: item[0].shown):
            if (size := self._width(command, label)) <= room:
                room -= size
                kept.add(command)
        shown = [item for item in shown if item[0] in kept]
        segments = [Segment(" ", self.look("heading"))]
        for command, label in shown:
            meta = Style.from_meta({"@click": f"{_node(command)}.{command.action}"})
            key = self.look("strong" if command.action == here else "accent", "heading")
            name = self.look("strong" if command.action == here else "muted", "heading")
            said = f" {label}  " if label else " "
            segments += [Segment(self._sign(command), key + meta), Segment(said, name + meta)]
        return Strip(segments).adjust_cell_length(width, self.look("heading"))

    def _sign(self, command: Command) -> str:
        return sign_of(command, self.context.locale.text, ascii_only=self.context.glyphs is ASCII)

    def _width(self, command: Command, label: str) -> int:
        return width_of(self._sign(command)) + (width_of(label) + 3 if label else 1)


def _dealt(cells: int, parts: int) -> list[int]:
    """Cells dealt out to parts, the last ones getting what is left over."""
    return [cells * (n + 1) // parts - cells * n // parts for n in range(parts)]


def _node(command: Command) -> str:
    return {"app": "app", "rows": "focused"}.get(command.where, "screen")
