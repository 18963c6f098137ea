"""`export oc4ids`: the projects as an OC4IDS 0.9 package (Open Contracting for Infrastructure Data Standard).

A project's budget is broken down by stage, each entry a department's section in one fiscal year; what sources are
expected to bring is a breakdown of its own; what is secured of them is its finance. Dates are those of whole days, in
UTC.
"""

import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import groupby
from json import dumps, loads

from citydash.errors import UsageError
from citydash.export.amounts import by_project
from citydash.export.oc4ids_parts import (
    ADDRESS,
    Json,
    documents,
    funder,
    id_of,
    locations,
    period,
    siret,
    some,
    time,
    value,
)
from citydash.export.task import (
    LICENCES,
    LeftOut,
    Made,
    Task,
    always_left_out,
    chosen_towns,
    counted,
    encoded,
    provenance,
    title_of,
)
from citydash.figures.facts import Fact
from citydash.figures.funding import FundingLine, funding_lines
from citydash.figures.milestones import MilestoneLine
from citydash.figures.milestones import by_project as milestones_by_project
from citydash.figures.names import Town
from citydash.figures.projects import Project
from citydash.locale.clean import plain
from citydash.model.fiscal import first_day, is_year, last_day, year_name
from citydash.model.words import MEASURES, MONEY_IN, SECTIONS, SPENDING

VERSION = "0.9"
STATUS = {
    "idea": "identification", "study": "preparation", "arbitration": "preparation", "approved": "preparation",
    "tender": "implementation", "delivery": "implementation", "acceptance": "completion", "operation": "maintenance",
    "closed": "completion", "cancelled": "cancelled",
}  # fmt: skip
"""A project's status as the codelist has it; what is on hold has none there."""
MILESTONE = {"met": "met", "planned": "scheduled", "late": "notMet"}
FINANCE = {"grant": "grant", "loan": "loan", "guarantee": "guarantee"}
"""Kinds of source that are an arrangement between two parties."""
BUDGET = "sourceParty"
"""The role of who brings an amount of the budget, a department or a funder."""


def make(task: Task) -> Made:
    """The package, a project a line. Raises `UsageError` where there is no project: the standard asks for one."""
    if not task.view.projects:
        raise UsageError("there is no project to export: an OC4IDS package has at least one")
    maker = _Maker(task)
    left_out: list[LeftOut] = []

    def parts() -> Iterator[str]:
        yield dumps(_head(task), ensure_ascii=False, indent=1).removesuffix("\n}")
        for n, project in enumerate(maker.projects()):
            yield ",\n" if n else ',\n "projects": [\n'
            yield dumps(project, ensure_ascii=False)
        left_out.extend((*always_left_out(task), *maker.left_out()))
        said = dumps([{"what": one.what, "why": one.why} for one in left_out], ensure_ascii=False)
        yield f'\n ],\n "leftOut": {said}\n}}\n'

    return Made(encoded(parts()), left_out)


def _head(task: Task) -> Json:
    """What the package says of itself. The standard lets a package say more than it names: `leftOut`, `provenance`."""
    origin = provenance(task)
    towns = chosen_towns(task.view)
    publisher = {"name": title_of(task)}
    if len(towns) == 1 and (known := siret(towns[0].siret)):
        publisher |= {"scheme": known["scheme"], "uid": known["id"]}
    return {
        "uri": uuid.uuid5(uuid.NAMESPACE_OID, dumps(origin)).urn,
        "version": VERSION,
        "publishedDate": time(task.view.today),
        "publisher": publisher,
        "license": LICENCES[task.licence][1],
        "provenance": origin,
    }


