"""Time travel: what changed, the plan as of then on every screen, a baseline to compare with, and no git at all."""

import re
import shutil
import subprocess

import pasts
import pytest
from histories import ENVIRONMENT, Commit, git, make_history

from citydash.cli.dashboard import _check_revision
from citydash.errors import UsageError
from citydash.settings import Settings
from citydash.tui import DashboardOptions
from citydash.tui.memory import recall
from citydash.tui.screens.picker import MomentPicker
from citydash.tui.session import Session
from citydash.tui.sheet_history import sparkline
from citydash.tui.state import Memory


def plain(text):
    return re.sub("[\u00a0\u202f]", " ", text)


async def pick(stage, key, typed):
    """Open the picker, type, and take what is first."""
    await stage.press(key)
    assert isinstance(stage.app.screen, MomentPicker)
    await stage.type(typed)
    await stage.press("enter")


# what changed


def test_head_against_the_files_is_what_stands_there_first(play, past):
    async def script(stage):
        await stage.press("7")
        return stage.text

    text = play(script, root=past)
    assert "HEAD (02/10/2026" in text
    assert "les fichiers en cours" in text
    assert "1 modifié" in text
    assert "pas encore enregistré dans git" in text
    assert "+ ◆ réception" in text


def test_every_kind_of_change_and_sums_that_reconcile(play, past):
    async def script(stage):
        await stage.press("7")
        await pick(stage, "f", "BP2026")
        frame = stage.app.frame
        return {row.change.key: row.kind for row in frame.found.rows}, frame.found.balances, stage.lines

    kinds, balances, lines = play(script, root=past)
    assert (kinds["points-apport-volontaire"], kinds["ancien"], kinds["tiers-lieu-moulins"]) == (
        "added",
        "removed",
        "moved",
    )
    assert kinds["gare-commune"] == "changed"
    assert all(b.old + b.delta == b.new and b.told == b.delta for b in balances)
    cost = next(plain(line) for line in lines if "Coût TTC" in line)
    assert re.sub(" +", " ", cost).strip() == "Coût TTC 21 382 346,17 € +442 653,83 € 21 825 000,00 €"


def test_a_change_key_by_key_and_who_and_why(play, past):
    async def script(stage):
        await stage.press("7")
        await pick(stage, "f", "BP2026")
        stage.app.frame.table.go_to(("valombre", "gare-commune"))
        await stage.settle()
        page = stage.app.frame.detail
        return "\n".join("".join(text for text, _style in line.parts) for line in page.write(100))

    text = plain(play(script, root=past))
    for said in (
        "Fin", "31/12/2026 → 30/06/2027  +181 j", "▷ consultation", "▶ réalisation",
        "410 000,50", "450 000,00", "+39 999,50", "notifié", "12/03/2026", "Marc Lenoir", "Gare : désamiantage plus long",
        "02/10/2026", "Revue d’automne",
    ):  # fmt: skip
        assert said in text, (said, text)
    assert text.index("Revue d’automne") < text.index("Gare : désamiantage")
    assert "pas encore" not in text


def test_changes_are_sorted_by_any_column_and_enter_opens_the_page(play, past):
    async def script(stage):
        await stage.press("7")
        await pick(stage, "f", "BP2026")
        frame, seen = stage.app.frame, []
        seen.append([abs(row.change.cost) for row in frame.table.rows])
        while frame.order[0] != "days":
            await stage.press("o")
        seen.append([row.change.end_days for row in frame.table.rows if row.change.end_days is not None])
        await stage.press("r")
        seen.append([row.change.end_days for row in frame.table.rows if row.change.end_days is not None])
        frame.table.go_to(("valombre", "ancien"))
        await stage.press("enter")
        notices, removed = stage.notices, stage.app.frame.room
        frame.table.go_to(("valombre", "gare-commune"))
        await stage.press("enter")
        return seen, notices, removed, stage.app.frame.key

    (costs, down, up), notices, removed, key = play(script, root=past)
    assert costs == sorted(costs, reverse=True)
    assert down == sorted(down, reverse=True)
    assert up == sorted(up)
    assert removed == "changes"
    assert any("ce projet n’est pas dans" in notice for notice in notices)
    assert key == "valombre/gare-commune"


