"""The signs of states: each beside its word, never instead of it, and none of them told by colour alone."""

from typing import NamedTuple

from citydash.model.words import ORDERED_STATUSES


class Glyphs(NamedTuple):
    """One set of signs, each one cell wide."""

    status: dict[str, str]
    milestone: dict[str, str]
    certainty: dict[str, str]
    error: str
    warning: str
    paid: str
    committed: str
    planned: str
    free: str
    thin: str
    """The lines of a chart: horizontal, vertical, up-left, up-right, and the tick of an axis."""
    thick: str
    axis: str
    up: str
    down: str
    into: str
    rule: str
    wall: str
    today: str
    link: str


UNICODE = Glyphs(
    status=dict(zip((*ORDERED_STATUSES, "on-hold", "cancelled"), "○◔◑◕▷▶◆●✓=✗", strict=True)),
    milestone={"met": "◆", "late": "●", "planned": "◇", "cancelled": "✗"},
    certainty={"secured": "●", "probable": "◑", "possible": "○", "lost": "✗"},
    error="●", warning="▲", paid="█", committed="▓", planned="░", free="·",
    thin="─│╯╭", thick="━┃┛┏", axis="┤┼─",
    up="▲", down="▼", into="›", rule="─", wall="│", today="┆", link="→",
)  # fmt: skip
ASCII = Glyphs(
    status=dict(zip((*ORDERED_STATUSES, "on-hold", "cancelled"), ".-?+>#%@*=x", strict=True)),
    milestone={"met": "*", "late": "!", "planned": "o", "cancelled": "x"},
    certainty={"secured": "*", "probable": "+", "possible": "o", "lost": "x"},
    error="!", warning="^", paid="#", committed="+", planned=".", free=" ",
    thin="-|/,", thick="=|/,", axis="|+-",
    up="^", down="v", into=">", rule="-", wall="|", today=":", link=">",
)  # fmt: skip
