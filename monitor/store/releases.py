"""Releases as they are read: rows joined with their source, their text and their story."""

from collections.abc import Sequence
from functools import lru_cache
from operator import attrgetter
from sys import intern
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, not_, or_, select

from monitor.model.published import Precision, Published
from monitor.model.release import Known, Version
from monitor.store import corrections, names
from monitor.store import texts as snapshots
from monitor.store.batches import in_batches
from monitor.store.match import matcher
from monitor.store.schema import releases, revisions, sources, texts
from monitor.store.selection import conditions, few_sources, first_of_story, newest
from monitor.store.sources import described
from monitor.store.stories import also_at
from monitor.store.views import NameRow, ReleaseRow, RevisionRow, Selection

T = TypeVar("T")

RECENT = 24
"""How many revisions of a release are looked at to see whether it goes to and fro."""

_LAST_CHARACTER = "\U0010ffff"
_OF_KNOWN: tuple[ColumnElement[Any], ...] = (
    releases.c.id,
    releases.c.key,
    releases.c.content_hash,
    releases.c.revision,
    releases.c.title,
    releases.c.url,
    releases.c.published,
    releases.c.precision,
    releases.c.inferred,
    releases.c.withdrawn,
    releases.c.first_seen_at,
    releases.c.changed_at,
    releases.c.places,
    releases.c.changes,
    releases.c.told_revision,
    releases.c.trimmed_at,
)
_KEPT_WHOLE = releases.c.trimmed_at.is_(None)


def newest_first(
    connection: Connection,
    selection: Selection,
    *,
    since: int | None,
    until: int | None,
    limit: int,
    with_texts: bool,
    withdrawn: bool,
) -> list[ReleaseRow]:
    few, matches = few_sources(connection, selection), matcher(selection)
    query = select(releases.c.sequence).join(sources, releases.c.source == sources.c.id)
    if matches:
        query = _with_body(query)
    query = query.where(_KEPT_WHOLE, *conditions(releases.c.source, selection, few))
    if since is not None:
        query = query.where(releases.c.sequence > since)
    if until is not None:
        query = query.where(releases.c.sequence <= until)
    if not withdrawn:
        query = query.where(not_(releases.c.withdrawn))
    if selection.one_per_story:
        query = query.where(first_of_story(selection, withdrawn=withdrawn))
    found = newest(connection, query, releases.c.sequence, limit=limit, matches=matches)
    return _numbered(connection, found, with_texts)


def by_prefix(connection: Connection, prefix: str) -> ReleaseRow | None:
    """The release whose id is `prefix`, or alone begins with it."""
    if not prefix:
        return None
    begins = (releases.c.id >= prefix, releases.c.id < prefix + _LAST_CHARACTER)
    query = select(releases.c.id, releases.c.sequence).where(_KEPT_WHOLE, *begins)
    query = query.order_by(releases.c.id)
    rows = connection.execute(query.limit(2)).all()
    if not rows or (len(rows) > 1 and rows[0].id != prefix):
        return None
    return _numbered(connection, [rows[0].sequence], with_texts=True)[0]


def known(connection: Connection, source: str) -> list[Known]:
    query = select(*_OF_KNOWN).where(releases.c.source == source).order_by(releases.c.sequence)
    away = corrections.merged_away(connection, source)
    others = names.of_source(connection, source)
    claimed = {name.key for found in others.values() for name in found}
    return [
        _known(row, others.get(row.id, ()), named=row.key not in claimed)
        for row in connection.execute(query)
        if row.id not in away
    ]


def revisions_of(
    connection: Connection, release: str, number: int | None = None
) -> list[RevisionRow]:
    query = (
        select(revisions, releases.c.id, texts.c.body)
        .join_from(revisions, releases, revisions.c.release == releases.c.sequence)
        .join(texts, texts.c.hash == revisions.c.text)
        .where(releases.c.id == release)
        .order_by(revisions.c.number)
    )
    if number is not None:
        query = query.where(revisions.c.number == number)
    return [_revision_row(row) for row in connection.execute(query)]


