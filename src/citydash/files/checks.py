"""What the shapes can't say: checks of one content's values against each other, and empty tables.

Two values are compared only where both are written (format.md). Amounts are in cents here.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from citydash.files.problems import Problem

Keys = tuple[str, ...]


def cents(amount: "int | Decimal") -> int:
    """Units of currency, at most two decimals, to integer cents; exact."""
    return amount * 100 if isinstance(amount, int) else int(amount * 100)


def total(amounts: "dict[str, int | Decimal] | None") -> int:
    """The sum of a table by year, in cents."""
    return sum(map(cents, amounts.values())) if amounts else 0


def check_project(key: str, project: dict[str, Any], path: str) -> list[Problem]:
    """The problems of a project whose shape is right."""
    at = ("project", key)
    found = [Problem("empty-table", path, at + keys) for keys in _empty_tables(project)]
    found += _period(project, at, path)
    if baseline := project.get("baseline"):
        found += _period(baseline, (*at, "baseline"), path)
    if "milestone" in project:
        found += _milestones(project["milestone"], (*at, "milestone"), path)
    for department, sections in project.get("budget", {}).items():
        for section, stages in sections.items():
            if "paid" in stages and "committed" in stages:
                paid, committed = total(stages["paid"]), total(stages["committed"])
                if paid > committed:
                    where = (*at, "budget", department, section, "paid")
                    found.append(Problem("paid-above-committed", path, where, {"paid": paid, "committed": committed}))
    if project["status"] == "cancelled":
        found += _cancelled(project, at, path)
    for line, funding in project.get("funding", {}).items():
        if "received" in funding and "awarded" in funding:
            received, awarded = total(funding["received"]), cents(funding["awarded"])
            if received > awarded:
                where = (*at, "funding", line, "received")
                found.append(Problem("received-above-awarded", path, where, {"received": received, "awarded": awarded}))
    return found


def _cancelled(project: dict[str, Any], at: Keys, path: str) -> list[Problem]:
    lines = [stages for sections in project.get("budget", {}).values() for stages in sections.values()]
    planned, paid = (sum(total(stages.get(name)) for stages in lines) for name in ("planned", "paid"))
    if planned <= paid:
        return []
    return [Problem("cancelled-planned", path, (*at, "status"), {"planned": planned, "paid": paid})]


def _empty_tables(project: dict[str, Any]) -> Iterator[Keys]:
    """Tables whose keys are all optional can be empty and still have the right shape."""
    for name in ("baseline", "data"):
        if project.get(name) == {}:
            yield (name,)
    for department, sections in project.get("budget", {}).items():
        if not sections:
            yield ("budget", department)
        for section, stages in sections.items():
            if not stages:
                yield ("budget", department, section)


def _period(table: dict[str, Any], at: Keys, path: str, first: str = "start", last: str = "end") -> list[Problem]:
    if first in table and last in table and table[last] < table[first]:
        return [Problem("dates-order", path, (*at, last), {"first": first, "last": last})]
    return []


def _milestones(milestones: dict[str, Any], at: Keys, path: str) -> list[Problem]:
    found = []
    waits: dict[str, list[str]] = {}
    for key, milestone in milestones.items():
        if not milestone.keys() & {"baseline", "due", "met"}:
            found.append(Problem("missing-date", path, (*at, key)))
        for other in milestone.get("depends_on", ()):
            if other not in milestones:
                from citydash.files.problems import nearest  # noqa: PLC0415 - only for a problem

                hint = nearest(other, tuple(milestones))
                found.append(Problem("unknown-milestone", path, (*at, key, "depends_on"), {"name": other}, hint))
            else:
                waits.setdefault(key, []).append(other)
    if waits and (circle := find_cycle(waits)):
        found.append(Problem("dependency-cycle", path, (*at, circle[0], "depends_on"), {"names": " → ".join(circle)}))
    return found


def find_cycle(waits: dict[str, list[str]]) -> list[str]:
    """The first circle in "waits for" edges, its first name repeated at the end; empty when there is none."""
    done: set[str] = set()
    for start in sorted(waits):
        path: list[str] = []
        on_path: set[str] = set()
        stack: list[tuple[str, Iterator[str]]] = [(start, iter(waits.get(start, ())))]
        if start in done:
            continue
        path.append(start)
        on_path.add(start)
        while stack:
            name, rest = stack[-1]
            following = next(rest, None)
            if following is None:
                stack.pop()
                done.add(path.pop())
                on_path.discard(name)
            elif following in on_path:
                return [*path[path.index(following) :], following]
            elif following not in done:
                stack.append((following, iter(waits.get(following, ()))))
                path.append(following)
                on_path.add(following)
    return []


def check_town(town: dict[str, Any], path: str) -> list[Problem]:
    """The problems of a town.toml whose shape is right."""
    found: list[Problem] = []
    siret = town["town"].get("siret", "")
    if siret and not siret_is_valid(siret):
        found.append(Problem("bad-siret", path, ("town", "siret"), {"value": siret}))
    for key, department in town.get("department", {}).items():
        if department.get("ceiling") == {}:
            found.append(Problem("empty-table", path, ("department", key, "ceiling")))
    for key, source in town.get("source", {}).items():
        if "call" in source:
            at = ("source", key, "call")
            found += [Problem("empty-table", path, at)] if not source["call"] else []
            found += _period(source["call"], at, path, "opens", "closes")
    for key, authorisation in town.get("authorisation", {}).items():
        if not authorisation:
            found.append(Problem("empty-table", path, ("authorisation", key)))
        if "credits" in authorisation and "vote" in authorisation:
            credits = total(authorisation["credits"])
            votes = sum(cents(vote["amount"]) for vote in authorisation["vote"].values())
            if credits != votes:
                where = ("authorisation", key, "credits")
                found.append(Problem("credits-mismatch", path, where, {"credits": credits, "votes": votes}))
    if town.get("rule") == {}:
        found.append(Problem("empty-table", path, ("rule",)))
    return found


def siret_is_valid(siret: str) -> bool:
    """Luhn over the 14 digits; La Poste's establishments (SIREN 356000000) have digits that sum to a multiple of five."""
    digits = [int(c) for c in siret]
    if siret.startswith("356000000"):
        return sum(digits) % 5 == 0
    doubled = [d if i % 2 else (2 * d - 9 if d > 4 else 2 * d) for i, d in enumerate(digits)]
    return sum(doubled) % 10 == 0
