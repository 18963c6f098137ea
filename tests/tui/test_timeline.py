"""The Gantt: folding, zooming, panning, what stands on the axis, and money that is the budget's."""

import re

import pytest
from workspaces import TOWN, project

from citydash.figures.gantt import Ghost, Group, id_of
from citydash.figures.rollup import Request, rollup
from citydash.model.fiscal import is_year
from citydash.tui.widgets.gantt_details import Details

HEAD = '[portfolio]\ntitle = "{}"\npillar = "data"\n'
MONEY = "[@.budget.dsi.investment]\nplanned = {{ {} }}\n"


def small(workspace, *projects, town=TOWN, title="Capteurs"):
    return workspace({"v/town.toml": town, "v/p.toml": HEAD.format(title) + "".join(projects)})


def plain(text):
    return text.replace("\u202f", " ").replace("\u00a0", " ")


async def opened(stage):
    await stage.press("3")
    return stage.app.frame, stage.app.frame.gantt


def details(stage):
    return plain("\n".join("".join(t for t, _s in line) for line in stage.app.screen.query_one(Details).lines(200)))


def test_folding_hides_projects_and_the_cursor_goes_to_the_group(play):
    async def script(stage):
        _frame, gantt = await opened(stage)
        whole, groups = len(gantt.rows), len(gantt.groups)
        await stage.press("down", "down", "space")
        one = len(gantt.rows), gantt.current
        await stage.press("space")
        again = len(gantt.rows)
        await stage.press("z")
        folded = len(gantt.rows)
        await stage.press("enter")
        by_enter = len(gantt.rows)
        await stage.press("z", "z")
        return whole, groups, one, again, folded, by_enter, len(gantt.rows)

    whole, groups, (one, row), again, folded, by_enter, unfolded = play(script)
    assert isinstance(row, Group)
    assert one == whole - len(row.projects)
    assert again == unfolded == whole
    assert folded == groups
    assert by_enter == groups + len(row.projects)


def test_enter_opens_the_project_and_escape_comes_back_to_it(play):
    async def script(stage):
        _frame, gantt = await opened(stage)
        await stage.press("down", "enter")
        title = gantt.rows[1].title
        seen = stage.app.frame.room, title in stage.text
        await stage.press("escape")
        return seen, stage.app.frame.room, gantt.current.title == title

    assert play(script) == (("project", True), "timeline", True)


def test_zoom_keeps_today_where_it_stands_and_ends_at_months_and_years(play):
    async def script(stage):
        _frame, gantt = await opened(stage)
        seen = []
        for key in ("", "plus", "plus", "minus", "minus", "minus"):
            if key:
                await stage.press(key)
            seen.append((gantt.zoom, gantt.scale.x("2026-11-22") - gantt.left))
        return seen, gantt.axis_width

    seen, width = play(script)
    assert [zoom for zoom, _x in seen] == ["quarter", "month", "month", "quarter", "year", "year"]
    assert all(0 <= x < width for _zoom, x in seen)
    step = 3 * 6
    assert abs(seen[0][1] - seen[1][1]) <= step


def test_panning_stays_on_the_axis_and_n_comes_back(play):
    async def script(stage):
        _frame, gantt = await opened(stage)
        first = gantt.left
        await stage.press("right")
        one = gantt.left - first
        for _ in range(9):
            await stage.press("shift+left")
        least = gantt.left
        for _ in range(9):
            await stage.press("shift+right")
        most = gantt.left
        hidden = "aujourd’hui" in stage.lines[1]
        await stage.press("n")
        return one, gantt.scale.size, least, most, gantt.scale.width, gantt.axis_width, hidden, stage.lines[1]

    one, size, least, most, whole, width, hidden, line = play(script, size=(80, 24))
    assert one == size
    assert least == 0
    assert whole - size <= most + width < whole + size
    assert not hidden
    assert "aujourd’hui 22/11/2026" in line


