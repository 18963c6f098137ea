"""What changed in one project as lines: every key before and after, amounts, funding, milestones, who and why."""

from collections.abc import Callable, Iterator
from json import loads
from typing import Any, NamedTuple

from citydash.errors import N_
from citydash.figures.compare import Change, Field, Lines, Milestones
from citydash.figures.formulas import MILLION
from citydash.figures.history import Story
from citydash.locale.locale import NONE
from citydash.tui.cells import Parts, fit, width_of, wrap
from citydash.tui.change_table import STYLES, WORDS, Row
from citydash.tui.context import Context
from citydash.tui.sheet_lines import heading
from citydash.tui.widgets.page import Line

NAMES = {
    "title": N_("Title"), "summary": N_("Summary"), "status": N_("Status"), "manager": N_("Manager"),
    "priority": N_("Priority"), "start": N_("Start"), "end": N_("End"), "baseline_start": N_("Baseline start"),
    "baseline_end": N_("Baseline end"), "progress": N_("Measured progress"), "cost_excl_vat": N_("Cost excl. VAT"),
    "vat_refund_share": N_("Share open to VAT refund"), "authorisation": N_("Authorisation"), "tags": N_("Tags"),
    "depends_on": N_("Depends on"), "lead": N_("Lead"), "review.on": N_("Last review"), "review.weather": N_("Weather"),
    "review.note": N_("Note of the review"), "location.label": N_("Location"), "data.opens": N_("Open data"),
    "data.personal": N_("Personal data"), "data.dpia": N_("Impact assessment"),
}  # fmt: skip
"""Keys that have a name of their own; others are told as the files write them."""
LABEL, NUMBER = 24, 13
LEAST_NAME = 14
"""Cells from which on a department's name stands beside its amounts; else it has a line of its own."""
DATES = {
    "applied_on": N_("applied on"), "acknowledged_on": N_("acknowledged on"), "awarded_on": N_("awarded on"),
    "contracted_on": N_("contracted on"), "starts_on": N_("eligible from"),
}  # fmt: skip
"""Those of a funding line; its deadlines have words of the vocabulary."""
SUMS = ("requested", "awarded", "expected", "received", "eligible", "justified")


class Found(NamedTuple):
    """A change with what its lines need besides: names of departments and portfolios by id, and the commits between,
    None where they aren't on one line.
    """

    row: Row
    departments: dict[str, str]
    portfolios: tuple[str, str]
    stories: tuple[Story, ...] | None
    uncommitted: bool


SAID: dict[str, Callable[[Context, Found, Any], str]] = {
    "status": lambda context, _found, value: f"{context.glyphs.status[value]} {context.locale.word('status', value)}",
    "lead": lambda _context, found, value: found.departments.get(value, value),
    "cost_excl_vat": lambda context, found, value: context.locale.money(value, found.row.currency),
    "progress": lambda context, _found, value: context.locale.percent(value / MILLION, 1),
    "vat_refund_share": lambda context, _found, value: context.locale.percent(value / MILLION, 1),
    "review.on": lambda context, _found, value: context.locale.date(str(value)),
    "review.weather": lambda context, _found, value: context.locale.word("weather", str(value)),
    "data.dpia": lambda context, _found, value: context.locale.word("dpia", str(value)),
    "data.personal": lambda context, _found, value: context.locale.text("yes") if value else context.locale.text("no"),
}
"""Keys whose values aren't told as they are written."""


def lines_of(context: Context, found: Found, width: int) -> list[Line]:
    """Everything that changed in a project."""
    return [
        *_head(context, found, width),
        *_fields(context, found, width),
        *_amounts(context, found, width),
        *_funding(context, found.row.change, width),
        *_milestones(context, found.row.change, width),
        *_commits(context, found, width),
        Line(),
    ]


def _head(context: Context, found: Found, width: int) -> list[Line]:
    row, text = found.row, context.locale.text
    title = [Line(((f" {line}", "strong"),)) for line in wrap(row.change.title, max(10, width - 2))]
    said = f" {context.glyphs.change[row.kind]} {text(WORDS[row.kind])}"
    path = (row.change.new or row.change.old).path  # type: ignore[union-attr]
    lines = [*title, Line(((said, STYLES.get(row.kind, "accent")), (f"  {path}", "muted")))]
    sign = context.glyphs.link
    if row.change.has_moved:
        lines += _pair(context, text("Portfolio"), *found.portfolios, width)
    if row.change.was:
        lines.append(Line(((f" {fit(text('Id'), LABEL)}{row.change.was} {sign} {row.change.key}", "text"),)))
    return lines


