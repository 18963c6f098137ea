"""The tables of the index, once, in SQLAlchemy; their SQLite text ships compiled (`_compiled.py`).

Amounts are integer cents; rates and shares are parts per million; dates are ISO text; years are those of
`model.fiscal`. Words (ids of towns, portfolios, departments, sources) are interned in `word`, and in `fact`, `span` and
`cube` stand as numbers; `certainty` is a place in `model.words.CERTAINTIES`, from 1, and 0 for spending. Everything
about one content goes when the content goes.
"""

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, Table, Text

metadata = MetaData()


def _table(name: str, *columns: Column[object], key: int = 0, rowid: bool = False) -> Table:
    """A table whose first `key` columns are its primary key, stored in its order."""
    for column in columns[:key]:
        column.primary_key = True
    for column in columns:
        column.nullable = not column.primary_key and column.name not in _ALWAYS
        column.autoincrement = False
    return Table(name, metadata, *columns, sqlite_with_rowid=rowid)


_ALWAYS = {"cents", "n", "kind", "title", "name"}


def _int(name: str) -> Column[object]:
    return Column(name, Integer)


def _text(name: str) -> Column[object]:
    return Column(name, Text)


meta = _table("meta", _text("key"), Column("value", LargeBinary), key=1)
word = _table("word", _int("id"), _text("text"), key=1, rowid=True)
Index("word_text", word.c.text, unique=True)

content = _table(
    "content", _int("id"), Column("hash", LargeBinary), _int("kind"), _text("key"), _int("lost"), key=1, rowid=True
)
Index("content_hash", content.c.hash, unique=True)
span = _table(
    "span",
    _int("chain"),
    _text("path"),
    _int("content"),
    _int("town"),
    _int("portfolio"),
    Column("first", Integer, primary_key=True),
    _int("last"),
    key=3,
)
"""Where a content stands in a chain, from the snapshot `first` on, and until before `last`."""
revision = _table(
    "revision",
    _int("chain"),
    _int("at"),
    _text("commit"),
    _text("time"),
    _text("author"),
    _text("subject"),
    _text("counts"),
    key=2,
)
"""The commits of a chain that changed the workspace, from 0; `counts` of problems, once they were asked for."""
Index("revision_commit", revision.c.commit)
uncounted = _table("uncounted", _int("chain"), _int("town"), _int("content"), _int("first"), _int("last"), key=4)
"""Contents that stand in a snapshot and don't count: copies of a duplicate id, towns of a newer format."""

fact = _table(
    "fact",
    _int("content"),
    _int("measure"),
    _int("department"),
    _int("section"),
    _int("source"),
    _int("certainty"),
    _int("year"),
    _int("cents"),
    key=7,
)
cube = _table(
    "cube",
    _int("measure"),
    _int("town"),
    _int("portfolio"),
    _int("department"),
    _int("section"),
    _int("source"),
    _int("certainty"),
    _int("year"),
    _int("cents"),
    _int("n"),
    key=8,
)

town = _table(
    "town",
    _int("content"),
    _text("name"),
    _text("insee"),
    _text("siret"),
    _int("population"),
    _int("staff_fte"),
    _int("operating_revenue"),
    _text("currency"),
    _text("language"),
    _int("fiscal_year_start"),
    _int("vat_refund_rate"),
    _int("own_share_min"),
    _int("invented"),
    _text("source"),
    key=1,
    rowid=True,
)
department = _table("department", _int("content"), _int("id"), _int("position"), _text("name"), key=2)
ceiling = _table("ceiling", _int("content"), _int("department"), _int("section"), _int("year"), _int("cents"), key=4)
source = _table(
    "source",
    _int("content"),
    _int("id"),
    _int("position"),
    _text("name"),
    _text("funder"),
    _text("siret"),
    _text("level"),
    _text("kind"),
    _int("state_endowment"),
    _int("max_rate"),
    _text("opens"),
    _text("closes"),
    key=2,
)
authorisation = _table(
    "authorisation", _int("content"), _text("id"), _int("position"), _text("title"), _int("section"), key=2
)
authorisation.c.title.nullable = True
vote = _table("vote", _int("content"), _text("authorisation"), _text("id"), _text("day"), _int("cents"), key=3)
credit = _table("credit", _int("content"), _text("authorisation"), _int("year"), _int("cents"), key=3)
portfolio = _table("portfolio", _int("content"), _text("title"), _text("pillar"), _text("summary"), key=1, rowid=True)

project = _table(
    "project",
    _int("content"),
    _text("key"),
    _text("title"),
    _text("summary"),
    _text("status"),
    _int("lead"),
    _text("manager"),
    _int("priority"),
    _text("start"),
    _text("end"),
    _text("baseline_start"),
    _text("baseline_end"),
    _int("progress"),
    _int("cost_excl_vat"),
    _int("vat_refund_share"),
    _text("authorisation"),
    _text("tags"),
    _text("depends_on"),
    _text("more"),
    _text("search"),
    _int("investment"),
    _int("planned"),
    _int("paid"),
    _int("cost"),
    _int("cost_next"),
    _int("cost_paid"),
    _int("cost_paid_next"),
    _int("cost_committed"),
    _int("cost_committed_next"),
    key=1,
    rowid=True,
)
"""`cost` is cut at the calendar year of `end`, `cost_next` at the year after: the town's `fiscal_year_start`, which a
content can't know, says which one is the cost. `more` is JSON of what is only ever shown (codes, links, review …)."""

milestone = _table(
    "milestone",
    _int("content"),
    _text("id"),
    _int("position"),
    _text("title"),
    _text("baseline"),
    _text("due"),
    _text("met"),
    _int("cancelled"),
    _text("depends_on"),
    key=2,
)
funding = _table(
    "funding",
    _int("content"),
    _text("id"),
    _int("position"),
    _int("source"),
    _int("section"),
    _text("status"),
    _int("eligible"),
    _int("justified"),
    _int("requested"),
    _int("awarded"),
    _int("expected"),
    _int("received"),
    _text("applied_on"),
    _text("acknowledged_on"),
    _text("awarded_on"),
    _text("contracted_on"),
    _text("starts_on"),
    _text("spend_by"),
    _text("claim_by"),
    key=2,
)
problem = _table(
    "problem",
    _int("content"),
    _int("position"),
    _text("code"),
    _text("keys"),
    _text("args"),
    _text("hint"),
    _int("line"),
    _int("column"),
    key=2,
)
finding = _table(
    "finding",
    _int("position"),
    _text("path"),
    _text("code"),
    _text("keys"),
    _text("args"),
    _text("hint"),
    key=1,
    rowid=True,
)
"""What only several files together can tell, of the work tree; made anew whenever it changes."""
outline = _table("outline", _int("content"), _text("told"), key=1, rowid=True)
"""Projects of which this is all that the index holds, as `rows.outline_of` tells it: of commits whose snapshot nobody
asked for yet. Those of any other snapshot have their rows, and none here.
"""

OF_CONTENT = (
    fact,
    town,
    department,
    ceiling,
    source,
    authorisation,
    vote,
    credit,
    portfolio,
    project,
    milestone,
    funding,
    problem,
    outline,
)
"""Tables whose rows belong to one content, by their column `content`."""
