"""What every command shares: its parser, its settings, an open workspace, and where output goes."""

import argparse
import os
import sqlite3
import sys
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

from citydash.cli.progress import Bar
from citydash.errors import CitydashError, EnvironmentFault, UsageError, reason_of
from citydash.index import Snapshot, open_workspace
from citydash.locale import LANGUAGES, Locale, choose_language
from citydash.settings import Settings, cache_folder, default_workspace, parse_today, wants_color

T = TypeVar("T")
Text = Callable[..., str]


EXTENSIONS = {
    "txt": "text", "md": "markdown", "html": "html", "htm": "html", "csv": "csv", "json": "json", "xlsx": "xlsx",
    "sarif": "sarif",
}  # fmt: skip
"""What a file's extension says of its format."""
_OTHERS = frozenset(("pdf", "xls", "xlsm", "ods", "doc", "docx", "odt", "ppt", "pptx", "tsv", "xml", "yaml", "yml"))
"""Extensions of formats that citydash doesn't write: a file of another format under such a name would mislead."""
FOR_FILES = ("html", "xlsx")
"""Formats that nobody reads in a terminal."""


class Parser(argparse.ArgumentParser):
    """Errors are one sentence and exit code 2; headings in the user's language."""

    def __init__(self, locale: Locale, **options: Any) -> None:
        super().__init__(formatter_class=_formatter, add_help=False, allow_abbrev=False, **options)
        self.locale = locale
        self._positionals.title = locale.text("arguments")
        self._optionals.title = locale.text("options")

    def format_usage(self) -> str:
        return super().format_usage().replace("usage:", self.locale.text("usage:"), 1)

    def format_help(self) -> str:
        return super().format_help().replace("usage:", self.locale.text("usage:"), 1)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """A filter may start with a hyphen, which argparse would take for an option."""
        given = list(sys.argv[1:] if args is None else args)
        while "--where" in given[:-1]:
            n = given.index("--where")
            given[n : n + 2] = [f"--where={given[n + 1]}"]
        return super().parse_known_args(given, namespace)

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Arguments and options in any order: argparse takes `report project -w DIR ID` for one argument too many."""
        found, extra = self.parse_known_args(args, namespace)
        if extra and not any(one.startswith("-") for one in extra):
            found, extra = self.parse_known_intermixed_args(args, namespace)
        if extra:
            self.error(f"unrecognized arguments: {' '.join(extra)}")
        return found

    def error(self, message: str) -> NoReturn:
        """What argparse says in English, in the user's language where it is of the usual kinds."""
        before, _, given = message.partition(": ")
        name = before.removeprefix("argument ")
        if before == "unrecognized arguments":
            from citydash.files.problems import nearest

            first = given.split()[0].partition("=")[0]
            hint = nearest(first, tuple(self._option_string_actions)) if first.startswith("-") else ""
            if hint:
                raise UsageError("“{given}” is not known here", given=given, hint=hint)
            raise UsageError("“{given}” is not known here (see {program} --help)", given=given, program=self.prog)
        if given.startswith("expected"):
            raise UsageError("{option} needs a value (see {program} --help)", option=name, program=self.prog)
        if given.startswith("ignored explicit argument"):
            raise UsageError("{option} takes no value (see {program} --help)", option=name, program=self.prog)
        raise UsageError("{message} (see {program} --help)", message=message, program=self.prog)

    def _print_message(self, message: str, file: Any = None) -> None:
        """Help and version go where data goes: in UTF-8, whatever the locale says."""
        del file
        emit(message.encode("utf-8", "replace"), None)


def _formatter(prog: str) -> argparse.HelpFormatter:
    """With a width of its own: asking the terminal costs two modules, for every option that is added."""
    return argparse.RawDescriptionHelpFormatter(prog, width=max(40, _columns() or 100), max_help_position=32)


def _columns() -> int:
    """$COLUMNS, 0 where it says nothing."""
    columns = os.environ.get("COLUMNS", "")
    return int(columns) if columns.isdecimal() and len(columns) < 5 else 0


