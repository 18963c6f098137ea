"""The signs of states: each beside its word, never instead of it, and none of them told by colour alone."""

from typing import NamedTuple

from citydash.model.words import ORDERED_STATUSES


class Glyphs(NamedTuple):
    """One set of signs, each one cell wide."""

    status: dict[str, str]
    milestone: dict[str, str]
    certainty: dict[str, str]
    due: dict[str, str]
    """Deadlines and calls, by state."""
    error: str
    warning: str
    paid: str
    committed: str
    planned: str
    free: str
    thin: str
    """The lines of a chart: horizontal, vertical, up-left, up-right, and the tick of an axis."""
    axis: str
    paid_levels: str
    """What fills a cell of an area from below, from nothing to all of it, in eighths."""
    planned_levels: str
    """Likewise; never a part of a block, which would be what is paid where there is no colour."""
    up: str
    down: str
    into: str
    rule: str
    wall: str
    today: str
    link: str
    back: str
    part: str
    """What is paid where progress isn't measured."""
    ghost: str
    ghost_ends: str
    edges: str
    """Left and right of a bar."""
    turns: str
    """Corners of a line: from the left down, from the left up, from above right, from below right."""
    folded: str
    open: str
    before: str
    after: str
    change: dict[str, str]
    """What happened to a project between two commits."""
    stale: str


UNICODE = Glyphs(
    status=dict(zip((*ORDERED_STATUSES, "on-hold", "cancelled"), "○◔◑◕▷▶◆●✓=✗", strict=True)),
    milestone={"met": "◆", "late": "●", "planned": "◇", "cancelled": "✗"},
    certainty={"secured": "●", "probable": "◑", "possible": "○", "lost": "✗"},
    due={"late": "▲", "planned": "△", "passed": "·"},
    error="●", warning="▲", paid="█", committed="▓", planned="░", free="·",
    thin="─│╯╭", axis="┤┼─", paid_levels=" ▁▂▃▄▅▆▇█", planned_levels="    ░░░░░",
    up="▲", down="▼", into="›", rule="─", wall="│", today="┆", link="→", back="←",
    part="▒", ghost="┄", ghost_ends="├┤", edges="▕▏", turns="╮╯╰╭", folded="▸", open="▾", before="‹", after="›",
    change={"added": "+", "removed": "−", "changed": "≠", "moved": "→", "renamed": "≡", "unreadable": "?"}, stale="◌",
)  # fmt: skip
ASCII = Glyphs(
    status=dict(zip((*ORDERED_STATUSES, "on-hold", "cancelled"), ".-?+>#%@*=x", strict=True)),
    milestone={"met": "*", "late": "!", "planned": "o", "cancelled": "x"},
    certainty={"secured": "*", "probable": "+", "possible": "o", "lost": "x"},
    due={"late": "!", "planned": "^", "passed": "."},
    error="!", warning="^", paid="#", committed="+", planned=".", free=" ",
    thin="-|/,", axis="|+-", paid_levels="    #####", planned_levels="    .....",
    up="^", down="v", into=">", rule="-", wall="|", today=":", link=">", back="<",
    part="=", ghost="~", ghost_ends="()", edges="[]", turns="++++", folded=">", open="v", before="<", after=">",
    change={"added": "+", "removed": "-", "changed": "*", "moved": ">", "renamed": "=", "unreadable": "?"}, stale="z",
)  # fmt: skip
