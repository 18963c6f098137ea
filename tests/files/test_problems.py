"""Every problem code is provoked, with its path, key, arguments and hint; nothing else is said."""

import os

import pytest
from workspaces import HEAD, TOWN, Seen, check, project

from citydash.files.advice import advice
from citydash.files.parse import ParseFault, loads
from citydash.files.problems import RULES, nearest
from citydash.files.validate import EXPECTED, WRITTEN
from citydash.locale import Locale
from citydash.locale.vocabulary import LABELS
from citydash.model import words

TEXT, NUMBER, FINITE, BOOLEAN, DATE, TABLE, LIST = EXPECTED
INSEE, SIRET, CURRENCY, LANGUAGE, YEAR = WRITTEN
BUDGET = "[@.budget.dsi.investment]\n"
AT = ("project", "a")


def one(text: str, **files: str) -> dict[str, str]:
    """A town of one portfolio, with the header and `text`."""
    return {"v/town.toml": TOWN, "v/x.toml": HEAD + text, **files}


def town(text: str) -> dict[str, str]:
    return {"v/town.toml": text}


CASES = {
    "unparsable": (
        one("[project.a]\ntitle = \n"),
        [
            Seen(
                "v/x.toml",
                "unparsable",
                (),
                {
                    "detail": "string values must be quoted, expected literal string",
                    "advice": "the value is missing after =",
                },
            )
        ],
    ),
    "conflict": (
        one(
            project(
                more=BUDGET + "<<<<<<< HEAD\nplanned = { 2026 = 1 }\n=======\nplanned = { 2026 = 2 }\n>>>>>>> theirs\n"
            )
        ),
        [Seen("v/x.toml", "conflict")],
    ),
    "conflict, Windows line ends": (one("<<<<<<< HEAD\r\n=======\r\n>>>>>>> b\r\n"), [Seen("v/x.toml", "conflict")]),
    "conflict in town.toml": (town(TOWN + "<<<<<<< HEAD\n"), [Seen("v/town.toml", "conflict")]),
    "bom": ({"v/town.toml": TOWN, "v/x.toml": "\ufeff" + HEAD}, [Seen("v/x.toml", "bom")]),
    "bom in town.toml": (town("\ufeff" + TOWN), [Seen("v/town.toml", "bom")]),
    "encoding": (
        {"v/town.toml": TOWN, "v/x.toml": (HEAD + "# été").encode("latin-1")},
        [Seen("v/x.toml", "encoding", (), {"byte": "0xE9"})],
    ),
    "encoding in UTF-16": (
        {"v/town.toml": TOWN.encode("utf-16")},
        [Seen("v/town.toml", "encoding", (), {"byte": "0xFF"})],
    ),
    "too-deep": (one(f"x = {'[' * 200}{']' * 200}"), [Seen("v/x.toml", "too-deep", (), {"limit": 32})]),
    "bad-name of a file": (
        {"v/town.toml": TOWN, "v/Été.toml": ""},
        [Seen("v/Été.toml", "bad-name", (), {"name": "Été"})],
    ),
    "bad-name of a town": ({"Le Mans/town.toml": TOWN}, [Seen("Le Mans", "bad-name", (), {"name": "Le Mans"})]),
    "bad-name of a portfolio": (
        {"v/town.toml": TOWN, "v/X/portfolio.toml": HEAD},
        [Seen("v/X", "bad-name", (), {"name": "X"})],
    ),
    "bad-name of a project file": (
        {"v/town.toml": TOWN, "v/x/portfolio.toml": HEAD, "v/x/A b.toml": ""},
        [Seen("v/x/A b.toml", "bad-name", (), {"name": "A b"})],
    ),
    "bad-name of a project": (
        one(project('"É"', title="'x'")),
        [Seen("v/x.toml", "bad-name", ("project", "É"), {"name": "É"})],
    ),
    "bad-name of a line": (
        one(project(more="[@.milestone]\nA = { title = 'x', due = 2026-01-01 }\n")),
        [Seen("v/x.toml", "bad-name", (*AT, "milestone", "A"), {"name": "A"})],
    ),
    "bad-name in a list": (
        one(project(depends_on='["b c", "B"]') + project("b")),
        [
            Seen("v/x.toml", "bad-name", (*AT, "depends_on"), {"name": "B"}),
            Seen("v/x.toml", "bad-name", (*AT, "depends_on"), {"name": "b c"}),
        ],
    ),
    "bad-name of 65 letters": (
        one(project("a" * 65)),
        [Seen("v/x.toml", "bad-name", ("project", "a" * 65), {"name": "a" * 65})],
    ),
    "reserved-name of a file": (
        {"v/town.toml": TOWN, "v/portfolio.toml": HEAD},
        [Seen("v/portfolio.toml", "reserved-name", (), {"name": "portfolio"})],
    ),
    "reserved-name of a folder": (
        {"v/town.toml": TOWN, "v/town/a.toml": project(), "v/portfolio/a.toml": project()},
        [
            Seen("v/portfolio", "reserved-name", (), {"name": "portfolio"}),
            Seen("v/town", "reserved-name", (), {"name": "town"}),
        ],
    ),
    "portfolio-twice": (
        one(project(), **{"v/x/portfolio.toml": HEAD, "v/x/b.toml": project("b")}),
        [Seen("v/x.toml", "portfolio-twice", (), {"name": "x"})],
    ),
    "nested-town": (one("", **{"v/w/town.toml": TOWN, "v/w/x.toml": HEAD}), [Seen("v/w/town.toml", "nested-town")]),
    "misplaced-file": (
        {"v/town.toml": TOWN, "v/x/portfolio.toml": HEAD, "v/x/2026/a.toml": project(), "v/x/2026/y/z/b.toml": ""},
        [Seen("v/x/2026/a.toml", "misplaced-file"), Seen("v/x/2026/y/z/b.toml", "misplaced-file")],
    ),
    "newer-format": (
        {"v/town.toml": TOWN.replace("format = 1", "format = 2\nnew = 1"), "v/x.toml": HEAD + project(lead='"nobody"')},
        [Seen("v/town.toml", "newer-format", ("format",), {"format": "2", "known": 1})],
    ),
    "duplicate-town": (
        {"n/v/town.toml": TOWN, "s/v/town.toml": TOWN, "s/v/x.toml": HEAD + project(lead='"nobody"')},
        [
            Seen("n/v/town.toml", "duplicate-town", (), {"name": "v", "others": "s/v"}),
            Seen("s/v/town.toml", "duplicate-town", (), {"name": "v", "others": "n/v"}),
        ],
    ),
    "duplicate-project": (
        one(project(), **{"v/y.toml": HEAD + project(title='"autre"'), "v/z.toml": HEAD + project()}),
        [
            Seen("v/x.toml", "duplicate-project", AT, {"name": "a", "others": "v/y.toml, v/z.toml"}),
            Seen("v/y.toml", "duplicate-project", AT, {"name": "a", "others": "v/x.toml, v/z.toml"}),
            Seen("v/z.toml", "duplicate-project", AT, {"name": "a", "others": "v/x.toml, v/y.toml"}),
        ],
    ),
    "duplicate-portfolio": (
        {"v/town.toml": TOWN, "v/x/portfolio.toml": HEAD, "v/x/a.toml": HEAD + project()},
        [
            Seen("v/x/a.toml", "duplicate-portfolio", ("portfolio",), {"name": "x", "others": "v/x/portfolio.toml"}),
            Seen("v/x/portfolio.toml", "duplicate-portfolio", ("portfolio",), {"name": "x", "others": "v/x/a.toml"}),
        ],
    ),
    "missing-portfolio in a folder": (
        {"v/town.toml": TOWN, "v/x/b.toml": project("b"), "v/x/a.toml": project()},
        [Seen("v/x/a.toml", "missing-portfolio", (), {"name": "x"})],
    ),
    "missing-portfolio in a file": (
        {"v/town.toml": TOWN, "v/x.toml": project(status='"cancelled"', more=BUDGET + "planned = { 2026 = 1 }")},
        [
            Seen("v/x.toml", "cancelled-planned", (*AT, "status"), {"planned": 100, "paid": 0}),
            Seen("v/x.toml", "missing-portfolio", (), {"name": "x"}),
        ],
    ),
    "missing-portfolio in a town that ends with its name": (
        {"ville-x/town.toml": TOWN, "ville-x/x.toml": project(), "ville-x/portfolio.toml": HEAD},
        [
            Seen("ville-x/portfolio.toml", "reserved-name", (), {"name": "portfolio"}),
            Seen("ville-x/x.toml", "missing-portfolio", (), {"name": "x"}),
        ],
    ),
    "unknown-key": (
        one(project(titel='"x"')),
        [Seen("v/x.toml", "unknown-key", (*AT, "titel"), {"name": "titel"}, "title")],
    ),
    "unknown-key far from any": (
        one(project(zzz="1")),
        [Seen("v/x.toml", "unknown-key", (*AT, "zzz"), {"name": "zzz"})],
    ),
    "unknown-key below ids": (
        one(
            project(
                more="[@.budget.dsi.investment]\nplaned = { 2026 = 1 }\n[@.funding.dsil]\nstatus = 'applied'\nrecieved = { 2026 = 1 }\n"
            )
        ),
        [
            Seen(
                "v/x.toml", "unknown-key", (*AT, "budget", "dsi", "investment", "planed"), {"name": "planed"}, "planned"
            ),
            Seen("v/x.toml", "unknown-key", (*AT, "funding", "dsil", "recieved"), {"name": "recieved"}, "received"),
        ],
    ),
    "unknown-key for a finer line": (
        one(project(more="[@.budget.dsi.investment.works]\nplanned = { 2026 = 1 }\n")),
        [Seen("v/x.toml", "unknown-key", (*AT, "budget", "dsi", "investment", "works"), {"name": "works"})],
    ),
    "unknown-key in town.toml": (
        town(TOWN + "[departement.x]\nname = 'X'\n"),
        [Seen("v/town.toml", "unknown-key", ("departement",), {"name": "departement"}, "department")],
    ),
    "unknown-key in a department": (
        town(TOWN + "[department.x]\nname = 'X'\nceilings = 1\n"),
        [Seen("v/town.toml", "unknown-key", ("department", "x", "ceilings"), {"name": "ceilings"}, "ceiling")],
    ),
    "unknown-key in a file of projects": (
        {"v/town.toml": TOWN, "v/x/portfolio.toml": HEAD, "v/x/a.toml": "[projet.b]\ntitle = 'b'\n" + project()},
        [Seen("v/x/a.toml", "unknown-key", ("projet",), {"name": "projet"}, "project")],
    ),
    "unknown-key beside a header": (
        {"v/town.toml": TOWN, "v/x.toml": "portfolios = 1\n" + HEAD},
        [Seen("v/x.toml", "unknown-key", ("portfolios",), {"name": "portfolios"}, "portfolio")],
    ),
    "unknown-key with a control character": (
        one(project(more='"\\u001b[2J" = 1\n')),
        [Seen("v/x.toml", "unknown-key", (*AT, "\\u001b[2J"), {"name": "\\u001b[2J"})],
    ),
    "missing-key": (
        one(project(title="", lead="")),
        [Seen("v/x.toml", "missing-key", (*AT, k), {"name": k}) for k in ("lead", "title")],
    ),
    "missing-key of a line": (
        one(project(more="[@.funding.dsil]\nrequested = 1\n[@.milestone]\nm = { due = 2026-01-01 }")),
        [
            Seen("v/x.toml", "missing-key", (*AT, "funding", "dsil", "status"), {"name": "status"}),
            Seen("v/x.toml", "missing-key", (*AT, "milestone", "m", "title"), {"name": "title"}),
        ],
    ),
    "missing-key of a portfolio": (
        {"v/town.toml": TOWN, "v/x.toml": "[portfolio]\ntitle = 'X'\n" + project()},
        [Seen("v/x.toml", "missing-key", ("portfolio", "pillar"), {"name": "pillar"})],
    ),
    "missing-key of a town": (
        town("[department.x]\nname = 'X'\n"),
        [
            Seen("v/town.toml", "missing-key", ("format",), {"name": "format"}),
            Seen("v/town.toml", "missing-key", ("town",), {"name": "town"}),
        ],
    ),
    "missing-key of an empty town.toml": (
        town(""),
        [
            Seen("v/town.toml", "missing-key", ("format",), {"name": "format"}),
            Seen("v/town.toml", "missing-key", ("town",), {"name": "town"}),
        ],
    ),
    "missing-key of a source, whose lines aren't named again": (
        {
            "v/town.toml": TOWN + "[source.s]\nname = 'S'\nkind = 'grant'\n",
            "v/x.toml": HEAD + project(more="[@.funding.s]\nstatus = 'applied'\n"),
        },
        [Seen("v/town.toml", "missing-key", ("source", "s", "level"), {"name": "level"})],
    ),
    "wrong-type, text": (
        one(project(title="3")),
        [Seen("v/x.toml", "wrong-type", (*AT, "title"), {"expected": TEXT})],
    ),
    "wrong-type, word": (
        one(project(status="3")),
        [Seen("v/x.toml", "wrong-type", (*AT, "status"), {"expected": TEXT})],
    ),
    "wrong-type, amounts": (
        one(
            project(
                more=BUDGET
                + 'planned = { 2024 = "12", 2025 = 2026-01-01, 2026 = true, 2027 = [1], 2028 = { int = 1 } }\n'
            )
        ),
        [
            Seen(
                "v/x.toml",
                "wrong-type",
                (*AT, "budget", "dsi", "investment", "planned", str(y)),
                {"expected": NUMBER},
            )
            for y in range(2024, 2029)
        ],
    ),
    "wrong-type, a department called int": (
        one(project(more='[@.budget.int.investment]\nplanned = { 2026 = "x" }\n')),
        [
            Seen(
                "v/x.toml",
                "wrong-type",
                (*AT, "budget", "int", "investment", "planned", "2026"),
                {"expected": NUMBER},
            )
        ],
    ),
    "wrong-type, inf and nan": (
        one(project(more=BUDGET + "voted = { 2025 = inf, 2026 = nan }\n")),
        [
            Seen(
                "v/x.toml",
                "wrong-type",
                (*AT, "budget", "dsi", "investment", "voted", y),
                {"expected": FINITE},
            )
            for y in ("2025", "2026")
        ],
    ),
    "wrong-type, dates": (
        one(
            project(
                start="'2026-01-01'",
                end="2026-01-01T10:00:00+02:00",
                baseline="{ start = 2026-01-01 00:00:00, end = 10:00:00 }",
            )
        ),
        [
            Seen("v/x.toml", "wrong-type", (*AT, *k), {"expected": DATE})
            for k in (("baseline", "end"), ("baseline", "start"), ("end",), ("start",))
        ],
    ),
    "wrong-type, whole numbers": (
        one(project(priority="1.5")),
        [Seen("v/x.toml", "wrong-type", (*AT, "priority"), {"expected": NUMBER})],
    ),
    "wrong-type, true or false": (
        town(TOWN.replace("[department.dsi]", "invented = 1\n[department.dsi]")),
        [Seen("v/town.toml", "wrong-type", ("town", "invented"), {"expected": BOOLEAN})],
    ),
    "wrong-type, list": (
        one(project(tags='"x"')),
        [Seen("v/x.toml", "wrong-type", (*AT, "tags"), {"expected": LIST})],
    ),
    "wrong-type, table": (
        one(project(budget="3")),
        [Seen("v/x.toml", "wrong-type", (*AT, "budget"), {"expected": TABLE})],
    ),
    "wrong-type, project": (
        {"v/town.toml": TOWN, "v/x.toml": "project = 3\n" + HEAD},
        [Seen("v/x.toml", "wrong-type", ("project",), {"expected": TABLE})],
    ),
    "wrong-type, a list of projects": (
        {"v/town.toml": TOWN, "v/x.toml": HEAD + "[[project]]\ntitle = 'x'\n"},
        [Seen("v/x.toml", "wrong-type", ("project",), {"expected": TABLE})],
    ),
    "wrong-type, one project": (
        {"v/town.toml": TOWN, "v/x.toml": "project.a = 3\n" + HEAD},
        [Seen("v/x.toml", "wrong-type", AT, {"expected": TABLE})],
    ),
    "wrong-type, format": (
        town(TOWN.replace("format = 1", "format = '1'")),
        [Seen("v/town.toml", "wrong-type", ("format",), {"expected": NUMBER})],
    ),
    "unknown-word": (
        one(project(status='"delivry"')),
        [
            Seen(
                "v/x.toml",
                "unknown-word",
                (*AT, "status"),
                {
                    "value": "delivry",
                    "expected": "idea, study, arbitration, approved, tender, delivery, acceptance, operation, closed, on-hold, cancelled",
                },
                "delivery",
            )
        ],
    ),
    "unknown-word, pillar": (
        {"v/town.toml": TOWN, "v/x.toml": HEAD.replace("data", "donnees")},
        [
            Seen(
                "v/x.toml",
                "unknown-word",
                ("portfolio", "pillar"),
                {"value": "donnees", "expected": "data, citizen"},
                "data",
            )
        ],
    ),
    "out-of-range, format": (
        town(TOWN.replace("format = 1", "format = 0")),
        [Seen("v/town.toml", "out-of-range", ("format",), {"expected": "≥ 1"})],
    ),
    "bad-text": (
        one(project(title=r'"a\u001b[2Jb"', summary='"""deux\nlignes"""', manager='"\u202egnp"')),
        [
            Seen("v/x.toml", "bad-text", (*AT, "manager"), {"character": "U+202E"}),
            Seen("v/x.toml", "bad-text", (*AT, "summary"), {"character": "U+000A"}),
            Seen("v/x.toml", "bad-text", (*AT, "title"), {"character": "U+001B"}),
        ],
    ),
    "bad-text in a tag": (
        one(project(tags=r'["a", "\u009b"]')),
        [Seen("v/x.toml", "bad-text", (*AT, "tags"), {"character": "U+009B"})],
    ),
    "empty-text": (one(project(title='""')), [Seen("v/x.toml", "empty-text", (*AT, "title"))]),
    "empty-table, project": (one("[project.a]\n"), [Seen("v/x.toml", "empty-table", AT)]),
    "empty-table, all projects": (one("[project]\n"), [Seen("v/x.toml", "empty-table", ("project",))]),
    "empty-table, budget": (
        one(project(more="[@.budget.dsi]\n[@.budget.voirie.operating]\n[@.baseline]\n[@.data]\n")),
        [
            Seen("v/x.toml", "empty-table", (*AT, *k))
            for k in (("baseline",), ("budget", "dsi"), ("budget", "voirie", "operating"), ("data",))
        ],
    ),
    "empty-table, lines": (
        one(project(more=BUDGET + "planned = {}\n[@.funding.dsil]\n[@.milestone.m]\n[@.risk]\n")),
        [
            Seen("v/x.toml", "empty-table", (*AT, *k))
            for k in (("budget", "dsi", "investment", "planned"), ("funding", "dsil"), ("milestone", "m"), ("risk",))
        ],
    ),
    "empty-table in town.toml": (
        town(
            TOWN
            + "[department.x]\n[department.voirie.ceiling]\n[source.dsil.call]\n[authorisation.ap-2]\n[rule]\n[authorisation.ap-1.vote]\n"
        ),
        [
            Seen("v/town.toml", "empty-table", k)
            for k in (
                ("authorisation", "ap-1", "vote"),
                ("authorisation", "ap-2"),
                ("department", "voirie", "ceiling"),
                ("department", "x"),
                ("rule",),
                ("source", "dsil", "call"),
            )
        ],
    ),
    "empty-table, town": (town("format = 1\n[town]\n"), [Seen("v/town.toml", "empty-table", ("town",))]),
    "out-of-range": (
        one(
            project(
                priority="6",
                more=BUDGET
                + "planned = { 2026 = -1, 2027 = 10_000_000_000_001 }\nvoted = { 2026 = -1e300 }\n[@.location]\nlat = 90.5\nlon = -181\n",
            )
        ),
        [
            Seen(
                "v/x.toml", "out-of-range", (*AT, "budget", "dsi", "investment", "planned", "2026"), {"expected": "≥ 0"}
            ),
            Seen(
                "v/x.toml",
                "out-of-range",
                (*AT, "budget", "dsi", "investment", "planned", "2027"),
                {"expected": "≤ 10000000000000"},
            ),
            Seen(
                "v/x.toml",
                "out-of-range",
                (*AT, "budget", "dsi", "investment", "voted", "2026"),
                {"expected": "≥ -10000000000000"},
            ),
            Seen("v/x.toml", "out-of-range", (*AT, "location", "lat"), {"expected": "≤ 90"}),
            Seen("v/x.toml", "out-of-range", (*AT, "location", "lon"), {"expected": "≥ -180"}),
            Seen("v/x.toml", "out-of-range", (*AT, "priority"), {"expected": "≤ 5"}),
        ],
    ),
    "out-of-range, dates": (
        one(project(start="1899-12-31", end="2200-01-01")),
        [
            Seen("v/x.toml", "out-of-range", (*AT, "end"), {"expected": "≤ 2199-12-31"}),
            Seen("v/x.toml", "out-of-range", (*AT, "start"), {"expected": "≥ 1900-01-01"}),
        ],
    ),
    "out-of-range, ways of writing": (
        town(
            TOWN.replace(
                "[department.dsi]",
                'insee = "2C001"\nsiret = "٣١٩٩٠٠٤٢٠٠٠٠١٥"\ncurrency = "Euro"\nlanguage = "FR"\nfiscal_year_start = 13\n[department.dsi]',
            )
        ),
        [
            Seen("v/town.toml", "out-of-range", ("town", "currency"), {"expected": CURRENCY}),
            Seen("v/town.toml", "out-of-range", ("town", "fiscal_year_start"), {"expected": "≤ 12"}),
            Seen("v/town.toml", "out-of-range", ("town", "insee"), {"expected": INSEE}),
            Seen("v/town.toml", "out-of-range", ("town", "language"), {"expected": LANGUAGE}),
            Seen("v/town.toml", "out-of-range", ("town", "siret"), {"expected": SIRET}),
        ],
    ),
    "decimals": (
        one(project(progress="0.1234567", more=BUDGET + "paid = { 2026 = 1.005 }\n")),
        [
            Seen("v/x.toml", "decimals", (*AT, "budget", "dsi", "investment", "paid", "2026"), {"places": 2}),
            Seen("v/x.toml", "decimals", (*AT, "progress"), {"places": 6}),
        ],
    ),
    "bad-year": (
        one(project(more=BUDGET + "planned = { 226 = 1, undatd = 1, 1989 = 1, 2101 = 1, 2026 = 1 }\n")),
        [
            Seen("v/x.toml", "bad-year", (*AT, "budget", "dsi", "investment", "planned", y), {"name": y}, hint)
            for y, hint in (("1989", ""), ("2101", ""), ("226", ""), ("undatd", "undated"))
        ],
    ),
    "out-of-range, ceilings without a year": (
        town(TOWN + "[department.x]\nname = 'X'\nceiling.investment = { later = 1 }\n"),
        [
            Seen(
                "v/town.toml",
                "out-of-range",
                ("department", "x", "ceiling", "investment", "later"),
                {"expected": YEAR},
            )
        ],
    ),
    "rate-above-one": (
        one(project(progress="35", vat_refund_share="-0.1")),
        [
            Seen("v/x.toml", "rate-above-one", (*AT, "progress")),
            Seen("v/x.toml", "rate-above-one", (*AT, "vat_refund_share")),
        ],
    ),
    "rate-above-one in town.toml": (
        town(TOWN + "[rule]\nown_share_min = 20\n"),
        [Seen("v/town.toml", "rate-above-one", ("rule", "own_share_min"))],
    ),
    "bad-siret": (
        town(TOWN.replace("[department.dsi]", 'siret = "21990042000016"\n[department.dsi]')),
        [Seen("v/town.toml", "bad-siret", ("town", "siret"), {"value": "21990042000016"})],
    ),
    "bad-siret of a funder": (
        town(TOWN.replace("[source.dsil]", '[source.dsil]\nsiret = "17990001400013"')),
        [Seen("v/town.toml", "bad-siret", ("source", "dsil", "siret"), {"value": "17990001400013"})],
    ),
    "dates-order": (
        one(project(start="2026-01-02", end="2026-01-01", baseline="{ start = 2026-01-02, end = 2026-01-01 }")),
        [
            Seen("v/x.toml", "dates-order", (*AT, "baseline", "end"), {"first": "start", "last": "end"}),
            Seen("v/x.toml", "dates-order", (*AT, "end"), {"first": "start", "last": "end"}),
        ],
    ),
    "dates-order of a call": (
        town(TOWN + "[source.dsil.call]\nopens = 2026-03-31\ncloses = 2026-01-10\n"),
        [
            Seen(
                "v/town.toml", "dates-order", ("source", "dsil", "call", "closes"), {"first": "opens", "last": "closes"}
            )
        ],
    ),
    "missing-date": (
        one(project(more="[@.milestone]\nm = { title = 'x' }")),
        [Seen("v/x.toml", "missing-date", (*AT, "milestone", "m"))],
    ),
    "unknown-department": (
        one(project(lead='"dst"', more="[@.budget.voiri.investment]\nplanned = { 2026 = 1 }\n")),
        [
            Seen("v/x.toml", "unknown-department", (*AT, "budget", "voiri"), {"name": "voiri"}, "voirie"),
            Seen("v/x.toml", "unknown-department", (*AT, "lead"), {"name": "dst"}, "dsi"),
        ],
    ),
    "unknown-source": (
        one(
            project(
                more="[@.funding.dsill]\nstatus = 'applied'\n[@.funding.l2]\nsource = 'feder'\nstatus = 'applied'\n"
            )
        ),
        [
            Seen("v/x.toml", "unknown-source", (*AT, "funding", "dsill"), {"name": "dsill"}, "dsil"),
            Seen("v/x.toml", "unknown-source", (*AT, "funding", "l2", "source"), {"name": "feder"}),
        ],
    ),
    "unknown-authorisation": (
        one(project(authorisation='"ap-2"')),
        [Seen("v/x.toml", "unknown-authorisation", (*AT, "authorisation"), {"name": "ap-2"}, "ap-1")],
    ),
    "unknown-project": (
        one(project(depends_on='["fibr", "b", "fibr"]') + project("b") + project("fibre")),
        [Seen("v/x.toml", "unknown-project", (*AT, "depends_on"), {"name": "fibr"}, "fibre")],
    ),
    "unknown-milestone": (
        one(
            project(
                more="[@.milestone]\nm = { title = 'x', due = 2026-01-01, depends_on = ['etud', 'etud'] }\netude = { title = 'x', due = 2026-01-01 }"
            )
        ),
        [Seen("v/x.toml", "unknown-milestone", (*AT, "milestone", "m", "depends_on"), {"name": "etud"}, "etude")],
    ),
    "dependency-cycle": (
        one(
            project(depends_on='["b"]')
            + project("b", depends_on='["c"]')
            + project("c", depends_on='["a"]')
            + project("d", depends_on='["d"]')
            + project("e", depends_on='["a"]')
        ),
        [
            Seen("v/x.toml", "dependency-cycle", ("project", "a", "depends_on"), {"names": "a → b → c → a"}),
            Seen("v/x.toml", "dependency-cycle", ("project", "d", "depends_on"), {"names": "d → d"}),
        ],
    ),
    "dependency-cycle of milestones": (
        one(
            project(
                more="[@.milestone]\nm = { title = 'x', due = 2026-01-01, depends_on = ['n'] }\nn = { title = 'x', due = 2026-01-01, depends_on = ['m'] }"
            )
        ),
        [Seen("v/x.toml", "dependency-cycle", (*AT, "milestone", "m", "depends_on"), {"names": "m → n → m"})],
    ),
    "received-above-awarded": (
        one(project(more="[@.funding.dsil]\nstatus = 'paid'\nawarded = 10\nreceived = { 2025 = 10, later = 0.01 }\n")),
        [
            Seen(
                "v/x.toml",
                "received-above-awarded",
                (*AT, "funding", "dsil", "received"),
                {"received": 1001, "awarded": 1000},
            )
        ],
    ),
    "paid-above-committed": (
        one(project(more=BUDGET + "committed = { 2025 = 10 }\npaid = { 2024 = 5, 2026 = 5.01 }\n")),
        [
            Seen(
                "v/x.toml",
                "paid-above-committed",
                (*AT, "budget", "dsi", "investment", "paid"),
                {"paid": 1001, "committed": 1000},
            )
        ],
    ),
    "cancelled-planned": (
        one(project(status='"cancelled"', more=BUDGET + "planned = { 2025 = 10 }\npaid = { 2024 = 5 }\n")),
        [Seen("v/x.toml", "cancelled-planned", (*AT, "status"), {"planned": 1000, "paid": 500})],
    ),
    "planned-above-authorisation": (
        {
            "v/town.toml": TOWN + "vote.d-1 = { on = 2025-01-01, amount = 15 }\n",
            "v/x.toml": HEAD
            + project("a", authorisation='"ap-1"', more=BUDGET + "planned = { 2025 = 9, later = 1 }\n")
            + project("b", authorisation='"ap-1"', more=BUDGET + "planned = { 2025 = 5.01 }\n"),
        },
        [
            Seen(
                "v/town.toml",
                "planned-above-authorisation",
                ("authorisation", "ap-1", "vote"),
                {"planned": 1501, "votes": 1500},
            )
        ],
    ),
    "committed-above-authorisation": (
        {
            "v/town.toml": TOWN + "vote.d-1 = { on = 2025-01-01, amount = 10 }\n",
            "v/x.toml": HEAD + project(authorisation='"ap-1"', more=BUDGET + "committed = { 2025 = 10.01 }\n"),
        },
        [
            Seen(
                "v/town.toml",
                "committed-above-authorisation",
                ("authorisation", "ap-1", "vote"),
                {"committed": 1001, "votes": 1000},
            )
        ],
    ),
    "authorisation of another section, or without a vote": (
        {
            "v/town.toml": TOWN + "vote.d-1 = { on = 2025-01-01, amount = 10 }\n[authorisation.ap-2]\ntitle = 'x'\n",
            "v/x.toml": HEAD
            + project("a", authorisation='"ap-1"', more="[@.budget.dsi.operating]\nplanned = { 2025 = 99 }\n")
            + project("b", authorisation='"ap-2"', more=BUDGET + "planned = { 2025 = 99 }\n"),
        },
        [],
    ),
    "credits-mismatch": (
        town(TOWN + "credits = { 2026 = 10 }\nvote.d-1 = { on = 2025-01-01, amount = 9.99 }\n"),
        [
            Seen(
                "v/town.toml", "credits-mismatch", ("authorisation", "ap-1", "credits"), {"credits": 1000, "votes": 999}
            )
        ],
    ),
}


