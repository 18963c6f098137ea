"""The same as on the screen: each screen's figures held to those of the report that `s` saves of it, under a filter, a
certainty and a grouping.
"""

import json
from functools import partial
from pathlib import Path

import pasts
import pytest
from textual.widgets import Input

from citydash.cli.dashboard import _save
from citydash.locale import Locale
from citydash.model.amounts import money

SAVE = partial(_save, Locale("fr"))
WHERE = "status:study..delivery"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CITYDASH_CACHE", "none")


async def saved(stage):
    """What `s` writes as JSON."""
    await stage.press("s")
    screen = stage.app.screen
    screen.choose("json")
    screen.query_one(Input).value = "shown.json"
    await stage.press("enter")
    if stage.app.screen is screen:  # it is there already
        await stage.press("enter")
    assert stage.app.screen is not screen, stage.text
    return json.loads(Path("shown.json").read_bytes())  # noqa: ASYNC240


async def narrowed(stage):
    """A filter, and only what is secured counts."""
    stage.app.take_filter(WHERE)
    await stage.settle()
    while stage.app.context.choice.certainty != "secured":
        await stage.press("c")


def test_the_overview(play):
    async def script(stage):
        from citydash.tui.screens.overview import HeadlineFigures
        from citydash.tui.screens.overview_lists import Lists

        kept = []
        screen = type(stage.app.frame)
        show = screen.show
        screen.show = lambda self, result: (kept.append(result), show(self, result))[1]
        try:
            await narrowed(stage)
        finally:
            screen.show = show
        lists = next(one for one in reversed(kept) if isinstance(one, Lists))
        return stage.app.frame.query_one(HeadlineFigures).figures, lists.found, await saved(stage)

    headline, found, report = play(script, save=SAVE)
    assert report["where"] == WHERE
    assert (report["projects"], report["statuses"]) == (headline.projects, headline.statuses)
    assert (report["late_milestones"], report["worst_delay_days"]) == (headline.late, headline.worst_delay)
    (own,), (shown,) = report["blocks"], headline.money
    for name in ("cost", "committed", "paid", "grants", "secured", "net_cost", "at_risk"):
        assert own[name] == money(getattr(shown, name)), name
    for name in ("portfolios", "pillars"):
        assert [(g["label"], g["projects"], g["cost"], g["paid"]) for g in own[name]] == [
            (g.label, g.projects, money(g.cost), money(g.paid)) for g in getattr(headline, name)
        ]
    assert [(p["year"], p["planned"], p["paid"]) for p in own["cumulated"]] == [
        (str(p.year), money(p.planned), money(p.paid)) for p in found.curve["EUR"]
    ]
    alerts = {kind: [a for a in report["attention"] if a["kind"] == kind] for kind in ("late", "deadline", "ceiling")}
    assert {(a["title"], a["detail"]) for a in alerts["late"]} == {
        (m.project.title, m.title) for m in found.late.milestones
    }
    assert headline.late == len(alerts["late"]) > 0
    assert [(a["title"], a["amount"]) for a in alerts["ceiling"]] == [
        (use.label, money(use.overrun)) for use in sorted(found.ceilings, key=lambda use: -use.overrun)
    ]
    ahead = report["next_90_days"]
    assert [(m["project"], m["milestone"]) for m in ahead["milestones"]] == [
        (m.project.key, m.key) for m in found.ahead.milestones
    ]
    first = {(d["project"], d["line"]): d["deadline"] for d in reversed(ahead["deadlines"])}  # the nearer of two
    assert first == {(f.project.key, f.line): f.deadline for f in found.ahead.deadlines}


@pytest.mark.parametrize("grouping", ["portfolio", "lead", "status"])
def test_the_timeline(play, grouping):
    async def script(stage):
        await narrowed(stage)
        await stage.press("3")
        while stage.app.frame.asked() != grouping:
            await stage.press("g")
        projects = [p for group in stage.app.frame.gantt.groups for p in group.projects]
        return [(p.key, p.title, p.status, p.start, p.end, p.slip) for p in projects], await saved(stage)

    shown, report = play(script, save=SAVE)
    assert (report["where"], report["group"]) == (WHERE, grouping)
    names = ("project", "title", "status", "start", "end", "slip_days")
    assert [tuple(line[name] for name in names) for line in report["lines"]] == shown


