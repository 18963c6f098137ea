"""`citydash report`: print or write a report."""

from argparse import Namespace

from citydash.cli.common import (
    Parser,
    add_output,
    chosen_format,
    emit,
    locale_of,
    new_parser,
    say,
    settings_of,
    text_width,
    with_snapshot,
)
from citydash.errors import OK, UsageError
from citydash.figures.request import ALL_MEASURES, AXES, COLUMNS, Request
from citydash.figures.view import SURE, Cuts, View
from citydash.index import Snapshot
from citydash.locale import Locale
from citydash.model.words import AGENDA_KINDS, AGENDA_STATES, SECTIONS
from citydash.report.document import Job, faults, make_job
from citydash.report.kinds import CUTS, FORMATS, KINDS, OF_ONE, WITHOUT_FUNDING, check_kind, render
from citydash.settings import Settings

TYPE_CHECKING = False  # as typing's, without importing it
if TYPE_CHECKING:
    from citydash.figures.agenda import Chosen
    from citydash.figures.listing import Listing
    from citydash.report.kinds import Asked

EXAMPLES = """
citydash report
citydash report budget --rows department --columns year
citydash report budget --rows portfolio,project --columns stage --where status:delivery
citydash report budget --rows department --within dsi
citydash report projects --where is:late --sort slip:desc --columns title,lead,slip
citydash report funding --certainty secured -f csv -o funding.csv
citydash report ppi --where -status:cancelled -o ppi.xlsx
citydash report departments --years 2026..2027
citydash report project gare-commune --lang fr
"""
OF_KIND = {
    "sort": ("projects",),
    "group": ("funding", "timeline"),
    "every": ("drift",),
    "events": ("agenda",),
    "state": ("agenda",),
    "days": ("agenda",),
}
"""Options that few kinds have."""
MOST_DIGITS = 4
"""Of a number of days: some thirty years."""
SCALES = {"1": 1, "k": 1_000, "M": 1_000_000}


def parser(locale: Locale) -> Parser:
    """The command's options."""
    text = locale.text
    made = new_parser("report", locale, text("Print or write a report."), EXAMPLES)
    made.add_argument("kind", nargs="?", default="summary", metavar="KIND", help=", ".join(KINDS))
    made.add_argument(
        "id", nargs="?", metavar="ID", help=text("project id (of one project: {kinds})", kinds=", ".join(OF_ONE))
    )
    add_output(made, FORMATS)
    add_pivot(made)
    made.add_argument(
        "--compare", metavar="SNAPSHOT", help=text("also show the values at a commit, tag, branch or date, and the Δ")
    )
    made.add_argument("--every", metavar="commit|month", help=text("report drift: a row a commit, or a month"))
    made.add_argument(
        "--group",
        metavar="AXIS",
        help=text(
            "report timeline: town, portfolio, lead or status; report funding: source, funder, level or certainty"
        ),
    )
    made.add_argument(
        "--within", metavar="KEY", help=text("only this row of --rows, by its projects (report budget only)")
    )
    add_agenda(made)
    made.add_argument(
        "--sort", metavar="COLUMN[:desc]", help=text("report projects: by which column (its columns: --columns a,b)")
    )
    add_choice(made)
    made.add_argument(
        "--unit", metavar="1|k|M", help=text("unit of amounts, but for CSV and JSON (default: what fits)")
    )
    made.add_argument("--excel-fr", action="store_true", help=text("CSV as French spreadsheets open it"))
    return made


def add_pivot(made: Parser) -> None:
    """What is summed."""
    text = made.locale.text
    made.add_argument("--rows", metavar="AXIS[,AXIS]", help=text("one or two of: {axes}", axes=", ".join(AXES)))
    made.add_argument("--columns", metavar="AXIS", help=", ".join(COLUMNS))
    made.add_argument("--measure", metavar="NAME", help=", ".join(ALL_MEASURES))


def add_agenda(made: Parser) -> None:
    """What of the agenda is listed."""
    text = made.locale.text
    made.add_argument("--events", metavar="|".join(AGENDA_KINDS), help=text("report agenda: which events"))
    made.add_argument(
        "--state", metavar="|".join(AGENDA_STATES), help=text("report agenda: in which state (default: open)")
    )
    made.add_argument("--days", metavar="N", help=text("report agenda: until how many days ahead"))


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
        "--years",
        metavar="FIRST..LAST",
        help=text("fiscal years shown (in report budget the others fold into earlier and later)"),
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


def chosen_of(options: Namespace) -> "Chosen":
    """What of the agenda the options ask for. Raises `UsageError`."""
    from citydash.figures.agenda import Chosen

    kind, state, days = options.events or Chosen().kind, options.state or Chosen().state, options.days
    if kind not in AGENDA_KINDS:
        raise UsageError("no events “{name}”", name=kind, known=AGENDA_KINDS)
    if state not in AGENDA_STATES:
        raise UsageError("no state “{name}”", name=state, known=tuple(AGENDA_STATES))
    if days is not None and not (days.isdecimal() and days.isascii() and len(days) <= MOST_DIGITS):
        raise UsageError("“{text}” is not a number of days", text=days)
    return Chosen(kind, state, None if days is None else int(days))


