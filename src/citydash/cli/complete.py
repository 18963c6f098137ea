"""Shell completion, with argcomplete (`pip install citydash[complete]`): commands, options, towns, projects and so on.

The shell calls `citydash` with _ARGCOMPLETE set; nothing here is imported otherwise.
"""

import argparse
import os
from collections.abc import Callable
from typing import Any


def complete() -> None:
    """Answer the shell and exit; without argcomplete, answer nothing."""
    try:
        import argcomplete
    except ImportError:
        os._exit(1)
    argcomplete.autocomplete(whole_parser(), always_complete_options="long")


def whole_parser() -> argparse.ArgumentParser:
    """Every command under one parser, each option with what completes it."""
    from importlib import import_module

    from citydash.cli import COMMANDS
    from citydash.locale import Locale

    top = argparse.ArgumentParser(prog="citydash", add_help=False)
    commands = top.add_subparsers()
    for name in COMMANDS:
        own = import_module(f"citydash.cli.{name}").parser(Locale("en"))
        commands.add_parser(name, parents=[own], add_help=False)
    completers = _completers()
    for action in _actions(top):
        completer = completers.get(action.dest)
        if completer is None and "|" in str(action.metavar):
            completer = _fixed(tuple(str(action.metavar).split("|")))
        if completer is not None:
            action.completer = completer  # type: ignore[attr-defined]
    return top


def _actions(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    found = list(parser._actions)  # noqa: SLF001 - argparse has no public way to list them
    for action in parser._actions:  # noqa: SLF001
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            for child in action.choices.values():
                found += _actions(child)
    return found


Completer = Callable[..., list[str]]


def _completers() -> dict[str, Completer]:
    from citydash.cli import COMMANDS
    from citydash.cli.help import TOPICS
    from citydash.export.kinds import FORMATS
    from citydash.figures.filters import KEYS
    from citydash.figures.request import ALL_MEASURES, AXES, COLUMNS
    from citydash.figures.view import SURE
    from citydash.files.problems import RULES
    from citydash.locale import LANGUAGES
    from citydash.model.words import AGENDA_KINDS, AGENDA_STATES, SECTIONS
    from citydash.report.kinds import KINDS

    return {
        "kind": _fixed(KINDS),
        "export": _fixed(FORMATS),
        "rows": _fixed(AXES),
        "columns": _fixed(COLUMNS),
        "measure": _fixed(ALL_MEASURES),
        "section": _fixed(SECTIONS),
        "certainty": _fixed(tuple(SURE)),
        "events": _fixed(AGENDA_KINDS),
        "state": _fixed(tuple(AGENDA_STATES)),
        "lang": _fixed(LANGUAGES),
        "where": _fixed(tuple(f"{key}:" for key in (*KEYS, "is"))),
        "topic": _fixed((*TOPICS, *COMMANDS, *RULES)),
        **dict.fromkeys(("at", "compare", "old", "new"), _revisions),
        "project": _from_workspace("projects"),
        "town": _from_workspace("towns"),
        "department": _from_workspace("departments"),
        "source": _from_workspace("sources"),
        "id": _from_workspace("projects"),
    }


def _fixed(words: tuple[str, ...]) -> Completer:
    return lambda **_context: list(words)


def _revisions(parsed_args: Any, **_context: Any) -> list[str]:
    """The tags and branches of the workspace's repository, and HEAD."""
    from citydash.errors import CitydashError
    from citydash.files.repository import find
    from citydash.settings import default_workspace

    try:
        repository = find(getattr(parsed_args, "workspace", None) or default_workspace(os.environ))
        return ["HEAD", *(tag.name for tag in repository.tags()), *repository.branches()] if repository else []
    except CitydashError:
        return []


def _from_workspace(what: str) -> Completer:
    """Ids of the workspace that the command line names."""

    def completer(parsed_args: Any, **_context: Any) -> list[str]:
        from citydash.errors import CitydashError
        from citydash.figures.view import View
        from citydash.index import open_workspace
        from citydash.settings import cache_folder, default_workspace

        root = getattr(parsed_args, "workspace", None) or default_workspace(os.environ)
        try:
            with open_workspace(root, cache_folder(os.environ)) as snapshot:
                names = View(snapshot, "2000-01-01").names
                if what == "projects":
                    return [p.key for p in View(snapshot, "2000-01-01").every_project]
                if what == "towns":
                    return [town.key for town in names.towns.values()]
                words = names.departments if what == "departments" else names.sources
                return [names.words[word] for _town, word in words]
        except CitydashError:
            return []

    return completer
