"""The funding screen: groupings, the certainty's switch, lines under their subtotals, deadlines and risks."""

import json
from pathlib import Path

import pytest
from commands import make_run
from workspaces import HEAD, TOWN, project

from citydash.figures.funding_groups import GROUPINGS
from citydash.figures.view import SURE
from citydash.tui.funding_table import MEASURES

VALOMBRE = Path(__file__).parents[2] / "portfolios" / "valombre"


@pytest.fixture
def reported(monkeypatch, capsysbinary, tmp_path):
    """The lines of `citydash report funding -f json`, in cents."""
    run = make_run(monkeypatch, capsysbinary, tmp_path)

    def lines(certainty):
        ran = run("report", "funding", "-w", VALOMBRE, "--today", "2026-11-22", "--certainty", certainty, "-f", "json")
        return json.loads(ran.out)["lines"]

    return lines


def cents(text):
    return round(float(text or 0) * 100)


def test_the_certainty_changes_every_figure_as_the_report_has_them(play, reported):
    async def script(stage):
        await stage.press("5")
        seen = {}
        for _ in SURE:
            frame = stage.app.frame
            total = frame.groups.foot[0].total
            seen[frame.shown.certainty] = (total, stage.text, sum(line.at_risk for line in frame.shown.risks))
            await stage.press("c")
            stage.app.clear_notifications()
        return seen

    seen = play(script)
    assert set(seen) == set(SURE)
    for certainty, (total, text, at_risk) in seen.items():
        lines = reported(certainty)
        assert total.lines == len(lines)
        assert total.received == sum(cents(line["received"]) for line in lines)
        assert total.at_risk == at_risk == sum(cents(line["at_risk"]) for line in lines)
        alive = [line for line in lines if certainty == "possible" or line["certainty"] != "lost"]
        assert total.requested == sum(cents(line["requested"]) for line in alive)
        assert total.awarded == sum(cents(line["awarded"]) for line in alive)
        word = {"secured": "sécurisé", "probable": "probable", "possible": "possible"}[certainty]
        assert f"«\u202f{word}\u202f»" in text
        header = text.split("\n")[0]
        assert ("certitude" in header) == (certainty != "possible")
    assert len({total.counted for total, _text, _risk in seen.values()}) == 3


@pytest.mark.parametrize("by", GROUPINGS)
def test_lines_stand_under_their_subtotal_and_add_up_to_it(play, by):
    async def script(stage):
        await stage.press("5")
        frame = stage.app.frame
        while frame.by != by:
            await stage.press("g")
        await stage.press("enter")
        table = frame.groups
        group, lines = table.rows[0], []
        for row in table.rows[1:]:
            if row.kind != "line":
                break
            lines.append(row)
        sums = {name: sum(table.cents(row, name) or 0 for row in lines) for name in MEASURES}
        others = [row for row in table.rows if row.kind == "group"]
        whole = {name: sum(getattr(row.total, name) for row in others) for name in MEASURES}
        await stage.press("enter")
        return group.total, len(lines), sums, whole, table.foot[0].total, len(table.rows) == len(others)

    group, count, sums, whole, total, folded = play(script)
    assert count == group.lines
    assert sums == {name: getattr(group, name) for name in MEASURES}
    assert whole == {name: getattr(total, name) for name in MEASURES}
    assert folded


def test_a_line_opens_its_project_and_its_place_in_the_file(play):
    async def script(stage):
        await stage.press("5", "space", "down", "down")
        frame = stage.app.frame
        line, place = frame.groups.current.line, frame.place()
        await stage.press("space")
        back = frame.groups.current.kind
        await stage.press("space", "down", "down", "enter")
        return line, place, back, stage.app.frame.room, stage.text

    line, place, back, room, text = play(script)
    written = (VALOMBRE / place.path).read_text(encoding="utf-8").splitlines()[place.line - 1]
    assert written == f"[project.{line.project.key}.funding.{line.line}]"
    assert back == "group"
    assert room == "project"
    assert line.project.title[:20] in text


def test_folding_all_and_back(play):
    async def script(stage):
        await stage.press("5")
        table, seen = stage.app.frame.groups, []
        for key in ("", "z", "z"):
            if key:
                await stage.press(key)
            seen.append((len(table.rows), sum(row.kind == "line" for row in table.rows)))
        return seen, table.foot[0].total.lines

    seen, lines = play(script)
    assert seen[0][1] == seen[2][1] == 0
    assert seen[1][1] == lines == seen[1][0] - seen[0][0]


def test_deadlines_come_in_order_and_name_which(play):
    async def script(stage):
        await stage.press("5", "tab")
        focused = stage.app.focused
        first = stage.row("30/06/2026")
        place = stage.app.frame.place()
        await stage.press("tab")
        risk = stage.app.focused.current
        return focused.id, [line.days_left for line in focused.rows], first, place, risk, stage.app.focused.id

    name, days, first, place, risk, other = play(script)
    assert (name, other) == ("deadlines", "risks")
    assert days == sorted(days)
    assert days[0] == -145
    assert "à demander" in first
    assert "−145" in first
    assert place.path.endswith("classes-mobiles.toml")
    assert (risk.at_risk, risk.reason) == (24_000_000, "not-secured")


def test_a_narrow_window_shows_groups_or_lists(play):
    async def script(stage):
        await stage.press("5")
        seen = [(stage.text, stage.app.focused.id)]
        for _ in range(2):
            await stage.press("v")
            seen.append((stage.text, stage.app.focused.id))
        return seen

    (groups, first), (lists, second), (again, third) = play(script, size=(80, 24))
    assert "Dispositif" in groups
    assert "Échéances" not in groups.replace("v Échéances", "")
    assert "à demander" in lists
    assert (first, second, third) == ("groups", "deadlines", "groups")
    assert again == groups


def test_a_filter_and_what_is_copied(play):
    async def script(stage):
        await stage.press("5", "slash")
        await stage.type("id:gare-commune")
        await stage.press("enter", "y")
        return stage.app.clipboard, stage.app.frame.shown.plans["EUR"]["secured"].cost

    copied, cost = play(script)
    rows = copied.split("\n")
    assert len({row.count("\t") for row in rows}) == 1
    assert rows[-1].startswith("Total\t7\t")
    assert cost == 110_500_000


def test_two_currencies_stand_apart(play, workspace):
    line = '[project.a.funding.dsil]\nstatus = "awarded"\nawarded = {amount}\n'
    root = workspace(
        {
            "ici/town.toml": TOWN,
            "ici/p.toml": HEAD + project() + line.format(amount=40_000),
            "la/town.toml": TOWN.replace("[town]", '[town]\ncurrency = "CHF"'),
            "la/p.toml": HEAD + project() + line.format(amount=30_000),
        }
    )

    async def script(stage):
        await stage.press("5")
        frame = stage.app.frame
        return [(row.currency, row.total.counted) for row in frame.groups.foot], stage.text

    totals, text = play(script, root=root)
    assert totals == [("CHF", 3_000_000), ("EUR", 4_000_000)]
    assert "Total CHF" in text
    assert "Total €" in text
