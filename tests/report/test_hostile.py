"""Texts of anyone's making, from a TOML file to every format: nothing runs, moves the cursor, breaks a table or is lost."""

import csv
import io
import json
import re
import unicodedata

import pytest
from commands import REPOSITORY
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from strategies import Writer
from towns import view_of, written
from wcwidth import wcswidth

from citydash.figures.rollup import Request
from citydash.locale import Locale
from citydash.report.document import make_job
from citydash.report.kinds import FORMATS, KINDS, render
from citydash.report.problems import FORMATS as CHECKS
from citydash.report.problems import render as render_problems
from citydash.report.render import Style

NAUGHTY = REPOSITORY.parent / "shared/data/naughty-strings/blns.json"
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "%", "＝", "＋", "－", "＠")
ALLOWED = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters=BIDI)
NASTY = st.text(
    st.sampled_from("=+-@|%*_`<>&[]()#!~\\\"',;: \u00a0\u200b\u200d\ufeffe\u0301学$^{}"), min_size=1, max_size=20
)
TEXTS = st.text(ALLOWED, min_size=1, max_size=25) | NASTY


def files_with(texts):
    """A town whose every text is one of `texts`, in turn."""
    n = len(texts)
    pick = lambda k: Writer(0).scalar(texts[k % n])  # noqa: E731 - a name for what is done twenty times
    town = f"format = 1\n[town]\nname = {pick(0)}\nsource = {pick(1)}\n[department.dsi]\nname = {pick(2)}\n"
    town += f'[source.dsil]\nname = {pick(3)}\nfunder = {pick(4)}\nlevel = "state"\nkind = "grant"\n'
    own = f'[portfolio]\ntitle = {pick(5)}\npillar = "data"\nsummary = {pick(6)}\n'
    for k in range(n):
        own += f"""[project.p{k}]
title = {pick(k)}
summary = {pick(k + 1)}
status = "delivery"
lead = "dsi"
manager = {pick(k + 2)}
tags = [{pick(k + 3)}, {pick(k)}]
codes = {{ operation = {pick(k + 4)} }}
start = 2026-01-01
end = 2027-12-31
review = {{ on = 2026-01-01, note = {pick(k + 5)} }}
[project.p{k}.budget.dsi.investment]
planned = {{ 2026 = {k + 1}, 2027 = 0.5 }}
paid = {{ 2026 = -{k}.25 }}
[project.p{k}.funding.dsil]
status = "applied"
requested = {k}
claim_by = 2026-05-01
[project.p{k}.milestone.m]
title = {pick(k + 6)}
due = 2026-04-01
[project.p{k}.risk.r]
title = {pick(k + 1)}
answer = {pick(k + 2)}
"""
    return {"ville/town.toml": town, "ville/x.toml": own}


def outputs(view, languages=("fr", "en")):
    """(kind, format, bytes) of every report."""
    for language in languages:
        job = make_job(view, Locale(language), Request().cuts)
        for kind in KINDS:
            request = Request(("project", "department")) if kind == "budget" else None
            for form in FORMATS:
                yield kind, form, render(kind, form, job, Style(), request, "p0" if kind == "project" else None)


def assert_safe(kind, form, data):
    text = data.decode()
    assert not [c for c in text if (unicodedata.category(c) == "Cc" and c != "\n") or c in BIDI or c in "\u2028\u2029"]
    if form == "csv":
        rows = [*csv.reader(io.StringIO(text, newline=""), strict=True)]
        assert {len(row) for row in rows} == {len(rows[0])}
        for row in rows[1:]:
            for cell in row:
                assert not cell.startswith(FORMULA) or cell.lstrip("-").replace(".", "").isdigit(), cell
        assert len(rows) >= 2
    elif form == "json":
        assert json.loads(text)["kind"] == kind
    elif form == "markdown":
        assert_markdown(text)
    else:
        assert_aligned(text)


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
    lines = text.split("\n")
    for n, line in enumerate(lines):
        if re.fullmatch(r"\|( :?-{3}:? \|)+", line):
            columns = line.count("|") - 1
            block = lines[n + 1 : lines.index("", n)]
            cells = MarkdownIt("commonmark").enable("table").parse("\n".join([lines[n - 1], line, *block]))
            assert sum(token.type in ("td_open", "th_open") for token in cells) == columns * (len(block) + 1)


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


def naughty():
    if not NAUGHTY.exists():
        return []
    refused = set(map(chr, (*range(32), *range(0x7F, 0xA0)))) | {*BIDI, "\u2028", "\u2029"}
    return [text for text in json.loads(NAUGHTY.read_text(encoding="utf-8")) if text and not refused & {*text}]


@pytest.mark.skipif(not NAUGHTY.exists(), reason="the big list of naughty strings isn't beside this repository")
def test_naughty_strings_are_harmless():
    texts = naughty()
    assert len(texts) > 400
    with written(files_with(texts)) as root, view_of(root, "2026-06-15") as view:
        assert [p.title for p in sorted(view.projects, key=lambda p: int(p.key[1:]))] == texts
        for kind, form, data in outputs(view, ["fr"]):
            assert_safe(kind, form, data)
            if form == "json" and kind == "timeline":
                lines = sorted(json.loads(data)["lines"], key=lambda line: int(line["project"][1:]))
                assert [line["title"] for line in lines] == texts


@settings(max_examples=30)
@given(st.lists(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=15), min_size=1, max_size=3))
def test_any_key_is_harmless_in_any_check(names):
    """Keys, texts and words that are refused are quoted in messages: in a terminal, in a workflow's log, in SARIF."""
    from citydash.figures.problems import problems

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
        found = problems(view.snapshot)
        assert found
        job = make_job(view, Locale("fr"), Request().cuts)
        for form in CHECKS:
            text = render_problems(found, form, job, Style(), "dossier d'essai/").decode()
            assert not [c for c in text if (unicodedata.category(c) == "Cc" and c != "\n") or c in BIDI]
            if form == "github":
                assert all(
                    line.startswith(("::error file=dossier d'essai/", "::warning file=dossier d'essai/"))
                    for line in text.splitlines()
                )
                assert len(text.splitlines()) == len(found)
