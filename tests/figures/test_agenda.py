"""The agenda: what is late first, then by day; each deadline of a line, and which of them was missed."""

import pytest
from towns import HALLE_FILES, K, view_of
from workspaces import make_workspace

from citydash.figures.agenda import Chosen, agenda, choose, chosen_events, months
from citydash.figures.funding import each_deadline, funding_lines, soon
from citydash.figures.summary import brief, summary
from citydash.model.words import AGENDA_KINDS, AGENDA_STATES

MORE = """\
[project.autre.funding]
feder = { status = "awarded", awarded = 50_000, spend_by = 2026-06-30, claim_by = 2027-02-28 }
dsil = { status = "awarded", awarded = 10_000, spend_by = 2026-03-31, claim_by = 2026-09-30 }
region = { status = "paid", awarded = 5_000, claim_by = 2026-01-31 }
banque = { status = "refused", requested = 5_000, claim_by = 2026-01-31 }
[project.autre.milestone]
etude = { title = "Étude", baseline = 2026-05-01, met = 2026-05-20 }
choix = { title = "Choix", baseline = 2026-07-01, due = 2026-12-30 }
visite = { title = "Visite", due = 2026-12-31 }
fin = { title = "Fin", due = 2026-02-01, cancelled = true }
"""


@pytest.fixture
def root(tmp_path):
    files = {**HALLE_FILES}
    files["essai/lieux.toml"] += MORE
    call = "call = { opens = 2026-12-31, closes = 2027-03-31 }\n[source.feder]"
    files["essai/town.toml"] = files["essai/town.toml"].replace("[source.feder]", call)
    return make_workspace(tmp_path / "work space", files)


def told(events):
    return [(e.kind, e.day, e.state) for e in events]


def test_late_first_then_by_day(root):
    with view_of(root) as view:  # on 2026-12-31
        assert told(agenda(view)) == [
            ("claim_by", "2026-09-30", "late"),
            ("milestone", "2026-12-30", "late"),
            ("milestone", "2026-02-01", "cancelled"),
            ("spend_by", "2026-03-31", "passed"),
            ("milestone", "2026-05-20", "met"),
            ("spend_by", "2026-06-30", "passed"),
            ("milestone", "2026-12-31", "planned"),
            ("spend_by", "2026-12-31", "planned"),
            ("opens", "2026-12-31", "planned"),
            ("claim_by", "2027-02-28", "planned"),
            ("closes", "2027-03-31", "planned"),
            ("milestone", "2027-09-30", "planned"),
            ("claim_by", "2028-12-31", "planned"),
        ]


def test_months_hold_every_event_once_in_order(root):
    with view_of(root) as view:
        events = agenda(view)
        found = months(events)
    assert [month.key for month in found] == [
        "", "2026-02", "2026-03", "2026-05", "2026-06", "2026-12", "2027-02", "2027-03", "2027-09", "2028-12",
    ]  # fmt: skip
    assert [event for month in found for event in month.events] == events
    assert months([]) == []


def test_what_can_be_chosen_splits_the_agenda(root):
    with view_of(root) as view:
        events = agenda(view)
        assert choose(events, "all", "all") == events
        assert sum(len(choose(events, kind, "all")) for kind in AGENDA_KINDS[1:]) == len(events)
        assert sum(len(choose(events, "all", state)) for state in ("open", "done")) == len(events)
        assert {e.state for e in choose(events, "all", "late")} == {"late"}
        assert set(AGENDA_STATES) == {"open", "late", "done", "all"}
        assert told(chosen_events(view, Chosen("deadlines", "open", 59))) == [
            ("claim_by", "2026-09-30", "late"),
            ("spend_by", "2026-12-31", "planned"),
            ("claim_by", "2027-02-28", "planned"),
        ]
        assert len(chosen_events(view, Chosen("deadlines", "open", 58))) == 2


def test_the_certainty_leaves_deadlines_out_and_a_filter_calls(root):
    with view_of(root, certainty="secured") as view:
        assert ("spend_by", "2026-12-31", "planned") not in told(agenda(view))  # FEDER of the halle is applied for
    with view_of(root, where="id:halle") as view:
        assert [e.kind for e in agenda(view)].count("closes") == 1
    with view_of(root, where="status:closed") as view:
        assert agenda(view) == []


def test_what_a_deadline_has_still_to_bring_in(root):
    with view_of(root) as view:
        found = {(e.line.line, e.kind): e.unreceived for e in agenda(view) if e.kind in ("spend_by", "claim_by")}
    assert found["dsil", "spend_by"] is None
    assert found["dsil", "claim_by"] in (10 * K, 300 * K)
    assert found["feder", "claim_by"] == 50 * K


@pytest.mark.parametrize("today", ["2026-05-15", "2026-07-01", "2026-12-31", "2027-03-01"])
def test_lists_of_funding_have_the_agendas_deadlines(root, today):
    with view_of(root, today) as view:
        events = chosen_events(view, Chosen("deadlines", "open", 90))
        lines = soon(each_deadline(funding_lines(view), today))
        assert {(f.line, f.deadline_of, f.deadline) for f in lines} == {(e.line.line, e.kind, e.day) for e in events}
        ahead = [e.day for e in events if e.state == "planned"]
        page = summary(view).ahead_deadlines
        assert [f.deadline for f in page] == ahead
        assert brief(view).ahead_deadlines == page


def test_both_deadlines_of_a_line_are_listed(root):
    with view_of(root, "2026-03-20") as view:
        found = [f for f in each_deadline(funding_lines(view), "2026-03-20") if f.line == "dsil"]
        assert [f.deadline for f in found if f.project.key == "autre"] == ["2026-03-31", "2026-09-30"]
