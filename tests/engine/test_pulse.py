"""A scheduler that fell silent is woken by the monotonic clock."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.job import Job
from apscheduler.schedulers.background import BackgroundScheduler

from monitor.engine import pulse
from monitor.engine.pulse import EverySecond, Pulse


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulse, "LATE_SECONDS", 0.02)


@pytest.mark.usefixtures("hasty")
async def test_silence_wakes() -> None:
    woken = asyncio.Event()
    watcher = Pulse(woken.set)
    watcher.start()
    async with asyncio.timeout(5):
        await woken.wait()
    watcher.stop()


@pytest.mark.usefixtures("hasty")
async def test_a_beat_keeps_it_quiet() -> None:
    calls: list[None] = []
    watcher = Pulse(lambda: calls.append(None))
    watcher.start()
    watcher._beaten_at = float("inf")  # it has just beaten, for as long as this test takes
    await asyncio.sleep(0.1)
    watcher.stop()
    assert calls == []


def test_a_clock_that_jumps_years_ahead_is_one_tick_and_not_a_thousand_million() -> None:
    """A machine without a clock of its own starts in 1970 and is told the time later."""
    started_at = datetime(1970, 1, 1, tzinfo=UTC)
    told = datetime(2026, 11, 23, tzinfo=UTC)
    job = Job(BackgroundScheduler(timezone="UTC"), trigger=EverySecond(), next_run_time=started_at)
    assert job._get_run_times(told) == [started_at]
    assert EverySecond().get_next_fire_time(started_at, told) == told + timedelta(seconds=1)
