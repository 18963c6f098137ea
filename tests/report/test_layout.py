"""Text and Markdown: aligned columns, rounded totals, narrow terminals, ASCII, nothing broken by what files say."""

import pytest
from markdown_it import MarkdownIt
from towns import HALLE, HALLE_TOWN, view_of
from workspaces import make_workspace

from citydash.figures.request import Request
from citydash.figures.view import Cuts
from citydash.locale import Locale, clean
from citydash.report.document import AMOUNT, BAR, DATE, DAYS, NUMBER, PERCENT, Column, Report, Table, make_job
from citydash.report.kinds import build
from citydash.report.render import Style, caption, shown, table_scale, to_markdown, to_text

FR, EN = Locale("fr"), Locale("en")
COLUMNS = (
    Column("name", "Nom"),
    Column("day", "Jour", DATE),
    Column("amount", "Montant", AMOUNT),
    Column("days", "Écart", DAYS),
)
NAMES = ("école", "e\u0301cole longue", "学校", "👩\u200d👩\u200d👧", "a|b", "x" * 40, "")


def report(rows, total=None, columns=COLUMNS, **options):
    return Report("Titre", [("Date", "x")], [], [Table("Table", columns, rows, total, "EUR", **options)], [])


ROWS = [(name, "2026-12-31" if n % 2 else None, n * 123_45, -n) for n, name in enumerate(NAMES)]
TOTAL = ("Total", None, sum(row[2] for row in ROWS), None)
MANY = ROWS * 10
"""More rows than a narrow terminal has lines to break their texts into."""


def table_of(text):
    """The lines of the only table: header, rows, rule, total."""
    lines = text.split("\n")
    return lines[4:-1]


@pytest.mark.parametrize("width", [None, 200, 60, 48])
@pytest.mark.parametrize("ascii_only", [False, True])
def test_columns_are_aligned_whatever_is_in_them(width, ascii_only):
    lines = table_of(to_text(report(MANY, TOTAL), FR, Style(ascii=ascii_only, width=width)))
    rule = lines[-2]
    widths = {clean.width(line) for line in lines}
    assert widths == {clean.width(rule)}
    if width:
        assert clean.width(rule) <= width
    if ascii_only:
        assert all(line.isascii() for line in lines)


def test_a_pipe_is_never_shortened():
    assert "x" * 40 in to_text(report(ROWS), FR, Style())
    assert "x" * 40 not in to_text(report(MANY), FR, Style(width=60))
    assert "…" in to_text(report(MANY), FR, Style(width=60))
    assert "..." in to_text(report(MANY), FR, Style(width=60, ascii=True))


def test_texts_of_few_rows_are_broken_and_never_cut():
    rows = [("Dotation de soutien à l’investissement local", "2026-12-31", 100, 3)]
    text = to_text(report(rows), FR, Style(width=44))
    assert "…" not in text
    assert all(word in text for word in rows[0][0].split())
    assert all(clean.width(line) <= 44 for line in text.split("\n"))


def test_what_is_said_beside_a_label_is_broken_between_words():
    said = "13,5 M€, soit 10,9 M€ après FCTVA, et bien d’autres choses encore"
    text = to_text(Report("T", [], [("Reste à charge", said)], [], []), FR, Style(width=50))
    lines = text.strip().split("\n")[2:]
    assert len(lines) > 1
    assert all(clean.width(line) <= 50 for line in lines)
    assert lines[1].startswith(" " * len("  Reste à charge  "))
    assert said in to_text(Report("T", [], [("Reste à charge", said)], [], []), FR, Style())


def test_numbers_are_never_cut():
    text = to_text(report(ROWS, TOTAL), FR, Style(width=10))
    assert FR.amount(TOTAL[2]) in text


def test_a_bar_is_whole_or_left_out():
    columns = (Column("name", "Nom"), Column("bar", "2023–2028", BAR))
    rows = [("Projet", "■■■◆░░"), ("Autre", "")]
    assert "■■■◆░░" in to_text(report(rows, columns=columns), FR, Style(width=60))
    assert "■" not in to_text(report(rows, columns=columns), FR, Style(width=15))
    assert "2023" not in to_text(report(rows, columns=columns), FR, Style(width=15))
    assert "###*.." in to_text(report(rows, columns=columns), FR, Style(ascii=True))
    assert "|\u00a0\u00a0■ |" in to_markdown(report([("x", "  ■")], columns=columns), FR, Style()).replace(
        "| \u00a0", "|\u00a0"
    )


def test_a_total_is_rounded_from_what_is_not():
    """0.4 k€ three times is 1 k€, not 0: the total comes from the unrounded sum, beside rounded rows."""
    rows = [
        ("a", None, 400_00, None),
        ("b", None, 400_00, None),
        ("c", None, 400_00, None),
        ("d", None, 1_000_000_00, None),
    ]
    text = to_text(report(rows, ("Total", None, 1_001_200_00, None)), FR, Style())
    amounts = [line.split()[-2] for line in table_of(text)[1:4]]
    assert amounts == ["0", "0", "0"]
    assert "1\u202f001" in text
    assert "k€" in text


def test_one_unit_a_table():
    assert table_scale(report([("a", None, 999_999_99, None)]).tables[0], None) == 1
    assert table_scale(report([("a", None, -1_000_000_00, None)]).tables[0], None) == 1000
    assert table_scale(report([("a", None, None, None)], ("T", None, 2 * 10**8, None)).tables[0], None) == 1000
    assert table_scale(report(ROWS).tables[0], 1_000_000) == 1_000_000


