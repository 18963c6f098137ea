"""Long lists put in order part by part: while tens of thousands are sorted at once no other thread goes on, and one of
the dashboard's answers keys.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

Item = TypeVar("Item")


def part_by_part(
    items: Iterable[Item], part_of: Callable[[Item], Any], key: Callable[[Item], Any] | None = None
) -> list[Item]:
    """Items by their part, within it by `key`, equals as they came; `part_of` must order them as `key` does."""
    parts: dict[Any, list[Item]] = defaultdict(list)
    for item in items:
        parts[part_of(item)].append(item)
    found: list[Item] = []
    for part in sorted(parts):
        parts[part].sort(key=key)
        found += parts[part]
    return found
