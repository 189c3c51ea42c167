"""SQLite: a file in WAL mode, one thread that writes, a connection for each reader at work.

`synchronous=NORMAL` in WAL mode: what was acknowledged survives the death of the process at any
moment. A loss of power can take the last commits with it, but cannot damage the file.
"""

import sqlite3
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import closing
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL

from monitor.store import daemon_lock, faults
from monitor.store.database import Presence
from monitor.store.writer import Many, Writer

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")

_BUSY_SECONDS = 60
_ROOM_BYTES = 65536
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA cache_size=-16000",
    "PRAGMA journal_size_limit=67108864",  # a large commit does not leave its log behind for good
)


class SqliteDatabase:
    """One SQLite file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._readers = connect(path, begin="BEGIN", pool_size=8, max_overflow=-1)
        self._writers = connect(path, begin="BEGIN IMMEDIATE", pool_size=1, max_overflow=0)
        self._writer = Writer(self._writers)

    def read(
        self,
        query: Callable[Concatenate[Connection, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """See Database."""
        with faults.wrapped(str(self.path)), self._readers.begin() as connection:
            return query(connection, *args, **kwargs)

    def write(
        self,
        verb: Callable[Concatenate[Connection, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """See Database. The verb runs in the writer's thread."""
        with faults.wrapped(str(self.path)):
            return self._writer.run(lambda connection: verb(connection, *args, **kwargs))

    def write_later(self, verb: Many[T, R], item: T) -> Future[R]:
        """See Database."""
        return faults.translated(self._writer.submit(verb, item), str(self.path))

    def check_room(self) -> None:
        """See Database. A file beside the store finds a full disk before its own log does."""
        with (
            faults.wrapped(str(self.path)),
            NamedTemporaryFile(dir=self.path.parent, prefix=f".{self.path.name}.") as probe,
        ):
            probe.write(bytes(_ROOM_BYTES))
            probe.flush()

    def hold_daemon(self, holder: str) -> Presence:
        """See Database. StoreBusy if another one runs."""
        return daemon_lock.OnlyDaemon(self, holder, daemon_lock.hold(self.path))

    def daemon_runs(self) -> bool:
        """See Database."""
        return daemon_lock.taken(self.path)

    def close(self) -> None:
        """See Database."""
        self._writer.close()
        self._writers.dispose()
        self._readers.dispose()


def connect(path: Path, *, begin: str, foreign_keys: bool = True, **pool: int) -> Engine:
    """An engine whose transactions start with `begin`."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)), connect_args={"timeout": _BUSY_SECONDS}, **pool
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # or the driver begins transactions of its own
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        if not foreign_keys:
            connection.execute("PRAGMA foreign_keys=OFF")

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def copy(source: Path, target: Path) -> None:
    """A consistent copy of a database that may be in use; whole, or not there at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        with (
            closing(sqlite3.connect(source)) as origin,
            closing(sqlite3.connect(unfinished)) as copied,
        ):
            origin.backup(copied)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
