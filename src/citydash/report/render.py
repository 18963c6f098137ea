"""A report's cells as people read them, and the layouts of text and Markdown."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from citydash.locale import Locale, clean
from citydash.report.document import (
    AMOUNT,
    BAR,
    DATE,
    DAYS,
    DECIMAL,
    FILL,
    NUMBER,
    PERCENT,
    TEXT,
    Column,
    Report,
    Row,
    Table,
    without,
)
from citydash.report.layout import BROKEN, CUT, LEFT, Layout, broken, fit, fits, parts

BOLD, DIM, RESET = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_PROSE = 76
"""Columns that a sentence is broken at where nothing else says."""
_LEAST = 20
"""Columns that what is said beside a label is given at least."""
_FEW = 40
"""Rows of a table whose texts a narrow terminal breaks into lines; of more, it cuts them."""
_TO_FILL = "…………"


class Style(NamedTuple):
    """How text is laid out. `width` is the terminal's columns, None where nothing is shortened (a pipe, a file)."""

    color: bool = False
    ascii: bool = False
    width: int | None = None
    scale: int | None = None


def table_scale(table: Table, asked: int | None) -> int:
    """One unit a table: thousands once any amount reaches a million, units below."""
    if asked or table.exact:
        return asked or 1
    places = [n for n, column in enumerate(table.columns) if column.kind == AMOUNT]
    rows = [*table.rows, *([table.total] if table.total else [])]
    top = max((abs(row[n]) for row in rows for n in places if row[n] is not None), default=0)
    return 1_000 if top >= 1_000_000_00 else 1


def caption(table: Table, locale: Locale, scale: int) -> str:
    """The table's title, with its unit and tax basis: (k€ incl. VAT)."""
    if any(column.kind == AMOUNT for column in table.columns) and table.currency:
        unit = locale.unit(table.currency, scale)
        # the town's accounts carry VAT (format.md, budget stages) where there is such a tax
        unit = (
            locale.text("in {unit} incl. VAT", unit=unit)
            if table.vat and table.currency == "EUR"
            else locale.text("in {unit}", unit=unit)
        )
        return f"{table.title}, {unit}" if table.title else unit
    return table.title


def shown(value: object, column: Column, locale: Locale, scale: int) -> str:  # noqa: PLR0911 - one a kind
    """One cell for people."""
    if column.kind == FILL:
        return _TO_FILL
    if value is None:
        return "–" if column.kind not in (TEXT, BAR) else ""
    if column.kind == AMOUNT:
        return locale.amount(value, scale, 2 if scale == 1 else 0)  # type: ignore[arg-type]
    if column.kind == PERCENT:
        return locale.percent(value, column.places)  # type: ignore[arg-type]
    if column.kind == DATE:
        return locale.date(str(value))
    if column.kind == DAYS:
        return locale.days(value)  # type: ignore[arg-type]
    if column.kind == DECIMAL:
        return locale.number(value, 1)  # type: ignore[arg-type]
    if column.kind == NUMBER and not isinstance(value, str):
        return locale.number(value)  # type: ignore[arg-type]
    return str(value)


def _cells(table: Table, row: Row, locale: Locale, scale: int, *, ascii_only: bool) -> list[str]:
    cells = [clean.plain(shown(value, column, locale, scale)) for value, column in zip(row, table.columns, strict=True)]
    return [clean.to_ascii(cell) for cell in cells] if ascii_only else cells


def to_text(report: Report, locale: Locale, style: Style) -> str:
    """The report for a terminal or a plain file, columns aligned."""
    lines = [_strong(clean.plain(report.title), style)]
    wide = style.width or 0
    about = [f"{label}{_colon(locale)}{clean.plain(text)}" for label, text in report.about]
    lines += [_faint(line, style) for text in about for line in broken(text, wide)]
    if report.facts:
        lines += ["", *_facts(report.facts, wide)]
    for table in report.tables:
        lines += ["", *_table_text(table, locale, style)]
    if notes := _notes(report):
        lines += ["", *(_faint(line, style) for note in notes for line in broken(clean.plain(note), wide))]
    text = "\n".join(line.rstrip() for line in lines) + "\n"
    return clean.to_ascii(text) if style.ascii else text


def _facts(facts: list[tuple[str, str]], wide: int) -> Iterator[str]:
    """Labels, and what is said beside them, in as many lines as it takes."""
    label_width = max(clean.width(label) for label, _text in facts)
    room = max(_LEAST, wide - label_width - 4) if wide else 0
    for label, text in facts:
        for n, line in enumerate(broken(clean.plain(text), room)):
            yield f"  {_padded(label if n == 0 else '', label_width)}  {line}"


def _notes(report: Report) -> list[str]:
    """What stands under a report of text: first what its signs mean."""
    return [*([report.signs] if report.signs else []), *report.notes]


def _colon(locale: Locale) -> str:
    return "\u00a0: " if locale.language == "fr" else ": "


def _strong(text: str, style: Style) -> str:
    return f"{BOLD}{text}{RESET}" if style.color else text


def _faint(text: str, style: Style) -> str:
    return f"{DIM}{text}{RESET}" if style.color else text


def _padded(text: str, width: int) -> str:
    return text + " " * max(0, width - clean.width(text))


