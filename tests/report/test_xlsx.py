"""XLSX: numbers are numbers, text is text, totals agree with the values, in a library's eyes and in LibreOffice's."""

import csv
import io
import os
import shutil
import subprocess
import zipfile
from datetime import datetime

import openpyxl
import pytest
from commands import REPOSITORY, TODAY
from histories import committed
from openpyxl.utils.escape import unescape
from towns import view_of

from citydash.errors import UsageError
from citydash.figures.request import Request
from citydash.figures.view import Cuts
from citydash.locale import Locale
from citydash.report import xlsx
from citydash.report.document import (
    AMOUNT,
    DATE,
    DAYS,
    DECIMAL,
    FILL,
    NUMBER,
    PERCENT,
    Column,
    Report,
    Table,
    make_job,
)
from citydash.report.kinds import KINDS, OF_ONE, build
from citydash.report.render import Style

FR, EN = Locale("fr"), Locale("en")
SOFFICE = shutil.which("soffice")
COLUMNS = (
    Column("name", "Nom"), Column("day", "Jour", DATE), Column("amount", "Montant", AMOUNT), Column("days", "Écart", DAYS),
    Column("share", "Part", PERCENT), Column("n", "Nombre", NUMBER), Column("ratio", "Ratio", DECIMAL), Column("new", "À remplir", FILL),
)  # fmt: skip
ROWS = [
    ("école", "2026-12-31", 1_234_56, -3, 0.5, 7, 1.25, None),
    ("=1+1", None, -34_56, None, None, 1, None, None),
]
TOTAL = ("Total", None, 1_200_00, None, 0.5, 9, None, None)


@pytest.fixture(scope="module")
def view(tmp_path_factory):
    with view_of(committed(REPOSITORY / "portfolios/valombre", tmp_path_factory.mktemp("git")), TODAY[1]) as opened:
        yield opened


def made(view, report, locale=FR, style=Style()):  # noqa: B008 - a constant
    return xlsx.to_xlsx(report, make_job(view, locale, Cuts()), style)


def opened(data, *, values=False):
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def report(rows=ROWS, total=TOTAL, title="Table", **options):
    return Report(
        "Rapport", [("Date", "x")], [("Coût", "1 €")], [Table(title, COLUMNS, rows, total, "EUR", **options)], ["fin"]
    )


def test_each_cell_is_what_it_is(view):
    sheet = opened(made(view, report(note="note")))["Table"]
    values = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3, max_row=6)]
    assert values[0] == [column.title for column in COLUMNS]
    assert values[1] == ["école", datetime(2026, 12, 31), 1234.56, -3, 0.5, 7, 1.25, None]  # noqa: DTZ001 - a day
    assert values[2] == ["=1+1", None, -34.56, None, None, 1, None, None]
    assert sheet["A5"].data_type == "s"
    assert [sheet.cell(4, n).number_format for n in range(2, 8)] == [
        "dd/mm/yyyy", '#,##0.00"\u00a0€"', '"+"#,##0"\u00a0j";"\u2212"#,##0"\u00a0j";0"\u00a0j"', "0%", "#,##0", "#,##0.0",
    ]  # fmt: skip
    assert sheet["A1"].value == "Table, en\u00a0€\u00a0TTC"
    assert sheet["A8"].value == "note"


def test_totals_are_formulas_where_the_rows_add_up_to_them(view):
    data = made(view, report())
    formulas = [cell.value for cell in opened(data)["Table"][6]]
    values = [cell.value for cell in opened(data, values=True)["Table"][6]]
    assert formulas == [
        "Total",
        None,
        "=SUBTOTAL(9,C4:C5)",
        None,
        0.5,
        9,
        None,
        None,
    ]  # 9 isn't 7 + 1, nor is a part a sum
    assert values == ["Total", None, 1200, None, 0.5, 9, None, None]


def test_the_sheet_is_ready_for_work_and_paper(view):
    book = opened(made(view, report(), EN))
    sheet = book["Table"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("B4", "A3:H5", "$3:$3")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert all(9 <= sheet.column_dimensions[name].width <= 62 for name in "ABCDEFG")
    assert (book.properties.title, book.properties.creator) == ("Rapport", "citydash")
    assert book.properties.created == datetime(2026, 11, 22)  # noqa: DTZ001 - a day
    first = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert first[0][0] == "Rapport"
    assert ["Date", "x"] in first
    assert ["Coût", "1 €"] in first
    assert [None, "fin"] in first


def test_a_unit_is_a_format_and_never_loses_a_cent(view):
    sheet = opened(made(view, report(), style=Style(scale=1000)))["Table"]
    assert sheet["C4"].value == 1234.56
    assert sheet["C4"].number_format == '#,##0,"\u00a0k€"'
    assert opened(made(view, report(), EN))["Table"]["C4"].number_format == '"€"#,##0.00'


def test_a_table_of_nothing_says_so(view):
    sheet = opened(made(view, report([], None, empty="Aucune ligne.")))["Table"]
    assert sheet["A3"].value == "Aucune ligne."
    assert sheet.auto_filter.ref is None


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (["a", "A", "a"], ["a", "A (2)", "a (3)"]),
        (["", "'", "[]:*?/\\"], ["–", "– (2)", "– (3)"]),
        (["History", "'x'"], ["History (2)", "x"]),
        (["x" * 40, "x" * 40], ["x" * 31, "x" * 27 + " (2)"]),
        (["👩" * 20], ["👩" * 15]),
        (["a" * 30 + " b"], ["a" * 30]),
    ],
)
def test_sheets_have_valid_names(view, titles, names):
    assert xlsx.sheet_names(titles) == names
    made(view, Report("T", [], [], [Table(title, COLUMNS, ROWS) for title in titles], []))


