"""Signals as the daemon understands them.

SIGTERM, SIGINT   stop in order; a second one ends the process at once
SIGHUP            read the configuration again
"""

import asyncio
import os
import signal
from time import monotonic

import structlog

log = structlog.get_logger()

ONE_SIGNAL_SECONDS = 1.0
"""Signals this close together are one: a terminal sends Ctrl-C to `make` and to us alike."""


class Signals:
    """Takes the process's signals from the moment it is made, in the running event loop."""

    def __init__(self) -> None:
        self.stop = asyncio.Event()
        self._something = asyncio.Event()
        self._reload = False
        self._told_at: float | None = None
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._told_to_stop, number)
        loop.add_signal_handler(signal.SIGHUP, self._told_to_reload)

    async def wait(self, seconds: float) -> None:
        """Until a signal comes, but no longer than this."""
        try:
            await asyncio.wait_for(self._something.wait(), seconds)
        except TimeoutError:
            return
        self._something.clear()

    def take_reload(self) -> bool:
        """Whether a reload was asked for since this was last asked."""
        asked, self._reload = self._reload, False
        return asked

    def _told_to_stop(self, number: signal.Signals) -> None:
        if self._told_at is None:
            self._told_at = monotonic()
        elif monotonic() - self._told_at > ONE_SIGNAL_SECONDS:
            log.warning("stopped_at_once", signal=number.name)
            os._exit(128 + number)
        self.stop.set()
        self._something.set()

    def _told_to_reload(self) -> None:
        self._reload = True
        self._something.set()
