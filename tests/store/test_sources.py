"""When sources are due, and pausing them."""

from datetime import timedelta

import pytest

from monitor.errors import UsageError
from monitor.model.source import Failure, Moved, SourceState, Validators
from monitor.store.store import Store
from tests.store.kept import HOUR, NOW, check, source, state_of


def test_the_longest_due_comes_first(store: Store) -> None:
    store.sync_sources([source(name) for name in ("late", "never", "later", "not-yet")], NOW)
    for name, hours in (("late", -1), ("later", -2), ("not-yet", 1)):
        store.commit(check(state_of(store, name), next_due_at=NOW + hours * HOUR))
    assert [row.source.id for row in store.due(NOW, 10)] == ["never", "later", "late"]
    assert [row.source.id for row in store.due(NOW, 2)] == ["never", "later"]


def test_a_source_is_due_at_its_instant_and_not_before(store: Store) -> None:
    store.sync_sources([source()], NOW)
    store.commit(check(state_of(store), next_due_at=NOW))
    assert store.due(NOW - timedelta(microseconds=1), 10) == []
    assert len(store.due(NOW, 10)) == 1


def test_the_next_due_instant_is_known_ahead(store: Store) -> None:
    assert store.next_due_at() is None
    store.sync_sources([source("one"), source("two")], NOW)
    first = store.next_due_at()
    assert first is not None
    assert first < NOW
    store.commit(check(state_of(store, "one"), next_due_at=NOW + 2 * HOUR))
    store.commit(check(state_of(store, "two"), next_due_at=NOW + HOUR))
    assert store.next_due_at() == NOW + HOUR
    store.pause("two", True)
    assert store.next_due_at() == NOW + 2 * HOUR
    store.pause("one", True)
    assert store.next_due_at() is None


def test_a_paused_source_is_not_due_and_a_resumed_one_is_at_once(store: Store) -> None:
    store.sync_sources([source()], NOW)
    store.commit(check(state_of(store), next_due_at=NOW + HOUR))
    store.pause("one", True)
    assert store.due(NOW + 2 * HOUR, 10) == []
    assert state_of(store).paused
    store.pause("one", False)
    assert len(store.due(NOW, 10)) == 1
    assert not state_of(store).paused


def test_a_check_that_ends_after_the_pause_does_not_undo_it(store: Store) -> None:
    store.sync_sources([source()], NOW)
    before = state_of(store)
    store.pause("one", True)
    store.commit(check(before))
    assert state_of(store).paused
    assert state_of(store).last_checked_at == NOW


def test_pausing_nobody_is_an_error(store: Store) -> None:
    with pytest.raises(UsageError, match="nobody"):
        store.pause("nobody", True)


def test_an_unknown_source_is_none(store: Store) -> None:
    assert store.source("nobody") is None


def test_a_state_comes_back_as_it_was_committed(store: Store) -> None:
    store.sync_sources([source()], NOW)
    given = SourceState(
        source="one",
        version=1,
        next_due_at=NOW + HOUR,
        last_checked_at=NOW,
        last_success_at=NOW - HOUR,
        last_changed_at=NOW - 2 * HOUR,
        baseline_at=NOW - 3 * HOUR,
        failures=2,
        failure=Failure("http", "503 from example.org", "Wait.", False, 503, 12.5),
        validators=Validators("https://example.org/", '"é"', "Mon, 23 Nov 2026", NOW),
        raw_hash="raw",
        text_hash="text",
        key_policy="guid",
        memo={"files": {"ä.txt": [12, 1.5]}, "none": None},
        rhythm={"hours": [0, 1500], "trust": [-12]},
        moved=Moved("https://example.org/é", 3, NOW - HOUR),
    )
    values = {name: getattr(given, name) for name in given.__slots__ if name != "version"}
    store.commit(check(state_of(store), **values))
    assert state_of(store) == given
