"""The pivot: what its keys reach, that it is the report's to the cent, and that each depth sums to the cell above."""

import asyncio
import json
import threading
from pathlib import Path

import pytest

from citydash.cli import main
from citydash.figures.drill import by_project
from citydash.figures.pivot import amount, folded_columns, grand_total, grouped, years_of
from citydash.figures.request import ALL_MEASURES, Request, axes_of, columns_of
from citydash.figures.rollup import rollup
from citydash.figures.view import View
from citydash.index import open_workspace
from citydash.tui.budget_columns import Fitting
from citydash.tui.budget_rows import TOTAL, body_of
from citydash.tui.budget_state import FAVOURITES, Asked, Spot, window
from citydash.tui.context import Context
from citydash.tui.state import Choice

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


# what can be asked


def test_the_keys_reach_every_axis_that_a_measure_has():
    for measure in ALL_MEASURES:
        asked = Asked(measure=measure, columns=columns_of(measure)[0], rows="portfolio")
        rows, then = set(), set()
        for _ in FAVOURITES:
            asked = asked.next("rows", several=True)
            rows.add(asked.rows)
        for _ in FAVOURITES:
            asked = asked.next("then", several=True)
            then.add(asked.then)
        assert rows == set(axes_of(measure))
        assert then == {"", *rows} - {asked.rows}


def test_whatever_is_chosen_makes_sense():
    """Every axis and columns with every measure after another: the figures never refuse what the screen asks."""
    with open_workspace(str(VALOMBRE), None) as snapshot:
        view = View(snapshot, TODAY)
        for rows in axes_of("planned"):
            asked = Asked(rows=rows, then="status" if rows != "status" else "lead")
            for _ in ALL_MEASURES:
                for columns in columns_of(asked.measure):
                    rollup(view, asked.choose("columns", columns).request)
                asked = asked.next("measure", several=True)


def test_an_axis_chosen_twice_changes_places():
    asked = Asked(rows="portfolio", then="department").choose("rows", "department")
    assert asked.axes == ("department", "portfolio")
    assert asked.choose("then", "").axes == ("department",)


def test_one_stays_in_a_cell_as_long_as_it_is_one_of_the_pivot():
    inside = Asked().into(Spot(("dsi",), ("DSI",), "2026", "EUR")).into_project("a", "A")
    assert inside.choose("measure", "paid").spot.column == "2026"
    assert inside.choose("section", "operating").project == inside.project
    assert inside.choose("columns", "section").spot == Spot(("dsi",), ("DSI",), "", "EUR")
    assert inside.choose("rows", "portfolio").spot is None
    assert inside.choose("measure", "requested").spot is None
    assert (inside.out().depth, inside.out().out()) == (1, Asked())
    row = Asked(rows="portfolio", then="project").into(Spot(("p", "a"), ("P", "A"), "", "EUR"))
    assert (row.depth, row.project.key, row.out().depth) == (2, "a", 0)


def test_what_is_kept_comes_back_and_nonsense_does_not():
    asked = Asked("portfolio", "status", "section", "paid", "operating", Spot(("x",), ("X",), "", "EUR"))
    assert Asked.of(asked.remembered()) == asked._replace(spot=None)
    for kept in ({"rows": "source"}, {"then": "department"}, {"measure": 3, "columns": "x"}, {"section": "both"}):
        assert Asked.of(kept) == Asked()


# years and subtotals


def test_a_window_of_years_loses_nothing():
    with open_workspace(str(VALOMBRE), None) as snapshot:
        block = rollup(View(snapshot, TODAY), Request())[0]
    known = years_of(block.columns)
    assert window(known, 20, None, 2026) is None
    for fit in range(1, len(known)):
        for start in (None, known[0], known[-1]):
            first, last = years = window(known, fit, start, 2026)
            assert known[0] <= first <= last <= known[-1]
            assert last - first + 1 == fit
            for line in (*block.lines, grand_total(block)):
                assert (
                    sum(amount(line, name, years) or 0 for name in folded_columns(block.columns, years)) == line.total
                )


@pytest.mark.parametrize("columns", ["year", "stage", "section"])
def test_subtotals_are_the_first_axis_alone(columns):
    with open_workspace(str(VALOMBRE), None) as snapshot:
        view = View(snapshot, TODAY)
        both = rollup(view, Request(("portfolio", "department"), columns))[0]
        alone = rollup(view, Request(("portfolio",), columns))[0]
    assert [group.line for group in grouped(both)] == list(alone.lines)
    assert sum(len(group.lines) for group in grouped(both)) == len(both.lines)


