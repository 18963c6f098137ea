"""What leaves the dashboard: a line to the user's editor, what is shown to the clipboard or into a file."""

import os

from textual.app import SuspendNotSupported

from citydash.errors import EnvironmentFault
from citydash.tui.clipboard import fitting
from citydash.tui.filtering import Filtering
from citydash.tui.state import Place


class Handing(Filtering):
    """An application that hands things out."""

    def action_copy(self) -> None:
        text = self.frame.copied() if self.frame is not None else ""
        locale = self.context.locale
        if not text:
            self.say(locale.text("nothing to copy here"))
            return
        text, cut = fitting(text)
        self.copy_to_clipboard(text)
        said = locale.plural("{n} line copied", "{n} lines copied", text.count("\n") + 1)
        if cut:
            said = locale.text(
                "{copied}: the clipboard takes no more through a terminal; s saves everything", copied=said
            )
        self.say(said)

    async def action_save(self) -> None:
        """Ask where to write the report that says what the screen shows."""
        frame = self.frame
        if frame is None or self.screen is not frame or self.options.save is None:
            return
        arguments = frame.saves()
        if arguments is None:
            self.say(self.context.locale.text("no report says what is shown here"))
            return
        from citydash.tui.screens.save import SaveScreen  # noqa: PLC0415 - seldom needed

        def remember(form: str) -> None:
            self.form = form

        await self.lay(self.paper(SaveScreen).about(arguments, self.options, self.form, remember))

    def action_edit(self) -> None:
        loaded = self.context.loaded
        if loaded is not None and loaded.at is not None:
            self.say(self.context.locale.text("the past can't be edited: press d and choose the files as they are"))
            return
        place = self.screen.place() if hasattr(self.screen, "place") else None
        if place is None:
            self.say(self.context.locale.text("no file stands behind this line"))
            return
        self.edit(place)

    def edit(self, place: Place) -> None:
        """Open a line in the user's editor, the dashboard standing back meanwhile."""
        from citydash.tui.editor import command, run  # noqa: PLC0415 - seldom needed

        path = os.path.join(self.options.root, place.path)  # noqa: PTH118 - as the index joins them
        line = command(os.environ, path, place.line, place.column)
        text = self.context.locale.text
        problem: EnvironmentFault | None = None
        if not line:
            self.say(text("set $VISUAL or $EDITOR to open files here"), severity="warning")
            return
        try:
            with self.suspend():
                problem = run(line)
        except SuspendNotSupported:
            problem = EnvironmentFault("this terminal can't be lent to an editor")
        if problem is not None:
            self.say_error(problem)
        self.reload()
