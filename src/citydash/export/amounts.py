"""The amounts of the chosen projects, project by project: what each format spreads out in its own way."""

from collections.abc import Iterable, Iterator

from citydash.figures.facts import Fact, stored
from citydash.figures.projects import Project
from citydash.figures.view import View

EVERY_AXIS = ("project", "department", "section", "source", "certainty", "year")


def by_project(view: View, measures: Iterable[str]) -> Iterator[tuple[Project, list[Fact]]]:
    """Each chosen project that has amounts of these measures, and them: in the order of measures, departments and
    sources of town.toml, sections, certainties, years.
    """
    found: dict[tuple[int, int], list[Fact]] = {}
    for fact in stored(view, measures, EVERY_AXIS):
        found.setdefault((fact[0], fact[2]), []).append(fact)
    names = view.names
    department = {key: n for n, key in enumerate(names.departments)}
    source = {key: n for n, key in enumerate(names.sources)}

    def place(fact: Fact) -> tuple[int | str, ...]:
        town, _portfolio, _content, measure, unit, section, funds, sure, year, _cents = fact
        return (
            measure, department.get((town, unit), len(department)), names.words[unit],
            source.get((town, funds), len(source)), names.words[funds], section, sure, year,
        )  # fmt: skip

    for project in view.projects:
        if facts := found.pop((project.town, project.content), None):
            facts.sort(key=place)
            yield project, facts
