"""Checks that end together are kept together: handed to the store, and told, in handfuls.

    keep ─▸ a moment for company ─▸ store.commit_later, one after the other
                                      └▸ its thread ends a group ─▸ the loop is woken once for it

A group costs the store about as much as one row, and `asyncio.wrap_future` would wake the loop
for each. Nothing here sleeps in a thread: the loop alone keeps time.
"""

import asyncio
from collections import deque
from concurrent.futures import Future
from functools import partial
from typing import Protocol

from monitor.model.change import Check

GATHER_SECONDS = 0.01

Kept = tuple[int, ...]
"""The sequence of each change of a check."""


class Keeper(Protocol):
    """The verb of the store that is needed here."""

    def commit_later(self, check: Check) -> "Future[Kept]":
        """Keep a check whole, together with others."""


class Commits:
    """Keeps checks. Lives within one event loop."""

    def __init__(self, store: Keeper) -> None:
        self._store = store
        self._gathered: list[tuple[Check, asyncio.Future[Kept]]] = []
        self._done: deque[tuple[asyncio.Future[Kept], Future[Kept]]] = deque()
        self._woken = False

    def keep(self, check: Check) -> "asyncio.Future[Kept]":
        """Hand in a check. It is kept whether or not anybody waits for it any more.

        What is awaited raises StaleCheck or another StoreError where it could not be kept.
        """
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[Kept] = loop.create_future()
        if not self._gathered:
            loop.call_later(GATHER_SECONDS, self._hand_in, loop)
        self._gathered.append((check, waiter))
        return waiter

    def _hand_in(self, loop: asyncio.AbstractEventLoop) -> None:
        gathered, self._gathered = self._gathered, []
        for check, waiter in gathered:
            try:
                future = self._store.commit_later(check)
            except Exception as error:  # the store is closed: whoever waits is told so
                _tell(waiter, error)
                continue
            future.add_done_callback(partial(self._arrived, loop, waiter))

    def _arrived(
        self, loop: asyncio.AbstractEventLoop, waiter: "asyncio.Future[Kept]", done: "Future[Kept]"
    ) -> None:
        """In the store's thread."""
        self._done.append((waiter, done))
        if not self._woken and not loop.is_closed():
            self._woken = True
            loop.call_soon_threadsafe(self._deliver)

    def _deliver(self) -> None:
        self._woken = False  # before the first is taken: what comes from now on wakes again
        while self._done:
            waiter, done = self._done.popleft()
            _tell(waiter, done.exception() or done.result())


def _tell(waiter: "asyncio.Future[Kept]", outcome: BaseException | Kept) -> None:
    if waiter.cancelled():
        return
    if isinstance(outcome, BaseException):
        waiter.set_exception(outcome)
    else:
        waiter.set_result(outcome)