def test_no_amount_is_wider_than_its_column():
    context = Context("x", "fr", Choice(), ascii_only=False)
    with open_workspace(str(VALOMBRE), None) as snapshot:
        body = body_of(rollup(View(snapshot, TODAY), Request(("portfolio", "project"))), two_axes=True)
    fitting = Fitting(context, body)
    for years in (None, (2024, 2024), (2026, 2029)):
        for column in fitting.columns(years):
            for row in (*body.rows, *body.foot):
                cents = row.line.total if column.key == TOTAL else amount(row.line, column.key, years)
                assert len(context.locale.amount(cents or 0, fitting.scale)) < column.width


# the screen and the report


@pytest.mark.parametrize(
    ("asked", "where", "certainty"),
    [
        (Asked(), "", "possible"),
        (Asked("portfolio", "project", "stage"), "status:delivery", "possible"),
        (Asked("department", "section", "year", "cost"), "is:late", "possible"),
        (Asked("status", "", "section", "available", "operating"), "", "possible"),
        (Asked("funder", "certainty", "year", "expected", "investment"), "", "probable"),
        (Asked("source", "portfolio", "certainty", "awarded"), "pillar:data", "secured"),
        (Asked("lead", "status", "certainty", "net-cost"), "", "secured"),
        (Asked("pillar", "", "none", "net-cost"), "portfolio:capteurs", "probable"),
    ],
)
def test_the_screen_is_the_report_to_the_cent(play, tmp_path, asked, where, certainty):
    async def script(stage):
        frame = stage.app.frame
        while stage.app.context.choice.certainty != certainty:
            await stage.press("c")
        await stage.press("4")
        frame = stage.app.frame
        frame._turn(asked)
        await stage.settle()
        frame.pivot.all_open = True
        frame.pivot.refill()
        table = frame.pivot
        columns = [*table.body.columns, TOTAL]
        return [
            ({name: row.line.total if name == TOTAL else row.line.amounts[name] for name in columns}, row.key, row.kind)
            for row in (*table.rows, *table.foot)
        ], frame.saves()

    rows, command = play(script, size=(200, 60), where=where)
    path = tmp_path / "report.json"
    main([*command, "-f", "json", "-w", str(VALOMBRE), "--today", TODAY, "-o", str(path)])
    report = json.loads(path.read_text())

    def cents(amounts, total):
        found = {name: round(float(value) * 100) for name, value in amounts.items()}
        return found | {TOTAL: None if total is None else round(float(total) * 100)}

    lines = {tuple(line["key"]): cents(line["amounts"], line["total"]) for line in report["lines"]}
    assert lines
    assert {key: amounts for amounts, key, kind in rows if kind == "line"} == lines
    assert rows[-1][0] == cents(report["totals"]["amounts"], report["totals"]["total"])
    groups = {key[0]: amounts for amounts, key, kind in rows if kind == "group"}
    for key, amounts in groups.items():
        own = [one for line, one in lines.items() if line[0] == key]
        assert all(amounts[name] == sum(one[name] for one in own) for name in amounts if amounts[name] is not None)


# down and back


@pytest.mark.parametrize(
    "asked",
    [
        Asked(),
        Asked("portfolio"),
        Asked("status", measure="cost"),
        Asked("section"),
        Asked("project"),
        Asked("portfolio", "department"),
        Asked("portfolio", "project", "section"),
        Asked("source", "level", "year", "requested"),
        Asked("pillar", "", "certainty", "net-cost"),
        Asked("department", "", "stage"),
    ],
)
@pytest.mark.parametrize("cell", [False, True], ids=["row", "cell"])
def test_each_depth_sums_to_its_cell_and_escape_climbs_back(play, asked, cell):
    async def script(stage):
        await stage.press("4")
        frame = stage.app.frame
        frame._turn(asked)
        await stage.settle()
        table = frame.pivot
        await stage.press("down", "down")
        if cell:
            name = next(n for n in reversed(table.cells) if n not in ("", TOTAL) and table.cents(table.current.line, n))
            table.choose(name)
        totals, places = [], []
        while frame.now.project is None:
            places.append((table.current, table.chosen))
            chosen = table.chosen or TOTAL
            totals.append(table.cents(table.current.line, chosen))
            depth = frame.now.depth
            await stage.press("enter")
            if frame.now.project is None:
                totals.append(table.cents(table.foot[0].line, TOTAL if not cell or depth else table.cells[1]))
        lines = frame.line_table
        totals += [sum(line.cents for line in lines.rows), lines.foot[0] if lines.foot else None]
        crumbs = stage.lines[1]
        while frame.now.spot is not None:
            await stage.press("escape")
            assert (table.current, table.chosen) == places.pop()
        return totals, crumbs

    totals, crumbs = play(script, size=(160, 40))
    assert "Budget ›" in crumbs
    if asked.columns in ("stage", "certainty") and not cell:
        assert totals[-2]
        return
    assert totals[-1] == totals[-2] == totals[-3]
    if len(totals) > 3:
        assert totals[0] == totals[1]


