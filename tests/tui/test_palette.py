"""The palette: commands, projects, departments and sources by name, whatever the files call them."""

TOWN = """format = 1
[town]
name = "Ville [red]d'essai[/red]"
[department.dsi]
name = "[bold]Systèmes[/] d'information"
[source.detr]
name = "DETR [link=x]"
level = "state"
kind = "grant"
"""
PORTFOLIO = """[portfolio]
title = "Tiers-lieux"
[project.gare]
title = "La [b]Gare[/b]"
status = "delivery"
lead = "dsi"
[project.gare.budget.dsi.investment]
planned = { 2026 = 1000 }
[project.gare.funding.detr]
status = "awarded"
awarded = 300
[project.autre]
title = "Autre"
status = "delivery"
lead = "dsi"
"""


async def listed(stage, words):
    await stage.press("ctrl+p")
    await stage.type(words)
    return [f"{hit.name}: {hit.about}" for hit in stage.app.screen.found.rows]


def test_a_department_becomes_the_filter_on_the_budget(play):
    async def script(stage):
        hits = await listed(stage, "systemes d'inf")
        await stage.press("enter")
        return hits, stage.app.frame.room, stage.app.context.choice.where

    hits, room, where = play(script)
    assert "department:dsi" in hits[0]
    assert (room, where) == ("budget", "department:dsi")


def test_a_source_becomes_the_filter(play):
    async def script(stage):
        await listed(stage, "dsil")
        await stage.press("enter")
        return stage.app.context.choice.where, stage.app.unforeseen

    where, errors = play(script)
    assert where == "source:dsil"
    assert errors == []


def test_hostile_names_are_text(play, workspace):
    root = workspace({"town.toml": TOWN, "tiers-lieux.toml": PORTFOLIO})

    async def script(stage):
        found = []
        for words in ("systemes", "gare", "detr"):
            await listed(stage, words)
            await stage.pilot.pause(0.3)
            found.append(stage.text)
            await stage.press("escape")
        return found

    department, project, source = play(script, root=root)
    assert "[bold]Systèmes[/] d'information" in department
    assert "La [b]Gare[/b]" in project
    assert "DETR [link=x]" in source


def test_nothing_found_is_said_in_french(play):
    async def script(stage):
        await listed(stage, "qwzx")
        await stage.pilot.pause(0.8)
        return stage.text

    text = play(script)
    assert "rien de ce nom" in text
    assert "No match" not in text


def test_a_command_is_found_without_its_accents_and_by_its_sentence(play):
    async def script(stage):
        by_label = await listed(stage, "theme")
        await stage.press("escape")
        return by_label, await listed(stage, "contraste")

    by_label, by_sentence = play(script)
    assert any("Thème" in hit for hit in by_label)
    assert any("Thème" in hit for hit in by_sentence)
