"""Turns at a host: by a clock that the test moves."""

import asyncio

import pytest

from monitor.intake.visit.hosts import PATIENCE_SECONDS, SWEEP_AT, HostPaused, Hosts

HOST = "example.com"


class Time:
    """Monotonic time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        until = self.now + seconds
        await asyncio.sleep(0)
        self.now = max(self.now, until)


@pytest.fixture
def time() -> Time:
    return Time()


def hosts(time: Time, concurrency: int = 2, delay_seconds: float = 1.0) -> Hosts:
    return Hosts(concurrency, delay_seconds, monotonic=time, sleep=time.sleep)


async def test_requests_to_one_host_are_spaced(time: Time) -> None:
    line = hosts(time)
    starts: list[float] = []

    async def visit() -> None:
        async with line.turn(HOST):
            starts.append(time())

    await asyncio.gather(*(visit() for _ in range(5)))
    assert starts == [0, 1, 2, 3, 4]


async def test_the_longer_delay_counts(time: Time) -> None:
    line = hosts(time)
    async with line.turn(HOST, 10):
        pass
    async with line.turn(HOST, 0):
        assert time() == 10


async def test_hosts_do_not_wait_for_each_other(time: Time) -> None:
    line = hosts(time, concurrency=1)
    async with line.turn("a.example"), line.turn("b.example"):
        assert time() == 0


async def test_only_few_are_at_a_host_at_once(time: Time) -> None:
    line = hosts(time, concurrency=2, delay_seconds=0)
    inside = most = 0

    async def visit() -> None:
        nonlocal inside, most
        async with line.turn(HOST):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(visit() for _ in range(10)))
    assert most == 2


async def test_a_short_pause_is_waited_for(time: Time) -> None:
    line = hosts(time, delay_seconds=0)
    line.slow(HOST, 20)
    async with line.turn(HOST):
        assert time() == 20


async def test_a_long_pause_is_told_to_all_in_line(time: Time) -> None:
    line = hosts(time, concurrency=1)

    async def visit() -> None:
        async with line.turn(HOST):
            line.slow(HOST, 3600)

    async def wait() -> None:
        async with line.turn(HOST):
            pytest.fail("the host asked for a pause")

    _, *paused = await asyncio.gather(visit(), wait(), wait(), return_exceptions=True)
    assert [type(pause) for pause in paused] == [HostPaused, HostPaused]
    assert [pause.seconds for pause in paused if isinstance(pause, HostPaused)] == [3600, 3600]


async def test_refusals_in_a_row_pause_for_longer(time: Time) -> None:
    line = hosts(time, delay_seconds=0)
    starts = []
    for _ in range(5):
        async with line.turn(HOST):
            starts.append(time())
            line.slow(HOST, None)
    assert starts == [0, 2, 6, 14, 30]
    with pytest.raises(HostPaused) as caught:
        async with line.turn(HOST):
            pass
    assert PATIENCE_SECONDS < caught.value.seconds <= 3600


async def test_an_answer_as_usual_forgives(time: Time) -> None:
    line = hosts(time, delay_seconds=0)
    line.slow(HOST, None)
    line.slow(HOST, None)
    line.welcome(HOST)
    time.now = 100
    line.slow(HOST, None)
    async with line.turn(HOST):
        assert time() == 102


async def test_a_failed_or_cancelled_visit_gives_its_seat_back(time: Time) -> None:
    line = hosts(time, concurrency=1, delay_seconds=0)
    for error in (RuntimeError, asyncio.CancelledError):
        with pytest.raises(error):
            async with line.turn(HOST):
                raise error
    async with asyncio.timeout(5), line.turn(HOST):
        pass


async def test_idle_hosts_are_forgotten(time: Time) -> None:
    line = hosts(time)
    for number in range(3 * SWEEP_AT):
        time.now += 1
        async with line.turn(f"{number}.example"):
            pass
    assert len(line) <= SWEEP_AT


async def test_a_paused_host_is_not_forgotten(time: Time) -> None:
    line = hosts(time)
    line.slow(HOST, 1e6)
    for number in range(2 * SWEEP_AT):
        time.now += 1
        async with line.turn(f"{number}.example"):
            pass
    with pytest.raises(HostPaused):
        async with line.turn(HOST):
            pass
