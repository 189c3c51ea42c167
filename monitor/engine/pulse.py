"""A look at the scheduler by the monotonic clock, for the times when the wall clock is wrong."""

import asyncio
from collections.abc import Callable
from time import monotonic

LATE_SECONDS = 2.0
"""A tick is expected each second: after two without one, somebody moved the clock."""


class Pulse:
    """Calls `wake` when no beat came for LATE_SECONDS, whatever the wall clock says.

    APScheduler sleeps until a wall-clock instant computed beforehand: after a step back of an
    hour it would sleep an hour too long (conformance Q).
    """

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
