"""Late checks and a scheduler that hangs are told once, until all is in time again."""

from datetime import datetime, timedelta
from time import monotonic

import pytest

from monitor.engine import late
from monitor.engine.late import SILENT_SECONDS, Lateness
from monitor.model.change import ChangeKind
from monitor.store.store import Store
from tests.store.kept import NOW, check, source, state_of

MINUTES = timedelta(minutes=1)


class Watched:
    """A daemon's clock and scheduler, moved by hand."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = NOW
        self.silent_seconds = 0.0
        self.limit_seconds = 900.0
        self.start()

    def start(self) -> None:
        """Another daemon, that remembers nothing."""
        self.lateness = Lateness(
            self.store, lambda: self.now, lambda: monotonic() - self.silent_seconds, self._limit
        )

    def _limit(self) -> float:
        return self.limit_seconds

    def looks(self) -> bool:
        return self.lateness.look()

    def due(self, name: str, at: datetime) -> None:
        self.store.commit(check(state_of(self.store, name), next_due_at=at))

    def told(self) -> list[str]:
        return [row.note or "" for row in self.store.changes(kinds=[ChangeKind.LATE])]


@pytest.fixture
def watched(store: Store, monkeypatch: pytest.MonkeyPatch) -> Watched:
    monkeypatch.setattr(late, "LOOK_SECONDS", 0.0)
    store.sync_sources([source("one"), source("two"), source("never")], NOW)
    found = Watched(store)
    found.due("one", NOW)
    found.due("two", NOW + 5 * MINUTES)
    return found


def test_what_waits_for_long_is_told_once_with_the_one_that_waits_longest(watched: Watched) -> None:
    watched.now = NOW + 14 * MINUTES
    assert not watched.looks()
    watched.now = NOW + 16 * MINUTES
    assert watched.looks()
    watched.now = NOW + 60 * MINUTES
    assert not watched.looks()
    (row,) = watched.store.unrouted(9)
    assert (row.kind, row.source, row.told) == (ChangeKind.LATE, "one", True)
    assert "one source waits" in (row.note or "")


def test_it_is_told_anew_once_all_was_in_time_again(watched: Watched) -> None:
    watched.now = NOW + 30 * MINUTES
    assert watched.looks()
    for name in ("one", "two"):
        watched.due(name, NOW + 40 * MINUTES)
    assert not watched.looks()
    watched.now = NOW + 90 * MINUTES
    assert watched.looks()
    first, second = watched.told()[::-1]
    assert "one source" not in second
    assert "2 sources wait" in first
    assert "2 sources wait" in second


def test_a_restart_tells_again_only_what_became_late_since(watched: Watched) -> None:
    watched.now = NOW + 30 * MINUTES
    assert watched.looks()
    watched.start()
    assert not watched.looks()
    for name in ("one", "two"):
        watched.due(name, NOW + 40 * MINUTES)
    watched.start()
    watched.now = NOW + 90 * MINUTES
    assert watched.looks()


def test_a_scheduler_that_stands_still_is_told_before_anything_is_late(watched: Watched) -> None:
    watched.silent_seconds = SILENT_SECONDS + 10
    assert watched.looks()
    assert watched.told()[0].startswith("The scheduler has not looked")


def test_whoever_asks_for_nothing_is_told_nothing(watched: Watched) -> None:
    watched.limit_seconds = 0.0
    watched.now = NOW + 900 * MINUTES
    assert not watched.looks()


def test_a_source_that_was_never_checked_is_not_late(store: Store) -> None:
    store.sync_sources([source("never")], NOW)
    assert store.overdue(NOW) is None
