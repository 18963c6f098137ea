"""The shapes of the reports that are of projects: the portfolio on a page, lists, days, one project on a sheet."""

from citydash.figures.gantt import GROUPINGS
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
    INTEGER,
    MILESTONE,
    NUMBER,
    PART,
    PLACE,
    PLANS,
    SECTION,
    STATUS,
    TEXT,
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

_GROUP = array(keys(key=TEXT, label=TEXT, projects=COUNT, **amounts("cost", "committed", "paid")))
_NEXT_DAYS = keys(
    milestones=array(keys(**PLACE, **MILESTONE)),
    deadlines=array(
        keys(project=ID, line=ID, source=ID, kind=one_of("spend_by", "claim_by"), deadline=DAY, days_left=DAYS)
    ),
    calls=array(keys(source=ID, closes=DAY)),
)
_SUMMARY: dict[str, Shape] = {
    "projects": COUNT, "statuses": named(COUNT), "elapsed": maybe(PART), "late_milestones": COUNT,
    "worst_delay_days": maybe(DAYS),
    "blocks": array(
        keys(
            currency=CURRENCY, projects=COUNT,
            **amounts("cost", "committed", "paid", "grants", "secured", "net_cost", "at_risk", "vat_refund"),
            portfolios=_GROUP, pillars=_GROUP, cumulated=array(keys(year=YEAR, planned=AMOUNT, paid=maybe(AMOUNT))),
        )
    ),
    "attention": array(
        keys(
            kind=one_of("late", "deadline", "ceiling"), project=maybe(ID), title=TEXT, detail=TEXT, days=maybe(DAYS),
            amount=maybe(AMOUNT), currency=maybe(CURRENCY),
        )
    ),
    "next_90_days": _NEXT_DAYS,
}  # fmt: skip

_STEERING: dict[str, Shape] = {
    "projects": COUNT, "late_milestones": COUNT,
    "blocks": array(keys(currency=CURRENCY, **amounts("cost", "paid", "grants", "secured", "net_cost", "at_risk"))),
    "decisions": array(
        keys(
            decision=TEXT, title=TEXT, detail=maybe(TEXT), amount=maybe(AMOUNT), currency=maybe(CURRENCY),
            project=maybe(ID),
        )
    ),
    "risks": array(
        keys(project=ID, title=TEXT, likelihood=INTEGER, impact=INTEGER, score=INTEGER, answer=maybe(TEXT))
    ),
    "risks_unrated": COUNT,
    "reviews": array(keys(project=ID, on=DAY, weather=maybe(one_of(*words.WEATHERS)), note=maybe(TEXT))),
    "next_90_days": _NEXT_DAYS,
}  # fmt: skip

_ROW_COLUMNS: dict[str, Shape] = {
    "title": TEXT, "portfolio_title": TEXT, "lead_name": TEXT, "status": STATUS, "cost": AMOUNT,
    "paid_share": maybe(PART), "elapsed": maybe(PART), "slip_days": maybe(DAYS), "secured_share": maybe(PART),
    "next_due": maybe(DAY), "next_milestone": maybe(TEXT), "id": ID, "manager": maybe(TEXT), "priority": maybe(INTEGER),
    "start": maybe(DAY), "end": maybe(DAY), "progress": maybe(PART), **maybe_amounts("grants", "net_cost"),
}  # fmt: skip

_EVENT = keys(
    town=ID, portfolio=maybe(ID), project=maybe(ID), event=TEXT, key=ID, title=TEXT, date=DAY, state=TEXT,
    baseline=maybe(DAY), due=maybe(DAY), met=maybe(DAY), slip_days=maybe(DAYS), days_left=maybe(DAYS),
    unreceived=maybe(AMOUNT), currency=maybe(CURRENCY),
)  # fmt: skip

_BASELINE = keys(start=maybe(DAY), end=maybe(DAY))
_SPAN = keys(
    **PLACE, title=TEXT, status=STATUS, start=maybe(DAY), end=maybe(DAY), baseline=_BASELINE, slip_days=maybe(DAYS),
    progress=maybe(PART), elapsed=maybe(PART), milestones=array(keys(**MILESTONE)),
)  # fmt: skip

