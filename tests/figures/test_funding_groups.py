"""Groups of funding lines and plans of all projects, held to the roll-ups that are summed elsewhere."""

from hypothesis import given, settings
from towns import HALLE_FILES, K, files_of, view_of, workspaces, written
from workspaces import make_workspace

from citydash.figures.funding import at_certainty, by_deadline, by_risk, funding_lines, next_deadline
from citydash.figures.funding_groups import GROUPINGS, bundles, grand_total, grouped
from citydash.figures.netcost import plan_of, plans
from citydash.figures.request import NET_COST, Request
from citydash.figures.rollup import rollup
from citydash.figures.view import SURE
from citydash.model.words import MONEY_IN


@settings(max_examples=25)
@given(workspaces())
def test_groups_are_the_rollups_at_every_certainty(drawn):
    with written(files_of(drawn)) as root:
        for certainty in SURE:
            with view_of(root, certainty=certainty) as view:
                some = bundles(view, at_certainty(view, funding_lines(view)))
                for measure in MONEY_IN:
                    for by in GROUPINGS:
                        for block in rollup(view, Request((by,), "none", measure)):
                            expected = {line.key[0]: line.total for line in block.lines if line.total}
                            totals = {g.total.key: getattr(g.total, measure) for g in grouped(some, by, block.currency)}
                            assert {key: cents for key, cents in totals.items() if cents} == expected
                            assert getattr(grand_total(some, block.currency), measure) == block.total


@settings(max_examples=25)
@given(workspaces())
def test_the_plan_of_all_is_the_sum_of_the_projects_plans(drawn):
    with written(files_of(drawn)) as root, view_of(root) as view:
        lines = funding_lines(view)
        found = plans(view, lines)
        for certainty, sure in SURE.items():
            for currency in view.currencies:
                own = [p for p in view.projects if view.currency(p.town) == currency]
                each = [plan_of(view, p, [line for line in lines if line.project == p], sure) for p in own]
                plan = found[currency][certainty]
                for name in ("cost", "grants", "loans", "other", "net_cost", "own_funding", "net_of_refund"):
                    assert getattr(plan, name) == sum(getattr(one, name) for one in each), name
        nets = {block.currency: block.totals for block in rollup(view, Request(("project",), "certainty", NET_COST))}
        for currency, by_certainty in found.items():
            assert {name: plan.net_cost for name, plan in by_certainty.items()} == nets[currency]


def test_a_group_unfolds_into_the_lines_it_sums(tmp_path):
    with view_of(make_workspace(tmp_path / "halle", HALLE_FILES)) as view:
        for by in GROUPINGS:
            for group in grouped(bundles(view, funding_lines(view)), by, "EUR"):
                lines = group.lines()
                assert group.total.counted == sum(line.counted for line in lines)
                assert [line.counted for line in lines] == sorted((line.counted for line in lines), reverse=True)


def test_of_a_lost_line_only_what_came_is_money_below_possible(tmp_path):
    files = {**HALLE_FILES}
    files["essai/lieux.toml"] += (
        "[project.autre.funding.dsil]\n"
        'status = "lapsed"\nrequested = 90_000\nawarded = 80_000\nreceived = { 2025 = 7_000 }\n'
    )
    root = make_workspace(tmp_path / "halle", files)
    found = {}
    for certainty in SURE:
        with view_of(root, certainty=certainty) as view:
            lines = at_certainty(view, funding_lines(view))
            total = grouped(bundles(view, lines), "source", "EUR")[0].total
            found[certainty] = (total.requested // K, total.awarded // K, total.received // K, total.counted // K)
    assert found == {
        "possible": (410, 380, 7, 307),
        "probable": (320, 300, 7, 307),
        "secured": (320, 300, 7, 307),
    }


def test_the_next_deadline_is_named():
    dates = {"spend_by": "2026-10-01", "claim_by": "2027-03-31"}
    assert next_deadline(dates, "awarded", "2026-09-30") == "spend_by"
    assert next_deadline(dates, "awarded", "2026-10-01") == "spend_by"
    assert next_deadline(dates, "awarded", "2026-10-02") == "claim_by"
    assert next_deadline(dates, "part-paid", "2028-01-01") == "claim_by"
    assert next_deadline({"spend_by": "2026-10-01"}, "applied", "2028-01-01") == "spend_by"
    assert next_deadline(dict.fromkeys(dates, "2027-01-01"), "awarded", "2026-01-01") == "claim_by"
    assert next_deadline(dates, "paid", "2026-09-30") == next_deadline(dates, "refused", "2026-09-30") == ""
    assert next_deadline({"awarded_on": "2026-01-01"}, "awarded", "2026-09-30") == ""


def test_deadlines_in_order_and_the_most_at_risk_first(tmp_path):
    with view_of(make_workspace(tmp_path / "halle", HALLE_FILES), "2027-06-01") as view:
        lines = funding_lines(view)
        assert [(line.line, line.days_left) for line in by_deadline(lines)] == [("feder", -152), ("dsil", 579)]
        assert [(line.line, line.at_risk // K, line.reason) for line in by_risk(lines)] == [
            ("feder", 200, "not-secured")
        ]
        assert lines[0].unreceived == 300 * K
