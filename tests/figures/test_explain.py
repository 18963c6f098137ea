"""Every amount can say which lines of which files it is the sum of, and those lines say so."""

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from towns import HALLE_FILES, K, files_of, view_of, workspaces, written
from workspaces import HEAD, TOWN, project

from citydash.errors import EnvironmentFault, UsageError
from citydash.figures.explain import explain
from citydash.figures.request import ALL_MEASURES, Request, axes_of
from citydash.figures.rollup import rollup
from citydash.figures.view import Cuts

requests = st.sampled_from(ALL_MEASURES).flatmap(
    lambda measure: st.builds(
        Request,
        st.lists(st.sampled_from(axes_of(measure)), min_size=1, max_size=2, unique=True).map(tuple),
        st.just("certainty" if measure == "net-cost" else "year"),
        st.just(measure),
        st.just(Cuts()) if measure == "net-cost" else st.sampled_from([Cuts(), Cuts(years=(2023, 2027))]),
    )
)


def stated(root, line):
    """The amount that stands at a line's place, as its text says."""
    text = (root / line.path).read_text(encoding="utf-8").splitlines()[line.line - 1][line.column - 1 :]
    found = re.match(r"(?:'|\")?([\w-]+)(?:'|\")? = (-?[\d_.]+)", text)
    assert found is not None, text
    assert found[1] == line.keys[-1]
    return int(Decimal(found[2]) * 100)


@settings(max_examples=30)
@given(
    st.data(), workspaces(), st.sampled_from(["possible", "secured"]), st.sampled_from(["", "town:ax", "pillar:data"])
)
def test_the_lines_of_any_cell_sum_to_it(data, drawn, certainty, where):
    with written(files_of(drawn)) as root, view_of(root, where=where, certainty=certainty) as view:
        for _cell in range(3):
            request = data.draw(requests)
            results = rollup(view, request)
            cells = [((), None)] if request.measure != "net-cost" else [((), "secured")]
            cells += [(line.key, name) for result in results for line in result.lines for name in result.columns]
            key, column = data.draw(st.sampled_from(cells))
            for one in explain(view, request, key, column):
                assert one.total == sum(line.cents for line in one.lines)
                lines = [line for result in results if result.currency == one.currency for line in result.lines]
                own = [line for line in lines if not key or line.key == key]
                assert one.total == sum(line.total if column is None else line.amounts[column] for line in own)
                for line in one.lines:
                    assert abs(line.cents) == abs(stated(root, line))
                    assert line.keys[:2] == ("project", line.project.key)
                    assert line.path == line.project.path


@pytest.fixture
def halle(workspace):
    return workspace(HALLE_FILES)


def test_a_planned_cell_of_the_halle(halle):
    with view_of(halle) as view:
        (one,) = explain(view, Request(("department",)), ("culture",), "2026")
        assert one.total == 560 * K
        assert [(line.path, line.cents, ".".join(line.keys)) for line in one.lines] == [
            ("essai/lieux.toml", 400 * K, "project.halle.budget.culture.investment.planned.2026"),
            ("essai/lieux.toml", 160 * K, "project.autre.budget.culture.investment.planned.2026"),
        ]
        text = (halle / "essai/lieux.toml").read_text().splitlines()
        assert [text[line.line - 1][line.column - 1 :][:14] for line in one.lines] == [
            "2026 = 400_000",
            "2026 = 160_000",
        ]


