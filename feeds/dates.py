"""Moments in the two notations of feeds: RFC 822 (RSS) and RFC 3339 (Atom, JSON Feed)."""

import re
from calendar import timegm
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from time import struct_time

from feeds.model import Precision

UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
"""`updated` of what gave no date that can be read; its `published` is None."""

# RFC 822 §5.1. Other names are ambiguous, and are read as UTC.
_NAMED_OFFSETS = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6} | {
    "PST": -8,
    "PDT": -7,
}
_NAMED = re.compile(r"\d\s+([A-Z]{3})$")
_NUMERIC = re.compile(
    r"(?:\d:\d\d|T\d{4,6})(?:[.,]\d+)?\s*(?:GMT|UTC)?([+-])(\d\d):?([0-5]\d)$", re.IGNORECASE
)
_WIDEST_HOURS = 14
_CLOCK = re.compile(r"\d\s*:\s*\d|\dT\d|\d{12}", re.IGNORECASE)
_SHORT: dict[int, Precision] = {len("2024"): "year", len("2024-12"): "month"}


def rfc822(moment: datetime) -> str:
    """As RSS writes it: `Tue, 10 Dec 2024 09:00:00 +0100` (rule P4)."""
    return format_datetime(exact(moment))


def rfc3339(moment: datetime) -> str:
    """As Atom and JSON Feed write it: `2024-12-10T09:00:00+01:00` (rule P4)."""
    return exact(moment).isoformat(timespec="seconds")


def exact(moment: datetime) -> datetime:
    """The moment as both notations can say it: whole seconds, an offset in whole minutes.

    Its own offset stays where it can; one without a zone is taken as UTC. Zones had offsets
    with seconds before they were standardised: such a moment is told in UTC.
    """
    offset = moment.utcoffset()
    if offset is None:
        return moment.replace(microsecond=0, tzinfo=UTC)
    if offset % timedelta(minutes=1):
        try:
            return moment.astimezone(UTC).replace(microsecond=0)
        except OverflowError:  # the first and last day of the calendar
            return moment.replace(microsecond=0, tzinfo=UTC)
    return moment.replace(microsecond=0, tzinfo=timezone(offset) if offset else UTC)


def from_rfc3339(text: str) -> datetime | None:
    """The moment that ISO 8601 text says, or None; without a zone it is UTC."""
    try:
        return exact(datetime.fromisoformat(text.strip()))
    except ValueError:
        return None


def from_feed(written: str, instant: struct_time | None) -> datetime | None:
    """The moment of a date as `written`, in the offset it was written with: its day stays its day.

    `instant` is what feedparser made of it, in UTC. It reads nearly everything, but stumbles
    over some forms of ISO 8601: those are read here first.
    """
    if exactly := from_rfc3339(written):
        return exactly
    try:
        moment = datetime.fromtimestamp(timegm(instant), UTC) if instant else None
        return moment.astimezone(timezone(_offset(written))) if moment else None
    except (ValueError, OverflowError, OSError):
        return None


def precision(written: str) -> Precision:
    """How much a date says that could be read: without a time of day it is a day, or less."""
    said = written.strip()
    return "instant" if _CLOCK.search(said) else _SHORT.get(len(said), "day")


def _offset(written: str) -> timedelta:
    numeric = _NUMERIC.search(written.strip())
    if numeric and int(numeric[2]) <= _WIDEST_HOURS:
        size = timedelta(hours=int(numeric[2]), minutes=int(numeric[3]))
        return -size if numeric[1] == "-" else size
    named = _NAMED.search(written.strip().upper())
    return timedelta(hours=_NAMED_OFFSETS.get(named[1], 0) if named else 0)
