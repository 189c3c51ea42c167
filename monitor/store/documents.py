"""When each published feed document last changed: Last-Modified, kept over restarts."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from monitor.store.schema import feed_documents
from monitor.store.upsert import insert_into


def kept_modified_at(connection: Connection, document: str, digest: str) -> datetime | None:
    """When the document last changed, if it still has this digest."""
    query = select(feed_documents.c.modified_at).where(
        feed_documents.c.document == document, feed_documents.c.digest == digest
    )
    kept_at: datetime | None = connection.scalar(query)
    return kept_at


def modified_at(connection: Connection, document: str, digest: str, now: datetime) -> datetime:
    """Keep a digest that differs, at a second of its own."""
    second = now.replace(microsecond=0)
    first = {"document": document, "digest": digest, "modified_at": second}
    connection.execute(insert_into(connection, feed_documents).on_conflict_do_nothing(), first)
    kept = connection.execute(
        select(feed_documents).where(feed_documents.c.document == document).with_for_update()
    ).one()
    last_at: datetime = kept.modified_at
    if kept.digest == digest:
        return last_at
    later_at = max(second, last_at + timedelta(seconds=1))
    connection.execute(
        update(feed_documents)
        .where(feed_documents.c.document == document)
        .values(digest=digest, modified_at=later_at)
    )
    return later_at
