"""Any number of daemons on PostgreSQL: which of them live, and which one leads.

Each keeps a session of its own with two locks of the kind that PostgreSQL leaves to its users: a
shared one under its name, and, where it leads, the one of the tick. A session ends with the
process that opened it, and its locks with the session: nobody has to clear up after a crash.
https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock

from sqlalchemy import URL, Connection, NullPool, create_engine, text
from sqlalchemy.exc import DBAPIError

from monitor.store import faults, outbox
from monitor.store.database import Database

_LIVE = text(
    "SELECT pg_advisory_lock_shared(hashtext('feed-monitor daemon'), hashtext(:holder))"
)  # two names with one hash do no harm: each would wait for the other's leases to run out
_LEAD = text("SELECT pg_try_advisory_lock(hashtext('feed-monitor tick'), 0)")
_LIVING = text(
    "SELECT objid FROM pg_locks JOIN pg_database ON pg_database.oid = database "
    "WHERE locktype = 'advisory' AND objsubid = 2 AND datname = current_database() "
    "AND classid = hashtext('feed-monitor daemon')::oid"
)
_GONE = text(
    "SELECT holder FROM unnest(CAST(:holders AS text[])) AS holder "
    "WHERE hashtext(holder)::oid <> ALL (CAST(:living AS oid[]))"
)
_STILL_THERE = text("SELECT 1")
_UNLOCK = text("SELECT pg_advisory_unlock_all()")
_NOTICE_SOON = text(
    "SELECT set_config('tcp_keepalives_idle', '10', false), "
    "set_config('tcp_keepalives_interval', '5', false), "
    "set_config('tcp_keepalives_count', '3', false)"
)
"""A machine that vanishes closes nothing: the server is to find out within half a minute."""


class OneOfMany:
    """A daemon among others. A session that is lost is opened anew when it is next needed."""

    def __init__(self, database: Database, url: URL, holder: str) -> None:
        self.holder = holder
        self._database = database
        self._where = url.render_as_string(hide_password=True)
        # Without a pool: a session that went back into one would keep its locks.
        self._sessions = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        self._turn = Lock()  # a connection is for one thread at a time
        self._session: Connection | None = None
        self._leading = False
        with self._in_session():
            pass  # from here on it lives

    def leads(self) -> bool:
        """See Presence. Whoever leads does so for as long as the session lasts."""
        with self._in_session() as session:
            if self._leading:
                session.execute(_STILL_THERE)
            else:
                self._leading = bool(session.scalar(_LEAD))
            return self._leading

    def free_predecessors(self) -> int:
        """See Presence."""
        return self._database.write(_free_gone)

    def let_go(self) -> None:
        """See Presence."""
        with self._turn:
            if self._session:
                with suppress(DBAPIError):  # gone already: so are its locks
                    self._session.execute(_UNLOCK)  # the end of a session is noticed later
            self._close()

    @contextmanager
    def _in_session(self) -> Iterator[Connection]:
        with self._turn, faults.wrapped(self._where):
            try:
                yield self._session or self._open()
            except DBAPIError:
                self._close()
                raise

    def _open(self) -> Connection:
        self._session = session = self._sessions.connect()
        session.execute(_NOTICE_SOON)
        session.execute(_LIVE, {"holder": self.holder})
        return session

    def _close(self) -> None:
        self._leading = False
        if self._session:
            self._session.close()
            self._session = None


def living(connection: Connection) -> list[int]:
    """The daemons that run on this database now, by the hashes of their names."""
    return list(connection.scalars(_LIVING))


def _free_gone(connection: Connection) -> int:
    held = outbox.holders(connection)  # before who lives: a daemon lives before it takes anything
    gone = connection.scalars(_GONE, {"holders": held, "living": living(connection)})
    return outbox.free_leases(connection, gone.all())
