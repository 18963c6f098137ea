"""`citydash diff`: what changed between two snapshots."""

from argparse import Namespace

from citydash.cli.common import (
    Parser,
    add_output,
    chosen_format,
    emit,
    locale_of,
    new_parser,
    settings_of,
    with_snapshot,
)
from citydash.cli.formatted import formatted
from citydash.cli.report import SCALES, add_choice, add_pivot, request_of
from citydash.errors import OK, PROBLEMS, UsageError
from citydash.index import Snapshot
from citydash.locale import Locale
from citydash.report.kinds import FORMATS
from citydash.settings import Settings

EXAMPLES = """
citydash diff
citydash diff BP2026
citydash diff 2025-12-31 2026-06-30 --rows department
citydash diff HEAD~3 HEAD -f markdown -o changes.md
citydash diff BP2026 --exit-code --quiet
"""
WORK_TREE = "."
"""What TO may say for the files as they are, which it is by default."""


def parser(locale: Locale) -> Parser:
    """The command's options."""
    text = locale.text
    about = text("Show what changed between two snapshots: commits, tags, branches, dates, or the files as they are.")
    made = new_parser("diff", locale, about, EXAMPLES)
    made.add_argument("old", nargs="?", default="HEAD", metavar="FROM", help=text("before (default: HEAD)"))
    made.add_argument(
        "new", nargs="?", default=WORK_TREE, metavar="TO", help=text("after (default: the files as they are)")
    )
    add_output(made, FORMATS)
    add_pivot(made)
    add_choice(made)
    made.add_argument(
        "--unit", metavar="1|k|M", help=text("unit of amounts, but for CSV and JSON (default: what fits)")
    )
    made.add_argument("--exit-code", action="store_true", help=text("exit with 1 when something changed"))
    return made


def run(arguments: list[str], locale: Locale) -> int:
    """`citydash diff`: exit code 0, or with --exit-code 1 when something changed."""
    options = parser(locale).parse_args(arguments)
    _two_dots(options)
    options.format = chosen_format(options, FORMATS)
    settings = settings_of(options)
    _check(options)
    settings = settings._replace(at=None if options.new == WORK_TREE else options.new)
    data, changed = with_snapshot(settings, lambda snapshot: _bytes(snapshot, settings, options))
    if not (settings.quiet and options.exit_code and options.output is None):
        emit(data, options.output)
    return PROBLEMS if options.exit_code and changed else OK


def _two_dots(options: Namespace) -> None:
    """FROM..TO is as git has it."""
    old, dots, new = options.old.partition("..")
    if dots and options.new == WORK_TREE:
        options.old, options.new = old or "HEAD", new.lstrip(".") or WORK_TREE


def _check(options: Namespace) -> None:
    if options.at is not None:
        raise UsageError("diff has no --at: name the two snapshots, citydash diff FROM TO")
    pivots = options.rows or options.columns or options.measure
    if not pivots and (options.department or options.section or options.source or options.years):
        raise UsageError("lines can only be filtered in a roll-up: add --rows, or choose projects with --where")
    if options.unit is not None and options.unit not in SCALES:
        raise UsageError("no unit “{name}”", name=options.unit, known=tuple(SCALES))


def _bytes(snapshot: Snapshot, settings: Settings, options: Namespace) -> tuple[bytes, bool]:
    from citydash.figures.compare import compare
    from citydash.figures.shift import shifts, totals
    from citydash.figures.sides import sides
    from citydash.index.past import past
    from citydash.report.diff import Diff, build, document, tables
    from citydash.report.document import make_job

    before = past(snapshot, options.old)
    old, new = sides(before, snapshot, settings.today, options.where, settings.towns, options.certainty)
    pivots = options.rows or options.columns or options.measure
    request = request_of(options)
    found = Diff(old, new, compare(old, new), totals(old, new), shifts(old, new, request) if pivots else None)
    job = make_job(new, locale_of(settings, snapshot), request.cuts, options.where, settings.towns)
    data = formatted(
        options, settings, job, lambda: document(job, found), lambda: tables(job, found), lambda: build(job, found),
        SCALES.get(options.unit or ""),
    )  # fmt: skip
    return data, not found.is_nothing