@pytest.mark.parametrize(("files", "expected"), CASES.values(), ids=CASES)
def test_it_is_named_once_and_nothing_else_is(workspace, files, expected):
    assert check(workspace(files)) == sorted(expected, key=repr)


def test_entries_that_cannot_be_read(workspace):
    root = workspace(one("", **{"v/d.toml/a.toml": project()}))
    (root / "v" / "gone.toml").symlink_to("nowhere.toml")
    (root / "v" / "self.toml").symlink_to("self.toml")
    os.mkfifo(root / "v" / "pipe.toml")
    (root / "again").symlink_to(root)
    (root / "twin").symlink_to(root / "v")
    (root / "town.toml").mkdir()
    assert check(root) == [
        Seen("again", "link-loop"),
        Seen("town.toml", "not-a-file"),
        Seen("twin", "link-twice"),
        Seen("v/d.toml", "not-a-file"),
        Seen("v/gone.toml", "unreadable", (), {"detail": "no such file or folder"}),
        Seen("v/pipe.toml", "not-a-file"),
        Seen("v/self.toml", "unreadable", (), {"detail": "links lead in a circle"}),
    ]


def test_a_file_too_large_is_not_read_whole(workspace):
    root = workspace({"v/town.toml": TOWN, "v/x.toml": HEAD + project() + project("b")})
    with (root / "v" / "x.toml").open("ab") as file:
        file.truncate(50 * 2**20)
    assert check(root) == [Seen("v/x.toml", "too-large", (), {"size": "50", "limit": 32})]


