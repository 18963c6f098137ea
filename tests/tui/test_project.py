"""The project's page: whole in one column or two, its sums the sheet's, its neighbours and lines one key away."""

from citydash.figures.project import project_sheet
from citydash.figures.view import View
from citydash.index import open_workspace
from citydash.locale import Locale
from citydash.tui.screens.project import MONEY, WHAT, SheetPage

SECTIONS = (
    "Jalons", "Budget", "Financements", "Plan de financement", "Coût induit", "Dépendances", "Risques",
    "Données et RGPD", "Notes",
)  # fmt: skip


async def _open(stage, key):
    await stage.press("2", "slash")
    await stage.type(f"id:{key}")
    await stage.press("enter", "enter")
    return stage.app.frame


def _written(frame, width=124):
    return [
        "".join(text for text, _style in line.parts).rstrip()
        for page in frame.query(SheetPage)
        for line in page.write(width)
    ]


def test_every_section_stands_on_the_page_in_one_column_and_in_two(play):
    async def script(stage):
        frame = await _open(stage, "gare-commune")
        pages = [(page.id, page.display, page.sections) for page in frame.query(SheetPage)]
        return _written(frame), pages

    seen = {}
    for size in ((140, 40), (200, 60)):
        lines, pages = play(script, size=size)
        titles = [line.strip() for line in lines]
        for title in SECTIONS:
            assert any(line.startswith(title) for line in titles), title
        seen[size] = pages
    assert seen[200, 60] == [("sheet", True, WHAT), ("money", True, MONEY)]
    assert [page[1] for page in seen[140, 40]] == [True, False]


def test_totals_are_the_sheets_and_the_sheets_are_the_sums_of_its_lines(play, tmp_path):
    from pathlib import Path

    root = Path(__file__).parents[2] / "portfolios" / "valombre"
    with open_workspace(root, str(tmp_path)) as snapshot:
        sheet = project_sheet(View(snapshot, "2026-11-22"), "gare-commune")
    for stage, total in sheet.stages.items():
        assert total == sum(line.total for line in sheet.budget if line.stage == stage)
        assert total == sum(sums.get(stage, 0) for sums in sheet.by_year.values())
        assert total == sum(line.total for lines in sheet.by_place.values() for line in lines if line.stage == stage)
    assert sheet.funded[1] == sum(line.received or 0 for line in sheet.funding)

    async def script(stage):
        return _written(await _open(stage, "gare-commune"))

    amounts = [Locale("fr").amount(sheet.stages[stage], 1_000) for stage in ("planned", "voted", "committed", "paid")]
    totals = [line.split("  ") for line in play(script) if line.strip().startswith("Total")]
    assert [cell.strip() for cell in totals[0] if cell.strip()] == ["Total", *amounts]


def test_enter_goes_to_a_neighbour_and_escape_comes_back(play):
    async def script(stage):
        frame = await _open(stage, "gare-commune")
        page = frame.query_one("#sheet")
        page.go_to(("project", "fibre-quartier-gare"))
        await stage.press("enter")
        there = stage.app.frame.key
        needed = stage.app.frame.found.sheet.needed_by
        await stage.press("escape")
        return there, needed, stage.app.frame.key

    there, needed, back = play(script)
    assert there.endswith("/fibre-quartier-gare")
    assert "gare-commune" in needed
    assert back.endswith("/gare-commune")


def test_the_page_is_made_once_and_nothing_of_the_project_before_is_left_on_it(play):
    async def script(stage):
        first = await _open(stage, "gare-commune")
        fresh = stage.text
        await stage.press(
            "end", "up", "slash", "escape", "escape", "slash", "ctrl+u", *"id:fibre-quartier-gare", "enter"
        )
        await stage.app.open_page("valombre/fibre-quartier-gare")
        empty = [list(page.rows) for page in first.pages]
        await stage.settle()
        other, key, top = stage.text, stage.app.frame.key, first.page.scroll_offset.y
        await stage.press("escape", "slash", "ctrl+u", *"id:gare-commune", "enter", "enter")
        return stage.app.frame is first, fresh, empty, (other, key, top), stage.text

    same, fresh, empty, (other, key, top), again = play(script)
    assert same
    assert again == fresh
    assert (empty, key, top) == ([[], []], "valombre/fibre-quartier-gare", 0)
    assert "Gare commune" not in other.splitlines()[1]


def test_a_page_over_another_is_one_of_its_own_and_so_is_that_of_another_screen(play):
    async def script(stage):
        frame = await _open(stage, "gare-commune")
        await stage.app.open_page("valombre/fibre-quartier-gare")
        await stage.settle()
        over = stage.app.frame
        await stage.press("escape", "3", "down", "enter")
        beside = stage.app.frame
        await stage.press("2")
        return frame is over, frame is beside, over is beside, stage.app.frame is frame, stage.app.frame.key

    assert play(script) == (False, False, True, True, "valombre/gare-commune")


def test_a_page_shown_again_wears_the_theme_language_and_width_of_now(play):
    async def script(stage):
        await _open(stage, "gare-commune")
        await stage.press("escape", "t", "l")
        await stage.pilot.resize_terminal(80, 24)
        await stage.press("enter")
        frame = stage.app.frame
        return stage.text, frame.styles.background, stage.app.theme_variables["background"], frame.classes

    text, background, wanted, classes = play(script)
    assert background.hex == wanted.upper()
    assert "Portfolio  " in text
    assert "-narrow" in classes
    assert not classes & {"-medium", "-wide"}


def test_a_problem_of_the_project_opens_at_its_column(play):
    async def script(stage):
        frame = await _open(stage, "familles-horaires-decales")
        page = frame.query_one("#sheet")
        target = next(
            line.target
            for line in page.rows
            if line.target
            and line.target[1:2] == ("conciergerie.toml",)
            and line.target[2] > 1
            and "received" in str(frame.found.problems)
        )
        problem = frame.found.problems[0]
        page.go_to(("line", problem.path, problem.line, problem.column))
        return target[1], problem.code, frame.place()

    path, code, place = play(script)
    assert code == "received-above-awarded"
    assert (place.path, place.line) == (path, place.line)


def test_a_status_aside_has_no_path_and_what_is_missing_leaves_no_title(play, workspace):
    from workspaces import HEAD, TOWN, project

    async def script(stage):
        return _written(await _open(stage, "a"))

    lines = play(script, root=workspace({"v/town.toml": TOWN, "v/x.toml": HEAD + project("a", status='"on-hold"')}))
    assert any(line.strip() == "= suspendu" for line in lines)
    text = "\n".join(lines)
    for title in ("Jalons", "Budget", "Financements", "Coût induit", "Dépendances", "Risques", "RGPD", "Notes"):
        assert title not in text
