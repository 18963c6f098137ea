"""`citydash explain`: the lines of the files behind an amount of `report budget`."""

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

EXAMPLES = """
citydash explain --rows department dsi --column 2026
citydash explain --rows portfolio,project tiers-lieux gare-commune --measure paid
citydash explain --rows source dsil --measure received
citydash explain --rows portfolio capteurs --measure net-cost --column secured
"""


def parser(locale: Locale) -> Parser:
    """The command's options."""
    text = locale.text
    made = new_parser(
        "explain",
        locale,
        text("Show the lines in the files that add up to an amount in the budget report."),
        EXAMPLES,
    )
    made.add_argument(
        "key", nargs="*", metavar="KEY", help=text("the row: one id for each axis of --rows (default: all rows)")
    )
    made.add_argument(
        "--column", metavar="NAME", help=text("the column, as the report names it (default: the whole row)")
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
    request = request_of(options)
    if options.column is None and not is_additive(request):
        raise UsageError("say which column with --column: stages, or net costs at each certainty, don't add up")

    def work(snapshot: Snapshot) -> bytes:
        view = View(snapshot, settings.today, options.where, settings.towns, options.certainty)
        if view.filter is not None:
            from citydash.figures.choice import check_filter

            check_filter(view)
        job = make_job(view, locale_of(settings, snapshot), request.cuts, options.where, settings.towns)
        found = explain(view, request, tuple(options.key), options.column)
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
