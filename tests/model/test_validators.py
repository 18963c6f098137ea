"""The shapes kept ahead are those of shapes.py, and validate alike."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pydantic_core
import pytest

from citydash.model import _shapes, shapes, validators
from citydash.model import compile as model_compile

SAMPLES = [
    {},
    {"title": "a", "status": "idea", "lead": "x"},
    {"title": "a\x1b", "status": "idée", "lead": "X", "priority": "1", "end": "2026-01-01", "nope": 1},
    {"title": "a", "status": "idea", "lead": "x", "budget": {"x": {"investment": {"planned": {"2026": -1, "26": 1}}}}},
    {"title": "a", "status": "idea", "lead": "x", "budget": {"x": {"operating": {"paid": {"2026": Decimal("1.234")}}}}},
    {
        "title": "a",
        "status": "idea",
        "lead": "x",
        "start": date(1800, 1, 1),
        "progress": Decimal("1.1"),
        "milestone": {},
    },
    {"format": 1, "town": {"name": "V", "currency": "eur", "fiscal_year_start": 13}, "source": {"s": {"name": "S"}}},
    {"format": 2, "town": {"name": "V"}},
    {"portfolio": {"title": "T", "pillar": "data"}, "project": {}},
]


@pytest.mark.skipif(pydantic_core.__version__ != _shapes.CORE, reason="made for the pydantic core of constraints.txt")
def test_kept_shapes_are_fresh():
    kept = Path(_shapes.__file__).read_text(encoding="utf-8")
    assert kept == model_compile.compiled(), "run python -m citydash.model.compile"


@pytest.mark.parametrize("name", list(shapes.ADAPTERS))
@pytest.mark.parametrize("sample", SAMPLES, ids=range(len(SAMPLES)))
def test_both_ways_say_the_same(name, sample):
    assert said(validators.validator(name), sample) == said(shapes.ADAPTERS[name](), sample)


@pytest.mark.parametrize("name", list(shapes.ADAPTERS))
def test_another_core_uses_the_shapes(name, monkeypatch):
    monkeypatch.setattr(validators, "installed", "0.0")
    other = validators.Validator(name)
    assert other.core is shapes.ADAPTERS[name]().validator
    for sample in SAMPLES:
        assert said(other, sample) == said(validators.validator(name), sample)


def test_what_cannot_be_kept_is_refused():
    with pytest.raises(TypeError, match="can't be kept"):
        model_compile.bare({"function": object()})


def said(validator, sample):
    try:
        validator.validate_python(sample)
    except validators.ValidationError as error:
        return [(e["type"], e["loc"], e.get("ctx")) for e in error.errors(include_url=False)]
    return []
