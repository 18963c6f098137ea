"""A stage to play the dashboard on: keys in, lines of text out. `--update-golden` writes the pictures that tests compare."""

import asyncio
import os
from pathlib import Path

import pasts
import pytest
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.events import Key
from textual.keys import _character_to_key

from citydash.files.repository import find
from citydash.tui import DashboardOptions
from citydash.tui.screens.frame import Frame
from citydash.tui.session import Session

HERE = Path(__file__).parent
VALOMBRE = HERE.parents[1] / "portfolios" / "valombre"
TODAY = "2026-11-22"
NO_SCROLLBARS = dict.fromkeys(map(ord, "▁▂▃▄▅▆▇"), " ")
"""The tip of a scrollbar depends on when it was last painted."""
FRAME = 0.004
"""Seconds between two frames: a sixtieth is for eyes, and a test would wait for it at every key."""
LETTERS = {"slash": "/", "question_mark": "?", "space": " "}


def _no_repository_of_ours(root):
    """The towns that ship stand in this repository: what a screen shows of them mustn't hang on its history."""
    return None if Path(root).resolve().is_relative_to(HERE.parents[1]) else find(root)


@pytest.fixture(autouse=True)
def _same_everywhere(monkeypatch):
    monkeypatch.setattr("citydash.files.repository.find", _no_repository_of_ours)
    for name in list(os.environ):
        if name in ("NO_COLOR", "VISUAL", "EDITOR", "COLUMNS", "LINES") or name.startswith("TEXTUAL"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setattr("textual.screen.UPDATE_PERIOD", FRAME)
    for pause in ("filtering.TYPING_PAUSE", "screens.projects.REST"):  # for hands; a script would only wait
        monkeypatch.setattr(f"citydash.tui.{pause}", 0.03)
    monkeypatch.setattr("citydash.tui.reading.CALM", 0)


class Stage:
    """The running dashboard."""

    def __init__(self, app, pilot):
        self.app, self.pilot = app, pilot

    async def settle(self):
        """Until every worker but the watcher has ended and what it said is on the screen."""
        calm = 0
        for _ in range(2400):
            await self.pilot._wait_for_screen()
            await asyncio.sleep(1.25 * FRAME)
            busy = [w for w in self.app.workers if w.group != "watch" and not w.is_finished]
            pauses = [
                t
                for t in (self.app._typing, getattr(self.app.screen, "_rest", None))
                if t is not None and t._task and not t._task.done()
            ]
            calm = 0 if busy or pauses or self._waits() else calm + 1
            if calm == 2:
                return

    def _waits(self):
        """Whether the screen has asked for figures that don't stand on it yet, or hasn't painted what it has."""
        screen = self.app.screen
        if not screen._compositor.visible_widgets:  # a screen that opens isn't laid out yet
            return True
        painted = "#body *" if isinstance(screen, Frame) else "#paper *"
        if screen._dirty_widgets or any(w._layout_required or w._repaint_required for w in screen.query(painted)):
            return True
        context, frame = self.app.context, self.app.frame
        if context.loaded is None or frame is None:
            return False
        return not context.goes_on or (frame.room != "trouble" and (frame.wanted is None or frame.wanted != frame._of))

    async def press(self, *keys):
        for key in keys:
            self._send(key)
            await asyncio.sleep(0)
            await self.settle()

    def _send(self, key):
        """As the terminal would: a key's name, and the letter that it types."""
        letter = key if len(key) == 1 else LETTERS.get(key)
        event = Key(_character_to_key(key) if len(key) == 1 else key, letter)
        event.set_sender(self.app)
        self.app._driver.send_message(event)

    async def type(self, text):
        for letter in text:
            self._send(letter)
        await self.settle()

    @property
    def lines(self):
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).translate(NO_SCROLLBARS).rstrip() for strip in strips]

    @property
    def text(self):
        return "\n".join(self.lines) + "\n"

    @property
    def notices(self):
        return [notice.message for notice in self.app._notifications]

    def row(self, words):
        """The first line of the screen that has these words."""
        return next(line for line in self.lines if words in line)


@pytest.fixture(scope="session")
def cache(tmp_path_factory):
    """One folder of indexes for a run: the towns that ship are read once."""
    return str(tmp_path_factory.mktemp("indexes"))


@pytest.fixture(autouse=True)
def _unpainted(monkeypatch):
    """No frame is made for a terminal that nobody looks at, half of a key's time; what a test reads is made for it."""

    def nothing(compositor, full=False, screen_stack=None, simplify=False):  # noqa: FBT002 - Textual's
        visible_screen_stack.set(screen_stack or [])
        compositor._dirty_regions.clear()

    monkeypatch.setattr(Compositor, "render_update", nothing)


@pytest.fixture(scope="session")
def past(tmp_path_factory):
    """Valombre with a history; who changes it makes another."""
    return pasts.valombre(tmp_path_factory.mktemp("past"))


@pytest.fixture
def play(cache):
    """Runs an async function on a stage: `play(script, root=…, size=(140, 40), language="fr", **options)`."""

    def run(script, root=VALOMBRE, size=(140, 40), language="fr", **options):
        given = {"cache": cache, "today": TODAY, **options}
        chosen = DashboardOptions(str(root), language=language, **given)

        results = []

        async def perform():
            from citydash.tui.app import Dashboard

            session = Session(chosen)
            session.start()
            app = Dashboard(chosen, session)
            async with app.run_test(size=size, notifications=True) as pilot:
                stage = Stage(app, pilot)
                for _ in range(1000):
                    if app.first is not None or app.fault:
                        break
                    await asyncio.sleep(0.01)
                await stage.settle()
                results.append(await script(stage))
            session.close()

        asyncio.run(perform())  # it returns nothing: of what a task returned asyncio makes a picture at the end
        return results[0]

    return run


@pytest.fixture
def golden(request):
    """Compares a picture with the one that is kept, or keeps it with `--update-golden`."""

    def compare(name, text):
        path = HERE / "golden" / name
        if request.config.getoption("--update-golden", default=False):
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"no picture {name}: run pytest tests/tui --update-golden"
        assert text == path.read_text(encoding="utf-8")

    return compare
