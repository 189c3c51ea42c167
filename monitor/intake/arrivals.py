"""What threads finish, handed to the event loop in handfuls: it is woken once for all of them.

`asyncio.wrap_future` wakes it once for each, and a group of commits ends two hundred at a time.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")


class Arrivals:
    """Makes futures of threads awaitable in the event loop that it is first used in."""

    def __init__(self) -> None:
        self._done: deque[tuple[asyncio.Future[Any], Future[Any]]] = deque()
        self._woken = False

    def of(self, future: Future[T]) -> asyncio.Future[T]:
        """The same result, to be awaited. Who waits no more changes nothing for the thread."""
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[T] = loop.create_future()
        future.add_done_callback(self._arrived(loop, waiter))
        return waiter

    def _arrived(
        self, loop: asyncio.AbstractEventLoop, waiter: asyncio.Future[T]
    ) -> Callable[[Future[T]], None]:
        def arrived(done: Future[T]) -> None:
            self._done.append((waiter, done))
            if not self._woken and not loop.is_closed():
                self._woken = True
                loop.call_soon_threadsafe(self._deliver)

        return arrived

    def _deliver(self) -> None:
        self._woken = False  # before the first is taken: what comes from now on wakes again
        while self._done:
            waiter, done = self._done.popleft()
            if waiter.cancelled():
                continue
            if error := done.exception():
                waiter.set_exception(error)
            else:
                waiter.set_result(done.result())
