"""`citydash check`: every problem of every file; exit code 1 when there is an error."""

import os

from citydash.cli.common import (
    Parser,
    add_output,
    chosen_format,
    emit,
    locale_of,
    new_parser,
    path_prefix,
    settings_of,
    text_width,
    with_snapshot,
)
from citydash.errors import OK, PROBLEMS, UsageError
from citydash.figures.view import Cuts, View
from citydash.index import Snapshot
from citydash.locale import Locale

EXAMPLES = """
citydash check
citydash check -w portfolios/valombre --lang fr
citydash check -f github
citydash check -f sarif -o citydash.sarif
"""


def parser(locale: Locale) -> Parser:
    """The command's options."""
    from citydash.report.problems import FORMATS

    about = locale.text("List every problem of every file. Exit code 1 when there is an error.")
    made = new_parser("check", locale, about, EXAMPLES)
    made.add_argument("paths", nargs="*", metavar="FILE", help=locale.text("only problems of these files and folders"))
    add_output(made, FORMATS)
    made.add_argument("--strict", action="store_true", help=locale.text("exit with code 1 on warnings too"))
    return made


def run(arguments: list[str], locale: Locale) -> int:
    """`citydash check`: exit code 1 when there is an error."""
    from citydash.figures.problems import check
    from citydash.report.document import make_job
    from citydash.report.problems import FORMATS, render
    from citydash.report.render import Style

    options = parser(locale).parse_args(arguments)
    if options.workspace is None and len(options.paths) == 1 and os.path.isdir(options.paths[0]):  # noqa: PTH112
        options.workspace, options.paths = options.paths[0], []
    settings = settings_of(options)
    options.format = chosen_format(options, FORMATS)

    def work(snapshot: Snapshot) -> tuple[bytes, int]:
        view = View(snapshot, settings.today, towns=settings.towns)
        job = make_job(view, locale_of(settings, snapshot), Cuts())
        found = check(view).problems
        if options.paths:
            wanted = _wanted(options.paths, snapshot.root)
            found = [p for p in found if _is_below(os.path.realpath(os.path.join(snapshot.root, p.path)), wanted)]  # noqa: PTH118
        style = Style(settings.color and not options.output, settings.ascii, text_width(options.output))
        failed = any(p.severity == "error" or options.strict for p in found)
        return render(found, options.format, job, style, path_prefix(snapshot.root)), PROBLEMS if failed else OK

    data, code = with_snapshot(settings, work)
    emit(data, options.output)
    return code


def _wanted(paths: list[str], root: str) -> list[str]:
    """Files and folders that were named, links resolved.

    Raises `UsageError` for one that isn't there, or not in the workspace: it would seem to be right.
    """
    for path in paths:
        if not os.path.lexists(path):
            raise UsageError("no file “{path}”", path=path)
        if not _is_below(os.path.realpath(path), [root]):
            raise UsageError("“{path}” is not in the workspace {root}: name that with -w", path=path, root=root)
    return [os.path.realpath(path) for path in paths]


def _is_below(path: str, wanted: list[str]) -> bool:
    return any(path == one or path.startswith(one.rstrip(os.sep) + os.sep) for one in wanted)
