"""Writes `_shapes.py`: the shapes as pydantic's core takes them, so that validating needs neither pydantic's classes
nor the making of schemas (85 ms at each first change).

Run as `python -m citydash.model.compile` after a change of `shapes.py` or of pydantic; a test fails when it is stale.
"""

from datetime import date
from pathlib import Path
from typing import Any

import pydantic_core

from citydash.model import shapes

HEADER = '"""Made by `python -m citydash.model.compile` from shapes.py; not written by hand."""\n\nimport datetime\n\n'
_UNUSED = frozenset({"metadata", "cls", "cls_name", "serialization", "ref"})
"""What it needs to describe a shape, to write a value or for shapes that hold themselves, not to validate ours."""


def bare(node: Any) -> Any:
    """A core schema with only what validation reads: plain values that a module can hold."""
    if isinstance(node, dict):
        if node.get("type") == "definition-ref":
            raise TypeError("a shape that holds itself can't be kept ahead")
        return {key: bare(value) for key, value in node.items() if key not in _UNUSED}
    if isinstance(node, list | tuple):
        return [bare(value) for value in node]
    if node is None or isinstance(node, str | int | float | date):
        return node
    raise TypeError(f"a shape can't be kept ahead: {node!r}")


def without_places(node: Any) -> Any:
    """The same shape, decimals not counted: pydantic makes a tuple of every number to count them."""
    if isinstance(node, dict):
        return {key: without_places(value) for key, value in node.items() if key != "decimal_places"}
    return [without_places(value) for value in node] if isinstance(node, list) else node


def compiled() -> str:
    """The text of the module."""
    kept = {name: bare(adapter().core_schema) for name, adapter in shapes.ADAPTERS.items()}
    core = f"CORE = {pydantic_core.__version__!r}\n"
    kept["project_plain"] = without_places(kept["project"])
    shapes_text = "".join(f"    {name!r}: {shape!r},\n" for name, shape in kept.items())
    return f"{HEADER}{core}SHAPES: dict[str, dict[str, object]] = {{\n{shapes_text}}}\n"


def main() -> None:
    """Write the module beside this one."""
    Path(__file__).with_name("_shapes.py").write_text(compiled(), encoding="utf-8")


if __name__ == "__main__":
    main()
