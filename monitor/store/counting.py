"""The one row of counters: the sequence of changes, the data version, and totals.

Whoever takes numbers holds the row until its commit. So the next one waits, and no reader ever
sees a sequence while a lower one is still to come; an undone transaction leaves no gap.
"""

from sqlalchemy import Connection, func, insert, not_, select, update

from monitor.store.schema import counters
from monitor.store.schema import releases as kept


def start(connection: Connection) -> None:
    """The row of a store that holds nothing."""
    connection.execute(
        insert(counters).values(
            id=1, sequence=0, data_version=0, releases=0, changes=0, probe=False
        )
    )


def take(connection: Connection, *, changes: int, releases: int) -> int:
    """Number `changes` new changes, `releases` of them new releases; gives the first sequence."""
    taken = connection.execute(
        update(counters)
        .values(
            sequence=counters.c.sequence + changes,
            data_version=counters.c.data_version + 1,
            changes=counters.c.changes + changes,
            releases=counters.c.releases + releases,
        )
        .returning(counters.c.sequence)
    )
    last: int = taken.scalar_one()
    return last - changes + 1


def touch(connection: Connection) -> None:
    """Say that what feeds show may have changed."""
    connection.execute(update(counters).values(data_version=counters.c.data_version + 1))


def count_telling(connection: Connection) -> None:
    """Say that what was held is told: no new sequence shows it."""
    tellings = func.coalesce(counters.c.tellings, 0) + 1
    connection.execute(
        update(counters).values(data_version=counters.c.data_version + 1, tellings=tellings)
    )


def tellings(connection: Connection) -> int:
    """How often something that was held has been told."""
    return connection.execute(select(counters.c.tellings)).scalar_one() or 0


def give_back(connection: Connection, *, changes: int, releases: int) -> None:
    """Take erased rows out of the totals. Their sequences are never used again."""
    connection.execute(
        update(counters).values(
            data_version=counters.c.data_version + 1,
            changes=counters.c.changes - changes,
            releases=counters.c.releases - releases,
        )
    )


def newest_sequence(connection: Connection) -> int:
    """The highest sequence that was given out; nothing will ever get one below it."""
    return connection.scalar(select(counters.c.sequence)) or 0


def lowest_sequence(connection: Connection) -> int:
    """The lowest number of a release. What a backfill finds is numbered downwards, below 1."""
    return connection.scalar(select(func.min(kept.c.sequence))) or 0


def data_version(connection: Connection) -> int:
    version: int = connection.execute(select(counters.c.data_version)).scalar_one()
    return version


def sources_digest(connection: Connection) -> str | None:
    """The digest of the configuration whose sources are kept, None where none was given."""
    digest: str | None = connection.execute(select(counters.c.sources_digest)).scalar_one()
    return digest


def keep_sources_digest(connection: Connection, digest: str | None) -> None:
    connection.execute(update(counters).values(sources_digest=digest))


def probe(connection: Connection) -> None:
    """Write a byte, so that a database that cannot take one says so."""
    connection.execute(update(counters).values(probe=not_(counters.c.probe)))
