"""A comparison looks only at what differs in the index: what it says is what comparing every line of both sides says."""

from collections import defaultdict

import pytest
from histories import Commit, make_history
from plans import make_plan
from workspaces import HEAD, TOWN, project

from citydash.figures.compare import alike, both, compare
from citydash.figures.funding import funding_lines
from citydash.figures.milestones import milestone_lines
from citydash.figures.view import View
from citydash.index.past import open_past, past
from citydash.model.words import MEASURES, SPENDING


class Side:
    """Every amount, funding line and milestone of a view's projects, by the project's id."""

    def __init__(self, view):
        self.amounts, self.funding, self.milestones = defaultdict(dict), defaultdict(dict), defaultdict(dict)
        numbers = str([MEASURES.index(name) for name in SPENDING])
        at = {(p.town, p.content): (p.town, p.key) for p in view.every_project}
        contents = str([p.content for p in view.every_project])
        for row in view.snapshot.fetch("facts_of", contents=contents, measures=numbers):
            town, _portfolio, _path, content, measure, department, section, _source, _certainty, year, cents = row
            if cents:
                self.amounts[at[town, content]][department, section, measure, year] = cents
        for line in funding_lines(view.whole()):
            said = (line.source.key, line.section, line.status, line.eligible, line.justified, line.requested, line.awarded,
                    line.expected, line.received, line.counted, sorted(line.dates.items()))  # fmt: skip
            self.funding[line.project.town, line.project.key][line.line] = said
        for m in milestone_lines(view.whole()):
            said = (m.key, m.title, m.baseline, m.due, m.met, m.day, m.state, m.depends_on)
            self.milestones[m.project.town, m.project.key][m.key] = said


def other(old, new):
    """The keys of what isn't the same."""
    return {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}


def check(old, new):
    """Compare in full, project by project; the number of details that changed."""
    old, new = alike(old, new)
    before, after = Side(old), Side(new)
    towns = {town.key: word for view in (old, new) for word, town in view.names.towns.items()}
    found = compare(old, new)
    torn = {t for t in towns.values() if old.currency(t) != new.currency(t)}
    details = 0
    told = set()
    for change in found:
        was = (change.old.town, change.old.key) if change.old else None
        now = (change.new.town, change.new.key) if change.new else None
        told |= {was, now}
        for name, seen in (
            ("amounts", len(change.amounts)),
            ("funding", {(line.new or line.old).line for line in change.funding}),
            ("milestones", {(line.new or line.old).key for line in change.milestones}),
        ):
            expected = other(getattr(before, name)[was] if was else {}, getattr(after, name)[now] if now else {})
            assert seen == (len(expected) if name == "amounts" else expected), (change.key, name)
            details += len(expected)
    projects = both(old, new)
    for at in projects[0].keys() & projects[1].keys() - told:
        if at[0] not in torn and projects[0][at].content != projects[1][at].content:
            for name in ("amounts", "funding", "milestones"):
                assert not other(getattr(before, name)[at], getattr(after, name)[at])
    return details


@pytest.mark.parametrize("seed", [3, 4, 5])
def test_commits_of_a_workspace(tmp_path, seed):
    hashes = make_history(tmp_path, make_plan(seed, 8).commits, checkout=False)
    details = 0
    with open_past(str(tmp_path / "ws"), None, hashes[-1]) as new:
        snapshots = [past(new, commit) for commit in hashes[:-1]] + [new]
        for n, snapshot in enumerate(snapshots):
            for days in (("2026-11-22", "2026-11-22"), ("2026-11-22", "2025-03-01")):
                details += check(
                    *(View(one, today) for one, today in zip((snapshots[n - 1], snapshot), days, strict=True))
                )
    assert details > 50


LINES = "[@.funding.dsil]\nstatus = 'applied'\nrequested = 7\n[@.milestone.go]\ntitle = 'Go'\ndue = 2026-05-01\n"


@pytest.mark.parametrize(
    ("files", "funding", "milestones"),
    [
        ({"v/x/a.toml": project("a", LINES, cost_excl_vat="12")}, {"dsil"}, set()),
        ({"v/town.toml": TOWN.replace('kind = "grant"', 'kind = "guarantee"')}, {"dsil"}, set()),
        ({"v/x/a.toml": project("a", LINES.replace("2026-05", "2026-06"))}, set(), {"go"}),
    ],
    ids=["another base", "a source that doesn't count", "a milestone"],
)  # fmt: skip
def test_lines_that_say_the_same(tmp_path, files, funding, milestones):
    first = {"v/town.toml": TOWN, "v/x/portfolio.toml": HEAD, "v/x/a.toml": project("a", LINES)}
    if "v/town.toml" in files:
        files = {**files, "v/x/a.toml": project("a", LINES, summary='"Else"')}
    hashes = make_history(tmp_path, [Commit(first), Commit(files)], checkout=False)
    with open_past(str(tmp_path), None, hashes[1]) as new:
        (change,) = compare(*(View(one, "2026-11-22") for one in (past(new, hashes[0]), new)))
    assert {line.new.line for line in change.funding} == funding
    assert {line.new.key for line in change.milestones} == milestones