def test_a_net_cost_of_the_halle(halle):
    with view_of(halle) as view:
        (one,) = explain(view, Request(("project",), "certainty", "net-cost"), ("halle",), "secured")
        assert one.total == 800 * K
        signs = {".".join(line.keys[2:]): line.cents // K for line in one.lines}
        assert signs["funding.dsil.awarded"] == -300
        assert signs["funding.region.awarded"] == -100
        assert "funding.feder.requested" not in signs
        assert "budget.culture.operating.planned.2029" not in signs
        (one,) = explain(view, Request(("project",), "none", "net-cost"), ("halle",))
        assert one.total == 600 * K


def test_a_derived_measure_has_signs(halle):
    with view_of(halle) as view:
        (one,) = explain(view, Request(("project",), "year", "remaining"), ("halle",), "2026")
        assert sorted(line.cents for line in one.lines) == [-280 * K, 400 * K]


LOST = """[@.funding.a]
source = "dsil"
status = "lapsed"
awarded = 100
received = { 2025 = 30, 2026 = -1.5 }
[@.funding.b]
source = "dsil"
status = "identified"
expected = { 2026 = 5, 2027 = 6 }
"""


def test_lost_and_expected_grants(workspace):
    with view_of(workspace({"v/town.toml": TOWN, "v/x.toml": HEAD + project(more=LOST)})) as view:
        (one,) = explain(view, Request(("project",), "none", "net-cost"))
        assert [line.cents for line in one.lines] == [-3000, 150, -500, -600]
        assert one.lines[0].keys[-2:] == ("received", "2025")


def test_the_same_keys_written_in_other_ways(workspace):
    text = (
        'project.a = { title = "é", status = "idea", lead = "dsi", budget.dsi.investment.planned = { 2026 = 1, 2027 = 2 } }\n'
        + HEAD
    )
    text += "[project.b]\ntitle = 'b'\nstatus = 'idea'\nlead = 'dsi'\nbudget.dsi.investment.planned.2026 = 4\n"
    with view_of(workspace({"v/town.toml": TOWN, "v/x.toml": text})) as view:
        (one,) = explain(view, Request(("department",)), ("dsi",), "2026")
        places = [(line.line, line.column, line.cents) for line in one.lines]
        assert places == [(1, text.index("2026") + 1, 100), (9, 31, 400)]


def test_cells_that_are_not_there(halle):
    with view_of(halle) as view:
        with pytest.raises(UsageError) as error:
            explain(view, Request(("department",)), ("cultur",))
        assert error.value.hint == "culture"
        with pytest.raises(UsageError) as error:
            explain(view, Request(("department",)), ("culture",), "2040")
        assert error.value.known[0] == "2025"
        with pytest.raises(UsageError):
            explain(view, Request(("source",)))


def test_nothing_to_explain(workspace):
    with view_of(workspace({"v/town.toml": TOWN})) as view:
        (one,) = explain(view, Request(("department",)))
        assert (one.total, one.lines) == (0, ())


def test_two_currencies_are_explained_apart(workspace):
    budget = "[@.budget.dsi.investment]\nplanned = { 2026 = 10 }\n"
    swiss = TOWN.replace("[department.dsi]", 'currency = "CHF"\n[department.dsi]')
    files = {
        "v/town.toml": TOWN,
        "v/x.toml": HEAD + project(more=budget),
        "w/town.toml": swiss,
        "w/x.toml": HEAD + project("b", more=budget),
    }
    with view_of(workspace(files)) as view:
        assert [(one.currency, one.total) for one in explain(view, Request(("pillar",)))] == [
            ("CHF", 1000),
            ("EUR", 1000),
        ]
        assert [one.currency for one in explain(view, Request(("department",)), ("w/dsi",))] == ["CHF"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2026 = 400_000", "2026 = 400_001"),
        ("planned = { 2025", "planned = 3 # { 2025"),
        ("[project.halle.budget.culture.investment]", "[project.halle.budget.culture.travaux]"),
        ("2026 = 400_000", "2026 = 'beaucoup'"),
        ("2026 = 400_000", "y2026 = 400_000"),
        ('status = "applied"', 'status = "perdue"'),
        ("[project.halle]", "[projet.halle]"),
        ("[portfolio]", "project = 3\n[portfolio]"),
        ("[portfolio]", "[portfolio"),
        ("requested = 200_000", "requested = []"),
    ],
)
@pytest.mark.parametrize("measure", ["planned", "requested", "net-cost"])
def test_files_that_change_meanwhile_are_said_to(halle, old, new, measure):
    """A file saved between the index and the explanation never explains another amount, nor ends in a traceback."""
    columns = "none" if measure == "net-cost" else "year"
    with view_of(halle) as view:
        rows = ("project",)
        before = rollup(view, Request(rows, columns, measure))[0].total
        path = halle / "essai/lieux.toml"
        path.write_text(path.read_text().replace(old, new))
        try:
            (one,) = explain(view, Request(rows, columns, measure))
        except EnvironmentFault as fault:
            assert "the files changed" in str(fault)  # noqa: PT017 - an explanation that still sums up is right, too
        else:
            assert one.total == before


def test_a_file_that_is_gone_is_said_to_be(halle):
    with view_of(halle) as view:
        (halle / "essai/lieux.toml").unlink()
        with pytest.raises(EnvironmentFault):
            explain(view, Request(("project",)))
