"""The rows of `sheets`: amounts in cents, rates in parts per million, days ISO, lists and maps as JSON texts.

What projects name and town.toml doesn't declare (a department, a source, an authorisation, a portfolio without a
header) gets a row with its id for a name: no amount is taken away, and every reference finds its row.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from json import dumps, loads
from typing import Any

from citydash.export.amounts import by_project
from citydash.export.task import LeftOut, Task, always_left_out, counted
from citydash.figures.funding import FundingLine, funding_lines
from citydash.figures.milestones import by_project as milestones_by_project
from citydash.figures.projects import Project
from citydash.figures.view import View
from citydash.model.amounts import money
from citydash.model.fiscal import year_name
from citydash.model.words import CERTAINTIES, MEASURES, SECTIONS, SPENDING

Row = tuple[Any, ...]


class Rows:
    """The rows of each sheet by its name, of the chosen towns and projects; read when they are asked for."""

    def __init__(self, view: View) -> None:
        self.view, self.names = view, view.names
        self.words = view.names.words
        self.towns_chosen = [word for word in view.names.towns if view.towns is None or word in view.towns]

    def of(self, sheet: str) -> Iterable[Row]:
        """The rows of a sheet, in the order of its columns."""
        made: Callable[[], Iterable[Row]] = getattr(self, sheet)
        return made()

    def left_out(self, task: Task) -> list[LeftOut]:
        """What no sheet has."""
        places = Counter(
            (f.project.town, f.project.content, f.section, f.source.key, f.certainty)
            for f in self._funding
            if f.expected is not None or f.received is not None
        )
        text, plural = task.locale.text, task.locale.plural
        together = {text("`receipts` adds up a project's lines of one source and certainty"): sum(
            n for n in places.values() if n > 1
        )}  # fmt: skip
        years = counted(together, lambda n: plural("years of {n} funding line", "years of {n} funding lines", n))
        return [*always_left_out(task), *years]

    @cached_property
    def _funding(self) -> list[FundingLine]:
        return funding_lines(self.view)

    def _with_stubs(
        self, declared: Iterable[tuple[int, int]], used: Iterable[tuple[int, int]]
    ) -> list[tuple[int, int]]:
        """(town, word) of the chosen towns: those declared, in order, then others that projects name, by id."""
        chosen = set(self.towns_chosen)
        found = [at for at in declared if at[0] in chosen]
        more = {at for at in used if at[0] in chosen} - set(found)
        return found + sorted(more, key=lambda at: (self.words[at[0]], self.words[at[1]]))

    def _of_towns(self, statement: str) -> list[tuple[Any, ...]]:
        """The rows that a statement has of the chosen towns."""
        chosen = set(self.towns_chosen)
        return [row for row in self.view.snapshot.fetch(statement) if row[0] in chosen]

    def towns(self) -> Iterator[Row]:
        more = {row[0]: row[5:7] for row in self.view.snapshot.fetch("towns")}
        for word in self.towns_chosen:
            t = self.names.town(word)
            staff, revenue = more[word]
            yield (
                t.key, t.name, t.insee, t.siret, t.population, money(staff), revenue, t.currency, t.language,
                t.fiscal_year_start, t.vat_refund_rate, t.own_share_min, t.invented, t.source,
            )  # fmt: skip

    def departments(self) -> Iterator[Row]:
        used = {(p.town, p.lead) for p in self.view.projects}
        used |= {*self.view.snapshot.fetch("spending_departments")}
        for town, word in self._with_stubs(self.names.departments, used):
            yield self.words[town], self.words[word], self.names.department(town, word)

    def sources(self) -> Iterator[Row]:
        used = {(row[0], row[4]) for row in self.view.snapshot.fetch("funding")}
        for town, word in self._with_stubs(self.names.sources, used):
            s = self.names.source(town, word)
            yield (
                self.words[town], s.key, s.name, s.funder or None, s.siret, s.level or None, s.kind or None,
                s.state_endowment, s.max_rate, s.opens, s.closes,
            )  # fmt: skip

    def portfolios(self) -> Iterator[Row]:
        used = {(p.town, p.portfolio) for p in self.view.projects}
        for town, word in sorted(self._with_stubs(self.names.portfolios, used), key=self._by_id):
            p = self.names.portfolio(town, word)
            yield self.words[town], p.key, p.title, p.pillar or None, p.summary or None

    def _by_id(self, at: tuple[int, int]) -> tuple[str, str]:
        return self.words[at[0]], self.words[at[1]]

    def authorisations(self) -> Iterator[Row]:
        found = {(town, key): (title, section) for town, key, _n, title, section in self._of_towns("authorisations")}
        for p in self.view.projects:
            if p.authorisation:
                found.setdefault((p.town, p.authorisation), (None, None))
        for (town, key), (title, section) in found.items():
            yield self.words[town], key, title, None if section is None else SECTIONS[section]

    def votes(self) -> Iterator[Row]:
        for town, key, vote, day, cents in self._of_towns("votes"):
            yield self.words[town], key, vote, day, cents, self.view.currency(town)

    def credits(self) -> Iterator[Row]:
        for town, key, year, cents in sorted(self._of_towns("credits")):
            yield self.words[town], key, year_name(year), cents, self.view.currency(town)

    def ceilings(self) -> Iterator[Row]:
        place = {at: n for n, at in enumerate(self.names.departments)}
        for town, word, section, year, cents in sorted(
            self._of_towns("ceilings"), key=lambda row: (place[row[0], row[1]], *row[2:])
        ):
            key = self.words[word]
            yield self.words[town], key, SECTIONS[section], year_name(year), cents, self.view.currency(town)

    def projects(self) -> Iterator[Row]:
        by_content = dict(self.view.snapshot.fetch("project_mores"))
        for p in self.view.projects:
            yield self._project(p, loads(by_content.get(p.content) or "{}"))

    def _project(self, p: Project, more: dict[str, Any]) -> Row:
        place = more.get("location", {})
        return (
            self.words[p.town], p.key, self.words[p.portfolio], p.title, p.summary, p.status, self.words[p.lead],
            p.priority, p.start, p.end, p.baseline_start, p.baseline_end, p.progress, p.cost, p.cost_excl_vat,
            p.vat_refund_share, self.view.currency(p.town), p.authorisation, p.tags, _json(more.get("codes")),
            _json(more.get("links")), p.depends_on, _json(more.get("data", {}).get("opens")),
            place.get("lat"), place.get("lon"), place.get("label"),
        )  # fmt: skip

    def budget(self) -> Iterator[Row]:
        for p, facts in by_project(self.view, SPENDING):
            head, currency = (self.words[p.town], p.key), self.view.currency(p.town)
            for _town, _portfolio, _content, stage, department, section, _source, _sure, year, cents in facts:
                yield (
                    *head, self.words[department], SECTIONS[section], MEASURES[stage], year_name(year), cents, currency,
                )  # fmt: skip

    def funding(self) -> Iterator[Row]:
        for f in self._funding:
            p, day = f.project, f.dates.get
            yield (
                self.words[p.town], p.key, f.line, f.source.key, f.section, f.status, f.certainty, f.eligible,
                f.justified, f.requested, f.awarded, f.expected, f.received, f.counted, self.view.currency(p.town),
                day("applied_on"), day("acknowledged_on"), day("awarded_on"), day("contracted_on"), day("starts_on"),
                day("spend_by"), day("claim_by"),
            )  # fmt: skip

    def receipts(self) -> Iterator[Row]:
        for p, facts in by_project(self.view, ("expected", "received")):
            head, currency = (self.words[p.town], p.key), self.view.currency(p.town)
            for _town, _portfolio, _content, measure, _department, section, source, sure, year, cents in facts:
                yield (
                    *head, self.words[source], SECTIONS[section], CERTAINTIES[sure - 1], MEASURES[measure],
                    year_name(year), cents, currency,
                )  # fmt: skip

    def milestones(self) -> Iterator[Row]:
        found = milestones_by_project(self.view)
        for p in self.view.projects:
            for m in found.get((p.town, p.content), ()):
                waits = _json(list(m.depends_on))
                yield m.town, p.key, m.key, m.title, m.baseline, m.due or m.baseline, m.met, m.state, m.slip, waits


def _json(value: Any) -> str | None:
    """JSON text of a list or a map, None of an empty one."""
    return dumps(value, ensure_ascii=False) if value else None
