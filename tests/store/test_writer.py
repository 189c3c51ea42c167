"""The writer: many to a commit, each for itself, and told only afterwards."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import IntegrityError

from monitor.errors import StoreError
from monitor.store import sqlite
from monitor.store.writer import Writer


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = sqlite.connect(tmp_path / "x.db", begin="BEGIN IMMEDIATE")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE numbers (number INTEGER PRIMARY KEY)"))
    yield engine
    engine.dispose()


@pytest.fixture
def writer(engine: Engine) -> Iterator[Writer]:
    writer = Writer(engine)
    yield writer
    writer.close()


def add(number: int) -> Callable[[Connection], int]:
    def work(connection: Connection) -> int:
        connection.execute(text("INSERT INTO numbers VALUES (:number)"), {"number": number})
        return number

    return work


def numbers(engine: Engine) -> list[int]:
    reader = create_engine(engine.url)
    with reader.connect() as connection:
        found = list(connection.scalars(text("SELECT number FROM numbers ORDER BY number")))
    reader.dispose()
    return found


def test_work_that_waits_is_committed_together_and_one_failure_is_its_own(
    engine: Engine, writer: Writer
) -> None:
    started, go_on = Event(), Event()
    commits: list[int] = []

    def slow(connection: Connection) -> None:
        started.set()
        go_on.wait()

    def count(connection: Connection) -> None:
        commits.append(len(numbers(engine)))

    with ThreadPoolExecutor(4) as callers:
        first = callers.submit(writer.run, slow)
        started.wait()
        kept = callers.submit(writer.run, add(1))
        _until_waiting(writer, 1)
        refused = callers.submit(writer.run, add(1))
        _until_waiting(writer, 2)
        counted = callers.submit(writer.run, count)
        _until_waiting(writer, 3)
        go_on.set()
        assert (first.result(), kept.result(), counted.result()) == (None, 1, None)
        with pytest.raises(IntegrityError):
            refused.result()
    assert commits == [0], "the first of the group was committed before the group was through"
    assert numbers(engine) == [1]


def test_items_of_one_verb_that_wait_are_written_at_once(engine: Engine, writer: Writer) -> None:
    """And where one of them makes it fail, each by itself."""
    started, go_on = Event(), Event()
    calls: list[list[int]] = []

    def slow(connection: Connection) -> None:
        started.set()
        go_on.wait()

    def add_all(connection: Connection, items: Sequence[int]) -> Sequence[str]:
        calls.append(list(items))
        for number in items:
            add(number)(connection)
        return [f"number {number}" for number in items]

    with ThreadPoolExecutor(1) as caller:
        first = caller.submit(writer.run, slow)
        started.wait()
        futures = [writer.submit(add_all, number) for number in (1, 2, 2)]
        go_on.set()
        first.result()
        assert [future.result() for future in futures[:2]] == ["number 1", "number 2"]
        assert isinstance(futures[2].exception(), IntegrityError)
    assert calls == [[1, 2, 2], [1], [2], [2]]
    assert numbers(engine) == [1, 2]


def test_what_was_given_back_is_committed(engine: Engine, writer: Writer) -> None:
    for number in range(3):
        assert writer.run(add(number)) == number
        assert numbers(engine) == list(range(number + 1))


def test_an_error_is_raised_where_it_was_caused_and_the_writer_goes_on(writer: Writer) -> None:
    def broken(connection: Connection) -> None:
        raise ZeroDivisionError("here")

    with pytest.raises(ZeroDivisionError, match="here"):
        writer.run(broken)
    assert writer.run(add(1)) == 1


def test_closing_finishes_what_was_handed_in(engine: Engine) -> None:
    writer = Writer(engine)
    started, go_on = Event(), Event()

    def slow(connection: Connection) -> int:
        started.set()
        go_on.wait()
        return add(1)(connection)

    with ThreadPoolExecutor(3) as callers:
        first = callers.submit(writer.run, slow)
        started.wait()
        second = callers.submit(writer.run, add(2))
        _until_waiting(writer, 1)
        closed = callers.submit(writer.close)
        go_on.set()
        assert (first.result(), second.result(), closed.result()) == (1, 2, None)
    assert numbers(engine) == [1, 2]
    with pytest.raises(StoreError):
        writer.run(add(3))


def _until_waiting(writer: Writer, count: int) -> None:
    while writer._queue.qsize() < count:
        pass