def early_locale(arguments: list[str]) -> Locale:
    """The language of help and usage errors, before anything is parsed: --lang, else the environment's."""
    for n, argument in enumerate(arguments):
        value = argument.partition("=")[2] if argument.startswith("--lang=") else ""
        if argument == "--lang" and n + 1 < len(arguments):
            value = arguments[n + 1]
        if value in LANGUAGES:
            return Locale(value)
    return Locale(choose_language(None, [], os.environ))


def new_parser(command: str, locale: Locale, about: str, examples: str) -> Parser:
    """A command's parser with the options that all share."""
    text = locale.text
    title = text("examples:")
    epilog = "\n".join((title, *(f"  {line}" for line in examples.strip().splitlines())))
    parser = Parser(locale, prog=f"citydash {command}".strip(), description=about, epilog=epilog)
    add = parser.add_argument
    add("-h", "--help", action="help", help=text("show this help"))
    add("-w", "--workspace", metavar="DIR", help=text("a town's folder, or a folder of towns"))
    add("--town", action="append", default=[], metavar="ID", help=text("only this town (may be repeated)"))
    add("--lang", metavar="fr|en", help=text("language (default: the town's)"))
    add("--today", metavar="DATE", help=text("calculate as of this date (default: today)"))
    add("--at", metavar="SNAPSHOT", help=text("as of a commit, tag, branch or date (default: the files as they are)"))
    add("--no-color", action="store_true", help=text("no colour"))
    add("--ascii", action="store_true", help=text("ASCII only"))
    add("-q", "--quiet", action="store_true", help=text("print nothing but errors on stderr"))
    return parser


def add_output(parser: Parser, formats: tuple[str, ...]) -> None:
    """Where and how output goes."""
    text = parser.locale.text
    said = text("format (default: what the extension of -o says, else text)")
    parser.add_argument("-f", "--format", metavar="|".join(formats), help=said)
    parser.add_argument("-o", "--output", metavar="FILE", help=text("write to this file, whole or not at all"))


def chosen_format(options: argparse.Namespace, formats: tuple[str, ...]) -> str:
    """The format asked for, else the one that the file's extension says, else text.

    Raises `UsageError` for a format that isn't there, and for bytes that would spoil a terminal.
    """
    extension = (options.output or "").rpartition(".")[2].lower() if "." in (options.output or "") else ""
    if not options.format and extension in _OTHERS:
        known = tuple(ending for ending, name in EXTENSIONS.items() if name in formats)
        raise UsageError("no format is called “.{name}”: say which one with -f", name=extension, known=known)
    name: str = options.format or EXTENSIONS.get(extension, "text")
    if name not in formats:
        from citydash.files.problems import nearest

        raise UsageError("no format “{name}” here", name=name, hint=nearest(name, formats), known=formats)
    if name in FOR_FILES and options.output in (None, "-") and sys.stdout is not None and sys.stdout.isatty():
        raise UsageError("{format} is not for a terminal: name a file with -o, or pipe it", format=name.upper())
    return name


def settings_of(options: argparse.Namespace) -> Settings:
    """The settings of a run, from its options and the environment. Raises `UsageError`."""
    if options.lang is not None and options.lang not in LANGUAGES:
        raise UsageError("no language “{name}”", name=options.lang, known=LANGUAGES)
    terminal = sys.stdout is not None and sys.stdout.isatty()
    narrow = terminal and "utf" not in (getattr(sys.stdout, "encoding", "utf-8") or "").lower()
    return Settings(
        workspace=options.workspace or default_workspace(os.environ),
        towns=tuple(options.town),
        language=options.lang,
        today=parse_today(options.today),
        cache=cache_folder(os.environ),
        color=wants_color(os.environ, is_terminal=terminal, refused=options.no_color),
        ascii=options.ascii or narrow,
        quiet=options.quiet,
        at=options.at,
    )


