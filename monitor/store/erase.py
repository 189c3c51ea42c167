"""What is erased: a source's history when somebody says so, and what is old and settled."""

from datetime import datetime

from sqlalchemy import Connection, delete, func, select, update

from monitor.store import (
    corrections,
    counting,
    digests,
    documents,
    joining,
    names,
    robots,
    texts,
    visits,
)
from monitor.store.schema import (
    changes,
    deliveries,
    releases,
    revisions,
    source_tags,
    sources,
    states,
)
from monitor.store.sources import no_such


def forget(connection: Connection, source: str) -> int:
    """See Store.forget. Checks under way are fenced off; texts that others say too stay."""
    _restart(connection, source)
    told = select(changes.c.sequence).where(changes.c.source == source)
    digests.forget(connection, source)
    connection.execute(delete(deliveries).where(deliveries.c.sequence.in_(told)))
    erased = connection.execute(delete(changes).where(changes.c.source == source)).rowcount
    joining.forget(connection, source)
    _erase_revisions(connection, source)
    names.erase(connection, source)
    corrections.erase(connection, source)
    gone = connection.execute(delete(releases).where(releases.c.source == source)).rowcount
    visits.erase(connection, source)
    _erase_if_removed(connection, source)
    counting.give_back(connection, changes=erased, releases=gone)
    return gone


def prune(connection: Connection, now: datetime, before: datetime) -> int:
    """Drop what was settled before an instant, texts without a revision, keys of stories that
    nobody tells any more, and what has expired by now; how many rows."""
    digests.prune(connection, before)
    settled = delete(deliveries).where(deliveries.c.settled_at < before)
    gone = connection.execute(settled).rowcount
    gone += joining.prune(connection, now)
    return gone + texts.drop_unused(connection) + robots.prune(connection, now)


def _restart(connection: Connection, source: str) -> None:
    """The state of a source that was never checked. `paused` and `version` stay."""
    written = connection.execute(
        update(states)
        .where(states.c.source == source)
        .values(
            version=states.c.version + 1,
            next_due_at=None,
            last_checked_at=None,
            last_success_at=None,
            last_changed_at=None,
            baseline_at=None,
            failures=0,
            failure=None,
            validators=None,
            raw_hash=None,
            text_hash=None,
            key_policy=None,
            releases=0,
            memo=None,
            rhythm=None,
        )
    )
    if not written.rowcount:
        raise no_such(source)


def _erase_revisions(connection: Connection, source: str) -> None:
    ours = select(releases.c.sequence).where(releases.c.source == source)
    of_source = revisions.c.release.in_(ours)
    used = (
        select(revisions.c.text, func.count().label("uses"))
        .where(of_source)
        .group_by(revisions.c.text)
    )
    uses = {row.text: row.uses for row in connection.execute(used)}
    connection.execute(delete(revisions).where(of_source))
    texts.give_back(connection, uses)


def _erase_if_removed(connection: Connection, source: str) -> None:
    if connection.scalar(select(states.c.removed).where(states.c.source == source)):
        connection.execute(delete(source_tags).where(source_tags.c.source == source))
        connection.execute(delete(states).where(states.c.source == source))
        connection.execute(delete(sources).where(sources.c.id == source))
        documents.forget(connection, source)
