"""Room for bodies is lent in order, and nobody waits for ever."""

import asyncio
import random

import pytest

from monitor.config.settings import Limits
from monitor.errors import DeadlineExceeded
from monitor.net.door import Door, Request
from monitor.net.room import FREE_BYTES, Room, Share
from tests.support.server import Site


async def settled(*tasks: "asyncio.Task[None]") -> list[bool]:
    """Which of the tasks are done once all have gone as far as they can."""
    for _ in range(5):
        await asyncio.sleep(0)
    return [task.done() for task in tasks]


def taking(share: Share, count: int) -> "asyncio.Task[None]":
    """Take `count` bytes beyond what is free."""
    return asyncio.create_task(share.take(count + FREE_BYTES))


async def test_small_bodies_ask_nobody() -> None:
    room = Room(0)
    shares = [room.share() for _ in range(100)]
    for share in shares:
        await share.take(FREE_BYTES)
    assert room.bytes_held == 0


async def test_what_does_not_fit_waits_until_there_is_room() -> None:
    room = Room(100)
    first, second = room.share(), room.share()
    await taking(first, 80)
    waits = taking(second, 30)
    assert await settled(waits) == [False]
    first.close()
    await waits
    assert room.bytes_held == 30


async def test_a_share_gives_all_back_when_it_closes() -> None:
    room = Room(100)
    with room.share() as share:
        await taking(share, 40)
        await share.take(50)
        assert room.bytes_held == 90
    assert room.bytes_held == 0


async def test_room_is_given_in_the_order_in_which_it_was_asked_for() -> None:
    """What would fit does not overtake what came before: so nothing large waits for ever."""
    room = Room(100)
    first, large, small = room.share(), room.share(), room.share()
    await taking(first, 50)
    waiting = [taking(large, 60), taking(small, 10)]
    assert await settled(*waiting) == [False, False]
    first.close()
    assert await settled(*waiting) == [True, True]


async def test_a_body_larger_than_the_room_is_let_through_alone() -> None:
    room = Room(100)
    small, huge, later = room.share(), room.share(), room.share()
    await taking(small, 10)
    waiting = [taking(huge, 500), taking(later, 10)]
    assert await settled(*waiting) == [False, False]
    small.close()
    assert await settled(*waiting) == [True, False]
    await huge.take(500)
    huge.close()
    assert await settled(*waiting) == [True, True]


async def test_of_those_who_hold_some_and_all_wait_one_goes_ahead() -> None:
    room = Room(100)
    shares = [room.share() for _ in range(3)]
    for share in shares:
        await taking(share, 30)
    waiting = [asyncio.create_task(share.take(40)) for share in shares]
    assert await settled(*waiting) == [True, False, False]
    assert room.bytes_held == 130
    shares[0].close()
    assert await settled(*waiting) == [True, True, False]
    shares[1].close()
    assert await settled(*waiting) == [True, True, True]


async def test_who_gives_up_holds_up_nobody() -> None:
    room = Room(100)
    first, gone, last = (room.share() for _ in range(3))
    await taking(first, 50)
    given_up, waits = taking(gone, 90), taking(last, 40)
    assert await settled(given_up, waits) == [False, False]
    given_up.cancel()
    assert await settled(given_up, waits) == [True, True]
    assert room.bytes_held == 90


async def test_what_was_given_to_who_just_gave_up_comes_back() -> None:
    room = Room(100)
    first, gone = room.share(), room.share()
    await taking(first, 50)
    waits = taking(gone, 60)
    await settled(waits)
    first.close()
    waits.cancel()
    await settled(waits)
    gone.close()
    assert room.bytes_held == 0


@pytest.mark.parametrize("seed", range(20))
async def test_however_they_come_all_get_through_and_memory_is_bounded(seed: int) -> None:
    chance = random.Random(seed)
    room, most = Room(1000), 0

    async def body(steps: list[int]) -> None:
        nonlocal most
        with room.share() as share:
            await share.take(FREE_BYTES)
            for step in steps:
                await share.take(step)
                most = max(most, room.bytes_held)
                await asyncio.sleep(0)

    bodies = [chance.choices(range(1, 200), k=chance.randrange(1, 12)) for _ in range(60)]
    async with asyncio.timeout(10):
        await asyncio.gather(*map(body, bodies))
    assert most <= 1000 + max(map(sum, bodies))
    assert room.bytes_held == 0


async def test_a_body_is_counted_as_long_as_its_share_is_open(site: Site, door: Door) -> None:
    site.set("/", bytes(FREE_BYTES + 5000))
    with door.room.share() as share:
        await door.send(Request(site.url, share=share))
        assert door.room.bytes_held == 5000
        await door.send(Request(site.url, share=share))
        assert door.room.bytes_held == FREE_BYTES + 10_000
    assert door.room.bytes_held == 0


async def test_without_a_share_a_body_is_counted_until_it_is_read(site: Site, door: Door) -> None:
    site.set("/", bytes(FREE_BYTES + 5000))
    await door.send(Request(site.url))
    assert door.room.bytes_held == 0


async def test_waiting_for_room_ends_at_the_deadline(site: Site, door: Door) -> None:
    site.set("/", bytes(2 * FREE_BYTES))
    with door.room.share() as share:
        await taking(share, 64_000_000)
        with pytest.raises(DeadlineExceeded):
            await door.send(Request(site.url, limits=Limits(deadline_seconds=0.2)))
