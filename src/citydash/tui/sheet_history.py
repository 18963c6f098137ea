"""A project's life in git as lines: cost and end as they moved, then commit by commit who did what and why."""

from collections.abc import Sequence
from typing import NamedTuple

from citydash.figures.formulas import days_between
from citydash.figures.history import Commit, Move, Story
from citydash.locale.locale import NONE
from citydash.tui.cells import Parts, fit, width_of
from citydash.tui.context import Context
from citydash.tui.sheet_lines import SCALE, field, heading
from citydash.tui.widgets.page import Line

MOST = 50
"""Commits that are listed; `citydash log --project` lists all of them."""
POINTS = 40
"""Cells of a sparkline at most: the last so many commits."""
SUM = 14
"""Cells of a difference."""
WIDE = 100
"""Cells from which on a commit takes one line, its subject beside its figures."""


class Life(NamedTuple):
    """What commits did to a project, the oldest first; `days` are those that it has stood unchanged while it is said to
    be under way, 0 where these are few.
    """

    moves: tuple[tuple[Commit, Move], ...]
    days: int = 0


def life_of(stories: Sequence[Story], town: str, key: str, days: int) -> Life:
    """One project's part in the history."""
    return Life(
        tuple((s.commit, move) for s in stories for move in s.moves if (move.town, move.key) == (town, key)), days
    )


def badge(context: Context, life: Life | None) -> list[Line]:
    """That nobody has kept the project up."""
    if life is None or not life.days:
        return []
    locale, text = context.locale, context.locale.text
    said = text("no commit has changed it for {days}", days=locale.days(life.days).lstrip("+"))
    return [field(text("Stale"), ((f"{context.glyphs.stale} {said}", "warn"),))]


def history(context: Context, life: Life | None, currency: str, width: int) -> list[Line]:
    """The section of the page; nothing where there is no history."""
    if life is None or not life.moves:
        return []
    locale, text, found = context.locale, context.locale.text, life.moves
    count = locale.plural("{n} commit changed it", "{n} commits changed it", len(found))
    unit = text("in {unit} incl. VAT", unit=locale.unit(currency, SCALE))
    lines = heading(text("History"), f"{count}, {unit}", width)
    lines += _sparks(context, [move for _commit, move in found])
    lines += [_head(context, width)] if width >= WIDE else []
    for commit, move in reversed(found[-MOST:]):
        lines += _line(context, commit, move, width)
    if (rest := len(found) - MOST) > 0:
        said = locale.plural("and {n} older commit", "and {n} older commits", rest)
        lines.append(Line(((f" {said}", "muted"),)))
    return lines


def _sparks(context: Context, moves: list[Move]) -> list[Line]:
    """Cost and end as they moved; nothing of what stood still."""
    locale, text = context.locale, context.locale.text
    costs = [move.now.cost for move in moves if move.kind != "removed"]
    ends = [move.end for move in moves if move.end]
    lines = []
    if len(set(costs)) > 1:
        said = f"{locale.amount(costs[0], SCALE)} {context.glyphs.link} {locale.amount(costs[-1], SCALE)}"
        lines.append(_spark(context, text("Cost"), costs, said, context.signed(costs[-1] - costs[0], SCALE)))
    if len(set(ends)) > 1:
        days = [days_between(ends[0], end) for end in ends]
        said = f"{locale.date(ends[0])} {context.glyphs.link} {locale.date(ends[-1])}"
        lines.append(_spark(context, text("End"), days, said, locale.days(days[-1])))
    return lines


def _spark(context: Context, label: str, values: list[int], said: str, moved: str) -> Line:
    drawn = sparkline(context.glyphs.paid_levels, values[-POINTS:])
    return field(label, ((drawn, "paid"), (f"  {said}  ", "text"), (moved, "strong")))


def sparkline(levels: str, values: list[int]) -> str:
    """A cell for each value, the least at the bottom and the largest at the top."""
    low, high = min(values), max(values)
    steps, size = len(levels) - 2, high - low
    places = [steps * (value - low) // size if size else steps // 2 for value in values]
    return "".join(levels[1 + place] for place in places)


def _head(context: Context, width: int) -> Line:
    text = context.locale.text
    titles = (text("Date"), 10), (text("Commit"), 8), (text("Author"), 18), (text("Status"), 15)
    said = "  ".join(fit(title, cells) for title, cells in titles)
    sums = "".join(fit(title, SUM, right=True) for title in (text("Δ cost"), text("Δ grants"), text("Δ end")))
    subject = text("Subject")
    return Line(((fit(f" {said}{sums}  {subject}", width), "muted"),))


def _line(context: Context, commit: Commit, move: Move, width: int) -> list[Line]:
    """A commit: one line, or two where there is no room."""
    locale = context.locale
    day, word = locale.date(commit.day), _status(context, move)
    deltas = (move.delta.cost, move.delta.grants)
    sums = [context.signed(cents, SCALE) if cents else context.glyphs.free for cents in deltas]
    end = locale.days(move.days) if move.days else context.glyphs.free if move.days == 0 else NONE
    late = "bad" if (move.days or 0) > 0 else "text"
    head = f" {day}  {commit.commit[:7]:8}  "
    if width >= WIDE:
        parts: Parts = (
            (head, "muted"), (f"{fit(commit.author, 18)}  {fit(word, 15)}", "text"),
            ("".join(fit(said, SUM, right=True) for said in sums), "text"), (fit(end, SUM, right=True), late),
            (f"  {fit(commit.subject, max(8, width - width_of(head) - 38 - 3 * SUM))}", "text"),
        )  # fmt: skip
        return [Line(parts)]
    figures = f"  {sums[0]}"
    room = max(8, width - width_of(head) - width_of(figures) - width_of(end) - 4)
    first: Parts = ((head, "muted"), (fit(commit.author, room), "text"), (figures, "text"), (f"  {end}", late))
    return [Line(first), Line(((f"   {fit(commit.subject, max(8, width - 4))}", "muted"),))]


def _status(context: Context, move: Move) -> str:
    if move.kind == "removed":
        return f"{context.glyphs.change['removed']} {context.locale.text('removed')}"
    return f"{context.glyphs.status[move.status]} {context.locale.word('status', move.status)}"
