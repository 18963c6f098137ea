"""Each depth of a drill-down sums to the cell that it came from."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from towns import HALLE_FILES, K, files_of, view_of, workspaces, written

from citydash.figures import drill
from citydash.figures.request import ALL_MEASURES, Request, axes_of, columns_of, is_additive
from citydash.figures.rollup import rollup
from citydash.figures.view import Cuts

SECTIONS = st.sampled_from([Cuts(), Cuts(), Cuts(sections=("operating",))])
requests = st.sampled_from(ALL_MEASURES).flatmap(
    lambda measure: st.builds(
        Request,
        st.lists(st.sampled_from(axes_of(measure)), min_size=1, max_size=2, unique=True).map(tuple),
        st.sampled_from([columns for columns in columns_of(measure) if columns != "stage"]),
        st.just(measure),
        st.just(Cuts()) if measure == "net-cost" else SECTIONS,
    )
)


def cells(data, request, result):
    """A row or a subtotal, one of its columns or all, and what stands there."""
    line = data.draw(st.sampled_from(result.lines))
    key = line.key[: data.draw(st.integers(1, len(line.key)))]
    own = [one for one in result.lines if one.key[: len(key)] == key]
    column = data.draw(st.sampled_from([name for name in result.columns if any(name not in one.blank for one in own)]))
    if data.draw(st.booleans()) and is_additive(request):
        column = None
    return key, column, sum(one.total if column is None else one.amounts[column] for one in own)


@settings(max_examples=25)
@given(
    st.data(), workspaces(), st.sampled_from(["possible", "secured"]), st.sampled_from(["", "town:ax", "pillar:data"])
)
def test_projects_and_lines_sum_to_the_cell(data, drawn, certainty, where):
    """Of every axis or two, measure and column, with filters, folded years, certainties and several currencies."""
    with written(files_of(drawn)) as root, view_of(root, where=where, certainty=certainty) as view:
        for _request in range(5):
            request = data.draw(requests)
            if request.columns == "year" and data.draw(st.booleans()):
                request = request._replace(cuts=request.cuts._replace(years=(2024, 2026)))
            for result in (one for one in rollup(view, request) if one.lines):
                key, column, cents = cells(data, request, result)
                found = drill.by_project(view, request, key, column)
                (inner,) = [one for one in found if one.currency == result.currency]
                assert inner.total == cents
                assert sum(line.total for line in inner.lines) == cents
                line = data.draw(st.sampled_from(inner.lines))
                project = next(p for p in view.projects if view.names.project_key(p.town, p.key) == line.key[0])
                explained = drill.of_project(view, request, key, project, column)
                assert sum(one.total for one in explained if one.currency == result.currency) == line.total


@pytest.mark.parametrize("axis", ["department", "portfolio", "section", "status"])
def test_the_halle(workspace, axis):
    with view_of(workspace(HALLE_FILES)) as view:
        key = {"department": "culture", "portfolio": "lieux", "section": "investment", "status": "delivery"}[axis]
        (result,) = drill.by_project(view, Request((axis,)), (key,))
        halle = next(line for line in result.lines if line.key == ("halle",))
        assert halle.amounts["2026"] == 400 * K
        assert drill.by_project(view, Request((axis,)), ("nulle-part",)) == []
        (one,) = drill.by_project(view, Request((axis, "project")), (key, "halle"), "2026")
        assert (one.columns, one.total) == (("2026",), 400 * K)
        assert [line.key for line in one.lines] == [("halle",)]
        project = next(p for p in view.projects if p.key == "halle")
        (one,) = drill.of_project(view, Request(("project",)), ("halle",), project)
        assert one.total == 1220 * K
        (one,) = drill.of_project(view, Request((axis,)), (key,), project, "2026")
        assert (one.total, len(one.lines)) == (400 * K, 1)
        (one,) = drill.of_project(view, Request(("project",), "year", "cost"), ("halle",), project)
        assert one.total == 1200 * K
