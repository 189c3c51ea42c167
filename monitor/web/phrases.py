"""Times, dates and numbers in words, for pages. Pure: the present is handed in."""

from datetime import UTC, datetime, timedelta

from monitor.model.published import Precision, Published

_STEPS = ((86400, "day"), (3600, "hour"), (60, "minute"))
_FAR = timedelta(days=30)


def ago(at: datetime | None, now: datetime) -> str:
    """How long since, roughly: `just now`, `5 minutes ago`; past a month, the day itself."""
    if at is None:
        return "never"
    passed = now - at
    if passed < timedelta(minutes=1):
        return "just now"
    return day(at) if passed > _FAR else f"{_span(passed)} ago"


def until(at: datetime | None, now: datetime) -> str:
    """How long still: `now`, `in 5 minutes`; past a month, the day itself."""
    if at is None:
        return "not planned"
    left = at - now
    if left < timedelta(minutes=1):
        return "now" if left <= timedelta(0) else "in under a minute"
    return day(at) if left > _FAR else f"in {_span(left)}"


def _span(length: timedelta) -> str:
    seconds = int(length.total_seconds())
    size, unit = next(step for step in _STEPS if seconds >= step[0])
    return count(seconds // size, unit)


def count(number: int, noun: str) -> str:
    """`1 source`, `2 sources`, `1,200 deliveries`."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2] not in "aeiou" else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"


def day(at: datetime) -> str:
    """`10 December 2024`."""
    return f"{at.day} {at:%B %Y}"


def exact(at: datetime) -> str:
    """`10 December 2024, 09:30:00 UTC`."""
    utc = at.astimezone(UTC)
    return f"{day(utc)}, {utc:%H:%M:%S} UTC"


def date_words(published: Published) -> str:
    """A release's own date, as precisely as it says it: `December 2024`."""
    start = published.starts_at("UTC")
    match published.precision:
        case Precision.YEAR:
            return f"{start:%Y}"
        case Precision.MONTH:
            return f"{start:%B %Y}"
        case _:
            return day(start)