@pytest.mark.parametrize("grouping", ["source", "funder", "level", "certainty"])
def test_the_funding(play, grouping):
    async def script(stage):
        await narrowed(stage)
        await stage.press("5")
        while stage.app.frame.by != grouping:
            await stage.press("g")
        table = stage.app.frame.groups
        if all(row.kind != "line" for row in table.rows):
            stage.app.frame.action_fold_all()
        return table.rows, table.foot, stage.app.frame.shown, await saved(stage)

    rows, (foot,), shown, report = play(script, save=SAVE)
    assert (report["where"], report["group"]) == (WHERE, grouping)
    names = ("lines", "requested", "awarded", "received", "expected", "counted", "secured", "at_risk")

    def sums(total):
        return total.key, *(total.lines if name == "lines" else money(getattr(total, name)) for name in names)

    groups = [row.total for row in rows if row.kind == "group"]
    assert [(one["key"], *(one[name] for name in names)) for one in report["groups"]] == [*map(sums, groups)]
    assert ("", *(report["totals"][name] for name in names)) == sums(foot.total)
    lines = {(line["project"], line["line"]): line["at_risk"] for line in report["lines"]}
    assert lines == {
        (row.line.project.key, row.line.line): money(row.line.at_risk) for row in rows if row.kind == "line"
    }
    for certainty, plan in shown.plans["EUR"].items():
        own = report["financing"][certainty]
        assert (own["grants"], own["net_cost"], own["loans"]) == (
            money(plan.grants), money(plan.net_cost), money(plan.loans),
        )  # fmt: skip


@pytest.mark.parametrize("keys", ["", "k", "kk", "x", "xx", "kxxx"])
def test_the_agenda(play, keys):
    async def script(stage):
        await narrowed(stage)
        await stage.press("6", *keys)
        frame = stage.app.frame
        events = [row for row in frame.table.rows if hasattr(row, "state")]
        shown = [(e.day, e.kind, e.state, e.project.key if e.project else None) for e in events]
        return *frame.chosen, shown, await saved(stage)

    kind, state, shown, report = play(script, save=SAVE)
    assert (report["where"], report["events"], report["state"]) == (WHERE, kind, state)
    assert [(e["date"], e["event"], e["state"], e["project"]) for e in report["lines"]] == shown


def test_the_changes(play, tmp_path):
    async def script(stage):
        await narrowed(stage)
        await stage.press("7", "f")
        await stage.type("BP2026")
        await stage.press("enter")
        found = stage.app.frame.found
        return [row.change for row in found.rows], found.balances, await saved(stage)

    changes, balances, report = play(script, root=pasts.valombre(tmp_path), save=SAVE)
    assert report["where"] == WHERE
    assert changes
    assert {(c["change"], c["project"], c["end_days"]) for c in report["changes"]} == {
        (change.kind, change.key, change.end_days) for change in changes
    }
    cost = next(total for total in report["totals"] if total["measure"] == "cost")
    (shown,) = [balance for balance in balances if balance.what == "cost"]
    assert (cost["from"], cost["to"]) == (money(shown.old), money(shown.new))


def test_the_problems(play):
    async def script(stage):
        await stage.press("8")
        return stage.app.frame.found.problems, await saved(stage)

    shown, report = play(script, save=SAVE)
    assert shown
    assert [(p["path"], p["line"], p["column"], p["code"], tuple(p["keys"])) for p in report["list"]] == [
        (p.path, p.line, p.column, p.code, p.keys) for p in shown
    ]


def test_the_page_of_a_project(play):
    async def script(stage):
        await narrowed(stage)
        await stage.press("2", "down", "enter")
        return stage.app.frame.found.sheet, await saved(stage)

    sheet, report = play(script, save=SAVE)
    p = sheet.project
    assert (report["project"], report["status"], report["start"], report["end"]) == (p.key, p.status, p.start, p.end)
    assert (report["cost"], report["committed"], report["paid"]) == tuple(
        map(money, (p.cost, p.cost_committed, p.cost_paid))
    )
    assert [(line["department"], line["section"], line["stage"], line["total"]) for line in report["budget"]] == [
        (line.department, line.section, line.stage, money(line.total)) for line in sheet.budget
    ]
    assert [(m["milestone"], m["state"], m["slip_days"]) for m in report["milestones"]] == [
        (m.key, m.state, m.slip) for m in sheet.milestones
    ]
    assert {name: plan["net_cost"] for name, plan in report["financing"].items()} == {
        name: money(plan.net_cost) for name, plan in sheet.plans.items()
    }
    assert [line["line"] for line in report["funding"]] == [f.line for f in sheet.funding]
