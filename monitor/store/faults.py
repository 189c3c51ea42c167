"""Driver errors that a person can mend become StoreErrors here; every other one is a bug and stays.

SQLite's codes: https://www.sqlite.org/rescode.html. PostgreSQL's: its manual, appendix A.
"""

import errno
import sqlite3
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from monitor.errors import StoreBusy, StoreError, StoreFull

T = TypeVar("T")

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FULL_HINT = "Make room on the disk; the work that failed is repeated by itself."
_SQLITE_UNUSABLE = {
    sqlite3.SQLITE_NOTADB: "It is not an SQLite database. Move it away, or name another store.",
    sqlite3.SQLITE_CORRUPT: "It is damaged. Restore a backup, or the copy beside it.",
    sqlite3.SQLITE_CANTOPEN: "Check that its folder exists and may be written by this user.",
    sqlite3.SQLITE_READONLY: "Check that the file and its folder may be written by this user.",
    sqlite3.SQLITE_PERM: "Check that the file and its folder may be written by this user.",
    sqlite3.SQLITE_AUTH: "Check that the file and its folder may be written by this user.",
}
REPEATABLE = ("40001", "40P01")
"""PostgreSQL undid the transaction for the sake of another one: the same again will do."""


@contextmanager
def wrapped(where: str) -> Iterator[None]:
    """Raise StoreFull, StoreBusy or StoreError in place of what a driver or the disk said."""
    try:
        yield
    except DBAPIError as error:
        fault = _named(error, where)
        if fault is None:
            raise
        raise fault from error
    except sqlite3.Error as error:
        fault = _sqlite_fault(error, where)
        if fault is None:
            raise
        raise fault from error
    except PoolTimeout as error:
        raise StoreBusy("Every connection to the database is in use.", where=where) from error
    except OSError as error:
        raise _disk_fault(error, where) from error


def translated(inner: Future[T], where: str) -> Future[T]:
    """The same outcome, later, with what a driver said put as `wrapped` puts it."""
    outer: Future[T] = Future()

    def settle(done: Future[T]) -> None:
        if not outer.set_running_or_notify_cancel():
            return  # nobody waits for it any more
        try:
            with wrapped(where):
                outer.set_result(done.result())
        except Exception as error:
            outer.set_exception(error)

    inner.add_done_callback(settle)
    return outer


def sqlstate(error: DBAPIError) -> str | None:
    """PostgreSQL's five-character code, where the error carries one."""
    return getattr(error.orig, "sqlstate", None)


def _named(error: DBAPIError, where: str) -> StoreError | None:
    if isinstance(error.orig, sqlite3.Error):
        return _sqlite_fault(error.orig, where)
    if isinstance(error.orig, Exception):
        return _postgres_fault(sqlstate(error), error.orig, where)
    return None


def _sqlite_fault(error: sqlite3.Error, where: str) -> StoreError | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the rest only says where it happened
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return StoreFull(f"The store could not be written: {error}.", where=where, hint=_FULL_HINT)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        hint = "Another process is writing for long; try again when it is done."
        return StoreBusy(f"The store is in use: {error}.", where=where, hint=hint)
    if code in _SQLITE_UNUSABLE:
        return StoreError(
            f"The store cannot be used: {error}.", where=where, hint=_SQLITE_UNUSABLE[code]
        )
    return None


def _postgres_fault(state: str | None, error: Exception, where: str) -> StoreError | None:
    said = str(error).strip().partition("\n")[0]
    if state and state.startswith("53") and state != "53300":
        return StoreFull(f"PostgreSQL has no room: {said}", where=where, hint=_FULL_HINT)
    if state in (*REPEATABLE, "55P03", "53300"):
        return StoreBusy(f"PostgreSQL is busy: {said}", where=where, hint="Try again.")
    if state is None and type(error).__name__ != "OperationalError":
        return None
    if state is None or state[:2] in ("08", "28", "3D", "57", "58"):
        hint = "Check that the server runs, and the address, user and database of `store:`."
        return StoreError(f"PostgreSQL cannot be used: {said}", where=where, hint=hint)
    if state == "42501":
        hint = "The user of `store:` must own its tables, or be allowed to create them."
        return StoreError(f"PostgreSQL does not allow it: {said}", where=where, hint=hint)
    return None


def _disk_fault(error: OSError, where: str) -> StoreError:
    said = error.strerror or str(error)
    if error.errno in NO_ROOM:
        return StoreFull(f"There is no room: {said}.", where=where, hint=_FULL_HINT)
    hint = "Check that the folder exists and may be written by this user."
    return StoreError(f"The store cannot be used: {said}.", where=where, hint=hint)