def _table_text(table: Table, locale: Locale, style: Style) -> list[str]:
    scale = table_scale(table, style.scale)
    lines = [_strong(clean.plain(said), style)] if (said := caption(table, locale, scale)) else []
    if not table.rows:
        return [*lines, f"  {table.empty or locale.text('nothing to show')}"]
    if style.width and len(table.rows) <= _FEW and not table.spare:
        table = table._replace(wraps=True)
    table, left_out = _narrowed(table, locale, style, scale)
    heads, rows, total = _texts(table, locale, style, scale)
    columns, widths = _widths(table, heads, [*rows, *([total] if total else [])], style)
    for n, places in enumerate(parts(widths, columns, (style.width or 0) - 2, BROKEN if table.wraps else CUT)):
        lay = _layout(table, places, widths, style)
        lines += [""] * (n > 0)
        lines += [_strong(line, style) for line in lay.heads([heads[place] for place in places])]
        for row in rows:
            lines += lay.lines([row[place] for place in places])
        if total:
            lines.append("  " + "─" * (sum(lay.widths) + 2 * len(lay.widths) - 2))
            lines += [_strong(line, style) for line in lay.lines([total[place] for place in places])]
    notes = [*([table.note] if table.note else []), *([_not_shown(left_out, locale)] if left_out else [])]
    return [*lines, *(f"  {line}" for note in notes for line in broken(note, (style.width or 0) - 2))]


def _texts(
    table: Table, locale: Locale, style: Style, scale: int
) -> tuple[list[str], list[list[str]], list[str] | None]:
    """Heads, rows and total as they are printed."""
    rows = [_cells(table, row, locale, scale, ascii_only=style.ascii) for row in table.rows]
    total = _cells(table, table.total, locale, scale, ascii_only=style.ascii) if table.total else None
    titles = [clean.plain(column.title) for column in table.columns]
    return [clean.to_ascii(title) for title in titles] if style.ascii else titles, rows, total


def _narrowed(table: Table, locale: Locale, style: Style, scale: int) -> tuple[Table, list[str]]:
    """The table without as many of its spare columns as it takes to fit, and what these are called."""
    left_out: list[str] = []
    for key in table.spare if style.width else ():
        heads, rows, total = _texts(table, locale, style, scale)
        columns, widths = _widths(table, heads, [*rows, *([total] if total else [])], style)
        if fits(widths, columns, (style.width or 0) - 2, BROKEN if table.wraps else CUT):
            break
        left_out += [column.title for column in table.columns if column.key == key]
        table = without(table, key)
    return table, left_out


def _not_shown(titles: list[str], locale: Locale) -> str:
    return locale.text("Not shown at this width: {columns}.", columns=", ".join(titles))


def _widths(
    table: Table, heads: list[str], rows: list[list[str]], style: Style
) -> tuple[tuple[Column, ...], list[int]]:
    """The columns that are shown, and how wide each would be with nothing cut; heads are broken where it's too much."""
    columns, narrowest = table.columns, BROKEN if table.wraps else CUT
    under = [max(clean.width(row[n]) for row in rows) for n in range(len(heads))]
    widths = [max(clean.width(head), width) for head, width in zip(heads, under, strict=True)]
    if not style.width:
        return columns, widths
    if not fits(widths, columns, style.width - 2, narrowest):
        words = [max(map(clean.width, head.split(" ")), default=0) for head in heads]
        widths = [max(word, width) for word, width in zip(words, under, strict=True)]
    if columns[-1].kind == BAR and not fits(widths, columns, style.width - 2):
        return columns[:-1], widths[:-1]  # half a bar says nothing
    return columns, widths


def _layout(table: Table, places: list[int], widths: list[int], style: Style) -> Layout:
    """How the columns at some places of a table stand side by side."""
    columns, own = [table.columns[place] for place in places], [widths[place] for place in places]
    if table.wraps:
        own = [min(width, _PROSE) if c.kind == TEXT else width for width, c in zip(own, columns, strict=True)]
    if style.width:
        fit(own, columns, style.width - 2)
    return Layout(columns, own, table.wraps, "..." if style.ascii else "…")


def to_markdown(report: Report, locale: Locale, style: Style) -> str:
    """The report as Markdown that forges show: headings, one pipe table a table."""

    def said(text: str) -> str:
        return clean.markdown(clean.to_ascii(clean.plain(text)) if style.ascii else text)

    def line(text: str) -> str:
        return clean.markdown_line(clean.to_ascii(clean.plain(text)) if style.ascii else text)

    def pair(label: str, text: str) -> str:
        colon = clean.to_ascii(_colon(locale)) if style.ascii else _colon(locale)
        return f"- **{said(label)}**{colon}{said(text)}"

    lines = [f"# {said(report.title)}", "", *(pair(*about) for about in report.about)]
    if report.facts:
        lines += ["", *(pair(*fact) for fact in report.facts)]
    for table in report.tables:
        scale = table_scale(table, style.scale)
        title = caption(table, locale, scale)
        lines += ["", f"## {said(title)}"] if title else []
        if table.rows:
            lines += ["", *_table_markdown(table, locale, scale, said)]
        else:
            lines += ["", line(table.empty or locale.text("nothing to show"))]
        lines += ["", line(table.note)] if table.note else []
    lines += ["", *(line(note) + "  " for note in notes)] if (notes := _notes(report)) else []
    return "\n".join(lines).rstrip() + "\n"


def _table_markdown(table: Table, locale: Locale, scale: int, said: Callable[[str], str]) -> list[str]:
    def pipes(row: Row, mark: str = "") -> str:
        cells = [said(text) for text in _cells(table, row, locale, scale, ascii_only=False)]
        for n, column in enumerate(table.columns):
            if column.kind == BAR and not cells[n].isascii():  # Markdown runs plain spaces together
                cells[n] = cells[n].replace(" ", "\u00a0")
        return _pipes([f"{mark}{text}{mark}" if text.strip() else "" for text in cells])

    left = [column.kind in LEFT for column in table.columns]
    heads = _pipes([said(column.title) or " " for column in table.columns])
    lines = [heads, _pipes([":---" if start else "---:" for start in left]), *(pipes(row) for row in table.rows)]
    return [*lines, pipes(table.total, "**")] if table.total else lines


def _pipes(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
