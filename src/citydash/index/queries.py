"""Every statement that the index runs, once, in SQLAlchemy. `compile.py` turns them into the SQLite text that ships.

A snapshot is (chain, at): the spans of that chain with first ≤ at < last. Chain 0 is the work tree. `+col` beside a
range keeps SQLite on the primary key.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Delete,
    Insert,
    Select,
    Table,
    and_,
    bindparam,
    case,
    column,
    delete,
    exists,
    func,
    insert,
    literal_column,
    not_,
    or_,
    select,
    table,
)
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.sql.elements import ColumnElement

from citydash.index.schema import (
    OF_CONTENT,
    authorisation,
    ceiling,
    content,
    credit,
    cube,
    department,
    fact,
    finding,
    funding,
    meta,
    milestone,
    portfolio,
    problem,
    project,
    revision,
    source,
    span,
    town,
    uncounted,
    vote,
    word,
)
from citydash.index.snapshot import pair
from citydash.index.store import CONTENT_BITS, PACKED


def among(name: str) -> Select[Any]:
    """The values of a JSON array bound as one parameter, for `IN`."""
    return select(column("value")).select_from(func.json_each(bindparam(name)).table_valued("value"))


def live() -> ColumnElement[bool]:
    """The spans of the snapshot."""
    at: Any = bindparam("at")
    return and_(span.c.chain == bindparam("chain"), span.c.first <= at, span.c.last > at)


def counted() -> ColumnElement[bool]:
    """The spans that count: not a copy of a duplicate, not of a town that can't be read."""
    at: Any = bindparam("at")
    hidden: Select[Any] = select(literal_column("1")).where(
        uncounted.c.chain == bindparam("chain"),
        uncounted.c.town == span.c.town,
        uncounted.c.content == span.c.content,
        uncounted.c.first <= at,
        uncounted.c.last > at,
    )
    return and_(live(), not_(exists(hidden)))


def _columns(of: Table, *left_out: str) -> list[Any]:
    return [c for c in of.c if c.name not in left_out]


def _of_town(of: Table, *order: Any) -> Select[Any]:
    """Rows of the towns' own files, each with its town."""
    joined = span.join(of, of.c.content == span.c.content)
    return (
        select(span.c.town, *_columns(of, "content"))
        .select_from(joined)
        .where(live(), span.c.portfolio == 0)
        .order_by(span.c.town, *order)
    )


def _of_project(of: Table, *extra: Any) -> Select[Any]:
    joined = span.join(of, of.c.content == span.c.content)
    return select(span.c.town, *_columns(of), *extra).select_from(joined).where(counted())


def _has(*where: Any) -> ColumnElement[bool]:
    """Whether a project has such a fact: the first one answers."""
    return exists(select(literal_column("1")).where(fact.c.content == span.c.content, *where))


def _having(axis: Any, *where: Any) -> Select[Any]:
    """The projects that have facts at some `values` of an axis, once for each value."""
    each = func.json_each(bindparam("values")).table_valued("value").alias("each")
    return (
        select(span.c.town, span.c.content, each.c.value)
        .select_from(span.join(each, literal_column("1")))
        .where(counted(), _has(axis == each.c.value, *where))
    )


def _axis(flag: str, of: Any) -> Any:
    return case((bindparam(flag) == 1, of), else_=0)


def _packed(axes: Sequence[Any]) -> list[Any]:
    """A fact's axes, from town to year, in three numbers to group by: SQLite sorts for that, and nine columns take half
    as long again.

    `pair` is of numbers below 2³¹; a year has 14 bits, a section one, a certainty 3, a measure 6.
    """
    town, portfolio, content, measure, department, section, source, certainty, year = axes
    bits: dict[int, Any] = {n: literal_column(str(1 << n)) for n in (14, 15, 18, 24)}
    small = year + section * bits[14] + certainty * bits[15] + measure * bits[18]
    return [pair(portfolio, source), department * bits[24] + small, pair(town, content)]


