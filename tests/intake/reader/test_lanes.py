"""Who is read next, and where."""

import asyncio

import pytest

from monitor.intake.reader.lanes import QUICK_SEAT, SLOW_SEAT, Lanes, Rank


async def lined_up(lanes: Lanes, *ranks: Rank) -> list[asyncio.Task[int]]:
    """Waiting for a seat, in this order of arrival."""
    tasks = [asyncio.create_task(lanes.take(rank)) for rank in ranks]
    await asyncio.sleep(0)
    return tasks


async def served(lanes: Lanes, *ranks: Rank) -> list[Rank]:
    """The order in which they get the quick seat, the slow one being taken by something slow."""
    order: list[Rank] = []

    async def visit(rank: Rank) -> None:
        seat = await lanes.take(rank)
        order.append(rank)
        lanes.give_back(seat)

    held = await lanes.take(Rank.LARGE), await lanes.take(Rank.NEW)
    tasks = [asyncio.create_task(visit(rank)) for rank in ranks]
    await asyncio.sleep(0)
    for seat in held:
        lanes.give_back(seat)
    await asyncio.gather(*tasks)
    return order


async def test_slow_ones_never_hold_both_seats() -> None:
    lanes = Lanes()
    tasks = await lined_up(lanes, *[Rank.SUSPECT] * 3, Rank.LARGE, Rank.AGAIN)
    assert [task.done() for task in tasks] == [True, False, False, False, False]
    assert tasks[0].result() == SLOW_SEAT
    assert lanes.slow_line == 4
    (quick,) = await lined_up(lanes, Rank.NEW)
    assert quick.result() == QUICK_SEAT
    for task in tasks[1:]:
        task.cancel()


async def test_quick_ones_take_both_seats_until_something_slow_waits() -> None:
    lanes = Lanes()
    first, second, third, slow = await lined_up(
        lanes, Rank.NEW, Rank.PROVEN, Rank.PROVEN, Rank.SUSPECT
    )
    assert (first.result(), second.result()) == (QUICK_SEAT, SLOW_SEAT)
    lanes.give_back(SLOW_SEAT)
    await asyncio.sleep(0)
    assert (slow.done(), third.done()) == (True, False), "the slow have the first call on it"
    lanes.give_back(QUICK_SEAT)
    assert await third == QUICK_SEAT


async def test_no_second_reader_is_started_for_a_line_that_does_not_last() -> None:
    lanes = Lanes(warm=lambda seat: seat == QUICK_SEAT)
    first, second = await lined_up(lanes, Rank.NEW, Rank.PROVEN)
    assert (first.done(), second.done()) == (True, False)
    lanes.give_back(QUICK_SEAT)
    assert await second == QUICK_SEAT
    (slow,) = await lined_up(lanes, Rank.LARGE)
    assert await slow == SLOW_SEAT, "what may be slow waits for no line"


async def test_while_the_first_reader_starts_no_second_one_does() -> None:
    warm: set[int] = set()
    lanes = Lanes(warm=warm.__contains__, patience_seconds=0)
    first, second = await lined_up(lanes, Rank.NEW, Rank.NEW)
    for _ in range(5):
        await asyncio.sleep(0)
    assert (first.done(), second.done()) == (True, False)
    warm.add(QUICK_SEAT)
    assert await second == SLOW_SEAT


async def test_a_line_that_lasts_gets_a_second_reader() -> None:
    lanes = Lanes(warm=lambda seat: seat == QUICK_SEAT, patience_seconds=0)
    first, second, third = await lined_up(lanes, *[Rank.NEW] * 3)
    assert await first == QUICK_SEAT
    assert await second == SLOW_SEAT
    lanes.give_back(QUICK_SEAT)
    assert await third == QUICK_SEAT
    lanes.give_back(QUICK_SEAT)
    lanes.give_back(SLOW_SEAT)
    (alone, next_one) = await lined_up(lanes, Rank.NEW, Rank.NEW)
    assert (alone.result(), next_one.done()) == (QUICK_SEAT, False), "another line, another wait"
    next_one.cancel()


async def test_who_was_read_well_goes_before_who_never_was() -> None:
    order = await served(Lanes(), Rank.NEW, Rank.PROVEN, Rank.NEW, Rank.PROVEN)
    assert order == [Rank.PROVEN, Rank.PROVEN, Rank.NEW, Rank.NEW]


async def test_suspects_wait_for_all_that_is_only_large() -> None:
    slow = [Rank.SUSPECT, Rank.AGAIN, Rank.LARGE, Rank.SUSPECT, Rank.LARGE]
    assert await served(Lanes(), *slow) == sorted(slow)


@pytest.mark.parametrize("seated", [False, True], ids=["in line", "just seated"])
async def test_who_goes_away_leaves_the_seat_to_the_next(seated: bool) -> None:
    lanes = Lanes()
    held = await lanes.take(Rank.LARGE)
    leaving, staying = await lined_up(lanes, Rank.LARGE, Rank.LARGE)
    if seated:
        lanes.give_back(held)
        leaving.cancel()
    else:
        leaving.cancel()
        lanes.give_back(held)
    assert await staying == held
