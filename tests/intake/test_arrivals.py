"""What threads finish arrives in the loop, however many end at once."""

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from monitor.intake.arrivals import Arrivals


async def test_results_and_errors_arrive_where_they_are_awaited() -> None:
    arrivals = Arrivals()
    futures: list[Future[int]] = [Future() for _ in range(300)]
    waiters = [arrivals.of(future) for future in futures]

    def end() -> None:
        for number, future in enumerate(futures):
            if number == 7:
                future.set_exception(ZeroDivisionError("here"))
            else:
                future.set_result(number)

    with ThreadPoolExecutor(1) as thread:
        thread.submit(end)
        async with asyncio.timeout(10):
            results = await asyncio.gather(*waiters, return_exceptions=True)
    assert results[:7] == list(range(7))
    assert results[8:] == list(range(8, 300))
    assert isinstance(results[7], ZeroDivisionError)


async def test_what_came_before_it_was_awaited_is_there() -> None:
    done: Future[str] = Future()
    done.set_result("kept")
    async with asyncio.timeout(10):
        assert await Arrivals().of(done) == "kept"


async def test_who_waits_no_more_hinders_nobody() -> None:
    arrivals = Arrivals()
    futures: list[Future[int]] = [Future(), Future()]
    given_up, waiting = [arrivals.of(future) for future in futures]
    given_up.cancel()
    for future in futures:
        future.set_result(1)
    async with asyncio.timeout(10):
        assert await waiting == 1
    with pytest.raises(asyncio.CancelledError):
        await given_up
