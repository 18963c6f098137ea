"""Keeps the translation catalogs: `python -m citydash.locale.catalog` after a change of texts or translations.

Extracts the message ids from the source and the vocabulary, brings each language's .po up to date (translations kept,
ids that are gone removed), and compiles the .mo that ships. A test fails when either is stale or one is missing.
"""

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from citydash.files.problems import RULES
from citydash.files.validate import EXPECTED, WRITTEN
from citydash.locale.vocabulary import LABELS

HERE = Path(__file__).parent
PACKAGE = HERE.parent
KEYWORDS = {
    "text": None,
    "_": None,
    "N_": None,
    "plural": (1, 2),
    "UsageError": None,
    "EnvironmentFault": None,
    "CitydashError": None,
}
LANGUAGES = {"fr": "nplurals=2; plural=(n > 1);"}
_FIXED = datetime(2026, 1, 1, tzinfo=UTC)
"""Catalogs carry no date of their own: git knows, and the same texts give the same bytes."""


def extracted() -> Catalog:
    """Every message id of the program."""
    catalog = _empty(None)
    options = {"**.py": {"encoding": "utf-8"}}
    for _file, _line, message, _comments, context in extract_from_dir(
        PACKAGE, [("**.py", "python")], options, KEYWORDS, strip_comment_tags=True
    ):
        catalog.add(message, context=context)
    for kind, labels in LABELS.items():
        for label in labels.values():
            if label:
                catalog.add(label, context=kind)
    for message in (*EXPECTED, *WRITTEN):
        catalog.add(message)
    for rule in RULES.values():
        catalog.add(rule.sentence)
        catalog.add(rule.page)
    return catalog


def _empty(language: str | None) -> Catalog:
    return Catalog(
        locale=language, domain="citydash", project="citydash", version="1", creation_date=_FIXED, revision_date=_FIXED,
        header_comment="# citydash's texts. Kept by `python -m citydash.locale.catalog`.", fuzzy=False,
    )  # fmt: skip


def updated(language: str) -> tuple[Catalog, list[str]]:
    """A language's catalog with today's message ids, and the ids that have no translation yet."""
    path = HERE / language / "LC_MESSAGES" / "citydash.po"
    known = read_po(io.BytesIO(path.read_bytes()), locale=language) if path.exists() else _empty(language)
    catalog, missing = _empty(language), []
    for message in extracted():
        if not message.id:
            continue
        old: Message | None = known.get(_first(message), context=message.context)
        string = old.string if old and old.id == message.id else ("", "") if message.pluralizable else ""
        catalog.add(message.id, string, context=message.context)
        if not (all(string) if isinstance(string, tuple) else string):
            missing.append(str(_first(message)))
    return catalog, missing


def _first(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, (tuple, list)) else message.id)


def po_text(catalog: Catalog) -> bytes:
    """The .po file, ids in alphabetical order, without places or versions that would change it for nothing."""
    out = io.BytesIO()
    write_po(out, catalog, width=110, no_location=True, sort_output=True)
    return b"".join(line for line in out.getvalue().splitlines(keepends=True) if b"Generated-By" not in line)


def mo_bytes(catalog: Catalog) -> bytes:
    """The compiled .mo file."""
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def main() -> int:
    """Write every language's files; 1 when a translation is missing."""
    status = 0
    for language in LANGUAGES:
        catalog, missing = updated(language)
        folder = HERE / language / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "citydash.po").write_bytes(po_text(catalog))
        (folder / "citydash.mo").write_bytes(mo_bytes(catalog))
        for message in missing:
            sys.stderr.write(f"{language}: no translation: {message}\n")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
