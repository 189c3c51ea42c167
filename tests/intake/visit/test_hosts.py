"""Turns at a host: by a clock that the test moves."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from monitor.intake.visit import hosts as module
from monitor.intake.visit.hosts import (
    LONGEST_LINE_SECONDS,
    LONGEST_WISH_SECONDS,
    PATIENCE_SECONDS,
    HostPaused,
    Hosts,
)
from monitor.intake.visit.mark import Mark, Moment
from monitor.intake.visit.slate import SharedSlate, Slate
from tests.intake.visit.conftest import Time

HOST = "example.com"
ADDRESS = "192.0.2.7"


@pytest.fixture
def time() -> Time:
    return Time()


def hosts(
    time: Time,
    concurrency: int = 2,
    delay_seconds: float = 1.0,
    *,
    slate: Slate | None = None,
    on_the_wire: int = 100,
) -> Hosts:
    return Hosts(
        concurrency,
        delay_seconds,
        slate,
        on_the_wire=on_the_wire,
        monotonic=time,
        wall=time.wall,
        sleep=time.sleep,
    )


async def starts_of(time: Time, *turns: tuple[Hosts, str, str | None]) -> list[float]:
    """When each of these visits starts, all of them asked for now."""

    async def visit(line: Hosts, domain: str, address: str | None) -> float:
        async with line.turn(domain, address):
            return time()

    return list(await asyncio.gather(*(visit(*turn) for turn in turns)))


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
    async with line.turn(HOST, delay_seconds=10):
        pass
    async with line.turn(HOST):
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


async def test_a_damaged_mark_or_an_old_one_delays_no_longer_than_a_delay(time: Time) -> None:
    slate = Slate()
    early = hosts(time, slate=slate)
    time.now = 5e6
    async with early.turn(HOST):
        pass
    time.now = 0.0  # the machine was started anew
    async with hosts(time, slate=slate).turn(HOST):
        assert time() <= LONGEST_WISH_SECONDS


async def test_a_paused_host_is_not_forgotten(time: Time) -> None:
    line = hosts(time)
    line.slow(HOST, 1e5)
    for number in range(3000):
        time.now += 1
        async with line.turn(f"{number}.example"):
            pass
    with pytest.raises(HostPaused):
        async with line.turn(HOST):
            pass


async def test_little_is_kept_of_who_went_home(time: Time, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KNOWN_ADDRESSES", 50)
    line = hosts(time)
    for number in range(200):
        time.now += 1
        async with line.turn(f"{number}.example", f"address-{number}"):
            pass
    assert not line._lines
    assert len(line._addresses) == 50


# ── domain and address ─────────────────────────────────────────────────────────────────────


async def test_domains_at_one_address_are_one_host(time: Time) -> None:
    line = hosts(time)
    turns = [(line, f"{name}.example", ADDRESS) for name in "abc"]
    assert await starts_of(time, *turns) == [0, 1, 2]


async def test_a_domain_with_many_addresses_is_one_host(time: Time) -> None:
    line = hosts(time)
    turns = [(line, HOST, f"192.0.2.{number}") for number in range(3)]
    assert await starts_of(time, *turns) == [0, 1, 2]


async def test_a_host_that_is_an_address_has_one_lane(time: Time) -> None:
    line = hosts(time, concurrency=1)
    turns = [(line, ADDRESS, ADDRESS), (line, ADDRESS, None), (line, HOST, ADDRESS)]
    assert await starts_of(time, *turns) == [0, 1, 2]


async def test_who_waited_for_the_address_keeps_its_distance_from_its_domain(time: Time) -> None:
    """One of two names of a domain waits at a busy address; the other must not follow at once."""
    line = hosts(time)
    busy = [(line, f"{number}.example", ADDRESS) for number in range(2)]
    starts = await starts_of(time, *busy, (line, HOST, ADDRESS), (line, HOST, "192.0.2.8"))
    first, second = sorted(starts[2:])
    assert second - first >= 1


async def test_the_wish_of_a_domain_is_not_that_of_its_address(time: Time) -> None:
    line = hosts(time)
    async with line.turn(HOST, ADDRESS, 10):
        pass
    assert await starts_of(time, (line, "other.example", ADDRESS)) == [1]
    assert await starts_of(time, (line, HOST, ADDRESS)) == [10]


async def test_a_wish_is_obeyed_within_limits(time: Time) -> None:
    line = hosts(time)
    async with line.turn(HOST, None, 86_400):
        pass
    assert await starts_of(time, (line, HOST, None)) == [LONGEST_WISH_SECONDS]


async def test_a_pause_is_the_domains_and_not_its_neighbours(time: Time) -> None:
    line = hosts(time, delay_seconds=0)
    async with line.turn(HOST, ADDRESS):
        line.slow(HOST, 3600)
    assert await starts_of(time, (line, "neighbour.example", ADDRESS)) == [0]
    with pytest.raises(HostPaused):
        await starts_of(time, (line, HOST, "192.0.2.8"))


async def test_seats_at_an_address_are_shared_and_given_back(time: Time) -> None:
    line = hosts(time, concurrency=1, delay_seconds=0)
    async with line.turn("a.example", ADDRESS):
        waiting = asyncio.create_task(starts_of(time, (line, "b.example", ADDRESS)))
        assert await starts_of(time, (line, "c.example", "192.0.2.8")) == [0]
        assert not waiting.done()
    assert await waiting == [0]


async def test_visits_that_cross_do_not_wait_for_each_other_for_ever(time: Time) -> None:
    line = hosts(time, concurrency=1)
    turns = [(line, f"{n % 3}.example", f"192.0.2.{n % 4}") for n in range(48)]
    async with asyncio.timeout(20):
        assert len(await starts_of(time, *turns)) == 48


# ── over processes: a slate each, one file ─────────────────────────────────────────────────


async def test_spacing_holds_over_processes(time: Time, tmp_path: Path) -> None:
    lines = [hosts(time, slate=SharedSlate(tmp_path / "hosts")) for _ in range(2)]
    turns = [(line, HOST, ADDRESS) for line in lines for _ in range(3)]
    assert sorted(await starts_of(time, *turns)) == [0, 1, 2, 3, 4, 5]


async def test_a_pause_holds_over_processes_and_restarts(time: Time, tmp_path: Path) -> None:
    hosts(time, slate=SharedSlate(tmp_path / "hosts")).slow(HOST, 3600)
    line = hosts(time, slate=SharedSlate(tmp_path / "hosts"))
    assert line.ready_in(HOST) == 3600
    with pytest.raises(HostPaused):
        await starts_of(time, (line, HOST, None))
    time.now += 3600
    assert await starts_of(time, (line, HOST, None)) == [3600]


async def test_rules_that_are_reloaded_share_the_seats_of_the_old_ones(
    time: Time, tmp_path: Path
) -> None:
    slate = SharedSlate(tmp_path / "hosts")
    before, after = (hosts(time, concurrency=1, delay_seconds=0, slate=slate) for _ in range(2))
    async with before.turn(HOST):
        waiting = asyncio.create_task(starts_of(time, (after, HOST, None)))
        for _ in range(20):
            await asyncio.sleep(0)
        assert not waiting.done()
    assert len(await waiting) == 1


# ── the line ───────────────────────────────────────────────────────────────────────────────


async def test_only_so_many_requests_are_on_the_wire(time: Time) -> None:
    line = hosts(time, delay_seconds=0, on_the_wire=3)
    inside = most = 0

    async def visit(number: int) -> None:
        nonlocal inside, most
        async with line.turn(f"{number}.example"):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(visit(number) for number in range(20)))
    assert most == 3


async def test_who_waits_for_its_turn_keeps_nobody_off_the_wire(time: Time) -> None:
    line = hosts(time, on_the_wire=1)
    turns = [(line, HOST, None) for _ in range(5)] + [(line, "other.example", None)]
    starts = await starts_of(time, *turns)
    assert starts[-1] < starts[1]


async def test_spacing_holds_for_those_who_waited_for_the_wire(time: Time) -> None:
    line = hosts(time, on_the_wire=1)
    starts: list[float] = []

    async def hog() -> None:
        async with line.turn("slow.example"):
            await time.sleep(7)

    async def visit() -> None:
        async with line.turn(HOST):
            starts.append(time())

    await asyncio.gather(hog(), visit(), visit())
    assert starts[1] - starts[0] >= 1


async def test_a_pause_that_begins_while_one_waits_for_the_wire_holds(time: Time) -> None:
    line = hosts(time, delay_seconds=0, on_the_wire=1)
    async with line.turn("slow.example"):
        waiting = asyncio.create_task(starts_of(time, (line, HOST, None)))
        for _ in range(5):
            await asyncio.sleep(0)
        line.slow(HOST, 3600)
    with pytest.raises(HostPaused):
        await waiting


async def test_who_is_overtaken_by_another_process_waits_on(time: Time) -> None:
    class Overtaken(Slate):
        """Another process notes its request just before ours can."""

        overtaken = False

        @contextmanager
        def held(self, *lanes: str) -> Iterator[None]:
            if not self.overtaken:
                self.overtaken = True
                self.write(HOST, Mark(free_at=time() + 1), Moment(time(), time.wall()))
            yield

    line = hosts(time, slate=Overtaken())
    assert await starts_of(time, (line, HOST, None)) == [1]


async def test_a_line_that_is_too_long_is_not_stood_in(time: Time) -> None:
    line = hosts(time)
    waits = [starts_of(time, (line, HOST, ADDRESS)) for _ in range(200)]
    came = await asyncio.gather(*waits, return_exceptions=True)
    starts = [start for starts in came if isinstance(starts, list) for start in starts]
    sent_home = [pause.seconds for pause in came if isinstance(pause, HostPaused)]
    assert len(starts) + len(sent_home) == 200
    assert LONGEST_LINE_SECONDS - 2 <= max(starts) <= LONGEST_LINE_SECONDS + 2
    assert min(sent_home) > LONGEST_LINE_SECONDS


async def test_ready_in_counts_who_waits(time: Time) -> None:
    line = hosts(time)
    assert line.ready_in(HOST) == 0
    async with line.turn(HOST, ADDRESS):
        assert line.ready_in(HOST) == 1
        second = line.turn(HOST, ADDRESS)
        waiting = asyncio.create_task(second.__aenter__())
        await asyncio.sleep(0)
        assert line.ready_in(HOST) == 2
    await waiting
    await second.__aexit__(None, None, None)
    time.now = 10
    assert line.ready_in(HOST) == 0


async def test_ready_in_is_never_now_where_no_seat_is_free(time: Time) -> None:
    line = hosts(time, concurrency=1, delay_seconds=0)
    async with line.turn(HOST):
        assert line.ready_in(HOST) > 0
    assert line.ready_in(HOST) == 0


async def test_ready_in_knows_the_line_at_the_address(time: Time) -> None:
    line = hosts(time)
    await starts_of(time, (line, "a.example", ADDRESS), (line, "b.example", ADDRESS))
    time.now = 10
    async with line.turn("a.example", ADDRESS):
        assert line.ready_in("b.example") == 1
        assert line.ready_in("c.example") == 0


def test_ready_in_tells_a_pause(time: Time) -> None:
    line = hosts(time)
    line.slow(HOST, 600)
    assert line.ready_in(HOST) == 600
    assert line.ready_in("") == 0
