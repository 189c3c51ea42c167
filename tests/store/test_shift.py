"""Due times follow a clock that was moved."""

from datetime import datetime, timedelta

import pytest

from monitor.model.delivery import Dead, Sent
from monitor.model.source import NEVER
from monitor.store.store import Store
from tests.store.kept import HOUR, NOW, check, delivery, keep, release, source, state_of

TEN_MINUTES = timedelta(minutes=10)
BACK, ON = -HOUR, 3 * HOUR


def checked(store: Store, name: str, due_at: datetime, *, at: datetime = NOW) -> None:
    state = state_of(store, name)
    store.commit(check(state, next_due_at=due_at, last_checked_at=at))


def due_at(store: Store, name: str) -> datetime | None:
    return state_of(store, name).next_due_at


@pytest.mark.parametrize("by", [BACK, ON, timedelta(days=1), timedelta(days=-1)])
def test_what_was_due_in_ten_minutes_stays_due_in_ten_minutes(store: Store, by: timedelta) -> None:
    every = {"interval": "15m", "auto": "auto"}
    store.sync_sources([source(name, every=every[name]) for name in every], NOW)
    for name in every:
        checked(store, name, NOW + TEN_MINUTES)
    assert store.shift_due(NOW, by) == 2
    for name in every:
        assert due_at(store, name) == NOW + by + TEN_MINUTES
    assert store.due(NOW + by, 10) == []
    assert len(store.due(NOW + by + TEN_MINUTES, 10)) == 2


def test_what_was_overdue_stays_overdue(store: Store) -> None:
    store.sync_sources([source()], NOW)
    checked(store, "one", NOW - TEN_MINUTES, at=NOW - HOUR)
    store.shift_due(NOW, BACK)
    assert len(store.due(NOW + BACK, 10)) == 1


def test_a_second_step_is_followed_too(store: Store) -> None:
    """After a step back the last check lies ahead of the clock, unless it moved as well."""
    every = {"interval": "15m", "cron": "0 9 * * *"}
    store.sync_sources([source(name, every=every[name]) for name in every], NOW)
    for name in every:
        checked(store, name, NOW + TEN_MINUTES)
    keep(store, release("r1", of="interval"))
    checked(store, "interval", NOW + TEN_MINUTES)
    store.route([1], [delivery(1, at=NOW + TEN_MINUTES)])
    store.shift_due(NOW, BACK)
    assert store.shift_due(NOW + BACK, ON) == 3
    assert due_at(store, "interval") == NOW + BACK + ON + TEN_MINUTES
    assert due_at(store, "cron") == NOW + TEN_MINUTES
    assert state_of(store, "interval").last_checked_at == NOW + BACK + ON
    assert store.next_delivery_at() == NOW + BACK + ON + TEN_MINUTES


@pytest.mark.parametrize(
    "title", ["Plain", 'With "every":"0 9 * * *","timezone":"UTC" in it', 'Ends in "every":"']
)
def test_cron_stays_at_its_wall_time_and_nothing_else_is_taken_for_cron(
    store: Store, title: str
) -> None:
    daily = source("cron", every="0 9 * * mon-fri", timezone="Europe/Berlin", title=title)
    store.sync_sources([daily, source("interval", title=title)], NOW)
    for name in ("cron", "interval"):
        checked(store, name, NOW + TEN_MINUTES)
    store.shift_due(NOW, ON)
    assert due_at(store, "cron") == NOW + TEN_MINUTES
    assert due_at(store, "interval") == NOW + ON + TEN_MINUTES


def test_what_was_written_by_the_new_clock_is_left_alone(store: Store) -> None:
    """A check that ends between the step and its being noticed knows the right time already."""
    store.sync_sources([source()], NOW)
    checked(store, "one", NOW + ON + TEN_MINUTES, at=NOW + ON)
    assert store.shift_due(NOW, ON) == 0
    assert due_at(store, "one") == NOW + ON + TEN_MINUTES


def test_a_machine_that_starts_in_1970_leaves_the_due_times_of_the_true_clock(store: Store) -> None:
    store.sync_sources([source()], NOW)
    checked(store, "one", NOW + TEN_MINUTES)
    started_at = datetime.fromisoformat("1970-01-01T00:00:30+00:00")
    assert store.shift_due(started_at, NOW - started_at) == 0
    assert due_at(store, "one") == NOW + TEN_MINUTES


def test_what_is_due_at_once_or_never_stays_so(store: Store) -> None:
    store.sync_sources([source("new"), source("resumed"), source("gone")], NOW)
    checked(store, "resumed", NOW + TEN_MINUTES)
    checked(store, "gone", NEVER)
    store.pause("resumed", False)
    store.shift_due(NOW, ON)
    assert due_at(store, "gone") == NEVER
    assert {row.source.id for row in store.due(NOW, 10)} == {"new", "resumed"}


def test_a_check_under_way_is_not_fenced_off(store: Store) -> None:
    store.sync_sources([source()], NOW)
    checked(store, "one", NOW)
    before = state_of(store)
    store.shift_due(NOW, BACK)
    store.commit(check(before, next_due_at=NOW + BACK + HOUR))
    assert due_at(store, "one") == NOW + BACK + HOUR


def test_what_is_due_in_a_quiet_window_is_put_off_and_what_is_later_stays(store: Store) -> None:
    store.sync_sources([source("new"), source("due"), source("later")], NOW)
    checked(store, "due", NOW)
    checked(store, "later", NOW + 2 * HOUR)
    store.put_off(dict.fromkeys(("new", "due", "later"), NOW + HOUR))
    assert [due_at(store, name) for name in ("new", "due")] == [NOW + HOUR] * 2
    assert due_at(store, "later") == NOW + 2 * HOUR
    store.put_off({})


def test_attempts_and_leases_follow_too(store: Store) -> None:
    store.sync_sources([source()], NOW)
    keep(store, *(release(f"r{number}") for number in range(3)))
    owed = [delivery(sequence) for sequence in (1, 2, 3)]
    store.route([1, 2, 3], owed)
    (leased,) = store.lease(NOW, limit=1, seconds=600, per_target=1, holder="us")
    store.settle(leased.delivery, Dead("no"), NOW, None)
    (held,) = store.lease(NOW, limit=1, seconds=600, per_target=1, holder="us")
    assert store.shift_due(NOW, BACK) == 1 + 2  # the source, and what is open
    assert store.next_delivery_at() == NOW + BACK
    late = NOW + BACK + TEN_MINUTES
    taken = store.lease(late - timedelta(seconds=1), limit=9, seconds=60, per_target=9, holder="we")
    assert [lease.delivery.sequence for lease in taken] == [3], "the lease holds for its time"
    assert store.settle(held.delivery, Sent(200), late, None)


def test_what_is_owed_by_the_new_clock_is_not_put_off_by_a_step_forward(store: Store) -> None:
    store.sync_sources([source()], NOW)
    keep(store, release("r1"), release("r2"))
    store.route([1, 2], [delivery(1, at=NOW + TEN_MINUTES), delivery(2, at=NOW + ON)])
    store.shift_due(NOW, ON)
    times = {each.sequence: each.next_at for each in store.deliveries()}
    assert times == {1: NOW + ON + TEN_MINUTES, 2: NOW + ON}
