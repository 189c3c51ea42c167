"""Whose turn it is at each host: few requests at a time, spaced, and fewer when it asks (C3, C4).

A host is a name or an address. What is kept of it is forgotten once nobody waits and its time
has passed, so a million hosts cost no more than those that are being visited.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

FIRST_PAUSE_SECONDS = 2.0
LONGEST_PAUSE_SECONDS = 3600.0
"""The pause after a 429 or 503 without Retry-After: doubled each time, up to this."""

PATIENCE_SECONDS = 30.0
"""How long a visit waits for a host that asked for a pause."""

SWEEP_AT = 1024
"""How many hosts are kept before the idle ones are looked for."""


@dataclass(slots=True)
class _Lane:
    """One host. Times are of the monotonic clock."""

    seats: asyncio.Semaphore
    free_at: float = 0.0
    paused_until: float = 0.0
    refusals: int = 0
    visitors: int = 0


class HostPaused(Exception):
    """The host asked for a longer pause than anybody waits in line."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"{seconds:.0f} seconds")
        self.seconds = seconds


class Hosts:
    """Hands out turns. `delay_seconds` lies between the starts of two requests to one host."""

    def __init__(
        self,
        concurrency: int,
        delay_seconds: float,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._concurrency = concurrency
        self._delay_seconds = delay_seconds
        self._monotonic = monotonic
        self._sleep = sleep
        self._lanes: dict[str, _Lane] = {}
        self._sweep_at = SWEEP_AT

    @asynccontextmanager
    async def turn(self, host: str, delay_seconds: float = 0.0) -> AsyncIterator[None]:
        """Wait in line, then hold a seat. A longer delay than ours is the host's own wish.

        Raises HostPaused, also for those already in line, when the host asks for a long pause.
        """
        lane = self._lane(host)
        lane.visitors += 1
        try:
            async with lane.seats:
                await self._spaced(lane, max(self._delay_seconds, delay_seconds))
                yield
        finally:
            lane.visitors -= 1
            if self._idle(lane):
                self._lanes.pop(host, None)

    def slow(self, host: str, seconds: float | None) -> None:
        """Let nobody in for `seconds`, or for as long as refusals in a row call for."""
        lane = self._lane(host)
        if seconds is None:
            seconds = min(FIRST_PAUSE_SECONDS * 2**lane.refusals, LONGEST_PAUSE_SECONDS)
        lane.refusals = min(lane.refusals + 1, 10)
        lane.paused_until = max(lane.paused_until, self._monotonic() + seconds)

    def welcome(self, host: str) -> None:
        """The host answered as usual: its refusals are forgiven."""
        if lane := self._lanes.get(host):
            lane.refusals = 0

    def __len__(self) -> int:
        return len(self._lanes)

    async def _spaced(self, lane: _Lane, delay_seconds: float) -> None:
        """Whoever wakes first goes; the others see that, or a new pause, and wait on."""
        while (wait := max(lane.free_at, lane.paused_until) - self._monotonic()) > 0:
            pause = lane.paused_until - self._monotonic()
            if pause > PATIENCE_SECONDS:
                raise HostPaused(pause)
            await self._sleep(wait)
        lane.free_at = self._monotonic() + delay_seconds

    def _lane(self, host: str) -> _Lane:
        lane = self._lanes.get(host)
        if lane is None:
            self._sweep()
            lane = self._lanes[host] = _Lane(asyncio.Semaphore(self._concurrency))
        return lane

    def _sweep(self) -> None:
        if len(self._lanes) < self._sweep_at:
            return
        self._lanes = {host: lane for host, lane in self._lanes.items() if not self._idle(lane)}
        self._sweep_at = max(SWEEP_AT, 2 * len(self._lanes))

    def _idle(self, lane: _Lane) -> bool:
        """Forgetting it changes nothing for anybody."""
        over = max(lane.free_at, lane.paused_until) <= self._monotonic()
        return over and not lane.visitors
