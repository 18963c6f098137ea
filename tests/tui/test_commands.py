"""Every command of the table, pressed on every screen where it works: what it is for has happened afterwards.

`EFFECTS` says of each command what changes. A new command without a line there fails; so does a line without a command.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from citydash.tui.app import SCREENS, Dashboard
from citydash.tui.commands import COMMANDS, commands_of
from citydash.tui.screens.frame import Frame

ROOMS = (*SCREENS, "project")
TODAY = "2026-11-22"


def top(stage):
    """What is on top of the screen: its class, and its title where it has one."""
    paper = stage.app.screen.query("#paper")
    return type(stage.app.screen).__name__, paper.first().border_title if paper else ""


def place(stage):
    """Where the cursor stands, and how far it was scrolled."""
    return stage.app.focused.cursor, stage.app.focused.scroll_offset.y


def of_frame(*names):
    """Attributes of the frame, one of another."""

    def probe(stage):
        found = stage.app.frame
        for name in names:
            found = getattr(found, name)
        return found

    return probe


def has_class(name, selector=""):
    def probe(stage):
        frame = stage.app.frame
        return (frame.query_one(selector) if selector else frame).has_class(name)

    return probe


def more(before, after):
    return after > before


def less(before, after):
    return after < before


def other(before, after):
    return after != before


def turned(before, after):
    return after == (not before)


class Effect(NamedTuple):
    """What is looked at, what it is to become (a value, or a function of before and after), what is pressed before."""

    probe: Callable[[Any], Any]
    becomes: Any = other
    first: tuple[str, ...] | dict[str, tuple[str, ...]] = ()
    """Keys, or those of some screens."""

    def before(self, room):
        return self.first.get(room, ()) if isinstance(self.first, dict) else self.first

    def holds(self, before, after):
        return self.becomes(before, after) if callable(self.becomes) else after == self.becomes


def opens(kind, title="", **options):
    """That a screen of this class opens, with words in its title."""
    return Effect(top, lambda _before, after: after[0] == kind and title in after[1], **options)


def shows(room):
    return Effect(lambda stage: (stage.app.frame.room, stage.app.current_mode), (room, room))


def chosen(name):
    return lambda stage: getattr(stage.app.context.choice, name)


def language(stage):
    return stage.app.context.locale.language, stage.lines[-1].split()


def lines_of(name):
    return lambda stage: len(getattr(stage.app.frame, name).rows)


def moment(stage):
    return stage.app.screen.found.cursor


def sides(stage):
    found = stage.app.frame.found
    return found.old.key, found.new and found.new.key


def today_is_seen(stage):
    gantt = stage.app.frame.gantt
    return 0 <= gantt.scale.x(TODAY) - gantt.left < gantt.window.width


def events(stage):
    table = stage.app.frame.table
    return [row for row in table.rows if table.key(row) is not None]


def cell(stage):
    pivot = stage.app.frame.pivot
    return ["", *(column.key for column in pivot.columns)].index(pivot.chosen)


def background(stage):
    return next(iter(stage.app.screen._compositor.render_strips()[1])).style.bgcolor


def where_one_is(stage):
    """Screen, filter, and what stands on it."""
    return top(stage), stage.app.frame.room, stage.app.context.choice.where, stage.lines[1:-1]


MILESTONES = ("milestones", {"milestone"})
LISTED = {"timeline": ("home", "down"), "funding": ("home", "enter", "down"), "budget": ("home", "enter")}
"""What brings the cursor of a screen that begins with a group to something that stands in a file."""
EFFECTS = {
    **{("app", str(n)): shows(room) for n, room in enumerate(SCREENS, 1)},
    ("rows", "end"): Effect(place, more, {"changes": ("f", *"BP2026", "enter", "home")}),
    ("rows", "up"): Effect(place, less, {"project": ("up",)}),  # on a page the first one comes into sight
    ("rows", "pageup"): Effect(place, less, ("end",)),
    ("rows", "home"): Effect(place, less, ("end",)),
    ("rows", "down"): Effect(place, more, {"project": ("down",)}),
    ("rows", "pagedown"): Effect(place, more, ("home",)),
    ("overview", "p"): Effect(has_class("-pillars"), turned),
    ("projects", "o"): Effect(of_frame("order"), ("title", False)),
    ("projects", "O"): Effect(of_frame("order"), ("title", False), ("o",)),
    ("projects", "r"): Effect(of_frame("order"), ("title", True)),
    ("projects", "k"): opens("ColumnsScreen"),
    ("columns", "space"): Effect(of_frame("columns_shown"), lambda old, new: len({*old} ^ {*new}) == 1, ("k",)),
    ("projects", "v"): Effect(has_class("-hidden", "Preview"), turned),
    ("timeline", "g"): Effect(lambda stage: [group.key for group in stage.app.frame.gantt.groups]),
    ("timeline", "space"): Effect(lambda stage: len(stage.app.frame.gantt.folded), 1, ("home",)),
    ("timeline", "z"): Effect(lambda stage: len(stage.app.frame.gantt.rows) - len(stage.app.frame.gantt.groups), 0),
    ("timeline", "plus"): Effect(of_frame("gantt", "zoom"), "month"),
    ("timeline", "minus"): Effect(of_frame("gantt", "zoom"), "quarter"),
    ("timeline", "right"): Effect(of_frame("gantt", "left"), more, ("shift+left",)),
    ("timeline", "left"): Effect(of_frame("gantt", "left"), less),
    ("timeline", "shift+right"): Effect(of_frame("gantt", "left"), more),
    ("timeline", "shift+left"): Effect(of_frame("gantt", "left"), less),
    ("timeline", "n"): Effect(today_is_seen, turned, ("plus", "shift+left", "shift+left", "shift+left")),
    ("timeline", "b"): Effect(of_frame("gantt", "left"), less, ("z", "home", "down", "shift+right", "shift+right")),
    ("budget", "a"): opens("PivotMenu"),
    ("budget", "x"): Effect(of_frame("now", "rows"), "portfolio"),
    ("budget", "X"): Effect(of_frame("now", "then"), "department"),
    ("budget", "space"): Effect(lines_of("pivot"), less, ("home",)),
    ("budget", "z"): Effect(lines_of("pivot"), less, ("z",)),
    ("budget", "right"): Effect(cell, more, ("right", "left")),
    ("budget", "left"): Effect(cell, less),
    ("budget", "shift+right"): Effect(of_frame("pivot", "years"), more, ("shift+left", "shift+left", "shift+left")),
    ("budget", "shift+left"): Effect(of_frame("pivot", "years"), less),
    ("budget", "k"): Effect(of_frame("now", "columns"), "stage"),
    ("budget", "m"): Effect(of_frame("now", "measure"), "voted", ("k", "k", "k")),
    ("budget", "i"): Effect(of_frame("now", "section"), "investment"),
    ("funding", "g"): Effect(lambda stage: (stage.app.frame.by, stage.app.frame.groups.key(stage.app.frame.groups.rows[0]))),
    ("funding", "space"): Effect(lines_of("groups"), more, ("home",)),
    ("funding", "z"): Effect(lines_of("groups"), more, ("z",)),
    ("funding", "v"): Effect(has_class("-turned"), turned),
    ("agenda", "k"): Effect(lambda stage: (stage.app.frame.chosen.kind, {row.kind for row in events(stage)}), MILESTONES),
    ("agenda", "v"): Effect(lambda stage: {row.state for row in events(stage)}, {"late"}),
    ("agenda", "n"): Effect(lambda stage: stage.app.frame.table.current.day >= TODAY, turned, ("v", "v", "v", "home")),
    ("changes", "f"): opens("MomentPicker", "depuis"),
    ("changes", "u"): opens("MomentPicker", "jusqu"),
    ("changes", "x"): Effect(sides, lambda old, new: new == old[::-1], ("u", *"DM1", "enter")),
    ("changes", "o"): Effect(of_frame("order"), ("days", True)),
    ("changes", "O"): Effect(of_frame("order"), ("days", True), ("o",)),
    ("changes", "r"): Effect(of_frame("order"), ("days", False)),
    ("changes", "v"): Effect(lambda stage: stage.app.frame.detail.display, turned),
    ("problems", "g"): Effect(lambda stage: [row for row in stage.app.frame.table.rows if stage.app.frame.table.key(row) is None]),
    ("problems", "x"): Effect(lambda stage: (stage.app.frame.explained, stage.text)),
    ("problems", "p"): Effect(of_frame("room"), "project", ("home",)),
    ("save", "down"): Effect(lambda stage: stage.app.screen.form, "text", ("s",)),
    ("save", "up"): Effect(lambda stage: stage.app.screen.form, "markdown"),
    ("save", "escape"): Effect(top, ("BudgetScreen", "")),
    ("picker", "down"): Effect(moment, more, ("f",)),
    ("picker", "up"): Effect(moment, less),
    ("picker", "pagedown"): Effect(moment, more),
    ("picker", "pageup"): Effect(moment, less),
    ("picker", "escape"): Effect(top, ("ChangesScreen", "")),
    ("app", "slash"): Effect(of_frame("types_filter"), True),
    ("app", "y"): Effect(lambda stage: stage.app.clipboard, first=LISTED),
    ("app", "e"): Effect(lambda stage: len(stage.edited), more, LISTED),
    ("app", "s"): opens("SaveScreen"),
    ("app", "c"): Effect(chosen("certainty"), "probable"),
    ("app", "d"): opens("MomentPicker", "date"),
    ("app", "B"): opens("MomentPicker", "référence"),
    ("app", "l"): Effect(language, lambda old, new: (old[0], new[0]) == ("fr", "en") and old[1] != new[1]),
    ("app", "t"): Effect(lambda stage: (stage.app.theme, background(stage))),
    ("app", "question_mark"): opens("HelpScreen"),
    ("app", "ctrl+p"): opens("Palette"),
    ("app", "tab"): Effect(lambda stage: stage.app.focused.id, first={"funding": ("v",), "changes": ("v",)}),
    ("rows", "enter"): Effect(where_one_is, first={**LISTED, "budget": (), "funding": ("home",), "changes": ("tab",), "project": ("home", "down")}),
    ("app", "escape"): Effect(where_one_is, first=dict.fromkeys(SCREENS, ("slash", *"gare", "enter"))),
    ("app", "q"): Effect(lambda stage: stage.app.return_value, 0),
}  # fmt: skip


async def home(stage, room):
    """Go to a screen, whatever is over it."""
    while not isinstance(stage.app.screen, Frame):
        await stage.press("escape")
    if stage.app.frame.types_filter:
        await stage.press("escape")
    if stage.app.frame.room == room:
        return
    await stage.app.run_action(f"show('{'projects' if room == 'project' else room}')")
    await stage.settle()
    if room == "project":
        await stage.press("enter")


def test_every_command_has_its_effect_here():
    assert EFFECTS.keys() == {(command.where, command.keys) for command in COMMANDS}


STANDS_ON = {"columns": "projects", "save": "budget", "picker": "changes"}
"""Rooms of what stands over a screen."""
PANES = {"overview", "funding", "changes"}
"""Screens that `tab` goes about in; the others have one pane that takes keys."""


@pytest.mark.parametrize("room", ROOMS)
def test_its_commands_do_what_they_say(play, past, monkeypatch, room):
    edited = []
    monkeypatch.setattr(Dashboard, "edit", lambda _app, place: edited.append(place))
    over = [name for name, under in STANDS_ON.items() if under == room]

    async def script(stage):
        stage.edited, idle = edited, []
        for (where, keys), effect in EFFECTS.items():
            if where not in ("app", "rows", room, *over) or (where == "app" and keys.isdigit()):
                continue
            if where not in over:
                await home(stage, room)
            await stage.press(*effect.before(room))
            before = effect.probe(stage)
            if keys == "q":
                await stage.pilot.press(keys)
                await stage.pilot.pause()
            else:
                await stage.press(keys)
            after = effect.probe(stage)
            if not effect.holds(before, after) and (keys != "tab" or room in PANES):
                idle.append((where, keys, before, after))
        return idle, [repr(error) for error in stage.app.unforeseen]

    size = (80 if room == "budget" else 140, 30)
    assert play(script, root=past, size=size, save=lambda *_: None, where=None) == ([], [])


def test_each_number_leads_from_every_screen_to_its_own(play):
    keys = {command.keys: command.action[6:-2] for command in commands_of("app") if command.action.startswith("show(")}
    assert list(keys.values()) == list(SCREENS)
    order = [*keys]

    async def script(stage):
        for n, one in enumerate(order):  # every pair, both ways
            for two in order[n + 1 :]:
                for key in (one, two):
                    await stage.press(key)
                    assert shows(keys[key]).holds(None, EFFECTS["app", key].probe(stage)), (one, two)
        for key in order:
            await stage.press("2", "2", "enter")
            assert stage.app.frame.room == "project"
            await stage.press(key)
            assert stage.app.frame.room == keys[key]

    play(script, size=(80, 24))