_PUBLIC: dict[str, Shape] = {
    "currency": CURRENCY, **amounts("cost", "paid", "secured"),
    "projects": array(
        keys(
            **PLACE, portfolio_title=TEXT, title=TEXT, status=STATUS, start=maybe(DAY), end=maybe(DAY),
            **amounts("cost", "secured"), sentences=TEXT,
        )
    ),
    "projects_not_told": COUNT,
}  # fmt: skip

_DRIFT: dict[str, Shape] = {
    "every": one_of("commit", "month"),
    "points": array(
        keys(
            "month",
            month={"type": "string", "pattern": r"^\d{4}-\d\d$", "description": "the month that ended so"},
            commit=TEXT, time=TEXT, author=TEXT, subject=TEXT, projects=COUNT,
            sums=named(keys(**amounts("cost", "grants", "secured")), "^[A-Z]{3}$"),
            mean_slip_days=maybe(NUMBER), worst_slip_days=maybe(DAYS),
        )
    ),
}  # fmt: skip

_RISK = keys("likelihood", "impact", "answer", title=TEXT, likelihood=INTEGER, impact=INTEGER, answer=TEXT)
_AS_WRITTEN: dict[str, Shape] = {
    "codes": named(TEXT), "location": {"type": "object"}, "links": named(TEXT),
    "review": keys("weather", "note", on=DAY, weather=one_of(*words.WEATHERS), note=TEXT),
    "risk": named(_RISK),
    "data": keys("opens", "personal", "dpia", opens=array(TEXT), personal=BOOL, dpia=one_of(*words.DPIA)),
}  # fmt: skip
"""What a sheet has only where the project's file has it."""
_SHEET: dict[str, Shape] = {
    "currency": CURRENCY, "town": ID, "portfolio": ID, "pillar": maybe(one_of(*words.PILLARS)), "project": ID,
    "title": TEXT, "summary": maybe(TEXT), "status": STATUS, "lead": maybe(ID), "manager": maybe(TEXT),
    "priority": maybe(INTEGER), "tags": array(TEXT), "start": maybe(DAY), "end": maybe(DAY), "baseline": _BASELINE,
    "slip_days": maybe(DAYS), **dict.fromkeys(("progress", "elapsed", "financial_progress", "drift"), maybe(PART)),
    "earned_value": maybe(
        keys(
            earned=AMOUNT, planned_to_date=AMOUNT, cpi=maybe(NUMBER), spi=maybe(NUMBER),
            estimate_at_completion=maybe(AMOUNT),
        )
    ),
    **amounts("cost", "committed", "paid"), "cost_excl_vat": maybe(AMOUNT), "authorisation": maybe(ID),
    "depends_on": array(ID), "needed_by": array(ID), **_AS_WRITTEN,
    "budget": array(keys(department=ID, section=SECTION, stage=one_of(*words.STAGES), amounts=BY_YEAR, total=AMOUNT)),
    "financing": PLANS,
    "induced": array(keys(year=YEAR, amount=AMOUNT)),
    "funding": array(keys(**FUNDING)), "milestones": array(keys(**PLACE, **MILESTONE)), "file": TEXT,
}  # fmt: skip

SHAPES: dict[str, tuple[dict[str, Shape], ...]] = {
    "summary": (_SUMMARY,),
    "steering": (_STEERING,),
    "projects": (
        {
            "columns": array(TEXT), "sort": maybe(TEXT), "descending": BOOL, "certainty": CERTAINTY,
            "lines": array(keys(*_ROW_COLUMNS, **PLACE, currency=CURRENCY, **_ROW_COLUMNS)),
        },
    ),
    "milestones": ({"lines": array(keys(**PLACE, **MILESTONE))},),
    "agenda": (
        {
            "events": one_of(*words.AGENDA_KINDS), "state": one_of(*words.AGENDA_STATES), "days": maybe(COUNT),
            "lines": array(_EVENT),
        },
    ),
    "timeline": ({"group": one_of(*GROUPINGS), "lines": array(_SPAN)},),
    "public": in_blocks({}, _PUBLIC),
    "drift": (_DRIFT,),
    "project": (_SHEET,),
}  # fmt: skip
OPTIONAL: dict[str, tuple[str, ...]] = {"project": tuple(_AS_WRITTEN)}
"""Keys of a kind that only some of its reports have."""
