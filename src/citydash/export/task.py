"""What an export is made from, and what it comes to."""

import io
from collections.abc import Callable, Iterable
from json import loads
from typing import NamedTuple

from citydash.errors import N_
from citydash.figures.names import Town
from citydash.figures.view import View
from citydash.files.git import GitState
from citydash.locale import Locale


def encoded(parts: Iterable[str]) -> bytes:
    """Texts one after another in UTF-8, none of them kept meanwhile."""
    out = io.BytesIO()
    for part in parts:
        out.write(part.encode("utf-8", "replace"))
    return out.getvalue()


class Task(NamedTuple):
    """The view, the language, the git state; `licence` is one of LICENCES, `faults` says what errors take away.

    `prefix` is what the publisher's project identifiers begin with (OC4IDS).
    """

    view: View
    locale: Locale
    git: GitState | None = None
    where: str = ""
    licence: str = "etalab-2.0"
    faults: tuple[str, ...] = ()
    prefix: str = ""


class LeftOut(NamedTuple):
    """What an export hasn't got, and why: in the language of the export."""

    what: str
    why: str


class Made(NamedTuple):
    """An export: its bytes, or its files by name where it is a folder. `is_empty`: there was nothing for it to hold."""

    data: bytes | dict[str, bytes]
    left_out: list[LeftOut]
    is_empty: bool = False


LICENCES = {
    "etalab-2.0": ("Licence Ouverte 2.0", "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"),
    "odbl-1.0": ("Open Database License 1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
    "cc-by-4.0": ("Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "cc0-1.0": ("Creative Commons Zero 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
}
"""name → title and address. The first two are those that French administrations choose from (article D323-2-1 CRPA)."""


def chosen_towns(view: View) -> list[Town]:
    """The towns that the export is of."""
    return [town for word, town in view.names.towns.items() if view.towns is None or word in view.towns]


def title_of(task: Task) -> str:
    """The town's name where there is one, else the workspace's."""
    towns = chosen_towns(task.view)
    return towns[0].name if len(towns) == 1 else task.view.snapshot.name


def provenance(task: Task) -> dict[str, str]:
    """Where an export comes from, for whoever finds it later; keys in the order that they are said."""
    found = {"workspace": task.view.snapshot.name, "today": task.view.today}
    if task.git:
        found["changed_since" if task.git.changed else "commit"] = task.git.commit
    if task.where:
        found["where"] = task.where
    if task.view.towns is not None:
        found["towns"] = ", ".join(sorted(task.view.snapshot.words[word] for word in task.view.towns))
    return found


_ORIGIN = {
    "workspace": N_("workspace"), "today": N_("calculated as of"), "commit": N_("commit"),
    "changed_since": N_("files changed since the commit"), "where": N_("filter"), "towns": N_("only"),
}  # fmt: skip


def heading_lines(task: Task, left_out: list[LeftOut]) -> tuple[list[str], list[str]]:
    """For files of lines that people read: where an export comes from, and what it hasn't got."""
    text = task.locale.text
    origin = [text("{about}: {words}", about=text(_ORIGIN[key]), words=said) for key, said in provenance(task).items()]
    return origin, [text("left out: {what} ({why})", what=one.what, why=one.why) for one in left_out]


def sources_of(task: Task) -> list[str]:
    """Whose data it is: each town by its name, with the source that its file names."""
    return [f"{town.name} – {town.source}" if town.source else town.name for town in chosen_towns(task.view)]


def always_left_out(task: Task) -> list[LeftOut]:
    """What no export has: projects with errors, those that weren't chosen, what isn't for publication."""
    text, plural, view = task.locale.text, task.locale.plural, task.view
    found = [LeftOut(text("items with errors"), fault.removesuffix(".")) for fault in task.faults]
    if view.towns is not None and (others := len(view.names.towns) - len(view.towns)):
        towns = ", ".join(sorted(view.snapshot.words[word] for word in view.towns))
        found.append(
            LeftOut(plural("{n} town", "{n} towns", others), text("it is outside of --town {towns}", towns=towns))
        )
    everyone = [p for p in view.every_project if view.towns is None or p.town in view.towns]
    if away := len(everyone) - len(view.projects):
        what = plural("{n} project", "{n} projects", away)
        found.append(LeftOut(what, text("the filter doesn't choose it: {where}", where=task.where)))
    return [*found, *_private(task)]


def _private(task: Task) -> list[LeftOut]:
    """What the chosen projects have that isn't for publication, with how many there are of each."""
    text, plural, view = task.locale.text, task.locale.plural, task.view
    more = dict(view.snapshot.fetch("project_mores"))
    own = [loads(more[p.content]) for p in view.projects if more.get(p.content)]
    reviews, risks = sum("review" in one for one in own), sum(len(one.get("risk", ())) for one in own)
    protected = sum(not {"personal", "dpia"}.isdisjoint(one.get("data", ())) for one in own)
    managers = sum(bool(p.manager) for p in view.projects)
    internal = text("the town's own judgement, not open data")
    found = [
        (managers, plural("{n} manager", "{n} managers", managers), text("a role may name a person")),
        (reviews, plural("{n} review", "{n} reviews", reviews), internal),
        (risks, plural("{n} risk", "{n} risks", risks), internal),
        (protected, plural("{n} state of data protection", "{n} states of data protection", protected), internal),
    ]
    return [LeftOut(what, why) for n, what, why in found if n]


def counted(found: dict[str, int], say: Callable[[int], str]) -> list[LeftOut]:
    """What was left out item by item, as a line a reason: `found` has how many by reason, `say` says so many."""
    return [LeftOut(say(n), why) for why, n in found.items() if n]
