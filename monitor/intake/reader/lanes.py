"""Who is read next, and where: two seats, and an order of those who wait.

    seat 0   what is quick
    seat 1   what may be slow, and what is quick while nothing slow waits and a reader is there

A second reader is started for quick ones only when their line lasts: it takes memory of its own.
However many slow ones there are, one seat is left to the quick, and a quick one that was read
well before waits for nobody but its like. Memory is bounded too: of two large bodies one waits.
"""

import asyncio
from collections.abc import Callable
from enum import IntEnum
from heapq import heappop, heappush
from itertools import count

PATIENCE_SECONDS = 1.0
"""How long a line of quick ones may last before a second reader is started for it. What is
slow at the quick seat makes a line of some tenths."""


class Rank(IntEnum):
    """How much is known for a part: who waits is served in this order."""

    PROVEN = 0
    """Its source was read well before."""
    NEW = 1
    """Its source was never read."""
    LARGE = 2
    """There is much of it."""
    AGAIN = 3
    """It took more than the quick have."""
    SUSPECT = 4
    """The source's last visit cost a reader its life."""

    @property
    def slow(self) -> bool:
        """Whether it must go where it holds up nobody quick."""
        return self >= Rank.LARGE


QUICK_SEAT, SLOW_SEAT = SEATS = (0, 1)

_Waiting = tuple[Rank, int, "asyncio.Future[int]"]


class Lanes:
    """Gives out the two seats. Lives within one event loop.

    `warm`: whether a seat has a reader already. While the quick one's is starting, a second would
    only make it later.
    """

    def __init__(
        self,
        warm: Callable[[int], bool] = lambda _seat: True,
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        self._warm = warm
        self._patience_seconds = patience_seconds
        self._line_lasts = False
        self._patience: asyncio.TimerHandle | None = None
        self._free = set(SEATS)
        self._quick: list[_Waiting] = []
        self._slow: list[_Waiting] = []
        self._arrivals = count()

    @property
    def slow_line(self) -> int:
        """How many wait for the slow seat."""
        return len(self._slow)

    async def take(self, rank: Rank) -> int:
        """Wait for a seat, and hold it until it is given back."""
        seat: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        heappush(self._slow if rank.slow else self._quick, (rank, next(self._arrivals), seat))
        self._serve()
        try:
            return await seat
        except asyncio.CancelledError:
            if seat.done() and not seat.cancelled():
                self.give_back(seat.result())
            raise

    def give_back(self, seat: int) -> None:
        """Leave a seat to the next."""
        self._free.add(seat)
        self._serve()

    def _serve(self) -> None:
        if SLOW_SEAT in self._free:
            self._seat(SLOW_SEAT, self._slow)
        for seat in sorted(self._free):
            if seat == QUICK_SEAT or self._line_lasts or self._warm(seat):
                self._seat(seat, self._quick)
        self._mind_the_line()

    def _mind_the_line(self) -> None:
        """See to it that a line of quick ones does not last."""
        if not self._quick:
            self._line_lasts = False
            if self._patience:
                self._patience.cancel()
                self._patience = None
        elif self._patience is None:
            self._wait()

    def _wait(self) -> None:
        loop = asyncio.get_running_loop()
        self._patience = loop.call_later(self._patience_seconds, self._lose_patience)

    def _lose_patience(self) -> None:
        if not self._warm(QUICK_SEAT):
            self._wait()
            return
        self._line_lasts = True
        self._serve()

    def _seat(self, seat: int, line: list[_Waiting]) -> None:
        """Give a free seat to the first of a line who still wants it."""
        while line:
            _, _, waiting = heappop(line)
            if not waiting.done():
                self._free.remove(seat)
                waiting.set_result(seat)
                return
