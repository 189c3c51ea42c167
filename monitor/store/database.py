"""What the rest of the store asks of a database: reading and writing, a transaction at a time."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection

from monitor.store.writer import Many

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")


class Presence(Protocol):
    """A daemon among those that may run on a store. It ends with its process, however that ends."""

    @property
    def holder(self) -> str:
        """The daemon's name on its leases: no two processes ever have the same."""
        ...

    def leads(self) -> bool:
        """Whether this daemon is the one that ticks; it becomes it where there is none. Raises
        StoreError where that cannot be known: then it does not lead."""
        ...

    def free_predecessors(self) -> int:
        """Give back the leases of daemons that are no more; how many. See Store.free_leases."""
        ...

    def let_go(self) -> None:
        """Be a daemon no more."""
        ...


class Database(Protocol):
    """SQLite or PostgreSQL. Each call of `read` and `write` is one transaction, safe to make from
    any thread. Whoever implements it raises StoreErrors only, but for bugs."""

    def read(
        self,
        query: Callable[Concatenate[Connection, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Give what `query` gives, out of one consistent view of what is kept."""
        ...

    def write(
        self,
        verb: Callable[Concatenate[Connection, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Give what `verb` gives once it is committed. It may be called more than once."""
        ...

    def write_later(self, verb: Many[T, R], item: T) -> Future[R]:
        """Hand in one item to be written soon, with others of the same verb where they wait.

        The future has its result once it is committed, or the StoreError that it came to.
        """
        ...

    def check_room(self) -> None:
        """Raise StoreFull where a small write would find no room."""
        ...

    def hold_daemon(self, holder: str) -> Presence:
        """Become a daemon of this database; the only one, where there may be only one."""
        ...

    def daemon_runs(self) -> bool:
        """Whether a daemon runs now."""
        ...

    def close(self) -> None:
        """Finish what is being written and let go."""
        ...
