"""Every figure of the reports that are no roll-up is the sum of lines that stand where they are said to."""

import re

import pytest
from commands import REPOSITORY, TODAY
from towns import view_of

from citydash.errors import EnvironmentFault, UsageError
from citydash.figures.authorisations import authorisations
from citydash.figures.explain import Files
from citydash.figures.explain_reports import _figures, break_down
from citydash.figures.financing import funding_plan
from citydash.figures.induced import induced

VALOMBRE = REPOSITORY / "portfolios/valombre"


@pytest.fixture(scope="module")
def view():
    with view_of(VALOMBRE, TODAY[1]) as found:
        yield found


def rows(view, report):
    if report == "apcp":
        return [a.key for a in authorisations(view)]
    if report == "induced":
        return [line.project.key for line in induced(view)[0].lines]
    return [p.key for p in view.projects]


@pytest.mark.parametrize("report", ["apcp", "induced", "funding-plan"])
def test_every_figure_is_the_sum_of_its_lines(view, report):
    for key in rows(view, report):
        _currency, figures = _figures(view, Files(view.snapshot), report, key)
        assert len(figures) > 5, key
        for name, (cents, terms) in figures.items():
            assert sum(term.cents for term in terms) == cents, (key, name)


@pytest.mark.parametrize(
    ("report", "key", "column"),
    [("apcp", "ap-2023-04", "to_pay"), ("induced", "gare-commune", "total"), ("funding-plan", "gare-commune", "vat")],
)
def test_lines_stand_where_they_are_said_to(view, report, key, column):
    found = break_down(view, report, key, column)
    assert found.lines
    for line in found.lines:
        text = (VALOMBRE / line.path).read_text(encoding="utf-8").splitlines()[line.line - 1][line.column - 1 :]
        name, amount = re.match(r"([\w-]+) = (-?[\d_.]+)", text).groups()
        assert name == line.keys[-1]
        assert abs(round(float(amount.replace("_", "")) * 100)) == abs(line.cents)


def test_the_figures_are_those_of_the_reports(view):
    authorisation = next(a for a in authorisations(view) if a.key == "ap-2024-02")
    assert break_down(view, "apcp", "ap-2024-02", "paid").total == authorisation.paid == 74_511_124
    assert break_down(view, "apcp", "ap-2024-02", "2026").total == 85_000_000
    plan = funding_plan(view, "gare-commune")
    assert break_down(view, "funding-plan", "gare-commune", "own_on_base").total == plan.own_on_base == 32_000_000
    assert break_down(view, "funding-plan", "gare-commune", "cost").total == plan.plan.cost == 110_500_000
    assert break_down(view, "induced", "gare-commune", "total").total == 43_400_000


def test_a_year_that_is_not_written_repeats_the_last_line_that_is(view):
    repeated, written = (break_down(view, "induced", "gare-commune", year) for year in ("2032", "2031"))
    assert repeated.lines == written.lines
    assert [line.keys[-1] for line in repeated.lines] == ["2031"]
    assert len(break_down(view, "induced", "gare-commune", "total").lines) == 5


@pytest.mark.parametrize(
    ("report", "key", "column", "said"),
    [
        ("cash", "x", "y", "no breakdown of report"),
        ("apcp", "ap-2024-20", "paid", "no authorisation"),
        ("apcp", "ap-2024-02", "payed", "no figure"),
        ("induced", "navette", "total", "no project"),
        ("induced", "gare-commune-halle-sud", "total", "no induced cost"),
        ("funding-plan", "gare-commune", "1999", "no figure"),
    ],
)
def test_what_is_not_there_is_said(view, report, key, column, said):
    with pytest.raises(UsageError, match=said):
        break_down(view, report, key, column)


def test_a_file_that_changed_meanwhile_is_said(view, monkeypatch):
    monkeypatch.setattr(view.snapshot, "text", lambda _path: "")
    with pytest.raises(EnvironmentFault, match="changed while"):
        break_down(view, "apcp", "ap-2024-02", "paid")
