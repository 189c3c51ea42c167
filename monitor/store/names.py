"""Other keys that releases go by: what their publisher called them later, or was told to be them.

The key that a release began with stays in its row, for its id derives from it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, select

from monitor.model.release import Release
from monitor.store.batches import in_batches
from monitor.store.schema import aliases, releases
from monitor.store.upsert import insert_into
from monitor.store.views import NameRow


def keep(
    connection: Connection,
    named: Sequence[Release],
    sequences: Mapping[str, int],
    at: datetime | None,
) -> None:
    """Keep the new names of releases. A name that is known belongs to the one named last."""
    rows = [
        {
            "source": release.source,
            "key": alias.key,
            "release": sequences[release.id],
            "why": alias.why,
            "at": at,
        }
        for release in named
        for alias in release.aliases
    ]
    if not rows:
        return
    query = insert_into(connection, aliases)
    query = query.on_conflict_do_update(
        index_elements=[aliases.c.source, aliases.c.key],
        set_={name: query.excluded[name] for name in ("release", "why", "at")},
    )
    for batch in in_batches(rows):
        connection.execute(query, batch)


def of_release(connection: Connection, release: str) -> list[NameRow]:
    """The other keys of a release, the latest last."""
    query = (
        select(aliases.c.key, aliases.c.why, aliases.c.at)
        .join_from(aliases, releases, aliases.c.release == releases.c.sequence)
        .where(releases.c.id == release)
    )
    found = [NameRow(row.key, row.why, row.at) for row in connection.execute(query)]
    return sorted(found, key=lambda name: (name.at, name.key))


def of_source(connection: Connection, source: str) -> Mapping[str, list[NameRow]]:
    """The other keys of each release that has any, by its id, the latest last."""
    query = (
        select(releases.c.id, aliases.c.key, aliases.c.why, aliases.c.at)
        .join_from(aliases, releases, aliases.c.release == releases.c.sequence)
        .where(aliases.c.source == source)
    )
    found: dict[str, list[NameRow]] = defaultdict(list)
    for row in sorted(connection.execute(query), key=lambda row: (row.at, row.key)):
        found[row.id].append(NameRow(row.key, row.why, row.at))
    return found


def erase(connection: Connection, source: str) -> None:
    """Forget the names of all that a source has."""
    connection.execute(delete(aliases).where(aliases.c.source == source))
