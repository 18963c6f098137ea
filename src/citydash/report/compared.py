"""A report for people beside what it said at another snapshot: what is compared of each kind, and how it is shown.

Rows are the same where their ids are (`Table.keys`), whatever they are called and whichever table they moved to; where
a table has none, where their words are. One that a single report has stands alone.
"""

from collections.abc import Iterator

from citydash.errors import UsageError
from citydash.figures.changes import Delta, deltas
from citydash.figures.headline import headline
from citydash.report.document import AMOUNT, TEXT, Column, Job, Report, Row, Table, snapshot_of
from citydash.report.joined import Words, joined, names

COMPARED = {
    "summary": ("cost", "committed", "paid", "planned"),
    "projects": ("cost", "grants", "net_cost", "secured_share", "slip_days", "end"),
    "ppi": ("cost", "grants", "net_of_refund"),
    "apcp": ("voted", "committed", "paid", "to_pay", "credits", "unallocated", "planned"),
    "departments": ("ceiling", "planned", "voted", "available"),
    "funding": ("awarded", "counted", "secured", "deadline", "at_risk"),
    "funding-plan": ("base", "amount", "total", "counted", "awarded", "definitive"),
    "steering": (),
    "timeline": ("end", "slip_days"),
    "milestones": ("due", "slip_days"),
    "cash": ("spent", "received", "cumulated"),
    "induced": ("end", "total"),
    "outturn": ("open", "paid", "carried", "cost", "end"),
    "project": ("total", "requested", "awarded", "received", "secured", "probable", "possible", "due"),
}
"""The columns, of all tables of a kind, that are compared for people; of a budget its total, else every amount."""
WITH_HEADLINE = ("summary", "steering")
"""Kinds that say headline figures, which are compared in a table of their own."""
_BETTER = {"agenda": "milestones", "collection": "departments", "public": "summary"}
"""Kinds that have no sense beside another snapshot → the one that says what moved."""


def check_compared(kind: str) -> None:
    """Raise `UsageError` for a kind that can't be compared."""
    if kind == "drift":
        raise UsageError("report drift compares every commit already: it has no --compare")
    if kind in _BETTER:
        raise UsageError(
            "report {kind} has no --compare: report {other} --compare tells what moved", kind=kind, other=_BETTER[kind]
        )


def merged(kind: str, job: Job, new: Report, old_job: Job, old: Report) -> Report:
    """A report with the old one's figures in it."""
    text = job.locale.text
    words = Words(
        text("{column} before", column="{column}"), "Δ {column}", text("Δ {column}, points", column="{column}")
    )
    about = [*new.about, (text("Compared with"), snapshot_of(old_job.view, job.locale))]
    top = _headlines(job, old_job) if kind in WITH_HEADLINE else []
    told = {row[0] for table in top for row in table.rows}
    before = dict(old.facts)
    facts = [
        (label, value if label in told or before.get(label, value) == value
         else text("{now} (was {old})", now=value, old=before[label]))
        for label, value in new.facts
    ]  # fmt: skip
    if kind in WITH_HEADLINE:
        facts.append((text("Ends since then"), _ends(job, old_job)))
    return new._replace(about=about, facts=facts, tables=[*top, *_tables(kind, new, old, words)])


def _ends(job: Job, old_job: Job) -> str:
    """How many projects end later than they did, the furthest of them, and how many end sooner."""
    locale, text = job.locale, job.locale.text
    found = deltas(old_job.view, job.view)
    moved = [(days, p.title) for p in job.view.projects if (days := _days(found.get((p.town, p.key))))]
    later, sooner = [move for move in moved if move[0] > 0], sum(days < 0 for days, _title in moved)
    said = []
    if later:
        days, title = max(later, key=lambda move: move[0])
        n = locale.plural("{n} end is later", "{n} ends are later", len(later))
        said.append(text("{ends}, at most {days} ({project})", ends=n, days=locale.days(days), project=title))
    if sooner:
        said.append(locale.plural("{n} end is sooner", "{n} ends are sooner", sooner))
    return ", ".join(said) or text("none has moved")


def _days(delta: Delta | None) -> int:
    return (delta.days if delta is not None else None) or 0


def _headlines(job: Job, old_job: Job) -> list[Table]:
    """The headline figures then and now, a table a currency."""
    text, certainty = job.locale.text, job.view.certainty
    then, now = ({m.currency: m for m in headline(one.view).money} for one in (old_job, job))
    net = {
        "possible": text("Net cost, possible grants counted"), "probable": text("Net cost, probable grants counted"),
    }  # fmt: skip
    titles = {
        "cost": text("Cost"), "committed": text("Committed"), "paid": text("Paid"), "grants": text("Counted grants"),
        "secured": text("Secured grants"), **({"net_cost": net[certainty]} if certainty in net else {}),
        "net_cost_secured": text("Net cost, secured grants only"),
        "at_risk": text("Funding at risk, loans included"),
    }  # fmt: skip
    columns = (
        Column("figure", text("Figure")), Column("before", text("Before"), AMOUNT),
        Column("after", text("After"), AMOUNT), Column("delta", "Δ", AMOUNT),
    )  # fmt: skip
    tables = []
    for code in sorted(then.keys() | now.keys()):
        rows: list[Row] = []
        for key, title in titles.items():
            old, new = (getattr(side.get(code), key, 0) for side in (then, now))
            rows.append((title, old, new, new - old or None))
        tables.append(Table(text("Headline figures, then and now"), columns, rows, None, code))
    return tables


def _tables(kind: str, new: Report, old: Report, words: Words) -> Iterator[Table]:
    """The new report's tables, each row beside its own from whichever table it stood in; then what is left."""
    left = _Left(old.tables)
    pairs = [left.take(table) for table in new.tables]
    for table, some in zip(new.tables, pairs, strict=True):
        twin = next((t for t in old.tables if (t.title, t.currency) == (table.title, table.currency)), None)
        yield joined(table, [*some, *left.rest(twin)], twin, _chosen(kind, table), words)
    for table in old.tables:
        if rest := left.rest(table):
            yield joined(table._replace(total=None), rest, None, _chosen(kind, table), words)


class _Left:
    """The rows of the old tables that no new row has been set beside yet."""

    def __init__(self, tables: list[Table]) -> None:
        self._rows = {
            (_family(table), name): (row, table)
            for table in tables
            for name, row in zip(names(table), table.rows, strict=True)
        }

    def take(self, table: Table) -> list[tuple[Row | None, Row | None, Table | None]]:
        """A new table's rows, what each was, and the table that it stood in."""
        family = _family(table)
        return [
            (row, *self._rows.pop((family, name), (None, None)))
            for name, row in zip(names(table), table.rows, strict=True)
        ]

    def rest(self, table: Table | None) -> list[tuple[Row | None, Row | None, Table | None]]:
        """What is left of an old table, which no longer is afterwards."""
        found = {at: row for at, (row, of) in self._rows.items() if of is table}
        for at in found:
            del self._rows[at]
        return [(None, row, table) for row in found.values()]


def _family(table: Table) -> tuple[str, str]:
    """The tables that a row may have moved between: amounts of two currencies are never compared."""
    return (table.currency, "") if table.keys else (table.currency, table.title)


def _chosen(kind: str, table: Table) -> set[int]:
    """The columns of a table that are compared."""
    keys = COMPARED.get(kind)
    if keys is None:  # a budget
        amounts = {column.key: n for n, column in enumerate(table.columns) if column.kind == AMOUNT}
        return {amounts["total"]} if "total" in amounts else set(amounts.values())
    return {n for n, column in enumerate(table.columns) if column.key in keys and column.kind != TEXT}
