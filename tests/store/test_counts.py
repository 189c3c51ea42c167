"""Figures for probes and metrics."""

from datetime import timedelta

from monitor.model.change import Outcome
from monitor.model.delivery import Dead, Retry, Sent
from monitor.model.source import Failure
from monitor.store.store import Store
from monitor.store.views import Counts
from tests.store.kept import HOUR, NOW, check, delivery, keep, release, source, state_of


def test_an_empty_store_counts_nothing(store: Store) -> None:
    assert store.counts(NOW) == Counts(0, 0, 0, 0, 0, 0, None, 0, 0)


def test_everything_is_counted(store: Store) -> None:
    names = ("one", "failing", "paused", "due", "removed")
    store.sync_sources([source(name) for name in names], NOW)
    sequences = keep(store, *(release(f"r{number}") for number in range(4)))
    failure = Failure("http", "503")
    store.commit(
        check(state_of(store, "failing"), outcome=Outcome.FAILED, failure=failure, failures=3)
    )
    store.pause("paused", True)
    store.sync_sources([source(name) for name in names[:-1]], NOW)
    owed_at = [NOW - timedelta(minutes=number) for number in sequences]
    store.route(
        sequences, [delivery(number, at=at) for number, at in zip(sequences, owed_at, strict=True)]
    )
    leases = store.lease(NOW, limit=3, seconds=60, per_target=3, holder="us")
    for lease, answer, next_at in zip(
        leases, (Sent(200), Dead("404"), Retry("500")), (None, None, NOW + HOUR), strict=True
    ):
        store.settle(lease.delivery, answer, NOW, next_at)
    assert store.counts(NOW) == Counts(
        sources=4,
        failing=1,
        paused=1,
        releases=4,
        changes=4,
        owed=2,
        oldest_owed_at=owed_at[3],
        dead=1,
        due=1,
    )


def test_sources_that_are_well_are_counted_by_whether_they_were_ever_read(store: Store) -> None:
    names = ("new", "postponed", "ok", "well", "failing", "paused", "removed")
    store.sync_sources([source(name) for name in names], NOW)
    for name in ("ok", "well"):
        store.commit(check(state_of(store, name), last_success_at=NOW))
    store.commit(check(state_of(store, "postponed")))
    failure = Failure("http", "503")
    store.commit(
        check(state_of(store, "failing"), outcome=Outcome.FAILED, failure=failure, failures=1)
    )
    store.pause("paused", True)
    store.sync_sources([source(name) for name in names[:-1]], NOW)
    counted = store.slow_counts()
    assert (counted.ok, counted.new, counted.retrying) == (2, 2, 0)
    assert counted.store_bytes > 10_000
