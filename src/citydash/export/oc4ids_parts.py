"""Pieces of OC4IDS that stand in several places of a project: amounts, periods, organisations, documents, places."""

import re
from typing import Any

from citydash.figures.names import Source, Town
from citydash.files.checks import siret_is_valid
from citydash.locale.clean import plain

Json = dict[str, Any]
SCHEME = "FR-SIRET"
"""The register of SIRETs: named as the standard's guidance says for one that org-id.guide has no valid code of (its
FR-RCS is of companies, its FR-INSEE is withdrawn).
"""
ADDRESS = re.compile(r"https?://[!#-;=?-\[\]_a-z~]+")
"""What the standard takes for an address of a document."""


def time(day: str) -> str:
    return f"{day}T00:00:00Z"


def value(cents: int, currency: str) -> Json:
    """An amount as a JSON number, exact up to 70 million millions: a float's shortest text is its two decimals."""
    return {"amount": cents // 100 if cents % 100 == 0 else cents / 100, "currency": currency}


def period(first: str | None, last: str | None) -> Json:
    """Days, both included."""
    return {name: time(day) for name, day in (("startDate", first), ("endDate", last)) if day}


def some(found: Json) -> Json:
    """Without what is empty: the standard has no nulls."""
    return {key: value for key, value in found.items() if value not in (None, "", [], {})}


def id_of(town: Town) -> str:
    return f"{SCHEME}-{town.siret}" if siret(town.siret) else plain(town.key)


def funder(source: Source) -> Json:
    """Who runs a source, as a party: one a source, since a funder has no id of its own."""
    return {"id": f"source-{source.key}", "name": plain(source.funder or source.name)}


def siret(siret: str | None) -> Json | None:
    """An organisation's identifier; None of a SIRET with a wrong check digit, which is another's or nobody's."""
    return {"scheme": SCHEME, "id": siret} if siret and siret_is_valid(siret) else None


def documents(links: dict[str, str]) -> list[Json]:
    """Links that are addresses on the web."""
    return [{"id": name, "title": name, "url": link} for name, link in links.items() if ADDRESS.fullmatch(link)]


def locations(place: Json) -> list[Json]:
    if not place:
        return []
    point = {"type": "Point", "coordinates": [float(place["lon"]), float(place["lat"])]}
    return [some({"id": "1", "description": plain(place.get("label", "")), "geometry": point})]
