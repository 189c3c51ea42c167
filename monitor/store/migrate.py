"""Bring a database to the tables of this version: nothing to do, create, or migrate.

A fresh database is created from `schema.py` at once; an older one goes through the revisions in
`migrations/versions`, one after the other, in one transaction. Alembic is loaded only then.
"""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, inspect, select, text

from monitor.errors import StoreError
from monitor.store import counting
from monitor.store.schema import metadata, schema_version

SCRIPTS = Path(__file__).parent / "migrations"


def head(scripts: Path = SCRIPTS) -> str:
    """The newest revision there is: its files are named by number, `r0001_…`."""
    return max(_revisions(scripts))


def stored(connection: Connection) -> str | None:
    """The revision that the database stands at, None where it has no tables of ours yet."""
    if not inspect(connection).has_table(schema_version.name):
        return None
    return connection.scalar(select(schema_version.c.version_num))


def migrate(
    connection: Connection,
    *,
    where: str,
    keep_copy: Callable[[str], None],
    scripts: Path = SCRIPTS,
) -> None:
    """Do what there is to do, inside the caller's transaction and under its lock.

    `keep_copy(revision)` is called before tables that exist are changed. StoreError if they are
    those of a newer version, or of another program.
    """
    found, newest = stored(connection), head(scripts)
    if found == newest:
        return
    if found is None:
        _create(connection, newest, where)
    elif found not in _revisions(scripts):
        raise _too_new(found, newest, "The store", where)
    else:
        keep_copy(newest)
        upgrade(connection, scripts)


def upgrade(connection: Connection, scripts: Path = SCRIPTS, revision: str = "head") -> None:
    """Run Alembic's revisions up to `revision` in the transaction of `connection`."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def create_at(connection: Connection, revision: str, scripts: Path = SCRIPTS) -> None:
    """Make the tables as they were at a revision, in a database that has none of them."""
    if revision == head(scripts):
        _create(connection, revision, str(connection.engine.url))
    else:
        upgrade(connection, scripts, revision)


def refuse_unknown(revision: str, *, what: str, where: str, scripts: Path = SCRIPTS) -> None:
    """StoreError unless this version knows the revision at which `what` was written."""
    if revision not in _revisions(scripts):
        raise _too_new(revision, head(scripts), what, where)


def lock(connection: Connection) -> None:
    """Let one process at a time migrate. SQLite's BEGIN IMMEDIATE has done it already."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('feed-monitor schema'))"))


def _create(connection: Connection, newest: str, where: str) -> None:
    taken = set(inspect(connection).get_table_names()) & set(metadata.tables)
    if taken:
        hint = "Name another store: this one belongs to another program."
        names = ", ".join(sorted(taken))
        raise StoreError(f"There are tables already ({names}).", where=where, hint=hint)
    metadata.create_all(connection, checkfirst=False)
    connection.execute(schema_version.insert().values(version_num=newest))
    counting.start(connection)


def _revisions(scripts: Path) -> set[str]:
    names = (path.stem for path in (scripts / "versions").glob("r[0-9]*.py"))
    return {name[1:].partition("_")[0] for name in names}


def _too_new(found: str, newest: str, what: str, where: str) -> StoreError:
    return StoreError(
        f"{what} was written by a newer version: it is at revision {found}, "
        f"this version knows up to {newest}.",
        where=where,
        hint="Install the newer version, or open a copy that was made before (….before-…).",
    )