def listing_of(options: Namespace) -> "Listing":
    """What of the projects the options ask for. Raises `UsageError`."""
    from citydash.figures.listing import COMPARED, Listing, check_columns

    column, colon, way = (options.sort or "").partition(":")
    if colon and way not in ("asc", "desc"):
        raise UsageError("“{text}” is not a sort order: use cost or cost:desc", text=options.sort)
    usual = COMPARED if options.compare else Listing().columns
    columns = tuple(name.strip() for name in options.columns.split(",")) if options.columns else usual
    check_columns((*columns, *((column,) if column else ())))
    return Listing(tuple(dict.fromkeys(columns)), column, way == "desc")


def run(arguments: list[str], locale: Locale) -> int:
    """`citydash report`: exit code 0."""
    options = parser(locale).parse_args(arguments)
    settings = settings_of(options)
    if options.kind == "drift":
        settings = settings._replace(at=settings.at or "HEAD")
    options.format = chosen_format(options, FORMATS)
    _check(options)
    request: Asked = request_of(options) if options.kind == "budget" else None
    if options.kind == "agenda":
        request = chosen_of(options)
    if options.kind == "projects":
        request = listing_of(options)
    cuts = cuts_of(options)
    made = with_snapshot(
        settings,
        lambda snapshot: _bytes(snapshot, settings, options, cuts, request),
        with_line=options.kind == "drift",
    )
    emit(made, options.output)
    return OK


def _check(options: Namespace) -> None:
    """Options that the kind or format doesn't have are errors: silently ignored, they'd mislead."""
    check_kind(options.kind)
    _check_kind(options)
    if options.kind != "budget":
        _check_cuts(options)
    for name, kinds in OF_KIND.items():
        if getattr(options, name) is not None and options.kind not in kinds:
            raise UsageError(
                "report {kind} has no --{option}: it is for report {other}",
                kind=options.kind, option=name, other=", ".join(kinds),
            )  # fmt: skip
    if options.every not in (None, "commit", "month"):
        raise UsageError("no rows “{name}”", name=options.every, known=("commit", "month"))
    if options.compare:
        from citydash.report.compared import check_compared

        check_compared(options.kind)
    if options.kind == "drift" and (options.where or options.town):
        raise UsageError("report drift is of the whole workspace: citydash log --where follows some projects")
    if options.excel_fr and options.format != "csv":
        raise UsageError("--excel-fr works only with -f csv")
    if options.unit is not None and options.unit not in SCALES:
        raise UsageError("no unit “{name}”", name=options.unit, known=tuple(SCALES))
    if options.unit is not None and options.format in ("csv", "json"):
        raise UsageError("--unit is for what people read: -f {format} has exact amounts", format=options.format)


def _check_kind(options: Namespace) -> None:
    """Likewise what a kind of one project, or one without funding, doesn't have."""
    if options.kind in OF_ONE and options.where:
        raise UsageError("report {kind} has no --where: it covers one project", kind=options.kind)
    if options.kind in WITHOUT_FUNDING and options.certainty != "possible":
        raise UsageError("report {kind} has no --certainty: it doesn't depend on it", kind=options.kind)
    if options.id is not None and options.kind not in OF_ONE:
        raise UsageError("report {kind} takes no ID", kind=options.kind)


def _check_cuts(options: Namespace) -> None:
    """Likewise what only the budget has, and the cuts that a kind doesn't know."""
    for name in ("rows", "columns", "measure", "within"):
        if getattr(options, name) is not None and (name, options.kind) != ("columns", "projects"):
            raise UsageError("report {kind} has no --{option}: it is for report budget", kind=options.kind, option=name)
    for section in options.section:
        if section not in SECTIONS:
            raise UsageError("no section “{name}”", name=section, known=SECTIONS)
    allowed = CUTS.get(options.kind, ())
    if options.years is not None and "years" not in allowed:
        known = ("budget", *(kind for kind, cuts in CUTS.items() if "years" in cuts))
        raise UsageError("report {kind} has no --years", kind=options.kind, known=known)
    for name in ("department", "section", "source"):
        if getattr(options, name) and name not in allowed:
            value = getattr(options, name)[0]
            raise UsageError(
                "report {kind} has no --{option}: --where {option}:{value} chooses whole projects",
                kind=options.kind, option=name, value=value,
            )  # fmt: skip


def _bytes(snapshot: Snapshot, settings: Settings, options: Namespace, cuts: Cuts, request: "Asked") -> bytes:
    view = View(snapshot, settings.today, options.where, settings.towns, options.certainty)
    if view.filter is not None:
        from citydash.figures.choice import check_filter

        check_filter(view)
    job = make_job(view, locale_of(settings, snapshot), cuts, options.where, settings.towns)
    style = None
    if options.format not in ("csv", "json"):
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
    old = None
    if options.compare:
        job, old = _compared(job, options)
    keys = {"budget": options.within, "timeline": options.group, "funding": options.group, "drift": options.every}
    key = keys.get(options.kind, options.id)
    return render(options.kind, options.format, job, style, request, key, excel_fr=options.excel_fr, old=old)


def _compared(job: Job, options: Namespace) -> tuple[Job, Job]:
    """The report's job, and the same report's at the snapshot that it is compared with."""
    from citydash.figures.compare import alike
    from citydash.figures.sides import beside
    from citydash.index.past import past

    view = job.view
    old = beside(view, past(view.snapshot, options.compare), options.where, job.towns)
    old, view = alike(old, view)
    return job._replace(view=view), make_job(old, job.locale, job.cuts, options.where, job.towns)