def test_a_folded_column_is_gone_into_like_any(play):
    async def script(stage):
        await stage.press("4", "right")
        frame = stage.app.frame
        cell = frame.pivot.chosen, frame.pivot.cents(frame.pivot.current.line, "earlier")
        await stage.press("enter")
        return cell, frame.pivot.foot[0].line.total, frame.now.spot.years

    cell, total, years = play(script, size=(100, 30))
    assert cell[0] == "earlier"
    assert cell[1] == total
    assert years is not None


def test_a_cell_without_data_is_not_gone_into(play):
    async def script(stage):
        await stage.press("4")
        table = stage.app.frame.pivot
        table.choose("undated")
        await stage.press("down")
        await stage.press("enter")
        return table.cents(table.current.line, "undated"), stage.app.frame.now.depth, stage.notices

    assert play(script) == (None, 0, ["aucune ligne derrière cette case"])


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


# keys and mouse


def test_the_keys_change_what_is_counted(play):
    async def script(stage):
        await stage.press("4")
        frame, seen = stage.app.frame, []
        for key in ("m", "i", "k", "k", "x", "X", "m"):
            await stage.press(key)
            seen.append((frame.now, stage.lines[1], frame.pivot.foot[0].line.total))
        return seen

    seen = play(script)
    assert seen[0][0].measure == "voted"
    assert seen[1][0].section == "investment"
    assert (seen[2][0].columns, seen[2][2]) == ("stage", None)
    assert seen[3][0].columns == "section"
    assert seen[4][0].axes == ("portfolio",)
    assert seen[5][0].axes == ("portfolio", "department")
    assert seen[6][0].measure == "committed"
    assert len({line for _now, line, _total in seen}) == 7


def test_arrows_choose_a_cell_and_move_the_years_at_the_edge(play):
    async def script(stage):
        await stage.press("4")
        table, seen = stage.app.frame.pivot, []
        for _ in range(20):
            await stage.press("right")
            seen.append((table.chosen, table.years))
            whole = table.foot[0].line
            assert sum(table.cents(whole, name) or 0 for name in table.cells[1:] if name != TOTAL) == whole.total
        for _ in range(25):
            await stage.press("left")
        return seen, (table.chosen, table.years), stage.app.frame.pivot.fitting.known

    seen, back, known = play(script, size=(100, 30))
    shown = list(dict.fromkeys(chosen for chosen, _years in seen))
    first = int(shown[1])
    assert shown == ["earlier", *map(str, range(first, known[-1] + 1)), "later", "undated", TOTAL]
    assert seen[-1][1][1] == known[-1]
    assert back[0] == ""
    assert back[1][0] == known[0]


def test_the_window_moves_with_shift_and_keeps_the_place_of_the_cell(play):
    async def script(stage):
        await stage.press("4", "right", "right")
        table, seen = stage.app.frame.pivot, []
        for key in ("", "shift+right", "shift+left", *["shift+left"] * 12):
            if key:
                await stage.press(key)
            seen.append((int(table.chosen), table.years))
        return seen, table.fitting.known[0]

    seen, first = play(script, size=(100, 30))
    assert seen[1] == (seen[0][0] + 1, (seen[0][1][0] + 1, seen[0][1][1] + 1))
    assert seen[2] == seen[0]
    assert seen[-1][1][0] == first
    assert all(year == years[0] for year, years in seen)


def test_groups_fold_and_the_cursor_stays_in_its_group(play):
    async def script(stage):
        await stage.press("4", "X", "down", "down")
        table, seen = stage.app.frame.pivot, []
        for key in ("", "space", "space", "z", "z"):
            if key:
                await stage.press(key)
            seen.append((len(table.rows), table.current.kind, table.current.key[0]))
        return seen, sum(row.kind == "group" for row in table.rows)

    seen, groups = play(script)
    assert [kind for _n, kind, _key in seen] == ["line", "group", "group", "group", "group"]
    assert len({key for _n, _kind, key in seen}) == 1
    assert seen[1][0] < seen[0][0] == seen[2][0] == seen[4][0]
    assert seen[3][0] == groups


def test_the_menu_lists_what_there_is_and_applies_it_at_once(play):
    async def script(stage):
        await stage.press("4", "a")
        listed = stage.text
        await stage.press("down", "enter")
        measure = stage.app.frame.now.measure
        await stage.press(*["down"] * 13, "enter", "escape")
        return listed, measure, stage.app.frame.now, stage.lines[1]

    listed, measure, now, crumbs = play(script, size=(120, 60))
    for word in ("prévu", "coût", "reste à charge", "Puis par", "(aucun)", "les deux sections"):
        assert word in listed
    assert "● prévu" in listed
    assert measure == "voted"
    assert (now.measure, now.rows) == ("voted", "portfolio")
    assert "portefeuille × exercice › voté" in crumbs


