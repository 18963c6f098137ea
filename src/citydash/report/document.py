"""A report as data: what it says of itself, and tables of plain values. Formats turn it into bytes.

Cells hold cents, ISO days, parts of one or texts, by their column's kind; None is "no data", which is not 0.
"""

from typing import Any, NamedTuple

from citydash.figures.names import Town
from citydash.figures.view import Cuts, View
from citydash.files.git import GitState, state
from citydash.locale import Locale

TYPE_CHECKING = False  # as typing's, without importing it
if TYPE_CHECKING:
    from decimal import Decimal

TEXT, AMOUNT, PERCENT, DATE, DAYS, NUMBER, BAR = "text", "amount", "percent", "date", "days", "number", "bar"
DECIMAL, FILL = "decimal", "fill"
"""A number shown to one decimal; and what the reader writes in, so that its cells are None."""
BARS, CURVE, YEARS = "bars", "curve", "years"
Row = tuple[Any, ...]


class Column(NamedTuple):
    """A column: `key` names it in CSV, `title` for people; percentages are shown to so many `places`."""

    key: str
    title: str
    kind: str = TEXT
    places: int = 0


class Chart(NamedTuple):
    """A picture of a table's own amounts, which stand beside it: `columns` are keys of the table's columns.

    BARS: a bar a row, the columns over each other. CURVE: a line a column, over the rows, which are years.
    YEARS: the total row, an upright bar a column.
    """

    kind: str
    columns: tuple[str, ...]


class Span(NamedTuple):
    """A cell of a BAR column: days from start to end, both included, ISO; `signs` is the same in text.

    `milestones` are (day, state, title); None and "" where nothing is written.
    """

    signs: str
    start: str | None
    end: str | None
    baseline_start: str | None
    baseline_end: str | None
    milestones: tuple[tuple[str, str, str], ...]

    def __str__(self) -> str:
        return self.signs


class Axis(NamedTuple):
    """What a table's spans are drawn on: days, ISO, both included; `years` are (first day, label)."""

    first: str
    last: str
    today: str
    years: tuple[tuple[str, str], ...]


class Table(NamedTuple):
    """Rows under columns. `total` is a last row, in the same columns; `empty` what to say when there are no rows.

    `vat` says that amounts are of spending, which the town's accounts carry with VAT; grants and loans have none.
    `charts` are pictures of it and `axis` its spans' days, for formats that draw. `wraps` says that its texts are
    sentences, which a narrow page breaks into lines and never cuts; `exact` that amounts are shown to the cent.
    `sheets` are names for its sheet of a workbook, the best first: the first that fits is taken, else the last, cut.
    `apart` says that it starts a page of its own in print. `keys` are what each row is known by in any snapshot, where
    words may change: ids, unlike in all tables of a report. `spare` are keys of columns that a terminal too narrow for
    all does without, the first of them first.
    """

    title: str
    columns: tuple[Column, ...]
    rows: list[Row]
    total: Row | None = None
    currency: str = ""
    note: str = ""
    empty: str = ""
    vat: bool = True
    charts: tuple[Chart, ...] = ()
    axis: Axis | None = None
    wraps: bool = False
    exact: bool = False
    sheets: tuple[str, ...] = ()
    apart: bool = False
    keys: tuple[Any, ...] = ()
    spare: tuple[str, ...] = ()


def without_empty(table: Table, *keys: str) -> Table:
    """The table without those of some columns that no row has anything in."""
    at = {column.key: n for n, column in enumerate(table.columns)}
    return without(table, *(key for key in keys if key in at and not any(row[at[key]] for row in table.rows)))


def without(table: Table, *keys: str) -> Table:
    """The table without some columns."""
    left = [n for n, column in enumerate(table.columns) if column.key not in keys]

    def cut(row: Row) -> Row:
        return tuple(row[n] for n in left)

    total = None if table.total is None else cut(table.total)
    return table._replace(columns=cut(table.columns), rows=[cut(row) for row in table.rows], total=total)


