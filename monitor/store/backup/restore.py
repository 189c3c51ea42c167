"""A backup in place of a store: checked whole first, then swapped in; the old store is kept aside.

file ─▸ read to its end ─▸ no daemon? ─┬─ SQLite: a new file ─▸ old one aside ─▸ in its place
                                       └─ PostgreSQL: one transaction: old tables ─▸ a schema of
                                          their own, new ones made, filled, brought to today
"""

from datetime import datetime
from pathlib import Path

from monitor.store.backup import into_postgres, into_sqlite
from monitor.store.backup.document import Head, Reader
from monitor.store.backup.dump import Progress
from monitor.store.migrate import refuse_unknown
from monitor.store.opening import parsed, sqlite_path


def verify(path: Path, progress: Progress) -> Head:
    """Read a backup to its end. NoBackup where it is none or not whole; StoreError if it is of a
    newer version."""
    with path.open("rb") as file:
        reader, done = Reader(file, path), 0
        refuse_unknown(reader.head.revision, what="The backup", where=str(path))
        for _, rows in reader.batches():
            done += len(rows)
            progress(done, reader.head.rows)
    return reader.head


def restore(url: str, root: Path, path: Path, now: datetime, progress: Progress) -> str | None:
    """Put a backup that was verified in the place of the store that `url` names.

    Gives where the store that was there is now: a file, or a schema of the database; None where
    there was none. StoreBusy while a daemon runs on it or another command has it open. Whatever
    goes wrong, the store is as it was.
    """
    place, stamp = parsed(url), f"{now:%Y%m%dT%H%M%S}"
    with path.open("rb") as file:
        if place.get_backend_name() == "postgresql":
            return into_postgres.restore(place, lambda: Reader(file, path), stamp, progress)
        return into_sqlite.restore(sqlite_path(place, root), Reader(file, path), stamp, progress)
