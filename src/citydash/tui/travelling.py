"""Time travel: the plan as of a commit on every screen, and the baseline that it is compared with."""

from collections.abc import Callable

from textual import work

from citydash.tui.handing import Handing
from citydash.tui.state import Loaded, Moment


class Travelling(Handing):
    """An application that may show the past."""

    async def action_as_of(self) -> None:
        """Choose what is shown; the files as they are come first."""
        now = self.context.loaded.at if self.context.loaded else None
        await self.pick(self.context.locale.text("Show the plan as of…"), self.show_at, now, files=True)

    async def action_baseline(self) -> None:
        """Choose what everything is compared with, or nothing."""
        now = self.context.loaded.baseline if self.context.loaded else None
        await self.pick(self.context.locale.text("Compare with a baseline…"), self.compare_with, now, none=True)

    async def pick(
        self, title: str, chosen: Callable[[Moment | None], None], now: Moment | None, *, files: bool = False,
        none: bool = False,
    ) -> None:  # fmt: skip
        """Ask for a commit; None is the files as they are, or no commit, where these may be chosen."""
        if not self.context.is_open or self.screen is not self.frame:
            return
        from citydash.tui.screens.picker import MomentPicker  # noqa: PLC0415 - when it opens

        self.look_back()
        await self.lay(self.paper(MomentPicker).about(title, chosen, now, files=files, none=none))

    def show_at(self, moment: Moment | None) -> None:
        """Show a commit on every screen; None for the files as they are."""
        self._turn(lambda: self.session.show_at(moment))

    def compare_with(self, moment: Moment | None) -> None:
        """Compare with a commit on every screen; None for nothing."""
        self._turn(lambda: self.session.compare_with(moment))

    @work(thread=True, exclusive=True, group="open", exit_on_error=False)
    def _turn(self, turn: Callable[[], Loaded]) -> None:
        try:
            loaded = turn()
        except Exception as error:  # noqa: BLE001 - said; what was shown stays
            self.call_from_thread(self.say_error, error)
        else:
            self.post_message(self.Opened(loaded, None))
