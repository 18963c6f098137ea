"""Laws of what changed, on generated histories: before and difference make after, to the cent, whichever way it is summed."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product

import pytest
from histories import make_history
from plans import make_plan

from citydash.figures.compare import ADDED, REMOVED, UNREADABLE, compare
from citydash.figures.history import entries, points, stories
from citydash.figures.request import ALL_MEASURES, Request, axes_of, columns_of
from citydash.figures.rollup import rollup
from citydash.figures.shift import shifts, totals
from citydash.figures.summary import summary
from citydash.figures.view import View
from citydash.files.repository import find
from citydash.index.past import open_past, past

DAY = "2026-11-22"
SEEDS = range(4)


class Line:
    """A generated history, and a view of each of its commits; the last one's first-parent line is HEAD's."""

    def __init__(self, root, base, hashes):
        self.repository, self.base, self.hashes = find(str(root)), base, hashes
        self.views: dict[str, View] = {}

    def view(self, commit: str, where: str = "") -> View:
        if where:
            return View(past(self.base, commit), DAY, where)
        if commit not in self.views:
            self.views[commit] = View(past(self.base, commit), DAY)
        return self.views[commit]


@contextmanager
def history(folder, seed: int, commits: int = 14) -> Iterator[Line]:
    hashes = make_history(folder, make_plan(seed, commits).commits, checkout=False)
    with open_past(str(folder / "ws"), None, hashes[-1]) as base:
        yield Line(folder / "ws", base, hashes)


def sums(view):
    """Cost, counted and secured grants by currency, without what is nothing, as the summary has them."""
    found = {}
    for money in summary(view).headline.money:
        found[money.currency] = (money.cost, money.grants, money.secured)
    return {code: cents for code, cents in found.items() if any(cents)}


def dates_of(part):
    mean = part.mean_slip
    return part.projects, None if mean is None else pytest.approx(mean), part.worst_slip


def spread(view, code=None):
    """How many projects a currency has, or all; the mean slip of those that have one, and the most."""
    own = [p for p in view.every_project if code in (None, view.currency(p.town))]
    slips = [p.slip for p in own if p.slip is not None]
    return len(own), sum(slips) / len(slips) if slips else None, max(slips, default=None)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_line_says_what_each_commit_says(tmp_path, seed):
    with history(tmp_path, seed) as line:
        running: dict[str, Counter[str]] = {}
        moved = {entry.commit.commit: entry for entry in entries(line.base, line.repository)}
        told = {story.commit.commit: story for story in stories(line.base, line.repository)}
        assert moved.keys() == told.keys()
        found = points(line.base, line.repository)
        assert [point.commit.commit for point in found] == line.repository.line("HEAD")
        for point in found:
            commit = point.commit.commit
            view = line.view(commit)
            assert {code: tuple(cents) for code, cents in point.sums.items() if any(cents)} == sums(view)
            said = {code: dates_of(part) for code, part in point.parts.items() if part.projects}
            assert said == {code: spread(view, code) for code in {view.currency(p.town) for p in view.every_project}}
            assert dates_of(point.whole) == spread(view)
            if commit in moved:
                assert told[commit].entry == moved[commit]
                for code, delta in moved[commit].sums.items():
                    running.setdefault(code, Counter()).update(delta._asdict())
            expected = {code: dict(cents._asdict()) for code, cents in point.sums.items() if any(cents)}
            assert {code: dict(cents) for code, cents in running.items() if any(cents.values())} == expected


def requests() -> Iterator[Request]:
    """Every measure by every axis that it has."""
    for measure in ALL_MEASURES:
        for axis, columns in product(axes_of(measure), columns_of(measure)):
            yield Request((axis,), columns, measure)


@pytest.mark.parametrize("seed", SEEDS)
def test_before_and_difference_make_after(tmp_path, seed):
    with history(tmp_path, seed) as line:
        a, b = line.view(line.hashes[seed]), line.view(line.hashes[-1 - seed])
        for request in requests():
            before, after = ({r.currency: r for r in rollup(view, request)} for view in (a, b))
            for shift in shifts(a, b, request):
                old, new = before.get(shift.currency), after.get(shift.currency)
                for name in shift.columns:
                    assert shift.total.old.get(name, 0) == (old.totals.get(name, 0) if old else 0)
                    assert shift.total.new.get(name, 0) == (new.totals.get(name, 0) if new else 0)
                    delta = sum(row.new.get(name, 0) - row.old.get(name, 0) for row in shift.rows)
                    assert shift.total.old.get(name, 0) + delta == shift.total.new.get(name, 0)
                if shift.total.delta is not None:
                    assert shift.total.delta == sum(row.delta for row in shift.rows)
                    assert shift.total.old_total + shift.total.delta == (new.total if new else 0)


def by_currency(changes):
    """Σ of the projects' differences of cost."""
    found: Counter[str] = Counter()
    for change in changes:
        found[change.currency] += change.cost
    return {code: cents for code, cents in found.items() if cents}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("where", ["", "status:delivery,study"])
def test_projects_differences_are_the_totals(tmp_path, seed, where):
    with history(tmp_path, seed) as line:
        for first, last in ((0, -1), (3, 9), (-2, -1), (8, 2)):
            a, b = line.view(line.hashes[first], where), line.view(line.hashes[last], where)
            found = totals(a, b)
            cost = {t.currency: t.new - t.old for t in found if t.measure == "cost"}
            assert by_currency(compare(a, b)) == {code: cents for code, cents in cost.items() if cents}
            for stage in ("planned", "voted", "committed", "paid"):
                lines: Counter[str] = Counter()
                for change in compare(a, b):
                    lines[change.currency] += sum(x.new - x.old for x in change.amounts if x.stage == stage)
                expected = {t.currency: t.new - t.old for t in found if t.measure == stage}
                assert +lines == +Counter(expected)


MIRROR = {ADDED: REMOVED, REMOVED: ADDED}


def said(change, *, backwards: bool = False):
    """A change in plain values, as the way back would say it where `backwards`."""
    way = -1 if backwards else 1
    kind = REMOVED if change.kind == UNREADABLE else change.kind  # the way back can't know why
    return (
        MIRROR.get(kind, kind) if backwards else kind,
        change.currency, change.cost * way, change.counted * way, (change.end_days or 0) * way,
        change.portfolios[::way],
        *(sorted(each, key=repr) for each in (
            [(f.name, (f.old, f.new)[::way]) for f in change.fields],
            [(*a[:4], (a.old, a.new)[::way]) for a in change.amounts],
            [tuple(x and (x.line, x.status, x.counted) for x in (f.old, f.new)[::way]) for f in change.funding],
            [tuple(x and (x.key, x.day) for x in (m.old, m.new)[::way]) for m in change.milestones],
        )),
    )  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_the_way_back_is_the_way_there_reversed(tmp_path, seed):
    with history(tmp_path, seed) as line:
        for first, last in ((0, -1), (2, 7), (5, 6)):
            a, b = line.view(line.hashes[first]), line.view(line.hashes[last])
            there, back = compare(a, b), compare(b, a)
            assert sorted(map(repr, map(said, there))) == sorted(repr(said(c, backwards=True)) for c in back)
            assert compare(a, a) == []
            assert all(total.old == total.new for total in totals(b, b))
