"""What the rest of the store asks of a database: reading and writing, a transaction at a time."""

from collections.abc import Callable
from pathlib import Path
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection

P = ParamSpec("P")
T = TypeVar("T")


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

    def check_room(self) -> None:
        """Raise StoreFull where a small write would find no room."""
        ...

    def backup(self, path: Path) -> None:
        """Write a consistent copy to `path`."""
        ...

    def hold_daemon(self) -> Callable[[], None] | None:
        """Become the only daemon, where there may be only one; gives how to let go."""
        ...

    def daemon_runs(self) -> bool:
        """Whether the only daemon that there may be runs now."""
        ...

    def close(self) -> None:
        """Finish what is being written and let go."""
        ...
