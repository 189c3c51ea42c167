"""What each origin's robots.txt said, kept until it is asked again: one row an origin."""

import zlib
from datetime import datetime

from sqlalchemy import Connection, delete, select

from monitor.store.schema import robots
from monitor.store.specs import from_failure, to_failure
from monitor.store.upsert import insert_into
from monitor.store.views import RobotsRow


def kept(connection: Connection, origin: str) -> RobotsRow | None:
    """The row of an origin, expired or not."""
    row = connection.execute(select(robots).where(robots.c.origin == origin)).first()
    if row is None:
        return None
    rules = zlib.decompress(row.rules).decode()
    return RobotsRow(row.origin, row.agent, rules, to_failure(row.failure), row.expires_at)


def keep(connection: Connection, row: RobotsRow) -> None:
    """Keep a row in place of the one that there was."""
    said = {
        "agent": row.agent,
        "rules": zlib.compress(row.rules.encode("utf-8", "replace"), 1),
        "failure": from_failure(row.failure),
        "expires_at": row.expires_at,
    }
    query = insert_into(connection, robots)
    query = query.on_conflict_do_update(
        index_elements=[robots.c.origin], set_={name: query.excluded[name] for name in said}
    )
    connection.execute(query, {"origin": row.origin, **said})


def prune(connection: Connection, now: datetime) -> int:
    """Drop what has expired; how many."""
    return connection.execute(delete(robots).where(robots.c.expires_at <= now)).rowcount
