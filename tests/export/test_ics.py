"""The calendar: read back by icalendar, the same UIDs for ever, folded and escaped, alarms only ahead."""

from collections import Counter
from datetime import date, timedelta

import pytest
from export_cases import DAY, EMPTY, TWO_TOWNS, VALOMBRE, made
from hostile import NAUGHTY, TEXTS, files_with, naughty
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from towns import view_of, written

from citydash.export.ics import escaped, folded
from citydash.figures.agenda import agenda
from citydash.figures.funding import funding_lines
from citydash.locale import Locale


def read(data):
    calendar = Calendar.from_ical(data)
    assert not [part.errors for part in calendar.walk() if getattr(part, "errors", None)]
    return calendar


def assert_is_in_form(data):
    """CR LF at each line's end, no line of more than 75 octets, no letter cut."""
    assert data.endswith(b"\r\n")
    lines = data.split(b"\r\n")
    assert not [line for line in lines if b"\n" in line or b"\r" in line or len(line) > 75]
    for line in lines:
        line.decode()


def test_every_event_of_the_agenda_is_there():
    with view_of(VALOMBRE, DAY) as view:
        data = made("ics", view).data
        events = agenda(view)
    assert_is_in_form(data)
    calendar = read(data)
    found = Counter(
        (event.decoded("dtstart").isoformat(), str(event["categories"].cats[0])) for event in calendar.walk("VEVENT")
    )
    words = {kind: Locale("fr").word("event", kind) for kind in ("milestone", "spend_by", "claim_by")}
    expected = Counter((event.day, words.get(event.kind)) for event in events if event.kind in words)
    assert {at: n for at, n in found.items() if at[1] in words.values()} == expected
    assert sum(found.values()) == len(events) > 150


def test_events_are_whole_days_and_say_what_they_are():
    with view_of(VALOMBRE, DAY, "id:gare-commune") as view:
        calendar = read(made("ics", view, "en").data)
    by_uid = {str(event["uid"]): event for event in calendar.walk("VEVENT")}
    event = by_uid["milestone.ouverture.gare-commune.99042@citydash"]
    assert event.decoded("dtstart") == date(2027, 5, 15)
    assert event.decoded("dtend") == date(2027, 5, 16)
    assert event.decoded("dtstamp").date() == date.fromisoformat(DAY)
    assert str(event["summary"]) == "Ouverture au public – La Gare commune, tiers-lieu du quartier de la gare"
    assert "Baseline: 15/12/2026 (+151 d)" in str(event["description"]).replace("\u00a0", " ")
    assert {"spend_by.feder.gare-commune.99042@citydash", "claim_by.feder.gare-commune.99042@citydash"} <= by_uid.keys()
    assert not [uid for uid in by_uid if "autofinancement" in uid]


def test_uids_stay_and_what_is_past_does_not_ring(workspace):
    moved = (
        TWO_TOWNS["ax/capteurs.toml"].replace("due = 2027-03-01", "due = 2027-09-01").replace("Mise en", "Remise en")
    )
    uids = []
    for text in (TWO_TOWNS["ax/capteurs.toml"], moved):
        root = workspace({"ax/town.toml": TWO_TOWNS["ax/town.toml"], "ax/capteurs.toml": text})
        for today in (DAY, "2030-01-01"):
            with view_of(root, today) as view:
                calendar = read(made("ics", view).data)
            uids.append(sorted(str(event["uid"]) for event in calendar.walk("VEVENT")))
            assert bool(calendar.walk("VALARM")) == (today == DAY)
    assert uids[0] == ["milestone.m.a.ax@citydash", "spend_by.dsil.a.ax@citydash"]
    assert all(one == uids[0] for one in uids)