def _rollup(chosen: bool) -> Select[Any]:  # noqa: FBT001 - two texts of one query
    """Facts summed over the axes whose flag is 1; `chosen` limits them to the contents of a filter."""
    axes = [
        span.c.town,
        span.c.portfolio,
        _axis("by_project", fact.c.content),
        fact.c.measure,
        _axis("by_department", fact.c.department),
        _axis("by_section", fact.c.section),
        _axis("by_source", fact.c.source),
        _axis("by_certainty", fact.c.certainty),
        _axis("by_year", fact.c.year),
    ]
    where = [counted(), fact.c.measure.in_(among("measures"))]
    if chosen:
        where.append(span.c.content.in_(among("contents")))
    joined = span.join(fact, fact.c.content == span.c.content)
    return select(*axes, func.sum(fact.c.cents)).select_from(joined).where(*where).group_by(*_packed(axes))


def _cube_rows(sign: int, *where: Any) -> Select[Any]:
    f, town, portfolio = fact.c, span.c.town, span.c.portfolio
    cell = (f.department, f.section, f.source, f.certainty, f.year)
    sums = (func.sum(f.cents) * literal_column(str(sign)), func.count() * literal_column(str(sign)))
    joined = span.join(fact, f.content == span.c.content)
    grouped = _packed((town, portfolio, literal_column("0"), f.measure, *cell))
    return (
        select(f.measure, town, portfolio, *cell, *sums).select_from(joined).where(counted(), *where).group_by(*grouped)
    )


def _cube_past() -> Select[Any]:
    """What `cube` says of the work tree, summed of another snapshot."""
    f = fact.c
    axes = [span.c.town, span.c.portfolio, literal_column("0"), f.measure, f.department, f.section, f.source]
    axes += [f.certainty, f.year]
    joined = span.join(fact, f.content == span.c.content)
    where = [counted(), f.measure.in_(among("measures"))]
    return select(*axes, func.sum(f.cents)).select_from(joined).where(*where).group_by(*_packed(axes))


def _sums(town: Any, portfolio: Any, of: Table) -> Select[Any]:
    """Rows as `cube`'s of the axes that every roll-up tells apart, and of certainty: a few for thousands."""
    none: ColumnElement[Any] = literal_column("0")
    axes = [town, portfolio, none, of.c.measure, none, none, none, of.c.certainty, none]
    grouped = pair(town, portfolio), of.c.measure * literal_column("8") + of.c.certainty
    return select(*axes, func.sum(of.c.cents)).where(of.c.measure.in_(among("measures"))).group_by(*grouped)


def _packed_sums() -> dict[str, Any]:
    """Facts of some contents, and the kept totals, summed by a number that `Store.fetch_packed` writes in.

    A content stands under whatever the number is to be told of its project: no span is looked at.
    """
    number: Any = literal_column(PACKED)
    each = func.json_each(bindparam("placed")).table_valued("value").alias("each")
    own = fact.c.content == each.c.value.op("&")(literal_column(str(CONTENT_BITS)))
    return {
        "packed_sums": select(number, func.sum(fact.c.cents), func.count())
        .select_from(each.join(fact, own))
        .where(fact.c.measure.in_(among("measures")))
        .group_by(literal_column("1")),
        "packed_cube": select(number, func.sum(cube.c.cents), func.sum(cube.c.n))
        .where(cube.c.measure.in_(among("measures")))
        .group_by(literal_column("1")),
    }


def _cube_move(sign: int) -> Insert:
    """Add (or take away) what some contents bring to the kept totals."""
    rows = _cube_rows(sign, span.c.content.in_(among("contents")))
    added = upsert(cube).from_select([c.name for c in cube.c], rows)
    return added.on_conflict_do_update(
        index_elements=[c.name for c in cube.primary_key],
        set_={"cents": cube.c.cents + added.excluded.cents, "n": cube.c.n + added.excluded.n},
    )


def _inserts() -> dict[str, Any]:
    every = (meta, word, content, span, revision, uncounted, finding, cube, *OF_CONTENT)
    return {f"insert_{t.name}": insert(t) for t in every}


