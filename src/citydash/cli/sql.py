"""`citydash sql`: one read-only query on the portfolio as a database."""

from argparse import Namespace

from citydash.cli.common import (
    Parser,
    add_output,
    chosen_format,
    emit,
    new_parser,
    settings_of,
    text_width,
    with_snapshot,
)
from citydash.cli.export import task_of
from citydash.errors import OK
from citydash.export.query import Result
from citydash.index import Snapshot
from citydash.locale import Locale
from citydash.settings import Settings

EXAMPLES = """
citydash sql
citydash sql "SELECT * FROM projects LIMIT 5"
citydash sql "SELECT department, year, sum(amount_cents) FROM budget WHERE stage = 'paid' GROUP BY 1, 2"
citydash sql "SELECT value AS tag, count(*) FROM projects, json_each(tags) GROUP BY 1 ORDER BY 2 DESC"
citydash sql "SELECT project, title, due FROM milestones WHERE state = 'late'" -f csv -o late.csv
"""
FORMATS = ("text", "csv", "json")
COLUMNS = """SELECT view, name, about FROM (
  SELECT name AS view, -1 AS position, '' AS name, about FROM views
  UNION ALL SELECT view, position, name, about FROM columns
) ORDER BY view, position"""
"""The query that stands in for none: what there is to ask for, each view before its columns."""


def parser(locale: Locale) -> Parser:
    """The command's options."""
    text = locale.text
    about = text("Run one read-only SQL query (SQLite) on the portfolio. Without one, list the views and columns.")
    made = new_parser("sql", locale, about, EXAMPLES)
    made.add_argument("query", nargs="?", default=COLUMNS, metavar="SELECT", help=text("one SELECT"))
    add_output(made, FORMATS)
    made.add_argument(
        "--where", default="", metavar="FILTER", help=text("only matching projects (citydash help filter)")
    )
    return made


def run(arguments: list[str], locale: Locale) -> int:
    """`citydash sql`: exit code 0; 2 for a query that isn't one SELECT, is wrong or takes too long."""
    options = parser(locale).parse_args(arguments)
    settings = settings_of(options)
    options.format = chosen_format(options, FORMATS)
    emit(with_snapshot(settings, lambda snapshot: _bytes(snapshot, settings, options)), options.output)
    return OK


def _bytes(snapshot: Snapshot, settings: Settings, options: Namespace) -> bytes:
    from citydash.export.query import query

    task = task_of(snapshot, settings, options.where)
    result = query(task, options.query)
    if options.format == "json":
        from json import dumps

        document = {"format": 1, "kind": "sql", "columns": result.columns, "rows": result.rows}
        return (dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
    return _table(result, task.locale, settings, options)


def _table(result: Result, locale: Locale, settings: Settings, options: Namespace) -> bytes:
    from citydash.locale.clean import cell
    from citydash.report.document import NUMBER, TEXT, Column, Report, Table

    if options.format == "csv":
        from citydash.report.csvfile import to_csv

        columns = tuple(Column(cell(name), "") for name in result.columns)
        return to_csv([Table("", columns, result.rows)])
    from citydash.report.render import Style, to_text

    numeric = [all(isinstance(row[n], int | float | None) for row in result.rows) for n in range(len(result.columns))]
    columns = tuple(
        Column(name, name, NUMBER if is_number else TEXT)
        for name, is_number in zip(result.columns, numeric, strict=True)
    )
    rows = [tuple(_shown(value) for value in row) for row in result.rows]
    width = text_width(options.output)  # of a terminal, where a text is broken into lines and never cut
    style = Style(settings.color and not options.output, settings.ascii, width, 1)
    table = Table("", columns, rows, empty=locale.text("The query finds nothing."), wraps=width is not None)
    return to_text(Report("", [], [], [table], []), locale, style).lstrip("\n").encode("utf-8", "replace")


def _shown(value: object) -> str:
    """Numbers as SQL has them, not grouped: a year among them would read 2 026."""
    return "" if value is None else str(value)
