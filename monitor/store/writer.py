"""The one thread that writes to SQLite: what waits is written together and committed once.

    caller ─▸ queue ─▸ BEGIN IMMEDIATE
                         SAVEPOINT, first caller's work, RELEASE      one's error is undone alone
                         SAVEPOINT, items of one verb, RELEASE        many rows, one statement
                       COMMIT ─▸ every caller gets its result         never before the commit

A commit costs the same for one caller as for a hundred, and while one is under way the next
group gathers by itself.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from monitor.errors import StoreError

_LARGEST_GROUP = 256

T = TypeVar("T")
R = TypeVar("R")

Many = Callable[[Connection, Sequence[T]], Sequence[R]]
"""Writes several items at once and gives a result for each, in order. Where one of them makes it
fail it is called again for each alone."""


@dataclass(frozen=True, slots=True)
class _Job:
    verb: Many[Any, Any]
    item: Any
    future: Future[Any] = field(default_factory=Future)


_Outcome = tuple[_Job, Any, Exception | None]
"""What a job came to: a result, or what it raised."""


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
        result: T = self.submit(lambda connection, _: [work(connection)], None).result()
        return result

    def submit(self, verb: Many[T, R], item: T) -> Future[R]:
        """Hand in one item; those of the same verb that wait side by side are written at once."""
        job = _Job(verb, item)
        with self._closing:
            if self._closed:
                raise StoreError("The store is closed.")
            self._queue.put(job)
        return job.future

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
        """One transaction. What fails as a whole is raised again to every caller."""
        try:
            with self._engine.begin() as connection:
                outcomes = list(_attempts(connection, group))
        except Exception as error:
            outcomes = [(job, None, error) for job in group]
        for job, result, raised in outcomes:
            if raised is None:
                job.future.set_result(result)
            else:
                job.future.set_exception(raised)


def _attempts(connection: Connection, group: Sequence[_Job]) -> Iterator[_Outcome]:
    """Do the work of a group. A job that is alone needs no savepoint: all may fail with it."""
    if len(group) == 1:
        yield from _done(connection, group)
        return
    for _, alike in groupby(group, key=attrgetter("verb")):
        yield from _in_savepoint(connection, list(alike))


def _done(connection: Connection, jobs: Sequence[_Job]) -> list[_Outcome]:
    results = jobs[0].verb(connection, [job.item for job in jobs])
    return [(job, result, None) for job, result in zip(jobs, results, strict=True)]


def _in_savepoint(connection: Connection, jobs: Sequence[_Job]) -> list[_Outcome]:
    """Do the work of jobs of one verb; if it fails, that of each alone; the others' stays."""
    try:
        with connection.begin_nested():
            return _done(connection, jobs)
    except Exception as error:
        if not connection.connection.dbapi_connection.in_transaction:  # type: ignore[union-attr]
            raise  # a full disk undoes the whole transaction, the others' savepoints with it
        if len(jobs) == 1:
            return [(jobs[0], None, error)]
    return [outcome for job in jobs for outcome in _in_savepoint(connection, [job])]
