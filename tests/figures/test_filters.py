"""The filter language: every key, state, range, none, negation and quote; its errors; and that it never cuts amounts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from towns import files_of, view_of, workspaces, written
from workspaces import make_workspace

from citydash.errors import UsageError
from citydash.figures.filters import KEYS, STATES, parse
from citydash.figures.request import Request
from citydash.figures.rollup import rollup

TOWN = """\
format = 1
[town]
name = "Ville d'Été"
[department.dsi]
name = "Numérique"
ceiling.investment = { 2026 = 100 }
[department.voirie]
name = "Voirie"
[source.dsil]
name = "DSIL"
funder = "Préfecture"
level = "state"
kind = "grant"
[source.mecene]
name = "Mécène"
level = "private"
kind = "grant"
"""
CAPTEURS = """\
[portfolio]
title = "Capteurs"
pillar = "data"
[project.air]
title = "Qualité de l’air, école des Œillets"
status = "delivery"
lead = "dsi"
manager = "Chargée de mission"
tags = ["Santé", "pilote"]
codes = { operation = "2401", marche = "M-7" }
priority = 1
start = 2025-03-01
end = 2026-06-30
baseline = { end = 2026-03-31 }
progress = 0.35
authorisation = "ap-1"
review = { on = 2026-01-01, weather = "amber" }
data = { personal = true, dpia = "to-do" }
[project.air.budget.dsi.investment]
planned = { 2025 = 400_000, 2026 = 200_000.50 }
paid = { 2025 = 1000 }
[project.air.funding.dsil]
status = "awarded"
awarded = 100
[project.air.milestone]
pose = { title = "Pose", due = 2026-01-31 }
[project.eau]
title = "Télérelève de l'eau"
summary = "Compteurs [phase 2] d'eau"
status = "on-hold"
lead = "voirie"
start = 2026-09-15
end = 2027-12-31
baseline = { end = 2027-12-31 }
[project.eau.budget.voirie.operating]
planned = { later = 30 }
[project.eau.funding.mecene]
status = "identified"
expected = { 2026 = 30 }
"""
LIEUX = """\
[portfolio]
title = "Tiers-lieux"
pillar = "citizen"
[project.fab]
title = "Fab : lab"
status = "idea"
lead = "voirie"
priority = 5
[project.halle]
title = "Halle"
status = "closed"
lead = "dsi"
end = 2024-12-31
baseline = { end = 2025-01-31 }
[project.halle.budget.dsi.operating]
planned = { earlier = 5 }
"""
FILES = {"ete/town.toml": TOWN, "ete/capteurs.toml": CAPTEURS, "ete/lieux.toml": LIEUX}
ALL = ["air", "eau", "fab", "halle"]


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return make_workspace(tmp_path_factory.mktemp("filters") / "work space", FILES)


def chosen(root, where):
    with view_of(root, "2026-05-01", where) as view:
        return [p.key for p in view.projects]


CASES = [
    ("", ALL),
    ("   ", ALL),
    ("-", ALL),
    ('""', ALL),
    ("qualite", ["air"]),
    ("QUALITÉ air", ["air"]),
    ("oeillets", ["air"]),
    ("l'eau", ["eau"]),
    ("l’eau", ["eau"]),
    ("sante", ["air"]),
    ("2401", ["air"]),
    ("m-7", ["air"]),
    ("halle", ["halle"]),
    ("[phase", ["eau"]),
    ('"[phase 2]"', ["eau"]),
    ('"phase 3"', []),
    ("-eau", ["air", "fab", "halle"]),
    ('-"phase 2" -fab', ["air", "halle"]),
    (":", ["fab"]),
    ("town:ete", ALL),
    ('town:"ville d\'ete"', ALL),
    ("town:autre", []),
    ("portfolio:capteurs", ["air", "eau"]),
    ("pillar:data", ["air", "eau"]),
    ("pillar:citizen,data", ALL),
    ("department:dsi", ["air", "halle"]),
    ("department:none", ["fab"]),
    ("-department:none", ["air", "eau", "halle"]),
    ("department:none,voirie", ["eau", "fab"]),
    ("lead:voirie", ["eau", "fab"]),
    ("department:none,dsi", ["air", "fab", "halle"]),
    ("section:operating", ["eau", "halle"]),
    ("section:operating,investment", ["air", "eau", "halle"]),
    ("section:none", ["fab"]),
    ("-section:investment,none", ["eau", "halle"]),
    ("source:dsil", ["air"]),
    ("source:none", ["fab", "halle"]),
    ("funder:préfecture", ["air"]),
    ("funder:none", ["eau", "fab", "halle"]),
    ("level:private", ["eau"]),
    ("certainty:secured", ["air"]),
    ("certainty:possible,lost", ["eau"]),
    ("tag:pilote", ["air"]),
    ("tag:sante", ["air"]),
    ("tag:pil", []),
    ("-tag:pilote", ["eau", "fab", "halle"]),
    ("tag:none", ["eau", "fab", "halle"]),
    ("id:fab,halle", ["fab", "halle"]),
    ("code:2401", ["air"]),
    ("code:none", ["eau", "fab", "halle"]),
    ('manager:"chargee de mission"', ["air"]),
    ("authorisation:ap-1", ["air"]),
    ("weather:amber", ["air"]),
    ("weather:none", ["eau", "fab", "halle"]),
    ("dpia:to-do", ["air"]),
    ("status:delivery", ["air"]),
    ("Status:Delivery", ["air"]),
    ("status:approved..", ["air", "halle"]),
    ("status:..study", ["fab"]),
    ("status:idea..closed", ["air", "fab", "halle"]),
    ("-status:idea..closed", ["eau"]),
    ("status:on-hold", ["eau"]),
    ("status:on-hold,approved..closed", ["air", "eau", "halle"]),
    ("status:none", []),
    ("priority:1", ["air"]),
    ("priority:2..", ["fab"]),
    ("priority:none", ["eau", "halle"]),
    ("priority:none,1", ["air", "eau", "halle"]),
    ("cost:600k..", ["air"]),
    ("cost:600000.50", ["air"]),
    ("cost:600000,50", ["air"]),
    ("cost:600000,5", ["air"]),
    ('cost:"600 000.50"', ["air"]),
    ("cost:0.5M..1Md€", ["air"]),
    ("cost:..30", ["eau", "fab", "halle"]),
    ("cost:none", ["fab"]),
    ("paid:1000..", ["air"]),
    ("paid:none", ["eau", "fab", "halle"]),
    ("progress:30..40", ["air"]),
    ("progress:none", ["eau", "fab", "halle"]),
    ("slip:1..", ["air"]),
    ("slip:-31..0", ["eau", "halle"]),
    ("slip:none", ["fab"]),
    ("start:2025", ["air"]),
    ("start:2026-09", ["eau"]),
    ("start:2026-09-15", ["eau"]),
    ("start:2026-09-16..", []),
    ("start:..2026-09", ["air", "eau"]),
    ("start:none", ["fab", "halle"]),
    ("end:2026..", ["air", "eau"]),
    ("end:2024..2026-06", ["air", "halle"]),
    ("year:2025", ["air"]),
    ("year:..2024", ["halle"]),
    ("year:2027..", ["eau"]),
    ("year:later", ["eau"]),
    ("year:earlier", ["halle"]),
    ("year:undated", ["air"]),
    ("year:none", ["fab"]),
    ("year:..2024,2026", ["air", "eau", "halle"]),
    ("year:2025,2026,later", ["air", "eau"]),
    ("-year:2025..2026", ["fab", "halle"]),
    ("year:2030..2031,none", ["fab"]),
    ("is:late", ["air"]),
    ("is:at-risk", ["eau"]),
    ("is:over-ceiling", ["air"]),
    ("is:running", ["air"]),
    ("is:slipped", ["air"]),
    ("-is:slipped", ["eau", "fab", "halle"]),
    ("is:stale", []),
    ("is:late,at-risk", ["air", "eau"]),
    ("is:late is:at-risk", []),
    ("pillar:data -is:late", ["eau"]),
]


@pytest.mark.parametrize(("where", "expected"), CASES, ids=[repr(case[0]) for case in CASES])
def test_choice(root, where, expected):
    assert chosen(root, where) == expected


def test_every_key_and_state_is_tried():
    tried = " ".join(where for where, _expected in CASES).lower()
    assert [key for key in KEYS if f"{key}:" not in tried] == []
    assert [state for state in STATES if state not in tried] == []


@pytest.mark.parametrize(
    ("where", "message", "hint"),
    [
        ("statut:delivery", "“statut:” is unknown", "status"),
        ("status:delivered", "“status:delivered” is unknown", "delivery"),
        ("status:on-hold..closed", "“status:on-hold” is unknown", ""),
        ("status:aproved..closed", "“status:aproved” is unknown", "approved"),
        ("is:latte", "“is:latte” is unknown", "late"),
        ("is:none", "“is:none” is unknown", ""),
        ("weather:ambr", "“weather:ambr” is unknown", "amber"),
        ("--tag:x", "“-tag:” is unknown", "tag"),
        ("cost:beaucoup", "“cost:beaucoup” is not a number", ""),
        ("cost:..", "“cost:..” has no value", ""),
        ("cost:1..2..3", "is not a number", ""),
        ("tag:", "“tag:” has no value", ""),
        ("tag:,", "“tag:,” has no value", ""),
        ('is:""', "has no value", ""),
        ("start:hier", "“start:hier” is not a date", ""),
        ("start:2026-13", "“start:2026-13” is not a date", ""),
        ("start:2026-02-32", "is not a date", ""),
        ("year:26", "“year:26” is not a year", ""),
        ('"a b', 'a quote is not closed near “"a b”', ""),
        ('a b"c', 'a quote is not closed near “b"c”', ""),
    ],
)
def test_errors_name_what_is_wrong_and_the_nearest(where, message, hint):
    with pytest.raises(UsageError) as error:
        parse(where)
    assert message in str(error.value.message.format(**error.value.fields))
    assert error.value.hint == hint


def test_a_filter_keeps_its_text():
    assert parse("  a   tag:x ").text == "a tag:x"


@given(st.text(st.sampled_from('ab-:,." \tàé[k0159is\u202f'), max_size=30))
def test_any_text_is_a_filter_or_an_error(text):
    try:
        parsed = parse(text)
    except UsageError as error:
        assert str(error)  # noqa: PT017 - either is right
    else:
        assert all(term.key in ("", "is", *KEYS) for term in parsed.terms)


@settings(max_examples=25)
@given(workspaces(), st.sampled_from([where for where, _chosen in CASES if where.strip()]))
def test_a_filter_and_its_negation_share_out_the_projects(drawn, where):
    if len(parse(where).terms) != 1:
        return
    other = where[1:] if where.startswith("-") else f"-{where}"
    with written(files_of(drawn)) as root:
        found = []
        for text in (where, other, ""):
            with view_of(root, "2026-05-01", text) as view:
                found.append({(p.town, p.key): p.cost for p in view.projects})
                sums = {result.currency: result.total for result in rollup(view, Request(("project",)))}
                planned = dict.fromkeys(view.currencies, 0)
                for p in view.projects:
                    planned[view.currency(p.town)] += p.planned
                assert sums == planned  # amounts are never cut
        yes, no, every = found
        assert yes | no == every
        assert not set(yes) & set(no)