def test_the_same_twice_says_that_nothing_changed(play, past):
    async def script(stage):
        await stage.press("7")
        await pick(stage, "f", "BP2026")
        await pick(stage, "u", "BP2026")
        return stage.text, stage.app.frame.saves()

    text, saves = play(script, root=past)
    assert "rien n’a changé" in text
    assert saves[:3] == ("diff", "BP2026", "BP2026")


def test_sides_change_places(play, past):
    async def script(stage):
        await stage.press("7")
        await pick(stage, "f", "BP2026")
        await stage.press("x")
        refused = stage.notices
        await pick(stage, "u", "DM1")
        before = [b.delta for b in stage.app.frame.found.balances]
        await stage.press("x")
        return refused, before, [b.delta for b in stage.app.frame.found.balances], stage.app.frame.saves()

    refused, before, after, saves = play(script, root=past)
    assert "les fichiers en cours ne peuvent venir qu’après" in refused
    assert before[1:] == [-delta for delta in after[1:]] != [0, 0]
    assert saves[:3] == ("diff", "DM1", "BP2026")


def test_what_is_saved_is_what_diff_prints(play, past, tmp_path):
    saved = []

    async def script(stage):
        await stage.press("7")
        await pick(stage, "f", "BP2026")
        await stage.press("s")
        await stage.press("enter")

    play(script, root=past, save=lambda arguments, path, form: saved.append((arguments, path, form)))
    ((arguments, path, form),) = saved
    assert path == "valombre-diff-BP2026-2026-11-22.md"
    assert arguments[:3] == ("diff", "BP2026", ".")
    assert form == "markdown"
    assert not any(argument.startswith("--at") for argument in arguments)


def test_the_filter_holds_on_changes(play, past):
    async def script(stage):
        await stage.press("7")
        await pick(stage, "f", "BP2026")
        return [row.change.key for row in stage.app.frame.found.rows]

    assert play(script, root=past, where="id:gare-commune,ancien") == ["ancien", "gare-commune"]


# as of


def test_every_screen_shows_the_plan_as_of_then(play, past):
    async def script(stage):
        await pick(stage, "d", "BP2026")
        seen = {}
        for key in "12345678":
            await stage.press(key)
            seen[stage.app.frame.room] = stage.lines
        await stage.press("2")
        projects = {row.project.key for row in stage.app.frame.table.rows}
        return seen, projects

    seen, projects = play(script, root=past)
    assert len(seen) == 8
    for lines in seen.values():
        assert re.search(r"‹ au 15/12/2025 · révision [0-9a-f]{7} · BP2026", lines[0]), lines[0]
    assert {"ancien", "gare-commune"} <= projects
    assert "points-apport-volontaire" not in projects


def test_a_day_and_head_3_are_found_and_nonsense_is_said_where_it_was_typed(play, past):
    async def script(stage):
        found = []
        for typed in ("2026-04-01", "HEAD~3", "DM1"):
            await pick(stage, "d", typed)
            found.append(stage.app.context.loaded.at.revision.subject[:4])
        await stage.press("d")
        await stage.type("nulle-part")
        await stage.press("enter")
        note = stage.app.screen.query_one("#note")
        return found, (note.sentence, note.style), isinstance(stage.app.screen, MomentPicker)

    found, (sentence, style), is_open = play(script, root=past)
    assert found == ["Gare", "BP 2", "DM1 "]
    assert is_open
    assert "nulle-part" in plain(sentence)
    assert style == "bad"


def test_nothing_of_the_past_is_edited_and_its_lines_are_those_of_then(play, past):
    async def script(stage):
        await pick(stage, "d", "BP2026")
        await stage.press("2")
        stage.app.frame.table.go_to(
            next(stage.app.frame.table.key(r) for r in stage.app.frame.table.rows if r.project.key == "ancien")
        )
        await stage.press("e")
        notices = stage.notices
        place = stage.app.session.place_of(stage.app.frame.table.current.project)
        await stage.app.show_excerpt(place)
        await stage.settle()
        return notices, stage.text

    notices, text = play(script, root=past)
    assert any("le passé ne se modifie pas" in notice for notice in notices)
    assert 'title = "Bornes d’appel [supprimées]"' in text


