"""A tick each second, whatever is done to the wall clock (conformance Q).

APScheduler plans by the wall clock. After a step back it would sleep until the instant that it
planned for comes round again: `Pulse` looks on by the monotonic clock and wakes it. After a step
forward its own interval would count every second that was jumped over, one by one: `EverySecond`
counts from the present.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic

from apscheduler.triggers.base import BaseTrigger

TICK_SECONDS = 1

LATE_SECONDS = 2.0
"""A tick is expected each second: after two without one, somebody moved the clock."""


class EverySecond(BaseTrigger):  # type: ignore[misc]
    """The next tick is a second from now; ticks that were missed are not made up for."""

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """See APScheduler: `now` is aware."""
        return now + timedelta(seconds=TICK_SECONDS)


class Pulse:
    """Calls `wake` when no beat came for LATE_SECONDS, whatever the wall clock says."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._beaten_at = monotonic()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look on, in the running event loop."""
        self.beat()
        self._task = asyncio.create_task(self._look_on(), name="pulse")

    def beat(self) -> None:
        """The scheduler ticked."""
        self._beaten_at = monotonic()

    def stop(self) -> None:
        """Look on no more."""
        if self._task:
            self._task.cancel()

    async def _look_on(self) -> None:
        while True:
            await asyncio.sleep(LATE_SECONDS / 2)
            if monotonic() - self._beaten_at > LATE_SECONDS:
                self._wake()
