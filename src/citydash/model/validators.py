"""Validation of values from TOML against the shapes, at the least cost: from the schemas kept in `_shapes.py` where
they were made for the pydantic core that is installed, else from the shapes themselves. Same answers, tested.
"""

from functools import cache
from typing import Any

from pydantic_core import SchemaValidator, ValidationError
from pydantic_core import __version__ as installed

from citydash.model._shapes import CORE, SHAPES

__all__ = ["ValidationError", "Validator", "validator"]


class Validator:
    """One shape: town_file, portfolio_head or project.

    `project_plain` is that without counting decimals: a sixth of the work, where no number has more than two.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        if installed == CORE:
            kept: Any = SHAPES[name]
            self.core: Any = SchemaValidator(kept)
        else:
            from citydash.model import shapes  # noqa: PLC0415 - pydantic whole, for another core than CI's

            self.core = shapes.ADAPTERS[name.removesuffix("_plain")]().validator

    def validate_python(self, value: Any) -> None:
        """Raise `ValidationError` unless the value has the shape."""
        self.core.validate_python(value)

    def fits(self, value: Any) -> bool:
        """Whether the value has the shape."""
        try:
            self.core.validate_python(value)
        except ValidationError:
            return False
        return True

    def json_schema(self) -> dict[str, Any]:
        """The shape's JSON Schema."""
        from citydash.model import shapes  # noqa: PLC0415 - only to name the keys that there are

        return shapes.ADAPTERS[self.name]().json_schema()


@cache
def validator(name: str) -> Validator:
    """The validator of a shape, made at its first use."""
    return Validator(name)
