"""Histories of a workspace as towns make them: budgets edited, projects added, moved, renamed, merged, and taken back."""

import random
from typing import NamedTuple

from histories import Commit
from workspaces import HEAD

DEPARTMENTS = ("dsi", "voirie", "culture")
SOURCES = {"dsil": "grant", "region": "grant", "banque": "loan", "mecene": "grant", "caution": "guarantee"}
KINDS = ("grant", "loan", "price", "in-kind")
STATUSES = ("idea", "study", "approved", "delivery", "closed", "cancelled")
FUNDING = ("identified", "applied", "awarded", "contracted", "part-paid", "paid", "refused", "lapsed")
YEARS = ("earlier", "2024", "2025", "2026", "2027", "later", "undated")
Files = dict[str, str]


class Plan(NamedTuple):
    """Commits, and what stands at each: the files, by path."""

    commits: list[Commit]
    states: list[Files]


def town(chance: random.Random, name: str, currency: str = "EUR") -> str:
    """A town's own file; the month that its fiscal year starts in, and what its sources are, may change."""
    lines = ["format = 1", "[town]", f'name = "{name}"', f'currency = "{currency}"']
    lines.append(f"fiscal_year_start = {chance.choice((1, 1, 9))}")
    for key in DEPARTMENTS[: chance.choice((2, 3))]:
        lines += [f"[department.{key}]", f'name = "Direction {key}"']
    for key, kind in SOURCES.items():
        kind = kind if chance.random() < 0.9 else chance.choice(KINDS)  # noqa: PLW2901 - as seldom as a slip of the pen
        lines += [f"[source.{key}]", f'name = "Source {key}"', 'level = "state"', f'kind = "{kind}"']
    return "\n".join(lines) + "\n"


def project(chance: random.Random, key: str) -> str:
    """A project of any shape."""
    lines = [f"[project.{key}]", f'title = "Projet {key}"', f'status = "{chance.choice(STATUSES)}"', 'lead = "dsi"']
    if chance.random() < 0.8:
        lines += [f"end = {_day(chance)}", f"baseline = {{ end = {_day(chance)} }}"]
    for department in chance.sample(DEPARTMENTS, chance.choice((1, 1, 2))):
        for section in chance.sample(("investment", "operating"), chance.choice((1, 2))):
            lines.append(f"[project.{key}.budget.{department}.{section}]")
            stages = chance.sample(("voted", "committed", "paid"), chance.choice((0, 1, 2)))
            lines += [f"{stage} = {_amounts(chance)}" for stage in ("planned", *stages)]
    for source in chance.sample(tuple(SOURCES), chance.choice((0, 1, 2, 3))):
        lines.append(f"[project.{key}.funding.{source}]")
        status = chance.choice(FUNDING)
        lines.append(f'status = "{status}"')
        if status not in ("identified", "applied"):
            lines.append(f"awarded = {_amount(chance)}")
        lines.append(f"requested = {_amount(chance)}")
        lines += [f"{name} = {_amounts(chance, 2)}" for name in ("expected", "received") if chance.random() < 0.4]
    for milestone in chance.sample(("avis", "travaux", "livraison"), chance.choice((0, 1, 2))):
        lines += [f"[project.{key}.milestone.{milestone}]", f'title = "{milestone.title()}"']
        lines += [f"{name} = {_day(chance)}" for name in ("baseline", "due")]
    return "\n".join(lines) + "\n\n"


def _day(chance: random.Random) -> str:
    return f"{chance.randint(2024, 2028)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"


def _amount(chance: random.Random) -> str:
    return f"{chance.randrange(1, 10**6)}.{chance.randrange(100):02d}"


def _amounts(chance: random.Random, most: int = 4) -> str:
    years = sorted(chance.sample(YEARS, chance.randint(1, most)), key=YEARS.index)
    return f"{{ {', '.join(f'{year} = {_amount(chance)}' for year in years)} }}"


def make_plan(seed: int, commits: int, folder: str = "ws/") -> Plan:
    """A history of so many commits; no two seeds give the same, and each gives the same everywhere."""
    chance = random.Random(seed)
    names = [chr(ord("a") + n) for n in range(6)]
    first: Files = {
        "v/town.toml": town(chance, "V"), "v/x/portfolio.toml": HEAD, "v/y.toml": HEAD + project(chance, "m"),
        "w/town.toml": town(chance, "W", "XPF"), "w/p.toml": HEAD + project(chance, "a") + project(chance, "b"),
        **{f"v/x/{key}.toml": project(chance, key) for key in names[:4]},
    }  # fmt: skip
    states = [first]
    made = [Commit({f"{folder}{path}": text for path, text in first.items()})]
    for n in range(1, commits):
        parent = n - 1 if chance.random() < 0.8 or n < 3 else chance.randrange(n - 1)
        merges = chance.randrange(n - 1) if parent == n - 1 and n > 2 and chance.random() < 0.15 else None
        state = dict(states[parent])
        if merges is not None:
            _merge(chance, state, states[merges])
        for _edit in range(chance.choice((1, 1, 2, 3))):
            _edit_one(chance, state, states, names)
        before = states[parent]
        files = {path: state.get(path) for path in before.keys() | state.keys() if before.get(path) != state.get(path)}
        states.append(state)
        made.append(
            Commit(
                {f"{folder}{path}": text for path, text in sorted(files.items())},
                merges=merges, parent=None if parent == n - 1 else parent,
            )
        )  # fmt: skip
    return Plan(made, states)


def _merge(chance: random.Random, state: Files, other: Files) -> None:
    for path in sorted(state.keys() | other.keys()):
        if chance.random() < 0.4:
            _put(state, path, other.get(path))


def _put(state: Files, path: str, text: str | None) -> None:
    if text is None:
        state.pop(path, None)
    else:
        state[path] = text


def _edit_one(chance: random.Random, state: Files, states: list[Files], names: list[str]) -> None:
    """One thing that happens between two commits."""
    key, path = chance.choice(names), f"v/x/{chance.choice(names)}.toml"
    what = chance.randrange(14)
    if what < 5:
        state[f"v/x/{key}.toml"] = project(chance, key)
    elif what == 5:
        _put(state, path, None)
    elif what == 6 and path in state:  # another file of another portfolio
        state[f"v/z/{key}.toml"] = state.pop(path)
        state["v/z/portfolio.toml"] = HEAD
    elif what == 7:  # a file of several, that may claim an id that stands elsewhere
        state["v/y.toml"] = HEAD + "".join(project(chance, one) for one in chance.sample([*names, "m", "n"], 3))
    elif what == 8:  # a town's own file: other months, kinds, departments
        state["v/town.toml"] = town(chance, "V", "EUR" if chance.random() < 0.9 else "USD")
    elif what == 9:
        state["w/town.toml"] = chance.choice(("format = 2\n", "broken = [", town(chance, "W", "XPF")))
    elif what == 10:
        state[f"v/x/{key}.toml"] = "planned = ["
    elif what == 11:
        state["w/p.toml"] = HEAD + project(chance, "a") + (project(chance, key) if chance.random() < 0.5 else "")
    elif what == 12 and f"v/x/{key}.toml" in state:  # the same project under another id
        state[f"v/x/{key}{key}.toml"] = state.pop(f"v/x/{key}.toml").replace(f"[project.{key}", f"[project.{key}{key}")
    else:  # all as it once was
        old = chance.choice(states)
        state.clear()
        state.update(old)
