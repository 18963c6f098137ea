"""`citydash log`: how cost, dates and funding moved, commit by commit."""

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
    with_snapshot,
)
from citydash.cli.formatted import formatted
from citydash.errors import OK, UsageError
from citydash.figures.view import Cuts, View
from citydash.index import Snapshot
from citydash.locale import Locale
from citydash.report.kinds import FORMATS
from citydash.settings import Settings

TYPE_CHECKING = False  # as typing's, without importing it
if TYPE_CHECKING:
    from citydash.figures.history import Entry
    from citydash.report.document import Report

EXAMPLES = """
citydash log
citydash log --project gare-commune
citydash log --where portfolio:mobilite --at BP2026
citydash log -f csv -o history.csv
citydash log --baselines
"""


def parser(locale: Locale) -> Parser:
    """The command's options."""
    text = locale.text
    made = new_parser("log", locale, text("Show how cost, dates and funding moved, commit by commit."), EXAMPLES)
    made.add_argument("--project", metavar="ID", help=text("one project's life"))
    made.add_argument(
        "--where", default="", metavar="FILTER", help=text("only matching projects (citydash help filter)")
    )
    made.add_argument(
        "--baselines", action="store_true", help=text("list the tags: baselines that were named, such as BP2026")
    )
    add_output(made, FORMATS)
    return made


def run(arguments: list[str], locale: Locale) -> int:
    """`citydash log`: exit code 0."""
    options = parser(locale).parse_args(arguments)
    options.format = chosen_format(options, FORMATS)
    settings = settings_of(options)
    _check(options)
    settings = settings._replace(at=settings.at or "HEAD")
    work = _baselines if options.baselines else _moves
    with_line = not options.baselines
    emit(
        with_snapshot(settings, lambda snapshot: work(snapshot, settings, options), with_line=with_line), options.output
    )
    return OK


def _check(options: Namespace) -> None:
    """Options that don't go together are errors: silently ignored, they'd mislead."""
    if options.baselines and (options.project or options.where or options.at or options.town):
        raise UsageError("log --baselines lists every tag: it has no --project, --where, --town or --at")
    if options.project and (options.where or options.town):
        raise UsageError("log --project is of one project: it has no --where and no --town")


def _baselines(snapshot: Snapshot, settings: Settings, options: Namespace) -> bytes:
    from citydash.index.past import repository_at
    from citydash.report import baselines
    from citydash.report.document import make_job

    job = make_job(View(snapshot, settings.today), locale_of(settings, snapshot), Cuts())
    found = repository_at(snapshot).tags()
    return formatted(
        options, settings, job, lambda: baselines.document(job, found), lambda: baselines.tables(found),
        lambda: baselines.build(job, found),
    )  # fmt: skip


def _moves(snapshot: Snapshot, settings: Settings, options: Namespace) -> bytes:
    from citydash.figures.history import apart, cut_at, entries, of_projects, of_towns, stories
    from citydash.figures.sides import in_towns
    from citydash.index.past import repository_at
    from citydash.report import log
    from citydash.report.document import make_job

    view = View(snapshot, settings.today, options.where)
    if settings.towns:
        view = in_towns(view, options.where, settings.towns)
    job = make_job(view, locale_of(settings, snapshot), Cuts(), options.where, settings.towns)
    repository = repository_at(snapshot)
    chooses = bool(options.project or options.where or settings.towns)
    in_detail = chooses or options.format in ("json", "csv")
    found = stories(snapshot, repository) if in_detail else []
    if settings.towns:
        found = of_towns(view, found, settings.towns)
    if options.project or options.where:
        found = of_projects(view, found, options.project)

    def by_currency() -> "dict[str, list[Entry]]":
        some = [] if in_detail else entries(snapshot, repository)
        codes = {code for entry in some for code in entry.sums}
        if len(codes) == 1:
            return {codes.pop(): some}
        return apart(found if in_detail else stories(snapshot, repository))

    cut = cut_at(snapshot, repository)
    if options.format in ("json", "csv") and not settings.quiet:
        for note in log.cut_note(job, cut):  # which these have no place for
            say(note)

    def build() -> "Report":
        if options.project:
            return log.build_life(job, found, options.project, cut)
        return log.build(job, by_currency(), cut)

    return formatted(
        options, settings, job, lambda: log.document(job, found, options.project), lambda: log.tables(found), build
    )
