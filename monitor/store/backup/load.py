"""The file of a backup -> tables with nothing in them, in one transaction of the caller's."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, inspect

from monitor.store.backup.document import NoBackup, Reader, Row, Table
from monitor.store.backup.dump import Progress
from monitor.store.migrate import create_at, head, upgrade
from monitor.store.schema import schema_version

STOP_IT = "Stop it first, and start it again when the backup is restored."
"""What to do about a daemon that runs on the store."""


def load(connection: Connection, reader: Reader, progress: Progress) -> None:
    """Make the tables as they were when the backup was made, fill them, bring them to today.

    There are none before. NoBackup where the file turns out not to be whole.
    """
    columns, done = _made(connection, reader.head.revision), 0
    for table, rows in reader.batches():
        if not set(table.columns) <= set(columns.get(table.name, ())):
            raise NoBackup(f"The tables of this backup have no `{table.name}` like this.")
        _insert(connection, table, rows)
        done += len(rows)
        progress(done, reader.head.rows)
    if reader.head.revision != head():
        upgrade(connection)


def _made(connection: Connection, revision: str) -> Mapping[str, Sequence[str]]:
    """Make the tables, with nothing in them; their columns. There may be other programs' beside."""
    others = {*inspect(connection).get_table_names(), schema_version.name}
    create_at(connection, revision)
    found = inspect(connection)
    ours = [name for name in found.get_table_names() if name not in others]
    for name in ours:
        connection.execute(sa.delete(sa.table(name)))
    return {name: [column["name"] for column in found.get_columns(name)] for name in ours}


def _insert(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    names = ", ".join(f'"{name}"' for name in table.columns)
    if connection.dialect.name == "postgresql":
        driver: Any = connection.connection.driver_connection
        into = f'COPY "{table.name}" ({names}) FROM STDIN'
        with driver.cursor() as cursor, cursor.copy(into) as copy:
            for row in rows:
                copy.write_row(row)
    else:
        values = ", ".join("?" * len(table.columns))
        insert = f'INSERT INTO "{table.name}" ({names}) VALUES ({values})'  # noqa: S608 - our names
        connection.exec_driver_sql(insert, [tuple(row) for row in rows])
