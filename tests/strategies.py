"""Hypothesis strategies: towns and projects as the format allows them, and the many ways of writing them in TOML."""

from datetime import date
from decimal import Decimal
from random import Random

from hypothesis import strategies as st

from citydash.model import fiscal, words

IDS = ("a", "b2", "c-d", "dsi", "int", "project", "2026", "e-1", "planned", "zz")
ids = st.sampled_from(IDS)
_CONTROLS = ("Cc", "Cs", "Zl", "Zp")
texts = st.text(
    st.characters(
        exclude_categories=_CONTROLS, exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    ),
    min_size=1,
    max_size=12,
) | st.sampled_from(["[project.b2]", "'''", '"', "\\", "# x", "a = 1", "]", "œuf d’Été\u202f!", "{"])
days = st.dates(date(1990, 1, 1), date(2100, 12, 31))
cents = st.integers(-(10**9), 10**9)
years = st.sampled_from([*map(str, range(2020, 2032)), *fiscal.WORDS])


def amount(cents: int) -> int | Decimal:
    """Cents as a TOML number: whole where they can be."""
    return cents // 100 if cents % 100 == 0 else Decimal(cents).scaleb(-2)


def amounts(least: int = -(10**9)):
    whole_or_not = st.integers(least, 10**9).map(amount) | st.integers(least // 100, 10**7)
    return st.dictionaries(years, whole_or_not, min_size=1, max_size=4)


def tables(required=None, **optional):
    return st.fixed_dictionaries(required or {}, optional=optional)


_stages = {name: amounts() for name in ("voted", "committed", "paid")}
_budget = tables(
    investment=tables(planned=amounts(0), **_stages).filter(bool),
    operating=tables(planned=amounts(), **_stages).filter(bool),
).filter(bool)
_money = st.integers(0, 10**9).map(amount)
_funding = tables(
    {"status": st.sampled_from(words.FUNDING_STATUSES)},
    source=ids,
    section=st.sampled_from(words.SECTIONS),
    eligible=_money,
    requested=_money,
    awarded=_money,
    spend_by=days,
    expected=amounts(),
    received=amounts(),
)
_milestone = tables({"title": texts, "due": days}, met=days, cancelled=st.booleans())
projects = tables(
    {"title": texts, "status": st.sampled_from(words.STATUSES), "lead": ids},
    summary=texts,
    tags=st.lists(texts, max_size=3),
    codes=st.dictionaries(ids, texts, min_size=1, max_size=2),
    priority=st.integers(1, 5),
    end=days,
    progress=st.integers(0, 10**6).map(lambda n: Decimal(n).scaleb(-6)),
    cost_excl_vat=_money,
    budget=st.dictionaries(ids, _budget, min_size=1, max_size=3),
    funding=st.dictionaries(ids, _funding, min_size=1, max_size=3),
    milestone=st.dictionaries(ids, _milestone, min_size=1, max_size=2),
)
"""A project's table; right by itself, warnings apart."""
portfolio_files = st.fixed_dictionaries(
    {"project": st.dictionaries(ids, projects, max_size=3)},
    optional={"portfolio": tables({"title": texts, "pillar": st.sampled_from(words.PILLARS)}, summary=texts)},
)
"""A portfolio file's tables."""


class Writer:
    """Writes tables as TOML, choosing among its ways; one seed is quicker to draw than a choice a key, and shrinks as well."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.plain = seed == 0

    def some(self, *ways: str) -> str:
        return ways[0] if self.plain else self.random.choice(ways)

    def chance(self, one_in: int) -> bool:
        return not self.plain and not self.random.randrange(one_in)

    def scalar(self, value) -> str:
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, str):
            return self.string(value)
        if isinstance(value, list):
            gap = self.some("", " ", "\n  ", " # ]\n")
            return f"[{gap}{f',{gap}'.join(self.scalar(item) for item in value)}{gap}]"
        if isinstance(value, dict):
            return "{ " + ", ".join(f"{self.key(k)} = {self.scalar(v)}" for k, v in value.items()) + " }"
        return value.isoformat() if isinstance(value, date) else str(value)

    def string(self, text: str) -> str:
        escaped = "".join(f"\\U{ord(c):08X}" if c in '"\\' else c for c in text)
        ways = [f'"{escaped}"', f'"""{escaped}"""', f'"""\n{escaped}"""']
        if escaped.lstrip(" \t") == escaped:  # a backslash at a line's end eats the spaces that begin the next
            ways.append(f'"""\\\n   \\\n{escaped}"""')
        if "'" not in text:
            ways += [f"'{text}'", f"'''{text}'''", f"'''\n{text}'''"]
        return self.some(*ways)

    def key(self, name: str) -> str:
        return self.some(name, name, name, f'"{name}"', f"'{name}'")

    def path(self, keys) -> str:
        return self.some(".", ".", " . ").join(self.key(name) for name in keys)

    def statements(self, table, at):
        """(lines that stand under the header `at`, [(header, lines)] of the tables in it that have one of their own)."""
        lines, others = [], []
        for name, value in table.items():
            way = self.some("header", "inline", "dotted") if isinstance(value, dict) and value else "inline"
            if way == "header":
                below, more = self.statements(value, (*at, name))
                others += [((*at, name), below), *more]
            elif way == "dotted":
                lines += [f"{self.path((name, k))} = {self.scalar(v)}" for k, v in value.items()]
            else:
                lines.append(f"{self.key(name)} = {self.scalar(value)}")
        return lines, others

    def blocks(self, table, at):
        lines, others = self.statements(table, at)
        return [(at, lines), *others]

    def file(self, table) -> str:
        """A portfolio file: headers in any order, indented, quoted, commented."""
        blocks = self.blocks(table["portfolio"], ("portfolio",)) if "portfolio" in table else []
        for name, value in table["project"].items():
            blocks += self.blocks(value, ("project", name))
        if self.chance(4):
            self.random.shuffle(blocks)
        text = self.some("", "# [project.a]\n", "\n\n")
        for keys, lines in blocks:
            text += f"{self.indent()}[{self.some('', ' ')}{self.path(keys)}]{self.note()}\n"
            text += "".join(f"{self.indent()}{line}{self.note()}\n" for line in lines) + self.some("", "", "\n")
        is_on_lines = '"""' not in text and "'''" not in text
        return text.replace("\n", "\r\n") if is_on_lines and self.chance(3) else text

    def indent(self) -> str:
        return self.some("", "", "", "", "  ", "\t")

    def note(self) -> str:
        return self.some("", "", "", " # [project.a]", '# """', "\n# [project.b2]\n# title = '''")


seeds = st.integers(0, 2**32)
toml_texts = st.builds(lambda table, seed: (table, Writer(seed).file(table)), portfolio_files, seeds)
"""(a file's tables, a text that says the same)."""
