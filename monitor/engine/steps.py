"""Whether somebody moved the clock: due times are instants of it, so they must move too.

    tick ─▸ Steps.look ─▸ Step(was_at, by) ─▸ store.shift_due ─▸ Steps.settled

The wall clock is held against one that nobody sets. A clock that is slewed, or a machine that
slept, is no step: both go on together.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.clock import Clock

LEAST_STEP = timedelta(seconds=2)
"""What the two may differ by between two looks: reading them, and slewing, takes less."""

_UNSET_BY_ANYBODY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
"""On Linux CLOCK_MONOTONIC stands still while the machine sleeps, elsewhere it goes on."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Both clocks at one moment. `elapsed_seconds` counts from anywhere, sleep included."""

    wall: datetime
    elapsed_seconds: float


@dataclass(frozen=True, slots=True)
class Step:
    """The clock was moved. It would show `was_at` now; it shows `was_at + by`."""

    was_at: datetime
    by: timedelta


def step(before: Reading, now: Reading) -> Step | None:
    """What was done to the wall clock between two readings, if anything was."""
    was_at = before.wall + timedelta(seconds=now.elapsed_seconds - before.elapsed_seconds)
    by = now.wall - was_at
    return Step(was_at, by) if abs(by) > LEAST_STEP else None


def elapsed_seconds() -> float:
    """Seconds by a clock that nobody sets and that goes on while the machine sleeps."""
    return time.clock_gettime(_UNSET_BY_ANYBODY)


class Steps:
    """Asked at every tick. A step is given again until it is `settled`, so that none is lost
    where the store could not follow it at once."""

    def __init__(self, clock: Clock, elapsed: Callable[[], float] = elapsed_seconds) -> None:
        self._clock = clock
        self._elapsed = elapsed
        self._settled = self._seen = self._read()

    def look(self) -> Step | None:
        """The step since the last one that was settled; None where there is none."""
        self._seen = self._read()
        found = step(self._settled, self._seen)
        if found is None:
            self._settled = self._seen
        return found

    def now(self) -> datetime:
        """The time by the wall clock as it stood at the last step that was settled.

        A Clock for whoever asks what is due: a step makes nothing due before it is followed.
        """
        before = self._settled
        return before.wall + timedelta(seconds=self._elapsed() - before.elapsed_seconds)

    def settled(self) -> None:
        """What `look` gave last has been followed."""
        self._settled = self._seen

    def _read(self) -> Reading:
        return Reading(self._clock(), self._elapsed())
