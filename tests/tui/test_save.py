"""`s`: what is shown, saved by the report that says it; each screen's rows held to the rows of its file."""

import csv
import json
from functools import partial

import pytest
from textual.widgets import Input

from citydash.cli.dashboard import _save
from citydash.locale import Locale
from citydash.tui.screens.save import FORMATS, common_options, shown_command, with_options

SAVE = partial(_save, Locale("fr"))


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CITYDASH_CACHE", "none")


async def saved(stage, form="json"):
    """What `s` writes of the screen, in a format."""
    await stage.press("s")
    screen = stage.app.screen
    screen.choose(form)
    screen.query_one(Input).value = f"shown.{form}"
    await stage.press("enter")
    if stage.app.screen is screen:  # it is there already
        await stage.press("enter")
    assert stage.app.screen is not screen, stage.text
    return f"shown.{form}"


def read(name):
    with open(name, encoding="utf-8") as file:  # noqa: PTH123
        return json.load(file) if name.endswith("json") else list(csv.reader(file))


def test_the_overview_is_the_summary(play):
    async def script(stage):
        stage.app.take_filter("portfolio:capteurs")
        await stage.settle()
        await stage.press("c")
        found = read(await saved(stage))
        from citydash.tui.screens.overview import HeadlineFigures

        return found, stage.app.frame.query_one(HeadlineFigures).figures

    found, shown = play(script, save=SAVE)
    assert found["where"] == "portfolio:capteurs"
    assert found["projects"] == shown.projects == 7
    money = shown.money[0]
    for name in ("cost", "committed", "paid", "grants", "secured", "at_risk"):
        assert round(float(found["blocks"][0][name]) * 100) == getattr(money, name), name


def test_the_projects_are_the_rows_of_the_table_in_their_order(play):
    async def script(stage):
        stage.app.take_filter("status:delivery")
        await stage.settle()
        await stage.press("2")
        stage.app.frame.columns_shown = ("title", "status", "slip", "end")
        stage.app.frame.sort_by("slip")
        await stage.settle()
        rows = [(row.project.key, row.project.slip) for row in stage.app.frame.table.rows]
        return rows, read(await saved(stage)), read(await saved(stage, "csv"))

    rows, found, lines = play(script, save=SAVE)
    assert [(line["project"], line["slip_days"]) for line in found["lines"]] == rows
    assert [(line[2], line[5]) for line in lines[1:]] == [
        (key, "" if slip is None else str(slip)) for key, slip in rows
    ]
    assert lines[0][3:] == ["title", "status", "slip_days", "end"]


def _pivot(frame):
    return {row.key[-1]: row.line.amounts | {"total": row.line.total} for row in frame.pivot.rows}


@pytest.mark.parametrize("turns", ["", "m", "k", "kk", "xi", "mxxx", "x" * 3 + "m" * 8, "m" * 7, "m" * 12], ids=len)
def test_the_pivot_is_the_budget_report(play, turns):
    async def script(stage):
        await stage.press("4", *turns)
        return _pivot(stage.app.frame), stage.app.frame.now, read(await saved(stage))

    rows, _now, found = play(script, size=(250, 50), save=SAVE)
    lines = {line["key"][0]: line for line in found["lines"]}
    assert set(rows) == set(lines)
    for key, amounts in rows.items():
        for name, cents in amounts.items():
            given = lines[key]["total"] if name == "total" else lines[key]["amounts"].get(name, "0.00")
            assert given is None or round(float(given) * 100) == (cents or 0), (key, name)


@pytest.mark.parametrize("turns", ["", "x", "xx", "xxx", "xxxmmmmmm", "ki", "kx"])
def test_a_row_and_a_projects_lines_are_saved_as_they_stand(play, turns):
    async def script(stage):
        await stage.press("4", *turns, "enter")
        frame, found, lines = stage.app.frame, None, []
        if frame.now.depth == 1:
            rows, found = _pivot(frame), read(await saved(stage))
            assert {line["key"][0]: line["total"] for line in found["lines"]}.keys() == rows.keys()
            for line in found["lines"]:
                assert {n: round(float(a) * 100) for n, a in line["amounts"].items() if float(a)} == {
                    n: a for n, a in rows[line["key"][0]].items() if a and n != "total"
                }
            await stage.press("enter")
        if stage.app.frame.saves() is None:
            assert frame.now.columns == "stage"
            await stage.press("s")
            return stage.notices, []
        lines = [(row.path, row.line, row.cents) for row in frame.line_table.rows]
        head, *found = read(await saved(stage, "csv"))
        return [dict(zip(head, row, strict=True)) for row in found], lines

    found, lines = play(script, size=(250, 50), save=SAVE)
    assert found
    if lines:
        assert {(row["path"], int(row["line"])) for row in found} == {(path, line) for path, line, _cents in lines}
        assert len(found) == len(lines)


def test_a_projects_page_is_its_report(play):
    async def script(stage):
        await stage.press("2", "down", "enter")
        return stage.app.frame.project(), read(await saved(stage))

    project, found = play(script, save=SAVE)
    assert found["project"] == project.key or found.get("id") == project.key or project.key in json.dumps(found)
    assert project.title in json.dumps(found, ensure_ascii=False)