def test_the_mouse_chooses_a_cell_opens_it_and_opens_the_menu(play):
    async def script(stage):
        await stage.press("4")
        frame, pilot = stage.app.frame, stage.pilot
        place = stage.row("Direction  ").index("2026")
        for _ in range(2):
            await pilot.click("#pivot", offset=(place, 2))
            await stage.settle()
        spot, total = frame.now.spot, frame.pivot.foot[0].line.total
        await stage.press("escape")
        row = frame.pivot.current
        await pilot.click("#crumbs", offset=(3, 0))
        await stage.settle()
        return spot, total, row, "Axes et mesure" in stage.text

    spot, total, row, menu = play(script)
    assert spot.column == "2026"
    assert spot.key == row.key
    assert total == row.line.amounts["2026"]
    assert menu


# ceilings and currencies


def test_ceilings_follow_the_year_chosen_and_overruns_are_marked(play):
    async def script(stage):
        await stage.press("4")
        wide = stage.row("1\u202f011")
        await stage.press("down")
        whole = stage.lines[-2]
        while stage.app.frame.pivot.chosen != "2027":
            await stage.press("right")
        later, cell = stage.row("1\u202f062"), stage.lines[-2]
        await stage.press("m")
        return wide, whole, later, cell, stage.text

    wide, whole, later, cell, other = play(script)
    assert "plafond" not in whole  # all years together: no ceiling concerns them
    assert "905/900" in wide
    assert "▲ +5" in wide
    assert "1\u202f011▲" in wide
    assert "784/700" in later
    assert "▲ +84" in later
    assert "1\u202f062\u202f000,00\u00a0€" in cell
    assert "▲ +84\u202f000,00\u00a0€ (112\u00a0%)" in cell
    assert "784\u202f000,00\u00a0€ prévus, plafond 700\u202f000,00\u00a0€" in cell
    assert "plafond" not in other


def test_two_currencies_are_two_blocks_never_added(play, workspace):
    async def script(stage):
        await stage.press("4")
        frame = stage.app.frame
        text = stage.text
        await stage.press("y")
        copied = stage.app.clipboard
        await stage.press("down", "enter")
        return [cell.line.total for cell in frame.pivot.foot], text, copied, stage.lines[1]

    totals, text, copied, crumbs = play(script, root=two_towns(workspace))
    assert totals in ([7_000_000], [12_000_000])
    assert "Total k€" in text or "Total €" in text
    assert "Total CHF" in text
    assert "120000,00" in copied
    assert "190000" not in copied
    assert "Budget ›" in crumbs


@pytest.mark.parametrize(
    "keys", [["down", "right", "enter"], ["X", *["down"] * 4, "right", "enter"], ["right", "right", "enter", "enter"]]
)
def test_a_cell_is_saved_as_the_lines_behind_it(play, tmp_path, keys):
    async def script(stage):
        await stage.press("4", *keys)
        frame = stage.app.frame
        table = frame.line_table if frame.now.project else frame.pivot
        return frame.saves(), frame.line_table.foot[0] if frame.now.project else table.foot[0].line.total

    command, total = play(script, size=(100, 30), where="status:delivery")
    path = tmp_path / "explained.json"
    main([*_before_dashes(command, "-f", "json", "-w", str(VALOMBRE), "--today", TODAY, "-o", str(path))])
    explained = json.loads(path.read_text())
    (block,) = explained["blocks"]
    assert round(float(block["total"]) * 100) == total


def _before_dashes(command, *options):
    at = command.index("--")
    return (*command[:at], *options, *command[at:])


def test_what_one_left_before_it_was_read_is_there_the_next_time(play, monkeypatch):
    read, begun, go_on = [], threading.Event(), threading.Event()

    def slow(*asked):
        read.append(asked[2])
        begun.set()
        go_on.wait(10)
        return by_project(*asked)

    monkeypatch.setattr("citydash.tui.screens.budget.by_project", slow)

    async def script(stage):
        await stage.press("4", "down")
        stage._send("enter")
        await asyncio.to_thread(begun.wait, 10)
        stage._send("escape")
        await asyncio.sleep(0.05)
        go_on.set()
        await stage.settle()
        outside = stage.app.frame.shown.asked.spot
        await stage.press("enter")
        return outside, stage.app.frame.shown.asked.spot.key

    assert play(script) == (None, read[0])
    assert len(read) == 1
