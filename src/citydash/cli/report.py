"""`citydash report`: print or write a report."""

from argparse import Namespace

from citydash.cli.common import (
    Parser,
    add_output,
    check_format,
    emit,
    locale_of,
    new_parser,
    say,
    settings_of,
    text_width,
    with_snapshot,
)
from citydash.errors import OK, UsageError
from citydash.figures.rollup import ALL_MEASURES, AXES, COLUMNS, Request
from citydash.figures.view import SURE, Cuts, View
from citydash.index import Snapshot
from citydash.locale import Locale
from citydash.model.words import SECTIONS
from citydash.report.document import faults, make_job
from citydash.report.kinds import FORMATS, KINDS, check_kind, render
from citydash.settings import Settings

EXAMPLES = """
citydash report
citydash report budget --rows department --columns year
citydash report budget --rows portfolio,project --columns stage --where status:delivery
citydash report funding --certainty secured -f csv -o funding.csv
citydash report project gare-commune --lang fr
"""
SCALES = {"1": 1, "k": 1_000, "M": 1_000_000}


def parser(locale: Locale) -> Parser:
    """The command's options."""
    text = locale.text
    made = new_parser("report", locale, text("Print or write a report."), EXAMPLES)
    made.add_argument("kind", nargs="?", default="summary", metavar="KIND", help=", ".join(KINDS))
    made.add_argument("id", nargs="?", metavar="ID", help=text("project id (report project only)"))
    add_output(made, FORMATS)
    add_pivot(made)
    add_choice(made)
    made.add_argument("--unit", metavar="1|k|M", help=text("unit of amounts in text and Markdown (default: what fits)"))
    made.add_argument("--excel-fr", action="store_true", help=text("CSV as French spreadsheets open it"))
    return made


def add_pivot(made: Parser) -> None:
    """What is summed."""
    text = made.locale.text
    made.add_argument("--rows", metavar="AXIS[,AXIS]", help=text("one or two of: {axes}", axes=", ".join(AXES)))
    made.add_argument("--columns", metavar="AXIS", help=", ".join(COLUMNS))
    made.add_argument("--measure", metavar="NAME", help=", ".join(ALL_MEASURES))


def add_choice(made: Parser) -> None:
    """Which projects, and which of their lines."""
    text = made.locale.text
    made.add_argument(
        "--where", default="", metavar="FILTER", help=text("only matching projects (citydash help filter)")
    )
    made.add_argument(
        "--department", action="append", default=[], metavar="ID", help=text("only this department's lines")
    )
    made.add_argument("--section", action="append", default=[], metavar="NAME", help=text("only this section's lines"))
    made.add_argument("--source", action="append", default=[], metavar="ID", help=text("only this source's lines"))
    made.add_argument(
        "--years", metavar="FIRST..LAST", help=text("years shown; the others fold into earlier and later")
    )
    made.add_argument(
        "--certainty", default="possible", metavar="|".join(SURE), help=text("count only funding at least this certain")
    )


def cuts_of(options: Namespace) -> Cuts:
    """The cuts of a run. Raises `UsageError`."""
    if options.certainty not in SURE:
        raise UsageError("no certainty “{name}”", name=options.certainty, known=tuple(SURE))
    return Cuts(tuple(options.department), tuple(options.section), tuple(options.source), _years(options.years))


def _years(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    first, dots, last = text.partition("..")
    if not (first.isdecimal() and (last if dots else first).isdecimal() and len(text) <= len("2025..2027")):
        raise UsageError("“{text}” is not a span of years: write 2025..2027", text=text)
    span = int(first), int(last if dots else first)
    if not 1990 <= span[0] <= span[1] <= 2100:
        raise UsageError("“{text}” is not a span of years: write 2025..2027", text=text)
    return span


def request_of(options: Namespace) -> Request:
    """The roll-up that the options ask for; a money-in measure is by source unless said otherwise."""
    from citydash.model.words import MONEY_IN

    measure = "planned" if options.measure is None else options.measure
    if options.columns == "stage" and options.measure:
        raise UsageError("columns “stage” show all four stages: omit --measure")
    rows, columns = options.rows, options.columns
    if rows is None:
        rows = "source" if measure in MONEY_IN else "portfolio" if measure == "net-cost" else "department"
    if columns is None:
        columns = "certainty" if measure == "net-cost" else "year"
    if options.years and columns != "year":
        raise UsageError("--years is for columns “year”: columns “{columns}” are over all years", columns=columns)
    return Request(tuple(part.strip() for part in rows.split(",")), columns, measure, cuts_of(options))


def run(arguments: list[str], locale: Locale) -> int:
    """`citydash report`: exit code 0."""
    options = parser(locale).parse_args(arguments)
    settings = settings_of(options)
    check_format(options.format, FORMATS)
    _check(options)
    request = request_of(options) if options.kind == "budget" else None
    cuts = cuts_of(options)
    emit(with_snapshot(settings, lambda snapshot: _bytes(snapshot, settings, options, cuts, request)), options.output)
    return OK


def _check(options: Namespace) -> None:
    """Options that the kind or format doesn't have are errors: silently ignored, they'd mislead."""
    check_kind(options.kind)
    if options.kind == "project" and options.where:
        raise UsageError("report project has no --where: it is of one project")
    if options.id is not None and options.kind != "project":
        raise UsageError("report {kind} takes no ID", kind=options.kind)
    if options.kind != "budget":
        _check_cuts(options)
    if options.excel_fr and options.format != "csv":
        raise UsageError("--excel-fr works only with -f csv")
    if options.unit is not None and options.unit not in SCALES:
        raise UsageError("no unit “{name}”", name=options.unit, known=tuple(SCALES))
    if options.unit is not None and options.format in ("csv", "json"):
        raise UsageError("--unit is for text and Markdown: -f {format} has exact amounts", format=options.format)


def _check_cuts(options: Namespace) -> None:
    """Likewise what only the budget has, and of lines the funding."""
    for name in ("rows", "columns", "measure", "years"):
        if getattr(options, name) is not None:
            raise UsageError("report {kind} has no --{option}: it is for report budget", kind=options.kind, option=name)
    for section in options.section:
        if section not in SECTIONS:
            raise UsageError("no section “{name}”", name=section, known=SECTIONS)
    allowed = ("section", "source") if options.kind == "funding" else ()
    for name in ("department", "section", "source"):
        if getattr(options, name) and name not in allowed:
            value = getattr(options, name)[0]
            raise UsageError(
                "report {kind} has no --{option}: --where {option}:{value} chooses whole projects",
                kind=options.kind, option=name, value=value,
            )  # fmt: skip


def _bytes(snapshot: Snapshot, settings: Settings, options: Namespace, cuts: Cuts, request: Request | None) -> bytes:
    view = View(snapshot, settings.today, options.where, settings.towns, options.certainty)
    if view.filter is not None:
        from citydash.figures.choice import check_filter

        check_filter(view)
    job = make_job(view, locale_of(settings, snapshot), cuts, options.where, settings.towns)
    style = None
    if options.format in ("text", "markdown"):
        from citydash.report.render import Style

        plain_file = options.output is not None
        style = Style(
            settings.color and not plain_file,
            settings.ascii,
            text_width(options.output),
            SCALES.get(options.unit or ""),
        )
    if options.format == "csv" and not settings.quiet:
        for note in faults(job):  # a CSV has no place to say it
            say(note)
    return render(options.kind, options.format, job, style, request, options.id, excel_fr=options.excel_fr)