def test_the_files_are_kept_in_mind_and_one_comes_back_to_them(play, tmp_path):
    root = pasts.valombre(tmp_path)

    async def script(stage):
        await stage.press("2")
        await pick(stage, "d", "BP2026")
        (root / "agents.toml").write_text((root / "agents.toml").read_text().replace("Postes mobiles", "Changé depuis"))
        stage.app.reload()
        await stage.settle()
        then = stage.text
        await stage.press("d", "enter")
        return then, stage.text

    then, now = play(script, root=root)
    assert "Changé depuis" not in then
    assert "au 15/12/2025" in then
    assert "Changé depuis" in now
    assert "au 15/12/2025" not in now


def test_it_may_begin_in_the_past(play, past):
    async def script(stage):
        return stage.lines[0], stage.app.context.loaded.projects

    line, projects = play(script, root=past, at="BP2026")
    assert "au 15/12/2025" in line
    assert projects == 49


def test_a_report_of_the_past_is_saved_as_of_then(play, past):
    saved = []

    async def script(stage):
        await pick(stage, "d", "DM1")
        await stage.press("4", "s", "enter")

    play(script, root=past, save=lambda arguments, path, _form: saved.append((arguments, path)))
    assert "--at=DM1" in saved[0][0]
    assert saved[0][1].startswith("valombre-budget-DM1-")


def test_a_name_that_git_doesnt_know_is_said_before_anything_opens(past):
    with pytest.raises(UsageError, match="nulle-part"):
        _check_revision(Settings(str(past), at="nulle-part"))
    _check_revision(Settings(str(past), at="BP2026"))


def test_the_first_figures_dont_wait_for_git(past, monkeypatch, cache):
    monkeypatch.setattr("citydash.files.repository.subprocess.run", None)
    session = Session(
        DashboardOptions(str(past), cache, "fr", "2026-11-22", where="is:stale", memory=Memory(baseline="BP2026"))
    )
    session.start()
    first = session.wait_first()
    session.close()
    assert first.error is None
    assert first.loaded.baseline is None


# a baseline


def test_a_baseline_on_projects_timeline_budget_and_in_the_header(play, past):
    async def script(stage):
        await pick(stage, "B", "BP2026")
        seen = {}
        for key in "234":
            await stage.press(key)
            seen[key] = stage.lines
        gantt = stage.app.frames["timeline"].gantt
        ghost = next(g for (_town, key), g in gantt.ghosts.items() if key == "gare-commune")
        projects = stage.app.frames["projects"]
        projects.sort_by("delta_end")
        return seen, ghost, projects.table.rows[0].project.key, projects.saves()

    seen, ghost, first, saves = play(script, root=past, size=(160, 40))
    assert all("réf. BP2026" in lines[0] for lines in seen.values())
    assert (ghost.start, ghost.end, ghost.slip) == ("2024-09-01", "2026-12-31", 181)
    assert first == "gare-commune"
    assert not any(argument.startswith("--sort") for argument in saves)
    head = next(line for line in seen["2"] if "Projet " in line)
    assert "Δ coût" in head
    assert "Δ fin" in head
    total = plain(next(line for line in seen["4"] if line.startswith(" Total")))
    assert "+430" in total


def test_a_report_is_saved_beside_its_baseline(play, past):
    saved = []

    async def script(stage):
        await pick(stage, "B", "BP2026")
        for key in "23456":
            await stage.press(key, "s", "enter")
            await stage.press("escape")

    play(script, root=past, save=lambda arguments, _path, _form: saved.append(arguments))
    compared = {arguments[1]: "--compare=BP2026" in arguments for arguments in saved}
    assert compared == {"projects": True, "timeline": True, "budget": True, "funding": False, "agenda": False}


def test_rows_that_only_the_baseline_had_are_in_the_budget(play, past):
    async def script(stage):
        await stage.press("4")
        stage.app.frame._turn(stage.app.frame.now._replace(rows="portfolio", then="project"))
        await stage.settle()
        await pick(stage, "B", "BP2026")
        table = stage.app.frame.pivot
        lines = {row.key: table.deltas.get((row.key, row.currency)) for row in table.body.rows}
        return lines, table.deltas[(), "EUR"], [row.key for row in table.body.rows if row.kind == "group"]

    lines, total, groups = play(script, root=past)
    assert lines["capteurs", "ancien"] == -1_234_567
    assert sum(delta for key, delta in lines.items() if len(key) == 2) == total
    assert sum(delta for key, delta in lines.items() if len(key) == 1) == total
    assert len(groups) == len(set(groups))


