"""From the `store:` of a configuration to a database that is ready to use."""

from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from monitor.errors import StoreError
from monitor.store import faults, sqlite
from monitor.store.database import Database
from monitor.store.migrate import SCRIPTS, head, lock, migrate, stored
from monitor.store.postgres import PostgresDatabase
from monitor.store.sqlite import SqliteDatabase

_HINT = "Write sqlite:///data/monitor.db or postgresql://user@host/database."


def open_database(url: str, *, root: Path | None = None, scripts: Path = SCRIPTS) -> Database:
    """Open, create or migrate what `url` names. StoreError with what to do."""
    place = parsed(url)
    if place.get_backend_name() == "postgresql":
        return _open_postgres(place, scripts)
    return _open_sqlite(sqlite_path(place, root), scripts)


def sqlite_path(url: URL, root: Path | None) -> Path:
    """The file of an SQLite URL; a relative one counts from `root`."""
    if not url.database or url.database == ":memory:":
        raise StoreError("The store must be a file.", where=str(url), hint=_HINT)
    return (root or Path()).joinpath(url.database).absolute()


def is_there(url: str, root: Path) -> bool:
    """Whether a store is there to be opened, so that opening it would not begin a new one. Of a
    server only asking it would tell: it is taken to be there."""
    file = file_of(url, root)
    return file is None or file.exists()


def file_of(url: str, root: Path) -> Path | None:
    """The file of an SQLite store, None of another."""
    place = parsed(url)
    return None if place.get_backend_name() == "postgresql" else sqlite_path(place, root)


def revision(url: str, root: Path) -> str | None:
    """The revision at which a store that is there stands, without bringing it further."""
    place, file = parsed(url), file_of(url, root)
    database: Database = SqliteDatabase(file) if file else PostgresDatabase(place)
    try:
        return database.read(stored)
    finally:
        database.close()


def beside(url: str, root: Path, suffix: str) -> Path:
    """A file that belongs to a store: beside SQLite's own, else in the `data` folder of `root`."""
    place = parsed(url)
    if place.get_backend_name() == "postgresql":
        return root / "data" / f"monitor{suffix}"
    path = sqlite_path(place, root)
    return path.with_name(path.name + suffix)


def parsed(url: str) -> URL:
    """The URL of a store in its parts. StoreError where it is none."""
    try:
        place = make_url(url)
    except ArgumentError as error:
        raise StoreError("The URL of the store cannot be read.", hint=_HINT) from error
    if place.drivername not in ("sqlite", "postgresql", "postgresql+psycopg"):
        said = f"There is no store of the kind {place.drivername!r}."
        raise StoreError(said, hint=_HINT)
    return place


def _open_sqlite(path: Path, scripts: Path) -> SqliteDatabase:
    with faults.wrapped(str(path)):
        path.parent.mkdir(parents=True, exist_ok=True)
    database = SqliteDatabase(path)
    try:
        if database.read(stored) != head(scripts):
            _migrate_sqlite(path, scripts)
    except BaseException:
        database.close()
        raise
    return database


def _migrate_sqlite(path: Path, scripts: Path) -> None:
    """Foreign keys rest meanwhile: Alembic changes a table by making it anew."""
    engine = sqlite.connect(path, begin="BEGIN IMMEDIATE", foreign_keys=False)

    def keep_copy(revision: str) -> None:
        sqlite.copy(path, path.with_name(f"{path.name}.before-{revision}"))

    try:
        with faults.wrapped(str(path)), engine.begin() as connection:
            migrate(connection, where=str(path), keep_copy=keep_copy, scripts=scripts)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
            if broken is not None:
                raise StoreError(f"Migrating would leave rows without their parent: {broken}")
    finally:
        engine.dispose()


def _open_postgres(url: URL, scripts: Path) -> PostgresDatabase:
    database = PostgresDatabase(url)

    def create_or_migrate(connection: Connection) -> None:
        lock(connection)
        where = url.render_as_string(hide_password=True)
        migrate(connection, where=where, keep_copy=_keep_no_copy, scripts=scripts)

    try:
        if database.read(stored) != head(scripts):
            database.write(create_or_migrate)
    except BaseException:
        database.close()
        raise
    return database


def _keep_no_copy(revision: str) -> None:
    """PostgreSQL undoes a migration that fails; copies are its administrator's business."""
