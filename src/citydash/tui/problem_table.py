"""The problems' table: grouped by file, severity or code, each group under a line with its counts."""

from collections.abc import Hashable
from itertools import groupby
from typing import NamedTuple

from textual.strip import Strip

from citydash.errors import N_
from citydash.files.problems import Problem
from citydash.locale.problems import what
from citydash.tui.cells import Parts, fit, fit_end, width_of
from citydash.tui.context import Context
from citydash.tui.widgets.table import Column, Table, styled

GROUPS = ("file", "severity", "code")
"""The order in which a key goes through the groupings."""
TITLES = {"severity": N_("Severity"), "file": N_("File and line"), "code": N_("Code"), "sentence": N_("Problem")}
SEVERITIES = ("error", "warning")
PLACE, CODE = 24, 24
"""Cells of these columns at least, where what stands in them is that long."""


class Group(NamedTuple):
    """A line above the problems that share a file, a severity or a code."""

    label: str
    errors: int
    warnings: int


def grouped(problems: list[Problem], by: str) -> list[Group | Problem]:
    """The problems under their groups: files that hold an error first, then by name; errors before warnings; codes
    likewise, then by name.
    """
    faulty = {p.path for p in problems if p.severity == "error"}
    keys = {
        "file": lambda p: (p.path not in faulty, p.path),
        "severity": lambda p: (SEVERITIES.index(p.severity),),
        "code": lambda p: (SEVERITIES.index(p.severity), p.code),
    }
    rows: list[Group | Problem] = []
    for _key, members in groupby(sorted(problems, key=keys[by]), key=keys[by]):
        some = list(members)
        errors = sum(p.severity == "error" for p in some)
        label = {"file": some[0].path, "severity": some[0].severity, "code": some[0].code}[by]
        rows += [Group(label, errors, len(some) - errors), *some]
    return rows


class ProblemTable(Table):
    """A problem a row: severity, place, code, sentence."""

    opens_on_click = False

    def __init__(self, context: Context) -> None:
        super().__init__(id="problems")
        self.context = context
        self.by, self.currency = GROUPS[0], ""

    def fill(self, problems: list[Problem], by: str, currency: str, caption: Parts, note: str) -> None:
        """The rows grouped anew; the cursor stays on its problem."""
        self.by, self.currency, self.caption = by, currency, caption
        self.columns = self._columns(problems)
        self.load(grouped(problems, by), note=((note, "good" if not problems else "muted"),))
        self.repaint()

    def _columns(self, problems: list[Problem]) -> tuple[Column, ...]:
        """What the groups say already has no column."""
        text, word = self.context.locale.text, self.context.locale.word
        severities = max(width_of(word("severity", name)) for name in SEVERITIES) + 2
        place = max((width_of(self._place(p)) for p in problems), default=0)
        code = max((width_of(p.code) for p in problems), default=0)
        titles = {key: text(title) for key, title in TITLES.items()}
        if self.by == "file":
            titles["file"] = text("Line")
        shown = (
            Column("severity", titles["severity"], severities, rank=3),
            Column("file", titles["file"], max(width_of(titles["file"]), min(place, PLACE)), 1, rank=2, most=place),
            Column("code", titles["code"], max(width_of(titles["code"]), min(code, CODE)), rank=4),
            Column("sentence", titles["sentence"], 36, 3, sorts=False),
        )
        return tuple(column for column in shown if column.key != self.by or column.key == "file")

    def _place(self, problem: Problem) -> str:
        place = f"{problem.line}:{problem.column}"
        return place if self.by == "file" else f"{problem.path}:{place}"

    def key(self, row: Group | Problem) -> Hashable | None:
        return None if isinstance(row, Group) else (row.path, row.keys, row.code, row.line)

    def base(self, row: Group | Problem) -> str:
        return "heading" if isinstance(row, Group) else "text"

    def row_strip(self, row: Group | Problem, width: int, base: str) -> Strip:
        if isinstance(row, Problem):
            return super().row_strip(row, width, base)
        counts = self.context.counted(row.errors, row.warnings)
        label = self.context.locale.word("severity", row.label) if self.by == "severity" else row.label
        room = width - sum(width_of(text) for text, _style in counts) - 2
        return self.strip(((f" {fit(label, room)}", "strong"), *counts, (" ", "heading")), width, base)

    def cell(self, row: Problem, column: Column, width: int) -> str | Parts:
        if column.key == "severity":
            said, style = self.context.severity(row.severity)
            return styled(said, width, style)
        if column.key == "sentence":
            return self._sentence(row, width)
        if column.key == "code":
            return styled(row.code, width, "muted")
        return fit_end(self._place(row), width)

    def _sentence(self, problem: Problem, width: int) -> Parts:
        """What is wrong first: the keys that lead there are long, and stand after it where there is room."""
        said = what(problem, self.context.locale, self.currency)
        room = width - width_of(said) - 2
        if room <= 0 or not problem.keys:
            return styled(said, width, "text")
        return ((said, "text"), (fit(f"  {problem.key_path}", room + 2), "muted"))
