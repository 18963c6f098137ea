"""What stands around a comparison: sums that reconcile to the cent, the commits between, Δ by project."""

import pasts
import pytest

from citydash.figures.changes import balances, between, deltas, grants, until
from citydash.figures.compare import compare
from citydash.figures.history import stories
from citydash.figures.view import View
from citydash.index import open_workspace
from citydash.index.past import past, repository_of

TODAY = "2026-11-22"


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return pasts.valombre(tmp_path_factory.mktemp("past"))


@pytest.fixture
def files(root):
    with open_workspace(str(root), None) as snapshot:
        yield snapshot


@pytest.mark.parametrize("certainty", ["possible", "probable", "secured"])
@pytest.mark.parametrize("where", ["", "pillar:data", "status:tender", "gare"])
@pytest.mark.parametrize("named", ["BP2026", "HEAD~2", "DM1", "HEAD"])
def test_before_and_the_changes_add_up_to_after(files, named, where, certainty):
    old = View(past(files, named), TODAY, where, certainty=certainty)
    new = View(files, TODAY, where, certainty=certainty)
    changes = compare(old, new)
    found = balances(old, new, changes)
    assert [b.what for b in found] == ["projects", "cost", "grants"]
    for balance in found:
        assert balance.old + balance.delta == balance.new
        assert balance.told == balance.delta
    if not where:
        cost = next(b for b in found if b.what == "cost")
        assert (cost.old, cost.new) == tuple(sum(p.cost for p in view.every_project) for view in (old, new))
        assert cost.delta == sum(change.cost for change in changes)
        own = next(b for b in found if b.what == "grants")
        assert own.delta == sum(grants(change, new) for change in changes)


def test_a_source_that_becomes_a_loan_is_told_apart(files, root):
    town = root / "town.toml"
    before = town.read_text(encoding="utf-8")
    try:
        town.write_text(before.replace('kind = "grant"', 'kind = "loan"', 1), encoding="utf-8")
        with open_workspace(str(root), None) as now:
            old, new = View(past(now, "HEAD"), TODAY), View(now, TODAY)
            own = next(b for b in balances(old, new, compare(old, new)) if b.what == "grants")
            assert own.old + own.delta == own.new
            assert own.delta < own.told == 0
    finally:
        town.write_text(before, encoding="utf-8")


def test_the_commits_between(files):
    found = stories(files, repository_of(files.root))
    first, third = past(files, "BP2026"), past(files, "DM1")
    assert [s.commit.subject[:4] for s in between(found, first, files) or ()] == ["Revu", "DM1 ", "Gare"]
    assert [s.commit.subject[:4] for s in between(found, first, third) or ()] == ["DM1 ", "Gare"]
    assert between(found, first, third) == between(found, third, first)
    assert between(found, files, files) == []
    assert [s.commit.subject[:4] for s in until(found, third)] == ["BP 2", "Gare", "DM1 "]


def test_deltas_of_projects(files):
    old, new = View(past(files, "BP2026"), TODAY), View(files, TODAY)
    found = {key: delta for (_town, key), delta in deltas(old, new).items()}
    assert found["gare-commune"] == (12_499_950, 181)
    assert found["fablab-tanneurs"] == (0, 0)
    assert "points-apport-volontaire" not in found
    assert "ancien" not in found