def test_the_baseline_comes_back_at_the_next_start_and_goes_when_told(play, past, tmp_path):
    state = str(tmp_path / "state.toml")

    async def choose(stage):
        await pick(stage, "B", "DM1")
        stage.app.remember()

    async def look(stage):
        line = stage.lines[0]
        await stage.press("B", "enter")
        stage.app.remember()
        return line, stage.lines[0]

    play(choose, root=past, state=state)
    assert recall(state).baseline == "DM1"
    before, after = play(look, root=past, state=state, memory=recall(state))
    assert "réf. DM1" in before
    assert "réf." not in after
    assert recall(state).baseline == ""


def test_a_baseline_that_is_gone_is_said_once(play, past):
    async def script(stage):
        return stage.notices, stage.lines[0]

    notices, line = play(script, root=past, memory=Memory(baseline="BP1999"))
    assert sum("BP1999" in notice for notice in notices) == 1
    assert "réf." not in line


def test_a_commit_that_is_gone_is_let_go_of_and_told(play, tmp_path):
    root = pasts.valombre(tmp_path)
    git(tmp_path, "checkout", "-q", "-b", "autre", "BP2026", "-f")
    (root / "agents.toml").write_text(
        (root / "agents.toml").read_text(encoding="utf-8") + "\n# autre\n", encoding="utf-8"
    )
    pasts.commit_all(tmp_path, "Ailleurs")
    gone = git(tmp_path, "rev-parse", "HEAD").decode().strip()
    git(tmp_path, "checkout", "-q", "main")

    async def script(stage):
        await pick(stage, "B", gone)
        before = stage.lines[0]
        git(tmp_path, "branch", "-q", "-D", "autre")
        git(tmp_path, "reflog", "expire", "--expire=now", "--all")
        git(tmp_path, "gc", "-q", "--prune=now")
        shutil.rmtree(stage.app.options.cache)
        stage.app.reload()
        await stage.settle()
        return before, stage.lines[0], stage.notices

    before, after, notices = play(script, root=root, cache=str(tmp_path / "cache"))
    assert "réf. " in before
    assert "réf. " not in after
    assert notices


# the project's page, and what is stale


def test_a_projects_life_stands_at_the_end_of_its_page(play, past):
    async def script(stage):
        await stage.press("2")
        frame = stage.app.frame
        frame.table.go_to(next(frame.table.key(r) for r in frame.table.rows if r.project.key == "gare-commune"))
        await stage.press("enter")
        return ["".join(text for text, _style in line.parts) for line in stage.app.frame.pages[0].rows]

    lines = [plain(line) for line in play(script, root=past)]
    at = next(n for n, line in enumerate(lines) if line.startswith(" Historique"))
    assert "3 révisions l’ont changé" in lines[at]
    assert "31/12/2026 → 30/06/2027  +181 j" in lines[at + 2]
    assert [line.split()[0] for line in lines[at + 4 : at + 7]] == ["02/10/2026", "12/03/2026", "15/12/2025"]
    assert "+91 j" in lines[at + 4]


def test_a_sparkline_goes_from_the_least_to_the_largest():
    assert sparkline(" ▁▂▃▄▅▆▇█", [0, 50, 100]) == "▁▄█"
    assert sparkline(" ▁▂▃▄▅▆▇█", [7, 7]) == "▄▄"
    assert sparkline("    #####", [1, 2]) == " #"


def test_what_nobody_keeps_up_is_on_projects_overview_page_and_in_the_filter(play, past):
    async def script(stage):
        overview = str(stage.app.frame.query_one("#attention").rows)
        await stage.press("2")
        table = stage.text
        stale = {key for (_town, key) in stage.app.frame.table.stale}
        await stage.press("slash")
        await stage.type("is:stale")
        await stage.press("enter")
        chosen = {row.project.key for row in stage.app.frame.table.rows}
        await stage.press("enter")
        return overview, table, stale, chosen, stage.text

    overview, table, stale, chosen, page = play(script, root=past, today="2027-04-22", size=(200, 50))
    assert stale == chosen
    assert stale
    assert "À actualiser" in table
    assert "◌" in table
    assert "◌" in overview
    assert "inchangé depuis" in overview
    assert "◌ aucune révision ne l’a changé depuis" in plain(page)


