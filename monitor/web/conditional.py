"""Conditional requests (RFC 9110 §13): has the reader got these very bytes already? Pure."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

_TAGS = re.compile(r'(?:W/)?"([^"]*)"')
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})"
_TIME = r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)"
_DATES = tuple(
    re.compile(form)
    for form in (
        rf"[A-Z][a-z]{{2}}, (?P<day>\d\d) {_MONTH} (?P<year>\d{{4}}) {_TIME} GMT",
        rf"[A-Z][a-z]{{5,8}}, (?P<day>\d\d)-{_MONTH}-(?P<year>\d\d) {_TIME} GMT",
        rf"[A-Z][a-z]{{2}} {_MONTH} (?P<day>[ \d]\d) {_TIME} (?P<year>\d{{4}})",
    )
)


def not_modified(
    headers: Mapping[str, str], *, etag: str, modified_at: datetime, now: datetime
) -> bool:
    """Whether a GET or HEAD with these headers (lower-case names) is answered by 304 (P22).

    If-None-Match decides alone where there is one; else If-Modified-Since, if it is a date.
    """
    tags = headers.get("if-none-match")
    if tags is not None:
        return tag_matches(tags, etag)
    since = http_date(headers.get("if-modified-since", ""), now=now)
    return since is not None and modified_at.replace(microsecond=0) <= since


def tag_matches(listed: str, etag: str) -> bool:
    """Whether `etag` (without quotes) is among the listed ones: weak comparison, `*` is any."""
    return listed.strip() == "*" or etag in _TAGS.findall(listed)


def http_date(value: str, *, now: datetime) -> datetime | None:
    """An HTTP date in any of the three forms of RFC 9110 §5.6.7; None where it is none.

    A year of two digits is never more than fifty years ahead of `now`.
    """
    found = next(filter(None, (form.fullmatch(value.strip()) for form in _DATES)), None)
    if found is None:
        return None
    year = int(found["year"])
    if len(found["year"]) == 2:
        year += now.year // 100 * 100
        year -= 100 * (year > now.year + 50)
    month = _MONTHS.index(found["month"]) + 1
    day, hour, minute, second = (int(found[part]) for part in ("day", "hour", "minute", "second"))
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None


def as_http_date(moment: datetime) -> str:
    """An instant as `Sun, 06 Nov 1994 08:49:37 GMT`."""
    utc = moment.astimezone(UTC)
    return f"{_DAYS[utc.weekday()]}, {utc:%d} {_MONTHS[utc.month - 1]} {utc:%Y %H:%M:%S} GMT"


def accepts_gzip(accept_encoding: str) -> bool:
    """Whether Accept-Encoding (RFC 9110 §12.5.3) allows gzip; silence does not ask for it."""
    weights = {}
    for item in accept_encoding.lower().split(","):
        coding, _, parameter = item.partition(";")
        weights[coding.strip()] = _weight(parameter)
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0))) > 0


def _weight(parameter: str) -> float:
    name, _, value = parameter.partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