def test_the_unit_and_the_tax_basis_are_said():
    table = report(ROWS).tables[0]
    assert caption(table, FR, 1000).replace("\u00a0", " ") == "Table, en k€ TTC"
    assert caption(table, EN, 1) == "Table, in € incl. VAT"
    assert caption(table._replace(currency="CHF"), EN, 1000) == "Table, in kCHF"
    assert caption(table._replace(vat=False), EN, 1) == "Table, in €"
    assert caption(table._replace(title=""), EN, 1) == "in € incl. VAT"
    assert caption(table._replace(currency=""), EN, 1) == "Table"


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (None, AMOUNT, "–"), (0, AMOUNT, "0,00"), (None, "text", ""), (None, DATE, "–"), ("2026-12-31", DATE, "31/12/2026"),
        (-3, DAYS, "−3\u00a0j"), (3, DAYS, "+3\u00a0j"), (1234, NUMBER, "1\u202f234"), ("12 €", NUMBER, "12 €"),
        (0.125, PERCENT, "13\u00a0%"), (None, PERCENT, "–"), (None, BAR, ""),
    ],
)  # fmt: skip
def test_cells(value, kind, text):
    assert shown(value, Column("x", "", kind), FR, 1) == text


HOSTILE = ["a|b", "\\|", "\\", "*x* _y_", "<script>alert(1)</script>", "&lt;b&gt;", "`x`", "[a](http://b)", "![i](j)", "# h", "- x",
           "1. x", "~~s~~", "a\nb", "<!-- -->", "$x$ $y$", "  ", "|", "||", "\\\\|", ":---", "=", "http://a.b/c?d=<e>"]  # fmt: skip


def test_markdown_keeps_its_columns_and_its_text():
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    rows = [(text, None, 1, 1) for text in HOSTILE]
    made = to_markdown(report(rows, ("Total | *", None, 1, 1)), FR, Style())
    tokens = parser.parse(made)
    assert not [token for token in tokens if token.type.startswith("html")]
    cells = [tokens[n + 1] for n, token in enumerate(tokens) if token.type in ("td_open", "th_open")]
    assert len(cells) == 4 * (len(rows) + 2)
    said = [shown_text(cells[4 * (n + 1)]) for n in range(len(rows))]
    assert said == [clean.plain(text).strip() for text in HOSTILE]


def shown_text(inline):
    assert {child.type for child in inline.children} <= {"text", "text_special"}
    return "".join(child.content for child in inline.children)


@pytest.mark.parametrize(
    "text", ["- x", "+ x", "1. x", "12) x", "=", "===", "---", "  # x", "    code", "> q", "***", "| a |", ":---", "\\"]
)
def test_markdown_notes_are_paragraphs(text):
    made = Report("T", [], [], [Table("", COLUMNS, [], note=text, empty=text)], [text])
    tokens = MarkdownIt("commonmark").enable("table").parse(to_markdown(made, FR, Style()))
    assert {token.type for token in tokens} == {
        "heading_open",
        "heading_close",
        "inline",
        "paragraph_open",
        "paragraph_close",
    }
    assert [token.content for token in tokens if token.type == "inline"].count(tokens[-2].content) >= 1


def test_markdown_in_ascii():
    made = to_markdown(
        Report("É – ◆", [("Écart", "«x»")], [("a", "b")], report(ROWS, TOTAL).tables, ["…"]), FR, Style(ascii=True)
    )
    assert made.isascii()
    assert made.startswith("# E - \\*\n")


def test_colour_is_only_around_text():
    text = to_text(report(ROWS, TOTAL), FR, Style(color=True))
    assert text.count("\x1b[") == text.count("\x1b[0m") * 2
    assert clean.plain("\x1b") not in text


def test_an_empty_table_says_so():
    assert to_text(report([], empty="Rien."), FR, Style()).endswith("Rien.\n")
    assert to_markdown(report([], empty="Rien."), FR, Style()).endswith("\n\nRien.\n")
    assert "##" not in to_markdown(Report("T", [], [], [Table("", COLUMNS, [])], []), EN, Style())


def test_a_summary_of_two_currencies_says_whose_each_amount_is(tmp_path):
    """No column adds or mixes two units: where amounts of both stand in one, each has its own."""
    swiss = HALLE_TOWN.replace('name = "Ville d\'essai"', 'name = "Bourg"\ncurrency = "CHF"')
    files = {"ax/town.toml": HALLE_TOWN, "ax/lieux.toml": HALLE, "by/town.toml": swiss, "by/lieux.toml": HALLE}
    with view_of(make_workspace(tmp_path / "deux villes", files)) as view:
        job = make_job(view, EN, Cuts())
        made = build("summary", job)
        text = to_text(made, EN, Style())
        assert "CHF\u00a060,000.00" in text
        assert "€60,000.00" in text
        assert [table.currency for table in made.tables] == ["CHF", "CHF", "EUR", "EUR", "", ""]
        assert "in kCHF\n" in text
        assert "in k€ incl. VAT" in text
        assert ("Cost", "CHF\u00a01.4M") in made.facts
        assert ("Cost", "€1.4M incl. VAT") in made.facts
        assert build("budget", job, Request(("project",))).tables[0].rows[0][0] == "Autre (Bourg)"


def test_a_page_without_projects(tmp_path):
    with view_of(make_workspace(tmp_path, {"v/town.toml": HALLE_TOWN})) as view:
        for locale in (FR, EN):
            job = make_job(view, locale, Cuts(), "id:aucun")
            for kind in ("summary", "budget", "funding", "milestones", "timeline"):
                for text in (
                    to_text(build(kind, job), locale, Style()),
                    to_markdown(build(kind, job), locale, Style()),
                ):
                    assert locale.plural("{n} project", "{n} projects", 0) in text
                    assert "None" not in text
