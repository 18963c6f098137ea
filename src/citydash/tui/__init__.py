"""The dashboard: a frame, screens switched by number keys, and a worker that keeps them in step with the files.

`run(options)` is the door; nothing here imports Textual until it is called. Screens ask the figures in a thread and
receive frozen results; `session` holds the workspace, `commands` says every key once, `widgets` are what screens share.
"""

from collections.abc import Callable
from typing import NamedTuple

from citydash.tui.state import Choice, Memory

Save = Callable[[tuple[str, ...], str, str], None]
"""Writes what `citydash ARGUMENTS` prints to a file in a format. Raises `CitydashError`."""


class DashboardOptions(NamedTuple):
    """What the dashboard is started with. `today` (ISO) is the machine's date at each load where None.

    What was said on the command line (not None) wins over what is remembered. `state` is the file where that is kept
    for the next start; None keeps nothing. `at` names the commit to begin with; None for the files as they are.
    """

    root: str
    cache: str | None
    language: str | None
    today: str | None
    towns: tuple[str, ...] = ()
    where: str | None = None
    color: bool = True
    ascii: bool = False
    state: str | None = None
    memory: Memory = Memory()
    save: Save | None = None
    at: str | None = None

    @property
    def choice(self) -> Choice:
        """The filter and the certainty that the dashboard starts with."""
        where = self.memory.where if self.where is None else self.where
        return Choice(where.strip(), self.memory.certainty)

    @property
    def chosen_language(self) -> str | None:
        """The language asked for; None where the town's is shown."""
        return self.language or self.memory.language or None


def run(options: DashboardOptions) -> int:
    """Open the dashboard on this terminal; the exit code once it is closed."""
    import gc  # noqa: PLC0415 - nothing of this is needed by who only imports the door

    gc.disable()  # until the first figures stand: what is made at start stays, and looking through it costs 30 ms
    from citydash.tui.session import Session  # noqa: PLC0415 - likewise

    if options.state is not None:
        from citydash.tui.memory import recall  # noqa: PLC0415 - likewise

        options = options._replace(memory=recall(options.state))
    session = Session(options)
    session.start(fork=True)
    from citydash.tui.app import Dashboard  # noqa: PLC0415 - Textual, while the session opens the workspace in its thread
    from citydash.tui.terminal import as_found, keep_signals  # noqa: PLC0415 - likewise

    app = Dashboard(options, session)
    with as_found():
        keep_signals()
        ended = app.run()
    return (app.return_code or 0) if ended is None else ended