@pytest.mark.parametrize("where", ["", "status:delivery", "portfolio:tiers-lieux"])
def test_the_years_are_the_budgets_columns(play, where):
    """To the cent, and as they are read off the screen."""

    async def script(stage):
        frame, gantt = await opened(stage)
        await stage.press("minus", "z")
        (planned,) = gantt.totals.values()
        groups = [gantt.planned_of(group).total for group in gantt.groups]
        foot = next(line for line in stage.lines if "Prévu par exercice" in line)
        quarters = sum(planned.quarters.values()) + sum(planned.off_axis.values())
        with stage.app.session.reading(frame.context.choice) as view:
            (budget,) = rollup(view, Request())
        return planned, groups, quarters, budget, plain(foot), frame.context.locale

    planned, groups, quarters, budget, foot, locale = play(script, size=(200, 40), where=where)
    assert sum(groups) == planned.total == quarters == budget.total
    years = {str(year): cents for year, cents in sorted(planned.years.items()) if is_year(year)}
    assert {name: cents for name, cents in years.items() if cents} == {
        name: cents for name, cents in budget.totals.items() if name.isdigit() and cents
    }
    shown = re.findall(r"\d[\d ]*\d|\d", foot.partition("│")[2])
    assert [plain(locale.amount(cents, 1_000)) for cents in years.values() if cents] == [
        amount for part in shown for amount in re.split(r" {2,}", part)
    ]


def test_the_pinned_line_follows_the_cursor(play):
    async def script(stage):
        _frame, gantt = await opened(stage)
        seen = []
        for _ in range(3):
            row = gantt.current
            title = gantt.group_name(row) if isinstance(row, Group) else row.title
            line = next(line for line in stage.lines[20:] if line.startswith(f" {title[:18]}"))
            seen.append((gantt.foot[0].planned == gantt.planned_of(row), "│" in line))
            await stage.press("down")
        return seen

    assert play(script) == [(True, True)] * 3


def test_groupings_go_round_and_hold_every_project(play):
    async def script(stage):
        _frame, gantt = await opened(stage)
        seen = []
        for _ in range(4):
            seen.append((gantt.grouping, sum(len(group.projects) for group in gantt.groups)))
            await stage.press("g")
        return seen, stage.lines[1]

    seen, line = play(script)
    assert [grouping for grouping, _n in seen] == ["portfolio", "lead", "status", "portfolio"]
    assert {n for _grouping, n in seen} == {49}
    assert "49 projets par" in line


def test_a_filter_chooses_rows_and_money(play):
    async def script(stage):
        _frame, gantt = await opened(stage)
        before = next(iter(gantt.totals.values())).total
        await stage.press("slash")
        await stage.type("portfolio:tiers-lieux")
        await stage.press("enter")
        return before, [g.key for g in gantt.groups], next(iter(gantt.totals.values())).total, gantt.days

    before, groups, after, days = play(script)
    assert groups == ["tiers-lieux"]
    assert 0 < after < before
    assert days[1] >= "2031-01-01"  # the axis doesn't jump


def test_a_bar_a_ghost_milestones_and_slip(play, workspace):
    body = """\
[@.milestone]
met = { title = "Met", due = 2026-02-10, met = 2026-02-15 }
late = { title = "Late", baseline = 2026-05-15, due = 2026-08-15 }
next = { title = "Next", due = 2027-02-15 }
"""
    dates = {"start": "2026-01-01", "end": "2027-06-30", "baseline": "{ start = 2026-01-01, end = 2026-12-31 }"}
    early = {"start": "2026-07-01", "end": "2026-09-30", "baseline": "{ start = 2026-01-01, end = 2026-12-31 }"}
    root = small(workspace, project("a", body, **dates, progress="0.5"), project("b", **early), project("c"))

    async def script(stage):
        await opened(stage)
        rows = [stage.row(f"Projet {key}").partition("│")[2] for key in "abc"]
        await stage.press("down")
        first = details(stage)
        await stage.press("down")
        return rows, first, details(stage)

    (a, b, c), first, second = play(script, root=root)
    assert a.count("◆") == 1
    assert a.count("●") == 1
    assert a.count("◇") == 1
    assert a.index("◆") < a.index("●") < a.index("┆") < a.index("┤") < a.index("◇")
    assert "█" in a
    assert "░" in a
    assert "+181" in a
    bar = b.index("░")
    assert b.index("├") < b.index("┄") < bar < b.rindex("┄") < b.rindex("┤")
    assert "−92" in b
    assert "sans dates" in c
    assert "01/01/2026 → 30/06/2027  référence 31/12/2026  +181 j" in first
    assert "Prochain jalon  ● en retard 15/08/2026  Late  +92 j" in first
    assert "avancement 50 %" in first
    assert "référence 01/01/2026 → 31/12/2026  −92 j" in second


