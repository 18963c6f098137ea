"""Statements on pairs of contents: what the first of each says that the second doesn't.

`pairs` is a JSON array of [content, other content], 0 for none; `place` is a pair's place in it.
"""

from typing import Any

from sqlalchemy import Select, Table, and_, bindparam, func, literal_column, not_, select

from citydash.index.queries import among
from citydash.index.schema import fact, funding, milestone

_NOT_SAID = ("content", "position")
"""What a row may have otherwise and say the same."""


def _apart(of: Table, *columns: Any) -> Select[Any]:
    """Rows that the other content hasn't got, or not as they are. Each table has a column beside its key that is never
    NULL: no row isn't the same as any.
    """
    pairs = func.json_each(bindparam("pairs")).table_valued("key", "value", name="pairs")
    own, others = (func.json_extract(pairs.c.value, literal_column(f"'$[{n}]'")) for n in range(2))
    pair = select(pairs.c["key"].label("place"), own.label("own"), others.label("other")).subquery("pair")
    other = of.alias("other")
    keys = [other.c[c.name] == c for c in of.primary_key if c.name != "content"]
    same = [other.c[c.name].is_not_distinct_from(c) for c in of.c if not c.primary_key and c.name not in _NOT_SAID]
    joined = pair.join(of, of.c.content == pair.c.own).outerjoin(other, and_(other.c.content == pair.c.other, *keys))
    return select(pair.c.place, *columns).distinct().select_from(joined).where(not_(and_(*same)))


def statements() -> dict[str, Any]:
    f = fact.c
    return {
        "facts_apart": _apart(fact, f.department, f.section, f.measure, f.year, f.cents).where(
            f.measure.in_(among("measures"))
        ),
        "funding_apart": _apart(funding),
        "milestones_apart": _apart(milestone),
    }
