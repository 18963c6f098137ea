"""Texts of commits that nobody looked at are in the index in outline: whatever is asked of them, in whichever order,
the answer is that of an index that read them whole.
"""

import os
import random
import sqlite3
from collections import defaultdict
from pathlib import Path

import pytest
from commands import TODAY, make_run
from histories import Commit, make_history
from hypothesis import given
from strategies import projects
from workspaces import HEAD, TOWN, project

from citydash.files.read import PROJECT, Content, Section
from citydash.index.ingest import Words
from citydash.index.rows import add_content, outline_of
from citydash.index.schema import funding as funding_table
from citydash.index.schema import project as project_table

MONEY = "[@.budget.dsi.{section}]\nplanned = {{ 2026 = {n}, 2031 = 1.5 }}\npaid = {{ 2026 = 1 }}\n"
GRANT = "[@.funding.dsil]\nstatus = 'awarded'\nawarded = {n}\nexpected = {{ 2026 = {n}, later = 0.5 }}\n"
MILESTONE = "[@.milestone.go]\ntitle = 'Go {n}'\ndue = 2026-0{m}-01\n"
COMMITS, PROJECTS = 12, 6


@given(projects)
def test_an_outline_says_what_the_rows_say(value):
    rows, words = defaultdict(list), Words({})
    add_content(rows, 1, Content(Section(PROJECT, "a", b""), value, []), words)
    names = [column.name for column in project_table.c]
    (row,) = (dict(zip(names, values, strict=True)) for values in rows["project"])
    of_project = [row[name] for name in ("key", "title", "status", "end", "baseline_end", "cost", "cost_next")]
    names = [column.name for column in funding_table.c]
    lines = [dict(zip(names, values, strict=True)) for values in rows["funding"]]
    asked = ("source", "status", "requested", "awarded", "expected", "received")
    of_funding = [tuple(line[name] for name in asked) for line in lines]
    assert outline_of("a", value, words) == [*of_project, of_funding]


@pytest.fixture
def run(monkeypatch, capsysbinary, tmp_path):
    return make_run(monkeypatch, capsysbinary, tmp_path)


def text_of(n, chance):
    parts = [MONEY.format(section=chance.choice(("investment", "operating")), n=chance.randrange(1, 99))]
    parts += [GRANT.format(n=chance.randrange(1, 99))] * chance.randrange(2)
    parts += [MILESTONE.format(n=n, m=chance.randrange(1, 9))] * chance.randrange(2)
    return project(f"p{n}", "".join(parts), end=f"20{chance.randrange(26, 32)}-06-30")


@pytest.fixture(params=[1, PROJECTS], ids=["a project a file", "many a file"])
def made(request, tmp_path):
    """A repository whose commits change a project each, in files of so many projects; its hashes, and its last files."""
    chance = random.Random(11)
    texts = {n: text_of(n, chance) for n in range(PROJECTS)}

    def files():
        every = [texts[n] for n in range(PROJECTS)]
        groups = [every[n : n + request.param] for n in range(0, PROJECTS, request.param)]
        return {f"ws/v/p/f{n}.toml": "\n".join(group) for n, group in enumerate(groups)}

    commits = [Commit({"ws/v/town.toml": TOWN, "ws/v/p/portfolio.toml": HEAD, **files()})]
    for _commit in range(COMMITS):
        n = chance.randrange(PROJECTS)
        texts[n] = text_of(n, chance)
        commits.append(Commit(files()))
    return tmp_path, make_history(tmp_path, commits), [commit.files for commit in commits]


KINDS = (("report", "budget"), ("report", "milestones"), ("report", "funding"), ("check",))


def answers(run, root, *more):
    return [run(*kind, "-f", "json", "-w", root, *TODAY, *more)[:2] for kind in KINDS]


def rows_of(cache):
    """Every row of every table that belongs to a content, by the content's hash; and how many are in outline."""
    (path,) = Path(cache).glob("*.sqlite")
    with sqlite3.connect(path) as db:
        words = dict(db.execute("select id, text from word"))
        facts = db.execute(
            "select hash, measure, department, source, year, cents from fact join content on id = content"
        )
        named = {(key, m, words.get(d, ""), words.get(s, ""), year, cents) for key, m, d, s, year, cents in facts}
        milestones = db.execute("select hash, m.id, title, due from milestone m join content c on c.id = content")
        return named, set(milestones), db.execute("select count(*) from outline").fetchone()[0]


def test_every_commit_after_the_line(run, made, monkeypatch, tmp_path):
    folder, hashes, _files = made
    run("log", "-w", folder / "ws", *TODAY)
    assert rows_of(os.environ["CITYDASH_CACHE"])[2] > 0
    order = random.Random(2).sample(hashes, len(hashes))
    found = {commit: answers(run, folder / "ws", "--at", commit) for commit in order}
    after = rows_of(os.environ["CITYDASH_CACHE"])
    assert after[2] == 0
    for commit in order:
        monkeypatch.setenv("CITYDASH_CACHE", str(tmp_path / commit))
        assert found[commit] == answers(run, folder / "ws", "--at", commit)
    monkeypatch.setenv("CITYDASH_CACHE", str(tmp_path / "never in outline"))
    for commit in hashes:
        run("report", "-w", folder / "ws", *TODAY, "--at", commit)
    assert rows_of(os.environ["CITYDASH_CACHE"]) == after


def test_files_as_they_were_at_an_unseen_commit(run, made, monkeypatch, tmp_path):
    folder, _hashes, files = made
    run("log", "-w", folder / "ws", *TODAY)
    for path, text in files[0].items():
        (folder / path).write_text(text, encoding="utf-8")
    found = answers(run, folder / "ws")
    log = run("log", "-w", folder / "ws", *TODAY, "-f", "csv")
    monkeypatch.setenv("CITYDASH_CACHE", str(tmp_path / "another"))
    assert answers(run, folder / "ws") == found
    assert run("log", "-w", folder / "ws", *TODAY, "-f", "csv") == log


def test_a_line_of_outlines_and_whole_texts(run, made, monkeypatch, tmp_path):
    folder, hashes, _files = made
    told = (("log", "-f", "json"), ("report", "drift", "-f", "json"))
    run("log", "-w", folder / "ws", *TODAY)
    for commit in hashes[1:3]:
        run("report", "-w", folder / "ws", *TODAY, "--at", commit)
    assert rows_of(os.environ["CITYDASH_CACHE"])[2] > 0
    mixed = [run(*command, "-w", folder / "ws", *TODAY) for command in told]
    monkeypatch.setenv("CITYDASH_CACHE", str(tmp_path / "another"))
    assert [run(*command, "-w", folder / "ws", *TODAY) for command in told] == mixed