def test_other_baselines_can_be_put_in_the_place_of_the_files(play):
    async def script(stage):
        _frame, gantt = await opened(stage)
        await stage.press("z", "z", "down")
        row = gantt.current
        plainly = stage.row(row.title[:12])
        gantt.ghosts = {id_of(row): Ghost("2026-06-01", "2027-12-31", -30)}
        gantt.repaint()
        await stage.settle()
        return plainly, stage.row(row.title[:12])

    plainly, other = play(script)
    assert "┄" not in plainly
    assert "┄" in other


def test_neighbours_are_linked_marked_and_named(play, workspace):
    root = small(
        workspace,
        project("a", start="2026-01-01", end="2026-06-30"),
        project("b", start="2026-02-01", end="2027-06-30"),
        project("c", start="2026-09-01", end="2027-03-31", depends_on='["a", "b", "ghost"]'),
    )

    async def script(stage):
        await opened(stage)
        plainly = stage.text
        await stage.press("end")
        rows = {key: stage.row(f"Projet {key} ") for key in "abc"}
        said = details(stage)
        await stage.press("home", "down")
        return plainly, rows, said, stage.row("Projet c "), details(stage)

    plainly, rows, said, after, needed = play(script, root=root)
    assert "╮" not in plainly
    assert rows["a"].startswith(" ‹")
    assert rows["a"].count("─") > 1
    assert "╮" in rows["a"]
    assert rows["b"].startswith(" ‹")
    assert "╰" in rows["c"]
    assert "Dépend de  Projet a, ▲ Projet b (finit après), ▲ ghost (inconnu)" in said
    assert after.startswith(" ›")
    assert "Nécessaire à  Projet c" in needed


def test_a_fiscal_year_that_begins_in_september_is_written_out(play, workspace):
    town = TOWN.replace("[town]\n", "[town]\nfiscal_year_start = 9\n")
    root = small(workspace, project("a", MONEY.format("2027 = 365"), start="2026-09-01", end="2027-08-31"), town=town)

    async def script(stage):
        _frame, gantt = await opened(stage)
        heads = stage.lines[2], stage.lines[3]
        await stage.press("minus")
        (planned,) = gantt.totals.values()
        return heads, stage.lines[2], planned, gantt.scale.day(0)

    (years, quarters), by_year, planned, first = play(script, root=root)
    assert "2027 (09/2026–08/2027)" in years
    assert "2027 (09/2026–08/2027)" in by_year
    assert "T1" in quarters
    assert first == "2026-09-01"
    assert planned.years == {2027: 36_500}
    assert list(planned.quarters.values()) == [9_100, 9_000, 9_200, 9_200]


def test_two_currencies_are_two_totals(play, workspace):
    files = {}
    for key, currency in (("ici", "EUR"), ("la", "CHF")):
        files[f"{key}/town.toml"] = TOWN.replace("[town]\n", f'[town]\ncurrency = "{currency}"\n')
        files[f"{key}/p.toml"] = HEAD.format("P") + project(key, MONEY.format("2026 = 1_000_000"))

    async def script(stage):
        _frame, gantt = await opened(stage)
        by_town = [(group.key, group.currency) for group in gantt.groups]
        totals = {currency: planned.total for currency, planned in gantt.totals.items()}
        while gantt.grouping != "status":
            await stage.press("g")
        return by_town, totals, [gantt.group_name(group) for group in gantt.groups], stage.text

    by_town, totals, names, text = play(script, root=workspace(files))
    assert by_town == [("ici", "EUR"), ("la", "CHF")]
    assert totals == {"EUR": 100_000_000, "CHF": 100_000_000}
    assert sorted(names) == ["réalisation (CHF)", "réalisation (€)"]
    assert "2 000" not in plain(text)