def _pair(context: Context, label: str, old: str, new: str, width: int, note: str = "") -> list[Line]:
    """Before and after: on one line where they fit, else one under the other."""
    head, sign = f" {fit(label, LABEL)}", context.glyphs.link
    said = f"{old} {sign} {new}"
    if width_of(said) + LABEL + width_of(note) + 3 <= width:
        return [Line(((head, "muted"), (f"{old} ", "muted"), (f"{sign} {new}", "text"), (f"  {note}", "accent")))]
    room = max(10, width - LABEL - 4)
    signs = context.glyphs.change
    before = [f"{' ' if n else signs['removed']} {line}" for n, line in enumerate(wrap(old, room))]
    after = [f"{' ' if n else signs['added']} {line}" for n, line in enumerate(wrap(new, room))]
    lines = [Line(((head if not n else " " * (LABEL + 1), "muted"), (line, "muted"))) for n, line in enumerate(before)]
    return lines + [Line(((" " * (LABEL + 1), "muted"), (line, "text"))) for line in after]


# keys


def _fields(context: Context, found: Found, width: int) -> list[Line]:
    lines = []
    for name, field in _flat(found.row.change.fields):
        label = context.locale.text(NAMES[name]) if name in NAMES else name
        old, new = (_value(context, found, name, value) for value in (field.old, field.new))
        lines += _pair(context, label, old, new, width, context.locale.days(field.days) if field.days else "")
    return [*heading(context.locale.text("Keys"), width=width), *lines] if lines else []


def _flat(fields: tuple[Field, ...]) -> Iterator[tuple[str, Field]]:
    """Tables of a file as their keys: only those that changed."""
    for field in fields:
        if not isinstance(field.old, dict) and not isinstance(field.new, dict):
            yield field.name, field
            continue
        old, new = (value if isinstance(value, dict) else {} for value in (field.old, field.new))
        inside = tuple(Field(key, old.get(key), new.get(key)) for key in dict.fromkeys((*old, *new)))
        for name, one in _flat(tuple(one for one in inside if one.old != one.new)):
            yield f"{field.name}.{name}", one


def _value(context: Context, found: Found, name: str, value: Any) -> str:
    """What a key says, in words."""
    locale = context.locale
    if value is None or value == "":
        return NONE
    if name in ("start", "end", "baseline_start", "baseline_end"):
        return locale.date(value)
    if name in SAID:
        return SAID[name](context, found, value)
    if name in ("tags", "depends_on"):
        value = loads(value)
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


# amounts


def _amounts(context: Context, found: Found, width: int) -> list[Line]:
    """By department, stage and year."""
    amounts, locale = found.row.change.amounts, context.locale
    if not amounts:
        return []
    several = len({a.section for a in amounts}) > 1
    rows = []
    for a in amounts:
        name = found.departments.get(a.department, a.department) or locale.text("(none)")
        section = f" {context.short_section(a.section)}" if several else ""
        rows.append((name, f"{locale.word('measure', a.stage)}{section} {locale.year(a.year)}", a.old, a.new))
    note = locale.text("in {unit} incl. VAT", unit=locale.unit(found.row.currency))
    return [*heading(locale.text("Amounts"), note, width), *_table(context, rows, width)]


def _table(context: Context, rows: list[tuple[str, str, int, int]], width: int) -> list[Line]:
    """What, before, after, Δ: cents of one currency. A name isn't said twice in a row."""
    locale, text = context.locale, context.locale.text
    places = 2 if any(cents % 100 for row in rows for cents in row[2:]) else 0
    largest = max(abs(cents) for row in rows for cents in row[2:])
    cells = [max(NUMBER if places else 10, width_of(locale.amount(-largest, 1, places)) + 1)] * 3
    longest = max(width_of(row[1]) for row in rows) + 2
    said = [
        (*(locale.amount(cents, 1, places) for cents in row[2:]), context.signed(row[3] - row[2], 1, places))
        for row in rows
    ]
    titles = (text("before"), text("after"), "Δ")
    if width - sum(cells) - 2 < longest:  # no wider than each column needs
        cells = [max(map(width_of, column)) + 2 for column in zip(titles, *said, strict=True)]
    room = max(8, width - sum(cells) - 2)
    first = max(0, room - longest)
    head = "".join(fit(title, size, right=True) for title, size in zip(titles, cells, strict=True))
    lines = [Line(((f" {' ' * room}{head}", "muted"),))]
    before = ""
    for (name, what, _old, _new), amounts in zip(rows, said, strict=True):
        if first < LEAST_NAME and name and name != before:
            lines.append(Line(((f" {fit(name, max(8, width - 2))}", "text"),)))
        label = fit("" if name == before else name, first) + "  " if name and first >= LEAST_NAME else "  "
        before = name
        old, new, delta = (fit(amount, size, right=True) for amount, size in zip(amounts, cells, strict=True))
        shown = fit(label + what, room)
        lines.append(Line(((f" {shown}", "text"), (old, "muted"), (new, "text"), (delta, "strong"))))
    return lines