class Report(NamedTuple):
    """A whole report: title, what it is about (label, text), facts in a line each, tables, closing notes.

    `signs` is what the signs of bars in text mean; formats that draw have a key of their own. `one_page` says that it
    is handed round on one sheet: pages to print are set close, in two columns.
    """

    title: str
    about: list[tuple[str, str]]
    facts: list[tuple[str, str]]
    tables: list[Table]
    notes: list[str]
    signs: str = ""
    one_page: bool = False


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
    return Job(view, locale, cuts, " ".join(where.split()), towns, _git_of(view))


def _git_of(view: View) -> GitState | None:
    snapshot, revision = view.snapshot, view.snapshot.revision
    if revision is None:
        return state(snapshot.root)
    from citydash.index.past import repository_at  # noqa: PLC0415 - only of the past

    tags = repository_at(snapshot).tags_of(revision.commit)
    return GitState(revision.commit, changed=False, day=revision.day, tags=tags)


def workspace_title(job: Job) -> str:
    """The town's name where there is one town, else the workspace's."""
    chosen = chosen_towns(job.view)
    return chosen[0].name if len(chosen) == 1 else job.view.snapshot.name


def chosen_towns(view: View) -> list[Town]:
    """The towns that the report is about."""
    return [town for word, town in view.names.towns.items() if view.towns is None or word in view.towns]


def with_tax(locale: Locale, amount: str, currency: str) -> str:
    """An amount with its tax basis: a town's accounts carry VAT (format.md) where there is such a tax."""
    return locale.text("{amount} incl. VAT", amount=amount) if currency == "EUR" else amount


def series(locale: Locale, texts: list[str]) -> str:
    """Texts one after the other, a semicolon between them."""
    return ("\u202f; " if locale.language == "fr" else "; ").join(texts)


def snapshot_text(job: Job) -> str:
    """Commit 3f2a91c of 15/12/2025 (BP2026); working tree, changed since that; or that there is no git.

    The same for `--at` as in a clone that stands at the commit: what the commit is, not what it was called.
    """
    text, git = job.locale.text, job.git
    if git is None:
        return text("files as they are (not in git)")
    told = {"commit": git.commit[:7], "day": job.locale.date(git.day)}
    said = (
        text("working tree, changed since commit {commit} of {day}", **told)
        if git.changed
        else text("commit {commit} of {day}", **told)
    )
    return f"{said} ({', '.join(git.tags)})" if git.tags else said


def snapshot_of(view: View, locale: Locale) -> str:
    """A snapshot told apart from another: the files as they are, or the commit with its day and first line."""
    revision = view.snapshot.revision
    if revision is None:
        return locale.text("the files as they are")
    told = locale.text(
        "commit {commit} of {day}: {subject}", commit=revision.commit[:7], day=locale.date(revision.day),
        subject=revision.subject,
    )  # fmt: skip
    asked = view.snapshot.asked
    return told if asked in ("", "HEAD") or revision.commit.startswith(asked) else f"{asked}, {told}"


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
    if counts.errors:
        from citydash.figures.alerts import faulty_towns  # noqa: PLC0415 - it imports funding and milestones

        if unread := faulty_towns(job.view):
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


def no_project(job: Job) -> str:
    """What a report of nothing says: whether it is the filter that leaves none."""
    text = job.locale.text
    return text("No project matches.") if job.where else text("There is no project.")


def header(job: Job, kind: str) -> dict[str, Any]:
    """The keys that every JSON report starts with."""
    git, counts = job.git, job.view.snapshot.counts
    snapshot: dict[str, Any] = {"revision": git.commit if git and not git.changed else None, "date": job.view.today}
    if git and git.changed:
        snapshot["changed_since"] = git.commit
    if git:
        snapshot |= {"committed": git.day, "tags": list(git.tags)}
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


def in_blocks(common: dict[str, Any], blocks: list[dict[str, Any]]) -> dict[str, Any]:
    """A JSON report of one object a currency: beside the header's keys, or under `blocks` where there are several."""
    return {**common, **blocks[0]} if len(blocks) == 1 else {**common, "blocks": blocks}


def rounded(cents: "int | Decimal") -> int:
    """Whole cents, which is all that a file holds: a computed amount half up, as on screen."""
    if isinstance(cents, int):
        return cents
    from decimal import ROUND_HALF_UP  # noqa: PLC0415 - few reports compute fractions

    return int(cents.to_integral_value(ROUND_HALF_UP))
