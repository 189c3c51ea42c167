"""Forgetting a source leaves nothing of it, and nothing of the others missing."""

import pytest
from sqlalchemy import Connection, func, select

from monitor.errors import StaleCheck, UsageError
from monitor.model.change import ChangeKind, Outcome
from monitor.model.source import Failure
from monitor.store.schema import metadata
from monitor.store.store import Store
from tests.store.kept import NOW, change, check, delivery, keep, release, source, state_of

BOOKKEEPING = {"counters", "schema_version", "targets"}


@pytest.fixture(autouse=True)
def full(store: Store) -> None:
    """A source with everything that can be kept of one, and another one."""
    store.sync_sources([source("one", tags=("t",)), source("two")], NOW)
    sequences = keep(store, release("a", "Same.", title="Same"), release("b"))
    keep(store, release("c", "Same.", title="Same", of="two"))
    revised = release("a", "Other.", revision=2)
    store.commit(
        check(state_of(store), [revised], [change(ChangeKind.REVISED, revised, n=1, previous=1)])
    )
    failure = Failure("http", "503")
    broken = change(ChangeKind.FAILING, failure=failure)
    store.commit(
        check(
            state_of(store), changes=[broken], outcome=Outcome.FAILED, failure=failure, failures=1
        )
    )
    store.route(sequences, [delivery(number) for number in sequences])


def test_a_forgotten_source_starts_again_from_its_baseline(store: Store) -> None:
    store.pause("one", True)
    before = state_of(store)
    assert store.forget("one") == 2
    state = state_of(store)
    assert (state.baseline_at, state.last_checked_at, state.failures) == (None, None, 0)
    assert state.version > before.version
    assert state.paused
    assert store.known("one") == []
    assert store.visits("one") == []
    assert store.deliveries() == []
    assert [row.id for row in store.releases()] == ["c"]
    assert keep(store, release("a"), baseline=True) == (6,), "a sequence is never used again"


def test_a_check_under_way_brings_nothing_back(store: Store) -> None:
    stale = state_of(store)
    store.forget("one")
    with pytest.raises(StaleCheck):
        store.commit(check(stale))


def test_of_a_removed_source_nothing_at_all_is_left(store: Store) -> None:
    store.sync_sources([], NOW)
    store.forget("one")
    assert store.source("one") is None
    store.forget("two")
    assert store._database.read(_rows) == {}


def test_totals_are_exact_after_it(store: Store) -> None:
    store.forget("one")
    counts = store.counts(NOW)
    assert (counts.releases, counts.changes, counts.owed, counts.failing) == (1, 1, 0, 0)


def test_forgetting_nobody_is_an_error(store: Store) -> None:
    with pytest.raises(UsageError, match="nobody"):
        store.forget("nobody")


def _rows(connection: Connection) -> dict[str, int]:
    """How many rows each table has, where it has any."""
    tables = [table for table in metadata.sorted_tables if table.name not in BOOKKEEPING]
    counts = {
        table.name: connection.scalar(select(func.count()).select_from(table)) for table in tables
    }
    return {name: count for name, count in counts.items() if count}