# no git, no commit, a shallow clone, a bare repository


def test_without_git_it_says_so_and_what_to_do(play, tmp_path):
    root = pasts.without_git(tmp_path)

    async def script(stage):
        await stage.press("7")
        changes = stage.text
        await stage.press("d")
        picker = stage.text
        await stage.press("escape", "2", "enter")
        return changes, picker, stage.text, stage.notices

    changes, picker, page, notices = play(script, root=root)
    for text in (changes, picker):
        said = " ".join(re.sub("[│╭╮╰╯]", " ", text).split())
        assert "dans aucun dépôt git" in said or "aucun dépôt" in said
        assert "git init" in said
    assert "Historique" not in page
    assert not notices


def test_a_repository_without_commits(play, tmp_path):
    root = pasts.without_git(tmp_path)
    git(tmp_path, "init", "-q")

    async def script(stage):
        await stage.press("7")
        before = stage.text
        pasts.commit_all(tmp_path, "Le premier")
        stage.app.look_back()
        await stage.settle()
        return before, stage.text

    before, after = play(script, root=root)
    assert "aucune révision" in before or "no commit" in before
    assert "rien n’a changé" in after


def test_a_shallow_clone_says_that_it_is_cut(play, past, tmp_path):
    command = ["git", "clone", "-q", "--depth", "2", f"file://{past.parent}", str(tmp_path / "clone")]
    subprocess.run(command, check=True, env=ENVIRONMENT, capture_output=True)

    async def script(stage):
        await stage.press("d")
        return stage.text

    text = play(script, root=tmp_path / "clone" / "valombre")
    assert "clone superficiel" in text
    assert "2 révisions" in text


def test_a_bare_repository_isnt_for_the_dashboard(play, past, tmp_path):
    command = ["git", "clone", "-q", "--bare", str(past.parent), str(tmp_path / "bare.git")]
    subprocess.run(command, check=True, env=ENVIRONMENT, capture_output=True)

    async def script(stage):
        return stage.text

    assert "dépôt nu" in play(script, root=tmp_path / "bare.git")


# hostile text


def test_authors_subjects_and_tags_do_nothing_to_the_terminal(play, tmp_path):
    root = pasts.valombre(tmp_path, author="Eve \x1b[31m\u202e[bold]", subject="x\x1b]0;boo\x07 [red]oh\u2066 \x9b2J")
    git(tmp_path, "tag", "ruse\u202e", "HEAD~1")

    async def script(stage):
        seen = []
        await stage.press("d")
        seen.append(stage.text)
        await stage.press("escape", "7")
        await pick(stage, "f", "BP2026")
        stage.app.frame.table.go_to(("valombre", "gare-commune"))
        await stage.press("tab", "end")
        seen.append(stage.text)
        await pick(stage, "B", "ruse")
        seen.append(stage.text)
        await stage.press("2")
        frame = stage.app.frame
        frame.table.go_to(next(frame.table.key(r) for r in frame.table.rows if r.project.key == "gare-commune"))
        await stage.press("enter", "end")
        seen.append(stage.text)
        return seen

    seen = play(script, root=root)
    for text in seen:
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert "[red]oh" in seen[0]
    assert "[bold]" in seen[1]
    assert "ruse�" in seen[2]


# a thousand commits


def test_a_long_history_is_listed_and_searched(play, tmp_path):
    commits = [Commit({"v/town.toml": 'format = 1\nname = "V"\n'}, "Le début")]
    commits += [Commit({"v/town.toml": f'format = 1\nname = "V"\n# {n}\n'}, f"Étape {n:03}") for n in range(300)]
    make_history(tmp_path, commits)

    async def script(stage):
        await stage.press("d")
        many = len(stage.app.screen.found.rows)
        await stage.type("étape 2")
        some = len(stage.app.screen.found.rows)
        await stage.press("down", "enter")
        return many, some, stage.lines[0], stage.app.context.loaded.at.revision.subject

    many, some, line, subject = play(script, root=tmp_path / "v")
    assert many >= 302
    assert some == 101
    assert subject == "Étape 298"
    assert "révision" in line
