"""A database -> the file of a backup, out of one view of it while others go on writing."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa
from sqlalchemy import Boolean, Connection, LargeBinary, Select

from monitor.errors import StoreError, StoreFull, UsageError
from monitor.store import faults
from monitor.store.backup.document import Head, Table, Writer, is_backup
from monitor.store.batches import ROWS
from monitor.store.migrate import stored
from monitor.store.schema import metadata, schema_version

Progress = Callable[[int, int], None]
"""Told now and then how many rows are done, of how many."""


def dump(connection: Connection, path: Path, made_at: datetime, progress: Progress) -> Head:
    """Write everything to `path`, which is replaced once the new file is whole.

    Raises UsageError where another file of that name is no backup: it is not ours to replace; and
    where there is no folder for it, as below a disk that is not mounted.
    """
    tables = {table: _head(connection, table) for table in _tables()}
    size = sum(head.rows for head in tables.values())
    head = Head(stored(connection) or "", made_at.isoformat(), size)
    with _written(path) as file:
        writer, done = Writer(file, head), 0
        for table, table_head in tables.items():
            writer.table(table_head)
            for rows in _rows(connection, table):
                writer.rows(rows)
                done += len(rows)
                progress(done, size)
        writer.end()
    return head


def _tables() -> list[sa.Table]:
    """Every table but that of the revision, each behind those that it refers to."""
    return [table for table in metadata.sorted_tables if table is not schema_version]


def _head(connection: Connection, table: sa.Table) -> Table:
    rows = connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
    in_bytes = (c.name for c in table.c if isinstance(c.type, LargeBinary))
    return Table(table.name, tuple(table.c.keys()), tuple(in_bytes), rows)


def _rows(connection: Connection, table: sa.Table) -> Iterator[Any]:
    found = connection.execute(_as_kept(table), execution_options={"yield_per": ROWS})
    return iter(found.partitions())


def _as_kept(table: sa.Table) -> Select[Any]:
    """The rows by their key, in the values of the database: what our types would make of them is
    made anew where they are read again. Only booleans are numbers on SQLite."""
    plain: dict[str, sa.ColumnClause[Any]] = {
        c.name: sa.column(c.name, Boolean() if isinstance(c.type, Boolean) else None)
        for c in table.c
    }
    order = [plain[c.name] for c in table.primary_key]
    return sa.select(*plain.values()).select_from(sa.table(table.name)).order_by(*order)


@contextmanager
def _written(path: Path) -> Iterator[IO[bytes]]:
    """A file that comes to its name when it is whole, for its owner's eyes alone."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.unfinished")
    with _said(path):
        if path.exists() and not (path.is_file() and is_backup(path)):
            hint = "Name another file: what is there is no backup, and is left alone."
            raise UsageError("There is something else by that name.", where=str(path), hint=hint)
        if not path.parent.is_dir():
            hint = "Make it first: in a folder by a wrong name nobody would find the backup."
            raise UsageError("There is no such folder.", where=str(path.parent), hint=hint)
        try:
            unfinished.touch(mode=0o600)
            with unfinished.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)


@contextmanager
def _said(path: Path) -> Iterator[None]:
    """What the disk says of the file, in words that are about the backup and not the store."""
    try:
        yield
    except OSError as error:
        said = f"The backup could not be written: {error.strerror or error}."
        kind = StoreFull if error.errno in faults.NO_ROOM else StoreError
        hint = "The store is as it was. Make room, or name a file where there is some."
        raise kind(said, where=str(path), hint=hint) from error
