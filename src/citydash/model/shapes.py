"""The shapes of town.toml and of a portfolio file (format.md), as pydantic reads them: strict, nothing unknown allowed.

TypedDicts rather than model classes: they validate in half the time, and their values are what TOML gave. Amounts stay
in units of the currency here; they become cents in `index.rows`.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, NotRequired, TypeAlias

from pydantic import ConfigDict, Field, StringConstraints, TypeAdapter, WithJsonSchema, with_config
from typing_extensions import TypedDict

from citydash.model import fiscal, rules, words

CONFIG = ConfigDict(extra="forbid", strict=True)

Id = Annotated[str, StringConstraints(pattern=rules.ID_PATTERN)]
Text = Annotated[str, StringConstraints(pattern=rules.TEXT_PATTERN, min_length=1)]
Siret = Annotated[str, StringConstraints(pattern=r"^[0-9]{14}$")]
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))]
if TYPE_CHECKING:
    YearKey: TypeAlias = str
    PlainYear: TypeAlias = str
else:
    YearKey = Annotated[
        Literal[tuple(fiscal.YEAR_KEYS)],
        WithJsonSchema({"type": "string", "pattern": r"^(199\d|20\d\d|2100|earlier|later|undated)$"}),
    ]
    PlainYear = Annotated[
        Literal[tuple(key for key in fiscal.YEAR_KEYS if key.isdigit())],
        WithJsonSchema({"type": "string", "pattern": r"^(199\d|20\d\d|2100)$"}),
    ]

_MAX = rules.MAX_AMOUNT
_WholeAmount = Annotated[int, Field(ge=-_MAX, le=_MAX)]
_ExactAmount = Annotated[Decimal, Field(ge=-_MAX, le=_MAX, decimal_places=2, allow_inf_nan=False)]
_AMOUNT_SCHEMA = {"type": "number", "minimum": -_MAX, "maximum": _MAX, "multipleOf": 0.01}
Amount = Annotated[_WholeAmount | _ExactAmount, WithJsonSchema(_AMOUNT_SCHEMA)]
_WholePositive = Annotated[int, Field(ge=0, le=_MAX)]
_ExactPositive = Annotated[Decimal, Field(ge=0, le=_MAX, decimal_places=2, allow_inf_nan=False)]
Positive = Annotated[_WholePositive | _ExactPositive, WithJsonSchema({**_AMOUNT_SCHEMA, "minimum": 0})]
_WholeRatio = Annotated[int, Field(ge=0, le=1)]
_ExactRatio = Annotated[Decimal, Field(ge=0, le=1, decimal_places=6, allow_inf_nan=False)]
Ratio = Annotated[_WholeRatio | _ExactRatio, WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1})]


def _degrees(most: int) -> Any:
    whole = Annotated[int, Field(ge=-most, le=most)]
    exact = Annotated[Decimal, Field(ge=-most, le=most, allow_inf_nan=False)]
    return Annotated[whole | exact, WithJsonSchema({"type": "number", "minimum": -most, "maximum": most})]


if TYPE_CHECKING:
    Latitude: TypeAlias = int | Decimal
    Longitude: TypeAlias = int | Decimal
else:
    Latitude, Longitude = _degrees(90), _degrees(180)

_SOME = Field(min_length=1)
Amounts = Annotated[dict[YearKey, Amount], _SOME]
PositiveAmounts = Annotated[dict[YearKey, Positive], _SOME]
Envelopes = Annotated[dict[PlainYear, Positive], _SOME]

Section = Literal["investment", "operating"]


@with_config(CONFIG)
class Town(TypedDict):
    name: Text
    insee: NotRequired[Annotated[str, StringConstraints(pattern=r"^([0-9]{2}|2[AB])[0-9]{3}$")]]
    siret: NotRequired[Siret]
    population: NotRequired[Annotated[int, Field(ge=0, le=10**9)]]
    staff_fte: NotRequired[Positive]
    operating_revenue: NotRequired[Positive]
    currency: NotRequired[Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]]
    language: NotRequired[Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]]
    fiscal_year_start: NotRequired[Annotated[int, Field(ge=1, le=12)]]
    vat_refund_rate: NotRequired[Ratio]
    invented: NotRequired[bool]
    source: NotRequired[Text]


@with_config(CONFIG)
class Ceiling(TypedDict):
    investment: NotRequired[Envelopes]
    operating: NotRequired[Envelopes]


@with_config(CONFIG)
class Department(TypedDict):
    name: Text
    ceiling: NotRequired[Ceiling]


@with_config(CONFIG)
class Call(TypedDict):
    opens: NotRequired[Day]
    closes: NotRequired[Day]


@with_config(CONFIG)
class Source(TypedDict):
    name: Text
    level: Literal["eu", "state", "region", "department", "intercommunal", "public", "bank", "private", "own"]
    kind: Literal["grant", "loan", "guarantee", "in-kind", "own-funds", "price"]
    funder: NotRequired[Text]
    siret: NotRequired[Siret]
    state_endowment: NotRequired[bool]
    max_rate: NotRequired[Ratio]
    call: NotRequired[Call]


@with_config(CONFIG)
class Vote(TypedDict):
    on: Day
    amount: Amount


@with_config(CONFIG)
class Authorisation(TypedDict):
    title: NotRequired[Text]
    section: NotRequired[Section]
    credits: NotRequired[Amounts]
    vote: NotRequired[Annotated[dict[Id, Vote], _SOME]]


@with_config(CONFIG)
class Rule(TypedDict):
    own_share_min: NotRequired[Ratio]


@with_config(CONFIG)
class TownFile(TypedDict):
    """town.toml: the town, its departments, funding sources, authorisations."""

    format: Annotated[int, Field(ge=1, le=words.FORMAT), WithJsonSchema({"const": words.FORMAT})]
    town: Town
    department: NotRequired[Annotated[dict[Id, Department], _SOME]]
    source: NotRequired[Annotated[dict[Id, Source], _SOME]]
    authorisation: NotRequired[Annotated[dict[Id, Authorisation], _SOME]]
    rule: NotRequired[Rule]


@with_config(CONFIG)
class Portfolio(TypedDict):
    title: Text
    pillar: Literal["data", "citizen"]
    summary: NotRequired[Text]


@with_config(CONFIG)
class Baseline(TypedDict):
    start: NotRequired[Day]
    end: NotRequired[Day]


@with_config(CONFIG)
class Location(TypedDict):
    lat: Latitude
    lon: Longitude
    label: NotRequired[Text]


@with_config(CONFIG)
class Review(TypedDict):
    on: Day
    weather: NotRequired[Literal["green", "amber", "red"]]
    note: NotRequired[Text]


@with_config(CONFIG)
class InvestmentStages(TypedDict):
    planned: NotRequired[PositiveAmounts]
    voted: NotRequired[Amounts]
    committed: NotRequired[Amounts]
    paid: NotRequired[Amounts]


@with_config(CONFIG)
class OperatingStages(TypedDict):
    planned: NotRequired[Amounts]
    voted: NotRequired[Amounts]
    committed: NotRequired[Amounts]
    paid: NotRequired[Amounts]


@with_config(CONFIG)
class Budget(TypedDict):
    investment: NotRequired[InvestmentStages]
    operating: NotRequired[OperatingStages]


@with_config(CONFIG)
class Funding(TypedDict):
    status: Literal[
        "identified",
        "applied",
        "complete",
        "awarded",
        "contracted",
        "part-paid",
        "paid",
        "refused",
        "lapsed",
        "withdrawn",
    ]
    source: NotRequired[Id]
    section: NotRequired[Section]
    eligible: NotRequired[Positive]
    justified: NotRequired[Positive]
    requested: NotRequired[Positive]
    awarded: NotRequired[Positive]
    applied_on: NotRequired[Day]
    acknowledged_on: NotRequired[Day]
    awarded_on: NotRequired[Day]
    contracted_on: NotRequired[Day]
    starts_on: NotRequired[Day]
    spend_by: NotRequired[Day]
    claim_by: NotRequired[Day]
    expected: NotRequired[Amounts]
    received: NotRequired[Amounts]


@with_config(CONFIG)
class Milestone(TypedDict):
    title: Text
    baseline: NotRequired[Day]
    due: NotRequired[Day]
    met: NotRequired[Day]
    cancelled: NotRequired[bool]
    depends_on: NotRequired[list[Id]]


@with_config(CONFIG)
class Risk(TypedDict):
    title: Text
    likelihood: NotRequired[Annotated[int, Field(ge=1, le=5)]]
    impact: NotRequired[Annotated[int, Field(ge=1, le=5)]]
    answer: NotRequired[Text]


@with_config(CONFIG)
class Data(TypedDict):
    opens: NotRequired[list[Id]]
    personal: NotRequired[bool]
    dpia: NotRequired[Literal["not-required", "to-do", "in-progress", "validated"]]


@with_config(CONFIG)
class Project(TypedDict):
    title: Text
    status: Literal[
        "idea",
        "study",
        "arbitration",
        "approved",
        "tender",
        "delivery",
        "acceptance",
        "operation",
        "closed",
        "on-hold",
        "cancelled",
    ]
    lead: Id
    summary: NotRequired[Text]
    manager: NotRequired[Text]
    tags: NotRequired[list[Text]]
    codes: NotRequired[Annotated[dict[Id, Text], _SOME]]
    priority: NotRequired[Annotated[int, Field(ge=1, le=5)]]
    start: NotRequired[Day]
    end: NotRequired[Day]
    baseline: NotRequired[Baseline]
    progress: NotRequired[Ratio]
    cost_excl_vat: NotRequired[Positive]
    vat_refund_share: NotRequired[Ratio]
    authorisation: NotRequired[Id]
    location: NotRequired[Location]
    depends_on: NotRequired[list[Id]]
    links: NotRequired[Annotated[dict[Id, Text], _SOME]]
    review: NotRequired[Review]
    budget: NotRequired[Annotated[dict[Id, Budget], _SOME]]
    funding: NotRequired[Annotated[dict[Id, Funding], _SOME]]
    milestone: NotRequired[Annotated[dict[Id, Milestone], _SOME]]
    risk: NotRequired[Annotated[dict[Id, Risk], _SOME]]
    data: NotRequired[Data]


@with_config(CONFIG)
class PortfolioHead(TypedDict):
    """What a portfolio file, or portfolio.toml, says before its projects."""

    portfolio: Portfolio


@with_config(CONFIG)
class PortfolioFile(TypedDict):
    """A whole portfolio file, for editors: the header and any number of projects, or a file of projects in a folder."""

    portfolio: NotRequired[Portfolio]
    project: NotRequired[Annotated[dict[Id, Project], _SOME]]


@cache
def town_file() -> TypeAdapter[TownFile]:
    """Made at first use, as each below."""
    return TypeAdapter(TownFile)


@cache
def portfolio_head() -> TypeAdapter[PortfolioHead]:
    return TypeAdapter(PortfolioHead)


@cache
def project() -> TypeAdapter[Project]:
    return TypeAdapter(Project)


ADAPTERS: dict[str, Callable[[], TypeAdapter[Any]]] = {
    "town_file": town_file,
    "portfolio_head": portfolio_head,
    "project": project,
}
"""What `validators` can check, by name."""
