"""Statements on the history: chains of snapshots, one a commit that changed the workspace.

Chain 0 is the work tree, chain 1 the first-parent line of HEAD; each revision off it that was asked for has a chain of
its own, of one snapshot. `forever` is what `last` holds in the newest snapshot of a chain.
"""

from typing import Any

from sqlalchemy import Select, and_, bindparam, delete, func, select, update

from citydash.index.schema import (
    content,
    fact,
    funding,
    outline,
    problem,
    project,
    revision,
    source,
    span,
    town,
    uncounted,
)

_CHAIN: Any = bindparam("chain")
_AT: Any = bindparam("at")


def _project_spans() -> Any:
    return span.join(content, content.c.id == span.c.content)


def _versions() -> Select[Any]:
    """Where each id of a project stands that stands in more than one span: it may stand twice at a time."""
    keyed = select(span.c.town, content.c.key).select_from(_project_spans()).where(span.c.chain == _CHAIN)
    several = (
        keyed.where(content.c.kind == 3)
        .group_by(span.c.town, content.c.key)
        .having(func.count() > 1)
        .subquery("several")
    )
    joined = _project_spans().join(several, and_(several.c.town == span.c.town, several.c["key"] == content.c.key))
    return (
        select(span.c.town, content.c.key, span.c.content, span.c.first, span.c.last)
        .select_from(joined)
        .where(span.c.chain == _CHAIN, content.c.kind == 3)
        .order_by(span.c.town, content.c.key, span.c.first)
    )


def _chains() -> dict[str, Any]:
    return {
        "revisions": select(revision.c.at, revision.c.commit, revision.c.time, revision.c.author, revision.c.subject)
        .where(revision.c.chain == _CHAIN)
        .order_by(revision.c.at),
        "place_of_commit": select(revision.c.chain, revision.c.at)
        .where(revision.c.commit == bindparam("commit"))
        .order_by(revision.c.chain)
        .limit(1),
        "chains": select(revision.c.chain, func.max(revision.c.at)).group_by(revision.c.chain),
        "counts_at": select(revision.c.counts).where(revision.c.chain == _CHAIN, revision.c.at == _AT),
        "set_counts": update(revision)
        .where(revision.c.chain == bindparam("of_chain"), revision.c.at == bindparam("of_at"))
        .values(counts=bindparam("said")),
    }


def _spans() -> dict[str, Any]:
    return {
        "open_spans": select(span.c.path, span.c.content, span.c.town, span.c.portfolio, span.c.first).where(
            span.c.chain == _CHAIN, span.c.last == bindparam("forever")
        ),
        "close_span": update(span)
        .where(
            span.c.chain == bindparam("of_chain"),
            span.c.path == bindparam("of_path"),
            span.c.content == bindparam("of_content"),
            span.c.first == bindparam("since"),
        )
        .values(last=bindparam("until")),
        "delete_spans_from": delete(span).where(span.c.chain == _CHAIN, span.c.first >= _AT),
        "live_spans": select(span.c.path, span.c.content).where(
            span.c.chain == _CHAIN, span.c.first <= _AT, span.c.last > _AT
        ),
        "outlines": select(outline.c.content),
        "outlined_paths": select(span.c.path)
        .distinct()
        .where(
            span.c.chain == _CHAIN,
            span.c.first <= _AT,
            span.c.last > _AT,
            span.c.content.in_(select(outline.c.content)),
        ),
        "reopen_spans": update(span)
        .where(span.c.chain == bindparam("of_chain"), span.c.last >= _AT, span.c.last < bindparam("forever"))
        .values(last=bindparam("forever")),
        "delete_revisions_from": delete(revision).where(revision.c.chain == _CHAIN, revision.c.at >= _AT),
        "sizes": select(
            select(func.count()).select_from(content).scalar_subquery(),
            select(func.count()).select_from(fact).scalar_subquery(),
        ),
        "unused_contents": select(content.c.id).where(content.c.id.not_in(select(span.c.content))),
    }


def _hidden() -> dict[str, Any]:
    """What the intervals of contents that don't count are made from."""
    files = span.join(problem, problem.c.content == span.c.content)
    return {
        "versions": _versions(),
        "newer_spans": select(span.c.town, span.c.first, span.c.last)
        .select_from(files)
        .where(span.c.chain == _CHAIN, span.c.portfolio == 0, problem.c.code == "newer-format"),
        "spans_of_town": select(span.c.content, span.c.first, span.c.last).where(
            span.c.chain == _CHAIN, span.c.town == bindparam("town")
        ),
        "hidden_spans": select(uncounted.c.town, uncounted.c.content, uncounted.c.first, uncounted.c.last).where(
            uncounted.c.chain == _CHAIN
        ),
    }


def _figures() -> dict[str, Any]:
    """What figures read of a whole chain."""
    p, f = project.c, funding.c
    sums = (p.cost, p.cost_next)
    wheres = (span.c.town, span.c.portfolio, span.c.content, span.c.first, span.c.last)
    in_chain = span.c.chain == _CHAIN
    return {
        "chain_projects": select(*wheres, p["key"], p.title, p.status, p.end, p.baseline_end, *sums)
        .select_from(span.join(project, p.content == span.c.content))
        .where(in_chain),
        "chain_outlines": select(*wheres, outline.c.told)
        .select_from(span.join(outline, outline.c.content == span.c.content))
        .where(in_chain),
        "chain_funding": select(f.content, f.source, f.status, f.requested, f.awarded, f.expected, f.received).where(
            f.content.in_(select(span.c.content).where(in_chain))
        ),
        "chain_towns": select(
            span.c.town, span.c.content, span.c.first, span.c.last, town.c.fiscal_year_start, town.c.currency
        )
        .select_from(span.join(town, town.c.content == span.c.content))
        .where(in_chain, span.c.portfolio == 0)
        .order_by(span.c.town, span.c.first),
        "chain_kinds": select(source.c.content, source.c.id, source.c.kind).where(
            source.c.content.in_(select(span.c.content).where(in_chain, span.c.portfolio == 0))
        ),
    }


def _unchanged() -> Select[Any]:
    """Where the texts of a snapshot stand in a chain: told by town, so that a file that moved doesn't change a text."""
    here = select(span.c.content).where(span.c.chain == _CHAIN, span.c.first <= _AT, span.c.last > _AT)
    return (
        select(span.c.town, span.c.content, span.c.first, span.c.last)
        .where(span.c.chain == bindparam("of_chain"), span.c.portfolio != 0, span.c.content.in_(here))
        .order_by(span.c.town, span.c.content, span.c.first)
    )


def statements() -> dict[str, Any]:
    return {**_chains(), **_spans(), **_hidden(), **_figures(), "unchanged": _unchanged()}
