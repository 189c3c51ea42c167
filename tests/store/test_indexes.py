"""What is asked often is answered from an index, never by reading a table or sorting one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from monitor.store.store import Store
from monitor.store.views import Selection
from tests.store.kept import NOW, check, delivery, keep, release, source, state_of

SOURCES = [source(f"s{number}", tags=("t",)) for number in range(600)]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Only read: more sources than are looked into one by one, one of them with releases."""
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('indexes') / 'monitor.db'}")
    store.sync_sources(SOURCES, NOW)
    sequences = keep(store, *(release(f"r{number}", of="s0") for number in range(5)))
    store.route(sequences, [delivery(number) for number in sequences])
    yield store
    store.close()


READS: list[Any] = [
    pytest.param(lambda store: store.due(NOW, 10), id="due"),
    pytest.param(lambda store: store.next_due_at(), id="next due"),
    pytest.param(lambda store: store.data_version(), id="data version"),
    pytest.param(lambda store: store.releases(), id="releases"),
    pytest.param(lambda store: store.releases(Selection(sources=("s0",))), id="of a source"),
    pytest.param(lambda store: store.releases(Selection(tags=("t",))), id="of a tag"),
    pytest.param(lambda store: store.releases(Selection(one_per_story=True)), id="stories"),
    pytest.param(lambda store: store.release("r1"), id="release"),
    pytest.param(lambda store: store.revisions("r1"), id="revisions"),
    pytest.param(lambda store: store.known("s0"), id="known"),
    pytest.param(lambda store: store.changes(), id="changes"),
    pytest.param(lambda store: store.changes(baseline=False), id="edits"),
    pytest.param(
        lambda store: store.changes(Selection(sources=("s0",)), baseline=False),
        id="edits of a source",
    ),
    pytest.param(lambda store: store.changes(held=True), id="held"),
    pytest.param(lambda store: store.versions(["r1", "r2"]), id="versions"),
    pytest.param(lambda store: store.told_texts(["r1", "r2"]), id="told texts"),
    pytest.param(lambda store: store.unrouted(10), id="unrouted"),
    pytest.param(lambda store: store.deliveries(), id="deliveries"),
    pytest.param(lambda store: store.deliveries(target="hook"), id="deliveries of a target"),
    pytest.param(lambda store: store.next_delivery_at(), id="next delivery"),
    pytest.param(lambda store: store.counts(NOW), id="counts"),
    pytest.param(lambda store: store.visits("s0"), id="visits"),
    pytest.param(lambda store: store.robots("https://example.com"), id="robots.txt"),
]
SMALL = {"counters", "targets"}
IN_ORDER_OF_THEIR_KEY = {"SCAN releases", "SCAN changes"}


@pytest.mark.parametrize("read", READS)
def test_a_read_is_answered_from_an_index(store: Store, read: Callable[[Store], object]) -> None:
    with plans_of(store._database._readers) as plans:
        read(store)
    assert plans
    scans = [step for step in plans if step.startswith("SCAN ") and not _fine(step)]
    sorts = [step for step in plans if "TEMP B-TREE" in step]
    assert (scans, sorts) == ([], [])


def test_an_unchanged_check_is_one_statement(store: Store) -> None:
    state = state_of(store, "s1")
    statements: list[str] = []
    with _watched(store._database._writers, statements):
        store.commit(check(state))
    written = [
        each for each in statements if not each.startswith(("BEGIN", "SAVEPOINT", "RELEASE"))
    ]
    assert len(written) == 1
    assert written[0].startswith("UPDATE states")


def test_an_unchanged_configuration_writes_no_source(store: Store) -> None:
    statements: list[str] = []
    with _watched(store._database._writers, statements):
        store.sync_sources(SOURCES, NOW)
    written = [each for each in statements if each.startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written == ["UPDATE counters SET sources_digest=?"], "what is kept has no digest now"


@contextmanager
def plans_of(engine: Engine) -> Iterator[list[str]]:
    """The steps that SQLite plans for every statement meanwhile."""
    steps: list[str] = []

    def explain(
        connection: Connection, cursor: Any, statement: str, parameters: Any, *_: object
    ) -> None:
        if statement.startswith("SELECT"):
            asked = connection.connection.cursor()
            asked.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            steps.extend(row[3] for row in asked.fetchall())
            asked.close()

    event.listen(engine, "before_cursor_execute", explain)
    try:
        yield steps
    finally:
        event.remove(engine, "before_cursor_execute", explain)


@contextmanager
def _watched(engine: Engine, statements: list[str]) -> Iterator[None]:
    def note(connection: Any, cursor: Any, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _fine(step: str) -> bool:
    """Rows read newest first until there are enough, not all of them; or a table of a few."""
    return "USING" in step or step in IN_ORDER_OF_THEIR_KEY or step.split()[1] in SMALL
