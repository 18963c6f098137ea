"""What schemas are put together from: words for a report's values, and what several kinds share."""

from typing import Any

from citydash.model import words

Shape = dict[str, Any]


def keys(*optional: str, **shapes: Shape) -> Shape:
    """An object with exactly these keys; `optional` ones may be missing."""
    required = [key for key in shapes if key not in optional]
    return {"type": "object", "properties": shapes, "required": required, "additionalProperties": False}


def array(of: Shape) -> Shape:
    return {"type": "array", "items": of}


def either(*shapes: Shape) -> Shape:
    return {"anyOf": list(shapes)}


def maybe(shape: Shape) -> Shape:
    """Or null, which is no data and not 0."""
    return either(shape, {"type": "null"})


def one_of(*names: str) -> Shape:
    return {"enum": list(names)}


def named(of: Shape, pattern: str = "") -> Shape:
    """An object whose keys are data: years, ids."""
    return {
        "type": "object",
        "additionalProperties": of,
        **({"propertyNames": {"pattern": pattern}} if pattern else {}),
    }


def in_blocks(common: dict[str, Shape], block: dict[str, Shape]) -> tuple[dict[str, Shape], dict[str, Shape]]:
    """A report of one currency, and the same of several: an object each under `blocks`."""
    return {**common, **block}, {**common, "blocks": array(keys(**block))}


TEXT = {"type": "string"}
ID = {"type": "string", "description": "an id of the workspace's files"}
BOOL = {"type": "boolean"}
COUNT = {"type": "integer", "minimum": 0}
INTEGER = {"type": "integer"}
DAYS = {"type": "integer", "description": "days; negative is earlier"}
DAY = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"}
AMOUNT = {"type": "string", "pattern": r"^-?\d+\.\d\d$", "description": "exact, in units of the currency"}
PART = {"type": "number", "description": "a part of one, to a millionth"}
NUMBER = {"type": "number"}
CURRENCY = {"type": "string", "pattern": "^[A-Z]{3}$"}
YEAR_NAME = r"^(\d{4}|earlier|later|undated)$"
YEAR = {"type": "string", "pattern": YEAR_NAME, "description": "a fiscal year, or those outside"}
WHOLE_YEAR = {"type": "integer", "minimum": 1900, "maximum": 2200, "description": "a fiscal year"}
BY_YEAR = named(AMOUNT, YEAR_NAME)
STATUS = one_of(*words.STATUSES)
SECTION = one_of(*words.SECTIONS)
CERTAINTY = one_of(*words.CERTAINTIES[:3])
PLACE: dict[str, Shape] = {"town": ID, "portfolio": ID, "project": ID}
"""Where a line belongs."""


def amounts(*names: str) -> dict[str, Shape]:
    """Keys that are amounts, always known."""
    return dict.fromkeys(names, AMOUNT)


def maybe_amounts(*names: str) -> dict[str, Shape]:
    """Keys that are amounts, null where none is written."""
    return dict.fromkeys(names, maybe(AMOUNT))


HEADER: dict[str, Shape] = {
    "format": {"const": 1},
    "kind": TEXT,
    "workspace": TEXT,
    "snapshot": keys(
        "changed_since",
        "committed",
        "tags",
        revision=maybe(
            {"type": "string", "pattern": "^[0-9a-f]{40,64}$", "description": "the commit; null for changed files"}
        ),
        date=DAY,
        changed_since={"type": "string", "pattern": "^[0-9a-f]{40,64}$"},
        committed={**DAY, "description": "the day of the commit, where it was made"},
        tags={**array(TEXT), "description": "what names the commit"},
    ),
    "today": DAY,
    "where": maybe({"type": "string", "description": "the filter"}),
    "problems": keys(errors=COUNT, warnings=COUNT, projects_left_out=COUNT),
}
"""What every report starts with."""

MILESTONE: dict[str, Shape] = {
    "milestone": ID, "title": TEXT, "baseline": maybe(DAY), "due": maybe(DAY), "met": maybe(DAY),
    "state": one_of(*words.MILESTONE_STATES), "slip_days": maybe(DAYS),
}  # fmt: skip
FUNDING: dict[str, Shape] = {
    **PLACE, "line": ID, "source": ID, "section": SECTION, "level": maybe(one_of(*words.LEVELS)),
    "kind": maybe(one_of(*words.KINDS)), "status": one_of(*words.FUNDING_STATUSES),
    "certainty": one_of(*words.CERTAINTIES),
    **maybe_amounts("eligible", "requested", "awarded", "received"),
    "spend_by": maybe(DAY), "claim_by": maybe(DAY), "next_deadline": maybe(one_of("spend_by", "claim_by")),
    "days_left": maybe(DAYS), "at_risk": AMOUNT,
}  # fmt: skip
_PLAN = keys(
    **amounts("grants", "loans", "other", "vat_refund", "net_cost", "net_of_refund", "own_funding"),
    **dict.fromkeys(("cofinancing", "own_share", "state_endowments_share"), maybe(PART)),
)
PLANS = keys(secured=_PLAN, probable=_PLAN, possible=_PLAN)
