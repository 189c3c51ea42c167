"""The dates of JSON values: Unix times, ISO 8601, RFC 2822, parts of a date, and those in words.

As on a page, this only reads: `05/03/2024` is decided over all records (`dates.order`). A time
without a zone is a day: which instant it is nobody said. Midnight is how programs write a day.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from monitor.extract.dates.order import ordered
from monitor.extract.dates.said import Said
from monitor.extract.dates.stamps import stamps
from monitor.model.published import Precision, Published

Moment = Published | Said
"""A date that is certain, or one whose day and month are still to be told apart."""

_FIRST, _LAST = 315_532_800, 4_102_444_800
"""1980 to 2100 as Unix times: what is a number outside of it is no date."""
_SCALES = (1, 1_000, 1_000_000, 1_000_000_000)
_NUMBER = re.compile(r"\d{9,19}(?:\.\d+)?")
_DOT_NET = re.compile(r"/Date\((\d{9,14})(?:[+-]\d{4})?\)/")
_COMPACT = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:T?\d{4,6}Z?)?")
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d.*)?")
_SPARE = re.compile(r"(\.\d{6})\d+|\s+(?=[+-]\d\d|UTC|Z$)|\s+UTC$")
_MONTH = re.compile(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])")
_YEAR = re.compile(r"(?:19|20)\d\d")
_RFC_2822 = re.compile(r"(?:[A-Za-z]{3},?\s+)?\d{1,2}\s+[A-Za-z]{3,9}\s+\d{2,4}\s+\d\d?:\d\d")
_LONGEST = 80


def moment(value: Any, today: date, *, utc: bool = False) -> Moment | None:
    """What a value says, if that is a date. `utc`: its key says that it is in UTC."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _of_number(value)
    if isinstance(value, list):
        return _of_parts(value)
    return _of_text(value.strip(), today, utc=utc) if isinstance(value, str) else None


def settled(
    found: Moment | None, month_first: Mapping[str, bool], today: date, *, to_come: bool
) -> Published | None:
    """The date, day and month told apart; None where it is still `to_come` and is not to be."""
    if isinstance(found, Said):
        found = _concluded(found, month_first)
    if found is None or (not to_come and found.value[:10] > (today + timedelta(1)).isoformat()):
        return None
    return found


def _of_number(value: float) -> Published | None:
    if value != value or value in (float("inf"), float("-inf")):
        return None
    if 19_800_101 <= value <= 21_001_231 and value == int(value):
        return _of_compact(str(int(value)))
    for scale in _SCALES:
        if _FIRST <= value / scale < _LAST:
            seconds = value // scale if scale > 1 else value
            at = datetime.fromtimestamp(int(seconds), UTC)
            return Published(at.isoformat(), Precision.INSTANT)
    return None


def _of_parts(value: Sequence[Any]) -> Published | None:
    """`[[2024, 5, 12]]`: year, month and day, as far as they are known."""
    inner = value[0] if len(value) == 1 and isinstance(value[0], list) else value
    if not 0 < len(inner) <= 3 or not all(isinstance(part, int) for part in inner):
        return None
    precision = (Precision.YEAR, Precision.MONTH, Precision.DAY)[len(inner) - 1]
    year, month, day = (*inner, 1, 1)[:3]
    try:
        found = date(year, month, day).isoformat() if 1900 < year < 2100 else None
    except ValueError:
        return None
    return Published(found[: 4 + 3 * (len(inner) - 1)], precision) if found else None


def _of_text(text: str, today: date, *, utc: bool) -> Moment | None:
    if not text or len(text) > _LONGEST:
        return None
    if match := _DOT_NET.fullmatch(text):
        return _of_number(int(match[1]))
    if _NUMBER.fullmatch(text) and not _COMPACT.fullmatch(text):
        return _of_number(float(text) if "." in text else int(text))
    if _COMPACT.fullmatch(text):
        return _of_compact(text)
    if _ISO.match(text) and (found := _of_iso(text, utc=utc)):
        return found
    if _MONTH.fullmatch(text):
        return Published(text, Precision.MONTH)
    if _YEAR.fullmatch(text):
        return Published(text, Precision.YEAR)
    if _RFC_2822.match(text) and (found := _of_mail(text)):
        return found
    words = stamps(text, today)
    return words[0].said if words and words[0].fills > 0.5 else None


def _of_compact(text: str) -> Published | None:
    match = _COMPACT.fullmatch(text)
    try:
        return Published.on(date(int(match[1]), int(match[2]), int(match[3]))) if match else None
    except ValueError:
        return None


def _of_iso(text: str, *, utc: bool) -> Published | None:
    try:
        at = datetime.fromisoformat(_SPARE.sub(lambda m: m[1] or "", text))
    except ValueError:
        return None
    return _instant(at.replace(tzinfo=UTC) if utc and at.tzinfo is None else at)


def _of_mail(text: str) -> Published | None:
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError):
        return None
    return _instant(at)


def _instant(at: datetime) -> Published:
    if at.tzinfo is None or at.time() == time():
        return Published.on(at.date())
    return Published(at.replace(microsecond=0).isoformat(), Precision.INSTANT)


def _concluded(said: Said, month_first: Mapping[str, bool]) -> Published | None:
    """A date in words. Without a year it is none: a record has no page around it to tell."""
    if said.numbers:
        said = ordered(said, month_first.get(said.numbers[2], True))
    if said.year is None:
        return None
    if said.instant and said.instant[-6:-5] in ("+", "-"):
        return Published(said.instant, Precision.INSTANT)
    if said.day is None:
        return Published(f"{said.year:04}-{said.month:02}", Precision.MONTH)
    try:
        return Published.on(date(said.year, said.month, said.day))
    except ValueError:
        return None
