"""Roll-ups over generated workspaces against a plain sum of their tables, whatever the axes, the filter and the cuts."""

from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from towns import facts_of, files_of, view_of, workspaces, written
from workspaces import HEAD, TOWN, make_workspace, project

from citydash.errors import UsageError
from citydash.figures import packed
from citydash.figures.alerts import ceilings
from citydash.figures.funding import counts, funding_lines
from citydash.figures.request import ALL_MEASURES, Request, axes_of, is_additive
from citydash.figures.rollup import rollup
from citydash.figures.view import SURE, Cuts, View
from citydash.index import open_workspace
from citydash.model import words
from citydash.model.fiscal import EARLIER, LATER, is_year, year_name

TOWN_AXES = ("department", "portfolio", "project", "lead")
"""Axes whose keys name their town where there are several."""
MEASURES = tuple(measure for measure in ALL_MEASURES if measure != "net-cost")


def measured(facts, measure):
    """The facts of a measure, with its sign."""
    if measure == "cost":
        return [fact for fact in facts if fact.measure == "planned" and fact.in_cost]
    signs = dict(words.DERIVED.get(measure, ((measure, 1),)))
    return [fact._replace(cents=fact.cents * signs[fact.measure]) for fact in facts if fact.measure in signs]


def cut(facts, measure, cuts, certainty):
    if measure in words.MONEY_IN and certainty != "possible":
        sure = SURE[certainty]
        facts = [f for f in facts if f.certainty in sure or (f.certainty == "lost" and measure == "received")]
    if cuts.departments:
        facts = [f for f in facts if {f.department, f"{f.town}/{f.department}"} & set(cuts.departments)]
    if cuts.sections:
        facts = [f for f in facts if f.section in cuts.sections]
    if cuts.sources:
        facts = [f for f in facts if f.source in cuts.sources]
    return facts


def cells_of(facts, request, *, several):
    """currency → row → column → cents, as a pencil would."""
    found = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    for fact in facts:
        key = tuple(
            f"{fact.town}/{getattr(fact, axis)}" if several and axis in TOWN_AXES else getattr(fact, axis)
            for axis in request.rows
        )
        year = fact.year
        if request.cuts.years and is_year(year):
            first, last = request.cuts.years
            year = EARLIER if year < first else LATER if year > last else year
        columns = {"year": year_name(year), "stage": fact.measure, "section": fact.section, "certainty": fact.certainty}
        found[fact.currency][key][columns.get(request.columns, "total")] += fact.cents
    return {currency: {key: dict(amounts) for key, amounts in rows.items()} for currency, rows in found.items()}


def assert_same(results, expected):
    for result in results:
        rows = expected.get(result.currency, {})
        assert {line.key for line in result.lines} == set(rows)
        for line in result.lines:
            written_in = {name: cents for name, cents in line.amounts.items() if name not in line.blank}
            assert written_in == rows[line.key]
            assert all(line.amounts[name] == 0 for name in line.blank)
            if line.total is not None:
                assert line.total == sum(line.amounts.values())
        for name in result.columns:
            assert result.totals[name] == sum(line.amounts[name] for line in result.lines)
        if result.total is not None:
            assert result.total == sum(result.totals.values()) == sum(line.total for line in result.lines)
    assert set(expected) <= {result.currency for result in results}


requests = st.sampled_from(MEASURES).flatmap(
    lambda measure: st.builds(
        Request,
        st.lists(st.sampled_from(axes_of(measure)), min_size=1, max_size=2, unique=True).map(tuple),
        st.sampled_from(
            [c for c in ("year", "section", "certainty", "none") if c in ("year", "none") or c in axes_of(measure)]
        ),
        st.just(measure),
        st.just(Cuts()),
    )
)
filters = st.sampled_from(
    [
        "",
        "town:ax",
        "-town:ax",
        "pillar:data",
        "status:approved..closed",
        "year:2024..2026",
        "section:operating",
        "certainty:secured",
        "lead:dsi",
    ]
)
spans = st.none() | st.tuples(st.integers(2019, 2026), st.integers(2026, 2033))


@settings(max_examples=15)
@given(workspaces(), requests, st.sampled_from(["-status:idea", "-portfolio:none", "-title"]))
def test_what_is_left_out_is_taken_from_the_kept_totals(drawn, request_, where):
    """The same cells, none that only the left out projects have, as from the facts of the chosen ones."""
    with written(files_of(drawn)) as root, view_of(root, where=where) as view, view_of(root, where=where) as plain:
        plain.left_out = None
        assert rollup(view, request_) == rollup(plain, request_)


