"""HTML: by the letter of the standard, one file that needs nothing else, readable by everyone, the same figures as the text."""

import re
from itertools import pairwise

import pytest
from commands import REPOSITORY
from histories import Commit, committed, make_history
from hypothesis import given
from hypothesis import strategies as st
from pages import SVG, assert_sound, parse, tables
from towns import HALLE, HALLE_TOWN, view_of
from workspaces import make_workspace

from citydash.figures.view import Cuts
from citydash.locale import Locale
from citydash.report import drawing
from citydash.report.document import (
    AMOUNT,
    BARS,
    CURVE,
    FILL,
    YEARS,
    Axis,
    Chart,
    Column,
    Report,
    Span,
    Table,
    make_job,
)
from citydash.report.html import css_text, to_html
from citydash.report.kinds import KINDS, OF_ONE, build
from citydash.report.render import Style, shown, table_scale

FR, EN = Locale("fr"), Locale("en")
TODAY = "2026-11-22"
STYLE = (REPOSITORY / "src/citydash/report/templates/style.css.j2").read_text(encoding="utf-8")


def page_of(report, locale=FR, style=Style()):  # noqa: B008 - a constant
    page = parse("".join(to_html(report, locale, style)).encode())
    assert_sound(page)
    return page


def report_of(view, kind, locale, key="gare-commune"):
    return build(kind, make_job(view, locale, Cuts()), None, key if kind in OF_ONE else None)


@pytest.fixture(scope="module")
def valombre(tmp_path_factory):
    root = committed(REPOSITORY / "portfolios/valombre", tmp_path_factory.mktemp("git"))
    with view_of(root, TODAY) as view:
        yield view


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("locale", [FR, EN], ids=["fr", "en"])
def test_every_kind_is_sound_and_shows_what_the_text_shows(valombre, kind, locale):
    report = report_of(valombre, kind, locale)
    page = page_of(report, locale)
    found = tables(page)
    wanted = [table for table in report.tables if table.rows]
    assert len(found) == len(wanted)
    for rows, table in zip(found, wanted, strict=True):
        scale = table_scale(table, None)
        kept = [n for n, column in enumerate(table.columns) if column.kind not in ("bar", FILL)]
        for cells, row in zip(rows[1:], [*table.rows, *([table.total] if table.total else [])], strict=True):
            assert [cells[n] for n in kept] == [shown(row[n], table.columns[n], locale, scale) for n in kept]
    said = " ".join("".join(page.itertext()).split())
    for note in (*report.notes, *(text for _label, text in (*report.about, *report.facts))):
        assert " ".join(note.split()) in said


@pytest.mark.parametrize("kind", KINDS)
def test_several_towns_and_none(kind, tmp_path):
    if kind in OF_ONE:
        return
    with view_of(committed(REPOSITORY / "portfolios/villes-moyennes", tmp_path / "git"), TODAY) as view:
        page_of(report_of(view, kind, FR))
    make_history(tmp_path / "vide", [Commit({"ville/town.toml": 'format = 1\n[town]\nname = "V"\n'})])
    with view_of(tmp_path / "vide", TODAY) as view:
        page_of(report_of(view, kind, FR))


def test_the_same_report_gives_the_same_bytes(valombre):
    first, second = ("".join(to_html(report_of(valombre, "summary", FR), FR, Style())) for _ in range(2))
    assert first == second


def amounts(rows, total=None, charts=(), columns=("a", "b")):
    columns = (Column("name", "Nom"), *(Column(key, key.upper(), AMOUNT) for key in columns))
    return Report("T", [("Date", "x")], [], [Table("Table", columns, rows, total, "EUR", charts=charts)], [])


def test_bars_stand_on_one_scale():
    page = page_of(amounts([("x", 200_00, 50_00), ("y", 100_00, None)], charts=(Chart(BARS, ("a", "b")),)))
    rows = [*page.iter("tr")][1:]
    widths = [[float(r.get("width")) for r in row.iter(f"{SVG}rect")] for row in rows]
    assert widths == [[200, 50], [100]]
    titles = [next(row.iter(f"{SVG}title")).text for row in rows]
    assert titles == ["A 200,00, B 50,00", "A 100,00, B –"]


def test_negative_bars_go_left_of_zero():
    page = page_of(amounts([("x", 300_00, None), ("y", -100_00, None)], charts=(Chart(BARS, ("a",)),)))
    (right,), (left,) = ([*row.iter(f"{SVG}rect")] for row in [*page.iter("tr")][1:])
    assert (float(right.get("x")), float(right.get("width"))) == (50, 150)
    assert (float(left.get("x")), float(left.get("width"))) == (0, 50)


def test_a_curve_says_in_words_what_it_draws():
    rows = [("2025", 1_000_00, 500_00), ("2026", 3_000_00, None)]
    page = page_of(amounts(rows, charts=(Chart(CURVE, ("a", "b")),)))
    figure = next(page.iter("figure"))
    assert next(figure.iter(f"{SVG}desc")).text == "A: 2025 1\u202f000, 2026 3\u202f000; B: 2025 500"
    lines = [line.get("points").split() for line in figure.iter(f"{SVG}polyline")]
    assert [len(points) for points in lines] == [2, 1]
    high, low = (float(point.split(",")[1]) for point in reversed(lines[0]))
    assert high < low


