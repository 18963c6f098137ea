"""A report as data: what it says of itself, and tables of plain values. Formats turn it into bytes.

Cells hold cents, ISO days, parts of one or texts, by their column's kind; None is "no data", which is not 0.
"""

from typing import Any, NamedTuple

from citydash.figures.alerts import faulty_towns
from citydash.figures.names import Town
from citydash.figures.view import Cuts, View
from citydash.files.git import GitState, state
from citydash.locale import Locale

TYPE_CHECKING = False  # as typing's, without importing it
if TYPE_CHECKING:
    from decimal import Decimal

TEXT, AMOUNT, PERCENT, DATE, DAYS, NUMBER, BAR = "text", "amount", "percent", "date", "days", "number", "bar"
Row = tuple[Any, ...]


class Column(NamedTuple):
    """A column: `key` names it in CSV, `title` for people."""

    key: str
    title: str
    kind: str = TEXT


class Table(NamedTuple):
    """Rows under columns. `total` is a last row, in the same columns; `empty` what to say when there are no rows.

    `vat` says that amounts are of spending, which the town's accounts carry with VAT; grants and loans have none.
    """

    title: str
    columns: tuple[Column, ...]
    rows: list[Row]
    total: Row | None = None
    currency: str = ""
    note: str = ""
    empty: str = ""
    vat: bool = True


class Report(NamedTuple):
    """A whole report: title, what it is about (label, text), facts in a line each, tables, closing notes."""

    title: str
    about: list[tuple[str, str]]
    facts: list[tuple[str, str]]
    tables: list[Table]
    notes: list[str]


class Job(NamedTuple):
    """What a report is made from: the view, the language, the cuts and the git state it was made at."""

    view: View
    locale: Locale
    cuts: Cuts = Cuts()
    where: str = ""
    towns: tuple[str, ...] = ()
    git: GitState | None = None


def make_job(view: View, locale: Locale, cuts: Cuts, where: str = "", towns: tuple[str, ...] = ()) -> Job:
    """A job, with what git says of the workspace."""
    return Job(view, locale, cuts, " ".join(where.split()), towns, state(view.snapshot.root))


def workspace_title(job: Job) -> str:
    """The town's name where there is one town, else the workspace's."""
    chosen = chosen_towns(job.view)
    return chosen[0].name if len(chosen) == 1 else job.view.snapshot.name


def chosen_towns(view: View) -> list[Town]:
    """The towns that the report is about."""
    return [town for word, town in view.names.towns.items() if view.towns is None or word in view.towns]


def with_tax(locale: Locale, amount: str, currency: str) -> str:
    """An amount with its tax basis: a town's accounts carry VAT (format.md) where there is such a tax."""
    return locale.text("{amount}, VAT included", amount=amount) if currency == "EUR" else amount


def snapshot_text(job: Job) -> str:
    """Working tree, changed since 3f2a91c; commit 3f2a91c; or that there is no git."""
    text = job.locale.text
    if job.git is None:
        return text("files as they are (not in git)")
    short = job.git.commit[:7]
    return (
        text("working tree, changed since {commit}", commit=short)
        if job.git.changed
        else text("commit {commit}", commit=short)
    )


def about(job: Job) -> list[tuple[str, str]]:
    """What every report says on itself, and what was chosen or cut."""
    text, locale, cuts = job.locale.text, job.locale, job.cuts
    lines = [(text("Snapshot"), snapshot_text(job)), (text("Date"), locale.date(job.view.today))]
    if job.view.snapshot.counts.errors:
        lines += [(text("Attention"), note) for note in faults(job)]
    if job.towns:
        lines.append((text("Towns"), ", ".join(job.towns)))
    if job.where:
        n = len(job.view.projects)
        lines.append((text("Filter"), f"{job.where} ({locale.plural('{n} project', '{n} projects', n)})"))
    if job.view.certainty != "possible":
        lines.append((text("Certainty"), locale.word("certainty", job.view.certainty)))
    for label, names in ((text("Departments"), cuts.departments), (text("Sources"), cuts.sources)):
        if names:
            lines.append((label, ", ".join(names)))
    if cuts.sections:
        lines.append((text("Sections"), ", ".join(locale.word("section", section) for section in cuts.sections)))
    if cuts.years:
        lines.append((text("Years"), "–".join(dict.fromkeys(map(str, cuts.years)))))
    return lines


def faults(job: Job) -> list[str]:
    """What errors do to the figures: projects left out, a town.toml in part unread."""
    counts, locale = job.view.snapshot.counts, job.locale
    notes = []
    if counts.errors and (unread := faulty_towns(job.view)):
        notes.append(
            locale.text(
                "{file} has errors: grants, net cost, ceilings and names may be wrong. See `citydash check`.",
                file=", ".join(unread),
            )
        )
    if counts.projects_left_out:
        notes.append(
            locale.plural(
                "{n} project is left out for errors: see `citydash check`.",
                "{n} projects are left out for errors: see `citydash check`.",
                counts.projects_left_out,
            )
        )
    elif counts.errors and not notes:
        notes.append(
            locale.plural("{n} error: see `citydash check`.", "{n} errors: see `citydash check`.", counts.errors)
        )
    return notes


def left_out(job: Job) -> list[str]:
    """What is said under a report: whose data it is. What errors do to it is said above (`about`)."""
    locale, notes = job.locale, list[str]()
    towns = chosen_towns(job.view)
    notes += [
        locale.text("{town} is invented: names and amounts are for demonstration.", town=town.name)
        for town in towns
        if town.invented
    ]
    sources = [town.source for town in towns if town.source and not town.invented]
    return notes + [locale.text("Source: {source}", source=source) for source in dict.fromkeys(sources)]


def header(job: Job, kind: str) -> dict[str, Any]:
    """The keys that every JSON report starts with."""
    git, counts = job.git, job.view.snapshot.counts
    snapshot: dict[str, Any] = {"revision": git.commit if git and not git.changed else None, "date": job.view.today}
    if git and git.changed:
        snapshot["changed_since"] = git.commit
    return {
        "format": 1,
        "kind": kind,
        "workspace": job.view.snapshot.name,
        "snapshot": snapshot,
        "today": job.view.today,
        "where": job.where or None,
        "problems": {
            "errors": counts.errors,
            "warnings": counts.warnings,
            "projects_left_out": counts.projects_left_out,
        },
    }


def money(cents: int | None) -> str | None:
    """Cents as JSON and CSV write them: "1234.50", exact; None stays."""
    if cents is None:
        return None
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def rounded(cents: "Decimal") -> int:
    """Whole cents of a computed amount, half up as on screen."""
    from decimal import ROUND_HALF_UP  # noqa: PLC0415 - few reports compute fractions

    return int(cents.to_integral_value(ROUND_HALF_UP))
