"""`citydash index`: what the program keeps beside the files to be fast, and how to tidy or rebuild it."""

import os

from citydash.cli.common import Parser, emit, new_parser, say, settings_of
from citydash.errors import OK, EnvironmentFault, UsageError
from citydash.index import Snapshot
from citydash.locale import Locale
from citydash.settings import Settings

EXAMPLES = """
citydash index
citydash index prune
citydash index rebuild
"""
ACTIONS = ("show", "prune", "rebuild")
MIB = 2**20


def parser(locale: Locale) -> Parser:
    """The command's options."""
    text = locale.text
    about = text("Show, tidy or rebuild the index: what is kept in the user's cache so that reports are instant.")
    made = new_parser("index", locale, about, EXAMPLES)
    made.add_argument(
        "action", nargs="?", default="show", metavar="|".join(ACTIONS),
        help=text("show it (default), prune what no branch needs, or rebuild it from the files and the history"),
    )  # fmt: skip
    return made


def run(arguments: list[str], locale: Locale) -> int:
    """`citydash index`: exit code 0."""
    options = parser(locale).parse_args(arguments)
    if options.action not in ACTIONS:
        raise UsageError("no action “{name}”", name=options.action, known=ACTIONS)
    settings = settings_of(options)
    if settings.cache is None:
        raise EnvironmentFault("no index is kept: CITYDASH_CACHE says none")
    root = os.path.realpath(settings.workspace)
    if options.action == "prune":
        _prune(root, settings.cache, locale, quiet=settings.quiet)
    elif options.action == "rebuild":
        _rebuild(root, settings)
    if options.action != "prune":
        emit(_shown(root, settings.cache, locale).encode("utf-8", "replace"), None)
    return OK


def _prune(root: str, cache: str, locale: Locale, *, quiet: bool) -> None:
    from citydash.index.upkeep import prune

    freed = prune(root, cache)
    if not quiet:
        say(locale.text("{size} MB freed", size=locale.number(max(0, freed) / MIB, 1)))


def _rebuild(root: str, settings: Settings) -> None:
    from citydash.cli.common import with_snapshot
    from citydash.files.repository import find
    from citydash.index.past import follow
    from citydash.index.upkeep import clear

    clear(root, settings.cache or "")
    repository = find(root)

    def fill(snapshot: Snapshot) -> None:
        if repository is not None:
            follow(snapshot, repository)

    with_snapshot(settings, fill)


def _shown(root: str, cache: str, locale: Locale) -> str:
    from citydash.index.history import KEPT_ASIDE, LIMIT
    from citydash.index.upkeep import held

    text, found = locale.text, held(root, cache)
    if found is None:
        return text("Nothing is kept of {root} in {cache}.", root=root, cache=cache) + "\n"
    lines = [
        (text("File"), found.path),
        (text("Size"), text("{size} MB", size=locale.number(found.size / MIB, 1))),
        (text("Texts"), locale.number(found.contents)),
        (text("Amounts"), locale.number(found.amounts)),
        (text("Commits of HEAD's line"), locale.number(found.commits)),
        (
            text("Other revisions"),
            text(
                "{n}, {most} at most, fewer beyond {size} MB",
                n=locale.number(found.aside),
                most=locale.number(KEPT_ASIDE),
                size=locale.number(LIMIT // MIB),
            ),
        ),
        (text("Left by other runs"), text("{size} MB", size=locale.number(found.others / MIB, 1))),
    ]
    width = max(len(label) for label, _value in lines)
    return "".join(f"{label:<{width}}  {value}\n" for label, value in lines)