@settings(max_examples=15)
@given(workspaces(), requests, st.sampled_from(["-status:idea", "lead:dsi", "section:operating", "cost:..2000"]))
def test_too_many_words_for_one_number_change_no_figure(drawn, request_, where):
    with written(files_of(drawn)) as root, view_of(root, where=where) as view, view_of(root, where=where) as plain:
        found = rollup(view, request_)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(packed, "_LIMIT", 0)
            assert rollup(plain, request_) == found


@settings(max_examples=40)
@given(st.data(), workspaces())
def test_a_roll_up_is_the_sum_of_its_lines(data, drawn):
    """Every cell of every axis, with filters, cuts, folded years, two currencies, twins, claimed ids and certainties."""
    facts = facts_of(drawn)
    with written(files_of(drawn)) as root:
        for _request in range(6):
            request, where = data.draw(requests), data.draw(filters)
            certainty = data.draw(st.sampled_from(["possible", "possible", "probable", "secured"]))
            if request.columns == "year":
                request = request._replace(cuts=request.cuts._replace(years=data.draw(spans)))
            if data.draw(st.booleans()):
                sections = (data.draw(st.sampled_from(words.SECTIONS)),)
                request = request._replace(cuts=request.cuts._replace(sections=sections))
            with view_of(root, where=where, certainty=certainty) as view:
                declared = sorted({key for town in drawn for key in town.departments})
                if declared and "department" in axes_of(request.measure) and data.draw(st.booleans()):
                    name = data.draw(st.sampled_from(declared))
                    request = request._replace(cuts=request.cuts._replace(departments=(name,)))
                sources = sorted({key for town in drawn for key in town.sources})
                if sources and "source" in axes_of(request.measure) and data.draw(st.booleans()):
                    name = data.draw(st.sampled_from(sources))
                    request = request._replace(cuts=request.cuts._replace(sources=(name,)))
                    facts_here = [f for f in facts if f.source != name or name in _town(drawn, f.town).sources]
                else:
                    facts_here = facts
                if request.cuts.departments:
                    name = request.cuts.departments[0]
                    facts_here = [
                        f for f in facts_here if f.department != name or name in _town(drawn, f.town).departments
                    ]
                chosen = {(view.names.town_key(p.town), p.key) for p in view.projects}
                own = [f for f in facts_here if (f.town, f.project) in chosen]
                own = cut(measured(own, request.measure), request.measure, request.cuts, certainty)
                assert_same(rollup(view, request), cells_of(own, request, several=len(drawn) > 1))


def _town(drawn, key):
    return next(town for town in drawn if town.key == key)


@settings(max_examples=25)
@given(workspaces(), filters, spans, st.sampled_from(["possible", "secured"]))
def test_every_axis_has_the_same_grand_total(drawn, where, years, certainty):
    with written(files_of(drawn)) as root, view_of(root, where=where, certainty=certainty) as view:
        for measure in ALL_MEASURES:
            cuts = Cuts() if measure == "net-cost" else Cuts(years=years)
            columns = "none" if measure == "net-cost" else "year"
            totals = {
                axis: [
                    (result.currency, result.total) for result in rollup(view, Request((axis,), columns, measure, cuts))
                ]
                for axis in axes_of(measure)
            }
            assert len({tuple(total) for total in totals.values()}) == 1, (measure, totals)


@settings(max_examples=15)
@given(workspaces(), st.randoms(use_true_random=False))
def test_the_order_of_files_and_projects_does_not_matter(drawn, random):
    """The same projects written in another order, in other files of the same portfolios, give the same figures."""
    requests = [Request((axis,), "year", "planned") for axis in axes_of("planned")] + [
        Request(("project",), "certainty", "net-cost")
    ]
    with written(files_of(drawn)) as root, view_of(root) as view:
        before = [rollup(view, request) for request in requests]
    shuffled = []
    for town in random.sample(drawn, len(drawn)):
        names = random.sample(sorted(town.portfolios), len(town.portfolios))
        portfolios = {name: (town.portfolios[name][0], _shuffled(town.portfolios[name][1], random)) for name in names}
        shuffled.append(town._replace(portfolios=portfolios))
    with written(files_of(shuffled)) as root, view_of(root) as view:
        assert [rollup(view, request) for request in requests] == before


def _shuffled(table, random):
    return {key: table[key] for key in random.sample(sorted(table), len(table))}


@settings(max_examples=25)
@given(workspaces(), filters)
def test_the_cost_by_project_is_what_stands_on_its_line(drawn, where):
    with written(files_of(drawn)) as root, view_of(root, where=where) as view:
        costs = {view.names.project_key(p.town, p.key): p.cost for p in view.projects}
        rows = {
            line.key[0]: line.total for one in rollup(view, Request(("project",), "year", "cost")) for line in one.lines
        }
        assert rows == {key: cost for key, cost in costs.items() if key in rows}
        assert not any(cost for key, cost in costs.items() if key not in rows)


