"""The filter that holds on every screen: tried in a thread while it is typed, applied once it makes sense."""

from typing import TYPE_CHECKING

from textual import work
from textual.message import Message
from textual.worker import get_current_worker

from citydash.tui.loading import Loading
from citydash.tui.state import CERTAINTIES, Choice

if TYPE_CHECKING:
    from textual.timer import Timer

TYPING_PAUSE = 0.15
"""Seconds after the last letter until the filter is tried."""


class Filtering(Loading):
    """An application with one choice for all its screens."""

    _typing: "Timer | None" = None

    class Tried(Message):
        """A filter's text was tried; `entered` where the user is done with it."""

        def __init__(self, text: str, matching: int, error: Exception | None, *, entered: bool) -> None:
            super().__init__()
            self.text, self.matching, self.error, self.entered = text, matching, error, entered

    async def action_filter(self) -> None:
        if self.frame is not None and self.screen is self.frame:
            self.clear_notifications()  # they would stand over what is said of it
            await self.frame.open_filter()

    def try_filter(self, text: str) -> None:
        """Once typing pauses, apply the filter if it is one, else say what isn't understood."""
        if self._typing is not None:
            self._typing.stop()
        self._typing = self.set_timer(TYPING_PAUSE, lambda: self._try(text))

    def take_filter(self, text: str) -> None:
        """Apply a filter now. One that makes no sense stays in the bar where it was typed."""
        if self._typing is not None:
            self._typing.stop()
        self._try(text, entered=True)

    @work(thread=True, exclusive=True, group="filter", exit_on_error=False)
    def _try(self, text: str, *, entered: bool = False) -> None:
        from citydash.figures.choice import check_filter  # noqa: PLC0415 - only where something is filtered

        worker = get_current_worker()
        try:
            with self.session.reading(Choice(text.strip(), self.context.choice.certainty)) as view:
                check_filter(view)
                matching = 0 if worker.is_cancelled else len(view.projects)
        except Exception as error:  # noqa: BLE001 - said in the bar
            tried = self.Tried(text, 0, error, entered=entered)
        else:
            tried = self.Tried(text, matching, None, entered=entered)
        if not worker.is_cancelled:  # what is typed now is another text
            self.post_message(tried)

    def on_filtering_tried(self, message: Tried) -> None:
        frame = self.frame
        if message.error is not None:
            if frame is not None and frame.types_filter:
                frame.refresh_filter(self.context.say(message.error))
            else:
                self.say_error(message.error)
            return
        self.context.matching = message.matching
        self.context.choice = self.context.choice._replace(where=message.text.strip())
        if frame is None:
            return
        if message.entered and frame.types_filter:
            frame.leave_filter()
        frame.refresh_data(at_once=True)
        frame.refresh_filter("")
        frame.refresh_frame()

    def action_certainty(self) -> None:
        """Possible, probable, secured: each counts less funding."""
        now = CERTAINTIES.index(self.context.choice.certainty)
        certainty = CERTAINTIES[(now + 1) % len(CERTAINTIES)]
        self.context.choice = self.context.choice._replace(certainty=certainty)
        word = self.context.locale.word("certainty", certainty)
        self.clear_notifications()
        self.say(self.context.locale.text("funding counted: up to {certainty}", certainty=word))
        if self.frame is not None:
            self.frame.refresh_frame()
            self.frame.refresh_data()
