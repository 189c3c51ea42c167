"""Daemons on one store: who leads, and whose leases are a predecessor's."""

from collections.abc import Callable, Iterator
from time import monotonic

import pytest
from sqlalchemy import create_engine, text

from monitor.errors import StoreError
from monitor.store.database import Presence
from monitor.store.store import Store
from tests.store.kept import NOW, delivery, keep, release, source

Join = Callable[[str], Presence]


@pytest.fixture
def join(store: Store) -> Iterator[Join]:
    """Has a daemon of that name join, until the test ends."""
    joined: list[Presence] = []

    def named(holder: str) -> Presence:
        joined.append(store.hold_daemon(holder))
        return joined[-1]

    yield named
    for presence in joined:
        presence.let_go()


on_postgresql = pytest.mark.parametrize("emptied", ["postgres"], indirect=True)


def take(store: Store, *holders: str) -> None:
    """Each holder has taken one delivery and not settled it."""
    store.sync_sources([source()], NOW)
    sequences = keep(store, *(release(f"r{n}") for n in range(len(holders))))
    store.route(sequences, [delivery(number) for number in sequences])
    for holder in holders:
        (_,) = store.lease(NOW, limit=1, seconds=90, per_target=9, holder=holder)


def lose_sessions(url: str) -> None:
    """End every session that holds one of our locks, as a restart of the server would."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                "WHERE pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory')"
            )
        )
    engine.dispose()


def test_a_daemon_alone_leads_and_frees_its_predecessors_leases(store: Store, join: Join) -> None:
    take(store, "before", "before", "long before")
    presence = join("now")
    assert presence.leads()
    assert presence.leads()
    assert presence.free_predecessors() == 3
    assert presence.free_predecessors() == 0
    assert {(row.attempts, row.lease) for row in store.deliveries()} == {(0, None)}


def test_it_leaves_its_own_leases_alone(store: Store, join: Join) -> None:
    presence = join("now")
    take(store, "before", "now")
    assert presence.free_predecessors() == 1
    assert store.free_leases("now") == 1


def test_it_is_seen_while_it_runs(store: Store) -> None:
    assert not store.daemon_runs()
    presence = store.hold_daemon("now")
    assert store.daemon_runs()
    presence.let_go()
    deadline = monotonic() + 10
    while store.daemon_runs():  # the server notices the end of a session a moment later
        assert monotonic() < deadline


@on_postgresql
def test_of_several_one_leads_until_it_is_gone(store: Store, join: Join) -> None:
    first, second, third = join("first"), join("second"), join("third")
    assert [each.leads() for each in (second, first, third, second)] == [True, False, False, True]
    second.let_go()
    assert [each.leads() for each in (third, first)] == [True, False]


@on_postgresql
def test_the_leases_of_those_that_live_are_theirs(store: Store, join: Join) -> None:
    first, second = join("first"), join("second")
    take(store, "first", "second", "gone")
    assert first.free_predecessors() == 1
    first.let_go()
    assert second.free_predecessors() == 1
    assert store.free_leases("second") == 1


@on_postgresql
def test_a_lost_session_costs_the_lead_until_the_next_question(
    store: Store, store_url: str, join: Join
) -> None:
    presence = join("one")
    take(store, "one")
    assert presence.leads()
    lose_sessions(store_url)
    assert not store.daemon_runs()
    with pytest.raises(StoreError):
        presence.leads()
    assert presence.leads()
    assert presence.free_predecessors() == 0, "it lives again under its name"


@on_postgresql
def test_a_stand_by_takes_over_what_a_lost_session_held(
    store: Store, store_url: str, join: Join
) -> None:
    first = join("first")
    assert first.leads()
    lose_sessions(store_url)
    second = join("second")
    assert second.leads()
    with pytest.raises(StoreError):
        first.leads()
    assert not first.leads()


@on_postgresql
def test_letting_go_of_a_lost_session_is_quiet(store: Store, store_url: str, join: Join) -> None:
    presence = join("one")
    lose_sessions(store_url)
    presence.let_go()
    presence.let_go()
    assert not store.daemon_runs()