def test_upright_bars_are_of_the_total():
    rows, total = [("x", 10_00, 20_00), ("y", 30_00, 40_00)], ("Total", 40_00, 60_00)
    page = page_of(amounts(rows, total, (Chart(YEARS, ("a", "b")),)))
    figure = next(page.iter("figure"))
    assert next(figure.iter(f"{SVG}desc")).text == "A 40, B 60"
    heights = [float(bar.get("height")) for bar in figure.iter(f"{SVG}rect") if bar.get("class") == "bar3"]
    assert heights[0] / heights[1] == pytest.approx(40 / 60, abs=0.01)


@given(st.lists(st.integers(-(10**13), 10**13), max_size=5))
def test_a_scale_holds_every_amount_and_says_it_in_round_numbers(cents):
    to = drawing.scale(cents, 100)
    assert all(0 <= to.at(amount) <= 100 for amount in (*cents, 0))
    ticks = to.ticks()
    assert 0 in ticks
    assert to.low <= ticks[0] <= ticks[-1] <= to.high
    assert 1 <= len(ticks) <= 6
    assert {str(abs(b - a)).rstrip("0") for a, b in pairwise(ticks)} <= {"1", "2", "5"}


def test_charts_of_nothing_are_left_out():
    charts = (Chart(BARS, ("a",)), Chart(CURVE, ("a",)))
    assert not [*page_of(amounts([], charts=charts)).iter("figure")]
    page_of(amounts([("x", None, 0)], ("Total", None, None), (*charts, Chart(YEARS, ("a",)))))


AXIS = Axis("2026-01-01", "2027-12-31", "2026-07-02", (("2026-01-01", "2026"), ("2027-01-01", "2027")))


@pytest.mark.parametrize(
    ("start", "end", "boxes"),
    [
        ("2026-01-01", "2027-12-31", [(0, 0, 440), (3, 0, 110.3)]),
        ("2027-01-01", "2027-12-31", [(0, 220, 220)]),
        ("2026-01-01", "2026-01-01", [(0, 0, 0.6), (3, 0, 0.6)]),
        (None, "2026-03-01", []),
        ("2026-03-01", None, []),
    ],
)
def test_spans_are_as_long_as_their_days(start, end, boxes):
    picture = drawing.span(AXIS, Span("", start, end, None, None, ()))
    assert [(box.look, box.x, box.width) for box in picture.boxes] == boxes


def test_a_span_says_what_it_draws():
    cell = Span("■", "2026-01-01", "2027-06-30", None, "2026-12-31", (("2026-05-01", "late", "Avis <b>"),))
    columns = (Column("name", "Nom"), Column("bar", "2026–2027", "bar"))
    page = page_of(Report("T", [], [], [Table("", columns, [("x", cell)], axis=AXIS)], [], signs="Barres : ■"))
    (svg,) = (svg for svg in page.iter(f"{SVG}svg") if svg.get("role") == "img")
    assert (
        svg[0].text
        == "01/01/2026 → 30/06/2027\u202f; Référence 01/01/2026 → 31/12/2026\u202f; Avis <b> 01/05/2026 (en retard)"
    )
    assert [use.get("href") for use in svg.iter(f"{SVG}use")] == ["#m-late"]
    assert "Barres" not in "".join(page.itertext())  # a key of its own stands there


def test_what_is_to_fill_in_is_empty():
    columns = (Column("name", "Nom"), Column("new", "Nouveau", FILL))
    page = page_of(Report("T", [], [], [Table("", columns, [("x", None)])], []))
    assert tables(page) == [[["Nom", "Nouveau"], ["x", ""]]]


@pytest.mark.parametrize(
    "text", ["</style><script>alert(1)</script>", '"; } body { display: none', "\\", "é\u2028€", "a1"]
)
def test_no_text_leaves_the_quotes_of_a_style(text):
    made = css_text(text)
    assert re.fullmatch(r"([0-9A-Za-z]|\\[0-9a-f]+ )*", made)
    assert re.sub(r"\\([0-9a-f]+) ", lambda m: chr(int(m[1], 16)), made) == text
    report = Report(text, [("Date", text)], [(text, text)], [], [text])
    page_of(report)


def luminance(colour):
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def palettes():
    """The colours of each look: light, dark, paper."""
    for block in re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL):
        found = dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6});", block))
        if found:
            yield {name: c if len(c) == 7 else "#" + "".join(2 * x for x in c[1:]) for name, c in found.items()}


def test_contrasts_are_those_of_wcag_aa():
    looks = [*palettes()]
    assert len(looks) == 3
    for look in looks:
        for ground in ("ground", "band"):
            for text in ("ink", "faint"):
                assert contrast(look[text], look[ground]) >= 4.5
        for mark in ("accent", "other", "warn", "ink"):
            assert contrast(look[mark], look["ground"]) >= 3
        assert contrast(look["accent"], look["tint"]) >= 3  # what has passed, on what is ahead


def test_hostile_names_stay_text(tmp_path):
    name = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    root = make_workspace(tmp_path / "w", {"v/town.toml": HALLE_TOWN, "v/p.toml": HALLE.replace("La halle", name)})
    with view_of(root, TODAY) as view:
        page = page_of(report_of(view, "timeline", FR))
        assert any(name in cell for table in tables(page) for row in table for cell in row)
