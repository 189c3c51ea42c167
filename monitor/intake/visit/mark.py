"""What is known of one lane, over all processes, and what follows from it. Pure.

Spacing counts by the machine's monotonic clock, which all its processes share and nobody can
set. A pause outlives a restart, so it counts by the wall clock; it carries its own length, so
that neither a clock that steps back nor a damaged file can hold a host for longer than it asked.
"""

from dataclasses import dataclass, replace

FIRST_PAUSE_SECONDS = 2.0
LONGEST_BACKOFF_SECONDS = 3600.0
"""The pause after a 429 or 503 without Retry-After: doubled each time, up to this."""

LONGEST_PAUSE_SECONDS = 7 * 86_400.0
"""No host can send us away for longer (rule C3)."""

MOST_REFUSALS = 11
"""Refusals in a row that make a difference: after so many the backoff is at its longest."""

LONGEST_SPACING_SECONDS = 86_400.0
"""No two requests are ever spaced further than this."""

CLOCK_SLACK_SECONDS = 60.0
"""A clock that is set back by less ends no pause."""


@dataclass(frozen=True, slots=True)
class Mark:
    """`free_at` is monotonic, `paused_until` wall time, both in seconds. `refusals` in a row."""

    free_at: float = 0.0
    paused_until: float = 0.0
    pause_seconds: float = 0.0
    refusals: int = 0


BLANK = Mark()
"""A lane of which nothing is known."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Now, by both clocks."""

    monotonic: float
    wall: float


def spacing_left(
    mark: Mark, now: Moment, longest_seconds: float = LONGEST_SPACING_SECONDS
) -> float:
    """Seconds until the next request may start; what is further off than any spacing is damage,
    or was written before the machine started anew."""
    left = mark.free_at - now.monotonic
    return left if 0.0 < left <= longest_seconds else 0.0


def pause_left(mark: Mark, now: Moment) -> float:
    """Seconds for which nobody is let in; more than was asked for counts as nothing."""
    left = mark.paused_until - now.wall
    most = min(mark.pause_seconds, LONGEST_PAUSE_SECONDS) + CLOCK_SLACK_SECONDS
    return left if 0.0 < left <= most else 0.0


def is_over(mark: Mark, now: Moment) -> bool:
    """Whether forgetting the mark lets nobody in too early."""
    return not spacing_left(mark, now) and not pause_left(mark, now)


def entered(mark: Mark, now: Moment, delay_seconds: float) -> Mark:
    """A request starts; the next one keeps its distance."""
    return replace(mark, free_at=now.monotonic + delay_seconds)


def refused(mark: Mark, now: Moment, seconds: float | None) -> Mark:
    """The host wants to be left alone: for as long as it says, or as refusals in a row call for.

    A pause that ends later stays.
    """
    refusals = min(max(mark.refusals, 0), MOST_REFUSALS)
    asked = seconds or min(FIRST_PAUSE_SECONDS * 2**refusals, LONGEST_BACKOFF_SECONDS)
    asked = min(asked, LONGEST_PAUSE_SECONDS)
    mark = replace(mark, refusals=min(refusals + 1, MOST_REFUSALS))
    if pause_left(mark, now) >= asked:
        return mark
    return replace(mark, paused_until=now.wall + asked, pause_seconds=asked)


def forgiven(mark: Mark) -> Mark:
    """The host answered as usual."""
    return replace(mark, refusals=0)