class _Maker:
    """The projects one by one, and what they had to leave out on the way."""

    def __init__(self, task: Task) -> None:
        self.task, self.view, self.names = task, task.view, task.view.names
        self.lacks: Counter[str] = Counter()

    def projects(self) -> Iterator[Json]:
        """Every chosen project."""
        view = self.view
        more = dict(view.snapshot.fetch("project_mores"))
        milestones = milestones_by_project(view)
        funding: dict[tuple[int, int], list[FundingLine]] = {}
        for line in funding_lines(view):
            funding.setdefault((line.project.town, line.project.content), []).append(line)
        facts = {(p.town, p.content): own for p, own in by_project(view, (*SPENDING, "expected"))}
        for p in view.projects:
            at = p.town, p.content
            extra = loads(more.get(p.content) or "{}")
            yield self._project(p, extra, funding.get(at, []), facts.pop(at, []), milestones.get(at, ()))

    def left_out(self) -> list[LeftOut]:
        text, plural, lacks = self.task.locale.text, self.task.locale.plural, self.lacks
        lines = {
            text("refused, lapsed or withdrawn"): lacks["lost"],
            text("this standard counts only secured funding"): lacks["unsure"],
            text("this standard doesn't count own funds, prices or help in kind as finance"): lacks["other kind"],
            text("its source isn't in town.toml"): lacks["unknown kind"],
        }
        on_hold = {text("the codelist has no status for what is on hold"): lacks["on hold"]}
        cancelled = {text("the codelist has no status for what is cancelled"): lacks["cancelled"]}
        links = {text("it is no address on the web"): lacks["link"]}
        received = {text("the standard wants the day of each payment"): lacks["receipts"]}
        found = [
            *counted(lines, lambda n: plural("{n} funding line", "{n} funding lines", n)),
            *counted(received, lambda n: plural("receipts of {n} funding line", "receipts of {n} funding lines", n)),
            *counted(on_hold, lambda n: plural("status of {n} project", "status of {n} projects", n)),
            *counted(cancelled, lambda n: plural("{n} milestone", "{n} milestones", n)),
            *counted(links, lambda n: plural("{n} link", "{n} links", n)),
        ]
        if not self.task.prefix:
            why = text("none is given with --prefix: the standard's helpdesk registers one")
            found.append(LeftOut(text("registered prefix of project identifiers"), why))
        unsaid = text("contracts, sectors, tags, priorities, progress, dependencies, authorisations, ceilings")
        return [*found, LeftOut(unsaid, text("the files or the standard don't have them"))]

    def _project(
        self, p: Project, more: Json, lines: list[FundingLine], facts: list[Fact], milestones: tuple[MilestoneLine, ...]
    ) -> Json:
        town = self.names.town(p.town)
        self.lacks["on hold"] += p.status == "on-hold"
        self.lacks["link"] += sum(not ADDRESS.fullmatch(link) for link in more.get("links", {}).values())
        return some({
            "id": plain("-".join(filter(None, (self.task.prefix, town.key, p.key)))),
            "language": town.language,
            "identifiers": [{"id": plain(code), "scheme": name} for name, code in more.get("codes", {}).items()],
            "title": plain(p.title),
            "description": plain(p.summary or ""),
            "status": STATUS.get(p.status),
            "period": period(p.start, p.end),
            "publicAuthority": {"id": id_of(town), "name": plain(town.name)},
            "parties": self._parties(town, lines, facts),
            "documents": documents(more.get("links", {})),
            "locations": locations(more.get("location", {})),
            "budget": self._budget(p, lines, facts),
            "milestones": self._milestones(milestones),
        })  # fmt: skip

    def _parties(self, town: Town, lines: list[FundingLine], facts: list[Fact]) -> list[Json]:
        """The town, its departments that pay, and the funders, each once, in every role that it has."""
        found = [some({"id": id_of(town), "name": plain(town.name), "identifier": siret(town.siret),
                        "roles": ["publicAuthority"]})]  # fmt: skip
        words = dict.fromkeys(fact[4] for fact in facts if fact[4])
        found += [{**self._department(town, word), "roles": ["buyer", BUDGET]} for word in words]
        expected = {self.names.words[fact[6]] for fact in facts if MEASURES[fact[3]] in MONEY_IN}
        for of in dict.fromkeys(line.source for line in lines):
            roles = ["funder", BUDGET] if of.key in expected else ["funder"]
            found.append(some({**funder(of), "roles": roles, "identifier": siret(of.siret)}))
        return found

    def _department(self, town: Town, word: int) -> Json:
        return {"id": f"department-{self.names.words[word]}", "name": plain(self.names.department(town.word, word))}

    def _budget(self, p: Project, lines: list[FundingLine], facts: list[Fact]) -> Json:
        currency = self.view.currency(p.town)
        breakdowns = []
        for measure, own in groupby(facts, key=lambda fact: MEASURES[fact[3]]):
            of = self._source_entry if measure in MONEY_IN else self._department_entry
            entries = [self._entry(p, fact, of, n) for n, fact in enumerate(own, 1)]
            breakdowns.append({"id": measure, "description": self.task.locale.word("measure", measure),
                               "budgetBreakdown": entries})  # fmt: skip
        return some({
            "amount": value(p.cost, currency),
            "budgetBreakdowns": breakdowns,
            "finance": [made for line in lines if (made := self._finance(line, currency))],
        })  # fmt: skip

    def _entry(self, p: Project, fact: Fact, of: Callable[[Project, Fact], Json], n: int) -> Json:
        year, locale = fact[8], self.task.locale
        what = f"{locale.word('section', SECTIONS[fact[5]])}, {locale.year(year_name(year))}"
        start = self.names.town(p.town).fiscal_year_start
        during = period(first_day(year, start), last_day(year, start)) if is_year(year) else None
        amount = value(fact[9], self.view.currency(p.town))
        return some({"id": str(n), "description": what, "amount": amount, "period": during, "sourceParty": of(p, fact)})

    def _department_entry(self, p: Project, fact: Fact) -> Json:
        return self._department(self.names.town(p.town), fact[4])

    def _source_entry(self, p: Project, fact: Fact) -> Json:
        return funder(self.names.source(p.town, fact[6]))

    def _finance(self, f: FundingLine, currency: str) -> Json | None:
        """A secured line's arrangement; None of any other, which is counted."""
        self.lacks["receipts"] += bool(f.received)
        if f.certainty != "secured" or f.source.kind not in FINANCE:
            if f.certainty != "secured":
                self.lacks["lost" if f.certainty == "lost" else "unsure"] += 1
            else:
                self.lacks["other kind" if f.source.kind else "unknown kind"] += 1
            return None
        return some({
            "id": f.line,
            "title": plain(f.source.name),
            "description": self.task.locale.word("funding", f.status),
            "value": None if f.awarded is None else value(f.awarded, currency),
            "financingParty": funder(f.source),
            "type": FINANCE[f.source.kind],
            "period": period(f.dates.get("starts_on"), f.dates.get("spend_by")),
        })  # fmt: skip

    def _milestones(self, milestones: tuple[MilestoneLine, ...]) -> list[Json]:
        found, locale = [], self.task.locale
        for m in milestones:
            if m.state not in MILESTONE:
                self.lacks["cancelled"] += 1
                continue
            baseline = (
                locale.text("Baseline: {day} ({slip})", day=m.baseline, slip=locale.days(m.slip)) if m.slip else ""
            )
            due = m.due or m.baseline
            found.append(some({
                "id": m.key,
                "title": plain(m.title),
                "description": baseline,
                "dueDate": time(due) if due else None,
                "dateMet": time(m.met) if m.met else None,
                "dateModified": time(self.view.today),
                "status": MILESTONE[m.state],
            }))  # fmt: skip
        return found
