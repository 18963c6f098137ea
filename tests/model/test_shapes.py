import typing
from decimal import Decimal

import pytest
from hypothesis import given
from strategies import amount, portfolio_files, projects

from citydash.files import validate
from citydash.files.checks import cents, find_cycles, siret_is_valid, total
from citydash.model import rules, shapes, validators, words


def choices(shape, name):
    """The words that a key takes, whatever stands around them."""
    hint = typing.get_type_hints(shape)[name]
    return typing.get_args(hint)


def test_vocabularies_are_those_of_the_shapes():
    assert choices(shapes.Project, "status") == words.STATUSES
    assert choices(shapes.Funding, "status") == words.FUNDING_STATUSES
    assert choices(shapes.Source, "level") == words.LEVELS
    assert choices(shapes.Source, "kind") == words.KINDS
    assert choices(shapes.Portfolio, "pillar") == words.PILLARS
    assert choices(shapes.Review, "weather") == words.WEATHERS
    assert choices(shapes.Data, "dpia") == words.DPIA
    assert typing.get_args(shapes.Section) == words.SECTIONS
    assert tuple(shapes.Budget.__annotations__) == words.SECTIONS
    assert (
        tuple(shapes.InvestmentStages.__annotations__) == tuple(shapes.OperatingStages.__annotations__) == words.STAGES
    )


def test_vocabularies_agree_with_each_other():
    assert set(words.CERTAINTY) == set(words.FUNDING_STATUSES)
    assert set(words.CERTAINTY.values()) == set(words.CERTAINTIES)
    assert {status for status, sure in words.CERTAINTY.items() if sure == "lost"} == set(words.LOST)
    assert set(words.RUNNING_STATUSES) < set(words.ORDERED_STATUSES) < set(words.STATUSES)
    assert set(words.PUBLIC_LEVELS) < set(words.LEVELS)
    assert set(words.UNCOUNTED_KINDS) < set(words.KINDS)
    assert {measure for parts in words.DERIVED.values() for measure, _sign in parts} <= set(words.SPENDING)


@given(projects)
def test_right_projects_fit(project):
    assert shapes.project().validate_python(project) == project


@given(portfolio_files)
def test_right_files_fit(file):
    from pydantic import TypeAdapter

    if file["project"]:
        TypeAdapter(shapes.PortfolioFile).validate_python(file)


@pytest.mark.parametrize(
    "value", [0, -1, 10**13, -(10**13), Decimal("0.01"), Decimal("-0.0"), Decimal("1E+3"), Decimal("1.10")]
)
def test_amounts(value):
    stages = {"voted": {"2026": value}}
    assert not _errors({"operating": stages})
    assert isinstance(cents(value), int)
    assert cents(value) == value * 100


@pytest.mark.parametrize(
    "value",
    [
        10**13 + 1,
        -(10**13) - 1,
        Decimal("10000000000000.01"),
        Decimal("0.001"),
        Decimal("inf"),
        Decimal("nan"),
        "1",
        True,
        1.5,
        None,
    ],
)
def test_what_is_no_amount(value):
    assert _errors({"operating": {"voted": {"2026": value}}})


def _errors(budget):
    value = {"title": "t", "status": "idea", "lead": "dsi", "budget": {"dsi": budget}}
    return validate.prune(validators.validator("project"), value, "x.toml")[1]


def test_investment_planned_is_not_negative():
    assert not _errors({"operating": {"planned": {"2026": -1}}})
    assert _errors({"investment": {"planned": {"2026": -1}}})
    assert not _errors({"investment": {"voted": {"2026": -1}}})


def test_the_largest_amounts_add_up_in_64_bits():
    assert 9_000 * rules.MAX_AMOUNT * 100 < 2**63


def test_totals():
    assert total({"2026": 1, "later": Decimal("0.01")}) == 101
    assert total(None) == total({}) == 0
    assert amount(150) == Decimal("1.50")


@pytest.mark.parametrize(
    ("siret", "is_valid"),
    [
        ("21990042000015", True),
        ("21990042000016", False),
        ("73282932000074", True),
        ("35600000000048", True),
        ("35600000049837", True),
        ("35600000049838", False),
    ],
)
def test_siret(siret, is_valid):
    assert siret_is_valid(siret) is is_valid


def test_cycles():
    assert find_cycles({}) == []
    assert find_cycles({"a": ["b"], "b": ["c"]}) == []
    assert find_cycles({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}) == []
    assert find_cycles({"a": ["a"]}) == [["a", "a"]]
    assert find_cycles({"z": ["a"], "a": ["b"], "b": ["c"], "c": ["b"]}) == [["b", "c", "b"]]
    assert find_cycles({"a": ["b"], "b": ["a"], "c": ["d"], "d": ["c"]}) == [["a", "b", "a"], ["c", "d", "c"]]
    assert find_cycles({"a": ["b"], "b": ["a", "c"], "c": ["a"]}) == [["a", "b", "a"]]


def test_cycles_of_long_chains():
    n = 5_000
    chain = {str(i): [str(i + 1), str(max(i - 1, 0))] for i in range(n)}
    assert len(find_cycles(chain)) == n // 2 + n % 2
    assert len(find_cycles({str(i): [str(i + 1)] for i in range(n)} | {str(n): ["0"]})[0]) == n + 2


def test_json_schemas_are_made_without_a_warning():
    from pydantic import TypeAdapter

    for shape in (shapes.TownFile, shapes.PortfolioFile, shapes.Project):
        assert TypeAdapter(shape).json_schema()["type"] == "object"
