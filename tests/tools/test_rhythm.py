"""The measure of `every: auto` is itself right."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from monitor.model.published import Precision, Published
from tools.publishers import BEGIN as SIMULATED
from tools.publishers import PUBLISHERS
from tools.rhythm import Waits, even, measured, replayed

BEGIN = datetime(2026, 3, 2, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_visits_at_equal_distances_are_waited_for_half_a_distance_on_average() -> None:
    instants = [BEGIN + n * timedelta(minutes=7) for n in range(1000)]
    waits = Waits(even(instants, HOUR, BEGIN), 24)
    assert waits.mean == pytest.approx(30, abs=1)
    assert waits.p90 == pytest.approx(54, abs=2)


def test_every_release_is_waited_for_once_by_either_schedule() -> None:
    instants = [BEGIN + n * DAY + 9 * HOUR for n in range(20)]
    dates = [Published(at.isoformat(), Precision.INSTANT) for at in instants]
    old = (BEGIN - DAY, Published((BEGIN - DAY).isoformat(), Precision.INSTANT))
    auto, evenly = measured([old, *zip(instants, dates, strict=True)], BEGIN, BEGIN + 21 * DAY, 2)
    assert len(auto.minutes) == 40
    assert len(evenly.minutes) == 20 * 8
    assert auto.requests == evenly.requests > 0
    assert 0 < auto.mean < evenly.mean


@pytest.mark.parametrize("name", PUBLISHERS)
def test_a_publisher_is_the_same_each_time_and_within_its_time(name: str) -> None:
    begin, end = SIMULATED - 15 * DAY, SIMULATED + 20 * DAY
    found = PUBLISHERS[name](Random(name), begin, end)
    assert found == PUBLISHERS[name](Random(name), begin, end)
    assert all(begin <= at <= end + 3 * DAY for at in found)


def test_a_history_is_replayed_from_the_snapshots_that_first_had_each_item(tmp_path: Path) -> None:
    times = [(BEGIN + n * DAY).isoformat() for n in range(4)]
    items = [[{"url": str(n), "date": times[n][:10]} for n in range(last + 1)] for last in range(4)]
    news, terms = tmp_path / "news", tmp_path / "terms"
    for folder in (news, terms):
        folder.mkdir()
        snapshots = [{"time": at, "crude_text_changed": n == 2} for n, at in enumerate(times)]
        (folder / "manifest.json").write_text(json.dumps({"snapshots": snapshots}))
    snapshots = [{"time": at, "items": seen} for at, seen in zip(times, items, strict=True)]
    (news / "items.json").write_text(json.dumps({"snapshots": snapshots}))
    shown = list(replayed(tmp_path))
    assert shown[2].startswith("news ")
    assert shown[2].endswith("3 seen")
    assert shown[3].startswith("terms ")
    assert shown[3].endswith("1 seen")