def versions_of(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[Version, ...]]:
    """See Store.versions."""
    recent = or_(
        revisions.c.number > releases.c.revision - RECENT,
        revisions.c.number == releases.c.told_revision,
    )
    query = (
        select(releases.c.id, revisions.c.number, revisions.c.content_hash, revisions.c.seen_at)
        .join_from(releases, revisions, revisions.c.release == releases.c.sequence)
        .where(recent)
    )
    found: dict[str, list[Version]] = {}
    for batch in in_batches(ids):
        for row in connection.execute(query.where(releases.c.id.in_(batch))):
            version = Version(row.number, row.content_hash, row.seen_at)
            found.setdefault(row.id, []).append(version)
    by_number = attrgetter("number")
    return {release: tuple(sorted(each, key=by_number)) for release, each in found.items()}


def _with_body(query: Select[Any]) -> Select[Any]:
    is_newest = and_(
        revisions.c.release == releases.c.sequence, revisions.c.number == releases.c.revision
    )
    query = query.join(revisions, is_newest).join(texts, texts.c.hash == revisions.c.text)
    return query.add_columns(texts.c.body)


def _numbered(
    connection: Connection, sequences: Sequence[int], with_texts: bool
) -> list[ReleaseRow]:
    """Releases by sequence, in the order in which they are asked for."""
    query = select(releases, sources.c.private).join(sources, releases.c.source == sources.c.id)
    if with_texts:
        query = _with_body(query)
    found: dict[int, Row[Any]] = {}
    for batch in in_batches(sequences):
        rows = connection.execute(query.where(releases.c.sequence.in_(batch)))
        found.update({row.sequence: row for row in rows})
    return _release_rows(connection, [found[sequence] for sequence in sequences], with_texts)


def _release_rows(
    connection: Connection, rows: Sequence[Row[Any]], with_texts: bool
) -> list[ReleaseRow]:
    described_sources = described(connection, (row.source for row in rows))
    places = also_at(connection, rows)
    made = []
    for row in rows:
        source = described_sources[row.source]
        said = snapshots.unpacked(row.body) if with_texts else None
        made.append(
            ReleaseRow(
                id=row.id,
                sequence=row.sequence,
                source=row.source,
                source_title=source.title,
                source_place=source.place,
                source_kind=source.kind,
                source_timezone=source.timezone,
                tags=source.tags,
                key=row.key,
                title=row.title,
                url=row.url,
                author=row.author,
                published=published(row),
                revision=row.revision,
                content_hash=row.content_hash,
                first_seen_at=row.first_seen_at,
                changed_at=row.changed_at,
                withdrawn=row.withdrawn,
                places=row.places,
                also_at=places[row.sequence],
                enclosures=tuple(row.enclosures or ()),
                story=row.story,
                text=said.text if said else "",
                html=said.html if said else None,
            )
        )
    return made


def published(row: Row[Any]) -> Published:
    """The date in the columns of a release."""
    return Published(row.published, Precision(row.precision), row.inferred)


@lru_cache(1024)
def _once(value: T) -> T:
    """A value that many rows have, as one object: releases of one day, or kept by one visit."""
    return value


def _known(row: Row[Any], others: Sequence[NameRow], *, named: bool) -> Known:
    return Known(
        id=row.id,
        key=row.key,
        content_hash=row.content_hash,
        revision=row.revision,
        title=row.title,
        url=row.url,
        published=_once(published(row)),
        withdrawn=row.withdrawn,
        first_seen_at=_once(row.first_seen_at),
        changed_at=_once(row.changed_at),
        places={intern(place): position for place, position in row.places.items()},
        changes=row.changes,
        told_revision=row.told_revision,
        aliases=tuple(name.key for name in others),
        merged=tuple(name.key for name in others if name.why == corrections.MERGED),
        named=named,
        trimmed=row.trimmed_at is not None,
    )


def _revision_row(row: Row[Any]) -> RevisionRow:
    said = snapshots.unpacked(row.body)
    return RevisionRow(
        release=row.id,
        number=row.number,
        title=said.title,
        text=said.text,
        html=said.html,
        content_hash=row.content_hash,
        seen_at=row.seen_at,
    )