def test_a_click_on_the_sign_folds_and_a_second_click_opens(play):
    async def script(stage):
        _frame, gantt = await opened(stage)
        whole = len(gantt.rows)
        await stage.pilot.click("#gantt", offset=(1, gantt.head_height))
        await stage.settle()
        folded = len(gantt.rows)
        await stage.pilot.click("#gantt", offset=(1, gantt.head_height))
        await stage.settle()
        again = len(gantt.rows)
        await stage.pilot.click("#gantt", offset=(10, gantt.head_height + 2))
        await stage.settle()
        cursor, room = gantt.cursor, stage.app.frame.room
        await stage.pilot.click("#gantt", offset=(10, gantt.head_height + 2))
        await stage.settle()
        return whole - folded, again == whole, cursor, room, stage.app.frame.room

    assert play(script) == (4, True, 2, "timeline", "project")


def test_copied_amounts_sum_to_the_budget_to_the_cent(play):
    async def script(stage):
        _frame, gantt = await opened(stage)
        await stage.press("z")
        texts = {}
        for zoom in ("quarter", "year"):
            if gantt.zoom != zoom:
                await stage.press("minus")
            await stage.press("y")
            texts[zoom] = stage.app.clipboard
        return texts

    for text in play(script).values():
        head, *rows = [line.split("\t") for line in text.split("\n")]
        assert {len(row) for row in rows} == {len(head)}
        cents = sum(int(cell.replace(",", "") or 0) for row in rows for cell in row[6:])
        assert cents == 25_205_000_00


def test_hostile_names_are_text(play, workspace):
    hostile = "[red]x[/red] \u202e\u200d日本語"
    root = small(workspace, project("a", title=f'"{hostile.replace(chr(0x202E), "")}"', start="2026-01-01", end="2026-12-31"),
                 title="[@click=app.quit]y[/]")  # fmt: skip

    async def script(stage):
        await opened(stage)
        await stage.press("down")
        return stage.lines, details(stage)

    lines, said = play(script, root=root)
    assert any("[@click=app.quit]y[/]" in line for line in lines)
    assert "[red]x[/red]" in said
    row = next(line for line in lines if "[red]x" in line)
    head = next(line for line in lines if "2026" in line and "│" in line)
    from citydash.tui.cells import width_of

    assert width_of(row[: row.index("│")]) == width_of(head[: head.index("│")])


def test_ascii_has_only_ascii_signs(play):
    async def script(stage):
        await opened(stage)
        seen = stage.text
        for key in ("down", "down", "down", "down", "minus", "z"):
            await stage.press(key)
            seen += stage.text
        return seen

    text = play(script, ascii=True, language="en")
    assert not re.findall("[■-◿█▓▒░╭╮╰╯│─┄┆├┤┼▕▏▲●‹›]", text)


def test_nothing_to_show_says_so(play):
    async def script(stage):
        await opened(stage)
        for key in ("space", "z", "enter", "b", "n", "plus", "minus", "left", "y", "e"):
            await stage.press(key)
        return stage.text

    assert "aucun projet ne répond au filtre" in play(script, where="zzzz").lower()


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (200, 60)])
def test_every_line_fits_and_large_terminals_are_filled(play, size):
    async def script(stage):
        await opened(stage)
        return stage.lines

    lines = play(script, size=size)
    assert len(lines) == size[1]
    assert all(len(line) <= size[0] for line in lines)
    assert max(map(len, lines[2:20])) > size[0] - 16


def test_another_certainty_of_funding_reads_nothing_anew(play):
    """It shows none; the header says what counts, and the other screens do."""

    async def script(stage):
        await stage.press("3")
        frame, before = stage.app.frame, stage.app.frame.results
        await stage.press("c", "c")
        return before is frame.results, stage.lines[0], frame.saves()

    same, header, saved = play(script)
    assert same
    assert "sécurisé" in header
    assert "--certainty=secured" in saved
