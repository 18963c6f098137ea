"""The format as JSON Schema (draft 2020-12), made from the shapes that validate: editors and check can't disagree."""

from typing import Any

from pydantic import TypeAdapter

from citydash.model import shapes


def schema(file: str) -> dict[str, Any]:
    """The schema of `town` (town.toml) or `portfolio` (a portfolio file, or one of projects in its folder)."""
    adapter: TypeAdapter[Any] = shapes.town_file() if file == "town" else TypeAdapter(shapes.PortfolioFile)
    made = adapter.json_schema()
    title = "citydash: town.toml, format 1" if file == "town" else "citydash: a portfolio file, format 1"
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, "title": title}