def _funding(context: Context, change: Change, width: int) -> list[Line]:
    """Each line that changed: its status, what it counts for, its amounts and dates."""
    lines = [line for pair in change.funding for line in _of_source(context, pair, width)]
    return [*heading(context.locale.text("Funding"), width=width), *lines] if lines else []


def _of_source(context: Context, pair: Lines, width: int) -> list[Line]:
    locale, text = context.locale, context.locale.text
    one = pair.new or pair.old
    assert one is not None  # noqa: S101 - for the type checker: one of them is there
    kind = "changed" if pair.old and pair.new else "added" if pair.new else "removed"
    head = f" {context.glyphs.change[kind]} {one.source.name}"
    lines = [Line(((head, STYLES.get(kind, "strong")), (f"  {context.short_section(one.section)}", "muted")))]
    old, new = (locale.word("funding", line.status) if line else NONE for line in (pair.old, pair.new))
    status = text("Status")
    if old != new:
        lines += _pair(context, f"  {status}", old, new, width)
    rows = []
    for name in (*SUMS, "counted"):
        was, now = (getattr(line, name) or 0 if line else 0 for line in (pair.old, pair.new))
        if was != now:
            rows.append(("", _sum_name(context, name), was, now))
    lines += _table(context, rows, width) if rows else []
    before, after = (line.dates if line else {} for line in (pair.old, pair.new))
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            was, now = locale.date(before.get(name)), locale.date(after.get(name))
            said = locale.text(DATES[name]) if name in DATES else locale.word("deadline", name)
            lines += _pair(context, f"  {said}", was, now, width)
    return lines


def _sum_name(context: Context, name: str) -> str:
    text = context.locale.text
    others = {"eligible": text("eligible"), "justified": text("justified"), "counted": text("counted")}
    return others.get(name) or context.locale.word("measure", name)


def _milestones(context: Context, change: Change, width: int) -> list[Line]:
    lines = [line for pair in change.milestones for line in _milestone(context, pair, width)]
    return [*heading(context.locale.text("Milestones"), width=width), *lines] if lines else []


def _milestone(context: Context, pair: Milestones, width: int) -> list[Line]:
    """Title, state and day before and after, and how far it moved."""
    locale, glyphs = context.locale, context.glyphs
    one = pair.new or pair.old
    assert one is not None  # noqa: S101 - for the type checker: one of them is there
    said = [f"{glyphs.milestone[m.state]} {locale.date(m.day)}" if m else NONE for m in (pair.old, pair.new)]
    title = one.title
    if pair.old and pair.new and pair.old.title != pair.new.title:
        title = f"{pair.old.title} {glyphs.link} {pair.new.title}"
    note = locale.days(pair.days) if pair.days else ""
    room = width - width_of("".join(said)) - width_of(note) - 8
    parts: Parts = (
        (f" {fit(title, max(8, room))}", "text"), (f" {said[0]} ", "muted"), (f"{glyphs.link} {said[1]}", "text"),
        (f"  {note}", "bad" if (pair.days or 0) > 0 else "text"),
    )  # fmt: skip
    return [Line(parts)]


# who and why


def _commits(context: Context, found: Found, width: int) -> list[Line]:
    text, lines = context.locale.text, heading(context.locale.text("Who and why"), width=width)
    if found.stories is None:
        said = text("one of the two isn't on HEAD's first-parent line: the commits between aren't known")
        return [*lines, *(Line(((f" {line}", "muted"),)) for line in wrap(said, width - 2))]
    if found.uncommitted:
        said = text("not committed yet")
        lines.append(Line(((f" {said}", "warn"),)))
    for story in found.stories:
        lines += commit_lines(context, story, width)
    return lines if found.stories or found.uncommitted else []


def commit_lines(context: Context, story: Story, width: int) -> list[Line]:
    """A commit: day, hash, author, then its subject, over as many lines as it takes."""
    commit = story.commit
    head = f" {context.locale.date(commit.day)}  {commit.commit[:7]}  "
    room = max(8, width - width_of(head) - 1)
    lines = [Line(((head, "muted"), (fit(commit.author, room), "strong")))]
    return [*lines, *(Line(((f"   {line}", "text"),)) for line in wrap(commit.subject, max(10, width - 4)))]
