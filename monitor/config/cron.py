"""Five cron fields, as crontab(5) reads them, to APScheduler's trigger.

APScheduler counts weekdays from Monday = 0; crontab from Sunday = 0 (and 7). Digits are turned
into names here, so that `0 9 * * 1` is a Monday for everybody who has ever written one.
"""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SOME_TIME = datetime(2024, 1, 1, tzinfo=UTC)


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
