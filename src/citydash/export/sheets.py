"""The tables of the data package and of the SQLite database: their columns, keys, references, and what they mean.

`sheet_rows` fills them. Keys are the format's own; with several towns an id belongs to its town.
"""

from citydash.errors import N_
from citydash.export.columns import (
    AMOUNT,
    DATE,
    LIST,
    MAP,
    NUMBER,
    RATE,
    TRUTH,
    WHOLE,
    YEAR,
    Field,
    Reference,
    Sheet,
)
from citydash.model.words import (
    CERTAINTIES,
    FUNDING_STATUSES,
    KINDS,
    LEVELS,
    MILESTONE_STATES,
    PILLARS,
    SECTIONS,
    SPENDING,
    STATUSES,
)

_TOWN = Field("town", N_("the town's id"), required=True)
_PROJECT = Field("project", N_("the project's id, unique in its town"), required=True)
_DEPARTMENT = Field("department", N_("the department's id"), required=True)
_SOURCE = Field("source", N_("the funding source's id"), required=True)
_SECTION = Field("section", N_("section of the budget"), required=True, words=SECTIONS, vocabulary="section")
_YEAR = Field(
    "year", N_("fiscal year, named for the year it ends in; earlier, later or undated outside of them"), YEAR,
    required=True,
)  # fmt: skip
_CENTS = Field("amount", N_("amount in units of the currency, exact"), AMOUNT, required=True)
_CURRENCY = Field("currency", N_("currency, ISO 4217"), required=True)
_CERTAINTY = Field(
    "certainty", N_("how sure a funding line's status makes it"), required=True, words=CERTAINTIES,
    vocabulary="certainty",
)  # fmt: skip

_OF_TOWN = Reference(("town",), "towns", {})
_OF_DEPARTMENT = Reference(("town", "department"), "departments", {"department_name": "name"})
_OF_PROJECT = Reference(("town", "project"), "projects", {"project_title": "title", "portfolio": "portfolio"})
_OF_SOURCE = Reference(("town", "source"), "sources", {"source_name": "name", "funder": "funder", "level": "level",
                                                       "kind": "kind"})  # fmt: skip
_OF_AUTHORISATION = Reference(("town", "authorisation"), "authorisations", {"authorisation_title": "title"})

