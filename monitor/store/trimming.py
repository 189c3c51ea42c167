"""A source's history is held to its limits (monitor.retention), and nothing in use goes.

Of a release that goes a tombstone stays: its row, with its keys and what it said last as a hash.
So what is published again years later is known, and never a second time new.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, or_, select, tuple_, update

from monitor.retention import Held, Limits, Old, Version, old
from monitor.store import counting, texts
from monitor.store.batches import in_batches
from monitor.store.schema import (
    HELD,
    OPEN,
    changes,
    deliveries,
    gathered,
    releases,
    revisions,
    sources,
    states,
)
from monitor.store.schema import texts as snapshots
from monitor.store.specs import from_spec
from monitor.store.views import Trimmed

HELD_FOR = timedelta(days=30)
"""How long what is held keeps its text: a page that never rests would keep all of them. The last
one of each release keeps it until something newer is told, so that it can always be told."""

LIMITED = '%"history":{"%'
"""A LIKE pattern for the specs of sources that have any limit."""


def limited(connection: Connection) -> list[str]:
    """The sources whose history has limits."""
    query = select(sources.c.id).where(sources.c.spec.like(LIMITED)).order_by(sources.c.id)
    return list(connection.scalars(query))


def trim(connection: Connection, source: str, now: datetime) -> Trimmed:
    """See Store.trim: one source, in one transaction."""
    spec = connection.execute(select(sources.c.spec).where(sources.c.id == source)).scalar_one()
    limits = Limits.of(from_spec(spec).history)
    gone = old(_held(connection, source, now), limits, now)
    if gone.versions or gone.releases:
        _fence(connection, source)
        _drop(connection, gone)
        _bury(connection, source, gone.releases, now)
        counting.touch(connection)
    return Trimmed(len(gone.versions), len(gone.releases))


def _held(connection: Connection, source: str, now: datetime) -> list[Held]:
    """The releases of a source that are kept whole, with their versions."""
    used = _in_use(connection, source, now)
    query = (
        select(
            revisions.c.release,
            revisions.c.number,
            revisions.c.text,
            revisions.c.seen_at,
            func.length(snapshots.c.body).label("bytes"),
            releases.c.places,
            releases.c.withdrawn,
            releases.c.told_revision,
        )
        .join_from(revisions, releases, revisions.c.release == releases.c.sequence)
        .join(snapshots, snapshots.c.hash == revisions.c.text)
        .where(releases.c.source == source)
        .order_by(revisions.c.release, revisions.c.number)
    )
    versions: dict[int, list[Version]] = defaultdict(list)
    listed: dict[int, bool] = {}
    for row in connection.execute(query):
        in_use = (row.release, row.number) in used or row.number == row.told_revision
        version = Version(row.number, row.text, row.bytes, row.seen_at, in_use)
        versions[row.release].append(version)
        listed[row.release] = bool(row.places) and not row.withdrawn
    return [Held(release, tuple(found), listed[release]) for release, found in versions.items()]


def _in_use(connection: Connection, source: str, now: datetime) -> set[tuple[int, int]]:
    """The versions that somebody is still to be told of, and those that they are compared with."""
    last_held = (
        select(func.max(changes.c.sequence))
        .join_from(changes, releases, changes.c.release == releases.c.sequence)
        .where(changes.c.source == source, HELD, releases.c.told_revision.is_not(None))
        .group_by(changes.c.release)
    )
    owed = select(deliveries.c.sequence).where(OPEN)
    waiting = select(gathered.c.sequence)
    query = select(changes.c.release, changes.c.revision, changes.c.previous).where(
        changes.c.source == source,
        changes.c.release.is_not(None),
        or_(
            ~changes.c.routed,
            HELD & (changes.c.at > now - HELD_FOR),
            changes.c.sequence.in_(last_held),
            changes.c.sequence.in_(owed),
            changes.c.sequence.in_(waiting),
        ),
    )
    rows = connection.execute(query).all()
    return {(row.release, n) for row in rows for n in (row.revision, row.previous) if n}


def _drop(connection: Connection, gone: Old) -> None:
    """Drop the versions, and each text with its last use."""
    numbers = tuple_(revisions.c.release, revisions.c.number)
    uses: Counter[bytes] = Counter()
    for batch in in_batches(gone.versions):
        uses.update(connection.scalars(select(revisions.c.text).where(numbers.in_(batch))))
        connection.execute(delete(revisions).where(numbers.in_(batch)))
    for whole in in_batches(gone.releases):
        theirs = revisions.c.release.in_(whole)
        uses.update(connection.scalars(select(revisions.c.text).where(theirs)))
        connection.execute(delete(revisions).where(theirs))
    texts.give_back(connection, uses)


def _bury(connection: Connection, source: str, gone: Sequence[int], now: datetime) -> None:
    for batch in in_batches(gone):
        query = update(releases).where(releases.c.sequence.in_(batch))
        connection.execute(
            query.values(trimmed_at=now, author=None, enclosures=None, places={}, story=None)
        )
    if gone:
        counting.give_back(connection, changes=0, releases=len(gone))
        count_releases(connection, source, -len(gone))


def count_releases(connection: Connection, source: str, by: int) -> None:
    """A source has so many releases more."""
    mine = update(states).where(states.c.source == source)
    connection.execute(mine.values(releases=states.c.releases + by))


def _fence(connection: Connection, source: str) -> None:
    """Whoever checks this source now begins again: what it knows may be gone."""
    mine = update(states).where(states.c.source == source)
    connection.execute(mine.values(version=states.c.version + 1))