def test_the_other_screens_have_reports_with_the_same_projects(play):
    async def script(stage):
        stage.app.take_filter("portfolio:capteurs")
        await stage.settle()
        found = {}
        for key in ("3", "5", "6"):
            await stage.press(key)
            if stage.app.current_mode not in found:
                found[stage.app.current_mode] = read(await saved(stage)), stage.app.frame
        gantt = found["timeline"][1].gantt
        shown = [project.key for group in gantt.groups for project in group.projects]
        return {name: document for name, (document, _frame) in found.items()}, shown

    found, shown = play(script, save=SAVE)
    assert [line["project"] for line in found["timeline"]["lines"]] == shown
    assert {name: document["kind"] for name, document in found.items()} == {
        "timeline": "timeline", "funding": "funding", "agenda": "agenda",
    }  # fmt: skip
    assert all(document["where"] == "portfolio:capteurs" for document in found.values())


def test_every_screen_has_a_report_or_says_that_it_has_none(play):
    async def script(stage):
        from citydash.tui.app import SCREENS

        missing = []
        for name in SCREENS:
            await stage.app.run_action(f"show('{name}')")
            await stage.settle()
            if not stage.app.frame.saves():
                missing.append(name)
        return missing, stage.app.unforeseen

    missing, errors = play(script, save=SAVE)
    assert errors == []
    assert set(missing) <= {"changes"}


def test_a_file_that_is_there_is_replaced_only_when_asked_twice(play, tmp_path):
    async def script(stage):
        await stage.press("4", "s")
        name = stage.app.screen.query_one(Input).value
        (tmp_path / name).write_text("mine")
        await stage.press("enter")
        kept, said = (tmp_path / name).read_text(), stage.text
        await stage.press("escape", "s", "enter")
        again = (tmp_path / name).read_text()
        await stage.press("enter")
        return name, kept, said, again, (tmp_path / name).read_text(), stage.notices

    name, kept, said, again, written, notices = play(script, save=SAVE)
    assert name == "valombre-budget-2026-11-22.md"
    assert kept == again == "mine"
    assert "⏎ encore une fois" in said
    assert written.startswith("# Ville de Valombre")
    assert any(f"{name} enregistré\ncitydash report budget --rows department" in notice for notice in notices)


def test_what_cannot_be_written_is_said_and_the_name_stays(play, tmp_path):
    async def script(stage):
        await stage.press("2", "s")
        box = stage.app.screen.query_one(Input)
        seen = []
        for name in ("no/such/folder/x.md", str(tmp_path), "", "-"):
            box.value = name
            await stage.press("enter", "enter")
            seen.append(
                (stage.app.screen.query(Input).first().value if stage.app.screen.query(Input) else None, stage.text)
            )
        return seen, sorted(path.name for path in tmp_path.iterdir())

    seen, files = play(script, save=SAVE)
    assert "no/such/folder" in seen[0][0]
    assert "ne peut pas être écrit" in seen[0][1] or "no/such/folder" in seen[0][1]
    assert seen[2][0] == ""
    assert "indiquer un fichier" in seen[2][1]
    assert files == ["-"]  # a name, not stdout


def test_the_format_changes_the_ending_and_is_proposed_again(play):
    async def script(stage):
        await stage.press("4", "s", "down")
        first = stage.app.screen.query_one(Input).value
        await stage.press("up", "up")
        last = stage.app.screen.query_one(Input).value
        await stage.press("enter", "s")
        again = stage.app.screen.query_one(Input).value
        stage.app.screen.query_one(Input).value = "my.own"
        await stage.press("down")
        return first, last, again, stage.app.screen.query_one(Input).value

    first, last, again, own = play(script, save=SAVE)
    assert (first[-4:], last[-5:], again[-5:], own) == (".txt", ".json", ".json", "my.own")


def test_a_click_chooses_a_format(play):
    async def script(stage):
        await stage.press("4", "s")
        row = next(line for line in stage.lines if "CSV" in line)
        formats = stage.app.screen.query_one("#formats").region
        await stage.pilot.click("#formats", offset=(row.index("CSV") - formats.x, 0))
        return stage.app.screen.form

    assert play(script, save=SAVE) == "csv"


def test_letters_are_the_names(play):
    async def script(stage):
        await stage.press("4", "s")
        await stage.type("qs?1")
        return stage.app.screen.query_one(Input).value

    assert play(script, save=SAVE) == "valombre-budget-2026-11-22.mdqs?1"


def test_the_formats_are_those_of_the_commands():
    from citydash.report import kinds, problems

    assert set(FORMATS["report"]) == set(kinds.FORMATS)
    assert set(FORMATS["check"]) <= set(problems.FORMATS)


def test_the_command_is_quoted_for_a_shell():
    from citydash.tui import DashboardOptions

    options = DashboardOptions("a town's", None, None, "2026-11-22", ("x",), ascii=True)
    line = with_options(("explain", "--where=-tag:a b", "--", "-key"), common_options(options, "fr"))
    assert shown_command(line) == (
        "citydash explain --where '-tag:a b' --workspace 'a town'\"'\"'s' --town x --lang fr --today 2026-11-22 --ascii"
        " -- -key"
    )
