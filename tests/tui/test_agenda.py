"""The agenda's screen: months, late first, today; its keys; what stands behind a row."""

from pathlib import Path

import pytest

from citydash.figures.agenda import Call, Month

VALOMBRE = Path(__file__).parents[2] / "portfolios" / "valombre"


def events(table):
    return [row for row in table.rows if not isinstance(row, Month)]


def test_it_opens_on_the_first_event_from_today_on(play):
    async def script(stage):
        await stage.press("6")
        table = stage.app.frame.table
        current, text = table.current, stage.text
        await stage.press("home", "n")
        return current, table.current, events(table), text

    current, again, shown, text = play(script)
    assert current.day >= "2026-11-22"
    assert again is current
    before = shown[: shown.index(current)]
    assert {event.state for event in before} == {"late"}
    days = [event.day for event in shown[len(before) :]]
    assert days == sorted(days)
    lines = text.split("\n")
    late, december = (next(n for n, line in enumerate(lines) if word in line) for word in ("5 jalons, 2", "Décembre"))
    assert late < december
    assert "À venir et en retard" in lines[1]


def test_its_keys_choose_kinds_and_states(play):
    async def script(stage):
        await stage.press("6")
        frame, kinds, states = stage.app.frame, [], []
        for _ in range(4):
            kinds.append((frame.chosen.kind, len(events(frame.table)), {event.kind for event in events(frame.table)}))
            await stage.press("k")
        for _ in range(4):
            states.append((frame.chosen.state, {event.state for event in events(frame.table)}))
            await stage.press("v")
        return kinds, states

    kinds, states = play(script)
    assert [kind for kind, *_ in kinds] == ["all", "milestones", "deadlines", "calls"]
    assert kinds[0][1] == sum(count for _kind, count, _some in kinds[1:])
    assert kinds[1][2] == {"milestone"}
    assert kinds[2][2] == {"spend_by", "claim_by"}
    assert kinds[3][2] <= {"opens", "closes"}
    assert states == [
        ("open", {"late", "planned"}),
        ("late", {"late"}),
        ("done", {"met", "cancelled", "passed"}),
        ("all", {"late", "planned", "met", "cancelled", "passed"}),
    ]


def test_the_cursor_stays_on_its_event(play):
    async def script(stage):
        await stage.press("6", "down", "down", "down")
        table = stage.app.frame.table
        chosen = table.current
        await stage.press("k")
        kept = table.current
        await stage.press("v")
        return chosen, kept, table.current

    chosen, kept, late = play(script)
    assert (kept is chosen) == (chosen.kind == "milestone")
    assert late.state == "late"


@pytest.mark.parametrize(
    ("keys", "kind"), [(("k",), "milestone"), (("k", "k"), "claim_by"), (("k", "k", "k"), "opens")]
)
def test_what_stands_behind_a_row(play, keys, kind):
    async def script(stage):
        await stage.press("6", *keys)
        table = stage.app.frame.table
        table.go_to(table.key(next(event for event in events(table) if event.kind == kind)))
        event, place = table.current, stage.app.frame.place()
        await stage.press("enter")
        return event, place, stage.app.frame.room, stage.text

    event, place, room, text = play(script)
    written = (VALOMBRE / place.path).read_text(encoding="utf-8").splitlines()[place.line - 1]
    if isinstance(event, Call):
        assert written.startswith("call = ")
        assert f"town.toml:{place.line}" in text
    else:
        assert room == "project"
        assert event.project.title[:20] in text
        assert written.startswith(f"{event.key} = " if kind == "milestone" else f"{kind} = ")


def test_baseline_due_and_met_where_there_is_room(play):
    async def script(stage):
        await stage.press("6", "v", "v")
        return stage.row("Date"), stage.row("12/05/2026")

    head, row = play(script, size=(200, 60))
    assert all(word in head for word in ("Référence", "Prévu", "Atteint", "Glissement"))
    assert row.split().count("12/05/2026") == 2
    assert "31/03/2026" in row
    assert "+42" in row


def test_what_is_saved_is_what_is_shown(play):
    async def script(stage):
        await stage.press("6", "k", "v", "c")
        return stage.app.frame.saves(), stage.app.frame.remembered()

    saved, kept = play(script)
    assert saved == ("report", "agenda", "--events=milestones", "--state=late", "--certainty=probable")
    assert kept == {"kind": "milestones", "state": "late"}


def test_nothing_to_show(play):
    async def script(stage):
        await stage.press("6", "slash")
        await stage.type("is:slipped status:idea")
        await stage.press("enter", "v", "n", "enter", "e")
        return stage.app.frame.room, stage.text

    room, text = play(script)
    assert room == "agenda"
    assert "rien ici" in text


def test_copied_amounts_are_exact(play):
    async def script(stage):
        await stage.press("6", "y")
        events = [row for row in stage.app.frame.table.rows if hasattr(row, "state")]
        return stage.app.clipboard, [getattr(event, "unreceived", None) for event in events]

    copied, unreceived = play(script, language="en")
    titles, *rows = [line.split("\t") for line in copied.split("\n")]
    place = titles.index("To receive")
    assert [int(row[place].replace(".", "")) if row[place] else None for row in rows] == unreceived
    assert any(unreceived)
