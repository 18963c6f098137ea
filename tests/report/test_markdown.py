"""Markdown in the forges' own dialect (cmark-gfm): every table is a table, with the cells that the report has."""

import cmarkgfm
import html5lib
import pytest
from commands import REPOSITORY, TODAY
from histories import committed
from hostile import NAUGHTY, files_with, naughty
from towns import view_of, written

from citydash.figures.view import Cuts
from citydash.locale import Locale, clean
from citydash.report.document import make_job
from citydash.report.kinds import KINDS, OF_ONE, build
from citydash.report.render import Style, caption, shown, table_scale, to_markdown

FR = Locale("fr")


def squeezed(text):
    """As a browser shows it: spaces run together, none at the ends."""
    return " ".join(text.split())


def page_of(report):
    made = cmarkgfm.github_flavored_markdown_to_html(to_markdown(report, FR, Style()))
    return html5lib.parseFragment(made, namespaceHTMLElements=False)


def assert_as_written(report, page):
    wanted = [table for table in report.tables if table.rows]
    found = [*page.iter("table")]
    assert len(found) == len(wanted)
    for table, drawn in zip(wanted, found, strict=True):
        scale = table_scale(table, None)
        rows = [[squeezed("".join(cell.itertext())) for cell in row] for row in drawn.iter("tr")]
        assert rows[0] == [squeezed(clean.plain(column.title)) for column in table.columns]
        every = [*table.rows, *([table.total] if table.total else [])]
        assert rows[1:] == [
            [squeezed(clean.plain(shown(v, c, FR, scale))) for v, c in zip(row, table.columns, strict=True)]
            for row in every
        ]
    titles = [squeezed("".join(h.itertext())) for h in page.iter("h2")]
    captions = [caption(table, FR, table_scale(table, None)) for table in report.tables]
    assert titles == [squeezed(clean.plain(text)) for text in captions if text]
    assert not [
        a for a in page.iter("a") if not a.get("href").startswith(("mailto:", "xmpp:"))
    ]  # these can't be escaped
    assert {element.tag for element in page.iter() if isinstance(element.tag, str)} <= {
        "DOCUMENT_FRAGMENT", "a", "h1", "h2", "p", "ul", "li", "strong", "br", "table", "thead", "tbody", "tr", "th", "td",
    }  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_forges_read_what_the_report_says(kind, tmp_path):
    with view_of(committed(REPOSITORY / "portfolios/valombre", tmp_path), TODAY[1]) as view:
        report = build(kind, make_job(view, FR, Cuts()), None, "gare-commune" if kind in OF_ONE else None)
        assert_as_written(report, page_of(report))


@pytest.mark.skipif(not NAUGHTY.exists(), reason="the big list of naughty strings isn't beside this repository")
def test_forges_read_naughty_strings_as_written():
    with written(files_with(naughty())) as root, view_of(root, "2026-06-15") as view:
        report = build("timeline", make_job(view, FR, Cuts()))
        assert_as_written(report, page_of(report))
