"""What the shapes can't say: checks of one content's values against each other, and empty tables.

Two values are compared only where both are written (format.md). Amounts are in cents here.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from citydash.files.problems import Problem, nearest

Keys = tuple[str, ...]


def cents(amount: "int | Decimal") -> int:
    """Units of currency, at most two decimals, to integer cents; exact."""
    return amount * 100 if isinstance(amount, int) else int(amount * 100)


def total(amounts: "Mapping[Any, int | Decimal] | None") -> int:
    """The sum of a table by year, in cents; exact, as 28 digits hold it (MAX_AMOUNT in each year)."""
    return cents(sum(amounts.values())) if amounts else 0


_REACH = {"empty-table": 0, "missing-date": 0, "bad-siret": 0, "unknown-milestone": 2, "dependency-cycle": 2}
"""How many keys above its own the values stand that a check compares; 1 for the rest."""


def untouched(found: list[Problem], errors: list[Problem]) -> list[Problem]:
    """The problems that would be found without the errors of shape: those that look where no key was wrong."""
    wrong = [error.keys for error in errors]
    kept = []
    for problem in found:
        looked = problem.keys[: len(problem.keys) - _REACH.get(problem.code, 1)]
        if not any(keys[: len(looked)] == looked for keys in wrong):
            kept.append(problem)
    return kept


AMOUNT_KEYS = frozenset(
    {
        "planned", "voted", "committed", "paid", "expected", "received", "eligible", "justified", "requested",
        "awarded", "cost_excl_vat", "ceiling", "credits", "amount", "staff_fte", "operating_revenue",
    }
)  # fmt: skip
"""Keys under which every number is an amount."""


def too_fine(node: Any, path: str, at: Keys = (), *, is_amount: bool = False) -> Iterator[Problem]:
    """Amounts written with more than two decimals, zeros too: 12.500 was meant as twelve thousand five hundred."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from too_fine(value, path, (*at, str(key)), is_amount=is_amount or key in AMOUNT_KEYS)
    elif is_amount and isinstance(node, Decimal) and node.is_finite() and int(node.as_tuple().exponent) < -_PLACES:
        yield Problem("decimals", path, at, {"places": _PLACES})


_PLACES = 2
"""Decimals that an amount may have."""


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
            found += _stages(stages, (*at, "budget", department, section), path)
    if project["status"] == "cancelled":
        found += _cancelled(project, at, path)
    for line, funding in project.get("funding", {}).items():
        found += _funding(funding, (*at, "funding", line), path)
    return found


def _stages(stages: dict[str, Any], at: Keys, path: str) -> list[Problem]:
    if "paid" in stages and "committed" in stages:
        paid, committed = total(stages["paid"]), total(stages["committed"])
        if paid > committed:
            return [Problem("paid-above-committed", path, (*at, "paid"), {"paid": paid, "committed": committed})]
    return []


def _funding(funding: dict[str, Any], at: Keys, path: str) -> list[Problem]:
    if "received" in funding and "awarded" in funding:
        received, awarded = total(funding["received"]), cents(funding["awarded"])
        if received > awarded:
            args = {"received": received, "awarded": awarded}
            return [Problem("received-above-awarded", path, (*at, "received"), args)]
    return []


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
        if not ("due" in milestone or "baseline" in milestone or "met" in milestone):
            found.append(Problem("missing-date", path, (*at, key)))
        for other in dict.fromkeys(milestone.get("depends_on", ())):
            if other not in milestones:
                hint = nearest(other, tuple(milestones))
                found.append(Problem("unknown-milestone", path, (*at, key, "depends_on"), {"name": other}, hint))
            else:
                waits.setdefault(key, []).append(other)
    return found + [
        Problem("dependency-cycle", path, (*at, circle[0], "depends_on"), {"names": " → ".join(circle)})
        for circle in find_cycles(waits)
    ]


def find_cycles(waits: dict[str, list[str]]) -> list[list[str]]:
    """Circles in "waits for" edges, no name in two of them; each repeats its first name at the end."""
    circles: list[list[str]] = []
    done: set[str] = set()
    for start in sorted(waits):
        if start not in done:
            circles += _cycles_from(start, waits, done)
    return circles


def _cycles_from(start: str, waits: dict[str, list[str]], done: set[str]) -> Iterator[list[str]]:
    """The circles met on a walk from `start`, depth first; `done` are names walked before, and takes this walk's."""
    path = {start: 0}
    stack = [iter(waits[start])]
    named: set[str] = set()
    while stack:
        following = next(stack[-1], None)
        if following is None:
            stack.pop()
            done.add(path.popitem()[0])
        elif following in path:
            circle = [] if following in named else list(path)[path[following] :]
            if circle and named.isdisjoint(circle):
                named.update(circle)
                yield [*circle, following]
        elif following not in done and following in waits:
            path[following] = len(path)
            stack.append(iter(waits[following]))


def check_town(town: dict[str, Any], path: str) -> list[Problem]:
    """The problems of a town.toml whose shape is right."""
    found: list[Problem] = []
    named = [(("town",), town["town"]), *((("source", key), source) for key, source in town.get("source", {}).items())]
    for at, organisation in named:
        siret = organisation.get("siret", "")
        if siret and not siret_is_valid(siret):
            found.append(Problem("bad-siret", path, (*at, "siret"), {"value": siret}))
    for key, department in town.get("department", {}).items():
        if department.get("ceiling") == {}:
            found.append(Problem("empty-table", path, ("department", key, "ceiling")))
    for key, source in town.get("source", {}).items():
        if "call" in source:
            at = ("source", key, "call")
            found += [Problem("empty-table", path, at)] if not source["call"] else []
            found += _period(source["call"], at, path, "opens", "closes")
    for key, authorisation in town.get("authorisation", {}).items():
        found += _authorisation(authorisation, ("authorisation", key), path)
    if town.get("rule") == {}:
        found.append(Problem("empty-table", path, ("rule",)))
    return found


def _authorisation(authorisation: dict[str, Any], at: Keys, path: str) -> list[Problem]:
    if not authorisation:
        return [Problem("empty-table", path, at)]
    if "credits" in authorisation and "vote" in authorisation:
        planned = total(authorisation["credits"])
        votes = sum(cents(vote["amount"]) for vote in authorisation["vote"].values())
        if planned != votes:
            return [Problem("credits-mismatch", path, (*at, "credits"), {"credits": planned, "votes": votes})]
    return []


def siret_is_valid(siret: str) -> bool:
    """Luhn over the 14 digits; or, for La Poste's establishments (SIREN 356000000), a sum that five divides."""
    digits = [int(c) for c in siret]
    if siret.startswith("356000000") and sum(digits) % 5 == 0:
        return True
    doubled = [d if i % 2 else (2 * d - 9 if d > 4 else 2 * d) for i, d in enumerate(digits)]
    return sum(doubled) % 10 == 0
