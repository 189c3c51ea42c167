"""A backup becomes the tables of a PostgreSQL database; those that were there move away."""

from collections.abc import Callable

from sqlalchemy import URL, Connection, inspect, text

from monitor.errors import StoreBusy
from monitor.store import advisory
from monitor.store.backup.document import Reader
from monitor.store.backup.dump import Progress
from monitor.store.backup.load import STOP_IT, load
from monitor.store.migrate import lock
from monitor.store.postgres import PostgresDatabase
from monitor.store.schema import metadata


def restore(url: URL, read: Callable[[], Reader], stamp: str, progress: Progress) -> str | None:
    """Put the backup in place of our tables, in one transaction; the schema where the old ones are
    now, None if there were none. `read` gives the backup from its beginning."""
    database = PostgresDatabase(url)

    def replace(connection: Connection) -> str | None:
        lock(connection)
        _alone(connection, database.where)
        aside = _put_aside(connection, stamp)
        _alone(connection, database.where)  # one that starts from here on waits for the tables
        load(connection, read(), progress)
        return aside

    try:
        return database.write(replace)
    finally:
        database.close()


def _alone(connection: Connection, where: str) -> None:
    if advisory.living(connection):
        raise StoreBusy("A daemon runs on this store.", where=where, hint=STOP_IT)


def _put_aside(connection: Connection, stamp: str) -> str | None:
    """Move our tables into a schema of their own: at once, whatever their size."""
    ours = set(inspect(connection).get_table_names()) & set(metadata.tables)
    if not ours:
        return None
    schema = f"before_restore_{stamp.lower()}"
    connection.execute(text(f"CREATE SCHEMA {schema}"))
    for name in sorted(ours):
        connection.execute(text(f'ALTER TABLE "{name}" SET SCHEMA {schema}'))
    return schema