@settings(max_examples=25)
@given(workspaces(), st.sampled_from(sorted(SURE)), filters)
def test_net_cost_is_cost_less_counted_grants(drawn, certainty, where):
    with written(files_of(drawn)) as root, view_of(root, where=where, certainty=certainty) as view:
        expected = defaultdict(int)
        for p in view.projects:
            expected[view.currency(p.town)] += p.cost
        for line in funding_lines(view):
            if line.source.kind == "grant" and counts(line, view.sure):
                expected[view.currency(line.project.town)] -= line.counted
        results = rollup(view, Request(("pillar",), "none", "net-cost"))
        assert {result.currency: result.total for result in results} == {c: expected[c] for c in view.currencies}
        each = rollup(view, Request(("town", "status"), "certainty", "net-cost"))
        assert {result.currency: result.totals[certainty] for result in each} == {
            c: expected[c] for c in view.currencies
        }
        assert all(result.total is None and line.total is None for result in each for line in result.lines)


@settings(max_examples=25)
@given(workspaces(), st.sampled_from(["department", "project", "status"]), filters)
def test_stages_stand_side_by_side(drawn, axis, where):
    facts = facts_of(drawn)
    request = Request((axis,), "stage")
    with written(files_of(drawn)) as root, view_of(root, where=where) as view:
        chosen = {(view.names.town_key(p.town), p.key) for p in view.projects}
        own = [f for f in facts if f.measure in words.STAGES and (f.town, f.project) in chosen]
        results = rollup(view, request)
        assert_same(results, cells_of(own, request, several=len(drawn) > 1))
        assert all(result.columns == words.STAGES for result in results)
        assert not is_additive(request)


BUDGET = "[@.budget.dsi.investment]\nplanned = { 2026 = 10 }\n[@.budget.voirie.investment]\nplanned = { 2026 = 1 }\n"
FUNDING = "[@.funding.dsil]\nstatus = 'awarded'\nawarded = 5\n[@.funding.autre]\nstatus = 'identified'\nrequested = 7\n"


@pytest.fixture
def twins(tmp_path):
    """Two towns with the very same files."""
    own = {"town.toml": TOWN, "x.toml": HEAD + project(more=BUDGET + FUNDING)}
    return make_workspace(tmp_path, {f"{town}/{path}": text for town in ("ax", "by") for path, text in own.items()})


def test_a_departments_cut_with_its_town_takes_that_town_only(twins):
    with view_of(twins) as view:
        for names, total in (
            (("dsi",), 2000),
            (("ax/dsi",), 1000),
            (("ax/dsi", "by/voirie"), 1100),
            (("by/dsi", "dsi"), 2000),
        ):
            (result,) = rollup(view, Request(("town",), "none", "planned", Cuts(departments=names)))
            assert result.total == total, names


def test_a_cut_and_a_filter_of_twins(twins):
    with view_of(twins, where="town:by") as view:
        (result,) = rollup(view, Request(("department",), "year", "planned", Cuts(departments=("ax/dsi", "by/voirie"))))
        assert [(line.key, line.total) for line in result.lines] == [(("by/voirie",), 100)]


def test_labels_name_the_town_once(twins):
    with view_of(twins) as view:
        labels = [line.label for line in rollup(view, Request(("project",)))[0].lines]
        assert labels == [("Projet a (Ville d'essai)",)] * 2
        labels = [line.label for line in rollup(view, Request(("town", "department")))[0].lines]
        assert labels[0] == ("Ville d'essai", "Systèmes d'information")


def test_sources_are_shared_by_towns(twins):
    with view_of(twins) as view:
        (result,) = rollup(view, Request(("source",), "none", "awarded"))
        assert [(line.key, line.label, line.total) for line in result.lines] == [(("dsil",), ("DSIL",), 1000)]


def test_an_undeclared_department_and_source_keep_their_money(workspace):
    text = HEAD + project(more=BUDGET.replace("voirie", "inconnue") + FUNDING)
    with view_of(workspace({"v/town.toml": TOWN, "v/x.toml": text})) as view:
        (result,) = rollup(view, Request(("department",)))
        assert [(line.key, line.total) for line in result.lines] == [(("dsi",), 1000), (("inconnue",), 100)]
        (result,) = rollup(view, Request(("source", "level"), "certainty", "requested"))
        assert [(line.key, line.total) for line in result.lines] == [(("autre", ""), 700)]
        assert view.names.source(view.projects[0].town, view.projects[0].lead).name == "dsi"


def test_departments_stand_in_the_order_of_town_toml(workspace):
    text = HEAD + project(more=BUDGET)
    town = TOWN.replace('[department.voirie]\nname = "Voirie"\n', "").replace(
        "[department.dsi]", "[department.voirie]\nname = 'V'\n[department.dsi]"
    )
    with view_of(workspace({"v/town.toml": town, "v/x.toml": text})) as view:
        assert [line.key for line in rollup(view, Request())[0].lines] == [("voirie",), ("dsi",)]


