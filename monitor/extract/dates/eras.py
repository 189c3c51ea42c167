"""Two calendars that name their years otherwise: Thailand's, 543 ahead; Iran's, of the sun.

The moon's calendars (`رمضان 1445`, Hebrew years) are not read: which day is theirs depends on who
saw the moon, or on a table that nobody named.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from monitor.extract.dates.plain import MONTH_SIGNS
from monitor.extract.dates.said import Said, of

_DAY = r"(?<!\d)(3[01]|[12]\d|0?[1-9])"
AHEAD = 543
"""Years that the Buddhist calendar of Thailand is ahead."""

_THAI = re.compile("[\u0e00-\u0e7f]")
_BUDDHIST = re.compile("2[45][0-9]{2}(?![0-9])")
_ARABIC = re.compile("[\u0600-\u06ff]")
"""Letters and digits."""
_THAI_DATE = re.compile(
    rf"(?:{_DAY}\s*)?([\ufdd0-\ufddb])\s*(?:พ\.\s?ศ\.|ค\.\s?ศ\.|ปี)?\s*(2[45]\d\d|(?:19|20)\d\d|\d\d)(?!\d)"
)
_THAI_NUMBERS = re.compile(rf"{_DAY}\s?([/.-])\s?(1[0-2]|0?[1-9])\s?\2\s?(2[45]\d\d)(?!\d)")

_SOLAR = (
    "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند",
    "حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت",
)
_SOLAR_MONTHS = {name: n for row in _SOLAR for n, name in enumerate(row.split(), 1)}
_SOLAR_YEAR = r"(1[34]\d\d)(?!\d)"
_SOLAR_DATE = re.compile(
    rf"(?:{_DAY}\s*)?(?<!\w)({'|'.join(_SOLAR_MONTHS)})(?:\s*ماه)?\s*[،,]?\s*(?:سال\s*)?{_SOLAR_YEAR}"
)
_SOLAR_NUMBERS = re.compile(
    rf"(?<!\d){_SOLAR_YEAR}([/.-])(1[0-2]|0?[1-9])\2(3[01]|[12]\d|0?[1-9])(?!\d)"
)
_LEAP_IN_33 = frozenset({1, 5, 9, 13, 17, 22, 26, 30})
_KNOWN_NOWRUZ = (1400, date(2021, 3, 21))


def read(text: str, original: str) -> Iterator[Said]:
    """The dates of a text that has been made `plain`; its letters say which calendar it means."""
    if _BUDDHIST.search(text):
        yield from _buddhist_numbers(text)
    if original.isascii():
        return
    if _THAI.search(original):
        yield from _thai(text)
    if _ARABIC.search(original):
        yield from _solar(text)


def _buddhist_numbers(text: str) -> Iterator[Said]:
    for match in _THAI_NUMBERS.finditer(text):
        if said := of(match, int(match[4]) - AHEAD, int(match[3]), int(match[1])):
            yield said


def _thai(text: str) -> Iterator[Said]:
    for match in _THAI_DATE.finditer(text):
        day = int(match[1]) if match[1] else None
        if (day or len(match[3]) == 4) and (
            said := of(match, _common_year(int(match[3])), MONTH_SIGNS[match[2]], day)
        ):
            yield said


def _common_year(year: int) -> int:
    """Two digits are Buddhist where that is a year of the last decades: `67` is 2567, or 2024."""
    if year > 99:
        return year - AHEAD if year > 2400 else year
    return 2500 - AHEAD + year if year >= 33 else 2000 + year


def _solar(text: str) -> Iterator[Said]:
    for match in _SOLAR_DATE.finditer(text):
        day = int(match[1]) if match[1] else None
        if said := _of_solar(match, int(match[3]), _SOLAR_MONTHS[match[2]], day):
            yield said
    for match in _SOLAR_NUMBERS.finditer(text):
        if said := _of_solar(match, int(match[1]), int(match[3]), int(match[4])):
            yield said


def _of_solar(match: re.Match[str], year: int, month: int, day: int | None) -> Said | None:
    """The day of an Iranian date. A month alone is parts of two of ours: it is none."""
    if day is None or day > _days_of(year, month):
        return None
    months = sum(_days_of(year, earlier) for earlier in range(1, month))
    found = nowruz(year) + timedelta(days=months + day - 1)
    return of(match, found.year, found.month, found.day)


def _days_of(year: int, month: int) -> int:
    return 31 if month <= 6 else 30 if month <= 11 or _is_leap(year) else 29


def _is_leap(year: int) -> bool:
    """Whether an Iranian year has 366 days: eight in 33, true of 1343 to 1472 (1964 to 2094)."""
    return year % 33 in _LEAP_IN_33


def nowruz(year: int) -> date:
    """The first day of an Iranian year."""
    known, day = _KNOWN_NOWRUZ
    step = 1 if year > known else -1
    between = range(known, year) if step > 0 else range(year, known)
    return day + step * timedelta(days=sum(365 + _is_leap(y) for y in between))
