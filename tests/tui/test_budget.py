"""The pivot: every combination that its keys reach, and that each depth sums to the row it came from."""

from pathlib import Path

import pytest

from citydash.figures.rollup import Request, rollup
from citydash.figures.view import View
from citydash.index import open_workspace
from citydash.tui.budget_state import FAVOURITES, MEASURES, Asked, Crumb, columns_of, folded, window, years_of

VALOMBRE = Path(__file__).parents[2] / "portfolios" / "valombre"
TODAY = "2026-11-22"
TOWN = """\
format = 1
[town]
name = "{name}"
currency = "{currency}"
[department.dsi]
name = "Systèmes d'information"
ceiling.investment = {{ 2026 = 50 }}
"""
PORTFOLIO = """\
[portfolio]
title = "Capteurs"
pillar = "data"
[project.{key}]
title = "Projet {key}"
status = "delivery"
lead = "dsi"
[project.{key}.budget.dsi.investment]
planned = {{ 2026 = {amount} }}
"""


def two_towns(workspace):
    return workspace(
        {
            "ici/town.toml": TOWN.format(name="Ici", currency="EUR"),
            "ici/p.toml": PORTFOLIO.format(key="a", amount=120_000),
            "la/town.toml": TOWN.format(name="Là", currency="CHF"),
            "la/p.toml": PORTFOLIO.format(key="b", amount=70_000),
        }
    )


def test_the_keys_reach_every_axis_that_a_measure_has():
    for measure in MEASURES:
        asked = Asked(measure=measure, columns=columns_of(measure)[0], rows="portfolio")
        seen = []
        for _ in FAVOURITES:
            asked = asked.next_rows(several=True)
            seen.append(asked.rows)
        from citydash.figures.rollup import axes_of

        assert set(seen) == set(axes_of(measure))


def test_the_next_measure_always_makes_sense():
    with open_workspace(str(VALOMBRE), None) as snapshot:
        view = View(snapshot, TODAY)
        for rows in FAVOURITES:
            asked = Asked(rows=rows) if rows in ("department", "portfolio") else Asked(rows="portfolio")
            for _ in MEASURES:
                for _columns in range(3):
                    rollup(view, asked.request)
                    asked = asked.next_columns()
                asked = asked.next_measure()


def test_a_window_of_years_loses_nothing():
    with open_workspace(str(VALOMBRE), None) as snapshot:
        block = rollup(View(snapshot, TODAY), Request())[0]
    known = years_of([block])
    assert window(known, 20, None, 2026) is None
    for fit in range(1, len(known)):
        for start in (None, known[0], known[-1]):
            first, last = window(known, fit, start, 2026)
            assert known[0] <= first <= last <= known[-1]
            assert last - first + 1 == fit
            narrow = folded(block, (first, last))
            assert sum(narrow.totals.values()) == block.total
            for line, whole in zip(narrow.lines, block.lines, strict=True):
                assert sum(line.amounts.values()) == whole.total


@pytest.mark.parametrize("rows", ["department", "portfolio", "status", "section", "project"])
def test_each_depth_sums_to_its_row_and_escape_climbs_back(play, rows):
    async def script(stage):
        await stage.press("4")
        frame = stage.app.frame
        while frame.now.rows != rows:
            await stage.press("x")
        await stage.press("down")
        row = frame.pivot.current
        totals = [row.total]
        await stage.press("enter")
        if rows != "project":
            totals.append(frame.pivot.foot[0].total)
            row = frame.pivot.current
            totals.append(row.total)
            await stage.press("enter")
        lines = frame.line_table
        totals.append(sum(line.cents for line in lines.rows))
        totals.append(lines.foot[0])
        crumbs = stage.lines[1]
        back = []
        for _ in range(2 if rows != "project" else 1):
            await stage.press("escape")
            back.append(frame.pivot.current.total)
        return totals, back, crumbs, row.label

    totals, back, crumbs, label = play(script)
    if rows == "project":
        assert len(set(totals)) == 1
        assert back == [totals[0]]
    else:
        assert totals[0] == totals[1]
        assert totals[2] == totals[3] == totals[4]
        assert back == [totals[2], totals[0]]
    assert "Budget ›" in crumbs
    assert label[:10] in crumbs


