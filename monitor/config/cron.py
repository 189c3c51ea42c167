"""Five cron fields, as crontab(5) reads them, to APScheduler's trigger.

APScheduler counts weekdays from Monday = 0; crontab from Sunday = 0 (and 7). Digits are turned
into names here, so that `0 9 * * 1` is a Monday for everybody who has ever written one.

On the days when clocks change, APScheduler fires twice at an hour that comes twice, and leaves
out a day whose midnight does not exist (Cairo, Santiago). So what names its hours is looked for
on the wall clock alone here, and its instant found afterwards.
"""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SOME_TIME = datetime(2024, 1, 1, tzinfo=UTC)
_INSTANT = timedelta(microseconds=1)


def next_fire(expression: str, timezone: str, after: datetime) -> datetime:
    """The first instant after `after` at which `expression` comes round in `timezone`, in UTC.

    An hour that comes twice counts once, unless every hour is meant (`*`, `*/2`). One that does
    not come is taken by the offset before the change: 02:30 is 03:30 (RFC 5545, 3.3.5).
    """
    if expression.split()[1].startswith("*"):
        return _next(expression, timezone, after).astimezone(UTC)
    zone = ZoneInfo(timezone)
    wall, fire = after.astimezone(zone).replace(tzinfo=UTC), after
    while fire <= after:
        wall = _next(expression, "UTC", wall)
        fire = wall.replace(tzinfo=zone).astimezone(UTC)
    return fire


def _next(expression: str, timezone: str, after: datetime) -> datetime:
    fire = _trigger(expression, timezone).get_next_fire_time(None, after + _INSTANT)
    assert isinstance(fire, datetime), "a checked expression comes round again"
    return fire


def trigger(expression: str, timezone: str) -> CronTrigger:
    """When `minute hour day month weekday` comes round in `timezone`. ValueError if never."""
    fields = expression.lower().split()
    if len(fields) != 5:
        raise ValueError(f"five fields are needed, here are {len(fields)}")
    minute, hour, day, month, weekday = fields
    made = CronTrigger(
        minute=minute,
        hour=hour,
        day=day,
        month=month,
        day_of_week=_weekdays(weekday),
        timezone=ZoneInfo(timezone),
    )
    if made.get_next_fire_time(None, _SOME_TIME) is None:
        raise ValueError("such a day never comes")
    return made


_trigger = lru_cache(maxsize=1024)(trigger)


def _weekdays(field: str) -> str:
    """Weekday numbers as names; ranges are listed, as `5-7` has no order by name."""
    return ",".join(_named(part) for part in field.split(","))


def _named(part: str) -> str:
    match = re.fullmatch(r"(\*(?=/)|[0-9])(?:-([0-9]))?(?:/([1-9][0-9]*))?", part)
    if match is None:
        return part
    first = 0 if match[1] == "*" else int(match[1])
    last = int(match[2] or (6 if match[3] else first))
    if max(first, last) > 7 or last < first:
        raise ValueError(f"{part} is no weekday: 0 (Sunday) to 7 (Sunday again)")
    return ",".join(dict.fromkeys(_DAYS[first : last + 1 : int(match[3] or 1)]))
