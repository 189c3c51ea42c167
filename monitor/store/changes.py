"""Changes as they are read: what happened, and what is needed to tell of it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, not_, select

from monitor.model.change import RELEASE_KINDS, ChangeKind
from monitor.store.batches import in_batches
from monitor.store.match import matcher
from monitor.store.releases import published
from monitor.store.schema import (
    AFTER_BASELINE,
    HELD,
    UNROUTED,
    changes,
    releases,
    revisions,
    sources,
    texts,
)
from monitor.store.selection import conditions, few_sources, first_of_story, newest
from monitor.store.sources import described
from monitor.store.specs import to_failure
from monitor.store.views import ChangeRow, Selection


def newest_first(
    connection: Connection,
    selection: Selection,
    *,
    since: int | None,
    limit: int,
    kinds: Sequence[ChangeKind],
    held: bool | None,
    baseline: bool,
) -> list[ChangeRow]:
    few, matches = few_sources(connection, selection), matcher(selection)
    query = _joined(select(changes.c.sequence))
    if matches:
        query = query.outerjoin(texts, texts.c.hash == revisions.c.text).add_columns(texts.c.body)
    query = query.where(
        changes.c.kind.in_([kind.value for kind in kinds or RELEASE_KINDS]),
        *conditions(changes.c.source, selection, few),
    )
    if since is not None:
        query = query.where(changes.c.sequence > since)
    if held is not None:
        query = query.where(HELD if held else not_(HELD))
    if not baseline:
        query = query.where(AFTER_BASELINE)
    if selection.one_per_story:
        query = query.where(first_of_story(selection, withdrawn=True))
    found = newest(connection, query, changes.c.sequence, limit=limit, matches=matches)
    rows = numbered(connection, found)
    return [rows[sequence] for sequence in found]


def numbered(connection: Connection, sequences: Sequence[int]) -> dict[int, ChangeRow]:
    """Some changes, by sequence."""
    found = {}
    for batch in in_batches(sequences):
        rows = connection.execute(_rows().where(changes.c.sequence.in_(batch))).all()
        found.update({row.sequence: row for row in _change_rows(connection, rows)})
    return found


def sources_since(connection: Connection, sequence: int) -> frozenset[str]:
    query = select(changes.c.source).where(changes.c.sequence > sequence).distinct()
    return frozenset(connection.scalars(query))


def unrouted(connection: Connection, limit: int) -> list[ChangeRow]:
    query = _rows().where(UNROUTED).order_by(changes.c.sequence).limit(limit)
    return _change_rows(connection, connection.execute(query).all())


def _rows() -> Select[Any]:
    return _joined(
        select(
            *(column for column in changes.c if column.name not in ("release", "routed")),
            releases.c.id.label("release"),
            releases.c.url,
            releases.c.published,
            releases.c.precision,
            releases.c.inferred,
            func.coalesce(revisions.c.title, releases.c.title).label("title"),
            revisions.c.content_hash,
            sources.c.private,
        )
    )


def _joined(query: Select[Any]) -> Select[Any]:
    """With the source, the release if it is about one, and the revision that it tells of."""
    told_of = and_(
        revisions.c.release == changes.c.release,
        revisions.c.number == func.coalesce(changes.c.revision, releases.c.revision),
    )
    return (
        query.join_from(changes, sources, changes.c.source == sources.c.id)
        .outerjoin(releases, changes.c.release == releases.c.sequence)
        .outerjoin(revisions, told_of)
    )


def _change_rows(connection: Connection, rows: Sequence[Row[Any]]) -> list[ChangeRow]:
    described_sources = described(connection, (row.source for row in rows))
    made = []
    for row in rows:
        source = described_sources[row.source]
        made.append(
            ChangeRow(
                sequence=row.sequence,
                id=row.id,
                kind=ChangeKind(row.kind),
                source=row.source,
                source_title=source.title,
                source_place=source.place,
                tags=source.tags,
                private=row.private,
                release=row.release,
                title=row.title,
                url=row.url,
                published=published(row) if row.release else None,
                content_hash=row.content_hash,
                revision=row.revision,
                previous=row.previous,
                baseline=row.baseline,
                told=row.told,
                held=row.held,
                at=row.at,
                added_words=row.added_words,
                removed_words=row.removed_words,
                failure=to_failure(row.failure),
                note=row.note,
            )
        )
    return made
