"""Texts of anyone's making, from a TOML file to every format: nothing runs, moves the cursor, breaks a table or is lost."""

import csv
import io
import json
import re

import pytest
from hostile import BIDI, FORMULA, NAUGHTY, TEXTS, files_with, naughty
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from openpyxl import load_workbook
from pages import assert_sound, parse
from towns import view_of, written
from wcwidth import wcswidth

from citydash.figures.request import Request
from citydash.locale import Locale
from citydash.report.document import make_job
from citydash.report.kinds import FORMATS, KINDS, OF_ONE, render
from citydash.report.problems import FORMATS as CHECKS
from citydash.report.problems import render as render_problems
from citydash.report.render import Style

EMPTY = ("apcp", "induced", "steering")
"""Kinds that the town of `files_with` has nothing for."""


FORBIDDEN = re.compile(f"[\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029{re.escape(''.join(BIDI))}]")
"""Controls but the end of a line, what turns a line's direction, and what ends a line elsewhere."""


def outputs(view):
    """(kind, format, bytes) of every report."""
    job = make_job(view, Locale("fr"), Request().cuts)
    for kind in KINDS:
        if kind == "drift":  # of commits, which these files have none of
            continue
        request = Request(("project", "department")) if kind == "budget" else None
        for form in FORMATS:
            yield kind, form, render(kind, form, job, Style(), request, "p0" if kind in OF_ONE else None)


def assert_safe(kind, form, data):
    if form == "xlsx":
        assert_sheets(data)
        return
    text = data.decode()
    assert not FORBIDDEN.findall(text)
    if form == "csv":
        rows = [*csv.reader(io.StringIO(text, newline=""), strict=True)]
        assert {len(row) for row in rows} == {len(rows[0])}
        for row in rows[1:]:
            for cell in row:
                assert not cell.startswith(FORMULA) or cell.lstrip("-").replace(".", "").isdigit(), cell
        assert len(rows) >= 2 or kind in EMPTY
    elif form == "json":
        assert json.loads(text)["kind"] == kind
    elif form == "markdown":
        assert_markdown(text)
    elif form == "html":
        assert_sound(parse(data))
    else:
        assert_aligned(text)


def assert_sheets(data):
    """Only texts and numbers, and of formulas only our own sums."""
    book = load_workbook(io.BytesIO(data), read_only=True)
    for sheet in book:
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} <= {"s", "n", "d", "f", "inlineStr"}
        formulas = [cell.value for cell in cells if cell.data_type == "f"]
        assert not [text for text in formulas if not re.fullmatch(r"=SUBTOTAL\(9,([A-Z]+)4:\1\d+\)", text)]


def assert_markdown(text):
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    inlines = [child for token in tokens if token.type == "inline" for child in token.children]
    assert not [token.type for token in (*tokens, *inlines) if "html" in token.type]
    assert {child.type for child in inlines} <= {
        "text",
        "text_special",
        "strong_open",
        "strong_close",
        "softbreak",
        "hardbreak",
    }
    kinds = {token.type for token in tokens}
    assert kinds <= {
        "heading_open", "heading_close", "inline", "paragraph_open", "paragraph_close", "bullet_list_open", "bullet_list_close",
        "list_item_open", "list_item_close", "table_open", "table_close", "thead_open", "thead_close", "tbody_open",
        "tbody_close", "tr_open", "tr_close", "th_open", "th_close", "td_open", "td_close",
    }  # fmt: skip
    lines, cells = text.split("\n"), {}
    for token in tokens:
        if token.type == "table_open":
            table = cells[token.map[0]] = []
        elif token.type in ("td_open", "th_open"):
            table.append(token)
    for n, line in enumerate(lines):
        if re.fullmatch(r"\|( :?-{3}:? \|)+", line):
            rows = lines.index("", n) - n  # with the header
            assert len(cells.pop(n - 1)) == (line.count("|") - 1) * rows
    assert not cells


def assert_aligned(text):
    """Under each table's header, amounts end where the rule above the total ends."""
    lines = text.split("\n")
    for n, line in enumerate(lines):
        if line.strip() and not line.strip("─ "):
            assert wcswidth(lines[n + 1]) == wcswidth(line)


@settings(max_examples=12)
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_any_text_is_harmless_in_any_report(texts):
    with written(files_with(texts)) as root, view_of(root, "2026-06-15") as view:
        assert len(view.projects) == len(texts)
        for kind, form, data in outputs(view):
            assert_safe(kind, form, data)


@pytest.mark.skipif(not NAUGHTY.exists(), reason="the big list of naughty strings isn't beside this repository")
def test_naughty_strings_are_harmless():
    texts = naughty()
    assert len(texts) > 400
    with written(files_with(texts)) as root, view_of(root, "2026-06-15") as view:
        assert [p.title for p in sorted(view.projects, key=lambda p: int(p.key[1:]))] == texts
        for kind, form, data in outputs(view):
            if form not in ("html", "xlsx") or kind in ("timeline", "funding"):  # 4 s each, and all are rendered alike
                assert_safe(kind, form, data)
            if form == "json" and kind == "timeline":
                lines = sorted(json.loads(data)["lines"], key=lambda line: int(line["project"][1:]))
                assert [line["title"] for line in lines] == texts


@settings(max_examples=30)
@given(st.lists(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=15), min_size=1, max_size=3))
def test_any_key_is_harmless_in_any_check(names):
    """Keys, texts and words that are refused are quoted in messages: in a terminal, in a workflow's log, in SARIF."""
    from citydash.figures.problems import check

    keys = [json.dumps(name, ensure_ascii=True).replace("\x7f", "\\u007f") for name in names]
    if any("\\ud" in key for key in keys):
        return
    lines = "".join(
        f"[project.a{n}]\n{key} = {key}\ntitle = {key}\nstatus = {key}\nlead = {key}\n" for n, key in enumerate(keys)
    )
    with (
        written({"ville/town.toml": 'format = 1\n[town]\nname = "V"\n', "ville/x.toml": lines}) as root,
        view_of(root) as view,
    ):
        found = check(view).problems
        assert found
        job = make_job(view, Locale("fr"), Request().cuts)
        for form in CHECKS:
            text = render_problems(found, form, job, Style(), "dossier d'essai/").decode()
            assert not FORBIDDEN.findall(text)
            if form == "github":
                assert all(
                    line.startswith(("::error file=dossier d'essai/", "::warning file=dossier d'essai/"))
                    for line in text.splitlines()
                )
                assert len(text.splitlines()) == len(found)
