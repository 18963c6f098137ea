"""The format as JSON Schema (draft 2020-12), made from the shapes that validate: editors and check can't disagree."""

from typing import Any

from pydantic import TypeAdapter

from citydash.model import shapes

_ABOUT = {
    "Town": {"siret": "SIRET of the town: open data names it by this."},
    "Source": {"siret": "SIRET of the funder: `export scdl-subventions` has this source's grants only with it."},
}
"""What an editor says of keys whose name doesn't say what they are for."""


def schema(file: str) -> dict[str, Any]:
    """The schema of `town` (town.toml) or `portfolio` (a portfolio file, or one of projects in its folder)."""
    adapter: TypeAdapter[Any] = shapes.town_file() if file == "town" else TypeAdapter(shapes.PortfolioFile)
    made = _for_editors(adapter.json_schema())
    for shape, keys in _ABOUT.items():
        for key, about in keys.items():
            if shape in made["$defs"]:
                made["$defs"][shape]["properties"][key]["description"] = about
    title = "citydash: town.toml, format 1" if file == "town" else "citydash: a portfolio file, format 1"
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, "title": title}


def _for_editors(node: Any) -> Any:
    """Without what binary floats break (158016.96 isn't a multiple of 0.01), and with keys closed where they have a
    pattern: pydantic refuses the others, its schema alone would allow them.
    """
    if isinstance(node, list):
        return [_for_editors(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {key: _for_editors(value) for key, value in node.items() if key != "multipleOf"}
    return {**kept, "additionalProperties": False} if "patternProperties" in kept else kept
