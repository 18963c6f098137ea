"""The end of a run: what is kept for the next start, and signals that end it as `q` does."""

import asyncio
import logging
import signal
from typing import TYPE_CHECKING

from citydash.tui import DashboardOptions, terminal
from citydash.tui.ground import Ground
from citydash.tui.state import Memory

if TYPE_CHECKING:
    from citydash.tui.screens.frame import Frame

log = logging.getLogger("citydash.tui")


class Leaving(Ground):
    """An application that remembers. `frames` are its screens by name, once they were opened."""

    def __init__(self, options: DashboardOptions, sheet: str) -> None:
        super().__init__(options, sheet)
        self.frames: dict[str, Frame] = {}
        self.language = options.memory.language
        """The language that was chosen here; "" where nobody did."""
        self.form = options.memory.form

    def on_mount(self) -> None:
        loop = asyncio.get_running_loop()
        for name in terminal.SIGNALS:
            number = getattr(signal, name, None)
            try:
                if number is not None:
                    loop.add_signal_handler(number, self._told_to_end, number)
            except (NotImplementedError, RuntimeError, ValueError):  # not on this system, or not in this thread
                return
        if terminal.came:
            self._told_to_end(terminal.came[0])

    def _told_to_end(self, number: int) -> None:
        terminal.end_soon(number)
        self.remember()
        self.exit(128 + number)

    async def action_quit(self) -> None:
        self.remember()
        self.exit(0)

    def memory(self) -> Memory:
        """What the next start is to know; screens that weren't opened keep what they had."""
        before, context = self.options.memory, self.context
        screens = {**before.screens}
        for name, frame in self.frames.items():
            try:
                screens[name] = frame.remembered()
            except Exception:  # the end comes all the same
                log.exception("a screen could not say what to keep of it")
        return before._replace(
            screen=self.current_mode, where=context.choice.where, certainty=context.choice.certainty,
            theme=self.theme, language=self.language, form=self.form, screens=screens, baseline=self._baseline(),
        )  # fmt: skip

    def _baseline(self) -> str:
        """What is compared with; as long as git wasn't asked, what the last run left."""
        loaded = self.context.loaded
        if loaded is None or (loaded.history is None and loaded.baseline is None):
            return self.options.memory.baseline
        return loaded.baseline.key if loaded.baseline is not None else ""

    def remember(self) -> None:
        """Keep it, where there is something to remember."""
        if self.options.state is not None and self.context.is_open:
            from citydash.tui.memory import keep  # noqa: PLC0415 - at the end of a run

            keep(self.options.state, self.memory())
