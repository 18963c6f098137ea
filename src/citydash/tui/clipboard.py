"""What the clipboard takes of a text: it goes there through the terminal, and many take no longer sequence."""

from collections.abc import Iterable

MOST_BYTES = 74_994
"""Of UTF-8: in base64, with its frame, the 100,000 bytes that careful terminals read of an OSC 52 sequence."""


def joined(lines: Iterable[str]) -> str:
    """The lines up to the first that the clipboard has no room for, that one included: none is made in vain."""
    taken, size = [], 0
    for line in lines:
        taken.append(line)
        size += len(line.encode("utf-8", "replace")) + 1
        if size > MOST_BYTES + 1:
            break
    return "\n".join(taken)


def fitting(text: str) -> tuple[str, bool]:
    """The whole lines that there is room for, and whether that is less than all of them."""
    data = text.encode("utf-8", "replace")
    if len(data) <= MOST_BYTES:
        return text, False
    head = data[: MOST_BYTES + 1].decode("utf-8", "ignore")
    return head.rpartition("\n")[0] or head[:-1], True
