"""The shapes of what the history's commands say: `citydash diff`, `log` and `log --baselines`."""

from citydash.figures.compare import ADDED, CHANGED, REMOVED, UNREADABLE
from citydash.figures.request import ALL_MEASURES, AXES, COLUMNS
from citydash.model import words
from citydash.report.schemas.parts import (
    AMOUNT,
    COUNT,
    CURRENCY,
    DAY,
    DAYS,
    ID,
    SECTION,
    STATUS,
    TEXT,
    YEAR,
    Shape,
    amounts,
    array,
    either,
    keys,
    maybe,
    maybe_amounts,
    named,
    one_of,
)

HASH: Shape = {"type": "string", "pattern": "^[0-9a-f]{40,64}$", "description": "a commit"}
COMMIT: dict[str, Shape] = {
    "commit": HASH, "time": {"type": "string", "format": "date-time"}, "author": TEXT, "subject": TEXT,
}  # fmt: skip
_KIND = one_of(ADDED, REMOVED, CHANGED, UNREADABLE)
_ANY: Shape = {"description": "as the key has it in the file; null where it isn't written"}


def _moved(of: Shape) -> dict[str, Shape]:
    return {"from": maybe(of), "to": maybe(of)}


_AMOUNTS = keys(**_moved(AMOUNT), delta=maybe(AMOUNT))
_FUNDING = keys(
    source=ID, section=SECTION, status=one_of(*words.FUNDING_STATUSES),
    **maybe_amounts("eligible", "justified", "requested", "awarded", "expected", "received"), counted=AMOUNT,
    dates=named(DAY),
)  # fmt: skip
_CHANGE = keys(
    change=_KIND, town=ID, project=ID, was=maybe(ID), title=TEXT, portfolio=keys(**_moved(ID)),
    status=keys(**_moved(STATUS)), currency=CURRENCY, cost=_AMOUNTS, end_days=maybe(DAYS),
    fields=array(keys(key=TEXT, **{"from": _ANY, "to": _ANY}, days=maybe(DAYS))),
    amounts=array(
        keys(
            department=ID, section=SECTION, stage=one_of(*words.STAGES), year=YEAR, **_moved(AMOUNT), delta=AMOUNT,
        )
    ),
    funding=array(keys(line=ID, **_moved(_FUNDING))),
    milestones=array(keys(milestone=ID, title=TEXT, **_moved(DAY), days=maybe(DAYS))),
)  # fmt: skip
_LINE = keys(key=array(TEXT), label=array(TEXT), amounts=named(_AMOUNTS), total=_AMOUNTS)
_SHIFT = keys(
    currency=CURRENCY, measure=one_of(*ALL_MEASURES), rows=array(one_of(*AXES)), columns=one_of(*COLUMNS),
    lines=array(_LINE), totals=_LINE,
)  # fmt: skip
_DIFF: dict[str, Shape] = {
    "from": keys(revision=HASH),
    "totals": array(keys(measure=one_of(*ALL_MEASURES), currency=CURRENCY, **_moved(AMOUNT), delta=AMOUNT)),
}
_SUMS = keys(**amounts("cost", "grants", "secured"))
_COMMIT = keys(
    **COMMIT, added=COUNT, removed=COUNT, changed=COUNT, delta=named(_SUMS),
    projects=array(
        keys(
            town=ID, project=ID, title=TEXT, change=_KIND, status=STATUS, end=maybe(DAY), currency=CURRENCY, now=_SUMS,
            delta=_SUMS, end_days=maybe(DAYS),
        )
    ),
)  # fmt: skip

SHAPES: dict[str, tuple[dict[str, Shape], ...]] = {
    "diff": ({**_DIFF, "changes": array(_CHANGE)}, {**_DIFF, "blocks": array(_SHIFT)}),
    "log": ({"project": maybe(ID), "commits": array(_COMMIT)},),
    "baselines": ({"baselines": array(keys(name=TEXT, commit=HASH, day=either(DAY, one_of("")), message=TEXT))},),
}
OPTIONAL: dict[str, tuple[str, ...]] = {}
