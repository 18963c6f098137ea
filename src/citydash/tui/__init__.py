"""The dashboard: a frame, screens switched by number keys, and a worker that keeps them in step with the files.

`run(options)` is the door; nothing here imports Textual until it is called. Screens ask the figures in a thread and
receive frozen results; `session` holds the workspace, `commands` says every key once, `widgets` are what screens share.
"""

from typing import NamedTuple


class DashboardOptions(NamedTuple):
    """What the dashboard is started with. `today` (ISO) is the machine's date at each load where None."""

    root: str
    cache: str | None
    language: str | None
    today: str | None
    towns: tuple[str, ...] = ()
    where: str = ""
    color: bool = True
    ascii: bool = False


def run(options: DashboardOptions) -> int:
    """Open the dashboard on this terminal; the exit code once it is closed."""
    import gc  # noqa: PLC0415 - nothing of this is needed by who only imports the door

    gc.disable()  # until the first figures stand: what is made at start stays, and looking through it costs 30 ms
    from citydash.tui.session import Session  # noqa: PLC0415 - likewise

    session = Session(options)
    session.start(fork=True)
    from citydash.tui.app import Dashboard  # noqa: PLC0415 - Textual, while the session opens the workspace in its thread

    return Dashboard(options, session).run() or 0