def test_years_are_shown_one_by_one_without_gaps(workspace):
    text = HEAD + project(
        more="[@.budget.dsi.investment]\nplanned = { 2024 = 1, 2027 = 2, undated = 4 }\npaid = { earlier = 1 }\n"
    )
    with view_of(workspace({"v/town.toml": TOWN, "v/x.toml": text})) as view:
        (result,) = rollup(view, Request())
        assert result.columns == ("2024", "2025", "2026", "2027", "undated")
        assert result.lines[0].blank == {"2025", "2026"}
        (result,) = rollup(view, Request(cuts=Cuts(years=(2025, 2026))))
        assert result.columns == ("earlier", "2025", "2026", "later", "undated")
        assert result.totals == {"earlier": 100, "2025": 0, "2026": 0, "later": 200, "undated": 400}
        (result,) = rollup(view, Request(measure="remaining"))
        assert result.columns[0] == "earlier"
        assert result.total == 600


def test_nothing_at_all(workspace):
    with view_of(workspace({"v/town.toml": TOWN})) as view:
        (result,) = rollup(view, Request())
        assert (result.lines, result.columns, result.total) == ((), (), 0)


def test_a_town_that_cannot_be_read_has_no_currency(workspace):
    files = {
        "v/town.toml": TOWN,
        "v/x.toml": HEAD + project(more=BUDGET),
        "w/town.toml": "format = ",
        "w/x.toml": HEAD + project(more=BUDGET),
    }
    with view_of(workspace(files)) as view:
        results = rollup(view, Request(("town",), "none"))
        assert [(result.currency, result.total) for result in results] == [("EUR", 1100), ("XXX", 1100)]
        assert results[1].lines[0].label == ("w",)


@pytest.mark.parametrize(
    ("request_", "message", "hint"),
    [
        (Request(("departement",)), "no axis “departement”", "department"),
        (Request(("department",), measure="plannd"), "no measure “plannd”", "planned"),
        (Request(("department",), "years"), "no columns “years”", "year"),
        (Request(("source",)), "planned has no axis “source”", ""),
        (Request(("department",), measure="received"), "received has no axis “department”", ""),
        (Request(("department",), "none", "net-cost"), "net-cost has no axis “department”", ""),
        (Request(("town",), "year", "net-cost"), "net-cost has the columns certainty and none", ""),
        (Request(("town",), "stage", "net-cost"), "net-cost has the columns certainty and none", ""),
        (
            Request(("town",), "none", "net-cost", Cuts(sections=("investment",))),
            "net-cost belongs to whole projects",
            "",
        ),
        (Request(("town",), "certainty"), "planned has no columns “certainty”", ""),
        (Request(("town",), "stage", "received"), "are the four stages of spending; received is not", ""),
        (Request(("town",), "stage", "available"), "available is not", ""),
        (Request(()), "rows are one axis, or two different ones", ""),
        (Request(("town", "town")), "rows are one axis, or two different ones", ""),
        (Request(("town", "lead", "status")), "rows are one axis, or two different ones", ""),
        (Request(cuts=Cuts(sources=("dsil",))), "planned can't be cut by source", ""),
        (
            Request(("source",), measure="received", cuts=Cuts(departments=("dsi",))),
            "received can't be cut by department",
            "",
        ),
        (Request(cuts=Cuts(sections=("investement",))), "no section “investement”", ""),
        (Request(cuts=Cuts(departments=("dsy",))), "no department “dsy”", "dsi"),
        (Request(("source",), measure="received", cuts=Cuts(sources=("dsill",))), "no source “dsill”", "dsil"),
    ],
)
def test_requests_that_make_no_sense(workspace, request_, message, hint):
    with view_of(workspace({"v/town.toml": TOWN})) as view, pytest.raises(UsageError) as error:
        rollup(view, request_)
    assert message in str(error.value)
    assert error.value.hint == hint


def test_ceilings_are_those_of_the_towns_asked_for(workspace):
    """Read once for every view of a snapshot, whichever towns each is of."""
    town = "format = 1\n[town]\nname = '{0}'\n[department.d]\nname = 'D'\nceiling.investment = {{ 2026 = 5 }}\n"
    root = workspace({f"{name}/town.toml": town.format(name) for name in ("ici", "la")})
    with open_workspace(str(root), None) as snapshot:
        one = View(snapshot, "2026-11-22", towns=("ici",))
        assert [use.key for use in ceilings(one)] == ["ici/d"]
        assert [use.key for use in ceilings(one.whole())] == ["ici/d", "la/d"]
        assert [use.key for use in ceilings(one)] == ["ici/d"]