def _deletes() -> dict[str, Delete]:
    of_content = {f"delete_{t.name}": delete(t).where(t.c.content.in_(among("contents"))) for t in OF_CONTENT}
    return {
        **of_content,
        "delete_content": delete(content).where(content.c.id.in_(among("contents"))),
        "delete_span": delete(span).where(
            span.c.chain == bindparam("chain"), span.c.path == bindparam("path"), span.c.content == bindparam("content")
        ),
        "delete_uncounted": delete(uncounted).where(uncounted.c.chain == bindparam("chain")),
        "delete_findings": delete(finding),
        "delete_cube": delete(cube),
        "delete_empty_cube": delete(cube).where(cube.c.n == 0),
    }


def _ingest() -> dict[str, Any]:
    problem_path = span.join(content, content.c.id == span.c.content)
    keyed = select(span.c.town, content.c.key).select_from(problem_path).where(live(), content.c.kind == 3)
    twice = keyed.group_by(span.c.town, content.c.key).having(func.count() > 1)
    return {
        "get_meta": select(meta.c.value).where(meta.c.key == bindparam("key")),
        "set_meta": upsert(meta)
        .values(key=bindparam("key"), value=bindparam("value"))
        .on_conflict_do_update(index_elements=["key"], set_={"value": bindparam("value")}),
        "all_hashes": select(content.c.hash, content.c.id),
        "top_content": select(func.max(content.c.id)),
        "spans_of_paths": select(span.c.path, span.c.content, span.c.town, span.c.portfolio).where(
            span.c.chain == bindparam("chain"), span.c.path.in_(among("paths"))
        ),
        "contents_in_use": select(span.c.content).distinct().where(span.c.content.in_(among("contents"))),
        "cube_add": _cube_move(1),
        "cube_take": _cube_move(-1),
        "cube_fill": insert(cube).from_select([c.name for c in cube.c], _cube_rows(1)),
        "duplicates": twice,
        "content_places": select(span.c.town, span.c.path, span.c.content, content.c.key)
        .select_from(problem_path)
        .where(live(), content.c.kind == 3, content.c.key.in_(among("keys")))
        .order_by(span.c.path),
        "town_files": select(span.c.town, span.c.path, span.c.content, town.c.content.label("read"), content.c.kind)
        .select_from(problem_path.outerjoin(town, town.c.content == span.c.content))
        .where(live(), span.c.portfolio == 0),
        "contents_of_town": select(span.c.content, content.c.key, content.c.kind)
        .distinct()
        .select_from(problem_path)
        .where(live(), span.c.town == bindparam("town")),
        "uncounted": select(uncounted.c.town, uncounted.c.content).where(uncounted.c.chain == bindparam("chain")),
        "newer_format": select(problem.c.content).where(problem.c.code == "newer-format"),
    }


