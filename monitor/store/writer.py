"""The one thread that writes to SQLite: what waits is written together and committed once.

    caller ─▸ queue ─▸ BEGIN IMMEDIATE
                         SAVEPOINT, first caller's work, RELEASE      one's error is undone alone
                         SAVEPOINT, second caller's work, RELEASE
                       COMMIT ─▸ every caller gets its result         never before the commit

A commit costs the same for one caller as for a hundred, and while one is under way the next
group gathers by itself.
"""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from monitor.errors import StoreError

_LARGEST_GROUP = 256

T = TypeVar("T")

_Tell = Callable[[Future[Any]], None]
"""How to tell a caller, once the transaction is committed."""


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[Connection], Any]
    future: Future[Any] = field(default_factory=Future)


class Writer:
    """Runs pieces of work one after the other, each in a savepoint, many to a commit."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._closing = Lock()
        self._closed = False
        self._thread = Thread(target=self._serve, name="store-writer", daemon=True)
        self._thread.start()

    def run(self, work: Callable[[Connection], T]) -> T:
        """Give what `work` gives once it is committed, or raise what it raised."""
        job = _Job(work)
        with self._closing:
            if self._closed:
                raise StoreError("The store is closed.")
            self._queue.put(job)
        result: T = job.future.result()
        return result

    def close(self) -> None:
        """Finish what was handed in, then end the thread."""
        with self._closing:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()

    def _serve(self) -> None:
        while (job := self._queue.get()) is not None:
            group, last = self._gather(job)
            self._write(group)
            if last:
                return

    def _gather(self, first: _Job) -> tuple[list[_Job], bool]:
        """The first job and those that wait behind it; whether the end was among them."""
        group = [first]
        while len(group) < _LARGEST_GROUP:
            try:
                job = self._queue.get_nowait()
            except Empty:
                break
            if job is None:
                return group, True
            group.append(job)
        return group, False

    def _write(self, group: list[_Job]) -> None:
        """One transaction. What fails as a whole is raised again in the thread of every caller."""
        try:
            with self._engine.begin() as connection:
                attempt = _in_savepoint if len(group) > 1 else _alone
                outcomes = [attempt(connection, job.work) for job in group]
        except Exception as error:
            for job in group:
                job.future.set_exception(error)
            return
        for job, outcome in zip(group, outcomes, strict=True):
            outcome(job.future)


def _alone(connection: Connection, work: Callable[[Connection], Any]) -> _Tell:
    """Do the work of the only caller: if it fails, the whole transaction may."""
    result = work(connection)
    return lambda future: future.set_result(result)


def _in_savepoint(connection: Connection, work: Callable[[Connection], Any]) -> _Tell:
    """Do one caller's work; if it fails, the others' stays."""
    try:
        with connection.begin_nested():
            result = work(connection)
    except Exception as error:
        if not connection.connection.dbapi_connection.in_transaction:  # type: ignore[union-attr]
            raise  # a full disk undoes the whole transaction, the others' savepoints with it
        raised = error
        return lambda future: future.set_exception(raised)
    return lambda future: future.set_result(result)
