"""A date as it was read: what is said, and what is not."""

import re
from calendar import monthrange
from dataclasses import dataclass

_ANY_LEAP_YEAR = 2024


@dataclass(frozen=True, slots=True)
class Said:
    """A date as it stands in a line, from `start` to `end`.

    `day` is None for a month alone, `year` None where none is said. `numbers` holds first
    number, second number and separator of `05/03/2024`: `month` and `day` then are one reading.
    `instant` is ISO 8601 with offset where time and zone are said. `updated`: it is called the
    day of an edit.
    """

    start: int
    end: int
    year: int | None
    month: int
    day: int | None
    weekday: int | None = None
    numbers: tuple[int, int, str] | None = None
    instant: str | None = None
    updated: bool = False


def of(
    match: re.Match[str],
    year: int | None,
    month: int,
    day: int | None,
    numbers: tuple[int, int, str] | None = None,
) -> Said | None:
    """The date where a pattern matched, unless there is no such day."""
    if not 1 <= month <= 12:
        return None
    if day is not None and not 1 <= day <= monthrange(year or _ANY_LEAP_YEAR, month)[1]:
        return None
    return Said(match.start(), match.end(), year, month, day, numbers=numbers)


def full_year(digits: str) -> int:
    """Two digits are of 1970 to 2069, as POSIX has it."""
    number = int(digits)
    return number if number > 99 else number + (2000 if number < 70 else 1900)
