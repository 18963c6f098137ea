"""Each depth of a drill-down sums to the row that it came from."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from towns import HALLE_FILES, K, files_of, view_of, workspaces, written

from citydash.figures import drill
from citydash.figures.rollup import ALL_MEASURES, Request, axes_of, rollup
from citydash.figures.view import Cuts

requests = st.sampled_from(ALL_MEASURES).flatmap(
    lambda measure: st.builds(
        Request,
        st.sampled_from([axis for axis in axes_of(measure) if axis != "project"]).map(lambda axis: (axis,)),
        st.just("none" if measure == "net-cost" else "year"),
        st.just(measure),
        st.just(Cuts())
        if measure == "net-cost"
        else st.sampled_from([Cuts(), Cuts(sections=("operating",)), Cuts(years=(2024, 2026))]),
    )
)


@settings(max_examples=20)
@given(
    st.data(), workspaces(), st.sampled_from(["possible", "secured"]), st.sampled_from(["", "town:ax", "pillar:data"])
)
def test_projects_and_lines_sum_to_the_row(data, drawn, certainty, where):
    with written(files_of(drawn)) as root, view_of(root, where=where, certainty=certainty) as view:
        for _request in range(4):
            request = data.draw(requests)
            for result in rollup(view, request):
                for line in result.lines:
                    inner = [
                        one for one in drill.by_project(view, request, line.key[0]) if one.currency == result.currency
                    ]
                    (own,) = inner
                    assert {name: cents for name, cents in own.totals.items() if cents} == {
                        name: cents for name, cents in line.amounts.items() if cents
                    }
                    assert own.total == line.total
                    first = own.lines[0]
                    project = next(
                        p for p in view.projects if first.key[0] in (p.key, f"{view.names.town_key(p.town)}/{p.key}")
                    )
                    explained = drill.of_project(view, request, line.key[0], project)
                    assert sum(one.total for one in explained) == first.total


@pytest.mark.parametrize("axis", ["department", "portfolio", "section", "status"])
def test_the_halle(workspace, axis):
    with view_of(workspace(HALLE_FILES)) as view:
        key = {"department": "culture", "portfolio": "lieux", "section": "investment", "status": "delivery"}[axis]
        (result,) = drill.by_project(view, Request((axis,)), key)
        halle = next(line for line in result.lines if line.key == ("halle",))
        assert halle.amounts["2026"] == 400 * K
        assert drill.by_project(view, Request((axis,)), "nulle-part") == []
        project = next(p for p in view.projects if p.key == "halle")
        (one,) = drill.of_project(view, Request(("project",)), "halle", project)
        assert one.total == 1220 * K