HOSTILE = (
    "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\t=1", "{=1}", "https://example.org", "mailto:a@b", "internal:A1", "&C&P&D",
    "_x0041_", "\ufffe\uffff", "x" * 40_000, " espaces ", "<b>&amp;</b>", "\x00\x1b[31m", "123", "TRUE",
)  # fmt: skip


def test_text_stays_text(view):
    rows = [(text, None, None, None, None, None, None, None) for text in HOSTILE]
    tables = [Table(text, COLUMNS, rows, None, "EUR", note=text, empty=text) for text in HOSTILE]
    data = made(view, Report(HOSTILE[9], [(text, text) for text in HOSTILE], [], tables, [*HOSTILE]))
    book = opened(data)
    assert len(book.worksheets) == len(HOSTILE) + 1
    for sheet in book.worksheets:
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
        assert not sheet._hyperlinks
    shown = [unescape(cell.value) for cell in book.worksheets[1]["A"][3 : 3 + len(HOSTILE)]]
    clean = [text for text in HOSTILE if text.isprintable() and len(text) < 40_000]
    assert [text for text in shown if text in clean] == clean
    assert max(map(len, shown)) == 32_767
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert not [name for name in package.namelist() if "vba" in name.lower() or "external" in name.lower()]
        sheets = [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not [sheet for sheet in sheets if b"<f>" in sheet or b"<hyperlink" in sheet]


def test_a_long_title_fits_the_pages_header(view):
    book = opened(made(view, report()._replace(title="&" * 300)))
    assert book["Table"].oddHeader.left.text.strip() == "&" * 200


def test_more_rows_than_a_sheet_holds_are_refused(view, monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_ROWS", 7)
    with pytest.raises(UsageError, match="-f csv"):
        made(view, report())


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_report_gives_the_same_bytes(view, kind, tmp_path, monkeypatch):
    wanted = build(kind, make_job(view, FR, Cuts()), None, "gare-commune" if kind in OF_ONE else None)
    first = made(view, wanted)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    old = os.umask(0o077)
    try:
        assert made(view, wanted) == first
    finally:
        os.umask(old)
    book = opened(first)
    assert [sheet["A1"].value is not None for sheet in book] == [True] * (len(wanted.tables) + 1)


@pytest.mark.skipif(not SOFFICE, reason="LibreOffice isn't here (Debian's libreoffice-calc)")
@pytest.mark.skipif("CITYDASH_SKIP_OFFICE" in os.environ, reason="asked for by CITYDASH_SKIP_OFFICE")
def test_libreoffice_computes_the_same_totals(view, tmp_path):
    wanted = build("budget", make_job(view, EN, Cuts()), Request(("project",), "year"))
    path = tmp_path / "budget.xlsx"
    path.write_bytes(made(view, wanted, EN))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    separated = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,false,false,false,false,-1"
    command = [SOFFICE, "--headless", profile, "--convert-to", separated, "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    (table,) = wanted.tables
    (converted,) = tmp_path.glob("budget-*anned.csv")
    rows = [*csv.reader(io.StringIO(converted.read_text(encoding="utf-8")))]
    assert rows[2][: len(table.columns)] == [column.title for column in table.columns]
    total = rows[3 + len(table.rows)]
    assert [round(float(value) * 100) for value in total[1:]] == [*table.total[1:]]
    for cells, row in zip(rows[3:], table.rows, strict=False):
        assert [round(float(value or 0) * 100) for value in cells[1:]] == [value or 0 for value in row[1:]]


def test_a_row_is_as_high_as_its_text_needs(view):
    long = "Refaire les réseaux et le froid, accueillir huit étals de plus, vendre le jour au comptoir et le soir en retrait. "
    columns = (
        Column("name", "Nom"),
        Column("text", "De quoi il s’agit"),
        Column("paid", "Mandaté avant 2026 TTC", AMOUNT),
    )
    rows = [("a", "court", 100), ("b", long * 3, 100)]
    report = Report("T", [], [("Résumé", long * 2)], [Table("T", columns, rows)], [])
    data = xlsx.to_xlsx(report, make_job(view, FR, Cuts()), Style())
    book = openpyxl.load_workbook(io.BytesIO(data))
    heights = {n: book["T"].row_dimensions[n].height for n in (3, 4, 5)}
    assert heights[4] is None
    assert heights[3] == 30  # two lines of a head
    assert heights[5] >= 5 * 15
    assert book.worksheets[0].row_dimensions[4].height == 45
