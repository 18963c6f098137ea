"""A report's cells as people read them, and the layouts of text and Markdown."""

from typing import NamedTuple

from citydash.locale import Locale
from citydash.report import clean
from citydash.report.document import AMOUNT, DATE, DAYS, NUMBER, PERCENT, TEXT, Column, Report, Row, Table

BOLD, DIM, RESET = "\x1b[1m", "\x1b[2m", "\x1b[0m"


class Style(NamedTuple):
    """How text is laid out. `width` is the terminal's columns, None where nothing is to be shortened (a pipe, a file)."""

    color: bool = False
    ascii: bool = False
    width: int | None = None
    scale: int | None = None


def table_scale(table: Table, asked: int | None) -> int:
    """One unit a table: thousands once any amount reaches a million, units below."""
    if asked:
        return asked
    places = [n for n, column in enumerate(table.columns) if column.kind == AMOUNT]
    rows = [*table.rows, *([table.total] if table.total else [])]
    top = max((abs(row[n]) for row in rows for n in places if row[n] is not None), default=0)
    return 1_000 if top >= 1_000_000_00 else 1


def caption(table: Table, locale: Locale, scale: int) -> str:
    """The table's title, with its unit and tax basis: (k€ incl. VAT)."""
    if any(column.kind == AMOUNT for column in table.columns) and table.currency:
        unit = locale.unit(table.currency, scale)
        # the town's accounts carry VAT (format.md, budget stages) where there is such a tax
        unit = locale.text("in {unit}, VAT included", unit=unit) if table.currency == "EUR" else locale.text("in {unit}", unit=unit)
        return f"{table.title}, {unit}" if table.title else unit
    return table.title


def shown(value: object, column: Column, locale: Locale, scale: int) -> str:
    """One cell for people."""
    if value is None:
        return "–" if column.kind != TEXT else ""
    if column.kind == AMOUNT:
        return locale.amount(value, scale, 2 if scale == 1 else 0)  # type: ignore[arg-type]
    if column.kind == PERCENT:
        return locale.percent(value)  # type: ignore[arg-type]
    if column.kind == DATE:
        return locale.date(str(value))
    if column.kind == DAYS:
        return locale.days(value)  # type: ignore[arg-type]
    if column.kind == NUMBER:
        return locale.number(value)  # type: ignore[arg-type]
    return str(value)


def _cells(table: Table, row: Row, locale: Locale, scale: int) -> list[str]:
    return [shown(value, column, locale, scale) for value, column in zip(row, table.columns, strict=True)]


def to_text(report: Report, locale: Locale, style: Style) -> str:
    """The report for a terminal or a plain file, columns aligned."""
    lines = [_strong(clean.plain(report.title), style)]
    lines += [_faint(f"{label}{_colon(locale)}{clean.plain(text)}", style) for label, text in report.about]
    if report.facts:
        label_width = max(clean.width(label) for label, _text in report.facts)
        lines.append("")
        lines += [f"  {_padded(label, label_width)}  {clean.plain(text)}" for label, text in report.facts]
    for table in report.tables:
        lines += ["", *_table_text(table, locale, style)]
    if report.notes:
        lines += ["", *(_faint(clean.plain(note), style) for note in report.notes)]
    text = "\n".join(line.rstrip() for line in lines) + "\n"
    return clean.to_ascii(text) if style.ascii else text


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
    lines = [_strong(caption(table, locale, scale), style)]
    if not table.rows:
        return [*lines, f"  {table.empty or locale.text('nothing to show')}"]
    rows = [[clean.plain(text) for text in _cells(table, row, locale, scale)] for row in table.rows]
    total = [clean.plain(text) for text in _cells(table, table.total, locale, scale)] if table.total else None
    heads = [column.title for column in table.columns]
    every = [heads, *rows, *([total] if total else [])]
    widths = [max(clean.width(row[n]) for row in every) for n in range(len(heads))]
    if style.width:
        _fit(widths, table.columns, style.width - 2)
    lines.append(_strong(_line(heads, widths, table.columns), style))
    lines += [_line(row, widths, table.columns) for row in rows]
    if total:
        lines.append("  " + "─" * (sum(widths) + 2 * len(widths) - 2))
        lines.append(_strong(_line(total, widths, table.columns), style))
    return [*lines, f"  {table.note}"] if table.note else lines


def _fit(widths: list[int], columns: tuple[Column, ...], room: int) -> None:
    """Take from the widest text columns what doesn't fit, down to 12 each; numbers are never cut."""
    while sum(widths) + 2 * (len(widths) - 1) > room:
        texts = [n for n, column in enumerate(columns) if column.kind == TEXT and widths[n] > 12]
        if not texts:
            return
        widest = max(texts, key=lambda n: widths[n])
        widths[widest] -= 1


def _line(cells: list[str], widths: list[int], columns: tuple[Column, ...]) -> str:
    parts = []
    for text, width, column in zip(cells, widths, columns, strict=True):
        short = clean.shorten(text, width)
        gap = " " * max(0, width - clean.width(short))
        parts.append(short + gap if column.kind in (TEXT, DATE) else gap + short)
    return "  " + "  ".join(parts)


def to_markdown(report: Report, locale: Locale, style: Style) -> str:
    """The report as Markdown that forges show: headings, one pipe table a table."""
    lines = [f"# {clean.markdown(report.title)}", ""]
    lines += [f"- **{label}**{_colon(locale)}{clean.markdown(text)}" for label, text in report.about]
    if report.facts:
        lines += ["", *(f"- **{label}**{_colon(locale)}{clean.markdown(text)}" for label, text in report.facts)]
    for table in report.tables:
        scale = table_scale(table, style.scale)
        lines += ["", f"## {clean.markdown(caption(table, locale, scale))}", ""]
        lines += _table_markdown(table, locale, scale)
        lines += ["", clean.markdown(table.note)] if table.note else []
    lines += ["", *(clean.markdown(note) + "  " for note in report.notes)] if report.notes else []
    return "\n".join(lines).rstrip() + "\n"


def _table_markdown(table: Table, locale: Locale, scale: int) -> list[str]:
    if not table.rows:
        return [clean.markdown(table.empty or locale.text("nothing to show"))]
    left = [column.kind in (TEXT, DATE) for column in table.columns]
    lines = [_pipes([clean.markdown(column.title) or " " for column in table.columns])]
    lines.append(_pipes([":---" if start else "---:" for start in left]))
    lines += [_pipes([clean.markdown(text) for text in _cells(table, row, locale, scale)]) for row in table.rows]
    if table.total:
        cells = _cells(table, table.total, locale, scale)
        lines.append(_pipes([f"**{clean.markdown(text)}**" if text else "" for text in cells]))
    return lines


def _pipes(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
