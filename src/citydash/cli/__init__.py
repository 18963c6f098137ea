"""The command line: `citydash [WORKSPACE]` opens the dashboard, `citydash COMMAND` does one thing and ends.

stdout is data, stderr is for people. Each command is a module with `run(arguments, locale) -> exit code`, imported only
when it is called.
"""

import sys

from citydash.errors import ENVIRONMENT, CitydashError, reason_of

COMMANDS = ("report", "check", "explain", "diff", "log", "index", "export", "sql", "schema", "help")
"""The commands, each a module of this room; anything else on the command line opens the dashboard."""


def main(arguments: list[str] | None = None) -> int:  # noqa: PLR0911 - one return a way to end
    """Run the command line and return its exit code: 0 done, 1 problems found, 2 usage, 3 environment."""
    given = sys.argv[1:] if arguments is None else arguments
    from citydash.cli.common import early_locale

    locale = early_locale(given)
    try:
        return _run(given, locale)
    except CitydashError as error:
        return _end(locale.error(error), error.exit_code)
    except BrokenPipeError:
        return _leave_quietly()
    except KeyboardInterrupt:
        return 130
    except SystemExit as stop:  # argparse's --help
        return stop.code if isinstance(stop.code, int) else 0
    except RecursionError:
        return _end(locale.text("something in the workspace is nested too deeply"), ENVIRONMENT)
    except OSError as error:  # a folder removed meanwhile, no more room
        name = f"{error.filename}: " if error.filename else ""
        reason = name + locale.text(reason_of(error))
        return _end(locale.text("the system refused: {reason}", reason=reason), ENVIRONMENT)


_VALUED = frozenset(("-w", "--workspace", "--town", "--lang", "--today", "--at", "--where"))
_FLAGS = frozenset(("--no-color", "--ascii", "-q", "--quiet"))


def _command(given: list[str]) -> tuple[str, list[str]]:
    """The command and its arguments; options that all commands share may stand before it."""
    n = 0
    while n < len(given):
        if given[n] in COMMANDS:
            return given[n], given[:n] + given[n + 1 :]
        name, equals, _value = given[n].partition("=")
        if given[n] in _VALUED:
            n += 2
        elif given[n] in _FLAGS or (equals and name in _VALUED):
            n += 1
        else:
            break
    return "dashboard", given


def _run(given: list[str], locale: "object") -> int:
    import os
    from importlib import import_module

    if "_ARGCOMPLETE" in os.environ:
        from citydash.cli.complete import complete

        complete()
    name, arguments = _command(given)
    if name != "dashboard":
        import gc

        gc.disable()  # a short life with few circles: collecting costs more than it frees
    code: int = import_module(f"citydash.cli.{name}").run(arguments, locale)
    return code


def _end(line: str, code: int) -> int:
    from citydash.cli.common import say

    say(line)
    return code


def _leave_quietly() -> int:
    """The reader of a pipe has gone: nothing more to say, not even at exit."""
    from citydash.cli.common import leave_stdout

    leave_stdout()
    return 0
