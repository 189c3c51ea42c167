"""Checks are kept in handfuls, and each of their callers is told of its own."""

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from monitor.errors import StaleCheck, StoreError
from monitor.intake.commits import Commits, Kept
from monitor.model.change import Check, Outcome
from monitor.model.source import SourceState


class Keeper:
    """A store that keeps when it is told to, in a thread; it refuses what is called stale."""

    def __init__(self) -> None:
        self.handed_in: list[tuple[Check, Future[Kept]]] = []
        self.closed = False

    def commit_later(self, check: Check) -> Future[Kept]:
        if self.closed:
            raise StoreError("closed")
        future: Future[Kept] = Future()
        self.handed_in.append((check, future))
        return future

    def end(self) -> None:
        for number, (check, future) in enumerate(self.handed_in):
            if check.source == "stale":
                future.set_exception(StaleCheck("somebody was quicker"))
            else:
                future.set_result((number,))


def check(source: str) -> Check:
    return Check(source, Outcome.UNCHANGED, 0, SourceState(source))


async def test_each_caller_is_told_of_its_own() -> None:
    keeper = Keeper()
    commits = Commits(keeper)
    waiters = [commits.keep(check("stale" if n == 7 else f"s{n}")) for n in range(300)]
    assert not keeper.handed_in, "they wait for company"
    async with asyncio.timeout(10):
        while len(keeper.handed_in) < 300:
            await asyncio.sleep(0.001)
        with ThreadPoolExecutor(1) as thread:
            thread.submit(keeper.end)
            results = await asyncio.gather(*waiters, return_exceptions=True)
    assert isinstance(results.pop(7), StaleCheck)
    assert results == [(n,) for n in range(300) if n != 7]


async def test_what_nobody_waits_for_any_more_is_kept_all_the_same() -> None:
    keeper = Keeper()
    commits = Commits(keeper)
    given_up, waiting = commits.keep(check("one")), commits.keep(check("two"))
    given_up.cancel()
    async with asyncio.timeout(10):
        while not keeper.handed_in:
            await asyncio.sleep(0.001)
        keeper.end()
        assert await waiting == (1,)
    assert [kept.source for kept, _ in keeper.handed_in] == ["one", "two"]


async def test_a_store_that_is_closed_says_so_to_each() -> None:
    keeper = Keeper()
    keeper.closed = True
    commits = Commits(keeper)
    waiters = [commits.keep(check("one")), commits.keep(check("two"))]
    for waiter in waiters:
        with pytest.raises(StoreError, match="closed"):
            await asyncio.wait_for(waiter, 10)
