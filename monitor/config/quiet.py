"""Quiet windows: when nobody is visited. `22:00-06:00`, `sat,sun`, `mon-fri 12:00-13:30`.

The weekdays are those on which a window begins; one that ends before it begins ends on the next
day. Times are those of the source's wall clock: a window that falls into an hour which the
clocks leave out does not come, one in an hour which comes twice comes twice.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from monitor.config.durations import Wrong

QUIET_HINT = 'as "22:00-06:00", "sat,sun" or "mon-fri 12:00-13:30"'

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_MINUTES = 24 * 60
_WEEK_MINUTES = 7 * _DAY_MINUTES
_WINDOW = re.compile(r"(?:([a-z][a-z,-]*)(?: |$))?(?:(\d\d?):(\d\d)-(\d\d?):(\d\d))?")


@dataclass(frozen=True, slots=True)
class Window:
    """A time of quiet, each week. `days` count from Monday = 0; minutes are those of the day.

    `end` is not in it any more, and lies on the next day where it is not after `begin`.
    """

    days: frozenset[int]
    begin: int
    end: int

    def left(self, wall: datetime) -> timedelta | None:
        """How long the window goes on, by the wall clock; None where it is not quiet."""
        gone = timedelta(hours=wall.hour, minutes=wall.minute, seconds=wall.second)
        gone += timedelta(microseconds=wall.microsecond)
        for days_ago in (0, 1):
            since = gone + timedelta(days=days_ago, minutes=-self.begin)
            if (wall.weekday() - days_ago) % 7 in self.days and timedelta(0) <= since < self.length:
                return self.length - since
        return None

    def minutes(self) -> Iterator[int]:
        """Every minute of the week that is quiet, counted from Monday 00:00."""
        for day in self.days:
            begin = day * _DAY_MINUTES + self.begin
            for minute in range(begin, begin + self.length // timedelta(minutes=1)):
                yield minute % _WEEK_MINUTES

    @property
    def length(self) -> timedelta:
        """From begin to end."""
        return timedelta(minutes=(self.end - self.begin - 1) % _DAY_MINUTES + 1)


@lru_cache(maxsize=1024)
def window(text: str) -> str:
    """A quiet window, checked and tidied. Raises Wrong."""
    tidy = re.sub(r"\s*([,-])\s*", r"\1", " ".join(text.lower().split()))
    parse(tidy)
    return tidy


@lru_cache(maxsize=1024)
def some_time_left(windows: tuple[str, ...]) -> tuple[str, ...]:
    """The same tidy windows. Raises Wrong where together they are the whole week."""
    held = {minute for text in windows for minute in parse(text).minutes()}
    if len(held) == _WEEK_MINUTES:
        raise Wrong("leaves no time to look", "some minute of the week must not be quiet")
    return windows


@lru_cache(maxsize=1024)
def parse(text: str) -> Window:
    """The window that a tidied text describes. Raises Wrong."""
    match = _WINDOW.fullmatch(text)
    if match is None or not text:
        raise Wrong("is no time of quiet", QUIET_HINT)
    days = _days(match[1]) if match[1] else frozenset(range(7))
    if match[2] is None:
        return Window(days, 0, _DAY_MINUTES)
    begin, end = (_minute(match[at], match[at + 1]) for at in (2, 4))
    if begin in (end, _DAY_MINUTES):
        raise Wrong("has no length", "a whole day is 00:00-24:00")
    return Window(days, begin, end)


def quiet_until(at: datetime, windows: Sequence[str], timezone: str) -> datetime:
    """The first instant from `at` on at which none of `windows` holds, in UTC: often `at` itself.

    `windows` leave some time, as `some_time_left` has made sure.
    """
    zone = ZoneInfo(timezone)
    while lefts := [left for text in windows if (left := parse(text).left(at.astimezone(zone)))]:
        at = _later(at, max(lefts), zone)
    return at.astimezone(UTC)


def _later(at: datetime, left: timedelta, zone: ZoneInfo) -> datetime:
    """The instant at which the wall clock has gone on by `left`.

    An end that comes twice is the first of both that is still to come; one that does not come is
    taken by the offset before the change (RFC 5545, 3.3.5).
    """
    wall = at.astimezone(zone).replace(tzinfo=None) + left
    ends = [wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
    return next((end for end in ends if end > at), at + left)


def _days(text: str) -> frozenset[int]:
    found: set[int] = set()
    for part in text.split(","):
        named = part.split("-")
        if len(named) > 2 or not set(named) <= set(_DAYS):
            raise Wrong("names no weekday", QUIET_HINT)
        begin, end = _DAYS.index(named[0]), _DAYS.index(named[-1])
        found.update((begin + step) % 7 for step in range((end - begin) % 7 + 1))
    return frozenset(found)


def _minute(hour: str, minute: str) -> int:
    found = int(hour) * 60 + int(minute)
    if int(minute) > 59 or found > _DAY_MINUTES:
        raise Wrong("is no time of day", QUIET_HINT)
    return found
