"""The shapes of the reports that are of amounts: budgets, authorisations, funding, cash."""

from citydash.figures.funding_groups import GROUPINGS
from citydash.figures.request import ALL_MEASURES, AXES, COLUMNS
from citydash.model import words
from citydash.report.schemas.parts import (
    AMOUNT,
    BOOL,
    BY_YEAR,
    CERTAINTY,
    COUNT,
    CURRENCY,
    DAY,
    DAYS,
    FUNDING,
    ID,
    NUMBER,
    PART,
    PLACE,
    PLANS,
    SECTION,
    STATUS,
    TEXT,
    WHOLE_YEAR,
    YEAR,
    Shape,
    amounts,
    array,
    in_blocks,
    keys,
    maybe,
    maybe_amounts,
    named,
    one_of,
)

_AXIS = one_of(*AXES)
_CUTS = keys(
    towns=array(ID), departments=array(ID), sections=array(SECTION), sources=array(ID),
    years=maybe(array(WHOLE_YEAR)), certainty=CERTAINTY,
)  # fmt: skip
_PIVOT: dict[str, Shape] = {
    "measure": maybe(one_of(*ALL_MEASURES)), "rows": array(_AXIS), "within": named(ID),
    "columns": one_of(*COLUMNS), "cuts": _CUTS,
}  # fmt: skip
_SUMS = {"amounts": named(AMOUNT), "total": maybe(AMOUNT)}
_PIVOT_BLOCK: dict[str, Shape] = {
    "currency": CURRENCY, "years": array(YEAR), "column_names": array(TEXT),
    "lines": array(keys(key=array(TEXT), label=array(TEXT), **_SUMS)), "totals": keys(**_SUMS),
}  # fmt: skip

_PLAN: dict[str, Shape] = {
    **amounts("cost", "investment", "before", "paid_before"), "years": BY_YEAR,
    **amounts("later", "undated", "grants", "secured_grants", "vat_refund", "net_cost", "net_of_refund"),
}  # fmt: skip
_OPERATION: dict[str, Shape] = {**PLACE, "title": TEXT, "status": STATUS, **_PLAN}

_AUTHORISATION: dict[str, Shape] = {
    "town": ID, "authorisation": ID, "title": TEXT, "section": SECTION, "year": maybe(WHOLE_YEAR),
    **maybe_amounts(
        "voted", "revised", "committed", "paid", "planned", "available", "to_pay", "unallocated", "credits_this_year",
        "paid_this_year",
    ),
    "commitment_rate": maybe(PART), "backlog_years": maybe(NUMBER), "credits": BY_YEAR, "paid_by_year": BY_YEAR,
    "overruns": named(AMOUNT),
    "votes": array(keys(vote=ID, on=maybe(DAY), amount=AMOUNT)),
    "projects": array(keys(project=ID, **amounts("planned", "committed", "paid"))),
}  # fmt: skip

_DEPARTMENT: dict[str, Shape] = {
    "town": ID, "department": ID, "label": TEXT, "section": SECTION, "year": maybe(WHOLE_YEAR),
    "ceiling": maybe(AMOUNT), **amounts("planned", "voted", "committed", "paid", "available"), "overrun": maybe(AMOUNT),
    "use": maybe(PART),
}  # fmt: skip

_SHEET = keys(
    town=ID, department=ID, label=TEXT, budget=WHOLE_YEAR, currency=CURRENCY, ceilings=named(maybe(AMOUNT)),
    planned_in_all=named(AMOUNT),
    needs=array(
        keys(
            project=ID, title=TEXT, section=SECTION, **maybe_amounts("voted", "committed", "paid", "carried"),
            planned=BY_YEAR, beyond=maybe(AMOUNT),
        )
    ),
    revenues=array(
        keys(
            project=ID, title=TEXT, source=ID, statuses=array(one_of(*words.FUNDING_STATUSES)),
            **maybe_amounts("counted", "received", "expected"),
        )
    ),
)  # fmt: skip

