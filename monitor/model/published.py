"""When something was published, as exactly as its source says it: frozen."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo


class Precision(StrEnum):
    """How much of a date was said."""

    INSTANT = "instant"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Published:
    """When a release says that it was published, as precisely as it says it.

    `value` is ISO 8601: `2024-12-10T09:00:00+01:00`, `2024-12-10`, `2024-12` or `2024`.
    `inferred`: some part of it (the year, or all of it) was concluded, not read.
    """

    value: str
    precision: Precision = Precision.DAY
    inferred: bool = False

    @classmethod
    @lru_cache(1024)
    def on(cls, day: date, *, inferred: bool = False) -> "Published":
        """A date of day precision; of many releases of one day it is the same object."""
        return cls(day.isoformat(), Precision.DAY, inferred)

    @property
    def first_seen(self) -> bool:
        """Whether its source gave no date at all: `value` is when it was first seen."""
        return self.inferred and self.precision is Precision.INSTANT

    def starts_at(self, timezone: str) -> datetime:
        """The first instant that this date can mean, in `timezone` unless it carries its own."""
        zone = ZoneInfo(timezone)
        if self.precision is Precision.INSTANT:
            moment = datetime.fromisoformat(self.value)
            return moment if moment.tzinfo else moment.replace(tzinfo=zone)
        year, month, day = (*map(int, self.value.split("-")), 1, 1)[:3]
        return datetime.combine(date(year, month, day), time(), zone)
