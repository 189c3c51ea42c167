"""When each published feed document last changed: Last-Modified, kept over restarts."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, or_, select, update

from monitor.store.schema import feed_documents
from monitor.store.upsert import insert_into


def kept_modified_at(connection: Connection, document: str, digest: str) -> datetime | None:
    """When the document last changed, if it still has this digest."""
    query = select(feed_documents.c.modified_at).where(
        feed_documents.c.document == document, feed_documents.c.digest == digest
    )
    kept_at: datetime | None = connection.scalar(query)
    return kept_at


def begun_with(connection: Connection, beginning: str) -> bool:
    """Whether a document whose name begins so was ever made."""
    query = select(feed_documents.c.document).where(_begins(beginning)).limit(1)
    return connection.scalar(query) is not None


def forget(connection: Connection, name: str) -> None:
    """Every document of a feed: `name.atom`, `name/changes.rss`, …"""
    connection.execute(delete(feed_documents).where(or_(_begins(f"{name}."), _begins(f"{name}/"))))


def _begins(beginning: str) -> ColumnElement[bool]:
    """As a range, which an index serves. Names are compared by their characters' numbers."""
    behind = beginning[:-1] + chr(ord(beginning[-1]) + 1)
    return and_(feed_documents.c.document >= beginning, feed_documents.c.document < behind)


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