_RESOURCE: dict[str, Shape] = {
    "project": ID, "part": TEXT, "line": ID, "source": ID, "name": TEXT, "funder": maybe(TEXT),
    **{key: FUNDING[key] for key in ("level", "kind", "section", "status", "certainty")},
    **maybe_amounts("eligible", "requested", "awarded", "counted"),
    **dict.fromkeys(("rate", "max_rate", "base_share"), maybe(PART)), **maybe_amounts("definitive", "loss"),
}  # fmt: skip
_FUNDING_PLAN: dict[str, Shape] = {
    "currency": CURRENCY, "certainty": CERTAINTY, "town": ID, "siret": maybe(TEXT), "project": ID, "title": TEXT,
    "status": STATUS, "start": maybe(DAY), "end": maybe(DAY), "cost": AMOUNT, "investment": AMOUNT,
    **maybe_amounts("base", "vat"), "operating": AMOUNT, "investment_by_year": BY_YEAR,
    **maybe_amounts(
        "grants", "loans", "other", "vat_refund", "net_cost", "own_funding", "grants_on_base", "own_on_base"
    ),
    "resources": array(keys(**_RESOURCE)),
    "checks": array(keys(check=TEXT, share=maybe(PART), limit=maybe(PART), margin=maybe(AMOUNT), holds=maybe(BOOL))),
}  # fmt: skip

_SERIES = keys(
    lines=array(keys(series=TEXT, year=YEAR, **amounts("spent", "received", "gap", "cumulated"))),
    totals=keys(**amounts("spent", "received", "gap")),
)
_CASH: dict[str, Shape] = {
    "currency": CURRENCY, "forecast": _SERIES, "actual": _SERIES, "peaks": named(keys(year=YEAR, amount=AMOUNT)),
}  # fmt: skip

_INDUCED: dict[str, Shape] = {
    "currency": CURRENCY,
    "lines": array(
        keys(
            **PLACE, title=TEXT, status=STATUS, lead=maybe(TEXT), end=maybe(DAY), delivered=WHOLE_YEAR,
            first_year=WHOLE_YEAR, **maybe_amounts(*(f"year_{n}" for n in range(1, 6))), total=AMOUNT,
        )
    ),
    "years": array(keys(year=YEAR, projects=COUNT, amount=AMOUNT)), "totals": keys(total=AMOUNT),
    "projects_without": COUNT, "projects_without_end": COUNT,
}  # fmt: skip

_EXECUTION: dict[str, Shape] = {
    **maybe_amounts("brought", "voted", "open", "committed", "paid", "carried"), "rate": maybe(PART),
}  # fmt: skip
_BY = one_of("year", "department", "portfolio")
_OUTTURN: dict[str, Shape] = {
    "currency": CURRENCY, "first_year": WHOLE_YEAR, "last_year": WHOLE_YEAR,
    "lines": array(keys(by=_BY, section=SECTION, key=TEXT, label=TEXT, **_EXECUTION)),
    "totals": named(keys(**_EXECUTION)),
    "deliveries": array(
        keys(
            **PLACE, title=TEXT, status=STATUS, delivered=BOOL, baseline_end=maybe(DAY), end=maybe(DAY),
            slip_days=maybe(DAYS), **amounts("cost", "paid"),
        )
    ),
}  # fmt: skip


_FUNDING_SUMS = amounts("requested", "awarded", "received", "expected", "counted", "secured", "at_risk")
_FUNDING: dict[str, Shape] = {
    "currency": CURRENCY, "lines": array(keys(**FUNDING)),
    "groups": array(keys(key=TEXT, label=TEXT, lines=COUNT, **_FUNDING_SUMS)),
    "totals": keys(lines=COUNT, **_FUNDING_SUMS), "financing": maybe(PLANS),
}  # fmt: skip


def _lines(shape: dict[str, Shape]) -> dict[str, Shape]:
    return {"currency": CURRENCY, "lines": array(keys(**shape))}


SHAPES: dict[str, tuple[dict[str, Shape], ...]] = {
    "budget": in_blocks(_PIVOT, _PIVOT_BLOCK),
    "ppi": in_blocks(
        {"certainty": CERTAINTY, "sections": array(SECTION)},
        {
            "currency": CURRENCY, "first_year": WHOLE_YEAR, "lines": array(keys(**_OPERATION)), "totals": keys(**_PLAN),
            "projects_without_amount": COUNT,
        },
    ),
    "apcp": in_blocks({}, _lines(_AUTHORISATION)),
    "departments": in_blocks({}, _lines(_DEPARTMENT)),
    "collection": ({"departments": array(ID), "sheets": array(_SHEET)},),
    "funding": in_blocks({"group": one_of(*GROUPINGS)}, _FUNDING),
    "funding-plan": (_FUNDING_PLAN,),
    "cash": in_blocks({"certainty": CERTAINTY}, _CASH),
    "induced": in_blocks({}, _INDUCED),
    "outturn": in_blocks({}, _OUTTURN),
}  # fmt: skip
OPTIONAL: dict[str, tuple[str, ...]] = {"budget": ("within", "years", "column_names")}
"""Keys of a kind that only some of its reports have: a pivot has `years` or `column_names`."""
