"""The overview: its figures are the report's, its bars stand by portfolio and by pillar, every line leads somewhere."""

import json
from pathlib import Path

import pytest
from commands import TODAY, make_run
from workspaces import HEAD, TOWN, project

from citydash.locale import Locale
from citydash.tui.glyphs import ASCII, UNICODE
from citydash.tui.screens.overview import HeadlineFigures
from citydash.tui.screens.overview_lists import SHOWN
from citydash.tui.widgets.chart import _Canvas, _track

VALOMBRE = Path(__file__).parents[2] / "portfolios" / "valombre"
NBSP = str.maketrans({"\u00a0": " ", "\u202f": " "})


@pytest.fixture
def report(monkeypatch, capsysbinary, tmp_path):
    """What `citydash report summary -f json` says of a workspace."""
    run = make_run(monkeypatch, capsysbinary, tmp_path)
    return lambda *options: json.loads(run("report", "summary", "-f", "json", *TODAY, *options).out)


def _cents(amount):
    return round(float(amount) * 100)


@pytest.mark.parametrize("where", ["", "pillar:data"])
def test_headline_figures_are_those_of_the_report(play, report, where):
    async def script(stage):
        frame = stage.app.frame
        groups = {
            f"{one.by}s": [(g.key, g.cost, g.committed, g.paid) for g in one.rows] for one in frame.query("Groups")
        }
        return frame.query_one(HeadlineFigures).figures, groups, stage.text.translate(NBSP)

    found, groups, text = play(script, where=where, size=(200, 60))
    said = report("-w", VALOMBRE, *(("--where", where) if where else ()))
    (block,) = said["blocks"]
    (money,) = found.money
    assert (found.projects, found.statuses, found.late) == (said["projects"], said["statuses"], said["late_milestones"])
    assert found.worst_delay == said["worst_delay_days"]
    assert round(found.elapsed, 6) == said["elapsed"]
    for name in ("cost", "committed", "paid", "grants", "secured", "net_cost", "at_risk"):
        assert getattr(money, name) == _cents(block[name]), name
    for by in ("portfolios", "pillars"):
        assert groups[by] == [
            (g["key"], *(_cents(g[name]) for name in ("cost", "committed", "paid"))) for g in block[by]
        ]
    locale = Locale("fr")
    for name in ("cost", "net_cost", "at_risk"):
        assert locale.brief(_cents(block[name]), "EUR").translate(NBSP) in text
    assert f"{said['projects']} projets" in text


def test_attention_lists_what_the_report_lists(play, report):
    async def script(stage):
        return [(item.first, item.second, item.third) for item in stage.app.frame.query_one("#attention").rows]

    items = play(script)
    said = report("-w", VALOMBRE)["attention"]
    late = [alert for alert in said if alert["kind"] == "late"]
    deadlines = [alert for alert in said if alert["kind"] == "deadline"]
    assert [item[0] for item in items[: len(late)]] == [alert["title"] for alert in late]
    assert len(late) < SHOWN
    shown = items[len(late) : len(late) + len(deadlines)]
    assert sorted(item[0] for item in shown) == sorted(alert["title"] for alert in deadlines)
    assert any("112" in item[1] for item in items)


@pytest.mark.parametrize(
    ("size", "before", "after"), [((80, 24), (True, False), (False, True)), ((140, 40), (True, True), (False, True))]
)
def test_a_key_puts_pillars_in_the_portfolios_place(play, size, before, after):
    async def script(stage):
        seen = []
        for key in ("p", "p", ""):
            seen.append(tuple(one.display and one.size.height > 0 for one in stage.app.frame.query("Groups")))
            if key:
                await stage.press(key)
        return seen

    assert play(script, size=size) == [before, after, before]


def test_enter_on_a_pillar_shows_its_projects(play):
    async def script(stage):
        pillars = stage.app.frame.query_one("#pillars")
        pillars.focus()
        await stage.press("enter")
        return stage.app.context.choice.where, len(stage.app.frame.table.rows), pillars.rows[0].projects

    where, rows, projects = play(script)
    assert where == "pillar:citizen"
    assert rows == projects > 0


def test_the_rest_of_a_long_list_is_one_line_that_leads_on(play, workspace):
    late = "[@.milestone]\n" + "".join(f'm{n} = {{ title = "J{n}", due = 2026-01-{n + 1:02} }}\n' for n in range(12))

    async def script(stage):
        items = stage.app.frame.query_one("#attention").rows
        return [item.second for item in items if item.second.startswith("J")], [
            item.where for item in items if item.where
        ]

    root = workspace({"v/town.toml": TOWN, "v/x.toml": HEAD + project("a", late)})
    assert play(script, root=root) == ([f"J{n}" for n in range(SHOWN)], ["is:late"])


def test_the_chart_fills_to_its_value_and_no_further():
    track = _track([(1.0, 100), (2.0, 300), (2.5, 400)], 30, 3)
    assert len(track) == 25
    assert (track[9], track[19], track[24]) == (100, 300, 400)
    assert track == sorted(track)
    for glyphs, full in ((UNICODE, "█"), (ASCII, "#")):
        canvas = _Canvas(30, 9)
        canvas.fill(track, 400, glyphs.paid_levels, "paid")
        columns = ["".join(canvas.cells[row][x][0] for row in range(9)) for x in range(30)]
        assert columns[25:] == [" " * 9] * 5
        assert [column.count(full) for column in columns[:25]] == sorted(column.count(full) for column in columns[:25])
        assert columns[24].strip(" ▄#█") == ""


def test_amounts_without_years_are_said_to_have_none(play, workspace):
    budget = "[@.budget.dsi.investment]\nplanned = { undated = 5_000 }\n"

    async def script(stage):
        return stage.text

    root = workspace({"v/town.toml": TOWN, "v/x.toml": HEAD + project("a", budget)})
    assert "aucun montant n’est connu par exercice" in play(script, root=root)


def test_projects_left_out_are_said_above_the_figures(play, workspace):
    async def script(stage):
        return stage.text, stage.row("écarté pour erreur")

    broken = project("b").replace('"delivery"', '"livraison"')
    root = workspace({"v/town.toml": TOWN, "v/x.toml": HEAD + project("a") + broken})
    text, line = play(script, root=root)
    assert "▲ 1 projet écarté pour erreur" in line
    assert "1 projet  " in text