def with_snapshot(settings: Settings, work: Callable[[Snapshot], T], *, with_line: bool = False) -> T:
    """What `work` makes of the workspace, or of the snapshot asked for (`with_line`: HEAD's history is in the index,
    too). A cache that breaks meanwhile is left aside, and the work done in memory.
    """
    said: list[CitydashError] = []
    locale = Locale(choose_language(settings.language, [], os.environ))

    def notify(fault: CitydashError) -> None:
        if not settings.quiet and not said:
            said.append(fault)
            say(locale.error(fault))

    def opened(cache: str | None) -> Snapshot:
        with Bar(quiet=settings.quiet, locale=locale) as progress:
            if settings.at is None:
                _check_not_bare(settings.workspace)
                return open_workspace(settings.workspace, cache, notify, progress)
            from citydash.index.past import open_past

            return open_past(settings.workspace, cache, settings.at, notify, progress, with_line=with_line)

    try:
        with opened(settings.cache) as snapshot:
            _check_not_empty(snapshot, settings.workspace)
            return work(snapshot)
    except sqlite3.DatabaseError as error:
        notify(EnvironmentFault("the index broke while it was read ({reason}); working in memory", reason=error))
    with opened(None) as snapshot:
        _check_not_empty(snapshot, settings.workspace)
        return work(snapshot)


def _check_not_bare(root: str) -> None:
    """A bare repository holds no files, only commits that have some. git is asked where no folder of files is alone."""
    if os.path.isdir(root) and not os.path.isfile(os.path.join(root, "HEAD")):  # noqa: PTH112, PTH113, PTH118
        return
    from citydash.files.repository import find

    repository = find(root)
    if repository is not None and repository.is_bare:
        raise EnvironmentFault(
            "{root} is in a bare repository, which holds no files: name a commit, as in report --at HEAD or "
            "diff HEAD~1 HEAD", root=root,
        )  # fmt: skip


def _check_not_empty(snapshot: Snapshot, root: str) -> None:
    if snapshot.is_empty:
        if snapshot.revision is not None:
            raise EnvironmentFault(
                "no town in {root} at {commit}: a town is a folder that holds town.toml",
                root=root, commit=snapshot.revision.commit[:7],
            )  # fmt: skip
        raise EnvironmentFault("no town in {root}: a town is a folder that holds town.toml", root=root)


def locale_of(settings: Settings, snapshot: Snapshot) -> Locale:
    """The language of a report: asked for, else the towns', else the environment's."""
    from citydash.figures.names import Names

    names = Names(snapshot)
    languages = [town.language for town in names.towns.values() if not settings.towns or town.key in settings.towns]
    return Locale(choose_language(settings.language, languages, os.environ))


def say(line: str) -> None:
    """One line for people, on stderr; nothing in it moves the cursor or breaks the line."""
    from citydash.locale.clean import plain

    if sys.stderr is not None:
        sys.stderr.write(f"citydash: {plain(line)}\n")


def emit(data: bytes, path: str | None) -> None:
    """Write to a file, whole or not at all, or to stdout. Raises `EnvironmentFault`, `BrokenPipeError` of a pipe."""
    if path is not None and path != "-":
        from citydash.files.write import write_whole

        write_whole(path, data)
        return
    if sys.stdout is None:
        raise EnvironmentFault("the output can't be written: {reason}", reason="stdout is closed")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        leave_stdout()
        raise EnvironmentFault("the output can't be written: {reason}", reason=reason_of(error)) from error


def leave_stdout() -> None:
    """What couldn't be written isn't tried again when Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def path_prefix(root: str) -> str:
    """From where the command runs to the workspace, so that an editor or a forge finds the files."""
    relative = os.path.relpath(root, os.path.realpath("."))
    return "" if relative == "." else relative.replace(os.sep, "/") + "/"


def text_width(path: str | None) -> int | None:
    """The terminal's columns; None for a file or a pipe, where nothing is shortened."""
    if path or sys.stdout is None or not sys.stdout.isatty():
        return None
    columns = _columns()
    if not columns:
        try:
            columns = os.get_terminal_size(sys.stdout.fileno()).columns
        except OSError:
            columns = 0
    return max(60, columns or 80)
