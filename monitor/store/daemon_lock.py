"""One daemon to an SQLite store: a lock on a file beside it, gone with the process that held it."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from monitor.errors import StoreBusy
from monitor.store import faults, outbox
from monitor.store.database import Database

try:
    import fcntl
except ImportError:  # where there is no flock, nothing keeps a second daemon away
    fcntl = None  # type: ignore[assignment]

_TRIES = 10
_PAUSE_SECONDS = 0.05  # `taken` holds the lock for a moment too


@dataclass(frozen=True, slots=True)
class OnlyDaemon:
    """Who holds the lock: it leads, and what is leased to others is a predecessor's."""

    database: Database
    holder: str
    let_go: Callable[[], None]

    def leads(self) -> bool:
        """See Presence."""
        return True

    def free_predecessors(self) -> int:
        """See Presence."""
        return self.database.write(_free_others, self.holder)


def hold(store: Path) -> Callable[[], None]:
    """Take the lock until the process dies or what is given is called. StoreBusy if it is taken."""
    with faults.wrapped(str(_lock_file(store))):
        file = os.open(_lock_file(store), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    for _ in range(_TRIES):
        if _try_lock(file):
            return lambda: os.close(file)
        time.sleep(_PAUSE_SECONDS)
    os.close(file)
    hint = "Stop the other one first. `check` works beside it."
    raise StoreBusy("Another daemon runs on this store.", where=str(store), hint=hint)


def taken(store: Path) -> bool:
    """Whether a process holds the lock now."""
    if not _lock_file(store).exists():
        return False
    with faults.wrapped(str(_lock_file(store))):
        file = os.open(_lock_file(store), os.O_RDWR | os.O_CLOEXEC)
    try:
        return not _try_lock(file)
    finally:
        os.close(file)


def _free_others(connection: Connection, holder: str) -> int:
    gone = [name for name in outbox.holders(connection) if name != holder]
    return outbox.free_leases(connection, gone)


def _lock_file(store: Path) -> Path:
    return store.with_name(f"{store.name}.lock")


def _try_lock(file: int) -> bool:
    if fcntl is None:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