TOWNS = Sheet(
    "towns", "town", N_("The towns."),
    (
        _TOWN,
        Field("name", N_("the town's name"), required=True),
        Field("insee", N_("INSEE code (code officiel géographique)")),
        Field("siret", N_("SIRET of the town")),
        Field("population", N_("inhabitants"), WHOLE),
        Field("staff_fte", N_("agents, in full-time equivalents"), NUMBER),
        Field("operating_revenue", N_("actual operating revenue of a year"), AMOUNT),
        _CURRENCY,
        Field("language", N_("language of titles, ISO 639")),
        Field("fiscal_year_start", N_("month that fiscal years start in"), WHOLE, required=True),
        Field("vat_refund_rate", N_("rate of the VAT refund (FCTVA)"), RATE, required=True),
        Field("own_share_min", N_("minimum own share required by the checks"), RATE, required=True),
        Field("invented", N_("whether the town is invented, for demonstration"), TRUTH, required=True),
        Field("source", N_("where the town's data come from")),
    ),
    ("town",),
)  # fmt: skip
DEPARTMENTS = Sheet(
    "departments", "department", N_("The departments that hold the budgets."),
    (_TOWN, _DEPARTMENT, Field("name", N_("the department's name"), required=True)),
    ("town", "department"), (_OF_TOWN,),
)  # fmt: skip
SOURCES = Sheet(
    "sources", "source", N_("The funding sources: grants, loans, own funds …"),
    (
        _TOWN, _SOURCE,
        Field("name", N_("the source's name"), required=True),
        Field("funder", N_("who runs it")),
        Field("siret", N_("SIRET of the funder")),
        Field("level", N_("level of the funder"), words=LEVELS, vocabulary="level"),
        Field("kind", N_("kind of money"), words=KINDS, vocabulary="kind"),
        Field("state_endowment", N_("whether the State endowments' common cap counts it"), TRUTH, required=True),
        Field("max_rate", N_("highest rate of the eligible cost"), RATE),
        Field("opens", N_("day on which the call opens"), DATE),
        Field("closes", N_("day on which the call closes"), DATE),
    ),
    ("town", "source"), (_OF_TOWN,),
)  # fmt: skip
PORTFOLIOS = Sheet(
    "portfolios", "portfolio", N_("The portfolios: families of projects."),
    (
        _TOWN,
        Field("portfolio", N_("the portfolio's id"), required=True),
        Field("title", N_("the portfolio's title"), required=True),
        Field("pillar", N_("pillar of the approach"), words=PILLARS, vocabulary="pillar"),
        Field("summary", N_("what it is for")),
    ),
    ("town", "portfolio"), (_OF_TOWN,),
)  # fmt: skip
AUTHORISATIONS = Sheet(
    "authorisations", "authorisation", N_("The authorisations of multi-year commitments (AP, AE)."),
    (
        _TOWN,
        Field("authorisation", N_("the authorisation's id"), required=True),
        Field("title", N_("the authorisation's title")),
        Field("section", N_("section of the budget"), words=SECTIONS, vocabulary="section"),
    ),
    ("town", "authorisation"), (_OF_TOWN,),
)  # fmt: skip
VOTES = Sheet(
    "votes", "vote", N_("The council's votes on authorisations; an authorisation is their sum."),
    (
        _TOWN,
        Field("authorisation", N_("the authorisation's id"), required=True),
        Field("vote", N_("the deliberation's id"), required=True),
        Field("voted_on", N_("day of the vote"), DATE, required=True),
        _CENTS, _CURRENCY,
    ),
    ("town", "authorisation", "vote"), (_OF_AUTHORISATION,),
)  # fmt: skip
CREDITS = Sheet(
    "credits", "credit", N_("The authorisations' payment credits by year (CP)."),
    (_TOWN, Field("authorisation", N_("the authorisation's id"), required=True), _YEAR, _CENTS, _CURRENCY),
    ("town", "authorisation", "year"), (_OF_AUTHORISATION,),
)  # fmt: skip
CEILINGS = Sheet(
    "ceilings", "ceiling", N_("The departments' yearly ceilings."),
    (_TOWN, _DEPARTMENT, _SECTION, _YEAR, _CENTS, _CURRENCY),
    ("town", "department", "section", "year"), (_OF_DEPARTMENT,),
)  # fmt: skip
PROJECTS = Sheet(
    "projects", "project", N_("The projects."),
    (
        _TOWN, _PROJECT,
        Field("portfolio", N_("the portfolio's id"), required=True),
        Field("title", N_("the project's title"), required=True),
        Field("summary", N_("what it is for")),
        Field("status", N_("status, in order; the last two stand aside"), required=True, words=STATUSES,
              vocabulary="status"),
        Field("lead", N_("id of the department that leads it"), required=True),
        Field("priority", N_("1 (highest) to 5"), WHOLE),
        Field("start", N_("first day"), DATE),
        Field("end", N_("last day by the current forecast"), DATE),
        Field("baseline_start", N_("first day as first planned"), DATE),
        Field("baseline_end", N_("last day as first planned"), DATE),
        Field("progress", N_("physical progress, where it was measured"), RATE),
        Field("cost", N_("planned investment, and operating up to the end's fiscal year"), AMOUNT, required=True),
        Field("cost_excl_vat", N_("investment cost excl. VAT"), AMOUNT),
        Field("vat_refund_share", N_("part of the investment that the VAT refund applies to"), RATE),
        _CURRENCY,
        Field("authorisation", N_("id of the authorisation that it is paid under")),
        Field("tags", N_("tags"), LIST),
        Field("codes", N_("the town's own identifiers, such as the operation number"), MAP),
        Field("links", N_("addresses of documents"), MAP),
        Field("depends_on", N_("ids of the projects that it waits for"), LIST),
        Field("opens", N_("ids of the data sets that it opens"), LIST),
        Field("latitude", N_("latitude of the place, in degrees"), NUMBER),
        Field("longitude", N_("longitude of the place, in degrees"), NUMBER),
        Field("place", N_("name of the place")),
    ),
    ("town", "project"),
    (
        Reference(("town", "portfolio"), "portfolios", {"portfolio_title": "title", "pillar": "pillar"}),
        Reference(("town", "lead"), "departments", {"lead_name": "name"}),
        Reference(("town", "authorisation"), "authorisations", {"authorisation_title": "title"}, firm=False),
    ),
)  # fmt: skip
BUDGET = Sheet(
    "budget", "budget_fact", N_("What is planned, voted, committed and paid, by department, section and year."),
    (_TOWN, _PROJECT, _DEPARTMENT, _SECTION, Field("stage", N_("stage of the budget"), required=True, words=SPENDING,
                                                              vocabulary="measure"),
     _YEAR, _CENTS, _CURRENCY),
    ("town", "project", "department", "section", "stage", "year"), (_OF_PROJECT, _OF_DEPARTMENT),
)  # fmt: skip
FUNDING = Sheet(
    "funding", "funding_line", N_("The funding lines: what was asked, awarded and received, and until when."),
    (
        _TOWN, _PROJECT,
        Field("line", N_("the funding line's id, unique in its project"), required=True),
        _SOURCE, _SECTION,
        Field("status", N_("status of the application"), required=True, words=FUNDING_STATUSES,
              vocabulary="funding"),
        _CERTAINTY,
        Field("eligible", N_("eligible cost, excl. VAT"), AMOUNT),
        Field("justified", N_("eligible expenses proven so far"), AMOUNT),
        Field("requested", N_("amount requested"), AMOUNT),
        Field("awarded", N_("amount awarded"), AMOUNT),
        Field("expected", N_("amount expected, over all years"), AMOUNT),
        Field("received", N_("amount received so far"), AMOUNT),
        Field("counted", N_("what it counts for: awarded, else requested, else expected; in kind and guarantees, 0; "
                            "lost, what was received"), AMOUNT, required=True),
        _CURRENCY,
        Field("applied_on", N_("day of the application"), DATE),
        Field("acknowledged_on", N_("day on which the application was acknowledged"), DATE),
        Field("awarded_on", N_("day of the award"), DATE),
        Field("contracted_on", N_("day of the agreement"), DATE),
        Field("starts_on", N_("first day on which expenses are eligible"), DATE),
        Field("spend_by", N_("last day on which expenses are eligible"), DATE),
        Field("claim_by", N_("last day for claims"), DATE),
    ),
    ("town", "project", "line"), (_OF_PROJECT, _OF_SOURCE),
)  # fmt: skip
RECEIPTS = Sheet(
    "receipts", "receipt_fact", N_("Money in by year: expected and received, by source."),
    (_TOWN, _PROJECT, _SOURCE, _SECTION, _CERTAINTY,
     Field("measure", N_("what the amount is"), required=True, words=("expected", "received"),
           vocabulary="measure"),
     _YEAR, _CENTS, _CURRENCY),
    ("town", "project", "source", "section", "certainty", "measure", "year"), (_OF_PROJECT, _OF_SOURCE),
)  # fmt: skip
MILESTONES = Sheet(
    "milestones", "milestone", N_("The milestones, with their state as of the day of the export."),
    (
        _TOWN, _PROJECT,
        Field("milestone", N_("the milestone's id, unique in its project"), required=True),
        Field("title", N_("the milestone's title"), required=True),
        Field("baseline", N_("day as first planned"), DATE),
        Field("due", N_("day by the current forecast; the baseline where no other is written"), DATE),
        Field("met", N_("day on which it was met"), DATE),
        Field("state", N_("state on the day of the export"), required=True, words=MILESTONE_STATES,
              vocabulary="milestone"),
        Field("slip_days", N_("days from the baseline to the day met, else due"), WHOLE),
        Field("depends_on", N_("ids of the milestones that it waits for"), LIST),
    ),
    ("town", "project", "milestone"), (_OF_PROJECT,),
)  # fmt: skip
SHEETS = (TOWNS, DEPARTMENTS, SOURCES, PORTFOLIOS, AUTHORISATIONS, VOTES, CREDITS, CEILINGS, PROJECTS, BUDGET, FUNDING,
          RECEIPTS, MILESTONES)  # fmt: skip
"""Every sheet, each after those that it refers to."""