def _context() -> dict[str, Any]:
    """What checks across files read."""
    facts = span.join(fact, fact.c.content == span.c.content).join(project, project.c.content == span.c.content)
    lines = span.join(funding, funding.c.content == span.c.content).join(project, project.c.content == span.c.content)
    projects = span.join(project, project.c.content == span.c.content)
    return {
        "used_departments": select(cube.c.town, cube.c.department).distinct().where(cube.c.department > 0),
        "used_departments_past": select(span.c.town, fact.c.department)
        .distinct()
        .select_from(span.join(fact, fact.c.content == span.c.content))
        .where(counted(), fact.c.department > 0),
        "uncounted_now": select(uncounted.c.town, uncounted.c.content).where(
            uncounted.c.chain == bindparam("chain"),
            uncounted.c.first <= bindparam("at"),
            uncounted.c.last > bindparam("at"),
        ),
        "used_leads": select(span.c.town, project.c.lead).distinct().select_from(projects).where(counted()),
        "used_sources": select(span.c.town, funding.c.source).distinct().select_from(lines).where(counted()),
        "budget_of_department": select(span.c.path, project.c.key)
        .distinct()
        .select_from(facts)
        .where(counted(), span.c.town == bindparam("town"), fact.c.department == bindparam("department"))
        .order_by(span.c.path, project.c.key),
        "led_by": select(span.c.path, project.c.key)
        .select_from(projects)
        .where(counted(), span.c.town == bindparam("town"), project.c.lead == bindparam("department"))
        .order_by(span.c.path, project.c.key),
        "lines_of_source": select(span.c.path, project.c.key, funding.c.id)
        .select_from(lines)
        .where(counted(), span.c.town == bindparam("town"), funding.c.source == bindparam("source"))
        .order_by(span.c.path, project.c.key, funding.c.id),
        "project_references": select(
            span.c.town, span.c.path, project.c.key, project.c.authorisation, project.c.depends_on
        )
        .select_from(projects)
        .where(counted(), (project.c.authorisation.is_not(None)) | (project.c.depends_on.is_not(None)))
        .order_by(span.c.path, project.c.key),
        "under_authorisations": select(
            span.c.town, project.c.authorisation, fact.c.section, fact.c.measure, func.sum(fact.c.cents)
        )
        .select_from(projects.join(fact, fact.c.content == project.c.content))
        .where(counted(), project.c.authorisation.is_not(None), fact.c.measure.in_(among("measures")))
        .group_by(span.c.town, project.c.authorisation, fact.c.section, fact.c.measure),
        "portfolio_places": select(span.c.town, span.c.portfolio, func.min(span.c.path))
        .where(live(), span.c.portfolio > 0)
        .group_by(span.c.town, span.c.portfolio),
        "portfolio_heads": select(span.c.town, span.c.portfolio, span.c.path)
        .select_from(span.join(portfolio, portfolio.c.content == span.c.content))
        .where(live())
        .order_by(span.c.path),
        "lost": select(func.coalesce(func.sum(content.c.lost), 0))
        .select_from(span.join(content, content.c.id == span.c.content))
        .where(live()),
        "uncounted_projects": select(func.count())
        .select_from(
            span.join(content, content.c.id == span.c.content).join(
                uncounted,
                and_(
                    uncounted.c.chain == span.c.chain,
                    uncounted.c.town == span.c.town,
                    uncounted.c.content == span.c.content,
                    uncounted.c.first <= bindparam("at"),
                    uncounted.c.last > bindparam("at"),
                ),
            )
        )
        .where(live(), content.c.kind == 3, content.c.lost == 0),
        "heads_with_problems": select(span.c.path)
        .distinct()
        .select_from(
            span.join(content, content.c.id == span.c.content).join(problem, problem.c.content == content.c.id)
        )
        .where(live(), content.c.kind.in_([literal_column("0"), literal_column("2")])),
        "wrong_keys_of_towns": select(span.c.town, problem.c["keys"])
        .select_from(span.join(problem, problem.c.content == span.c.content))
        .where(live(), span.c.portfolio == 0),
        "claimed_keys": select(span.c.town, content.c.key)
        .select_from(span.join(content, content.c.id == span.c.content))
        .where(live(), content.c.kind == 3),
        "broken_paths": select(span.c.town, span.c.path)
        .select_from(span.join(content, content.c.id == span.c.content))
        .where(live(), content.c.kind == 0),
    }


