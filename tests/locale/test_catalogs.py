"""The catalogs are fresh and whole: `python -m citydash.locale.catalog` would change nothing and miss nothing."""

import ast
import io
import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from citydash.locale import catalog

LANGUAGES = sorted(catalog.LANGUAGES)


@pytest.fixture(scope="module")
def ids():
    return {message.id for message in catalog.extracted() if message.id}


def folder(language):
    return catalog.HERE / language / "LC_MESSAGES"


def messages(language):
    for message in read_po(io.BytesIO((folder(language) / "citydash.po").read_bytes()), locale=language):
        if message.id:
            one, many = (message.id, message.id) if isinstance(message.id, str) else message.id
            strings = (message.string,) if isinstance(message.string, str) else message.string
            yield one, many, strings


def fields(text):
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_keeping_them_again_changes_nothing(language):
    made, missing = catalog.updated(language)
    assert missing == []
    assert (folder(language) / "citydash.po").read_bytes() == catalog.po_text(made)
    assert (folder(language) / "citydash.mo").read_bytes() == catalog.mo_bytes(made)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_fuzzy_or_missing(language):
    text = (folder(language) / "citydash.po").read_text(encoding="utf-8")
    assert "fuzzy" not in text
    assert [one for one, _many, strings in messages(language) if not all(strings)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_fields_are_the_same(language):
    texts = [(one, many, text) for one, many, strings in messages(language) for text in strings if text]
    assert [(one, text) for one, many, text in texts if fields(text) not in (fields(one), fields(many))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_stray_spaces_or_lines(language):
    wrong = [
        (one, text)
        for one, _many, strings in messages(language)
        for text in strings
        if text != text.strip(" \n\t") or ("\n" in text) != ("\n" in one)
    ]
    assert wrong == []


def test_every_kind_of_text_is_extracted(ids):
    """One of each: a report's, an error's, a plural, a marked constant, a vocabulary's word, a rule's."""
    for message in (
        "{town} – Summary", "no report “{name}”", ("{n} project", "{n} projects"), "the project's id", "on hold",
        "the table is empty", "no department “{name}”", "no source “{name}”",
    ):  # fmt: skip
        assert message in ids, message


def test_every_error_is_a_literal():
    """An error's message that isn't written where it is raised would never be translated."""
    import ast

    wrong = []
    for path in sorted(catalog.PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("UsageError", "EnvironmentFault", "CitydashError")
            ):
                first = node.args[0] if node.args else None
                if not (isinstance(first, ast.Constant) and isinstance(first.value, str)) and not _marked(first, path):
                    wrong.append(f"{path.relative_to(catalog.PACKAGE)}:{node.lineno}")
    assert wrong == []


def _marked(first, path):
    """A variable whose every value is marked where it is assigned."""
    import ast

    if not isinstance(first, ast.Name):
        return False
    values = [
        node.value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == first.id for t in node.targets)
    ]
    return bool(values) and all(
        isinstance(v, ast.Call) and isinstance(v.func, ast.Name) and v.func.id in ("_", "N_") for v in values
    )


def test_a_missing_translation_is_named(tmp_path, monkeypatch, capsys):
    """The keeper writes what it can, says what is missing, and fails."""
    monkeypatch.setattr(catalog, "HERE", tmp_path)
    assert catalog.main() == 1
    assert "fr: no translation: the table is empty" in capsys.readouterr().err
    assert (tmp_path / "fr/LC_MESSAGES/citydash.mo").exists()


def test_the_keeper_keeps_what_is_translated(tmp_path, monkeypatch):
    import shutil

    for language in LANGUAGES:
        shutil.copytree(catalog.HERE / language, tmp_path / language)
    monkeypatch.setattr(catalog, "HERE", tmp_path)
    before = (tmp_path / "fr/LC_MESSAGES/citydash.po").read_bytes()
    catalog.main()
    catalog.main()
    after = (tmp_path / "fr/LC_MESSAGES/citydash.po").read_bytes()
    assert after.count(b"\nmsgstr") >= 0.9 * before.count(b"\nmsgstr")
    assert b'msgstr "la table est vide"' in after or b"vide" in after


def test_tables_are_what_babel_says():
    """Numbers, currencies, months and days are kept for the start: `python -m citydash.locale.tables` makes them."""
    from citydash.locale import tables
    from citydash.locale._tables import TABLES

    assert {language: tables.table(language) for language in tables.LANGUAGES} == TABLES


def _asked_for(path):
    """The texts that a module asks for by name: those within another text, which no extractor looks into, too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name == "text" and isinstance(node.args[0].value, str) and len(node.args) == 1:
                yield node.args[0].value


def test_every_text_that_is_asked_for_is_in_the_catalog():
    source = Path(catalog.__file__).parents[1]
    known = {message.id for message in catalog.updated("fr")[0]}
    asked = {text: path.name for path in source.rglob("*.py") for text in _asked_for(path)}
    assert len(asked) > 500
    assert {text: where for text, where in asked.items() if text not in known} == {}
