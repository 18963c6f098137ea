"""The vocabularies of the format, each said once. Plain tuples, in the order that the format gives them.

The order counts: `status:approved..closed` in a filter, and certainty from a funding line's place in its path.
"""

FORMAT = 1
"""The newest `format` of town.toml that this program knows."""

PILLARS = ("data", "citizen")
SECTIONS = ("investment", "operating")
STAGES = ("planned", "voted", "committed", "paid")

STATUSES = (
    "idea",
    "study",
    "arbitration",
    "approved",
    "tender",
    "delivery",
    "acceptance",
    "operation",
    "closed",
    "on-hold",
    "cancelled",
)
ORDERED_STATUSES = STATUSES[:9]
"""The path of a project; the last two of STATUSES stand aside from it."""
RUNNING_STATUSES = ("approved", "tender", "delivery", "acceptance")
"""Decided and not delivered yet: what a town is working on."""

UNDERWAY_STATUSES = ("tender", "delivery", "acceptance")
"""Work that moves: what says so and hasn't changed for long is stale."""

FUNDING_STATUSES = (
    "identified",
    "applied",
    "complete",
    "awarded",
    "contracted",
    "part-paid",
    "paid",
    "refused",
    "lapsed",
    "withdrawn",
)
LOST = ("refused", "lapsed", "withdrawn")
CERTAINTIES = ("secured", "probable", "possible", "lost")
CERTAINTY = {
    "identified": "possible",
    "applied": "probable",
    "complete": "probable",
    "awarded": "secured",
    "contracted": "secured",
    "part-paid": "secured",
    "paid": "secured",
    "refused": "lost",
    "lapsed": "lost",
    "withdrawn": "lost",
}

LEVELS = ("eu", "state", "region", "department", "intercommunal", "public", "bank", "private", "own")
PUBLIC_LEVELS = ("eu", "state", "region", "department", "intercommunal", "public")
KINDS = ("grant", "loan", "guarantee", "in-kind", "own-funds", "price")
UNCOUNTED_KINDS = ("guarantee", "in-kind")
"""Shown in a financing plan, in no sum."""

WEATHERS = ("green", "amber", "red")
DPIA = ("not-required", "to-do", "in-progress", "validated")
MILESTONE_STATES = ("late", "planned", "met", "cancelled")

AGENDA_KINDS = ("all", "milestones", "deadlines", "calls")
AGENDA_STATES = {"open": ("late", "planned"), "late": ("late",), "done": ("met", "cancelled", "passed"), "all": ()}
"""What can be chosen of an agenda, and the events' states behind it; none for any."""

SPENDING = ("planned", "voted", "committed", "paid")
MONEY_IN = ("requested", "awarded", "expected", "received")
MEASURES = (*SPENDING, *MONEY_IN)
"""What a fact can measure; its place here is its number in the index."""
DERIVED = {
    "available": (("voted", 1), ("committed", -1)),
    "remaining": (("planned", 1), ("paid", -1)),
    "to-pay": (("committed", 1), ("paid", -1)),
}
"""Spending measures that are differences of two stages (figures.md)."""

NO_CURRENCY = "XXX"
"""ISO 4217's code for "no currency": a town whose town.toml can't be read; its amounts are never added to others'."""
