"""What comes back at the next start, in one TOML file a workspace: any file is borne, writing is whole or not at all.

A file that is broken, from another version or not to be written costs the user nothing but their last filter.
"""

from typing import Any

from citydash.locale import LANGUAGES
from citydash.tui.state import CERTAINTIES, Memory

LARGEST = 65_536
"""Bytes that are read at most: ours have some hundreds."""
LONGEST = 4_000
"""Bytes that a line of it may have: the parser takes seconds for thousands of dotted keys."""


def recall(path: str) -> Memory:
    """What was kept; the program's own choices where there is nothing, or nothing that makes sense."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - before the first paint
            data = file.read(LARGEST)
        if max(map(len, data.split(b"\n"))) > LONGEST:
            return Memory()
        import tomllib  # noqa: PLC0415 - only where something is kept

        found = tomllib.loads(data.decode())
    except (OSError, ValueError, RecursionError):
        return Memory()
    texts = {name: _text(found.get(name)) for name in ("screen", "where", "theme", "language", "form", "baseline")}
    certainty = _text(found.get("certainty"))
    if texts["language"] not in LANGUAGES:
        texts["language"] = ""
    screens = {name: kept for name, kept in found.items() if isinstance(kept, dict)}
    return Memory(certainty=certainty if certainty in CERTAINTIES else CERTAINTIES[0], screens=screens, **texts)


def _text(value: Any) -> str:
    """A line of printable text, or none."""
    return value if isinstance(value, str) and value.isprintable() else ""


def keep(path: str, memory: Memory) -> None:
    """Write it; a folder that can't be written is left as it is."""
    import os  # noqa: PLC0415 - at the end of a run

    import tomli_w  # noqa: PLC0415 - likewise

    from citydash.errors import EnvironmentFault  # noqa: PLC0415 - likewise
    from citydash.files.write import write_whole  # noqa: PLC0415 - likewise

    plain = {name: value for name, value in memory._asdict().items() if name != "screens" and value}
    screens = {name: kept for name, kept in memory.screens.items() if kept}
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)  # noqa: PTH103, PTH120
        write_whole(path, tomli_w.dumps({**plain, **screens}).encode())
    except (EnvironmentFault, OSError, TypeError, ValueError):
        return
