"""A scheduler that fell silent is woken by the monotonic clock."""

import asyncio

import pytest

from monitor.engine import pulse
from monitor.engine.pulse import Pulse


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
