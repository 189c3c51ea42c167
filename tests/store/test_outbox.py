"""Deliveries: owed once, taken by one, settled by who holds them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.model.delivery import Answer, Dead, Delivery, DeliveryState, Retry, Sent
from monitor.store.store import Store
from monitor.store.views import Lease
from tests.store.kept import HOUR, NOW, delivery, keep, release, source

SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def five_changes(store: Store) -> None:
    store.sync_sources([source()], NOW)
    keep(store, *(release(f"r{number}") for number in range(1, 6)))


def owe(store: Store, *deliveries: Delivery) -> None:
    store.route([each.sequence for each in deliveries if each.sequence], deliveries)


def lease(store: Store, limit: int = 10, per_target: int = 10, **values: object) -> list[Lease]:
    chosen = {"now": NOW, "seconds": 60.0, "holder": "us", **values}
    return store.lease(limit=limit, per_target=per_target, **chosen)


def sequences(leases: list[Lease]) -> list[int | None]:
    return [each.delivery.sequence for each in leases]


def only(store: Store) -> Delivery:
    (found,) = store.deliveries()
    return found


def test_unrouted_changes_wait_in_order(store: Store) -> None:
    assert [row.sequence for row in store.unrouted(3)] == [1, 2, 3]
    assert store.route([1, 2], [delivery(1)]) == 1
    assert [row.sequence for row in store.unrouted(10)] == [3, 4, 5]


def test_a_delivery_is_owed_once_for_each_target(store: Store) -> None:
    assert store.route([1], [delivery(1, "hook"), delivery(1, "chat")]) == 2
    (leased,) = [each for each in lease(store) if each.delivery.target == "hook"]
    store.settle(leased.delivery, Sent(200), NOW, None)
    again = replace(delivery(1, "hook"), id="msg_other")
    assert store.route([1], [again, delivery(1, "chat"), delivery(1, "mail")]) == 1
    states = {each.target: each.state.value for each in store.deliveries()}
    assert states == {"hook": "sent", "chat": "owed", "mail": "owed"}


def test_a_lease_brings_its_change(store: Store) -> None:
    owe(store, delivery(2))
    (leased,) = lease(store)
    assert leased.change is not None
    assert (leased.change.sequence, leased.change.release) == (2, "r2")
    assert leased.delivery.lease
    assert (leased.delivery.state, leased.delivery.attempts) == (DeliveryState.OWED, 0)


def test_the_lowest_sequence_is_taken_first(store: Store) -> None:
    owe(store, delivery(3, "b"), delivery(1, "b"), delivery(2, "a"), delivery(4, "a"))
    assert sequences(lease(store, limit=3)) == [1, 2, 3]
    assert sequences(lease(store)) == [4]


def test_a_target_is_sent_no_more_than_so_many_at_once(store: Store) -> None:
    owe(store, *(delivery(number) for number in range(1, 6)), delivery(5, "other"))
    first = lease(store, per_target=2)
    assert sequences(first) == [1, 2, 5]
    assert lease(store, per_target=2) == []
    assert store.settle(first[0].delivery, Sent(200), NOW, None)
    assert sequences(lease(store, per_target=2)) == [3]


def test_what_is_due_later_is_not_taken(store: Store) -> None:
    owe(store, delivery(1, at=NOW + SECOND))
    assert lease(store) == []
    assert store.next_delivery_at() == NOW + SECOND
    assert sequences(lease(store, now=NOW + SECOND)) == [1]


def test_nothing_is_owed_to_begin_with(store: Store) -> None:
    assert store.next_delivery_at() is None
    assert lease(store) == []


def test_a_delivery_under_way_is_not_taken_again_before_its_lease_ends(store: Store) -> None:
    owe(store, delivery(1))
    lease(store, seconds=30)
    assert lease(store, now=NOW + 29 * SECOND) == []
    assert store.next_delivery_at() == NOW + 30 * SECOND
    assert sequences(lease(store, now=NOW + 30 * SECOND, holder="them")) == [1]


def test_who_lost_the_lease_settles_nothing(store: Store) -> None:
    owe(store, delivery(1))
    (late,) = lease(store, seconds=30)
    (now_held,) = lease(store, now=NOW + HOUR, holder="them")
    assert not store.settle(late.delivery, Dead("gone", switch_off=True), NOW, None)
    assert only(store).state is DeliveryState.OWED
    assert store.targets()[0].active
    assert store.settle(now_held.delivery, Sent(200), NOW, None)
    assert not store.settle(now_held.delivery, Retry("late"), NOW, NOW)
    assert (only(store).state, only(store).attempts) == (DeliveryState.SENT, 1)


def test_who_never_held_a_lease_settles_nothing(store: Store) -> None:
    owe(store, delivery(1))
    assert not store.settle(delivery(1), Sent(200), NOW, None)
    assert only(store).state is DeliveryState.OWED


@pytest.mark.parametrize(
    ("answer", "next_at", "state", "error"),
    [
        pytest.param(Sent(204), None, "sent", None, id="sent"),
        pytest.param(Retry("500"), NOW + HOUR, "retrying", "500", id="refused"),
        pytest.param(Retry("500"), None, "dead", "500", id="refused for the last time"),
        pytest.param(Dead("404"), None, "dead", "404", id="never"),
        pytest.param(Dead("404"), NOW + HOUR, "dead", "404", id="never, whatever is planned"),
    ],
)
def test_what_sending_came_to_is_recorded(
    store: Store, answer: Answer, next_at: object, state: str, error: str | None
) -> None:
    owe(store, delivery(1))
    (leased,) = lease(store)
    assert store.settle(leased.delivery, answer, NOW, next_at)
    kept = only(store)
    assert (kept.state.value, kept.last_error, kept.attempts) == (state, error, 1)
    expected = next_at if state == "retrying" else None
    assert (kept.next_at, store.next_delivery_at(), kept.lease) == (expected, expected, None)


def test_a_refused_delivery_is_taken_again_when_its_time_has_come(store: Store) -> None:
    owe(store, delivery(1))
    (first,) = lease(store)
    store.settle(first.delivery, Retry("500"), NOW, NOW + HOUR)
    assert lease(store, now=NOW + HOUR - SECOND) == []
    (second,) = lease(store, now=NOW + HOUR)
    assert second.delivery.id == first.delivery.id
    assert second.delivery.state is DeliveryState.RETRYING
    assert second.delivery.lease != first.delivery.lease
    store.settle(second.delivery, Sent(200), NOW, None)
    assert (only(store).attempts, only(store).last_error) == (2, None)


def test_a_target_that_wants_no_more_is_switched_off_and_still_owed(store: Store) -> None:
    owe(store, delivery(1), delivery(2), delivery(3, "other"))
    first = lease(store, limit=1)[0]
    assert store.settle(first.delivery, Dead("410 Gone", switch_off=True), NOW, None)
    off = next(each for each in store.targets() if each.target == "hook")
    assert (off.active, off.reason, off.changed_at) == (False, "410 Gone", NOW)
    assert sequences(lease(store)) == [3]
    assert store.next_delivery_at() == NOW + 60 * SECOND
    assert store.counts(NOW).owed == 2
    store.switch_target("hook", active=True, reason=None, now=NOW + HOUR)
    assert sequences(lease(store)) == [2]


def test_a_target_can_be_switched_off_before_it_is_owed_anything(store: Store) -> None:
    store.switch_target("hook", active=False, reason="by hand", now=NOW)
    owe(store, delivery(1))
    assert lease(store) == []
    assert store.next_delivery_at() is None
    assert len(store.deliveries(states=["owed"])) == 1


def test_freed_deliveries_are_due_at_once_and_have_used_no_attempt(store: Store) -> None:
    owe(store, delivery(1), delivery(2))
    first, second = lease(store)
    store.settle(first.delivery, Retry("500"), NOW, NOW + HOUR)
    assert store.free_leases("us") == 1
    freed = next(each for each in store.deliveries() if each.sequence == 2)
    assert (freed.attempts, freed.state, freed.lease) == (0, DeliveryState.OWED, None)
    assert sequences(lease(store)) == [2]
    assert not store.settle(second.delivery, Sent(200), NOW, None)
    retrying = next(each for each in store.deliveries() if each.sequence == 1)
    assert retrying.next_at == NOW + HOUR


def test_a_holder_gives_back_its_own_leases_alone(store: Store) -> None:
    owe(store, delivery(1), delivery(2))
    lease(store, limit=1, holder="us")
    lease(store, limit=1, holder="them")
    assert store.free_leases("us") == 1
    assert sequences(lease(store)) == [1]
    assert store.free_leases("nobody") == 0


def test_a_retrying_delivery_that_is_freed_keeps_its_attempts(store: Store) -> None:
    owe(store, delivery(1))
    (first,) = lease(store)
    store.settle(first.delivery, Retry("500"), NOW, NOW + SECOND)
    lease(store, now=NOW + HOUR)
    store.free_leases("us")
    (again,) = lease(store, now=NOW + SECOND)
    assert (again.delivery.attempts, again.delivery.last_error) == (1, "500")


def test_a_delivery_without_a_change_can_be_owed(store: Store) -> None:
    digest = Delivery("msg_d", None, "hook", DeliveryState.OWED, 0, NOW, kind="digest")
    store.route([], [digest, replace(digest, id="msg_e")])
    first, second = lease(store)
    assert (first.change, first.delivery.kind) == (None, "digest")
    assert {first.delivery.id, second.delivery.id} == {"msg_d", "msg_e"}