def test_enter_on_a_line_shows_the_file_and_e_opens_it(play, monkeypatch):
    monkeypatch.setenv("VISUAL", "vim")

    async def script(stage):
        await stage.press("4", "enter", "enter", "down")
        row = stage.app.frame.line_table.current
        place = stage.app.frame.place()
        await stage.press("enter")
        excerpt = stage.text
        await stage.press("e")
        notices = stage.notices
        await stage.press("escape")
        return row, place, excerpt, notices, stage.app.frame.room

    row, place, excerpt, notices, room = play(script)
    assert (place.path, place.line) == (row.path, row.line)
    line = (VALOMBRE / row.path).read_text(encoding="utf-8").splitlines()[row.line - 1]
    assert f"{row.path}:{row.line}" in excerpt
    assert line.strip()[:40] in excerpt
    assert notices
    assert room == "budget"


def test_the_keys_change_what_is_counted(play):
    async def script(stage):
        await stage.press("4")
        frame, seen = stage.app.frame, []
        for key in ("m", "i", "k", "k", "x"):
            await stage.press(key)
            seen.append((frame.now, stage.lines[1], frame.pivot.foot[0].total))
        return seen

    seen = play(script)
    assert [now.measure for now, _line, _total in seen[:1]] == ["voted"]
    assert seen[1][0].section == "investment"
    assert seen[2][0].columns == "stage"
    assert seen[2][2] is None
    assert seen[3][0].columns == "section"
    assert seen[4][0].rows == "portfolio"
    assert len({line for _now, line, _total in seen}) == 5


def test_years_move_with_the_arrows_where_they_have_no_room(play):
    async def script(stage):
        await stage.press("4")
        frame, seen = stage.app.frame, []
        for key in ("", "right", "right", "left", "left", "left", "left", "left", "left"):
            if key:
                await stage.press(key)
            seen.append((frame.years, frame.pivot.foot[0].total, sum(frame.pivot.foot[0].amounts.values())))
        return seen

    seen = play(script, size=(100, 30))
    years = [years for years, _total, _sum in seen]
    assert years[1][0] == years[0][0] + 1
    assert years[3] == years[1]
    assert years[-1] == years[-2]
    assert all(total == whole for _years, total, whole in seen)


def test_ceilings_stand_beside_departments_and_overruns_are_marked(play):
    async def script(stage):
        await stage.press("4")
        wide = stage.row("1\u202f011")
        await stage.press("m")
        return wide, stage.text

    wide, other = play(script)
    assert "905/900" in wide
    assert "▲ +5" in wide
    assert "1\u202f011▲" in wide
    assert "plafond" not in other


def test_two_currencies_are_two_blocks_never_added(play, workspace):
    async def script(stage):
        await stage.press("4")
        frame = stage.app.frame
        text = stage.text
        await stage.press("y")
        copied = stage.app.clipboard
        await stage.press("down", "enter")
        return [cell.total for cell in frame.pivot.foot], text, copied, stage.lines[1]

    totals, text, copied, crumbs = play(script, root=two_towns(workspace))
    assert totals in ([7_000_000], [12_000_000])
    assert "Total k€" in text or "Total €" in text
    assert "Total CHF" in text
    assert "120000,00" in copied
    assert "190000" not in copied
    assert "Budget ›" in crumbs


def test_a_crumb_of_another_town_is_told_apart():
    assert Asked(crumbs=(Crumb("ici/dsi", "DSI"),)).depth == 1
    assert Asked(rows="project", crumbs=(Crumb("a", "A"),)).depth == 2
