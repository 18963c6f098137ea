"""What the clipboard takes through a terminal, and what is said of the rest."""

import base64

from hypothesis import example, given
from hypothesis import strategies as st

from citydash.tui import clipboard
from citydash.tui.clipboard import MOST_BYTES, fitting, joined

LINES = st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\n"), max_size=12), min_size=1, max_size=30)


def test_a_full_clipboard_is_as_long_a_sequence_as_careful_terminals_read():
    framed = "\x1b]52;c;" + base64.b64encode(b"x" * MOST_BYTES).decode() + "\a"
    assert 99_996 <= len(framed) <= 100_000


@given(LINES, st.integers(1, 90))
@example(["é" * 5, "b"], 10)
@example(["ab", ""], 2)
def test_whole_lines_as_many_as_fit(lines, room):
    whole = "\n".join(lines)
    before, clipboard.MOST_BYTES = clipboard.MOST_BYTES, room
    try:
        made = joined(lines)
        kept, is_cut = fitting(made)
    finally:
        clipboard.MOST_BYTES = before
    assert whole.startswith(made)
    assert is_cut == (len(whole.encode()) > room)
    assert len(kept.encode()) <= room
    if not is_cut:
        assert kept == whole
    elif "\n" in kept:
        number = kept.count("\n") + 1
        assert kept == "\n".join(lines[:number])
        assert len("\n".join(lines[: number + 1]).encode()) > room


def test_lines_that_have_no_room_are_not_made():
    made = []

    def lines():
        for n in range(100_000):
            made.append(n)
            yield "x" * 99

    joined(lines())
    assert len(made) <= MOST_BYTES // 100 + 2


def test_a_cut_copy_says_so(play, monkeypatch):
    monkeypatch.setattr(clipboard, "MOST_BYTES", 700)

    async def script(stage):
        await stage.press("2", "y")
        return stage.app.clipboard, stage.notices

    copied, notices = play(script)
    rows = copied.split("\n")
    assert len(copied.encode()) <= 700
    assert len(rows[0].split("\t")) == len(rows[-1].split("\t"))
    assert notices[-1].startswith(f"{len(rows)} lignes copiées")
    assert "presse-papiers" in notices[-1]
