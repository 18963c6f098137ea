"""The projects' table: sorted by any column, filtered, the cursor on its project, the preview beside it."""

from citydash.figures.listing import SORTS, USUAL
from citydash.tui.project_table import TITLES
from citydash.tui.widgets.rows import Rows

KEYS = list(TITLES)


async def _open(stage):
    await stage.press("2")
    return stage.app.frame, stage.app.frame.table


def test_each_column_sorts_both_ways_with_nothing_last(play):
    async def script(stage):
        frame, table = await _open(stage)
        seen = {}
        for column in KEYS:
            for _ in range(2):
                frame.sort_by(column)
                seen.setdefault(column, []).append([SORTS[column](row) for row in table.rows])
        return seen

    for column, (once, again) in play(script).items():
        some = [value for value in once if value is not None]
        assert some, column
        assert some in (sorted(some), sorted(some, reverse=True)), column
        assert [value for value in again if value is not None] == list(reversed(some)), column
        for values in (once, again):
            nothing = [n for n, value in enumerate(values) if value is None]
            assert nothing == list(range(len(values) - len(nothing), len(values))), column


def test_the_key_goes_through_the_columns_shown_and_back(play):
    async def script(stage):
        frame, table = await _open(stage)
        await stage.press("v")
        shown = [column.key for column, _cells in table.fitted(table.size.width)]
        seen = []
        for _ in shown:
            await stage.press("o")
            seen.append(frame.order[0])
        await stage.press("O")
        return shown, seen, frame.order[0]

    shown, seen, back = play(script, size=(200, 40))
    assert shown == list(USUAL)
    assert seen == shown
    assert back == shown[-2]


def test_a_click_on_a_title_sorts_and_marks_the_column(play):
    async def script(stage):
        frame, table = await _open(stage)
        heading = stage.lines[table.region.y + 1]
        await stage.pilot.click("#projects", offset=(heading.index("Coût") + 1 - table.region.x, 1))
        await stage.settle()
        costs = [row.project.cost for row in table.rows]
        return frame.order, costs, stage.lines[table.region.y + 1]

    order, costs, heading = play(script)
    assert order == ("cost", True)
    assert costs == sorted(costs, reverse=True)
    assert "▼Coût" in heading


def test_the_cursor_stays_on_its_project(play):
    async def script(stage):
        _frame, table = await _open(stage)
        await stage.press("down", "down", "down", "down")
        project = table.current.project.key
        seen = []
        for keys in (("o",), ("r",), ("slash",)):
            await stage.press(*keys)
            if keys == ("slash",):
                await stage.type("status:operation")
                await stage.press("enter")
            seen.append(table.current.project.key)
        return project, seen, len(table.rows)

    project, seen, left = play(script)
    assert seen == [project] * 3
    assert left == 14


def test_paging_home_and_end(play):
    async def script(stage):
        _frame, table = await _open(stage)
        seen = []
        for key in ("end", "home", "pagedown", "pageup", "down", "up"):
            await stage.press(key)
            assert table.scroll_offset.y <= table.cursor < table.scroll_offset.y + table.room
            seen.append(table.cursor)
        return seen, table.room, len(table.rows)

    seen, room, count = play(script, size=(80, 24))
    assert seen == [count - 1, 0, room, 0, 1, 0]


def test_the_preview_follows_and_reads_details(play):
    async def script(stage):
        _frame, table = await _open(stage)
        await stage.press("down", "down", "down", "down", "down")
        await stage.settle()
        title = table.current.project.title
        beside = [line[table.region.right :] for line in stage.lines]
        await stage.press("v")
        hidden = table.size.width
        await stage.press("v")
        return title, "\n".join(beside), hidden, table.size.width

    title, beside, hidden, shown = play(script)
    assert title.split()[0] in beside
    assert "Financements" in beside
    assert hidden > shown


def test_a_narrow_terminal_has_no_preview(play):
    async def script(stage):
        _frame, table = await _open(stage)
        return table.size.width

    assert play(script, size=(110, 30)) >= 108


def test_no_match_says_so(play):
    async def script(stage):
        await stage.press("2", "slash")
        await stage.type("zzz")
        await stage.press("enter")
        return stage.text

    assert "aucun projet ne répond au filtre" in play(script).lower()


