"""Only what the terminal doesn't show goes over the wire; what it shows in the end is what whole frames would."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from citydash.tui.wire import Shown, difference

WIDTH, HEIGHT = 12, 3
STYLES = [Style(bold=True), Style(italic=True), None]
TEXTS = ["a", "b", "ab", "  ", "é", "日", "e\u0301"]
"""Of one cell, of two, and a letter of two characters in one."""


def strip(*parts):
    return Strip([Segment(text, style) for text, style in parts])


@st.composite
def strips(draw, cells):
    """A strip of exactly so many cells."""
    parts, size = [], 0
    while size < cells:
        text, style = draw(st.sampled_from(TEXTS)), draw(st.sampled_from(STYLES))
        wide = strip((text, style)).cell_length
        if size + wide > cells:
            text, wide = " ", 1
        parts.append((text, style))
        size += wide
    return strip(*parts)


@st.composite
def frames(draw):
    """Widths of what stands beside each other, and lines of it: whole ones, or some spans of some lines."""
    cuts = sorted({0, WIDTH, *draw(st.lists(st.integers(1, WIDTH - 1), max_size=3))})
    chops = [
        {x: draw(strips(end - x)) for x, end in pairwise(cuts)} for _line in range(HEIGHT)
    ]  # fmt: skip
    if draw(st.booleans()):
        return LayoutUpdate([chop.values() for chop in chops], Region(0, 0, WIDTH, HEIGHT)), None
    spans = []
    for y in range(HEIGHT):
        first, end = sorted(draw(st.tuples(st.integers(0, WIDTH), st.integers(0, WIDTH))))
        if first < end:
            spans.append((y, first, end))
    return ChopsUpdate(chops, spans, [cuts[1:]] * HEIGHT), spans


def cells_of(one):
    """Letter and style of each cell; a wide letter's second cell has none, a mark goes with its letter."""
    found = []
    for text, style, _control in one:
        for letter in text:
            wide = strip((letter, style)).cell_length
            if not wide:
                found[-1] = (found[-1][0] + letter, style)
            else:
                found += [(letter, style)] + [("", style)] * (wide - 1)
    return found


def put(screen, x, y, one):
    screen[y][x : x + one.cell_length] = cells_of(one)


def painted_whole(screen, update, spans):
    if spans is None:
        for y, line in enumerate(update.strips):
            x = 0
            for one in line:
                put(screen, x, y, one)
                x += one.cell_length
        return
    for y, first, end in spans:
        for (x, one), last in zip(update.chops[y].items(), update.chop_ends[y], strict=True):
            if x < end and last > first:
                put(screen, x, y, one)


@given(st.lists(frames(), min_size=1, max_size=6))
def test_the_terminal_shows_what_whole_frames_would(updates):
    shown = Shown()
    seen, wanted = ([[(" ", None)] * WIDTH for _line in range(HEIGHT)] for _screen in range(2))
    for update, spans in updates:
        painted_whole(wanted, update, spans)
        for x, y, one in shown.take(update):
            put(seen, x, y, one)
        assert seen == wanted


@given(strips(WIDTH))
def test_what_is_shown_isnt_written_again(one):
    shown = Shown()
    update = LayoutUpdate([[one]], Region(0, 0, WIDTH, 1))
    assert [*shown.take(update)] == [(0, 0, one)]
    again = LayoutUpdate([[strip(*((text, style) for text, style, _control in one))]], Region(0, 0, WIDTH, 1))
    assert [*shown.take(again)] == []
    shown.forget()
    assert len([*shown.take(again)]) == 1


def test_what_is_alike_at_both_ends_is_left_out():
    bold, plain = STYLES[0], None
    before = strip(("left", plain), ("old", bold), ("right", plain))
    x, found = difference(before, strip(("left", plain), ("new", bold), ("right", plain)))
    assert (x, found.text) == (4, "new")


def test_a_line_with_a_letter_that_isnt_one_cell_wide_is_written_whole():
    before = strip(("日本", None), ("old", STYLES[0]))
    now = strip(("日本", None), ("new", STYLES[0]))
    assert difference(before, now) == (0, now)


def test_what_stands_right_of_such_letters_is_written_again():
    def update(left):
        return LayoutUpdate([[strip((left, None)), strip(("right", None))]], Region(0, 0, 9, 1))

    shown = Shown()
    assert len([*shown.take(update("日本"))]) == 2
    assert [one.text for _x, _y, one in shown.take(update("本日"))] == ["本日", "right"]
    assert [one.text for _x, _y, one in shown.take(update("four"))] == ["four"]


def test_an_unchanged_prefix_in_twos_is_not_counted_from_both_ends():
    before, now = strip(("ab", None), ("ab", None)), strip(("ab", None), ("ab", None), ("ab", None))
    assert difference(before, now)[0] == 0  # of another length
    same = strip(("a", None), ("a", None), ("b", None)), strip(("a", None), ("b", None), ("b", None))
    x, found = difference(*same)
    assert (x, found.text) == (1, "b")
