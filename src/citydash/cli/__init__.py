"""The command line: `citydash [WORKSPACE]` opens the dashboard, `citydash COMMAND` does one thing and ends.

stdout is data, stderr is for people. Each command is a module with `run(arguments, locale) -> exit code`, imported only
when it is called.
"""

import sys

from citydash.errors import ENVIRONMENT, CitydashError

COMMANDS = ("report", "check", "explain", "schema", "help")
"""The commands, each a module of this room; anything else on the command line opens the dashboard."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code: 0 done, 1 problems found, 2 usage, 3 environment."""
    given = sys.argv[1:] if arguments is None else arguments
    from citydash.cli.common import early_locale

    locale = early_locale(given)
    try:
        return _run(given, locale)
    except CitydashError as error:
        sys.stderr.write(f"citydash: {_printable(locale.error(error))}\n")
        return error.exit_code
    except BrokenPipeError:
        return _leave_quietly()
    except KeyboardInterrupt:
        return 130
    except SystemExit as stop:  # argparse's --help
        return stop.code if isinstance(stop.code, int) else 0
    except RecursionError:
        sys.stderr.write("citydash: " + locale.text("something in the workspace is nested too deeply") + "\n")
        return ENVIRONMENT


def _run(given: list[str], locale: "object") -> int:
    import os
    from importlib import import_module

    if "_ARGCOMPLETE" in os.environ:
        from citydash.cli.complete import complete

        complete()
    name = given[0] if given and given[0] in COMMANDS else "dashboard"
    if name != "dashboard":
        import gc

        gc.disable()  # a short life with few circles: collecting costs more than it frees
    code: int = import_module(f"citydash.cli.{name}").run(given[1:] if name != "dashboard" else given, locale)
    return code


def _printable(text: str) -> str:
    from citydash.report.clean import plain

    return plain(text)


def _leave_quietly() -> int:
    """The reader of a pipe has gone: nothing more to say, not even at exit."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
