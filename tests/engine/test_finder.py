"""What is due is found in parts, once a lap, and what became due at once is spread."""

from datetime import datetime, timedelta
from itertools import pairwise
from time import monotonic
from typing import Any

import pytest

from monitor.clock import now
from monitor.engine import finder
from monitor.engine.finder import Finder
from monitor.model.source import Source
from monitor.store.store import Store
from tests.store.kept import check, state_of


class Day:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = now()

    def __call__(self) -> datetime:
        return self.at


def watch(store: Store, number: int, host: str = "example.org", **values: Any) -> list[str]:
    """So many sources at one host; their ids, in the order in which they are found."""
    ids = [f"{host.partition('.')[0]}-{at:04}" for at in range(number)]
    kept = [row.source for row in store.sources()]
    made = [Source(name, "page", f"http://{host}/{name}", name, **values) for name in ids]
    store.sync_sources([*kept, *made], now())
    return ids


def find_all(found: Finder) -> list[str]:
    names: list[str] = []
    more = True
    while more:
        dues, more = found.find()
        names += [due.source for due in dues]
    return names


@pytest.fixture
def small_readings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finder, "READ_ROWS", 3)


@pytest.mark.usefixtures("small_readings")
def test_a_lap_finds_everything_once_and_the_next_begins_when_it_is_told(
    sqlite_store: Store,
) -> None:
    ids = watch(sqlite_store, 8)
    found = Finder(sqlite_store, now)
    assert find_all(found) == ids
    assert find_all(found) == []
    watch(sqlite_store, 1, "other.example")
    found.look_again()
    assert find_all(found) == [*ids, "other-0000"]


@pytest.mark.usefixtures("small_readings")
def test_what_becomes_due_is_found_without_reading_again_what_waits(sqlite_store: Store) -> None:
    day = Day()
    watch(sqlite_store, 5)
    found = Finder(sqlite_store, day)
    watch(sqlite_store, 1, "late.example")
    sqlite_store.commit(check(state_of(sqlite_store, "late-0000"), next_due_at=day.at))
    day.at -= timedelta(seconds=1)
    assert len(find_all(found)) == 5
    day.at += timedelta(seconds=1)
    assert find_all(found) == ["late-0000"]


def test_a_short_lap_begins_at_every_look(sqlite_store: Store) -> None:
    ids = watch(sqlite_store, 3)
    found = Finder(sqlite_store, now)
    assert find_all(found) == ids
    assert find_all(found) == ids


def test_what_is_due_at_a_start_is_spread_over_its_host_and_a_lone_source_goes_at_once(
    sqlite_store: Store,
) -> None:
    watch(sqlite_store, 50)
    (lone,) = watch(sqlite_store, 1, "lone.example")
    dues, _ = Finder(sqlite_store, now).find()
    begins_at = {due.source: due.begins_at for due in dues}
    at_once = begins_at.pop(lone)
    times = sorted(begins_at.values())
    assert times[0] == at_once
    assert times[-1] - at_once == pytest.approx(4.9)
    assert {round(later - sooner, 3) for sooner, later in pairwise(times)} == {0.1}


@pytest.mark.parametrize(("every", "most"), [("1s", 1.0), ("1h", 60.0), ("0 9 * * *", 60.0)])
def test_a_spread_is_never_longer_than_an_interval_or_a_minute(
    sqlite_store: Store, every: str, most: float
) -> None:
    watch(sqlite_store, 900, every=every)
    dues, _ = Finder(sqlite_store, now).find()
    times = [due.begins_at for due in dues]
    assert 0.9 * most < max(times) - min(times) < most


def test_what_becomes_due_later_begins_at_its_time(sqlite_store: Store) -> None:
    day = Day()
    watch(sqlite_store, 2)
    found = Finder(sqlite_store, day)
    for name in ("example-0000", "example-0001"):
        due_at = day.at + timedelta(seconds=5)
        sqlite_store.commit(check(state_of(sqlite_store, name), next_due_at=due_at))
    assert found.find() == ([], False)
    day.at += timedelta(seconds=7)
    dues, _ = found.find()
    assert all(monotonic() - due.begins_at >= 2 for due in dues), "it is two seconds late"


def test_what_a_quiet_window_covers_is_put_off_to_its_end(sqlite_store: Store) -> None:
    (name,) = watch(sqlite_store, 1, quiet=("00:00-23:59",))
    day = Day()
    day.at = day.at.replace(hour=12)
    assert Finder(sqlite_store, day).find() == ([], False)
    due_at = state_of(sqlite_store, name).next_due_at
    assert due_at
    assert due_at > day.at
