"""`citydash schema`: the format's JSON Schema, for editors; and the schemas of the JSON reports, for programs."""

from typing import Any

from citydash.cli.common import Parser, emit, new_parser
from citydash.errors import OK, UsageError
from citydash.locale import Locale

EXAMPLES = """
citydash schema town -o town.schema.json
citydash schema portfolio -o portfolio.schema.json
citydash schema report budget
"""
SCHEMAS = ("town", "portfolio", "report")


def parser(locale: Locale) -> Parser:
    """The command's options."""
    text = locale.text
    about = text("Print a JSON Schema: of town.toml, of a portfolio file, or of a kind of JSON report.")
    made = new_parser("schema", locale, about, EXAMPLES)
    made.add_argument(
        "file", nargs="?", default="portfolio", metavar="|".join(SCHEMAS), help=text("what the schema is of")
    )
    made.add_argument("kind", nargs="?", metavar="KIND", help=text("which report (schema report only)"))
    made.add_argument("-o", "--output", metavar="FILE", help=text("write to this file, whole or not at all"))
    return made


def run(arguments: list[str], locale: Locale) -> int:
    """`citydash schema`: exit code 0."""
    from json import dumps

    options = parser(locale).parse_args(arguments)
    made = _schema(options.file, options.kind)
    emit((dumps(made, ensure_ascii=False, indent=1) + "\n").encode(), options.output)
    return OK


def _schema(name: str, kind: str | None) -> dict[str, Any]:
    if name not in SCHEMAS:
        raise UsageError("no schema “{name}”", name=name, known=SCHEMAS)
    if name == "report":
        from citydash.report.kinds import KINDS, check_kind
        from citydash.report.schemas import OTHERS
        from citydash.report.schemas import schema as report_schema

        if kind is None:
            raise UsageError("say which report: citydash schema report KIND", known=(*KINDS, *OTHERS))
        if kind not in OTHERS:
            check_kind(kind)
        return report_schema(kind)
    if kind is not None:
        raise UsageError("schema {name} takes no KIND", name=name)
    from citydash.model.jsonschema import schema

    return schema(name)