def test_every_code_has_its_case():
    elsewhere = {"not-a-file", "unreadable", "link-loop", "link-twice", "too-large"}
    assert {name for case in CASES.values() for name in [seen.code for seen in case[1]]} | elsewhere == set(RULES)


@pytest.mark.parametrize("code", RULES)
def test_every_rule_is_worded(code):
    rule = RULES[code]
    assert rule.severity in {"error", "warning"}
    assert rule.page.endswith(".")
    assert not rule.sentence.endswith(".")


def test_nearest():
    assert nearest("delivry", ("study", "delivery")) == "delivery"
    assert nearest("zzz", ("study", "delivery")) == ""
    assert nearest("x", ()) == ""


def test_nearest_of_a_part():
    assert nearest("economie", ("dsi", "developpement-economique")) == "developpement-economique"


@pytest.mark.parametrize("typed", ["réalisation", "Realisations", "REALISATION"])
def test_nearest_of_a_french_word(typed):
    assert nearest(typed, words.STATUSES) == "delivery"
    assert nearest(typed, words.STAGES) == ""


@pytest.mark.parametrize(
    "kind", ["status", "funding", "measure", "section", "pillar", "certainty", "level", "kind", "weather", "dpia"]
)
def test_the_french_words_that_screens_teach_lead_to_their_keys(kind):
    labels = tuple(filter(None, LABELS[kind]))
    for key in labels:
        assert nearest(Locale("fr").word(kind, key), labels) == key


ADVICE = {
    "a = 12,500": "a number has no comma",
    "a = { 2026 = 12,500, 2027 = 3 }": "a number has no comma",
    "a = 12,50": "decimals are written with a point",
    "a = 30/06/2027": "a date is written",
    "a = 30-06-2027": "a date is written",
    "a = 2027/06/30": "a date is written",
    "a = 2026-02-30": "this date is in no calendar",
    "[a": "the ] that ends",
    "a = [1, 2": "a list is not closed",
    "a = {b = 1,\nc = 2}": "a brace is not closed",
    'a = "x': "a quote is not closed",
    "a = 1\na = 2": "this key or table stands twice",
}


@pytest.mark.parametrize("text", ADVICE)
def test_advice(text):
    with pytest.raises(ParseFault) as caught:
        loads(text)
    fault = caught.value
    assert advice(text, fault.line, fault.detail).startswith(ADVICE[text])
