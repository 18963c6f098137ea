"""`citydash explain`: the lines of the files behind an amount of `report budget`, or of another report."""

from argparse import Namespace

from citydash.cli.common import (
    Parser,
    add_output,
    chosen_format,
    emit,
    locale_of,
    new_parser,
    path_prefix,
    say,
    settings_of,
    text_width,
    with_snapshot,
)
from citydash.cli.report import add_choice, add_pivot, request_of
from citydash.errors import OK, UsageError
from citydash.figures.request import is_additive
from citydash.figures.view import View
from citydash.index import Snapshot
from citydash.locale import Locale
from citydash.report.document import faults, make_job
from citydash.report.kinds import FORMATS

TYPE_CHECKING = False  # as typing's, without importing it
if TYPE_CHECKING:
    from citydash.report.explanation import Explained

REPORTS = ("apcp", "induced", "funding-plan")
"""Reports with figures that are no roll-up (`figures.explain_reports`, which is imported when one is asked for)."""
EXAMPLES = """
citydash explain --rows department dsi --column 2026
citydash explain --rows portfolio,project tiers-lieux gare-commune --measure paid
citydash explain --rows source dsil --measure received
citydash explain --rows portfolio capteurs --measure net-cost --column secured
citydash explain --report apcp ap-2024-02 --column committed
citydash explain --report funding-plan gare-commune --column own_on_base
"""


def parser(locale: Locale) -> Parser:
    """The command's options."""
    text = locale.text
    made = new_parser(
        "explain",
        locale,
        text("Show the lines in the files that add up to an amount in a report."),
        EXAMPLES,
    )
    made.add_argument(
        "key", nargs="*", metavar="KEY", help=text("the row: one id for each axis of --rows (default: all rows)")
    )
    made.add_argument(
        "--column", metavar="NAME", help=text("the column, as the report names it (default: the whole row)")
    )
    made.add_argument(
        "--report",
        metavar="|".join(REPORTS),
        help=text("an amount of this report: its id, and --column as its CSV or JSON names it (default: budget)"),
    )
    add_pivot(made)
    add_choice(made)
    add_output(made, FORMATS)
    return made


def run(arguments: list[str], locale: Locale) -> int:
    """`citydash explain`: exit code 0."""
    from citydash.figures.explain import explain

    options = parser(locale).parse_args(arguments)
    settings = settings_of(options)
    options.format = chosen_format(options, FORMATS)
    if options.report is not None:
        _check_report(options)
    request = request_of(options)
    if options.report is None and options.column is None and not is_additive(request):
        raise UsageError("say which column with --column: stages, or net costs at each certainty, don't add up")

    def work(snapshot: Snapshot) -> bytes:
        view = View(snapshot, settings.today, options.where, settings.towns, options.certainty)
        if view.filter is not None:
            from citydash.figures.choice import check_filter

            check_filter(view)
        job = make_job(view, locale_of(settings, snapshot), request.cuts, options.where, settings.towns)
        found: Explained
        if options.report is None:
            found = explain(view, request, tuple(options.key), options.column)
        else:
            from citydash.figures.explain_reports import break_down

            found = [break_down(view, options.report, options.key[0], options.column)]
        from citydash.report import explanation

        if options.format == "json":
            from json import dumps

            return (dumps(explanation.document(job, found), ensure_ascii=False, indent=1) + "\n").encode(
                "utf-8", "replace"
            )
        if options.format == "csv":
            from citydash.report.csvfile import to_csv

            if not settings.quiet:
                for note in faults(job):
                    say(note)
            return to_csv(explanation.tables(found))
        from citydash.report.kinds import written
        from citydash.report.render import Style

        style = Style(settings.color and not options.output, settings.ascii, text_width(options.output), 1)
        return written(explanation.build(job, found, path_prefix(snapshot.root)), options.format, job, style)

    emit(with_snapshot(settings, work), options.output)
    return OK


def _check_report(options: Namespace) -> None:
    """Of another report than the budget, a figure is known by an id and a column; what is the budget's isn't there."""
    if options.report not in REPORTS:
        raise UsageError("no breakdown of report “{name}”", name=options.report, known=REPORTS)
    for name in ("rows", "columns", "measure", "section", "source", "department", "years"):
        if getattr(options, name):
            raise UsageError(
                "report {kind} has no --{option}: it is for report budget", kind=options.report, option=name
            )
    if len(options.key) != 1:
        raise UsageError("say which one: citydash explain --report {kind} ID --column NAME", kind=options.report)
    if options.column is None:
        raise UsageError("say which figure with --column")
