"""Digests: gathered once, closed by who takes them, told as one delivery."""

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest

from monitor.errors import StoreError
from monitor.model.delivery import DIGEST, Dead, DigestItem, Retry, Sent
from monitor.store.store import Store
from monitor.store.views import Lease
from tests.store.kept import HOUR, NOW, delivery, keep, release, source

DUE = NOW + HOUR


@pytest.fixture(autouse=True)
def five_changes(store: Store) -> None:
    store.sync_sources([source(), source("two")], NOW)
    keep(store, *(release(f"r{number}") for number in range(1, 5)))
    keep(store, release("other", of="two"))


def item(sequence: int, target: str = "chat", due_at: datetime = DUE) -> DigestItem:
    return DigestItem(f"msg_{target}_{sequence}", sequence, target, due_at)


def gather(store: Store, *sequences: int, due_at: datetime = DUE) -> int:
    return store.route(sequences, [], [item(number, due_at=due_at) for number in sequences])


def lease(store: Store, now: datetime = DUE) -> list[Lease]:
    return store.lease(now, limit=9, seconds=60, per_target=9, holder="us")


def told(store: Store, digest: str = "msg_chat_1", limit: int = 100) -> list[int]:
    row = store.digest(digest, limit)
    return [change.sequence for change in row.changes] if row else []


def test_what_is_gathered_is_one_delivery_that_is_due_in_its_time(store: Store) -> None:
    assert gather(store, 1, 2) == 2
    assert gather(store, 3, due_at=DUE + HOUR) == 1
    (owed,) = store.deliveries()
    assert (owed.id, owed.sequence, owed.kind) == ("msg_chat_1", 1, DIGEST)
    assert (owed.state.value, owed.next_at) == ("owed", DUE)
    assert lease(store, DUE - HOUR / 2) == []
    (leased,) = lease(store)
    assert leased.delivery.id == "msg_chat_1"
    assert told(store) == [1, 2, 3]
    assert [row.sequence for row in store.unrouted(9)] == [4, 5]


def test_nothing_is_gathered_twice_or_for_another(store: Store) -> None:
    gather(store, 1, 2)
    assert gather(store, 1, 2) == 0
    assert store.route([2], [delivery(2, "hook")], [item(2, "mail"), item(2)]) == 2
    assert told(store) == [1, 2]
    assert {(row.id, row.kind) for row in store.deliveries()} == {
        ("msg_chat_1", DIGEST), ("msg_mail_2", DIGEST), (delivery(2, "hook").id, "change"),
    }  # fmt: skip


def test_what_comes_after_it_was_taken_begins_the_next(store: Store) -> None:
    gather(store, 1)
    lease(store)
    gather(store, 2, 3, due_at=DUE + HOUR)
    assert told(store) == [1]
    assert told(store, "msg_chat_2") == [2, 3]
    first, second = (store.digest(f"msg_chat_{number}", 9) for number in (1, 2))
    assert first
    assert second
    assert (first.since_at, first.until_at) == (NOW, DUE)
    assert (second.since_at, second.until_at) == (DUE, None)


@pytest.mark.parametrize("answer", [Retry("later"), Dead("no"), Sent()])
def test_an_attempt_changes_nothing_of_what_it_tells(store: Store, answer: Retry | Dead) -> None:
    gather(store, 1)
    (leased,) = lease(store)
    store.settle(leased.delivery, answer, DUE, DUE + HOUR)
    before = store.digest("msg_chat_1", 9)
    store.replay(DUE, ids=["msg_chat_1"])
    gather(store, 2)
    lease(store, DUE + HOUR)
    assert store.digest("msg_chat_1", 9) == before


def test_a_lease_that_ran_out_gives_the_same_again(store: Store) -> None:
    gather(store, 1, 2)
    lease(store)
    gather(store, 3, due_at=DUE + HOUR)
    (again,) = lease(store, DUE + timedelta(seconds=61))
    assert again.delivery.id == "msg_chat_1"
    assert told(store) == [1, 2]


def test_of_many_the_newest_are_given_in_order(store: Store) -> None:
    gather(store, 1, 2, 3, 4)
    row = store.digest("msg_chat_1", 2)
    assert row
    assert ([change.sequence for change in row.changes], row.total) == ([3, 4], 4)
    assert store.digest("msg_of_nobody", 2) is None


def test_another_schedule_moves_what_waits_and_leaves_what_is_due(store: Store) -> None:
    gather(store, 1)
    store.plan_digests({"chat": DUE + 2 * HOUR, "nobody": DUE}, NOW)
    assert store.next_delivery_at() == DUE + 2 * HOUR
    store.plan_digests({"chat": NOW + timedelta(minutes=1)}, NOW)
    assert store.next_delivery_at() == NOW + timedelta(minutes=1)
    store.plan_digests({"chat": DUE + HOUR}, DUE)
    assert store.next_delivery_at() == NOW + timedelta(minutes=1)
    lease(store)
    store.plan_digests({"chat": DUE + HOUR}, DUE)
    assert lease(store, DUE + timedelta(seconds=61)) != []


def test_a_clock_that_is_set_leaves_digests_at_their_hour(store: Store) -> None:
    gather(store, 1)
    store.route([2], [delivery(2, "hook", at=DUE)])
    store.shift_due(NOW, -HOUR)
    times = {row.target: row.next_at for row in store.deliveries()}
    assert times == {"chat": DUE, "hook": DUE - HOUR}


def test_a_digest_that_waits_is_not_late(store: Store) -> None:
    gather(store, 1)
    assert (store.counts(NOW).owed, store.counts(NOW).oldest_owed_at) == (1, None)
    assert store.counts(DUE + HOUR).oldest_owed_at == DUE


def test_forgetting_a_source_takes_its_changes_out_of_digests(store: Store) -> None:
    gather(store, 1, 2)
    gather(store, 5)
    store.route([3], [], [item(3, "mail")])
    store.forget("one")
    (left,) = store.deliveries()
    assert (left.id, left.sequence) == ("msg_chat_1", 5)
    assert told(store) == [5]
    store.forget("two")
    assert store.deliveries() == []
    assert lease(store) == []


def test_what_was_told_long_ago_is_dropped_whole(store: Store) -> None:
    gather(store, 1)
    (leased,) = lease(store)
    store.settle(leased.delivery, Sent(), DUE, None)
    gather(store, 2)
    store.prune(DUE + 10 * HOUR, 5 * HOUR)
    assert [row.id for row in store.deliveries()] == ["msg_chat_2"]
    assert store.digest("msg_chat_1", 9) is None


def test_who_gather_at_once_gather_into_one(store: Store) -> None:
    ready, broken = Barrier(2), []

    def work(*sequences: int) -> None:
        ready.wait()
        try:
            gather(store, *sequences)
        except StoreError as error:
            broken.append(error)

    workers = [Thread(target=work, args=numbers) for numbers in ((1, 2, 3), (2, 3, 4))]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert broken == []
    (digest,) = store.deliveries()
    assert told(store, digest.id) == [1, 2, 3, 4]
