"""Many at once: what only one may win is won by one, and nothing is lost."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from monitor.errors import StaleCheck
from monitor.model.delivery import Sent
from monitor.store.store import Store
from tests.store.kept import HOUR, NOW, check, delivery, keep, release, source, state_of

AT_ONCE = 6


@pytest.fixture
def stores(store_url: str) -> Iterator[list[Store]]:
    """Two stores in one place: a daemon, and a `check` beside it."""
    both = [Store.open(store_url), Store.open(store_url)]
    yield both
    for each in both:
        each.close()


def at_once(work: Callable[[int], object]) -> list[object]:
    """What AT_ONCE threads got that began together."""
    barrier = Barrier(AT_ONCE)

    def begin(number: int) -> object:
        barrier.wait()
        return work(number)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(begin, range(AT_ONCE)))


def test_of_checks_that_began_from_one_state_only_one_is_kept(stores: list[Store]) -> None:
    stores[0].sync_sources([source()], NOW)
    state = state_of(stores[0])

    def commit(number: int) -> bool:
        try:
            stores[number % 2].commit(check(state))
        except StaleCheck:
            return False
        return True

    assert Counter(at_once(commit)) == {True: 1, False: AT_ONCE - 1}
    assert state_of(stores[0]).version == 1


def test_sequences_of_commits_at_once_are_distinct_and_complete(stores: list[Store]) -> None:
    stores[0].sync_sources([source(f"s{n}") for n in range(AT_ONCE)], NOW)

    def commit(number: int) -> list[tuple[int, ...]]:
        store, of = stores[number % 2], f"s{number}"
        return [keep(store, release(f"{of}-{n}", "Same.", of=of)) for n in range(5)]

    taken = [sequence for got in at_once(commit) for (sequence,) in got]
    assert sorted(taken) == list(range(1, 5 * AT_ONCE + 1))
    assert len(stores[0].releases()) == 5 * AT_ONCE


def test_a_reader_never_sees_a_sequence_before_a_lower_one(stores: list[Store]) -> None:
    stores[0].sync_sources([source(f"s{n}") for n in range(AT_ONCE)], NOW)

    def commit_or_look(number: int) -> None:
        if number:
            for n in range(5):
                keep(stores[0], release(f"s{number}-{n}", of=f"s{number}"))
            return
        seen: set[int] = set()
        while len(seen) < 5 * (AT_ONCE - 1):
            rows = stores[1].changes()
            newest = rows[0].sequence if rows else 0
            seen = {row.sequence for row in rows}
            assert seen == set(range(1, newest + 1))

    at_once(commit_or_look)


def test_a_delivery_is_taken_by_one(stores: list[Store]) -> None:
    stores[0].sync_sources([source()], NOW)
    sequences = keep(stores[0], *(release(f"r{n}") for n in range(12)))
    stores[0].route(sequences, [delivery(number) for number in sequences])

    def take(number: int) -> list[int | None]:
        taken = stores[number % 2].lease(
            NOW, limit=3, seconds=60, per_target=10, holder=str(number)
        )
        return [each.delivery.sequence for each in taken]

    taken = [sequence for got in at_once(take) for sequence in got]
    assert len(taken) == len(set(taken)) == 10, "per_target holds over all who lease"


def test_a_lease_is_settled_once(stores: list[Store]) -> None:
    stores[0].sync_sources([source()], NOW)
    sequences = keep(stores[0], release("r"))
    stores[0].route(sequences, [delivery(1)])
    (leased,) = stores[0].lease(NOW, limit=1, seconds=60, per_target=1, holder="us")
    answers = at_once(lambda n: stores[n % 2].settle(leased.delivery, Sent(200), NOW, None))
    assert Counter(answers) == {True: 1, False: AT_ONCE - 1}
    assert stores[0].deliveries()[0].attempts == 1


def test_a_change_is_routed_once_however_many_route_it(stores: list[Store]) -> None:
    stores[0].sync_sources([source()], NOW)
    sequences = keep(stores[0], *(release(f"r{n}") for n in range(5)))
    owed = [delivery(number, target) for number in sequences for target in ("a", "b")]
    added = at_once(lambda n: stores[n % 2].route(sequences, owed))
    assert sum(added) == len(owed)


def test_pausing_while_checks_are_committed_is_never_undone(stores: list[Store]) -> None:
    stores[0].sync_sources([source()], NOW)

    def work(number: int) -> None:
        if number:
            _commit_until_kept(stores[number % 2])
        else:
            stores[1].pause("one", True)

    at_once(work)
    state = state_of(stores[0])
    assert (state.paused, state.version) == (True, AT_ONCE - 1)


def test_two_that_read_one_configuration_make_one_of_it(stores: list[Store]) -> None:
    wanted = [source(f"s{n}", tags=("t",)) for n in range(20)]
    at_once(lambda n: stores[n % 2].sync_sources(wanted, NOW))
    assert len(stores[0].sources()) == 20


def test_a_document_gets_one_date_from_all_who_ask(stores: list[Store]) -> None:
    dates = at_once(lambda n: stores[n % 2].feed_modified_at("all.atom", "digest", NOW + n * HOUR))
    assert len(set(dates)) == 1


def _commit_until_kept(store: Store) -> None:
    while True:
        try:
            store.commit(check(state_of(store)))
        except StaleCheck:
            continue
        return
