"""`citydash [WORKSPACE]`: open the dashboard."""

import sys

from citydash import __version__
from citydash.cli.common import Parser, new_parser, settings_of
from citydash.errors import EnvironmentFault, UsageError
from citydash.locale import Locale
from citydash.settings import Settings, state_file

EXAMPLES = """
citydash
citydash portfolios/valombre
citydash --where "status:delivery is:late" --lang fr
citydash report budget --rows department
"""


def parser(locale: Locale) -> Parser:
    """The options of the dashboard, and the list of commands."""
    text = locale.text
    commands = (
        ("report", text("print or write a report")),
        ("check", text("list every problem of every file")),
        ("explain", text("show the lines behind an amount")),
        ("diff", text("show what changed between two commits, tags or dates")),
        ("log", text("show how cost, dates and funding moved, commit by commit")),
        ("export", text("write open data, a calendar, a journal or a database")),
        ("sql", text("run one read-only SQL query on the portfolio")),
        ("index", text("show, tidy or rebuild the index that keeps reports fast")),
        ("schema", text("print the format's JSON Schema")),
        ("help", text("explain the filter language, a problem's code, the figures")),
    )
    listed = "\n".join(f"  {name:<9}{line}" for name, line in commands)
    about = text("Open the dashboard of a town's projects, or run a command.")
    made = new_parser("", locale, "\n".join((about, "", text("commands:"), listed)), EXAMPLES)
    made.prog = "citydash"
    made.add_argument(
        "folder", nargs="?", metavar="WORKSPACE", help=text("default: ./portfolios, else the current folder")
    )
    made.add_argument("--where", metavar="FILTER", help=text("only matching projects (citydash help filter)"))
    made.add_argument("--version", action="version", version=f"citydash {__version__}", help=text("show the version"))
    return made


def run(arguments: list[str], locale: Locale) -> int:
    """Open the dashboard; exit code 0 when it was closed, 128 and more when a signal ended it."""
    made = parser(locale)
    options, unknown = made.parse_known_args(arguments)
    _check_folder(options.folder)
    if unknown:
        made.error(f"unrecognized arguments: {' '.join(unknown)}")
    options.workspace = options.folder or options.workspace
    settings = settings_of(options)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise EnvironmentFault("the dashboard needs a terminal; for a pipe or a file use citydash report")
    from citydash.figures.filters import parse

    parse(options.where or "")
    _check_revision(settings)
    import os
    from functools import partial

    from citydash.tui import DashboardOptions
    from citydash.tui import run as run_dashboard

    return run_dashboard(
        DashboardOptions(
            root=settings.workspace, cache=settings.cache, language=settings.language,
            today=settings.today if options.today else None, towns=settings.towns, where=options.where,
            color=settings.color, ascii=settings.ascii, state=state_file(os.environ, settings.workspace),
            save=partial(_save, locale), at=settings.at,
        )
    )  # fmt: skip


def _check_revision(settings: Settings) -> None:
    """A name that git doesn't know is said here, not on a screen."""
    if settings.at is not None:
        from citydash.files.revisions import revision_named
        from citydash.index.past import repository_of

        revision_named(repository_of(settings.workspace), settings.at)


def _save(locale: Locale, arguments: tuple[str, ...], path: str, form: str) -> None:
    """Write what a command prints, by the command itself; nothing of it is said on the terminal, which is lent out."""
    from importlib import import_module

    command, *rest = arguments
    if command not in ("report", "check", "explain", "diff"):
        raise UsageError("no report “{name}”", name=command)
    import_module(f"citydash.cli.{command}").run(["--quiet", f"--format={form}", f"--output={path}", *rest], locale)


def _check_folder(folder: str | None) -> None:
    """A mistyped command looks like a folder that isn't there: say which command is near."""
    import os

    if folder and not os.path.exists(folder) and os.sep not in folder:  # noqa: PTH110
        from citydash.cli import COMMANDS
        from citydash.files.problems import nearest

        raise UsageError(
            "“{name}” is neither a command nor a folder", name=folder, hint=nearest(folder, COMMANDS), known=COMMANDS
        )