def _figures() -> dict[str, Any]:
    """What figures read of a snapshot."""
    placed = span.join(project, project.c.content == span.c.content)
    heads = span.join(portfolio, portfolio.c.content == span.c.content)
    return {
        "words": select(word.c.id, word.c.text),
        "towns": select(span.c.town, *_columns(town, "content"))
        .select_from(span.outerjoin(town, town.c.content == span.c.content))
        .where(live(), span.c.portfolio == 0)
        .order_by(span.c.town),
        "departments": _of_town(department, department.c.position),
        "ceilings": _of_town(ceiling),
        "sources": _of_town(source, source.c.position),
        "authorisations": _of_town(authorisation, authorisation.c.position),
        "votes": _of_town(vote, vote.c.day),
        "credits": _of_town(credit),
        "portfolios": select(span.c.town, span.c.portfolio, *_columns(portfolio, "content"))
        .select_from(heads)
        .where(live()),
        "projects": select(span.c.town, span.c.portfolio, span.c.path, *_columns(project, "more", "search"))
        .select_from(placed)
        .where(counted()),
        "project_more": select(project.c.more).where(project.c.content == bindparam("content")),
        "project_search": select(project.c.content, project.c.search).select_from(placed).where(counted()),
        "project_mores": select(project.c.content, project.c.more)
        .select_from(placed)
        .where(counted(), project.c.more.is_not(None)),
        "project_years": select(span.c.town, span.c.content, fact.c.year)
        .distinct()
        .select_from(span.join(fact, fact.c.content == span.c.content))
        .where(counted()),
        "spending_departments": select(span.c.town, fact.c.department)
        .distinct()
        .select_from(span.join(fact, fact.c.content == span.c.content))
        .where(counted(), fact.c.department > 0),
        "projects_spending": _having(fact.c.department, fact.c.department > 0),
        "projects_of_section": _having(fact.c.section, fact.c.department > 0),
        "projects_spent": select(span.c.town, span.c.content).where(counted(), _has(fact.c.department > 0)),
        "projects_in_years": select(span.c.town, span.c.content).where(
            counted(), _has(fact.c.year >= bindparam("low"), fact.c.year <= bindparam("high"))
        ),
        "milestones": _of_project(milestone),
        "milestones_of": _of_project(milestone).where(span.c.content.in_(among("contents"))),
        "funding": _of_project(funding, span.c.portfolio),
        "funding_dated": _of_project(funding, span.c.portfolio).where(
            or_(funding.c.spend_by.is_not(None), funding.c.claim_by.is_not(None))
        ),
        "funding_of": _of_project(funding, span.c.portfolio).where(span.c.content.in_(among("contents"))),
        "facts_of": select(span.c.town, span.c.portfolio, span.c.path, *_columns(fact))
        .select_from(span.join(fact, fact.c.content == span.c.content))
        .where(counted(), span.c.content.in_(among("contents")), fact.c.measure.in_(among("measures"))),
        "cube": select(
            cube.c.town,
            cube.c.portfolio,
            literal_column("0"),
            cube.c.measure,
            cube.c.department,
            cube.c.section,
            cube.c.source,
            cube.c.certainty,
            cube.c.year,
            cube.c.cents,
        ).where(cube.c.measure.in_(among("measures"))),
        "cube_past": _cube_past(),
        "cube_sums": _sums(cube.c.town, cube.c.portfolio, cube),
        "cube_sums_past": _sums(span.c.town, span.c.portfolio, fact)
        .select_from(span.join(fact, fact.c.content == span.c.content))
        .where(counted()),
        **_packed_sums(),
        "next_word": select(func.coalesce(func.max(word.c.id), 0) + literal_column("1")),
        "rollup": _rollup(chosen=False),
        "rollup_chosen": _rollup(chosen=True),
        "problems": select(span.c.path, *_columns(problem, "content", "position"))
        .select_from(span.join(problem, problem.c.content == span.c.content))
        .where(live())
        .order_by(span.c.path, problem.c.position),
        "findings": select(*_columns(finding, "position")).order_by(finding.c.position),
    }


def _other(of: Table) -> Any:
    return table(of.name, *(column(c.name) for c in of.c), schema="other")


def _merge() -> dict[str, Any]:
    """How a second process's rows come in, its database attached as `other`."""
    statements: dict[str, Any] = {}
    for t in (span, word, content, *OF_CONTENT):
        other = _other(t)
        ordered = select(*other.c).order_by(*list(other.c)[: len(t.primary_key)])
        statements[f"merge_{t.name}"] = insert(t).from_select([c.name for c in t.c], ordered)
    other_cube = _other(cube)
    added = upsert(cube).from_select([c.name for c in cube.c], select(*other_cube.c).where(literal_column("1") == 1))
    statements["merge_cube"] = added.on_conflict_do_update(
        index_elements=[c.name for c in cube.primary_key],
        set_={"cents": cube.c.cents + added.excluded.cents, "n": cube.c.n + added.excluded.n},
    )
    words, contents = _other(word), _other(content)
    both_words = select(func.count()).select_from(words).where(words.c.text.in_(select(word.c.text)))
    both_contents = select(func.count()).select_from(contents).where(contents.c.hash.in_(select(content.c.hash)))
    statements["merge_overlap"] = select(both_words.scalar_subquery() + both_contents.scalar_subquery())
    return statements


def statements() -> dict[str, Any]:
    """Every statement by name."""
    from citydash.index import aggregates, chains, differences  # noqa: PLC0415 - they are written in this module's terms

    own = {**_inserts(), **_deletes(), **_ingest(), **_context(), **_figures(), **_merge()}
    return {**own, **aggregates.statements(), **chains.statements(), **differences.statements()}