def test_e_without_a_terminal_is_a_notice_and_with_an_editor_names_the_line(play, monkeypatch):
    monkeypatch.setenv("EDITOR", "vim")

    async def script(stage):
        frame, table = await _open(stage)
        place = frame.place()
        await stage.press("e")
        return table.current.project, place, stage.notices

    project, place, notices = play(script)
    assert place.path == project.path
    text = (__import__("pathlib").Path(__file__).parents[2] / "portfolios/valombre" / place.path).read_text()
    assert text.splitlines()[place.line - 1] == f"[project.{project.key}]"
    assert notices


def test_rows_without_any_row_hold_still():
    rows = Rows()
    rows.move(3, 1)
    assert rows.current is None


def test_columns_are_chosen_by_key_and_by_mouse(play):
    async def script(stage):
        frame, table = await _open(stage)
        seen = [frame.columns_shown]
        await stage.press("k", "space")  # the first is the portfolio
        seen.append(frame.columns_shown)
        await stage.press("end", "enter")
        seen.append(frame.columns_shown)
        await stage.pilot.click("#columns", offset=(3, 1))
        await stage.settle()
        seen.append(frame.columns_shown)
        await stage.press("escape")
        return seen, [column.key for column in table.columns], frame.remembered()["columns"]

    (usual, without, with_net, clicked), shown, kept = play(script, size=(200, 40))
    assert usual == USUAL
    assert without == tuple(key for key in USUAL if key != "portfolio")
    assert with_net == (*without, "net")
    assert clicked == tuple(key for key in with_net if key != "lead")
    assert shown == kept == list(clicked)


def test_columns_that_a_file_names_are_taken_up_where_they_exist(play):
    async def script(stage):
        _frame, table = await _open(stage)
        frame = stage.app.frame
        frame.remember({"columns": ["net", "nothing", 3, "id"], "sort": "net", "descending": True})
        frame.refill()
        nets = [row.net_cost for row in table.rows]
        return frame.columns_shown, [column.key for column in table.columns], nets

    shown, keys, nets = play(script)
    assert list(shown) == keys == ["title", "id", "net"]
    assert nets == sorted(nets, reverse=True)


def test_every_column_says_something_of_each_project(play):
    async def script(stage):
        frame, table = await _open(stage)
        frame.columns_shown = tuple(KEYS)
        cells = [[table.cell(row, column, 20) for column in table.columns] for row in table.rows]
        return [["".join(t for t, _s in c) if not isinstance(c, str) else c for c in row] for row in cells]

    for row in play(script):
        assert len(row) == len(KEYS)
        assert all(cell.strip() or KEYS[n] == "manager" for n, cell in enumerate(row))


def test_copied_amounts_are_exact_and_sum_to_the_headline(play):
    async def script(stage):
        frame, _table = await _open(stage)
        frame.columns_shown = ("cost", "paid", "net", "lead", "end")
        await stage.press("y")
        return stage.app.clipboard, [row.project.cost for row in frame.listed.rows]

    copied, costs = play(script, language="en")
    titles, *rows = [line.split("\t") for line in copied.split("\n")]
    assert titles == ["Project", "Lead", "Cost", "Paid", "End", "Net cost"]
    assert [int(row[2].replace(".", "")) for row in rows] == costs
    assert sum(costs) == 21_825_000_00
    assert all("…" not in cell for row in rows for cell in row)


def test_copied_amounts_of_two_currencies_say_which(play, workspace):
    async def script(stage):
        await _open(stage)
        await stage.press("y")
        return stage.app.clipboard

    town = "format = 1\n[town]\nname = '{0}'\ncurrency = '{1}'\n[department.d]\nname = 'D'\n"
    portfolio = (
        "[portfolio]\ntitle = 'P'\npillar = 'data'\n[project.{0}]\ntitle = '{0}'\nstatus = 'study'\nlead = 'd'\n"
    )
    money = "[project.{0}.budget.d.investment]\nplanned = {{ 2026 = {1} }}\n"
    copied = play(
        script,
        root=workspace(
            {
                "ici/town.toml": town.format("Ici", "EUR"),
                "ici/p.toml": (portfolio + money).format("a", 70_000),
                "la/town.toml": town.format("Là", "CHF"),
                "la/p.toml": (portfolio + money).format("b", 120_000),
            }
        ),
    )
    assert "70000,00 EUR" in copied
    assert "120000,00 CHF" in copied


def test_columns_are_sorted_ahead(play):
    async def script(stage):
        frame, table = await _open(stage)
        return [column.key for column in table.columns], {*frame.orders._sorted}

    shown, ahead = play(script)
    assert {*shown} == ahead