def test_alarms_ring_at_nine_so_many_days_before():
    with view_of(VALOMBRE, DAY, "id:gare-commune") as view:
        calendar = read(made("ics", view).data)
    rings = {}
    for event in calendar.walk("VEVENT"):
        start = event.decoded("dtstart")
        rings[str(event["uid"]).partition(".99042")[0]] = [alarm.decoded("trigger") for alarm in event.walk("VALARM")]
        for alarm in event.walk("VALARM"):
            assert date.fromisoformat(DAY) <= start + timedelta(days=alarm.decoded("trigger") // timedelta(days=1))
    nine = timedelta(hours=9)
    assert rings["milestone.ouverture.gare-commune"] == [nine - timedelta(days=7)]
    assert rings["claim_by.feder.gare-commune"] == [nine - timedelta(days=days) for days in (90, 30, 7)]
    assert rings["milestone.etude.gare-commune"] == []


def test_towns_with_one_insee_code_keep_their_own_events(workspace):
    insee = {name: text.replace("[town]\n", '[town]\ninsee = "99042"\n') for name, text in TWO_TOWNS.items()}
    with view_of(workspace(insee), DAY) as view:
        calendar = read(made("ics", view).data)
    uids = [str(event["uid"]) for event in calendar.walk("VEVENT")]
    assert len({*uids}) == len(uids) == 4


def test_deadlines_that_no_longer_apply_are_counted(workspace):
    paid = TWO_TOWNS["ax/capteurs.toml"].replace('status = "awarded"', 'status = "paid"\nclaim_by = 2027-12-31')
    with view_of(workspace({"ax/town.toml": TWO_TOWNS["ax/town.toml"], "ax/capteurs.toml": paid}), DAY) as view:
        export = made("ics", view, "en")
    assert ("2 deadlines", "its funding line is settled or lost") in export.left_out
    (event,) = read(export.data).walk("VEVENT")
    assert event["uid"] == "milestone.m.a.ax@citydash"
    with view_of(VALOMBRE, DAY) as view:
        (counted,) = [one for one in made("ics", view, "en").left_out if "deadline" in one.what]
        days = sum(kind in f.dates for f in funding_lines(view) for kind in ("spend_by", "claim_by"))
        shown = sum(event.kind in ("spend_by", "claim_by") for event in agenda(view))
    assert counted.what == f"{days - shown} deadlines"


def test_an_empty_workspace_is_an_empty_calendar(workspace):
    with view_of(workspace(EMPTY), DAY) as view:
        data = made("ics", view).data
    assert_is_in_form(data)
    assert read(data).walk("VEVENT") == []


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=200))
def test_folding_loses_nothing(text):
    line = folded(f"SUMMARY:{escaped(text)}")
    assert all(len(part.encode()) <= 75 for part in line.split("\r\n"))
    assert line.replace("\r\n ", "") == f"SUMMARY:{escaped(text)}"


def check_hostile(texts):
    with written(files_with(texts)) as root, view_of(root, "2026-03-15") as view:
        data = made("ics", view).data
        titles = sorted(f"{event.title} – {event.project.title}" for event in agenda(view) if event.kind == "milestone")
    assert_is_in_form(data)
    calendar = read(data)
    assert {part.name for part in calendar.walk()} <= {"VCALENDAR", "VEVENT", "VALARM"}
    events = [event for event in calendar.walk("VEVENT") if str(event["uid"]).startswith("milestone.")]
    assert sorted(str(event["summary"]) for event in events) == titles
    assert {*calendar.walk("VEVENT")[0]} <= {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "CATEGORIES",
                                             "STATUS", "TRANSP"}  # fmt: skip


@settings(max_examples=15)
@given(st.lists(TEXTS | st.sampled_from(["a\\nEND:VEVENT", "x;y,z:\\", ":;", "BEGIN:VEVENT"]), min_size=1, max_size=4))
def test_no_text_breaks_out(texts):
    check_hostile(texts)


@pytest.mark.skipif(not NAUGHTY.exists(), reason="the big list of naughty strings isn't beside this repository")
def test_no_naughty_string_breaks_out():
    check_hostile(naughty())
