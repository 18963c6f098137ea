"""`citydash export`: the portfolio in the standards of the field."""

import sys
from argparse import Namespace

from citydash.cli.common import Parser, emit, locale_of, new_parser, say, settings_of, with_snapshot
from citydash.errors import OK, UsageError
from citydash.export.kinds import BINARY, FORMATS, check_format, check_licence, check_prefix, make
from citydash.export.task import LICENCES, Made, Task
from citydash.figures.view import Cuts, View
from citydash.index import Snapshot
from citydash.locale import Locale
from citydash.settings import Settings

EXAMPLES = """
citydash export datapackage -o valombre.zip
citydash export scdl-subventions -o subventions.csv
citydash export oc4ids --where status:delivery --prefix oc4ids-abc123 -o projects.json
citydash export ics -o milestones.ics
citydash export ledger -o portfolio.journal
citydash export sqlite -o portfolio.sqlite
"""


def parser(locale: Locale) -> Parser:
    """The command's options."""
    text = locale.text
    about = text("Write the portfolio in a standard format. What a format can't hold is listed on stderr.")
    made = new_parser("export", locale, about, EXAMPLES)
    made.add_argument("export", nargs="?", metavar="FORMAT", help=", ".join(FORMATS))
    made.add_argument(
        "-o", "--output", metavar="FILE",
        help=text("write to this file, whole or not at all; a data package: a new folder, or a .zip"),
    )  # fmt: skip
    made.add_argument(
        "--where", default="", metavar="FILTER", help=text("only matching projects (citydash help filter)")
    )
    made.add_argument("--licence", metavar="|".join(LICENCES), help=text("licence of the data (default: etalab-2.0)"))
    made.add_argument(
        "--prefix", default="", metavar="PREFIX", help=text("oc4ids: the registered prefix of the project identifiers")
    )
    return made


def run(arguments: list[str], locale: Locale) -> int:
    """`citydash export`: exit code 0."""
    options = parser(locale).parse_args(arguments)
    settings = settings_of(options)
    if options.export is None:
        raise UsageError("say which format: citydash export FORMAT", known=FORMATS)
    check_format(options.export)
    if options.licence is not None:
        check_licence(options.licence, options.export)
    if options.prefix:
        check_prefix(options.prefix, options.export)
    to_stdout = options.output in (None, "-")
    if to_stdout and options.export in BINARY and sys.stdout is not None and sys.stdout.isatty():
        raise UsageError("export {name} isn't text: say where with -o FILE", name=options.export)
    made, said = with_snapshot(settings, lambda snapshot: _made(snapshot, settings, options))
    _write(made, options.output)
    if not settings.quiet:
        if made.is_empty:
            say(said.text("there is nothing to export: what is written has no rows"))
        for one in made.left_out:
            say(said.text("left out: {what} ({why})", what=one.what, why=one.why))
    return OK


def _made(snapshot: Snapshot, settings: Settings, options: Namespace) -> tuple[Made, Locale]:
    """The export, and the language that it is in."""
    task = task_of(snapshot, settings, options.where, options.licence)._replace(prefix=options.prefix)
    return make(options.export, task), task.locale


def task_of(snapshot: Snapshot, settings: Settings, where: str, licence: str | None = None) -> Task:
    """What an export is made from. Raises `UsageError` for a filter that can't be."""
    from citydash.report.document import faults, make_job

    view = View(snapshot, settings.today, where, settings.towns)
    if view.filter is not None:
        from citydash.figures.choice import check_filter

        check_filter(view)
    job = make_job(view, locale_of(settings, snapshot), Cuts(), where, settings.towns)
    return Task(view, job.locale, job.git, job.where, licence or next(iter(LICENCES)), tuple(faults(job)))


def _write(made: Made, path: str | None) -> None:
    """To a folder where that is what was made and asked for; several files on stdout, or to a .zip, as one."""
    if isinstance(made.data, bytes):
        emit(made.data, path)
    elif path in (None, "-") or str(path).lower().endswith(".zip"):
        from citydash.export.archive import zipped

        emit(zipped(made.data), path)
    else:
        from citydash.files.write import write_folder

        write_folder(str(path), made.data)
