"""PostgreSQL through psycopg 3: a pool, and transactions that the server may ask to repeat."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, create_engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from monitor.errors import StoreError
from monitor.store import advisory, faults
from monitor.store.database import Presence
from monitor.store.writer import Many

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")

_TRIES = 5
_WRITERS = 8


class PostgresDatabase:
    """One PostgreSQL database. Any number of processes may use it at once."""

    def __init__(self, url: URL) -> None:
        self.where = url.render_as_string(hide_password=True)
        if url.drivername == "postgresql":
            url = url.set(drivername="postgresql+psycopg")
        try:
            self.engine = create_engine(url, pool_size=5, max_overflow=15, pool_pre_ping=True)
        except ImportError as error:
            hint = "Install it: pip install 'feed-monitor[postgres]'"
            raise StoreError("The driver is missing.", where=self.where, hint=hint) from error
        self._threads = ThreadPoolExecutor(_WRITERS, thread_name_prefix="store-writer")
        self._readers = self.engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )

    def read(
        self,
        query: Callable[Concatenate[Connection, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """See Database."""
        with faults.wrapped(self.where), self._readers.begin() as connection:
            return query(connection, *args, **kwargs)

    def write(
        self,
        verb: Callable[Concatenate[Connection, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """See Database. A transaction that was undone for another's sake is done again."""
        with faults.wrapped(self.where):
            for _ in range(_TRIES - 1):
                try:
                    with self.engine.begin() as connection:
                        return verb(connection, *args, **kwargs)
                except DBAPIError as error:
                    if faults.sqlstate(error) not in faults.REPEATABLE:
                        raise
            with self.engine.begin() as connection:
                return verb(connection, *args, **kwargs)

    def write_later(self, verb: Many[T, R], item: T) -> Future[R]:
        """See Database. Each item is a transaction of its own; the server groups the commits."""
        return self._threads.submit(lambda: self.write(verb, [item])[0])

    def check_room(self) -> None:
        """See Database. Only the server knows its disk: the write that follows must do."""

    def hold_daemon(self, holder: str) -> Presence:
        """See Database. Any number of daemons may run."""
        return advisory.OneOfMany(self, self.engine.url, holder)

    def daemon_runs(self) -> bool:
        """See Database."""
        return bool(self.read(advisory.living))

    def close(self) -> None:
        """See Database."""
        self._threads.shutdown()
        self.engine.dispose()
