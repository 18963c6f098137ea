"""`citydash schema`: the format's JSON Schema, so that editors complete and check town and portfolio files."""

from citydash.cli.common import Parser, emit, new_parser
from citydash.errors import OK, UsageError
from citydash.locale import Locale

EXAMPLES = """
citydash schema town -o town.schema.json
citydash schema portfolio -o portfolio.schema.json
"""
FILES = ("town", "portfolio")


def parser(locale: Locale) -> Parser:
    """The command's options."""
    about = locale.text("Print the format's JSON Schema: of town.toml, or of a portfolio file.")
    made = new_parser("schema", locale, about, EXAMPLES)
    made.add_argument(
        "file", nargs="?", default="portfolio", metavar="|".join(FILES), help=locale.text("which file's schema")
    )
    made.add_argument("-o", "--output", metavar="FILE", help=locale.text("write to this file, whole or not at all"))
    return made


def run(arguments: list[str], locale: Locale) -> int:
    """`citydash schema`: exit code 0."""
    from json import dumps

    options = parser(locale).parse_args(arguments)
    if options.file not in FILES:
        raise UsageError("no schema “{name}”", name=options.file, known=FILES)
    from citydash.model.jsonschema import schema

    emit((dumps(schema(options.file), ensure_ascii=False, indent=1) + "\n").encode(), options.output)
    return OK
