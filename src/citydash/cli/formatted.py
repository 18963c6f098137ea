"""What a command found, as bytes in the format asked for: of commands that are no kind of `citydash report`."""

from argparse import Namespace
from collections.abc import Callable
from typing import Any

from citydash.cli.common import text_width
from citydash.report.document import Job, Report, Table
from citydash.report.kinds import written
from citydash.settings import Settings


def formatted(
    options: Namespace,
    settings: Settings,
    job: Job,
    document: Callable[[], dict[str, Any]],
    tables: Callable[[], list[Table]],
    build: Callable[[], Report],
    scale: int | None = None,
) -> bytes:
    """The JSON document, the CSV's tables or the report for people: only that one is made."""
    if options.format == "json":
        from json import dumps

        return (dumps(document(), ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
    if options.format == "csv":
        from citydash.report.csvfile import to_csv

        return to_csv(tables())
    from citydash.report.render import Style

    in_color = settings.color and options.output is None
    style = Style(in_color, settings.ascii, text_width(options.output), scale)
    return written(build(), options.format, job, style)
